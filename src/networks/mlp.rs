//! A feed-forward network: a list of modules with forward and backward pass over a batch.

mod build;
mod part;
mod signals;

pub use build::Hidden;
pub use signals::Signals;

use super::residuals::BODY;
use super::stored::Stored;
use super::{Backward, Delta, Forward, Observer, Piece, Place, Signal};
use crate::layout::Layout;
use crate::math::Real;
use crate::math::formats::Format;
use crate::registry::Item;
use build::Open;
use part::Part;

/// A list of modules and the layout of their parameters.
pub struct Mlp<R: Real> {
    modules: Vec<Part<R>>,
    layout: Layout,
    inputs: usize,
    outputs: usize,
    /// How many residual connections begin at each module's input.
    forks: Vec<usize>,
    /// The residual connections that are still open, outermost first.
    open: Vec<Open>,
    /// Largest number open at a time.
    nested: usize,
    /// Number of modules in the `nn.Sequential` being built, and in those around it.
    counts: Vec<usize>,
    /// The format to which stored numbers are rounded.
    format: Option<Format>,
    /// Whether the backward pass computes the gradient by the input.
    to_input: bool,
}

impl<R: Real> Mlp<R> {
    /// From now on, rounds signals, gradients and the parameters in use to `format`, if there is one.
    pub fn store_in(&mut self, format: Option<Format>) {
        self.format = format;
    }

    /// With a backward pass that leaves ∂L/∂(input), [inputs, stride], in place of the output's gradient.
    pub fn with_input_slopes(mut self) -> Self {
        self.to_input = true;
        self
    }

    /// The layout of the parameters.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The modules as PyTorch code, first to last, and the items whose definitions they need.
    #[expect(clippy::missing_panics_doc, reason = "every body has a list around it")]
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

    /// Whether the rows of a batch depend on each other, so that it must not be divided.
    pub fn couples_rows(&self) -> bool {
        self.modules.iter().any(|module| module.couples_rows())
    }

    /// Whether training draws noise.
    pub fn is_noisy(&self) -> bool {
        self.modules.iter().any(|module| module.is_noisy())
    }

    /// Number of elements in all signals of one example.
    pub fn numbers(&self) -> usize {
        self.inputs + self.modules.iter().map(|module| module.outputs()).sum::<usize>()
    }

    /// Buffers for a pass with this stride.
    pub fn signals(&self, stride: usize) -> Signals<R> {
        let sizes = || std::iter::once(self.inputs).chain(self.modules.iter().map(|m| m.outputs()));
        let widest = sizes().max().unwrap_or(0);
        Signals {
            values: sizes().map(|features| vec![R::ZERO; features * stride]).collect(),
            saved: self.modules.iter().map(|module| vec![R::ZERO; module.saved_len(stride)]).collect(),
            columns: 0,
            delta: Delta::new(widest, stride, self.nested),
            stored: self.format.map(|format| Stored::new(format, &self.layout)),
        }
    }

    /// Runs the forward pass over the signals' input. `buffers`, if given, are running statistics to use in place of
    /// the batch's.
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
        let observed = observer.is_active();
        if let Some(stored) = &mut signals.stored {
            stored.begin_forward(params, &mut signals.values[0][..self.inputs * stride], (columns, stride));
        }
        if observed {
            observer.input(None, Signal { values: &signals.values[0][..self.inputs * stride], columns, stride });
        }
        for (k, (module, saved)) in self.modules.iter().zip(&mut signals.saved).enumerate() {
            let (before, after) = signals.values.split_at_mut(k + 1);
            let params = signals.stored.as_ref().map_or(params, Stored::params);
            module.forward(Forward { params, buffers, signals: before, piece }, &mut after[0], saved);
            if signals.stored.is_none() && !observed {
                continue;
            }
            let n = module.outputs() * stride;
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

    /// Runs the forward pass module by module. `adjust` sees each output and may change the parameters; while it
    /// returns true, the module runs again.
    pub fn forward_with_adjust(
        &self,
        params: &mut [R],
        signals: &mut Signals<R>,
        piece: Piece,
        mut adjust: impl FnMut(&mut [R], Place, Signal<R>) -> bool,
    ) {
        let Piece { columns, stride, .. } = piece;
        for (k, (module, saved)) in self.modules.iter().zip(&mut signals.saved).enumerate() {
            let (before, after) = signals.values.split_at_mut(k + 1);
            let n = module.outputs() * stride;
            loop {
                let pass = Forward { params: &*params, buffers: None, signals: before, piece };
                module.forward(pass, &mut after[0], saved);
                if !adjust(params, self.place(k), Signal { values: &after[0][..n], columns, stride }) {
                    break;
                }
            }
        }
    }

    /// Runs the backward pass from ∂L/∂(output), which the caller has written to [`Signals::output_slope`]. Adds to
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
        let Signals { values, saved, delta, stored, .. } = signals;
        if let Some(stored) = stored {
            let layer = self.modules.last().map_or(0, |module| module.layer());
            stored.begin_backward(layer, &mut delta.now[..self.outputs * stride], (columns, stride));
        }
        let observed = observer.is_active();
        for (k, module) in self.modules.iter().enumerate().rev() {
            if observed {
                let n = module.outputs() * stride;
                let shown = stored.as_ref().map_or(&delta.now[..n], |s| s.unscaled(&delta.now[..n], &mut delta.next));
                observer.backward(self.place(k), Signal { values: shown, columns, stride });
            }
            let params = stored.as_ref().map_or(params, Stored::params);
            let (x, y, saved) = (&values[k][..], &values[k + 1][..], &saved[k][..]);
            module.backward(
                Backward { params, x, y, saved, columns, stride, wants_input: k > 0 || self.to_input },
                delta,
                gradient,
            );
            if stored.is_none() && self.forks[k] == 0 {
                continue;
            }
            let before = k.checked_sub(1).map(|before| &self.modules[before]);
            let n = before.map_or(self.inputs, |module| module.outputs()) * stride;
            let mut store = |delta: &mut Delta<R>| {
                if let (Some(stored), Some(before)) = (&mut *stored, before) {
                    stored.backward(before.layer(), &mut delta.now[..n], (columns, stride));
                }
            };
            store(delta);
            for _ in 0..self.forks[k] {
                delta.merge(n);
                store(delta);
            }
        }
    }

    /// Updates the running statistics with those of the last pass.
    pub fn update_running_stats(&self, signals: &Signals<R>, buffers: &mut [R]) {
        for (module, saved) in self.modules.iter().zip(&signals.saved) {
            module.update_running_stats(saved, signals.columns, buffers);
        }
    }

    fn place(&self, module: usize) -> Place {
        Place { module, layer: self.modules[module].layer(), time: None }
    }
}
