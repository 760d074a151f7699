//! Exclusive or (M. Minsky, S. Papert, "Perceptrons", 1969): what a single layer cannot tell apart.

use super::{Data, Dataset, NOISE, POINTS, classified_points};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Points in the four quadrants of [−1, 1]², a class for each diagonal pair.
#[derive(Clone, Copy, Debug)]
pub struct Xor {
    points: usize,
    noise: f64,
}

impl Described for Xor {
    const ITEM: Item = Item {
        id: "xor",
        label: "Exclusive or (XOR)",
        formula: "class = (x₁ > 0) ≠ (x₂ > 0)",
        help: "Two diagonal quadrants against the other two. A network without hidden layers cannot solve it.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[
            ("noise", "0"),
            ("test_share", "0.25"),
            ("hidden_layers", "2"),
            ("width", "8"),
            ("activation", "tanh"),
            ("optimizer", "adam"),
            ("lr", "0.01"),
            ("batch", "32"),
        ],
        opens: Opens::at(20),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { points: settings.get(&POINTS) as usize, noise: settings.get(&NOISE) }
    }
}

impl Dataset for Xor {
    const PLOTTABLE: bool = true;

    /// Rows cycle through the quadrants; `noise` is the standard deviation added to both coordinates, in halves.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let points = (0..self.points).map(|row| {
            // A gap along the axes separates the classes if there is no noise.
            let mut side = |negative: bool| {
                let place = 0.1 + 0.9 * random.uniform();
                (if negative { -place } else { place }) + 0.5 * self.noise * random.normal()
            };
            let x = side((1..3).contains(&(row % 4)));
            [x, side(row % 4 > 1)]
        });
        Ok(classified_points(points, (0..self.points).map(|row| row % 2).collect(), 2))
    }
}
