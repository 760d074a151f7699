//! Study: the loss along a line through parameter space, θ(t) = θ_c + t·d (I. J. Goodfellow, O. Vinyals, A. M. Saxe,
//! "Qualitatively characterizing neural network optimization problems", 2015).

use super::{Finding, Task, Work, wide};
use crate::landscape::curvature::Bend;
use crate::landscape::planes;
use crate::math::{Real, dot, norm};
use crate::objectives::{Objective, Rows, Workspace};
use crate::registry::{Item, Key, Param, Range, Settings, default_choice};
use crate::run::Run;
use crate::scenarios;
use crate::texts::{charts, cuts, planes as words};
use serde::{Deserialize, Serialize};

/// Points at which the loss is computed.
const POINTS: usize = 121;
/// Between two solutions, the line extends beyond each by this share of their distance.
const BEYOND: f64 = 0.25;
/// Along an eigenvector, the line ends where the quadratic term alone raises the loss by this factor, limited to these
/// shares of the parameters' norm.
const RISE: f64 = 4.0;
const REACH: (f64, f64) = (1e-3, 1.0);

/// The lines to choose from.
pub const CUTS: &[Item] = &Item::all_for_build([
    Item {
        id: "path",
        label: "Start to here",
        formula: "θ₀ + t (θ_s − θ₀)",
        help: "The straight line from the start to the present point. If the loss only falls along it, there was no obstacle to go around.",
        ..Item::BASE
    },
    Item {
        id: "solutions",
        label: "To another solution",
        formula: "θ_s + t (θ_s′ − θ_s), s′ from another seed",
        help: "The straight line to the point that a run from another seed reaches in the same number of steps on the same data. Usually there is a wall between the two.",
        ..Item::BASE
    },
    Item {
        id: "gradient",
        label: "Along the negative gradient",
        formula: "θ_s − η g",
        help: "The loss by learning rate: what longer or shorter steps along the negative gradient would give. The present rate and the actual step are marked.",
        ..Item::BASE
    },
    Item {
        id: "eigenvector",
        label: "Leading eigenvector",
        formula: "θ_s + t v₁, H v₁ = λ_max v₁",
        help: "The loss along the direction of largest curvature, with the parabola of its slope and curvature. It shows how far the quadratic approximation holds.",
        ..Item::BASE
    },
]);

/// The setting that chooses the line.
pub const CUT: Key<&'static Item> = Key::new(Param {
    key: "cut",
    label: "Cut",
    help: "The line through parameter space along which the loss is drawn.",
    default: default_choice(CUTS, "path"),
    range: Range::Choice(CUTS),
    ..Param::BASE
});

/// A line and its labels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    about: Cut,
    from: Vec<f64>,
    along: Vec<f64>,
    ends: [f64; 2],
    /// The run's running statistics, for the test loss.
    buffers: Vec<f64>,
}

/// The loss along a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Id in [`CUTS`].
    pub kind: String,
    /// The step of its origin.
    pub step: u64,
    /// Label of the axis t.
    pub axis: String,
    /// Labelled points on it.
    pub marks: Vec<(f64, String)>,
    /// Loss, slope and curvature at t = 0, if known.
    pub model: Option<[f64; 3]>,
    /// The points t.
    pub t: Vec<f64>,
    /// Training loss at each.
    pub loss: Vec<f64>,
    /// Test loss at each; empty without a test set.
    pub test: Vec<f64>,
}

/// Computes a cut point by point.
pub struct Walk {
    objective: Objective<f64>,
    work: Workspace,
    line: Line,
    point: Vec<f64>,
}

impl Walk {
    /// Along a line of [`Run::task`].
    pub fn new(settings: &Settings, file: Option<&[u8]>, line: Line) -> Result<Self, String> {
        let objective = scenarios::objective::<f64>(settings, file)?;
        let work = objective.workspace(objective.rows().max(objective.test_rows()));
        Ok(Self { objective, work, point: line.from.clone(), line })
    }
}

impl Work for Walk {
    fn advance(&mut self) -> bool {
        let Line { about, from, along, ends: [low, high], buffers } = &mut self.line;
        let k = about.t.len();
        if k < POINTS {
            let t = *low + (*high - *low) * k as f64 / (POINTS - 1) as f64;
            for ((x, from), along) in self.point.iter_mut().zip(&*from).zip(&*along) {
                *x = from + t * along;
            }
            about.t.push(t);
            about.loss.push(self.objective.loss(&self.point, Rows::All.into(), &mut self.work));
            if self.objective.test_rows() > 0 {
                about.test.push(self.objective.test_loss(&self.point, buffers, &mut self.work));
            }
        }
        about.t.len() == POINTS
    }

    fn finding(&self) -> Finding {
        Finding::Cut(self.line.about.clone())
    }
}

