//! The planes in which a run is shown, and its trajectory in them.
//!
//! History stores each shown step's coordinates in the initial plane, which also give those in every plane with the
//! same directions. In other planes, the trajectory consists of the snapshots (at most 256) and the present point.

use super::Run;
use super::history::spacing;
use crate::landscape::planes::{self, Framing};
use crate::landscape::{Descent, Held, Projection, Section};
use crate::math::Real;

/// Most points of a path, about.
const POINTS: usize = 2000;
const NOWHERE: Projection = Projection { a: f64::NAN, b: f64::NAN, off: f64::NAN };

/// Sections by id; 0 is the initial one.
pub struct Sections<R> {
    first: Section<R>,
    /// The one that is shown and the newest, at most.
    laid: Vec<(u32, Section<R>)>,
    /// Id of the one that is shown.
    shown: u32,
    /// Why the last request failed.
    no_plane_reason: String,
}

impl<R: Real> Sections<R> {
    /// With the initial section alone.
    pub fn new(first: Section<R>) -> Self {
        Self { first, laid: Vec::new(), shown: 0, no_plane_reason: String::new() }
    }

    /// The initial section.
    pub fn first(&self) -> &Section<R> {
        &self.first
    }

    /// A stored section, by id.
    pub fn get(&self, id: u32) -> Option<&Section<R>> {
        if id == 0 {
            Some(&self.first)
        } else {
            self.laid.iter().find(|snapshot| snapshot.0 == id).map(|snapshot| &snapshot.1)
        }
    }

    fn newest(&self) -> &Section<R> {
        self.laid.last().map_or(&self.first, |snapshot| &snapshot.1)
    }

    /// Stores one more. The shown one stays, because it is drawn until the new surface is ready.
    fn keep(&mut self, id: u32, section: Section<R>) {
        let shown = self.shown;
        self.laid.retain(|snapshot| snapshot.0 == shown && snapshot.0 != id);
        self.laid.push((id, section));
    }
}

impl<R: Real> Run<R> {
    /// Fits a plane of kind `kind` to the trajectory so far and stores it as `id`. `None` if no plane can be fitted
    /// yet, the last one still fits, or the problem is a function with its own plane.
    pub fn lay_section(&mut self, id: u32, kind: &str, framing: Framing) -> Option<&Section<R>> {
        if self.objective.domain().is_some() {
            return None;
        }
        match planes::lay(kind, &self.descent(), framing) {
            Ok(section) => {
                self.sections.no_plane_reason.clear();
                self.sections.keep(id, section);
                Some(self.sections.newest())
            }
            Err(why) => {
                self.sections.no_plane_reason = why;
                None
            }
        }
    }

    /// Why the last request for a plane failed; empty if it did not.
    pub fn no_plane_reason(&self) -> &str {
        &self.sections.no_plane_reason
    }

    /// The newest section and its id.
    pub fn newest_section(&self) -> (u32, &Section<R>) {
        self.sections.laid.last().map_or((0, &self.sections.first), |(id, section)| (*id, section))
    }

    /// Stores as `id` a section of another run of the same settings.
    pub fn adopt(&mut self, id: u32, section: Option<Section<R>>) {
        if let Some(section) = section {
            self.sections.keep(id, section);
        }
    }

    /// Projection of the present parameters onto a section's plane; NaN for an unknown section.
    pub fn projection(&self, id: u32) -> Projection {
        self.sections.get(id).map_or(NOWHERE, |section| section.plane.project(&self.params))
    }

    /// The share of the trajectory's variance that a section's plane explains.
    pub fn held(&self, id: u32) -> Option<Held> {
        self.descent().held(&self.sections.get(id)?.plane)
    }

