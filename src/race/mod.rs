//! A race: runs from the same start on the same ground, each with settings of its own, and how they compare.
//!
//! The first racer is the run that everything else on the page shows; the others follow its step. Each is a [`Run`] by
//! itself, with the bits that it has alone.
//!
//! [`Run`]: crate::run::Run

mod names;
mod ready;
mod standings;
mod track;

pub use names::names;
pub use ready::{READY, Ready};
pub use standings::{Standing, standings};
pub use track::{AXES, Axis, RECENT, Track};

use crate::landscape::Section;
use crate::run::AnyRun;
use crate::run::any::with_run;
use crate::settings::Settings;

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
    pub run: &'a AnyRun,
}

impl Race {
    /// The race of the settings, at its start; `None` where nobody else runs. An error says what is wrong with the data
    /// file.
    pub fn of(settings: &Settings, file: Option<&[u8]>) -> Result<Option<Self>, String> {
        let all = settings.rivals();
        let rivals: Vec<AnyRun> = all.iter().map(|rival| AnyRun::new(rival, file)).collect::<Result<_, _>>()?;
        let race = Self { rivals, names: names::names(settings, &all), axis: Axis::of(settings) };
        Ok(if race.rivals.is_empty() { None } else { Some(race) })
    }

    /// Everybody, the page's own run first.
    pub fn racers<'a>(&'a self, own: &'a AnyRun) -> impl Iterator<Item = Racer<'a>> + Clone {
        let runs = std::iter::once(own).chain(&self.rivals);
        runs.zip(&self.names).enumerate().map(|(k, (run, name))| Racer { style: k as u8, name, run })
    }

    /// Brings the others to a step, back or forth; one that has diverged before stays where it did.
    pub fn follow(&mut self, step: u64) {
        for rival in &mut self.rivals {
            with_run!(rival, run => {
                // What goes on from the newest step need not look for the way there.
                let newest = run.history().next() == run.frame().step + 1;
                match step.checked_sub(run.frame().step) {
                    Some(more) if newest => run.step(more),
                    _ => run.seek(step),
                };
            });
        }
    }

    /// Keeps a plane of the page's run under its number, so that the others' paths are known in it.
    pub fn adopt(&mut self, id: u32, section: &[u8]) {
        for rival in &mut self.rivals {
            with_run!(rival, run => run.adopt(id, Section::from_bytes(section, run.params().len())));
        }
    }

    /// The path of the k-th of the others in a plane, as [`crate::run::Run::path`] gives it.
    pub fn path(&mut self, k: usize, id: u32, points: usize) -> Vec<f32> {
        self.rivals.get_mut(k).map_or_else(Vec::new, |rival| with_run!(rival, run => run.path(id, points)))
    }

    /// The others.
    pub fn rivals(&self) -> &[AnyRun] {
        &self.rivals
    }
}

#[cfg(test)]
mod tests;
