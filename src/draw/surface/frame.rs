//! The box around the surface: the floor, the two walls behind it, and the lines at the ticks. Which walls are behind
//! depends on the position of the viewer.

use super::axes::Axes;
use super::path::{GAP, PathPoint};
use super::view::View;

/// Strength of a line of the frame; stored where the points of a path have their age.
const QUIET: f32 = 0.0;
const STRONG: f32 = 1.0;
/// The floor is a little below the lowest point, so that the two do not flicker.
pub const FLOOR: f32 = -0.015;
/// Length of a tick mark outside the box.
const MARK: f32 = 0.035;

/// The sides of the box that face the viewer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    /// The nearer side: a = -1 or 1.
    pub x: f32,
    /// The nearer side: b = -1 or 1.
    pub y: f32,
    /// The corner with the height axis: leftmost on the canvas.
    pub height: [f32; 2],
}

impl Sides {
    /// The sides as seen in `view`.
    pub fn of(view: &View) -> Self {
        let [_, _, toward] = view.basis();
        let sign = |value: f32| if value < 0.0 { -1.0 } else { 1.0 };
        // Looking straight down, a is at the bottom and b on the left, as on a map.
        let (x, y) = if toward[2] > 0.9999 { (-1.0, -1.0) } else { (sign(toward[0]), sign(toward[1])) };
        let across = |[a, b]: [f32; 2]| view.project([a, b, 0.0])[0];
        let (one, other) = ([-x, y], [x, -y]);
        Self { x, y, height: if across(one) < across(other) { one } else { other } }
    }
}

/// Writes the lines of the box into `lines`.
pub fn frame(sides: Sides, axes: &Axes, lines: &mut Vec<PathPoint>) {
    lines.clear();
    let mut line = |from: [f32; 3], to: [f32; 3], strength: f32| {
        lines.extend([[from[0], from[1], from[2], strength], [to[0], to[1], to[2], strength], [0.0, 0.0, GAP, 0.0]]);
    };
    let (x, y) = (sides.x, sides.y);
    for tick in &axes.z.ticks {
        line([-x, -1.0, tick.at], [-x, 1.0, tick.at], QUIET);
        line([-1.0, -y, tick.at], [1.0, -y, tick.at], QUIET);
    }
    for tick in &axes.x.ticks {
        line([tick.at, -y, FLOOR], [tick.at, -y, 1.0], QUIET);
        line([tick.at, -1.0, FLOOR], [tick.at, 1.0, FLOOR], QUIET);
        line([tick.at, y, FLOOR], [tick.at, y * (1.0 + MARK), FLOOR], STRONG);
    }
    for tick in &axes.y.ticks {
        line([-x, tick.at, FLOOR], [-x, tick.at, 1.0], QUIET);
        line([-1.0, tick.at, FLOOR], [1.0, tick.at, FLOOR], QUIET);
        line([x, tick.at, FLOOR], [x * (1.0 + MARK), tick.at, FLOOR], STRONG);
    }
    for side in [-1.0, 1.0] {
        line([side, -1.0, FLOOR], [side, 1.0, FLOOR], STRONG);
        line([-1.0, side, FLOOR], [1.0, side, FLOOR], STRONG);
    }
    for [a, b] in [[-x, -y], [-x, y], [x, -y]] {
        line([a, b, FLOOR], [a, b, 1.0], if [a, b] == sides.height { STRONG } else { QUIET });
    }
    line([-x, -1.0, 1.0], [-x, 1.0, 1.0], QUIET);
    line([-1.0, -y, 1.0], [1.0, -y, 1.0], QUIET);
}

#[cfg(test)]
mod tests {
    use super::super::axes::{Axis, Tick};
    use super::super::camera::{Camera, Margins};
    use super::*;

    #[test]
    fn the_height_axis_stands_on_the_left_and_never_on_the_near_or_far_corner() {
        let margins = Margins { side: 0.0, top: 0.0, bottom: 0.0 };
        for turn in 0..40 {
            let mut camera = Camera::default();
            camera.orbit(0.16 * turn as f32, 0.0);
            let view = camera.view([600.0, 400.0], margins);
            let sides = Sides::of(&view);
            let [a, b] = sides.height;
            assert!((a == sides.x) != (b == sides.y));
            let across = |[a, b]: [f32; 2]| view.project([a, b, 0.0])[0];
            assert!(across([a, b]) <= across([-a, -b]));
        }
    }

    #[test]
    fn every_line_is_followed_by_a_gap() {
        let with = |at| Axis { ticks: vec![Tick { at, label: String::new() }], ..Axis::default() };
        let axes = Axes { x: with(0.0), z: with(0.5), ..Axes::default() };
        let mut lines = Vec::new();
        frame(Sides { x: 1.0, y: -1.0, height: [-1.0, -1.0] }, &axes, &mut lines);
        assert!(lines.chunks_exact(3).all(|line| line[0][2] != GAP && line[1][2] != GAP && line[2][2] == GAP));
    }
}
