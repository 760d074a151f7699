//! Theory against values from outside: the papers, closed forms, and random networks.

use super::gaussian::Curve;
use super::map::{Fixed, VarianceMap};
use super::*;
use crate::activations::AnyActivation;
use crate::objectives::{Batch, Noise, Objective, Rows};
use crate::scenarios;

fn curve(id: &str) -> Curve {
    Curve::new(AnyActivation::named(id, &Settings::default()))
}

fn close(what: &str, got: f64, want: f64, digit: f64) {
    assert!((got - want).abs() <= digit, "{what} is {got}, and should be {want}");
}

fn summary(text: &str) -> Summary {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    Summary::of(&settings)
}

/// B. Poole et al. 2016, figure 1, computed twice by other means (a quadrature in Python, and by series).
#[test]
fn tanh_is_critical_where_the_papers_say() {
    let tanh = curve("tanh");
    for (bias, weight, q) in
        [(0.0, 1.0, 0.0), (0.01, 1.4242, 0.2733), (0.05, 1.7610, 0.5700), (0.1, 1.9861, 0.8058), (0.3, 2.5051, 1.4612)]
    {
        let map = VarianceMap { curve: &tanh, weight: 1.0, bias };
        let critical = map.critical().expect("tanh has an edge of chaos");
        close("critical σ_w²", critical, weight, 1e-4);
        let Fixed::At(at) = (VarianceMap { weight: critical, ..map }).fixed(1.0) else { panic!("a fixed point") };
        close("q*", at, q, if bias == 0.0 { 1e-3 } else { 1e-4 });
    }
}

#[test]
fn factors_of_a_layer_have_their_known_values() {
    let root_chi = |id: &str, weight: f64, bias: f64| VarianceMap { curve: &curve(id), weight, bias }.chi().sqrt();
    for (weight, want) in [(1.0, 0.236), (4.0, 0.414), (16.0, 0.632)] {
        close("sigmoid", root_chi("sigmoid", weight, 0.0), want, 6e-4);
    }
    close("tanh", root_chi("tanh", 2.5, 0.05), 1.065, 6e-4);
    // PyTorch's default start: weights and biases of variance 1/(3n), n = 32.
    for (id, want) in [("tanh", 0.569), ("sigmoid", 0.141), ("relu", 0.408)] {
        close(id, root_chi(id, 1.0 / 3.0, 1.0 / 96.0), want, 6e-4);
    }
    let relu = curve("relu");
    for weight in [0.5, 2.0, 3.0] {
        close("ReLU", VarianceMap { curve: &relu, weight, bias: 0.0 }.chi(), weight / 2.0, 1e-9);
    }
    close("ReLU", VarianceMap { curve: &relu, weight: 1.0, bias: 0.0 }.critical().expect("it has one"), 2.0, 1e-6);
}

#[test]
fn depth_scales_follow_from_the_factor() {
    let ordered = summary("activation=tanh&init=normal&init_std=0.2&width=16&bias_std=0.1");
    let chi = ordered.chi.expect("known");
    close("ξ of gradients", ordered.xi_gradient.expect("known"), -1.0 / libm::log(chi), 1e-12);
    assert_eq!(ordered.xi_correlation, ordered.xi_gradient, "c* = 1 in the ordered phase");
    // In the chaotic phase c* < 1, and correlations decay although gradients grow.
    let chaotic = summary("activation=tanh&init=normal&init_std=0.5&width=16&bias_std=0.1");
    assert!(chaotic.xi_gradient.expect("known") < 0.0 && chaotic.xi_correlation.expect("known") > 0.0);
    let critical = summary("activation=relu&init=he-normal");
    assert_eq!((critical.xi_gradient, critical.xi_correlation, critical.q_star), (None, None, None));
}

/// With σ_w² = 2, E[φ²] of these is q/2 and a constant for large q: the variance grows for ever, and χ tends to 1.
#[test]
fn a_variance_that_drifts_has_no_fixed_point() {
    for id in ["elu", "softplus"] {
        let own = summary(&format!("activation={id}&init=he-normal&gain=1.4142135623730951&width=16"));
        close("σ_w²", own.sigma_w2.expect("known"), 2.0, 1e-12);
        assert_eq!((own.q_star, own.xi_gradient), (None, None), "{id}");
        close("χ", own.chi.expect("known"), 1.0, 1e-6);
    }
    // At the edge, tanh has its fixed point at zero.
    let map = VarianceMap { curve: &curve("tanh"), weight: 1.0, bias: 0.0 };
    assert_eq!(map.fixed(1.0), Fixed::At(0.0));
}

