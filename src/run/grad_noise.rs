//! Noise added to the gradient (A. Neelakantan et al., "Adding gradient noise improves learning for very deep networks",
//! 2015): normal, with variance η / (1 + t)^γ at step t.
//!
//! It is added after clipping, and only to the gradient that the optimizer gets: displayed norms and arrows are without
//! noise. Gradients within a line search have none.

use crate::math::Real;
use crate::math::random::{Noise, Purpose};
use crate::registry::{Default, Key, Param, Range, Settings};

/// η
pub const GRAD_NOISE: Key<f64> = Key::new(Param {
    key: "grad_noise",
    label: "Gradient noise",
    help: "Adds normal noise to the gradient of every step, after clipping. η is its variance at step 0 (Neelakantan et al. 2015).",
    range: Range::Log(0.0, 100.0),
    seldom: true,
    ..Param::BASE
});

/// γ
pub const GRAD_NOISE_DECAY: Key<f64> = Key::new(Param {
    key: "grad_noise_decay",
    label: "Noise decay",
    help: "γ: the noise has variance η / (1 + step)^γ.",
    default: Default::Value(0.55),
    range: Range::Linear(0.0, 2.0),
    seldom: true,
    ..Param::BASE
});

/// Gradient noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradNoise {
    eta: f64,
    decay: f64,
}

impl GradNoise {
    /// No noise.
    pub const NONE: Self = Self { eta: 0.0, decay: 0.0 };

    /// What the settings say.
    pub fn of(settings: &Settings) -> Self {
        Self { eta: settings.get(&GRAD_NOISE), decay: settings.get(&GRAD_NOISE_DECAY) }
    }

    /// Whether noise is added.
    pub fn is_on(&self) -> bool {
        self.eta > 0.0
    }

    /// Its standard deviation at a step.
    pub fn std(&self, step: u64) -> f64 {
        (self.eta / libm::pow(1.0 + step as f64, self.decay)).sqrt()
    }

    /// Adds a step's noise, a function of seed and step alone (G. E. P. Box, M. E. Muller 1958).
    pub fn add<R: Real>(&self, noise: Noise, values: &mut [R]) {
        let std = self.std(noise.step);
        for (k, pair) in values.chunks_mut(2).enumerate() {
            let words = noise.words(Purpose::GradientNoise, k as u64);
            let share =
                |high: u32, low: u32| ((u64::from(high) << 21) ^ u64::from(low >> 11)) as f64 / 9_007_199_254_740_992.0;
            let radius = std * (-2.0 * libm::log(1.0 - share(words[0], words[1]))).sqrt();
            let angle = std::f64::consts::TAU * share(words[2], words[3]);
            let draws = [radius * libm::cos(angle), radius * libm::sin(angle)];
            for (value, draw) in pair.iter_mut().zip(draws) {
                *value += R::of(draw);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{Parts, Run};

    const ETA: GradNoise = GradNoise { eta: 0.04, decay: 0.55 };

    #[test]
    fn its_variance_is_the_papers_and_a_steps_draws_are_its_own() {
        let drawn = |seed, step| {
            let mut values = vec![0.0_f64; 40_001];
            ETA.add(Noise { seed, step }, &mut values);
            values
        };
        for step in [0, 1, 99] {
            let values = drawn(3, step);
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / values.len() as f64;
            let wanted = 0.04 / libm::pow(1.0 + step as f64, 0.55);
            // Four standard errors.
            assert!((variance / wanted - 1.0).abs() < 0.03 && mean.abs() < 0.02 * wanted.sqrt(), "{mean} {variance}");
        }
        assert_eq!(drawn(3, 7), drawn(3, 7));
        assert!(drawn(3, 7) != drawn(4, 7) && drawn(3, 7) != drawn(3, 8));
    }

    #[test]
    fn a_noisy_run_is_reached_again_bit_for_bit_and_reports_the_gradient_itself() {
        let text = "scenario=himmelblau&lr=0.01&grad_noise=0.5&clip=norm&threshold=1";
        let run = || Run::<f32>::new(Parts::of(&Settings::parse(text).0, None).expect("no data file"));
        let (mut straight, mut around) = (run(), run());
        straight.step(40);
        around.step(60);
        around.seek(3);
        around.seek(40);
        assert_eq!(straight.params(), around.params());
        assert!(straight.frame().clipped_grad_norm <= 1.0 + 1e-6);
        let mut quiet =
            Run::<f32>::new(Parts::of(&Settings::parse("scenario=himmelblau&lr=0.01").0, None).expect("none"));
        quiet.step(40);
        assert_ne!(quiet.params(), straight.params());
    }
}
