//! Settings strings for the page: parsed, as JSON, and pictures of the chosen items.

use crate::branch::Kind;
use crate::clips::{CLIP, THRESHOLD};
use crate::datasets::own_csv::TARGET;
use crate::json::{self, Members};
use crate::optimizers::{LR, MOMENTUM, OPTIMIZER};
use crate::registry::keys::BATCH;
use crate::registry::{self, Change, Item, Opening, Param, Settings};
use crate::schema::{self, Advice, Beside, Notice, find, schema};
use crate::texts::{self, translated};
use crate::theory::phase::moved;
use crate::{charts, scenarios};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// Parsed settings, for the page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ParsedSettings {
    canonical: String,
    run: String,
    values: Members<String>,
    applies: Members<bool>,
    explicit: Vec<&'static str>,
    data_file: Option<String>,
    own_file: Option<OwnFile>,
    title: &'static str,
    views: Vec<&'static str>,
    shown: Vec<&'static str>,
    changes: Vec<Change>,
    planes: Vec<&'static str>,
    opening: Opening,
    notices: Vec<Notice>,
    advice: Vec<Advice>,
    meant: Members<(&'static str, &'static str, String)>,
    racers: Vec<Racer>,
    beside: String,
    columns: Vec<Column>,
}

/// A file of the user's own.
#[derive(Serialize)]
struct OwnFile {
    name: String,
    hash: String,
    target: String,
}

/// A run in the race: its label, its own settings, and the settings it runs with.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Racer {
    name: String,
    own: Members<String>,
    in_force: Members<String>,
}

/// One of the runs side by side: the name that the user gave it, the values in which it differs, the step of its fork if it is
/// a branch, and its settings string.
#[derive(Serialize)]
struct Column {
    name: String,
    differs: String,
    from: Option<u64>,
    canonical: String,
}

/// A run to be put beside the first, for [`beside`].
#[derive(Deserialize)]
struct Other {
    name: String,
    from: u64,
    canonical: String,
}

/// Parses a settings string: its canonical form with and without the view's settings, the values in effect at `step` (0
/// by default), which settings apply, the changes by step, errors and advice.
#[wasm_bindgen(js_name = readSettings)]
pub fn read_settings(text: &str, step: Option<f64>) -> String {
    let (all, notices) = Settings::parse(text);
    let whole = all.alone();
    let settings = whole.at(step.unwrap_or(0.0) as u64);
    let own = super::own_csv::wanted(&settings);
    let bundled = scenarios::data_file(&settings).map(|file| file.path.to_string());
    let scenario = scenarios::of(&settings);
    let views = charts::views(&whole);
    json::text(&ParsedSettings {
        canonical: whole.canonical(),
        run: whole.of_run().canonical(),
        values: schema().iter().map(|k| (k.id, settings.value(k))).collect(),
        applies: schema().iter().map(|k| (k.id, settings.applies(k))).collect(),
        explicit: schema().iter().filter(|k| settings.is_chosen(k)).map(|k| k.id).collect(),
        data_file: bundled.or_else(|| own.clone().map(|own| own.file)),
        own_file: own.map(|own| OwnFile { name: own.name, hash: own.hash, target: settings.text(&TARGET) }),
        title: translated(&format!("items.scenarios.{}.label", scenario.item().id), scenario.item().label),
        views: views.all,
        shown: views.first,
        changes: whole.changes().to_vec(),
        planes: scenario.planes(),
        opening: whole.opening(),
        notices,
        advice: settings.advice(),
        meant: meant(&settings),
        racers: racers(&whole),
        beside: if all.columns().is_empty() { String::new() } else { beside_text(&all) },
        columns: columns(&all),
    })
}

/// The keys that put these runs, given as JSON, beside the run of `settings`; empty for none.
#[wasm_bindgen]
pub fn beside(settings: &str, others: &str) -> String {
    let others: Vec<Other> = serde_json::from_str(others).unwrap_or_default();
    let other = |Other { name, from, canonical }| Beside { name, from, settings: Settings::parse(&canonical).0 };
    schema::beside(&Settings::parse(settings).0.alone(), others.into_iter().map(other).collect())
}

