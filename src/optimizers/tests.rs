//! Properties of every optimizer, and first steps in closed form.

use super::*;
use crate::layout::Role;
use crate::registry::Settings;

/// A matrix of 2 x 3 and a bias of 2.
fn layout() -> Layout {
    let mut layout = Layout::default();
    layout.begin_layer("layers.0".into());
    layout.add("layers.0.weight".into(), &[2, 3], Role::Weight);
    layout.add("layers.0.bias".into(), &[2], Role::Bias);
    layout
}

const START: [f64; 8] = [0.5, -1.0, 2.0, 0.25, -0.125, 3.0, 0.0, -2.0];
const GRADIENT: [f64; 8] = [0.3, -0.02, 1.5, -4.0, 0.6, 0.001, -0.7, 2.0];

fn built(text: &str) -> AnyOptimizer {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    AnyOptimizer::build(&settings)
}

fn every_optimizer() -> impl Iterator<Item = AnyOptimizer> {
    AnyOptimizer::ITEMS.iter().map(|item| built(&format!("optimizer={}&weight_decay=0", item.id)))
}

/// Parameters after steps with learning rate 0.01 and the given gradients.
fn after(optimizer: &AnyOptimizer, start: &[f64; 8], gradients: &[[f64; 8]]) -> [f64; 8] {
    let (layout, mut params, mut state) = (layout(), *start, optimizer.state(8));
    for gradient in gradients {
        let height = |x: &[f64]| x.iter().zip(gradient).map(|(x, g)| x * g).sum::<f64>();
        let evaluate = &mut |x: &[f64], out: &mut [f64]| {
            out.copy_from_slice(gradient);
            height(x)
        };
        let step = Step { lr: 0.01, loss: height(&params), layout: &layout, evaluate };
        optimizer.update(step, &mut params, gradient, &mut state);
    }
    params
}

#[test]
fn without_gradient_and_weight_decay_nothing_moves() {
    for optimizer in every_optimizer() {
        assert_eq!(after(&optimizer, &START, &[[0.0; 8]; 3]), START, "{optimizer:?}");
    }
}

#[test]
fn a_first_step_goes_down_and_passes_nan_on() {
    for optimizer in every_optimizer() {
        let moved = after(&optimizer, &START, &[GRADIENT]);
        let descent: f64 = moved.iter().zip(&START).zip(&GRADIENT).map(|((m, s), g)| (m - s) * g).sum();
        assert!(descent < 0.0, "{optimizer:?}");
        let mut gradient = GRADIENT;
        gradient[7] = f64::NAN;
        assert!(after(&optimizer, &START, &[gradient])[7].is_nan(), "{optimizer:?}");
    }
}

#[test]
fn optimizers_that_divide_by_a_gradients_size_do_not_see_its_scale() {
    let free = ["adagrad", "rmsprop", "adam", "adamw", "nadam", "amsgrad", "lion", "muon"];
    for id in free {
        let optimizer = built(&format!("optimizer={id}&weight_decay=0&eps=0"));
        let gradients = [GRADIENT, GRADIENT.map(|g| g * g - 0.5)];
        let scaled = gradients.map(|gradient| gradient.map(|g| g * 1e6));
        let (one, other) = (after(&optimizer, &START, &gradients), after(&optimizer, &START, &scaled));
        for (a, b) in one.iter().zip(other) {
            assert!((a - b).abs() < 1e-9, "{id}: {a} {b}");
        }
    }
}

