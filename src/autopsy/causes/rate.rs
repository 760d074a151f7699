//! The learning rate: halved often enough, the run stays near.

use super::{Candidate, Cause, Scene, written};
use crate::optimizers::LR;
use crate::registry::Settings;

/// Halvings that are tried.
const HALVINGS: i32 = 12;
/// The change that counts the halvings, beside the rate itself.
const HALVED: &str = "halvings";

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    (1..=HALVINGS)
        .map(|k| {
            let settings = divided(scene.settings, libm::exp2(f64::from(k)));
            let rate = settings.text(&LR);
            (Cause::LearningRate, vec![(LR.id().into(), rate), (HALVED.into(), k.to_string())], settings)
        })
        .collect()
}

/// The number of halvings of a change of this cause.
pub fn halvings(changes: &[(String, String)]) -> f64 {
    let count = changes.iter().find(|(key, _)| key == HALVED);
    count.and_then(|(_, count)| count.parse().ok()).unwrap_or(f64::INFINITY)
}

/// The settings with all learning rates divided, those of live changes too.
fn divided(settings: &Settings, by: f64) -> Settings {
    let slower = |text: &str| text.parse::<f64>().map_or_else(|_| text.into(), |rate| written(rate / by));
    let mut all = settings.before_changes().with(&[(LR.id(), &slower(&settings.before_changes().text(&LR)))]);
    for change in settings.changes() {
        let value = if change.key == LR.id() { slower(&change.value) } else { change.value.clone() };
        all.change(change.step, change.key, &value).ok();
    }
    all
}
