//! Activations, in order of difficulty, one file each, with value and derivative side by side.

mod elu;
mod gelu;
mod gelu_tanh;
mod hardtanh;
mod identity;
mod leaky_relu;
mod mish;
mod relu;
mod selu;
mod sigmoid;
mod silu;
mod sine;
mod softplus;
mod softsign;
mod tanh;

#[cfg(test)]
pub use oracle::Example;
pub use relu::Relu;
pub use tanh::Tanh;

use crate::math::Real;
use crate::registry::{Item, Key, Param, Range, default_choice, family, outlined};

/// An elementwise activation function.
pub trait Activation {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// Gain of initializers for this activation (`torch.nn.init.calculate_gain`; √2 for the smooth relatives of ReLU,
    /// which PyTorch does not list).
    const GAIN: f64;

    /// f(x). Propagates NaN.
    fn value<R: Real>(&self, x: R) -> R;

    /// f′(x), given y = f(x). At a kink, PyTorch's choice.
    fn slope<R: Real>(&self, x: R, y: R) -> R;

    /// The gain, if it depends on a parameter; otherwise [`Self::GAIN`].
    fn gain(&self) -> f64 {
        Self::GAIN
    }

    /// Where f is not smooth, in ascending order: the points at which f, its slope or its curvature jumps. A difference
    /// across such a point is no derivative.
    fn bends(&self) -> &'static [f64] {
        &[]
    }

    /// y = f(x), element by element.
    fn forward<R: Real>(&self, x: &[R], y: &mut [R]) {
        for (y, x) in y.iter_mut().zip(x) {
            *y = self.value(*x);
        }
    }

    /// d ← d · f′(x), element by element: from ∂L/∂y to ∂L/∂x, in place.
    fn backward<R: Real>(&self, x: &[R], y: &[R], d: &mut [R]) {
        for ((d, x), y) in d.iter_mut().zip(x).zip(y) {
            *d *= self.slope(*x, *y);
        }
    }
}

family! { ($)
    /// The activation chosen by the settings.
    pub enum AnyActivation: ACTIVATION as each_activation {
        identity::Identity,
        sigmoid::Sigmoid,
        tanh::Tanh,
        relu::Relu,
        leaky_relu::LeakyRelu,
        elu::Elu,
        selu::Selu,
        gelu::Gelu,
        gelu_tanh::GeluTanh,
        silu::Silu,
        softplus::Softplus,
        mish::Mish,
        softsign::Softsign,
        hardtanh::Hardtanh,
        sine::Sine,
    }
}

/// The setting that chooses the activation.
pub const ACTIVATION: Key<&'static Item> = Key::new(Param {
    key: "activation",
    label: "Activation",
    help: "The function that each hidden unit applies to its weighted sum.",
    default: default_choice(AnyActivation::ITEMS, "sigmoid"),
    range: Range::Choice(AnyActivation::ITEMS),
    ..Param::BASE
});

impl AnyActivation {
    /// [`Activation::gain`].
    pub fn gain(&self) -> f64 {
        each_activation!(self, f => f.gain())
    }

    /// [`Activation::bends`].
    pub fn bends(&self) -> &'static [f64] {
        each_activation!(self, f => f.bends())
    }

    /// [`Activation::forward`].
    pub fn forward<R: Real>(&self, x: &[R], y: &mut [R]) {
        each_activation!(self, f => outlined(|| f.forward(x, y)));
    }

    /// [`Activation::backward`].
    pub fn backward<R: Real>(&self, x: &[R], y: &[R], d: &mut [R]) {
        each_activation!(self, f => outlined(|| f.backward(x, y, d)));
    }

    /// The largest |f′(x)|, searched at 1,025 points between −8 and 8.
    pub fn steepest(&self) -> f64 {
        let x: Vec<f64> = (-512..=512).map(|k| f64::from(k) / 64.0).collect();
        let (mut y, mut slopes) = (x.clone(), vec![1.0; x.len()]);
        self.forward(&x, &mut y);
        self.backward(&x, &y, &mut slopes);
        slopes.iter().fold(0.0, |largest, slope: &f64| largest.max(slope.abs()))
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
