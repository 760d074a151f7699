//! Which examples a pass covers, and how it gathers them: in pieces, as columns.

use super::Noise;
use crate::math::Real;

/// Rows per piece. A piece fits the cache, and fixed pieces make results independent of how work is divided.
pub const CHUNK: usize = 256;

/// Rows of the data.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// All rows, in order.
    All,
    /// These rows, in this order.
    These(&'a [u32]),
}

/// A batch. The same batch always gives the same loss.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Rows of the data.
    pub rows: Rows<'a>,
    /// Seed and step of the noise; `None` for the loss without noise, which surfaces show.
    pub noise: Option<Noise>,
    /// The loss scale of the backward pass, if numbers are rounded. Gradients and observed signals do not contain it.
    pub loss_scale: f64,
}

impl<'a> From<Rows<'a>> for Batch<'a> {
    fn from(rows: Rows<'a>) -> Self {
        Self { rows, noise: None, loss_scale: 1.0 }
    }
}

impl<'a> Rows<'a> {
    /// Number of rows, out of `all`.
    pub fn count(self, all: usize) -> usize {
        match self {
            Rows::All => all,
            Rows::These(rows) => rows.len(),
        }
    }

    /// The n-th row.
    pub(super) fn row(self, n: usize) -> usize {
        self.numbers().map_or(n, |rows| rows[n] as usize)
    }

    /// The row indices; `None` for all rows in order.
    pub(super) fn numbers(self) -> Option<&'a [u32]> {
        match self {
            Rows::All => None,
            Rows::These(rows) => Some(rows),
        }
    }

    /// (first, columns) of each piece of at most `most` rows.
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
/// example, so it overflows only if the data do.
pub(super) fn gather<R: Real>(
    source: &[R],
    all: usize,
    rows: Rows,
    (first, columns): (usize, usize),
    piece: &mut [R],
    stride: usize,
) {
    // A loop over rows; a division would be slower.
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
