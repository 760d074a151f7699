//! One sentence: what is seen and why, with this run's numbers, and what one could try.

mod cause;

use crate::charts::spoken;
use crate::math::formats::Rounded;
use crate::precisions::LayerRounding;
use crate::run::{AnyRun, Status, any::with_run};
use crate::settings::Settings;
use cause::Cause;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the page says under the surface.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// The sentence.
    pub text: String,
    /// How much is amiss.
    pub tone: Tone,
    /// What one could try, one click each.
    pub remedies: Vec<Remedy>,
}

/// How much is amiss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Nothing.
    Calm,
    /// Gradients vanish or explode.
    Warn,
    /// The run is lost.
    Alarm,
}

/// A change of settings worth a try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// What the button says.
    pub label: String,
    /// Keys and values.
    pub settings: BTreeMap<&'static str, String>,
}

/// Below this ratio of the first layer's gradient to the last one's, the first ones get next to nothing.
const VANISHING: f64 = 1e-3;
/// Above this ratio gradients grow on their way back.
const EXPLODING: f64 = 1e3;

/// Below this norm of the whole gradient nothing moves that one could see.
const STUCK: f64 = 1e-5;

/// From this share of a layer's gradient on, what underflows is told.
const UNDERFLOWING: f64 = 0.1;

/// The sentence for a run as it stands. A remedy that is in force already is not offered.
pub fn tell(settings: &Settings, run: &AnyRun, through_time: Option<&[f64]>) -> Story {
    let settings = settings.at(run.frame().step);
    let mut story = told(&settings, run, through_time);
    story.text.push_str(&chosen_threshold(run));
    story.remedies.retain(|remedy| remedy.settings.iter().any(|(key, value)| settings.text(key) != *value));
    story
}

/// What a clip that finds its threshold by itself has found.
fn chosen_threshold(run: &AnyRun) -> String {
    let frame = run.frame();
    let (clip, is_set) = with_run!(run, run => (run.rule().clip.item().label, run.rule().clip.traits().is_set));
    match frame.threshold.filter(|_| !is_set && frame.status == Status::Running) {
        Some(threshold) if frame.is_clipped() => {
            format!(" {clip} chose the threshold {} and shortened the gradient to it.", spoken(threshold))
        }
        Some(threshold) => {
            format!(" {clip} chose the threshold {}, which the gradient stays below.", spoken(threshold))
        }
        None => String::new(),
    }
}

fn told(settings: &Settings, run: &AnyRun, through_time: Option<&[f64]>) -> Story {
    let frame = run.frame();
    if let Status::Diverged(what) = &frame.status {
        let text = format!(
            "Diverged at step {}: the {} in layer {} is no longer a finite number. The history up to there is kept.",
            what.step,
            what.quantity,
            what.layer.trim_start_matches("layers."),
        );
        return Story { text, tone: Tone::Alarm, remedies: vec![clip(), slower(settings)] };
    }
    if let Some(norms) = through_time {
        return sequence(settings, norms);
    }
    let norms: Vec<f64> = frame.layers.iter().map(|layer| layer.grad_norm).collect();
    if norms.len() < 2 {
        return function(settings, run);
    }
    if let Some(story) = precision(settings, run) {
        return story;
    }
    let (first, last) = (norms[0], norms[norms.len() - 1]);
    let activation = crate::activations::AnyActivation::build(settings);
    // Normalisations are layers too, and so are learned scales: those that the sentence means are the hidden ones.
    let depth = settings.widths().len();
    let layers = format!("{depth} {} layer{}", activation.item().label, if depth == 1 { "" } else { "s" });
    let ratio = first / last;
    if first == 0.0 {
        let cause = Cause::of(run, &activation);
        let text = format!(
            "Dead: behind {layers} the first layer's gradient is exactly 0, the last one's {}.{}",
            spoken(last),
            cause.said,
        );
        return Story { text, tone: Tone::Warn, remedies: cause.then(vec![relu(), slower(settings)]) };
    }
    if ratio < VANISHING {
        let cause = Cause::of(run, &activation);
        let text = format!(
            "Vanishing: behind {layers} the first layer's gradient is {}, the last one's {}: {} smaller. The first \
             layers learn next to nothing.{}",
            spoken(first),
            spoken(last),
            format_args!("{} times", spoken(last / first)),
            cause.said,
        );
        return Story { text, tone: Tone::Warn, remedies: cause.then(vec![relu()]) };
    }
    if ratio > EXPLODING || frame.grad_norm > EXPLODING {
        let clipped = if frame.clipped_grad_norm < frame.grad_norm {
            format!(" Clipping shortens it to {}.", spoken(frame.clipped_grad_norm))
        } else {
            String::new()
        };
        let text = format!(
            "Exploding: the gradient's norm is {}, the first of {} layers has {}, the last {}.{clipped}",
            spoken(frame.grad_norm),
            norms.len(),
            spoken(first),
            spoken(last),
        );
        let remedies = if clipped.is_empty() { vec![clip(), relu()] } else { vec![relu()] };
        return Story { text, tone: Tone::Warn, remedies };
    }
    let start = run.history().at(0).map_or(f64::NAN, |row| row.loss());
    if frame.grad_norm < STUCK && frame.loss > 0.5 * start {
        let cause = Cause::of(run, &activation);
        let text = format!(
            "Stuck: the whole gradient has norm {}, so nothing moves, yet the loss is still {} (at the start {}).{}",
            spoken(frame.grad_norm),
            spoken(frame.loss),
            spoken(start),
            cause.said,
        );
        return Story { text, tone: Tone::Warn, remedies: cause.then(vec![relu()]) };
    }
    let text = format!(
        "Healthy: through {layers} the first layer's gradient is {}, the last one's {}. The loss went from {} to {}.",
        spoken(first),
        spoken(last),
        spoken(start),
        spoken(frame.loss),
    );
    Story { text, tone: Tone::Calm, remedies: Vec::new() }
}

