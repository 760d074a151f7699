//! Standings: racers ranked by their loss at the same position on the race's axis.

use super::{Axis, Race, Track};
use crate::math::order::sort_few;
use crate::run::RunView;
use crate::texts::{Text, charts, race as words};
use serde::Serialize;

/// One racer's standing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standing {
    /// Its style in every picture; 0 is the page's own run.
    pub style: u8,
    /// Its name: the settings in which it differs from the others.
    pub name: String,
    /// Loss at the position where all racers are compared; `None` after a divergence.
    pub loss: Option<f64>,
    /// Its present step.
    pub step: u64,
    /// Gradients of single examples evaluated so far.
    pub evaluations: f64,
    /// The step at which it diverged.
    pub lost: Option<u64>,
    /// Whether its clip chooses the threshold itself.
    pub adaptive: bool,
    /// The threshold in force at its present step, if there is one.
    pub threshold: Option<f64>,
}

/// The position where the racers are compared, and their standings, best first. Diverged racers come last; of those,
/// the one that ran longest comes first.
pub fn standings(race: &Race, own: &dyn RunView) -> (f64, Vec<Standing>) {
    let tracks: Vec<Track> = race.racers(own).map(|racer| Track::of(racer.run, race.axis)).collect();
    let at = common(&tracks);
    let standing = |(racer, track): (super::Racer, &Track)| Standing {
        style: racer.style,
        name: racer.name.into(),
        loss: if track.lost.is_some() { None } else { track.at(at) },
        step: track.step,
        evaluations: track.evaluations,
        lost: track.lost,
        adaptive: !racer.run.rule_at(track.step).clip.traits().is_fixed,
        threshold: racer.run.frame().threshold,
    };
    let mut all: Vec<Standing> = race.racers(own).zip(&tracks).map(standing).collect();
    let order = |s: &Standing| (s.lost.map_or(0, |step| u64::MAX - step), s.loss.unwrap_or(f64::INFINITY));
    sort_few(&mut all, |a, b| {
        let ((lost_a, loss_a), (lost_b, loss_b)) = (order(a), order(b));
        lost_a.cmp(&lost_b).then(loss_a.total_cmp(&loss_b)).then(a.style.cmp(&b.style))
    });
    (at, all)
}

/// The last position that all running racers have reached. If none is running, the last position of all.
pub fn common(tracks: &[Track]) -> f64 {
    let running = tracks.iter().filter(|track| track.lost.is_none()).map(Track::end);
    let least = running.fold(f64::INFINITY, f64::min);
    if least.is_finite() { least } else { tracks.iter().map(Track::end).fold(0.0, f64::max) }
}

impl Axis {
    /// The words for what the axis counts.
    pub fn counted(self, examples: bool) -> Text {
        match (self, examples) {
            (Axis::Epochs, true) => words::epoch(),
            (Axis::Evaluations, true) => words::example_gradients(),
            (Axis::Evaluations, false) => words::gradient_evaluations(),
            _ => charts::step(),
        }
    }
}
