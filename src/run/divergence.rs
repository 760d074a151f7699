//! Where a divergence began: the first number that is not finite, in order of computation.

use super::Diverged;
use crate::math::Real;
use crate::networks::{Observer, Place, Signal};
use crate::objectives::{Batch, Objective, Workspace};
use crate::texts::{Text, quantities};

/// Searches parameters, signals, loss and gradient, in that order. Leaves the step at 0 for the caller.
pub fn locate<R: Real>(
    objective: &Objective<R>,
    params: &[R],
    batch: Batch,
    gradient: &[R],
    work: &mut Workspace,
) -> Diverged {
    let layout = objective.layout();
    let found = |layer: usize, quantity| Diverged { step: 0, layer: layout.layers[layer].name.clone(), quantity };
    if let Some(tensor) = layout.tensors.iter().find(|t| !all_finite(&params[t.range.clone()])) {
        return found(tensor.layer, tensor.role.word());
    }
    let mut search = Search { forward: None, backward: None };
    let loss = objective.gradient(params, batch, &mut vec![R::ZERO; gradient.len()], work, &mut search);
    if let Some(place) = search.forward {
        return found(place.layer, "activation");
    }
    if !loss.is_finite() {
        return found(layout.layers.len() - 1, "loss");
    }
    if let Some(place) = search.backward {
        return found(place.layer, "gradient");
    }
    // Only a parameter's gradient is left: in backward order, the last layer first.
    let layer = layout.layers.iter().rposition(|layer| !all_finite(&gradient[layer.range.clone()]));
    found(layer.unwrap_or(0), "gradient")
}

impl Diverged {
    /// The quantity in the language in force.
    pub fn translated_quantity(&self) -> Text {
        match self.quantity {
            "weight" => quantities::weight(),
            "recurrent weight" => quantities::recurrent_weight(),
            "bias" => quantities::bias(),
            "scale" => quantities::scale(),
            "position" => quantities::position(),
            "activation" => quantities::activation(),
            "loss" => quantities::loss(),
            _ => quantities::gradient(),
        }
    }
}

fn all_finite<R: Real>(values: &[R]) -> bool {
    values.iter().all(|v| v.is_finite())
}

/// Remembers the first signal of each direction that is not finite.
struct Search {
    forward: Option<Place>,
    backward: Option<Place>,
}

impl<R: Real> Observer<R> for Search {
    fn forward(&mut self, at: Place, signal: Signal<R>) {
        if self.forward.is_none() && !signal.rows().all(all_finite) {
            self.forward = Some(at);
        }
    }

    fn backward(&mut self, at: Place, delta: Signal<R>) {
        if self.backward.is_none() && !delta.rows().all(all_finite) {
            self.backward = Some(at);
        }
    }
}
