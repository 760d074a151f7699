//! Every language beside English is complete: each text of the engine has a line, and each line has a text.

use gradscape::charts::SURFACE;
use gradscape::race::READY;
use gradscape::registry::{Item, Param, Range, Settings};
use gradscape::run::AnyRun;
use gradscape::schema::{Group, Kind, families, schema};
use gradscape::texts::{self, LANGUAGES, Language, kebab};
use std::collections::{BTreeMap, BTreeSet};

/// Texts by id.
#[derive(Default)]
struct Texts {
    /// Those that a language has to have.
    required: BTreeMap<String, String>,
    /// Those that it may leave in English: formulas, facts, and what an item says of a shared setting.
    optional: BTreeMap<String, String>,
}

impl Texts {
    fn require(&mut self, id: String, english: &str) {
        if !english.is_empty() {
            self.required.insert(id, english.into());
        }
    }

    fn allow(&mut self, id: String, english: &str) {
        if !english.is_empty() {
            self.optional.insert(id, english.into());
        }
    }

    /// An item's label and help, and what else it says.
    fn item(&mut self, prefix: &str, item: &Item) {
        self.require(format!("{prefix}.label"), item.label);
        self.require(format!("{prefix}.help"), item.help);
        self.require(format!("headings.{}", kebab(item.group)), item.group);
        self.allow(format!("{prefix}.formula"), item.formula);
        for (k, (name, value)) in item.facts.iter().enumerate() {
            self.allow(format!("{prefix}.facts.{k}.name"), name);
            self.allow(format!("{prefix}.facts.{k}.value"), value);
        }
        for param in item.params {
            self.allow(format!("{prefix}.params.{}.label", param.key), param.label);
            self.allow(format!("{prefix}.params.{}.help", param.key), param.help);
        }
    }

    fn settings(&mut self) {
        let families = families();
        for setting in schema() {
            self.require(format!("keys.{}.label", setting.id), setting.label);
            self.require(format!("keys.{}.help", setting.id), setting.help);
            self.require(format!("units.{}", kebab(setting.unit)), setting.unit);
            if matches!(setting.kind, Kind::Widths | Kind::Batch) {
                self.require(format!("keys.{}.example", setting.id), "an example of its text");
            }
            let choices = match &setting.kind {
                Kind::Choice(items) | Kind::Param(Param { range: Range::Choice(items), .. }) => *items,
                _ => &[][..],
            };
            if families.iter().all(|family| family.key != setting.id) {
                for item in choices {
                    self.item(&format!("keys.{}.choices.{}", setting.id, item.id), item);
                }
            }
        }
        for group in Group::ALL {
            self.require(format!("groups.{}.label", kebab(&format!("{group:?}"))), group.label());
        }
    }
}

/// Settings whose runs have all read-outs between them, beside those of every scenario.
const READ_OUT: &[&str] = &[
    "scenario=spiral&points=20&test_share=0.5",
    "scenario=plane&points=20&test_share=0",
    "scenario=plane&points=20&test_share=0.5",
    "clip=norm&threshold=0.001",
    "precision=f16&batch=full&loss_scaling=dynamic",
    "scenario=spx-volatility&window=2&width=2&test_share=0",
    "scenario=regime-switch&points=512&regime=64",
];

/// Every text of the engine that a language translates.
fn all() -> Texts {
    let mut all = Texts::default();
    for message in texts::ALL {
        all.require(message.id.into(), message.english);
    }
    all.settings();
    let families =
        families().into_iter().chain([gradscape::charts::family(), gradscape::diagnosis::family()]).collect::<Vec<_>>();
    let families = families.into_iter().chain(gradscape::sweep::families()).collect::<Vec<_>>();
    for family in &families {
        for item in family.items {
            all.item(&format!("items.{}.{}", family.id, item.id), item);
        }
    }
    all.require(format!("views.{SURFACE}.label"), "Loss surface");
    all.require(format!("views.{SURFACE}.help"), "The loss over a plane");
    for (id, label, help) in
        [("sweep", "Sweep", "The same run for"), ("calibration", "Calibration", "The clip threshold by")]
    {
        all.require(format!("views.{id}.label"), label);
        all.require(format!("views.{id}.help"), help);
    }
    for race in READY {
        all.require(format!("races.{}.label", kebab(race.label)), race.label);
        all.require(format!("races.{}.help", kebab(race.label)), race.help);
    }
    let scenarios = families[0].items.iter().filter(|item| item.id != "csv");
    let scenarios = scenarios.map(|item| format!("scenario={}&points=32", item.id));
    for text in READ_OUT.iter().map(ToString::to_string).chain(scenarios) {
        let (settings, _) = Settings::parse(&text);
        let file = gradscape::scenarios::data_file(&settings).map(|file| file.bytes);
        let mut run = AnyRun::new(&settings, file).expect("bundled data are good");
        for readout in run.readouts() {
            all.require(format!("readouts.{}", kebab(readout.label)), readout.label);
            all.require(format!("units.{}", kebab(readout.unit)), readout.unit);
        }
    }
    all.required.retain(|id, _| !id.ends_with('.'));
    all
}

