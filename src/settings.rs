//! Everything the user chose, as one value: the link, the page's controls, the element's attribute and the command
//! line all read and write this.
//!
//! A settings string is `key=value&key=value`, percent-encoded, keys in any order. Parsing never fails: a bad value
//! leaves its key at the default and is reported as a [`Notice`]; the page shows notices, the command line refuses.
//! Only what was chosen is stored. A default is looked up when it is asked for, because it may depend on other
//! choices: on the scenario, on the item that a parameter belongs to, on the activation.

mod changes;
mod keys;
mod notice;
mod race;
mod values;

pub use changes::Change;
pub use keys::{Group, Key, Kind, find as key, schema};
pub use notice::{Advice, Notice};
pub use race::MOST_RACERS;

use crate::datasets::own_csv;
use crate::objectives::surfaces::expression;
use crate::registry::{self, Item, Param, apart};
use crate::scenarios;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The key under which live changes travel.
const CHANGES: &str = "changes";
/// Largest seed: whole numbers up to here are exact in JavaScript.
pub const MAX_SEED: u64 = (1 << 53) - 1;
/// Largest number of hidden layers.
pub const MAX_HIDDEN_LAYERS: u64 = 64;
/// Largest width of a hidden layer.
pub const MAX_WIDTH: u64 = 256;

/// What the user chose; everything else is at its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    chosen: BTreeMap<&'static str, String>,
    /// What changes while the run goes on, by step.
    changes: Vec<Change>,
}

impl Settings {
    /// Reads a settings string (a leading `#` or `?` is skipped). Later occurrences of a key win.
    ///
    /// A key that is missing has its default. So has one whose value is bad: a notice then says what is allowed.
    ///
    /// ```
    /// use gradscape::settings::Settings;
    ///
    /// let (settings, notices) = Settings::parse("activation=relu&hidden_layers=4&optimizer=adamm");
    /// assert_eq!(settings.choice("activation"), "relu");
    /// assert_eq!(settings.choice("optimizer"), "sgd");
    /// assert_eq!(notices.len(), 1);
    /// assert!(notices[0].choices.contains(&"adam"));
    /// ```
    pub fn parse(text: &str) -> (Self, Vec<Notice>) {
        let mut settings = Self::default();
        let mut notices = Vec::new();
        let text = text.trim().trim_start_matches(['#', '?']);
        if !text.is_empty() {
            apart(|| settings.read(text, &mut notices));
        }
        (settings, notices)
    }

    fn read(&mut self, text: &str, notices: &mut Vec<Notice>) {
        let mut changes = String::new();
        for pair in text.split('&') {
            for (name, value) in form_urlencoded::parse(as_meant(pair).as_bytes()) {
                if name == CHANGES {
                    changes = value.into_owned();
                } else {
                    self.set(&name, &value, notices);
                }
            }
        }
        self.narrow(notices);
        self.narrow_rivals(notices);
        self.read_changes(&changes, notices);
    }

    /// Sets one key; what is wrong with it is added to `notices`.
    pub fn set(&mut self, name: &str, value: &str, notices: &mut Vec<Notice>) {
        let Some(key) = keys::find(name) else {
            notices.push(Notice::unknown_key(name, value));
            return;
        };
        match key.read(value.trim()) {
            Ok((text, notice)) => {
                self.chosen.insert(key.id, text);
                notices.extend(notice);
            }
            Err(notice) => {
                self.chosen.remove(key.id);
                notices.push(notice);
            }
        }
    }

    /// The same settings with `changes` made, for example a remedy's.
    pub fn with(&self, changes: &[(&str, &str)]) -> Self {
        let mut changed = self.clone();
        for (name, value) in changes {
            changed.set(name, value, &mut Vec::new());
        }
        changed
    }

    /// The settings string: chosen keys that differ from their default, in the order of the controls.
    pub fn canonical(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for key in schema() {
            if let Some(value) = self.chosen.get(key.id)
                && *value != self.default_text(key)
            {
                out.append_pair(key.id, value);
            }
        }
        if !self.changes.is_empty() {
            out.append_pair(CHANGES, &self.changes_text());
        }
        // These need no escape in a fragment, and `width=4,2` reads better than `width=4%2C2`.
        let plain = [("%2C", ","), ("%7E", "~"), ("%40", "@"), ("%3A", ":"), ("%3B", ";")];
        plain.iter().fold(out.finish(), |text, (escape, sign)| text.replace(escape, sign))
    }

