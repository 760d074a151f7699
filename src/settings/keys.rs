//! The schema: every settings key, in the order of the controls, with what it takes.
//!
//! Keys that choose an item take their choices from its family, and the items' own parameters become keys by
//! themselves, so that a new item needs no line here.

use super::{MAX_HIDDEN_LAYERS, MAX_SEED};
use crate::objectives::surfaces::expression;
use crate::race;
use crate::registry::{Item, Param, Range, families, told};
use serde::Serialize;
use std::sync::OnceLock;

/// Heading under which a control stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// What is learned or minimised.
    Data,
    /// The network's shape.
    Network,
    /// Where it starts.
    Start,
    /// How it moves.
    Optimizer,
    /// What is done to large gradients.
    Clip,
    /// Who else runs, to compare.
    Race,
    /// How it is computed.
    Run,
    /// How it is looked at: nothing is computed otherwise for it.
    View,
}

impl Group {
    /// Every group of the panel, in its order; what is looked at is chosen in the views themselves.
    pub const ALL: [Group; 7] =
        [Group::Data, Group::Network, Group::Start, Group::Optimizer, Group::Clip, Group::Race, Group::Run];

    /// The heading.
    pub fn label(self) -> &'static str {
        match self {
            Group::Data => "Scenario",
            Group::Network => "Network",
            Group::Start => "Initialisation",
            Group::Optimizer => "Optimizer",
            Group::Clip => "Clipping",
            Group::Race => "Race",
            Group::Run => "Run",
            Group::View => "View",
        }
    }

    /// Whether the group's keys matter for whatever is minimised.
    pub fn is_universal(self) -> bool {
        matches!(self, Group::Optimizer | Group::Clip | Group::Race | Group::Run | Group::View)
    }
}

/// What a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// An item of a family.
    Choice(&'static [Item]),
    /// A number, or a choice, that belongs to an item.
    Param(&'static Param),
    /// A number that belongs to no item.
    Number(Range),
    /// One width for all hidden layers, or one for each: `8` or `16,8,4`.
    Widths,
    /// A number of rows, or `full`.
    Batch,
    /// A file that the user has: `name~hash`, the hash as sixteen hexadecimal digits; or none.
    File,
    /// A column of that file, by its name; or none.
    Column,
    /// A function of x and y.
    Expression,
    /// Other runs, each with settings of its own: `optimizer:adam,lr:0.1;clip:norm`; or none.
    Race,
    /// A layer's name, or a parameter as `tensor:index`; or none.
    Name,
    /// A seed, or none.
    Seed,
}

/// One settings key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in links.
    pub id: &'static str,
    /// Its name in the page.
    pub label: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// Unit, empty for a pure number.
    pub unit: &'static str,
    /// Its heading.
    pub group: Group,
    /// Default where neither scenario nor item has one of its own.
    pub default: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it is seldom touched; see [`Param::seldom`].
    pub seldom: bool,
}

/// What the loss surface is drawn as.
const SURFACES: &[Item] = &Item::all_kept([
    Item { id: "relief", label: "3-D", help: "In three dimensions, can be rotated.", ..Item::BASE },
    Item { id: "map", label: "Map", help: "From above, with contour lines.", ..Item::BASE },
]);

/// Points along a side of the surface's grid: those of [`crate::landscape::grid::LEVELS`].
const GRIDS: &[Item] = &Item::all_kept([
    Item { id: "17", label: "17 × 17", help: "Coarse and fast.", ..Item::BASE },
    Item { id: "33", label: "33 × 33", help: "", ..Item::BASE },
    Item { id: "65", label: "65 × 65", help: "", ..Item::BASE },
    Item { id: "129", label: "129 × 129", help: "Four times the work of 65 × 65.", ..Item::BASE },
    Item { id: "257", label: "257 × 257", help: "Sixteen times the work of 65 × 65.", ..Item::BASE },
]);

/// What the surface's losses are over.
const SETS: &[Item] = &Item::all_kept([
    Item { id: "train", label: "Training set", help: "The loss that is minimised.", ..Item::BASE },
    Item { id: "test", label: "Test set", help: "Examples that are never used in training.", ..Item::BASE },
]);

/// How losses become heights.
const HEIGHTS: &[Item] = &Item::all_kept([
    Item {
        id: "auto",
        label: "Automatic",
        help: "Logarithmic if the losses span several powers of ten.",
        ..Item::BASE
    },
    Item { id: "linear", label: "Linear", help: "Proportional to the loss.", ..Item::BASE },
    Item { id: "log", label: "Logarithmic", help: "Proportional to the logarithm of the loss.", ..Item::BASE },
]);

/// Every key, in the order of the controls.
pub fn schema() -> &'static [Key] {
    static SCHEMA: OnceLock<Vec<Key>> = OnceLock::new();
    SCHEMA.get_or_init(build)
}

