//! Calibration of a volatility smile: fits raw SVI to the quotes of one maturity by the mean squared error in implied
//! volatility, in volatility points squared.

use super::{Batch, Blueprint, ChartData, Describe, Evaluate, Examples, Minimise, Observer, Train, Workspace};
use crate::datasets::quotes::Quotes;
use crate::finance::svi::{BOX, NAMES, Svi};
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::math::random::{Purpose, Stream};
use crate::math::symmetric::eigen;
use crate::readout::Readout;

/// Volatility points per volatility of 1.
const POINTS: f64 = 100.0;
/// Below this share of the smallest quoted variance, the square root is continued by its tangent, so that a smile with
/// negative variance still has a gradient that leads back.
const FLOOR: f64 = 0.01;

/// The coordinates of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coordinates {
    /// a, b, ρ, m, σ themselves, projected onto their box after every update.
    Raw,
    /// Five unconstrained numbers: u₀ for the variance at the money, w(0) = w̄ e^u₀, in place of a; sigmoids map the
    /// other four into their box.
    Free,
}

/// The calibration of a smile to quotes.
pub struct Smile {
    quotes: Quotes,
    coordinates: Coordinates,
    /// Variance at the money for u₀ = 0: the mean over the quotes.
    level: f64,
    floor: f64,
    layout: Layout,
}

impl Smile {
    /// The calibration to `quotes`, which must not be empty.
    pub fn new(quotes: Quotes, coordinates: Coordinates) -> Self {
        let mut layout = Layout::default();
        for name in names(coordinates) {
            layout.begin_layer(name.into());
            layout.add(name.into(), &[1, 1], Role::Point);
        }
        let variances = || quotes.volatility.iter().map(|v| v * v * quotes.maturity);
        let level = variances().sum::<f64>() / quotes.volatility.len() as f64;
        let floor = FLOOR * variances().fold(f64::INFINITY, f64::min);
        Self { quotes, coordinates, level, floor, layout }
    }

    /// The smile at `params`, and ∂(a, b, ρ, m, σ)/∂params row by row.
    fn svi<R: Real>(&self, params: &[R]) -> (Svi<R>, [[R; 5]; 5]) {
        let mut slope = [[R::ZERO; 5]; 5];
        let mut p: [R; 5] = std::array::from_fn(|k| params[k]);
        if self.coordinates == Coordinates::Raw {
            (0..5).for_each(|k| slope[k][k] = R::ONE);
            return (Svi(p), slope);
        }
        for k in 1..5 {
            let [low, high] = BOX[k].map(R::of);
            let share = (R::of(STRETCH[k]) * params[k]).sigmoid();
            p[k] = low + (high - low) * share;
            slope[k][k] = R::of(STRETCH[k]) * (high - low) * share * (R::ONE - share);
        }
        let [_, b, rho, m, sigma] = p;
        let money = R::of(self.level) * params[0].exp();
        let root = (m * m + sigma * sigma).sqrt();
        let [low, high] = BOX[0].map(R::of);
        let a = money - b * (root - rho * m);
        p[0] = a.max(low).min(high);
        if p[0] == a {
            let by = [money, rho * m - root, b * m, b * (rho - m / root), -b * sigma / root];
            slope[0] = std::array::from_fn(|k| if k == 0 { by[0] } else { by[k] * slope[k][k] });
        }
        (Svi(p), slope)
    }

    /// Implied volatility of a total variance, and its slope.
    fn volatility<R: Real>(&self, variance: R) -> (R, R) {
        let (years, floor) = (R::of(self.quotes.maturity), R::of(self.floor));
        let at = if variance < floor { floor } else { variance };
        let root = (at / years).sqrt();
        let slope = R::of(0.5) / (root * years);
        (root + (variance - at) * slope, slope)
    }

    /// A row's residual in volatility points, and its derivative by the variance.
    fn residual<R: Real>(&self, smile: &Svi<R>, row: usize) -> (R, R) {
        let (vol, slope) = self.volatility(smile.variance(R::of(self.quotes.log_moneyness[row])));
        (R::of(POINTS) * (vol - R::of(self.quotes.volatility[row])), R::of(POINTS) * slope)
    }

