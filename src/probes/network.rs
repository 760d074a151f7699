//! Probe: the network itself, as a picture needs it: units with their outputs, weights with their gradients, and the
//! factors of which each gradient is a product.
//!
//! Let a_j be the input of a weight W_ij, N the number of examples, and d_i the derivative of one example's loss by what
//! the weight adds to. Then ∂L/∂W_ij = mean of a_j d_i = rms(a_j) · c_ij · rms(d_i). The agreement c_ij lies between −1
//! and 1: how well the two go together over the examples. With D_l = rms of ‖d‖ over the examples of layer l,
//! rms(d_i) = (rms(d_i) / D_l) · (D_l / D_{l+1}) · … · D_L. Each D_l / D_{l+1} is the factor by which a layer changes the
//! backward signal, as in [`super::factors`].
//!
//! In a recurrent network the columns are time steps, and d_i is taken at the sums of one time step. A weight's gradient
//! is then the sum of what its time steps contribute.

mod flows;
pub mod fold;
mod values;

use super::activations::{MOST_ROWS, spread};
use super::{Probe, Readings};
use crate::layout::Role;
use crate::math::Real;
use crate::objectives::{Blueprint, Rows};
use crate::registry::Item;
use crate::run::{Run, RunView, Status, Typed};
use crate::texts::{Text, probes};
use flows::Flows;
use fold::{rest, shown};
use values::Values;

/// Cells along each side of a unit's map.
pub const MAP: usize = 12;
/// Multiply-adds that the mean outputs may cost. A network with more parameters is shown fewer examples, and a very
/// large one has no maps, so that the picture can follow the training.
const BUDGET: usize = 8_000_000;
/// Examples that every network is shown.
const FEWEST_ROWS: usize = 64;
/// Columns that [`Probe::measure`] keeps in full.
const COLUMNS: usize = 16;
/// A unit counts as saturated if its slope is saturated ([`super::activations::SATURATED`]) for at least this share of
/// the examples.
pub const UNIT_SATURATED: f64 = 0.95;

/// A network at a run's present step.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// The inputs, then the outputs of every layer; through time: the states h_0 … h_T, then the outputs.
    pub columns: Vec<Column>,
    /// The weights between columns that are kept, from left to right.
    pub links: Vec<Link>,
    /// The norm of the backward signal at each column, rms over the examples. NaN where it is unknown.
    pub signals: Vec<f64>,
    /// Whether columns are time steps.
    pub through_time: bool,
    /// Whether it has gates, so that its backward signal at the sums is unknown.
    pub gated: bool,
    /// Examples in the batch.
    pub rows: usize,
}

/// The inputs, a layer's outputs, or the states at a time step.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The layer of the layout whose weights lead to it; `None` for inputs and for initial states.
    pub layer: Option<usize>,
    /// The time step; `None` for anything but states.
    pub time: Option<usize>,
    /// Whether its units and weights are kept. The others have no links, and of their units only the values.
    pub kept: bool,
    /// Its units: one group, or one for each recurrent layer.
    pub groups: Vec<Group>,
    /// Mean of each input that enters at this time step.
    pub entering: Vec<f64>,
}

/// The units of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The units. Of many, the last one stands for all that are not shown.
    pub units: Vec<Unit>,
    /// Number of units that the layer has.
    pub count: usize,
}

/// A unit, or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// How many units it stands for.
    pub stands_for: usize,
    /// Mean output over the examples.
    pub mean: f64,
    /// Share of the examples with a saturated slope; of several units, the share of saturated ones.
    pub saturated: f64,
    /// Share of its units whose slope is 0 for every example.
    pub dead: f64,
    /// Its output over the two inputs, [`MAP`]² cells, bottom row first; empty if there are not two inputs.
    pub map: Vec<f32>,
}

impl Unit {
    /// Whether most of its units are dead.
    pub fn is_dead(&self) -> bool {
        self.dead > 0.5
    }

    /// Whether it is saturated. A dead unit counts as dead only.
    pub fn is_saturated(&self) -> bool {
        !self.is_dead() && self.saturated >= if self.stands_for == 1 { UNIT_SATURATED } else { 0.5 }
    }
}

/// The weights from one group of units to another, target by target. Where a unit stands for several, the numbers are
/// root mean squares.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The layer of the layout.
    pub layer: usize,
    /// Column and group of the sources.
    pub from: (usize, usize),
    /// Column and group of the targets.
    pub to: (usize, usize),
    /// The weights, [targets, sources].
    pub weight: Vec<f64>,
    /// The run's gradient of each, before clipping.
    pub gradient: Vec<f64>,
    /// The present update of each; NaN if none follows.
    pub update: Vec<f64>,
    /// What the present batch contributes: mean of input times backward signal. Through time: at this time step. NaN
    /// where it is unknown.
    pub product: Vec<f64>,
    /// rms of each source's output over the batch.
    pub incoming: Vec<f64>,
    /// rms of the backward signal at each target.
    pub signal: Vec<f64>,
}

