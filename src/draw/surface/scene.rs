//! What one element shows: camera, heights, trajectory, axes. Contains no graphics objects, so several scenes can share
//! one renderer, and losing the graphics context loses only pictures.

use super::axes::Axes;
use super::camera::{BOX_HEIGHT, Camera};
use super::frame::{Sides, frame};
use super::heights::Heights;
use super::labels::{Label, MARGINS, labels};
use super::path::{GAP, PathPoint, dash, drape};
use super::view::View;
use crate::draw::figure::Dash;
use crate::draw::overlay::{Kind, Overlay, Path, STYLES, present, style};

/// A marker on the surface: a, b, height, and its kind plus up to 0.9 for its visibility.
pub type Marker = [f32; 4];

/// [`Marker`] of the current point.
pub const BALL: f32 = 0.0;
/// [`Marker`] of the start.
pub const RING: f32 = 1.0;
/// [`Marker`] of a known minimum.
pub const CROSS: f32 = 2.0;
/// [`Marker`] at the border of the square, for a current point outside it.
pub const OUTSIDE: f32 = 3.0;
/// [`Marker`] at the end of a path that diverged.
pub const LOST: f32 = 4.0;
/// [`Marker`] of the current point of a path with the first [`style`]; the other styles follow.
pub const OTHER: f32 = 5.0;

/// Inks of [`Scene::others`] that follow those of the [`STYLES`].
pub const ARROWS: [Kind; 4] = [Kind::Gradient, Kind::Clipped, Kind::Batch, Kind::Mean];

/// A counter for each thing that is sent to the graphics card again when it changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// Of [`Scene::heights`].
    pub heights: u32,
    /// Of [`Scene::line`].
    pub line: u32,
    /// Of [`Scene::others`].
    pub others: u32,
    /// Of [`Scene::frame`].
    pub frame: u32,
}

/// Everything that one view shows.
#[derive(Debug, Default)]
pub struct Scene {
    /// The position of the viewer.
    pub camera: Camera,
    heights: Heights,
    cut: bool,
    path: Vec<f32>,
    line: Vec<PathPoint>,
    overlay: Overlay,
    others: Vec<PathPoint>,
    places: Vec<Marker>,
    markers: Vec<Marker>,
    axes: Axes,
    frame: Vec<PathPoint>,
    framed: Option<Sides>,
    laid: bool,
    versions: Versions,
}

impl Scene {
    /// Sets a grid of `size * size` heights between 0 and 1, NaN at holes; `cut` means that heights of 1 are really
    /// higher.
    pub fn set_surface(&mut self, size: usize, drawn: &[f32], cut: bool) {
        self.cut = cut;
        self.heights.set(size, drawn);
        self.versions.heights += 1;
        self.laid = false;
    }

    /// Sets the trajectory `[a, b, loss] * k`, the current point last.
    pub fn set_path(&mut self, path: &[f32]) {
        self.path.clear();
        self.path.extend_from_slice(path);
        self.laid = false;
    }

    /// Sets what lies beside the trajectory: paths of other runs, and arrows.
    pub fn set_overlay(&mut self, overlay: Overlay) {
        self.overlay = overlay;
        self.laid = false;
    }

    /// Sets names, ticks and minima of the axes.
    pub fn set_axes(&mut self, axes: Axes) {
        self.axes = axes;
        self.framed = None;
        self.laid = false;
    }

