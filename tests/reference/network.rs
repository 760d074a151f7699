//! Builds the engine's objective and initial parameters from a case.

use crate::reference::case::{Case, Loss, LossOn, Model, Module, Reduction};
use crate::reference::outcome::{Refused, not_covered, wrong};
use crate::reference::tensors::{Tensors, transposed};
use gradscape::activations::AnyActivation;
use gradscape::datasets::sequences::SequenceData;
use gradscape::datasets::{Data, Targets};
use gradscape::initializers::AnyInitializer;
use gradscape::losses::{AnyLoss, Bce, CrossEntropy, Huber, Mae, Mse, SmoothL1};
use gradscape::math::Real;
use gradscape::networks::cells::AnyCell;
use gradscape::networks::mlp::Mlp;
use gradscape::networks::norms::{self, AnyNorm};
use gradscape::networks::recurrent::Recurrent;
use gradscape::networks::residuals::Factor;
use gradscape::objectives::Objective;
use gradscape::objectives::sequences::Sequences;
use gradscape::objectives::supervised::{self, Supervised};
use gradscape::registry::Settings;

/// The case's network on its data.
pub fn objective<R: Real>(case: &Case, tensors: &Tensors) -> Result<Objective<R>, Refused> {
    let (loss, reduction) = loss(&case.loss)?;
    let init = AnyInitializer::named("zeros", &Settings::default());
    match &case.model {
        Model::Mlp { modules } => {
            let input = tensors.numbers("input")?;
            let [rows @ (1..), features @ (1..)] = input.shape[..] else {
                return wrong(format!("input is {:?}", input.shape));
            };
            if tensors.has("h0") || tensors.has("c0") {
                return wrong("a feed-forward network has no initial state");
            }
            let network = modules_of::<R>(modules, features)?;
            let targets = targets(tensors, &loss, &[rows, network.outputs()])?;
            let data = Data::new(rows, input.transposed(rows), targets);
            let reduction = match reduction {
                Reduction::Mean => supervised::Reduction::Mean,
                Reduction::Sum => supervised::Reduction::Sum,
            };
            Ok(Objective::new(Supervised::new(network, init, loss, data).with_reduction(reduction)))
        }
        Model::Rnn { cell, input, hidden, output, num_layers, length, loss_on, tbptt } => {
            let x = tensors.numbers("input")?;
            let [steps, rows @ (1..), features] = x.shape[..] else { return wrong(format!("input is {:?}", x.shape)) };
            if [steps, features] != [*length, *input] || [*length, *input, *hidden, *output, *num_layers].contains(&0) {
                return wrong(format!("input is {:?}, not [{length}, rows, {input}]", x.shape));
            }
            if *num_layers > 4 {
                return not_covered(format!("{num_layers} recurrent layers"));
            }
            if reduction == Reduction::Sum {
                return not_covered("a summed loss on sequences");
            }
            let cell = self::cell(cell)?;
            let reads = match loss_on {
                LossOn::Last => 1,
                LossOn::All => steps,
            };
            let shape = match loss_on {
                LossOn::Last => vec![rows, *output],
                LossOn::All => vec![steps, rows, *output],
            };
            let targets = targets(tensors, &loss, &shape)?;
            let inputs = x.values.chunks_exact(rows * features).map(|step| transposed(step, rows)).collect();
            let data = SequenceData::new(rows, inputs, reads, targets);
            let has_cell = cell.shape().has_cell;
            let network = Recurrent::new(features, *hidden, *num_layers, *output, cell).truncated(tbptt.unwrap_or(0));
            let mut start = Vec::new();
            for (name, due) in [("h0", true), ("c0", has_cell)] {
                if tensors.has(name) != (due && tensors.has("h0")) {
                    return wrong(format!("{name} does not go with the cell"));
                }
                if !tensors.has(name) {
                    continue;
                }
                let state = tensors.numbers(name)?;
                if state.shape != [*num_layers, rows, *hidden] {
                    return wrong(format!("{name} is {:?}, not [{num_layers}, {rows}, {hidden}]", state.shape));
                }
                start.extend(state.values.chunks_exact(rows * hidden).map(|layer| transposed(layer, rows)));
            }
            Ok(Objective::new(Sequences::new(network, init, loss, data).with_initial_state(&start)))
        }
    }
}

