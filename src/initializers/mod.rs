//! Initializers, in order of difficulty: how a weight matrix is drawn, one file each. Biases start at zero.

mod he_normal;
mod normal;
mod xavier_normal;
mod zeros;

use crate::activations::AnyActivation;
use crate::math::Real;
use crate::math::random::Stream;
use crate::registry::{Default, Param, Range, family};
use crate::scenarios;
use crate::settings::Settings;

/// A way to draw a weight matrix.
pub trait Initializer {
    /// Fills `weights`, [fan_out, fan_in] row by row, from `random`.
    fn fill<R: Real>(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [R]);
}

family! { ($)
    /// The initializer chosen by the settings.
    pub enum AnyInitializer: "init" as each_initializer {
        zeros::Zeros,
        normal::Normal,
        xavier_normal::XavierNormal,
        he_normal::HeNormal,
    }
}

impl AnyInitializer {
    /// [`Initializer::fill`].
    pub fn fill<R: Real>(&self, fan_out: usize, fan_in: usize, random: &mut Stream, weights: &mut [R]) {
        each_initializer!(self, init => init.fill(fan_out, fan_in, random, weights));
    }
}

/// The parameter of the initializers that make up for the activation.
const GAIN: Param = Param {
    key: "gain",
    label: "Gain",
    help: "Factor that makes up for the activation; the default is PyTorch's for the chosen one.",
    default: Default::By(activation_gain),
    range: Range::Linear(0.0, 10.0),
    ..Param::BASE
};

/// Where the scenario has no activation to choose (a recurrent cell brings its own), 1.
fn activation_gain(settings: &Settings) -> f64 {
    let chosen = scenarios::find(settings.choice("scenario")).uses().contains(&"activation");
    if chosen { AnyActivation::build(settings).gain() } else { 1.0 }
}

/// Normal draws of mean 0 and the given standard deviation.
fn fill_normal<R: Real>(std: f64, random: &mut Stream, weights: &mut [R]) {
    for weight in weights {
        *weight = R::of(std * random.normal());
    }
}

#[cfg(test)]
mod tests {
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
            ("init=normal&init_std=2", 2.0),
            ("init=xavier-normal&activation=sigmoid", (2.0_f64 / 500.0).sqrt()),
            ("init=xavier-normal&activation=tanh", 5.0 / 3.0 * (2.0_f64 / 500.0).sqrt()),
            ("init=he-normal&activation=relu", (2.0_f64 / 200.0).sqrt()),
            ("init=he-normal&activation=relu&gain=0.5", 0.5 / 200.0_f64.sqrt()),
        ] {
            let got = drawn_std(text, out, inn);
            assert!((got / want - 1.0).abs() < 3.0 * standard_error, "{text}: {got}, not {want}");
        }
        assert_eq!(drawn_std("init=zeros", out, inn), 0.0);
    }
}