    fn all(&self) -> usize {
        self.quotes.volatility.len()
    }

    /// The parameters of a given smile.
    fn inverse(&self, Svi(p): Svi<f64>) -> [f64; 5] {
        if self.coordinates == Coordinates::Raw {
            return p;
        }
        let mut u = [0.0; 5];
        for k in 1..5 {
            let [low, high] = BOX[k];
            let share = (p[k] - low) / (high - low);
            u[k] = (libm::log(share) - libm::log1p(-share)) / STRETCH[k];
        }
        u[0] = libm::log(Svi(p).variance(0.0) / self.level);
        u
    }

    /// The condition number of JᵀJ, with J the Jacobian of the residuals: up to a factor, the Gauss-Newton Hessian.
    fn condition(&self, params: &[f64]) -> f64 {
        let (smile, chain) = self.svi(params);
        let mut product = vec![0.0; 25];
        for row in 0..self.all() {
            let (_, by_variance) = self.residual(&smile, row);
            let (_, by) = smile.variance_and_slope(self.quotes.log_moneyness[row]);
            let j: [f64; 5] = std::array::from_fn(|k| by_variance * (0..5).map(|p| by[p] * chain[p][k]).sum::<f64>());
            (0..25).for_each(|at| product[at] += j[at / 5] * j[at % 5]);
        }
        let pairs = eigen(5, product);
        // Smaller eigenvalues are rounding errors.
        pairs[0].0 / pairs[4].0.max(pairs[0].0 * f64::EPSILON)
    }
}

/// Scale of each coordinate before its sigmoid, so that equal steps in u change the smile about equally. The box of m
/// is about ten times as wide as the range of the quotes.
const STRETCH: [f64; 5] = [1.0, 1.0, 2.0, 0.4, 1.0];

fn names(coordinates: Coordinates) -> [&'static str; 5] {
    match coordinates {
        Coordinates::Raw => NAMES,
        Coordinates::Free => ["u_w0", "u_b", "u_rho", "u_m", "u_sigma"],
    }
}

impl Describe for Smile {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn rows(&self) -> usize {
        self.all()
    }

    fn examples(&self) -> Option<Examples> {
        Some(Examples {
            input_shape: vec![self.all(), 1],
            input: self.quotes.log_moneyness.clone(),
            target_shape: vec![self.all(), 1],
            target: self.quotes.volatility.clone(),
            classes: false,
            slopes: Vec::new(),
        })
    }

    fn blueprint(&self) -> Blueprint {
        let [years, floor, level] = [self.quotes.maturity, self.floor, self.level].map(|x| format!("{x:?}"));
        let smile = match self.coordinates {
            Coordinates::Raw => "def smile(a, b, rho, m, sigma):\n    return a, b, rho, m, sigma\n".into(),
            Coordinates::Free => {
                let squeezed = |k: usize| {
                    let ([low, high], name, stretch) = (BOX[k], NAMES[k], STRETCH[k]);
                    format!("    {name} = {low:?} + {:?} * torch.sigmoid({stretch:?} * u_{name})\n", high - low)
                };
                format!(
                    "def smile(u_w0, u_b, u_rho, u_m, u_sigma):  # from any numbers into the box\n{}    \
                     a = {level} * u_w0.exp() - b * ((m * m + sigma * sigma).sqrt() - rho * m)\n    \
                     return a.clamp({:?}, {:?}), b, rho, m, sigma\n",
                    (1..5).map(squeezed).collect::<String>(),
                    BOX[0][0],
                    BOX[0][1]
                )
            }
        };
        let after = match self.coordinates {
            Coordinates::Raw => format!(
                "with torch.no_grad():  # back into the box\n    for p, (low, high) in zip(parameters, {BOX:?}):\n        \
                 p.clamp_(low, high)"
            ),
            Coordinates::Free => String::new(),
        };
        let define = format!(
            "{smile}\n\ndef model(k):  # raw SVI (Gatheral 2004): implied volatilities in volatility points\n    \
             a, b, rho, m, sigma = (p.squeeze() for p in smile(*parameters))\n    \
             w = a + b * (rho * (k - m) + ((k - m).square() + sigma * sigma).sqrt())\n    \
             at = w.clamp(min={floor})  # the root goes on along its tangent below\n    \
             root = (at / {years}).sqrt()\n    return {POINTS:?} * (root + (w - at) * (0.5 / (root.detach() * {years})))\n"
        );
        Blueprint::Formula { define, target_factor: POINTS, after }
    }
}