/// The cell that the reference calls `name`.
fn cell(name: &str) -> Result<AnyCell, Refused> {
    let id = match name {
        "rnn_tanh" => "rnn-tanh",
        "rnn_relu" => "rnn-relu",
        "lstm" | "gru" => name,
        _ => return wrong(format!("cell {name} is not understood")),
    };
    Ok(AnyCell::named(id, &Settings::default()))
}

/// The case's parameters in the order of the objective's vector.
pub fn start<R: Real>(case: &Case, tensors: &Tensors, objective: &Objective<R>) -> Result<Vec<R>, Refused> {
    let layout = objective.layout();
    if layout.is_empty() {
        return wrong("there is nothing to train");
    }
    if !layout.tensors.iter().map(|t| &t.name).eq(&case.param_order) {
        let names: Vec<_> = layout.tensors.iter().map(|t| t.name.as_str()).collect();
        return wrong(format!("param_order is {:?}, the model has {names:?}", case.param_order));
    }
    let mut start = Vec::with_capacity(layout.len());
    for tensor in &layout.tensors {
        let given = tensors.numbers(&tensor.name)?;
        if given.shape != tensor.shape {
            return wrong(format!("{} is {:?}, the model's is {:?}", tensor.name, given.shape, tensor.shape));
        }
        start.extend(given.converted::<R>());
    }
    Ok(start)
}

/// The activation that the reference calls `name`.
pub fn activation(name: &str) -> Result<AnyActivation, Refused> {
    let id = match name {
        "identity" | "sigmoid" | "tanh" | "relu" | "elu" | "selu" | "gelu" | "silu" | "softplus" | "mish"
        | "softsign" => name,
        "leaky_relu" => "leaky-relu",
        "gelu_tanh" => "gelu-tanh",
        "hard_tanh" => "hardtanh",
        "sin" => "sine",
        _ => return wrong(format!("activation {name} is not understood")),
    };
    if AnyActivation::ITEMS.iter().all(|item| item.id != id) {
        return not_covered(format!("activation {name}"));
    }
    Ok(AnyActivation::named(id, &Settings::default()))
}

/// The loss and its reduction.
pub fn loss(loss: &Loss) -> Result<(AnyLoss, Reduction), Refused> {
    match loss {
        Loss::Mse { reduction } => Ok((AnyLoss::Mse(Mse), *reduction)),
        Loss::BceLogits { reduction } => Ok((AnyLoss::Bce(Bce), *reduction)),
        Loss::CrossEntropy { reduction } => Ok((AnyLoss::CrossEntropy(CrossEntropy), *reduction)),
        Loss::Mae { reduction } => Ok((AnyLoss::Mae(Mae), *reduction)),
        Loss::Huber { delta, .. } if *delta <= 0.0 => wrong(format!("huber with delta {delta}")),
        Loss::Huber { reduction, delta } => Ok((AnyLoss::Huber(Huber { delta: *delta }), *reduction)),
        Loss::SmoothL1 { beta, .. } if *beta <= 0.0 => wrong(format!("smooth_l1 with beta {beta}")),
        Loss::SmoothL1 { reduction, beta } => Ok((AnyLoss::SmoothL1(SmoothL1 { beta: *beta }), *reduction)),
    }
}

fn modules_of<R: Real>(modules: &[Module], features: usize) -> Result<Mlp<R>, Refused> {
    let mut network = Mlp::new(features);
    append(modules, &mut network)?;
    Ok(network)
}

