//! A sloping plane: a regression task that a single linear layer solves.

use super::{Data, Dataset, NOISE, POINTS, regression_points};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Points in [−1, 1]² and the height of a plane as target.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    points: usize,
    noise: f64,
}

impl Described for Plane {
    const ITEM: Item = Item {
        id: "plane",
        label: "A plane",
        formula: "y = (x₁ + x₂) / 2 + noise",
        help: "A linear target. A network without hidden layers can learn it.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[
            ("noise", "0.1"),
            ("test_share", "0.25"),
            ("hidden_layers", "0"),
            ("optimizer", "sgd"),
            ("lr", "0.1"),
            ("batch", "32"),
        ],
        opens: Opens::at(5),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { points: settings.get(&POINTS) as usize, noise: settings.get(&NOISE) }
    }
}

impl Dataset for Plane {
    const PLOTTABLE: bool = true;

    /// `noise` is the standard deviation added to the targets, in halves; they are then standardised.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let points: Vec<[f64; 2]> = (0..self.points).map(|_| [0; 2].map(|_| 2.0 * random.uniform() - 1.0)).collect();
        let heights = points.iter().map(|[x, y]| 0.5 * (x + y) + 0.5 * self.noise * random.normal()).collect();
        let inputs = points.iter().map(|p| p[0]).chain(points.iter().map(|p| p[1])).collect();
        Ok(regression_points(inputs, heights))
    }
}
