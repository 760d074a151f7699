//! What one element shows: camera, heights, trajectory, axes. Holds no graphics objects, so that several scenes can
//! share one renderer, and so that a lost graphics context loses nothing but pictures.

use super::axes::Axes;
use super::camera::{BOX_HEIGHT, Camera};
use super::frame::{Sides, frame};
use super::heights::Heights;
use super::labels::{Label, MARGINS, labels};
use super::path::{GAP, PathPoint, drape};
use super::view::View;

/// A mark on the surface: a, b, height, and what it is: its kind, plus up to 0.9 by how clearly it is seen.
pub type Marker = [f32; 4];

/// [`Marker`] of the present point.
pub const BALL: f32 = 0.0;
/// [`Marker`] of the start.
pub const RING: f32 = 1.0;
/// [`Marker`] of a known minimum.
pub const CROSS: f32 = 2.0;
/// [`Marker`] of a present point outside the drawn square, at its border.
pub const OUTSIDE: f32 = 3.0;

/// A counter for each thing that has to be sent to the graphics card again when it changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// Of [`Scene::heights`].
    pub heights: u32,
    /// Of [`Scene::line`].
    pub line: u32,
    /// Of [`Scene::frame`].
    pub frame: u32,
}

/// Everything that one view shows.
#[derive(Debug, Default)]
pub struct Scene {
    /// Where the viewer stands.
    pub camera: Camera,
    heights: Heights,
    path: Vec<f32>,
    line: Vec<PathPoint>,
    places: Vec<Marker>,
    markers: Vec<Marker>,
    axes: Axes,
    frame: Vec<PathPoint>,
    framed: Option<Sides>,
    laid: bool,
    versions: Versions,
}

impl Scene {
    /// Takes a grid of `size * size` heights between 0 and 1, NaN where there is a hole.
    pub fn set_surface(&mut self, size: usize, drawn: &[f32]) {
        self.heights.set(size, drawn);
        self.versions.heights += 1;
        self.laid = false;
    }

    /// Takes the trajectory `[a, b, loss] * k`, the present point last.
    pub fn set_path(&mut self, path: &[f32]) {
        self.path.clear();
        self.path.extend_from_slice(path);
        self.laid = false;
    }

    /// Takes names, ticks and minima as JSON.
    pub fn set_axes(&mut self, json: &str) {
        self.axes = Axes::parse(json);
        self.framed = None;
        self.laid = false;
    }

    /// Brings everything up to date and gives the projection on a canvas of `size` CSS pixels.
    pub fn prepare(&mut self, size: [f32; 2]) -> View {
        if !self.laid {
            self.lay();
            self.laid = true;
            self.versions.line += 1;
        }
        if let Some(&[a, b, height, _]) = self.places.last() {
            self.camera.follow([a, b, height * BOX_HEIGHT]);
        }
        let view = self.camera.view(size, MARGINS);
        self.markers.clear();
        let [_, _, toward] = view.basis();
        for &[a, b, height, kind] in &self.places {
            let seen = self.heights.visibility([a, b, height], toward);
            self.markers.push([a, b, height, kind + 0.9 * seen]);
        }
        let sides = Sides::of(&view);
        if self.framed != Some(sides) {
            frame(sides, &self.axes, &mut self.frame);
            self.framed = Some(sides);
            self.versions.frame += 1;
        }
        view
    }

    /// Texts over the canvas.
    pub fn labels(&self, view: &View) -> Vec<Label> {
        labels(view, &self.axes)
    }

    /// The surface.
    pub fn heights(&self) -> &Heights {
        &self.heights
    }

    /// The trajectory on the surface.
    pub fn line(&self) -> &[PathPoint] {
        &self.line
    }

    /// Minima, start and present point, the last one on top.
    pub fn markers(&self) -> &[Marker] {
        &self.markers
    }

    /// The box.
    pub fn frame(&self) -> &[PathPoint] {
        &self.frame
    }

    /// What has changed.
    pub fn versions(&self) -> Versions {
        self.versions
    }

    /// Where the surface at a and b falls on the canvas.
    pub fn place(&self, view: &View, a: f32, b: f32) -> Option<[f32; 2]> {
        let height = self.heights.at(a, b)?;
        Some(view.project([a, b, height * BOX_HEIGHT]))
    }

