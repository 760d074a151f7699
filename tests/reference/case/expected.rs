//! Expected results of a case.

use serde::Deserialize;
use std::collections::BTreeMap;

/// One number for every tensor.
pub type ByTensor<T> = BTreeMap<String, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    pub f64: Expected,
    pub f32: Expected,
}

/// One run's series; a row for every step in `step`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub step: Vec<u64>,
    pub lr: Vec<f64>,
    pub momentum: Option<Vec<f64>>,
    pub loss: Vec<f64>,
    pub global_norm: Vec<f64>,
    pub grad_norm: ByTensor<Vec<f64>>,
    pub clipped_global_norm: Option<Vec<f64>>,
    pub clipped_grad_norm: Option<ByTensor<Vec<f64>>>,
    pub clip_threshold: Option<Vec<Option<f64>>>,
    pub bptt: Option<Vec<ThroughTime>>,
    #[serde(rename = "final")]
    pub last: Last,
}

/// Norms by time step at one training step, layer by layer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThroughTime {
    pub step: u64,
    pub layers: Vec<StateNorms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateNorms {
    pub h_norm: Vec<f64>,
    pub dh_norm: Vec<f64>,
    pub c_norm: Option<Vec<f64>>,
    pub dc_norm: Option<Vec<f64>>,
}

/// The parameters after the last update.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Last {
    pub param_norm: ByTensor<f64>,
    pub param_sum: ByTensor<f64>,
    /// Tensor, index in it, value.
    pub checksum: Vec<(String, usize, f64)>,
    pub buffers: Option<ByTensor<Vec<f64>>>,
    pub eval_loss: Option<f64>,
}

/// A module's output at step 0.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModuleOutput {
    pub path: String,
    pub op: String,
    pub norm: f64,
    pub mean: f64,
    pub std: f64,
    pub grad_norm: f64,
}
