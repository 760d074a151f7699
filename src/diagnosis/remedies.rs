//! Changes of settings that verdicts offer. Whether one helps a run is found out by trying it (`proof`).

use super::Remedy;
use crate::activations::ACTIVATION;
use crate::charts::spoken;
use crate::clips::{AnyClip, CLIP, THRESHOLD};
use crate::initializers::INIT;
use crate::networks::norms::NORM;
use crate::networks::residuals::RESIDUAL;
use crate::optimizers::{LR, OPTIMIZER};
use crate::registry::keys::BATCH;
use crate::registry::{Key, Settings, Value};
use crate::schema::find;
use crate::texts::{Text, remedies};

/// A remedy that sets these keys.
pub fn remedy(label: Text, settings: &[(&'static str, &str)]) -> Remedy {
    let settings = settings.iter().map(|(key, value)| (*key, value.to_string())).collect();
    Remedy { label: label.into_owned(), settings }
}

/// The remedies that change something, and whose keys all apply. Of two that change the same, the first.
pub fn that_change(settings: &Settings, remedies: Vec<Remedy>) -> Vec<Remedy> {
    let differs = |key: &str, value: &String| find(key).is_none_or(|key| settings.value(key) != *value);
    let applies = |key: &&str| find(key).is_some_and(|key| settings.applies(key)) || is_own_parameter(key);
    let mut chosen: Vec<(Remedy, Vec<(&str, String)>)> = Vec::new();
    for remedy in remedies {
        let changes = remedy.settings.iter().filter(|(key, value)| differs(key, value));
        let changes: Vec<(&str, String)> = changes.map(|(key, value)| (*key, value.clone())).collect();
        let is_known = chosen.iter().any(|(_, others)| *others == changes);
        if !changes.is_empty() && !is_known && remedy.settings.keys().all(applies) {
            chosen.push((remedy, changes));
        }
    }
    chosen.into_iter().map(|(remedy, _)| remedy).collect()
}

/// Parameters of a choice that the remedy makes itself.
fn is_own_parameter(key: &str) -> bool {
    key == THRESHOLD.id() || key == crate::networks::cells::FORGET_BIAS.id() || key == "recurrent_gain"
}

/// ReLU with weights of the right size for it.
pub fn relu() -> Remedy {
    remedy(remedies::relu(), &[(ACTIVATION.id(), "relu"), (INIT.id(), "he-normal")])
}

/// Leaky ReLU, whose units cannot die.
pub fn leaky_relu() -> Remedy {
    remedy(remedies::leaky_relu(), &[(ACTIVATION.id(), "leaky-relu"), (INIT.id(), "he-normal")])
}

/// Weights of the right size for the activation in force.
pub fn fitting_weights(settings: &Settings) -> Remedy {
    let activation = settings.get(&ACTIVATION).id;
    let is_rectifier = activation.contains("relu") || matches!(activation, "elu" | "silu" | "mish" | "softplus");
    match is_rectifier {
        true => remedy(remedies::he(), &[(INIT.id(), "he-normal")]),
        false => remedy(remedies::xavier(), &[(INIT.id(), "xavier-normal")]),
    }
}

/// Batch normalisation.
pub fn batch_norm() -> Remedy {
    remedy(remedies::batch_norm(), &[(NORM.id(), "batch")])
}

/// Layer normalisation, which does not depend on the batch.
pub fn layer_norm() -> Remedy {
    remedy(remedies::layer_norm(), &[(NORM.id(), "layer")])
}

/// Batches of 32 examples.
pub fn larger_batch() -> Remedy {
    remedy(remedies::larger_batch(), &[(BATCH.id(), "32")])
}

/// Residual connections.
pub fn residual() -> Remedy {
    remedy(remedies::residual(), &[(RESIDUAL.id(), "scaled")])
}

/// Clips at norms of 1 and of a tenth.
pub fn clips() -> [Remedy; 2] {
    ["1", "0.1"]
        .map(|threshold| remedy(remedies::clip(&threshold), &[(CLIP.id(), "norm"), (THRESHOLD.id(), threshold)]))
}

/// No clip.
pub fn no_clip() -> Remedy {
    remedy(remedies::no_clip(), &[(CLIP.id(), "none")])
}

/// A threshold that lets a gradient of this norm through.
pub fn higher_threshold(settings: &Settings, norm: f64) -> Option<Remedy> {
    if !matches!(AnyClip::build(settings), AnyClip::Norm(_)) || !norm.is_normal() {
        return None;
    }
    // One digit is enough.
    let digits = libm::pow(10.0, libm::floor(libm::log10(norm)));
    let threshold = (norm / digits).ceil() * digits;
    Some(remedy(remedies::raise_threshold(&spoken(threshold)), &[(THRESHOLD.id(), &value(threshold))]))
}

/// The learning rate in force, divided by 3, 10 and 100.
pub fn slower(settings: &Settings) -> [Remedy; 3] {
    [3.0, 10.0, 100.0].map(|by| rate(settings.get(&LR) / by, remedies::slower))
}

/// The learning rate in force, times 3, 10 and 100.
pub fn faster(settings: &Settings) -> [Remedy; 3] {
    [3.0, 10.0, 100.0].map(|by| rate(settings.get(&LR) * by, remedies::faster))
}

/// Usual learning rates.
pub fn rates() -> [Remedy; 3] {
    [0.1, 0.01, 0.001].map(|value| rate(value, remedies::rate))
}

fn rate(rate: f64, label: fn(&dyn std::fmt::Display) -> Text) -> Remedy {
    remedy(label(&spoken(rate)), &[(LR.id(), &value(rate))])
}

/// Adam at its usual learning rate for small networks.
pub fn adam() -> Remedy {
    remedy(remedies::adam(), &[(OPTIMIZER.id(), "adam"), (LR.id(), "0.01")])
}

/// All examples in each batch.
pub fn full_batch() -> Remedy {
    remedy(remedies::full_batch(), &[(BATCH.id(), "full")])
}

/// A key's value as text.
pub fn set<T: Value>(label: Text, key: &Key<T>, value: &str) -> Remedy {
    remedy(label, &[(key.id(), value)])
}

/// A number as a setting writes it, rounded to three significant digits.
pub fn value(number: f64) -> String {
    format!("{number:.2e}").parse().unwrap_or(number).to_string()
}
