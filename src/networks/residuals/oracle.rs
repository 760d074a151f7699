//! Compares every residual connection with its known values.

use super::*;
use crate::oracles::{chosen, named, required, written};

/// A known residual connection.
#[derive(Debug)]
pub struct Example {
    /// Its own settings, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings; empty for none.
    pub torch: &'static str,
    /// The factor of the body.
    pub factor: Option<Factor>,
}

fn examples<C: Residual>(_: &C) -> &'static [Example] {
    C::EXAMPLES
}

#[test]
fn every_residual_connection_meets_its_examples() {
    for item in AnyResidual::ITEMS {
        let default = AnyResidual::named(item.id, &chosen("residual", item.id, ""));
        for example in required(item, each_residual!(&default, residual => examples(residual))) {
            let settings = chosen("residual", item.id, example.settings);
            assert_eq!(AnyResidual::build(&settings).factor(), example.factor, "{}", named(item, example.settings));
            written(item, &settings, example.torch);
        }
    }
}
