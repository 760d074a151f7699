//! The plane through three solutions: this run's present point, and the points that the same network reaches on the
//! same data from two other starts (T. Garipov, P. Izmailov, D. Podoprikhin, D. Vetrov, A. G. Wilson, "Loss surfaces,
//! mode connectivity, and fast ensembling of DNNs", 2018, section 3.1 and appendix A.2).

use super::{Framing, Needs, Way, Words, frame};
use crate::landscape::{Descent, Section};
use crate::math::{Real, dot, norm};
use crate::registry::keys::MAX_SEED;
use crate::registry::{Default, Item, Key, Param, Range, Settings};
use crate::texts::planes;

/// The seed of the second solution.
pub const SEED_X: Key<Option<u64>> = Key::new(Param {
    key: "seed_x",
    label: "Seed of solution 2",
    help: "The seed of another solution, for the plane of three solutions and the cut to another one. If empty, the next seed is used.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// The seed of the third solution.
pub const SEED_Y: Key<Option<u64>> = Key::new(Param {
    key: "seed_y",
    label: "Seed of solution 3",
    help: "The seed of another solution, for the plane of three solutions and the cut to another one. If empty, the next seed is used.",
    default: Default::Text(""),
    range: Range::Text,
    ..Param::BASE
});

/// The solutions reach this share of the way from the square's centre to its edge.
const FILL: f64 = 0.6;
/// Points closer than this share of the parameters' norm count as the same.
const SAME: f64 = 1e-5;

/// The plane through three solutions.
pub struct Solutions;

/// Seeds of the three starts: this run's, and the two in the settings. A seed that is not set is the next unused one.
///
/// # Errors
///
/// Two of the seeds are the same.
pub fn seeds(settings: &Settings) -> Result<[u64; 3], String> {
    let own = settings.seed();
    let next = |used: Option<u64>| {
        let mut seed = own;
        loop {
            seed = (seed + 1) % (MAX_SEED + 1);
            if seed != own && used != Some(seed) {
                return seed;
            }
        }
    };
    let second = settings.get(&SEED_X).unwrap_or_else(|| next(settings.get(&SEED_Y)));
    let third = settings.get(&SEED_Y).unwrap_or_else(|| next(Some(second)));
    if own == second || own == third || second == third {
        return Err(planes::same_seeds(&own, &second, &third).into());
    }
    Ok([own, second, third])
}

impl Way for Solutions {
    const ITEM: Item = Item {
        id: "solutions",
        label: "Three solutions",
        formula: "through θ_s of three starts: u ∝ θ₂ − θ₁, v ∝ what of θ₃ − θ₁ is at right angles to u",
        help: "Shows the loss between the points that runs from three seeds reach in the same number of steps on the same data. Each has its own valley, with a wall in between.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Centre;
    const NEEDS: Needs = Needs::Solutions;

    fn words() -> Words {
        Words { directions: planes::solutions(), axes: ["u".into(), "v".into()] }
    }

    fn lay<R: Real>(descent: &Descent<R>, _framing: Framing) -> Result<Section<R>, String> {
        seeds(descent.settings)?;
        let Some(found) = descent.solutions else { return Err(planes::solutions_unknown().into()) };
        let [Some(second), Some(third)] = &found.others else {
            let lost = if found.others[0].is_none() { found.seeds[1] } else { found.seeds[2] };
            return Err(planes::solution_diverged(&lost).into());
        };
        let first = &found.own;
        let from = |other: &[f64]| first.iter().zip(other).map(|(a, b)| b - a).collect::<Vec<f64>>();
        let (mut u, mut v) = (from(second), from(third));
        let size = norm(first).max(f64::MIN_POSITIVE);
        let apart = norm(&u);
        u.iter_mut().for_each(|x| *x /= apart);
        let along = dot(&u, &v);
        v.iter_mut().zip(&u).for_each(|(v, u)| *v -= along * u);
        let across = norm(&v);
        v.iter_mut().for_each(|x| *x /= across);
        if !(apart > SAME * size && across > SAME * size) {
            return Err(planes::solutions_on_line().into());
        }
        let (low, high) = (0.0_f64.min(along), apart.max(along));
        let half = ((high - low) / 2.0).max(across / 2.0) / FILL;
        let anchor: Vec<R> = first.iter().map(|x| R::of(*x)).collect();
        let plane = frame::plane(&anchor, &[u, v], [(low + high) / 2.0, across / 2.0], [half; 2]);
        let mut section = Self::section(plane, descent.start, found.step);
        let [one, two, three] = found.seeds;
        section.directions = planes::solutions_of(&one, &two, &three).into();
        section.marks = [first, second, third]
            .map(|point| {
                let at = section.plane.project(&point.iter().map(|x| R::of(*x)).collect::<Vec<R>>());
                [at.a, at.b]
            })
            .to_vec();
        Ok(section)
    }

    fn centred<R: Real>(_: &Section<R>, descent: &Descent<R>) -> Option<Section<R>> {
        Self::lay(descent, Framing::Anew).ok()
    }

    /// Never: the plane shows the step at which it was requested.
    fn outgrown<R: Real>(_: &Section<R>, _: &Descent<R>) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_solutions_are_the_next_seeds_or_those_that_were_chosen() {
        let of = |text: &str| seeds(&Settings::parse(&format!("scenario=spiral&{text}")).0);
        assert_eq!(of("seed=4"), Ok([4, 5, 6]));
        assert_eq!(of("seed=4&seed_x=9"), Ok([4, 9, 5]));
        assert_eq!(of("seed=4&seed_y=5"), Ok([4, 6, 5]));
        assert_eq!(of("seed=4&seed_x=20&seed_y=10"), Ok([4, 20, 10]));
        assert_eq!(of(&format!("seed={MAX_SEED}")), Ok([MAX_SEED, 0, 1]));
        for text in ["seed=4&seed_x=4", "seed_x=7&seed_y=7"] {
            let why = of(text).expect_err(text);
            assert!(why.contains("seed_x") && why.contains("three different seeds"), "{why}");
        }
    }
}
