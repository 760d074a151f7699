//! A case as described by its JSON file. Unknown keys, operations and numbers are rejected, so that no expectation is
//! ignored.

mod expected;
mod rules;

pub use expected::{Both, ByTensor, Expected, Last, ModuleOutput, ThroughTime};
pub use rules::{AdamW, AdjustLr, Anneal, Clip, Companion, NormType, Optimizer, Schedule, ThresholdMode};

use serde::Deserialize;
use serde::de::IgnoredAny;

/// Model, data, training and expected results.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub format: String,
    pub name: String,
    pub model: Model,
    pub loss: Loss,
    pub optimizer: Optimizer,
    pub schedule: Option<Schedule>,
    pub clip: Option<Clip>,
    pub batch: Batch,
    pub steps: u64,
    pub param_order: Vec<String>,
    pub zero_grad_params: Vec<String>,
    pub tensors: String,
    pub tolerance: Tolerance,
    pub expected: Both,
    pub forward0: Option<Vec<ModuleOutput>>,
    // How the file was made; not compared.
    #[serde(default, rename = "features")]
    _features: IgnoredAny,
    #[serde(default, rename = "note")]
    _note: IgnoredAny,
    #[serde(default, rename = "seed")]
    _seed: IgnoredAny,
    #[serde(default, rename = "init")]
    _init: IgnoredAny,
    #[serde(default, rename = "data")]
    _data: IgnoredAny,
    #[serde(default, rename = "f64_sensitivity")]
    _f64_sensitivity: IgnoredAny,
    #[serde(default, rename = "f32_vs_f64")]
    _f32_vs_f64: IgnoredAny,
    #[serde(default, rename = "fd_rel_err_step0")]
    _fd_rel_err_step0: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Model {
    Mlp {
        modules: Vec<Module>,
    },
    Rnn {
        cell: String,
        input: usize,
        hidden: usize,
        output: usize,
        num_layers: usize,
        #[serde(rename = "T")]
        length: usize,
        loss_on: LossOn,
        tbptt: Option<usize>,
    },
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
pub enum Module {
    Linear {
        name: String,
        #[serde(rename = "in")]
        inputs: usize,
        #[serde(rename = "out")]
        outputs: usize,
        bias: bool,
    },
    Act {
        #[serde(rename = "fn")]
        function: String,
    },
    Batchnorm {
        name: String,
        features: usize,
        eps: f64,
        momentum: f64,
    },
    Layernorm {
        name: String,
        features: usize,
        eps: f64,
    },
    Rmsnorm {
        name: String,
        features: usize,
        eps: f64,
    },
    Residual {
        body: Vec<Module>,
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LossOn {
    Last,
    All,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Loss {
    Mse { reduction: Reduction },
    BceLogits { reduction: Reduction },
    CrossEntropy { reduction: Reduction },
    Mae { reduction: Reduction },
    Huber { reduction: Reduction, delta: f64 },
    SmoothL1 { reduction: Reduction, beta: f64 },
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Reduction {
    Mean,
    Sum,
}

#[derive(Deserialize)]
#[serde(tag = "mode", rename_all = "lowercase", deny_unknown_fields)]
pub enum Batch {
    Full {},
    Cyclic { size: usize },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    pub f64_rtol: f64,
    pub f32_rtol: f64,
}
