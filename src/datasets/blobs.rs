//! Three clouds of normally distributed points.

use super::{Data, Dataset, NOISE, POINTS, classified_points};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Three normal distributions around centres at distance 1 from the origin, one class each.
#[derive(Clone, Copy, Debug)]
pub struct Blobs {
    points: usize,
    noise: f64,
}

impl Described for Blobs {
    const ITEM: Item = Item {
        id: "blobs",
        label: "Three blobs",
        formula: "x ~ N(centre of the class, σ²)",
        help: "Three clouds of points. The boundaries are nearly straight; the three classes need a softmax.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[
            ("noise", "0.6"),
            ("test_share", "0.25"),
            ("hidden_layers", "1"),
            ("width", "8"),
            ("activation", "tanh"),
            ("optimizer", "adam"),
            ("lr", "0.01"),
            ("batch", "32"),
        ],
        opens: Opens::at(10),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { points: settings.get(&POINTS) as usize, noise: settings.get(&NOISE) }
    }
}

impl Dataset for Blobs {
    const PLOTTABLE: bool = true;

    /// Rows cycle through the clouds; `noise` is their standard deviation, in halves.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let points = (0..self.points).map(|row| {
            let angle = std::f64::consts::TAU * ((row % 3) as f64 / 3.0 + 0.25);
            let spread = 0.5 * self.noise;
            [libm::cos(angle) + spread * random.normal(), libm::sin(angle) + spread * random.normal()]
        });
        Ok(classified_points(points, (0..self.points).map(|row| row % 3).collect(), 3))
    }
}
