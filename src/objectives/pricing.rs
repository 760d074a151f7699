//! A network that learns option prices and optionally their derivatives: differential machine learning (B. Huge, A.
//! Savine, "Differential Machine Learning", 2020).
//!
//! The slopes ∂ŷ/∂x_j come from the same network on dual numbers, x + e_j ε: ŷ + ε ∂ŷ/∂x_j. A backward pass that starts
//! with the derivative of the loss by ∂ŷ/∂x_j gives that part of the gradient exactly, in its ε part.

use super::supervised::Supervised;
use super::{
    Batch, Blueprint, CHUNK, ChartData, Describe, Evaluate, Examples, Minimise, Observer, Rows, Train, Workspace,
    gather, row_by_row,
};
use crate::datasets::option_price::{INPUTS, PERCENT, contract, price_and_slopes};
use crate::datasets::{Data, Targets};
use crate::finance::implied_volatility::implied_volatility;
use crate::layout::Layout;
use crate::math::kernels::stride;
use crate::math::{Dual, Real};
use crate::networks::Piece;
use crate::networks::mlp::{Mlp, Signals};
use crate::precisions::{LayerRounding, Storage};
use crate::readout::Readout;
use crate::texts::Text;

/// Inputs of an option.
const N: usize = INPUTS.len();
/// Examples in the metric of the slopes.
const SLOPE_ROWS: usize = 512;
/// Cells of the error map, across and up.
const CELLS: [usize; 2] = [40, 30];

/// Option pricing as a problem.
pub struct Pricing<R: Real> {
    inner: Supervised<R>,
    /// The same network on dual numbers.
    twin: Mlp<Dual<f64>>,
    /// Weight of slope errors relative to price errors; 0 for none.
    weight: f64,
    train: Slopes,
    test: Option<Slopes>,
    /// One unit of the standardised price in per cent of the strike.
    scale: f64,
    /// Mean and unit of each input.
    units: [(f64, f64); N],
}

/// Slopes to learn.
struct Slopes {
    rows: usize,
    /// [inputs, rows], standardised.
    inputs: Vec<Dual<f64>>,
    /// [inputs, rows], of the standardised price by each.
    wanted: Vec<Dual<f64>>,
    /// Mean square of the slopes by each input.
    size: [f64; N],
}

struct Buffers {
    inner: Workspace,
    signals: Signals<Dual<f64>>,
    params: Vec<Dual<f64>>,
    gradient: Vec<Dual<f64>>,
    /// Slopes, one for each row.
    wanted: Vec<Dual<f64>>,
    stride: usize,
}

impl<R: Real> Pricing<R> {
    /// `inner` with `twin`, the same network on dual numbers. Slope errors have the weight `weight`.
    ///
    /// # Panics
    ///
    /// `inner` does not learn from data.
    pub fn new(inner: Supervised<R>, twin: Mlp<Dual<f64>>, weight: f64) -> Self {
        let (train, test) = inner.sets().expect("a network on data has them");
        let units = std::array::from_fn(|k| (train.names.features[k].mean, train.names.features[k].std));
        let scale = if let Targets::Values { scale, .. } = &train.targets { *scale } else { 1.0 };
        let slopes = |data: &Data| Slopes::of(data, scale, &units);
        let (train, test) = (slopes(train), test.map(slopes));
        Self { inner, twin, weight, train, test, scale, units }
    }

    /// Mean squared error of the slopes by all inputs, each relative to its mean square. With `with_gradient`, adds its
    /// gradient times `weight` to that in the buffers. Calls `see` with (input, row, ∂ŷ/∂x).
    fn slopes(
        &self,
        params: &[R],
        set: &Slopes,
        rows: Rows,
        b: &mut Buffers,
        with_gradient: bool,
        mut see: impl FnMut(usize, usize, f64),
    ) -> f64 {
        for (to, from) in b.params.iter_mut().zip(params) {
            *to = Dual::of(from.to_f64());
        }
        b.gradient.fill(Dual::ZERO);
        let count = rows.count(set.rows);
        let mut loss = 0.0;
        for (first, columns) in Rows::pieces(count, CHUNK) {
            let stride = stride(columns).min(b.stride);
            for k in 0..N {
                let input = &mut b.signals.input()[..N * stride];
                gather(&set.inputs, set.rows, rows, (first, columns), input, stride);
                input[k * stride..][..stride].iter_mut().for_each(|x| x.tangent = 1.0);
                let wanted = &set.wanted[k * set.rows..][..set.rows];
                gather(wanted, set.rows, rows, (first, columns), &mut b.wanted[..stride], stride);
                let piece = Piece { columns, stride, first, rows: rows.numbers(), noise: None };
                self.twin.forward(&b.params, None, &mut b.signals, piece, &mut ());
                let scale = 1.0 / (count as f64 * N as f64 * set.size[k]);
                let (output, slope) = b.signals.output_slope();
                slope[..stride].fill(Dual::ZERO);
                for column in 0..columns {
                    let residual = output[column].tangent - b.wanted[column].value;
                    see(k, rows.row(first + column), output[column].tangent);
                    loss += scale * residual * residual;
                    slope[column] = Dual::of(2.0 * scale * self.weight * residual);
                }
                if with_gradient {
                    self.twin.backward(&b.params, &mut b.signals, &mut b.gradient, columns, stride, &mut ());
                }
            }
        }
        loss
    }

