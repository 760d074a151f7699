use super::folds::Origin;
use super::*;
use crate::datasets::market;
use crate::math::random::{Purpose, Stream};
use crate::registry::Settings;

fn asked(thresholds: Option<&str>, folds: usize, seeds: u64, steps: u64) -> Asked {
    let thresholds = thresholds.map(Into::into);
    Asked { clips: None, thresholds, folds, seeds, steps, gap: None, origin: Origin::Expanding }
}

fn computed(plan: &Plan, file: Option<&[u8]>) -> Vec<Row> {
    (0..plan.runs()).map(|k| compute(plan, k, file).expect("good data")).collect()
}

/// y = x + spikes, with x = ±1 and spikes of ±10 in a tenth of the rows. In every forty rows, the spikes of each x cancel,
/// so that the best line through each block is y = x.
fn spiked(seed: u64) -> String {
    const ROWS: usize = 500;
    let mut random = Stream::new(seed, Purpose::Data, 7);
    let mut text = String::from("time,x,y\n");
    for block in 0..ROWS / 40 {
        let mut rows: Vec<(f64, f64)> = Vec::new();
        for x in [-1.0, 1.0] {
            rows.extend((0..20).map(|k| (x, [10.0, -10.0].get(k).copied().unwrap_or(0.0))));
        }
        for k in (1..rows.len()).rev() {
            rows.swap(k, random.below(k as u32 + 1) as usize);
        }
        for (k, (x, spike)) in rows.into_iter().enumerate() {
            let y = x + spike + 0.05 * random.normal();
            text += &format!("{},{x},{y}\n", block * 40 + k);
        }
    }
    text
}

/// The network is the line y = w x + b, from w = 10 and b = 0. In the coordinates w ± b, of which each row moves one, a
/// clipped step has the length √2 lr c. So a threshold c covers the distance D ≈ 10 to the solution within N steps only
/// if N/2 · √2 lr c ≥ D. Above that, each spike throws the line off by the same length, so that the squared error grows as
/// c². The best threshold is therefore just above √2 D / (N lr).
const LINE: &str =
    "scenario=csv&time=time&target=y&hidden_layers=0&init=constant&init_value=10&optimizer=sgd&lr=0.02&batch=1";
const STEPS: u64 = 400;

fn best_known() -> f64 {
    // In standardised units the slope is 1/√(1 + 0.1 · 100).
    let distance = 10.0 - 1.0 / 11.0_f64.sqrt();
    std::f64::consts::SQRT_2 * distance / (STEPS as f64 * 0.02)
}

#[test]
fn the_known_best_threshold_is_found_within_a_factor_of_two() {
    let known = best_known();
    let found = |seed: u64| {
        let file = spiked(seed);
        let asked = asked(Some("0.25..16:13:log"), 4, 3, STEPS);
        let plan = Plan::new(LINE, &asked, Some(file.as_bytes()), None).expect("a good plan");
        let rows = computed(&plan, Some(file.as_bytes()));
        let choice = choose(&plan, &rows).expect("some runs finish");
        plan.candidates[choice.chosen].threshold
    };
    let all: Vec<Option<f64>> = (1..=20).map(found).collect();
    println!("known {known:.2}, found {all:?}");
    let near = |found: &&Option<f64>| found.is_some_and(|found| found >= known / 2.0 && found <= known * 2.0);
    assert!(all.iter().filter(near).count() >= 18, "known {known}, found {all:?}");
}

/// The lines of all runs, the choice, and its test loss.
fn told(text: &str, asked: &Asked, file: &[u8]) -> (Vec<String>, Choice, Option<f64>) {
    let plan = Plan::new(text, asked, Some(file), None).expect("a good plan");
    let rows = computed(&plan, Some(file));
    let choice = choose(&plan, &rows).expect("some runs finish");
    let test = on_test(&plan, &plan.candidates[choice.chosen], plan.seeds[0], Some(file)).expect("good data");
    (rows.iter().map(Row::line).collect(), choice, test)
}