/// The key called `id`.
pub fn find(id: &str) -> Option<&'static Key> {
    schema().iter().find(|key| key.id == id)
}

fn build() -> Vec<Key> {
    use Group::{Clip, Data, Network, Optimizer, Race, Run, Start, View};
    let key = |id, label, help, group, default, kind| {
        let (label, help) = (told(label), told(help));
        Key { id, label, help, unit: "", group, default, kind, seldom: false }
    };
    // A key that chooses from a family, and the keys that the family's items bring along.
    let choice = |id, label, help, group, default| {
        let family = families().into_iter().find(|family| family.key == id).expect("a family of that key");
        let params = family.items.iter().flat_map(|item| item.params);
        std::iter::once(key(id, label, help, group, default, Kind::Choice(family.items))).chain(params.map(move |p| {
            Key { unit: p.unit, seldom: p.seldom, ..key(p.key, p.label, p.help, group, "", Kind::Param(p)) }
        }))
    };
    // What many never touch: the page folds it away.
    let seldom = |key: Key| Key { seldom: true, ..key };
    let mut keys: Vec<Key> = Vec::new();
    keys.extend(choice(
        "scenario",
        "Scenario",
        "What the network learns, or the function that is minimised.",
        Data,
        crate::scenarios::FIRST,
    ));
    let function = "A function of x and y, for example x^2 + 3*y^2 - sin(x*y). Products need the *.";
    keys.insert(1, key("expression", "f(x, y)", function, Data, expression::FIRST, Kind::Expression));
    let file = "A file on your computer. Links contain its name and a hash of its content, never the data.";
    keys.push(key("csv", "File", file, Data, "", Kind::File));
    let target = "The column that the network predicts. All other numeric columns are its inputs.";
    keys.push(key("target", "Target", target, Data, "", Kind::Column));
    keys.push(seldom(key(
        "test_share",
        "Test share",
        "Fraction of the examples in the test set. The network is never trained on them.",
        Data,
        "0",
        Kind::Number(Range::Linear(0.0, 0.9)),
    )));
    keys.push(key(
        "hidden_layers",
        "Hidden layers",
        "Layers between input and output. In the backward pass, each one multiplies the gradient once more.",
        Network,
        "12",
        Kind::Number(Range::Integer(0, MAX_HIDDEN_LAYERS)),
    ));
    let widths = "Units per hidden layer. A list such as 16,8,4 gives each layer its own width.";
    keys.push(key("width", "Width", widths, Network, "16", Kind::Widths));
    keys.extend(choice("cell", "Cell", "The recurrent cell.", Network, "rnn-tanh"));
    keys.extend(choice(
        "activation",
        "Activation",
        "The function that each hidden unit applies to its weighted sum.",
        Network,
        "sigmoid",
    ));
    let norm = "Normalises the sums of each hidden layer before the activation. Its scales and shifts are learned, as a layer of their own.";
    keys.extend(choice("norm", "Normalisation", norm, Network, "none").map(seldom));
    let residual = "Skip connection around a hidden layer (linear map, normalisation, activation, dropout) that is as wide as the layer before it.";
    keys.extend(choice("residual", "Residual", residual, Network, "none").map(seldom));
    keys.push(seldom(key(
        "dropout",
        "Dropout",
        "Fraction of the hidden units that each training step drops, drawn for every row. The other units are scaled up. Applied after the activation, in training only.",
        Network,
        "0",
        Kind::Number(Range::Linear(0.0, 0.9)),
    )));
    keys.extend(
        choice("loss", "Loss", "The loss that is minimised. Automatic chooses by the data.", Network, "auto")
            .map(seldom),
    );
    let penalty = |id, label, help| seldom(key(id, label, help, Network, "0", Kind::Number(Range::Log(0.0, 1.0))));
    let l1 = "Adds l1 Σ|w| over the weights, not the biases, to the loss. Every step pulls each weight towards zero by the same amount.";
    keys.push(penalty("l1", "L1 penalty", l1));
    let l2 = "Adds l2/2 Σw² over the weights, not the biases, to the loss. Every step pulls each weight towards zero in proportion to its size.";
    keys.push(penalty("l2", "L2 penalty", l2));
    keys.extend(choice(
        "init",
        "Weights",
        "How the weights are initialised. Biases start at zero.",
        Start,
        "xavier-normal",
    ));
    let recurrent = "How the matrices from one state to the next are initialised. A gated cell has one for each gate.";
    keys.extend(choice("recurrent_init", "Recurrent weights", recurrent, Start, "same"));
    let seed = "The same seed gives the same data, weights and batches, bit for bit.";
    keys.push(key("seed", "Seed", seed, Start, "1", Kind::Number(Range::Integer(0, MAX_SEED))));
    keys.extend(choice("optimizer", "Optimizer", "How a gradient becomes a parameter update.", Optimizer, "sgd"));
    keys.extend(choice(
        "schedule",
        "Schedule",
        "How the learning rate changes from step to step.",
        Optimizer,
        "constant",
    ));
    let noise = "Adds normal noise to the gradient of every step, after clipping. η is its variance at step 0 (Neelakantan et al. 2015).";
    keys.push(seldom(key("grad_noise", "Gradient noise", noise, Optimizer, "0", Kind::Number(Range::Log(0.0, 100.0)))));
    let decay = "γ: the noise has variance η / (1 + step)^γ.";
    keys.push(seldom(key(
        "grad_noise_decay",
        "Noise decay",
        decay,
        Optimizer,
        "0.55",
        Kind::Number(Range::Linear(0.0, 2.0)),
    )));
    let batch = "Examples per gradient: a number, or full.";
    keys.push(key("batch", "Batch", batch, Optimizer, "full", Kind::Batch));
    keys.extend(choice("clip", "Clip", "How a large gradient is clipped before the step.", Clip, "none"));
    let race = "Other runs to compare with. They start from the same point and see the same batches, each with its own settings.";
    keys.push(key("race", "Racers", race, Race, "", Kind::Race));
    keys.extend(choice("precision", "Precision", "The format in which numbers are stored.", Run, "f32"));
    keys.extend(choice(
        "plane",
        "Plane",
        "The plane through parameter space over which the loss is drawn.",
        View,
        "random",
    ));
    let axis = "The horizontal axis of the race. Equal steps are not equal work.";
    keys.push(key("race_axis", "Race by", axis, View, "steps", Kind::Choice(race::AXES)));
    let named = |id, label, help| key(id, label, help, View, "", Kind::Name);
    let parameter =
        "A parameter for the plane of two parameters, such as layers.0.weight:1,0. If empty, the first ones are used.";
    keys.extend([named("plane_x", "Parameter x", parameter), named("plane_y", "Parameter y", parameter)]);
    let layer =
        "A layer for the plane of two layers’ gradients, such as layers.3. If empty, the first and the last are used.";
    keys.extend([named("layer_x", "Layer x", layer), named("layer_y", "Layer y", layer)]);
    let other = "The seed of another solution, for the plane of three solutions and the cut to another one. If empty, the next seed is used.";
    let seed = |id, label| key(id, label, other, View, "", Kind::Seed);
    keys.extend([seed("seed_x", "Seed of solution 2"), seed("seed_y", "Seed of solution 3")]);
    keys.extend(choice("cut", "Cut", "The line through parameter space along which the loss is drawn.", View, "path"));
    keys.push(key("surface", "Surface", "How the loss surface is drawn.", View, "relief", Kind::Choice(SURFACES)));
    let grid = "Points at which the loss of the surface is computed. Values in between are interpolated.";
    keys.push(key("grid", "Grid", grid, View, "65", Kind::Choice(GRIDS)));
    let set = "The examples that the loss of the surface is computed on.";
    keys.push(key("grid_data", "Loss over", set, View, "train", Kind::Choice(SETS)));
    let most =
        "At most this many examples are used. A larger set is replaced by a sample of it; full uses all examples.";
    keys.push(key("grid_rows", "Example limit", most, View, "2000", Kind::Batch));
    keys.push(key("height", "Height", "How a loss becomes a height.", View, "auto", Kind::Choice(HEIGHTS)));
    // A key that several items share (momentum, eps) stands where it first occurs, and takes what any of them takes.
    let params: Vec<&Param> = families().iter().flat_map(|f| f.items).flat_map(|item| item.params).collect();
    for key in &mut keys {
        let Kind::Param(own) = &mut key.kind else { continue };
        for param in params.iter().filter(|param| param.key == key.id) {
            if let (Range::Linear(low, high), Range::Linear(from, to)) = (own.range, param.range)
                && from <= low
                && high <= to
            {
                *own = param;
            }
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    keys.retain(|key| {
        let new = !seen.contains(&key.id);
        seen.push(key.id);
        new
    });
    keys
}

impl Key {
    /// The items to choose from; empty where the key takes something else.
    pub fn choices(&self) -> &'static [Item] {
        match self.kind {
            Kind::Choice(items) => items,
            Kind::Param(param) => param.range.choices(),
            _ => &[],
        }
    }

    /// The range of a numeric key.
    pub fn range(&self) -> Option<Range> {
        match self.kind {
            Kind::Number(range) => Some(range),
            Kind::Param(Param { range: Range::Choice(_), .. }) => None,
            Kind::Param(param) => Some(param.range),
            Kind::Choice(_)
            | Kind::Widths
            | Kind::Batch
            | Kind::File
            | Kind::Column
            | Kind::Expression
            | Kind::Race
            | Kind::Name
            | Kind::Seed => None,
        }
    }
}
