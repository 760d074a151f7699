//! The table: every setting in the order of the controls, with the values that it takes.
//!
//! A key that chooses an item takes its choices from the family. The parameters of the items become keys automatically,
//! so that a new item needs no line here.

use super::families;
use crate::activations::ACTIVATION;
use crate::clips::{CLIP, THRESHOLD};
use crate::datasets::TEST_SHARE;
use crate::datasets::own_csv::{CSV, TARGET, TIME};
use crate::initializers::recurrences::RECURRENT_INIT;
use crate::initializers::{BIAS_STD, INIT};
use crate::landscape::planes::{LAYER_X, LAYER_Y, PLANE, PLANE_X, PLANE_Y, SEED_X, SEED_Y};
use crate::landscape::{GRID, GRID_DATA, GRID_ROWS};
use crate::losses::LOSS;
use crate::networks::DROPOUT;
use crate::networks::cells::CELL;
use crate::networks::norms::NORM;
use crate::networks::residuals::RESIDUAL;
use crate::objectives::surfaces::expression::EXPRESSION;
use crate::objectives::{L1, L2};
use crate::optimizers::{LR, OPTIMIZER};
use crate::precisions::PRECISION;
use crate::probes::edges::EDGES;
use crate::race::RACE_AXIS;
use crate::registry::keys::{BATCH, HIDDEN_LAYERS, RACE, SCENARIO, SEED, WIDTH};
use crate::registry::{Item, Key, Param, Range, default_choice};
use crate::run::studies::{CUT, THEORY};
use crate::run::{GRAD_NOISE, GRAD_NOISE_DECAY};
use crate::scenarios;
use crate::schedules::SCHEDULE;
use crate::theory::phase::PHASE_AXIS;
use serde::Serialize;
use std::sync::OnceLock;

/// The heading above a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// What the network learns, or which function is minimised.
    Data,
    /// The network's shape.
    Network,
    /// How the parameters are initialised.
    Start,
    /// How the parameters move.
    Optimizer,
    /// How large gradients are limited.
    Clip,
    /// Which other runs take part, for comparison.
    Race,
    /// How the run is computed.
    Run,
    /// How the run is shown. These settings change nothing in its computation.
    View,
}

impl Group {
    /// Every group of the panel, in order. The settings of the view have their controls in the views themselves.
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

    /// Whether the group's keys apply to every scenario, functions included.
    pub fn is_universal(self) -> bool {
        matches!(self, Group::Optimizer | Group::Clip | Group::Race | Group::Run | Group::View)
    }
}

/// The kind of value that a key takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// An item of a family.
    Choice(&'static [Item]),
    /// A number or a choice that belongs to an item.
    Param(&'static Param),
    /// A number that belongs to no item.
    Number(Range),
    /// One width for all hidden layers, or one for each: `8` or `16,8,4`.
    Widths,
    /// A number of rows, or `full`.
    Batch,
    /// A file of the user: `name~hash`, where the hash has sixteen hexadecimal digits; or none.
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

/// One setting: a key, its words, and the values that it takes.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in links.
    pub id: &'static str,
    /// Its name in the page.
    pub label: &'static str,
    /// One sentence about it.
    pub help: &'static str,
    /// Unit, empty for a pure number.
    pub unit: &'static str,
    /// Its heading.
    pub group: Group,
    /// The kind of value that it takes.
    pub kind: Kind,
    /// Whether users rarely change it; see [`Param::seldom`].
    pub seldom: bool,
    /// The view that shows what it changes, if it is one of the first screen's settings; else empty.
    pub beside: &'static str,
    /// Whether a presentation keeps it.
    pub presented: bool,
    /// The key's description where no item in force has its own.
    pub param: Param,
}

/// The settings of the first screen, each with the view that shows what it changes and whether a presentation keeps it.
/// The page has all others behind “More”.
const FIRST: [(&str, &str, bool); 11] = [
    (SCENARIO.id(), "surface", false),
    (EXPRESSION.id(), "surface", false),
    (CSV.id(), "surface", false),
    (TARGET.id(), "surface", false),
    (CELL.id(), "layers", true),
    (ACTIVATION.id(), "layers", true),
    (HIDDEN_LAYERS.id(), "layers", true),
    (INIT.id(), "layers", false),
    (LR.id(), "curves", false),
    (CLIP.id(), "curves", true),
    (THRESHOLD.id(), "curves", true),
];

/// The ways to draw the loss surface.
const SURFACES: &[Item] = &Item::all_for_build([
    Item { id: "relief", label: "3-D", help: "In three dimensions, can be rotated.", ..Item::BASE },
    Item { id: "map", label: "Map", help: "From above, with contour lines.", ..Item::BASE },
]);

/// The ways to turn losses into heights.
const HEIGHTS: &[Item] = &Item::all_for_build([
    Item {
        id: "auto",
        label: "Automatic",
        help: "Logarithmic if the losses span several powers of ten.",
        ..Item::BASE
    },
    Item { id: "linear", label: "Linear", help: "Proportional to the loss.", ..Item::BASE },
    Item { id: "log", label: "Logarithmic", help: "Proportional to the logarithm of the loss.", ..Item::BASE },
]);

/// How the page draws the loss surface.
const SURFACE: Key<&'static Item> = Key::new(Param {
    key: "surface",
    label: "Surface",
    help: "How the loss surface is drawn.",
    default: default_choice(SURFACES, "relief"),
    range: Range::Choice(SURFACES),
    ..Param::BASE
});

