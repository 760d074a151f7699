//! What lies on a loss surface besides the path of the run itself: the paths of other runs with their current points,
//! and arrows. The 3-D view and the contour map both draw it.

use super::figure::{Dash, Ink, Shape};

/// Number of styles that differ in marker or dash, not only in colour.
pub const STYLES: u8 = 8;

/// Paths and arrows over the square from -1 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Drawn in this order, the last one on top.
    pub paths: Vec<Path>,
    /// Drawn on top of the paths.
    pub arrows: Vec<Arrow>,
}

/// The path of another run over the surface.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Index of its [`style`].
    pub style: u8,
    /// Its name in the legend.
    pub name: String,
    /// `[a, b, loss] * k`, the current point last.
    pub points: Vec<f32>,
    /// Whether the run diverged: it stopped at a number that was not finite.
    pub lost: bool,
}

/// A vector at a point of the surface.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// What it is.
    pub kind: Kind,
    /// Its name in the legend.
    pub name: String,
    /// Tail, as a and b.
    pub from: [f32; 2],
    /// Head, as a and b.
    pub to: [f32; 2],
}

/// What an arrow is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The negative gradient.
    Gradient,
    /// The negative gradient after clipping.
    Clipped,
    /// The negative gradient of another batch.
    Batch,
    /// The mean of the negative gradients of several batches.
    Mean,
}

impl Kind {
    /// Colour, dash and width in CSS pixels on the map.
    pub fn look(self) -> (Ink, Dash, f32) {
        match self {
            Kind::Gradient => (Ink::Text, Dash::Solid, 2.5),
            Kind::Clipped => (Ink::Threshold, Dash::Dashed, 3.0),
            Kind::Batch => (Ink::Quiet, Dash::Solid, 1.5),
            Kind::Mean => (Ink::Series(5), Dash::Dashed, 3.0),
        }
    }
}

/// Colour, dash and marker of style `k`; the styles repeat after the eighth.
pub fn style(k: u8) -> (Ink, Dash, Shape) {
    const DASHES: [Dash; 3] = [Dash::Solid, Dash::Dashed, Dash::Dotted];
    const SHAPES: [Shape; STYLES as usize] = [
        Shape::Disc,
        Shape::Square,
        Shape::Triangle,
        Shape::Diamond,
        Shape::Ring,
        Shape::HollowSquare,
        Shape::HollowTriangle,
        Shape::HollowDiamond,
    ];
    let k = k % STYLES;
    (Ink::Series(k), DASHES[k as usize % 3], SHAPES[k as usize])
}

impl Path {
    /// The last point that is finite.
    pub fn present(&self) -> Option<[f32; 2]> {
        present(&self.points)
    }
}

/// The last point of `[a, b, loss] * k` that is finite.
pub fn present(points: &[f32]) -> Option<[f32; 2]> {
    let finite = |point: &&[f32]| point[0].is_finite() && point[1].is_finite();
    points.chunks_exact(3).rev().find(finite).map(|point| [point[0], point[1]])
}

impl Arrow {
    /// The shaft from tail to head and the two barbs, each as its two ends; `None` for an arrow without length.
    pub fn strokes(&self) -> Option<[[[f32; 2]; 2]; 3]> {
        let along = [0, 1].map(|k| self.to[k] - self.from[k]);
        let length = libm::hypotf(along[0], along[1]);
        if !(length.is_finite() && length > 1e-4) {
            return None;
        }
        // The barbs point back at 27°. Short arrows have short barbs.
        let barb = (0.35 * length).min(0.06) / length;
        let side = |sign: f32| [0, 1].map(|k| self.to[k] - barb * (along[k] + sign * 0.5 * [-along[1], along[0]][k]));
        Some([[self.from, self.to], [self.to, side(1.0)], [self.to, side(-1.0)]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_styles_share_a_marker_and_neighbours_differ_in_their_dash() {
        for k in 0..STYLES {
            assert!((0..k).all(|other| style(k).2 != style(other).2));
            assert!(k == 0 || style(k).1 != style(k - 1).1);
        }
        assert_eq!(style(STYLES), style(0));
    }

    #[test]
    fn an_arrow_without_length_or_with_a_non_finite_end_is_not_drawn() {
        let arrow = |to| Arrow { kind: Kind::Gradient, name: String::new(), from: [0.5, 0.5], to };
        assert_eq!(arrow([0.5, 0.5]).strokes(), None);
        assert_eq!(arrow([f32::NAN, 0.5]).strokes(), None);
        let [line, left, right] = arrow([0.9, 0.5]).strokes().expect("a length");
        assert_eq!(line, [[0.5, 0.5], [0.9, 0.5]]);
        assert!(left[1][0] < 0.9 && right[1][0] == left[1][0] && left[1][1] < 0.5 && right[1][1] > 0.5);
    }
}
