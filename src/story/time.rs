//! How far back in time the loss is felt, and where it fades.

use super::{EXPLODING, Scene, Story, VANISHING, clip, remedy};
use crate::charts::spoken;
use crate::probes::Probe;
use crate::probes::decay::Decay;
use crate::registry::apart;
use crate::settings;

pub fn tell(scene: &Scene) -> Option<Story> {
    let norms = scene.run.through_time()?.last();
    apart(|| {
        let Felt { steps, start, end, numbers } = felt(norms);
        let ratio = start / end;
        let every = scene.settings.integer("tbptt") as usize;
        if every > 0 && every < steps {
            // The last cut: what comes before it gets nothing of a loss after it.
            let cut = (steps - 1) / every * every;
            let text = format!(
                "Truncated: no gradient comes back over a cut after every {every} steps, the last after step {cut}; {numbers}. What \
                 was shown before a cut is learnt only as far as the loss enters before it."
            );
            return Some(Story::warn(text, vec![remedy("Go all the way back", &[("tbptt", "0")])]));
        }
        if ratio < VANISHING {
            let faded = norms.iter().rposition(|norm| *norm < VANISHING * end).unwrap_or(0);
            let fades = match faded {
                0 => String::new(),
                t => format!(" Below a thousandth of that it falls {} steps back.", steps - t),
            };
            let text = format!(
                "Vanishing through time: over {steps} steps back, {numbers}.{fades}{} What was shown early is hardly learnt.",
                rate(scene)
            );
            // Under plain descent the open gate is no cure: the run stays at a guess (the fact "Gates" of delayed recall).
            let open = remedy(
                "An LSTM whose forget gate is open, under Adam",
                &[("cell", "lstm"), ("forget_bias", "3"), ("optimizer", "adam"), ("lr", "0.01")],
            );
            let rotation =
                remedy("Orthogonal recurrence", &[("recurrent_init", "orthogonal"), ("recurrent_gain", "1")]);
            let applies = |id: &str| settings::key(id).is_some_and(|key| scene.settings.applies(key));
            let shorter = match applies("delay") {
                true => remedy("Shorten the delay to 5", &[("delay", "5"), ("length", "6")]),
                false => remedy("Shorten the window to 5", &[("window", "5")]),
            };
            let gated = matches!(scene.settings.choice("cell"), "lstm" | "gru");
            let remedies = if gated { vec![open, shorter] } else { vec![rotation, open, shorter] };
            return Some(Story::warn(text, remedies));
        }
        if ratio > EXPLODING {
            let text = format!("Exploding through time: over {steps} steps back, {numbers}.{}", rate(scene));
            let remedies = if scene.settings.choice("clip") == "none" { vec![clip()] } else { Vec::new() };
            return Some(Story::warn(text, remedies));
        }
        None
    })
}

/// Where nothing is amiss.
pub fn tell_calmly(scene: &Scene) -> Option<Story> {
    let Felt { steps, numbers, .. } = felt(scene.run.through_time()?.last());
    Some(Story::calm(format!("Over {steps} steps back, {numbers}.{}", rate(scene))))
}

/// How strongly the loss depends on the last layer's first and last state, in numbers and in words.
struct Felt {
    steps: usize,
    start: f64,
    end: f64,
    numbers: String,
}

fn felt(norms: &[f64]) -> Felt {
    let (start, end) = (norms[0], norms[norms.len() - 1]);
    let numbers = format!("the loss is felt with {} at the last step and {} at the first", spoken(end), spoken(start));
    Felt { steps: norms.len() - 1, start, end, numbers }
}

/// By how much it changes with each step, and what lets expect that; a sentence with a space before it.
fn rate(scene: &Scene) -> String {
    match Decay::of(scene.run) {
        Ok(decay) if decay.measured.is_finite() => format!(
            " Each step back multiplies it by {}; {} lets expect {}.",
            spoken(decay.measured),
            match decay.by {
                "σ_max · slopes" => "the largest singular value with the slopes",
                gate => gate,
            },
            spoken(decay.expected)
        ),
        _ => String::new(),
    }
}
