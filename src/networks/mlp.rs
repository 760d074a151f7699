//! A feed-forward network: a list of modules, run forward and backward over a batch.

use super::linear::Linear;
use super::pointwise::Pointwise;
use super::{Delta, Module, Observer, Pass, Place, Signal};
use crate::activations::AnyActivation;
use crate::layout::Layout;
use crate::math::Real;
use crate::registry::Item;

/// A list of modules and the layout of their parameters.
pub struct Mlp<R: Real> {
    modules: Vec<Box<dyn Module<R>>>,
    layout: Layout,
    inputs: usize,
    outputs: usize,
}

/// Signals of one pass, sized once for a network and a number of columns.
pub struct Signals<R> {
    /// The input, then every module's output.
    values: Vec<Vec<R>>,
    delta: Delta<R>,
}

impl<R: Real> Mlp<R> {
    /// An empty network for `inputs` features.
    pub fn new(inputs: usize) -> Self {
        Self { modules: Vec::new(), layout: Layout::default(), inputs, outputs: inputs }
    }

    /// Linear layers of the given widths with an activation between them, none after the last; named
    /// `layers.0`, `layers.1`, …
    pub fn dense(inputs: usize, hidden: &[usize], outputs: usize, activation: &AnyActivation) -> Self {
        let mut network = Self::new(inputs);
        for width in hidden {
            network.push_linear(*width, true);
            network.push_activation(activation.clone());
        }
        network.push_linear(outputs, true);
        network
    }

    /// Appends a linear layer.
    pub fn push_linear(&mut self, outputs: usize, bias: bool) {
        let name = format!("layers.{}", self.layout.layers.len());
        let linear = Linear::new(&mut self.layout, &name, self.outputs, outputs, bias);
        self.outputs = outputs;
        self.place_in_sequence();
        self.modules.push(Box::new(linear));
    }

    /// Calls the tensors of the module that is about to be appended by its place in the list, as `nn.Sequential` does.
    fn place_in_sequence(&mut self) {
        let (module, layer) = (self.modules.len(), self.layout.layers.len() - 1);
        for tensor in self.layout.tensors.iter_mut().filter(|tensor| tensor.layer == layer) {
            let role = tensor.name.rsplit('.').next().unwrap_or_default();
            tensor.in_sequence = format!("{module}.{role}");
        }
    }

    /// Appends an activation.
    pub fn push_activation(&mut self, activation: AnyActivation) {
        let layer = self.layout.layers.len().saturating_sub(1);
        self.modules.push(Box::new(Pointwise { activation, features: self.outputs, layer }));
    }

    /// The parameters' division.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Features that come out.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The modules in PyTorch, first to last, and the items whose definitions they need.
    pub fn in_torch(&self) -> (Vec<String>, Vec<&'static Item>) {
        let modules = self.modules.iter();
        (modules.clone().map(|m| m.in_torch()).collect(), modules.filter_map(|m| m.item()).collect())
    }

    /// Room for a pass over signals of this stride.
    pub fn signals(&self, stride: usize) -> Signals<R> {
        let sizes = || std::iter::once(self.inputs).chain(self.modules.iter().map(|m| m.outputs()));
        let widest = sizes().max().unwrap_or(0);
        Signals {
            values: sizes().map(|features| vec![R::ZERO; features * stride]).collect(),
            delta: Delta::new(widest, stride),
        }
    }

    /// Runs forward over the signal's input.
    pub fn forward(
        &self,
        params: &[R],
        signals: &mut Signals<R>,
        columns: usize,
        stride: usize,
        observer: &mut dyn Observer<R>,
    ) {
        for (k, module) in self.modules.iter().enumerate() {
            let (before, after) = signals.values.split_at_mut(k + 1);
            let n = module.outputs() * stride;
            module.forward(params, &before[k], &mut after[0], stride);
            let y = Signal { values: &after[0][..n], columns, stride };
            if let Some(f) = module.activation() {
                observer.activation(self.place(k), f, Signal { values: &before[k][..n], ..y }, y);
            }
            observer.forward(self.place(k), y);
        }
    }

    /// Runs backward from ∂L/∂(output), which the caller has put into [`Signals::output_slope`], and adds to
    /// `gradient`.
    pub fn backward(
        &self,
        params: &[R],
        signals: &mut Signals<R>,
        gradient: &mut [R],
        columns: usize,
        stride: usize,
        observer: &mut dyn Observer<R>,
    ) {
        let Signals { values, delta } = signals;
        for (k, module) in self.modules.iter().enumerate().rev() {
            let n = module.outputs() * stride;
            observer.backward(self.place(k), Signal { values: &delta.now[..n], columns, stride });
            let pass = Pass { params, x: &values[k], y: &values[k + 1], stride, wants_input: k > 0 };
            module.backward(pass, delta, gradient);
        }
    }

    fn place(&self, module: usize) -> Place {
        Place { module, layer: self.modules[module].layer(), time: None }
    }
}

impl<R: Real> Signals<R> {
    /// The network's input, [inputs, stride].
    pub fn input(&mut self) -> &mut [R] {
        &mut self.values[0]
    }

    /// The network's output, [outputs, stride].
    pub fn output(&self) -> &[R] {
        self.values.last().map_or(&[], Vec::as_slice)
    }

    /// The output, and where its slope belongs.
    pub fn output_slope(&mut self) -> (&[R], &mut [R]) {
        (self.values.last().map_or(&[], Vec::as_slice), &mut self.delta.now)
    }
}