fn append<R: Real>(modules: &[Module], network: &mut Mlp<R>) -> Result<(), Refused> {
    for module in modules {
        match module {
            Module::Linear { name, inputs, outputs, bias } => {
                if *inputs != network.outputs() || *outputs == 0 {
                    return wrong(format!("{name} is {inputs} to {outputs}, after {} features", network.outputs()));
                }
                network.push_linear(*outputs, *bias);
                called(name, network)?;
            }
            Module::Act { function } => network.push_activation(activation(function)?),
            Module::Batchnorm { name, features, eps, momentum } => {
                let norm = AnyNorm::Batch(norms::Batch { eps: *eps, momentum: *momentum });
                normalise(norm, name, *features, network)?;
            }
            Module::Layernorm { name, features, eps } => {
                normalise(AnyNorm::Layer(norms::Layer { eps: *eps }), name, *features, network)?;
            }
            Module::Rmsnorm { name, features, eps } => {
                normalise(AnyNorm::Rms(norms::Rms { eps: *eps }), name, *features, network)?;
            }
            Module::Residual { body } => {
                let inputs = network.outputs();
                network.begin_residual(Factor::Fixed(1.0));
                append(body, network)?;
                if body.is_empty() || network.outputs() != inputs {
                    return wrong(format!("a residual body from {inputs} to {} features", network.outputs()));
                }
                network.end_residual();
            }
        }
    }
    Ok(())
}

fn normalise<R: Real>(norm: AnyNorm, name: &str, features: usize, network: &mut Mlp<R>) -> Result<(), Refused> {
    if features != network.outputs() {
        return wrong(format!("{name} is for {features} features, after {}", network.outputs()));
    }
    network.push_norm(&norm);
    called(name, network)
}

fn called<R: Real>(name: &str, network: &Mlp<R>) -> Result<(), Refused> {
    match network.layout().layers.last() {
        Some(layer) if layer.name == name => Ok(()),
        layer => wrong(format!(
            "layer {name} stands where {} is expected",
            layer.map_or("none", |layer| layer.name.as_str())
        )),
    }
}

/// Path and operation of every module, in the order of execution.
pub fn paths(modules: &[Module]) -> Vec<(String, &'static str)> {
    let mut paths = Vec::new();
    for (k, module) in modules.iter().enumerate() {
        let op = match module {
            Module::Linear { .. } => "linear",
            Module::Act { .. } => "act",
            Module::Batchnorm { .. } => "batchnorm",
            Module::Layernorm { .. } => "layernorm",
            Module::Rmsnorm { .. } => "rmsnorm",
            Module::Residual { body } => {
                let inner = self::paths(body).into_iter();
                paths.extend(inner.map(|(path, op)| (format!("{k}.body.{path}"), op)));
                "residual"
            }
        };
        paths.push((k.to_string(), op));
    }
    paths
}

fn tensors_of<'a>(tensors: &'a Tensors, loss: &AnyLoss) -> Result<&'a crate::reference::tensors::Tensor, String> {
    if loss.takes_classes() { tensors.classes("target") } else { tensors.numbers("target") }
}

/// The targets for outputs of this shape: as many numbers, or a class for every row.
fn targets(tensors: &Tensors, loss: &AnyLoss, outputs: &[usize]) -> Result<Targets, Refused> {
    let target = tensors_of(tensors, loss)?;
    let (count, rows) = outputs.split_last().expect("outputs have a last dimension");
    let shape = if loss.takes_classes() { rows } else { outputs };
    if target.shape != shape {
        return wrong(format!("target is {:?}, not {shape:?}", target.shape));
    }
    if !loss.takes_classes() {
        // All dimensions but the last count rows.
        let rows = rows.iter().product();
        return Ok(Targets::Values { values: target.transposed(rows), scale: 1.0, unit: "" });
    }
    match target.values.iter().find(|class| !(0.0..*count as f64).contains(class)) {
        Some(class) => wrong(format!("target holds class {class} of {count}")),
        None => Ok(Targets::Classes { count: *count, of: target.values.iter().map(|class| *class as usize).collect() }),
    }
}
