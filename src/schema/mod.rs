//! The schema of settings: every family and every key, how a settings string is read, and what is wrong with it.
//!
//! A settings string is `key=value&key=value`, percent-encoded, keys in any order. Parsing never fails: a bad value
//! leaves its key at the default and is reported as a [`Notice`]; the page shows notices, the command line refuses.
//! What was read is a plain value ([`Settings`]) that the rooms below read with typed keys. A default may depend on other
//! choices: on the scenario, or on the item that a parameter belongs to. Such defaults are stored in the value
//! (`implied.rs`).

mod changes;
mod families;
mod implied;
mod names;
mod notice;
mod race;
mod table;
mod values;

pub use families::{Family, families};
pub use notice::{Advice, Notice};
pub use race::MOST_RACERS;
pub use table::{Group, Kind, Setting, find, schema};

use crate::datasets::own_csv;
use crate::objectives::surfaces::expression;
use crate::registry::keys::{BATCH, SCENARIO};
use crate::registry::{self, Item, Param, Settings};
use crate::texts;
use std::borrow::Cow;

/// The key under which live changes travel.
const CHANGES: &str = "changes";

impl Settings {
    /// Reads a settings string (a leading `#` or `?` is skipped). Later occurrences of a key win.
    ///
    /// A key that is missing has its default. So has one whose value is bad: a notice then says what is allowed.
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
        let mut changes = String::new();
        for pair in text.split('&') {
            for (name, value) in form_urlencoded::parse(as_meant(pair).as_bytes()) {
                if name == CHANGES {
                    changes = value.into_owned();
                } else {
                    self.choose(&name, &value, notices);
                }
            }
        }
        self.imply();
        self.clamp_to_items(notices);
        self.narrow_rivals(notices);
        self.read_changes(&changes, notices);
        self.read_racers();
    }

    /// Sets one key; what is wrong with it is added to `notices`.
    pub fn set(&mut self, name: &str, value: &str, notices: &mut Vec<Notice>) {
        self.choose(name, value, notices);
        self.imply();
        self.imply_changes();
        self.read_racers();
    }

    /// Sets one key and leaves what it implies to the caller.
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
                && *value != self.default_of(key)
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
        settings.chosen.retain(|id, _| find(id).is_none_or(|key| key.group != Group::View));
        settings
    }

    /// Whether the user chose a setting.
    pub fn is_chosen(&self, setting: &Setting) -> bool {
        self.chosen.contains_key(setting.id)
    }

    /// The value in force of a setting, as text.
    pub fn value(&self, setting: &Setting) -> String {
        self.text_of(&setting.param)
    }

    /// What a setting is at as long as nobody chooses it.
    fn default_of(&self, setting: &Setting) -> String {
        self.implied
            .defaults
            .get(setting.id)
            .map_or_else(|| self.own_default(&setting.param), |usual| self.written(usual))
    }

    /// Whether a key matters with these settings. One that does not is kept and ignored.
    pub fn applies(&self, key: &Setting) -> bool {
        match key.kind {
            Kind::Param(_) => self.params().any(|p| p.key == key.id),
            Kind::File | Kind::Column => self.get(&SCENARIO) == own_csv::ID,
            Kind::Expression => self.get(&SCENARIO) == expression::ID,
            _ if key.id == BATCH.id() => self.uses(&BATCH),
            _ => key.group.is_universal() || self.implied.uses.contains(&key.id),
        }
    }

    /// What the items in force say of the other settings, by the key that chose the item.
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

    /// The parameter that a key stands for under these settings, its item, and the key that chose that.
    pub fn owned(&self, id: &str) -> Option<(&'static str, &'static Item, &'static Param)> {
        self.items().find_map(|(by, item)| Some((by, item, item.params.iter().find(|param| param.key == id)?)))
    }

    /// Brings numbers into the ranges of the items in force.
    fn clamp_to_items(&mut self, notices: &mut Vec<Notice>) {
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
        // Items that share a key may each mean their own.
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

#[cfg(test)]
mod tests;
