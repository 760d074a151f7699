//! The sentence under the surface: what the run shows and why, with its numbers, and remedies to try.
//!
//! Each file looks for one condition. The conditions are checked in order, and the first that holds gives the sentence.

mod cause;
mod diverged;
mod function;
mod healthy;
mod layers;
mod overfitting;
mod precision;
mod stifled;
mod time;

use crate::activations::{ACTIVATION, AnyActivation};
use crate::charts::spoken;
use crate::clips::{CLIP, THRESHOLD};
use crate::initializers::INIT;
use crate::optimizers::LR;
use crate::registry::Settings;
use crate::run::{Frame, RunView, Status};
use crate::schema::find;
use crate::texts::{Text, remedies, sentences, story};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the page says under the surface.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// The scenario whose description comes before the sentence. The page has the text.
    pub about: Option<&'static str>,
    /// The sentence.
    pub text: String,
    /// How serious it is.
    pub tone: Tone,
    /// Remedies, one click each.
    pub remedies: Vec<Remedy>,
}

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// No problem.
    Calm,
    /// Gradients vanish or explode.
    Warn,
    /// The run has diverged.
    Alarm,
}

/// A change of settings that may help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// What the button says.
    pub label: String,
    /// Keys and values.
    pub settings: BTreeMap<&'static str, String>,
}

/// The input of the conditions.
struct Scene<'a> {
    /// The settings in force at the step.
    settings: &'a Settings,
    run: &'a dyn RunView,
    frame: &'a Frame,
}

/// The most serious conditions come first.
const CONDITIONS: &[fn(&Scene) -> Option<Story>] = &[
    diverged::tell,
    time::tell,
    function::tell,
    precision::tell,
    layers::tell,
    stifled::tell,
    overfitting::tell,
    time::tell_calmly,
    healthy::tell,
];

/// Gradients vanish below this ratio of the first layer's gradient norm to the last layer's.
const VANISHING: f64 = 1e-3;
/// Gradients explode above this ratio.
const EXPLODING: f64 = 1e3;

/// The sentence for a run at its present step. Remedies that are already in force are left out.
pub fn tell(settings: &Settings, run: &dyn RunView) -> Story {
    let settings = &settings.at(run.frame().step);
    let scene = Scene { settings, run, frame: run.frame() };
    let mut story =
        CONDITIONS.iter().find_map(|condition| condition(&scene)).unwrap_or_else(|| Story::calm(String::new()));
    if let Some(sentence) = chosen_threshold(run) {
        story.text = sentences([Some(story.text.into()), Some(sentence)]);
    }
    let differs = |(key, value): (&&str, &String)| find(key).is_none_or(|setting| settings.value(setting) != *value);
    story.remedies.retain(|remedy| remedy.settings.iter().any(differs));
    story
}

impl Story {
    /// A story without a problem.
    fn calm(text: String) -> Self {
        Self { about: None, text, tone: Tone::Calm, remedies: Vec::new() }
    }

    /// A story with a problem and remedies.
    fn warn(text: String, remedies: Vec<Remedy>) -> Self {
        Self { about: None, text, tone: Tone::Warn, remedies }
    }
}

impl Scene<'_> {
    /// The hidden layers by number and activation. Normalisations and learned scales are layers too, but a sentence
    /// means the hidden ones.
    fn layers(&self) -> Text {
        let (depth, label) = (self.settings.widths().len(), self.activation().item().label);
        if depth == 1 { story::layers_one(&label) } else { story::layers_many(&depth, &label) }
    }

    fn activation(&self) -> AnyActivation {
        AnyActivation::build(self.settings)
    }

    /// The loss at step 0.
    fn first_loss(&self) -> f64 {
        self.run.history().at(0).map_or(f64::NAN, |row| row.loss())
    }
}

/// The threshold, if the clip chooses it by itself.
fn chosen_threshold(run: &dyn RunView) -> Option<Text> {
    let frame = run.frame();
    let (clip, is_fixed) = (run.rule().clip.item().label, run.rule().clip.traits().is_fixed);
    let threshold = frame.threshold.filter(|_| !is_fixed && frame.status == Status::Running)?;
    let said = if frame.is_clipped() { story::threshold_clipped } else { story::threshold_above };
    Some(said(&clip, &spoken(threshold)))
}

