//! Compares every recurrent matrix with its known values.

use super::*;
use crate::oracles::{Law, chosen, named, required};

/// The known distribution of the weights of a 20 x 20 matrix.
#[derive(Debug)]
pub struct Example {
    /// Settings, as in a link.
    pub settings: &'static str,
    /// The distribution.
    pub law: Law,
}

fn examples<W: Recurrence>(_: &W) -> &'static [Example] {
    W::EXAMPLES
}

#[test]
fn every_recurrence_meets_its_examples() {
    for item in AnyRecurrence::ITEMS {
        let default = AnyRecurrence::named(item.id, &chosen("recurrent_init", item.id, ""));
        for example in required(item, each_recurrence!(&default, recurrence => examples(recurrence))) {
            let settings = chosen("recurrent_init", item.id, example.settings);
            let (recurrence, others) = (AnyRecurrence::build(&settings), AnyInitializer::build(&settings));
            let what = named(item, example.settings);
            example.law.check(&what, [20, 20], |random, weights| recurrence.fill(&others, 20, random, weights));
        }
    }
}
