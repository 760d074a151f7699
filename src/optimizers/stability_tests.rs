//! Checks the stability limits against the update rules, with constant divisors.

use super::*;
use crate::layout::Layout;
use crate::registry::Settings;

/// Curvatures of a diagonal quadratic, and the constant mean squares of its gradient.
const CURVATURES: [f64; 4] = [3.0, 0.5, 20.0, 1.0];
const SQUARES: [f64; 4] = [0.04, 1e-4, 9.0, 1.0];

/// An update count at which bias correction has vanished.
const LATE: u64 = 1_000_000_000;

/// Indices of the state vectors that stay constant: squares, and Adadelta's squared steps.
fn held(optimizer: &AnyOptimizer) -> Vec<usize> {
    let names = optimizer.state_names();
    (0..names.len()).filter(|k| names[*k].contains("sq") || ["sum", "acc_delta"].contains(&names[*k])).collect()
}

/// Growth of the parameters over 300 updates.
fn growth(optimizer: &AnyOptimizer, lr: f64, count: u64) -> f64 {
    let n = CURVATURES.len();
    let mut state: State<f64> = optimizer.state(n);
    let held = held(optimizer);
    let mut params = vec![1e-6; n];
    for _ in 0..300 {
        state.count = count;
        for k in &held {
            state.vectors[*k] = SQUARES.to_vec();
        }
        let gradient: Vec<f64> = params.iter().zip(CURVATURES).map(|(x, h)| x * h).collect();
        let layout = Layout::default();
        let step = Step { lr, loss: 0.0, layout: &layout, evaluate: &mut |_, _| 0.0 };
        optimizer.update(step, &mut params, &gradient, &mut state);
        let size = params.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if !(1e-12..=1.0).contains(&size) {
            return size / 1e-6;
        }
    }
    params.iter().fold(0.0_f64, |most, x| most.max(x.abs())) / 1e-6
}

#[test]
fn five_per_cent_under_its_limit_each_rule_comes_to_rest_and_five_per_cent_over_it_runs_away() {
    let rules = [
        "sgd",
        "sgd&weight_decay=0.4",
        "momentum",
        "momentum&dampening=0.5&weight_decay=0.4",
        "nesterov",
        "nesterov&weight_decay=0.4",
        "adagrad",
        "adagrad&weight_decay=0.4",
        "rmsprop",
        "rmsprop&momentum=0.9",
        "adadelta&rho=0.999999",
        "adam",
        "adam&beta1=0.5",
        "adam&weight_decay=0.4",
        "adamw&weight_decay=0.4",
        "nadam",
        "nadam&weight_decay=0.4&decoupled_weight_decay=1",
        "radam",
        "amsgrad",
    ];
    for rule in rules {
        let (settings, notices) = Settings::parse(&format!("scenario=bowl&optimizer={rule}"));
        assert!(notices.is_empty(), "{rule}: {notices:?}");
        let optimizer = AnyOptimizer::build(&settings);
        let stability = optimizer.stability(LATE).expect("a limit");
        let mut state: State<f64> = optimizer.state(CURVATURES.len());
        state.count = LATE;
        for k in held(&optimizer) {
            state.vectors[k] = SQUARES.to_vec();
        }
        let by = optimizer.divisor(&state);
        assert_eq!(by.is_empty(), stability.divided.is_none(), "{rule}");
        let bend = |k: usize| match stability.divided {
            Some(decay) => (CURVATURES[k] + decay) / by[k],
            None => CURVATURES[k],
        };
        let sharpness = (0..CURVATURES.len()).map(bend).fold(0.0, f64::max);
        for (share, rests) in [(0.95, true), (1.05, false)] {
            let lr = stability.product / (sharpness / share + stability.decay);
            assert!((stability.largest(lr) * share / sharpness - 1.0).abs() < 1e-12);
            let growth = growth(&optimizer, lr, LATE);
            assert_eq!((growth < 0.1, growth > 10.0), (rests, !rests), "{rule}, {share}: {growth}");
        }
    }
}

#[test]
fn adams_limit_is_the_papers() {
    let (settings, _) = Settings::parse("scenario=bowl&optimizer=adam&lr=0.01");
    let limit = AnyOptimizer::build(&settings).stability(1).expect("a limit");
    assert!((limit.largest(0.01) - 3800.0).abs() < 1e-9, "38 / lr");
}

