//! The registries and the settings' schema as JSON, from which the page builds its controls.

use crate::charts::{self, OF_SURFACE, SURFACE};
use crate::race::{self, READY};
use crate::registry::{self, Item, Param, Range};
use crate::scenarios;
use crate::settings::{self, Group, Key, Kind, Settings, schema};
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::*;

/// Every family, setting, group and view.
#[wasm_bindgen]
pub fn describe() -> String {
    let families: Map<String, Value> =
        registry::families().iter().map(|f| (f.id.to_string(), f.items.iter().map(item).collect())).collect();
    let settings: Vec<Value> = schema().iter().map(key).collect();
    let groups: Vec<Value> = Group::ALL.iter().map(|group| json!({ "id": group, "label": group.label() })).collect();
    let chart = |chart: &Item| {
        let mut value = item(chart);
        value["studied"] = charts::wish(chart.id).is_some().into();
        value
    };
    let charts: Vec<Value> = charts::ITEMS.iter().map(chart).collect();
    let surface = json!({ "id": SURFACE, "label": "Loss surface", "help": "The loss over a plane through parameter space, and the descent on it." });
    let views: Vec<Value> =
        std::iter::once(surface).chain(charts.iter().filter(|chart| chart["id"] != OF_SURFACE).cloned()).collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "families": families,
        "settings": settings,
        "groups": groups,
        "charts": charts,
        "races": READY.iter().map(|r| json!({ "label": r.label, "help": r.help, "settings": r.settings })).collect::<Vec<_>>(),
        "views": views,
    })
    .to_string()
}

/// Reads a settings string: its canonical form, with and without what only concerns the view, what is in force at `step`
/// (0 if not given), what applies, what changes when, what was wrong, what is unwise.
#[wasm_bindgen(js_name = readSettings)]
pub fn read_settings(text: &str, step: Option<f64>) -> String {
    let (whole, notices) = Settings::parse(text);
    let settings = whole.at(step.unwrap_or(0.0) as u64);
    let changes: Vec<Value> = whole
        .changes()
        .iter()
        .map(|c| json!({ "step": c.step, "key": c.key, "value": c.value, "label": settings::key(c.key).map(|k| k.label) }))
        .collect();
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

fn item(item: &Item) -> Value {
    json!({
        "id": item.id, "label": item.label, "formula": item.formula, "facts": item.facts, "help": item.help,
        "group": item.group,
    })
}

fn key(key: &Key) -> Value {
    let control = match key.kind {
        Kind::Choice(items) => choice(items),
        Kind::Widths => json!({ "kind": "text", "pattern": "[0-9]+(,[0-9]+)*", "example": "8 or 16,8,4" }),
        Kind::Batch => json!({ "kind": "text", "pattern": "[0-9]+|full", "example": "32 or full" }),
        Kind::File => json!({ "kind": "file" }),
        Kind::Column => json!({ "kind": "column" }),
        Kind::Race => json!({ "kind": "race" }),
        Kind::Expression => json!({ "kind": "expression" }),
        Kind::Name => {
            json!({ "kind": "text", "pattern": "[A-Za-z0-9._\\-]*(:[0-9]+(,[0-9]+)*)?", "example": "layers.0.weight:1,0" })
        }
        Kind::Seed => json!({ "kind": "text", "pattern": "[0-9]*", "example": "seed" }),
        Kind::Number(range) => number(range),
        Kind::Param(param) => number(param.range),
    };
    json!({
        "key": key.id, "label": key.label, "help": key.help, "unit": key.unit,
        "group": key.group, "seldom": key.seldom, "live": key.is_live(), "plot": charts::of_setting(key.id, &Settings::default()).is_some(), "default": Settings::default().text(key.id), "control": control,
    })
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

/// What differs from the schema because items that share a key each mean their own: the settings as the items in force
/// describe them.
fn meant(settings: &Settings) -> Map<String, Value> {
    let same = |a: &Param, b: &Param| (a.label, a.help, a.range.ends()) == (b.label, b.help, b.range.ends());
    let is_own = |kind, param: &Param| match kind {
        Kind::Param(first) => !same(first, param),
        kind => matches!(kind, Kind::Number(_)),
    };
    let differing = schema().iter().filter_map(|k| match settings.param(k.id) {
        Some(param) if is_own(k.kind, param) => {
            let own = Key { label: param.label, help: param.help, unit: param.unit, kind: Kind::Param(param), ..*k };
            let mut value = key(&own);
            value["default"] = settings.usual(param).into();
            Some((k.id.to_string(), value))
        }
        _ => None,
    });
    differing.collect()
}

fn number(range: Range) -> Value {
    match range {
        Range::Integer(min, max) => json!({ "kind": "integer", "min": min, "max": max }),
        Range::Linear(min, max) => json!({ "kind": "number", "min": min, "max": max, "scale": "linear" }),
        Range::Log(min, max) => json!({ "kind": "number", "min": min, "max": max, "scale": "log" }),
        Range::Switch => json!({ "kind": "switch" }),
        Range::Choice(items) => choice(items),
    }
}

fn choice(items: &[Item]) -> Value {
    json!({ "kind": "choice", "choices": items.iter().map(item).collect::<Vec<_>>() })
}
