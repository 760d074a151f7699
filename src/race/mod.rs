//! A race: runs from the same start on the same ground, each with settings of its own, and how they compare.
//!
//! The first racer is the run that everything else on the page shows; the others follow its step, and go on without it
//! where it has diverged. Each is a [`Run`] by itself, with the bits that it has alone.
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

/// The others in a race.
pub struct Race {
    rivals: Vec<AnyRun>,
    names: Vec<String>,
    /// What is counted along the race.
    pub axis: Axis,
}

/// One racer.
#[derive(Clone, Copy)]
pub struct Racer<'a> {
    /// Its place in the settings, 0 for the page's own run; its style in every picture.
    pub style: u8,
    /// What tells it from the others.
    pub name: &'a str,
    /// Its run.
    pub run: &'a dyn RunView,
}

impl Race {
    /// The race of the settings, at its start; `None` where nobody else runs.
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

    /// Everybody, the page's own run first.
    pub fn racers<'a>(&'a self, own: &'a dyn RunView) -> impl Iterator<Item = Racer<'a>> + Clone {
        let runs = std::iter::once(own).chain(self.rivals.iter().map(AnyRun::view));
        runs.zip(&self.names).enumerate().map(|(k, (run, name))| Racer { style: k as u8, name, run })
    }

    /// Everybody makes so many steps more; who has diverged stays. Returns the step that the race has come to: fewer steps on
    /// than were asked for where the last of them diverged.
    pub fn step(&mut self, own: &mut dyn RunControl, count: u64) -> u64 {
        let to = self.furthest(own).saturating_add(count);
        own.step(count);
        self.follow(to);
        self.furthest(own)
    }

    /// Everybody goes to a step, back or forth, as far as it is to be reached. Returns where the race is then.
    pub fn seek(&mut self, own: &mut dyn RunControl, step: u64) -> u64 {
        own.seek(step);
        self.follow(step);
        self.furthest(own)
    }

    /// Whether any of the others has not diverged.
    pub fn goes_on(&self) -> bool {
        self.rivals.iter().any(|rival| rival.frame().status == Status::Running)
    }

    /// The last step that anybody has recorded.
    pub fn recorded(&self, own: &dyn RunView) -> u64 {
        let all = std::iter::once(own).chain(self.rivals.iter().map(AnyRun::view));
        all.map(|run| run.history().next().saturating_sub(1)).max().unwrap_or(0)
    }

    /// The step of who has come furthest.
    fn furthest(&self, own: &dyn RunView) -> u64 {
        self.rivals.iter().fold(own.frame().step, |step, rival| step.max(rival.frame().step))
    }

    /// Brings the others to a step, back or forth; one that has diverged before stays where it did.
    pub fn follow(&mut self, step: u64) {
        for rival in &mut self.rivals {
            // What continues from the newest step need not look for a snapshot.
            let newest = rival.history().next() == rival.frame().step + 1;
            match step.checked_sub(rival.frame().step) {
                Some(more) if newest => rival.step(more),
                _ => rival.seek(step),
            };
        }
    }

    /// Keeps a plane of the page's run under its number, so that the others' paths are known in it.
    pub fn adopt(&mut self, id: u32, section: &[u8]) {
        for rival in &mut self.rivals {
            rival.adopt(id, section);
        }
    }

    /// The path of the k-th of the others in a plane, as [`crate::run::Run::path`] gives it.
    pub fn path(&mut self, k: usize, id: u32, points: usize) -> Vec<f32> {
        self.rivals.get_mut(k).map_or_else(Vec::new, |rival| rival.path(id, points))
    }

    /// The others.
    pub fn rivals(&self) -> &[AnyRun] {
        &self.rivals
    }
}

#[cfg(test)]
mod tests;
