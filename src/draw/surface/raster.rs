//! The surface as pixels without a graphics card: what `surface.vert.glsl` and `surface.frag.glsl` draw, computed pixel by
//! pixel. Its background is transparent.

use super::camera::BOX_HEIGHT;
use super::heights::{HOLE, Heights};
use super::look::{CONTOURS, HATCH, light};
use super::theme::Colour;
use super::view::View;
use crate::draw::backend::Picture;
use crate::draw::viridis::viridis;

/// Samples along each side of a pixel; their mean is its colour.
const SAMPLES: usize = 2;

/// The pixels, and how far away each sample is.
pub struct Raster {
    /// The surface over nothing.
    pub picture: Picture,
    size: [usize; 2],
    /// Samples per CSS pixel.
    unit: f32,
    /// Distance from the eye; infinite where there is no surface.
    distance: Vec<f32>,
}

/// A corner of a triangle: on the canvas, in samples, and what is interpolated between corners.
#[derive(Clone, Copy)]
struct Corner {
    x: f32,
    y: f32,
    distance: f32,
    /// Height, a, b, and the normal.
    values: [f32; 6],
}

impl Raster {
    /// Draws `heights` as seen in `view`, `unit` pixels to a CSS pixel. `cut` marks the top with stripes, `ground` is the
    /// colour of the hatching under holes.
    pub fn of(heights: &Heights, view: &View, unit: f32, cut: bool, ground: Colour) -> Self {
        let pixels = view.size.map(|side| ((side * unit).round() as usize).max(1));
        let size = pixels.map(|side| side * SAMPLES);
        let unit = unit * SAMPLES as f32;
        let mut drawn = Self {
            picture: Picture { width: pixels[0], height: pixels[1], rgba: Vec::new() },
            size,
            unit,
            distance: vec![f32::INFINITY; size[0] * size[1]],
        };
        let mut samples = vec![[0.0_f32; 4]; size[0] * size[1]];
        let side = heights.side();
        if side >= 2 {
            let shader = Shader { light: light(view), toward: view.basis()[2], unit, cut, rows: size[1] };
            let corners = corners(heights, view, unit, false);
            drawn.triangles(heights, false, &corners, |at, triangle, values| {
                samples[at] = shader.surface(at % size[0], at / size[0], triangle, values);
            });
            if heights.has_holes() {
                let floor = self::corners(heights, view, unit, true);
                let [red, green, blue, _] = ground;
                drawn.triangles(heights, true, &floor, |at, triangle, values| {
                    let across = |[_, a, b, ..]: [f32; 6]| 14.0 * (a + b);
                    let slope = triangle.slope(across);
                    samples[at] = [red, green, blue, HATCH * line(across(values), slope, 1.6 * unit)];
                });
            }
        }
        drawn.picture.rgba = averaged(&samples, size);
        drawn
    }

    /// Whether a world point is in front of the surface, with some slack for what lies on it.
    pub fn shows(&self, view: &View, point: [f32; 3], slack: f32) -> bool {
        let [x, y] = view.project(point).map(|at| at * self.unit);
        if !(x >= 0.0 && y >= 0.0 && (x as usize) < self.size[0] && (y as usize) < self.size[1]) {
            return true;
        }
        view.distance_to(point) - slack <= self.distance[y as usize * self.size[0] + x as usize]
    }

    /// Visits the samples of all triangles nearest to the eye so far. Those with a corner in a hole are drawn `in_holes`
    /// only.
    fn triangles(
        &mut self,
        heights: &Heights,
        in_holes: bool,
        corners: &[Corner],
        mut put: impl FnMut(usize, &Triangle, [f32; 6]),
    ) {
        let (side, mesh) = (heights.side(), heights.mesh());
        for row in 0..side - 1 {
            for column in 0..side - 1 {
                let p = row * side + column;
                let [a, b, c, d] = [p, p + 1, p + side + 1, p + side];
                // The diagonal alternates, as in the page's mesh.
                let two = if (row + column) % 2 == 0 { [[a, b, c], [a, c, d]] } else { [[a, b, d], [b, c, d]] };
                for three in two {
                    if three.iter().any(|k| mesh[*k] == HOLE) == in_holes {
                        self.triangle(three.map(|k| corners[k]), &mut put);
                    }
                }
            }
        }
    }

