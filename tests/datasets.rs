//! Checks real data against their sources, and against the data that PyTorch trained on.

use gradscape::datasets::{AnyDataset, Data, Targets};
use gradscape::registry::Settings;
use safetensors::{Dtype, SafeTensors};
use std::path::Path;

fn load(id: &str) -> Data {
    let set = AnyDataset::build(&Settings::parse(&format!("scenario={id}")).0);
    set.load(1, set.file().map(|file| file.bytes)).expect("the files in the repository are good")
}

fn classes(data: &Data) -> &[usize] {
    match &data.targets {
        Targets::Classes { of, .. } => of,
        Targets::Values { .. } => panic!("these are numbers"),
    }
}

#[test]
fn rows_features_and_classes_are_those_of_the_sources() {
    let sets: [(&str, usize, usize, &[usize]); 4] = [
        ("iris", 150, 4, &[50, 50, 50]),
        ("wine", 178, 13, &[59, 71, 48]),
        ("breast-cancer", 569, 30, &[212, 357]),
        ("digits", 1797, 64, &[178, 182, 177, 183, 181, 182, 181, 179, 174, 180]),
    ];
    for (id, rows, features, sizes) in sets {
        let data = load(id);
        assert_eq!((data.rows, data.features()), (rows, features), "{id}");
        let counted: Vec<usize> =
            (0..sizes.len()).map(|class| classes(&data).iter().filter(|c| **c == class).count()).collect();
        assert_eq!(counted, sizes, "{id}");
        assert_eq!(data.names.classes.len(), sizes.len(), "{id}");
    }
    let data = load("diabetes");
    assert_eq!((data.rows, data.features()), (442, 10));
    // Efron et al.: the mean response is 152.1, its standard deviation 77.1 (that of the population 77.0).
    let Targets::Values { scale, .. } = data.targets else { panic!() };
    assert!((data.names.target_mean - 152.133).abs() < 1e-3 && (scale - 77.005).abs() < 1e-3, "{scale}");
    assert_eq!(load("dax-vol-surface").rows, 104);
}

/// A tensor of a reference case: its numbers, and its columns.
fn tensor(case: &str, name: &str) -> (Vec<f64>, usize) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reference/vectors/{case}.safetensors"));
    let bytes = std::fs::read(file).expect("the vectors are in the repository");
    let tensors = SafeTensors::deserialize(&bytes).expect("safetensors");
    let tensor = tensors.tensor(name).expect(name);
    let values = match tensor.dtype() {
        Dtype::F32 => {
            tensor.data().chunks_exact(4).map(|b| f64::from(f32::from_le_bytes(b.try_into().unwrap()))).collect()
        }
        Dtype::I64 => tensor.data().chunks_exact(8).map(|b| i64::from_le_bytes(b.try_into().unwrap()) as f64).collect(),
        other => panic!("{other:?}"),
    };
    (values, tensor.shape().get(1).copied().unwrap_or(1))
}

/// Compares with the data that PyTorch trained on, row by row.
fn agrees(id: &str, case: &str, rows: usize) {
    let data = load(id);
    let (input, features) = tensor(case, "input");
    assert_eq!((input.len(), features), (rows * data.features(), data.features()), "{id}");
    for (k, expected) in input.iter().enumerate() {
        let got = data.inputs[k % features * data.rows + k / features];
        assert!((got - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{id}: input {k} is {got}, not {expected}");
    }
    let (target, _) = tensor(case, "target");
    for (row, expected) in target.iter().enumerate() {
        match &data.targets {
            Targets::Classes { of, .. } => assert_eq!(of[row] as f64, *expected, "{id}: row {row}"),
            Targets::Values { values, .. } => assert!((values[row] - expected).abs() < 1e-6, "{id}: row {row}"),
        }
    }
}

#[test]
fn the_network_gets_what_pytorch_got() {
    agrees("iris", "run_iris", 150);
    agrees("digits", "run_digits", 256);
}
