//! A race: runs from the same start on the same loss, each with settings of its own, and their comparison.
//!
//! The first racer is the run that the rest of the page shows. The others follow its step, and continue without it if
//! it diverges. Each racer is a [`Run`] and computes the same bits as it would alone.
//!
//! [`Run`]: crate::run::Run

mod ready;
mod standings;
mod track;

pub use ready::{READY, Ready};
pub use standings::{Standing, standings};
pub use track::{AXES, Axis, RACE_AXIS, RECENT, Track};

use crate::registry::Settings;
use crate::run::{AnyRun, RunControl, RunView, Status};

/// The other racers, without the page's own run.
pub struct Race {
    rivals: Vec<AnyRun>,
    names: Vec<String>,
    /// The axis of the race.
    pub axis: Axis,
}

/// One racer.
#[derive(Clone, Copy)]
pub struct Racer<'a> {
    /// Its index in the settings, 0 for the page's own run. It sets the racer's style in every picture.
    pub style: u8,
    /// The settings in which it differs from the others.
    pub name: &'a str,
    /// Its run.
    pub run: &'a dyn RunView,
}

impl Race {
    /// The race that the settings describe, at its start; `None` if there are no other racers.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn of(settings: &Settings, file: Option<&[u8]>) -> Result<Option<Self>, String> {
        let [_, others @ ..] = settings.racers() else { return Ok(None) };
        let rivals = others.iter().map(|rival| AnyRun::new(&rival.settings, file)).collect::<Result<_, _>>()?;
        let names = settings.racers().iter().map(|racer| racer.name.clone()).collect();
        Ok(Some(Self { rivals, names, axis: Axis::of(settings) }))
    }

    /// All racers, the page's own run first.
    pub fn racers<'a>(&'a self, own: &'a dyn RunView) -> impl Iterator<Item = Racer<'a>> + Clone {
        let runs = std::iter::once(own).chain(self.rivals.iter().map(AnyRun::view));
        runs.zip(&self.names).enumerate().map(|(k, (run, name))| Racer { style: k as u8, name, run })
    }

    /// Advances all racers by `count` steps; a diverged racer stays where it is. Returns the step that the race has
    /// reached. It is less than requested if all racers diverge before.
    pub fn step(&mut self, own: &mut dyn RunControl, count: u64) -> u64 {
        let to = self.furthest(own).saturating_add(count);
        own.step(count);
        self.follow(to);
        self.furthest(own)
    }

    /// Moves all racers to a step, forward or back, as far as they can reach it. Returns the step that the race has
    /// reached.
    pub fn seek(&mut self, own: &mut dyn RunControl, step: u64) -> u64 {
        own.seek(step);
        self.follow(step);
        self.furthest(own)
    }

    /// Whether any of the other racers has not diverged.
    pub fn goes_on(&self) -> bool {
        self.rivals.iter().any(|rival| rival.frame().status == Status::Running)
    }

    /// The last step that any racer has recorded.
    pub fn recorded(&self, own: &dyn RunView) -> u64 {
        let all = std::iter::once(own).chain(self.rivals.iter().map(AnyRun::view));
        all.map(|run| run.history().next().saturating_sub(1)).max().unwrap_or(0)
    }

    /// The step of the racer that is furthest ahead.
    fn furthest(&self, own: &dyn RunView) -> u64 {
        self.rivals.iter().fold(own.frame().step, |step, rival| step.max(rival.frame().step))
    }

    /// Moves the other racers to a step, forward or back. A racer that diverged before that step stays where it did.
    pub fn follow(&mut self, step: u64) {
        for rival in &mut self.rivals {
            // A run at its newest step can simply continue; seeking would look for a snapshot.
            let newest = rival.history().next() == rival.frame().step + 1;
            match step.checked_sub(rival.frame().step) {
                Some(more) if newest => rival.step(more),
                _ => rival.seek(step),
            };
        }
    }

    /// Stores a plane of the page's run under its number, so that the paths of the other racers can be projected onto
    /// it.
    pub fn adopt(&mut self, id: u32, section: &[u8]) {
        for rival in &mut self.rivals {
            rival.adopt(id, section);
        }
    }

    /// The path of the k-th other racer in a plane, in the format of [`crate::run::Run::path`].
    pub fn path(&mut self, k: usize, id: u32, points: usize) -> Vec<f32> {
        self.rivals.get_mut(k).map_or_else(Vec::new, |rival| rival.path(id, points))
    }

    /// The other racers.
    pub fn rivals(&self) -> &[AnyRun] {
        &self.rivals
    }
}

#[cfg(test)]
mod tests;
