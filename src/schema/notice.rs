//! Notices about bad keys or values in a settings string, and advice about valid but unwise settings.

use super::{Setting, families, schema};
use crate::objectives::surfaces::expression::{self, Fault};
use crate::texts::names::{known, shown};
use crate::texts::{settings as texts, unit};
use serde::Serialize;

/// Advice about settings that are valid, but unwise together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// The key whose control shows the advice.
    pub key: &'static str,
    /// Why, and what would be better.
    pub message: &'static str,
}

/// A bad key or value in a settings string.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Notice {
    /// The key as it was written.
    pub key: String,
    /// The value as it was written.
    pub value: String,
    /// A sentence that names key, value and what is allowed.
    pub message: String,
    /// The allowed values that the sentence names: all if they are few, otherwise the nearest.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub choices: Box<[&'static str]>,
    /// The allowed range, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// Index of the character from which on the value is invalid, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
}

impl Notice {
    pub(super) fn unknown_key(key: &str, value: &str) -> Self {
        let mut settings: Vec<(&'static str, &str)> = schema().iter().map(|k| (k.id, k.label)).collect();
        settings.extend(LINK_KEYS.map(|(key, _)| (key, "")));
        let message = texts::unknown_key(&short(key), &known(key, &settings, Some(LIST_SETTINGS))).into();
        let choices = shown(key, &settings).into();
        Self { key: key.into(), value: value.into(), message, choices, range: None, at: None }
    }

    pub(super) fn unknown_value(key: &Setting, value: &str) -> Self {
        let items: Vec<(&'static str, &str)> = key.choices().iter().map(|item| (item.id, item.label)).collect();
        let family = families().into_iter().find(|family| family.key == key.id);
        let list = family.map_or(LIST_SETTINGS.into(), |family| format!("list {}", family.id));
        let message = texts::unknown_value(&key.id, &short(value), &known(value, &items, Some(&list))).into();
        let choices = shown(value, &items).into();
        Self { key: key.id.into(), value: value.into(), message, choices, range: None, at: None }
    }

    pub(super) fn malformed(key: &Setting, value: &str, wanted: &str, range: Option<(f64, f64)>) -> Self {
        let message = texts::malformed(&key.id, &short(value), &wanted).into();
        Self { key: key.id.into(), value: value.into(), message, choices: Box::default(), range, at: None }
    }

    pub(super) fn unreadable(key: &Setting, value: &str, fault: Fault) -> Self {
        let message = texts::unreadable(&key.id, &(fault.at + 1), &fault.message).into();
        let value = value.chars().take(expression::LONGEST + 1).collect();
        Self { key: key.id.into(), value, message, choices: Box::default(), range: None, at: Some(fault.at as u32) }
    }

    /// About where a link opens.
    pub(super) fn of_opening(key: &str, value: &str, wanted: &str) -> Self {
        let message = texts::malformed(&key, &short(value), &wanted).into();
        Self { key: key.into(), value: value.into(), message, choices: Box::default(), range: None, at: None }
    }

    /// About a step that is too far to open at.
    pub(super) fn beyond(key: &str, value: &str, most: u64) -> Self {
        let message = texts::clamped(&key, &short(value), &0, &most, &most).into();
        let range = Some((0.0, most as f64));
        Self { key: key.into(), value: value.into(), message, choices: Box::default(), range, at: None }
    }

    pub(super) fn of_race(value: &str, message: &str) -> Self {
        let value = short(value);
        let message = texts::race(&message).into();
        Self { key: "race".into(), value, message, choices: Box::default(), range: None, at: None }
    }

    /// About a run that is compared.
    pub(super) fn of_columns(key: &str, value: &str, message: &str) -> Self {
        let (key, value) = (key.to_string(), short(value));
        Self { message: format!("{key}: {message}"), key, value, choices: Box::default(), range: None, at: None }
    }

    /// The value with a caret under the first invalid character; `None` if that character is not known.
    pub fn pointed(&self) -> Option<String> {
        let at = self.at? as usize;
        let from = at.saturating_sub(50);
        let shown: String =
            self.value.chars().skip(from).take(70).map(|c| if c.is_control() { ' ' } else { c }).collect();
        Some(format!("  {shown}\n  {}^", " ".repeat(at - from)))
    }

    pub(super) fn bad_change(entry: &str) -> Self {
        let message = texts::change(&short(entry)).into();
        Self { key: "changes".into(), value: entry.into(), message, choices: Box::default(), range: None, at: None }
    }

    pub(super) fn clamped(key: &Setting, value: &str, range: (f64, f64), used: &str) -> Self {
        let (low, high) = range;
        let message = match key.unit {
            "" => texts::clamped(&key.id, &short(value), &low, &high, &used).into(),
            english => texts::clamped_unit(&key.id, &short(value), &low, &high, &unit(english), &used).into(),
        };
        Self { key: key.id.into(), value: value.into(), message, choices: Box::default(), range: Some(range), at: None }
    }
}

/// Further keys of a settings string, which are no settings, and what they are for.
pub const LINK_KEYS: [(&str, &str); 8] = [
    ("changes", "Live changes, as key~value@step, separated by commas."),
    ("compare", "Runs beside the first: settings strings of what differs, percent-encoded, separated by semicolons."),
    ("branch", "Branches of the first run, as step:key~value,key~value, separated by semicolons."),
    ("step", "The step at which a link opens."),
    ("paused", "Whether a link opens with the run standing still."),
    ("autopsy", "Whether a link opens with the autopsy of the run."),
    ("sweep", "The sweep that a link opens, as ready:ID or over:KEY=VALUES;steps:N; see docs/sweeps.md."),
    ("calibrate", "The calibration that a link opens, as folds:K;seeds:S;steps:N; see docs/finance.md."),
];

/// The command that prints all settings, with their choices and ranges.
pub(super) const LIST_SETTINGS: &str = "list settings";

/// A value, shortened for a message.
fn short(value: &str) -> String {
    let mut out: String = value.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().count() > 60 {
        out.push('…');
    }
    out
}