/// What the precision takes away, where that is much: a step that is skipped, or a layer's gradient that underflows.
fn precision(settings: &Settings, run: &AnyRun) -> Option<Story> {
    let (layers, scale, is_skipped) = with_run!(run, run => (run.rounding(), run.scale(), run.is_skipped()));
    let format = settings.choice("precision");
    if is_skipped {
        let text = format!(
            "Skipped: the gradient, scaled by {}, overflows in {format}. The step is left out and the scale halved; {} steps \
             were skipped before.",
            spoken(scale.factor),
            scale.skipped
        );
        return Some(Story { text, tone: Tone::Calm, remedies: Vec::new() });
    }
    let share = |rounded: &Rounded| rounded.underflowed as f64 / rounded.total.max(1) as f64;
    // The gradient itself, or else the slopes that it would have been made of.
    let worst = |of: fn(&LayerRounding) -> &Rounded, what| {
        let shares = layers.iter().map(|layer| share(of(layer))).enumerate();
        shares.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, share)| *share >= UNDERFLOWING).map(|found| (found, what))
    };
    let found = worst(|layer| &layer.gradient, "gradient").or_else(|| worst(|layer| &layer.backward, "slopes"));
    let ((worst, share), what) = found?;
    // What lost its slopes on the way has nothing left that could underflow.
    let dead = layers.iter().take_while(|layer| layer.gradient.zeros == layer.gradient.total).count();
    let behind = match dead {
        0 => String::new(),
        1 => " The first layer gets exactly 0.".to_string(),
        _ => format!(" The first {dead} layers get exactly 0."),
    };
    let name = run.layer_names()[worst].trim_start_matches("layers.").to_string();
    let (advice, remedies) = if settings.choice("loss_scaling") == "none" {
        let scale = remedy("Scale the loss, dynamically", &[("loss_scaling", "dynamic")]);
        ("scale the loss, or take bf16", vec![scale, remedy("Store in bf16", &[("precision", "bf16")])])
    } else {
        ("the loss scale is too small for it", vec![remedy("Store in bf16", &[("precision", "bf16")])])
    };
    let percent = (100.0 * share).round();
    let is = if what == "slopes" { "are" } else { "is" };
    let text =
        format!("Underflow: {percent} % of layer {name}'s {what} {is} rounded to 0 in {format}: {advice}.{behind}");
    Some(Story { text, tone: Tone::Warn, remedies })
}

fn sequence(settings: &Settings, norms: &[f64]) -> Story {
    let (start, end) = (norms[0], norms[norms.len() - 1]);
    let steps = norms.len() - 1;
    let numbers = format!("the loss is felt with {} at the last step and {} at the first", spoken(end), spoken(start));
    let ratio = start / end;
    if ratio < VANISHING {
        let text = format!(
            "Vanishing through time: over {steps} steps back, {numbers}. What was shown early is hardly learnt."
        );
        let shorter = remedy("Shorten the delay to 5", &[("delay", "5"), ("length", "6")]);
        return Story { text, tone: Tone::Warn, remedies: vec![shorter] };
    }
    if ratio > EXPLODING {
        let text = format!("Exploding through time: over {steps} steps back, {numbers}.");
        let remedies = if settings.choice("clip") == "none" { vec![clip()] } else { Vec::new() };
        return Story { text, tone: Tone::Warn, remedies };
    }
    Story { text: format!("Over {steps} steps back, {numbers}."), tone: Tone::Calm, remedies: Vec::new() }
}

