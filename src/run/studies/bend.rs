//! Study: the largest curvatures of the loss at a step, and of the preconditioned loss if the optimizer divides each
//! gradient element.

use super::{Divided, Finding, Work};
use crate::landscape::curvature::{Bend, Curvature};
use crate::networks::cells::TBPTT;
use crate::registry::Settings;
use crate::scenarios;

/// A search for the largest curvatures.
pub struct Search {
    inner: Curvature,
    step: u64,
    divided: Option<Divided>,
    /// Result of the first search; the second one is of the preconditioned Hessian.
    found: Option<Bend>,
}

impl Search {
    /// At the parameters of a step.
    pub fn new(
        settings: &Settings,
        file: Option<&[u8]>,
        step: u64,
        params: &[f64],
        divided: Option<Divided>,
    ) -> Result<Self, String> {
        // The Hessian is that of the full loss: its gradient is not truncated in time, even if training's is.
        let objective = scenarios::objective(&settings.clone().with_whole(&TBPTT, 0), file)?;
        Ok(Self { inner: Curvature::new(objective, params, settings.seed()), step, divided, found: None })
    }
}

impl Work for Search {
    fn advance(&mut self) -> bool {
        if !self.inner.advance() {
            return false;
        }
        let Some(Divided { by, decay }) = self.divided.take() else { return true };
        self.found = Some(self.inner.found(self.step));
        self.inner.divide(&by, decay);
        false
    }

    fn finding(&self) -> Finding {
        let Some(bend) = &self.found else { return Finding::Bend(self.inner.found(self.step)) };
        let divided = self.inner.pairs().first().map(|pair| [pair.value, pair.residual]);
        Finding::Bend(Bend { divided, ..bend.clone() })
    }
}
