//! The examples that a surface's losses are over: the training or the test set, all examples or a sample.

use crate::math::Real;
use crate::math::random::{Purpose, Stream};
use crate::objectives::{Objective, Rows, Workspace};
use crate::registry::{Default, Item, Key, Param, Range, Settings, default_choice};
use crate::texts::planes;

/// A sample is split into this many groups to estimate the standard error of its mean.
const GROUPS: usize = 16;

/// The data sets to choose from.
const SETS: &[Item] = &Item::all_for_build([
    Item { id: "train", label: "Training set", help: "The loss that is minimised.", ..Item::BASE },
    Item { id: "test", label: "Test set", help: "Examples that are never used in training.", ..Item::BASE },
]);

/// The setting that chooses the data set.
pub const GRID_DATA: Key<&'static Item> = Key::new(Param {
    key: "grid_data",
    label: "Loss over",
    help: "The examples that the loss of the surface is computed on.",
    default: default_choice(SETS, "train"),
    range: Range::Choice(SETS),
    ..Param::BASE
});

/// The largest sample; `None` means all examples.
pub const GRID_ROWS: Key<Option<usize>> = Key::new(Param {
    key: "grid_rows",
    label: "Example limit",
    help: "At most this many examples are used. A larger set is replaced by a sample of it; full uses all examples.",
    default: Default::Text("2000"),
    range: Range::Text,
    ..Param::BASE
});

/// Examples of one data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Whether they are from the test set.
    test: bool,
    /// Whether the settings ask for a test set and there is none.
    missing: bool,
    /// Number of examples in the data set.
    all: usize,
    /// Indices of the sampled examples, drawn without replacement; `None` for all examples.
    rows: Option<Vec<u32>>,
    /// Standard error of the mean loss at the square's centre, if this is a sample.
    error: Option<f64>,
}

impl Sample {
    /// All training examples.
    pub fn whole<R: Real>(objective: &Objective<R>) -> Self {
        Self { test: false, missing: false, all: objective.rows(), rows: None, error: None }
    }

    /// The examples that the settings `grid_data` and `grid_rows` describe. The same seed draws the same sample.
    pub fn of<R: Real>(settings: &Settings, objective: &Objective<R>) -> Self {
        let wanted = settings.get(&GRID_DATA).id == "test";
        let test = wanted && objective.test_rows() > 0;
        let all = if test { objective.test_rows() } else { objective.rows() };
        let most = settings.get(&GRID_ROWS).unwrap_or(usize::MAX);
        let rows = (most < all).then(|| draw(settings.seed(), most, all));
        Self { test, missing: wanted && !test && objective.rows() > 0, all, rows, error: None }
    }

    /// Estimates the standard error of the sample's mean loss at these parameters, from the spread of its groups'
    /// means. The correction for finite populations lowers it when the sample is a large part of the data set (W. G.
    /// Cochran, Sampling Techniques, 1977, § 2.6).
    pub fn measure<R: Real>(&mut self, objective: &Objective<R>, at: &[R], work: &mut Workspace) {
        let Some(rows) = &self.rows else { return };
        let size = (rows.len() / GROUPS).max(1);
        let groups: Vec<f64> =
            rows.chunks_exact(size).map(|group| self.over(objective, at, Rows::These(group), work).to_f64()).collect();
        let count = groups.len() as f64;
        let mean = groups.iter().sum::<f64>() / count;
        let variance = groups.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0);
        let left = 1.0 - rows.len() as f64 / self.all as f64;
        self.error = Some((variance / count * left).sqrt()).filter(|error| error.is_finite());
    }

    /// A workspace for [`Self::loss`].
    pub fn workspace<R: Real>(&self, objective: &Objective<R>) -> Workspace {
        objective.workspace(self.rows.as_ref().map_or(self.all, Vec::len))
    }

    /// The loss at these parameters.
    pub fn loss<R: Real>(&self, objective: &Objective<R>, at: &[R], work: &mut Workspace) -> R {
        self.over(objective, at, self.rows.as_deref().map_or(Rows::All, Rows::These), work)
    }

    fn over<R: Real>(&self, objective: &Objective<R>, at: &[R], rows: Rows, work: &mut Workspace) -> R {
        if self.test { objective.loss_on_test_rows(at, rows, work) } else { objective.loss(at, rows.into(), work) }
    }

    /// Whether the losses are over the test set.
    pub fn is_test(&self) -> bool {
        self.test
    }

    /// Standard error of the mean loss at the square's centre; `None` if the losses are over all examples.
    pub fn error(&self) -> Option<f64> {
        self.error
    }

    /// Describes the examples, for the surface's label.
    pub fn describe(&self) -> String {
        let all = &self.all;
        let mut text = match (&self.rows, self.test) {
            (None, false) => planes::all_rows(all),
            (None, true) => planes::all_test_rows(all),
            (Some(rows), false) => planes::some_rows(&rows.len(), all),
            (Some(rows), true) => planes::some_test_rows(&rows.len(), all),
        };
        if self.missing {
            text = planes::rows_no_test(&text);
        }
        if let Some(error) = self.error {
            text = planes::rows_error(&text, &two_digits(error));
        }
        text.into()
    }
}

