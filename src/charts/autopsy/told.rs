//! An autopsy in words: the chain of events, the cause, and the counterfactuals.

use crate::autopsy::{AT, Autopsy, Cause, EventKind, Growth, HALVED, Limit, Tried, Trigger};
use crate::charts::{short, spoken, spoken_layer};
use crate::datasets::market::date_of;
use crate::registry;
use crate::run::Diverged;
use crate::schema::{Kind, families, find};
use crate::texts::{self, Text, autopsy as words};
use serde::Serialize;

/// An autopsy in words and numbers, for the command line and the page.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// The settings string of the run.
    pub settings: String,
    /// Its last step.
    pub step: u64,
    /// `diverged` or `thrown`; `None` if there is nothing to examine.
    pub event: Option<EventKind>,
    /// The step of the event.
    pub event_step: Option<u64>,
    /// What happened, in order.
    pub chain: Vec<Moment>,
    /// The cause that was proven.
    pub cause: Option<Cause>,
    /// The cause in a sentence, or why there is none.
    pub sentence: String,
    /// The counterfactual that proves it.
    pub counterfactual: Option<Counterfactual>,
    /// All counterfactuals, as tried.
    pub tried: Vec<Counterfactual>,
    /// The growth before the event.
    pub growth: Option<Growth>,
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// Curvature and limit.
    pub limit: Option<Limit>,
}

/// Something that happened at a step.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// The step.
    pub step: u64,
    /// What happened.
    pub text: String,
}

/// A counterfactual, for people.
#[derive(Clone, Debug, Serialize)]
pub struct Counterfactual {
    /// The cause that it stands for.
    pub cause: Cause,
    /// The name of that cause.
    pub name: Text,
    /// What was changed.
    pub change: String,
    /// How it went.
    pub outcome: Text,
    /// Its settings string.
    pub settings: String,
    /// How large the change is, in doublings.
    pub size: f64,
    /// Its last step.
    pub step: u64,
    /// Its loss at the end; `None` if it diverged.
    pub loss: Option<f64>,
    /// Where it diverged.
    pub diverged: Option<u64>,
    /// Whether it stays near.
    pub holds: bool,
}

/// An autopsy in words.
pub fn told(autopsy: &Autopsy) -> Told {
    let proven = autopsy.proven();
    Told {
        settings: autopsy.settings.clone(),
        step: autopsy.last,
        event: autopsy.event.as_ref().map(|event| event.kind),
        event_step: autopsy.event.as_ref().map(|event| event.step),
        chain: chain(autopsy),
        cause: if autopsy.is_endless { Some(Cause::Unbounded) } else { proven.map(|tried| tried.cause) },
        sentence: sentence(autopsy),
        counterfactual: proven.map(counterfactual),
        tried: autopsy.tried.iter().map(counterfactual).collect(),
        growth: autopsy.growth.clone(),
        trigger: autopsy.trigger.clone(),
        limit: autopsy.limit.clone(),
    }
}

impl Told {
    /// Everything in one text.
    pub fn summary(&self) -> String {
        let chain = self.chain.iter().map(|moment| moment.text.as_str());
        chain.chain([self.sentence.as_str()]).collect::<Vec<_>>().join(" ")
    }
}

fn counterfactual(tried: &Tried) -> Counterfactual {
    let Tried { cause, settings, size, step, loss, diverged, holds, .. } = tried;
    let outcome = match (diverged, holds) {
        (Some(step), _) => words::still_diverges(step),
        (None, true) => words::stays_near(&spoken(*loss), step),
        (None, false) => words::ends_far(&spoken(*loss), step),
    };
    Counterfactual {
        cause: *cause,
        name: name(*cause),
        change: change(tried),
        outcome,
        settings: settings.clone(),
        size: *size,
        step: *step,
        loss: Some(*loss).filter(|loss| loss.is_finite()),
        diverged: *diverged,
        holds: *holds,
    }
}

/// What was changed, in words.
pub fn change(tried: &Tried) -> String {
    if let Some((_, step)) = tried.changes.iter().find(|(key, _)| key == AT) {
        let what: Vec<String> = tried.changes.iter().filter(|(key, _)| key != AT).map(in_words).collect();
        return words::without_change(step, &what.join(", ")).into();
    }
    let changes = tried.changes.iter().filter(|(key, _)| key != HALVED);
    changes.map(in_words).collect::<Vec<_>>().join(", ")
}

/// A setting by its label, with the label of a choice: “Learning rate 0.1”, “Clipping: Global norm”.
fn in_words((key, value): &(String, String)) -> String {
    let Some(setting) = find(key) else { return format!("{key} {value}") };
    let label = texts::key(setting.id, setting.label);
    let item = match setting.kind {
        Kind::Choice(items) => registry::find(items, value),
        _ => None,
    };
    match item {
        Some(item) => {
            let family = families().into_iter().find(|family| family.key == setting.id);
            format!("{label}: {}", family.map_or(item.label, |family| texts::label(family.id, item.id, item.label)))
        }
        None => format!("{label} {value}"),
    }
}

