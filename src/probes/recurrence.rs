//! Probe: spectral radius and largest singular value of the recurrent matrices, at the present step and at earlier
//! steps with a stored snapshot.

use super::decay::content_matrices;
use super::{Probe, Readings};
use crate::math::{Real, spectrum};
use crate::objectives::Blueprint;
use crate::registry::Item;
use crate::run::{Run, RunView, Typed};
use crate::texts::{Text, probes};

/// Approximate limit on the multiplications for all steps together.
const WORK: usize = 1 << 26;
/// Largest and smallest number of steps, as far as the run has that many snapshots.
const LOOKS: (usize, usize) = (40, 3);

/// Values at one step for every recurrent layer, beginning with the layer that reads the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurrence {
    /// The step.
    pub step: u64,
    /// Largest |λ| of each matrix.
    pub radius: Vec<f64>,
    /// Largest singular value of each matrix.
    pub singular: Vec<f64>,
}

impl Probe for Recurrence {
    const ITEM: Item = Item {
        id: "recurrence",
        label: "Recurrent matrix",
        help: "Spectral radius and largest singular value of each recurrent matrix. For a gated cell: the matrix of \
               the new content.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        let (hidden, block) = of_network(run)?;
        Ok(Self::at(run, run.frame().step, run.params(), hidden, block))
    }

    fn readings(&self) -> Readings {
        Readings {
            places: (0..self.radius.len()).map(|layer| format!("l{layer}")).collect(),
            quantities: vec![("radius", self.radius.clone()), ("largest_singular", self.singular.clone())],
        }
    }
}

impl Recurrence {
    /// Values at steps spread over the run so far, the present step last. Large matrices get fewer steps, to limit the
    /// work.
    ///
    /// # Errors
    ///
    /// Says why there is no recurrent matrix.
    pub fn over(run: &dyn RunView) -> Result<Vec<Self>, Text> {
        match run.typed() {
            Typed::F32(run) => Self::looks(run),
            Typed::F64(run) => Self::looks(run),
        }
    }

    fn looks<R: Real>(run: &Run<R>) -> Result<Vec<Self>, Text> {
        let (hidden, block) = of_network(run)?;
        let present = run.frame().step;
        let before: Vec<_> = run.snapshots().filter(|(step, _)| *step < present).collect();
        let most = (WORK / (24 * hidden * hidden * hidden)).clamp(LOOKS.1, LOOKS.0);
        let every = before.len().div_ceil(most - 1).max(1);
        let mut looks: Vec<Self> =
            before.iter().step_by(every).map(|(step, params)| Self::at(run, *step, params, hidden, block)).collect();
        looks.push(Self::at(run, present, run.params(), hidden, block));
        Ok(looks)
    }

    fn at<R: Real>(run: &Run<R>, step: u64, params: &[R], hidden: usize, block: usize) -> Self {
        let matrices = content_matrices(run.objective().layout(), params, hidden, block);
        Self {
            step,
            radius: matrices.iter().map(|matrix| spectrum::radius(hidden, matrix)).collect(),
            singular: matrices.iter().map(|matrix| spectrum::largest_singular(hidden, matrix)).collect(),
        }
    }
}

/// The number of units, and the index of the block that computes the new content.
fn of_network<R: Real>(run: &Run<R>) -> Result<(usize, usize), Text> {
    match run.objective().blueprint() {
        Blueprint::Recurrent { cell, hidden, .. } => Ok((hidden, cell.shape().content)),
        _ if run.objective().rows() == 0 => Err(probes::no_network()),
        _ => Err(probes::no_recurrence()),
    }
}
