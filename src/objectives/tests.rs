//! Properties of every objective, over all scenarios with their cells and smooth activations.

use super::{CHUNK, GradientKind, Objective, Rows};
use crate::activations::AnyActivation;
use crate::datasets::own_csv;
use crate::landscape::curvature::Hessian;
use crate::math::random::{Purpose, Stream};
use crate::math::{Dual, Real, norm};
use crate::registry::Settings;
use crate::scenarios;

/// Settings for every scenario, with several networks where possible. `kinks` allows activations with a kink, where the
/// gradient cannot be compared with differences.
fn every_setting(kinks: bool) -> Vec<String> {
    let networks: &[&str] = if kinks { &["activation=relu&loss=mse"] } else { &[] };
    let networks =
        [&["activation=tanh", "activation=sigmoid&loss=huber&delta=0.3", "activation=mish&l1=0.01&l2=0.1"], networks]
            .concat();
    let mut settings = vec!["scenario=svi-smile&coordinates=raw&maturity=75".to_string()];
    settings.push("scenario=option-price&points=23&slope_weight=0.7&hidden_layers=2&width=4&activation=tanh".into());
    settings.push("scenario=deep-hedge&points=5&dates=3&risk=entropic&hidden_layers=1&width=3&activation=tanh".into());
    for item in scenarios::items() {
        let uses = scenarios::find(item.id).uses();
        if scenarios::data_file(&Settings::parse(&format!("scenario={}", item.id)).0).is_some() {
            // Many rows or features: one small network is enough.
            settings.push(format!("scenario={}&test_share=0.9&hidden_layers=1&width=2&activation=tanh", item.id));
        } else if uses.contains(&"activation") {
            let small = |network| format!("scenario={}&points=37&hidden_layers=3&width=5&{network}", item.id);
            settings.extend(networks.iter().map(small));
            // More rows than one piece holds.
            settings.push(format!(
                "scenario={}&points={}&hidden_layers=1&width=3&activation=tanh",
                item.id,
                CHUNK + 45
            ));
        } else if uses.contains(&"cell") {
            let smooth = ["rnn-tanh", "lstm", "gru&hidden_layers=2", "lstm&hidden_layers=3&loss=mse&l2=0.1"];
            let others: &[&str] = if kinks { &["rnn-relu&recurrent_init=identity", "gru&tbptt=4"] } else { &[] };
            let small = |cell| format!("scenario={}&points=13&delay=6&width=5&cell={cell}", item.id);
            settings.extend(smooth.iter().chain(others).map(small));
        } else {
            settings.push(format!("scenario={}", item.id));
        }
    }
    settings
}

fn objective<R: Real>(text: &str) -> Objective<R> {
    let (settings, notices) = Settings::parse(text);
    assert!(notices.is_empty(), "{text}");
    let file = scenarios::data_file(&settings).map_or(own_csv::EXAMPLE, |file| file.bytes);
    scenarios::objective(&settings, Some(file)).expect("the data file is whole")
}

/// Points to test: near the initial parameters of a network, anywhere in the domain of a function.
fn points(objective: &Objective<f64>) -> Vec<Vec<f64>> {
    let mut random = Stream::new(5, Purpose::Data, 0);
    let start = objective.init(3);
    let mut point = || match objective.domain() {
        Some(domain) => [domain.x, domain.y].map(|[low, high]| low + (high - low) * random.uniform()).to_vec(),
        None => start.iter().map(|p| p + 0.3 * random.normal()).collect(),
    };
    (0..3).map(|_| point()).collect()
}

/// Loss and gradient at `params`, in a workspace for `room` rows.
fn gradient<R: Real>(objective: &Objective<R>, params: &[R], rows: Rows, room: usize) -> (R, Vec<R>) {
    let mut gradient = vec![R::of(7.0); params.len()];
    let loss = objective.gradient(params, rows.into(), &mut gradient, &mut objective.workspace(room), &mut ());
    (loss, gradient)
}

fn loss(objective: &Objective<f64>, params: &[f64], rows: Rows) -> f64 {
    objective.loss(params, rows.into(), &mut objective.workspace(objective.rows()))
}