#[test]
fn a_future_spike_changes_nothing_before_the_test_loss() {
    let before = spiked(3);
    let with = |row: usize| {
        let row = row + 1; // Behind the header.
        let changed = |(k, line): (usize, &str)| match k == row {
            true => format!("{},1e6\n", line.rsplit_once(',').expect("cells").0),
            false => format!("{line}\n"),
        };
        before.lines().enumerate().map(changed).collect::<String>()
    };
    let asked = asked(None, 3, 1, 60);
    let was = told(LINE, &asked, before.as_bytes());
    let is = told(LINE, &asked, with(470).as_bytes());
    assert_eq!((&was.0, &was.1), (&is.0, &is.1), "a spike in the test part, thresholds chosen by the norms included");
    assert_ne!(was.2, is.2, "the test part is what the test loss is of");
    let early = told(LINE, &asked, with(20).as_bytes());
    assert_ne!(was.0, early.0, "a spike in a training part changes the runs");
}

#[test]
fn a_future_day_of_the_market_changes_nothing_before_the_test_loss() {
    let text = std::str::from_utf8(market::FILE.bytes).expect("text");
    let with = |date: &str| {
        let changed = |line: &str| match line.starts_with(date) {
            true => format!("{date},500.00,99.00\n"),
            false => format!("{line}\n"),
        };
        text.lines().map(changed).collect::<String>()
    };
    let asked = asked(Some("0.05,0.5"), 3, 1, 15);
    let settings = "scenario=spx-volatility&window=5&width=2&cell=rnn-tanh";
    let was = told(settings, &asked, text.as_bytes());
    let is = told(settings, &asked, with("2015-06-15").as_bytes());
    assert_eq!((&was.0, &was.1), (&is.0, &is.1));
    assert_ne!(was.2, is.2);
    assert_ne!(was.0, told(settings, &asked, with("2000-06-15").as_bytes()).0);
}

#[test]
fn each_fold_is_standardised_by_its_training_part() {
    let file = spiked(1);
    let moments = |values: &[f64]| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n)
    };
    for (text, file, folds) in [
        (LINE, Some(file.as_bytes()), 3),
        ("scenario=iris", crate::scenarios::data_file(&Settings::parse("scenario=iris").0).map(|file| file.bytes), 4),
        ("scenario=spx-volatility&window=5", Some(market::FILE.bytes), 3),
    ] {
        for origin in [Origin::Expanding, Origin::Sliding] {
            let asked = Asked { origin, ..asked(Some("1,2"), folds, 1, 1) };
            let plan = Plan::new(text, &asked, file, None).expect("a good plan");
            for fold in &plan.folds {
                let run = AnyRun::of_fold(&plan.settings, file, fold, 1).expect("good data");
                let examples = run.problem().examples().expect("examples");
                assert_eq!((run.problem().rows(), run.problem().test_rows()), (fold.train.len(), fold.test.len()));
                if !examples.classes {
                    let (mean, variance) = moments(&examples.target);
                    assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-5, "{text}: {mean} {variance}");
                }
                if let Some((train, _)) = run.problem().sets() {
                    for column in train.inputs.chunks_exact(train.rows) {
                        let (mean, variance) = moments(column);
                        assert!(mean.abs() < 1e-9 && (variance - 1.0).abs() < 1e-9, "{text}: {mean} {variance}");
                    }
                }
            }
        }
    }
}

#[test]
fn candidates_of_a_fold_and_seed_start_from_the_same_weights() {
    let plan = Plan::new("scenario=moons&hidden_layers=1&width=3", &asked(Some("0.1,1,10"), 3, 2, 0), None, None);
    let plan = plan.expect("a good plan");
    let rows = computed(&plan, None);
    for round in rows.chunks(plan.candidates.len()) {
        assert!(round.iter().all(|row| row.validation_loss == round[0].validation_loss && row.seed == round[0].seed));
    }
    let firsts: Vec<_> = rows.chunks(plan.candidates.len()).map(|round| round[0].validation_loss).collect();
    assert!(firsts.windows(2).all(|pair| pair[0] != pair[1]), "{firsts:?}");
}

#[test]
fn a_row_reads_back_and_no_other_runs_line_does() {
    let plan = Plan::new(
        "scenario=jump-futures&points=128&window=4&jump_size=1000",
        &asked(Some("1,2"), 2, 1, 30),
        None,
        None,
    );
    let plan = plan.expect("a good plan");
    let rows = computed(&plan, None);
    for (k, row) in rows.iter().enumerate() {
        let line = row.line();
        assert_eq!(Row::read(&plan, k, &line).as_ref(), Some(row), "{line}");
        assert_eq!(Row::read(&plan, (k + 1) % rows.len(), &line), None);
        assert_eq!(Row::read(&plan, k, &line[..line.len() - 1]), None);
    }
    let keys = ["clip", "threshold", "fold", "seed", "train_loss", "validation_loss", "clipped_share", "status"];
    assert!(keys.iter().all(|key| rows[0].line().contains(&format!("\"{key}\":"))), "{}", rows[0].line());
}

