//! A linear layer: y = W x + b.

use super::{Backward, Delta, Forward, Module};
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::math::kernels::{Start, Weights, outer_product, product, row_sums};
use std::ops::Range;

/// y = W x + b, W [outputs, inputs].
#[derive(Clone, Debug)]
pub struct Linear {
    layer: usize,
    inputs: usize,
    outputs: usize,
    weight: Range<usize>,
    bias: Option<Range<usize>>,
}

impl Linear {
    /// Adds a layer called `name` to the layout.
    pub fn new(layout: &mut Layout, name: &str, inputs: usize, outputs: usize, bias: bool) -> Self {
        layout.begin_layer(name.into());
        let weight = layout.add(format!("{name}.weight"), &[outputs, inputs], Role::Weight);
        let bias = bias.then(|| layout.add(format!("{name}.bias"), &[outputs], Role::Bias));
        Self { layer: layout.layers.len() - 1, inputs, outputs, weight, bias }
    }

    /// y = W x + b into `y`.
    #[inline(always)]
    pub fn apply<R: Real>(&self, params: &[R], x: &[R], y: &mut [R], stride: usize) {
        let w = Weights { values: &params[self.weight.clone()], row: self.inputs, column: 1 };
        let start = self.bias.clone().map_or(Start::Zero, |bias| Start::Each(&params[bias]));
        product(w, x, start, y, self.outputs, self.inputs, stride);
    }

    /// ∂L/∂W += δ xᵀ, ∂L/∂b += Σ δ.
    #[inline(always)]
    pub fn add_gradient<R: Real>(&self, x: &[R], delta: &[R], gradient: &mut [R], stride: usize) {
        outer_product(delta, x, &mut gradient[self.weight.clone()], self.outputs, self.inputs, stride);
        if let Some(bias) = self.bias.clone() {
            row_sums(&delta[..self.outputs * stride], &mut gradient[bias], stride);
        }
    }

    /// `input` = `start` + Wᵀ δ.
    #[inline(always)]
    pub fn input_gradient<R: Real>(&self, params: &[R], delta: &[R], start: Start<R>, input: &mut [R], stride: usize) {
        let transposed = Weights { values: &params[self.weight.clone()], row: 1, column: self.inputs };
        product(transposed, delta, start, input, self.inputs, self.outputs, stride);
    }
}

impl<R: Real> Module<R> for Linear {
    fn outputs(&self) -> usize {
        self.outputs
    }

    fn layer(&self) -> usize {
        self.layer
    }

    fn in_torch(&self) -> String {
        let bias = if self.bias.is_some() { "" } else { ", bias=False" };
        format!("nn.Linear({}, {}{bias})", self.inputs, self.outputs)
    }

    #[inline(always)]
    fn forward(&self, pass: Forward<R>, y: &mut [R], _: &mut [R]) {
        self.apply(pass.params, pass.x(), y, pass.piece.stride);
    }

    #[inline(always)]
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]) {
        let Backward { params, x, stride, .. } = pass;
        self.add_gradient(x, &delta.now, gradient, stride);
        if pass.wants_input {
            self.input_gradient(params, &delta.now, Start::Zero, &mut delta.next, stride);
            delta.swap();
        }
    }
}
