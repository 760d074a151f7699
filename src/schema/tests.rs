//! Checks properties of every key, and the handling of bad input.

use super::*;
use crate::activations::ACTIVATION;
use crate::clips::{CLIP, THRESHOLD};
use crate::objectives::surfaces::START_X;
use crate::optimizers::LR;
use crate::registry::Range;
use crate::registry::keys::{HIDDEN_LAYERS, MAX_HIDDEN_LAYERS, MAX_SEED};
use crate::scenarios;

/// The value of the setting called `id`.
pub(super) fn value_of(settings: &Settings, id: &str) -> String {
    settings.value(find(id).expect("a setting of that name"))
}

/// Values that a key takes, some at its ends.
fn samples(key: &Setting) -> Vec<String> {
    match key.kind {
        Kind::Choice(items) | Kind::Param(&Param { range: Range::Choice(items), .. }) => {
            items.iter().map(|item| item.id.to_string()).collect()
        }
        Kind::Widths => ["1", "256", "4,2", "16,8,4"].map(String::from).to_vec(),
        Kind::File => ["", "a~file, of mine.csv~0123456789abcdef"].map(String::from).to_vec(),
        Kind::Column => ["", "column 3", "größe, in Zoll~"].map(String::from).to_vec(),
        Kind::Race => ["", "optimizer:adam,lr:0.1;clip:norm;batch:8"].map(String::from).to_vec(),
        Kind::Expression => ["x", "x^2 + 3*y^2 - sin(x*y)", "max(x, y)/2"].map(String::from).to_vec(),
        Kind::Name => ["", "layers.3", "layers.0.weight:7", "layers.0.weight:1,0"].map(String::from).to_vec(),
        Kind::Seed => ["", "0", "7", "9007199254740991"].map(String::from).to_vec(),
        Kind::Batch => ["1", "32", "full"].map(String::from).to_vec(),
        Kind::Number(range) | Kind::Param(&Param { range, .. }) => {
            let (low, high) = range.ends();
            let middle = if range.is_whole() { (low + high).div_euclid(2.0) } else { 0.5 * (low + high) };
            [low, middle, high].map(|v| v.to_string()).to_vec()
        }
    }
}

#[test]
fn every_value_of_every_key_makes_the_round_trip() {
    for key in schema() {
        for value in samples(key) {
            let text = format!("{}={value}", key.id);
            let (settings, notices) = Settings::parse(&text);
            assert_eq!(notices, [], "{text}");
            assert_eq!(value_of(&settings, key.id), value, "{text}");
            let (again, notices) = Settings::parse(&settings.canonical());
            assert_eq!(notices, []);
            assert_eq!(again.canonical(), settings.canonical(), "{text}");
            for other in schema() {
                assert_eq!(value_of(&again, other.id), value_of(&settings, other.id), "{text}: {}", other.id);
            }
        }
    }
}

#[test]
fn keys_and_item_ids_are_unique_and_say_what_they_are() {
    let mut ids: Vec<&str> = schema().iter().map(|key| key.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), schema().len());
    for family in families() {
        for (k, item) in family.items.iter().enumerate() {
            assert!(!item.id.is_empty() && !item.label.is_empty() && !item.help.is_empty(), "{}", item.id);
            assert!(item.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", item.id);
            assert!(family.items[..k].iter().all(|other| other.id != item.id), "{} twice in {}", item.id, family.id);
        }
    }
    for key in schema() {
        assert!(!key.label.is_empty() && !key.help.is_empty(), "{}", key.id);
    }
}

#[test]
fn an_item_takes_no_value_that_the_key_it_shares_refuses() {
    for family in families() {
        for param in family.items.iter().flat_map(|item| item.params) {
            let key = find(param.key).expect("a parameter is a key");
            let range = match key.kind {
                Kind::Param(first) => first.range,
                _ => key.range().expect("what an item narrows is a number"),
            };
            let ((low, high), (least, most)) = (range.ends(), param.range.ends());
            assert!(low <= least && most <= high && range.is_whole() == param.range.is_whole(), "{}", param.key);
            assert_eq!(range.choices().len(), param.range.choices().len(), "{}", param.key);
        }
    }
}

