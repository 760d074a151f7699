//! The planes on offer, one file each: how a plane is laid through parameter space, and when a run has outgrown it.

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

use super::{Descent, Section};
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::{Item, Key, Param, Range, default_choice};
use crate::texts::{self, Text};

/// A way to lay a plane.
trait Way {
    const ITEM: Item;
    /// What is said of it where it is drawn.
    fn words() -> Words;

    /// What has to be computed for it first.
    const NEEDS: Needs = Needs::Nothing;

    /// The plane for a descent, or for one that is framed otherwise than before; an error says why there is none.
    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String>;

    /// The same plane around the present point.
    fn centred<R: Real>(section: &Section<R>, descent: &Descent<R>) -> Option<Section<R>> {
        section.centred(descent)
    }

    /// Whether a run that goes on needs another one.
    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool;

    /// How it is laid for a run that has outgrown the last one.
    const FOLLOWS: Framing;
}

/// What a kind of plane needs that is not known of a run as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// How the loss bends at the present point.
    Bend,
    /// Where two other starts come to.
    Solutions,
}

/// What is said of a kind of plane where it is drawn.
pub struct Words {
    /// What it lies along, at the start of a sentence.
    pub directions: Text,
    /// Names of the two axes.
    pub axes: [&'static str; 2],
}

/// How the next plane is to be framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// As if for the first time.
    Anew,
    /// The square fits the descent so far.
    Fit,
    /// The present point in the middle, directions and sides as they are.
    Centre,
    /// Another one only if the run has outgrown the last.
    Follow,
}

impl Framing {
    /// By its name in the page's messages.
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
        /// Every kind of plane, the one to begin with first.
        pub const ITEMS: &[Item] = &[$(<$way as Way>::ITEM.for_build()),+];

        /// What is said of a kind.
        pub fn words(id: &str) -> Words {
            $(if id == <$way as Way>::ITEM.id {
                return <$way as Way>::words();
            })+
            Words { directions: "".into(), axes: ["", ""] }
        }

        /// What a kind needs to be laid.
        pub fn needs(id: &str) -> Needs {
            $(if id == <$way as Way>::ITEM.id {
                return <$way as Way>::NEEDS;
            })+
            Needs::Nothing
        }

        /// The plane `id` for a descent.
        ///
        /// # Errors
        ///
        /// Says why there is no such plane; the text is empty where the last plane is still good.
        pub fn lay<R: Real>(id: &str, descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
            $(if id == <$way as Way>::ITEM.id {
                return lay_by::<$way, R>(descent, framing);
            })+
            Err(texts::planes::unknown(&id).into())
        }
    };
}

planes!(random::Random, pca::Pca, hessian::Hessian, parameters::Parameters, layers::Layers, solutions::Solutions,);

/// The setting that chooses the plane.
pub const PLANE: Key<&'static Item> = Key::new(Param {
    key: "plane",
    label: "Plane",
    help: "The plane through parameter space over which the loss is drawn.",
    default: default_choice(ITEMS, "random"),
    range: Range::Choice(ITEMS),
    ..Param::BASE
});

/// The plane of the first picture, through the start.
pub fn first<R: Real>(layout: &Layout, start: &[R], seed: u64) -> Section<R> {
    random::through_start(layout, start, seed)
}

fn lay_by<W: Way, R: Real>(descent: &Descent<R>, framing: Framing) -> Result<Section<R>, String> {
    match (descent.before.filter(|before| before.kind == W::ITEM.id), framing) {
        (None, _) => W::lay(descent, Framing::Anew),
        (Some(before), Framing::Centre) => W::centred(before, descent).ok_or_else(String::new),
        (Some(before), Framing::Follow) => {
            // Looking back at a step before is no reason to move.
            let needed = descent.step > before.step && W::outgrown(before, descent);
            if needed { lay_by::<W, R>(descent, W::FOLLOWS) } else { Err(String::new()) }
        }
        (Some(_), framing) => W::lay(descent, framing),
    }
}

#[cfg(test)]
mod tests;
