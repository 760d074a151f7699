//! Distances between computed and expected numbers, as defined in the vectors' README.

/// Compares numbers of one precision and counts them.
pub struct Check {
    /// Prefix of messages, for example `f32`.
    pub precision: &'static str,
    /// Largest distance.
    pub tolerance: f64,
    /// Numbers compared so far.
    pub compared: usize,
}

/// Relative errors use at least this share of the largest value in the series.
const FLOOR: f64 = 1e-3;

impl Check {
    pub fn new(precision: &'static str, tolerance: f64) -> Result<Self, String> {
        if !tolerance.is_finite() || tolerance < 0.0 {
            return Err(format!("{precision}: a tolerance of {tolerance}"));
        }
        Ok(Self { precision, tolerance, compared: 0 })
    }

    /// max |a − b| / max(|b|, 10⁻³ max |b|) over a series is within the tolerance.
    pub fn series(&mut self, what: &str, got: &[f64], want: &[f64]) -> Result<(), String> {
        if got.len() != want.len() {
            let (precision, got, want) = (self.precision, got.len(), want.len());
            return Err(format!("{precision} {what}: {want} values are expected where there are {got}"));
        }
        let largest = want.iter().fold(0.0_f64, |largest, b| largest.max(b.abs()));
        let mut pairs = got.iter().zip(want).enumerate();
        pairs.try_for_each(|(k, (a, b))| self.value(&format!("{what}[{k}]"), *a, *b, FLOOR * largest))
    }

    /// |a − b| / max(|b|, floor) is within the tolerance.
    pub fn value(&mut self, what: &str, got: f64, want: f64, floor: f64) -> Result<(), String> {
        self.compared += 1;
        let scale = want.abs().max(floor);
        let distance = if scale > 0.0 { (got - want).abs() / scale } else { f64::from(u8::from(got != want)) };
        // Written so that NaN fails.
        if distance <= self.tolerance {
            return Ok(());
        }
        let Self { precision, tolerance, .. } = self;
        Err(format!(
            "{precision} {what} is {got:e}, expected {want:e}: distance {distance:.1e}, tolerance {tolerance:.1e}"
        ))
    }
}

/// |a − b| is at most `allowed`.
pub fn close(what: &str, got: f64, want: f64, allowed: f64) -> Result<(), String> {
    let distance = (got - want).abs();
    if distance <= allowed {
        return Ok(());
    }
    Err(format!("{what} is {got:e}, expected {want:e}: {distance:.1e} apart, at most {allowed:.1e} allowed"))
}
