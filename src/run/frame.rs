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
    if value.is_finite() { value.to_string().parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_precision_numbers_are_written_short_and_read_back_the_same() {
        for value in [0.1_f32, 1e-45, f32::MAX, 1.0 / 3.0, 16_777_217.0, 1.175_494_2e-38] {
            let json = shortest(f64::from(value), true).to_string();
            assert_eq!(json.parse::<f64>().expect("a number") as f32, value, "{json}");
            assert!(json.len() <= 14, "{json}");
        }
        assert!(shortest(f64::INFINITY, false).is_null() && shortest(1e300, true).is_null());
    }
}
