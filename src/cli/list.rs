//! `gradscape list`: the registries and the settings as JSON.

use super::{Failure, USAGE, output::print};
use gradscape::charts;
use gradscape::diagnosis;
use gradscape::registry::keys::MAX_WIDTH;
use gradscape::registry::{Item, Param, Range};
use gradscape::schema::{Kind, LINK_KEYS, Setting, families, schema};
use gradscape::sweep;
use gradscape::texts::names::{known, unlabelled};
use gradscape::twins::hosts;
use serde_json::{Map, Value, json};

/// Prints every family, or only the named one.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let mut all = Map::new();
    let more = [charts::family(), diagnosis::family(), hosts::family()];
    for family in families().into_iter().chain(more).chain(sweep::families()) {
        all.insert(family.id.into(), family.items.iter().map(item).collect());
    }
    let of_link = LINK_KEYS.iter().map(|(id, help)| json!({ "id": id, "label": id, "help": help }));
    all.insert("settings".into(), schema().iter().map(key).chain(of_link).collect());
    let chosen = match arguments {
        [] => Value::Object(all),
        [name] => all.get(name).cloned().ok_or_else(|| {
            let known = known(name, &unlabelled(all.keys().map(String::as_str)), Some("list"));
            Failure::Usage(format!("list: there is no family “{name}”; {known}."))
        })?,
        _ => return Err(Failure::Usage(format!("list: one family at most.\n{USAGE}"))),
    };
    print(&serde_json::to_string_pretty(&chosen).map_err(|error| Failure::Other(error.to_string()))?)
}

fn item(item: &Item) -> Value {
    let params: Vec<&str> = item.params.iter().map(|p| p.key).collect();
    let facts: Map<String, Value> = item.facts.iter().map(|(name, fact)| ((*name).into(), (*fact).into())).collect();
    json!({
        "id": item.id, "label": item.label, "formula": item.formula, "facts": facts, "help": item.help, "settings": params,
    })
}

fn key(key: &Setting) -> Value {
    let takes = match key.kind {
        Kind::Choice(items) | Kind::Param(&Param { range: Range::Choice(items), .. }) => {
            json!({ "choices": items.iter().map(|item| item.id).collect::<Vec<_>>() })
        }
        Kind::Widths => json!({ "pattern": "8 or 16,8,4", "range": [1, MAX_WIDTH] }),
        Kind::File => json!({ "pattern": "data.csv~0123456789abcdef" }),
        Kind::Column => json!({ "pattern": "a column's name" }),
        Kind::Race => json!({ "pattern": "optimizer:adam,lr:0.1;clip:norm" }),
        Kind::Expression => json!({ "pattern": "x^2 + 3*y^2 - sin(x*y)" }),
        Kind::Name => json!({ "pattern": "layers.0 or layers.0.weight:1,0" }),
        Kind::Seed => json!({ "pattern": "7" }),
        Kind::Batch => json!({ "pattern": "32 or full" }),
        Kind::Param(_) | Kind::Number(_) => json!({ "range": key.range().map(|range| range.ends()) }),
    };
    json!({ "id": key.id, "label": key.label, "help": key.help, "unit": key.unit, "takes": takes })
}
