//! A section: the square of a plane that a surface is drawn over, and what has to be said of it.

use super::{Descent, Plane, Sample, planes};
use crate::draw::relief::{AxisInfo, Info};
use crate::math::Real;
use crate::objectives::{Domain, Objective};
use crate::texts;
use serde::{Deserialize, Serialize};

/// The descent reaches so far towards the square's edge when it has been fitted.
pub const FILL: f64 = 0.8;
/// From here on it is leaving the square.
const EDGE: f64 = 0.9;

/// A square through parameter space.
#[derive(Clone, Debug)]
pub struct Section<R> {
    /// Id of its kind in the registry of planes.
    pub kind: &'static str,
    /// Centre and directions.
    pub plane: Plane<R>,
    /// Where the square's centre lies along each axis, as a distance from the start.
    pub centre: [f64; 2],
    /// The plane goes through the run's place at this step.
    pub step: u64,
    /// Share of the descent's variance that it held when it was made; 0 where that was not its purpose.
    pub held: f64,
    /// What it lies along, at the start of a sentence.
    pub directions: String,
    /// Names of the two axes.
    pub axes: [String; 2],
    /// Unit of the axes.
    pub unit: String,
    /// Places in it that are marked, the square being [−1, 1]².
    pub marks: Vec<[f64; 2]>,
}

/// A section on its way between workers. Numbers are in f64, which holds those of every precision.
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
    /// A square of `plane`, whose axes count from `start`.
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
            unit: "‖Δθ‖".into(),
            marks: Vec::new(),
        }
    }

    /// The first picture: a function's own domain, or the first kind of plane through the start.
    pub fn first(objective: &Objective<R>, start: &[R], seed: u64) -> Self {
        match objective.domain() {
            Some(domain) => Self::new("", Plane::whole(&domain), start, 0),
            None => planes::first(objective.layout(), start, seed),
        }
    }

    /// The same directions and sides around the present point.
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

    /// Whether the run is about to leave the square, or has.
    pub fn is_left_by(&self, descent: &Descent<R>) -> bool {
        descent.points.last().is_some_and(|present| {
            let at = self.plane.project(present);
            at.a.abs().max(at.b.abs()) > EDGE
        })
    }

    /// Axes, heights, known minima and note, as the relief and the page read them, where the losses are over `sample`.
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

    /// For [`Self::from_bytes`].
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

    /// The section of [`Self::to_bytes`], if it is one through a space of `parameters` dimensions.
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

/// The same of a function's own domain.
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
