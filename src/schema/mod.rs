//! The schema of settings: every family and every key, how a settings string is read, and which notices it gives.
//!
//! A settings string is `key=value&key=value`, percent-encoded, with keys in any order. Parsing never fails. A bad
//! value leaves its key at the default and gives a [`Notice`]: the page shows it, and the command line refuses to run.
//! The result is a plain value ([`Settings`]), which other modules read with typed keys. A default may depend on other
//! choices: on the scenario, or on the item that a parameter belongs to. Such defaults are stored in the value
//! (`implied.rs`).

mod changes;
mod columns;
mod families;
mod implied;
mod names;
mod notice;
mod opening;
mod race;
mod table;
mod values;

pub use columns::{Beside, MOST_COLUMNS, beside};
pub use families::{Family, families};
pub use notice::{Advice, LINK_KEYS, Notice};
pub use opening::FURTHEST;
pub use race::MOST_RACERS;
pub use table::{Group, Kind, Setting, find, schema};

use crate::datasets::own_csv;
use crate::objectives::surfaces::expression;
use crate::registry::keys::{BATCH, SCENARIO};
use crate::registry::{self, Item, Param, Settings};
use crate::texts;
use std::borrow::Cow;
use std::sync::Arc;

/// The key for live changes in a settings string.
const CHANGES: &str = "changes";
/// The keys for runs that are compared with the first.
const COMPARE: &str = "compare";
const BRANCH: &str = "branch";

impl Settings {
    /// Reads a settings string (a leading `#` or `?` is skipped). Later occurrences of a key win.
    ///
    /// A missing key has its default. So does a key with a bad value; a notice then says what is allowed.
    ///
    /// ```
    /// use gradscape::{activations::ACTIVATION, optimizers::OPTIMIZER, registry::Settings};
    ///
    /// let (settings, notices) = Settings::parse("activation=relu&hidden_layers=4&optimizer=adamm");
    /// assert_eq!(settings.get(&ACTIVATION).id, "relu");
    /// assert_eq!(settings.get(&OPTIMIZER).id, "sgd");
    /// assert_eq!(notices.len(), 1);
    /// assert!(notices[0].choices.contains(&"adam"));
    /// ```
    pub fn parse(text: &str) -> (Self, Vec<Notice>) {
        let mut settings = Self::default();
        let mut notices = Vec::new();
        let text = text.trim().trim_start_matches(['#', '?']);
        settings.imply();
        if !text.is_empty() {
            settings.read(text, &mut notices);
        }
        (settings, notices)
    }

    fn read(&mut self, text: &str, notices: &mut Vec<Notice>) {
        let [mut changes, mut compare, mut branch] = [const { String::new() }; 3];
        for pair in text.split('&') {
            for (name, value) in form_urlencoded::parse(as_meant(pair).as_bytes()) {
                let kept = match name.as_ref() {
                    CHANGES => Some(&mut changes),
                    COMPARE => Some(&mut compare),
                    BRANCH => Some(&mut branch),
                    _ => None,
                };
                if let Some(kept) = kept {
                    *kept = value.into_owned();
                } else if !self.opening.takes(&name, &value, notices) {
                    self.choose(&name, &value, notices);
                }
            }
        }
        self.imply();
        self.clamp_to_items(notices);
        self.narrow_rivals(notices);
        self.read_changes(&changes, notices);
        self.read_racers();
        self.read_columns(&compare, &branch, notices);
    }

    /// Sets one key. Adds to `notices` what is wrong with the value.
    pub fn set(&mut self, name: &str, value: &str, notices: &mut Vec<Notice>) {
        self.choose(name, value, notices);
        self.imply();
        self.imply_changes();
        self.read_racers();
    }

