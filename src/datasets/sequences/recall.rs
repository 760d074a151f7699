//! Delayed recall: the network sees a sign once and has to remember it through noise (the latching problem of Y.
//! Bengio, P. Simard, P. Frasconi, "Learning long-term dependencies with gradient descent is difficult", 1994).

use super::{DELAY, LENGTH, NOISE, POINTS, SequenceData, SequenceTask, Source, Targets};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Described, Item, Opens, Settings};

/// One input: ±1 at the cue, `delay` steps before the last; noise elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Recall {
    sequences: usize,
    length: usize,
    delay: usize,
    noise: f64,
}

impl Described for Recall {
    const ITEM: Item = Item {
        id: "recall",
        label: "Delayed recall",
        formula: "y_T = sign x_(T − delay)",
        facts: &[
            ("Chance", "Guessing has a loss of ln 2 = 0.69."),
            ("Vanishing", "delay=50&recurrent_init=orthogonal&recurrent_gain=0.7: loss above 0.6 after 150 steps"),
            (
                "Exploding",
                "delay=50&cell=rnn-relu&recurrent_init=identity&recurrent_gain=1.2: diverges at the first step",
            ),
            ("Cure", "delay=50&recurrent_init=orthogonal&clip=norm: loss below 0.3 after 150 steps"),
            ("Gates", "delay=50&cell=lstm&forget_bias=3&optimizer=adam&lr=0.01: loss below 0.1 after 150 steps"),
        ],
        help: "The network sees a sign once and has to output it later, so the gradient has to flow back through the whole delay. Watch the time map: where it is dark at the cue, the network learns nothing. The loss leaves ln 2 when the sign is remembered.",
        group: "Sequences",
        params: &[POINTS.param, NOISE.param, DELAY.param, LENGTH.param],
        defaults: &[("points", "64"), ("noise", "0.1"), ("init", "xavier-normal"), ("lr", "0.1")],
        opens: Opens::at(3),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        let delay = settings.get(&DELAY) as usize;
        Self {
            sequences: settings.get(&POINTS) as usize,
            length: (settings.get(&LENGTH) as usize).max(delay + 1),
            delay,
            noise: settings.get(&NOISE),
        }
    }
}

impl SequenceTask for Recall {
    fn draw(&self, Source { seed, .. }: Source) -> Result<SequenceData, String> {
        let rows = self.sequences;
        let of: Vec<usize> = (0..rows).map(|row| row % 2).collect();
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let cue = self.length - 1 - self.delay;
        let inputs = (0..self.length)
            .map(|t| {
                of.iter()
                    .map(|class| {
                        let noise = self.noise * random.normal();
                        if t == cue { 2.0 * *class as f64 - 1.0 } else { noise }
                    })
                    .collect()
            })
            .collect();
        Ok(SequenceData::new(rows, inputs, 1, Targets::Classes { count: 2, of }))
    }
}