#[test]
fn a_number_is_clamped_to_the_range_that_it_has_for_the_item_in_force() {
    let (settings, notices) = Settings::parse("threshold=400&clip=autoclip");
    assert_eq!((settings.get(&THRESHOLD), notices.len()), (100.0, 1));
    assert!(notices[0].message.contains("threshold") && notices[0].range == Some((0.0, 100.0)), "{notices:?}");
    assert_eq!(Settings::parse("threshold=400&clip=norm").1, []);
    let (mut settings, _) = Settings::parse("clip=autoclip");
    assert!(settings.change(5, "threshold", "101").is_err(), "a notice");
    assert_eq!(settings.at(5).get(&THRESHOLD), 100.0);
}

#[test]
fn defaults_of_every_scenario_are_values_that_their_keys_take() {
    for scenario in scenarios::items() {
        let (settings, _) = Settings::parse(&format!("scenario={}", scenario.id));
        for key in schema() {
            let text = value_of(&settings, key.id);
            let (again, notices) = Settings::parse(&format!("{}={text}", key.id));
            assert_eq!(notices, [], "{}: {}={text}", scenario.id, key.id);
            assert_eq!(value_of(&again, key.id), text);
        }
    }
}

#[test]
fn what_a_scenario_uses_and_defaults_are_settings() {
    for item in scenarios::items() {
        let scenario = scenarios::find(item.id);
        for (id, text) in scenario.defaults() {
            let read = Settings::parse(&format!("{id}={text}"));
            assert_eq!(read.1, [], "{}: {id}={text}", item.id);
        }
        assert!(scenario.uses().iter().all(|id| find(id).is_some()), "{}: {:?}", item.id, scenario.uses());
    }
}

#[test]
fn an_unknown_key_is_named_and_the_rest_is_kept() {
    let (settings, notices) = Settings::parse("#width=32&activaton=red&activation=tanh");
    assert_eq!((value_of(&settings, "width").as_str(), settings.get(&ACTIVATION).id), ("32", "tanh"));
    assert_eq!(notices.len(), 1);
    assert!(notices[0].message.contains("activaton") && notices[0].choices[0] == "activation");
}

#[test]
fn an_unknown_value_falls_back_and_names_key_value_and_choices() {
    let (settings, notices) = Settings::parse("activation=reluu&width=32");
    assert_eq!(settings.get(&ACTIVATION).id, "sigmoid");
    assert_eq!(value_of(&settings, "width"), "32");
    let message = &notices[0].message;
    assert!(["activation", "reluu", "relu,"].iter().all(|word| message.contains(word)), "{message}");
}

#[test]
fn a_number_out_of_range_is_clamped_with_a_notice() {
    let (settings, notices) = Settings::parse("hidden_layers=1000&lr=-1&width=9999&seed=99999999999999999999");
    assert_eq!(settings.get(&HIDDEN_LAYERS), MAX_HIDDEN_LAYERS);
    assert_eq!(settings.get(&LR), 0.0);
    assert_eq!(value_of(&settings, "width"), "256");
    assert_eq!(settings.seed(), MAX_SEED);
    assert_eq!(notices.len(), 4);
    assert!(notices.iter().all(|notice| notice.range.is_some()));
}

#[test]
fn nothing_that_can_be_typed_panics() {
    let nasty =
        ["", "nan", "inf", "-0", "1e999", "0x10", "1,,2", ",", "full,1", "∂", "%", "%zz", "\0", "1e-400", "+5", " 5 "];
    for key in schema().iter().map(|key| key.id).chain(["", "=", "&", "∂L/∂h"]) {
        for value in nasty {
            let (settings, _) = Settings::parse(&format!("{key}={value}"));
            let _ = (settings.canonical(), settings.widths(), settings.batch(), settings.seed());
            for other in schema() {
                let _ = (value_of(&settings, other.id), settings.applies(other));
            }
        }
    }
}

#[test]
fn an_optimizer_that_the_scenario_did_not_choose_has_its_own_default_rate() {
    let rate = |text: &str| Settings::parse(text).0.get(&LR);
    assert_eq!(rate("optimizer=adam"), 0.001);
    assert_eq!(rate("optimizer=sgd"), rate(""));
    assert_eq!(rate("scenario=dax-vol-surface"), 0.01);
    assert_eq!(rate("scenario=dax-vol-surface&optimizer=sgd"), 0.001);
}

#[test]
fn one_width_serves_all_layers_and_a_list_gives_each_its_own() {
    let widths = |text: &str| Settings::parse(text).0.widths();
    assert_eq!(widths("hidden_layers=3&width=5"), [5, 5, 5]);
    assert_eq!(widths("width=4,2"), [4, 2]);
    assert_eq!(widths("width=4,2&hidden_layers=3"), [4, 2, 2]);
    assert!(widths("hidden_layers=0&width=7").is_empty());
    assert_eq!(Settings::parse("width=4,2").0.get(&HIDDEN_LAYERS), 2);
}

