//! The variance map of a layer and what follows from it (B. Poole et al. 2016; S. Schoenholz et al., "Deep information
//! propagation", 2017): its fixed point q*, the factor χ of squared gradients, depth scales and the edge of chaos.

use super::gaussian::Curve;
use super::hermite::Series;

/// q → σ_w² E\[φ(√q z)²\] + σ_b²
#[derive(Clone, Debug)]
pub struct VarianceMap<'a> {
    /// The activation.
    pub curve: &'a Curve,
    /// Variance of a weight times fan-in.
    pub weight: f64,
    /// Variance of a bias.
    pub bias: f64,
}

/// Where the variance of the sums goes with depth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fixed {
    /// To this value.
    At(f64),
    /// Nowhere: every variance stays as it is.
    Anywhere,
    /// Beyond every bound.
    Infinite,
}

/// Range of variances in which a fixed point is looked for.
const SPAN: [f64; 2] = [1e-20, 1e16];
/// Relative change of the variance in a layer that counts as none.
const STILL: f64 = 1e-9;
/// Relative change that is only rounding. Softplus with σ_w² = 2 adds a constant in each layer: its variance has no fixed
/// point, although the relative change tends to zero.
const ROUNDING: f64 = 1e-12;

impl VarianceMap<'_> {
    /// The variance in the next layer.
    pub fn next(&self, q: f64) -> f64 {
        self.weight * self.curve.sampled(q).mean(|_, y, _| y * y) + self.bias
    }

    /// The fixed point that is reached from `start`.
    pub fn fixed(&self, start: f64) -> Fixed {
        let growth = |q: f64| self.next(q) / q - 1.0;
        let mut here = start.clamp(SPAN[0], SPAN[1]);
        let first = growth(here);
        if first.abs() < STILL {
            return if growth(4.0 * here).abs() < STILL { Fixed::Anywhere } else { Fixed::At(here) };
        }
        let factor = if first > 0.0 { 2.0 } else { 0.5 };
        loop {
            let next = here * factor;
            if next > SPAN[1] {
                return Fixed::Infinite;
            }
            if next < SPAN[0] {
                return Fixed::At(0.0);
            }
            let change = growth(next);
            if change.abs() < ROUNDING {
                return if first > 0.0 { Fixed::Infinite } else { Fixed::At(0.0) };
            }
            if change * first < 0.0 {
                let (mut low, mut high) = (libm::log(here), libm::log(next));
                for _ in 0..60 {
                    let middle = 0.5 * (low + high);
                    if growth(libm::exp(middle)) * first > 0.0 { low = middle } else { high = middle }
                }
                return Fixed::At(libm::exp(0.5 * (low + high)));
            }
            here = next;
        }
    }

    /// χ = σ_w² E\[φ′(√q z)²\]
    pub fn chi_at(&self, q: f64) -> f64 {
        self.weight * self.curve.sampled(q).mean(|_, _, d| d * d)
    }

    /// χ where the variance goes from a start of 1.
    pub fn chi(&self) -> f64 {
        self.chi_at(match self.fixed(1.0) {
            Fixed::At(q) => q.max(SPAN[0]),
            Fixed::Anywhere => 1.0,
            Fixed::Infinite => SPAN[1],
        })
    }

    /// σ_w² at which χ = 1 for this σ_b²; `None` if no weights reach it.
    pub fn critical(&self) -> Option<f64> {
        let excess = |weight: f64| Self { weight, ..*self }.chi() - 1.0;
        let mut low = 1e-3;
        while excess(low * 2.0) < 0.0 {
            low *= 2.0;
            if low > 1e5 {
                return None;
            }
        }
        let (mut low, mut high) = (low, 2.0 * low);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if excess(middle) < 0.0 { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high))
    }

    /// ξ of correlations: −1/ln of the slope of the correlation map at its fixed point c*. In the ordered phase c* is 1
    /// and the slope is χ; in the chaotic phase c* is below 1. `None` where correlations do not decay exponentially.
    pub fn correlation_scale(&self) -> Option<f64> {
        let chi = self.chi();
        if chi < 1.0 - STILL {
            return scale(chi);
        }
        let Fixed::At(q) = self.fixed(1.0) else { return None };
        if chi < 1.0 + 1e-7 || q == 0.0 {
            return None;
        }
        let series = Series::of(&self.curve.sampled(q));
        let mut c = 0.0;
        for _ in 0..10_000 {
            let next = ((self.weight * series.value(c) + self.bias) / q).clamp(-1.0, 1.0);
            if (next - c).abs() < 1e-14 {
                break;
            }
            c = next;
        }
        scale(self.weight * series.slope(c))
    }
}

/// −1/ln of the factor of a layer; `None` for no decay or growth at all.
pub fn scale(factor: f64) -> Option<f64> {
    let depth = -1.0 / libm::log(factor);
    (factor > 0.0 && depth.is_finite() && depth.abs() < 1e7).then_some(depth)
}
