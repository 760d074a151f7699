//! Study: how the loss bends at a step.

use super::{Finding, Work};
use crate::landscape::curvature::Curvature;
use crate::scenarios;
use crate::settings::Settings;

/// A search for the largest curvatures.
pub struct Search {
    inner: Curvature,
    step: u64,
}

impl Search {
    /// At the parameters of a step.
    pub fn new(settings: &Settings, file: Option<&[u8]>, step: u64, params: &[f64]) -> Result<Self, String> {
        // The Hessian is the loss's own: its slope goes back through all of time, also where training's is cut short.
        let objective = scenarios::objective(&settings.with(&[("tbptt", "0")]), file)?;
        Ok(Self { inner: Curvature::new(objective, params, settings.seed()), step })
    }
}

impl Work for Search {
    fn advance(&mut self) -> bool {
        self.inner.advance()
    }

    fn finding(&self) -> Finding {
        Finding::Bend(self.inner.found(self.step))
    }
}
