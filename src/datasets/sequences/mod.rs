//! Sequence tasks, one file each.

mod adding;
mod copy;
mod forecast;
mod jump_futures;
mod recall;
mod regime_switch;
mod regimes;
mod spx_volatility;

pub use forecast::{ForecastInfo, Rule};
pub use regime_switch::REGIME;
pub use regimes::Regimes;

use super::score::Score;
use super::{Data, File, NOISE, POINTS, Targets};
use crate::registry::keys::SCENARIO;
use crate::registry::{Default, Key, Param, Range, Settings, family};

/// Examples for a recurrent network.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceData {
    /// Number of sequences.
    pub rows: usize,
    /// x_1 … x_T, each [features, rows].
    pub inputs: Vec<Vec<f64>>,
    /// How many outputs at the last steps have targets, from 1 to all.
    pub reads: usize,
    /// The targets, of reads · rows rows: all sequences at the first of those steps, then at the next.
    pub targets: Targets,
    /// Whether rows are in order of time, so that the test set must be the last ones.
    pub in_time: bool,
    /// Dates and baselines, if the targets are forecasts.
    pub forecast_info: Option<ForecastInfo>,
    /// Regimes of the rows, if batches come in order of time.
    pub regimes: Option<Regimes>,
}

/// What sequences are generated from, besides the settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// The seed.
    pub seed: u64,
    /// The share of the test set.
    pub test_share: f64,
    /// The data file.
    pub file: Option<&'a [u8]>,
    /// The rows, from one to before another, that means and deviations are estimated from; without them, those before
    /// the test set.
    pub known: Option<(usize, usize)>,
}

/// The kind of a task's own chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Nothing.
    Nothing,
    /// Forecasts, day by day.
    Forecast,
    /// Regimes of the rows.
    Regimes,
}

impl SequenceData {
    /// Sequences without an order of time.
    pub fn new(rows: usize, inputs: Vec<Vec<f64>>, reads: usize, targets: Targets) -> Self {
        Self { rows, inputs, reads, targets, in_time: false, forecast_info: None, regimes: None }
    }

    /// Features of a step.
    pub fn features(&self) -> usize {
        self.inputs[0].len() / self.rows
    }

    /// An empty score over reads · rows rows.
    pub fn score(&self) -> Score<'_> {
        Score::new(&self.targets, self.reads * self.rows)
    }

    /// Splits the sequences into a training set and, if `share` is not 0, a test set, as [`Data::split`] does. If rows
    /// are in order of time, the last ones are the test set.
    pub fn split(self, share: f64, seed: u64) -> (Self, Option<Self>) {
        let numbers: Vec<f64> = (0..self.rows).map(|row| row as f64).collect();
        let whole = |numbers: &[f64]| numbers.iter().map(|row| *row as usize).collect::<Vec<_>>();
        let (train, test) = if self.in_time {
            let (train, test) = numbers.split_at(before(self.rows, share));
            (whole(train), whole(test))
        } else {
            // With one class per sequence, the split is stratified.
            let strata = match &self.targets {
                Targets::Classes { count, of } if self.reads == 1 => Targets::Classes { count: *count, of: of.clone() },
                _ => Targets::Values { values: numbers.clone(), scale: 1.0, unit: "" },
            };
            let (train, test) = Data::new(self.rows, numbers, strata).split(share, seed);
            (whole(&train.inputs), test.map_or_else(Vec::new, |test| whole(&test.inputs)))
        };
        if test.is_empty() { (self, None) } else { (self.pick(&train), Some(self.pick(&test))) }
    }

    /// These sequences, in this order.
    pub fn pick(&self, rows: &[usize]) -> Self {
        let picked = |values: &[f64]| -> Vec<f64> {
            values.chunks_exact(self.rows).flat_map(|row| rows.iter().map(|k| row[*k])).collect()
        };
        let targets = match &self.targets {
            Targets::Classes { count, of } => {
                let of = of.chunks_exact(self.rows).flat_map(|row| rows.iter().map(|k| row[*k])).collect();
                Targets::Classes { count: *count, of }
            }
            Targets::Values { values, scale, unit } => Targets::Values { values: picked(values), scale: *scale, unit },
        };
        let inputs = self.inputs.iter().map(|step| picked(step)).collect();
        let forecast_info = self.forecast_info.as_ref().map(|forecast_info| forecast_info.pick(rows));
        let regimes = self.regimes.as_ref().map(|regimes| regimes.pick(rows));
        Self { rows: rows.len(), inputs, reads: self.reads, targets, in_time: self.in_time, forecast_info, regimes }
    }
}

/// Number of training rows if the last `share` of `rows` rows is the test set.
pub fn before(rows: usize, share: f64) -> usize {
    rows - ((share * rows as f64 + 0.5).floor() as usize).min(rows - 1)
}

/// A task on sequences.
pub trait SequenceTask {
    /// Its file; `None` if it is generated.
    const FILE: Option<File> = None;

    /// The kind of its own chart.
    const CHART_KIND: ChartKind = ChartKind::Nothing;

    /// The sequences.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    fn draw(&self, from: Source) -> Result<SequenceData, String>;
}

