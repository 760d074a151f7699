//! Live changes: keys that were changed while the run went on, each with the step whose update it first acted on.
//!
//! In a link they stand as `changes=lr~0.01@120,clip~norm@300`.

use super::{Key, Notice, Settings, keys};
use serde::Serialize;

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

impl Settings {
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
        Self { chosen: self.chosen.clone(), changes: Vec::new() }
    }

    /// The settings in force at a step, its own changes made.
    pub fn at(&self, step: u64) -> Self {
        let mut settings = self.before_changes();
        for change in self.changes.iter().take_while(|change| change.step <= step) {
            settings.chosen.insert(change.key, change.value.clone());
        }
        settings
    }

    /// Changes a key from `step` on. A second change of the key at the same step takes the place of the first, and
    /// whatever was to change later is forgotten: the run goes another way now.
    ///
    /// # Errors
    ///
    /// There is no such key, it cannot change while the run goes on, or it does not take the value.
    pub fn change(&mut self, step: u64, name: &str, value: &str) -> Result<(), Notice> {
        let key = keys::find(name).ok_or_else(|| Notice::unknown_key(name, value))?;
        if !key.is_live() {
            return Err(Notice::malformed(key, value, "something that can change while the run goes on", None));
        }
        let (mut value, mut notice) = key.read(value.trim())?;
        if let Some((used, clamped)) = self.at(step).beyond(key.id, &value) {
            (value, notice) = (used, Some(clamped));
        }
        self.changes.retain(|c| c.step < step || (c.step == step && c.key != key.id));
        if self.at(step).text(key.id) != value {
            self.changes.push(Change { step, key: key.id, value });
        }
        notice.map_or(Ok(()), Err)
    }

    /// Reads the link's form. What cannot be read is reported and left out.
    pub(super) fn read_changes(&mut self, text: &str, notices: &mut Vec<Notice>) {
        let mut entries: Vec<(u64, &str, &str)> = Vec::new();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let parts = entry.rsplit_once('@').and_then(|(change, step)| {
                let (key, value) = change.split_once('~')?;
                Some((step.parse().ok().filter(|step| *step <= super::MAX_SEED)?, key, value))
            });
            match parts {
                // In the order of their steps, those of one step as they are written.
                Some(parts) => entries.insert(entries.partition_point(|(step, ..)| *step <= parts.0), parts),
                None => notices.push(Notice::bad_change(entry)),
            }
        }
        self.changes.clear();
        for (step, key, value) in entries {
            notices.extend(self.change(step, key, value).err());
        }
    }

    /// The link's form; empty without changes.
    pub(super) fn changes_text(&self) -> String {
        let entries: Vec<String> =
            self.changes.iter().map(|change| format!("{}~{}@{}", change.key, change.value, change.step)).collect();
        entries.join(",")
    }
}

impl Key {
    /// Whether it can change while a run goes on: how a gradient becomes a step, not what the gradient is of.
    pub fn is_live(&self) -> bool {
        use super::Group::{Clip, Optimizer};
        matches!(self.group, Optimizer | Clip) && self.id != "batch"
    }
}