/// The names in braces.
fn placeholders(template: &str) -> BTreeSet<&str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// What is wrong with a language's table.
fn faults(language: &str, source: &str, all: &Texts) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for line in texts::lines(source) {
        if !seen.insert(line.id) {
            faults.push(format!("{language}: {} stands twice", line.id));
        }
        let advice = line.id.split('.').any(|part| part == "advice");
        match all.required.get(line.id).or_else(|| all.optional.get(line.id)) {
            None if advice => {}
            None => faults.push(format!("{language}: {} is no text of the engine", line.id)),
            Some(english) if texts::ALL.iter().any(|message| message.id == line.id) => {
                if placeholders(english) != placeholders(line.text) {
                    faults.push(format!("{language}: {} has other placeholders than “{english}”", line.id));
                }
            }
            Some(_) => {}
        }
    }
    for (id, english) in &all.required {
        if !seen.contains(id.as_str()) {
            faults.push(format!("{language}: {id} is missing: “{english}”"));
        }
    }
    faults
}

#[test]
fn every_language_has_every_text_once_and_no_other() {
    let all = all();
    let faults: Vec<String> = LANGUAGES.iter().flat_map(|Language { id, source }| faults(id, source, &all)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_missing_a_surplus_and_a_broken_line_are_each_found() {
    let mut all = Texts::default();
    let message = texts::ALL.iter().find(|message| !message.arguments.is_empty()).expect("one has arguments");
    all.require(message.id.into(), message.english);
    all.require("keys.lr.label".into(), "Learning rate");
    let found = faults("xx", &format!("{} = nothing\nkeys.no.label = Nein\nkeys.no.label = Nein\n", message.id), &all);
    assert_eq!(found.len(), 5, "{found:?}");
    for (fault, word) in found.iter().zip(["placeholders", "no text", "twice", "no text", "missing"]) {
        assert!(fault.contains(word), "{found:?}");
    }
}

/// Settings that make an item give each of its pieces of advice.
const ADVISED: &[&str] = &[
    "scenario=expression&x_min=2&x_max=-2",
    "norm=batch&batch=1",
    "scenario=recall&cell=rnn-tanh&width=4,2",
    "scenario=recall&cell=rnn-relu&width=4,2",
    "scenario=recall&cell=lstm&width=4,2",
    "scenario=recall&cell=gru&width=4,2",
    "scenario=recall&init=lsuv",
    "optimizer=lbfgs&batch=8",
    "optimizer=lbfgs&batch=full&clip=norm",
    "scenario=bowl&precision=f16",
    "scenario=bowl&precision=bf16",
    "scenario=bowl&precision=e4m3",
    "scenario=bowl&precision=e5m2",
];

#[test]
fn advice_is_translated_and_no_translation_is_left_over() {
    for Language { id, source } in LANGUAGES {
        let mut left: BTreeSet<&str> =
            texts::lines(source).filter(|line| line.id.contains(".advice")).map(|line| line.text).collect();
        for text in ADVISED {
            texts::set_language("en");
            let english = Settings::parse(text).0.advice();
            assert!(!english.is_empty(), "{text} gives no advice");
            texts::set_language(id);
            for (advice, english) in Settings::parse(text).0.advice().iter().zip(english) {
                assert_ne!(advice.message, english.message, "{id}: {text}");
                left.remove(advice.message);
            }
        }
        texts::set_language("en");
        assert!(left.is_empty(), "{id}: no item gives the advice {left:?}");
    }
}

#[test]
fn a_chart_speaks_the_language_in_force_and_keeps_its_ids() {
    let (settings, _) = Settings::parse("hidden_layers=2");
    let run = AnyRun::new(&settings, None).expect("generated data cannot be broken");
    let drawn = |language: &str| {
        assert!(texts::set_language(language));
        let figure = gradscape::charts::figure("layers", run.view(), 480).expect("a chart of the registry");
        texts::set_language("en");
        figure
    };
    let (english, german) = (drawn("en"), drawn("de"));
    assert_eq!((english.title.as_str(), german.title.as_str()), ("Gradient by layer", "Gradient je Schicht"));
    assert!(german.summary.starts_with("Schritt 0: Gradientennorm"), "{}", german.summary);
    assert_eq!((english.id, english.series[0].mark.clone()), (german.id, german.series[0].mark.clone()));
}
