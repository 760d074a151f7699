//! Properties of every data set.

use super::*;
use crate::registry::Settings;

/// Every data set, with few points if it is generated.
fn sets(more: &str) -> Vec<(&'static str, AnyDataset)> {
    let built = |id: &'static str| {
        let (settings, notices) = Settings::parse(&format!("scenario={id}&{more}"));
        assert_eq!(notices, []);
        (id, AnyDataset::build(&settings))
    };
    AnyDataset::ITEMS.iter().map(|item| built(item.id)).collect()
}

fn load(set: &AnyDataset, seed: u64) -> Data {
    // The user's own file is an example; generated sets read no file.
    set.load(seed, set.file().map(|file| file.bytes).or(Some(own_csv::EXAMPLE))).expect("good data")
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

#[test]
fn every_set_is_finite_and_of_one_size() {
    for more in ["points=2", "points=7&noise=1", "noise=0"] {
        for (id, set) in sets(more) {
            let data = load(&set, 1);
            assert!(data.rows >= 2 && data.features() >= 1, "{id}");
            assert_eq!(data.inputs.len(), data.rows * data.features(), "{id}");
            assert!(data.inputs.iter().all(|x| x.is_finite()), "{id}");
            match &data.targets {
                Targets::Classes { count, of } => {
                    assert!(*count >= 2 && of.len() == data.rows && of.iter().all(|class| class < count), "{id}");
                }
                Targets::Values { values, scale, .. } => {
                    assert!(values.len() == data.rows && values.iter().all(|y| y.is_finite()) && *scale > 0.0, "{id}");
                }
            }
            let Names { features, classes, .. } = &data.names;
            assert!(features.is_empty() || features.len() == data.features(), "{id}");
            assert!(features.iter().all(|f| f.std > 0.0 && f.mean.is_finite()), "{id}");
            assert!(
                classes.is_empty() || matches!(data.targets, Targets::Classes { count, .. } if count == classes.len())
            );
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_one_other_points() {
    for (id, set) in sets("noise=0.5") {
        let (one, same, other) = (load(&set, 7), load(&set, 7), load(&set, 8));
        assert_eq!(bits(&one.inputs), bits(&same.inputs), "{id}");
        assert_eq!(one.targets, same.targets, "{id}");
        let generated = set.file().is_none() && id != "csv";
        assert_eq!(bits(&one.inputs) != bits(&other.inputs), generated, "{id}");
    }
}

#[test]
fn measurements_are_standardised_and_generated_points_lie_around_the_origin() {
    for (id, set) in sets("") {
        let data = load(&set, 1);
        for column in data.inputs.chunks(data.rows) {
            let mean = column.iter().sum::<f64>() / data.rows as f64;
            let variance = column.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / data.rows as f64;
            match set.file() {
                // Pixels are not standardised: they go from 0 (paper) to 1 (ink).
                Some(_) if id == "digits" => assert!(column.iter().all(|v| (0.0..=1.0).contains(v))),
                _ if id == "csv" || set.file().is_some() => {
                    assert!(mean.abs() < 1e-12 && (variance - 1.0).abs() < 1e-12, "{id}: {mean} {variance}")
                }
                _ => assert!(mean.abs() < 0.25 && variance < 2.0, "{id}: {mean} {variance}"),
            }
        }
        if let Targets::Values { values, .. } = &data.targets {
            let mean = values.iter().sum::<f64>() / data.rows as f64;
            let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / data.rows as f64;
            assert!(mean.abs() < 1e-12 && (variance - 1.0).abs() < 1e-12, "{id}: {mean} {variance}");
        }
    }
}

#[test]
fn generated_classes_are_balanced_to_one_row() {
    for (id, set) in sets("points=200").into_iter().filter(|(_, set)| set.file().is_none()) {
        if let Targets::Classes { count, of } = load(&set, 1).targets {
            let sizes: Vec<usize> = (0..count).map(|class| of.iter().filter(|c| **c == class).count()).collect();
            let (least, most) = (sizes.iter().min(), sizes.iter().max());
            assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{id}: {sizes:?}");
        }
    }
}

#[test]
fn without_noise_the_points_lie_where_their_formula_says() {
    for (id, set) in sets("noise=0") {
        let data = load(&set, 3);
        let point = |row: usize| [data.inputs[row], data.inputs[(data.features() - 1) * data.rows + row]];
        let cell = |x: f64| (2.0 * (x + 1.0)).floor() as usize;
        let class = |[x, y]: [f64; 2]| match id {
            "circles" => Some(usize::from(libm::hypot(x, y) < 0.75)),
            // The upper moon is half a circle around this point.
            "moons" => Some(usize::from((libm::hypot(x + 0.5, y + 0.25) - 1.0).abs() > 1e-9)),
            "xor" => Some(usize::from((x > 0.0) != (y > 0.0))),
            "checkerboard" => Some((cell(x) + cell(y)) % 2),
            // Checked by the tests in their own files, or read from files.
            _ if set.file().is_some() || ["plane", "sine", "blobs", "spiral", "csv"].contains(&id) => None,
            _ => panic!("{id} has no formula here: add one as its reference"),
        };
        let Targets::Classes { of, .. } = &data.targets else { continue };
        for (row, wanted) in of.iter().enumerate() {
            assert!(class(point(row)).is_none_or(|class| class == *wanted), "{id}: {:?} is of {wanted}", point(row));
        }
    }
}

#[test]
fn a_broken_or_missing_file_is_an_error_that_says_what_is_wrong() {
    for (id, set) in sets("").into_iter().filter(|(_, set)| set.file().is_some()) {
        for file in [None, Some(&b""[..]), Some(b"\0"), Some(b"a,b\n1,2\n3,4\n")] {
            assert!(!set.load(1, file).expect_err(id).is_empty());
        }
        let good = set.file().expect("a file").bytes;
        let text = std::str::from_utf8(good).expect("text");
        let mut lines: Vec<&str> = text.lines().collect();
        let broken = format!("{},{}", "NaN", lines[2].split_once(',').expect("cells").1);
        lines[2] = &broken;
        let error = set.load(1, Some(lines.join("\n").as_bytes())).expect_err(id);
        assert!(error.contains("Line 3") && error.contains("NaN"), "{error}");
    }
}
