//! What the trials have shown, in words.

use super::Task;
use super::ended::{Ended, measure};
use crate::branch::Kind;
use crate::charts::spoken;
use crate::texts::{Text, proofs};

/// What a remedy does, beside the run as it is.
pub fn effect(task: &Task, kind: Kind, baseline: &Ended, end: &Ended) -> String {
    let loss = loss(task, end);
    let steps = end.outcome.steps;
    let restarts = kind == Kind::Start && task.step > 0;
    let said: Text = match (measure(task, baseline), baseline.outcome.diverged.as_ref()) {
        (Some(without), _) if restarts => proofs::restarted(&loss, &steps, &spoken(without)),
        (Some(without), _) => proofs::beside(&loss, &steps, &spoken(without)),
        (None, Some(what)) if restarts => proofs::restarted_diverged(&loss, &steps, &what.step),
        (None, Some(what)) => proofs::beside_diverged(&loss, &steps, &what.step),
        (None, None) => proofs::alone(&loss, &steps),
    };
    said.into()
}

/// A remedy's sentence.
pub fn sentence(label: &str, effect: &str) -> String {
    proofs::sentence(&label, &effect).into()
}

/// The result of all trials.
pub fn result(task: &Task, tried: usize, helping: usize) -> String {
    match (tried, helping) {
        (0, _) => String::new(),
        (1, 0) => proofs::none_of_one(&task.steps).into(),
        (_, 0) => proofs::none(&tried, &task.steps).into(),
        (1, _) => proofs::one_of_one(&task.steps).into(),
        _ => proofs::some(&helping, &tried, &task.steps).into(),
    }
}

fn loss(task: &Task, end: &Ended) -> Text {
    let value = spoken(measure(task, end).unwrap_or(f64::NAN));
    if task.by_test_loss { proofs::test_loss(&value) } else { proofs::loss(&value) }
}
