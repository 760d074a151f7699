//! Which examples a pass is over, and how they come into it: in pieces, gathered into columns.

use super::Noise;
use crate::math::Real;

/// Rows are worked on in pieces of this many, in order: the bits do not depend on where a slice of work was cut, and
/// a piece stays in the cache.
pub const CHUNK: usize = 256;

/// Which examples.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// All, in order.
    All,
    /// These, in this order.
    These(&'a [u32]),
}

/// What a pass is over: the same batch gives the same loss, however often it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Which examples.
    pub rows: Rows<'a>,
    /// Whose noise is in it; `None` for the loss without, which is what surfaces are made of.
    pub noise: Option<Noise>,
    /// What slopes are multiplied by on their way back where they are rounded. Gradients and what observers are shown are
    /// divided by it again.
    pub loss_scale: f64,
}

impl<'a> From<Rows<'a>> for Batch<'a> {
    fn from(rows: Rows<'a>) -> Self {
        Self { rows, noise: None, loss_scale: 1.0 }
    }
}

impl<'a> Rows<'a> {
    /// How many, of `all`.
    pub fn count(self, all: usize) -> usize {
        match self {
            Rows::All => all,
            Rows::These(rows) => rows.len(),
        }
    }

    /// The n-th of them.
    pub(super) fn row(self, n: usize) -> usize {
        self.numbers().map_or(n, |rows| rows[n] as usize)
    }

    /// Their numbers; `None` where the numbers simply count.
    pub(super) fn numbers(self) -> Option<&'a [u32]> {
        match self {
            Rows::All => None,
            Rows::These(rows) => Some(rows),
        }
    }

    /// (first, columns) of every piece of at most `most` rows.
    pub(super) fn pieces(count: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let (first, columns) = (next, most.min(count - next));
            next += columns;
            (columns > 0).then_some((first, columns))
        })
    }
}

/// Copies columns `first`.. of `source`, [features, all], into `piece`, [features, stride]. Padding repeats the last
/// example, so that it never overflows where the data do not.
pub(super) fn gather<R: Real>(
    source: &[R],
    all: usize,
    rows: Rows,
    (first, columns): (usize, usize),
    piece: &mut [R],
    stride: usize,
) {
    // One row after the other: a division would take as long as some of them.
    let (mut source, mut piece) = (source, piece);
    while let (Some((from, other)), Some((to, rest))) =
        (source.split_at_checked(all), std::mem::take(&mut piece).split_at_mut_checked(stride))
    {
        (source, piece) = (other, rest);
        match rows {
            Rows::All => to[..columns].copy_from_slice(&from[first..first + columns]),
            Rows::These(rows) => {
                let rows = &rows[first..first + columns];
                for b in 0..columns {
                    to[b] = from[rows[b] as usize];
                }
            }
        }
        let last = to[columns - 1];
        for b in columns..stride {
            to[b] = last;
        }
    }
}

/// [features, rows] to [rows, features].
pub(super) fn row_by_row<R: Real>(values: &[R], rows: usize) -> Vec<f64> {
    (0..rows).flat_map(|row| values.iter().skip(row).step_by(rows).map(|value| value.to_f64())).collect()
}
