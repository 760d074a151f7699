//! What the user chose, as one plain value.
//!
//! Only what was chosen is stored, with what follows from it: `schema`, which reads settings strings, knows the scenario
//! and the items in force, and stores their defaults in [`Implied`]. So whoever reads a value needs no list of keys.

use super::keys::{BATCH, HIDDEN_LAYERS, SEED, WIDTH};
use super::{Default as Own, Key, Param, Value};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the user chose; everything else is at its default.
///
/// `Settings::default()` has every key at its own default. The settings of an empty string are `Settings::parse("")`:
/// they have the first scenario's defaults.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(crate) chosen: BTreeMap<&'static str, String>,
    pub(crate) implied: Arc<Implied>,
    /// What changes while the run goes on, by step.
    pub(crate) changes: Vec<Change>,
    /// What is implied from each change on.
    pub(crate) implied_after: Vec<Arc<Implied>>,
    /// Everybody in the race, this run first; empty where nobody else runs.
    pub(crate) racers: Arc<[Racer]>,
}

/// What follows from the choices; written by `schema`.
#[derive(Debug, Default)]
pub struct Implied {
    /// Defaults that are not the key's own: the scenario's, or those of the items in force.
    pub defaults: BTreeMap<&'static str, ImpliedDefault>,
    /// Keys that the scenario uses, beside those of optimizer, clip and run, which everything uses.
    pub uses: &'static [&'static str],
}

/// A default that follows from other choices.
#[derive(Clone, Debug)]
pub enum ImpliedDefault {
    /// A value.
    Text(String),
    /// That of an item's parameter.
    Param(&'static Param),
}

/// One live change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The step whose update it first acts on.
    pub step: u64,
    /// The key.
    pub key: &'static str,
    /// Its new value, canonical.
    pub value: String,
}

/// One run of a race.
#[derive(Clone, Debug)]
pub struct Racer {
    /// What tells it from the others.
    pub name: String,
    /// What it has of its own, by key.
    pub own: Vec<(&'static str, String)>,
    /// All of its settings.
    pub settings: Settings,
}

impl Settings {
    /// The value in force.
    pub fn get<T: Value>(&self, key: &Key<T>) -> T {
        T::read(&self.text(key), &key.param)
    }

    /// The value in force, as text.
    pub fn text<T>(&self, key: &Key<T>) -> String {
        self.text_of(&key.param)
    }

    /// The value in force of a parameter's key, as text; the parameter's own default where nothing else is said.
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

    /// Whether the scenario uses a key. Keys of optimizer, clip and run are used by all, and not listed.
    pub fn uses<T>(&self, key: &Key<T>) -> bool {
        self.implied.uses.contains(&key.id())
    }

    /// The same settings with another whole number.
    pub fn with_whole(mut self, key: &Key<u64>, value: u64) -> Self {
        self.chosen.insert(key.id(), value.to_string());
        self
    }

    /// The seed in force.
    pub fn seed(&self) -> u64 {
        self.get(&SEED)
    }

    /// Width of every hidden layer, first to last. A list of widths that is too short goes on with its last one.
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

    /// Steps at which something changes, each once.
    pub fn change_steps(&self) -> Vec<u64> {
        let mut steps: Vec<u64> = self.changes.iter().map(|change| change.step).collect();
        steps.dedup();
        steps
    }

    /// The settings as the run began.
    pub fn before_changes(&self) -> Self {
        Self { changes: Vec::new(), implied_after: Vec::new(), ..self.clone() }
    }

    /// The settings in force at a step, its own changes made.
    pub fn at(&self, step: u64) -> Self {
        let mut settings = self.before_changes();
        for (change, implied) in self.changes.iter().zip(&self.implied_after).take_while(|(c, _)| c.step <= step) {
            settings.chosen.insert(change.key, change.value.clone());
            settings.implied = implied.clone();
        }
        settings
    }

    /// Everybody in the race, this run first; empty where nobody else runs.
    pub fn racers(&self) -> &[Racer] {
        &self.racers
    }
}

/// What is implied follows from what was chosen, and needs no comparison.
impl PartialEq for Settings {
    fn eq(&self, other: &Self) -> bool {
        self.chosen == other.chosen && self.changes == other.changes
    }
}

impl Eq for Settings {}