/// The settings of a copy of a run that stands at `step`, with changes of some keys, given as JSON pairs: from that step on,
/// or from the start if it begins `anew`.
#[wasm_bindgen(js_name = changedAt)]
pub fn changed_at(settings: &str, step: f64, anew: bool, changes: &str) -> String {
    let pairs: Vec<(String, String)> = serde_json::from_str(changes).unwrap_or_default();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let kind = if anew { Kind::Start } else { Kind::Here };
    kind.settings(&Settings::parse(settings).0.alone(), step as u64, &pairs).canonical()
}

/// The keys that put the other runs beside the first, as they stand in the settings string.
fn beside_text(all: &Settings) -> String {
    let others = all.columns().iter().skip(1);
    let other = |column: &registry::Column| Beside {
        name: column.name.clone(),
        from: column.from.unwrap_or(0),
        settings: column.settings.clone(),
    };
    schema::beside(&all.alone(), others.map(other).collect())
}

/// All runs side by side, the first among them; empty where there is only one. How a run is looked at is the same for all.
fn columns(all: &Settings) -> Vec<Column> {
    let column = |column: &registry::Column| Column {
        name: column.name.clone(),
        differs: column.differs.clone(),
        from: column.from,
        canonical: column.settings.canonical(),
    };
    all.columns().iter().map(column).collect()
}

/// A sentence about a `word` in the attribute `attribute` that is none of `names`, which are lines of id, tab and label.
/// `list` is the command that prints them all; empty if there is none.
#[wasm_bindgen(js_name = unknownName)]
pub fn unknown_name(attribute: &str, word: &str, names: &str, list: &str) -> String {
    let names: Vec<(&str, &str)> = names.lines().filter_map(|line| line.split_once('\t')).collect();
    let known = texts::names::known(word, &names, Some(list).filter(|list| !list.is_empty()));
    texts::settings::unknown_value(&attribute, &word, &known).into_owned()
}

/// The figure for the chosen value of `key`, as bytes for `paint`; empty if there is none.
#[wasm_bindgen(js_name = settingFigure)]
pub fn setting_figure(key: &str, settings: &str) -> Vec<u8> {
    charts::of_setting(key, &Settings::parse(settings).0).map_or_else(Vec::new, |figure| figure.to_bytes())
}

/// The changes of settings, as JSON, that move the run to a place in the phase diagram.
#[wasm_bindgen(js_name = movedTo)]
pub fn moved_to(settings: &str, x: f64, y: f64) -> String {
    let (settings, _) = Settings::parse(settings);
    json::text(&moved(&settings, [x, y]).into_iter().collect::<Members<String>>())
}

/// All runs in the race, the page's own run first. Empty without a race.
fn racers(settings: &Settings) -> Vec<Racer> {
    let keys = [OPTIMIZER.id(), LR.id(), MOMENTUM.id(), CLIP.id(), THRESHOLD.id(), BATCH.id()]
        .map(|id| find(id).expect("a key"));
    let in_force = |one: &Settings| {
        let applies = keys.into_iter().filter(|key| one.applies(key));
        applies.map(|key| (key.id, one.value(key))).collect()
    };
    let racers = settings.racers().iter().map(|racer| Racer {
        name: racer.name.clone(),
        own: racer.own.iter().cloned().collect(),
        in_force: in_force(&racer.settings),
    });
    racers.collect()
}

/// The item whose parameter each key sets under these settings, because items may share a key and differ in its
/// meaning: the key that chose the item, the item, and the default of the parameter there.
fn meant(settings: &Settings) -> Members<(&'static str, &'static str, String)> {
    let meant = |(by, item, param): (_, &Item, &Param)| (by, item.id, settings.own_default(param));
    schema().iter().filter_map(|k| Some((k.id, meant(settings.owned(k.id)?)))).collect()
}
