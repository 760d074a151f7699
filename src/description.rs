//! What the page builds its controls from: the registries and the settings' schema in words, as `description.json`.
//!
//! It depends on no run. The native build writes it, once for each language, and the page's module has neither these texts
//! nor the code that joins them ([`crate::registry::native_text`]).

use crate::charts::{self, Page, Place, SURFACE};
use crate::diagnosis::VERDICTS;
use crate::race::READY;
use crate::registry::keys::SCENARIO;
use crate::registry::{Item, Param, Range, Settings};
use crate::schema::{Group, Kind, Setting, families, find, schema};
use crate::sweep::QUANTITIES;
use crate::sweep::ready::READY as SWEEPS;
use crate::texts::{self, Language, translated};
use serde_json::{Map, Value, json};

/// The same in another language, with what the engine itself needs of that language: its table, as `engine`.
pub fn describe_in(language: &Language) -> Value {
    texts::set_language(language.id);
    let mut value = describe();
    texts::set_language("en");
    value["engine"] = texts::lines(language.source)
        .filter(|line| is_of_engine(line.id))
        .map(|line| format!("{} = {}\n", line.id, line.text))
        .collect::<String>()
        .into();
    value
}

/// Whether the page's module says this text itself. The page has all others from the description.
fn is_of_engine(id: &str) -> bool {
    let page = ["groups.", "headings.", "races.", "views."];
    !page.iter().any(|start| id.starts_with(start))
        && !id.ends_with(".help")
        && !id.ends_with(".formula")
        && !id.contains(".facts.")
}

/// Every setting, group and view, what items that share a key mean by it, and the ready-made races; in the language that
/// this thread uses.
pub fn describe() -> Value {
    let named = families().into_iter().filter(|family| ["planes", "cuts"].contains(&family.id));
    let families: Map<String, Value> =
        named.map(|family| (family.id.to_string(), items(&items_of(family.id), family.items))).collect();
    let settings: Vec<Value> = schema().iter().map(|setting| key(setting, None)).collect();
    let groups: Vec<Value> = Group::ALL.iter().map(|group| json!({ "id": group, "label": label(*group) })).collect();
    let page = |item: &Item| charts::page(item.id).unwrap_or(Page::BASE);
    let (of_surface, others): (Vec<&Item>, Vec<&Item>) =
        charts::ITEMS.iter().partition(|item| page(item).place == Place::Surface);
    let surface = json!({
        "id": SURFACE,
        "label": translated("views.surface.label", "Loss surface"),
        "help": translated(
            "views.surface.help",
            "The loss over a plane through parameter space, and the path of the run on it.",
        ),
        "surface": true, "map": of_surface.first().map(|item| item.id),
    });
    let chart = |item: &Item| chart(item, page(item));
    let views: Vec<Value> = std::iter::once(surface).chain(others.into_iter().map(chart)).collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "families": families,
        "settings": settings,
        "own": own(),
        "groups": groups,
        "races": races(),
        "sweeps": sweeps(),
        "quantities": items(&items_of("quantities"), QUANTITIES),
        "studies": studies(),
        "verdicts": items(&items_of("verdicts"), VERDICTS),
        "views": views,
    })
}

/// A chart: its texts, and how the page treats it; see [`Page`].
fn chart(chart: &Item, page: Page) -> Value {
    let mut value = item(&items_of("charts"), chart);
    value["studied"] = charts::study_kind(chart.id).is_some().into();
    value["strip"] = (page.place == Place::Strip).into();
    value["clip"] = page.clip.into();
    value["standings"] = page.standings.into();
    value["wide"] = page.wide.into();
    value["yields"] = page.yields.into();
    value["surveyed"] = page.surveyed.into();
    value["point"] = page.point.into();
    value["choice"] = page.choice.into();
    value
}

/// The views that compute many runs: their ids in `views`, and in a link.
fn studies() -> Value {
    json!([
        {
            "id": "sweep",
            "label": translated("views.sweep.label", "Sweep"),
            "help": translated(
                "views.sweep.help",
                "The same run for every combination of the values of one or two settings, repeated over seeds.",
            ),
        },
        {
            "id": "calibration",
            "label": translated("views.calibration.label", "Calibration"),
            "help": translated(
                "views.calibration.help",
                "The clip threshold by cross-validation: too low stifles, too high fails.",
            ),
        },
    ])
}