/// How the page turns losses into heights.
const HEIGHT: Key<&'static Item> = Key::new(Param {
    key: "height",
    label: "Height",
    help: "How a loss becomes a height.",
    default: default_choice(HEIGHTS, "auto"),
    range: Range::Choice(HEIGHTS),
    ..Param::BASE
});

/// Every setting, in the order of the controls.
pub fn schema() -> &'static [Setting] {
    static SCHEMA: OnceLock<Vec<Setting>> = OnceLock::new();
    SCHEMA.get_or_init(build)
}

/// The setting called `id`.
pub fn find(id: &str) -> Option<&'static Setting> {
    schema().iter().find(|setting| setting.id == id)
}

/// The setting for a key.
fn setting<T>(key: &Key<T>, group: Group, kind: Kind) -> Setting {
    described(&key.param, group, kind)
}

fn described(param: &Param, group: Group, kind: Kind) -> Setting {
    let &Param { key: id, label, help, unit, seldom, .. } = param;
    let (_, beside, presented) = FIRST.into_iter().find(|(first, ..)| *first == id).unwrap_or_default();
    Setting { id, label, help, unit, group, kind, seldom, beside, presented, param: *param }
}

/// A number that belongs to no item.
fn number<T>(key: &Key<T>, group: Group) -> Setting {
    setting(key, group, Kind::Number(key.param.range))
}

/// A choice, without the parameters of its items.
fn choice(key: &Key<&'static Item>, group: Group) -> Setting {
    setting(key, group, Kind::Choice(key.param.range.choices()))
}

/// Settings for the parameters of items.
fn params(items: &'static [Item], group: Group) -> impl Iterator<Item = Setting> {
    let params = items.iter().flat_map(|item| item.params);
    params.map(move |param| described(param, group, Kind::Param(param)))
}

/// A key that chooses from a family, and the parameters of its items.
fn family(key: &Key<&'static Item>, group: Group) -> impl Iterator<Item = Setting> {
    std::iter::once(choice(key, group)).chain(params(key.param.range.choices(), group))
}

fn build() -> Vec<Setting> {
    use Group::{Clip, Data, Network, Optimizer, Race, Run, Start, View};
    // The page folds away what most users never change.
    let seldom = |setting: Setting| Setting { seldom: true, ..setting };
    let mut keys: Vec<Setting> = Vec::new();
    keys.push(setting(&SCENARIO, Data, Kind::Choice(scenarios::items())));
    keys.push(setting(&EXPRESSION, Data, Kind::Expression));
    keys.extend(params(scenarios::items(), Data));
    keys.push(setting(&CSV, Data, Kind::File));
    keys.push(setting(&TARGET, Data, Kind::Column));
    keys.push(setting(&TIME, Data, Kind::Column));
    keys.push(number(&TEST_SHARE, Data));
    keys.push(number(&HIDDEN_LAYERS, Network));
    keys.push(setting(&WIDTH, Network, Kind::Widths));
    keys.extend(family(&CELL, Network));
    keys.extend(family(&ACTIVATION, Network));
    keys.extend(family(&NORM, Network).map(seldom));
    keys.extend(family(&RESIDUAL, Network).map(seldom));
    keys.push(number(&DROPOUT, Network));
    keys.extend(family(&LOSS, Network).map(seldom));
    keys.extend([number(&L1, Network), number(&L2, Network)]);
    keys.extend(family(&INIT, Start));
    keys.extend(family(&RECURRENT_INIT, Start));
    keys.push(number(&BIAS_STD, Start));
    keys.push(number(&SEED, Start));
    keys.extend(family(&OPTIMIZER, Optimizer));
    keys.extend(family(&SCHEDULE, Optimizer));
    keys.extend([number(&GRAD_NOISE, Optimizer), number(&GRAD_NOISE_DECAY, Optimizer)]);
    keys.push(setting(&BATCH, Optimizer, Kind::Batch));
    keys.extend(family(&CLIP, Clip));
    keys.push(setting(&RACE, Race, Kind::Race));
    keys.extend(family(&PRECISION, Run));
    keys.extend(family(&PLANE, View));
    keys.push(choice(&RACE_AXIS, View));
    keys.extend([&PLANE_X, &PLANE_Y, &LAYER_X, &LAYER_Y].map(|key| setting(key, View, Kind::Name)));
    keys.extend([&SEED_X, &SEED_Y].map(|key| setting(key, View, Kind::Seed)));
    keys.extend(family(&CUT, View));
    keys.extend([&THEORY, &PHASE_AXIS].map(|key| choice(key, View)));
    keys.extend(family(&EDGES, View));
    keys.push(choice(&SURFACE, View));
    keys.push(choice(&GRID, View));
    keys.push(choice(&GRID_DATA, View));
    keys.push(setting(&GRID_ROWS, View, Kind::Batch));
    keys.push(choice(&HEIGHT, View));
    // A key that several items share (momentum, eps) stands where it first occurs, and takes every value that any of
    // them takes.
    let params: Vec<&Param> = families().iter().flat_map(|f| f.items).flat_map(|item| item.params).collect();
    for setting in &mut keys {
        let Kind::Param(own) = &mut setting.kind else { continue };
        for param in params.iter().filter(|param| param.key == setting.id) {
            if let (Range::Linear(low, high), Range::Linear(from, to)) = (own.range, param.range)
                && from <= low
                && high <= to
            {
                *own = param;
                setting.param = **param;
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

impl Setting {
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
