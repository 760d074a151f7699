//! Two interleaved spirals (K. J. Lang, M. J. Witbrock, "Learning to tell two spirals apart", 1988).

use super::{Data, Dataset, NOISE, POINTS, Targets};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Turns of each arm.
const TURNS: f64 = 1.25;

/// Two arms of points, one class each, in [−1, 1]².
#[derive(Clone, Copy, Debug)]
pub struct Spiral {
    points: usize,
    noise: f64,
}

impl Described for Spiral {
    const ITEM: Item = Item {
        id: "spiral",
        label: "Two spirals",
        formula: "(r sin φ, r cos φ), φ = 2.5 π r + π class",
        help: "Two interleaved arms. The boundary needs depth.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[("lr", "0.05"), ("batch", "32")],
        opens: Opens::at(100),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { points: settings.get(&POINTS) as usize, noise: settings.get(&NOISE) }
    }
}

impl Dataset for Spiral {
    const PLOTTABLE: bool = true;

    /// Rows alternate between the arms, from the centre outwards; `noise` is the standard deviation added to both
    /// coordinates, in tenths of the radius.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let arm = self.points.div_ceil(2).max(2) as f64;
        let (mut x, mut y, mut of) = (Vec::new(), Vec::new(), Vec::new());
        for k in 0..self.points {
            let class = k % 2;
            let r = ((k / 2) as f64 + 1.0) / arm;
            let angle = std::f64::consts::PI * (2.0 * TURNS * r + class as f64);
            x.push(r * libm::sin(angle) + 0.1 * self.noise * random.normal());
            y.push(r * libm::cos(angle) + 0.1 * self.noise * random.normal());
            of.push(class);
        }
        x.extend(y);
        Ok(Data::new(self.points, x, Targets::Classes { count: 2, of }))
    }
}
