//! Probe: the outputs of each layer's activation, and the share of units that still let a gradient through.

use super::{Probe, Readings};
use crate::activations::AnyActivation;
use crate::math::{Real, sum};
use crate::networks::{Observer, Place, Signal};
use crate::objectives::Rows;
use crate::registry::Item;
use crate::run::{Run, RunView, Typed};
use crate::texts::{Text, probes};

/// A slope counts as saturated if it is below this share of the activation's largest slope
/// ([`AnyActivation::steepest`]). For the sigmoid that means |x| > 4.36, for tanh |x| > 2.18, for ReLU and its
/// relatives the flat side.
pub const SATURATED: f64 = 0.05;
/// At most this many examples are evaluated. In a larger data set they are spread evenly.
pub const MOST_ROWS: usize = 2048;

/// Statistics of every activation's outputs, over the data and without noise.
#[derive(Clone, Debug, PartialEq)]
pub struct Activations {
    /// In the order of the forward pass.
    pub places: Vec<Outputs>,
    /// Number of examples evaluated.
    pub rows: usize,
    /// Whether these are all examples of the data set.
    pub all: bool,
    /// Whether places are time steps.
    pub through_time: bool,
}

/// The outputs of one layer's activation, or of one time step's.
#[derive(Clone, Debug, PartialEq)]
pub struct Outputs {
    /// Layer's name, or `t` and the time step.
    pub name: String,
    /// Index of the layer, or the time step.
    pub at: usize,
    /// Mean of the outputs over units and examples.
    pub mean: f64,
    /// Standard deviation of the outputs (of a whole population).
    pub std: f64,
    /// Share of outputs whose slope is saturated, see [`SATURATED`].
    pub saturated: f64,
    /// Share of units whose slope is 0 for every example. No gradient passes through them.
    pub dead: f64,
}

impl Probe for Activations {
    const ITEM: Item = Item {
        id: "activations",
        label: "Activations",
        help: "Mean and standard deviation of each layer's outputs over the data; fraction of slopes below 5 % of the \
               activation's largest slope (saturated), and of units whose slope is 0 for every example (dead).",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        Self::of_rows(run, MOST_ROWS)
    }

    fn readings(&self) -> Readings {
        let numbers = |of: fn(&Outputs) -> f64| self.places.iter().map(of).collect();
        Readings {
            places: self.places.iter().map(|place| place.name.clone()).collect(),
            quantities: vec![
                ("mean", numbers(|place| place.mean)),
                ("std", numbers(|place| place.std)),
                ("saturated", numbers(|place| place.saturated)),
                ("dead", numbers(|place| place.dead)),
            ],
        }
    }
}

impl Activations {
    /// Statistics of the outputs over at most `most` examples.
    ///
    /// # Errors
    ///
    /// Says why there is nothing to measure.
    pub fn over(run: &dyn RunView, most: usize) -> Result<Self, Text> {
        match run.typed() {
            Typed::F32(run) => Self::of_rows(run, most),
            Typed::F64(run) => Self::of_rows(run, most),
        }
    }

    fn of_rows<R: Real>(run: &Run<R>, most: usize) -> Result<Self, Text> {
        let count = run.objective().rows();
        if count == 0 {
            return Err(probes::no_network());
        }
        let (spread, all) = (spread(count, most), count <= most);
        let rows = if all { Rows::All } else { Rows::These(&spread) };
        let mut seen = Seen::default();
        run.observe_forward(rows, &mut seen);
        let through_time = run.objective().length().is_some();
        if seen.places.is_empty() {
            return Err(match through_time {
                true => probes::gates_not_activations(),
                false => probes::no_activations(),
            });
        }
        let places = seen.places.iter().map(|tally| tally.outputs(run.layer_names())).collect();
        Ok(Self { places, rows: rows.count(count), all, through_time })
    }
}

/// `most` of `count` rows, spread evenly.
pub(super) fn spread(count: usize, most: usize) -> Vec<u32> {
    (0..most).map(|k| (k * count / most) as u32).collect()
}

/// Tallies over the pieces of a pass.
struct Seen<R> {
    places: Vec<Tally>,
    /// The activation's id, and the slope below which it is saturated. All layers of a network share one activation.
    bound: Option<(&'static str, f64)>,
    /// Buffer for the slopes of one signal.
    slopes: Vec<R>,
}

struct Tally {
    at: Place,
    /// A slope below this is saturated.
    bound: f64,
    count: f64,
    mean: f64,
    /// Σ (y − mean)²
    squares: f64,
    saturated: u64,
    /// For each unit: whether any of its slopes was nonzero.
    alive: Vec<bool>,
}

impl<R> Default for Seen<R> {
    fn default() -> Self {
        Self { places: Vec::new(), bound: None, slopes: Vec::new() }
    }
}

impl<R: Real> Observer<R> for Seen<R> {
    fn activation(&mut self, at: Place, f: &AnyActivation, x: Signal<R>, y: Signal<R>) {
        // Of several recurrent layers, only the last one counts, because the loss reads it.
        if at.time.is_some() {
            self.places.retain(|tally| tally.at.layer == at.layer);
        }
        let index = self.places.iter().position(|tally| tally.at == at).unwrap_or_else(|| {
            let id = f.item().id;
            let known = self.bound.filter(|known| known.0 == id);
            let (_, bound) = *self.bound.insert(known.unwrap_or_else(|| (id, SATURATED * f.steepest())));
            let alive = vec![false; y.rows().count()];
            self.places.push(Tally { at, bound, count: 0.0, mean: 0.0, squares: 0.0, saturated: 0, alive });
            self.places.len() - 1
        });
        self.slopes.clear();
        self.slopes.resize(y.values.len(), R::ONE);
        f.backward(x.values, y.values, &mut self.slopes);
        let slopes = Signal { values: &self.slopes, ..y };
        let tally = &mut self.places[index];
        for (unit, (outputs, slopes)) in y.rows().zip(slopes.rows()).enumerate() {
            tally.add(outputs);
            let (mut saturated, mut alive) = (0_u32, 0_u32);
            for slope in slopes {
                saturated += u32::from(slope.abs().to_f64() < tally.bound);
                alive |= u32::from(*slope != R::ZERO);
            }
            tally.saturated += u64::from(saturated);
            tally.alive[unit] |= alive != 0;
        }
    }
}

impl Tally {
    /// Merges mean and sum of squares with those of `outputs` (T. F. Chan, G. H. Golub, R. J. LeVeque 1979).
    fn add<R: Real>(&mut self, outputs: &[R]) {
        let n = outputs.len() as f64;
        let mean = sum(outputs, |y| y) / n;
        let squares = sum(outputs, |y| (y - mean) * (y - mean));
        let (count, apart) = (self.count + n, mean - self.mean);
        self.squares += squares + apart * apart * (self.count * n / count);
        self.mean += apart * (n / count);
        self.count = count;
    }

    fn outputs(&self, layers: &[String]) -> Outputs {
        let dead = self.alive.iter().filter(|alive| !**alive).count();
        Outputs {
            name: self.at.time.map_or_else(|| layers[self.at.layer].clone(), |t| format!("t{t}")),
            at: self.at.time.unwrap_or(self.at.layer),
            mean: self.mean,
            std: (self.squares / self.count).sqrt(),
            saturated: self.saturated as f64 / self.count,
            dead: dead as f64 / self.alive.len() as f64,
        }
    }
}
