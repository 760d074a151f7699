//! A section: the square of a plane that a surface is drawn over, with its labels.

use super::{Descent, Plane, Sample};
use crate::draw::relief::{AxisInfo, Info};
use crate::math::Real;
use crate::objectives::{Domain, Objective};
use crate::texts::{self, Text};

/// A fitted descent reaches this share of the way from the square's centre to its edge.
pub const FILL: f64 = 0.8;
/// Beyond this share of the way to the edge, a run is leaving the square.
const EDGE: f64 = 0.9;

/// A square through parameter space.
#[derive(Clone, Debug)]
pub struct Section<R> {
    /// Id of its kind in the registry of planes.
    pub kind: &'static str,
    /// Centre and directions.
    pub plane: Plane<R>,
    /// The square's centre along each axis, as a distance from the start.
    pub centre: [f64; 2],
    /// The step whose parameters the plane goes through.
    pub step: u64,
    /// Share of the descent's variance in the plane when it was made; 0 for kinds of plane that do not maximise it.
    pub held: f64,
    /// Words for the plane's directions, at the start of a sentence.
    pub directions: String,
    /// Names of the two axes.
    pub axes: [String; 2],
    /// Unit of the axes.
    pub unit: String,
    /// Marked points, in coordinates in which the square is [−1, 1]².
    pub marks: Vec<[f64; 2]>,
}

/// Labels of a kind of plane.
pub struct Words {
    /// Words for the directions, at the start of a sentence.
    pub directions: Text,
    /// Names of the two axes.
    pub axes: [Text; 2],
}

impl<R: Real> Section<R> {
    /// A square of `plane`. Its axes measure the distance from `start`.
    pub fn new(kind: &'static str, words: Words, plane: Plane<R>, start: &[R], step: u64) -> Self {
        Self {
            kind,
            centre: centre(&plane, start),
            plane,
            step,
            held: 0.0,
            directions: words.directions.into(),
            axes: words.axes.map(String::from),
            unit: texts::planes::distance().into(),
            marks: Vec::new(),
        }
    }

    /// The domain of a function.
    pub fn whole(domain: &Domain, start: &[R]) -> Self {
        let words = Words { directions: "".into(), axes: ["".into(), "".into()] };
        Self::new("", words, Plane::whole(domain), start, 0)
    }

    /// The same directions and sides, centred on the present point.
    pub fn centred(&self, descent: &Descent<R>) -> Option<Self> {
        let present = descent.points.last()?;
        let plane = self.plane.through(present);
        Some(Self {
            kind: self.kind,
            centre: centre(&plane, descent.start),
            plane,
            step: descent.step,
            held: self.held,
            directions: self.directions.clone(),
            axes: self.axes.clone(),
            unit: self.unit.clone(),
            marks: Vec::new(),
        })
    }

    /// Whether the run has left the square or is about to.
    pub fn is_left_by(&self, descent: &Descent<R>) -> bool {
        descent.points.last().is_some_and(|present| {
            let at = self.plane.project(present);
            at.a.abs().max(at.b.abs()) > EDGE
        })
    }

    /// Axes, heights, known minima and note, for the relief and the page. The losses are over `sample`.
    pub fn describe_for(&self, objective: &Objective<R>, sample: &Sample) -> Info {
        objective.domain().map_or_else(|| self.describe(objective, sample), |domain| describe_domain(&domain))
    }

    fn describe(&self, objective: &Objective<R>, sample: &Sample) -> Info {
        let axis = |k: usize| {
            let half = self.plane.half_widths()[k];
            let range = [self.centre[k] - half, self.centre[k] + half];
            AxisInfo { label: self.axes[k].clone(), unit: self.unit.clone(), range }
        };
        let rows = sample.describe();
        let through = match self.step {
            0 => texts::planes::through_start(&self.directions, &rows),
            step => texts::planes::through_step(&self.directions, &step, &rows),
        };
        let loss = if sample.is_test() { texts::charts::test_loss() } else { texts::charts::loss() };
        Info {
            kind: "plane".into(),
            plane: Some(self.kind.into()),
            x: axis(0),
            y: axis(1),
            z: AxisInfo { label: loss.into(), ..AxisInfo::default() },
            note: texts::sentences([Some(through), Some(objective.drawn_as())]),
            minima: self.marks.clone(),
            marked: texts::planes::solutions_marked().into(),
        }
    }
}

/// The centre of a plane's square along each axis, as a distance from `start`.
fn centre<R: Real>(plane: &Plane<R>, start: &[R]) -> [f64; 2] {
    let ([u, v], at) = (plane.half_widths(), plane.project(start));
    let from_start = |at: f64, half: f64| if at.is_finite() { -at * half } else { 0.0 };
    [from_start(at.a, u), from_start(at.b, v)]
}

/// Describes a function's own domain.
fn describe_domain(domain: &Domain) -> Info {
    let unit = |value: f64, range: [f64; 2]| 2.0 * (value - range[0]) / (range[1] - range[0]) - 1.0;
    let axis = |label: &str, range| AxisInfo { label: label.into(), range, ..AxisInfo::default() };
    Info {
        kind: "function".into(),
        x: axis("x", domain.x),
        y: axis("y", domain.y),
        z: AxisInfo { label: "f(x, y)".into(), ..AxisInfo::default() },
        note: texts::planes::function().into(),
        minima: domain.minima.iter().map(|m| [unit(m[0], domain.x), unit(m[1], domain.y)]).collect(),
        ..Info::default()
    }
}
