//! What the painter needs from a plotters backend beyond plotters' own interface.
//!
//! A canvas can stroke many dashed lines at once and scale pictures itself. For other backends the default methods here
//! break both into small pieces.

use plotters::element::{Drawable, PointCollection};
use plotters::prelude::DrawingBackend;
use plotters::style::ShapeStyle;
use plotters_backend::{BackendColor, BackendCoord, DrawingErrorKind};

/// A backend on which figures can be painted.
///
/// Its units are finer than pixels, so that curves stay smooth although plotters counts in whole numbers.
/// [`crate::draw::paint::paint`] takes the number of units per CSS pixel. Stroke widths and radii are in these units
/// too.
pub trait Canvas: DrawingBackend {
    /// Strokes `runs`, each a line through its points. `dash` lists the lengths of dashes and gaps; empty means a solid
    /// line.
    ///
    /// # Errors
    ///
    /// Only those of the backend.
    fn strokes(
        &mut self,
        runs: &[Vec<BackendCoord>],
        dash: &[f64],
        style: &ShapeStyle,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        for run in runs {
            for piece in dashes(run, dash) {
                self.draw_path(piece, style)?;
            }
        }
        Ok(())
    }

    /// Strokes lines between two points each, all in one style and each with its own dashes.
    ///
    /// # Errors
    ///
    /// Only those of the backend.
    fn segments(
        &mut self,
        segments: &[[BackendCoord; 2]],
        dash: &[f64],
        style: &ShapeStyle,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        for segment in segments {
            for piece in dashes(segment, dash) {
                self.draw_path(piece, style)?;
            }
        }
        Ok(())
    }

    /// Begins a part of the drawing that may be cached under `name`, and says whether it has to be drawn. A backend
    /// with a cached copy under the same name puts that copy down and returns false. [`Canvas::kept`] ends the part.
    fn keep(&mut self, _name: u64) -> bool {
        true
    }

    /// Ends the part that [`Canvas::keep`] began.
    fn kept(&mut self) {}

    /// Draws the part of `picture` that lies within `window`, its corners at `place`, without smoothing.
    ///
    /// # Errors
    ///
    /// Only those of the backend.
    fn picture(
        &mut self,
        picture: &Picture,
        place: Rectangle,
        window: Rectangle,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let edge = |k: usize, n: usize, from: i32, to: i32| {
            (f64::from(from) + k as f64 / n as f64 * (f64::from(to) - f64::from(from))).round() as i32
        };
        for row in 0..picture.height {
            let top = edge(row, picture.height, place.top, place.bottom).clamp(window.top, window.bottom);
            let bottom = edge(row + 1, picture.height, place.top, place.bottom).clamp(window.top, window.bottom);
            if top == bottom {
                continue;
            }
            let cells = &picture.rgba[row * picture.width * 4..][..picture.width * 4];
            let mut start = 0;
            while start < picture.width {
                let colour = &cells[start * 4..][..4];
                let end = start + cells[start * 4..].chunks(4).take_while(|other| other == &colour).count();
                let left = edge(start, picture.width, place.left, place.right).clamp(window.left, window.right);
                let right = edge(end, picture.width, place.left, place.right).clamp(window.left, window.right);
                if colour[3] > 0 && left < right {
                    let fill =
                        BackendColor { alpha: f64::from(colour[3]) / 255.0, rgb: (colour[0], colour[1], colour[2]) };
                    self.draw_rect((left, top), (right, bottom), &fill, true)?;
                }
                start = end;
            }
        }
        Ok(())
    }
}

/// Corners in backend units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

/// A small picture, to be scaled up.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Columns, at least one.
    pub width: usize,
    /// Rows, at least one.
    pub height: usize,
    /// Red, green, blue and opacity of each cell, top row first.
    pub rgba: Vec<u8>,
}

/// A plotters element that draws on the backend itself: the closure gets the backend and the origin of the area.
pub struct BackendElement<F>(pub F);

impl<F> PointCollection<'_, BackendCoord> for &BackendElement<F> {
    type Point = BackendCoord;
    type IntoIter = [BackendCoord; 1];

    fn point_iter(self) -> Self::IntoIter {
        [(0, 0)]
    }
}

impl<DB, F> Drawable<DB> for BackendElement<F>
where
    DB: Canvas,
    F: Fn(&mut DB, BackendCoord) -> Result<(), DrawingErrorKind<DB::ErrorType>>,
{
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut origin: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        self.0(backend, origin.next().unwrap_or_default())
    }
}

/// `run` cut into dashes.
fn dashes(run: &[BackendCoord], dash: &[f64]) -> Vec<Vec<BackendCoord>> {
    let point = |(x, y): BackendCoord| (f64::from(x), f64::from(y));
    let length = |(a, b): ((f64, f64), (f64, f64))| ((b.0 - a.0) * (b.0 - a.0) + (b.1 - a.1) * (b.1 - a.1)).sqrt();
    let total: f64 = run.windows(2).map(|w| length((point(w[0]), point(w[1])))).sum();
    let period: f64 = dash.iter().sum();
    // With thousands of dashes the gaps could not be seen anyway.
    if dash.is_empty() || period <= 0.0 || total / period > 4000.0 {
        return vec![run.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut piece = vec![run[0]];
    let (mut k, mut left) = (0, dash[0]);
    for ends in run.windows(2) {
        let (mut from, to) = (point(ends[0]), point(ends[1]));
        let mut rest = length((from, to));
        while rest > left {
            let share = left / rest;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            rest -= left;
            let corner = (from.0.round() as i32, from.1.round() as i32);
            piece.push(corner);
            if k % 2 == 0 {
                pieces.push(std::mem::take(&mut piece));
            }
            piece = vec![corner];
            k += 1;
            // Never zero, or the loop would not advance.
            left = dash[k % dash.len()].max(period * 1e-3);
        }
        left -= rest;
        piece.push(ends[1]);
    }
    if k % 2 == 0 && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_and_gaps_take_turns_round_corners() {
        let pieces = dashes(&[(0, 0), (10, 0), (10, 10)], &[6.0, 2.0]);
        assert_eq!(pieces, [vec![(0, 0), (6, 0)], vec![(8, 0), (10, 0), (10, 4)], vec![(10, 6), (10, 10)]]);
    }
}
