//! Normalisation, residual connections and dropout in a whole network.

use crate::math::norm;
use crate::objectives::{Batch, CHUNK, Noise, Objective, Rows};
use crate::registry::Settings;
use crate::scenarios;

const SMALL: &str = "scenario=spiral&points=37&hidden_layers=3&width=5&activation=tanh&loss=mse";
const NOISE: Noise = Noise { seed: 3, step: 17 };

fn objective(text: &str) -> Objective<f64> {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    scenarios::objective(&settings, None).expect("no data file")
}

fn networks() -> Vec<String> {
    [
        "norm=batch",
        "norm=layer",
        "norm=rms",
        "residual=plain",
        "residual=scaled&residual_learned=1",
        "dropout=0.3",
        "norm=batch&residual=scaled&dropout=0.4",
        "norm=rms&residual=scaled&residual_scale=0.25&residual_learned=1&dropout=0.2",
    ]
    .map(|more| format!("{SMALL}&{more}"))
    .to_vec()
}

/// Parameters near the initial ones, those of normalisations and scales included.
fn moved(objective: &Objective<f64>) -> Vec<f64> {
    let mut random = crate::math::random::Stream::new(5, crate::math::random::Purpose::Data, 1);
    objective.init(3).iter().map(|p| p + 0.2 * random.normal()).collect()
}

fn gradient(objective: &Objective<f64>, params: &[f64], batch: Batch) -> (f64, Vec<f64>) {
    let mut gradient = vec![7.0; params.len()];
    let mut work = objective.workspace(batch.rows.count(objective.rows()));
    (objective.gradient(params, batch, &mut gradient, &mut work, &mut ()), gradient)
}

#[test]
fn a_gradient_is_the_central_difference_of_the_loss_with_the_same_noise() {
    for text in networks() {
        let objective = objective(&text);
        let params = moved(&objective);
        let rows: Vec<u32> = (0..23).map(|k| k * 7 % 37).collect();
        let batch = Batch { rows: Rows::These(&rows), noise: Some(NOISE), loss_scale: 1.0 };
        let (loss, gradient) = gradient(&objective, &params, batch);
        let mut work = objective.workspace(rows.len());
        assert_eq!(loss, objective.loss(&params, batch, &mut work), "{text}");
        for k in 0..params.len() {
            let h = 1e-3 * params[k].abs().max(0.1);
            let mut at = |by: f64| {
                let mut moved = params.clone();
                moved[k] += by * h;
                objective.loss(&moved, batch, &mut work)
            };
            let want = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h);
            let scale = norm(&gradient).max(1e-3);
            assert!((gradient[k] - want).abs() < 1e-6 * scale, "{text}, {k}: {} {want}", gradient[k]);
        }
    }
}

#[test]
fn batch_statistics_are_over_all_rows_whatever_their_order() {
    let count = 2 * CHUNK + 45;
    let text = format!("scenario=spiral&points={count}&hidden_layers=2&width=4&activation=tanh&norm=batch");
    let objective = objective(&text);
    let params = moved(&objective);
    let backwards: Vec<u32> = (0..count as u32).rev().collect();
    let (loss, forth) = gradient(&objective, &params, Rows::All.into());
    let (same, back) = gradient(&objective, &params, Rows::These(&backwards).into());
    assert!((loss - same).abs() < 1e-13 * loss, "{loss} {same}");
    assert!(forth.iter().zip(&back).all(|(a, b)| (a - b).abs() < 1e-12 * norm(&forth)));
}

/// A batch of five is padded to eight columns: repeating a batch gives the same statistics without padding.
#[test]
fn padding_never_leaks_into_batch_statistics() {
    let objective = objective(&format!("{SMALL}&norm=batch"));
    let params = moved(&objective);
    let rows = [4, 0, 3, 7, 2];
    let four_times = [rows; 4].concat();
    let (loss, once) = gradient(&objective, &params, Rows::These(&rows).into());
    let (same, repeated) = gradient(&objective, &params, Rows::These(&four_times).into());
    assert!((loss - same).abs() < 1e-13 * loss, "{loss} {same}");
    assert!(once.iter().zip(&repeated).all(|(a, b)| (a - b).abs() < 1e-12 * norm(&once)));
}

