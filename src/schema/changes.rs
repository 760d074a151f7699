//! Live changes: keys that were changed while the run went on, each with the step whose update it first acted on.
//!
//! In a link they stand as `changes=lr~0.01@120,clip~norm@300`.

use super::{Notice, Setting, find};
use crate::registry::keys::{BATCH, MAX_SEED};
use crate::registry::{Change, Settings};
use crate::texts::settings as texts;

impl Settings {
    /// Changes a key from `step` on. A second change of the key at the same step takes the place of the first, and
    /// whatever was to change later is forgotten: the run goes another way now.
    ///
    /// # Errors
    ///
    /// There is no such key, it cannot change while the run goes on, or it does not take the value.
    pub fn change(&mut self, step: u64, name: &str, value: &str) -> Result<(), Notice> {
        let key = find(name).ok_or_else(|| Notice::unknown_key(name, value))?;
        if !key.is_live() {
            return Err(Notice::malformed(key, value, &texts::live(), None));
        }
        let (mut value, mut notice) = key.read(value.trim())?;
        if let Some((used, clamped)) = self.at(step).beyond(key.id, &value) {
            (value, notice) = (used, Some(clamped));
        }
        self.changes.retain(|c| c.step < step || (c.step == step && c.key != key.id));
        self.imply_changes();
        if self.at(step).value(key) != value {
            self.changes.push(Change { step, key: key.id, value });
            self.imply_changes();
        }
        notice.map_or(Ok(()), Err)
    }

    /// Reads the link's form. What cannot be read is reported and left out.
    pub(super) fn read_changes(&mut self, text: &str, notices: &mut Vec<Notice>) {
        let mut entries: Vec<(u64, &str, &str)> = Vec::new();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let parts = entry.rsplit_once('@').and_then(|(change, step)| {
                let (key, value) = change.split_once('~')?;
                Some((step.parse().ok().filter(|step| *step <= MAX_SEED)?, key, value))
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

    /// Stores what follows from each change; see [`Settings::imply`].
    pub(super) fn imply_changes(&mut self) {
        let mut settings = self.before_changes();
        let mut after = Vec::with_capacity(self.changes.len());
        for change in &self.changes {
            settings.chosen.insert(change.key, change.value.clone());
            settings.imply();
            after.push(settings.implied.clone());
        }
        self.implied_after = after;
    }

    /// The link's form; empty without changes.
    pub(super) fn changes_text(&self) -> String {
        let entries: Vec<String> =
            self.changes.iter().map(|change| format!("{}~{}@{}", change.key, change.value, change.step)).collect();
        entries.join(",")
    }
}

impl Setting {
    /// Whether it can change while a run goes on: how a gradient becomes a step, not what the gradient is of.
    pub fn is_live(&self) -> bool {
        use super::Group::{Clip, Optimizer};
        matches!(self.group, Optimizer | Clip) && self.id != BATCH.id()
    }
}
