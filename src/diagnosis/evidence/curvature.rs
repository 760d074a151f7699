//! Evidence: the curvature against the largest at which the optimizer is stable.

use crate::math::Dual;
use crate::registry::Settings;
use crate::run::{RunView, Typed};
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
    /// For an optimizer that divides the gradient: the largest eigenvalue of the Hessian divided in the same way, over the
    /// largest at which it is stable.
    pub divided: Option<f64>,
}

impl Curvature {
    /// Of a function of two variables, exactly; `None` for anything else. (A network's curvature is measured where it is
    /// drawn. A verdict must not depend on what is drawn.)
    pub fn of(settings: &Settings, run: &dyn RunView) -> Option<Self> {
        let frame = run.frame();
        run.problem().domain()?;
        let hessian = of_function(settings, &run.parameters())?;
        let [least, largest] = eigenvalues(hessian).filter(|[_, largest]| largest.is_finite())?;
        let (stability, divisor) = (run.stability_at(frame.step), divisor(run));
        let divided = stability.and_then(|stability| {
            let (decay, [p, q]) = (stability.divided?, divisor?);
            let [a, b, d] = hessian;
            let [_, largest] = eigenvalues([(a + decay) / p, b / (p * q).sqrt(), (d + decay) / q])?;
            Some(largest / stability.largest(frame.lr))
        });
        let limit = stability.filter(|stability| stability.divided.is_none());
        Some(Self { largest, least, limit: limit.map(|stability| stability.largest(frame.lr)), divided })
    }

    /// Whether the curvature is above the limit.
    pub fn is_unstable(&self) -> bool {
        self.limit.is_some_and(|limit| self.largest > limit)
    }
}

/// What the optimizer divides the two elements of the gradient by.
fn divisor(run: &dyn RunView) -> Option<[f64; 2]> {
    let divisor = match run.typed() {
        Typed::F32(run) => run.divisor(),
        Typed::F64(run) => run.divisor(),
    };
    <[f64; 2]>::try_from(divisor).ok()
}

/// A function's Hessian at a point, [∂²/∂x², ∂²/∂x∂y, ∂²/∂y²]; from the gradient in dual numbers.
fn of_function(settings: &Settings, point: &[f64]) -> Option<[f64; 3]> {
    let objective = scenarios::objective::<Dual<f64>>(settings, None).ok()?;
    let mut work = objective.workspace(1);
    let mut column = |along: usize| {
        let at: Vec<Dual<f64>> = (0..2).map(|k| Dual::new(point[k], if k == along { 1.0 } else { 0.0 })).collect();
        let mut slope = [Dual::default(); 2];
        objective.gradient(&at, crate::objectives::Rows::All.into(), &mut slope, &mut work, &mut ());
        slope.map(|slope| slope.tangent)
    };
    let ([a, b], [_, d]) = (column(0), column(1));
    Some([a, b, d])
}

/// The eigenvalues of a symmetric matrix [a, b, d], the smaller first.
fn eigenvalues([a, b, d]: [f64; 3]) -> Option<[f64; 2]> {
    let (middle, spread) = ((a + d) / 2.0, ((a - d) * (a - d) / 4.0 + b * b).sqrt());
    (middle + spread).is_finite().then_some([middle - spread, middle + spread])
}
