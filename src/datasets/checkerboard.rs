//! A board of four by four squares.

use super::{Data, Dataset, NOISE, POINTS, classified_points};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// Points in [−1, 1]². The class is the colour of their square.
#[derive(Clone, Copy, Debug)]
pub struct Checkerboard {
    points: usize,
    noise: f64,
}

impl Described for Checkerboard {
    const ITEM: Item = Item {
        id: "checkerboard",
        label: "Checkerboard",
        formula: "class = (⌊2 x₁⌋ + ⌊2 x₂⌋) mod 2",
        help: "Sixteen squares in two colours. The boundary has more corners than a narrow network can fit.",
        group: "Networks on generated data",
        params: &[POINTS.param, NOISE.param],
        defaults: &[
            ("points", "1024"),
            ("noise", "0"),
            ("test_share", "0.25"),
            ("hidden_layers", "3"),
            ("width", "16"),
            ("activation", "tanh"),
            ("optimizer", "adam"),
            ("lr", "0.01"),
            ("batch", "32"),
        ],
        opens: Opens::at(100),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self { points: settings.get(&POINTS) as usize, noise: settings.get(&NOISE) }
    }
}

impl Dataset for Checkerboard {
    const PLOTTABLE: bool = true;

    /// Rows alternate between the colours; `noise` is the standard deviation added to both coordinates, in halves.
    fn load(&self, seed: u64, _: Option<&[u8]>) -> Result<Data, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let points = (0..self.points).map(|row| {
            let (column, half) = (random.below(4), random.below(2));
            // Every other square of a column has the colour of the row's class.
            let line = 2 * half + (column + row as u32) % 2;
            let mut place = |square: u32| {
                let within = 0.5 * (f64::from(square) + random.uniform()) - 1.0;
                within + 0.5 * self.noise * random.normal()
            };
            let x = place(column);
            [x, place(line)]
        });
        Ok(classified_points(points, (0..self.points).map(|row| row % 2).collect(), 2))
    }
}
