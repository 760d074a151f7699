//! Normalisations of a hidden layer's pre-activations, one file each, with forward and backward pass side by side.

mod batch;
mod layer;
mod none;
mod rms;

pub use batch::{Batch, BatchNorm};
pub use layer::{Layer, LayerNorm};
pub use none::Unnormalised;
#[cfg(test)]
pub use oracle::Example;
pub use rms::{Rms, RmsNorm};

use super::Module;
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::math::kernels::LANES;
use crate::registry::{Default, Item, Key, Param, Range, default_choice, family};
use std::ops::Range as Place;

/// A normalisation of a hidden layer's pre-activations.
pub trait Norm {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// Whether it removes a constant that is added to its input, so that a bias before it would never learn.
    const CANCELS_BIAS: bool = false;

    /// The module for a number of features. Adds its parameters to the layout as a layer called `name`. `None` for no
    /// normalisation.
    fn module<R: Real>(&self, layout: &mut Layout, name: &str, features: usize) -> Option<Box<dyn Module<R>>>;
}

family! { ($)
    /// The normalisation chosen by the settings.
    pub enum AnyNorm: NORM as each_norm {
        none::Unnormalised,
        batch::Batch,
        layer::Layer,
        rms::Rms,
    }
}

/// The setting that chooses the normalisation.
pub const NORM: Key<&'static Item> = Key::new(Param {
    key: "norm",
    label: "Normalisation",
    help: "Normalises the sums of each hidden layer before the activation. Its scales and shifts are learned, as a layer of their own.",
    default: default_choice(AnyNorm::ITEMS, "none"),
    range: Range::Choice(AnyNorm::ITEMS),
    ..Param::BASE
});

impl AnyNorm {
    /// [`Norm::CANCELS_BIAS`].
    pub fn cancels_bias(&self) -> bool {
        fn cancels<N: Norm>(_: &N) -> bool {
            N::CANCELS_BIAS
        }
        each_norm!(self, norm => cancels(norm))
    }

    /// [`Norm::module`].
    pub fn module<R: Real>(&self, layout: &mut Layout, name: &str, features: usize) -> Option<Box<dyn Module<R>>> {
        each_norm!(self, norm => norm.module(layout, name, features))
    }
}

/// ε; each normalisation has its own default.
pub const NORM_EPS: Key<f64> = Key::new(Param {
    key: "norm_eps",
    seldom: true,
    label: "Normalisation ε",
    help: "Added under the square root, so that nothing is divided by zero.",
    default: Default::Value(1e-5),
    range: Range::Log(0.0, 1.0),
    ..Param::BASE
});

/// Adds γ (ones) and, with `shift`, β (zeros), as a layer called `name`.
fn add_parameters(layout: &mut Layout, name: &str, features: usize, shift: bool) -> (Place<usize>, Place<usize>) {
    layout.begin_layer(name.into());
    let weight = layout.add(format!("{name}.weight"), &[features], Role::Scale);
    let end = weight.end;
    let bias = if shift { layout.add(format!("{name}.bias"), &[features], Role::Bias) } else { end..end };
    (weight, bias)
}

/// Σ of `terms(column)` over the columns, in [`LANES`] interleaved partial sums.
#[inline(always)]
fn sum_of_columns<R: Real, const N: usize>(columns: usize, terms: impl Fn(usize) -> [R; N]) -> [R; N] {
    let mut lanes = [[R::ZERO; LANES]; N];
    let whole = columns / LANES * LANES;
    for b in (0..whole).step_by(LANES) {
        for l in 0..LANES {
            let term = terms(b + l);
            for k in 0..N {
                lanes[k][l] += term[k];
            }
        }
    }
    for b in whole..columns {
        let term = terms(b);
        for k in 0..N {
            lanes[k][b - whole] += term[k];
        }
    }
    lanes.map(|l| (l[0] + l[1]) + (l[2] + l[3]))
}

#[cfg(test)]
mod oracle;
