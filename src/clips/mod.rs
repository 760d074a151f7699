//! Gradient clipping, in order of difficulty, one file each.
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

/// A rule that clips gradients.
pub trait Clip {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// Whether it uses the norms of earlier steps, [`Gradient::norm_history`].
    const USES_HISTORY: bool = false;
    /// Whether its threshold is a norm of the whole gradient, so that both fit one chart.
    const BOUNDS_NORM: bool = false;
    /// Whether the setting `threshold` is the threshold itself, rather than a parameter from which it is computed.
    const IS_FIXED: bool = true;

    /// Clips the gradient in place; returns the threshold in force. `memory` holds the clip's state between steps; it
    /// is empty before the first.
    fn apply<R: Real>(&self, gradient: Gradient<R>, memory: &mut Vec<f64>) -> Option<f64>;

    /// The largest gradient norm that it allows a layer, if it clips parts of the gradient.
    fn ceiling<R: Real>(&self, _params: &[R], _layout: &Layout, _layer: usize) -> Option<f64> {
        None
    }
}

/// The input of a clip.
#[derive(Debug)]
pub struct Gradient<'a, R> {
    /// Its elements, clipped in place.
    pub values: &'a mut [R],
    /// Its L2 norm.
    pub norm: f64,
    /// The parameters.
    pub params: &'a [R],
    /// The layout of both.
    pub layout: &'a Layout,
    /// The norms since the clip was chosen, this one included, for clips that use them.
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

/// Properties of a clip that do not depend on its threshold.
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

    /// Its properties that do not depend on its threshold.
    pub fn traits(&self) -> Traits {
        fn traits<C: Clip>(_: &C) -> Traits {
            Traits { uses_history: C::USES_HISTORY, bounds_norm: C::BOUNDS_NORM, is_fixed: C::IS_FIXED }
        }
        each_clip!(self, clip => traits(clip))
    }
}

/// Scales a vector of known norm down to `max`, as `torch.nn.utils.clip_grad_norm_` does.
fn clip_to_norm<R: Real>(values: &mut [R], norm: f64, max: f64) {
    let factor = max / (norm + 1e-6);
    // False for NaN, so that NaN stays.
    if factor < 1.0 {
        // Round the product once, from f64. A rounded factor could exceed the threshold by a bit.
        for g in values {
            *g = R::of(g.to_f64() * factor);
        }
    }
}

/// The threshold. Each clip gives it its own meaning, default and range.
pub const THRESHOLD: Key<f64> = Key::new(threshold("Threshold", "Where the clip begins.", 0.5, SIZES));

/// The threshold of one clip.
const fn threshold(label: &'static str, help: &'static str, default: f64, range: Range) -> Param {
    Param { key: "threshold", label, help, default: Default::Value(default), range, ..Param::BASE }
}

/// The range of a threshold that is a norm or an absolute value.
const SIZES: Range = Range::Log(0.0, 1e6);

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
