//! Splits data into a training and a test set.

use super::{Data, Targets};
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

impl Data {
    /// Splits the rows into a training set and, if `share` is not 0, a test set. Both keep their order.
    ///
    /// The seed decides which rows are test rows. With classes, the split is stratified: the same share of every class,
    /// rounded, with at least one training row.
    pub fn split(self, share: f64, seed: u64) -> (Data, Option<Data>) {
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
    fn pick(&self, rows: &[usize]) -> Data {
        let picked = |values: &[f64]| -> Vec<f64> {
            values.chunks_exact(self.rows).flat_map(|column| rows.iter().map(|row| column[*row])).collect()
        };
        let targets = match &self.targets {
            Targets::Classes { count, of } => {
                Targets::Classes { count: *count, of: rows.iter().map(|row| of[*row]).collect() }
            }
            Targets::Values { values, scale, unit } => Targets::Values { values: picked(values), scale: *scale, unit },
        };
        Data { rows: rows.len(), inputs: picked(&self.inputs), targets, names: self.names.clone() }
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