    /// The present coordinates in the initial plane, for history. NaN for steps that later paths skip; the last point
    /// of a path is projected when the path is built.
    pub(super) fn path_coordinates(&self) -> [f64; 2] {
        let step = self.frame.step;
        if step.is_multiple_of(spacing(step + 1, POINTS)) {
            self.sections.first.plane.place(&self.params)
        } else {
            [f64::NAN; 2]
        }
    }

    /// The trajectory in a section: a, b and loss of about `points` steps (2,000 at most), oldest first. Marks the
    /// section as shown.
    pub fn path(&mut self, id: u32, points: usize) -> Vec<f32> {
        self.sections.shown = id;
        self.path_in(id, points)
    }

    /// The same without marking it.
    pub fn path_in(&self, id: u32, points: usize) -> Vec<f32> {
        let Some(section) = self.sections.get(id) else { return Vec::new() };
        let (last, first) = (self.frame.step, &self.sections.first);
        let mut path = Vec::new();
        if section.kind == first.kind {
            // Same directions, other origin and scale.
            let origin = first.plane.place(&section.plane.anchor);
            let scale = section.plane.half_widths()[0] / first.plane.half_widths()[0];
            for row in self.history.sample(last, points.min(POINTS)) {
                let [a, b] = if row.step() == last { first.plane.place(&self.params) } else { row.place() };
                let place = [(a - origin[0]) / scale, (b - origin[1]) / scale, row.loss()];
                path.extend(if id == 0 { [a, b, row.loss()] } else { place }.map(|x| x as f32));
            }
            return path;
        }
        self.projected(section)
    }

    /// The trajectory in a plane of another run, from that plane's bytes; empty if the other has more or fewer parameters.
    /// No bytes stand for the plane of a function, which is the same for all its runs.
    pub fn path_beside(&self, plane: &[u8], points: usize) -> Vec<f32> {
        if plane.is_empty() {
            return if self.objective.domain().is_some() { self.path_in(0, points) } else { Vec::new() };
        }
        Section::from_bytes(plane, self.params.len()).map_or_else(Vec::new, |section| self.projected(&section))
    }

    /// The trajectory in a plane: a, b and loss of each of its points.
    fn projected(&self, section: &Section<R>) -> Vec<f32> {
        let (last, mut path) = (self.frame.step, Vec::new());
        // Rows are at least as dense as snapshots, so every snapshot's loss is among them.
        let mut rows = self.history.rows(last);
        for (step, params) in self.trajectory() {
            let [a, b] = section.plane.place(params);
            let loss = rows.find(|row| row.step() >= step).map_or(f64::NAN, |row| row.loss());
            path.extend([a, b, loss].map(|x| x as f32));
        }
        path
    }

    /// The steps of [`Self::path`]'s points.
    pub fn path_steps(&self, id: u32, points: usize) -> Vec<f64> {
        let Some(section) = self.sections.get(id) else { return Vec::new() };
        if section.kind == self.sections.first.kind {
            return self.history.sample(self.frame.step, points.min(POINTS)).map(|row| row.step() as f64).collect();
        }
        self.trajectory().map(|(step, _)| step as f64).collect()
    }

    /// Snapshots up to the present step, and the present parameters.
    pub(super) fn trajectory(&self) -> impl Iterator<Item = (u64, &[R])> {
        let step = self.frame.step;
        let before = self.snapshots.up_to(step).filter(move |snapshot| snapshot.0 < step);
        before.chain(std::iter::once((step, &self.params[..])))
    }

