//! `gradscape diagnose`: what is wrong with a run after N steps, and what helps.

use super::Failure;
use super::arguments::Arguments;
use super::output;
use super::start::{own, start};
use gradscape::diagnosis::{Diagnosis, diagnose};
use gradscape::proof::{Proven, diagnosed};
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::scenarios;
use gradscape::schema::find;
use serde_json::{Value, json};

/// Prints the diagnosis at step N as one JSON object. Remedies are tried first; those that help come best first.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("diagnose", arguments, &["--steps", "--csv"], (1, "settings string"))?;
    let steps = arguments.steps()?;
    let (text, csv) = (arguments.word(0).unwrap_or_default(), arguments.option("--csv"));
    let mut run = start(text, csv, &Overrides::default())?;
    run.step(steps);
    let (settings, _) = Settings::parse(text);
    let (own, bundled) = (own(&settings, csv, &Overrides::default())?, scenarios::data_file(&settings));
    let file = own.as_deref().or(bundled.map(|file| file.bytes));
    let Diagnosis { step, verdict, also, tone, sentence, evidence, .. } = diagnose(&settings, run.view());
    let proofs = diagnosed::prove(&settings, run.view(), file).map_err(Failure::Other)?;
    let remedies: Vec<Value> = proofs
        .iter()
        .flat_map(|proofs| proofs.remedies.iter().map(|remedy| written(&settings, step, remedy)))
        .collect();
    let told = json!({
        "step": step, "verdict": verdict, "also": also, "tone": tone, "sentence": sentence, "evidence": evidence,
        "remedies": remedies,
        "baseline": proofs.as_ref().map(|proofs| &proofs.baseline),
        "tried": proofs.as_ref().map_or(0, |proofs| proofs.tried),
    });
    output::print(&told.to_string())
}

/// A remedy whose settings, put into the link, give the run that was tried. From the start on it has what is in force at
/// the present step, without the link's live changes.
fn written(settings: &Settings, step: u64, remedy: &Proven) -> Value {
    let mut told = json!(remedy);
    if remedy.proof.from_start && !settings.changes().is_empty() {
        let (then, now) = (settings.before_changes(), settings.at(step));
        for change in settings.changes().iter().filter(|change| change.step <= step) {
            let value =
                find(change.key).map(|key| now.value(key)).filter(|_| !remedy.settings.contains_key(change.key));
            let differs = find(change.key).is_some_and(|key| then.value(key) != now.value(key));
            if let Some(value) = value.filter(|_| differs) {
                told["settings"][change.key] = json!(value);
            }
        }
        told["settings"]["changes"] = json!("");
    }
    told
}
