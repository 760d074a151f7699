//! What one step shows, in plain numbers.

use serde::Serialize;
use serde_json::Number;

/// One step. Numbers are as the run's precision holds them; the norms were accumulated in f64.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Updates made before this measurement.
    pub step: u64,
    /// Loss at the step's parameters over its batch.
    pub loss: f64,
    /// Loss over the examples set aside, at the steps where it was measured.
    pub test_loss: Option<f64>,
    /// Learning rate in force.
    pub lr: f64,
    /// Norm of the whole gradient before clipping.
    pub grad_norm: f64,
    /// The same after clipping.
    pub clipped_grad_norm: f64,
    /// Threshold in force; `None` without clipping.
    pub threshold: Option<f64>,
    /// Angle between the gradient before and after clipping, in degrees.
    pub clip_angle: f64,
    /// Steps up to this one whose gradient was shortened.
    pub clipped_steps: u64,
    /// Gradients evaluated to come here and to measure this step: one for every step, and those of line searches.
    pub evaluations: u64,
    /// Whether the run goes on.
    pub status: Status,
    /// Layer by layer.
    pub layers: Vec<LayerFrame>,
}

/// One layer of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerFrame {
    /// Norm of the layer's gradient, weight and bias together, before clipping.
    pub grad_norm: f64,
    /// The same after clipping.
    pub clipped_grad_norm: f64,
    /// Norm of the change that the step's update makes to the layer's parameters, over the norm of the parameters;
    /// `None` where no update follows (a diverged step).
    pub update_ratio: Option<f64>,
}

/// How a run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// It can go on.
    Running,
    /// A number was no longer finite.
    Diverged(Diverged),
}

/// The first number that was not finite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diverged {
    /// Step at which it was met.
    pub step: u64,
    /// Layer in which it was met.
    pub layer: String,
    /// What it was: `weight`, `bias`, `scale`, `position`, `activation`, `loss` or `gradient`.
    pub quantity: &'static str,
}

/// How a row or a frame is written: the command line's and the page's names differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// `grad_norm`
    Snake,
    /// `gradNorm`
    Camel,
}

impl Frame {
    /// Whether clipping shortened the gradient.
    pub fn is_clipped(&self) -> bool {
        self.clipped_grad_norm < self.grad_norm
    }

    /// The frame as JSON. Numbers are the shortest that round-trip in the run's precision, null if not finite.
    /// `finished` marks the last row of a run of given length: it is an evaluation that no update follows.
    pub fn to_json(&self, names: Names, single: bool, layer_names: &[String], finished: bool) -> serde_json::Value {
        let key = |snake: &str, camel: &str| if names == Names::Snake { snake } else { camel }.to_string();
        let number = |value: f64| shortest(value, single);
        let layers: Vec<serde_json::Value> = self
            .layers
            .iter()
            .zip(layer_names)
            .map(|(layer, name)| {
                let mut out = serde_json::Map::new();
                out.insert("name".into(), name.clone().into());
                out.insert(key("grad_norm", "gradNorm"), number(layer.grad_norm));
                out.insert(key("clipped_grad_norm", "clippedGradNorm"), number(layer.clipped_grad_norm));
                let ratio = layer.update_ratio.filter(|_| !finished).map_or(serde_json::Value::Null, number);
                out.insert(key("update_ratio", "updateRatio"), ratio);
                out.into()
            })
            .collect();
        let mut out = serde_json::Map::new();
        out.insert("step".into(), self.step.into());
        out.insert("loss".into(), number(self.loss));
        if let Some(test_loss) = self.test_loss {
            out.insert(key("test_loss", "testLoss"), number(test_loss));
        }
        out.insert("lr".into(), number(self.lr));
        out.insert(key("grad_norm", "gradNorm"), number(self.grad_norm));
        out.insert(key("clipped_grad_norm", "clippedGradNorm"), number(self.clipped_grad_norm));
        out.insert("threshold".into(), self.threshold.map_or(serde_json::Value::Null, number));
        match &self.status {
            Status::Running if finished => out.insert("status".into(), "finished".into()),
            Status::Running => out.insert("status".into(), "running".into()),
            Status::Diverged(what) => {
                out.insert("status".into(), "diverged".into());
                out.insert("diverged".into(), serde_json::to_value(what).expect("plain data"))
            }
        };
        out.insert("layers".into(), layers.into());
        out.into()
    }
}

/// The number whose decimal form is the shortest that gives `value` back in the run's precision.
fn shortest(value: f64, single: bool) -> serde_json::Value {
    let value = if single { decimal(value as f32) } else { value };
    Number::from_f64(value).map_or(serde_json::Value::Null, serde_json::Value::Number)
}

/// The f64 nearest to an f32's shortest decimal form: 0.1 for 0.1f32, not 0.10000000149011612.
fn decimal(value: f32) -> f64 {
    if !value.is_finite() {
        return f64::NAN;
    }
    near(value).unwrap_or_else(|| value.to_string().parse().unwrap_or(f64::NAN))
}

/// 10⁰ to 10²²: every one of them is a number of f64.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The same without the detour through text, where f64 decides it beyond doubt. A whole number d < 10⁹ and the powers are
/// exact, so that d · 10⁻ᵖ is rounded once, as when it is read (W. D. Clinger, "How to read floating point numbers
/// accurately", 1990).
fn near(value: f32) -> Option<f64> {
    let size = f64::from(value.abs());
    // Beside a power of two the numbers that are rounded to it reach farther up than down.
    if !(1e-12..1e12).contains(&size) || value.to_bits() << 9 == 0 {
        return None;
    }
    let above = POWERS.iter().take_while(|power| size >= **power).count() as i32;
    let below = POWERS.iter().take_while(|power| size * **power < 1.0).count() as i32;
    // Nine digits always give the number back. As long as one less does, that is taken.
    let (mut found, mut places) = (None, 9 - above.max(1) + below);
    while places > below - above.max(1) {
        let power = POWERS[places.unsigned_abs() as usize];
        let scaled = if places < 0 { size / power } else { size * power };
        let whole = (scaled + 0.5).floor();
        let read = if places < 0 { whole * power } else { whole / power };
        // What lies half-way between two, but for rounding, is left to the text.
        if ((scaled - whole).abs() - 0.5).abs() < 1e-6 || read.to_bits() << 35 == 1 << 63 {
            return None;
        }
        if read as f32 != value.abs() {
            break;
        }
        found = Some(read.copysign(f64::from(value)));
        places -= 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::random::{Purpose, Stream};

    #[test]
    fn single_precision_numbers_are_written_short_and_read_back_the_same() {
        for value in [0.1_f32, 1e-45, f32::MAX, 1.0 / 3.0, 16_777_217.0, 1.175_494_2e-38] {
            let json = shortest(f64::from(value), true).to_string();
            assert_eq!(json.parse::<f64>().expect("a number") as f32, value, "{json}");
            assert!(json.len() <= 14, "{json}");
        }
        // Every exponent, and digits few and many: the same number as through text.
        let mut random = Stream::new(3, Purpose::Data, 0);
        let drawn = (0..20_000).map(|_| f32::from_bits(random.bits()));
        let short = (0..20_000).map(|k| k as f32 * [0.1, 0.01, 1e-6, 1.0, 1e5][k as usize % 5]);
        for value in drawn.chain(short).filter(|value| value.is_finite()) {
            let read: f64 = value.to_string().parse().expect("a number");
            assert_eq!(decimal(value).to_bits(), read.to_bits(), "{value}");
        }
        assert!(shortest(f64::INFINITY, false).is_null() && shortest(1e300, true).is_null());
    }
}
