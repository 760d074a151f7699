//! Clips, in order of difficulty: what is done to a large gradient before the optimizer sees it, one file each.
//!
//! ```
//! use gradscape::{run::AnyRun, registry::Settings};
//!
//! let (settings, _notices) = Settings::parse("hidden_layers=2&clip=norm&threshold=0.01");
//! let run = AnyRun::new(&settings, None)?;
//! assert!(run.frame().grad_norm > 0.01);
//! assert!(run.frame().clipped_grad_norm <= 0.01);
//! # Ok::<(), String>(())
//! ```

mod agc;
mod autoclip;
mod none;
mod norm;
pub mod norm_history;
mod norm_per_layer;
mod value;
mod zclip;

pub use agc::Agc;
pub use autoclip::AutoClip;
pub use none::Unclipped;
pub use norm::{Norm, NormType};
pub use norm_history::NormHistory;
pub use norm_per_layer::{NormPerLayer, Parts};
#[cfg(test)]
pub use oracle::Example;
pub use value::Value;
pub use zclip::ZClip;

use crate::layout::Layout;
use crate::math::Real;
use crate::registry::{Default, Item, Key, Param, Range, default_choice, family, outlined};

/// A rule that bounds gradients.
pub trait Clip {
    /// Known values that were not computed by this code; every item has to state some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// Whether it looks at the norms of the steps before, [`Gradient::norm_history`].
    const USES_HISTORY: bool = false;
    /// Whether its threshold is a norm of the whole gradient, so that it can be drawn beside it.
    const BOUNDS_NORM: bool = false;
    /// Whether the setting `threshold` is the threshold, or only what it is computed from.
    const IS_FIXED: bool = true;

    /// Bounds the gradient in place; returns the threshold in force. `memory` is empty before the first step, and holds
    /// what a clip remembers of the steps before.
    fn apply<R: Real>(&self, gradient: Gradient<R>, memory: &mut Vec<f64>) -> Option<f64>;

    /// The largest norm that it lets through of a layer's gradient, where it bounds parts of the gradient.
    fn ceiling<R: Real>(&self, _params: &[R], _layout: &Layout, _layer: usize) -> Option<f64> {
        None
    }
}

/// What a clip is given.
#[derive(Debug)]
pub struct Gradient<'a, R> {
    /// Its elements, to be bounded.
    pub values: &'a mut [R],
    /// Its L2 norm.
    pub norm: f64,
    /// The parameters that it belongs to.
    pub params: &'a [R],
    /// How both are divided.
    pub layout: &'a Layout,
    /// The norms since the clip was chosen, this one included; gathered for clips that look back.
    pub norm_history: &'a NormHistory,
}

family! { ($)
    /// The clip chosen by the settings.
    pub enum AnyClip: CLIP as each_clip {
        none::Unclipped,
        value::Value,
        norm::Norm,
        norm_per_layer::NormPerLayer,
        agc::Agc,
        autoclip::AutoClip,
        zclip::ZClip,
    }
}

/// The setting that chooses the clip.
pub const CLIP: Key<&'static Item> = Key::new(Param {
    key: "clip",
    label: "Clip",
    help: "How a large gradient is clipped before the step.",
    default: default_choice(AnyClip::ITEMS, "none"),
    range: Range::Choice(AnyClip::ITEMS),
    ..Param::BASE
});

/// What holds of a clip whatever its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// [`Clip::USES_HISTORY`].
    pub uses_history: bool,
    /// [`Clip::BOUNDS_NORM`].
    pub bounds_norm: bool,
    /// [`Clip::IS_FIXED`].
    pub is_fixed: bool,
}

impl AnyClip {
    /// [`Clip::apply`].
    pub fn apply<R: Real>(&self, gradient: Gradient<R>, memory: &mut Vec<f64>) -> Option<f64> {
        each_clip!(self, clip => outlined(|| clip.apply(gradient, memory)))
    }

    /// [`Clip::ceiling`].
    pub fn ceiling<R: Real>(&self, params: &[R], layout: &Layout, layer: usize) -> Option<f64> {
        each_clip!(self, clip => outlined(|| clip.ceiling(params, layout, layer)))
    }

    /// What holds of it whatever its threshold.
    pub fn traits(&self) -> Traits {
        fn traits<C: Clip>(_: &C) -> Traits {
            Traits { uses_history: C::USES_HISTORY, bounds_norm: C::BOUNDS_NORM, is_fixed: C::IS_FIXED }
        }
        each_clip!(self, clip => traits(clip))
    }
}

/// Shortens a vector of a known norm to `max`, as `torch.nn.utils.clip_grad_norm_` does.
fn clip_to_norm<R: Real>(values: &mut [R], norm: f64, max: f64) {
    let factor = max / (norm + 1e-6);
    // NaN fails the comparison and stays.
    if factor < 1.0 {
        // The product is rounded once, from f64: a factor rounded on its own could pass the threshold by a bit.
        for g in values {
            *g = R::of(g.to_f64() * factor);
        }
    }
}

/// The setting that every clip has, with its own meaning, default and range.
pub const THRESHOLD: Key<f64> = Key::new(threshold("Threshold", "Where the clip begins.", 0.5, SIZES));

/// The threshold as one clip means it.
const fn threshold(label: &'static str, help: &'static str, default: f64, range: Range) -> Param {
    Param { key: "threshold", label, help, default: Default::Value(default), range, ..Param::BASE }
}

/// The range of a threshold that is the size of something.
const SIZES: Range = Range::Log(0.0, 1e6);

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
