//! Settings strings for the page: what they come to, as JSON, and pictures of what is chosen.

use crate::registry::{Item, Param};
use crate::settings::{self, Settings, schema};
use crate::{charts, race, scenarios};
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;

/// Reads a settings string: its canonical form, with and without what only concerns the view, what is in force at `step`
/// (0 if not given), what applies, what changes when, what was wrong, what is unwise.
#[wasm_bindgen(js_name = readSettings)]
pub fn read_settings(text: &str, step: Option<f64>) -> String {
    let (whole, notices) = Settings::parse(text);
    let settings = whole.at(step.unwrap_or(0.0) as u64);
    let changes: Vec<Value> =
        whole.changes().iter().map(|c| json!({ "step": c.step, "key": c.key, "value": c.value })).collect();
    let values: Map<String, Value> = schema().iter().map(|k| (k.id.into(), settings.text(k.id).into())).collect();
    let applies: Map<String, Value> = schema().iter().map(|k| (k.id.into(), settings.applies(k).into())).collect();
    let explicit: Vec<&str> = schema().iter().map(|k| k.id).filter(|id| settings.is_chosen(id)).collect();
    let own = super::own_csv::wanted(&settings);
    let scenario = scenarios::of(&settings);
    let views = charts::views(&whole);
    json!({
        "canonical": whole.canonical(),
        "run": whole.of_run().canonical(),
        "values": values,
        "applies": applies,
        "explicit": explicit,
        "dataFile": scenarios::data_file(&settings).map(|file| file.path.to_string()).or_else(|| own.clone().map(|own| own.file)),
        "ownFile": own.map(|own| json!({ "name": own.name, "hash": own.hash, "target": settings.text("target") })),
        "title": scenario.item().label,
        "views": views.all,
        "shown": views.first,
        "changes": changes,
        "planes": scenario.planes(),
        "notices": notices,
        "advice": settings.advice(),
        "meant": meant(&settings),
        "racers": racers(&whole),
    })
    .to_string()
}

/// The figure of what is chosen for `key`, as bytes for `paint`; empty where there is nothing to draw.
#[wasm_bindgen(js_name = settingFigure)]
pub fn setting_figure(key: &str, settings: &str) -> Vec<u8> {
    charts::of_setting(key, &Settings::parse(settings).0).map_or_else(Vec::new, |figure| figure.to_bytes())
}

/// Everybody in the race, the page's own run first: what tells each from the others, and what it has of its own. Empty
/// where nobody else runs.
fn racers(settings: &Settings) -> Vec<Value> {
    let own: Vec<Map<String, Value>> = settings
        .rivals_own()
        .into_iter()
        .map(|own| own.into_iter().map(|(key, value)| (key.id.into(), value.into())).collect())
        .collect();
    if own.is_empty() {
        return Vec::new();
    }
    let all: Vec<Settings> = std::iter::once(settings.before_changes()).chain(settings.rivals()).collect();
    let names = race::names(settings, &all[1..]);
    let own = std::iter::once(Map::new()).chain(own);
    let keys = ["optimizer", "lr", "momentum", "clip", "threshold", "batch"].map(settings::key);
    let in_force = |one: &Settings| -> Map<String, Value> {
        let applies = keys.iter().flatten().filter(|key| one.applies(key));
        applies.map(|key| (key.id.into(), one.text(key.id).into())).collect()
    };
    let racers = names.into_iter().zip(own).zip(&all);
    racers.map(|((name, own), one)| json!({ "name": name, "own": own, "inForce": in_force(one) })).collect()
}

/// Whose parameter each key stands for under these settings, for items that share one may each mean their own: the key
/// that chose the item, the item, and the parameter's default there.
fn meant(settings: &Settings) -> Map<String, Value> {
    let meant = |(by, item, param): (&str, &Item, &Param)| json!([by, item.id, settings.usual(param)]);
    schema().iter().filter_map(|k| Some((k.id.to_string(), meant(settings.owned(k.id)?)))).collect()
}
