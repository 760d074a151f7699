//! A network as a drawing: columns of units, and the weights between them.

use serde::{Deserialize, Serialize};

/// A network. Positions are in axis units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    /// The columns, from left to right.
    pub columns: Vec<GraphColumn>,
    /// The weights, from left to right.
    pub links: Vec<GraphLink>,
    /// Residual connections, each from one column to another.
    pub skips: Vec<[u32; 2]>,
    /// Rows of text below the columns, from top to bottom.
    pub rows: Vec<GraphRow>,
    /// What colour and width of a connection show.
    pub edges: Edges,
    /// Smallest and largest size of an edge's value. For weights the smallest one is 0, the others are on a logarithmic
    /// scale.
    pub range: [f64; 2],
    /// From where to where it is drawn in full; the rest is faint.
    pub lit: [f64; 2],
    /// Whether columns are time steps.
    pub through_time: bool,
}

/// What colour and width of a connection show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edges {
    /// The size of the gradient.
    #[default]
    Gradient,
    /// The weight, with its sign.
    Weight,
    /// The update, with its sign.
    Update,
}

/// A column of units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphColumn {
    /// Its centre.
    pub x: f64,
    /// Its name.
    pub name: String,
    /// Whether it is part of a strip of many columns, which have no connections.
    pub folded: bool,
    /// Half the width of a column in a strip.
    pub half: f64,
    /// Its units.
    pub units: Vec<GraphUnit>,
    /// Number of units that the layer has.
    pub count: u32,
    /// The backward signal here, rms over the examples; NaN where it is unknown.
    pub signal: f64,
    /// Factor by which the next column's backward signal is multiplied on its way here.
    pub factor: Option<f64>,
    /// Values that enter from below.
    pub entering: Vec<f32>,
    /// Whether the sums are normalised before the activation.
    pub normalised: bool,
    /// Whether units are dropped at random in training.
    pub dropout: bool,
}

/// A unit, or several that are drawn as one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphUnit {
    /// Its centre.
    pub y: f64,
    /// Its name.
    pub name: String,
    /// A name that is written beside it; empty for none.
    pub label: String,
    /// How many units it stands for.
    pub stands_for: u32,
    /// Mean output.
    pub value: f32,
    /// What has become of it.
    pub state: UnitState,
    /// Output over two inputs, in 127ths, bottom row first; empty if there is no map.
    pub map: Vec<i8>,
}

/// What has become of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitState {
    /// It lets a gradient through.
    #[default]
    Alive,
    /// Its slope is almost 0 for almost every example.
    Saturated,
    /// Its slope is 0 for every example.
    Dead,
}

/// Weights between units of two columns. All but the positions is by [targets, sources].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphLink {
    /// The layer's name.
    pub name: String,
    /// Column of the sources, and its first unit among them.
    pub from: [u32; 2],
    /// Column of the targets, and its first unit among them.
    pub to: [u32; 2],
    /// The weights.
    pub weight: Vec<f32>,
    /// The gradient by each.
    pub gradient: Vec<f32>,
    /// The update of each.
    pub update: Vec<f32>,
    /// What the batch contributes to the gradient; through time, at this step. NaN where it is unknown.
    pub product: Vec<f32>,
    /// rms of each source's output.
    pub incoming: Vec<f64>,
    /// rms of the backward signal at each target.
    pub signal: Vec<f64>,
}

/// A row of text below the columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphRow {
    /// What the row shows.
    pub label: String,
    /// Places and texts, from left to right. Where there are none, the label has the row for itself.
    pub texts: Vec<(f64, String)>,
}

impl Graph {
    /// What an edge shows: its value, positive if there is no sign to show.
    pub fn value(&self, link: &GraphLink, edge: usize) -> f64 {
        let of = |values: &[f32]| values.get(edge).map_or(f64::NAN, |value| f64::from(*value));
        match self.edges {
            Edges::Weight => of(&link.weight),
            Edges::Update => of(&link.update),
            // Through time each edge shows what its own time step contributes.
            Edges::Gradient if self.through_time && !of(&link.product).is_nan() => of(&link.product).abs(),
            Edges::Gradient => of(&link.gradient).abs(),
        }
    }

    /// Both ends of an edge: source and target.
    pub fn ends(&self, link: &GraphLink, edge: usize) -> Option<[(f64, f64); 2]> {
        let (target, source) = (edge / link.incoming.len().max(1), edge % link.incoming.len().max(1));
        let unit = |[column, first]: [u32; 2], k: usize| {
            let column = self.columns.get(column as usize)?;
            Some((column.x, column.units.get(first as usize + k)?.y))
        };
        Some([unit(link.from, source)?, unit(link.to, target)?])
    }

    /// Agreement of input and backward signal over the examples, −1 to 1.
    pub fn agreement(&self, link: &GraphLink, edge: usize) -> f64 {
        let (target, source) = (edge / link.incoming.len().max(1), edge % link.incoming.len().max(1));
        let product = link.product.get(edge).map_or(f64::NAN, |product| f64::from(*product));
        if product == 0.0 { 0.0 } else { product / (link.incoming[source] * link.signal[target]) }
    }

    /// Whether a place is drawn in full.
    pub fn is_lit(&self, x: f64) -> bool {
        x >= self.lit[0] && x <= self.lit[1]
    }
}
