//! The user's choices as one plain value.
//!
//! It stores what was chosen and what follows from it. `schema`, which parses settings strings, knows the scenario and
//! the chosen items, and stores their defaults in [`Implied`]. So reading a value needs no list of keys.

use super::keys::{BATCH, HIDDEN_LAYERS, SEED, WIDTH};
use super::{Default as Own, Key, Param, Value};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The user's choices. Everything else has its default.
///
/// In `Settings::default()`, every key has its own default. `Settings::parse("")`, the settings of an empty string, has
/// the defaults of the first scenario.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(crate) chosen: BTreeMap<&'static str, String>,
    pub(crate) implied: Arc<Implied>,
    /// Live changes during the run, by step.
    pub(crate) changes: Vec<Change>,
    /// What follows from the choices after each change.
    pub(crate) implied_after: Vec<Arc<Implied>>,
    /// All runs of the race, this run first; empty without a race.
    pub(crate) racers: Arc<[Racer]>,
    /// All runs that are compared, this run first; empty where there is only one.
    pub(crate) columns: Arc<[Column]>,
    /// Where a page opens.
    pub(crate) opening: Opening,
}

/// One of several runs that are compared, side by side.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name that the user gave it; empty for none.
    pub name: String,
    /// The values in which it differs from the others, in words.
    pub differs: String,
    /// For a branch of the first run: the first step that may differ from it.
    pub from: Option<u64>,
    /// Its complete settings.
    pub settings: Settings,
}

/// Where a page opens that gets some settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// The step to compute the run to; `None` for step 0.
    pub step: Option<u64>,
    /// Whether the run stands there.
    pub paused: bool,
    /// Whether its autopsy is open.
    pub autopsy: bool,
    /// The sweep that is shown; `None` for none.
    pub sweep: Option<String>,
    /// The calibration that is shown; `None` for none.
    pub calibrate: Option<String>,
}

/// What follows from the choices; written by `schema`.
#[derive(Debug, Default)]
pub struct Implied {
    /// Defaults that are not the key's own: the scenario's, or those of the items in force.
    pub defaults: BTreeMap<&'static str, ImpliedDefault>,
    /// Keys that the scenario uses, besides those of optimizer, clip and run, which all scenarios use.
    pub uses: &'static [&'static str],
}

/// A default that follows from other choices.
#[derive(Clone, Debug)]
pub enum ImpliedDefault {
    /// A value.
    Text(String),
    /// The default of an item's parameter.
    Param(&'static Param),
}

/// One live change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The first step whose update it affects.
    pub step: u64,
    /// The key.
    pub key: &'static str,
    /// Its new value in canonical form.
    pub value: String,
}

/// One run of a race.
#[derive(Clone, Debug)]
pub struct Racer {
    /// Its name, from its differences.
    pub name: String,
    /// Its differences from the first run, by key.
    pub own: Vec<(&'static str, String)>,
    /// Its complete settings.
    pub settings: Settings,
}

impl Settings {
    /// The current value.
    pub fn get<T: Value>(&self, key: &Key<T>) -> T {
        T::read(&self.text(key), &key.param)
    }

    /// The current value as text.
    pub fn text<T>(&self, key: &Key<T>) -> String {
        self.text_of(&key.param)
    }

    /// The current value of a parameter's key as text; by default the parameter's own default.
    pub fn text_of(&self, param: &Param) -> String {
        if let Some(text) = self.chosen.get(param.key) {
            return text.clone();
        }
        match self.implied.defaults.get(param.key) {
            Some(ImpliedDefault::Text(text)) => text.clone(),
            Some(ImpliedDefault::Param(param)) => self.own_default(param),
            None => self.own_default(param),
        }
    }

    /// A parameter's own default.
    pub fn own_default(&self, param: &Param) -> String {
        let value = match param.default {
            Own::Text(text) => return text.into(),
            Own::Value(value) => value,
            Own::By(rule) => rule(self),
        };
        param.range.choices().get(value as usize).map_or_else(|| value.to_string(), |item| item.id.into())
    }

    /// Whether the scenario lists a key as used. Keys of optimizer, clip and run are used by all scenarios and not
    /// listed.
    pub fn uses<T>(&self, key: &Key<T>) -> bool {
        self.implied.uses.contains(&key.id())
    }

    /// The same settings with another value of a whole-number key.
    pub fn with_whole(mut self, key: &Key<u64>, value: u64) -> Self {
        self.chosen.insert(key.id(), value.to_string());
        self
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.get(&SEED)
    }

    /// Width of every hidden layer, first to last. A list that is too short continues with its last width.
    pub fn widths(&self) -> Vec<usize> {
        let text = self.text(&WIDTH);
        let mut widths: Vec<usize> = text.split(',').filter_map(|w| w.parse().ok()).collect();
        let last = widths.last().copied().unwrap_or(1);
        widths.resize(self.get(&HIDDEN_LAYERS) as usize, last);
        widths
    }

    /// Rows in a batch; `None` for the full batch.
    pub fn batch(&self) -> Option<usize> {
        self.get(&BATCH)
    }

    /// The live changes, by step.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The steps with a live change, each once.
    pub fn change_steps(&self) -> Vec<u64> {
        let mut steps: Vec<u64> = self.changes.iter().map(|change| change.step).collect();
        steps.dedup();
        steps
    }

    /// The settings at the start of the run.
    pub fn before_changes(&self) -> Self {
        Self { changes: Vec::new(), implied_after: Vec::new(), ..self.clone() }
    }

    /// The settings at a step, with all changes up to and including it.
    pub fn at(&self, step: u64) -> Self {
        let mut settings = self.before_changes();
        for (change, implied) in self.changes.iter().zip(&self.implied_after).take_while(|(c, _)| c.step <= step) {
            settings.chosen.insert(change.key, change.value.clone());
            settings.implied = implied.clone();
        }
        settings
    }

    /// All runs that are compared, this run first; empty where there is only one.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The settings of the first run alone.
    pub fn alone(&self) -> Self {
        Self { columns: Arc::default(), ..self.clone() }
    }

    /// All runs of the race, this run first; empty without a race.
    pub fn racers(&self) -> &[Racer] {
        &self.racers
    }
}

/// Implied values follow from the choices and need no comparison.
impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        self.chosen == other.chosen && self.changes == other.changes
    }
}

impl Eq for Settings {}