fn sweeps() -> Value {
    let sweep = |ready: &crate::sweep::ready::Ready| {
        let mut value = item(&items_of("sweeps"), &ready.item);
        value["settings"] = ready.settings.into();
        value["over"] = ready.over.into();
        value["steps"] = ready.steps.into();
        value["seeds"] = ready.seeds.into();
        value["until"] = ready.until.into();
        value
    };
    SWEEPS.iter().map(sweep).collect()
}

fn races() -> Value {
    let race = |race: &crate::race::Ready| {
        let id = format!("races.{}", kebab(race.label));
        json!({
            "label": translated(&format!("{id}.label"), race.label),
            "help": translated(&format!("{id}.help"), race.help),
            "settings": race.settings,
        })
    };
    READY.iter().map(race).collect()
}

/// Where the texts of a family's items stand.
fn items_of(family: &str) -> String {
    format!("items.{family}")
}

/// `within` is where the texts of the items stand, as `items.activations` or `keys.forecast.choices`.
fn items(within: &str, items: &[Item]) -> Value {
    items.iter().map(|one| item(within, one)).collect()
}

fn item(within: &str, item: &Item) -> Value {
    let said = |what: &str, english| translated(&format!("{within}.{}.{what}", item.id), english);
    let fact = |(k, (name, value)): (usize, &(&'static str, &'static str))| {
        [said(&format!("facts.{k}.name"), name), said(&format!("facts.{k}.value"), value)]
    };
    json!({
        "id": item.id,
        "label": said("label", item.label),
        "formula": said("formula", item.formula),
        "facts": item.facts.iter().enumerate().map(fact).collect::<Vec<_>>(),
        "help": said("help", item.help),
        "group": by_english("headings", item.group),
    })
}

fn label(group: Group) -> &'static str {
    let id = json!(group);
    translated(&format!("groups.{}.label", id.as_str().unwrap_or_default()), group.label())
}

