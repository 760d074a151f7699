//! From a case's optimizer, clip and batch to the engine's.

use crate::reference::case::{Batch, Case, Clip, NormType, Optimizer, Schedule};
use crate::reference::outcome::{Refused, not_covered, wrong};
use gradscape::clips::{AnyClip, Norm, NormType as Kind, Unclipped, Value};
use gradscape::optimizers::{Adam, AnyOptimizer, Momentum, Nesterov, Sgd};
use gradscape::run::batches::{Batches, Order};
use gradscape::schedules::{AnySchedule, Constant};

/// The optimizer and its learning rate.
pub fn optimizer(optimizer: &Optimizer) -> Result<(AnyOptimizer, f64), Refused> {
    let name = match *optimizer {
        Optimizer::Sgd { lr, momentum, dampening, weight_decay, nesterov } => {
            let chosen = match (momentum != 0.0, nesterov) {
                (false, false) => AnyOptimizer::Sgd(Sgd { weight_decay }),
                (true, _) if dampening != 0.0 => return not_covered("dampened momentum"),
                (true, false) => AnyOptimizer::Momentum(Momentum { momentum, weight_decay }),
                (true, true) => AnyOptimizer::Nesterov(Nesterov { momentum, weight_decay }),
                (false, true) => return wrong("nesterov without momentum"),
            };
            return Ok((chosen, lr));
        }
        Optimizer::Adam { amsgrad: true, .. } => "amsgrad",
        Optimizer::Adam { lr, betas: (beta1, beta2), eps, weight_decay, amsgrad: false } => {
            return Ok((AnyOptimizer::Adam(Adam { beta1, beta2, eps, weight_decay }), lr));
        }
        Optimizer::Adagrad(_) => "adagrad",
        Optimizer::Rmsprop(_) => "rmsprop",
        Optimizer::Adadelta(_) => "adadelta",
        Optimizer::Adamw(_) => "adamw",
        Optimizer::Nadam(_) => "nadam",
        Optimizer::Radam(_) => "radam",
        Optimizer::Lion(_) => "lion",
        Optimizer::Muon(_) => "muon",
        Optimizer::Lbfgs(_) => "lbfgs",
    };
    not_covered(format!("optimizer {name}"))
}

/// The schedule.
pub fn schedule(schedule: Option<&Schedule>) -> Result<AnySchedule, Refused> {
    let name = match schedule {
        None => return Ok(AnySchedule::Constant(Constant)),
        Some(Schedule::Step(_)) => "step",
        Some(Schedule::Exponential(_)) => "exponential",
        Some(Schedule::Cosine(_)) => "cosine",
        Some(Schedule::WarmupCosine(_)) => "warmup_cosine",
        Some(Schedule::OneCycle(_)) => "one_cycle",
        Some(Schedule::Plateau(_)) => "plateau",
    };
    not_covered(format!("schedule {name}"))
}

/// The clip.
pub fn clip(clip: Option<&Clip>) -> Result<AnyClip, Refused> {
    let name = match clip {
        None => return Ok(AnyClip::Unclipped(Unclipped)),
        Some(Clip::Value { clip_value }) => return Ok(AnyClip::Value(Value { clip_value: *clip_value })),
        Some(Clip::GlobalNorm { max_norm, norm_type }) => {
            let norm_type = match norm_type {
                NormType::Number(1.0) => Kind::One,
                NormType::Number(2.0) => Kind::Two,
                NormType::Word(word) if word == "inf" => Kind::Infinity,
                NormType::Number(p) => return wrong(format!("norm_type {p} is not understood")),
                NormType::Word(word) => return wrong(format!("norm_type {word} is not understood")),
            };
            return Ok(AnyClip::Norm(Norm { max_norm: *max_norm, norm_type }));
        }
        Some(Clip::PerTensorNorm(_)) => "per_tensor_norm",
        Some(Clip::PerLayerNorm(_)) => "per_layer_norm",
        Some(Clip::Agc(_)) => "agc",
        Some(Clip::Autoclip(_)) => "autoclip",
        Some(Clip::Zclip(_)) => "zclip",
    };
    not_covered(format!("clip {name}"))
}

/// The batches of `rows` examples.
pub fn batches(case: &Case, rows: usize) -> Result<Batches, Refused> {
    match case.batch {
        Batch::Full {} => Ok(Batches::new(rows, None, Order::Cyclic)),
        // Sequences have time as their first dimension, so that a slice of rows means nothing.
        Batch::Cyclic { .. } if case.expected.f64.bptt.is_some() => wrong("batches of sequences are not understood"),
        Batch::Cyclic { size } if (1..=rows).contains(&size) => Ok(Batches::new(rows, Some(size), Order::Cyclic)),
        Batch::Cyclic { size } => wrong(format!("a batch of {size} out of {rows} rows")),
    }
}
