//! Clips, in order of difficulty: what is done to a large gradient before the optimizer sees it, one file each.

mod none;
mod norm;
mod value;

pub use none::Unclipped;
pub use norm::{Norm, NormType};
pub use value::Value;

use crate::math::Real;
use crate::registry::family;

/// A rule that bounds gradients.
pub trait Clip {
    /// Bounds `gradient` in place; `norm` is its L2 norm. Returns the threshold in force.
    fn apply<R: Real>(&self, gradient: &mut [R], norm: f64) -> Option<f64>;
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
    pub fn apply<R: Real>(&self, gradient: &mut [R], norm: f64) -> Option<f64> {
        each_clip!(self, clip => clip.apply(gradient, norm))
    }

    /// Whether the threshold bounds the norm of the whole gradient, so that it can be drawn beside it.
    pub fn bounds_norm(&self) -> bool {
        matches!(self, Self::Norm(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::norm as length;
    use crate::settings::Settings;

    fn every_clip() -> impl Iterator<Item = AnyClip> {
        AnyClip::ITEMS.iter().map(|item| AnyClip::named(item.id, &Settings::default()))
    }

    #[test]
    fn a_clip_never_lengthens_a_gradient() {
        for clip in every_clip() {
            for scale in [1e-30_f32, 1e-3, 1.0, 7.0, 1e9, 1e30] {
                let raw = [3.0 * scale, -4.0 * scale, 0.0, scale];
                let mut clipped = raw;
                clip.apply(&mut clipped, length(&raw));
                assert!(length(&clipped) <= length(&raw), "{clip:?} {scale}");
                assert!(raw.iter().zip(&clipped).all(|(r, c)| r * c >= 0.0), "{clip:?} turns a sign");
            }
        }
    }

    #[test]
    fn clipping_twice_changes_nothing_beyond_rounding() {
        for clip in every_clip() {
            let mut once = [30.0_f64, -40.0, 0.5];
            let norm = length(&once);
            clip.apply(&mut once, norm);
            let mut twice = once;
            let norm = length(&twice);
            clip.apply(&mut twice, norm);
            assert!(once.iter().zip(&twice).all(|(a, b)| (a - b).abs() <= 2e-6 * a.abs()), "{clip:?}");
        }
    }

    #[test]
    fn a_clip_passes_nan_on() {
        for clip in every_clip() {
            let mut gradient = [1.0_f32, f32::NAN];
            clip.apply(&mut gradient, f64::NAN);
            assert!(gradient[1].is_nan(), "{clip:?}");
        }
    }

    #[test]
    fn a_clipped_norm_never_passes_its_threshold() {
        let clip = Norm { max_norm: 1.0, norm_type: NormType::Two };
        for k in 1..2000 {
            let raw: Vec<f32> = (0..k % 13 + 1).map(|i| (k as f32) * 0.7 + i as f32 * 1.3).collect();
            let mut clipped = raw.clone();
            clip.apply(&mut clipped, length(&raw));
            assert!(length(&clipped) as f32 <= 1.0);
        }
    }
}
