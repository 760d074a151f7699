//! How rows are divided: the test part, and the folds of the rest.
//!
//! Rows in order of time are never shuffled. Their test part is the last one. Of the rest, K + 1 blocks of equal length
//! give K folds: fold k is validated on block k + 1 and trained on what comes before it, all of it (expanding) or as much
//! as the first fold has (sliding). Between the two, as many rows are left out as one forecast reaches over, its window and
//! its horizon, so that no day is in both. Other rows are divided at random, class by class (K-fold).

use crate::datasets::{Data, Fold, Outline, Targets};
use crate::math::random::{Purpose, Stream};
use crate::texts::calibrate as words;

/// A forecast is for the next row.
pub const HORIZON: usize = 1;
/// Most folds.
pub const MOST_FOLDS: usize = 50;

/// From one row to before another.
pub type Span = [usize; 2];

/// Where a fold's training part begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// At the first row: the later the fold, the longer its training part.
    Expanding,
    /// So that all training parts have the same length.
    Sliding,
}

/// The divided rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Divided {
    /// The folds.
    pub folds: Vec<Fold>,
    /// Their training and validation parts. Without an order of time, these are places in the shuffled order, and a
    /// training part that reaches its end goes on at its beginning.
    pub spans: Vec<(Span, Span)>,
    /// All rows before the test part, and the test part; `None` without one.
    pub last: Option<Fold>,
}

/// Divides rows. `share` is that of the test part, `gap` the number of rows between training and validation.
///
/// # Errors
///
/// Says which part would be too short, and what to change.
pub fn divide(
    outline: &Outline,
    (count, share, seed): (usize, f64, u64),
    origin: Origin,
    gap: usize,
) -> Result<Divided, String> {
    match outline.in_time {
        true => in_time(outline, (count, share), origin, gap),
        false => shuffled(outline, (count, share, seed)),
    }
}

fn in_time(outline: &Outline, (count, share): (usize, f64), origin: Origin, gap: usize) -> Result<Divided, String> {
    let rows = outline.rows;
    let known = rows - ((share * rows as f64 + 0.5).floor() as usize).min(rows.saturating_sub(1));
    let block = known / (count + 1);
    // The first training part has to hold more than a window, or it teaches nothing that the next part does not contradict.
    let least = (outline.window + HORIZON).max(2);
    let first = (known - count * block).saturating_sub(gap);
    if first < least || block == 0 {
        let window = if outline.window > 0 { words::of_window(&outline.window) } else { "".into() };
        return Err(words::short_fold(&count, &known, &first, &least, &gap, &window).replace(" .", "."));
    }
    let (mut folds, mut spans) = (Vec::new(), Vec::new());
    for k in 0..count {
        let begin = known - (count - k) * block;
        let from = if origin == Origin::Sliding { begin - gap - first } else { 0 };
        let (train, validation) = ([from, begin - gap], [begin, begin + block]);
        folds.push(Fold { train: (train[0]..train[1]).collect(), test: (validation[0]..validation[1]).collect() });
        spans.push((train, validation));
    }
    let last = (known < rows && known > gap)
        .then(|| Fold { train: (0..known - gap).collect(), test: (known..rows).collect() });
    Ok(Divided { folds, spans, last })
}

fn shuffled(outline: &Outline, (count, share, seed): (usize, f64, u64)) -> Result<Divided, String> {
    let rows = outline.rows;
    // The test part is that of the scenario's own runs.
    let numbers = (0..rows).map(|row| row as f64).collect();
    let (known, test) = Data::new(rows, numbers, outline.targets.clone()).split(share, seed);
    let whole = |data: &Data| data.inputs.iter().map(|row| *row as usize).collect::<Vec<usize>>();
    let (known, test) = (whole(&known), test.as_ref().map(whole));
    if known.len() < 2 * count {
        return Err(words::few_rows(&count, &known.len()).into());
    }
    let order = stratified(&known, &outline.targets, count, seed);
    let (mut folds, mut spans, mut begin) = (Vec::new(), Vec::new(), 0);
    for k in 0..count {
        let end = begin + (known.len() - begin) / (count - k);
        let mut is_held_back = vec![None; rows];
        for (place, row) in order.iter().enumerate() {
            is_held_back[*row] = Some((begin..end).contains(&place));
        }
        let those = |wanted: bool| (0..rows).filter(|row| is_held_back[*row] == Some(wanted)).collect();
        folds.push(Fold { train: those(false), test: those(true) });
        spans.push(([end % known.len(), (begin + known.len() - 1) % known.len() + 1], [begin, end]));
        begin = end;
    }
    let last = test.map(|test| Fold { train: known, test });
    Ok(Divided { folds, spans, last })
}

