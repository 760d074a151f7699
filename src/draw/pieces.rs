//! A long line in pieces that are stroked one after the other.
//!
//! A browser fills the outline of a whole stroke at once. For a line of 340 points that goes up and down, this takes
//! two to three times as long as stroking the line piece by piece (`docs/benchmarks.md`).

use plotters_backend::BackendCoord;

/// Segments per piece.
const SEGMENTS: usize = 16;

/// A part of a line.
#[derive(Debug, PartialEq)]
pub struct Piece<'a> {
    /// Its points.
    pub points: &'a [BackendCoord],
    /// Length of the line before this piece, in the units of the points: the offset into its dash pattern.
    pub before: f64,
}

/// The pieces of a line. Each piece repeats the last segment of the one before, so that every corner lies inside a
/// piece and is joined there. A translucent line must not be drawn twice anywhere, so it stays in one piece.
pub fn pieces(line: &[BackendCoord], opaque: bool) -> impl Iterator<Item = Piece<'_>> {
    let corners = line.len().saturating_sub(2).max(1);
    let step = if opaque { SEGMENTS } else { corners };
    let mut before = 0.0;
    (0..corners).step_by(step).map(move |start| {
        let end = (start + step + 2).min(line.len());
        let piece = Piece { points: &line[start..end], before };
        before += line[start..].windows(2).take(step).map(length).sum::<f64>();
        piece
    })
}

fn length(ends: &[BackendCoord]) -> f64 {
    let [across, down] = [ends[1].0 - ends[0].0, ends[1].1 - ends[0].1].map(f64::from);
    (across * across + down * down).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zigzag(points: i32) -> Vec<BackendCoord> {
        (0..points).map(|k| (3 * k, 4 * (k % 2))).collect()
    }

    #[test]
    fn every_segment_is_in_a_piece_and_every_corner_within_one() {
        for points in 2..100 {
            let line = zigzag(points);
            let all: Vec<_> = pieces(&line, true).collect();
            let holds =
                |part: &[BackendCoord]| all.iter().any(|piece| piece.points.windows(part.len()).any(|own| own == part));
            assert!(line.windows(2).all(holds), "a segment of {points} points is missing");
            assert!(line.windows(3).all(holds), "a corner of {points} points is at an end");
            assert!(all.iter().all(|piece| piece.points.len() <= SEGMENTS + 2));
        }
    }

    #[test]
    fn a_piece_knows_how_long_the_line_is_before_it() {
        let line = zigzag(50);
        for piece in pieces(&line, true) {
            let start = f64::from(piece.points[0].0) / 3.0;
            assert_eq!(piece.before, 5.0 * start);
        }
    }

    #[test]
    fn a_translucent_line_is_one_piece() {
        let line = zigzag(50);
        assert_eq!(pieces(&line, false).collect::<Vec<_>>(), [Piece { points: &line, before: 0.0 }]);
    }

    #[test]
    fn a_line_of_no_points_or_of_one_is_one_piece() {
        assert_eq!(pieces(&[], true).collect::<Vec<_>>(), [Piece { points: &[], before: 0.0 }]);
        assert_eq!(pieces(&[(1, 2)], true).count(), 1);
    }
}