#[test]
fn skip_connections_norms_and_cells_have_their_closed_forms() {
    let chi = |text: &str| summary(text).chi.expect(text);
    for alpha in [0.25, 0.5, 1.0] {
        let text = format!("activation=relu&init=he-normal&residual=scaled&residual_scale={alpha}");
        close(&text, chi(&text), 1.0 + alpha * alpha, 1e-9);
    }
    let pi = std::f64::consts::PI;
    close("batch", chi("activation=relu&init=he-normal&norm=batch").sqrt(), (pi / (pi - 1.0)).sqrt(), 1e-9);
    close("layer", chi("activation=relu&init=he-normal&norm=layer"), 1.0, 1e-9);
    let lstm =
        |bias: f64| summary(&format!("scenario=recall&cell=lstm&forget_bias={bias}")).time_scale.expect("a gate");
    close("forget bias 1", lstm(1.0), 1.0 + libm::exp(1.0), 1e-9);
    close("forget bias 0", lstm(0.0), 2.0, 1e-12);
    close("GRU", summary("scenario=recall&cell=gru").time_scale.expect("a gate"), 2.0, 1e-12);
    let elman = summary("scenario=recall&cell=rnn-tanh&init=normal&init_std=0.3&width=16&recurrent_init=same");
    close("radius", elman.spectral_radius.expect("known"), 0.3 * 4.0, 1e-12);
}

#[test]
fn the_law_of_a_weight_is_that_of_its_draws() {
    use crate::initializers::{AnyInitializer, Law};
    use crate::math::random::{Purpose, Stream};
    for item in AnyInitializer::ITEMS {
        let init = AnyInitializer::named(item.id, &Settings::parse("activation=relu").0);
        let (out, inn) = (40, 30);
        let Some(Law { variance, kurtosis, orthogonal }) = init.law(out, inn) else {
            assert!(["zeros", "constant", "lsuv"].contains(&item.id), "{} has a law", item.id);
            continue;
        };
        let (mut random, mut w) = (Stream::new(5, Purpose::Initialization, 0), vec![0.0; out * inn]);
        let mut sums = [0.0; 2];
        for _ in 0..50 {
            init.fill(out, inn, &mut random, &mut w);
            w.iter().for_each(|w| sums = [sums[0] + w * w, sums[1] + w * w * w * w]);
        }
        let n = (50 * out * inn) as f64;
        close(item.id, sums[0] / n / variance, 1.0, 0.03);
        close(item.id, sums[1] / n / (variance * variance), kurtosis, 0.2);
        assert_eq!(orthogonal, item.id == "orthogonal");
    }
}

/// The layers of this many random networks: inside the band, and all.
fn inside(text: &str, networks: u64) -> [usize; 2] {
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, [], "{text}");
    let objective: Objective<f64> = scenarios::objective(&settings, None).expect("no file is needed");
    let predicted = layers(&settings, &*objective, &[]).expect("a prediction");
    let layout = objective.layout();
    let last = last_matrix(layout).expect("a matrix");
    let mut work = objective.workspace(objective.rows());
    let mut gradient = vec![0.0; layout.len()];
    let mut counts = [0; 2];
    for seed in 0..networks {
        let batch = Batch { noise: Some(Noise { seed, step: 0 }), ..Batch::from(Rows::All) };
        objective.gradient(&objective.init(seed), batch, &mut gradient, &mut work, &mut ());
        let norm = |k: usize| crate::math::norm(&gradient[layout.layers[k].range.clone()]);
        for (k, band) in predicted.iter().enumerate().filter(|(k, _)| *k != last) {
            let Some(band) = band else { continue };
            counts[0] += usize::from((band.low..=band.high).contains(&(norm(k) / norm(last))));
            counts[1] += 1;
        }
    }
    counts
}

/// Every activation, with networks that are drawn. The full comparison is `cargo xtask study theory`.
#[test]
fn most_layers_of_random_networks_lie_in_the_band() {
    let mut all = [0; 2];
    for item in AnyActivation::ITEMS {
        let text = format!("activation={}&width=16&hidden_layers=8&points=32&batch=full", item.id);
        let own = inside(&text, 100);
        assert!(own[0] as f64 > 0.9 * own[1] as f64, "{text}: {own:?}");
        all = [all[0] + own[0], all[1] + own[1]];
    }
    let share = all[0] as f64 / all[1] as f64;
    assert!((0.93..0.97).contains(&share), "{share} of the layers are inside");
}