    fn triangle(&mut self, corners: [Corner; 3], put: &mut impl FnMut(usize, &Triangle, [f32; 6])) {
        let Some(triangle) = Triangle::new(corners) else { return };
        let span = |values: [f32; 3], most: usize| {
            let low = values.iter().copied().fold(f32::MAX, f32::min).floor().max(0.0) as usize;
            let high = values.iter().copied().fold(f32::MIN, f32::max).ceil().max(0.0) as usize;
            low..high.min(most)
        };
        for y in span(corners.map(|corner| corner.y), self.size[1]) {
            for x in span(corners.map(|corner| corner.x), self.size[0]) {
                let Some(shares) = triangle.shares(x as f32 + 0.5, y as f32 + 0.5) else { continue };
                // What is linear in space is linear on the canvas only when divided by the distance.
                let near = [0, 1, 2].map(|k| shares[k] / corners[k].distance);
                let distance = 1.0 / near.iter().sum::<f32>();
                let at = y * self.size[0] + x;
                if distance <= self.distance[at] {
                    self.distance[at] = distance;
                    let mix = |i: usize| (0..3).map(|k| near[k] * corners[k].values[i]).sum::<f32>() * distance;
                    put(at, &triangle, [0, 1, 2, 3, 4, 5].map(mix));
                }
            }
        }
    }
}

/// The points of the mesh on the canvas; with `flat`, on the floor.
fn corners(heights: &Heights, view: &View, unit: f32, flat: bool) -> Vec<Corner> {
    let (side, mesh) = (heights.side(), heights.mesh());
    let at = |column: usize, row: usize| mesh[row * side + column];
    // Slope along one direction; at borders and beside holes it is one-sided.
    let rise = |before: f32, here: f32, after: f32| {
        (if after == HOLE { here } else { after }) - (if before == HOLE { here } else { before })
    };
    let step = 2.0 / (side - 1) as f32;
    let steps = |k: usize| if k == 0 || k == side - 1 { step } else { 2.0 * step };
    let mut corners = Vec::with_capacity(side * side);
    for row in 0..side {
        for column in 0..side {
            let here = at(column, row);
            let height = here.max(0.0);
            let (left, right) = (column.saturating_sub(1), (column + 1).min(side - 1));
            let (below, above) = (row.saturating_sub(1), (row + 1).min(side - 1));
            let along = rise(at(left, row), here, at(right, row)) * BOX_HEIGHT / steps(column);
            let upwards = rise(at(column, below), here, at(column, above)) * BOX_HEIGHT / steps(row);
            let (a, b) = (column as f32 * step - 1.0, row as f32 * step - 1.0);
            let point = [a, b, if flat { 0.0 } else { height * BOX_HEIGHT }];
            let [x, y] = view.project(point).map(|pixels| pixels * unit);
            let values = [height, a, b, -along, -upwards, 1.0];
            corners.push(Corner { x, y, distance: view.distance_to(point), values });
        }
    }
    corners
}

/// A triangle on the canvas.
struct Triangle {
    corners: [Corner; 3],
    /// Twice its area; positive if its upper side is seen.
    twice: f32,
}

impl Triangle {
    fn new(corners: [Corner; 3]) -> Option<Self> {
        let [p, q, r] = corners;
        // On the canvas, y points downwards.
        let twice = (r.x - p.x) * (q.y - p.y) - (q.x - p.x) * (r.y - p.y);
        (twice.is_finite() && twice != 0.0).then_some(Self { corners, twice })
    }

    /// The shares of the corners at a point; `None` outside.
    fn shares(&self, x: f32, y: f32) -> Option<[f32; 3]> {
        let [p, q, r] = self.corners;
        let part =
            |one: Corner, other: Corner| ((other.x - x) * (one.y - y) - (one.x - x) * (other.y - y)) / self.twice;
        let shares = [part(q, r), part(r, p), part(p, q)];
        shares.iter().all(|share| *share >= 0.0).then_some(shares)
    }

