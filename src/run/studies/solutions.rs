//! Study: where two runs with other seeds end on the same data, after as many steps.

use super::{Finding, Work};
use crate::landscape::Solutions;
use crate::precisions::AnyPrecision;
use crate::registry::Settings;
use crate::run::{AnyRun, Parts, Run, Status};

/// The other runs, in progress.
pub struct Others {
    runs: [AnyRun; 2],
    seeds: [u64; 3],
    step: u64,
    own: Vec<f64>,
}

impl Others {
    /// Runs the last two of `seeds` to `step`; `own` holds this run's parameters.
    pub fn new(
        settings: &Settings,
        file: Option<&[u8]>,
        (step, seeds): (u64, [u64; 3]),
        own: Vec<f64>,
    ) -> Result<Self, String> {
        let from = |seed| -> Result<AnyRun, String> {
            Ok(match AnyPrecision::is_double(settings) {
                true => AnyRun::F64(Run::new(Parts::of(settings, file)?.starting_from(settings, seed))),
                false => AnyRun::F32(Run::new(Parts::of(settings, file)?.starting_from(settings, seed))),
            })
        };
        Ok(Self { runs: [from(seeds[1])?, from(seeds[2])?], seeds, step, own })
    }
}

impl Work for Others {
    fn advance(&mut self) -> bool {
        let step = self.step;
        let moves = |run: &&mut AnyRun| run.frame().step < step && run.frame().status == Status::Running;
        match self.runs.iter_mut().find(moves) {
            Some(run) => run.advance(1),
            None => return true,
        };
        false
    }

    fn finding(&self) -> Finding {
        let end = |run: &AnyRun| match run.frame().status {
            Status::Running => Some(run.parameters()),
            Status::Diverged(_) => None,
        };
        let [one, other] = &self.runs;
        let others = [end(one), end(other)];
        Finding::Solutions(Solutions { step: self.step, seeds: self.seeds, own: self.own.clone(), others })
    }
}
