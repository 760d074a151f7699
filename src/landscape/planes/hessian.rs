//! The plane of largest curvature: along the two leading eigenvectors of the Hessian. At the edge of stability,
//! training bounces in this plane (J. Cohen et al., "Gradient descent on neural networks typically occurs at the edge
//! of stability", 2021).

use super::frame::Laid;
use super::{Framing, Needs, Way, Words};
use crate::landscape::{Descent, Section};
use crate::math::{Real, norm};
use crate::registry::Item;
use crate::texts::planes;

/// At the square's edge, the quadratic term of the loss is this many times the loss at the centre,
const RISE: f64 = 4.0;
/// but the distance to the edge stays between these shares of the parameters' norm.
const REACH: (f64, f64) = (1e-3, 1.0);

/// The plane of the leading eigenvectors.
pub struct Hessian;

impl Way for Hessian {
    const ITEM: Item = Item {
        id: "hessian",
        label: "Hessian",
        formula: "θ_s + a·v₁ + b·v₂, H v = λ v for the two largest λ",
        help: "Shows the directions of largest curvature. If the steps are too long for the walls of this valley, the run bounces between them.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Anew;
    const NEEDS: Needs = Needs::Bend;

    fn words() -> Words {
        Words { directions: planes::hessian(), axes: ["v₁".into(), "v₂".into()] }
    }

    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
        let Some(bend) = descent.bend else { return Err(planes::eigenvectors_unknown().into()) };
        let [first, second] = &bend.pairs[..] else {
            return Err(planes::hessian_not_finite().into());
        };
        let through: Vec<R> = bend.params.iter().map(|x| R::of(*x)).collect();
        let size = norm(&through).max(f64::MIN_POSITIVE);
        let reach = |value: f64| {
            let doubled = (2.0 * RISE * bend.loss.abs() / value.abs()).sqrt();
            if doubled.is_finite() { doubled.clamp(REACH.0 * size, REACH.1 * size) } else { REACH.1 * size }
        };
        let halves = [reach(first.value), reach(second.value)];
        let directions = [first.vector.clone(), second.vector.clone()];
        let laid =
            Laid { kind: Self::ITEM.id, words: Self::words(), through: &through, directions, halves, step: bend.step };
        let mut section = laid.section(descent, framing);
        section.directions = planes::hessian_values(&short(first.value), &short(second.value)).into();
        Ok(section)
    }

    /// A new plane as soon as there are newer eigenvectors.
    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool {
        descent.bend.is_some_and(|bend| bend.step > section.step)
    }
}

fn short(value: f64) -> String {
    if value == 0.0 || (0.01..10_000.0).contains(&value.abs()) { format!("{value:.3}") } else { format!("{value:.2e}") }
}
