//! Copy memory (S. Hochreiter, J. Schmidhuber 1997; as in M. Arjovsky, A. Shah, Y. Bengio, "Unitary evolution recurrent
//! neural networks", 2016): the network sees some symbols, then blanks, and has to output the symbols in order after a
//! signal.

use super::{POINTS, SequenceData, SequenceTask, Source, Targets};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Default, Described, Item, Key, Opens, Param, Range, Settings};

/// Symbols, then `delay` steps (the last of them the signal), then as many steps as there were symbols. An input is one
/// of eight symbols, blank or the signal, one-hot. The targets at the last steps are the symbols.
#[derive(Clone, Copy, Debug)]
pub struct Copy {
    sequences: usize,
    symbols: usize,
    delay: usize,
}

/// Different symbols.
const ALPHABET: usize = 8;
/// The input features for blank and for the signal.
const NOTHING: usize = ALPHABET;
const SIGNAL: usize = ALPHABET + 1;

const DELAY: Key<u64> = Key::new(Param {
    label: "Delay",
    help: "Time steps between the last symbol and the first answer, including the signal.",
    unit: "steps",
    default: Default::Value(10.0),
    range: Range::Integer(1, 492),
    ..super::DELAY.param
});

const SYMBOLS: Key<u64> = Key::new(Param {
    key: "symbols",
    label: "Symbols",
    help: "Number of symbols to remember.",
    default: Default::Value(3.0),
    range: Range::Integer(1, 10),
    ..Param::BASE
});

impl Described for Copy {
    const ITEM: Item = Item {
        id: "copy",
        label: "Copy memory",
        formula: "y_(T−S+k) = x_k, k = 1 … S",
        facts: &[
            ("Chance", "Guessing has a cross-entropy of ln 8 = 2.08 and an accuracy of one in eight."),
            ("Vanishing", "delay=50&recurrent_init=orthogonal&recurrent_gain=0.7: loss above 2 after 150 steps"),
            ("Exploding", "cell=rnn-relu&recurrent_init=orthogonal&recurrent_gain=3: norms of 1,000 and more"),
            ("Cure", "recurrent_init=orthogonal&clip=norm: loss below 0.4 after 100 steps"),
        ],
        help: "The network sees some symbols, then blanks, and has to output the symbols in order. The loss leaves ln 8 and falls with every symbol that is remembered. It has a term at each answer, so the time map is bright there.",
        group: "Sequences",
        params: &[POINTS.param, DELAY.param, SYMBOLS.param],
        defaults: &[
            ("points", "512"),
            ("test_share", "0.25"),
            ("batch", "32"),
            ("optimizer", "adam"),
            ("lr", "0.01"),
            ("width", "32"),
        ],
        opens: Opens::at(20),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            sequences: settings.get(&POINTS) as usize,
            symbols: settings.get(&SYMBOLS) as usize,
            delay: settings.get(&DELAY) as usize,
        }
    }
}

impl SequenceTask for Copy {
    fn draw(&self, Source { seed, .. }: Source) -> Result<SequenceData, String> {
        let Self { sequences: rows, symbols, delay } = *self;
        let mut inputs = vec![vec![0.0; (ALPHABET + 2) * rows]; delay + 2 * symbols];
        let mut of = vec![0; symbols * rows];
        for row in 0..rows {
            let mut random = Stream::new(seed, Purpose::Data, row as u32);
            for (t, step) in inputs.iter_mut().enumerate() {
                let shown = match t {
                    t if t < symbols => random.below(ALPHABET as u32) as usize,
                    t if t + 1 == symbols + delay => SIGNAL,
                    _ => NOTHING,
                };
                step[shown * rows + row] = 1.0;
                if t < symbols {
                    of[t * rows + row] = shown;
                }
            }
        }
        Ok(SequenceData::new(rows, inputs, symbols, Targets::Classes { count: ALPHABET, of }))
    }
}