impl Link {
    /// Number of sources.
    pub fn sources(&self) -> usize {
        self.incoming.len()
    }

    /// The agreement of a source's outputs and a target's backward signal over the examples, −1 to 1.
    pub fn agreement(&self, target: usize, source: usize) -> f64 {
        let size = self.incoming[source] * self.signal[target];
        let product = self.product[target * self.sources() + source];
        if product == 0.0 { 0.0 } else { product / size }
    }
}

impl Probe for Network {
    const ITEM: Item = Item {
        id: "network",
        label: "The network",
        help: "Mean output, and shares of saturated and dead units, for the inputs and the outputs of each layer.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        Self::measured(run, COLUMNS)
    }

    fn readings(&self) -> Readings {
        let units = |of: fn(&Unit) -> f64| {
            let mean = |column: &Column| {
                let units = || column.groups.iter().flat_map(|group| &group.units);
                let count: usize = units().map(|unit| unit.stands_for).sum();
                units().map(|unit| of(unit) * unit.stands_for as f64).sum::<f64>() / count as f64
            };
            self.columns.iter().map(mean).collect()
        };
        Readings {
            places: (0..self.columns.len()).map(|k| k.to_string()).collect(),
            quantities: vec![
                ("mean", units(|unit| unit.mean)),
                ("saturated", units(|unit| unit.saturated)),
                ("dead", units(|unit| unit.dead)),
            ],
        }
    }
}

impl Network {
    /// The network with about `columns` columns kept in full.
    ///
    /// # Errors
    ///
    /// Says why there is nothing to measure.
    pub fn with(run: &dyn RunView, columns: usize) -> Result<Self, Text> {
        match run.typed() {
            Typed::F32(run) => Self::measured(run, columns),
            Typed::F64(run) => Self::measured(run, columns),
        }
    }

    /// Number of columns of a run's network; 0 if it has no layers.
    pub fn columns_of(run: &dyn RunView) -> usize {
        let problem = run.problem();
        let matrices = problem.layout().tensors.iter().filter(|tensor| is_matrix(tensor.role, &tensor.shape)).count();
        match problem.length() {
            Some(length) => length + 2,
            None if matrices == 0 => 0,
            None => matrices + 1,
        }
    }

    /// The factor by which the backward signal changes on its way from the next column to this one.
    pub fn factor(&self, column: usize) -> Option<f64> {
        let known = |k: usize| self.signals.get(k).copied().filter(|signal| !signal.is_nan());
        known(column).zip(known(column + 1)).map(|(here, next)| if here == 0.0 { 0.0 } else { here / next })
    }

    fn measured<R: Real>(run: &Run<R>, columns: usize) -> Result<Self, Text> {
        let plan = Plan::of(run, columns)?;
        let mut values = Values::new(&plan);
        let count = run.objective().rows();
        let afford = BUDGET / run.params().len().max(1);
        let most = afford.clamp(FEWEST_ROWS, MOST_ROWS);
        let some = spread(count, most);
        run.observe_forward(if count <= most { Rows::All } else { Rows::These(&some) }, &mut values);
        let mut maps = values::Maps::new(&plan);
        if let Some(inputs) = values::plane(run).filter(|_| afford * 4 >= MAP * MAP) {
            run.observe_inputs(&inputs, &mut maps);
        }
        let mut flows = Flows::new(&plan);
        run.observe(&mut flows);
        let rows = flows.rows();
        let columns = values.columns(&plan, &maps);
        let mut links = Vec::new();
        for spot in &plan.spots {
            links.push(link(run, &plan, spot, &flows));
        }
        Ok(Self {
            signals: flows.signals(&plan),
            columns,
            links,
            through_time: plan.length.is_some(),
            gated: plan.gated,
            rows,
        })
    }
}

/// What stands where, before anything is measured.
struct Plan {
    /// The time steps of a recurrent network.
    length: Option<usize>,
    gated: bool,
    /// Which columns are kept.
    kept: Vec<bool>,
    /// For each layer of the layout: how many weight matrices there are up to it. This is the column of its outputs in
    /// a feed-forward network.
    column_of: Vec<usize>,
    /// Units of each column's groups.
    sizes: Vec<Vec<usize>>,
    /// The links that are kept.
    spots: Vec<Spot>,
}

