//! Study: how the loss bends at a step, and how the optimizer meets that where it divides each element of the gradient.

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
    /// What was found before the second search, of the divided Hessian.
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
        // The Hessian is the loss's own: its slope goes back through all of time, also where training's is cut short.
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
