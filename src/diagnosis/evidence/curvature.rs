//! Evidence: the curvature against the largest at which the optimizer is stable.

use crate::math::Dual;
use crate::registry::Settings;
use crate::run::RunView;
use crate::scenarios;

/// Curvature at the present parameters.
#[derive(Clone, Copy, Debug)]
pub struct Curvature {
    /// The largest eigenvalue of the Hessian.
    pub largest: f64,
    /// The least eigenvalue.
    pub least: f64,
    /// The largest curvature at which the optimizer is stable; `None` if curvature alone does not decide.
    pub limit: Option<f64>,
}

impl Curvature {
    /// Of a function of two variables, exactly; `None` for anything else. (A network's curvature is measured where it is
    /// drawn. A verdict must not depend on what is drawn.)
    pub fn of(settings: &Settings, run: &dyn RunView) -> Option<Self> {
        let frame = run.frame();
        run.problem().domain()?;
        let [least, largest] = of_function(settings, &run.parameters())?;
        let stability = run.stability_at(frame.step).filter(|stability| stability.divided.is_none());
        Some(Self { largest, least, limit: stability.map(|stability| stability.largest(frame.lr)) })
    }

    /// Whether the curvature is above the limit.
    pub fn is_unstable(&self) -> bool {
        self.limit.is_some_and(|limit| self.largest > limit)
    }
}

/// The eigenvalues of a function's Hessian at a point, the smaller first; from the gradient in dual numbers.
fn of_function(settings: &Settings, point: &[f64]) -> Option<[f64; 2]> {
    let objective = scenarios::objective::<Dual<f64>>(settings, None).ok()?;
    let mut work = objective.workspace(1);
    let mut column = |along: usize| {
        let at: Vec<Dual<f64>> = (0..2).map(|k| Dual::new(point[k], if k == along { 1.0 } else { 0.0 })).collect();
        let mut slope = [Dual::default(); 2];
        objective.gradient(&at, crate::objectives::Rows::All.into(), &mut slope, &mut work, &mut ());
        slope.map(|slope| slope.tangent)
    };
    let ([a, b], [_, d]) = (column(0), column(1));
    let (middle, spread) = ((a + d) / 2.0, ((a - d) * (a - d) / 4.0 + b * b).sqrt());
    (middle + spread).is_finite().then_some([middle - spread, middle + spread])
}
