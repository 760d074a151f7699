//! Builds a network by appending modules, with residual connections opened and closed around them.

use super::{Mlp, Part};
use crate::activations::AnyActivation;
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::networks::DROPOUT;
use crate::networks::dropout::Dropout;
use crate::networks::linear::Linear;
use crate::networks::norms::AnyNorm;
use crate::networks::pointwise::Pointwise;
use crate::networks::residuals::{AnyResidual, Factor, Join};
use crate::registry::Settings;

/// The hidden layers: linear map → normalisation → activation → dropout, with a residual connection around the four.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Units of each layer.
    pub widths: Vec<usize>,
    /// The activation.
    pub activation: AnyActivation,
    /// The normalisation before it.
    pub norm: AnyNorm,
    /// The residual connection around a layer as wide as the one before it.
    pub residual: AnyResidual,
    /// Probability that a unit is dropped; 0 for no dropout.
    pub dropout: f64,
}

impl Hidden {
    /// What the settings describe.
    pub fn of(settings: &Settings) -> Self {
        Self {
            widths: settings.widths(),
            activation: AnyActivation::build(settings),
            norm: AnyNorm::build(settings),
            residual: AnyResidual::build(settings),
            dropout: settings.get(&DROPOUT),
        }
    }
}

/// An open residual connection.
pub(super) struct Open {
    /// The module at whose input it begins.
    from: usize,
    factor: Factor,
    /// Position of a learned factor in the parameters.
    place: usize,
}

impl<R: Real> Mlp<R> {
    /// An empty network for `inputs` features.
    pub fn new(inputs: usize) -> Self {
        let layout = Layout::default();
        let (modules, forks, open) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            modules,
            layout,
            inputs,
            outputs: inputs,
            forks,
            open,
            nested: 0,
            counts: vec![0],
            format: None,
            to_input: false,
        }
    }

    /// Hidden layers and a linear one after them. Linear layers and normalisations are layers of the layout, named
    /// `layers.0`, `layers.1`, …
    pub fn dense(inputs: usize, hidden: &Hidden, outputs: usize) -> Self {
        let mut network = Self::new(inputs);
        for (k, width) in hidden.widths.iter().enumerate() {
            let factor = hidden.residual.factor().filter(|_| k > 0 && *width == network.outputs);
            if let Some(factor) = factor {
                network.begin_residual(factor);
            }
            network.push_linear(*width, !hidden.norm.cancels_bias());
            network.push_norm(&hidden.norm);
            network.push_activation(hidden.activation.clone());
            if hidden.dropout > 0.0 {
                network.push_dropout(hidden.dropout);
            }
            if factor.is_some() {
                network.end_residual();
            }
        }
        network.push_linear(outputs, true);
        network
    }

    /// Appends a linear layer.
    pub fn push_linear(&mut self, outputs: usize, bias: bool) {
        let name = self.next_layer();
        let linear = Linear::new(&mut self.layout, &name, self.outputs, outputs, bias);
        self.outputs = outputs;
        self.push(Part::Linear(linear));
    }

    /// Appends a normalisation, unless it is `none`.
    pub fn push_norm(&mut self, norm: &AnyNorm) {
        let name = self.next_layer();
        if let Some(module) = norm.module(&mut self.layout, &name, self.outputs) {
            self.push(Part::Other(module));
        }
    }

    /// Appends an activation.
    pub fn push_activation(&mut self, activation: AnyActivation) {
        let layer = self.layout.layers.len().saturating_sub(1);
        self.push(Part::Pointwise(Pointwise { activation, features: self.outputs, layer }));
    }

    /// Appends dropout.
    pub fn push_dropout(&mut self, p: f64) {
        let layer = self.layout.layers.len().saturating_sub(1);
        self.push(Part::Other(Box::new(Dropout { p, features: self.outputs, layer, module: self.modules.len() })));
    }

    /// Opens a residual connection. Modules up to [`Self::end_residual`] are its body. A learned factor is a layer of
    /// its own, before the body's.
    #[expect(clippy::missing_panics_doc, reason = "the tensor was added just before")]
    pub fn begin_residual(&mut self, factor: Factor) {
        let mut place = 0;
        if let Factor::Learned(start) = factor {
            let name = self.next_layer();
            self.layout.begin_layer(name.clone());
            place = self.layout.add(format!("{name}.scale"), &[1], Role::Scale).start;
            let in_sequence = format!("{}.scale", self.place_in_sequence());
            let tensor = self.layout.tensors.last_mut().expect("one was added");
            (tensor.start, tensor.in_sequence) = (start, in_sequence);
        }
        self.open.push(Open { from: self.modules.len(), factor, place });
        self.nested = self.nested.max(self.open.len());
        self.counts.push(0);
    }

    /// Closes the innermost residual connection. The body's output must be as wide as its input.
    pub fn end_residual(&mut self) {
        let Some(Open { from, factor, place }) = self.open.pop() else { return };
        self.counts.pop();
        let layer = self.layout.layers.len().saturating_sub(1);
        self.push(Part::Other(Box::new(Join::new(factor, place, from, self.outputs, layer))));
        self.forks[from] += 1;
    }

    /// Appends a module and names its tensors by index, as `nn.Sequential` does.
    fn push(&mut self, module: Part<R>) {
        let place = self.place_in_sequence();
        let in_sequence = |name: &str| format!("{place}.{}", name.rsplit('.').next().unwrap_or_default());
        let Layout { tensors, buffers, .. } = &mut self.layout;
        for tensor in tensors.iter_mut().rev().take_while(|tensor| tensor.in_sequence == tensor.name) {
            tensor.in_sequence = in_sequence(&tensor.name);
        }
        for buffer in buffers.iter_mut().rev().take_while(|buffer| buffer.in_sequence == buffer.name) {
            buffer.in_sequence = in_sequence(&buffer.name);
        }
        *self.counts.last_mut().expect("there is always a list") += 1;
        self.modules.push(module);
        self.forks.push(0);
    }

    /// The next module's name in `nn.Sequential`.
    fn place_in_sequence(&self) -> String {
        let counts: Vec<String> = self.counts.iter().map(usize::to_string).collect();
        counts.join(".body.")
    }

    fn next_layer(&self) -> String {
        format!("layers.{}", self.layout.layers.len())
    }
}
