//! A section: the square of a plane that a surface is drawn over, with its labels.

use super::{Descent, Plane, Sample, planes};
use crate::draw::relief::{AxisInfo, Info};
use crate::math::Real;
use crate::objectives::{Domain, Objective};
use crate::texts;
use serde::{Deserialize, Serialize};

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

/// A section as workers exchange it. Its numbers are f64, which represents those of every precision.
#[derive(Serialize, Deserialize)]
struct Wire {
    kind: String,
    anchor: Vec<f64>,
    u: Vec<f64>,
    v: Vec<f64>,
    centre: [f64; 2],
    step: u64,
    held: f64,
    directions: String,
    axes: [String; 2],
    unit: String,
    marks: Vec<[f64; 2]>,
}

impl<R: Real> Section<R> {
    /// A square of `plane`. Its axes measure the distance from `start`.
    pub fn new(kind: &'static str, plane: Plane<R>, start: &[R], step: u64) -> Self {
        let [u, v] = plane.half_widths();
        let at = plane.project(start);
        let from_start = |at: f64, half: f64| if at.is_finite() { -at * half } else { 0.0 };
        let words = planes::words(kind);
        Self {
            kind,
            centre: [from_start(at.a, u), from_start(at.b, v)],
            plane,
            step,
            held: 0.0,
            directions: words.directions.into(),
            axes: words.axes.map(String::from),
            unit: texts::planes::distance().into(),
            marks: Vec::new(),
        }
    }

    /// The section of the first picture: a function's own domain, or the default kind of plane through the start.
    pub fn first(objective: &Objective<R>, start: &[R], seed: u64) -> Self {
        match objective.domain() {
            Some(domain) => Self::new("", Plane::whole(&domain), start, 0),
            None => planes::first(objective.layout(), start, seed),
        }
    }

    /// The same directions and sides, centred on the present point.
    pub fn centred(&self, descent: &Descent<R>) -> Option<Self> {
        let present = descent.points.last()?;
        let (directions, axes) = (self.directions.clone(), self.axes.clone());
        Some(Self {
            held: self.held,
            directions,
            axes,
            unit: self.unit.clone(),
            ..Self::new(self.kind, self.plane.through(present), descent.start, descent.step)
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

    /// Serialises the section for [`Self::from_bytes`].
    #[expect(clippy::missing_panics_doc, reason = "plain data can always be written")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let wide = |values: &[R]| values.iter().map(|x| x.to_f64()).collect();
        let Plane { anchor, u, v, .. } = &self.plane;
        let wire = Wire {
            kind: self.kind.into(),
            anchor: wide(anchor),
            u: wide(u),
            v: wide(v),
            centre: self.centre,
            step: self.step,
            held: self.held,
            directions: self.directions.clone(),
            axes: self.axes.clone(),
            unit: self.unit.clone(),
            marks: self.marks.clone(),
        };
        postcard::to_stdvec(&wire).expect("a section is plain data")
    }

    /// Reads the bytes of [`Self::to_bytes`]. `None` if they do not describe a section of a space with `parameters`
    /// dimensions.
    pub fn from_bytes(bytes: &[u8], parameters: usize) -> Option<Self> {
        let Wire { kind, anchor, u, v, centre, step, held, directions, axes, unit, marks } =
            postcard::from_bytes(bytes).ok()?;
        let kind = planes::ITEMS.iter().find(|item| item.id == kind)?.id;
        let narrow = |values: Vec<f64>| -> Option<Vec<R>> {
            (values.len() == parameters).then(|| values.into_iter().map(R::of).collect())
        };
        let plane = Plane::new(narrow(anchor)?, narrow(u)?, narrow(v)?);
        Some(Self { kind, plane, centre, step, held, directions, axes, unit, marks })
    }
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