    /// By how much a value changes from one sample to the next, across and down together.
    fn slope(&self, value: impl Fn([f32; 6]) -> f32) -> f32 {
        let [p, q, r] = self.corners;
        let [at, q_more, r_more] = self.corners.map(|corner| value(corner.values));
        let (one, other) = (q_more - at, r_more - at);
        let across = (other * (q.y - p.y) - one * (r.y - p.y)) / self.twice;
        let down = (one * (r.x - p.x) - other * (q.x - p.x)) / self.twice;
        across.abs() + down.abs()
    }
}

/// The colours of the upper and the under side.
struct Shader {
    light: [f32; 3],
    toward: [f32; 3],
    /// Samples per CSS pixel.
    unit: f32,
    cut: bool,
    rows: usize,
}

impl Shader {
    fn surface(&self, x: usize, y: usize, triangle: &Triangle, values: [f32; 6]) -> [f32; 4] {
        let [height, a, b, ..] = values;
        let level = line(height * CONTOURS + 0.5, triangle.slope(|values| values[0]) * CONTOURS, self.unit);
        let border = |at: f32, k: usize| (1.0 - at.abs()) / triangle.slope(|values| values[k]).max(1e-6);
        let rim = 1.0 - smooth((self.unit - 0.5).max(0.0), self.unit + 0.5, border(a, 1).min(border(b, 2)));
        let mut normal = unit([values[3], values[4], values[5]]);
        let below = dot(normal, self.toward) < 0.0 && triangle.twice < 0.0;
        if below {
            normal = normal.map(|part| -part);
        }
        let lit = 0.5 + 0.5 * dot(normal, self.light);
        let middle = unit([0, 1, 2].map(|k| self.light[k] + self.toward[k]));
        let shine = libm::powf(dot(normal, middle).max(0.0), 40.0);
        let base = viridis(height).map(|channel| f32::from(channel) / 255.0);
        // The underside is lit evenly, because only the upper side should draw attention.
        let [strength, gleam] = if below {
            [0.42 + 0.25 * dot(normal, self.toward), 0.03]
        } else {
            [0.46 + (1.1 - 0.46) * lit * lit, 0.07 * shine]
        };
        let mut shade = (1.0 - 0.45 * 0.75 * level) * (1.0 - 0.4 * 0.6 * rim);
        // Stripes where the surface continues above the cut-off.
        let stripe = ((x + self.rows - y) as f32 / (8.0 * self.unit)).fract();
        if self.cut && height > 0.9995 && stripe < 0.4 {
            shade *= 0.45;
        }
        let [red, green, blue] = base.map(|channel| ((channel * strength + gleam) * shade).clamp(0.0, 1.0));
        [red, green, blue, 1.0]
    }
}

/// Share of a sample covered by a line of `width` samples where `value` passes a whole number.
fn line(value: f32, per_sample: f32, width: f32) -> f32 {
    let per_sample = per_sample.max(1e-6);
    let part = (value - 0.5) - (value - 0.5).floor();
    let away = (part - 0.5).abs() / per_sample;
    let near = 1.0 - smooth((0.5 * width - 0.5).max(0.0), 0.5 * width + 0.5, away);
    // Where lines crowd together, on cliffs, they fade out.
    near * (1.0 - smooth(0.25, 0.6, per_sample))
}

