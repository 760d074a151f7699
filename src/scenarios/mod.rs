//! Scenarios: everything that the setting `scenario` can name, whichever room it lives in. Data sets, sequence tasks and
//! functions register in their own families; this joins the families and builds the objective. A further kind of
//! scenario is a file here and its place in `kinds!`.

mod data;
mod function;
mod policy;
mod pricing;
mod sequence;
mod smile;

use crate::datasets::File;
use crate::landscape::planes;
use crate::math::Real;
use crate::objectives::Objective;
use crate::registry::keys::{FIRST_SCENARIO, SCENARIO};
use crate::registry::{self, Item, Settings, outlined};
use crate::tensors::Tensors;
use crate::texts;
use std::sync::OnceLock;

/// A kind of scenarios: where they are listed, and what becomes of one.
trait ScenarioKind {
    /// Its scenarios.
    const ITEMS: &'static [Item];
    /// The settings that they use, beside those of optimizer, clip and run, which everything uses.
    const USES: &'static [&'static str];

    /// What there is to look at in the scenario of the settings.
    fn has(settings: &Settings) -> Capabilities;

    /// The file that it is read from.
    fn file(_: &Settings) -> Option<File> {
        None
    }

    /// What is minimised; an error says what is wrong with the data file.
    fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String>;

    /// The same on examples that are given, with so many outputs, if that is known from elsewhere; an error says what is
    /// wrong with the examples.
    fn objective_on<R: Real>(
        settings: &Settings,
        _given: &Tensors,
        _outputs: Option<usize>,
    ) -> Result<Objective<R>, String> {
        Err(texts::problems::no_data_scenario(&settings.get(&SCENARIO)).into())
    }
}

/// What there is to look at in a scenario, known from the settings alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// A network of layers; otherwise a few numbers without any.
    pub layers: bool,
    /// Layers between the first and the last one, or from one time step to the next.
    pub hidden: bool,
    /// Time steps.
    pub time: bool,
    /// Gates, in place of an activation.
    pub gates: bool,
    /// One or two inputs, over which the answers can be drawn.
    pub plottable_inputs: bool,
    /// Nothing is known of how the loss bends: its gradient is an estimate, or has the slopes of another one in it.
    pub curvature_unknown: bool,
    /// What it shows that others do not.
    pub own: OwnChart,
}

/// What a scenario shows in charts of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnChart {
    /// Nothing.
    #[default]
    Nothing,
    /// A function of two variables.
    Function,
    /// A smile and the quotes it is fitted to.
    Smile,
    /// Option prices.
    Prices,
    /// A hedger's gains and holdings.
    Hedge,
    /// A policy that is simulated anew in every step.
    Policy,
    /// Forecasts, day by day.
    Forecast,
    /// Regimes of the rows.
    Regimes,
}

/// Joins the rooms, in the order of the menu.
macro_rules! kinds {
    ($($kind:ident = $module:ident::$ty:ident),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum AnyKind { $($kind),+ }

        const KINDS: &[(AnyKind, &[Item])] = &[$((AnyKind::$kind, <$module::$ty as ScenarioKind>::ITEMS)),+];

        /// Runs one expression on the room as a type.
        macro_rules! in_kind {
            ($chosen:expr, $of:ident => $body:expr) => {
                match $chosen { $(AnyKind::$kind => { type $of = $module::$ty; $body })+ }
            };
        }
    };
}
kinds! {
    Data = data::OnData,
    Sequence = sequence::OnSequences,
    Smile = smile::OnSmile,
    Prices = pricing::OnPrices,
    Policies = policy::OnPolicies,
    Function = function::OnPlane,
}

/// A scenario as the settings know it.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    item: &'static Item,
    kind: AnyKind,
}

/// Every scenario, room by room.
pub fn items() -> &'static [Item] {
    static ITEMS: OnceLock<Vec<Item>> = OnceLock::new();
    ITEMS.get_or_init(|| KINDS.iter().flat_map(|(_, items)| items.iter().copied()).collect())
}

/// The scenario called `id`; the first one when there is none of that name.
#[expect(clippy::missing_panics_doc, reason = "the first scenario exists")]
pub fn find(id: &str) -> Scenario {
    let in_kind = |id: &str, (kind, items): &(AnyKind, &'static [Item])| {
        registry::find(items, id).map(|item| Scenario { item, kind: *kind })
    };
    let found = |id| KINDS.iter().find_map(|kind| in_kind(id, kind));
    found(id).or_else(|| found(FIRST_SCENARIO)).expect("the first scenario exists")
}

/// The scenario of the settings.
pub fn of(settings: &Settings) -> Scenario {
    find(&settings.get(&SCENARIO))
}

impl Scenario {
    /// Its description.
    pub fn item(&self) -> &'static Item {
        self.item
    }

    /// Defaults that it brings along.
    pub fn defaults(&self) -> &'static [(&'static str, &'static str)] {
        self.item.defaults
    }

    /// The settings that it uses, beside those of optimizer, clip and run, which everything uses.
    pub fn uses(&self) -> &'static [&'static str] {
        in_kind!(self.kind, K => <K as ScenarioKind>::USES)
    }

    /// What there is to look at under `settings`, which name this scenario.
    pub fn has(&self, settings: &Settings) -> Capabilities {
        in_kind!(self.kind, K => <K as ScenarioKind>::has(settings))
    }

    /// Ids of the planes that its surface can be drawn over; none where there are two parameters and so one plane.
    pub fn planes(&self) -> Vec<&'static str> {
        match self.kind {
            AnyKind::Function => Vec::new(),
            _ => planes::ITEMS.iter().map(|item| item.id).collect(),
        }
    }
}

/// File that the settings' scenario is read from.
pub fn data_file(settings: &Settings) -> Option<File> {
    in_kind!(of(settings).kind, K => <K as ScenarioKind>::file(settings))
}

/// The objective that the settings describe.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String> {
    in_kind!(of(settings).kind, K => outlined(|| <K as ScenarioKind>::objective(settings, file)))
}

/// The objective that the settings describe, on examples that are given; `outputs` is what the network has, if that is
/// known from elsewhere.
///
/// # Errors
///
/// Says what is wrong with the examples.
pub fn objective_on<R: Real>(
    settings: &Settings,
    tensors: &Tensors,
    outputs: Option<usize>,
) -> Result<Objective<R>, String> {
    in_kind!(of(settings).kind, K => <K as ScenarioKind>::objective_on(settings, tensors, outputs))
}
