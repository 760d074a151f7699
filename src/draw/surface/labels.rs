//! Positions of the numbers and names of the axes on the canvas. The page draws them as text over it.
//!
//! Widths are estimated from the number of characters, because measuring them would force a layout of the page in each
//! frame.

use super::axes::{Axes, Axis};
use super::camera::{BOX_HEIGHT, Margins};
use super::frame::{FLOOR, Sides};
use super::view::View;
use serde::Serialize;

/// Room for labels around the box.
pub const MARGINS: Margins = Margins { side: 40.0, top: 30.0, bottom: 44.0 };

/// A text over the canvas. `x` is the position of its anchor, `y` the middle of its height, both in CSS pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Label {
    /// The text.
    pub text: String,
    /// Pixels from the left.
    pub x: f32,
    /// Pixels from the top.
    pub y: f32,
    /// Which part of the text is at `x`.
    pub anchor: Anchor,
    /// A number or a name.
    pub kind: Kind,
}

/// The part of a text that is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Anchor {
    /// The start.
    Start,
    /// The middle.
    Middle,
    /// The end.
    End,
}

/// What a label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A number on an axis.
    Tick,
    /// The name of an axis.
    Axis,
}

/// Estimated width of a character and height of a line, in CSS pixels.
const CHARACTER: f32 = 6.6;
const LINE: f32 = 14.0;
/// Distance of numbers from their edge, and of names from the border of the canvas.
const GAP: f32 = 9.0;
const BORDER: f32 = 6.0;
/// Above this pitch, the height axis is too short to be read.
const STEEP: f32 = 0.95;

/// All labels that fit, names first. A text that would leave the canvas or cover another is dropped.
pub fn labels(view: &View, axes: &Axes) -> Vec<Label> {
    let sides = Sides::of(view);
    let mut placed = Placed { size: view.size, labels: Vec::new(), boxes: Vec::new() };
    let middle = view.project([0.0, 0.0, 0.0]);
    let edge_x = Edge::new(view, middle, [[-1.0, sides.y], [1.0, sides.y]]);
    let edge_y = Edge::new(view, middle, [[sides.x, -1.0], [sides.x, 1.0]]);
    let [_, _, toward] = view.basis();
    let upright = toward[2] < STEEP;
    if !axes.z.label.is_empty() {
        // Above the height axis, to the left, where nothing is drawn; else in the upper corner.
        let [x, y] = view.project([sides.height[0], sides.height[1], BOX_HEIGHT]);
        if !upright || !placed.put(&axes.z.label, x + GAP, y - 1.3 * LINE, Anchor::End, Kind::Axis) {
            placed.put(&axes.z.label, BORDER, BORDER + 0.5 * LINE, Anchor::Start, Kind::Axis);
        }
    }
    name(&mut placed, view, &axes.x, &edge_x);
    name(&mut placed, view, &axes.y, &edge_y);
    if upright {
        for tick in &axes.z.ticks {
            let [x, y] = view.project([sides.height[0], sides.height[1], tick.at * BOX_HEIGHT]);
            placed.put(&tick.label, x - GAP, y, Anchor::End, Kind::Tick);
        }
    }
    for (axis, edge) in [(&axes.x, &edge_x), (&axes.y, &edge_y)] {
        for tick in &axis.ticks {
            let [x, y] = view.project(edge.at(tick.at));
            let [right, down] = edge.outward;
            placed.put(&tick.label, x + right * GAP, y + down * (GAP + 0.45 * LINE), edge.anchor(), Kind::Tick);
        }
    }
    placed.labels
}

/// An edge of the floor on the canvas.
struct Edge {
    ends: [[f32; 2]; 2],
    /// Unit vector across the edge, pointing away from the middle of the floor.
    outward: [f32; 2],
}

impl Edge {
    fn new(view: &View, middle: [f32; 2], ends: [[f32; 2]; 2]) -> Self {
        let [from, to] = ends.map(|[a, b]| view.project([a, b, FLOOR * BOX_HEIGHT]));
        let along = [to[0] - from[0], to[1] - from[1]];
        let length = (along[0] * along[0] + along[1] * along[1]).sqrt().max(1e-3);
        let across = [-along[1] / length, along[0] / length];
        let away = [0.5 * (from[0] + to[0]) - middle[0], 0.5 * (from[1] + to[1]) - middle[1]];
        let sign = if across[0] * away[0] + across[1] * away[1] < 0.0 { -1.0 } else { 1.0 };
        Self { ends, outward: across.map(|part| part * sign) }
    }

    /// The point at -1..1 along the edge.
    fn at(&self, at: f32) -> [f32; 3] {
        let [from, to] = self.ends;
        let mix = |k: usize| from[k] + 0.5 * (at + 1.0) * (to[k] - from[k]);
        [mix(0), mix(1), FLOOR * BOX_HEIGHT]
    }