    fn descent(&self) -> Descent<'_, R> {
        let finite = |params: &[R]| params.iter().all(|x| x.is_finite());
        let (steps, points) = self.trajectory().filter(|(_, params)| finite(params)).unzip();
        Descent {
            layout: self.objective.layout(),
            seed: self.seed,
            start: &self.sections.first.plane.anchor,
            points,
            steps,
            resolution: self.snapshots.resolution(),
            next: &self.next_params,
            step: self.frame.step,
            gradient: &self.gradient,
            settings: &self.view_settings,
            bend: self.findings.bend.as_ref(),
            solutions: self.findings.solutions.as_ref(),
            before: Some(self.sections.newest()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::dot;
    use crate::registry::Settings;
    use crate::run::Parts;

    fn run(text: &str, steps: u64) -> Run<f32> {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        let mut run = Run::new(Parts::of(&settings, None).expect("no data file"));
        run.step(steps);
        run
    }

    const NETWORK: &str = "scenario=spiral&points=60&hidden_layers=2&width=8&activation=tanh&optimizer=adam";

    fn lay(run: &mut Run<f32>, id: u32, kind: &str, framing: Framing) -> Section<f32> {
        run.lay_section(id, kind, framing).expect("a plane").clone()
    }

    fn coordinates(path: &[f32]) -> Vec<f64> {
        path.chunks_exact(3).flat_map(|point| [f64::from(point[0]), f64::from(point[1])]).collect()
    }

    #[test]
    fn the_descents_plane_holds_its_way_within_the_square_and_touches_the_present_point() {
        let mut run = run(NETWORK, 300);
        let section = lay(&mut run, 1, "pca", Framing::Anew);
        let centre = section.plane.project(&section.plane.anchor);
        assert_eq!((centre.a, centre.b), (0.0, 0.0));
        let path = run.path(1, 2000);
        let places = coordinates(&path);
        assert!(places.iter().all(|x| x.abs() < 0.8001), "{places:?}");
        assert!(places.iter().step_by(2).any(|a| *a < -0.799) && places.iter().step_by(2).any(|a| *a > 0.799));
        let off = run.projection(1).off;
        assert!(off < 1e-4 * section.plane.half_widths()[0], "{off}");
        let [.., loss] = path[..] else { panic!("a path") };
        assert_eq!(f64::from(loss), run.frame().loss);
        assert_eq!(f64::from(path[2]), run.history().at(0).expect("the start").loss());
    }

    #[test]
    fn the_descents_plane_holds_most_of_its_variance_and_no_plane_more_than_all() {
        let young = run(NETWORK, 0);
        let mut run = run(NETWORK, 300);
        let section = lay(&mut run, 1, "pca", Framing::Anew);
        let held = run.held(1).expect("it moved");
        assert!((held.total - section.held).abs() < 1e-5, "{held:?} {}", section.held);
        assert!((held.along[0] + held.along[1] - held.total).abs() < 1e-5 && held.total <= 1.0);
        assert!(held.along[0] >= held.along[1] && held.total > 0.8, "{held:?}");
        let random = run.held(0).expect("it moved");
        assert!(random.total < 0.2, "random directions hold little of a descent: {random:?}");
        assert_eq!(young.held(0), None);
    }

    #[test]
    fn every_point_of_a_long_runs_path_is_somewhere_wherever_one_looks_from() {
        let mut run = run("hidden_layers=1&width=2&points=20&batch=4", 5000);
        for step in [5000, 4097, 3001, 1234] {
            run.seek(step);
            let (path, steps) = (run.path(0, 5000), run.path_steps(0, 5000));
            assert!(path.iter().all(|x| x.is_finite()) && path.len() == 3 * steps.len(), "{step}");
        }
    }

    #[test]
    fn a_followed_plane_is_laid_anew_when_the_run_has_outgrown_it_and_keeps_its_signs() {
        let mut run = run(NETWORK, 100);
        let one = lay(&mut run, 1, "pca", Framing::Anew);
        assert!(run.lay_section(2, "pca", Framing::Follow).is_none(), "nothing has changed");
        run.step(300);
        let other = lay(&mut run, 2, "pca", Framing::Follow);
        assert!(dot(&one.plane.u, &other.plane.u) > 0.0 && dot(&one.plane.v, &other.plane.v) > 0.0);
        run.seek(50);
        assert!(run.lay_section(3, "pca", Framing::Follow).is_none(), "looking back moves nothing");
    }

    #[test]
    fn before_there_is_a_way_there_is_no_plane_of_it_and_a_function_has_its_own() {
        let mut young = run(NETWORK, 1);
        assert!(young.lay_section(1, "pca", Framing::Anew).is_none());
        assert!(young.lay_section(1, "no-such-plane", Framing::Anew).is_none());
        assert!(young.path(1, 100).is_empty() && young.projection(1).off.is_nan());
        let mut function = run("scenario=rosenbrock", 50);
        assert!(function.lay_section(1, "pca", Framing::Anew).is_none());
        assert!(function.lay_section(1, "random", Framing::Centre).is_none());
    }

    #[test]
    fn the_random_square_fits_the_descent_or_is_centred_on_it_in_the_same_directions() {
        let mut run = run(NETWORK, 300);
        let fitted = lay(&mut run, 1, "random", Framing::Fit);
        let places = coordinates(&run.path(1, 2000));
        let largest = places.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
        assert!((0.79..0.83).contains(&largest), "steps between snapshots may lie a little further out: {largest}");
        let first = run.sections.first().plane.clone();
        let cosine =
            dot(&first.u, &fitted.plane.u) / (dot(&first.u, &first.u) * dot(&fitted.plane.u, &fitted.plane.u)).sqrt();
        assert!((cosine - 1.0).abs() < 1e-6);
        assert!(first.project(&fitted.plane.anchor).off < 1e-4, "it is another square of the same plane");

        let centred = lay(&mut run, 2, "random", Framing::Centre);
        assert_eq!(centred.plane.half_widths(), fitted.plane.half_widths());
        let at = run.projection(2);
        assert_eq!((at.a, at.b, at.off), (0.0, 0.0, 0.0));
        let path = run.path(2, 2000);
        let last = &coordinates(&path)[path.len() / 3 * 2 - 2..];
        assert!(last.iter().all(|x| x.abs() < 1e-3), "{last:?}");
        let again = lay(&mut run, 3, "random", Framing::Anew);
        assert_eq!(again.plane.anchor, first.anchor);
    }

    #[test]
    fn the_same_run_lays_the_same_plane_and_another_one_can_adopt_it() {
        let (mut one, mut other) = (run(NETWORK, 150), run(NETWORK, 150));
        let bytes = lay(&mut one, 1, "pca", Framing::Anew).to_bytes();
        assert_eq!(bytes, lay(&mut other, 1, "pca", Framing::Anew).to_bytes());
        let mut fresh = run(NETWORK, 150);
        fresh.adopt(7, Section::from_bytes(&bytes, fresh.params().len()));
        assert_eq!(fresh.path(7, 2000), one.path(1, 2000));
        assert!(Section::<f32>::from_bytes(&bytes, 3).is_none() && Section::<f32>::from_bytes(b"rubbish", 3).is_none());
    }

    #[test]
    fn what_is_shown_stays_while_others_are_wished() {
        let mut run = run(NETWORK, 50);
        lay(&mut run, 1, "pca", Framing::Anew);
        run.path(1, 100);
        for id in 2..20 {
            lay(&mut run, id, "random", Framing::Centre);
        }
        assert!(!run.path(1, 100).is_empty() && !run.path(19, 100).is_empty());
        assert!(run.path(5, 100).is_empty() && run.sections.laid.len() == 2);
    }

    #[test]
    fn a_run_that_diverged_is_looked_at_over_the_finite_part_of_its_way() {
        let text =
            "scenario=spiral&points=60&hidden_layers=8&activation=identity&init=normal&init_std=2&loss=mse&lr=10";
        let mut run = run(text, 500);
        assert_ne!(run.frame().status, crate::run::Status::Running);
        if let Some(section) = run.lay_section(1, "pca", Framing::Anew) {
            assert!(section.plane.anchor.iter().all(|x| x.is_finite()));
        }
        run.held(0);
    }
}