    /// The slope part of the training loss.
    fn slope_loss(&self, params: &[R], rows: Rows, b: &mut Buffers, with_gradient: bool) -> R {
        match self.weight > 0.0 {
            true => R::of(self.weight * self.slopes(params, &self.train, rows, b, with_gradient, |_, _, _| ())),
            false => R::ZERO,
        }
    }

    /// Root mean square error of ∂C/∂S, over test examples if there are any.
    fn delta_error(&self, params: &[R], b: &mut Buffers) -> f64 {
        let set = self.test.as_ref().unwrap_or(&self.train);
        let count = set.rows.min(SLOPE_ROWS);
        let rows: Vec<u32> = (0..count as u32).collect();
        let (mean, std) = self.units[0];
        let mut sum = 0.0;
        self.slopes(params, set, Rows::These(&rows), b, false, |k, row, slope| {
            if k == 0 {
                let moneyness = mean + std * set.inputs[row].value;
                let residual = (slope - set.wanted[row].value) * self.scale / (PERCENT * std * libm::exp(moneyness));
                sum += residual * residual;
            }
        });
        (sum / count as f64).sqrt()
    }
}

impl Slopes {
    fn of(data: &Data, scale: f64, units: &[(f64, f64); N]) -> Self {
        let rows = data.rows;
        let mut wanted = vec![Dual::ZERO; N * rows];
        for row in 0..rows {
            let at: [f64; N] = std::array::from_fn(|k| units[k].0 + units[k].1 * data.inputs[k * rows + row]);
            let (_, slopes) = price_and_slopes(at);
            for k in 0..N {
                wanted[k * rows + row] = Dual::of(PERCENT * slopes[k] * units[k].1 / scale);
            }
        }
        let square = |k: usize| wanted[k * rows..][..rows].iter().map(|s| s.value * s.value).sum::<f64>();
        let size = std::array::from_fn(|k| (square(k) / rows as f64).max(1e-12));
        Self { rows, inputs: data.inputs.iter().map(|x| Dual::of(*x)).collect(), wanted, size }
    }
}

impl<R: Real> Describe for Pricing<R> {
    fn layout(&self) -> &Layout {
        self.inner.layout()
    }

    /// The slope part of the loss already uses dual numbers; its Hessian is not implemented.
    fn has_hessian(&self) -> bool {
        self.weight == 0.0
    }

    fn rows(&self) -> usize {
        self.inner.rows()
    }

    fn test_rows(&self) -> usize {
        self.inner.test_rows()
    }

    fn drawn_as(&self) -> Text {
        self.inner.drawn_as()
    }

    fn sets(&self) -> Option<(&Data, Option<&Data>)> {
        self.inner.sets()
    }

    fn is_noisy(&self) -> bool {
        self.inner.is_noisy()
    }

    /// `None` with learned slopes, whose part of the loss a constant price does not minimise.
    fn constant_loss(&self) -> Option<f64> {
        self.inner.constant_loss().filter(|_| self.weight == 0.0)
    }

    fn examples(&self) -> Option<Examples> {
        let values: Vec<f64> = self.train.wanted.iter().map(|s| s.value).collect();
        let slopes = if self.weight > 0.0 { row_by_row(&values, self.train.rows) } else { Vec::new() };
        Some(Examples { slopes, ..self.inner.examples()? })
    }

    fn blueprint(&self) -> Blueprint {
        match self.inner.blueprint() {
            Blueprint::Network { modules, items, loss, .. } => {
                Blueprint::Network { modules, items, loss, slope_weight: self.weight }
            }
            other => other,
        }
    }
}

