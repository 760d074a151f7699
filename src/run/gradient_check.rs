//! A gradient check: back-propagation against differences of the loss, in f64, parameter by parameter.
//!
//! A difference quotient has errors of its own: the loss is rounded, and it bends. C. J. F. Ridders ("Accurate
//! computation of F′(x) and F′(x)F″(x)", Advances in Engineering Software 4, 1982) takes central differences of ever
//! smaller steps, extrapolates them to step 0 and says how far to trust the result. Where that is not far enough (a kink
//! nearby, or a slope that has vanished below the loss's rounding), the parameter is counted as not resolved and decides
//! nothing.

use super::AnyRun;
use super::any::with_run;
use crate::math::Real;
use crate::objectives::{Batch, Noise, Objective, Rows, Workspace};
use crate::scenarios;
use crate::settings::Settings;

/// Parameters that are compared in each layer, spread evenly over it, and in each layer of the largest networks; all of
/// them where there are no more.
pub const PER_LAYER: [usize; 2] = [16, 4];
/// Numbers times examples from which on a comparison of every layer's [`PER_LAYER`] would take too long.
const MOST_WORK: usize = 1 << 31;
/// Examples of the batch that the loss is over: back-propagation is right over a few where it is right over all.
pub const ROWS: usize = 32;
/// First step of a difference; each of the [`STEPS`] is half of the one before.
const FIRST_STEP: f64 = 0.1;
const STEPS: usize = 8;
/// What a sum over many examples rounds, in units of f64's last place.
const ROUNDING: f64 = 8.0;
/// Relative uncertainty up to which a difference decides something, and up to which it is made better.
const RESOLVED: f64 = 1e-5;
const ENOUGH: f64 = 1e-8;
/// Largest relative error of a gradient that is right. A wrong one is rarely wrong by less than a hundredth.
pub const ALLOWED: f64 = 1e-4;

/// What the check has found in a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedLayer {
    /// Name.
    pub name: String,
    /// Its parameters.
    pub parameters: usize,
    /// How many of them have been compared.
    pub compared: usize,
    /// How many of those have a difference that can be trusted.
    pub resolved: usize,
    /// The largest of |g − d| / max(|g|, |d|) among these, g the gradient and d the difference.
    pub error: f64,
}

/// A check in progress.
pub struct GradientCheck {
    objective: Box<dyn Objective<f64>>,
    point: Vec<f64>,
    gradient: Vec<f64>,
    rows: Vec<u32>,
    noise: Option<Noise>,
    work: Workspace,
    layers: Vec<CheckedLayer>,
    /// Layer and parameter, in order.
    plan: Vec<(usize, usize)>,
    done: usize,
}

impl AnyRun {
    /// The check of this run, of `settings` and `file`, at its present parameters and over its present batch; an error
    /// says what is wrong with the file.
    pub fn gradient_check(&mut self, settings: &Settings, file: Option<&[u8]>) -> Result<GradientCheck, String> {
        let objective = scenarios::objective(settings, file)?;
        let step = self.frame().step;
        let noise = Noise { seed: settings.seed(), step };
        Ok(with_run!(self, run => {
            let rows = run.batch_rows(step);
            GradientCheck::new(objective, run.params(), rows, Some(noise))
        }))
    }
}

impl GradientCheck {
    /// The check of an objective at `params`, over the first [`ROWS`] of a step's rows (of all, if there are none) and
    /// with the step's noise.
    pub fn new<R: Real>(
        objective: Box<dyn Objective<f64>>,
        params: &[R],
        mut rows: Vec<u32>,
        noise: Option<Noise>,
    ) -> Self {
        if rows.is_empty() {
            rows.extend(spread(objective.rows(), ROWS).map(|row| row as u32));
        }
        rows.truncate(ROWS);
        let mut work = objective.workspace(rows.len());
        let point: Vec<f64> = params.iter().map(|p| p.to_f64()).collect();
        let mut gradient = vec![0.0; point.len()];
        let batch = Batch { rows: these(&rows), noise };
        objective.gradient(&point, batch, &mut gradient, &mut work, &mut ());
        let all = objective.layout().layers.len() * point.len() * rows.len();
        let per_layer = (MOST_WORK / all.max(1)).clamp(PER_LAYER[1], PER_LAYER[0]);
        let (mut layers, mut plan) = (Vec::new(), Vec::new());
        for (k, layer) in objective.layout().layers.iter().enumerate() {
            let (first, parameters) = (layer.range.start, layer.range.len());
            plan.extend(spread(parameters, per_layer).map(|n| (k, first + n)));
            layers.push(CheckedLayer { name: layer.name.clone(), parameters, compared: 0, resolved: 0, error: 0.0 });
        }
        Self { objective, point, gradient, rows, noise, work, layers, plan, done: 0 }
    }

    /// Compares up to `count` more parameters; whether there are any left after them.
    pub fn advance(&mut self, count: usize) -> bool {
        let until = (self.done + count).min(self.plan.len());
        for n in self.done..until {
            let (layer, k) = self.plan[n];
            let (difference, uncertainty) = self.difference(k);
            let (g, d) = (self.gradient[k], difference);
            let scale = g.abs().max(d.abs());
            let layer = &mut self.layers[layer];
            layer.compared += 1;
            // Both exactly 0: nothing depends on this parameter, and both say so.
            if scale == 0.0 || uncertainty <= RESOLVED * scale {
                layer.resolved += 1;
                layer.error = layer.error.max(if scale == 0.0 { 0.0 } else { (g - d).abs() / scale });
            }
        }
        self.done = until;
        until < self.plan.len()
    }

    /// Share of the parameters to compare that have been.
    pub fn progress(&self) -> f64 {
        if self.plan.is_empty() { 1.0 } else { self.done as f64 / self.plan.len() as f64 }
    }