fn name(cause: Cause) -> Text {
    match cause {
        Cause::NumberFormat => words::number_format(),
        Cause::DataSpike => words::data_spike(),
        Cause::Recurrence => words::recurrence(),
        Cause::Start => words::start(),
        Cause::LearningRate => words::learning_rate(),
        Cause::LiveChange => words::live_change(),
        Cause::Domain => words::domain(),
        Cause::Unbounded => words::unbounded(),
    }
}

/// The cause, proven or not.
fn sentence(autopsy: &Autopsy) -> String {
    let Some(event) = &autopsy.event else { return words::nothing(&autopsy.last).into() };
    if autopsy.is_endless {
        return words::by_unbounded().into();
    }
    let Some(tried) = autopsy.proven() else { return words::none(&autopsy.tried.len()).into() };
    let (change, loss) = (change(tried), spoken(tried.loss));
    let says = match tried.cause {
        Cause::NumberFormat => words::by_number_format,
        Cause::DataSpike => words::by_data_spike,
        Cause::Recurrence => words::by_recurrence,
        Cause::Start => words::by_start,
        Cause::LiveChange => words::by_live_change,
        Cause::Unbounded => return words::by_unbounded().into(),
        Cause::Domain => return words::by_domain(&event.step, &change, &loss, &tried.step).into(),
        Cause::LearningRate if tried.changes.iter().any(|(key, _)| key == HALVED) => words::by_learning_rate,
        Cause::LearningRate => return words::by_one_step(&event.step, &change, &loss, &tried.step).into(),
    };
    says(&change, &loss, &tried.step).into()
}

fn chain(autopsy: &Autopsy) -> Vec<Moment> {
    let Some(event) = &autopsy.event else { return Vec::new() };
    let is_function = autopsy.trigger.as_ref().is_some_and(|trigger| trigger.place.is_some());
    let mut chain = Vec::new();
    let mut add = |step: u64, text: Text| chain.push(Moment { step, text: text.into() });
    if let Some(growth) = &autopsy.growth {
        let Growth { from, to, norms: [before, after], factor, .. } = growth;
        let (before, after) = (spoken(*before), spoken(*after));
        if growth.to > growth.from {
            let text = match growth.is_jump() {
                true => words::jump(to, &before, &after, &spoken(*factor)),
                false => words::growth(from, &spoken(*factor), &before, &after, to),
            };
            add(if growth.is_jump() { *to } else { *from }, text);
            if let Some((layer, [before, after])) = &growth.layer {
                add(*to, words::layer(&short(layer), &spoken(*before), &spoken(*after)));
            }
        }
    }
    if let Some(trigger) = &autopsy.trigger {
        set_off(trigger, &mut add);
    }
    if let Some(Limit { step, curvature, stable, formula }) = &autopsy.limit {
        let says = if curvature > stable { words::above } else { words::below };
        add(*step, says(step, &spoken(*curvature), formula, &spoken(*stable)));
    }
    let text = match event.kind {
        EventKind::Diverged => {
            let what = Diverged { step: event.step, layer: event.layer.clone(), quantity: quantity(&event.quantity) };
            match is_function {
                true => words::not_finite_function(&event.step, &what.translated_quantity()),
                false => words::not_finite(&event.step, &what.translated_quantity(), &spoken_layer(&event.layer)),
            }
        }
        EventKind::Thrown => {
            let at = |step: u64| autopsy.readings.iter().find(|reading| reading.step == step);
            let loss = |step| spoken(at(step).map_or(f64::NAN, |reading| reading.loss));
            let length = spoken(at(event.step).map_or(f64::NAN, |reading| reading.update));
            words::threw(&event.step, &length, &loss(event.step), &loss(event.step + 1))
        }
    };
    add(event.step, text);
    chain
}

fn set_off(trigger: &Trigger, add: &mut impl FnMut(u64, Text)) {
    let Trigger { step, rows, named, dates, against_others, worst, time, place, .. } = trigger;
    if let Some([x, y]) = place {
        add(*step, words::place(step, &spoken(*x), &spoken(*y)));
    }
    if !named.is_empty() {
        let are_days = !dates.is_empty();
        let mut list: Vec<String> = if are_days { dates.clone() } else { named.iter().map(u32::to_string).collect() };
        if named.len() < *rows {
            list.push("…".into());
        }
        let says = if are_days { words::days } else { words::batch };
        add(*step, says(step, rows, &list.join(", ")));
    }
    if let Some(ratio) = against_others {
        add(*step, words::against_others(&spoken(*ratio)));
    }
    if let Some(worst) = worst {
        let (loss, median) = (spoken(worst.loss), spoken(worst.median));
        add(
            *step,
            match worst.day {
                Some(day) => words::worst_day(&date_of(day), &loss, &median),
                None => words::worst(&worst.row, &loss, &median),
            },
        );
    }
    if let Some((t, factor)) = time {
        add(*step, words::time(&spoken(*factor), t));
    }
}

/// The same word as the run has it.
fn quantity(word: &str) -> &'static str {
    const WORDS: [&str; 8] =
        ["weight", "recurrent weight", "bias", "scale", "position", "activation", "loss", "gradient"];
    WORDS.into_iter().find(|known| *known == word).unwrap_or("gradient")
}