impl<R: Real> Run<R> {
    /// The task for the line of the settings.
    pub(super) fn cut_task(&mut self) -> Option<Task> {
        let (kind, step) = (self.view_settings.get(&CUT).id, self.frame.step);
        let drawn = match &self.findings.cut {
            Some(Ok(cut)) if cut.kind == kind => Some(cut.step),
            _ => None,
        };
        if drawn == Some(step) {
            return None;
        }
        // A result that arrived while the run advanced is shown first; a newer task would be late again.
        let (first, found) = match kind {
            "solutions" => (self.solutions_wanted(), self.findings.solutions.as_ref().map(|found| found.step)),
            "eigenvector" => (self.bend_wanted(), self.findings.bend.as_ref().map(|bend| bend.step)),
            _ => (None, None),
        };
        if first.is_some() && found <= drawn {
            return first;
        }
        match self.line(kind) {
            Ok(line) => Some(Task::Cut(Box::new(line))),
            Err(why) => {
                self.findings.cut = Some(Err(why));
                None
            }
        }
    }

    fn line(&self, kind: &str) -> Result<Line, String> {
        let here = wide(&self.params);
        if here.iter().any(|x| !x.is_finite()) {
            return Err(cuts::not_finite().into());
        }
        let step = match kind {
            "solutions" => self.findings.solutions.as_ref().map(|found| found.step),
            "eigenvector" => self.findings.bend.as_ref().map(|bend| bend.step),
            _ => None,
        };
        let step = step.unwrap_or(self.frame.step);
        let about = |axis: &str, marks: Vec<(f64, String)>, model| {
            let (t, loss, test) = (Vec::new(), Vec::new(), Vec::new());
            Cut { kind: kind.into(), step, axis: axis.into(), marks, model, t, loss, test }
        };
        let between = |axis: &str, from: Vec<f64>, to: &[f64], names: [String; 2]| {
            let along: Vec<f64> = from.iter().zip(to).map(|(from, to)| to - from).collect();
            let [one, other] = names;
            let about = about(axis, vec![(0.0, one), (1.0, other)], None);
            let line = Line { about, from, along, ends: [-BEYOND, 1.0 + BEYOND], buffers: wide(self.buffers()) };
            if norm(&line.along) > 0.0 { Ok(line) } else { Err(cuts::not_moved().into()) }
        };
        match kind {
            "solutions" => {
                planes::seeds(&self.view_settings)?;
                let found = self.findings.solutions.as_ref().ok_or_else(cuts::solution_unknown)?;
                let seed = found.seeds[1];
                let other = found.others[0].as_ref();
                let other = other.ok_or_else(|| cuts::solution_diverged(&seed))?;
                between(
                    &cuts::axis_solution(),
                    found.own.clone(),
                    other,
                    [cuts::this_run().into(), cuts::seed(&seed).into()],
                )
            }
            "gradient" => self.gradient_line(here, about),
            "eigenvector" => {
                let bend = self.findings.bend.as_ref().ok_or_else(cuts::eigenvector_unknown)?;
                let pair = bend.pairs.first().ok_or_else(words::hessian_not_finite)?;
                let reach = reach(bend, pair.value);
                let model = Some([bend.loss, bend.slopes[0], pair.value]);
                let about = about(&cuts::axis_eigenvector(), vec![(0.0, cuts::here().into())], model);
                let along = pair.vector.clone();
                Ok(Line {
                    about,
                    from: bend.params.clone(),
                    along,
                    ends: [-reach, reach],
                    buffers: wide(self.buffers()),
                })
            }
            _ => between(
                &cuts::axis_start(),
                self.trajectory().next().map_or_else(Vec::new, |(_, start)| wide(start)),
                &here,
                [cuts::start().into(), cuts::here().into()],
            ),
        }
    }

    /// Along the negative clipped gradient of the batch.
    fn gradient_line(
        &self,
        here: Vec<f64>,
        about: impl Fn(&str, Vec<(f64, String)>, Option<[f64; 3]>) -> Cut,
    ) -> Result<Line, String> {
        let gradient = wide(self.clipped_gradient());
        let square = dot(&gradient, &gradient);
        if !(square > 0.0 && square.is_finite()) {
            let why = if square == 0.0 { cuts::zero_gradient() } else { cuts::infinite_gradient() };
            return Err(why.into());
        }
        let lr = self.frame.lr;
        let moved: Vec<f64> = wide(&self.next_params).iter().zip(&here).map(|(next, now)| next - now).collect();
        // The length of the actual step along the gradient.
        let made = Some(-dot(&moved, &gradient) / square).filter(|made| made.is_finite()).unwrap_or(lr);
        let reach = lr.max(made.abs());
        let reach = if reach > 0.0 { reach } else { 1.0 };
        let mut marks = vec![(0.0, cuts::here().into()), (lr, charts::learning_rate().into())];
        if (made - lr).abs() > 1e-3 * reach {
            marks.push((made, cuts::the_step().into()));
        }
        let along = gradient.iter().map(|g| -g).collect();
        let low = -reach.max(-1.2 * made);
        let of_batch = self.batches.largest() < self.objective.rows();
        let axis = if of_batch { cuts::axis_batch_gradient() } else { cuts::axis_gradient() };
        let about = about(&axis, marks, None);
        Ok(Line { about, from: here, along, ends: [low, 4.0 * reach], buffers: wide(self.buffers()) })
    }
}

fn reach(bend: &Bend, value: f64) -> f64 {
    let size = norm(&bend.params).max(1e-3);
    let doubled = (2.0 * RISE * bend.loss.abs() / value.abs()).sqrt();
    if doubled.is_finite() { doubled.clamp(REACH.0 * size, REACH.1 * size) } else { REACH.1 * size }
}
