//! Compares every precision with its known values.

use super::*;
use crate::oracles::{chosen, required};

/// An f32 number, and the same as stored.
pub type Example = (f32, f32);

fn examples<P: Precision>(_: &P) -> &'static [Example] {
    P::EXAMPLES
}

#[test]
fn every_precision_meets_its_examples() {
    for item in AnyPrecision::ITEMS {
        let default = AnyPrecision::named(item.id, &chosen("precision", item.id, ""));
        for (computed, stored) in required(item, each_precision!(&default, precision => examples(precision))) {
            let format = AnyPrecision::build(&chosen("precision", item.id, "")).format();
            let got = format.map_or(*computed, |format| format.round(*computed));
            assert!(got == *stored, "{}: {computed} is stored as {got}, and should be as {stored}", item.id);
        }
    }
}
