//! Probe: what the optimizer makes of each layer's gradient: the size of its update and of its state.

use super::{Probe, Readings};
use crate::math::{Real, norm};
use crate::registry::Item;
use crate::run::{Run, Status};
use crate::texts::{Text, probes};

/// The update of the present step and the optimizer state behind it, layer by layer. Sizes are root mean squares over a
/// layer's parameters, so that wide and narrow layers can be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct OptimizerState {
    /// Layers, first to last.
    pub layers: Vec<String>,
    /// Size of θ_{s+1} − θ_s, in units of the parameters.
    pub update: Vec<f64>,
    /// Size of the update over size of the clipped gradient: the learning rate at which plain gradient descent would
    /// take an equally long step. NaN where the gradient is zero.
    pub effective_lr: Vec<f64>,
    /// Size of every state vector after the update, by PyTorch's name for the vector.
    pub state: Vec<(&'static str, Vec<f64>)>,
}

impl Probe for OptimizerState {
    const ITEM: Item = Item {
        id: "optimizer",
        label: "Step and state of the optimizer",
        help: "Each layer's step, the learning rate that plain gradient descent would need for it, and the state of \
               the optimizer: root mean squares over the layer's parameters.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        if run.frame().status != Status::Running {
            return Err(probes::diverged());
        }
        let layers = &run.objective().layout().layers;
        let rms = |values: &[R]| {
            let sizes =
                layers.iter().map(|layer| norm(&values[layer.range.clone()]) / (layer.range.len() as f64).sqrt());
            sizes.collect::<Vec<f64>>()
        };
        let step: Vec<R> = run.next_params().iter().zip(run.params()).map(|(next, now)| *next - *now).collect();
        let (update, gradient) = (rms(&step), rms(run.clipped_gradient()));
        let ratio = |(step, gradient): (&f64, &f64)| if *gradient > 0.0 { step / gradient } else { f64::NAN };
        let kept = &run.optimizer_state().vectors;
        Ok(Self {
            layers: layers.iter().map(|layer| layer.name.clone()).collect(),
            effective_lr: update.iter().zip(&gradient).map(ratio).collect(),
            update,
            state: run.rule().optimizer.state_names().iter().zip(kept).map(|(name, v)| (*name, rms(v))).collect(),
        })
    }

    fn readings(&self) -> Readings {
        let mut quantities = vec![("update_rms", self.update.clone()), ("effective_lr", self.effective_lr.clone())];
        quantities.extend(self.state.iter().cloned());
        Readings { places: self.layers.clone(), quantities }
    }
}