#[test]
fn the_band_holds_with_everything_that_a_layer_can_have() {
    let mut all = [0; 2];
    for more in [
        "residual=plain",
        "residual=scaled",
        "norm=batch",
        "norm=layer",
        "norm=rms",
        "norm=batch&residual=plain",
        "dropout=0.3",
        "bias_std=0.5",
        "init=orthogonal",
        "init=torch-default",
        "width=2&hidden_layers=3&activation=tanh",
    ] {
        let own = inside(&format!("activation=relu&width=16&hidden_layers=8&points=32&batch=full&{more}"), 150);
        assert!(own[0] as f64 > 0.88 * own[1] as f64, "{more}: {own:?}");
        all = [all[0] + own[0], all[1] + own[1]];
    }
    let share = all[0] as f64 / all[1] as f64;
    assert!((0.92..0.98).contains(&share), "{share} of the layers are inside");
}

/// G. Yang et al. 2019: gradients grow by √(π/(π − 1)) a layer. The batch is not infinite.
#[test]
fn batch_normalisation_lets_gradients_grow() {
    let text = "activation=relu&init=he-normal&norm=batch&width=128&hidden_layers=8&points=32&batch=full";
    let objective: Objective<f64> = scenarios::objective(&Settings::parse(text).0, None).expect("no file is needed");
    let predicted = layers(&Settings::parse(text).0, &*objective, &[]).expect("a prediction");
    let medians: Vec<f64> = predicted.iter().flatten().map(|layer| layer.median).collect();
    // The first blocks are still finding their fixed point.
    let growth = (medians[3] / medians[7]).sqrt().sqrt();
    close("the factor of a layer", growth, (std::f64::consts::PI / (std::f64::consts::PI - 1.0)).sqrt(), 0.05);
}

#[test]
fn dead_networks_have_no_prediction_and_no_panic() {
    for text in ["activation=relu&width=1&hidden_layers=40", "residual=scaled&residual_scale=0", "norm=batch&batch=1"] {
        let (settings, _) = Settings::parse(text);
        let objective: Objective<f64> = scenarios::objective(&settings, None).expect("no file is needed");
        for layer in layers(&settings, &*objective, &[0]).expect("a prediction").into_iter().flatten() {
            assert!(layer.low <= layer.median && layer.median <= layer.high, "{text}: {layer:?}");
        }
    }
}

#[test]
fn one_example_has_the_factor_of_the_papers() {
    // Gradients of a critical network neither grow nor vanish: ReLU, He. Widths are equal, so the norms are as well.
    let (settings, _) = Settings::parse("activation=relu&init=he-normal&width=200&hidden_layers=8&points=2&batch=1");
    let objective: Objective<f64> = scenarios::objective(&settings, None).expect("no file is needed");
    let predicted = layers(&settings, &*objective, &[0]).expect("a prediction");
    for k in 2..7 {
        let [one, next] = [k, k + 1].map(|k| predicted[k].expect("a matrix").median);
        close("the ratio of neighbours", one / next, 1.0, 0.02);
    }
    // The 95 % band of ReLU: half the spread of ln‖g‖² is 1.96 √(8/n) a layer; see docs/theory.md.
    let band = predicted[4].expect("a matrix");
    let want = 1.96 * (5.0 * 8.0 / 200.0_f64).sqrt();
    close("the band", libm::log(band.high / band.median) * 2.0, want, 0.15 * want);
}

#[test]
fn where_theory_has_nothing_to_say_it_says_why() {
    for (text, why) in [
        ("init=zeros", Unknown::Weights),
        ("init=lsuv", Unknown::Weights),
        ("scenario=rosenbrock", Unknown::Network),
        ("scenario=recall", Unknown::Network),
        ("scenario=deep-hedge", Unknown::Network),
    ] {
        let (settings, _) = Settings::parse(text);
        let objective: Objective<f64> = scenarios::objective(&settings, None).expect("no file is needed");
        assert_eq!(layers(&settings, &*objective, &[]).err(), Some(why), "{text}");
        assert!(why.why().ends_with('.'));
    }
}