#[test]
fn what_is_no_matrix_times_the_gradient_has_no_limit_and_no_divisor() {
    for rule in ["lion", "muon", "lbfgs"] {
        let optimizer = AnyOptimizer::build(&Settings::parse(&format!("scenario=bowl&optimizer={rule}")).0);
        let mut state: State<f64> = optimizer.state(4);
        state.count = 3;
        assert!(optimizer.stability(3).is_none() && optimizer.divisor(&state).is_empty(), "{rule}");
    }
}

/// By hand, with μ_t = 0.9 (1 - 0.96^(0.004 t) / 2): γ and μ of the first two updates are 1 and 0.564518, then 0.689557 and
/// 0.495409.
#[test]
fn nadams_limit_changes_while_its_momentum_grows() {
    let optimizer = AnyOptimizer::build(&Settings::parse("scenario=bowl&optimizer=nadam").0);
    for (count, product) in [(1, 1.942_291_674_162), (2, 2.794_737_016_743)] {
        let stability = optimizer.stability(count).expect("a limit");
        assert!((stability.product - product).abs() < 1e-11, "update {count}: {stability:?}");
    }
}

/// What a rule states as its divisor is what its updates divide the gradient, or its mean, by.
#[test]
fn updates_divide_by_the_divisor_that_is_stated() {
    let rules = [
        "adagrad&eps=0.1&lr_decay=0.5",
        "rmsprop&eps=0.1&alpha=0.8",
        "rmsprop&eps=0.1&alpha=0.8&centered=1",
        "adam&eps=0.1&beta1=0.8&beta2=0.9",
        "adamw&eps=0.1&beta1=0.8&beta2=0.9&weight_decay=0",
        "amsgrad&eps=0.1&beta1=0.8&beta2=0.9",
        "radam&eps=0.1&beta1=0.8&beta2=0.9",
        "radam&eps=0.1&beta1=0.8&beta2=0.99",
    ];
    for rule in rules {
        let optimizer = AnyOptimizer::build(&Settings::parse(&format!("scenario=bowl&optimizer={rule}")).0);
        let mut state: State<f64> = optimizer.state(3);
        assert!(optimizer.divisor(&state).is_empty(), "{rule}: nothing is known before the first update");
        let mean = optimizer.state_names().iter().position(|name| *name == "exp_avg");
        for k in 1..=12 {
            let gradient = [0.3 * f64::from(k), -2.0, f64::from(k % 3) - 0.5];
            let mut params = [0.0; 3];
            let step = Step { lr: 0.1, loss: 0.0, layout: &Layout::default(), evaluate: &mut |_, _| 0.0 };
            optimizer.update(step, &mut params, &gradient, &mut state);
            let along = mean.map_or(gradient.to_vec(), |mean| state.vectors[mean].clone());
            for ((moved, along), by) in params.iter().zip(along).zip(optimizer.divisor(&state)) {
                assert!((moved + 0.1 * along / by).abs() < 1e-12, "{rule}, update {k}: {moved}, {along} / {by}");
            }
        }
    }
    // Adadelta's: √(v + ε) / √(u + ε), with the mean of squared steps after the update. From zero, with g = 2, ρ = 0.9 and
    // ε = 0.1, v = 0.4 and u = 0.1 · (2 √0.1 / √0.5)² = 0.08.
    let optimizer = AnyOptimizer::build(&Settings::parse("scenario=bowl&optimizer=adadelta&rho=0.9&eps=0.1").0);
    let mut state: State<f64> = optimizer.state(1);
    let step = Step { lr: 1.0, loss: 0.0, layout: &Layout::default(), evaluate: &mut |_, _| 0.0 };
    optimizer.update(step, &mut [0.0], &[2.0], &mut state);
    assert!((optimizer.divisor(&state)[0] - (0.5_f64 / 0.18).sqrt()).abs() < 1e-12);
    // NAdam's: √v̂ + ε; v̂ is g² after the first update.
    let optimizer = AnyOptimizer::build(&Settings::parse("scenario=bowl&optimizer=nadam&eps=0.1").0);
    let mut state: State<f64> = optimizer.state(1);
    let step = Step { lr: 1.0, loss: 0.0, layout: &Layout::default(), evaluate: &mut |_, _| 0.0 };
    optimizer.update(step, &mut [0.0], &[2.0], &mut state);
    assert!((optimizer.divisor(&state)[0] - 2.1).abs() < 1e-12);
}
