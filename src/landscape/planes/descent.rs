//! The plane of the descent: the main directions of the path so far, chosen anew whenever the number of steps has doubled.
//!
//! A random plane hardly shows a descent, because in many dimensions a path is almost orthogonal to any random direction.
//! The path's own principal components show nearly all of it. At the start there is no path: there the plane is spanned by
//! the first update and a random direction.
//!
//! Which plane belongs to a step depends on the run alone: on the path up to the last power of two. So the plane stays
//! still for half of the run, and is the same on every machine, however fast it computes.

use super::frame::{self, coordinate};
use super::pca::{Leading, beside, leading, signed};
use super::{Framing, Way, Words, random};
use crate::landscape::section::FILL;
use crate::landscape::{Descent, Section};
use crate::math::{Real, norm};
use crate::registry::Item;
use crate::texts::planes;

/// Before this step the plane is that of the first update.
const FIRST: u64 = 4;
/// At the start the square has room for so many updates like the first one.
const REACH: f64 = 4.0 * FIRST as f64;
/// A path shorter than this share of the parameters' norm is lost in single-precision rounding.
const SHORTEST: f64 = 1e-5;
/// The shorter side is at least this share of the longer one.
const NARROWEST: f64 = 0.25;

/// The plane that shows the descent.
pub struct AlongDescent;

impl Way for AlongDescent {
    const ITEM: Item = Item {
        id: "descent",
        label: "Descent",
        formula: "θ_b + a·p₁ + b·p₂, the leading principal components of θ₀ … θ_b, where b is the last power of two",
        help: "Follows the descent and shows most of it: the main directions of the path, chosen anew whenever the number of steps has doubled. At the start, the first update and a random direction.",
        ..Item::BASE
    };
    const FOLLOWS: Framing = Framing::Anew;

    fn words() -> Words {
        Words { directions: planes::descent(), axes: [planes::main_direction(), planes::second_direction()] }
    }

    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
        let doubled = last_doubling(descent.step);
        if doubled < FIRST {
            return Ok(start(descent));
        }
        let path = descent.up_to(doubled);
        let here = *path.last().ok_or_else(planes::too_short)?;
        let leading = leading(&path).or_else(|| straight_on(&path)).ok_or_else(planes::too_short)?;
        let Leading { directions: [first, mut second], shares } = leading;
        let first = signed(first, descent, (Self::ITEM.id, here), |before| &before.u);
        if second.is_empty() {
            second = beside(&first, descent, here);
        }
        let second = signed(second, descent, (Self::ITEM.id, here), |before| &before.v);
        let directions = [first, second];
        let far = |direction: &[f64]| {
            path.iter().fold(0.0, |far, point| f64::max(far, coordinate(point, here, direction).abs()))
        };
        let [u, v] = [far(&directions[0]), far(&directions[1])].map(|far| far / FILL);
        if !(u.is_finite() && v.is_finite() && u > SHORTEST * norm(here)) {
            return Err(planes::too_short().into());
        }
        // On one side of the centre lies the path so far; on the other there is as much room for what comes.
        let around = ([0.0; 2], [u.max(NARROWEST * v), v.max(NARROWEST * u)]);
        let fitted = if framing == Framing::Fit { frame::fit(descent, here, &directions) } else { None };
        let (middle, halves) = fitted.unwrap_or(around);
        let plane = frame::plane(here, &directions, middle, halves);
        let held = shares[0] + shares[1];
        Ok(Section { held, unit: String::new(), ..Self::section(plane, descent.start, doubled) })
    }

    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool {
        last_doubling(descent.step) > section.step
    }
}

/// The largest power of two that is not larger than `step`; 0 before step 1.
fn last_doubling(step: u64) -> u64 {
    step.checked_ilog2().map_or(0, |power| 1 << power)
}

/// The direction of two points. Their mean lies between them, so that they are all there is.
fn straight_on<R: Real>(path: &[&[R]]) -> Option<Leading> {
    let (from, to) = (path.first()?, path.last()?);
    let way: Vec<f64> = to.iter().zip(*from).map(|(x, y)| x.to_f64() - y.to_f64()).collect();
    let length = norm(&way);
    let known = length > 0.0 && length.is_finite();
    let directions = [way.iter().map(|x| x / length).collect(), Vec::new()];
    known.then_some(Leading { directions, shares: [1.0, 0.0] })
}