fn function(settings: &Settings, run: &AnyRun) -> Story {
    let frame = run.frame();
    let help = crate::scenarios::of(settings).item().help;
    let clipped = frame.clipped_grad_norm < frame.grad_norm;
    let after = if clipped { format!(", clipped to {}", spoken(frame.clipped_grad_norm)) } else { String::new() };
    let text = format!("{help} Here f = {}, gradient norm {}{after}.", spoken(frame.loss), spoken(frame.grad_norm));
    Story { text, tone: Tone::Calm, remedies: Vec::new() }
}

fn remedy(label: &str, settings: &[(&'static str, &str)]) -> Remedy {
    Remedy { label: label.into(), settings: settings.iter().map(|(key, value)| (*key, (*value).into())).collect() }
}

fn relu() -> Remedy {
    remedy("Cure it: ReLU and He weights", &[("activation", "relu"), ("init", "he-normal")])
}

fn clip() -> Remedy {
    remedy("Clip the gradient's norm at 1", &[("clip", "norm"), ("threshold", "1")])
}

/// A tenth of the learning rate in force.
fn slower(settings: &Settings) -> Remedy {
    let tenth = spoken(settings.number("lr") / 10.0);
    remedy(&format!("Lower the learning rate to {tenth}"), &[("lr", &tenth)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(text: &str, steps: u64) -> Story {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, []);
        let mut run = AnyRun::new(&settings, None).expect("generated data cannot be broken");
        run.step(steps);
        let through_time = with_run!(&run, run => run.through_time());
        tell(&settings, &run, through_time.as_deref())
    }

    #[test]
    fn the_opening_story_is_vanishing_and_its_remedy_cures_it() {
        let now = story("", 20);
        assert!(now.tone == Tone::Warn && now.text.starts_with("Vanishing"), "{}", now.text);
        let cured: Vec<String> = now.remedies[0].settings.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let now = story(&cured.join("&"), 20);
        assert!(now.tone == Tone::Calm && now.text.starts_with("Healthy"), "{}", now.text);
    }

    #[test]
    fn exploding_diverging_and_being_stuck_are_told_apart() {
        let exploding = story("activation=identity&init=normal&init_std=2&lr=0", 1);
        assert!(exploding.text.starts_with("Exploding"), "{}", exploding.text);
        let diverged = story("activation=identity&init=normal&init_std=2", 50);
        assert!(diverged.tone == Tone::Alarm && diverged.remedies.len() == 2, "{}", diverged.text);
        let stuck = story("batch=full", 1500);
        assert!(stuck.text.starts_with("Stuck"), "{}", stuck.text);
    }

    #[test]
    fn layers_that_a_normalisation_adds_are_not_counted_as_hidden_ones() {
        let now = story("hidden_layers=4&activation=tanh&norm=layer&residual=scaled&residual_learned=1", 1);
        assert!(now.text.contains("4 Tanh layers"), "{}", now.text);
    }

    #[test]
    fn no_remedy_is_offered_that_is_in_force() {
        for text in ["activation=relu&init=he-normal&lr=1", "activation=relu&init=he-normal&hidden_layers=64&width=1"] {
            let now = story(text, 300);
            assert!(
                now.remedies.iter().all(|r| r.settings.get("activation").is_none_or(|id| id != "relu")),
                "{}",
                now.text
            );
        }
    }

    #[test]
    fn underflow_is_told_with_its_remedy() {
        let now = story("precision=f16&batch=full", 0);
        assert!(now.text.starts_with("Underflow") && now.text.contains("layers get exactly 0"), "{}", now.text);
        assert_eq!(now.remedies[0].settings["loss_scaling"], "dynamic");
        let now = story("precision=f16&batch=full&loss_scaling=dynamic", 0);
        assert!(now.text.starts_with("Vanishing"), "{}", now.text);
        let now = story("precision=f16&batch=full&loss_scaling=dynamic&loss_scale=16777216", 0);
        assert!(now.text.starts_with("Skipped"), "{}", now.text);
    }

    #[test]
    fn a_threshold_that_a_clip_chose_is_told_and_one_that_was_set_is_not() {
        let text = "activation=relu&init=he-normal&clip=autoclip&threshold=";
        assert!(story(&format!("{text}0"), 20).text.contains("AutoClip chose the threshold"));
        assert!(story(&format!("{text}100"), 20).text.contains("AutoClip chose the threshold"));
        assert!(!story("activation=relu&init=he-normal&clip=norm", 20).text.contains("chose"));
    }

    #[test]
    fn a_sequence_is_told_through_time() {
        let now = story("scenario=recall&delay=60", 10);
        assert!(now.text.starts_with("Vanishing through time"), "{}", now.text);
        assert!(story("scenario=recall&delay=2", 1).tone == Tone::Calm);
    }
}
