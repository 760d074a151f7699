//! The learning rate: halved often enough, the run stays near.

use super::{Candidate, Cause, Scene, changed, written};
use crate::clips::{AnyClip, CLIP, THRESHOLD};
use crate::optimizers::LR;
use crate::registry::Settings;

/// Halvings that are tried.
const HALVINGS: i32 = 12;
/// The change that counts the halvings, beside the rate itself. It is no setting.
pub const HALVED: &str = "halvings";

/// The threshold leaves the steps before the growth alone.
const ROOM: f64 = 2.0;

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    let cause = if scene.leaves_domain { Cause::Domain } else { Cause::LearningRate };
    let clip = scene.growth.filter(|_| matches!(AnyClip::build(scene.settings), AnyClip::Unclipped(_))).map(|growth| {
        let threshold = written(ROOM * growth.norms[0]);
        changed(scene, cause, &[(CLIP.id(), "norm"), (THRESHOLD.id(), &threshold)])
    });
    let slower = (1..=HALVINGS).map(|k| {
        let settings = divided(scene.settings, libm::exp2(f64::from(k)));
        let rate = settings.text(&LR);
        (cause, vec![(LR.id().into(), rate), (HALVED.into(), k.to_string())], settings)
    });
    slower.chain(clip).collect()
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