/// A positive number with two significant digits.
fn two_digits(value: f64) -> String {
    let places = (1.0 - libm::log10(value).floor()).clamp(0.0, 12.0) as usize;
    format!("{value:.places$}")
}

/// Draws `count` of `all` numbers without replacement: the beginning of a shuffle (R. Durstenfeld 1964).
fn draw(seed: u64, count: usize, all: usize) -> Vec<u32> {
    let mut random = Stream::new(seed, Purpose::Sample, 0);
    let mut rows: Vec<u32> = (0..all as u32).collect();
    for k in 0..count {
        let other = k + random.below((all - k) as u32) as usize;
        rows.swap(k, other);
    }
    rows.truncate(count);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenarios;

    fn sample(text: &str) -> (Sample, Objective<f64>, Vec<f64>) {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        let objective = scenarios::objective::<f64>(&settings, None).expect("no data file");
        let params = objective.init(1);
        (Sample::of(&settings, &objective), objective, params)
    }

    const NETWORK: &str = "scenario=spiral&points=2000&noise=0.2&hidden_layers=2&width=8&precision=f64";

    #[test]
    fn the_standard_error_is_how_far_samples_really_are_off() {
        let (_, objective, at) = sample(NETWORK);
        let whole = Sample::whole(&objective);
        let mut work = objective.workspace(2000);
        let exact = whole.loss(&objective, &at, &mut work);
        let (mut squares, mut told) = (0.0, 0.0);
        for seed in 0..200 {
            let (mut one, ..) = sample(&format!("{NETWORK}&grid_rows=400&seed={seed}"));
            one.measure(&objective, &at, &mut work);
            let off = one.loss(&objective, &at, &mut work) - exact;
            squares += off * off / 200.0;
            told += one.error().map_or(0.0, |error| error * error) / 200.0;
        }
        let ratio: f64 = told / squares;
        assert!((0.75..1.35).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_sample_has_no_row_twice_and_its_label_says_how_many_of_how_many() {
        let (mut one, objective, at) = sample(&format!("{NETWORK}&grid_rows=100"));
        let mut rows = one.rows.clone().expect("a sample");
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), 100);
        one.measure(&objective, &at, &mut one.workspace(&objective));
        assert!(one.describe().starts_with("100 of 2000 rows, standard error 0.0"), "{}", one.describe());
        let (all, ..) = sample(NETWORK);
        assert_eq!((all.rows.clone(), all.describe().as_str()), (None, "all 2000 rows"));
    }

    #[test]
    fn on_test_data_the_loss_is_that_of_the_examples_set_aside() {
        let (test, objective, at) = sample(&format!("{NETWORK}&test_share=0.25&grid_data=test"));
        let mut work = test.workspace(&objective);
        let there = test.loss(&objective, &at, &mut work);
        assert_eq!(there, objective.test_loss(&at, &[], &mut work));
        assert_ne!(there, Sample::whole(&objective).loss(&objective, &at, &mut objective.workspace(2000)));
        assert!(test.is_test() && test.describe() == "all 500 test rows");
        let (none, ..) = sample(&format!("{NETWORK}&grid_data=test"));
        assert!(!none.is_test() && none.describe().contains("there is no test set"), "{}", none.describe());
    }
}
