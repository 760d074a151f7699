//! Two circles, one within the other.

use super::{Data, Dataset, NOISE, POINTS, classified_points};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Points on circles of radius 1 and 1/2, one class each, around the origin.
#[derive(Clone, Copy, Debug)]
pub struct Circles {
    points: usize,
    noise: f64,
}

impl Described for Circles {
    const ITEM: Item = Item {
        id: "circles",
        label: "Two circles",
        formula: "r = 1 or 1/2",
        help: "One ring inside another. No straight line separates them; three hidden units can.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[
            ("noise", "0.15"),
            ("test_share", "0.25"),
            ("hidden_layers", "2"),
            ("width", "8"),
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

impl Dataset for Circles {
    const PLOTTABLE: bool = true;

    /// Rows alternate between the circles, the outer one first; `noise` is the standard deviation added to both
    /// coordinates, in halves of the outer radius.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let points = (0..self.points).map(|row| {
            let angle = std::f64::consts::TAU * random.uniform();
            let (radius, spread) = (if row % 2 == 0 { 1.0 } else { 0.5 }, 0.5 * self.noise);
            let x = radius * libm::cos(angle) + spread * random.normal();
            [x, radius * libm::sin(angle) + spread * random.normal()]
        });
        Ok(classified_points(points, (0..self.points).map(|row| row % 2).collect(), 2))
    }
}
