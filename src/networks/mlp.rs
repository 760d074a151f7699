//! A feed-forward network: a list of modules, run forward and backward over a batch.

use super::dropout::Dropout;
use super::linear::Linear;
use super::norms::AnyNorm;
use super::pointwise::Pointwise;
use super::residuals::{AnyResidual, BODY, Factor, Join};
use super::stored::Stored;
use super::{Backward, Delta, Forward, Module, Observer, Piece, Place, Signal};
use crate::activations::AnyActivation;
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::math::formats::Format;
use crate::precisions::LayerRounding;
use crate::registry::Item;
use crate::settings::Settings;

/// A list of modules and the layout of their parameters.
pub struct Mlp<R: Real> {
    modules: Vec<Box<dyn Module<R>>>,
    layout: Layout,
    inputs: usize,
    outputs: usize,
    /// How many residual connections begin at each module's input.
    forks: Vec<usize>,
    /// The residual connections that have no end yet, outermost first.
    open: Vec<Open>,
    /// Most of them at a time.
    nested: usize,
    /// Modules so far in the list that is being appended to, and in those around it.
    counts: Vec<usize>,
    /// What stored numbers are rounded to.
    format: Option<Format>,
}

/// A residual connection that has begun.
struct Open {
    /// Module at whose input.
    from: usize,
    factor: Factor,
    /// Where a learned factor is in the parameters.
    place: usize,
}

/// What hidden layers are made of: linear map → normalisation → activation → dropout, a residual connection around
/// the four.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Units of each layer.
    pub widths: Vec<usize>,
    /// The activation.
    pub activation: AnyActivation,
    /// The normalisation of its input.
    pub norm: AnyNorm,
    /// What goes around a layer that is as wide as the one before it.
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
            dropout: settings.number("dropout"),
        }
    }
}

/// Signals of one pass, sized once for a network and a number of columns.
pub struct Signals<R> {
    /// The input, then every module's output.
    values: Vec<Vec<R>>,
    /// What every module kept of its way forward.
    kept: Vec<Vec<R>>,
    /// Examples of the last piece that went forward.
    columns: usize,
    delta: Delta<R>,
    /// Where numbers are rounded as they are stored.
    stored: Option<Stored<R>>,
}

