//! The table: every setting, in the order of the controls, with what it takes.
//!
//! Keys that choose an item take their choices from its family, and the items' own parameters become keys by
//! themselves, so that a new item needs no line here.

use super::families;
use crate::activations::ACTIVATION;
use crate::clips::CLIP;
use crate::datasets::TEST_SHARE;
use crate::datasets::own_csv::{CSV, TARGET};
use crate::initializers::INIT;
use crate::initializers::recurrences::RECURRENT_INIT;
use crate::landscape::planes::{LAYER_X, LAYER_Y, PLANE, PLANE_X, PLANE_Y, SEED_X, SEED_Y};
use crate::landscape::{GRID, GRID_DATA, GRID_ROWS};
use crate::losses::LOSS;
use crate::networks::DROPOUT;
use crate::networks::cells::CELL;
use crate::networks::norms::NORM;
use crate::networks::residuals::RESIDUAL;
use crate::objectives::surfaces::expression::EXPRESSION;
use crate::objectives::{L1, L2};
use crate::optimizers::OPTIMIZER;
use crate::precisions::PRECISION;
use crate::race::RACE_AXIS;
use crate::registry::keys::{BATCH, HIDDEN_LAYERS, RACE, SCENARIO, SEED, WIDTH};
use crate::registry::{Item, Key, Param, Range, default_choice};
use crate::run::studies::CUT;
use crate::run::{GRAD_NOISE, GRAD_NOISE_DECAY};
use crate::scenarios;
use crate::schedules::SCHEDULE;
use serde::Serialize;
use std::sync::OnceLock;

/// Heading under which a control stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// What is learnt or minimised.
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

/// One setting: a key, its words and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
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
    /// What it takes.
    pub kind: Kind,
    /// Whether it is seldom touched; see [`Param::seldom`].
    pub seldom: bool,
    /// The description that its key has where no item in force has its own.
    pub param: Param,
}

/// What the loss surface is drawn as.
const SURFACES: &[Item] = &Item::all_for_build([
    Item { id: "relief", label: "3-D", help: "In three dimensions, can be rotated.", ..Item::BASE },
    Item { id: "map", label: "Map", help: "From above, with contour lines.", ..Item::BASE },
]);

/// How losses become heights.
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

/// What the loss surface is drawn as; the page draws it.
const SURFACE: Key<&'static Item> = Key::new(Param {
    key: "surface",
    label: "Surface",
    help: "How the loss surface is drawn.",
    default: default_choice(SURFACES, "relief"),
    range: Range::Choice(SURFACES),
    ..Param::BASE
});

/// How losses become heights; the page draws them.
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

/// A setting of a key.
fn setting<T>(key: &Key<T>, group: Group, kind: Kind) -> Setting {
    described(&key.param, group, kind)
}

fn described(param: &Param, group: Group, kind: Kind) -> Setting {
    let &Param { key: id, label, help, unit, seldom, .. } = param;
    Setting { id, label, help, unit, group, kind, seldom, param: *param }
}

/// A number that belongs to no item.
fn number<T>(key: &Key<T>, group: Group) -> Setting {
    setting(key, group, Kind::Number(key.param.range))
}

/// A choice that brings no settings along.
fn choice(key: &Key<&'static Item>, group: Group) -> Setting {
    setting(key, group, Kind::Choice(key.param.range.choices()))
}

/// The parameters that items bring along.
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
    // What many never touch: the page folds it away.
    let seldom = |setting: Setting| Setting { seldom: true, ..setting };
    let mut keys: Vec<Setting> = Vec::new();
    keys.push(setting(&SCENARIO, Data, Kind::Choice(scenarios::items())));
    keys.push(setting(&EXPRESSION, Data, Kind::Expression));
    keys.extend(params(scenarios::items(), Data));
    keys.push(setting(&CSV, Data, Kind::File));
    keys.push(setting(&TARGET, Data, Kind::Column));
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
    keys.push(choice(&SURFACE, View));
    keys.push(choice(&GRID, View));
    keys.push(choice(&GRID_DATA, View));
    keys.push(setting(&GRID_ROWS, View, Kind::Batch));
    keys.push(choice(&HEIGHT, View));
    // A key that several items share (momentum, eps) stands where it first occurs, and takes what any of them takes.
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
