//! The start: with shorter weights, or weights that suit the activation, the run stays near.

use super::{Candidate, Cause, Scene, changed, written};
use crate::activations::{ACTIVATION, AnyActivation};
use crate::initializers::INIT;
use crate::schema::find;

/// The run has to be on its way out within so many steps of its start.
const AT_ONCE: u64 = 2;
/// Halvings of the weights that are tried.
const HALVINGS: i32 = 8;
/// Parameters of initializers that the weights are proportional to.
const SCALES: [&str; 3] = ["init_std", "init_bound", "gain"];

pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    if !scene.settings.uses(&INIT) || scene.growth.is_some_and(|growth| growth.from > AT_ONCE) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let suits = match AnyActivation::build(scene.settings).item().id {
        id if scene.settings.uses(&ACTIVATION) && id.contains("lu") => "he-normal",
        _ => "xavier-normal",
    };
    if scene.settings.get(&INIT).id != suits {
        all.push(changed(scene, Cause::Start, &[(INIT.id(), suits)]));
    }
    let scale = SCALES.iter().filter_map(|id| find(id)).find(|setting| scene.settings.applies(setting));
    if let Some((scale, value)) =
        scale.and_then(|scale| Some((scale, scene.settings.value(scale).parse::<f64>().ok()?)))
    {
        all.extend((1..=HALVINGS).map(|k| {
            let shorter = written(value / libm::exp2(f64::from(k)));
            changed(scene, Cause::Start, &[(scale.id, &shorter)])
        }));
    }
    all
}