    /// The same without what only concerns the view: two settings with the same rest make the same run.
    pub fn of_run(&self) -> Self {
        let mut settings = self.clone();
        settings.chosen.retain(|id, _| keys::find(id).is_none_or(|key| key.group != Group::View));
        settings
    }

    /// Whether the user chose this key.
    pub fn is_chosen(&self, id: &str) -> bool {
        self.chosen.contains_key(id)
    }

    /// The value in force, as text.
    pub fn text(&self, id: &str) -> String {
        self.chosen
            .get(id)
            .cloned()
            .unwrap_or_else(|| keys::find(id).map_or_else(String::new, |k| self.default_text(k)))
    }

    /// The item id in force for a key that chooses from a family.
    ///
    /// # Panics
    ///
    /// No key has this id.
    pub fn choice(&self, id: &str) -> &'static str {
        let text = self.text(id);
        let key = keys::find(id).expect("a choice is asked for by a known key");
        key.choices().iter().find(|item| item.id == text).unwrap_or(&key.choices()[0]).id
    }

    /// The number in force.
    pub fn number(&self, id: &str) -> f64 {
        self.text(id).parse().unwrap_or(0.0)
    }

    /// The whole number in force.
    pub fn integer(&self, id: &str) -> u64 {
        self.number(id) as u64
    }

    /// Whether a switch is on.
    pub fn is_on(&self, id: &str) -> bool {
        self.number(id) != 0.0
    }

    /// The seed in force.
    pub fn seed(&self) -> u64 {
        self.integer("seed")
    }

    /// Width of every hidden layer, first to last. A list of widths that is too short goes on with its last one.
    pub fn widths(&self) -> Vec<usize> {
        let text = self.text("width");
        let mut widths: Vec<usize> = text.split(',').filter_map(|w| w.parse().ok()).collect();
        let last = widths.last().copied().unwrap_or(1);
        widths.resize(self.integer("hidden_layers") as usize, last);
        widths
    }

    /// Rows in a batch; `None` for the full batch.
    pub fn batch(&self) -> Option<usize> {
        self.text("batch").parse().ok()
    }

    /// Whether a key matters with these settings. One that does not is kept and ignored.
    pub fn applies(&self, key: &Key) -> bool {
        match key.kind {
            Kind::Param(_) => self.params().any(|p| p.key == key.id),
            Kind::File | Kind::Column => self.choice("scenario") == own_csv::ID,
            Kind::Expression => self.choice("scenario") == expression::ID,
            _ if key.id == "batch" => self.uses("batch"),
            _ => key.group.is_universal() || self.uses(key.id),
        }
    }

    /// Whether the scenario uses a key.
    fn uses(&self, id: &str) -> bool {
        scenarios::find(self.choice("scenario")).uses().contains(&id)
    }

    /// What the items in force say of the other settings, by the key that chose the item.
    pub fn advice(&self) -> Vec<Advice> {
        let said = |(key, item): (_, &Item)| (item.advice)(self).map(|message| Advice { key, message });
        self.items().filter_map(said).collect()
    }

    /// The items in force, with the keys that chose them.
    fn items(&self) -> impl Iterator<Item = (&'static str, &'static Item)> {
        registry::families()
            .into_iter()
            .filter(|family| !family.key.is_empty() && keys::find(family.key).is_some_and(|key| self.applies(key)))
            .filter_map(|family| Some((family.key, registry::find(family.items, self.choice(family.key))?)))
    }

    /// The parameters of every item in force.
    fn params(&self) -> impl Iterator<Item = &'static Param> {
        self.items().flat_map(|(_, item)| item.params)
    }

    /// The parameter that a key stands for under these settings, its item, and the key that chose that.
    pub fn owned(&self, id: &str) -> Option<(&'static str, &'static Item, &'static Param)> {
        self.items().find_map(|(by, item)| Some((by, item, item.params.iter().find(|param| param.key == id)?)))
    }

    /// The parameter that a key stands for under these settings: items that share a key may each mean their own.
    pub fn param(&self, id: &str) -> Option<&'static Param> {
        self.owned(id).map(|(_, _, param)| param)
    }

    /// A parameter's own default.
    pub fn usual(&self, param: &Param) -> String {
        default_of(param, self)
    }

    /// Brings numbers into the ranges of the items in force.
    fn narrow(&mut self, notices: &mut Vec<Notice>) {
        let chosen: Vec<(&'static str, String)> = self.chosen.iter().map(|(id, text)| (*id, text.clone())).collect();
        for (id, text) in chosen {
            if let Some((used, notice)) = self.beyond(id, &text) {
                self.chosen.insert(id, used);
                notices.push(notice);
            }
        }
    }

    /// The nearest value in the range of the item in force, where that is narrower than its key's and `text` is beyond.
    fn beyond(&self, id: &str, text: &str) -> Option<(String, Notice)> {
        let (key, range) = (keys::find(id)?, self.param(id)?.range);
        if !range.choices().is_empty() {
            return None;
        }
        let (low, high) = range.ends();
        let number: f64 = text.parse().ok().filter(|number| !(low..=high).contains(number))?;
        let used = number.clamp(low, high).to_string();
        let notice = Notice::clamped(key, text, (low, high), &used);
        Some((used, notice))
    }

    fn default_text(&self, key: &Key) -> String {
        let scenario = scenarios::find(self.scenario_id());
        // A list of widths says how many layers there are, unless that was chosen too.
        if let ("hidden_layers", Some(widths)) = (key.id, self.chosen.get("width"))
            && widths.contains(',')
        {
            return widths.split(',').count().to_string();
        }
        let own = scenario.defaults().iter().find(|(id, _)| *id == key.id).map(|(_, value)| (*value).to_string());
        let first = match key.kind {
            Kind::Param(first) => first,
            // An item in force may have its own use for a number.
            Kind::Number(_) => {
                let of_item = || self.param(key.id).map_or_else(|| key.default.into(), |param| default_of(param, self));
                return own.unwrap_or_else(of_item);
            }
            _ => return own.unwrap_or_else(|| key.default.into()),
        };
        // A scenario's learning rate is meant for the scenario's optimizer, and so on for every parameter of an item.
        let owner = registry::families().into_iter().find_map(|family| {
            let item = registry::find(family.items, if family.key.is_empty() { "" } else { self.choice(family.key) })?;
            item.params.iter().find(|p| p.key == key.id).map(|p| (family.key, p))
        });
        let Some((family, param)) = owner else { return default_of(first, self) };
        let as_scenario_means = family == "scenario" || self.text(family) == self.scenario_text(family);
        match own {
            Some(text) if as_scenario_means => text,
            _ => default_of(param, self),
        }
    }

    /// What a key is at when only the scenario is chosen.
    fn scenario_text(&self, id: &str) -> String {
        let mut alone = Self::default();
        if let Some(scenario) = self.chosen.get("scenario") {
            alone.chosen.insert("scenario", scenario.clone());
        }
        alone.text(id)
    }

    fn scenario_id(&self) -> &str {
        self.chosen.get("scenario").map_or(scenarios::FIRST, String::as_str)
    }
}

/// In a settings string + is a space; in an expression that somebody typed there it may be a plus. It is one where the
/// expression cannot be read otherwise: where it can, spaces and pluses come to the same.
fn as_meant(pair: &str) -> Cow<'_, str> {
    let read = |text: &str| form_urlencoded::parse(text.as_bytes()).next().map(|(_, value)| value.into_owned());
    if !pair.starts_with("expression=") || !pair.contains('+') {
        return pair.into();
    }
    let typed = read(pair).is_some_and(|text| !text.contains('+') && expression::parse(&text).is_err());
    if typed { pair.replace('+', "%2B").into() } else { pair.into() }
}

fn default_of(param: &Param, settings: &Settings) -> String {
    let value = match param.default {
        registry::Default::Value(value) => value,
        registry::Default::By(rule) => rule(settings),
    };
    param.range.choices().get(value as usize).map_or_else(|| value.to_string(), |item| item.id.into())
}

#[cfg(test)]
mod tests;
