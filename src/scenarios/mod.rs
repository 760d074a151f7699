//! Scenarios: everything that the setting `scenario` can name. Data sets, sequence tasks and functions are families of
//! their own; this room joins them and builds the objective. To add a kind of scenario, add a file and its line in
//! `kinds!`.

mod data;
mod function;
mod policy;
mod pricing;
mod sequence;
mod smile;

use crate::datasets::{File, Fold, Outline};
use crate::landscape::planes;
use crate::math::Real;
use crate::objectives::Objective;
use crate::registry::keys::{FIRST_SCENARIO, SCENARIO};
use crate::registry::{self, Item, Settings, outlined};
use crate::tensors::Tensors;
use crate::texts;
use std::sync::OnceLock;

/// A kind of scenario: its items, and how to build one.
trait ScenarioKind {
    /// Its scenarios.
    const ITEMS: &'static [Item];
    /// The settings that they use, besides those of optimizer, clip and run, which all scenarios use.
    const USES: &'static [&'static str];

    /// What the scenario of the settings can show.
    fn has(settings: &Settings) -> Capabilities;

    /// Its data file, if any.
    fn file(_: &Settings) -> Option<File> {
        None
    }

    /// The objective. An error says what is wrong with the data file.
    fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String>;

    /// What has to be known of the examples to divide them into folds; `None` if there are none. An error says what is
    /// wrong with the data file.
    fn outline(_: &Settings, _: Option<&[u8]>) -> Result<Option<Outline>, String> {
        Ok(None)
    }

    /// The objective on the rows of a fold. An error says what is wrong with the data file.
    fn objective_of_fold<R: Real>(settings: &Settings, _: Option<&[u8]>, _: &Fold) -> Result<Objective<R>, String> {
        Err(texts::problems::no_folds(&settings.get(&SCENARIO)).into())
    }

    /// The objective on other examples, with `outputs` outputs, if known. An error says what is wrong with the
    /// examples.
    fn objective_on<R: Real>(
        settings: &Settings,
        _given: &Tensors,
        _outputs: Option<usize>,
    ) -> Result<Objective<R>, String> {
        Err(texts::problems::no_data_scenario(&settings.get(&SCENARIO)).into())
    }
}

/// What a scenario can show, from the settings alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether there are layers.
    pub layers: bool,
    /// Whether there are hidden or recurrent layers.
    pub hidden: bool,
    /// Whether there are time steps.
    pub time: bool,
    /// Whether there are gates instead of an activation.
    pub gates: bool,
    /// Whether there are one or two inputs, so that predictions can be drawn over them.
    pub plottable_inputs: bool,
    /// Whether there is no Hessian: the gradient is an estimate, or the loss contains derivatives.
    pub curvature_unknown: bool,
    /// Its own charts.
    pub own: OwnChart,
}

/// The kind of a scenario's own charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnChart {
    /// Nothing.
    #[default]
    Nothing,
    /// A function of two variables.
    Function,
    /// A smile and its quotes.
    Smile,
    /// Option prices.
    Prices,
    /// Gains and holdings of a hedger.
    Hedge,
    /// A policy, simulated anew in every step.
    Policy,
    /// Forecasts, day by day.
    Forecast,
    /// Regimes of the rows.
    Regimes,
}

/// Joins the kinds, in the order of the menu.
macro_rules! kinds {
    ($($kind:ident = $module:ident::$ty:ident),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum AnyKind { $($kind),+ }

        const KINDS: &[(AnyKind, &[Item])] = &[$((AnyKind::$kind, <$module::$ty as ScenarioKind>::ITEMS)),+];

        /// Runs one expression on the kind as a type.
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

/// A scenario.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    item: &'static Item,
    kind: AnyKind,
}

/// Every scenario, kind by kind.
pub fn items() -> &'static [Item] {
    static ITEMS: OnceLock<Vec<Item>> = OnceLock::new();
    ITEMS.get_or_init(|| KINDS.iter().flat_map(|(_, items)| items.iter().copied()).collect())
}

/// The scenario called `id`, or the first one if there is none of that name.
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

    /// Its defaults for other settings.
    pub fn defaults(&self) -> &'static [(&'static str, &'static str)] {
        self.item.defaults
    }

    /// The settings that it uses, besides those of optimizer, clip and run, which all scenarios use.
    pub fn uses(&self) -> &'static [&'static str] {
        in_kind!(self.kind, K => <K as ScenarioKind>::USES)
    }

    /// What it can show under `settings`, which name this scenario.
    pub fn has(&self, settings: &Settings) -> Capabilities {
        in_kind!(self.kind, K => <K as ScenarioKind>::has(settings))
    }

    /// Ids of the planes for its surface; none for two parameters, which have only one plane.
    pub fn planes(&self) -> Vec<&'static str> {
        match self.kind {
            AnyKind::Function => Vec::new(),
            _ => planes::ITEMS.iter().map(|item| item.id).collect(),
        }
    }
}

/// The data file of the settings' scenario.
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

/// What has to be known of the examples of the settings to divide them into folds; `None` if there are none.
///
/// # Errors
///
/// Says what is wrong with the data file.
pub fn outline(settings: &Settings, file: Option<&[u8]>) -> Result<Option<Outline>, String> {
    in_kind!(of(settings).kind, K => <K as ScenarioKind>::outline(settings, file))
}

/// The objective that the settings describe, trained and tested on the rows of a fold. What is estimated of the data, such
/// as means and deviations, is estimated from the rows to train on.
///
/// # Errors
///
/// Says what is wrong with the data file, or that there are no examples to divide.
pub fn objective_of_fold<R: Real>(
    settings: &Settings,
    file: Option<&[u8]>,
    fold: &Fold,
) -> Result<Objective<R>, String> {
    in_kind!(of(settings).kind, K => outlined(|| <K as ScenarioKind>::objective_of_fold(settings, file, fold)))
}

/// The objective that the settings describe, on the examples in `tensors`. `outputs` is the network's number of
/// outputs, if known.
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