#[test]
fn a_mask_belongs_to_seed_step_and_row_whatever_else_is_in_the_batch() {
    let objective = objective(&format!("{SMALL}&dropout=0.5"));
    let params = moved(&objective);
    let at = |rows: &[u32], noise| {
        gradient(&objective, &params, Batch { rows: Rows::These(rows), noise: Some(noise), loss_scale: 1.0 })
    };
    let rows = [4, 0, 36, 7, 2];
    let (_, together) = at(&rows, NOISE);
    let mut one_by_one = vec![0.0; params.len()];
    for row in rows {
        one_by_one.iter_mut().zip(at(&[row], NOISE).1).for_each(|(sum, g)| *sum += g / rows.len() as f64);
    }
    assert!(together.iter().zip(&one_by_one).all(|(a, b)| (a - b).abs() < 1e-13 * norm(&together)));
    for other in [Noise { seed: 4, ..NOISE }, Noise { step: 18, ..NOISE }, Noise { step: 17 + (1 << 32), ..NOISE }] {
        assert_ne!(at(&rows, other).1, together, "{other:?}");
    }
}

#[test]
fn evaluation_draws_no_noise_and_reads_running_statistics() {
    let objective = objective(&format!("{SMALL}&norm=batch&dropout=0.5"));
    let params = moved(&objective);
    let mut running: Vec<f64> = objective.layout().first_buffers();
    let mut work = objective.workspace(objective.rows());
    let before = objective.evaluate(&params, &running, Rows::All, &mut work);
    // With a momentum of 0.1, two hundred updates with one batch leave nothing of the initial statistics. The batch's
    // variance is biased, the running one is not: they differ by the factor 37/36.
    for _ in 0..200 {
        gradient_into(&objective, &params, &mut work);
        objective.update_running_stats(&mut running, &mut work);
    }
    let after = objective.evaluate(&params, &running, Rows::All, &mut work);
    let own = objective.loss(&params, Rows::All.into(), &mut work);
    assert!((after / own - 1.0).abs() < 0.02, "{after} {own}");
    assert!((before / own - 1.0).abs() > 0.02, "{before} {own}");
    let some = objective.evaluate(&params, &running, Rows::These(&[5]), &mut work);
    let more = objective.evaluate(&params, &running, Rows::These(&[5, 5, 5]), &mut work);
    assert!((some - more).abs() < 1e-14, "one row is evaluated like many");
}

fn gradient_into(objective: &Objective<f64>, params: &[f64], work: &mut crate::objectives::Workspace) {
    objective.gradient(params, Rows::All.into(), &mut vec![0.0; params.len()], work, &mut ());
}

#[test]
fn one_row_alone_gives_batch_normalisation_nothing_to_divide_by_and_nothing_breaks() {
    let objective = objective(&format!("{SMALL}&norm=batch"));
    let params = moved(&objective);
    let mut running: Vec<f64> = objective.layout().first_buffers();
    let mut work = objective.workspace(1);
    let mut gradient = vec![0.0; params.len()];
    objective.gradient(&params, Rows::These(&[3]).into(), &mut gradient, &mut work, &mut ());
    objective.update_running_stats(&mut running, &mut work);
    assert!(gradient.iter().chain(&running).all(|x| x.is_finite()));
    let first = objective.layout().tensors[0].range.clone();
    assert!(gradient[first].iter().all(|g| *g == 0.0), "nothing gets past");
}

#[test]
fn a_block_is_a_hidden_layer_as_wide_as_the_one_before_it() {
    let scales = |text: &str| {
        let objective = objective(&format!("scenario=spiral&residual=scaled&residual_learned=1&norm=layer&{text}"));
        let layout = objective.layout();
        assert_eq!(objective.init(1)[layout.tensors[0].range.end], 0.0, "a bias follows the first weights");
        let scales: Vec<_> = layout.tensors.iter().filter(|t| t.shape == [1] && t.name.ends_with("scale")).collect();
        assert!(scales.iter().all(|t| objective.init(1)[t.range.start] == 0.5));
        scales.iter().map(|t| t.in_sequence.clone()).collect::<Vec<_>>()
    };
    // linear, norm, activation; then each block is one module of the sequence.
    assert_eq!(scales("width=4,4,4"), ["3.scale", "4.scale"]);
    assert_eq!(scales("width=4,8,8"), ["6.scale"]);
    assert_eq!(scales("width=4,8,4"), [""; 0]);
}
