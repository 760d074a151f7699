//! Residual connections (K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", 2016), one
//! file each: y = x + s · body(x).
//!
//! A block's body is one hidden layer, from its linear map to its dropout. Every hidden layer as wide as the one before
//! it is a block. Other layers and the last one have no connection around them.

mod none;
mod plain;
mod scaled;

pub use none::Unconnected;
#[cfg(test)]
pub use oracle::Example;
pub use plain::Plain;
pub use scaled::Scaled;

use super::{Backward, Delta, Forward, Module};
use crate::math::Real;
use crate::math::kernels::row_sums;
use crate::registry::{Described, Item, Key, Param, Range, Torch, default_choice, family};

/// A residual connection.
pub trait Residual {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// The factor of the body; `None` without a connection.
    fn factor(&self) -> Option<Factor>;
}

/// The factor s of a block's body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Factor {
    /// A constant.
    Fixed(f64),
    /// A learned parameter with this initial value.
    Learned(f64),
}

family! { ($)
    /// The residual connection chosen by the settings.
    pub enum AnyResidual: RESIDUAL as each_residual {
        none::Unconnected,
        plain::Plain,
        scaled::Scaled,
    }
}

/// The setting that chooses the residual connection.
pub const RESIDUAL: Key<&'static Item> = Key::new(Param {
    key: "residual",
    label: "Residual",
    help: "Skip connection around a hidden layer (linear map, normalisation, activation, dropout) that is as wide as the layer before it.",
    default: default_choice(AnyResidual::ITEMS, "none"),
    range: Range::Choice(AnyResidual::ITEMS),
    ..Param::BASE
});

impl AnyResidual {
    /// [`Residual::factor`].
    pub fn factor(&self) -> Option<Factor> {
        each_residual!(self, residual => residual.factor())
    }
}

/// The placeholder for a block's modules in its PyTorch expression.
pub const BODY: &str = "BODY";

const DEFINE: &str = "class Residual(nn.Module):
    def __init__(self, *body, scale=1, learned=0):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor([float(scale)])) if learned else scale
        self.body = nn.Sequential(*body)

    def forward(self, x):
        return x + self.scale * self.body(x)";

const fn torch(call: &'static str) -> Torch {
    Torch { call, define: DEFINE }
}

/// The end of a block: y = (the block's input) + s · x.
#[derive(Clone, Debug)]
pub struct Join {
    /// Index of the block's input among the signals.
    from: usize,
    factor: Factor,
    /// Position of a learned factor in the parameters.
    place: usize,
    features: usize,
    layer: usize,
}

impl Join {
    /// Adds to signal number `from`. A learned factor is at `place` in the parameters.
    pub fn new(factor: Factor, place: usize, from: usize, features: usize, layer: usize) -> Self {
        Self { from, factor, place, features, layer }
    }

    fn described(&self) -> &'static Item {
        if self.factor == Factor::Fixed(1.0) {
            &const { Plain::ITEM.for_build() }
        } else {
            &const { Scaled::ITEM.for_build() }
        }
    }

    fn factor<R: Real>(&self, params: &[R]) -> R {
        match self.factor {
            Factor::Fixed(factor) => R::of(factor),
            Factor::Learned(_) => params[self.place],
        }
    }
}

impl<R: Real> Module<R> for Join {
    fn outputs(&self) -> usize {
        self.features
    }

    fn layer(&self) -> usize {
        self.layer
    }

    fn in_torch(&self) -> String {
        (self.described().torch)().call.into()
    }

    fn item(&self) -> Option<&'static Item> {
        Some(self.described())
    }

    fn forward(&self, pass: Forward<R>, y: &mut [R], _: &mut [R]) {
        let n = self.features * pass.piece.stride;
        let s = self.factor(pass.params);
        for ((y, around), x) in y[..n].iter_mut().zip(&pass.signals[self.from]).zip(pass.x()) {
            *y = *around + s * *x;
        }
    }

    /// Stores the gradient of the skip connection until the backward pass reaches the block's input.
    fn backward(&self, pass: Backward<R>, delta: &mut Delta<R>, gradient: &mut [R]) {
        let n = self.features * pass.stride;
        delta.branch(n);
        if let Factor::Learned(_) = self.factor {
            let place = &mut gradient[self.place..=self.place];
            for (d, x) in delta.now[..n].chunks_exact(pass.stride).zip(pass.x.chunks_exact(pass.stride)) {
                let products = &mut delta.next[..pass.stride];
                products.iter_mut().zip(d.iter().zip(x)).for_each(|(product, (d, x))| *product = *d * *x);
                row_sums(products, place, pass.stride);
            }
        }
        let s = self.factor(pass.params);
        delta.now[..n].iter_mut().for_each(|d| *d *= s);
    }
}

#[cfg(test)]
mod oracle;
