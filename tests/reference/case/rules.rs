//! Optimizer, schedule and clip of a case.

use serde::Deserialize;

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

/// The optimizer of the parameters that Muon leaves out.
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
