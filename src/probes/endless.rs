//! Whether a function falls without end where the run goes: then no minimum is there to be found.

use crate::math::{Real, norm};
use crate::objectives::Rows;
use crate::run::{Run, RunView, Typed};

/// The function is looked at in so many powers of ten of the distance.
const DECADES: i32 = 7;
/// Each power of ten has to bring at least this share of what the one before brought. A function that levels off brings
/// less and less; one that falls as slowly as a logarithm brings the same.
const BRINGS: f64 = 0.5;

/// Whether the function falls without end from the run's present point in the steepest direction, as far as can be seen
/// from its values up to ten million times as far away. False for anything but a function of two variables, and for
/// functions with known minima.
pub fn is_endless(run: &dyn RunView) -> bool {
    match run.typed() {
        Typed::F32(run) => falls(run),
        Typed::F64(run) => falls(run),
    }
}

fn falls<R: Real>(run: &Run<R>) -> bool {
    let (objective, at) = (run.objective(), run.params());
    if objective.domain().is_none_or(|domain| !domain.minima.is_empty()) {
        return false;
    }
    let mut work = objective.workspace(1);
    let mut slope = vec![R::ZERO; at.len()];
    let mut before = objective.gradient(at, Rows::All.into(), &mut slope, &mut work, &mut ()).to_f64();
    let (steepness, size) = (norm(&slope), 1.0 + norm(at));
    if !(before.is_finite() && steepness.is_finite() && steepness > 0.0) {
        return false;
    }
    let mut brought = 0.0;
    for decade in 0..DECADES {
        let far = size * libm::pow(10.0, f64::from(decade)) / steepness;
        let there: Vec<R> = at.iter().zip(&slope).map(|(x, g)| R::of(x.to_f64() - far * g.to_f64())).collect();
        let value = objective.loss(&there, Rows::All.into(), &mut work).to_f64();
        if value == f64::NEG_INFINITY {
            return true;
        }
        let brings = before - value;
        if !(brings > 0.0 && brings >= BRINGS * brought) {
            return false;
        }
        (before, brought) = (value, brings);
    }
    true
}