#[test]
fn what_cannot_be_calibrated_is_refused_with_key_value_and_choices() {
    let refused = |text: &str, asked: &Asked| Plan::new(text, asked, None, None).map(|_| ()).expect_err(text);
    let usual = asked(None, 5, 3, 10);
    let with = |clips: Option<&str>, thresholds: Option<&str>| Asked {
        clips: clips.map(Into::into),
        thresholds: thresholds.map(Into::into),
        ..usual.clone()
    };
    for (text, asked, says) in [
        ("scenario=cliff", usual.clone(), &["cliff", "spx-volatility"][..]),
        ("lr=x", usual.clone(), &["lr", "“x”"]),
        ("", with(Some("norm,nrom"), None), &["--clips", "nrom", "norm"]),
        ("", with(Some("norm,norm"), None), &["--clips", "norm", "twice"]),
        ("", with(None, Some("1..0.1:3")), &["threshold", "1..0.1:3"]),
        ("", with(None, Some("a,b")), &["threshold", "“a”"]),
        ("", with(Some("autoclip"), Some("50,150")), &["autoclip", "150"]),
        ("", Asked { folds: 1, ..usual.clone() }, &["--folds", "1", "2"]),
        ("", Asked { seeds: 0, ..usual.clone() }, &["--seeds", "0"]),
        ("scenario=jump-futures&points=256&window=60", usual.clone(), &["--folds", "5", "window=60", "61"]),
        ("scenario=moons&points=8", usual.clone(), &["--folds", "5", "rows"]),
        ("clip=norm&changes=threshold~2@5", usual.clone(), &["changes"]),
        ("", with(None, Some("0.1..1:9999")), &["10000", "runs"]),
    ] {
        let asked = match says.contains(&"runs") {
            true => Asked { seeds: 1000, ..asked },
            false => asked,
        };
        let error = refused(text, &asked);
        for part in says {
            assert!(error.contains(part), "{text} {asked:?}: {error}");
        }
    }
}

/// Rows with these validation losses: one for each fold, of each candidate.
fn rows_of(plan: &Plan, loss: impl Fn(usize, usize) -> Option<f64>) -> Vec<Row> {
    let count = plan.candidates.len();
    (0..plan.runs())
        .map(|k| {
            let (candidate, fold, seed) = plan.run(k);
            let validation_loss = loss(k % count, fold);
            Row {
                clip: candidate.clip.id.into(),
                threshold: candidate.threshold,
                fold: fold + 1,
                seed,
                train_loss: validation_loss,
                validation_loss,
                clipped_share: 0.5,
                status: if validation_loss.is_some() { "finished" } else { "diverged" }.into(),
                train: plan.spans[fold].0,
                validation: plan.spans[fold].1,
            }
        })
        .collect()
}

/// Worked out by hand. Folds differ by 100 and more, which all candidates share; differences between candidates decide.
#[test]
fn the_largest_threshold_that_is_not_worse_is_chosen() {
    let plan = Plan::new("scenario=moons", &asked(Some("0.1,0.3,1,3,10"), 4, 1, 0), None, None).expect("a good plan");
    // No clip, then five thresholds.
    let chosen = |losses: [Option<f64>; 6], noise: f64| {
        let sign = [1.0, -1.0, 1.0, -1.0];
        let rows = rows_of(&plan, |c, fold| {
            // The noise alternates, so that its mean is 0 and the standard error of 4 folds is noise/√3.
            let noise = if c == 4 { noise * sign[fold] } else { 0.0 };
            losses[c].map(|loss| loss + noise + 100.0 * fold as f64)
        });
        let choice = choose(&plan, &rows).expect("some runs finish");
        (plan.candidates[choice.chosen].threshold, choice.as_good)
    };
    let some = |losses: [f64; 6]| losses.map(Some);
    // A clear U: the best one alone.
    assert_eq!(chosen(some([9.0, 5.0, 2.0, 1.0, 2.0, 5.0]), 0.0), (Some(1.0), [Some(1.0), Some(1.0)]));
    // 3 is behind by 0.5, with a standard error of 1/√3: not worse. 10 is clearly worse.
    assert_eq!(chosen(some([9.0, 5.0, 2.0, 1.0, 1.5, 5.0]), 1.0), (Some(3.0), [Some(1.0), Some(3.0)]));
    // With a smaller error it is worse.
    assert_eq!(chosen(some([9.0, 5.0, 2.0, 1.0, 1.5, 5.0]), 0.1), (Some(1.0), [Some(1.0), Some(1.0)]));
    // Equal from 0.3 on, and so is no clip.
    assert_eq!(chosen(some([1.0, 5.0, 1.0, 1.0, 1.0, 1.0]), 0.0), (None, [Some(0.3), None]));
    // A candidate that diverged is worse, whatever its other runs reach.
    let mut losses = some([9.0, 5.0, 2.0, 1.0, 1.0, 0.5]);
    losses[5] = None;
    assert_eq!(chosen(losses, 0.0), (Some(3.0), [Some(1.0), Some(3.0)]));
}

