//! From a case's optimizer, schedule, clip and batch to the engine's.

use crate::reference::case::{Anneal, Batch, Case, Clip, NormType, Optimizer, Schedule, ThresholdMode};
use crate::reference::outcome::{Refused, not_covered, wrong};
use gradscape::clips::{self, AnyClip};
use gradscape::optimizers::{Adam, AnyOptimizer, Momentum, Nesterov, Sgd};
use gradscape::run::batches::{Batches, Order};
use gradscape::schedules::{self, AnySchedule};

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
pub fn schedule(schedule: Option<&Schedule>) -> AnySchedule {
    let Some(schedule) = schedule else { return AnySchedule::Constant(schedules::Constant) };
    match *schedule {
        Schedule::Step { step_size, gamma } => AnySchedule::Step(schedules::Step { step_size, gamma }),
        Schedule::Exponential { gamma } => AnySchedule::Exponential(schedules::Exponential { gamma }),
        Schedule::Cosine { t_max, eta_min } => AnySchedule::Cosine(schedules::Cosine { t_max, eta_min }),
        Schedule::WarmupCosine { warmup, total: total_steps, min_ratio } => {
            AnySchedule::WarmupCosine(schedules::WarmupCosine { warmup, total_steps, min_ratio })
        }
        Schedule::OneCycle {
            max_lr,
            total_steps,
            pct_start,
            anneal,
            div_factor,
            final_div_factor,
            three_phase,
            cycle_momentum,
            base_momentum,
            max_momentum,
        } => AnySchedule::OneCycle(schedules::OneCycle {
            max_lr,
            total_steps,
            pct_start,
            anneal: match anneal {
                Anneal::Cos => schedules::Anneal::Cos,
                Anneal::Linear => schedules::Anneal::Linear,
            },
            div_factor,
            final_div_factor,
            three_phase,
            momentum: cycle_momentum.then_some((base_momentum, max_momentum)),
        }),
        Schedule::Plateau { factor, patience, threshold, threshold_mode, cooldown, min_lr, eps } => {
            let threshold_mode = match threshold_mode {
                ThresholdMode::Rel => schedules::ThresholdMode::Rel,
                ThresholdMode::Abs => schedules::ThresholdMode::Abs,
            };
            AnySchedule::Plateau(schedules::Plateau {
                factor,
                patience,
                threshold,
                threshold_mode,
                cooldown,
                min_lr,
                eps,
            })
        }
    }
}

/// The clip.
pub fn clip(clip: Option<&Clip>) -> Result<AnyClip, Refused> {
    let Some(clip) = clip else { return Ok(AnyClip::Unclipped(clips::Unclipped)) };
    Ok(match *clip {
        Clip::Value { clip_value } => AnyClip::Value(clips::Value { clip_value }),
        Clip::GlobalNorm { max_norm, ref norm_type } => {
            let norm_type = match norm_type {
                NormType::Number(1.0) => clips::NormType::One,
                NormType::Number(2.0) => clips::NormType::Two,
                NormType::Word(word) if word == "inf" => clips::NormType::Infinity,
                NormType::Number(p) => return wrong(format!("norm_type {p} is not understood")),
                NormType::Word(word) => return wrong(format!("norm_type {word} is not understood")),
            };
            AnyClip::Norm(clips::Norm { max_norm, norm_type })
        }
        Clip::PerTensorNorm { max_norm } => {
            AnyClip::LayerNorm(clips::LayerNorm { max_norm, parts: clips::Parts::Tensors })
        }
        Clip::PerLayerNorm { max_norm } => {
            AnyClip::LayerNorm(clips::LayerNorm { max_norm, parts: clips::Parts::Layers })
        }
        Clip::Agc { clip_factor, eps, ref exclude_layers } => {
            AnyClip::Agc(clips::Agc { clip_factor, eps, exclude_layers: exclude_layers.clone() })
        }
        Clip::Autoclip { percentile } => AnyClip::AutoClip(clips::AutoClip { percentile }),
        Clip::Zclip { alpha, z_thresh, eps, warmup_steps } => {
            AnyClip::ZClip(clips::ZClip { alpha, z_thresh, eps, warmup_steps })
        }
    })
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
