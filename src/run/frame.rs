//! The numbers of one step.

use crate::json;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One step. Numbers are rounded to the run's precision; norms were accumulated in f64.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Updates made before this measurement.
    pub step: u64,
    /// Loss at the step's parameters over its batch.
    pub loss: f64,
    /// Test loss, at the steps where it is measured.
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
    /// Steps up to this one whose gradient was clipped.
    pub clipped_steps: u64,
    /// Gradient evaluations up to and including this step: one a step, plus those of line searches.
    pub evaluations: u64,
    /// Whether the run can continue.
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
    /// Norm of the layer's update over the norm of its parameters; `None` if no update follows (a diverged step).
    pub update_ratio: Option<f64>,
}

/// The state of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// It can continue.
    Running,
    /// A number was no longer finite.
    Diverged(Diverged),
}

/// The first number that was not finite.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Diverged {
    /// The step.
    pub step: u64,
    /// The layer.
    pub layer: String,
    /// What it was: `weight`, `bias`, `scale`, `position`, `activation`, `loss` or `gradient`.
    pub quantity: &'static str,
}

/// Style of the field names, which differ between command line and page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// `grad_norm`
    Snake,
    /// `gradNorm`
    Camel,
}

impl Frame {
    /// A number as rows show it: in single precision, the shortest decimal that gives it back.
    pub fn shown(value: f64, single: bool) -> f64 {
        if single { decimal(value as f32) } else { value }
    }

    /// Whether the gradient was clipped.
    pub fn is_clipped(&self) -> bool {
        self.clipped_grad_norm < self.grad_norm
    }

    /// The frame as JSON. Numbers are the shortest that round-trip in the run's precision, null if not finite.
    /// `finished` marks the last row of a run of given length: it is an evaluation that no update follows.
    pub fn to_json(&self, names: Names, single: bool, layer_names: &[String], finished: bool) -> String {
        json::text(&Row { frame: self, layer_names, style: Style { names, single, finished } })
    }
}

/// How numbers and names are written.
#[derive(Clone, Copy)]
struct Style {
    names: Names,
    single: bool,
    finished: bool,
}

impl Style {
    fn key(self, snake: &'static str, camel: &'static str) -> &'static str {
        if self.names == Names::Snake { snake } else { camel }
    }

    /// The number whose decimal form is the shortest that gives `value` back in the run's precision.
    fn number(self, value: f64) -> f64 {
        Frame::shown(value, self.single)
    }
}

/// A frame with the style in which it is serialised.
struct Row<'a> {
    frame: &'a Frame,
    layer_names: &'a [String],
    style: Style,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { frame, layer_names, style } = self;
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("step", &frame.step)?;
        out.serialize_entry("loss", &style.number(frame.loss))?;
        if let Some(test_loss) = frame.test_loss {
            out.serialize_entry(style.key("test_loss", "testLoss"), &style.number(test_loss))?;
        }
        for (key, value) in [
            ("lr", Some(frame.lr)),
            (style.key("grad_norm", "gradNorm"), Some(frame.grad_norm)),
            (style.key("clipped_grad_norm", "clippedGradNorm"), Some(frame.clipped_grad_norm)),
            ("threshold", frame.threshold),
        ] {
            out.serialize_entry(key, &value.map(|value| style.number(value)))?;
        }
        let status = match frame.status {
            Status::Running if style.finished => "finished",
            Status::Running => "running",
            Status::Diverged(_) => "diverged",
        };
        out.serialize_entry("status", status)?;
        if let Status::Diverged(what) = &frame.status {
            out.serialize_entry("diverged", what)?;
        }
        let layers = frame.layers.iter().zip(*layer_names);
        let layers: Vec<LayerRow> = layers.map(|(frame, name)| LayerRow { frame, name, style: *style }).collect();
        out.serialize_entry("layers", &layers)?;
        out.end()
    }
}

/// A layer with the style in which it is serialised.
struct LayerRow<'a> {
    frame: &'a LayerFrame,
    name: &'a str,
    style: Style,
}

impl Serialize for LayerRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { frame, name, style } = self;
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("name", name)?;
        for (key, value) in [
            (style.key("grad_norm", "gradNorm"), Some(frame.grad_norm)),
            (style.key("clipped_grad_norm", "clippedGradNorm"), Some(frame.clipped_grad_norm)),
            (style.key("update_ratio", "updateRatio"), frame.update_ratio.filter(|_| !style.finished)),
        ] {
            out.serialize_entry(key, &value.map(|value| style.number(value)))?;
        }
        out.end()
    }
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

/// The same without formatting text, where f64 suffices. A whole number d < 10⁹ and the powers are exact, so d · 10⁻ᵖ
/// is rounded once, as in parsing (W. D. Clinger, "How to read floating point numbers accurately", 1990).
fn near(value: f32) -> Option<f64> {
    let size = f64::from(value.abs());
    // At a power of two, the rounding interval is wider above than below.
    if !(1e-12..1e12).contains(&size) || value.to_bits() << 9 == 0 {
        return None;
    }
    let above = POWERS.iter().take_while(|power| size >= **power).count() as i32;
    let below = POWERS.iter().take_while(|power| size * **power < 1.0).count() as i32;
    // Nine digits always round-trip. Drop digits while they still do.
    let (mut found, mut places) = (None, 9 - above.max(1) + below);
    while places > below - above.max(1) {
        let power = POWERS[places.unsigned_abs() as usize];
        let scaled = if places < 0 { size / power } else { size * power };
        let whole = (scaled + 0.5).floor();
        let read = if places < 0 { whole * power } else { whole / power };
        // Near a tie, fall back to text.
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
            let json = json::text(&decimal(value));
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
        assert_eq!([decimal(f32::INFINITY), decimal(1e300_f64 as f32)].map(|none| json::text(&none)), ["null"; 2]);
    }
}
