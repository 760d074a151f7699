//! Losses from raw outputs (logits), one file each, with value and derivative side by side.

mod bce;
mod constant;
mod cross_entropy;
mod huber;
mod mae;
mod mse;
mod smooth_l1;

pub use bce::Bce;
pub use cross_entropy::CrossEntropy;
pub use huber::Huber;
pub use mae::Mae;
pub use mse::Mse;
#[cfg(test)]
pub use oracle::Example;
pub use smooth_l1::SmoothL1;

use crate::math::Real;
use crate::registry::{Item, Key, Param, Range, Settings, default_choice, family, outlined};

/// A loss.
pub trait Loss {
    /// Known values from another source than this code. Every item must have some.
    #[cfg(test)]
    const EXAMPLES: &'static [Example] = &[];

    /// Σ of the loss over `shape.columns` columns, times `scale`. Writes its derivative by `output` to `slope`.
    ///
    /// `output` and `slope` are [outputs, stride]. `target` is [targets, stride], with one row for class indices and
    /// otherwise one for each output. Columns from `shape.columns` on are padding, with no loss and zero slope.
    fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R;

    /// The errors ŷ − y at which the loss is not smooth, in ascending order: where its slope or curvature jumps.
    fn bends(&self) -> Vec<f64> {
        Vec::new()
    }

    /// The number of terms in the mean: all elements, or only the rows.
    fn terms(&self, rows: usize, outputs: usize) -> usize {
        rows * outputs
    }
}

/// Sizes of an output signal.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Rows of the signal: outputs of the network.
    pub outputs: usize,
    /// Number of examples.
    pub columns: usize,
    /// Distance between rows.
    pub stride: usize,
}

/// The task, which decides the loss `auto`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Numbers: mean squared error.
    Regression,
    /// One of two classes: binary cross-entropy of one logit.
    TwoClasses,
    /// One of several classes: cross-entropy of as many logits.
    Classes,
}

family! { ($)
    /// The loss chosen by the settings.
    pub enum AnyLoss: LOSS as each_loss {
        mse::Mse,
        mae::Mae,
        huber::Huber,
        smooth_l1::SmoothL1,
        bce::Bce,
        cross_entropy::CrossEntropy,
    }
}

/// The setting that chooses the loss.
pub const LOSS: Key<&'static Item> = Key::new(Param {
    key: "loss",
    label: "Loss",
    help: "The loss that is minimised. Automatic chooses by the data.",
    default: default_choice(CHOICES, "auto"),
    range: Range::Choice(CHOICES),
    ..Param::BASE
});

/// The choices in the settings: every loss, and `auto`.
pub const CHOICES: &[Item] = &{
    let mut choices = [Item::BASE; AnyLoss::ITEMS.len() + 1];
    choices[0] = Item {
        id: "auto",
        label: "Automatic",
        formula: "",
        help: "Squared error for numbers, binary cross-entropy for two classes, cross-entropy for more.",
        ..Item::BASE
    }
    .for_build();
    let mut k = 0;
    while k < AnyLoss::ITEMS.len() {
        choices[k + 1] = AnyLoss::ITEMS[k];
        k += 1;
    }
    choices
};

impl AnyLoss {
    /// The loss chosen by the settings for a task.
    pub fn resolve(settings: &Settings, task: Task) -> Self {
        match (settings.get(&LOSS).id, task) {
            ("auto", Task::Regression) => Self::Mse(Mse),
            ("auto", Task::TwoClasses) => Self::Bce(Bce),
            ("auto", Task::Classes) => Self::CrossEntropy(CrossEntropy),
            (id, _) => Self::named(id, settings),
        }
    }

    /// [`Loss::value_and_slope`].
    pub fn value_and_slope<R: Real>(&self, output: &[R], target: &[R], shape: Shape, scale: R, slope: &mut [R]) -> R {
        each_loss!(self, loss => outlined(|| loss.value_and_slope(output, target, shape, scale, slope)))
    }

    /// [`Loss::bends`].
    pub fn bends(&self) -> Vec<f64> {
        each_loss!(self, loss => loss.bends())
    }

    /// [`Loss::terms`].
    pub fn terms(&self, rows: usize, outputs: usize) -> usize {
        each_loss!(self, loss => loss.terms(rows, outputs))
    }

    /// Whether targets are class indices in one row, rather than one number for each output.
    pub fn takes_classes(&self) -> bool {
        matches!(self, Self::CrossEntropy(_))
    }
}

impl Shape {
    /// The errors of all examples, output by output.
    pub fn errors<'a, R: Real>(self, output: &'a [R], target: &'a [R]) -> impl Iterator<Item = R> + 'a {
        let place = move |k: usize| (k / self.columns) * self.stride + k % self.columns;
        (0..self.outputs * self.columns).map(move |k| output[place(k)] - target[place(k)])
    }
}

/// The sum of an elementwise loss; `term` gives (value, slope) of one element. Terms are computed in SIMD lanes and
/// added in order.
#[inline(always)]
fn elementwise<R: Real>(
    output: &[R],
    target: &[R],
    shape: Shape,
    scale: R,
    slope: &mut [R],
    term: impl Fn(R, R) -> (R, R),
) -> R {
    const BLOCK: usize = 64;
    let mut sum = R::ZERO;
    for k in 0..shape.outputs {
        let row = k * shape.stride;
        for b in (0..shape.columns).step_by(BLOCK) {
            let n = BLOCK.min(shape.columns - b);
            let (output, target) = (&output[row + b..][..n], &target[row + b..][..n]);
            let (slope, mut values) = (&mut slope[row + b..][..n], [R::ZERO; BLOCK]);
            let values = &mut values[..n];
            for i in 0..n {
                let (value, d) = term(output[i], target[i]);
                values[i] = value;
                slope[i] = d * scale;
            }
            for value in values {
                sum += *value;
            }
        }
        slope[row + shape.columns..row + shape.stride].fill(R::ZERO);
    }
    sum * scale
}

#[cfg(test)]
mod oracle;
