//! Live changes: keys that the user changed during a run, each with the step of the first update that uses the new
//! value.
//!
//! In a link they read `changes=lr~0.01@120,clip~norm@300`.

use super::{Notice, Setting, find};
use crate::registry::keys::{BATCH, MAX_SEED};
use crate::registry::{Change, Settings};
use crate::texts::settings as texts;

impl Settings {
    /// Changes a key from `step` on. This replaces an earlier change of the same key at this step. It also drops all
    /// changes at later steps, because the run takes a different path from here.
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

    /// Reads the form of the link. Unreadable entries are reported and skipped.
    pub(super) fn read_changes(&mut self, text: &str, notices: &mut Vec<Notice>) {
        let mut entries: Vec<(u64, &str, &str)> = Vec::new();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let parts = entry.rsplit_once('@').and_then(|(change, step)| {
                let (key, value) = change.split_once('~')?;
                Some((step.parse().ok().filter(|step| *step <= MAX_SEED)?, key, value))
            });
            match parts {
                // Sorted by step; entries of the same step stay in the written order.
                Some(parts) => entries.insert(entries.partition_point(|(step, ..)| *step <= parts.0), parts),
                None => notices.push(Notice::bad_change(entry)),
            }
        }
        self.changes.clear();
        for (step, key, value) in entries {
            notices.extend(self.change(step, key, value).err());
        }
    }

    /// Stores what each change implies; see [`Settings::imply`].
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

    /// The form of the link; empty if there are no changes.
    pub(super) fn changes_text(&self) -> String {
        let entries: Vec<String> =
            self.changes.iter().map(|change| format!("{}~{}@{}", change.key, change.value, change.step)).collect();
        entries.join(",")
    }
}

impl Setting {
    /// Whether it can change during a run. That holds for the keys that turn a gradient into a step, not for those that
    /// define the loss.
    pub fn is_live(&self) -> bool {
        use super::Group::{Clip, Optimizer};
        matches!(self.group, Optimizer | Clip) && self.id != BATCH.id()
    }
}