/// From 0 at `low` to 1 at `high`, smooth at both.
fn smooth(low: f32, high: f32, at: f32) -> f32 {
    let t = ((at - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

fn dot(one: [f32; 3], other: [f32; 3]) -> f32 {
    one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
}

fn unit(vector: [f32; 3]) -> [f32; 3] {
    let length = dot(vector, vector).sqrt().max(1e-9);
    vector.map(|part| part / length)
}

/// The mean colour of each pixel's samples, each as strong as it is opaque.
fn averaged(samples: &[[f32; 4]], [width, height]: [usize; 2]) -> Vec<u8> {
    let mut rgba = Vec::with_capacity(4 * samples.len() / (SAMPLES * SAMPLES));
    for row in (0..height).step_by(SAMPLES) {
        for column in (0..width).step_by(SAMPLES) {
            let mut sum = [0.0_f32; 4];
            for k in 0..SAMPLES * SAMPLES {
                let [red, green, blue, opacity] = samples[(row + k / SAMPLES) * width + column + k % SAMPLES];
                for (sum, part) in sum.iter_mut().zip([red * opacity, green * opacity, blue * opacity, opacity]) {
                    *sum += part;
                }
            }
            let opacity = sum[3];
            let byte = |value: f32| (value * 255.0 + 0.5) as u8;
            for channel in &sum[..3] {
                rgba.push(if opacity > 0.0 { byte(channel / opacity) } else { 0 });
            }
            rgba.push(byte(opacity / (SAMPLES * SAMPLES) as f32));
        }
    }
    rgba
}

#[cfg(test)]
mod tests {
    use super::super::camera::Camera;
    use super::super::labels::MARGINS;
    use super::super::theme::LIGHT;
    use super::*;

    fn drawn(from_above: bool, height: impl Fn(f32, f32) -> f32) -> (Raster, View) {
        let mut heights = Heights::default();
        let at = |k: usize| k as f32 / 16.0 - 1.0;
        let grid: Vec<f32> = (0..33 * 33).map(|k| height(at(k % 33), at(k / 33))).collect();
        heights.set(33, &grid);
        let mut camera = Camera::default();
        if from_above {
            camera.top();
        }
        let view = camera.view([300.0, 300.0], MARGINS);
        (Raster::of(&heights, &view, 1.0, false, LIGHT.strong), view)
    }

    fn pixel(raster: &Raster, view: &View, point: [f32; 3]) -> [u8; 4] {
        let [x, y] = view.project(point).map(|at| at as usize);
        let start = 4 * (y * raster.picture.width + x);
        [0, 1, 2, 3].map(|k| raster.picture.rgba[start + k])
    }

    #[test]
    fn low_is_violet_and_high_is_yellow_and_outside_there_is_nothing() {
        let (raster, view) = drawn(true, |a, _| if a < 0.0 { 0.0 } else { 1.0 });
        let low = pixel(&raster, &view, [-0.53, 0.1, 0.0]);
        let high = pixel(&raster, &view, [0.53, 0.1, BOX_HEIGHT]);
        assert!(low[2] > low[1] && low[3] == 255, "{low:?}");
        assert!(high[0] > 150 && high[1] > 150 && high[2] < 90, "{high:?}");
        assert_eq!(raster.picture.rgba[..4], [0; 4]);
    }

    #[test]
    fn the_top_view_covers_the_projected_square() {
        let (raster, view) = drawn(true, |_, _| 0.5);
        let covered = raster.picture.rgba.chunks(4).filter(|pixel| pixel[3] > 127).count() as f32;
        let [left, low] = view.project([-1.0, -1.0, 0.5 * BOX_HEIGHT]);
        let [right, high] = view.project([1.0, 1.0, 0.5 * BOX_HEIGHT]);
        let area = (right - left) * (low - high);
        assert!((covered / area - 1.0).abs() < 0.02, "{covered} of {area}");
    }

    #[test]
    fn a_hill_hides_what_lies_behind_it() {
        let (raster, view) = drawn(false, |a, b| if a.abs() < 0.2 && b.abs() < 0.8 { 1.0 } else { 0.0 });
        let [_, _, toward] = view.basis();
        let (behind, before) = ([-0.35 * toward[0].signum(), 0.0, 0.0], [0.7 * toward[0].signum(), 0.0, 0.0]);
        assert!(!raster.shows(&view, behind, 0.02) && raster.shows(&view, before, 0.02));
    }

    #[test]
    fn a_hole_is_hatched_on_the_floor() {
        let (raster, view) = drawn(true, |a, b| if a.abs() < 0.5 && b.abs() < 0.5 { f32::NAN } else { 0.5 });
        let opacities: Vec<u8> =
            (0..60).map(|k| pixel(&raster, &view, [-0.3 + 0.01 * k as f32, 0.0, 0.0])[3]).collect();
        assert!(opacities.iter().any(|one| *one < 20) && opacities.iter().any(|one| *one > 90), "{opacities:?}");
    }
}
