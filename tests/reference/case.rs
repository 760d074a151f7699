//! A case as its JSON file describes it. A key, an operation or a number that is not known here is refused, so that
//! nothing that a file expects goes unread.

use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// One number for every tensor.
pub type ByTensor<T> = BTreeMap<String, T>;

/// What is trained, on what, how, and what comes of it.
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
    // How the file came about; nothing to compare.
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
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub enum Optimizer {
    Sgd {
        lr: f64,
        momentum: f64,
        dampening: f64,
        weight_decay: f64,
        nesterov: bool,
    },
    Adam {
        lr: f64,
        betas: (f64, f64),
        eps: f64,
        weight_decay: f64,
        amsgrad: bool,
    },
    Adagrad {
        lr: f64,
        lr_decay: f64,
        weight_decay: f64,
        initial_accumulator_value: f64,
        eps: f64,
    },
    Rmsprop {
        lr: f64,
        alpha: f64,
        eps: f64,
        weight_decay: f64,
        momentum: f64,
        centered: bool,
    },
    Adadelta {
        lr: f64,
        rho: f64,
        eps: f64,
        weight_decay: f64,
    },
    Adamw(AdamW),
    Nadam {
        lr: f64,
        betas: (f64, f64),
        eps: f64,
        weight_decay: f64,
        momentum_decay: f64,
        decoupled_weight_decay: bool,
    },
    Radam {
        lr: f64,
        betas: (f64, f64),
        eps: f64,
        weight_decay: f64,
        decoupled_weight_decay: bool,
    },
    Lion {
        lr: f64,
        betas: (f64, f64),
        weight_decay: f64,
    },
    Muon {
        lr: f64,
        weight_decay: f64,
        momentum: f64,
        nesterov: bool,
        ns_coefficients: [f64; 3],
        eps: f64,
        ns_steps: u64,
        adjust_lr_fn: AdjustLr,
        muon_params: Option<Vec<String>>,
        aux: Option<Companion>,
    },
    Lbfgs {
        lr: f64,
        max_iter: u64,
        max_eval: Option<u64>,
        tolerance_grad: f64,
        tolerance_change: f64,
        history_size: usize,
        line_search_fn: Option<LineSearch>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdamW {
    pub lr: f64,
    pub betas: (f64, f64),
    pub eps: f64,
    pub weight_decay: f64,
    pub amsgrad: bool,
}

/// What moves the parameters that Muon leaves out.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub enum Companion {
    Adamw(AdamW),
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum AdjustLr {
    Original,
    MatchRmsAdamw,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineSearch {
    StrongWolfe,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Schedule {
    Step {
        step_size: u64,
        gamma: f64,
    },
    Exponential {
        gamma: f64,
    },
    Cosine {
        #[serde(rename = "T_max")]
        t_max: u64,
        eta_min: f64,
    },
    WarmupCosine {
        warmup: u64,
        total: u64,
        min_ratio: f64,
    },
    OneCycle {
        max_lr: f64,
        total_steps: u64,
        pct_start: f64,
        anneal: Anneal,
        div_factor: f64,
        final_div_factor: f64,
        three_phase: bool,
        cycle_momentum: bool,
        base_momentum: f64,
        max_momentum: f64,
    },
    Plateau {
        factor: f64,
        patience: u64,
        threshold: f64,
        threshold_mode: ThresholdMode,
        cooldown: u64,
        min_lr: f64,
        eps: f64,
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Anneal {
    Cos,
    Linear,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThresholdMode {
    Rel,
    Abs,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Clip {
    Value { clip_value: f64 },
    GlobalNorm { max_norm: f64, norm_type: NormType },
    PerTensorNorm { max_norm: f64 },
    PerLayerNorm { max_norm: f64 },
    Agc { clip_factor: f64, eps: f64, exclude_layers: Vec<String> },
    Autoclip { percentile: f64 },
    Zclip { alpha: f64, z_thresh: f64, eps: f64, warmup_steps: u64 },
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum NormType {
    Number(f64),
    Word(String),
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

/// Norms through time at one step, a layer of the recurrent network after the other.
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