impl<R: Real> Mlp<R> {
    /// An empty network for `inputs` features.
    pub fn new(inputs: usize) -> Self {
        let layout = Layout::default();
        let (modules, forks, open) = (Vec::new(), Vec::new(), Vec::new());
        Self { modules, layout, inputs, outputs: inputs, forks, open, nested: 0, counts: vec![0], format: None }
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

    /// From here on signals, slopes and the parameters it computes with are rounded to `format`, if there is one.
    pub fn store_in(&mut self, format: Option<Format>) {
        self.format = format;
    }

    /// Appends a linear layer.
    pub fn push_linear(&mut self, outputs: usize, bias: bool) {
        let name = self.next_layer();
        let linear = Linear::new(&mut self.layout, &name, self.outputs, outputs, bias);
        self.outputs = outputs;
        self.push(Box::new(linear));
    }

    /// Appends a normalisation, if it is one.
    pub fn push_norm(&mut self, norm: &AnyNorm) {
        let name = self.next_layer();
        if let Some(module) = norm.module(&mut self.layout, &name, self.outputs) {
            self.push(module);
        }
    }

    /// Appends an activation.
    pub fn push_activation(&mut self, activation: AnyActivation) {
        let layer = self.layout.layers.len().saturating_sub(1);
        self.push(Box::new(Pointwise { activation, features: self.outputs, layer }));
    }

    /// Appends dropout.
    pub fn push_dropout(&mut self, p: f64) {
        let layer = self.layout.layers.len().saturating_sub(1);
        self.push(Box::new(Dropout { p, features: self.outputs, layer, module: self.modules.len() }));
    }

    /// What is appended from here to [`Self::end_residual`] is the body of a residual connection. A learned factor is a
    /// layer of its own, ahead of the body's.
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

    /// Ends the innermost body, whose output has to be as wide as its input.
    pub fn end_residual(&mut self) {
        let Some(Open { from, factor, place }) = self.open.pop() else { return };
        self.counts.pop();
        let layer = self.layout.layers.len().saturating_sub(1);
        self.push(Box::new(Join::new(factor, place, from, self.outputs, layer)));
        self.forks[from] += 1;
    }

    /// Appends a module, and calls its tensors by its place in the list, as `nn.Sequential` does.
    fn push(&mut self, module: Box<dyn Module<R>>) {
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

    /// What `nn.Sequential` calls the module that comes next.
    fn place_in_sequence(&self) -> String {
        let counts: Vec<String> = self.counts.iter().map(usize::to_string).collect();
        counts.join(".body.")
    }

    fn next_layer(&self) -> String {
        format!("layers.{}", self.layout.layers.len())
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
        let mut lists = vec![Vec::new()];
        for (module, forks) in self.modules.iter().zip(&self.forks) {
            lists.extend(vec![Vec::new(); *forks]);
            let mut text = module.in_torch();
            if text.contains(BODY)
                && let Some(body) = lists.pop()
            {
                text = text.replace(BODY, &body.join(", "));
            }
            lists.last_mut().expect("every body has a list around it").push(text);
        }
        (lists.remove(0), self.modules.iter().filter_map(|m| m.item()).collect())
    }

    /// Whether the rows of a batch depend on each other, so that it has to go through in one piece.
    pub fn couples_rows(&self) -> bool {
        self.modules.iter().any(|module| module.couples_rows())
    }

    /// Whether training draws noise.
    pub fn is_noisy(&self) -> bool {
        self.modules.iter().any(|module| module.is_noisy())
    }

    /// Numbers in the signals of one example.
    pub fn numbers(&self) -> usize {
        self.inputs + self.modules.iter().map(|module| module.outputs()).sum::<usize>()
    }

    /// Room for a pass over signals of this stride.
    pub fn signals(&self, stride: usize) -> Signals<R> {
        let sizes = || std::iter::once(self.inputs).chain(self.modules.iter().map(|m| m.outputs()));
        let widest = sizes().max().unwrap_or(0);
        Signals {
            values: sizes().map(|features| vec![R::ZERO; features * stride]).collect(),
            kept: self.modules.iter().map(|module| vec![R::ZERO; module.kept(stride)]).collect(),
            columns: 0,
            delta: Delta::new(widest, stride, self.nested),
            stored: self.format.map(|format| Stored::new(format, &self.layout)),
        }
    }

    /// Runs forward over the signals' input; with `buffers` as running statistics in place of the batch's own.
    pub fn forward(
        &self,
        params: &[R],
        buffers: Option<&[R]>,
        signals: &mut Signals<R>,
        piece: Piece,
        observer: &mut dyn Observer<R>,
    ) {
        let Piece { columns, stride, .. } = piece;
        signals.columns = columns;
        if let Some(stored) = &mut signals.stored {
            stored.begin_forward(params, &mut signals.values[0][..self.inputs * stride], (columns, stride));
        }
        for (k, (module, kept)) in self.modules.iter().zip(&mut signals.kept).enumerate() {
            let (before, after) = signals.values.split_at_mut(k + 1);
            let n = module.outputs() * stride;
            let params = signals.stored.as_ref().map_or(params, Stored::params);
            module.forward(Forward { params, buffers, signals: before, piece }, &mut after[0], kept);
            if let Some(stored) = &mut signals.stored {
                stored.forward(module.layer(), &mut after[0][..n], (columns, stride));
            }
            let y = Signal { values: &after[0][..n], columns, stride };
            if let Some(f) = module.activation() {
                observer.activation(self.place(k), f, Signal { values: &before[k][..n], ..y }, y);
            }
            observer.forward(self.place(k), y);
        }
    }

    /// Runs forward like [`Self::forward`], module by module: `adjust` is shown what each puts out and may change the
    /// parameters; as long as it says that it has, the module goes again.
    pub fn settle(
        &self,
        params: &mut [R],
        signals: &mut Signals<R>,
        piece: Piece,
        mut adjust: impl FnMut(&mut [R], Place, Signal<R>) -> bool,
    ) {
        let Piece { columns, stride, .. } = piece;
        for (k, (module, kept)) in self.modules.iter().zip(&mut signals.kept).enumerate() {
            let (before, after) = signals.values.split_at_mut(k + 1);
            let n = module.outputs() * stride;
            loop {
                let pass = Forward { params: &*params, buffers: None, signals: before, piece };
                module.forward(pass, &mut after[0], kept);
                if !adjust(params, self.place(k), Signal { values: &after[0][..n], columns, stride }) {
                    break;
                }
            }
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
        let Signals { values, kept, delta, stored, .. } = signals;
        if let Some(stored) = stored {
            let layer = self.modules.last().map_or(0, |module| module.layer());
            stored.begin_backward(layer, &mut delta.now[..self.outputs * stride], (columns, stride));
        }
        for (k, module) in self.modules.iter().enumerate().rev() {
            let n = module.outputs() * stride;
            let shown = stored.as_ref().map_or(&delta.now[..n], |s| s.unscaled(&delta.now[..n], &mut delta.next));
            observer.backward(self.place(k), Signal { values: shown, columns, stride });
            let params = stored.as_ref().map_or(params, Stored::params);
            let (x, y, kept) = (&values[k][..], &values[k + 1][..], &kept[k][..]);
            module.backward(Backward { params, x, y, kept, columns, stride, wants_input: k > 0 }, delta, gradient);
            let before = k.checked_sub(1).map(|before| &self.modules[before]);
            let n = before.map_or(self.inputs, |module| module.outputs()) * stride;
            let mut store = |delta: &mut Delta<R>| {
                if let (Some(stored), Some(before)) = (&mut *stored, before) {
                    stored.backward(before.layer(), &mut delta.now[..n], (columns, stride));
                }
            };
            store(delta);
            for _ in 0..self.forks[k] {
                delta.meet(n);
                store(delta);
            }
        }
    }

    /// Takes the statistics of the last pass into the running ones.
    pub fn commit(&self, signals: &Signals<R>, buffers: &mut [R]) {
        for (module, kept) in self.modules.iter().zip(&signals.kept) {
            module.commit(kept, signals.columns, buffers);
        }
    }

    fn place(&self, module: usize) -> Place {
        Place { module, layer: self.modules[module].layer(), time: None }
    }
}

impl<R: Real> Signals<R> {
    /// Begins a gradient: counts what is rounded from here on, and multiplies slopes by `loss_scale` where they are.
    pub fn begin(&mut self, loss_scale: f64) {
        if let Some(stored) = &mut self.stored {
            stored.begin(loss_scale);
        }
    }

    /// Rounds the gradient that the way back has left, layer by layer, and divides it by the loss scale.
    pub fn store_gradient(&mut self, gradient: &mut [R], layout: &Layout) {
        if let Some(stored) = &mut self.stored {
            stored.gradient(gradient, layout);
        }
    }

    /// What rounding did to each layer since [`Self::begin`]; empty where nothing is rounded.
    pub fn rounding(&self) -> &[LayerRounding] {
        self.stored.as_ref().map_or(&[], Stored::layers)
    }

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
