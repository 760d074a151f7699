//! Properties of every clip.

use super::*;
use crate::layout::Role;
use crate::math::norm as length;
use crate::registry::Settings;

fn every_clip() -> impl Iterator<Item = AnyClip> {
    AnyClip::ITEMS.iter().map(|item| AnyClip::named(item.id, &Settings::default()))
}

/// A clip on one layer of `N` parameters, each 1, step by step.
struct Stage {
    clip: AnyClip,
    memory: Vec<f64>,
    norm_history: NormHistory,
    step: u64,
}

impl Stage {
    fn new(clip: &AnyClip) -> Self {
        Self { clip: clip.clone(), memory: Vec::new(), norm_history: NormHistory::default(), step: 0 }
    }

    fn clipped<R: Real, const N: usize>(&mut self, raw: &[R; N]) -> [R; N] {
        let mut layout = Layout::default();
        layout.begin_layer("layers.0".into());
        layout.add("layers.0.weight".into(), &[N], Role::Bias);
        let (mut values, norm) = (*raw, length(raw));
        self.norm_history.note(self.step, norm);
        self.norm_history.gather(0);
        self.step += 1;
        let params = &[R::ONE; N];
        let gradient =
            Gradient { values: &mut values, norm, params, layout: &layout, norm_history: &self.norm_history };
        self.clip.apply(gradient, &mut self.memory);
        values
    }
}

/// Applies a clip at the first step.
fn clipped<R: Real, const N: usize>(clip: &AnyClip, raw: &[R; N]) -> [R; N] {
    Stage::new(clip).clipped(raw)
}

/// Gradients with norms of all sizes.
fn spiky(step: u64) -> [f32; 4] {
    let scale = [1e-30_f32, 1e-3, 1.0, 7.0, 1e9, 1e30, 0.0][(step % 7) as usize] * (1 + step % 11) as f32;
    [3.0 * scale, -4.0 * scale, 0.0, scale]
}

#[test]
fn a_clip_never_lengthens_a_gradient_and_turns_no_sign() {
    for clip in every_clip() {
        let mut stage = Stage::new(&clip);
        for raw in (0..200).map(spiky) {
            let clipped = stage.clipped(&raw);
            assert!(length(&clipped) <= length(&raw), "{clip:?} {raw:?}");
            assert!(raw.iter().zip(&clipped).all(|(r, c)| r * c >= 0.0), "{clip:?} turns a sign");
            assert!(clipped.iter().all(|g| g.is_finite()), "{clip:?} {raw:?}");
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
        let mut stage = Stage::new(&clip);
        for step in 0..40 {
            let [a, b, c, _] = spiky(step);
            stage.clipped(&[a, b, c]);
        }
        assert!(stage.clipped(&[1.0_f32, f32::NAN])[1].is_nan(), "{clip:?}");
    }
}

#[test]
fn a_clipped_norm_never_passes_its_threshold() {
    let clip = AnyClip::Norm(Norm { max_norm: 1.0, norm_type: NormType::Two });
    for k in 1..2000 {
        let raw: [f32; 13] = std::array::from_fn(|i| if i <= k % 13 { k as f32 * 0.7 + i as f32 * 1.3 } else { 0.0 });
        assert!(length(&clipped(&clip, &raw)) as f32 <= 1.0);
    }
}

#[test]
fn a_layer_never_passes_the_ceiling_that_its_clip_states() {
    let mut layout = Layout::default();
    for (k, shape) in [[5, 3], [2, 5]].iter().enumerate() {
        layout.begin_layer(format!("layers.{k}"));
        layout.add(format!("layers.{k}.weight"), shape, Role::Weight);
        layout.add(format!("layers.{k}.bias"), &shape[..1], Role::Bias);
    }
    let params: Vec<f64> = (0..layout.len()).map(|i| i as f64 * 0.1 - 1.0).collect();
    let tensors = AnyClip::NormPerLayer(NormPerLayer { max_norm: 0.3, parts: Parts::Tensors });
    for clip in every_clip().chain([tensors]) {
        let raw: Vec<f64> = (0..layout.len()).map(|i| 50.0 - 7.0 * i as f64).collect();
        let mut values = raw.clone();
        let norm_history = NormHistory::default();
        let norm = length(&raw);
        clip.apply(
            Gradient { values: &mut values, norm, params: &params, layout: &layout, norm_history: &norm_history },
            &mut Vec::new(),
        );
        for (k, layer) in layout.layers.iter().enumerate() {
            let Some(ceiling) = clip.ceiling(&params, &layout, k) else { continue };
            let (before, after) = (length(&raw[layer.range.clone()]), length(&values[layer.range.clone()]));
            assert!(before > ceiling && after <= ceiling * (1.0 + 1e-9), "{clip:?} layer {k}: {after} of {ceiling}");
            // All of its parts were clipped, so its norm is the ceiling.
            assert!(after >= ceiling * (1.0 - 1e-5), "{clip:?} layer {k}: {after} of {ceiling}");
        }
    }
}

#[test]
fn autoclip_at_the_median_shortens_half_of_the_steps() {
    let clip = AnyClip::AutoClip(AutoClip { percentile: 50.0 });
    let mut stage = Stage::new(&clip);
    let norm = |step: u64| 1.0 + (step * 7919 % 1009) as f64;
    let shortened = (0..1009).filter(|step| stage.clipped(&[norm(*step)])[0] < norm(*step)).count();
    assert!((480..=530).contains(&shortened), "{shortened}");
}

#[test]
fn zclip_shortens_a_spike_below_where_it_begins_and_a_larger_one_more() {
    let clip = ZClip { alpha: 0.97, z_thresh: 2.5, eps: 1e-6, warmup_steps: 20 };
    let after = |spike: f64| {
        let mut stage = Stage::new(&AnyClip::ZClip(clip));
        for step in 0..20 {
            let calm = [if step % 2 == 0 { 0.9_f64 } else { 1.1 }];
            assert_eq!(stage.clipped(&calm), calm, "the first ones pass");
        }
        stage.clipped(&[spike])[0]
    };
    // Mean 1, deviation 0.1: a spike begins at 1.25.
    assert_eq!(after(1.24), 1.24);
    assert!((after(2.0) - (1.0 + 6.25 * 0.1 / 10.0)).abs() < 1e-5);
    assert!(after(1e9) < after(2.0));
}
