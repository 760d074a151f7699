//! Compares every clip with its known values.

use super::*;
use crate::layout::Role;
use crate::math::norm as length;
use crate::oracles::{all_close, chosen, close, named, required, written};

/// A known result of clipping the last of several gradients.
#[derive(Debug)]
pub struct Example {
    /// The clip's own settings, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings; empty for none.
    pub torch: &'static str,
    /// Parameters: a layer with a matrix of 2 x 2 and a bias of 2, then a layer with a matrix of 1 x 2.
    pub params: [f64; 8],
    /// The gradients of the steps so far.
    pub gradients: &'static [[f64; 8]],
    /// The last of them, clipped.
    pub clipped: [f64; 8],
    /// The threshold in force.
    pub threshold: Option<f64>,
    /// Squares of the largest norms that the two layers can have afterwards, if the clip has such limits.
    pub ceilings_squared: [Option<f64>; 2],
}

fn examples<C: Clip>(_: &C) -> &'static [Example] {
    C::EXAMPLES
}

fn layout() -> Layout {
    let mut layout = Layout::default();
    layout.begin_layer("layers.0".into());
    layout.add("layers.0.weight".into(), &[2, 2], Role::Weight);
    layout.add("layers.0.bias".into(), &[2], Role::Bias);
    layout.begin_layer("layers.1".into());
    layout.add("layers.1.weight".into(), &[1, 2], Role::Weight);
    layout
}

#[test]
fn every_clip_meets_its_examples() {
    let layout = layout();
    for item in AnyClip::ITEMS {
        let default = AnyClip::named(item.id, &chosen("clip", item.id, ""));
        for example in required(item, each_clip!(&default, clip => examples(clip))) {
            let settings = chosen("clip", item.id, example.settings);
            let clip = AnyClip::build(&settings);
            let what = named(item, example.settings);
            let (mut norm_history, mut memory) = (NormHistory::default(), Vec::new());
            let (mut clipped, mut threshold) = ([0.0; 8], None);
            for (step, raw) in example.gradients.iter().enumerate() {
                clipped = *raw;
                norm_history.note(step as u64, length(raw));
                norm_history.gather(0);
                let (params, norm) = (&example.params, length(raw));
                let gradient =
                    Gradient { values: &mut clipped, norm, params, layout: &layout, norm_history: &norm_history };
                threshold = clip.apply(gradient, &mut memory);
            }
            all_close(&format!("{what}: the clipped gradient"), &clipped, &example.clipped);
            close(&format!("{what}: the threshold"), threshold.unwrap_or(-1.0), example.threshold.unwrap_or(-1.0));
            for (layer, want) in example.ceilings_squared.iter().enumerate() {
                let ceiling = clip.ceiling(&example.params, &layout, layer).map_or(-1.0, |ceiling| ceiling * ceiling);
                close(&format!("{what}: the square of layer {layer}'s ceiling"), ceiling, want.unwrap_or(-1.0));
            }
            written(item, &settings, example.torch);
        }
    }
}
