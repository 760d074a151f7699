//! What the initializers draw.

use super::*;
use crate::math::random::Purpose;

fn drawn_std(text: &str, fan_out: usize, fan_in: usize) -> f64 {
    let (settings, notices) = Settings::parse(text);
    assert!(notices.is_empty());
    let mut weights = vec![0.0_f64; fan_out * fan_in];
    let mut random = Stream::new(3, Purpose::Initialization, 0);
    AnyInitializer::build(&settings).fill(fan_out, fan_in, &mut random, &mut weights);
    (weights.iter().map(|w| w * w).sum::<f64>() / weights.len() as f64).sqrt()
}

#[test]
fn standard_deviations_are_those_of_the_papers() {
    let (out, inn) = (300, 200);
    let standard_error = 1.0 / (2.0 * (out * inn) as f64).sqrt();
    for (text, want) in [
        ("init=constant&init_value=-0.3", 0.3),
        ("init=uniform&init_bound=2", 2.0 / 3.0_f64.sqrt()),
        ("init=normal&init_std=2", 2.0),
        ("init=torch-default", (1.0_f64 / 600.0).sqrt()),
        ("init=lecun-uniform", (1.0_f64 / 200.0).sqrt()),
        ("init=lecun-normal", (1.0_f64 / 200.0).sqrt()),
        ("init=xavier-uniform&activation=sigmoid", (2.0_f64 / 500.0).sqrt()),
        ("init=xavier-normal&activation=sigmoid", (2.0_f64 / 500.0).sqrt()),
        ("init=xavier-normal&activation=tanh", 5.0 / 3.0 * (2.0_f64 / 500.0).sqrt()),
        ("init=he-normal&activation=relu", (2.0_f64 / 200.0).sqrt()),
        ("init=he-normal&activation=relu&fan_mode=fan-out", (2.0_f64 / 300.0).sqrt()),
        ("init=he-uniform&activation=relu", (2.0_f64 / 200.0).sqrt()),
        ("init=he-uniform&activation=relu&fan_mode=fan-out", (2.0_f64 / 300.0).sqrt()),
        ("init=orthogonal&gain=1.5", 1.5 / 300.0_f64.sqrt()),
        ("init=he-normal&activation=relu&gain=0.5", 0.5 / 200.0_f64.sqrt()),
    ] {
        let got = drawn_std(text, out, inn);
        assert!((got / want - 1.0).abs() < 3.0 * standard_error, "{text}: {got}, not {want}");
    }
    assert_eq!(drawn_std("init=zeros", out, inn), 0.0);
}

#[test]
fn rows_or_columns_of_an_orthogonal_matrix_are_orthonormal() {
    for (fan_out, fan_in) in [(1, 1), (1, 7), (7, 1), (16, 16), (12, 30), (30, 12), (64, 64)] {
        let (settings, _) = Settings::parse("init=orthogonal&gain=1");
        let mut weights = vec![0.0_f64; fan_out * fan_in];
        let mut random = Stream::new(5, Purpose::Initialization, 0);
        AnyInitializer::build(&settings).fill(fan_out, fan_in, &mut random, &mut weights);
        let few = fan_out.min(fan_in);
        for a in 0..few {
            for b in 0..few {
                let product: f64 = if fan_out <= fan_in {
                    (0..fan_in).map(|k| weights[a * fan_in + k] * weights[b * fan_in + k]).sum()
                } else {
                    (0..fan_out).map(|k| weights[k * fan_in + a] * weights[k * fan_in + b]).sum()
                };
                let want = if a == b { 1.0 } else { 0.0 };
                assert!((product - want).abs() < 1e-14, "{fan_out} x {fan_in}, {a} {b}: {product}");
            }
        }
    }
}

/// Of the orthogonal matrices none is preferred: a sign that were always the same would show in the mean.
#[test]
fn orthogonal_matrices_have_no_preferred_sign() {
    let (settings, _) = Settings::parse("init=orthogonal&gain=1");
    let initializer = AnyInitializer::build(&settings);
    let mut random = Stream::new(6, Purpose::Initialization, 0);
    let (mut sums, draws) = ([0.0; 9], 4_000);
    for _ in 0..draws {
        let mut weights = [0.0_f64; 9];
        initializer.fill(3, 3, &mut random, &mut weights);
        sums.iter_mut().zip(weights).for_each(|(sum, w)| *sum += w);
    }
    // An entry has variance 1/3.
    let standard_error = (1.0 / (3.0 * f64::from(draws))).sqrt();
    assert!(sums.iter().all(|sum| (sum / f64::from(draws)).abs() < 4.0 * standard_error), "{sums:?}");
}