/// A text that is named by its English.
fn by_english(kind: &str, english: &'static str) -> &'static str {
    translated(&format!("{kind}.{}", kebab(english)), english)
}

/// Letters and digits in lower case, and a hyphen for everything between them.
fn kebab(text: &str) -> String {
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// `meant` is where the texts of the item stand whose own parameter this is, if there is one.
fn key(key: &Setting, meant: Option<&str>) -> Value {
    let said = |what: &str, english| {
        let shared = translated(&format!("keys.{}.{what}", key.id), english);
        meant.map_or(shared, |item| translated(&format!("{item}.params.{}.{what}", key.id), shared))
    };
    let control = match key.kind {
        Kind::Choice(items) => choice(key.id, items),
        Kind::Widths => {
            json!({ "kind": "text", "pattern": "[0-9]+(,[0-9]+)*", "example": said("example", "8 or 16,8,4") })
        }
        Kind::Batch => json!({ "kind": "text", "pattern": "[0-9]+|full", "example": said("example", "32 or full") }),
        Kind::File => json!({ "kind": "file" }),
        Kind::Column => json!({ "kind": "column" }),
        Kind::Race => json!({ "kind": "race" }),
        Kind::Expression => json!({ "kind": "expression" }),
        Kind::Name => {
            json!({ "kind": "text", "pattern": "[A-Za-z0-9._\\-]*(:[0-9]+(,[0-9]+)*)?", "example": "layers.0.weight:1,0" })
        }
        Kind::Seed => json!({ "kind": "text", "pattern": "[0-9]*", "example": "seed" }),
        Kind::Number(range) => number(key.id, range),
        Kind::Param(param) => number(key.id, param.range),
    };
    let (settings, _) = Settings::parse("");
    json!({
        "key": key.id, "label": said("label", key.label), "help": said("help", key.help),
        "unit": by_english("units", key.unit), "group": key.group, "seldom": key.seldom, "beside": key.beside,
        "presented": key.presented, "live": key.is_live(),
        "plot": charts::of_setting(key.id, &settings).is_some(), "default": settings.value(key), "control": control,
    })
}

/// Parameters that share a key with others but have different texts or another range. Nested by the key that chooses
/// the item, the item, and the parameter.
fn own() -> Value {
    let same = |a: &Param, b: &Param| (a.label, a.help, a.range.ends()) == (b.label, b.help, b.range.ends());
    let differs = |param: &&Param| match find(param.key).map(|key| key.kind) {
        Some(Kind::Param(first)) => !same(first, param),
        kind => matches!(kind, Some(Kind::Number(_))),
    };
    let mut own = json!({});
    for family in families().into_iter().filter(|family| !family.key.is_empty()) {
        for item in family.items {
            for param in item.params.iter().filter(differs) {
                let shared = find(param.key).expect("every parameter is a key");
                let meant = Setting {
                    label: param.label,
                    help: param.help,
                    unit: param.unit,
                    kind: Kind::Param(param),
                    ..*shared
                };
                let texts = format!("{}.{}", items_of(family.id), item.id);
                own[family.key][item.id][param.key] = key(&meant, Some(&texts));
            }
        }
    }
    own
}

fn number(key: &str, range: Range) -> Value {
    match range {
        Range::Integer(min, max) => json!({ "kind": "integer", "min": min, "max": max }),
        Range::Linear(min, max) => json!({ "kind": "number", "min": min, "max": max, "scale": "linear" }),
        Range::Log(min, max) => json!({ "kind": "number", "min": min, "max": max, "scale": "log" }),
        Range::Switch => json!({ "kind": "switch" }),
        Range::Choice(items) => choice(key, items),
        Range::Text => json!({ "kind": "text" }),
    }
}

fn choice(key: &str, choices: &[Item]) -> Value {
    let family = families().into_iter().find(|family| family.key == key);
    let within = family.map_or_else(|| format!("keys.{key}.choices"), |family| items_of(family.id));
    let mut items = items(&within, choices);
    if key == SCENARIO.id() {
        for (value, item) in items.as_array_mut().into_iter().flatten().zip(choices) {
            value["opens"] = json!({ "speed": item.opens.speed, "paused": item.opens.paused });
        }
    }
    json!({ "kind": "choice", "choices": items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_view_and_race_has_texts() {
        let description = describe();
        for kind in ["settings", "views", "races"] {
            let all = description[kind].as_array().unwrap();
            assert!(!all.is_empty());
            for one in all {
                let said = |what: &str| one[what].as_str().is_some_and(|text| !text.is_empty());
                assert!(said("label") && said("help"), "{one}");
            }
        }
        assert_eq!(description["settings"].as_array().unwrap().len(), schema().len());
        for family in ["planes", "cuts"] {
            assert!(description["families"][family].as_array().is_some_and(|items| !items.is_empty()), "{family}");
        }
    }

    /// The page tells charts apart by these facts alone, so at least one chart must have each of them.
    #[test]
    fn special_views_are_marked_for_the_page() {
        let description = describe();
        let views = description["views"].as_array().unwrap();
        let those = |fact: &str| -> Vec<&str> {
            views.iter().filter(|view| view[fact] == true).map(|view| view["id"].as_str().unwrap()).collect()
        };
        assert_eq!(those("surface"), ["surface"]);
        assert_eq!(views[0]["map"], "contour");
        assert!(views.iter().all(|view| view["id"] != "contour"), "the map is no view of its own");
        assert_eq!(those("strip"), ["rate", "clip"]);
        let clips = views.iter().filter(|view| view["clip"].as_str().is_some_and(|id| !id.is_empty()));
        let clips: Vec<_> = clips.map(|view| (view["id"].as_str().unwrap(), view["clip"].as_str().unwrap())).collect();
        assert_eq!(clips, [("layers", "layer-norm"), ("curves", "norm")]);
        assert!(clips.iter().all(|(_, clip)| crate::registry::find(crate::clips::AnyClip::ITEMS, clip).is_some()));
        assert_eq!(those("standings"), ["race"]);
        assert_eq!(those("surveyed"), ["basins"]);
        assert_eq!(those("studied"), ["layers", "sharpness", "cut"]);
        assert_eq!(those("point"), ["phase-map"]);
        for view in views.iter().filter(|view| view["choice"].as_str().is_some_and(|key| !key.is_empty())) {
            let setting = schema().iter().find(|key| view["choice"] == key.id).expect("a setting");
            assert!(matches!(setting.kind, Kind::Choice(_)), "{view}");
        }
    }

    #[test]
    fn every_setting_of_the_first_screen_stands_beside_a_view() {
        let description = describe();
        let views: Vec<_> = description["views"].as_array().unwrap().iter().map(|view| &view["id"]).collect();
        let settings = description["settings"].as_array().unwrap();
        let first: Vec<_> = settings.iter().filter(|setting| setting["beside"] != "").collect();
        for setting in &first {
            assert!(views.contains(&&setting["beside"]), "{setting}");
        }
        let keys: Vec<_> = first.iter().map(|setting| setting["key"].as_str().unwrap()).collect();
        let of_data = ["scenario", "expression", "csv", "target"];
        let of_training = ["hidden_layers", "cell", "activation", "init", "lr", "clip", "threshold"];
        assert_eq!(keys, [&of_data[..], &of_training[..]].concat());
        assert!(settings.iter().all(|setting| setting["presented"] == false || setting["beside"] != ""));
    }

    #[test]
    fn every_scenario_says_how_it_opens_and_nothing_else_does() {
        let description = describe();
        for setting in description["settings"].as_array().unwrap() {
            for choice in setting["control"]["choices"].as_array().into_iter().flatten() {
                let is_scenario = setting["key"] == "scenario";
                assert_eq!(choice["opens"]["speed"].as_f64().is_some_and(|speed| speed > 0.0), is_scenario, "{choice}");
                assert_eq!(choice["opens"]["paused"].is_boolean(), is_scenario, "{choice}");
            }
        }
    }

    #[test]
    fn a_parameter_with_a_shared_key_has_its_own_texts() {
        let own = &describe()["own"];
        assert_eq!(own["clip"]["agc"]["threshold"]["label"], "Clip factor λ");
        assert_eq!(own["clip"]["agc"]["threshold"]["key"], "threshold");
        assert!(own["clip"]["value"].is_null(), "the first that names a key is what the schema says");
        // Whichever item is active, everything that differs from the schema is listed under it.
        for text in ["scenario=cliff&clip=agc", "scenario=recall&cell=lstm", "schedule=step"] {
            let settings = Settings::parse(text).0;
            for key in schema() {
                let Some((by, item, param)) = settings.owned(key.id) else { continue };
                let meant = &own[by][item.id][key.id];
                assert_eq!(meant["label"].as_str().unwrap_or(key.label), param.label, "{text}: {}", key.id);
                assert_eq!(meant["help"].as_str().unwrap_or(key.help), param.help, "{text}: {}", key.id);
            }
        }
    }

    /// Every text of a description with where it stands.
    fn texts_of(value: &Value, at: &str, all: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => all.push((at.to_string(), text.clone())),
            Value::Array(values) => values.iter().for_each(|value| texts_of(value, at, all)),
            Value::Object(members) => members.iter().for_each(|(name, value)| texts_of(value, name, all)),
            _ => {}
        }
    }

    #[test]
    fn every_sentence_is_german_in_german_and_every_german_one_is_used() {
        let (mut english, mut german) = (Vec::new(), Vec::new());
        let language = &texts::LANGUAGES[0];
        texts_of(&describe(), "", &mut english);
        let description = describe_in(language);
        texts_of(&description, "", &mut german);
        german.retain(|(at, _)| at != "engine");
        for ((at, one), (_, other)) in english.iter().zip(&german) {
            assert!(at != "help" || one.is_empty() || one != other, "not in German: {one}");
        }
        let known: std::collections::BTreeSet<&str> = german.iter().map(|(_, text)| text.as_str()).collect();
        // What probes say of themselves, and the chart that is the surface's map, `gradscape list` says alone.
        let alone = ["items.probes.", "items.charts.contour."];
        let listed = |id: &str| alone.iter().any(|family| id.starts_with(family));
        let lines = texts::lines(language.source).filter(|line| !is_of_engine(line.id) && !listed(line.id));
        let unused: Vec<&str> = lines.filter(|line| !known.contains(line.text)).map(|line| line.id).collect();
        assert!(unused.is_empty(), "nothing uses {unused:?}");
        assert!(description["engine"].as_str().is_some_and(|table| table.contains("diagnosis.vanishing = ")));
        assert_eq!(describe()["views"][0]["label"], "Loss surface", "English again");
    }
}
