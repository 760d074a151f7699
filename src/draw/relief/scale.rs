//! The height scale: linear or logarithmic, cut off where a few huge losses would flatten all the others.

use super::ticks::{Tick, linear_ticks, log_ticks, number};
use crate::texts::surface;

/// An increasing map from losses to heights between 0 and 1, chosen from the losses alone.
#[derive(Clone, Debug, PartialEq)]
pub struct HeightScale {
    /// Lowest loss; NaN if no loss is finite.
    low: f64,
    /// Highest loss shown; higher ones are drawn at its height.
    high: f64,
    /// Whether some losses are above `high`.
    cut: bool,
    curve: Curve,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Curve {
    Linear,
    /// log10(loss + shift). The shift lets losses of zero and below have a logarithm too; it is 0 wherever the plain
    /// logarithm works.
    Log10 {
        shift: f64,
    },
    /// All losses are equal, up to rounding.
    Constant,
}

/// The top is cut off above this multiple of the 98th percentile, measured from the lowest loss.
const OUTLIER: f64 = 100.0;
/// The scale is logarithmic if the spread is this many times the third quartile, measured from the lowest loss …
const WIDE_TOP: f64 = 12.0;
/// … or this many times the first quartile and `WALLS` times the median: a narrow valley between high walls. The second
/// condition excludes a cliff, where half of all losses are low and half are high.
const DEEP_VALLEY: f64 = 30.0;
const WALLS: f64 = 6.0;
/// A spread below this share of the losses themselves is rounding in single precision.
const ROUNDING: f64 = 1e-6;

/// The user's choice of scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScaleChoice {
    /// Whichever shows the losses best.
    #[default]
    Auto,
    /// Linear.
    Linear,
    /// Logarithmic.
    Log,
}

impl ScaleChoice {
    /// The choice with this id; the first for an unknown id.
    pub fn named(id: &str) -> Self {
        match id {
            "linear" => Self::Linear,
            "log" => Self::Log,
            _ => Self::Auto,
        }
    }
}

impl HeightScale {
    /// The scale that shows these losses best, or the one chosen by the user. Non-finite losses are ignored.
    pub fn for_losses(losses: &[f32], choice: ScaleChoice) -> Self {
        let mut sorted: Vec<f64> = losses.iter().filter(|loss| loss.is_finite()).map(|&loss| f64::from(loss)).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let (Some(&low), Some(&max)) = (sorted.first(), sorted.last()) else {
            return Self { low: f64::NAN, high: f64::NAN, cut: false, curve: Curve::Constant };
        };
        if max - low <= ROUNDING * max.abs().max(low.abs()) {
            return Self { low, high: max, cut: false, curve: Curve::Constant };
        }
        let above_low = |share: f64| sorted[(share * (sorted.len() - 1) as f64) as usize] - low;
        let bulk = above_low(0.98);
        let cut = bulk > 0.0 && max - low > OUTLIER * bulk;
        let high = if cut { low + round_up(bulk, 3) } else { max };
        let spread = high - low;
        // If a quartile equals the lowest loss, there is a flat floor, which is no reason for a logarithm.
        let beyond = |factor: f64, excess: f64| excess > 0.0 && spread > factor * excess;
        let valley = beyond(DEEP_VALLEY, above_low(0.25)) && beyond(WALLS, above_low(0.5));
        let wide = match choice {
            ScaleChoice::Auto => valley || beyond(WIDE_TOP, above_low(0.75)),
            ScaleChoice::Linear => false,
            ScaleChoice::Log => true,
        };
        let curve = if wide { Curve::Log10 { shift: shift(low, spread, &above_low) } } else { Curve::Linear };
        Self { low, high, cut, curve }
    }

    /// The height of a loss; NaN for a non-finite loss.
    pub fn height(&self, loss: f64) -> f64 {
        if !loss.is_finite() || !self.low.is_finite() {
            return f64::NAN;
        }
        if self.curve == Curve::Constant {
            return 0.5;
        }
        let [bottom, top] = self.range();
        ((self.value(loss) - bottom) / (top - bottom)).clamp(0.0, 1.0)
    }

