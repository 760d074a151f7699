//! The examples as markers. Each class has its own shape and colour; the test set's markers are hollow.

use crate::datasets::{Data, Targets};
use crate::draw::figure::{Ink, Mark, Series, Shape, Side};
use crate::texts::{charts, sentences};

/// Most markers drawn of each set. A larger set shows only every k-th example.
const MOST: usize = 2000;
/// Filled shapes for the training set, then hollow ones for the test set.
const SHAPES: [[Shape; 4]; 2] = [
    [Shape::Disc, Shape::Square, Shape::Triangle, Shape::Diamond],
    [Shape::Ring, Shape::HollowSquare, Shape::HollowTriangle, Shape::HollowDiamond],
];
/// Colour of each class: blue, vermilion, green, purple, sky blue, yellow, orange, grey.
const INKS: [u8; 8] = [0, 6, 2, 3, 4, 5, 1, 7];

/// The data of a chart.
pub struct Examples<'a> {
    /// The training set.
    pub train: &'a Data,
    /// The test set, if there is one.
    pub test: Option<&'a Data>,
}

/// The colour of a class.
pub fn ink(class: usize) -> Ink {
    Ink::Series(INKS[class % INKS.len()])
}

/// The name of a class.
pub fn class(data: &Data, class: usize) -> String {
    data.names.classes.get(class).cloned().unwrap_or_else(|| charts::boundary_class(&class).into())
}

impl Examples<'_> {
    fn parts(&self) -> impl Iterator<Item = (&Data, bool)> {
        std::iter::once((self.train, false)).chain(self.test.map(|test| (test, true)))
    }

    /// The range of the k-th input with a margin, in the standardised units that the network sees.
    pub fn range(&self, k: usize) -> [f64; 2] {
        let values = self.parts().flat_map(|(data, _)| &data.inputs[k * data.rows..(k + 1) * data.rows]);
        let [low, high] = values.fold([f64::INFINITY, f64::NEG_INFINITY], |[a, b], v| [a.min(*v), b.max(*v)]);
        let margin = (0.08 * (high - low)).max(1e-6);
        [low - margin, high + margin]
    }

    /// Converts a value of the k-th input from the network's units to the original ones.
    pub fn measured(&self, k: usize, input: f64) -> f64 {
        self.train.names.features.get(k).map_or(input, |feature| feature.mean + feature.std * input)
    }

    /// The name of the k-th input.
    pub fn name(&self, k: usize) -> String {
        let plain = || if self.train.features() == 1 { "x".into() } else { ["x₁", "x₂"][k.min(1)].into() };
        self.train.names.features.get(k).map_or_else(plain, |feature| feature.name.clone())
    }

    /// Smallest and largest target, in the problem's own unit.
    pub fn targets(&self) -> [f32; 2] {
        let all = self.parts().flat_map(|(data, _)| (0..data.rows).map(|row| self.target(data, row)));
        all.fold([f32::INFINITY, f32::NEG_INFINITY], |[a, b], v| [a.min(v as f32), b.max(v as f32)])
    }

    /// The target of a row: its class, or its value in the problem's own unit.
    fn target(&self, data: &Data, row: usize) -> f64 {
        match &data.targets {
            Targets::Classes { of, .. } => of[row] as f64,
            Targets::Values { values, scale, .. } => self.train.names.target_mean + scale * values[row],
        }
    }

    /// Markers in the plane of two inputs.
    pub fn on_plane(&self) -> Vec<Series> {
        let place = |data: &Data, row: usize| {
            (self.measured(0, data.inputs[row]), self.measured(1, data.inputs[data.rows + row]))
        };
        match &self.train.targets {
            Targets::Classes { count, .. } => self.classes(*count, place),
            Targets::Values { .. } => self.values(place),
        }
    }

    /// Markers over one input, at the height of the target. For classes, that is where the class has probability 1.
    /// With two classes, where only the second one's probability is drawn, it is 0 or 1.
    pub fn on_line(&self) -> Vec<Series> {
        let across = |data: &Data, row: usize| self.measured(0, data.inputs[row]);
        match &self.train.targets {
            Targets::Classes { count, .. } => self.classes(*count, |data, row| {
                (across(data, row), if *count == 2 { self.target(data, row) } else { 1.0 })
            }),
            Targets::Values { .. } => {
                let part = |(data, tests): (&Data, bool)| {
                    let (x, y) = shown(data, |_| true).map(|row| (across(data, row), self.target(data, row))).unzip();
                    let mark = Mark::Points { x, y, shape: SHAPES[usize::from(tests)][0], radius: radius(data) };
                    let ink = if tests { Ink::Series(6) } else { Ink::Quiet };
                    Series { name: called(self.test.is_some(), tests), ink, side: Side::Left, mark }
                };
                self.parts().map(part).collect()
            }
        }
    }

    /// Markers for classes, one series per class.
    fn classes(&self, count: usize, place: impl Fn(&Data, usize) -> (f64, f64)) -> Vec<Series> {
        let mut all = Vec::new();
        for (data, tests) in self.parts() {
            let Targets::Classes { of, .. } = &data.targets else { continue };
            for k in 0..count {
                let (x, y) = shown(data, |row| of[row] == k).map(|row| place(data, row)).unzip();
                let mark = Mark::Points { x, y, shape: SHAPES[usize::from(tests)][k % 4], radius: radius(data) };
                let name = match (tests, k) {
                    (false, _) => class(data, k),
                    (true, 0) => called(true, true),
                    (true, _) => String::new(),
                };
                all.push(Series { name, ink: ink(k), side: Side::Left, mark });
            }
        }
        all
    }

    /// Markers for numeric targets, coloured by the target.
    fn values(&self, place: impl Fn(&Data, usize) -> (f64, f64)) -> Vec<Series> {
        let range = self.targets();
        let part = |(data, tests): (&Data, bool)| {
            let (x, y) = shown(data, |_| true).map(|row| place(data, row)).unzip();
            let values = shown(data, |_| true).map(|row| self.target(data, row) as f32).collect();
            let shape = SHAPES[usize::from(tests)][0];
            let mark = Mark::Dots { x, y, values, range, shape, radius: radius(data) };
            Series { name: called(self.test.is_some(), tests), ink: Ink::Text, side: Side::Left, mark }
        };
        self.parts().map(part).collect()
    }

    /// The number of examples, in words.
    pub fn words(&self) -> String {
        let most = self.parts().map(|(data, _)| data.rows.div_ceil(MOST)).max().unwrap_or(1);
        let count = match self.test {
            None => charts::boundary_count(&self.train.rows),
            Some(test) => charts::boundary_counts(&self.train.rows, &test.rows),
        };
        sentences([Some(count), (most > 1).then(charts::boundary_thinned)])
    }
}

/// The wanted rows that get a marker.
fn shown(data: &Data, wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = usize> {
    (0..data.rows).step_by(data.rows.div_ceil(MOST).max(1)).filter(move |row| wanted(*row))
}

fn radius(data: &Data) -> f32 {
    match data.rows {
        0..100 => 3.5,
        100..600 => 2.5,
        _ => 2.0,
    }
}

fn called(parted: bool, tests: bool) -> String {
    match (tests, parted) {
        (true, _) => charts::boundary_test(),
        (false, true) => charts::boundary_training(),
        (false, false) => charts::boundary_examples(),
    }
    .into()
}