    /// Index of the trajectory's point nearest to a place on the canvas, if it is within `reach` CSS pixels.
    pub fn nearest(&self, view: &View, [x, y]: [f32; 2], reach: f32) -> Option<usize> {
        let gap = |point: &[f32]| {
            let [across, down] = self.place(view, point[0], point[1])?;
            Some(libm::hypotf(across - x, down - y)).filter(|gap| *gap <= reach)
        };
        let near = self.path.chunks_exact(3).enumerate().filter_map(|(k, point)| Some((k, gap(point)?)));
        near.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(k, _)| k)
    }

    /// Line and markers ride on the surface, so they follow it whenever it changes.
    fn lay(&mut self) {
        drape(&self.path, &self.heights, &mut self.line);
        self.places.clear();
        for &[a, b] in &self.axes.minima {
            self.places.extend(self.heights.at(a, b).map(|height| [a, b, height, CROSS]));
        }
        let Some([a, b]) = self.present() else { return };
        let (first_a, first_b) = (self.path[0], self.path[1]);
        self.places.extend(self.heights.at(first_a, first_b).map(|height| [first_a, first_b, height, RING]));
        let inside = [a.clamp(-1.0, 1.0), b.clamp(-1.0, 1.0)];
        let kind = if inside == [a, b] { BALL } else { OUTSIDE };
        // Over a hole the ball hangs at the last height it had.
        let last = self.line.iter().rev().map(|point| point[2]).find(|&height| height != GAP);
        let height = self.heights.at(inside[0], inside[1]).or(last).unwrap_or(0.0);
        self.places.push([inside[0], inside[1], height, kind]);
    }

    /// The last point of the trajectory that is finite.
    fn present(&self) -> Option<[f32; 2]> {
        let finite = |point: &&[f32]| point[0].is_finite() && point[1].is_finite();
        self.path.chunks_exact(3).rev().find(finite).map(|point| [point[0], point[1]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: [f32; 2] = [400.0, 300.0];

    #[test]
    fn line_and_ball_follow_the_surface_when_it_changes() {
        let mut scene = Scene::default();
        scene.set_path(&[0.0, 0.0, 1.0, 0.5, 0.0, 1.0]);
        scene.set_surface(2, &[0.25; 4]);
        scene.prepare(SIZE);
        assert_eq!(scene.markers(), [[0.0, 0.0, 0.25, RING + 0.9], [0.5, 0.0, 0.25, BALL + 0.9]]);
        scene.set_surface(2, &[0.75; 4]);
        scene.prepare(SIZE);
        assert_eq!(scene.markers()[1], [0.5, 0.0, 0.75, BALL + 0.9]);
        assert!(scene.line().iter().all(|point| point[2] == 0.75));
    }

    #[test]
    fn a_present_point_outside_is_marked_at_the_border() {
        let mut scene = Scene::default();
        scene.set_surface(2, &[0.25; 4]);
        scene.set_path(&[0.0, 0.0, 1.0, 7.0, 0.5, 1.0, f32::NAN, 0.0, 0.0]);
        scene.prepare(SIZE);
        assert_eq!(scene.markers().last(), Some(&[1.0, 0.5, 0.25, OUTSIDE + 0.9]));
    }

    #[test]
    fn a_point_of_the_trajectory_is_found_where_it_was_drawn() {
        let mut scene = Scene::default();
        scene.set_surface(2, &[0.25; 4]);
        scene.set_path(&[0.0, 0.0, 1.0, 0.5, 0.5, 1.0, 7.0, 0.5, 0.0]);
        let view = scene.prepare(SIZE);
        let [x, y] = scene.place(&view, 0.5, 0.5).expect("inside the square");
        assert_eq!(scene.nearest(&view, [x + 2.0, y - 2.0], 5.0), Some(1));
        assert_eq!(scene.nearest(&view, [x + 20.0, y - 20.0], 5.0), None);
        assert_eq!(scene.place(&view, 7.0, 0.5), None);
    }

    #[test]
    fn what_has_not_changed_is_not_sent_again() {
        let mut scene = Scene::default();
        scene.prepare(SIZE);
        let before = scene.versions();
        scene.prepare(SIZE);
        assert_eq!(scene.versions(), before);
        scene.camera.orbit(2.0, 0.0);
        scene.prepare(SIZE);
        assert_eq!(scene.versions(), Versions { frame: before.frame + 1, ..before });
    }

    #[test]
    fn a_scene_without_anything_has_nothing_but_its_box() {
        let mut scene = Scene::default();
        let view = scene.prepare([0.0, 0.0]);
        assert!(scene.line().is_empty() && scene.markers().is_empty() && !scene.frame().is_empty());
        assert_eq!(scene.labels(&view), []);
    }
}
