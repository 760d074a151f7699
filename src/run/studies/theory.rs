//! Study: what theory predicts for each layer at the start.

use super::{Finding, Work};
use crate::objectives::Objective;
use crate::registry::{Item, Key, Param, Range, Settings, default_choice};
use crate::scenarios;
use crate::theory::{self, Predicted, Unknown};

/// Whether the prediction is drawn.
const CHOICES: &[Item] = &Item::all_for_build([
    Item { id: "shown", label: "With theory", help: "Draws what theory predicts for the start.", ..Item::BASE },
    Item { id: "hidden", label: "Without theory", help: "Draws only what was measured.", ..Item::BASE },
]);

/// The setting that shows the prediction in the chart of the layers.
pub const THEORY: Key<&'static Item> = Key::new(Param {
    key: "theory",
    label: "Theory",
    help: "The gradient norm of each layer that theory predicts for the start, with the band that holds 95 % of networks of this width.",
    default: default_choice(CHOICES, "shown"),
    range: Range::Choice(CHOICES),
    ..Param::BASE
});

/// The prediction by layer of the layout.
pub type Prediction = Result<Vec<Option<Predicted>>, Unknown>;

/// The prediction; each piece is one random network.
pub struct Predicting(Result<theory::Prediction, Unknown>);

impl Predicting {
    /// For the rows of the first batch.
    pub fn new(settings: &Settings, file: Option<&[u8]>, rows: &[u32]) -> Result<Self, String> {
        let objective: Objective<f64> = scenarios::objective(settings, file)?;
        let settings = settings.before_changes();
        Ok(Self(theory::Prediction::new(&settings, &*objective, rows)))
    }
}

impl Work for Predicting {
    fn advance(&mut self) -> bool {
        self.0.as_mut().map_or(true, theory::Prediction::advance)
    }

    fn finding(&self) -> Finding {
        Finding::Theory(self.0.as_ref().map(theory::Prediction::layers).map_err(|unknown| *unknown))
    }
}