    /// The quantity proportional to the height: the loss or its logarithm, clamped to the ends of the scale.
    pub fn value(&self, loss: f64) -> f64 {
        if !loss.is_finite() {
            return f64::NAN;
        }
        let loss = loss.max(self.low).min(self.high);
        match self.curve {
            Curve::Log10 { shift } => libm::log10(loss + shift),
            Curve::Linear | Curve::Constant => loss,
        }
    }

    /// The values of [`Self::value`] at heights 0 and 1.
    pub fn range(&self) -> [f64; 2] {
        [self.value(self.low), self.value(self.high)]
    }

    /// The lowest loss and the highest loss shown.
    pub fn losses(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    /// Whether a loss lies above the highest one shown.
    pub fn cuts(&self, loss: f32) -> bool {
        self.cut && loss.is_finite() && f64::from(loss) > self.high
    }

    /// The highest loss shown, if some are higher.
    pub fn cut(&self) -> Option<f64> {
        self.cut.then_some(self.high)
    }

    /// For a logarithmic scale, what is added to the loss before the logarithm.
    pub fn log_shift(&self) -> Option<f64> {
        match self.curve {
            Curve::Log10 { shift } => Some(shift),
            Curve::Linear | Curve::Constant => None,
        }
    }

    /// `name`, followed by everything needed to read the heights.
    pub fn label(&self, name: &str, unit: &str) -> String {
        let mut notes = Vec::new();
        if !unit.is_empty() {
            notes.push(unit.to_owned());
        }
        match self.curve {
            Curve::Log10 { .. } => notes.push(surface::log_scale().into()),
            Curve::Constant if self.low.is_finite() => notes.push(surface::constant().into()),
            Curve::Constant => notes.push(surface::nowhere_finite().into()),
            Curve::Linear => {}
        }
        if self.cut {
            notes.push(surface::cut_off(&number(self.high)).into());
        }
        if notes.is_empty() { name.to_owned() } else { format!("{name} ({})", notes.join(", ")) }
    }

    /// Round losses and their heights.
    pub fn ticks(&self) -> Vec<Tick> {
        match self.curve {
            _ if !self.low.is_finite() => Vec::new(),
            Curve::Constant => vec![Tick { at: 0.5, label: number(self.low) }],
            Curve::Linear => linear_ticks(self.low, self.high),
            Curve::Log10 { .. } => log_ticks(self.low, self.high, |loss| self.height(loss)),
        }
    }
}

/// The number to add to losses before taking their logarithm. It is 0 if the lowest loss is positive and not far below
/// the rest. Otherwise it puts the lowest loss 1½ decades below the quartile. Without that, one grid point that happens
/// to hit a zero would take up all of the height, and a valley narrower than the grid would look like a row of teeth.
fn shift(low: f64, spread: f64, above_low: &dyn Fn(f64) -> f64) -> f64 {
    let typical = [0.25, 0.5, 0.75].into_iter().map(above_low).find(|&excess| excess > 1e-6 * spread);
    let floor = typical.unwrap_or(spread) / 30.0;
    if low >= floor {
        return 0.0;
    }
    // Rounded up to the first digit of the floor, so that the label of the colour key can state it exactly.
    let unit = libm::exp10(libm::floor(libm::log10(floor)));
    libm::ceil((floor - low) / unit) * unit
}

/// `value > 0` rounded up to `digits` significant digits.
fn round_up(value: f64, digits: i32) -> f64 {
    let unit = libm::exp10(libm::floor(libm::log10(value)) - f64::from(digits - 1));
    libm::ceil(value / unit) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of `f` on an n by n grid over [-reach, reach]².
    fn grid(n: usize, reach: f64, f: impl Fn(f64, f64) -> f64) -> Vec<f32> {
        let at = |k: usize| reach * (2.0 * k as f64 / (n - 1) as f64 - 1.0);
        (0..n * n).map(|k| f(at(k % n), at(k / n)) as f32).collect()
    }

    fn rosenbrock(x: f64, y: f64) -> f64 {
        (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x)
    }

    #[test]
    fn a_bowl_is_drawn_linearly_and_rosenbrocks_valley_by_the_logarithm() {
        let bowl = HeightScale::for_losses(&grid(65, 1.0, |x, y| x * x + y * y), ScaleChoice::Auto);
        assert_eq!(bowl.label("loss", ""), "loss");
        let valley = HeightScale::for_losses(&grid(65, 2.0, rosenbrock), ScaleChoice::Auto);
        assert_eq!(valley.label("loss", ""), "loss (log scale)");
        assert_eq!(valley.label("loss", "vol. points²"), "loss (vol. points², log scale)");
    }

    #[test]
    fn the_choice_of_scale_does_not_change_while_the_grid_is_refined() {
        for size in [9, 17, 33, 65, 129] {
            assert!(
                HeightScale::for_losses(&grid(size, 2.0, rosenbrock), ScaleChoice::Auto).log_shift().is_some(),
                "{size}"
            );
            let cliff = |x: f64, y: f64| 0.1 + 0.1 * (x * x + y * y) + if x < 0.1 * y { 0.8 } else { 0.0 };
            assert_eq!(HeightScale::for_losses(&grid(size, 1.0, cliff), ScaleChoice::Auto).log_shift(), None, "{size}");
        }
    }

    #[test]
    fn the_chosen_scale_is_used() {
        let losses = grid(65, 2.0, rosenbrock);
        let linear = HeightScale::for_losses(&losses, ScaleChoice::Linear);
        assert_eq!((linear.log_shift(), linear.label("loss", "")), (None, "loss".into()));
        let bowl = HeightScale::for_losses(&grid(65, 1.0, |x, y| 1.0 + x * x + y * y), ScaleChoice::Log);
        assert_eq!((bowl.log_shift(), bowl.label("loss", "")), (Some(0.0), "loss (log scale)".into()));
        let below = HeightScale::for_losses(&grid(65, 1.0, |x, y| x + y), ScaleChoice::named("log"));
        assert!(below.log_shift().is_some_and(|shift| shift > 2.0) && below.height(-2.0) == 0.0);
    }

    #[test]
    fn heights_rise_with_the_loss_from_zero_to_one() {
        for losses in [
            grid(33, 2.0, rosenbrock),
            grid(33, 2.0, |x, y| rosenbrock(x, y) - 50.0),
            grid(33, 2.0, |x, _| x),
            grid(33, 3.0, |x, y| libm::exp(4.0 * x + y)),
            grid(33, 1.0, |x, y| if x + y > 1.9 { 1e30 } else { x * x }),
        ] {
            let scale = HeightScale::for_losses(&losses, ScaleChoice::Auto);
            let mut sorted = losses.clone();
            sorted.sort_by(f32::total_cmp);
            let heights: Vec<f64> = sorted.iter().map(|&loss| scale.height(f64::from(loss))).collect();
            assert!(heights.windows(2).all(|pair| pair[0] <= pair[1]), "{scale:?}");
            assert_eq!((heights[0], heights[heights.len() - 1]), (0.0, 1.0), "{scale:?}");
        }
    }

    #[test]
    fn one_exploding_corner_is_cut_off_and_the_label_says_where() {
        let scale = HeightScale::for_losses(
            &grid(65, 1.0, |x, y| if x + y > 1.9 { 1e30 } else { x * x + y * y }),
            ScaleChoice::Auto,
        );
        assert!(scale.label("loss", "").starts_with("loss (cut off at 1."), "{}", scale.label("loss", ""));
        assert_eq!(scale.height(1e30), 1.0);
    }

    #[test]
    fn one_exact_zero_does_not_take_all_the_height() {
        let losses = grid(65, 2.0, rosenbrock);
        assert!(losses.contains(&0.0));
        let scale = HeightScale::for_losses(&losses, ScaleChoice::Auto);
        let lowest_quarter = losses.iter().filter(|&&loss| scale.height(f64::from(loss)) < 0.25).count();
        assert!(lowest_quarter > 65, "{lowest_quarter}");
    }

    #[test]
    fn losses_that_differ_by_rounding_are_drawn_flat() {
        let scale = HeightScale::for_losses(&[0.712_345_6, 0.712_345_7, 0.712_345_5], ScaleChoice::Auto);
        assert_eq!(scale.label("loss", ""), "loss (constant)");
        assert_eq!(scale.height(0.712_345_6), 0.5);
    }
}
