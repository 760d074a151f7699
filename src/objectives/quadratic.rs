//! Convergence on a quadratic bowl, from its two curvatures.

use super::surfaces::AnySurface;
use crate::math::Dual;
use crate::readout::Readout;

/// The curvatures of a quadratic function of two variables, λ₁ ≥ λ₂.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quadratic {
    /// λ₁ and λ₂.
    pub curvatures: [f64; 2],
}

impl Quadratic {
    /// The curvatures of a surface, exactly: the Hessian at the origin by dual numbers.
    pub fn of(surface: &AnySurface) -> Self {
        let column = |x, y| {
            let (_, gradient) = surface.value_and_gradient(Dual::new(0.0, x), Dual::new(0.0, y));
            gradient.map(|slope: Dual<f64>| slope.tangent)
        };
        let ([a, b], [_, d]) = (column(1.0, 0.0), column(0.0, 1.0));
        let (middle, spread) = ((a + d) / 2.0, ((a - d) * (a - d) / 4.0 + b * b).sqrt());
        // λ₂ from the determinant λ₁λ₂: a difference of nearly equal numbers would lose its digits.
        let largest = middle + spread;
        Self { curvatures: [largest, (a * d - b * b) / largest] }
    }

    /// κ = λ₁ / λ₂.
    pub fn condition(self) -> f64 {
        self.curvatures[0] / self.curvatures[1]
    }

    /// The best learning rate of gradient descent, 2 / (λ₁ + λ₂), and its convergence factor (κ − 1) / (κ + 1) per step
    /// (Y. Nesterov, "Introductory lectures on convex optimization", 2004).
    pub fn descent(self) -> (f64, f64) {
        let [large, small] = self.curvatures;
        (2.0 / (large + small), (large - small) / (large + small))
    }

    /// The best learning rate 4 / (√λ₁ + √λ₂)² and momentum ((√κ − 1) / (√κ + 1))² of the heavy-ball method (B. T.
    /// Polyak, "Some methods of speeding up the convergence of iteration methods", 1964).
    pub fn heavy_ball(self) -> (f64, f64) {
        let [large, small] = self.curvatures.map(f64::sqrt);
        let momentum = (large - small) / (large + small);
        (4.0 / ((large + small) * (large + small)), momentum * momentum)
    }

    /// These numbers as metrics.
    pub fn readouts(self) -> Vec<Readout> {
        let readout = |label, value| Readout { label, value, unit: "" };
        let ((rate, _), (heavy_rate, momentum)) = (self.descent(), self.heavy_ball());
        vec![
            readout("Condition number κ", self.condition()),
            readout("Gradient descent converges below", 2.0 / self.curvatures[0]),
            readout("Best rate", rate),
            readout("Best rate with momentum", heavy_rate),
            readout("Best momentum", momentum),
        ]
    }
}
