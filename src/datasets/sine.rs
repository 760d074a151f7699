//! Two waves of a sine: regression with one input.

use super::{Data, Dataset, NOISE, POINTS, regression_points};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Points x in [−1, 1] and a sine as target.
#[derive(Clone, Copy, Debug)]
pub struct Sine {
    points: usize,
    noise: f64,
}

impl Described for Sine {
    const ITEM: Item = Item {
        id: "sine",
        label: "A sine wave",
        formula: "y = sin 2πx + noise",
        help: "Two periods of one variable. Watch the curve bend into place.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[
            ("noise", "0.2"),
            ("test_share", "0.25"),
            ("hidden_layers", "2"),
            ("width", "16"),
            ("activation", "tanh"),
            ("optimizer", "adam"),
            ("lr", "0.01"),
            ("batch", "32"),
        ],
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { points: settings.get(&POINTS) as usize, noise: settings.get(&NOISE) }
    }
}

impl Dataset for Sine {
    const PLOTTABLE: bool = true;

    /// `noise` is the standard deviation added to the targets, in halves; they are then standardised.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let places: Vec<f64> = (0..self.points).map(|_| 2.0 * random.uniform() - 1.0).collect();
        let height = |x: &f64| libm::sin(std::f64::consts::TAU * x) + 0.5 * self.noise * random.normal();
        let heights = places.iter().map(height).collect();
        Ok(regression_points(places, heights))
    }
}
