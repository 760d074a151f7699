//! The kinds of plane, one file each: how to place a plane in parameter space, and when a run needs a new one.

mod descent;
mod frame;
mod hessian;
mod layers;
mod parameters;
mod pca;
mod random;
mod solutions;

pub use layers::{LAYER_X, LAYER_Y};
pub use parameters::{PLANE_X, PLANE_Y};
pub use solutions::{SEED_X, SEED_Y, seeds};

pub use super::section::Words;

use super::{Descent, Plane, Section};
use crate::math::Real;
use crate::objectives::Objective;
use crate::registry::{Item, Key, Param, Range, default_choice};
use crate::texts;

/// A kind of plane.
trait Way {
    const ITEM: Item;
    /// Labels of the drawn plane.
    fn words() -> Words;

    /// What has to be computed before the plane.
    const NEEDS: Needs = Needs::Nothing;

    /// Makes the plane for a descent, with the given framing. An error says why there is none.
    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String>;

    /// A square of `plane`. Its axes measure the distance from `start`.
    fn section<R: Real>(plane: Plane<R>, start: &[R], step: u64) -> Section<R> {
        Section::new(Self::ITEM.id, Self::words(), plane, start, step)
    }

    /// The same plane, centred on the present point.
    fn centred<R: Real>(section: &Section<R>, descent: &Descent<R>) -> Option<Section<R>> {
        section.centred(descent)
    }

    /// Whether the run needs a new plane to continue.
    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool;

    /// How to frame the plane that replaces an outgrown one.
    const FOLLOWS: Framing;
}

/// What a kind of plane needs beyond the run itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The curvature of the loss at the present point.
    Bend,
    /// The points that two other starts reach.
    Solutions,
}

/// How to frame the next plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// As if it were the first plane.
    Anew,
    /// The square fits the descent so far.
    Fit,
    /// The present point is the centre. Directions and sides stay the same.
    Centre,
    /// A new plane only if the run has outgrown the last one.
    Follow,
}

impl Framing {
    /// The framing by its name in the page's messages.
    pub fn named(name: &str) -> Self {
        match name {
            "fit" => Self::Fit,
            "centre" => Self::Centre,
            "follow" => Self::Follow,
            _ => Self::Anew,
        }
    }
}

macro_rules! planes {
    ($($way:ty),+ $(,)?) => {
        /// Every kind of plane, the default first.
        pub const ITEMS: &[Item] = &[$(<$way as Way>::ITEM.for_build()),+];

        /// What has to be computed before a plane of this kind.
        pub fn needs(id: &str) -> Needs {
            $(if id == <$way as Way>::ITEM.id {
                return <$way as Way>::NEEDS;
            })+
            Needs::Nothing
        }

        /// Makes the plane `id` for a descent.
        ///
        /// # Errors
        ///
        /// Says why there is no such plane; the text is empty where the last plane is still good.
        pub fn lay<R: Real>(id: &str, descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
            $(if id == <$way as Way>::ITEM.id {
                return lay_by::<$way, R>(descent, framing);
            })+
            let names: Vec<(&str, &str)> = ITEMS.iter().map(|item| (item.id, item.label)).collect();
            Err(texts::planes::unknown(&id, &texts::names::known(id, &names, Some("list planes"))).into())
        }
    };
}

planes!(
    descent::AlongDescent,
    random::Random,
    pca::Pca,
    hessian::Hessian,
    parameters::Parameters,
    layers::Layers,
    solutions::Solutions,
);

/// The setting that chooses the plane.
pub const PLANE: Key<&'static Item> = Key::new(Param {
    key: "plane",
    label: "Plane",
    help: "The plane through parameter space over which the loss is drawn.",
    default: default_choice(ITEMS, "descent"),
    range: Range::Choice(ITEMS),
    ..Param::BASE
});

/// The section of the first picture: a function's own domain, or the random plane through the start.
pub fn first<R: Real>(objective: &Objective<R>, start: &[R], seed: u64) -> Section<R> {
    match objective.domain() {
        Some(domain) => Section::whole(&domain, start),
        None => random::through_start(objective.layout(), start, seed),
    }
}

fn lay_by<W: Way, R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
    match (descent.before.filter(|before| before.kind == W::ITEM.id), framing) {
        (None, _) => W::lay(descent, Framing::Anew),
        (Some(before), Framing::Centre) => W::centred(before, descent).ok_or_else(String::new),
        (Some(before), Framing::Follow) => {
            // Seeking to an earlier step is no reason to move the plane.
            let needed = descent.step > before.step && W::outgrown(before, descent);
            if needed { lay_by::<W, R>(descent, W::FOLLOWS) } else { Err(String::new()) }
        }
        (Some(_), framing) => W::lay(descent, framing),
    }
}

#[cfg(test)]
mod tests;