    fn anchor(&self) -> Anchor {
        match self.outward[0] {
            right if right > 0.3 => Anchor::Start,
            right if right < -0.3 => Anchor::End,
            _ => Anchor::Middle,
        }
    }
}

/// Puts the name of an axis beside the middle of its edge, outside the numbers; if it does not fit there, into the
/// lower corner of the canvas on that side.
fn name(placed: &mut Placed, view: &View, axis: &Axis, edge: &Edge) {
    if axis.label.is_empty() {
        return;
    }
    let widest = axis.ticks.iter().map(|tick| width(&tick.label)).fold(0.0, f32::max);
    let [x, y] = view.project(edge.at(0.0));
    let [right, down] = edge.outward;
    let beyond = GAP + 6.0 + widest * right.abs() + 0.9 * LINE * down.abs();
    let beside = (x + right * beyond, y + down * (beyond + 0.45 * LINE));
    if placed.put(&axis.label, beside.0, beside.1, edge.anchor(), Kind::Axis) {
        return;
    }
    let corners = [[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]].map(|[a, b]| view.project([a, b, 0.0])[1]);
    let lowest = corners.into_iter().fold(0.0, f32::max);
    let low = (lowest + 2.5 * LINE).min(view.size[1] - BORDER - 0.5 * LINE);
    if right < 0.0 {
        placed.put(&axis.label, BORDER, low, Anchor::Start, Kind::Axis);
    } else {
        placed.put(&axis.label, view.size[0] - BORDER, low, Anchor::End, Kind::Axis);
    }
}

struct Placed {
    size: [f32; 2],
    labels: Vec<Label>,
    /// Left, top, right, bottom.
    boxes: Vec<[f32; 4]>,
}

impl Placed {
    /// Places a text unless it would leave the canvas or cover another; says whether it did.
    fn put(&mut self, text: &str, x: f32, y: f32, anchor: Anchor, kind: Kind) -> bool {
        let width = width(text);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - 0.5 * width,
            Anchor::End => x - width,
        };
        let area = [left, y - 0.5 * LINE, left + width, y + 0.5 * LINE];
        let inside = area[0] >= 1.0 && area[1] >= 0.0 && area[2] <= self.size[0] - 1.0 && area[3] <= self.size[1];
        let clear = |other: &[f32; 4]| {
            area[2] + 4.0 <= other[0] || other[2] + 4.0 <= area[0] || area[3] <= other[1] || other[3] <= area[1]
        };
        let fits = inside && self.boxes.iter().all(clear);
        if fits {
            self.boxes.push(area);
            self.labels.push(Label { text: text.to_owned(), x, y, anchor, kind });
        }
        fits
    }
}

fn width(text: &str) -> f32 {
    CHARACTER * text.chars().count() as f32
}

#[cfg(test)]
mod tests {
    use super::super::axes::Tick;
    use super::super::camera::Camera;
    use super::*;

    fn axes() -> Axes {
        let axis = |label: &str, ticks: &[(f32, &str)]| Axis {
            label: label.into(),
            ticks: ticks.iter().map(|&(at, label)| Tick { at, label: label.into() }).collect(),
        };
        let side = [(-1.0, "−1"), (0.0, "0"), (1.0, "1")];
        let (x, y) = (axis("direction 1", &side), axis("direction 2", &side));
        Axes { x, y, z: axis("loss (log scale)", &[(0.1, "0.1"), (0.9, "1000")]), minima: Vec::new() }
    }

    #[test]
    fn every_axis_keeps_its_name_at_every_angle_on_every_canvas() {
        let axes = axes();
        for size in [[300.0, 300.0], [300.0, 600.0], [700.0, 420.0], [1400.0, 480.0]] {
            for step in 0..60 {
                let mut camera = Camera::default();
                camera.orbit(0.105 * step as f32, 0.02 * step as f32 - 0.3);
                let labels = labels(&camera.view(size, MARGINS), &axes);
                for name in ["direction 1", "direction 2", "loss (log scale)"] {
                    assert!(labels.iter().any(|label| label.text == name), "{size:?} {step} {name}");
                }
            }
        }
    }

    #[test]
    fn the_home_view_shows_every_number_and_the_view_from_above_no_heights() {
        let axes = axes();
        let mut camera = Camera::default();
        let count = |camera: &Camera| labels(&camera.view([700.0, 420.0], MARGINS), &axes).len();
        assert_eq!(count(&camera), 3 + 3 + 3 + 2);
        camera.top();
        assert_eq!(count(&camera), 3 + 3 + 3);
    }

    #[test]
    fn labels_have_the_json_form_that_the_page_reads() {
        let label = Label { text: "0".into(), x: 1.0, y: 2.0, anchor: Anchor::Middle, kind: Kind::Tick };
        let json = serde_json::to_string(&label).unwrap();
        assert_eq!(json, r#"{"text":"0","x":1.0,"y":2.0,"anchor":"middle","kind":"tick"}"#);
    }
}