    /// Sets one key. The caller must update the implied defaults.
    fn choose(&mut self, name: &str, value: &str, notices: &mut Vec<Notice>) {
        let Some(key) = find(name) else {
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

    /// A copy of the settings with `changes` applied, for example those of a remedy.
    pub fn with(&self, changes: &[(&str, &str)]) -> Self {
        let mut changed = self.clone();
        for (name, value) in changes {
            changed.set(name, value, &mut Vec::new());
        }
        changed
    }

    /// The settings string: all chosen keys that differ from their default, in the order of the controls.
    pub fn canonical(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for key in schema() {
            if let Some(value) = self.chosen.get(key.id)
                && *value != self.default_of(key)
            {
                out.append_pair(key.id, value);
            }
        }
        if !self.changes.is_empty() {
            out.append_pair(CHANGES, &self.changes_text());
        }
        if !self.columns.is_empty() {
            for (key, text) in self.columns_text() {
                out.append_pair(key, &text);
            }
        }
        readable(&out.finish())
    }

    /// A copy without the settings of the view. If two of these are equal, the runs are equal.
    pub fn of_run(&self) -> Self {
        let mut settings = self.clone();
        settings.chosen.retain(|id, _| find(id).is_none_or(|key| key.group != Group::View));
        settings.columns = Arc::default();
        settings
    }

    /// Whether the user chose a setting.
    pub fn is_chosen(&self, setting: &Setting) -> bool {
        self.chosen.contains_key(setting.id)
    }

    /// The value of a setting in force, as text.
    pub fn value(&self, setting: &Setting) -> String {
        self.text_of(&setting.param)
    }

    /// The value of a setting that the user has not chosen.
    fn default_of(&self, setting: &Setting) -> String {
        self.implied
            .defaults
            .get(setting.id)
            .map_or_else(|| self.own_default(&setting.param), |usual| self.written(usual))
    }

    /// Whether a key has an effect with these settings. Other keys are stored but ignored.
    pub fn applies(&self, key: &Setting) -> bool {
        match key.kind {
            Kind::Param(_) => self.params().any(|p| p.key == key.id),
            Kind::File | Kind::Column => self.get(&SCENARIO) == own_csv::ID,
            Kind::Expression => self.get(&SCENARIO) == expression::ID,
            _ if key.id == BATCH.id() => self.uses(&BATCH),
            _ => key.group.is_universal() || self.implied.uses.contains(&key.id),
        }
    }

    /// The advice of all items in force, each with the key that chose the item.
    pub fn advice(&self) -> Vec<Advice> {
        let advice = |(key, item): (&'static str, &Item)| {
            let family = families().into_iter().find(|family| family.key == key)?.id;
            let english = (item.advice)(self)?;
            Some(Advice { key, message: texts::advice(family, item.id, english) })
        };
        self.items().filter_map(advice).collect()
    }

    /// The items in force, with the keys that chose them.
    fn items(&self) -> impl Iterator<Item = (&'static str, &'static Item)> {
        families().into_iter().filter(|family| !family.key.is_empty()).filter_map(|family| {
            let key = find(family.key).filter(|key| self.applies(key))?;
            Some((family.key, registry::find(family.items, &self.value(key))?))
        })
    }

    /// The parameters of every item in force.
    fn params(&self) -> impl Iterator<Item = &'static Param> {
        self.items().flat_map(|(_, item)| item.params)
    }

    /// The parameter that a key stands for under these settings, with its item and the key that chose the item.
    pub fn owned(&self, id: &str) -> Option<(&'static str, &'static Item, &'static Param)> {
        self.items().find_map(|(by, item)| Some((by, item, item.params.iter().find(|param| param.key == id)?)))
    }

    /// Clamps numbers to the ranges of the items in force.
    fn clamp_to_items(&mut self, notices: &mut Vec<Notice>) {
        let chosen: Vec<(&'static str, String)> = self.chosen.iter().map(|(id, text)| (*id, text.clone())).collect();
        for (id, text) in chosen {
            if let Some((used, notice)) = self.beyond(id, &text) {
                self.chosen.insert(id, used);
                notices.push(notice);
            }
        }
    }

    /// The nearest value that the item in force allows, if `text` is outside its range.
    fn beyond(&self, id: &str, text: &str) -> Option<(String, Notice)> {
        // Several items may share a key, each with a range of its own.
        let (key, (_, _, param)) = (find(id)?, self.owned(id)?);
        if !param.range.choices().is_empty() {
            return None;
        }
        let (low, high) = param.range.ends();
        let number: f64 = text.parse().ok().filter(|number| !(low..=high).contains(number))?;
        let used = number.clamp(low, high).to_string();
        let notice = Notice::clamped(key, text, (low, high), &used);
        Some((used, notice))
    }
}

/// A settings string without the escapes that a fragment does not need: `width=4,2` reads better than `width=4%2C2`.
fn readable(text: &str) -> String {
    let plain = [("%2C", ","), ("%7E", "~"), ("%40", "@"), ("%3A", ":"), ("%3B", ";")];
    plain.iter().fold(text.to_string(), |text, (escape, sign)| text.replace(escape, sign))
}

/// A key and its value, as they stand in a settings string.
fn pair(key: &str, value: &str) -> String {
    readable(form_urlencoded::Serializer::new(String::new()).append_pair(key, value).finish().as_str())
}

/// A + in a settings string means a space, but in an expression that the user typed it may be a plus. It is read as a
/// plus if the expression is otherwise invalid.
fn as_meant(pair: &str) -> Cow<'_, str> {
    let read = |text: &str| form_urlencoded::parse(text.as_bytes()).next().map(|(_, value)| value.into_owned());
    if !pair.starts_with("expression=") || !pair.contains('+') {
        return pair.into();
    }
    let typed = read(pair).is_some_and(|text| !text.contains('+') && expression::parse(&text).is_err());
    if typed { pair.replace('+', "%2B").into() } else { pair.into() }
}

#[cfg(test)]
mod tests;