impl<R: Real> Train<R> for Smile {
    /// A random smile around the level of the quotes, the same in both coordinates.
    fn init(&self, seed: u64) -> Vec<R> {
        let mut random = Stream::new(seed, Purpose::Initialization, 0);
        let mut between = |low: f64, high: f64| low + (high - low) * random.uniform();
        let years = self.quotes.maturity;
        let (b, rho) = (between(0.1, 0.4) * years.sqrt(), between(-0.6, 0.2));
        let (m, sigma) = (between(-0.1, 0.1), between(0.1, 0.4));
        let money = self.level * between(0.6, 1.2);
        let a = money - Svi([0.0, b, rho, m, sigma]).variance(0.0);
        self.inverse(Svi([a, b, rho, m, sigma])).map(R::of).to_vec()
    }

    fn workspace(&self, _: usize) -> Workspace {
        Workspace::new(())
    }

    fn project(&self, params: &mut [R]) {
        if self.coordinates == Coordinates::Raw {
            for (p, [low, high]) in params.iter_mut().zip(BOX) {
                *p = p.max(R::of(low)).min(R::of(high));
            }
        }
    }
}

impl<R: Real> Minimise<R> for Smile {
    fn forward(&self, params: &[R], batch: Batch, _: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        let (smile, _) = self.svi(params);
        let count = batch.rows.count(self.all());
        let scale = R::of(1.0 / count as f64);
        if observer.is_active() {
            if self.coordinates == Coordinates::Free {
                observer.bend(smile.0[0], &BOX[0]);
            }
            for n in 0..count {
                let log_moneyness = self.quotes.log_moneyness[batch.rows.row(n)];
                observer.bend(smile.variance(R::of(log_moneyness)), &[self.floor]);
            }
        }
        (0..count).fold(R::ZERO, |sum, n| {
            let (residual, _) = self.residual(&smile, batch.rows.row(n));
            sum + scale * residual * residual
        })
    }

    fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        _: &mut Workspace,
        _: &mut dyn Observer<R>,
    ) -> R {
        let (smile, chain) = self.svi(params);
        let count = batch.rows.count(self.all());
        let scale = R::of(1.0 / count as f64);
        let (mut loss, mut by_smile) = (R::ZERO, [R::ZERO; 5]);
        for n in 0..count {
            let row = batch.rows.row(n);
            let (residual, by_variance) = self.residual(&smile, row);
            loss += scale * residual * residual;
            let (_, by) = smile.variance_and_slope(R::of(self.quotes.log_moneyness[row]));
            for (sum, by) in by_smile.iter_mut().zip(by) {
                *sum += R::of(2.0) * scale * residual * by_variance * by;
            }
        }
        for (k, g) in gradient.iter_mut().enumerate() {
            *g = (0..5).fold(R::ZERO, |sum, p| sum + by_smile[p] * chain[p][k]);
        }
        loss
    }
}

impl<R: Real> Evaluate<R> for Smile {
    fn readouts(&self, params: &[R], _: &[R], _: &mut Workspace) -> Vec<Readout> {
        let params: Vec<f64> = params.iter().map(|p| p.to_f64()).collect();
        let (smile, _) = self.svi(&params);
        let sum: f64 =
            (0..self.all()).map(|row| self.residual(&smile, row).0).map(|residual| residual * residual).sum();
        vec![
            Readout { label: "RMSE", value: (sum / self.all() as f64).sqrt(), unit: "vol. points" },
            Readout { label: "Condition number", value: self.condition(&params), unit: "" },
        ]
    }

    fn chart_data(&self, params: &[R], _: &[R], _: &mut Workspace) -> Option<ChartData> {
        let params: Vec<f64> = params.iter().map(|p| p.to_f64()).collect();
        let (smile, _) = self.svi(&params);
        Some(ChartData::Smile { smile, quotes: self.quotes.clone() })
    }
}
