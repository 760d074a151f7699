//! The markers of a scene as shapes, as `marker.frag.glsl` draws them.

use super::scene::{BALL, CROSS, LOST, OTHER, OUTSIDE, RING};
use super::theme::{self, ALARM, CASING, MARK_SEEN_THROUGH, bytes, others};
use crate::draw::drawing::{Colour, Point, Shape, Stroke, units};
use crate::draw::theme::Rgb;

/// The shapes of a marker at a place on the canvas; `kind` is as in [`super::scene::Marker`].
pub fn marker(kind: f32, at: [f64; 2]) -> Vec<Shape> {
    let whole = (kind + 0.05).floor();
    let seen = f64::from(((kind - whole) / 0.9).clamp(0.0, 1.0));
    let through = f64::from(MARK_SEEN_THROUGH);
    let pen = Pen { at, alpha: through + (1.0 - through) * seen };
    let (casing, ball, alarm) = (rgb(CASING), rgb(theme::BALL), rgb(ALARM));
    if whole == BALL {
        return pen.ball(casing, ball);
    }
    if whole == RING {
        return vec![pen.ring(5.5, 5.0, casing), pen.ring(5.5, 2.4, WHITE)];
    }
    if whole == CROSS {
        return vec![pen.cross(5.5, 4.8, casing), pen.cross(5.5, 2.4, WHITE)];
    }
    if whole == LOST {
        return vec![pen.cross(6.9, 7.5, casing), pen.cross(6.9, 4.2, alarm)];
    }
    if whole == OUTSIDE {
        return vec![pen.ring(7.0, 6.0, casing), pen.ring(7.0, 3.6, ball)];
    }
    let number = (whole - OTHER).max(0.0) as usize;
    let ink = rgb(others()[number.min(others().len() - 1)]);
    let layers = [(2.4, casing), (1.2, WHITE), (0.0, ink), (-2.6, casing)];
    // The first four are filled, the others are outlines of the same shapes.
    let count = if number > 3 { 4 } else { 3 };
    layers[..count].iter().map(|&(grown, rgb)| pen.shape(number % 4, grown, rgb)).collect()
}

const WHITE: Rgb = [255; 3];

struct Pen {
    at: [f64; 2],
    alpha: f64,
}

impl Pen {
    fn point(&self, right: f64, down: f64) -> Point {
        (units(self.at[0] + right), units(self.at[1] + down))
    }

    fn colour(&self, rgb: Rgb) -> Colour {
        Colour { rgb, alpha: self.alpha }
    }

    fn disc(&self, [right, down]: [f64; 2], radius: f64, rgb: Rgb) -> Shape {
        let centre = self.point(right, down);
        Shape::Circle { centre, radius: units(radius) as u32, outline: None, colour: self.colour(rgb) }
    }

    fn ring(&self, radius: f64, width: f64, rgb: Rgb) -> Shape {
        let outline = Some(units(width) as u32);
        Shape::Circle { centre: self.point(0.0, 0.0), radius: units(radius) as u32, outline, colour: self.colour(rgb) }
    }

    fn cross(&self, reach: f64, width: f64, rgb: Rgb) -> Shape {
        let r = reach * std::f64::consts::FRAC_1_SQRT_2;
        let runs = vec![vec![self.point(-r, -r), self.point(r, r)], vec![self.point(-r, r), self.point(r, -r)]];
        let stroke = Stroke { width: units(width) as u32, round: true, ..Stroke::default() };
        Shape::Lines { runs, stroke, colour: self.colour(rgb) }
    }

    /// A sphere lit from above left: discs that grow brighter towards the light.
    fn ball(&self, casing: Rgb, ball: Rgb) -> Vec<Shape> {
        let mut shapes = vec![self.disc([0.0; 2], 10.2, casing), self.disc([0.0; 2], 9.0, WHITE)];
        for (share, strength) in [(0.0, 0.72), (0.2, 0.85), (0.4, 0.95), (0.6, 1.0)] {
            let body = ball.map(|channel| (f64::from(channel) * strength) as u8);
            shapes.push(self.disc([-2.6 * share, -3.2 * share], 7.5 * (1.0 - share), body));
        }
        shapes.push(self.disc([-2.1, -2.8], 1.5, [255, 200, 185]));
        shapes
    }

    /// One of the four shapes, larger by `grown` on all sides.
    fn shape(&self, number: usize, grown: f64, rgb: Rgb) -> Shape {
        let corners: Vec<Point> = match number {
            0 => return self.disc([0.0; 2], 5.0 + grown, rgb),
            1 => {
                let r = 4.5 + grown;
                [(-r, -r), (r, -r), (r, r), (-r, r)].map(|(x, y)| self.point(x, y)).into()
            }
            2 => {
                let r = 3.6 + grown;
                [(0.0, -2.0 * r), (1.732 * r, r), (-1.732 * r, r)].map(|(x, y)| self.point(x, y)).into()
            }
            _ => {
                let r = 6.3 + grown * std::f64::consts::SQRT_2;
                [(0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0)].map(|(x, y)| self.point(x, y)).into()
            }
        };
        Shape::Area { corners, colour: self.colour(rgb) }
    }
}

fn rgb([red, green, blue, _]: theme::Colour) -> Rgb {
    bytes([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_shapes_and_a_hidden_one_is_faint() {
        for kind in 0..13 {
            let alpha = |seen: f32| match &marker(kind as f32 + 0.9 * seen, [50.0; 2])[0] {
                Shape::Circle { colour, .. } | Shape::Lines { colour, .. } | Shape::Area { colour, .. } => colour.alpha,
                _ => panic!("a marker has neither text nor pixels"),
            };
            assert!((alpha(1.0) - 1.0).abs() < 1e-6 && (alpha(0.0) - 0.6).abs() < 1e-6, "{kind}");
        }
    }
}
