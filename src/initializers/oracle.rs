//! Compares every initializer with its known values.

use super::*;
use crate::oracles::{Law, chosen, named, required};

/// The known distribution of the weights of a 30 x 20 matrix: fan_out = 30, fan_in = 20.
#[derive(Debug)]
pub struct Example {
    /// The initializer's own settings and the activation, as in a link.
    pub settings: &'static str,
    /// Their distribution.
    pub law: Law,
}

fn examples<I: Initializer>(_: &I) -> &'static [Example] {
    I::EXAMPLES
}

#[test]
fn every_initializer_meets_its_examples() {
    for item in AnyInitializer::ITEMS {
        let default = AnyInitializer::named(item.id, &chosen("init", item.id, ""));
        for example in required(item, each_initializer!(&default, init => examples(init))) {
            let init = AnyInitializer::build(&chosen("init", item.id, example.settings));
            let what = named(item, example.settings);
            example.law.check(&what, [30, 20], |random, weights| init.fill(30, 20, random, weights));
        }
    }
}