#[test]
fn first_steps_are_those_of_the_papers() {
    let step = |id: &str, g: f64| match id {
        "adam" => g / (g.abs() + 1e-8),
        "adagrad" => g / (g.abs() + 1e-10),
        "rmsprop" => g / (0.1 * g.abs() + 1e-8),
        "adadelta" => 1e-6_f64.sqrt() / (0.1 * g * g + 1e-6).sqrt() * g,
        "lion" => g.signum(),
        _ => g,
    };
    for id in ["sgd", "adam", "adagrad", "rmsprop", "adadelta", "lion", "radam"] {
        let moved = after(&built(&format!("optimizer={id}&weight_decay=0")), &START, &[GRADIENT]);
        for ((moved, start), g) in moved.iter().zip(START).zip(GRADIENT) {
            let expected = start - 0.01 * step(id, g);
            assert!((moved - expected).abs() < 1e-12, "{id}: {moved}, not {expected}");
        }
    }
}

/// Distance from zero after `steps` steps of L-BFGS, ten iterations each, on Σ k x_k² / 2 from ones.
fn quadratic(settings: &str, steps: usize) -> f64 {
    let optimizer = built(&format!("optimizer=lbfgs&{settings}"));
    let mut evaluate = |x: &[f64], g: &mut [f64]| {
        (0..8).for_each(|k| g[k] = (k + 1) as f64 * x[k]);
        x.iter().zip(&*g).map(|(x, g)| 0.5 * x * g).sum()
    };
    let (layout, mut params, mut state) = (layout(), [1.0; 8], optimizer.state(8));
    for _ in 0..steps {
        let mut gradient = [0.0; 8];
        let loss = evaluate(&params, &mut gradient);
        let step = Step { lr: 1.0, loss, layout: &layout, evaluate: &mut evaluate };
        optimizer.update(step, &mut params, &gradient, &mut state);
    }
    params.iter().fold(0.0, |largest, x| f64::max(largest, x.abs()))
}

#[test]
fn lbfgs_minimises_a_quadratic_in_a_few_steps_with_any_memory_it_is_given() {
    for settings in
        ["max_iter=10", "max_iter=10&history_size=5", "max_iter=10&history_size=1", "max_iter=10&strong_wolfe=0"]
    {
        let left = quadratic(settings, 8);
        assert!(left < 1e-4, "{settings}: {left}");
    }
}

#[test]
fn lbfgs_keeps_the_newest_pairs_when_its_memory_shrinks() {
    let named = |history: usize| built(&format!("optimizer=lbfgs&max_iter=1&history_size={history}"));
    let mut evaluate = |x: &[f64], g: &mut [f64]| {
        (0..8).for_each(|k| g[k] = (k + 1) as f64 * x[k] * (1.0 + x[k] * x[k]));
        x.iter().enumerate().map(|(k, x)| (k + 1) as f64 * (0.5 * x * x + 0.25 * x * x * x * x)).sum()
    };
    let (layout, mut params, mut state) = (layout(), [1.0; 8], named(6).state(8));
    for k in 0..9 {
        let mut gradient = [0.0; 8];
        let loss = evaluate(&params, &mut gradient);
        let newest = state.vectors.last().cloned();
        let step = Step { lr: 1.0, loss, layout: &layout, evaluate: &mut evaluate };
        named(if k < 7 { 6 } else { 3 }).update(step, &mut params, &gradient, &mut state);
        let pairs = (state.vectors.len() - 2) / 2;
        assert_eq!(pairs, if k < 7 { k.min(6) } else { 3 }, "step {k}");
        assert_eq!(state.scalars.len(), 3 + pairs);
        if k == 7 {
            assert_eq!(state.vectors.iter().nth_back(2), newest.as_ref(), "the pair before the newest was the newest");
        }
    }
}

#[test]
fn states_are_equal_where_all_that_they_remember_is() {
    let state = || State { vectors: vec![vec![1.0, 2.0]], scalars: vec![3.0], count: 4, scratch: vec![5.0] };
    assert_eq!(state(), State { scratch: Vec::new(), ..state() }, "room to work in is not remembered");
    assert_ne!(state(), State { vectors: vec![vec![1.0, 2.5]], ..state() });
    assert_ne!(state(), State { scalars: vec![3.5], ..state() });
    assert_ne!(state(), State { count: 5, ..state() });
}