/// The plane through the start along the first update and a random direction. Where there is no update, the random plane.
fn start<R: Real>(descent: &Descent<R>) -> Section<R> {
    let start = descent.start;
    let update: Vec<f64> = descent.second().iter().zip(start).map(|(x, y)| x.to_f64() - y.to_f64()).collect();
    let length = norm(&update);
    let half = length * REACH / FILL;
    let first: Vec<f64> = update.iter().map(|x| x / length).collect();
    let second = beside(&first, descent, start);
    let straight = second.iter().all(|x| x.is_finite()) && norm(&second) > 0.5;
    if !(half.is_finite() && half > SHORTEST * norm(start) && straight) {
        let plane = random::through_start(descent.layout, start, descent.seed).plane;
        return Section { directions: planes::random().into(), ..AlongDescent::section(plane, start, 0) };
    }
    let plane = frame::plane(start, &[first, second], [0.0; 2], [half; 2]);
    let axes = [planes::update(), planes::random_direction()].map(String::from);
    Section {
        directions: planes::first_update().into(),
        axes,
        unit: String::new(),
        ..AlongDescent::section(plane, start, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::planes::PLANE;
    use crate::math::dot;
    use crate::registry::Settings;
    use crate::run::{Parts, Run};
    use crate::scenarios;

    fn run(text: &str, steps: u64) -> Run<f32> {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        let mut run = Run::new(Parts::of(&settings, None).expect("no data file"));
        run.step(steps);
        run
    }

    fn lay(run: &mut Run<f32>, id: u32, framing: Framing) -> Section<f32> {
        run.lay_section(id, AlongDescent::ITEM.id, framing).expect("a plane").clone()
    }

    const NETWORK: &str = "scenario=spiral&points=60&hidden_layers=2&width=8&activation=tanh&optimizer=adam";

    #[test]
    fn the_last_doubling_is_the_power_of_two_at_or_below_a_step() {
        let doublings = [0, 1, 2, 3, 4, 7, 8, 1023, 1024].map(last_doubling);
        assert_eq!(doublings, [0, 1, 2, 2, 4, 4, 8, 512, 1024]);
    }

    #[test]
    fn at_the_start_the_first_update_lies_in_the_plane() {
        let mut run = run(NETWORK, 0);
        let section = lay(&mut run, 1, Framing::Anew);
        assert_eq!((section.step, section.plane.anchor.as_slice()), (0, run.params()));
        run.step(1);
        let at = run.projection(1);
        // Sixteen such updates reach the square's edge, less its margin.
        assert!((at.a - FILL / REACH).abs() < 1e-4 && at.b.abs() < 1e-4, "{at:?}");
        assert!(at.off < 1e-3 * at.a * section.plane.half_widths()[0], "{at:?}");
        run.step(2);
        assert_eq!(lay(&mut run, 2, Framing::Anew).plane.u, section.plane.u, "it is known later, too");
    }

    #[test]
    fn a_plane_depends_on_the_last_doubling_alone() {
        let planes = [64, 65, 100, 127].map(|steps| lay(&mut run(NETWORK, steps), 1, Framing::Anew).to_bytes());
        assert!(planes.iter().all(|plane| *plane == planes[0]));
        assert!(planes[0] != lay(&mut run(NETWORK, 128), 1, Framing::Anew).to_bytes());
        // A large network has few snapshots.
        let large = "scenario=spiral&points=20&hidden_layers=4&width=256&optimizer=adam";
        let planes = [8, 15].map(|steps| lay(&mut run(large, steps), 1, Framing::Anew).to_bytes());
        assert!(planes[0] == planes[1]);
    }

    #[test]
    fn a_followed_plane_stays_until_the_steps_have_doubled_and_keeps_its_signs() {
        let mut run = run(NETWORK, 16);
        let one = lay(&mut run, 1, Framing::Anew);
        run.step(15);
        assert!(run.lay_section(2, AlongDescent::ITEM.id, Framing::Follow).is_none());
        run.step(1);
        let other = lay(&mut run, 2, Framing::Follow);
        assert!(dot(&one.plane.u, &other.plane.u) > 0.0);
        let at = run.projection(2);
        assert!(at.a.abs() < 1e-4 && at.b.abs() < 1e-4, "the run stands in the middle: {at:?}");
        let path = run.path(2, 100);
        assert!(path.chunks_exact(3).all(|point| point[0].abs().max(point[1].abs()) < 0.8001), "{path:?}");
    }

    #[test]
    fn the_default_plane_shows_nine_tenths_of_a_descent_and_the_random_one_almost_nothing() {
        assert_eq!(Settings::default().get(&PLANE).id, AlongDescent::ITEM.id);
        for text in
            ["", "activation=relu&init=he-normal", "scenario=recall&clip=norm", "scenario=xor", "scenario=moons"]
        {
            let mut run = run(text, 256);
            lay(&mut run, 1, Framing::Anew);
            let [shown, random] = [1, 0].map(|id| run.held(id).expect("it moved").total);
            assert!(shown > 0.9 && random < 0.1, "{text}: {shown} {random}");
        }
    }

    #[test]
    fn every_scenario_has_a_plane_from_the_start_on() {
        for item in scenarios::items() {
            let (settings, _) = Settings::parse(&format!("scenario={}", item.id));
            if scenarios::data_file(&settings).is_some()
                || scenarios::of(&settings).planes().is_empty()
                || item.id == "csv"
            {
                continue;
            }
            let mut run = run(&format!("scenario={}", item.id), 0);
            for steps in [0, 1, 3, 5] {
                run.step(steps);
                let section = lay(&mut run, 1, Framing::Anew);
                assert!(section.plane.half_widths().iter().all(|half| *half > 0.0 && half.is_finite()), "{}", item.id);
            }
        }
    }
}
