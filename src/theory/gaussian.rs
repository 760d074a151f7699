//! Expectations over a normal variable by quadrature.
//!
//! The line is cut into panels with a Gauss-Legendre rule in each. Panels end at the kinks of the function, so that a
//! rectifier is as exact as a smooth function. Any activation works, because only its values are used.

use crate::activations::AnyActivation;

/// Nodes of a panel.
const NODES: usize = 12;
/// Where the normal density ends: beyond, less than 10⁻¹⁸ of its mass is left.
const END: f64 = 9.0;
/// Edges of panels in the normal variable.
const EDGES: [f64; 9] = [-6.0, -4.0, -2.5, -1.2, 0.0, 1.2, 2.5, 4.0, 6.0];
/// Edges of panels in the function's own variable, near which functions bend.
const BENDS: [f64; 8] = [-9.0, -3.0, -1.5, -0.5, 0.5, 1.5, 3.0, 9.0];
/// The search for kinks: from −8 to 8 in steps of this size.
const STEP: f64 = 1.0 / 64.0;

/// A function with what its expectations need.
#[derive(Clone, Debug)]
pub struct Curve {
    function: AnyActivation,
    /// Where the slope jumps.
    kinks: Vec<f64>,
    rule: [(f64, f64); NODES],
}

/// Values of a function at the nodes of a quadrature.
#[derive(Clone, Debug)]
pub struct Sampled {
    /// The standard normal variable z.
    pub z: Vec<f64>,
    /// The weight of each node. They sum to 1.
    pub weight: Vec<f64>,
    /// φ(√q z)
    pub value: Vec<f64>,
    /// φ′(√q z)
    pub slope: Vec<f64>,
}

impl Sampled {
    /// E\[f(z, φ, φ′)\]
    pub fn mean(&self, f: impl Fn(f64, f64, f64) -> f64) -> f64 {
        (0..self.z.len()).fold(0.0, |sum, k| sum + self.weight[k] * f(self.z[k], self.value[k], self.slope[k]))
    }
}

impl Curve {
    /// Prepares an activation.
    pub fn new(function: AnyActivation) -> Self {
        let mut curve = Self { function, kinks: Vec::new(), rule: legendre() };
        curve.kinks = curve.find_kinks();
        curve
    }

    /// φ and φ′ at these places.
    pub fn at(&self, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (mut y, mut slope) = (x.to_vec(), vec![1.0; x.len()]);
        self.function.forward(x, &mut y);
        self.function.backward(x, &y, &mut slope);
        (y, slope)
    }

    /// The function at the nodes for a variance q.
    pub fn sampled(&self, q: f64) -> Sampled {
        let root = q.max(1e-200).sqrt();
        let mut edges: Vec<f64> = EDGES.to_vec();
        edges.extend(BENDS.iter().chain(&self.kinks).map(|bend| bend / root));
        edges.extend([-END, END]);
        edges.retain(|edge| edge.abs() <= END);
        edges.sort_unstable_by(f64::total_cmp);
        let (mut z, mut weight) = (Vec::new(), Vec::new());
        for pair in edges.windows(2) {
            let (middle, half) = (0.5 * (pair[0] + pair[1]), 0.5 * (pair[1] - pair[0]));
            if half < 1e-14 {
                continue;
            }
            for (node, share) in self.rule {
                z.push(middle + half * node);
                weight.push(half * share);
            }
        }
        weight.iter_mut().zip(&z).for_each(|(weight, z)| *weight *= libm::exp(-0.5 * z * z));
        let mass: f64 = weight.iter().sum();
        weight.iter_mut().for_each(|weight| *weight /= mass);
        let x: Vec<f64> = z.iter().map(|z| root * z).collect();
        let (value, slope) = self.at(&x);
        Sampled { z, weight, value, slope }
    }

    /// The places where the slope jumps: between two points, halving the distance leaves the difference as it is.
    fn find_kinks(&self) -> Vec<f64> {
        let count = (16.0 / STEP) as i32;
        // No point of the grid lies on a kink of an ordinary function.
        let x: Vec<f64> = (0..=count).map(|k| -8.0 + STEP * (f64::from(k) + 0.37)).collect();
        let (_, slope) = self.at(&x);
        let mut kinks = Vec::new();
        for k in 1..x.len() {
            if (slope[k] - slope[k - 1]).abs() < 2.0 * STEP {
                continue;
            }
            let (mut low, mut high) = ((x[k - 1], slope[k - 1]), (x[k], slope[k]));
            for _ in 0..48 {
                let middle = 0.5 * (low.0 + high.0);
                let there = self.at(&[middle]).1[0];
                if (there - low.1).abs() > (there - high.1).abs() {
                    high = (middle, there);
                } else {
                    low = (middle, there);
                }
            }
            if (high.1 - low.1).abs() > 1e-6 {
                let place = 0.5 * (low.0 + high.0);
                // Found to the last bits; a whole number is meant exactly.
                kinks.push(if (place - place.round()).abs() < 1e-12 { place.round() } else { place });
            }
        }
        kinks
    }
}

/// The Gauss-Legendre rule on [−1, 1]: roots of the Legendre polynomial by Newton's method.
fn legendre() -> [(f64, f64); NODES] {
    let n = NODES as f64;
    std::array::from_fn(|k| {
        let mut x = libm::cos(std::f64::consts::PI * (k as f64 + 0.75) / (n + 0.5));
        let mut slope = 1.0;
        for _ in 0..20 {
            let (mut before, mut now) = (1.0, x);
            for m in 2..=NODES {
                let m = m as f64;
                (before, now) = (now, ((2.0 * m - 1.0) * x * now - (m - 1.0) * before) / m);
            }
            slope = n * (x * now - before) / (x * x - 1.0);
            x -= now / slope;
        }
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Settings;

    fn curve(id: &str) -> Curve {
        Curve::new(AnyActivation::named(id, &Settings::default()))
    }

    #[test]
    fn moments_of_rectifier_and_sine_have_their_closed_forms() {
        for q in [1e-6, 0.3, 1.0, 40.0] {
            let relu = curve("relu").sampled(q);
            assert!((relu.mean(|_, y, _| y * y) / q - 0.5).abs() < 1e-13);
            assert!((relu.mean(|_, _, d| d * d) - 0.5).abs() < 1e-13);
            assert!((relu.mean(|_, y, _| y) / q.sqrt() - 1.0 / (2.0 * std::f64::consts::PI).sqrt()).abs() < 1e-13);
            let sine = curve("sine").sampled(q);
            // E[sin²(√q z)] = (1 − e^(−2q)) / 2
            assert!((sine.mean(|_, y, _| y * y) - 0.5 * (1.0 - libm::exp(-2.0 * q))).abs() < 1e-9, "{q}");
        }
    }

    #[test]
    fn kinks_are_found_where_they_are_and_only_there() {
        assert_eq!(curve("relu").kinks, [0.0]);
        assert_eq!(curve("hardtanh").kinks, [-1.0, 1.0]);
        assert_eq!(curve("selu").kinks, [0.0]);
        for smooth in ["identity", "sigmoid", "tanh", "gelu", "silu", "mish", "softplus", "softsign", "sine"] {
            assert_eq!(curve(smooth).kinks, [0.0; 0], "{smooth}");
        }
    }
}