/// Steps between cue and target.
pub const DELAY: Key<u64> = Key::new(Param {
    key: "delay",
    label: "Delay",
    help: "Time steps between the cue and the answer.",
    unit: "steps",
    default: Default::Value(20.0),
    range: Range::Integer(1, 511),
    ..Param::BASE
});

/// Steps of a sequence.
pub const LENGTH: Key<u64> = Key::new(Param {
    key: "length",
    label: "Length",
    help: "Time steps per sequence, at least one more than the delay.",
    unit: "steps",
    default: Default::By(just_long_enough),
    range: Range::Integer(2, 512),
    ..Param::BASE
});

/// Days that a forecast uses.
pub const WINDOW: Key<u64> = Key::new(Param {
    key: "window",
    label: "Window",
    help: "Days that the network sees for each forecast.",
    default: Default::Value(20.0),
    range: Range::Integer(2, 250),
    ..Param::BASE
});

fn just_long_enough(settings: &Settings) -> f64 {
    settings.get(&DELAY) as f64 + 1.0
}

family! { ($)
    /// The sequence task chosen by the settings.
    pub enum AnySequence: SCENARIO as each_sequence {
        recall::Recall,
        adding::Adding,
        copy::Copy,
        jump_futures::JumpFutures,
        spx_volatility::SpxVolatility,
        regime_switch::RegimeSwitch,
    }
}

impl AnySequence {
    /// [`SequenceTask::draw`].
    ///
    /// # Errors
    ///
    /// Those of [`SequenceTask::draw`].
    pub fn draw(&self, from: Source) -> Result<SequenceData, String> {
        each_sequence!(self, task => task.draw(from))
    }

    /// [`SequenceTask::FILE`].
    pub fn file(&self) -> Option<File> {
        fn file<T: SequenceTask>(_: &T) -> Option<File> {
            T::FILE
        }
        each_sequence!(self, task => file(task))
    }

    /// [`SequenceTask::CHART_KIND`].
    pub fn chart_kind(&self) -> ChartKind {
        fn chart_kind<T: SequenceTask>(_: &T) -> ChartKind {
            T::CHART_KIND
        }
        each_sequence!(self, task => chart_kind(task))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(text: &str) -> SequenceData {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        AnySequence::build(&settings)
            .draw(Source { seed: settings.seed(), ..Source::default() })
            .expect("no file is read")
    }

    #[test]
    fn the_sum_that_is_asked_for_is_of_the_two_marked_numbers_the_first_a_delay_away() {
        for text in ["scenario=adding&points=50", "scenario=adding&points=50&delay=3&length=4"] {
            let data = data(text);
            let Targets::Values { values, .. } = &data.targets else { panic!("numbers are asked for") };
            let delay = data.inputs.len() - if text.contains("length") { 1 } else { 25 };
            for row in 0..50 {
                let marked: Vec<usize> = (0..data.inputs.len()).filter(|t| data.inputs[*t][50 + row] == 1.0).collect();
                assert!(marked.len() == 2 && marked[0] + delay < data.inputs.len(), "{marked:?}");
                assert_eq!(values[row], data.inputs[marked[0]][row] + data.inputs[marked[1]][row]);
            }
        }
    }

    #[test]
    fn what_is_to_be_copied_was_shown_and_each_input_is_one_of_the_ten() {
        let data = data("scenario=copy&points=20&delay=7&symbols=4");
        let Targets::Classes { of, .. } = &data.targets else { panic!("classes are asked for") };
        assert_eq!((data.inputs.len(), data.reads), (15, 4));
        for row in 0..20 {
            let shown = |t: usize| (0..10).position(|k| data.inputs[t][k * 20 + row] == 1.0).expect("one is shown");
            assert_eq!((0..4).map(shown).collect::<Vec<_>>(), (0..4).map(|k| of[k * 20 + row]).collect::<Vec<_>>());
            assert!((4..15).all(|t| shown(t) == if t == 10 { 9 } else { 8 }));
        }
    }

    #[test]
    fn every_sequence_is_on_one_side_of_the_split_with_its_own_answers() {
        let whole = data("scenario=copy&points=20&delay=2&symbols=2");
        let in_time = SequenceData { in_time: true, ..whole.clone() };
        for (data, last) in [(whole, false), (in_time, true)] {
            let (train, test) = data.clone().split(0.3, 1);
            let test = test.expect("sequences to test on");
            assert_eq!((train.rows, test.rows), (14, 6));
            let key = |data: &SequenceData, row: usize| -> Vec<u64> {
                let steps = data.inputs.iter().flat_map(|step| step.chunks(data.rows).map(|f| f[row].to_bits()));
                let Targets::Classes { of, .. } = &data.targets else { panic!("classes are asked for") };
                steps.chain(of.chunks(data.rows).map(|step| step[row] as u64)).collect()
            };
            let all = |data: &SequenceData| (0..data.rows).map(|row| key(data, row)).collect::<Vec<_>>();
            let (mut parts, mut before) = ([all(&train), all(&test)].concat(), all(&data));
            if last {
                assert_eq!(parts, before);
            }
            parts.sort();
            before.sort();
            assert_eq!(parts, before);
        }
    }
}
