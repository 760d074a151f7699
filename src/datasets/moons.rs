//! Two interleaved half circles (as in scikit-learn's `make_moons`).

use super::{Data, Dataset, NOISE, POINTS, classified_points};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Points on two half circles of radius 1, one class each, centred on the origin.
#[derive(Clone, Copy, Debug)]
pub struct Moons {
    points: usize,
    noise: f64,
}

impl Described for Moons {
    const ITEM: Item = Item {
        id: "moons",
        label: "Two moons",
        formula: "(cos t, sin t) and (1 − cos t, 1/2 − sin t)",
        help: "Two interleaved half circles with a gently curved boundary. Two hidden layers find it at once.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[
            ("noise", "0.3"),
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

impl Dataset for Moons {
    const PLOTTABLE: bool = true;

    /// Rows alternate between the moons, the upper one first; `noise` is the standard deviation added to both
    /// coordinates, in halves of the radius.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let points = (0..self.points).map(|row| {
            let angle = std::f64::consts::PI * random.uniform();
            let (cos, sin) = (libm::cos(angle), libm::sin(angle));
            let [x, y] = if row % 2 == 0 { [cos, sin] } else { [1.0 - cos, 0.5 - sin] };
            let spread = 0.5 * self.noise;
            [x - 0.5 + spread * random.normal(), y - 0.25 + spread * random.normal()]
        });
        Ok(classified_points(points, (0..self.points).map(|row| row % 2).collect(), 2))
    }
}
