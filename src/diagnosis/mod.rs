//! The diagnosis: what is wrong with a run, or that nothing is, from what the run measured.
//!
//! Each file in `verdicts/` is one verdict: its definition, its thresholds, the sentence and the remedies to try. Several
//! can hold at once. The first in the order of [`VERDICTS`] that does harm is the verdict, the others are listed beside it.
//! The thresholds are calibrated by `cargo xtask study verdicts`, see `docs/verdicts.md`.

pub mod evidence;
mod remedies;
mod verdicts;

use crate::charts::spoken;
use crate::registry::{Item, Settings};
use crate::run::{RunView, Status};
use crate::schema::Family;
use crate::texts::{self, Text, sentences};
use evidence::Evidence;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a run shows at a step.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    /// The step.
    pub step: u64,
    /// The verdict's id.
    pub verdict: &'static str,
    /// Ids of the other verdicts that hold.
    pub also: Vec<&'static str>,
    /// How serious it is.
    pub tone: Tone,
    /// The verdict as a sentence with this run's numbers.
    pub sentence: String,
    /// The numbers that the verdict rests on.
    pub evidence: Vec<Reading>,
    /// Changes that may help, not yet tried.
    pub remedies: Vec<Remedy>,
}

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// No problem.
    Calm,
    /// Something holds the run back.
    Warn,
    /// The run is lost.
    Alarm,
}

/// A number that a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// What it is, in snake case.
    pub quantity: &'static str,
    /// Its value; null in JSON if it is not finite.
    pub value: f64,
    /// The value from which on the verdict holds; `None` if the number only informs.
    pub bound: Option<f64>,
}

/// A change of settings that may help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// What it does, in a few words.
    pub label: String,
    /// Keys and values.
    pub settings: BTreeMap<&'static str, String>,
}

/// A verdict: when it holds, and what it says.
trait Verdict {
    /// Its id, name and definition.
    const ITEM: Item;
    /// How serious it is.
    const TONE: Tone;

    /// Whether it holds, and with which numbers.
    fn finding(evidence: &Evidence) -> Option<Finding>;
}

/// What a verdict that holds says.
struct Finding {
    /// Whether it explains what the run does. Vanishing gradients do no harm in a run that learns all the same: then they
    /// are only listed.
    is_harmful: bool,
    sentence: String,
    evidence: Vec<Reading>,
    remedies: Vec<Remedy>,
}

/// A verdict in the registry.
struct Entry {
    item: Item,
    tone: Tone,
    finding: fn(&Evidence) -> Option<Finding>,
}

const fn entry<V: Verdict>() -> Entry {
    Entry { item: V::ITEM.for_build(), tone: V::TONE, finding: V::finding }
}

/// Every verdict's description, the most serious first.
pub const VERDICTS: &[Item] = &{
    let mut items = [Item::BASE; verdicts::ALL.len()];
    let mut k = 0;
    while k < verdicts::ALL.len() {
        items[k] = verdicts::ALL[k].item;
        k += 1;
    }
    items
};

/// The family of verdicts.
pub fn family() -> Family {
    Family { id: "verdicts", key: "", items: VERDICTS }
}

/// The diagnosis of a run at its present step.
pub fn diagnose(settings: &Settings, run: &dyn RunView) -> Diagnosis {
    let settings = &settings.at(run.frame().step);
    let evidence = Evidence::of(settings, run);
    let holds = |entry: &'static Entry| Some((entry, (entry.finding)(&evidence)?));
    let mut found: Vec<(&Entry, Finding)> = verdicts::ALL.iter().filter_map(holds).collect();
    let first = found
        .iter()
        .position(|(_, finding)| finding.is_harmful)
        .or_else(|| found.iter().position(|(entry, _)| entry.tone == Tone::Calm))
        .unwrap_or(0);
    let (entry, finding) = found.remove(first);
    Diagnosis {
        step: run.frame().step,
        verdict: entry.item.id,
        also: found.iter().filter(|(other, _)| other.tone != Tone::Calm).map(|(other, _)| other.item.id).collect(),
        tone: entry.tone,
        sentence: sentences([Some(finding.sentence.into()), chosen_threshold(run)]),
        evidence: finding.evidence.into_iter().filter(|reading| reading.value.is_finite()).collect(),
        remedies: remedies::that_change(settings, finding.remedies),
    }
}

/// The threshold, if the clip chooses it by itself.
fn chosen_threshold(run: &dyn RunView) -> Option<Text> {
    let frame = run.frame();
    let (clip, is_fixed) = (run.rule().clip.item().label, run.rule().clip.traits().is_fixed);
    let threshold = frame.threshold.filter(|_| !is_fixed && frame.status == Status::Running)?;
    let said = if frame.is_clipped() { texts::diagnosis::threshold_clipped } else { texts::diagnosis::threshold_above };
    Some(said(&clip, &spoken(threshold)))
}

fn reading(quantity: &'static str, value: f64, bound: impl Into<Option<f64>>) -> Reading {
    Reading { quantity, value, bound: bound.into() }
}

fn text(sentence: Text) -> String {
    sentence.into_owned()
}

/// A sentence, and another one if there is one.
fn sentences_of(first: Text, second: Option<Text>) -> String {
    sentences([Some(first), second])
}
