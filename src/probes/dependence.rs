//! Probe: which inputs the last output depends on: ‖∂y_T/∂x_t‖ for every time step t.

use super::{Probe, Readings};
use crate::math::Real;
use crate::registry::Item;
use crate::run::Run;
use crate::texts::{Text, probes};

/// Root mean square over some examples; see [`crate::objectives::Evaluate::dependence`].
#[derive(Clone, Debug, PartialEq)]
pub struct Dependence {
    /// ‖∂y_T/∂x_t‖ for t = 1 … T.
    pub by_time: Vec<f64>,
}

impl Dependence {
    /// The smallest lag such that inputs up to this lag, counted from the last one, hold `share` of the sum of squares.
    pub fn within(&self, share: f64) -> usize {
        let squares = || self.by_time.iter().rev().map(|d| d * d);
        let wanted = share * squares().sum::<f64>();
        let mut sum = 0.0;
        squares()
            .position(|square| {
                sum += square;
                sum >= wanted
            })
            .unwrap_or(0)
    }
}

impl Probe for Dependence {
    const ITEM: Item = Item {
        id: "dependence",
        label: "What the output depends on",
        help: "Norm of the derivative of the last output with respect to each input of the sequence, by lag: root \
               mean square over the first examples.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        let by_time = run.objective().dependence(run.params());
        match (by_time.is_empty(), run.objective().rows()) {
            (false, _) => Ok(Self { by_time }),
            (true, 0) => Err(probes::no_network()),
            (true, _) => Err(probes::no_sequence()),
        }
    }

    fn readings(&self) -> Readings {
        let length = self.by_time.len();
        Readings {
            places: (1..=length).map(|t| format!("t{t}")).collect(),
            quantities: vec![("derivative", self.by_time.clone())],
        }
    }
}
