//! What a problem shows of itself beyond losses and gradients: plain data for the chart that is its own.

use crate::datasets::quotes::Quotes;
use crate::finance::svi::Svi;

/// A problem as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Portrait {
    /// A smile and the quotes it is fitted to.
    Smile {
        /// The fit.
        smile: Svi<f64>,
        /// The market.
        quotes: Quotes,
    },
}