#[test]
fn the_canonical_string_leaves_defaults_out_and_escapes_nothing_needlessly() {
    let canonical = |text: &str| Settings::parse(text).0.canonical();
    assert_eq!(canonical("activation=sigmoid&hidden_layers=12"), "");
    assert_eq!(canonical("width=4,2&scenario=spiral&lr=0.5"), "width=4,2&lr=0.5");
    assert_eq!(canonical("lr=1e-3&lr=0.25"), "lr=0.25");
}

#[test]
fn live_changes_travel_and_the_rest_is_kept() {
    let text = "activation=relu&changes=lr~0.01@120,clip~norm@300,threshold~0.5@300";
    let (settings, notices) = Settings::parse(text);
    assert_eq!(notices, []);
    assert_eq!(settings.canonical(), text);
    assert_eq!(settings.at(119).get(&LR), 0.05);
    assert_eq!(settings.at(120).get(&LR), 0.01);
    assert_eq!((settings.at(299).get(&CLIP).id, settings.at(300).get(&CLIP).id), ("none", "norm"));
    assert_eq!(settings.change_steps(), [120, 300]);
}

#[test]
fn a_bad_change_is_named_and_the_others_are_kept() {
    let (settings, notices) = Settings::parse("changes=lr~0.01@5,nonsense,width~3@9,lr~fast@7,colour~red@8,lr~9e9@10");
    assert_eq!(settings.canonical(), "changes=lr~0.01@5,lr~1000@10");
    let said: Vec<&str> = notices.iter().map(|n| n.message.as_str()).collect();
    assert_eq!(said.len(), 5, "{said:?}");
    assert!(said.iter().any(|m| m.contains("key~value@step")) && said.iter().any(|m| m.contains("width")));
}

#[test]
fn changing_the_past_forgets_what_was_to_come() {
    let (mut settings, _) = Settings::parse("changes=lr~0.01@120,lr~0.02@300");
    assert_eq!(settings.change(200, "lr", "0.5"), Ok(()));
    assert_eq!(settings.canonical(), "changes=lr~0.01@120,lr~0.5@200");
    assert_eq!(settings.change(200, "lr", "0.6"), Ok(()));
    assert_eq!(settings.canonical(), "changes=lr~0.01@120,lr~0.6@200");
    assert_eq!(settings.change(200, "lr", "0.01"), Ok(()), "back to what is in force anyway");
    assert_eq!(settings.canonical(), "changes=lr~0.01@120");
    assert!(settings.change(200, "width", "3").is_err());
}

#[test]
fn what_concerns_the_view_travels_in_the_link_and_changes_no_run() {
    let (settings, notices) = Settings::parse("width=5&plane=pca&surface=map&changes=lr~0.5@3");
    assert_eq!(notices, []);
    assert_eq!(settings.canonical(), "width=5&plane=pca&surface=map&changes=lr~0.5@3");
    assert_eq!(settings.of_run().canonical(), "width=5&changes=lr~0.5@3");
}

#[test]
fn a_bad_expression_keeps_the_rest_and_points_at_its_character() {
    let (settings, notices) = Settings::parse("scenario=expression&expression=x%5E2+%2B+*+y&lr=0.25&start_x=42");
    assert_eq!((value_of(&settings, "expression"), settings.get(&LR)), (expression::FIRST.into(), 0.25));
    assert_eq!(settings.get(&START_X), 42.0, "an own function may lie far out");
    assert_eq!(notices.len(), 1);
    assert_eq!((notices[0].key.as_str(), notices[0].at), ("expression", Some(6)));
    assert!(notices[0].message.starts_with("expression: at character 7: expected a number"), "{}", notices[0].message);
    assert_eq!(notices[0].pointed().as_deref(), Some("  x^2 + * y\n        ^"));
    // A plus may be written as such, even where other pluses stand for spaces.
    for (text, read) in [("x^2+y^2", "x^2+y^2"), ("x+*+y", "x * y"), ("x+%2B+y", "x + y"), ("x+-+y", "x - y")] {
        let (settings, notices) = Settings::parse(&format!("expression={text}"));
        assert_eq!((value_of(&settings, "expression").as_str(), notices), (read, vec![]));
    }
    let (settings, notices) = Settings::parse("scenario=himmelblau&start_x=42");
    assert_eq!((settings.get(&START_X), notices.len()), (10.0, 1));
}