    /// Brings everything up to date and returns the projection on a canvas of `size` CSS pixels.
    pub fn prepare(&mut self, size: [f32; 2]) -> View {
        if !self.laid {
            self.drape_all();
            self.laid = true;
            self.versions.line += 1;
            self.versions.others += 1;
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

    /// Whether the top of the surface is cut off.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The surface.
    pub fn heights(&self) -> &Heights {
        &self.heights
    }

    /// The trajectory on the surface.
    pub fn line(&self) -> &[PathPoint] {
        &self.line
    }

    /// Paths of other runs, and arrows; each point has the number of its ink in place of its age.
    pub fn others(&self) -> &[PathPoint] {
        &self.others
    }

    /// Minima, other runs, start and current point, the last one on top.
    pub fn markers(&self) -> &[Marker] {
        &self.markers
    }

    /// The box.
    pub fn frame(&self) -> &[PathPoint] {
        &self.frame
    }

    /// Counters of what has changed.
    pub fn versions(&self) -> Versions {
        self.versions
    }

    /// The position on the canvas of the surface at a and b.
    pub fn place(&self, view: &View, a: f32, b: f32) -> Option<[f32; 2]> {
        let height = self.heights.at(a, b)?;
        Some(view.project([a, b, height * BOX_HEIGHT]))
    }

    /// Index of the point of the trajectory nearest to a canvas position, if it is within `reach` CSS pixels.
    pub fn nearest(&self, view: &View, [x, y]: [f32; 2], reach: f32) -> Option<usize> {
        let gap = |point: &[f32]| {
            let [across, down] = self.place(view, point[0], point[1])?;
            Some(libm::hypotf(across - x, down - y)).filter(|gap| *gap <= reach)
        };
        let near = self.path.chunks_exact(3).enumerate().filter_map(|(k, point)| Some((k, gap(point)?)));
        near.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(k, _)| k)
    }

    /// Lines and markers lie on the surface, so they are recomputed whenever it changes.
    fn drape_all(&mut self) {
        drape(&self.path, &self.heights, &mut self.line);
        self.places.clear();
        for &[a, b] in &self.axes.minima {
            self.places.extend(self.heights.at(a, b).map(|height| [a, b, height, CROSS]));
        }
        self.drape_others();
        let Some(at) = present(&self.path) else { return };
        let start = [self.path[0], self.path[1]];
        self.places.extend(self.heights.at(start[0], start[1]).map(|height| [start[0], start[1], height, RING]));
        let [a, b, height] = self.current_point(at, &self.line);
        self.places.push([a, b, height, if [a, b] == at { BALL } else { OUTSIDE }]);
    }

    fn drape_others(&mut self) {
        let (mut line, mut others, mut places) = (Vec::new(), std::mem::take(&mut self.others), Vec::new());
        others.clear();
        for path in &self.overlay.paths {
            drape(&path.points, &self.heights, &mut line);
            let Path { style: number, lost, .. } = path;
            let number = f32::from(number % STYLES);
            dash(&line, dash_lengths(style(path.style).1), number, &mut others);
            let Some(at) = path.present() else { continue };
            let [a, b, height] = self.current_point(at, &line);
            places.push([a, b, height, OTHER + number]);
            places.extend(lost.then_some([a, b, height, LOST]));
        }
        for arrow in &self.overlay.arrows {
            let number = f32::from(STYLES) + ARROWS.iter().position(|kind| *kind == arrow.kind).unwrap_or(0) as f32;
            for (k, [from, to]) in arrow.strokes().into_iter().flatten().enumerate() {
                drape(&[from[0], from[1], 0.0, to[0], to[1], 0.0], &self.heights, &mut line);
                let pattern = if k == 0 { dash_lengths(arrow.kind.look().1) } else { dash_lengths(Dash::Solid) };
                dash(&line, pattern, number, &mut others);
            }
        }
        self.others = others;
        self.places.extend(places);
    }

    /// The position of the current point of a path: within the square, on the surface; over a hole, at the last height
    /// of its line.
    fn current_point(&self, at: [f32; 2], line: &[PathPoint]) -> [f32; 3] {
        let [a, b] = at.map(|at| at.clamp(-1.0, 1.0));
        let last = || line.iter().rev().map(|point| point[2]).find(|&height| height != GAP);
        [a, b, self.heights.at(a, b).or_else(last).unwrap_or(0.0)]
    }
}

/// Lengths of dash and gap, in units of the plane.
fn dash_lengths(dash: Dash) -> [f32; 2] {
    match dash {
        Dash::Solid => [1.0, 0.0],
        Dash::Dashed => [0.09, 0.045],
        Dash::Dotted => [0.022, 0.04],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::overlay::Arrow;

    const SIZE: [f32; 2] = [400.0, 300.0];

    #[test]
    fn line_and_ball_follow_the_surface_when_it_changes() {
        let mut scene = Scene::default();
        scene.set_path(&[0.0, 0.0, 1.0, 0.5, 0.0, 1.0]);
        scene.set_surface(2, &[0.25; 4], false);
        scene.prepare(SIZE);
        assert_eq!(scene.markers(), [[0.0, 0.0, 0.25, RING + 0.9], [0.5, 0.0, 0.25, BALL + 0.9]]);
        scene.set_surface(2, &[0.75; 4], false);
        scene.prepare(SIZE);
        assert_eq!(scene.markers()[1], [0.5, 0.0, 0.75, BALL + 0.9]);
        assert!(scene.line().iter().all(|point| point[2] == 0.75));
    }

    #[test]
    fn others_have_their_own_line_and_marker_and_the_ball_stays_on_top() {
        let mut scene = Scene::default();
        scene.set_surface(2, &[0.25; 4], false);
        scene.set_path(&[0.0, 0.0, 1.0]);
        let path = |style, lost| Path { style, name: String::new(), points: vec![0.5, 0.0, 1.0, 0.5, 0.5, 1.0], lost };
        let arrow = Arrow { kind: Kind::Clipped, name: String::new(), from: [0.0; 2], to: [0.2, 0.0] };
        scene.set_overlay(Overlay { paths: vec![path(0, false), path(5, true)], arrows: vec![arrow] });
        scene.prepare(SIZE);
        let kinds: Vec<f32> = scene.markers().iter().map(|marker| marker[3] - 0.9).collect();
        let wanted = [OTHER, OTHER + 5.0, LOST, RING, BALL];
        assert!(
            kinds.len() == 5 && kinds.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-5),
            "{kinds:?}"
        );
        let mut inks: Vec<f32> = scene.others().iter().map(|point| point[3]).collect();
        inks.dedup();
        assert_eq!(inks, [0.0, 5.0, 9.0]);
        scene.set_overlay(Overlay::default());
        scene.prepare(SIZE);
        assert!(scene.others().is_empty());
    }

    #[test]
    fn a_present_point_outside_is_marked_at_the_border() {
        let mut scene = Scene::default();
        scene.set_surface(2, &[0.25; 4], false);
        scene.set_path(&[0.0, 0.0, 1.0, 7.0, 0.5, 1.0, f32::NAN, 0.0, 0.0]);
        scene.prepare(SIZE);
        assert_eq!(scene.markers().last(), Some(&[1.0, 0.5, 0.25, OUTSIDE + 0.9]));
    }

    #[test]
    fn a_point_of_the_trajectory_is_found_where_it_was_drawn() {
        let mut scene = Scene::default();
        scene.set_surface(2, &[0.25; 4], false);
        scene.set_path(&[0.0, 0.0, 1.0, 0.5, 0.5, 1.0, 7.0, 0.5, 0.0]);
        let view = scene.prepare(SIZE);
        let [x, y] = scene.place(&view, 0.5, 0.5).expect("inside the square");
        assert_eq!(scene.nearest(&view, [x + 2.0, y - 2.0], 5.0), Some(1));
        assert_eq!(scene.nearest(&view, [x + 20.0, y - 20.0], 5.0), None);
        assert_eq!(scene.place(&view, 7.0, 0.5), None);
    }

    #[test]
    fn unchanged_parts_are_not_uploaded_again() {
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
    fn an_empty_scene_has_only_its_box() {
        let mut scene = Scene::default();
        let view = scene.prepare([0.0, 0.0]);
        assert!(scene.line().is_empty() && scene.markers().is_empty() && !scene.frame().is_empty());
        assert_eq!(scene.labels(&view), []);
    }
}