#[test]
fn the_pictures_say_what_stifles_and_what_fails() {
    use crate::draw::figure::Mark;
    let plan = Plan::new("scenario=moons", &asked(Some("0.1,0.3,1,3,10"), 4, 1, 5), None, None).expect("a good plan");
    let losses = [9.0, 5.0, 2.0, 1.0, 2.0, 5.0];
    let rows = rows_of(&plan, |c, fold| Some(losses[c] + fold as f64));
    let drawn = picture::figure(&plan, &rows, None);
    let cursors: Vec<(f64, &str)> = drawn
        .series
        .iter()
        .filter_map(|series| match &series.mark {
            Mark::Cursor { at, label } => Some((*at, label.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(cursors.len(), 2, "{cursors:?}");
    assert!(cursors[0].0 > 0.3 && cursors[0].0 < 1.0 && cursors[0].1.contains("stifles"));
    assert!(cursors[1].0 > 1.0 && cursors[1].0 < 3.0 && cursors[1].1.contains("fails"));
    assert!(drawn.series.iter().any(|series| series.name == "chosen: 1"));
    let choice = choose(&plan, &rows).expect("a choice");
    let said = confidence(&plan, &rows, &choice);
    for part in ["only the threshold 1", "Lower ones stifle: at 0.3", "Higher ones fail: at 3"] {
        assert!(said.contains(part), "{said}");
    }
    // Where nothing is worse, nothing is written.
    let rows = rows_of(&plan, |_, fold| Some(1.0 + fold as f64));
    let flat = picture::figure(&plan, &rows, None);
    assert!(!flat.series.iter().any(|series| matches!(&series.mark, Mark::Cursor { label, .. } if label.contains("fails") || label.contains("stifles"))));
    let choice = choose(&plan, &rows).expect("a choice");
    assert!(confidence(&plan, &rows, &choice).contains("any threshold from 0.1 upwards is as good"));
    assert!(picture::norms(&plan, None).empty.is_none());
}

#[test]
fn thresholds_are_chosen_from_the_norms_of_the_first_training_part() {
    let text = "scenario=jump-futures&points=512&window=8&width=4";
    let plan = Plan::new(text, &Asked { clips: Some("all".into()), ..asked(None, 3, 1, 60) }, None, None);
    let plan = plan.expect("a good plan");
    // The norms of the run itself, on that part.
    let mut run = AnyRun::of_fold(&plan.settings, None, &plan.folds[0], 1).expect("good data");
    let mut norms = vec![run.frame().grad_norm];
    for _ in 0..60 {
        run.advance(1);
        norms.push(run.frame().grad_norm);
    }
    norms.sort_by(f64::total_cmp);
    assert_eq!((plan.norms.norm[0], plan.norms.norm[200]), (norms[0], norms[60]));
    assert_eq!(plan.norms.norm[100], norms[30]);
    for id in ["none", "value", "norm", "layer-norm", "agc", "autoclip", "zclip"] {
        let of: Vec<Option<f64>> = plan.candidates.iter().filter(|c| c.clip.id == id).map(|c| c.threshold).collect();
        assert!(of.is_sorted() && (id == "none" || of.len() >= 6), "{id}: {of:?}");
    }
    let of_norm: Vec<f64> =
        plan.candidates.iter().filter(|c| c.clip.id == "norm").filter_map(|c| c.threshold).collect();
    let (least, most) = (of_norm[0], of_norm[of_norm.len() - 1]);
    assert!(least < norms[6] && most > norms[30] && most <= 1.01 * norms[60], "{least} {most} {norms:?}");
}