/// The rows in an order in which each of `count` equal parts has about the same share of every class.
fn stratified(rows: &[usize], targets: &Targets, count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    Stream::new(seed, Purpose::Split, 1).shuffle(&mut order);
    let mut shuffled: Vec<usize> = order.into_iter().map(|k| rows[k as usize]).collect();
    if let Targets::Classes { of, .. } = targets {
        // Class by class; there are few, and no sort is worth its code in the page.
        let classes = of.iter().max().map_or(0, |most| *most + 1);
        let members = |class| shuffled.iter().copied().filter(move |row| of[*row] == class);
        shuffled = (0..classes).flat_map(members).collect();
    }
    // Dealt like cards, part by part.
    let sizes: Vec<usize> = {
        let mut begin = 0;
        (0..count)
            .map(|k| {
                let size = (rows.len() - begin) / (count - k);
                begin += size;
                size
            })
            .collect()
    };
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut next = 0;
    for row in shuffled {
        while parts[next % count].len() >= sizes[next % count] {
            next += 1;
        }
        parts[next % count].push(row);
        next += 1;
    }
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(rows: usize, window: usize) -> Outline {
        let targets = Targets::Values { values: vec![0.0; rows], scale: 1.0, unit: "" };
        Outline { rows, in_time: true, window, targets }
    }

    /// Worked out by hand: of 130 rows the last 30 are the test part, the rest is four blocks of 25.
    #[test]
    fn time_goes_on_and_a_gap_lies_between_what_is_learned_and_what_is_asked() {
        let divided = divide(&outline(130, 4), (3, 30.0 / 130.0, 1), Origin::Expanding, 5).expect("long enough");
        assert_eq!(divided.spans, [([0, 20], [25, 50]), ([0, 45], [50, 75]), ([0, 70], [75, 100])]);
        let last = divided.last.expect("a test part");
        assert_eq!((last.train.len(), last.test[0], last.test.len()), (95, 100, 30));
        let sliding = divide(&outline(130, 4), (3, 30.0 / 130.0, 1), Origin::Sliding, 5).expect("long enough");
        assert_eq!(sliding.spans, [([0, 20], [25, 50]), ([25, 45], [50, 75]), ([50, 70], [75, 100])]);
        for fold in &divided.folds {
            // Row r is the forecast of day r + window from days r to r + window − 1.
            let (learned, asked) = (fold.train[fold.train.len() - 1] + 4, fold.test[0]);
            assert!(learned < asked, "no day is in both");
        }
        let none = divide(&outline(100, 4), (3, 0.0, 1), Origin::Expanding, 5).expect("long enough");
        assert_eq!(none.last, None);
    }

    #[test]
    fn a_fold_too_short_for_its_window_is_refused_with_what_to_change() {
        let error = divide(&outline(100, 20), (4, 0.0, 1), Origin::Expanding, 21).expect_err("too short");
        for part in ["folds", "4", "100", "window", "20"] {
            assert!(error.contains(part), "{part}: {error}");
        }
        assert!(divide(&outline(2, 0), (2, 0.0, 1), Origin::Expanding, 1).is_err());
    }

    #[test]
    fn without_an_order_each_row_is_validated_once_and_classes_are_spread() {
        let of: Vec<usize> = (0..60).map(|row| usize::from(row % 3 == 0)).collect();
        let targets = Targets::Classes { count: 2, of: of.clone() };
        let outline = Outline { rows: 60, in_time: false, window: 0, targets };
        let divided = divide(&outline, (4, 0.2, 3), Origin::Expanding, 0).expect("enough rows");
        let test = &divided.last.as_ref().expect("a test part").test;
        let mut seen: Vec<usize> = divided.folds.iter().flat_map(|fold| fold.test.clone()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..60).filter(|row| !test.contains(row)).collect::<Vec<_>>());
        for (fold, (train, validation)) in divided.folds.iter().zip(&divided.spans) {
            assert_eq!((fold.train.len(), fold.test.len()), (36, 12));
            assert!(fold.train.iter().all(|row| !fold.test.contains(row) && !test.contains(row)));
            assert_eq!(fold.test.iter().filter(|row| of[**row] == 1).count(), 4);
            assert_eq!(validation[1] - validation[0], 12);
            assert_eq!((train[1] + 48 - train[0] - 1) % 48 + 1, 36);
        }
        assert!(divide(&outline, (30, 0.2, 3), Origin::Expanding, 0).is_err());
    }
}
