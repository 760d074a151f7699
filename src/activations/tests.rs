//! Properties of every activation.

use super::AnyActivation;
use crate::math::Real;
use crate::registry::Settings;

fn every_activation() -> impl Iterator<Item = (&'static str, AnyActivation)> {
    AnyActivation::ITEMS.iter().map(|item| (item.id, AnyActivation::named(item.id, &Settings::default())))
}

/// Values and slopes at `x`.
fn evaluated<R: Real>(f: &AnyActivation, x: &[R]) -> (Vec<R>, Vec<R>) {
    let (mut y, mut d) = (x.to_vec(), vec![R::ONE; x.len()]);
    f.forward(x, &mut y);
    f.backward(x, &y, &mut d);
    (y, d)
}

/// From −8 to 8, never within 10⁻³ of a whole number, where kinks are.
fn away_from_kinks() -> Vec<f64> {
    (-800..800).map(|k| f64::from(k) * 0.01 + 0.0043).collect()
}

#[test]
fn a_slope_is_the_central_difference_away_from_kinks() {
    let h = 1e-5;
    for (id, f) in every_activation() {
        let x = away_from_kinks();
        let moved = |by: f64| evaluated(&f, &x.iter().map(|x| x + by).collect::<Vec<_>>()).0;
        let (plus, minus, (_, slope)) = (moved(h), moved(-h), evaluated(&f, &x));
        for k in 0..x.len() {
            let difference = (plus[k] - minus[k]) / (2.0 * h);
            assert!((slope[k] - difference).abs() < 1e-9, "{id} at {}: {} {difference}", x[k], slope[k]);
        }
    }
}

/// The jumps of slope and curvature are looked for at every 64th from −32 to 32.
#[test]
fn an_activation_bends_where_it_says_and_nowhere_else() {
    let named = |text: &str| AnyActivation::build(&Settings::parse(text).0);
    let more =
        ["activation=elu&elu_alpha=0.5", "activation=leaky-relu&negative_slope=1"].map(|text| (text, named(text)));
    for (id, f) in every_activation().chain(more) {
        let slope_at = |x: f64| evaluated(&f, &[x]).1[0];
        let curvature = |from: f64, to: f64| (slope_at(to) - slope_at(from)) / (to - from);
        let jumps = |x: &f64| {
            let slope = slope_at(x + 1e-12) - slope_at(x - 1e-12);
            let curvature = curvature(x + 1e-6, x + 1e-5) - curvature(x - 1e-5, x - 1e-6);
            slope.abs() > 1e-10 || curvature.abs() > 1e-2
        };
        let found: Vec<f64> = (-2048..=2048).map(|k| f64::from(k) / 64.0).filter(jumps).collect();
        assert_eq!(found, f.bends(), "{id}");
    }
}

#[test]
fn single_precision_follows_double() {
    for (id, f) in every_activation() {
        let x: Vec<f32> = away_from_kinks().iter().map(|x| *x as f32).collect();
        let exact: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
        let ((y, d), (value, slope)) = (evaluated(&f, &x), evaluated(&f, &exact));
        for k in 0..x.len() {
            assert!((f64::from(y[k]) - value[k]).abs() <= 5e-7 * value[k].abs().max(1.0), "{id}({})", x[k]);
            assert!((f64::from(d[k]) - slope[k]).abs() <= 5e-7 * slope[k].abs().max(1.0), "{id}'({})", x[k]);
        }
    }
}

#[test]
fn nan_passes_through() {
    for (id, f) in every_activation() {
        assert!(evaluated(&f, &[f64::NAN]).0[0].is_nan(), "{id} in f64");
        assert!(evaluated(&f, &[f32::NAN]).0[0].is_nan(), "{id} in f32");
    }
}

#[test]
fn values_and_slopes_stay_finite_far_out() {
    for (id, f) in every_activation() {
        let (y, d) = evaluated(&f, &[-1e30_f32, -1e4, -104.0, 104.0, 1e4, 1e30]);
        assert!(y.iter().chain(&d).all(|v| v.is_finite()), "{id}: {y:?} {d:?}");
    }
}

/// Reads `(−1, 1)` or `[−0.17, ∞)`.
fn ends(range: &str) -> (f64, f64) {
    let end = |text: &str| match text.trim() {
        "−∞" => f64::NEG_INFINITY,
        "∞" => f64::INFINITY,
        "−α" => -1.0, // α's default is 1.
        number => number.replace('−', "-").parse().expect("an end is a number"),
    };
    let (low, high) = range[1..range.len() - 1].split_once(',').expect("a range has two ends");
    (end(low), end(high))
}

#[test]
fn every_activation_states_its_derivative_and_the_range_that_it_has() {
    for item in AnyActivation::ITEMS {
        let fact = |name| item.facts.iter().find(|(fact, _)| *fact == name).expect("the fact is stated").1;
        assert!(item.formula.starts_with("f(x) = ") && fact("Derivative").starts_with("f'(x) = "), "{}", item.id);
        let x: Vec<f64> = (-100_000..=100_000).map(|k| f64::from(k) * 1e-2).collect();
        let (y, _) = evaluated(&AnyActivation::named(item.id, &Settings::default()), &x);
        let (low, high) =
            y.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(*y), high.max(*y)));
        let (from, to) = ends(fact("Range"));
        // Up to the digits written, and to how far a power-law saturation gets within |x| < 1000.
        let meets = |got: f64, end: f64| if end.is_finite() { (got - end).abs() <= 5e-3 } else { got.abs() > 9.0 };
        assert!(meets(low, from) && meets(high, to), "{}: from {low} to {high}, not {}", item.id, fact("Range"));
    }
}

#[test]
fn a_function_that_dips_below_zero_says_how_far() {
    // Minima found by bisection of the derivative, in another language.
    for (id, at, low) in [("silu", -1.278_464_542_761, -0.278_464_542_761), ("mish", -1.192_431_210, -0.308_843_413)] {
        let (y, d) = evaluated(&AnyActivation::named(id, &Settings::default()), &[at]);
        assert!((y[0] - low).abs() < 1e-7 && d[0].abs() < 1e-6, "{id}: {} {}", y[0], d[0]);
    }
}

#[test]
fn the_steepest_slope_is_that_of_the_formula() {
    // GELU's is at x = √2: Φ(√2) + √2 φ(√2).
    let known = [
        ("identity", 1.0),
        ("sigmoid", 0.25),
        ("tanh", 1.0),
        ("relu", 1.0),
        ("leaky-relu", 1.0),
        ("gelu", 1.128_904),
        ("selu", 1.758_099),
        ("sine", 1.0),
    ];
    for (id, slope) in known {
        let got = AnyActivation::named(id, &Settings::default()).steepest();
        assert!((got - slope).abs() < 1e-4, "{id}: {got}");
    }
    // The slope of softplus grows up to the end, where it is σ(8).
    let got = AnyActivation::named("softplus", &Settings::default()).steepest();
    assert!((got - 0.999_664_649_87).abs() < 1e-10, "softplus: {got}");
}
