//! Compares every schedule with its known values.

use super::*;
use crate::oracles::{all_close, chosen, learning_rate, named, required, written};

/// Known rates of a schedule.
#[derive(Debug)]
pub struct Example {
    /// The schedule's own settings and the optimizer's, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings; empty for none.
    pub torch: &'static str,
    /// The loss after each update; the last one repeats.
    pub losses: &'static [f64],
    /// The learning rates of the updates, from the first.
    pub rates: &'static [f64],
    /// The momentum of the updates, if the schedule sets it.
    pub momentum: &'static [f64],
}

fn examples<S: Schedule>(_: &S) -> &'static [Example] {
    S::EXAMPLES
}

#[test]
fn every_schedule_meets_its_examples() {
    for item in AnySchedule::ITEMS {
        let default = AnySchedule::named(item.id, &chosen("schedule", item.id, ""));
        for example in required(item, each_schedule!(&default, schedule => examples(schedule))) {
            let settings = chosen("schedule", item.id, example.settings);
            let schedule = AnySchedule::build(&settings);
            let what = named(item, example.settings);
            let base = learning_rate(&settings);
            let (mut rates, mut momentum, mut memory) = (Vec::new(), Vec::new(), Vec::new());
            for step in 0..example.rates.len() {
                rates.push(schedule.lr(base, step as u64, &memory));
                momentum.extend(schedule.momentum(step as u64));
                let loss = example.losses.get(step).or(example.losses.last()).copied().unwrap_or(1.0);
                schedule.observe(base, loss, &mut memory);
            }
            all_close(&format!("{what}: the rates"), &rates, example.rates);
            all_close(&format!("{what}: the momentum"), &momentum, example.momentum);
            written(item, &settings, example.torch);
        }
    }
}