    /// What has been found so far.
    pub fn layers(&self) -> &[CheckedLayer] {
        &self.layers
    }

    /// ∂L/∂θ_k by Ridders' method, and how uncertain it is.
    fn difference(&mut self, k: usize) -> (f64, f64) {
        let mut table = [[0.0_f64; STEPS]; STEPS];
        let (mut best, mut uncertainty) = (0.0, f64::INFINITY);
        let mut h = FIRST_STEP;
        for i in 0..STEPS {
            let (ahead, behind) = (self.loss(k, h), self.loss(k, -h));
            table[0][i] = (ahead - behind) / (2.0 * h);
            let rounded = ROUNDING * f64::EPSILON * ahead.abs().max(behind.abs()) / h;
            let mut factor = 4.0;
            for j in 1..=i {
                table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1.0);
                factor *= 4.0;
                let apart = (table[j][i] - table[j - 1][i]).abs().max((table[j][i] - table[j - 1][i - 1]).abs());
                if apart.max(rounded) <= uncertainty {
                    (best, uncertainty) = (table[j][i], apart.max(rounded));
                }
            }
            if uncertainty <= ENOUGH * best.abs() {
                break;
            }
            // From where a higher order is much worse than the best, it is rounding that grows.
            if i > 0 && (table[i][i] - table[i - 1][i - 1]).abs() >= 2.0 * uncertainty && uncertainty.is_finite() {
                break;
            }
            h *= 0.5;
        }
        (best, uncertainty)
    }

    fn loss(&mut self, k: usize, by: f64) -> f64 {
        let kept = self.point[k];
        self.point[k] = kept + by;
        let batch = Batch { rows: these(&self.rows), noise: self.noise };
        let loss = self.objective.loss(&self.point, batch, &mut self.work);
        self.point[k] = kept;
        loss
    }
}

/// Up to `count` of `all` things, evenly.
fn spread(all: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.min(all);
    (0..count).map(move |n| (2 * n + 1) * all / (2 * count))
}

/// A function has no rows to choose from.
fn these(rows: &[u32]) -> Rows<'_> {
    if rows.is_empty() { Rows::All } else { Rows::These(rows) }
}

impl CheckedLayer {
    /// Whether nothing speaks against the gradient.
    pub fn agrees(&self) -> bool {
        self.error <= ALLOWED
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Layout;
    use crate::objectives::{Blueprint, Observer};

    fn checked(text: &str) -> Vec<CheckedLayer> {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        let mut run = AnyRun::new(&settings, None).expect("no data file is needed");
        run.step(3);
        let mut check = run.gradient_check(&settings, None).expect("no data file is needed");
        while check.advance(7) {}
        assert_eq!(check.progress(), 1.0);
        check.layers().to_vec()
    }

    #[test]
    fn back_propagation_agrees_with_differences() {
        for text in [
            "points=40&hidden_layers=3&width=5&activation=tanh&precision=f64",
            "points=40&hidden_layers=2&width=5&activation=mish&loss=huber&l2=0.01&batch=7",
            "scenario=recall&delay=6&width=5",
            "scenario=rosenbrock",
        ] {
            for layer in checked(text) {
                assert!(layer.agrees(), "{text}: {layer:?}");
                assert!(layer.compared == layer.parameters.min(PER_LAYER[0]), "{text}: {layer:?}");
                assert!(2 * layer.resolved > layer.compared, "{text}: {layer:?}");
            }
        }
    }

    /// Behind twelve sigmoid layers the loss hardly depends on the first layer's weights.
    #[test]
    fn a_vanished_gradient_is_no_error() {
        let layers = checked("points=40");
        assert!(layers.iter().all(CheckedLayer::agrees), "{layers:?}");
        assert!(layers.last().is_some_and(|last| last.resolved > 0), "{layers:?}");
    }

    /// An objective whose gradient is wrong by a thousandth in its last layer.
    struct Wrong(Box<dyn Objective<f64>>);

    impl Objective<f64> for Wrong {
        fn layout(&self) -> &Layout {
            self.0.layout()
        }

        fn init(&self, seed: u64) -> Vec<f64> {
            self.0.init(seed)
        }

        fn rows(&self) -> usize {
            self.0.rows()
        }

        fn workspace(&self, rows: usize) -> Workspace {
            self.0.workspace(rows)
        }

        fn forward(&self, params: &[f64], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<f64>) -> f64 {
            self.0.forward(params, batch, work, observer)
        }

        fn gradient(
            &self,
            params: &[f64],
            batch: Batch,
            gradient: &mut [f64],
            work: &mut Workspace,
            observer: &mut dyn Observer<f64>,
        ) -> f64 {
            let loss = self.0.gradient(params, batch, gradient, work, observer);
            let last = self.layout().layers.last().expect("there is a layer").range.clone();
            gradient[last].iter_mut().for_each(|g| *g *= 1.001);
            loss
        }

        fn blueprint(&self) -> Blueprint {
            self.0.blueprint()
        }
    }

    #[test]
    fn a_gradient_that_is_wrong_by_a_thousandth_is_found_in_its_layer() {
        let (settings, _) = Settings::parse("points=40&hidden_layers=2&width=4&activation=tanh");
        let inner = scenarios::objective(&settings, None).expect("no data file is needed");
        let params: Vec<f64> = inner.init(1);
        let mut check = GradientCheck::new(Box::new(Wrong(inner)), &params, Vec::new(), None);
        while check.advance(100) {}
        let agree: Vec<bool> = check.layers().iter().map(CheckedLayer::agrees).collect();
        assert_eq!(agree, [true, true, false]);
        assert!((check.layers()[2].error - 1e-3).abs() < 2e-5, "{:?}", check.layers()[2]);
    }
}
