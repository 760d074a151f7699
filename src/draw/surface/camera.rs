//! The camera orbits and zooms around the surface, and fits the whole box onto the canvas.
//!
//! World coordinates: x and y are a and b of the plane in -1..1; z runs from 0 to [`BOX_HEIGHT`].

use super::view::View;
use libm::{cosf, sinf};

/// Height of the box over its square base of side 2.
pub const BOX_HEIGHT: f32 = 0.95;

/// Distance of the eye from the target: mild perspective from the side, almost none from above, so that the view from
/// above is a map. Zooming scales the picture and not this distance, so the eye never enters the surface.
const DISTANCE: f32 = 7.0;
const DISTANCE_ABOVE: f32 = 60.0;
/// Low enough to look along the floor, but not from below.
const LOWEST: f32 = 0.06;
const STRAIGHT_DOWN: f32 = core::f32::consts::FRAC_PI_2;
/// Above this pitch the picture is fitted to the square itself, not to the circle in which it turns.
const STEEP: f32 = 1.05;
const ZOOM: [f32; 2] = [0.5, 12.0];
const HOME: Camera = Camera { yaw: 0.56, pitch: 0.63, zoom: 1.0, focus: MIDDLE };

/// The position of the viewer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Rotation around the vertical axis; 0 looks along +b with a to the right.
    yaw: f32,
    /// Elevation of the eye above the floor, as an angle.
    pitch: f32,
    zoom: f32,
    /// The point that stays in the middle while the zoom grows.
    focus: [f32; 3],
}

/// The space around the box, in CSS pixels, which holds the labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// Left and right, each.
    pub side: f32,
    /// Above the box.
    pub top: f32,
    /// Below the box.
    pub bottom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        HOME
    }
}

impl Camera {
    /// Rotates the scene like a drag of `dx` radians to the right and `dy` downwards.
    pub fn orbit(&mut self, dx: f32, dy: f32) {
        if dx.is_finite() && dy.is_finite() {
            let turn = 2.0 * core::f32::consts::PI;
            self.yaw = (self.yaw - dx) % turn;
            self.pitch = (self.pitch + dy).clamp(LOWEST, STRAIGHT_DOWN);
        }
    }

    /// Enlarges the picture by `factor`.
    pub fn zoom(&mut self, factor: f32) {
        if factor.is_finite() && factor > 0.0 {
            self.zoom = (self.zoom * factor).clamp(ZOOM[0], ZOOM[1]);
        }
    }

    /// Back to the first view.
    pub fn home(&mut self) {
        *self = Self { focus: self.focus, ..HOME };
    }

    /// Looks straight down, a to the right and b upwards.
    pub fn top(&mut self) {
        *self = Self { yaw: 0.0, pitch: STRAIGHT_DOWN, zoom: 1.0, focus: self.focus };
    }

    /// Keeps a world point near the middle of a zoomed picture. The picture moves only when the point nears its border,
    /// so small steps back and forth do not shake it.
    pub fn follow(&mut self, point: [f32; 3]) {
        let slack = 0.3 / self.zoom;
        for (focus, at) in self.focus.iter_mut().zip(point) {
            if at.is_finite() {
                let at = at.clamp(-1.0, 1.0);
                *focus = focus.clamp(at - slack, at + slack);
            }
        }
    }

    /// The projection on a canvas of `size` CSS pixels.
    pub fn view(&self, size: [f32; 2], margins: Margins) -> View {
        let size = size.map(|side| if side.is_finite() { side.max(1.0) } else { 1.0 });
        let (sin_yaw, cos_yaw) = (sinf(self.yaw), cosf(self.yaw));
        let (sin_pitch, cos_pitch) = (sinf(self.pitch), cosf(self.pitch));
        // The followed point moves to the middle while the zoom grows from 1 to 2.5, and stays there.
        let pull = ((self.zoom - 1.0) / 1.5).clamp(0.0, 1.0);
        let mut view = View {
            size,
            right: [cos_yaw, sin_yaw, 0.0],
            up: [-sin_pitch * sin_yaw, sin_pitch * cos_yaw, cos_pitch],
            toward: [cos_pitch * sin_yaw, -cos_pitch * cos_yaw, sin_pitch],
            target: MIDDLE,
            distance: DISTANCE + (DISTANCE_ABOVE - DISTANCE) * self.steepness() * self.steepness(),
            scale: 1.0,
            centre: [0.0; 2],
        };
        let [width, low, high] = self.extents(&view);
        // Even on a tiny canvas, labels never take more than three fifths of it.
        let room_across = (size[0] - 2.0 * margins.side).max(0.4 * size[0]);
        let room_upright = (size[1] - margins.top - margins.bottom).max(0.4 * size[1]);
        let bottom = (size[1] - room_upright) * margins.bottom / (margins.top + margins.bottom).max(1.0);
        view.scale = self.zoom * (room_across / (2.0 * width)).min(room_upright / (high - low));
        // From the side the box is not centred on its middle; while the zoom grows, the middle itself takes over.
        let uneven = 0.5 * (high + low) * view.scale / self.zoom.max(1.0);
        view.centre = [0.5 * size[0], size[1] - bottom - 0.5 * room_upright + uneven];
        view.target = [0, 1, 2].map(|k| MIDDLE[k] + pull * (self.focus[k] - MIDDLE[k]));
        view
    }

