//! The adding problem (S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997, experiment 4; as in Q. V. Le, N.
//! Jaitly, G. E. Hinton 2015): two numbers of a long sequence are marked; the target is their sum.

use super::{POINTS, SequenceData, SequenceTask, Source, Targets};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Default, Described, Item, Key, Opens, Param, Range, Settings};

/// Two inputs: a number from [0, 1), and 1 at two of the steps, 0 elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Adding {
    sequences: usize,
    length: usize,
    delay: usize,
}

const DELAY: Key<u64> = Key::new(Param {
    label: "Delay",
    help: "Smallest number of time steps from the first marked number to the answer. The second marked number lies within that many steps of the end.",
    unit: "steps",
    default: Default::Value(25.0),
    range: Range::Integer(1, 511),
    ..super::DELAY.param
});

const LENGTH: Key<u64> = Key::new(Param {
    label: "Length",
    help: "Time steps per sequence, at least one more than the delay.",
    unit: "steps",
    default: Default::By(|settings| (2.0 * settings.get(&DELAY) as f64).min(512.0)),
    range: Range::Integer(2, 512),
    ..super::LENGTH.param
});

impl Described for Adding {
    const ITEM: Item = Item {
        id: "adding",
        label: "Adding problem",
        formula: "y_T = u_a + u_b, a and b marked",
        facts: &[
            ("Chance", "Always answering 1 has a mean squared error of 1/6."),
            ("Vanishing", "recurrent_init=orthogonal&recurrent_gain=0.7: loss above 0.1 after 150 steps"),
            ("Exploding", "cell=rnn-relu&recurrent_init=identity&recurrent_gain=1.2: norms of 1,000,000 and more"),
            (
                "Cure",
                "cell=gru&clip=norm: loss below 0.02 after 300 steps, although the gradient almost vanishes at first",
            ),
        ],
        help: "Two numbers in the sequence are marked; the network outputs their sum at the end. The loss leaves 1/6 when the network remembers the first number. Before that, the time map is dark at that number.",
        group: "Sequences",
        params: &[POINTS.param, DELAY.param, LENGTH.param],
        defaults: &[("points", "512"), ("test_share", "0.25"), ("batch", "32"), ("optimizer", "adam"), ("lr", "0.01")],
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        let delay = settings.get(&DELAY) as usize;
        Self {
            sequences: settings.get(&POINTS) as usize,
            length: (settings.get(&LENGTH) as usize).max(delay + 1),
            delay,
        }
    }
}

impl SequenceTask for Adding {
    fn draw(&self, Source { seed, .. }: Source) -> Result<SequenceData, String> {
        let Self { sequences: rows, length, delay } = *self;
        let mut inputs = vec![vec![0.0; 2 * rows]; length];
        let mut values = Vec::with_capacity(rows);
        for row in 0..rows {
            let mut random = Stream::new(seed, Purpose::Data, row as u32);
            let first = random.below((length - delay) as u32) as usize;
            let second = length - delay + random.below(delay as u32) as usize;
            for step in &mut inputs {
                step[row] = random.uniform();
            }
            for at in [first, second] {
                inputs[at][rows + row] = 1.0;
            }
            values.push(inputs[first][row] + inputs[second][row]);
        }
        Ok(SequenceData::new(rows, inputs, 1, Targets::Values { values, scale: 1.0, unit: "" }))
    }
}