#[test]
fn a_gradient_is_the_central_difference_of_the_loss() {
    for text in every_setting(false) {
        let objective = objective::<f64>(&text);
        if objective.gradient_kind() == GradientKind::Estimate {
            continue;
        }
        for params in points(&objective) {
            let (_, gradient) = gradient(&objective, &params, Rows::All, objective.rows());
            // Fourth order, which allows steps long enough for rounding not to matter.
            let difference = |k: usize| {
                let h = 3e-4 * params[k].abs().max(0.1);
                let at = |by: f64| {
                    let mut moved = params.clone();
                    moved[k] += by * h;
                    loss(&objective, &moved, Rows::All)
                };
                (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h)
            };
            let scale = norm(&gradient).max(1e-3);
            for k in 0..params.len() {
                let want = difference(k);
                assert!((gradient[k] - want).abs() < 1e-6 * scale, "{text}, {k}: {} {want}", gradient[k]);
            }
        }
    }
}

#[test]
fn a_hessian_vector_product_is_the_central_difference_of_the_gradient() {
    let normed = ["norm=batch", "norm=layer", "norm=rms", "residual=plain", "residual=scaled&residual_scale=0.5"];
    let normed =
        normed.map(|network| format!("scenario=spiral&points=37&hidden_layers=3&width=5&activation=tanh&{network}"));
    let activations = AnyActivation::ITEMS.iter();
    let activations = activations
        .map(|item| format!("scenario=moons&points=23&hidden_layers=2&width=4&loss=mse&activation={}", item.id));
    for text in every_setting(false).into_iter().chain(normed).chain(activations) {
        let (plain, dual) = (objective::<f64>(&text), objective::<Dual<f64>>(&text));
        // Estimated gradients have no Hessian, and slopes in the loss have none implemented.
        if plain.gradient_kind() == GradientKind::Estimate || text.contains("slope_weight") {
            continue;
        }
        for params in points(&plain) {
            let mut random = Stream::new(6, Purpose::Data, 0);
            let direction: Vec<f64> = params.iter().map(|_| random.normal()).collect();
            let mut hessian = Hessian::new(objective(&text), &params);
            let mut product = params.clone();
            hessian.multiply(&direction, &mut product);
            let at = |by: f64| {
                let moved: Vec<f64> = params.iter().zip(&direction).map(|(x, d)| x + by * d).collect();
                gradient(&plain, &moved, Rows::All, plain.rows()).1
            };
            let h = 1e-4 * norm(&params).max(1.0) / norm(&direction);
            let [one, other, far, behind] = [h, -h, 2.0 * h, -2.0 * h].map(at);
            let scale = norm(&product).max(1e-3);
            for k in 0..params.len() {
                let want = (8.0 * (one[k] - other[k]) - (far[k] - behind[k])) / (12.0 * h);
                assert!((product[k] - want).abs() < 1e-5 * scale, "{text}, {k}: {} {want}", product[k]);
            }
            assert_eq!(hessian.rows().0, dual.rows(), "{text}");
        }
    }
}

#[test]
fn a_gradient_vanishes_at_every_stated_minimum() {
    for text in every_setting(false) {
        let objective = objective::<f64>(&text);
        for minimum in objective.domain().map(|domain| domain.minima).unwrap_or_default() {
            let (_, gradient) = gradient(&objective, &minimum, Rows::All, 0);
            assert!(norm(&gradient) < 1e-9, "{text} at {minimum:?}: {gradient:?}");
        }
    }
}

#[test]
fn loss_and_gradient_agree_on_the_loss_to_the_bit() {
    for text in every_setting(true) {
        let objective = objective::<f64>(&text);
        for params in points(&objective) {
            let (with, _) = gradient(&objective, &params, Rows::All, objective.rows());
            assert_eq!(with.to_bits(), loss(&objective, &params, Rows::All).to_bits(), "{text}");
        }
    }
}

#[test]
fn a_workspace_with_more_room_gives_the_same_bits() {
    for text in every_setting(true) {
        let objective = objective::<f32>(&text);
        let params = objective.init(2);
        let few: Vec<u32> = (0..objective.rows().min(5) as u32).collect();
        for rows in [Rows::All, Rows::These(&few)] {
            let count = rows.count(objective.rows());
            let tight = gradient(&objective, &params, rows, count);
            let wide = gradient(&objective, &params, rows, CHUNK + count);
            assert_eq!(tight, wide, "{text}");
        }
    }
}

