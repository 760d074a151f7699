//! Distributions of the initializers.

use super::*;
use crate::math::random::Purpose;
use crate::scenarios;

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
    for (fan_out, fan_in) in [(1, 1), (1, 7), (7, 1), (16, 16), (12, 30), (30, 12), (64, 64), (200, 200)] {
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

/// Random orthogonal matrices have mean zero. A fixed sign would show in the mean.
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

#[test]
fn lsuv_gives_every_linear_layer_the_variance_one_on_the_data() {
    use crate::networks::{Observer, Place, Signal};
    use crate::objectives::{Batch, Rows};

    /// Variance of each module's output.
    #[derive(Default)]
    struct Variances(Vec<(usize, f64)>);

    impl Observer<f64> for Variances {
        fn forward(&mut self, at: Place, signal: Signal<f64>) {
            let values: Vec<f64> = signal.rows().flatten().copied().collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let variance = values.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / values.len() as f64;
            // The first module of a layer is its linear map.
            if self.0.last().is_none_or(|(layer, _)| *layer != at.layer) {
                self.0.push((at.layer, variance));
            }
        }
    }

    let widths = ["width=9", "width=20,7,12,5", "width=8&hidden_layers=20"];
    for (activation, width) in ["relu", "tanh", "sigmoid", "gelu"].iter().zip(widths.iter().cycle()) {
        let text = format!("points=200&precision=f64&init=lsuv&activation={activation}&{width}");
        let (settings, notices) = Settings::parse(&text);
        assert_eq!(notices, []);
        let objective = scenarios::objective::<f64>(&settings, None).expect("no data file is needed");
        let (params, mut seen) = (objective.init(1), Variances::default());
        let batch = Batch::from(Rows::All);
        objective.forward(&params, batch, &mut objective.workspace(objective.rows()), &mut seen);
        assert_eq!(seen.0.len(), objective.layout().layers.len(), "{text}");
        for (layer, variance) in seen.0 {
            assert!((variance - 1.0).abs() < 0.011, "{text}, layer {layer}: {variance}");
        }
    }
}

#[test]
fn lsuv_divides_by_the_deviation_where_that_can_be_done_and_has_to_be() {
    let lsuv = AnyInitializer::named("lsuv", &Settings::default());
    assert_eq!((lsuv.needs_data(), lsuv.rescale(4.0), lsuv.rescale(0.25)), (true, Some(0.5), Some(2.0)));
    for variance in [0.0, -1.0, f64::INFINITY, f64::NAN, 1.0, 1.009, 0.991] {
        assert_eq!(lsuv.rescale(variance), None, "{variance}");
    }
    for variance in [1.011, 0.989] {
        assert!(lsuv.rescale(variance).is_some(), "{variance}");
    }
    let others = AnyInitializer::ITEMS.iter().filter(|item| item.id != "lsuv");
    for other in others.map(|item| AnyInitializer::named(item.id, &Settings::default())) {
        assert_eq!((other.needs_data(), other.rescale(4.0)), (false, None), "{other:?}");
    }
}

/// By definition: mean 0 (a forget gate: 1) and the chosen variance, in networks of every kind.
#[test]
fn biases_are_normal_draws_of_the_chosen_deviation_and_weights_keep_their_bits() {
    use crate::layout::Role;
    for (text, mean) in [
        ("scenario=spiral&hidden_layers=3&width=8&norm=layer", 0.0),
        ("scenario=option-price&hidden_layers=2&width=8", 0.0),
        ("scenario=deep-hedge&hidden_layers=2&width=8", 0.0),
        ("scenario=mean-reversion-agent&hidden_layers=2&width=8", 0.0),
        ("scenario=recall&cell=rnn-tanh&width=8", 0.0),
        ("scenario=recall&cell=lstm&width=8&hidden_layers=2", 1.0),
    ] {
        let objective = |more: &str| {
            let (settings, notices) = Settings::parse(&format!("{text}{more}"));
            assert_eq!(notices, [], "{text}");
            scenarios::objective::<f64>(&settings, None).expect("no data file is needed")
        };
        let (zero, drawn) = (objective("&bias_std=0"), objective("&bias_std=0.5"));
        let tensors = &drawn.layout().tensors;
        let is_drawn = |k: usize| {
            let own = |t: &&crate::layout::Tensor| t.layer == tensors[k].layer;
            let first = tensors.iter().filter(own).find(|t| t.role == Role::Bias).map(|t| &t.name);
            first == Some(&tensors[k].name) && tensors.iter().filter(own).any(|t| t.role == Role::Weight)
        };
        let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
        for seed in 0..200 {
            let (before, after) = (zero.init(seed), drawn.init(seed));
            for (k, tensor) in tensors.iter().enumerate() {
                for at in tensor.range.clone() {
                    if !is_drawn(k) {
                        assert_eq!(before[at].to_bits(), after[at].to_bits(), "{text}: {}", tensor.name);
                        continue;
                    }
                    let moved = after[at] - before[at];
                    (sum, squares, count) = (sum + moved, squares + moved * moved, count + 1.0);
                    assert!(before[at] == 0.0 || before[at] == mean, "{text}: {}", tensor.name);
                }
            }
        }
        assert!((sum / count).abs() < 4.0 * 0.5 / f64::sqrt(count), "{text}: mean {}", sum / count);
        let error = 0.25 * (2.0 / count).sqrt();
        assert!((squares / count - 0.25).abs() < 4.0 * error, "{text}: variance {}", squares / count);
    }
}