fn remedy(label: Text, settings: &[(&'static str, &str)]) -> Remedy {
    let settings = settings.iter().map(|(key, value)| (*key, value.to_string())).collect();
    Remedy { label: label.into_owned(), settings }
}

fn relu() -> Remedy {
    remedy(remedies::relu(), &[(ACTIVATION.id(), "relu"), (INIT.id(), "he-normal")])
}

fn clip() -> Remedy {
    remedy(remedies::clip(), &[(CLIP.id(), "norm"), (THRESHOLD.id(), "1")])
}

/// A tenth of the learning rate in force.
fn slower(settings: &Settings) -> Remedy {
    let tenth = settings.get(&LR) / 10.0;
    remedy(remedies::slower(&spoken(tenth)), &[(LR.id(), &value(tenth))])
}

/// A number as a setting writes it, rounded to three significant digits.
fn value(number: f64) -> String {
    format!("{number:.2e}").parse().unwrap_or(number).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::AnyRun;

    fn story(text: &str, steps: u64) -> Story {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, []);
        let mut run = AnyRun::new(&settings, None).expect("generated data cannot be broken");
        run.step(steps);
        let now = tell(&settings, run.view());
        for Remedy { label, settings } in &now.remedies {
            let given: Vec<String> = settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
            assert_eq!(Settings::parse(&given.join("&")).1, [], "{label}");
        }
        now
    }

    #[test]
    fn a_remedy_sets_small_and_large_numbers_as_settings_are_written() {
        let diverged = story("scenario=rosenbrock&lr=0.001&start_x=-2&start_y=-8", 50);
        let lower = &diverged.remedies[1];
        assert_eq!(
            (lower.label.as_str(), lower.settings["lr"].as_str()),
            ("Lower the learning rate to 10⁻⁴", "0.0001")
        );
        assert_eq!([value(300_000.0), value(0.003 / 10.0), value(1e-9)], ["300000", "0.0003", "0.000000001"]);
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
    fn exploding_diverging_and_being_stuck_are_different_stories() {
        let exploding = story("activation=identity&init=normal&init_std=2&lr=0", 1);
        assert!(exploding.text.starts_with("Exploding"), "{}", exploding.text);
        let diverged = story("activation=identity&init=normal&init_std=2", 50);
        assert!(diverged.tone == Tone::Alarm && diverged.remedies.len() == 2, "{}", diverged.text);
        let stuck = story("batch=full", 1500);
        assert!(stuck.text.starts_with("Stuck"), "{}", stuck.text);
    }

    #[test]
    fn a_run_that_diverges_before_its_first_step_gets_no_remedy_of_shorter_steps() {
        let network = "activation=identity&hidden_layers=8&width=64&loss=mse";
        let lost = story(&format!("{network}&init=normal&init_std=100"), 3);
        assert!(lost.tone == Tone::Alarm && lost.text.contains("No step was made"), "{}", lost.text);
        assert_eq!(lost.remedies.len(), 1);
        let cured: Vec<String> = lost.remedies[0].settings.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert!(!story(&format!("{network}&{}", cured.join("&")), 3).text.contains("No step was made"));
        let nowhere = story("scenario=expression&expression=sqrt(-1-x^2-y^2)", 3);
        assert!(nowhere.text.contains("no finite value") && nowhere.remedies.is_empty(), "{}", nowhere.text);
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
    fn underflow_comes_with_its_remedy() {
        let now = story("precision=f16&batch=full", 0);
        assert!(now.text.starts_with("Underflow") && now.text.contains("layers get exactly 0"), "{}", now.text);
        assert_eq!(now.remedies[0].settings["loss_scaling"], "dynamic");
        let now = story("precision=f16&batch=full&loss_scaling=dynamic", 0);
        assert!(now.text.starts_with("Vanishing"), "{}", now.text);
        let now = story("precision=f16&batch=full&loss_scaling=dynamic&loss_scale=16777216", 0);
        assert!(now.text.starts_with("Skipped"), "{}", now.text);
    }

    #[test]
    fn a_threshold_that_a_clip_chose_is_named_and_one_that_was_set_is_not() {
        let text = "activation=relu&init=he-normal&clip=autoclip&threshold=";
        assert!(story(&format!("{text}0"), 20).text.contains("AutoClip chose the threshold"));
        assert!(story(&format!("{text}100"), 20).text.contains("AutoClip chose the threshold"));
        assert!(!story("activation=relu&init=he-normal&clip=norm", 20).text.contains("chose"));
    }

    #[test]
    fn a_sequence_has_a_story_through_time() {
        let now = story("scenario=recall&delay=60", 10);
        assert!(
            now.text.starts_with("Vanishing through time") && now.text.contains("time steps of the backward pass"),
            "{}",
            now.text
        );
        let now = story("scenario=recall&delay=20&tbptt=8", 1);
        assert!(now.text.starts_with("Truncated") && now.text.contains("last at time step 16"), "{}", now.text);
        assert!(story("scenario=recall&delay=2", 1).tone == Tone::Calm);
        // Conditions that concern every network apply to recurrent ones too.
        let stifled = story("scenario=recall&delay=2&optimizer=sgd&clip=norm&threshold=0.00001", 5);
        assert!(stifled.text.starts_with("Stifled"), "{}", stifled.text);
    }

    #[test]
    fn what_is_shortened_is_what_the_scenario_has() {
        for (text, key) in [("recall&delay=60", "delay"), ("regime-switch&window=100&cell=gru", "window")] {
            let now = story(&format!("scenario={text}"), 10);
            let last = now.remedies.last().expect("remedies");
            assert!(last.label.contains(key) && last.settings.contains_key(key), "{text}: {}", now.text);
        }
    }

    #[test]
    fn a_clip_that_leaves_next_to_nothing_is_said_to_stifle_and_not_where_the_optimizer_undoes_it() {
        let text = "activation=relu&init=he-normal&clip=norm&threshold=0.00001";
        let now = story(text, 20);
        assert!(now.tone == Tone::Warn && now.text.starts_with("Stifled"), "{}", now.text);
        let threshold: f64 = now.remedies[0].settings["threshold"].parse().expect("a number");
        assert!((0.01..100.0).contains(&threshold), "{threshold}");
        let now = story(&format!("{text}&optimizer=adam"), 20);
        assert!(!now.text.starts_with("Stifled"), "{}", now.text);
    }

    #[test]
    fn a_network_that_learns_by_heart_is_said_to_overfit() {
        let text = "scenario=moons&points=40&noise=0.6&test_share=0.5&hidden_layers=2&width=64&activation=relu&init=he-normal&optimizer=adam&lr=0.01";
        let now = story(text, 400);
        assert!(now.tone == Tone::Warn && now.text.starts_with("Overfitting"), "{}", now.text);
        assert!(!story(text, 2).text.starts_with("Overfitting"));
    }
}