impl<R: Real> Train<R> for Pricing<R> {
    fn init(&self, seed: u64) -> Vec<R> {
        self.inner.init(seed)
    }

    fn workspace(&self, rows: usize) -> Workspace {
        let (stride, count) = (stride(rows.clamp(1, CHUNK)), self.inner.layout().len());
        Workspace::new(Buffers {
            inner: self.inner.workspace(rows),
            signals: self.twin.signals(stride),
            params: vec![Dual::ZERO; count],
            gradient: vec![Dual::ZERO; count],
            wanted: vec![Dual::ZERO; stride],
            stride,
        })
    }

    fn storage(&self) -> Storage {
        self.inner.storage()
    }

    fn rounding<'a>(&self, work: &'a mut Workspace) -> &'a [LayerRounding] {
        self.inner.rounding(&mut work.get::<Buffers>().inner)
    }
}

impl<R: Real> Minimise<R> for Pricing<R> {
    fn forward(&self, params: &[R], batch: Batch, work: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        let b: &mut Buffers = work.get();
        let price = self.inner.forward(params, batch, &mut b.inner, observer);
        price + self.slope_loss(params, batch.rows, b, false)
    }

    fn gradient(
        &self,
        params: &[R],
        batch: Batch,
        gradient: &mut [R],
        work: &mut Workspace,
        observer: &mut dyn Observer<R>,
    ) -> R {
        let b: &mut Buffers = work.get();
        let price = self.inner.gradient(params, batch, gradient, &mut b.inner, observer);
        let slope_loss = self.slope_loss(params, batch.rows, b, true);
        if self.weight > 0.0 {
            for (g, more) in gradient.iter_mut().zip(&b.gradient) {
                *g += R::of(more.tangent);
            }
        }
        price + slope_loss
    }

    fn test_loss(&self, params: &[R], buffers: &[R], work: &mut Workspace) -> R {
        let b: &mut Buffers = work.get();
        let price = self.inner.test_loss(params, buffers, &mut b.inner);
        match &self.test {
            Some(set) if self.weight > 0.0 => {
                price + R::of(self.weight * self.slopes(params, set, Rows::All, b, false, |_, _, _| ()))
            }
            _ => price,
        }
    }
}

impl<R: Real> Evaluate<R> for Pricing<R> {
    fn readouts(&self, params: &[R], buffers: &[R], work: &mut Workspace) -> Vec<Readout> {
        let b: &mut Buffers = work.get();
        let mut readouts = self.inner.readouts(params, buffers, &mut b.inner);
        readouts.push(Readout { label: "Delta RMSE", value: self.delta_error(params, b), unit: "" });
        readouts
    }

    fn predict(&self, params: &[R], buffers: &[R], inputs: &[f64], work: &mut Workspace) -> Vec<f64> {
        self.inner.predict(params, buffers, inputs, &mut work.get::<Buffers>().inner)
    }

    fn chart_data(&self, params: &[R], buffers: &[R], work: &mut Workspace) -> Option<ChartData> {
        let [columns, rows] = CELLS;
        let volatility = 0.5 * (INPUTS[2].1[0] + INPUTS[2].1[1]);
        let middle = |k: usize, n: usize, of: usize| {
            let [low, high] = INPUTS[k].1;
            low + (high - low) * (n as f64 + 0.5) / of as f64
        };
        let at = |cell: usize| [middle(0, cell % columns, columns), middle(1, cell / columns, rows), volatility];
        let cells = columns * rows;
        let inputs: Vec<f64> = (0..N)
            .flat_map(|k| (0..cells).map(move |cell| (k, cell)))
            .map(|(k, cell)| (at(cell)[k] - self.units[k].0) / self.units[k].1)
            .collect();
        let mean = self.inner.sets()?.0.names.target_mean;
        let prices = self.predict(params, buffers, &inputs, work).into_iter().map(|y| mean + self.scale * y);
        let (mut price_error, mut volatility_error) = (Vec::new(), Vec::new());
        for (cell, price) in prices.enumerate() {
            let contract = contract(at(cell));
            price_error.push(price - PERCENT * contract.call());
            let implied = implied_volatility(price / PERCENT, contract.spot, 1.0, contract.maturity, true);
            volatility_error.push(PERCENT * (implied.unwrap_or(f64::NAN) - volatility));
        }
        Some(ChartData::Prices {
            columns,
            rows,
            moneyness: INPUTS[0].1,
            maturity: INPUTS[1].1,
            volatility,
            price_error,
            volatility_error,
        })
    }
}
