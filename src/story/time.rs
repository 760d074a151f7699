//! Recurrent networks: how the gradient changes with each time step of the backward pass.

use super::{EXPLODING, Scene, Story, VANISHING, clip, remedy, sentences};
use crate::charts::spoken;
use crate::clips::AnyClip;
use crate::datasets::sequences::{DELAY, LENGTH, WINDOW};
use crate::initializers::recurrences::{RECURRENT_GAIN, RECURRENT_INIT};
use crate::networks::cells::{AnyCell, CELL, FORGET_BIAS, TBPTT};
use crate::optimizers::{LR, OPTIMIZER};
use crate::probes::Probe;
use crate::probes::decay::{By, Decay};
use crate::schema::find;
use crate::texts::{Text, remedies, story};

pub fn tell(scene: &Scene) -> Option<Story> {
    let norms = scene.run.through_time()?.last();
    let Ends { steps, start, end } = ends(norms);
    let ratio = start / end;
    let every = scene.settings.get(&TBPTT) as usize;
    if every > 0 && every < steps {
        // Inputs before the last cut get no gradient from a loss after the cut.
        let cut = (steps - 1) / every * every;
        let text = story::truncated(&every, &cut, &spoken(end), &spoken(start)).into_owned();
        return Some(Story::warn(text, vec![remedy(remedies::full_backpropagation(), &[(TBPTT.id(), "0")])]));
    }
    if ratio < VANISHING {
        let faded = norms.iter().rposition(|norm| *norm < VANISHING * end).unwrap_or(0);
        let fades = (faded > 0).then(|| story::fades(&(steps - faded)));
        let vanishing = story::vanishing_in_time(&steps, &spoken(end), &spoken(start));
        let text = sentences([Some(vanishing), fades, rate(scene), Some(story::early_is_lost())]);
        // With plain gradient descent, opening the gate does not help: the run keeps guessing (the fact "Gates" of
        // delayed recall).
        let open = remedy(
            remedies::open_gate(),
            &[(CELL.id(), "lstm"), (FORGET_BIAS.id(), "3"), (OPTIMIZER.id(), "adam"), (LR.id(), "0.01")],
        );
        let rotation =
            remedy(remedies::orthogonal(), &[(RECURRENT_INIT.id(), "orthogonal"), (RECURRENT_GAIN.id(), "1")]);
        let has_delay = find(DELAY.id()).is_some_and(|delay| scene.settings.applies(delay));
        let shorter = match has_delay {
            true => remedy(remedies::short_delay(), &[(DELAY.id(), "5"), (LENGTH.id(), "6")]),
            false => remedy(remedies::short_window(), &[(WINDOW.id(), "5")]),
        };
        let gated = matches!(AnyCell::build(scene.settings), AnyCell::Lstm(_) | AnyCell::Gru(_));
        let offered = if gated { vec![open, shorter] } else { vec![rotation, open, shorter] };
        return Some(Story::warn(text, offered));
    }
    if ratio > EXPLODING {
        let exploding = story::exploding_in_time(&steps, &spoken(end), &spoken(start));
        let text = sentences([Some(exploding), rate(scene)]);
        let offered =
            if matches!(AnyClip::build(scene.settings), AnyClip::Unclipped(_)) { vec![clip()] } else { Vec::new() };
        return Some(Story::warn(text, offered));
    }
    None
}

/// The sentence for a healthy recurrent network.
pub fn tell_calmly(scene: &Scene) -> Option<Story> {
    let Ends { steps, start, end } = ends(scene.run.through_time()?.last());
    let calm = story::calm_in_time(&steps, &spoken(end), &spoken(start));
    Some(Story::calm(sentences([Some(calm), rate(scene)])))
}

/// The gradient norm of the last layer's first and last state.
struct Ends {
    /// Time steps between the two.
    steps: usize,
    start: f64,
    end: f64,
}

fn ends(norms: &[f64]) -> Ends {
    Ends { steps: norms.len() - 1, start: norms[0], end: norms[norms.len() - 1] }
}

/// The factor by which a time step of the backward pass changes the gradient, measured and predicted.
fn rate(scene: &Scene) -> Option<Text> {
    let decay = Decay::of(scene.run).ok().filter(|decay| decay.measured.is_finite())?;
    let (measured, expected) = (spoken(decay.measured), spoken(decay.expected));
    Some(match decay.by {
        By::Weights => story::decay_weights(&measured, &expected),
        By::ForgetGate => story::decay_forget_gate(&measured, &expected),
        By::UpdateGate => story::decay_update_gate(&measured, &expected),
    })
}