/// Where a link's weights are.
struct Spot {
    layer: usize,
    from: (usize, usize),
    to: (usize, usize),
    /// Position of its first weight in the parameters.
    start: usize,
    sources: usize,
    targets: usize,
}

fn is_matrix(role: Role, shape: &[usize]) -> bool {
    matches!(role, Role::Weight) && shape.len() == 2
}

impl Plan {
    fn of<R: Real>(run: &Run<R>, columns: usize) -> Result<Self, Text> {
        let problem = run.objective();
        let layout = problem.layout();
        let matrices: Vec<_> = layout.tensors.iter().filter(|tensor| is_matrix(tensor.role, &tensor.shape)).collect();
        if matrices.is_empty() {
            return Err(probes::no_network());
        }
        let column_of = (0..layout.layers.len()).map(|l| matrices.iter().filter(|m| m.layer <= l).count()).collect();
        let spot = |tensor: &crate::layout::Tensor, from, to, start| Spot {
            layer: tensor.layer,
            from,
            to,
            start,
            sources: tensor.shape[1],
            targets: tensor.shape[0],
        };
        let mut plan = Self {
            length: problem.length(),
            gated: false,
            kept: Vec::new(),
            column_of,
            sizes: Vec::new(),
            spots: Vec::new(),
        };
        let Some(length) = plan.length else {
            plan.sizes.push(vec![matrices[0].shape[1]]);
            plan.sizes.extend(matrices.iter().map(|matrix| vec![matrix.shape[0]]));
            plan.kept = fold::kept(plan.sizes.len(), columns);
            for (k, matrix) in matrices.iter().enumerate() {
                if plan.kept[k] && plan.kept[k + 1] {
                    plan.spots.push(spot(matrix, (k, 0), (k + 1, 0), matrix.range.start));
                }
            }
            return Ok(plan);
        };
        let Blueprint::Recurrent { cell, hidden, layers, outputs, .. } = problem.blueprint() else {
            return Err(probes::no_network());
        };
        plan.gated = cell.activation().is_none();
        plan.sizes = vec![vec![hidden; layers]; length + 1];
        plan.sizes.push(vec![outputs]);
        plan.kept = fold::kept(length + 2, columns);
        let recurrent: Vec<_> = layout.tensors.iter().filter(|tensor| tensor.role == Role::Recurrent).collect();
        for t in 1..=length {
            for (l, tensor) in recurrent.iter().enumerate().filter(|_| plan.kept[t - 1] && plan.kept[t]) {
                let start = tensor.range.start + cell.shape().content * hidden * hidden;
                plan.spots.push(Spot { targets: hidden, ..spot(tensor, (t - 1, l), (t, l), start) });
            }
        }
        if let Some(head) = matrices.last().filter(|_| plan.kept[length]) {
            plan.spots.push(spot(head, (length, layers - 1), (length + 1, 0), head.range.start));
        }
        Ok(plan)
    }
}

/// A link with its numbers.
fn link<R: Real>(run: &Run<R>, plan: &Plan, spot: &Spot, flows: &Flows<R>) -> Link {
    let Spot { layer, from, to, start, sources, targets } = *spot;
    let goes_on = run.frame().status == Status::Running;
    let (params, gradient, next) = (run.params(), run.gradient(), run.next_params());
    let of = |value: &dyn Fn(usize) -> f64| {
        let (rows, columns) = (groups(targets), groups(sources));
        let mut all = Vec::with_capacity(rows.len() * columns.len());
        for those in &rows {
            for these in &columns {
                let place = |i: usize, j: usize| start + i * sources + j;
                if those.len() * these.len() == 1 {
                    all.push(value(place(those.start, these.start)));
                    continue;
                }
                let each = those.clone().flat_map(|i| these.clone().map(move |j| (i, j)));
                let squares: f64 = each.map(|(i, j)| value(place(i, j))).map(|v| v * v).sum();
                all.push((squares / (those.len() * these.len()) as f64).sqrt());
            }
        }
        all
    };
    let (product, incoming, signal) = flows.of(plan, spot);
    Link {
        layer,
        from,
        to,
        weight: of(&|k| params[k].to_f64()),
        gradient: of(&|k| gradient[k].to_f64()),
        update: of(&|k| if goes_on { (next[k] - params[k]).to_f64() } else { f64::NAN }),
        product,
        incoming,
        signal,
    }
}

/// The units behind each one that is shown.
fn groups(count: usize) -> Vec<std::ops::Range<usize>> {
    let shown = shown(count);
    let folded = (rest(count) > 0).then_some(shown..count);
    (0..shown).map(|k| k..k + 1).chain(folded).collect()
}

#[cfg(test)]
mod tests;