    /// Half the width and the lowest and highest tangent of the box at any yaw. Near the view from above, this blends
    /// into those of the square as it is turned now.
    fn extents(&self, view: &View) -> [f32; 3] {
        const SAMPLES: u32 = 32;
        let corner = core::f32::consts::FRAC_PI_4;
        let around = |turn: f32, radius: f32| {
            let (x, y) = (radius * cosf(turn), radius * sinf(turn));
            [[x, y, 0.0], [x, y, BOX_HEIGHT]]
        };
        let step = 8.0 * corner / SAMPLES as f32;
        let radius = core::f32::consts::SQRT_2;
        // A little wider, so that the circle lies within the polygon of the samples.
        let outer = radius / cosf(0.5 * step);
        let circle = (0..SAMPLES).flat_map(|k| around(self.yaw + k as f32 * step, outer));
        let square = (0..4).flat_map(|k| around((2 * k + 1) as f32 * corner, radius));
        let (circle, square) = (view.bounds(circle), view.bounds(square));
        [0, 1, 2].map(|k| circle[k] + self.steepness() * (square[k] - circle[k]))
    }

    /// How close the view is to straight down: 0 up to a certain pitch, 1 straight down, smooth in between.
    fn steepness(&self) -> f32 {
        let t = ((self.pitch - STEEP) / (STRAIGHT_DOWN - STEEP)).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    }
}

/// Middle of the box.
const MIDDLE: [f32; 3] = [0.0, 0.0, 0.5 * BOX_HEIGHT];

#[cfg(test)]
mod tests {
    use super::*;

    const MARGINS: Margins = Margins { side: 40.0, top: 20.0, bottom: 30.0 };

    fn corners() -> impl Iterator<Item = [f32; 3]> {
        (0..8).map(|k| [(k & 1) as f32 * 2.0 - 1.0, (k >> 1 & 1) as f32 * 2.0 - 1.0, (k >> 2) as f32 * BOX_HEIGHT])
    }

    #[test]
    fn the_box_stays_within_the_margins_at_every_angle_and_aspect() {
        for size in [[300.0, 300.0], [300.0, 600.0], [900.0, 300.0], [1400.0, 700.0], [320.0, 240.0]] {
            for yaw in 0..24 {
                for pitch in 0..16 {
                    let mut camera = Camera::default();
                    camera.orbit(yaw as f32 * 0.2618, -9.0);
                    camera.orbit(0.0, pitch as f32 * 0.1007);
                    let view = camera.view(size, MARGINS);
                    for corner in corners() {
                        let [x, y] = view.project(corner);
                        let inside = x >= MARGINS.side - 0.1
                            && x <= size[0] - MARGINS.side + 0.1
                            && y >= MARGINS.top - 0.1
                            && y <= size[1] - MARGINS.bottom + 0.1;
                        assert!(inside, "{size:?} {camera:?} {corner:?} -> {x} {y}");
                    }
                }
            }
        }
    }

    #[test]
    fn from_above_the_square_fills_the_canvas_and_lies_upright() {
        let mut camera = Camera::default();
        camera.top();
        let view = camera.view([500.0, 500.0], MARGINS);
        let [left, low] = view.project([-1.0, -1.0, BOX_HEIGHT]);
        let [right, high] = view.project([1.0, 1.0, BOX_HEIGHT]);
        assert!((right - left - 420.0).abs() < 1.0, "{left} {right}");
        assert!((low - high - (right - left)).abs() < 0.01);
    }

    #[test]
    fn the_matrix_agrees_with_the_projection() {
        let mut camera = Camera::default();
        camera.orbit(0.7, 0.3);
        camera.zoom(2.0);
        camera.follow([0.8, -0.9, 0.3]);
        let view = camera.view([700.0, 420.0], MARGINS);
        let m = view.matrix();
        for p in corners() {
            let clip = [0, 1, 2, 3].map(|row| m[row] * p[0] + m[4 + row] * p[1] + m[8 + row] * p[2] + m[12 + row]);
            let pixel = [350.0 * (1.0 + clip[0] / clip[3]), 210.0 * (1.0 - clip[1] / clip[3])];
            let direct = view.project(p);
            assert!((pixel[0] - direct[0]).abs() < 0.01 && (pixel[1] - direct[1]).abs() < 0.01, "{pixel:?} {direct:?}");
            assert!((-1.0..=1.0).contains(&(clip[2] / clip[3])), "{clip:?}");
        }
    }

    #[test]
    fn no_drag_or_zoom_leaves_the_permitted_range() {
        let mut camera = Camera::default();
        for (dx, dy) in [(1e9, 1e9), (f32::NAN, 1.0), (-1e30, -1e30), (f32::INFINITY, 0.0)] {
            camera.orbit(dx, dy);
            assert!((LOWEST..=STRAIGHT_DOWN).contains(&camera.pitch) && camera.yaw.abs() < 6.3);
        }
        for factor in [0.0, -1.0, f32::NAN, f32::INFINITY, 1e-30, 1e30] {
            camera.zoom(factor);
            assert!((ZOOM[0]..=ZOOM[1]).contains(&camera.zoom));
        }
        camera.home();
        assert_eq!(camera, Camera::default());
    }

    #[test]
    fn an_enlarged_picture_keeps_the_followed_point_on_the_canvas() {
        for point in [[1.0, 1.0, 0.0], [-1.0, 0.3, 0.9], [0.2, -0.9, 0.4]] {
            let mut camera = Camera::default();
            camera.zoom(6.0);
            camera.follow(point);
            let [x, y] = camera.view([600.0, 400.0], MARGINS).project(point);
            assert!((0.0..600.0).contains(&x) && (0.0..400.0).contains(&y), "{point:?} {x} {y}");
        }
    }

    #[test]
    fn a_canvas_of_size_zero_is_handled() {
        for size in [[0.0, 0.0], [f32::NAN, -3.0]] {
            let view = Camera::default().view(size, MARGINS);
            assert!(view.matrix().iter().all(|value| value.is_finite()));
        }
    }
}
