//! Splits data into a training and a test set.

use super::{Data, Feature, Targets, standardise_by};
use crate::math::random::{Purpose, Stream};
use crate::registry::{Key, Param, Range};

/// The share of the examples in the test set.
pub const TEST_SHARE: Key<f64> = Key::new(Param {
    key: "test_share",
    label: "Test share",
    help: "Fraction of the examples in the test set. The network is never trained on them.",
    range: Range::Linear(0.0, 0.9),
    seldom: true,
    ..Param::BASE
});

/// Rows to train on and rows to test on, by their numbers in the whole data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The rows to train on. Means and deviations are estimated from them alone.
    pub train: Vec<usize>,
    /// The rows to test on.
    pub test: Vec<usize>,
}

/// What has to be known of data to divide them into folds.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Number of rows.
    pub rows: usize,
    /// Whether they are in order of time.
    pub in_time: bool,
    /// Rows before its own that an example's input reaches back to; 0 if examples do not overlap.
    pub window: usize,
    /// The targets, for a stratified division.
    pub targets: Targets,
}

/// An input with a smaller mean over all rows than this was standardised.
const CENTRED: f64 = 1e-9;

impl Data {
    /// The same data, with the inputs and targets that were standardised over all rows standardised by the rows `by`.
    pub fn standardised_by(mut self, by: &[usize]) -> Self {
        let rows = self.rows;
        for (column, feature) in self.inputs.chunks_exact_mut(rows).zip(&mut self.names.features) {
            if (column.iter().sum::<f64>() / rows as f64).abs() < CENTRED {
                let (mean, std) = standardise_by(column, by);
                *feature = Feature {
                    name: std::mem::take(&mut feature.name),
                    mean: feature.mean + feature.std * mean,
                    std: feature.std * std,
                };
            }
        }
        if let Targets::Values { values, scale, .. } = &mut self.targets
            && (values.iter().sum::<f64>() / values.len() as f64).abs() < CENTRED
        {
            let (mean, std) = standardise_by(values, by);
            self.names.target_mean += *scale * mean;
            *scale *= std;
        }
        self
    }

    /// Splits the rows into a training set and, if `share` is not 0, a test set. Both keep their order.
    ///
    /// The seed decides which rows are test rows. With classes, the split is stratified: the same share of every class,
    /// rounded, with at least one training row. If rows are in order of time, the last ones are the test set.
    pub fn split(self, share: f64, seed: u64) -> (Data, Option<Data>) {
        if self.in_time {
            let known = super::sequences::before(self.rows, share);
            let rows: Vec<usize> = (0..self.rows).collect();
            let test = (known < self.rows).then(|| self.pick(&rows[known..]));
            return if test.is_none() { (self, None) } else { (self.pick(&rows[..known]), test) };
        }
        let mut random = Stream::new(seed, Purpose::Split, 0);
        let mut tested = vec![false; self.rows];
        for mut stratum in self.strata() {
            let wanted = (share * stratum.len() as f64 + 0.5).floor() as usize;
            let count = wanted.min(stratum.len().saturating_sub(1));
            // A partial Fisher-Yates shuffle.
            for k in 0..count {
                let other = k + random.below((stratum.len() - k) as u32) as usize;
                stratum.swap(k, other);
                tested[stratum[k]] = true;
            }
        }
        if !tested.contains(&true) {
            return (self, None);
        }
        let (test, train): (Vec<usize>, Vec<usize>) = (0..self.rows).partition(|row| tested[*row]);
        (self.pick(&train), Some(self.pick(&test)))
    }

    /// Rows of each class, or all rows if there are no classes.
    fn strata(&self) -> Vec<Vec<usize>> {
        match &self.targets {
            Targets::Values { .. } => vec![(0..self.rows).collect()],
            Targets::Classes { count, of } => {
                let mut strata = vec![Vec::new(); *count];
                of.iter().enumerate().for_each(|(row, class)| strata[*class].push(row));
                strata
            }
        }
    }

    /// These rows, in this order.
    pub fn pick(&self, rows: &[usize]) -> Data {
        let picked = |values: &[f64]| -> Vec<f64> {
            values.chunks_exact(self.rows).flat_map(|column| rows.iter().map(|row| column[*row])).collect()
        };
        let targets = match &self.targets {
            Targets::Classes { count, of } => {
                Targets::Classes { count: *count, of: rows.iter().map(|row| of[*row]).collect() }
            }
            Targets::Values { values, scale, unit } => Targets::Values { values: picked(values), scale: *scale, unit },
        };
        let (names, in_time) = (self.names.clone(), self.in_time);
        Data { rows: rows.len(), inputs: picked(&self.inputs), targets, names, in_time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows whose input is their own number, with classes of 10, 5 and 1.
    fn data() -> Data {
        let of = (0..16).map(|row| if row < 10 { 0 } else { 1 + row / 15 }).collect();
        Data::new(16, (0..32).map(f64::from).collect(), Targets::Classes { count: 3, of })
    }

    #[test]
    fn every_row_is_on_one_side_with_its_own_target() {
        let (train, test) = data().split(0.4, 3);
        let test = test.expect("rows to test on");
        let mut rows: Vec<f64> = train.inputs[..train.rows].iter().chain(&test.inputs[..test.rows]).copied().collect();
        rows.sort_by(f64::total_cmp);
        assert_eq!(rows, (0..16).map(f64::from).collect::<Vec<_>>());
        for part in [&train, &test] {
            assert!(part.inputs[..part.rows].is_sorted());
            let Targets::Classes { of, .. } = &part.targets else { panic!() };
            for (k, class) in of.iter().enumerate() {
                let row = part.inputs[k] as usize;
                assert_eq!(*class, if row < 10 { 0 } else { 1 + row / 15 });
                assert_eq!(part.inputs[part.rows + k], row as f64 + 16.0);
            }
        }
    }

    #[test]
    fn classes_are_set_aside_in_proportion_and_none_is_lost_to_training() {
        for seed in 0..20 {
            let (train, test) = data().split(0.4, seed);
            let count = |part: &Data, class: usize| match &part.targets {
                Targets::Classes { of, .. } => of.iter().filter(|c| **c == class).count(),
                Targets::Values { .. } => panic!(),
            };
            assert_eq!([0, 1, 2].map(|class| count(&train, class)), [6, 3, 1]);
            assert_eq!([0, 1, 2].map(|class| count(test.as_ref().expect("rows"), class)), [4, 2, 0]);
        }
    }

    #[test]
    fn the_same_seed_sets_the_same_rows_aside_and_another_one_others() {
        assert_eq!(data().split(0.4, 1), data().split(0.4, 1));
        assert_ne!(data().split(0.4, 1), data().split(0.4, 2));
    }

    #[test]
    fn without_a_share_everything_is_trained_on() {
        assert_eq!(data().split(0.0, 1), (data(), None));
        let single = Data::new(1, vec![2.0], Targets::Values { values: vec![1.0], scale: 1.0, unit: "" });
        assert_eq!(single.clone().split(0.9, 1), (single, None));
    }
}