#[test]
fn all_rows_are_the_rows_one_by_one() {
    for text in every_setting(true) {
        let objective = objective::<f32>(&text);
        let params = objective.init(2);
        let each: Vec<u32> = (0..objective.rows() as u32).collect();
        let all = gradient(&objective, &params, Rows::All, each.len());
        assert_eq!(all, gradient(&objective, &params, Rows::These(&each), each.len()), "{text}");
    }
}

/// A batch of five is padded to eight columns, and the padding must not count.
#[test]
fn padding_never_leaks_into_a_sum() {
    for text in every_setting(true) {
        let objective = objective::<f64>(&text);
        if objective.rows() == 0 {
            continue;
        }
        let params = objective.init(2);
        let rows = [4, 0, 3, 7, 2];
        let (loss, together) = gradient(&objective, &params, Rows::These(&rows), rows.len());
        let (mut sum, mut one_by_one) = (0.0, vec![0.0; params.len()]);
        for row in rows {
            let (one, slope) = gradient(&objective, &params, Rows::These(&[row]), 1);
            sum += one / rows.len() as f64;
            one_by_one.iter_mut().zip(slope).for_each(|(sum, g)| *sum += g / rows.len() as f64);
        }
        assert!((loss - sum).abs() <= 1e-13 * loss.abs(), "{text}: {loss} {sum}");
        let scale = norm(&together);
        assert!(together.iter().zip(&one_by_one).all(|(a, b)| (a - b).abs() <= 1e-13 * scale), "{text}");
    }
}

#[test]
fn a_start_depends_on_the_seed_alone() {
    for text in every_setting(true) {
        let (one, other) = (objective::<f32>(&text), objective::<f32>(&text));
        assert_eq!(one.init(4), other.init(4), "{text}");
        assert_eq!(one.init(4).len(), one.layout().len(), "{text}");
        assert_eq!(one.init(4) == one.init(5), one.domain().is_some(), "{text}: only a function has one start");
    }
}

#[test]
fn a_start_does_not_depend_on_what_is_set_aside() {
    for id in ["moons", "digits"] {
        let with = |share| objective::<f32>(&format!("scenario={id}&test_share={share}"));
        let (all, part) = (with("0"), with("0.5"));
        assert_eq!(all.init(4), part.init(4), "{id}");
        assert_eq!((all.test_rows(), all.rows()), (0, part.rows() + part.test_rows()), "{id}");
        assert!(all.test_loss(&all.init(4), &all.layout().first_buffers::<f32>(), &mut all.workspace(1)).is_nan());
    }
}

#[test]
fn the_test_loss_is_the_loss_of_the_rows_that_were_set_aside() {
    // The loss of those rows, from that of all rows and that of the others, weighted by their counts.
    let with = |share| objective::<f64>(&format!("scenario=iris&test_share={share}"));
    let (all, part) = (with("0"), with("0.3"));
    let params = all.init(4);
    let train = loss(&part, &params, Rows::All);
    let test = part.test_loss(&params, &part.layout().first_buffers::<f64>(), &mut part.workspace(part.test_rows()));
    let whole = loss(&all, &params, Rows::All);
    let (m, n) = (part.rows() as f64, part.test_rows() as f64);
    assert!((train * m + test * n - whole * (m + n)).abs() < 1e-12 * (m + n));
    assert_ne!(train, test);
}

#[test]
fn precisions_agree_on_what_is_computed() {
    for text in every_setting(false) {
        let (single, double) = (objective::<f32>(&text), objective::<f64>(&text));
        let params = single.init(2);
        let exact: Vec<f64> = params.iter().map(|p| f64::from(*p)).collect();
        let (loss, coarse) = gradient(&single, &params, Rows::All, single.rows());
        let (want, fine) = gradient(&double, &exact, Rows::All, double.rows());
        assert!((f64::from(loss) - want).abs() <= 1e-5 * want.abs().max(1e-3), "{text}: {loss} {want}");
        let scale = norm(&fine);
        assert!(coarse.iter().zip(&fine).all(|(a, b)| (f64::from(*a) - b).abs() <= 1e-4 * scale), "{text}");
    }
}
