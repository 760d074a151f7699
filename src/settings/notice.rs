//! What was wrong with a setting, and what was done about it; and what is unwise about good ones.

use super::Key;
use serde::Serialize;

/// What is unwise about settings that are each allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// The key under which it is shown.
    pub key: &'static str,
    /// Why, and what would be better.
    pub message: &'static str,
}

/// A bad key or value in a settings string.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Notice {
    /// The key as it was given.
    pub key: String,
    /// The value as it was given.
    pub value: String,
    /// A sentence that names key, value and what is allowed.
    pub message: String,
    /// Allowed values, where they are a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<&'static str>,
    /// Allowed range, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
}

impl Notice {
    pub(super) fn unknown_key(key: &str, value: &str) -> Self {
        let choices: Vec<&'static str> = super::schema().iter().map(|k| k.id).collect();
        let message = format!("Unknown setting “{}”. Known settings: {}.", short(key), choices.join(", "));
        Self { key: key.into(), value: value.into(), message, choices, range: None }
    }

    pub(super) fn unknown_value(key: &Key, value: &str) -> Self {
        let choices: Vec<&'static str> = key.choices().iter().map(|item| item.id).collect();
        let message = format!("{}: “{}” is not one of {}.", key.id, short(value), choices.join(", "));
        Self { key: key.id.into(), value: value.into(), message, choices, range: None }
    }

    pub(super) fn malformed(key: &Key, value: &str, wanted: &str, range: Option<(f64, f64)>) -> Self {
        let message = format!("{}: “{}” is not {wanted}.", key.id, short(value));
        Self { key: key.id.into(), value: value.into(), message, choices: Vec::new(), range }
    }

    pub(super) fn bad_change(entry: &str) -> Self {
        let message = format!("changes: “{}” is not of the form key~value@step, as in lr~0.01@120.", short(entry));
        Self { key: "changes".into(), value: entry.into(), message, choices: Vec::new(), range: None }
    }

    pub(super) fn clamped(key: &Key, value: &str, range: (f64, f64), used: &str) -> Self {
        let unit = if key.unit.is_empty() { String::new() } else { format!(" {}", key.unit) };
        let message =
            format!("{}: {} is outside {} to {}{unit}; the nearest is {used}.", key.id, short(value), range.0, range.1);
        Self { key: key.id.into(), value: value.into(), message, choices: Vec::new(), range: Some(range) }
    }
}

/// A value as far as a message should quote it.
fn short(value: &str) -> String {
    let mut out: String = value.chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().count() > 60 {
        out.push('…');
    }
    out
}
