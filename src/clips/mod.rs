//! Clips, in order of difficulty: what is done to a large gradient before the optimizer sees it, one file each.

mod none;
mod norm;
mod value;

pub use none::Unclipped;
pub use norm::{Norm, NormType};
pub use value::Value;

use crate::layout::Layout;
use crate::math::Real;
use crate::registry::family;

/// A rule that bounds gradients.
pub trait Clip {
    /// Bounds the gradient in place; returns the threshold in force. `memory` is empty before the first step, and holds
    /// what a clip remembers of the steps before.
    fn apply<R: Real>(&self, gradient: Gradient<R>, memory: &mut Vec<f64>) -> Option<f64>;
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
}

family! { ($)
    /// The clip chosen by the settings.
    pub enum AnyClip: "clip" as each_clip {
        none::Unclipped,
        value::Value,
        norm::Norm,
    }
}

impl AnyClip {
    /// [`Clip::apply`].
    pub fn apply<R: Real>(&self, gradient: Gradient<R>, memory: &mut Vec<f64>) -> Option<f64> {
        each_clip!(self, clip => clip.apply(gradient, memory))
    }

    /// Whether the threshold bounds the norm of the whole gradient, so that it can be drawn beside it.
    pub fn bounds_norm(&self) -> bool {
        matches!(self, Self::Norm(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Role;
    use crate::math::norm as length;
    use crate::settings::Settings;

    fn every_clip() -> impl Iterator<Item = AnyClip> {
        AnyClip::ITEMS.iter().map(|item| AnyClip::named(item.id, &Settings::default()))
    }

    /// Applies a clip to the gradient of one layer, as a first step.
    fn clipped<R: Real, const N: usize>(clip: &AnyClip, raw: &[R; N]) -> [R; N] {
        let mut layout = Layout::default();
        layout.begin_layer("layers.0".into());
        layout.add("layers.0.bias".into(), &[N], Role::Bias);
        let mut values = *raw;
        let gradient = Gradient { values: &mut values, norm: length(raw), params: &[R::ONE; N], layout: &layout };
        clip.apply(gradient, &mut Vec::new());
        values
    }

    #[test]
    fn a_clip_never_lengthens_a_gradient() {
        for clip in every_clip() {
            for scale in [1e-30_f32, 1e-3, 1.0, 7.0, 1e9, 1e30] {
                let raw = [3.0 * scale, -4.0 * scale, 0.0, scale];
                let clipped = clipped(&clip, &raw);
                assert!(length(&clipped) <= length(&raw), "{clip:?} {scale}");
                assert!(raw.iter().zip(&clipped).all(|(r, c)| r * c >= 0.0), "{clip:?} turns a sign");
            }
        }
    }

    #[test]
    fn clipping_twice_changes_nothing_beyond_rounding() {
        for clip in every_clip() {
            let once = clipped(&clip, &[30.0_f64, -40.0, 0.5]);
            let twice = clipped(&clip, &once);
            assert!(once.iter().zip(&twice).all(|(a, b)| (a - b).abs() <= 2e-6 * a.abs()), "{clip:?}");
        }
    }

    #[test]
    fn a_clip_passes_nan_on() {
        for clip in every_clip() {
            assert!(clipped(&clip, &[1.0_f32, f32::NAN])[1].is_nan(), "{clip:?}");
        }
    }

    #[test]
    fn a_clipped_norm_never_passes_its_threshold() {
        let clip = AnyClip::Norm(Norm { max_norm: 1.0, norm_type: NormType::Two });
        for k in 1..2000 {
            let raw: [f32; 13] =
                std::array::from_fn(|i| if i <= k % 13 { k as f32 * 0.7 + i as f32 * 1.3 } else { 0.0 });
            assert!(length(&clipped(&clip, &raw)) as f32 <= 1.0);
        }
    }
}
