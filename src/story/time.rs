//! How far back in time the loss is felt, and where it fades.

use super::{EXPLODING, Scene, Story, VANISHING, clip, remedy};
use crate::charts::spoken;
use crate::clips::AnyClip;
use crate::datasets::sequences::{DELAY, LENGTH, WINDOW};
use crate::initializers::recurrences::{RECURRENT_GAIN, RECURRENT_INIT};
use crate::networks::cells::{AnyCell, CELL, FORGET_BIAS, TBPTT};
use crate::optimizers::{LR, OPTIMIZER};
use crate::probes::Probe;
use crate::probes::decay::Decay;
use crate::registry::apart;
use crate::schema::find;

pub fn tell(scene: &Scene) -> Option<Story> {
    let norms = scene.through_time?.last();
    apart(|| {
        let Felt { steps, start, end, numbers } = felt(norms);
        let ratio = start / end;
        let every = scene.settings.get(&TBPTT) as usize;
        if every > 0 && every < steps {
            // The last cut: what comes before it gets nothing of a loss after it.
            let cut = (steps - 1) / every * every;
            let text = format!(
                "Truncated: no gradient comes back over a cut after every {every} steps, the last after step {cut}; {numbers}. What \
                 was shown before a cut is learnt only as far as the loss enters before it."
            );
            return Some(Story::warn(text, vec![remedy("Go all the way back", &[(TBPTT.id(), "0")])]));
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
                &[(CELL.id(), "lstm"), (FORGET_BIAS.id(), "3"), (OPTIMIZER.id(), "adam"), (LR.id(), "0.01")],
            );
            let rotation =
                remedy("Orthogonal recurrence", &[(RECURRENT_INIT.id(), "orthogonal"), (RECURRENT_GAIN.id(), "1")]);
            let has_delay = find(DELAY.id()).is_some_and(|delay| scene.settings.applies(delay));
            let shorter = match has_delay {
                true => remedy("Shorten the delay to 5", &[(DELAY.id(), "5"), (LENGTH.id(), "6")]),
                false => remedy("Shorten the window to 5", &[(WINDOW.id(), "5")]),
            };
            let gated = matches!(AnyCell::build(scene.settings), AnyCell::Lstm(_) | AnyCell::Gru(_));
            let remedies = if gated { vec![open, shorter] } else { vec![rotation, open, shorter] };
            return Some(Story::warn(text, remedies));
        }
        if ratio > EXPLODING {
            let text = format!("Exploding through time: over {steps} steps back, {numbers}.{}", rate(scene));
            let remedies =
                if matches!(AnyClip::build(scene.settings), AnyClip::Unclipped(_)) { vec![clip()] } else { Vec::new() };
            return Some(Story::warn(text, remedies));
        }
        None
    })
}

/// Where nothing is amiss.
pub fn tell_calmly(scene: &Scene) -> Option<Story> {
    let Felt { steps, numbers, .. } = felt(scene.through_time?.last());
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
