//! Builds the engine's optimizer, schedule, clip and batches from a case.

use crate::reference::case::{self, AdjustLr, Anneal, Batch, Case, Clip, NormType, Optimizer, Schedule, ThresholdMode};
use crate::reference::outcome::{Refused, not_covered, wrong};
use gradscape::clips::{self, AnyClip};
use gradscape::optimizers::{
    Adadelta, Adagrad, Adam, AdamW, AmsGrad, AnyOptimizer, Companion, Lbfgs, Lion, Momentum, Muon, NAdam, Nesterov,
    RAdam, RmsProp, Sgd,
};
use gradscape::run::batches::{Batches, Order};
use gradscape::schedules::{self, AnySchedule};

/// The optimizer and its learning rate.
pub fn optimizer(optimizer: &Optimizer) -> Result<(AnyOptimizer, f64), Refused> {
    Ok(match *optimizer {
        Optimizer::Sgd { lr, momentum, dampening, weight_decay, nesterov } => {
            let chosen = match (momentum != 0.0, nesterov) {
                (false, false) => AnyOptimizer::Sgd(Sgd { weight_decay }),
                (true, false) => AnyOptimizer::Momentum(Momentum { momentum, dampening, weight_decay }),
                (true, true) if dampening == 0.0 => AnyOptimizer::Nesterov(Nesterov { momentum, weight_decay }),
                (_, true) => return wrong("nesterov needs momentum without dampening"),
            };
            (chosen, lr)
        }
        Optimizer::Adam { lr, betas: (beta1, beta2), eps, weight_decay, amsgrad } => {
            let chosen = if amsgrad {
                AnyOptimizer::AmsGrad(AmsGrad { beta1, beta2, eps, weight_decay, decoupled: false })
            } else {
                AnyOptimizer::Adam(Adam { beta1, beta2, eps, weight_decay })
            };
            (chosen, lr)
        }
        Optimizer::Adamw(case::AdamW { lr, betas: (beta1, beta2), eps, weight_decay, amsgrad }) => {
            let chosen = if amsgrad {
                AnyOptimizer::AmsGrad(AmsGrad { beta1, beta2, eps, weight_decay, decoupled: true })
            } else {
                AnyOptimizer::AdamW(AdamW { beta1, beta2, eps, weight_decay })
            };
            (chosen, lr)
        }
        Optimizer::Adagrad { lr, lr_decay, weight_decay, initial_accumulator_value, eps } => {
            (AnyOptimizer::Adagrad(Adagrad { lr_decay, initial_accumulator_value, eps, weight_decay }), lr)
        }
        Optimizer::Rmsprop { lr, alpha, eps, weight_decay, momentum, centered } => {
            (AnyOptimizer::RmsProp(RmsProp { alpha, eps, weight_decay, momentum, centered }), lr)
        }
        Optimizer::Adadelta { lr, rho, eps, weight_decay } => {
            (AnyOptimizer::Adadelta(Adadelta { rho, eps, weight_decay }), lr)
        }
        Optimizer::Nadam {
            lr,
            betas: (beta1, beta2),
            eps,
            weight_decay,
            momentum_decay,
            decoupled_weight_decay: decoupled,
        } => (AnyOptimizer::NAdam(NAdam { beta1, beta2, eps, weight_decay, momentum_decay, decoupled }), lr),
        Optimizer::Radam { lr, betas: (beta1, beta2), eps, weight_decay, decoupled_weight_decay: decoupled } => {
            (AnyOptimizer::RAdam(RAdam { beta1, beta2, eps, weight_decay, decoupled }), lr)
        }
        Optimizer::Lion { lr, betas: (beta1, beta2), weight_decay } => {
            (AnyOptimizer::Lion(Lion { beta1, beta2, weight_decay }), lr)
        }
        Optimizer::Muon {
            lr,
            weight_decay,
            momentum,
            nesterov,
            ns_coefficients,
            eps,
            ns_steps,
            adjust_lr_fn,
            ref muon_params,
            ref aux,
        } => {
            let muon = Muon {
                momentum,
                nesterov,
                weight_decay,
                eps,
                ns_coefficients,
                ns_steps,
                match_rms_adamw: adjust_lr_fn == AdjustLr::MatchRmsAdamw,
                only: muon_params.as_deref().map(Into::into),
                companion: companion(aux.as_ref(), lr)?,
            };
            (AnyOptimizer::Muon(muon), lr)
        }
        Optimizer::Lbfgs { lr, max_iter, max_eval, tolerance_grad, tolerance_change, history_size, line_search_fn } => {
            let (max_eval, strong_wolfe) = (max_eval.unwrap_or(max_iter * 5 / 4), line_search_fn.is_some());
            let lbfgs = Lbfgs { max_iter, max_eval, tolerance_grad, tolerance_change, history_size, strong_wolfe };
            (AnyOptimizer::Lbfgs(lbfgs), lr)
        }
    })
}

/// The optimizer of the parameters that Muon, with the learning rate `lr`, leaves out.
fn companion(aux: Option<&case::Companion>, lr: f64) -> Result<Companion, Refused> {
    let Some(case::Companion::Adamw(aux)) = aux else {
        return Ok(Companion { lr_ratio: f64::NAN, beta1: 0.0, beta2: 0.0, eps: 0.0, weight_decay: 0.0 });
    };
    if aux.amsgrad {
        return not_covered("amsgrad beside muon");
    }
    let (beta1, beta2) = aux.betas;
    Ok(Companion { lr_ratio: aux.lr / lr, beta1, beta2, eps: aux.eps, weight_decay: aux.weight_decay })
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
            AnyClip::NormPerLayer(clips::NormPerLayer { max_norm, parts: clips::Parts::Tensors })
        }
        Clip::PerLayerNorm { max_norm } => {
            AnyClip::NormPerLayer(clips::NormPerLayer { max_norm, parts: clips::Parts::Layers })
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
        // Sequences have time as their first dimension, so slices of rows make no sense.
        Batch::Cyclic { .. } if case.expected.f64.bptt.is_some() => wrong("batches of sequences are not understood"),
        Batch::Cyclic { size } if (1..=rows).contains(&size) => Ok(Batches::new(rows, Some(size), Order::Cyclic)),
        Batch::Cyclic { size } => wrong(format!("a batch of {size} out of {rows} rows")),
    }
}
