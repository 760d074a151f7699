//! The planes on offer, one file each: how a plane is laid through parameter space, and when a run has outgrown it.

mod pca;
mod random;

use super::{Descent, Section};
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::Item;

/// A way to lay a plane.
trait Way {
    const ITEM: Item;
    const WORDS: Words;

    /// The plane for a descent, or for one that is framed otherwise than before; `None` while there is none to lay.
    fn lay<R: Real>(descent: &Descent<R>, framing: Framing) -> Option<Section<R>>;

    /// Whether a run that goes on needs another one.
    fn outgrown<R: Real>(section: &Section<R>, descent: &Descent<R>) -> bool;

    /// How it is laid for a run that has outgrown the last one.
    const FOLLOWS: Framing;
}

/// What is said of a kind of plane where it is drawn.
pub struct Words {
    /// What it lies along, at the start of a sentence.
    pub directions: &'static str,
    /// Names of the two axes.
    pub axes: [&'static str; 2],
}

/// What is wished of the next plane.
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
        pub const ITEMS: &[Item] = &[$(<$way as Way>::ITEM),+];

        /// What is said of a kind.
        pub fn words(id: &str) -> Words {
            $(if id == <$way as Way>::ITEM.id {
                return <$way as Way>::WORDS;
            })+
            Words { directions: "", axes: ["", ""] }
        }

        /// The plane `id` for a descent; `None` where none can be laid yet, or none is needed.
        pub fn lay<R: Real>(id: &str, descent: &Descent<R>, framing: Framing) -> Option<Section<R>> {
            $(if id == <$way as Way>::ITEM.id {
                return lay_by::<$way, R>(descent, framing);
            })+
            None
        }
    };
}

planes!(random::Random, pca::Pca);

/// The plane of the first picture, through the start.
pub fn first<R: Real>(layout: &Layout, start: &[R], seed: u64) -> Section<R> {
    random::through_start(layout, start, seed)
}

fn lay_by<W: Way, R: Real>(descent: &Descent<R>, framing: Framing) -> Option<Section<R>> {
    match (descent.before.filter(|before| before.kind == W::ITEM.id), framing) {
        (None, _) => W::lay(descent, Framing::Anew),
        (Some(before), Framing::Centre) => before.centred(descent),
        (Some(before), Framing::Follow) => {
            // Looking back at a step before is no reason to move.
            let needed = descent.step > before.step && W::outgrown(before, descent);
            if needed { lay_by::<W, R>(descent, W::FOLLOWS) } else { None }
        }
        (Some(_), framing) => W::lay(descent, framing),
    }
}

#[cfg(test)]
mod tests;
