//! The range of numbers on an axis, made safe.
//!
//! Plotters loops for ever on infinite or very wide logarithmic ranges, and panics on NaN. So a [`Span`] is finite,
//! ordered and never empty, whatever the figure asks for. Plotters sees a plain linear coordinate: the logarithm is
//! taken here, because plotters' own axis loses the ticks below 2e-16.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::draw::figure::{Axis, Figure, Mark, Scale, Side, Tick};
use crate::draw::ticks;

/// The range of an axis, with its ticks.
#[derive(Clone, Debug)]
pub struct Span {
    /// First value.
    pub low: f64,
    /// Last value, above the first.
    pub high: f64,
    /// How values map to positions.
    pub scale: Scale,
    /// Its ticks, in the given order.
    pub ticks: Vec<Tick>,
    /// The ends in layout units: the values, or their logarithms.
    ends: [f64; 2],
}

/// Above this, the difference of two numbers may overflow.
const MAX_VALUE: f64 = 1e300;
/// Below this, numbers lose digits.
const MIN_VALUE: f64 = 1e-300;

impl Span {
    /// The range that `axis` asks for; ends that cannot be shown are taken from `data` instead.
    pub fn of(axis: &Axis, data: impl Fn() -> Vec<f64>) -> Self {
        let usable = |v: f64| v.is_finite() && (axis.scale == Scale::Linear || v > 0.0);
        let [mut low, mut high] = axis.range;
        if !usable(low) || !usable(high) {
            let mut extent = [f64::INFINITY, f64::NEG_INFINITY];
            for v in data().into_iter().chain(axis.range).filter(|&v| usable(v)) {
                extent = [extent[0].min(v), extent[1].max(v)];
            }
            low = if usable(low) { low } else { extent[0] };
            high = if usable(high) { high } else { extent[1] };
        }
        if !usable(low) || !usable(high) {
            [low, high] = if axis.scale == Scale::Linear { [0.0, 1.0] } else { [0.1, 10.0] };
        }
        if low > high {
            (low, high) = (high, low);
        }
        let floor = if axis.scale == Scale::Linear { -MAX_VALUE } else { MIN_VALUE };
        (low, high) = widened(low.clamp(floor, MAX_VALUE), high.clamp(floor, MAX_VALUE), axis.scale);
        let ends = if axis.scale == Scale::Linear { [low, high] } else { [low, high].map(libm::log10) };
        Self { low, high, scale: axis.scale, ticks: Vec::new(), ends }
    }

    /// The same range with ticks: those of the axis if it has any, else about `most` round numbers at most.
    pub fn with_ticks(mut self, axis: &Axis, most: usize) -> Self {
        self.ticks = if axis.ticks.is_empty() {
            ticks::ticks(self.scale, self.low, self.high, most)
        } else {
            axis.ticks.iter().filter(|t| (0.0..=1.0).contains(&self.fraction(t.at))).cloned().collect()
        };
        self
    }

    /// The position of `value`: 0 at the lower end, 1 at the upper; NaN if it cannot be shown.
    pub fn fraction(&self, value: f64) -> f64 {
        let value = match self.scale {
            Scale::Linear => value,
            Scale::Log10 if value > 0.0 => libm::log10(value),
            Scale::Log10 => f64::NAN,
        };
        let fraction = (value - self.ends[0]) / (self.ends[1] - self.ends[0]);
        if fraction.is_finite() { fraction } else { f64::NAN }
    }
}

/// The range, made wide enough for round numbers between its ends to differ.
fn widened(low: f64, high: f64, scale: Scale) -> (f64, f64) {
    let largest = low.abs().max(high.abs());
    if high - low > largest * 1e-9 && high - low >= MIN_VALUE {
        return (low, high);
    }
    let middle = low + (high - low) / 2.0;
    match scale {
        Scale::Log10 => ((middle / 2.0).max(MIN_VALUE), (middle.max(MIN_VALUE) * 2.0).min(MAX_VALUE)),
        Scale::Linear if largest < 10.0 * MIN_VALUE => (-1.0, 1.0),
        Scale::Linear => ((middle - largest * 0.1).max(-MAX_VALUE), (middle + largest * 0.1).min(MAX_VALUE)),
    }
}

impl Ranged for Span {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        let fraction = self.fraction(*value).clamp(-1.0, 2.0);
        (f64::from(start) + fraction * (f64::from(end) - f64::from(start))).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // Plotters asks twice, first for lighter lines between the ticks. There are none.
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.iter().map(|t| t.at).collect() }
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Span {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks.iter().find(|t| t.at == *value).map(|t| t.label.clone()).unwrap_or_default()
    }
}

/// All horizontal values of the figure.
pub fn horizontal(figure: &Figure) -> Vec<f64> {
    let of = |mark: &Mark| match mark {
        Mark::Line { x, .. } | Mark::Bars { x, .. } | Mark::Points { x, .. } | Mark::Dots { x, .. } => x.clone(),
        Mark::Band { x, .. } => x.clone(),
        Mark::Rule { .. } => Vec::new(),
        Mark::Cursor { at, .. } => vec![*at],
        Mark::Raster { x, .. } | Mark::Regions { x, .. } | Mark::Contours { x, .. } => x.to_vec(),
        Mark::Network(network) => network.columns.iter().map(|column| column.x).collect(),
    };
    figure.series.iter().flat_map(|s| of(&s.mark)).collect()
}

/// All vertical values of the figure on one of its sides.
pub fn vertical(figure: &Figure, side: Side) -> Vec<f64> {
    let of = |mark: &Mark| match mark {
        Mark::Line { y, .. } | Mark::Bars { y, .. } | Mark::Points { y, .. } | Mark::Dots { y, .. } => y.clone(),
        Mark::Band { low, high, .. } => [low.clone(), high.clone()].concat(),
        Mark::Rule { at, .. } => vec![*at],
        Mark::Cursor { .. } => Vec::new(),
        Mark::Raster { y, .. } | Mark::Regions { y, .. } | Mark::Contours { y, .. } => y.to_vec(),
        Mark::Network(network) => {
            network.columns.iter().flat_map(|column| column.units.iter().map(|unit| unit.y)).collect()
        }
    };
    figure.series.iter().filter(|s| s.side == side).flat_map(|s| of(&s.mark)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_range_becomes_finite_ordered_and_not_empty() {
        let odd =
            [f64::NAN, f64::NEG_INFINITY, f64::INFINITY, -f64::MAX, f64::MAX, -1.0, -0.0, 0.0, 5e-324, 1e-30, 1.0];
        for scale in [Scale::Linear, Scale::Log10] {
            for range in odd.iter().flat_map(|&a| odd.map(|b| [a, b])) {
                let axis = Axis { scale, ..Axis::linear("", range) };
                let span = Span::of(&axis, || odd.to_vec()).with_ticks(&axis, 5);
                assert!(span.low < span.high && span.low.is_finite() && span.high.is_finite(), "{range:?}: {span:?}");
                assert!((span.fraction(span.low) - 0.0).abs() < 1e-9 && (span.fraction(span.high) - 1.0).abs() < 1e-9);
                assert!(span.ticks.len() < 20);
            }
        }
    }

    #[test]
    fn an_end_that_cannot_be_shown_comes_from_the_data() {
        let axis = Axis::log10("", [0.0, f64::INFINITY]);
        let span = Span::of(&axis, || vec![f64::NAN, 1e-12, -3.0, 1e4, f64::INFINITY]);
        assert_eq!((span.low, span.high), (1e-12, 1e4));
    }
}
