//! Runs a case in both precisions and compares every expected number.

use crate::reference::case::{ByTensor, Case, Expected, Last, Model, ThroughTime};
use crate::reference::check::Check;
use crate::reference::network;
use crate::reference::outcome::Refused;
use crate::reference::signals::{Outputs, States};
use crate::reference::tensors::Tensors;
use crate::reference::training;
use gradscape::math::{Real, norm};
use gradscape::objectives::Rows;
use gradscape::run::{GradNoise, Parts, Rule, Rules, Run, Status};
use std::fs;
use std::path::Path;

/// Runs the case in `file`; returns how many numbers agreed.
pub fn case(file: &Path) -> Result<usize, Refused> {
    let text = fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    let case: Case = serde_json::from_slice(&text).map_err(|error| format!("is not understood: {error}"))?;
    consistent(&case, file)?;
    let bytes = fs::read(file.with_file_name(&case.tensors))
        .map_err(|error| format!("its tensors {} cannot be read: {error}", case.tensors))?;
    let tensors = Tensors::read(&bytes, &case.name)?;
    tensors.belong_to(&case)?;
    let mut double = Check::new("f64", case.tolerance.f64_rtol)?;
    let mut single = Check::new("f32", case.tolerance.f32_rtol)?;
    precision::<f64>(&case, &case.expected.f64, &tensors, &mut double)?;
    precision::<f32>(&case, &case.expected.f32, &tensors, &mut single)?;
    Ok(double.compared + single.compared)
}

/// Checks that the description is consistent, also for cases that the engine does not support yet.
fn consistent(case: &Case, file: &Path) -> Result<(), String> {
    if case.format != "nnref-1" {
        return Err(format!("format {} is not understood", case.format));
    }
    if file.file_stem() != Some(case.name.as_ref()) {
        return Err(format!("calls itself {}", case.name));
    }
    let recurrent = matches!(case.model, Model::Rnn { .. });
    if recurrent == case.forward0.is_some() {
        return Err("forward0 is there for recurrent networks, or is not for others".into());
    }
    for (precision, e) in [("f64", &case.expected.f64), ("f32", &case.expected.f32)] {
        let fail = |what: &str| Err(format!("expected.{precision}: {what}"));
        if !e.step.is_sorted_by(|a, b| a < b) || e.step.last() != Some(&case.steps) {
            return fail("steps do not go up to the last one");
        }
        let clipped = (e.clipped_global_norm.is_some(), e.clipped_grad_norm.is_some());
        if clipped != (case.clip.is_some(), case.clip.is_some()) || recurrent != e.bptt.is_some() {
            return fail("clipped norms or bptt do not go with the case");
        }
        let tables = [Some(&e.grad_norm), e.clipped_grad_norm.as_ref()];
        let by_tensor = tables.iter().flatten().flat_map(|table| table.values());
        let series = [Some(&e.lr), e.momentum.as_ref(), Some(&e.loss), Some(&e.global_norm)];
        let series = series.into_iter().chain([e.clipped_global_norm.as_ref()]).flatten().chain(by_tensor);
        let thresholds = e.clip_threshold.iter().map(Vec::len);
        if series.map(Vec::len).chain(thresholds).any(|length| length != e.step.len()) {
            return fail("a series is not as long as the steps");
        }
        let named = |names: Vec<&String>| {
            names.len() == case.param_order.len() && names.iter().all(|name| case.param_order.contains(name))
        };
        let finals = [&e.last.param_norm, &e.last.param_sum];
        if !tables.iter().flatten().all(|t| named(t.keys().collect()))
            || !finals.iter().all(|t| named(t.keys().collect()))
        {
            return fail("a table by parameter does not have param_order's names");
        }
    }
    Ok(())
}

/// Runs the case in the precision `R`.
fn precision<R: Real>(case: &Case, expected: &Expected, tensors: &Tensors, check: &mut Check) -> Result<(), Refused> {
    let objective = network::objective::<R>(case, tensors)?;
    let (optimizer, lr) = training::optimizer(&case.optimizer)?;
    let clip = training::clip(case.clip.as_ref())?;
    let schedule = training::schedule(case.schedule.as_ref());
    let batches = training::batches(case, objective.rows())?;
    let start = network::start(case, tensors, &objective)?;
    let mut run = Run::new(Parts {
        objective,
        start,
        rules: Rules::constant(Rule { optimizer, lr, schedule, clip, noise: GradNoise::NONE }),
        batches,
        seed: 1,
    });
    if check.precision == "f64" {
        first_step(case, tensors, &mut run, check)?;
    }
    series(case, expected, &mut run, check)?;
    last(&expected.last, &run, check)?;
    running_statistics(&expected.last, &mut run, check)?;
    Ok(())
}

/// Step 0: the gradient element by element, and every module's output. The files contain them in f64.
fn first_step<R: Real>(case: &Case, tensors: &Tensors, run: &mut Run<R>, check: &mut Check) -> Result<(), String> {
    for tensor in &run.objective().layout().tensors {
        if case.zero_grad_params.contains(&tensor.name) {
            continue;
        }
        let got: Vec<f64> = run.gradient()[tensor.range.clone()].iter().map(|g| g.to_f64()).collect();
        check.series(&format!("grad0.{}", tensor.name), &got, &tensors.gradient(&tensor.name)?.values)?;
    }
    if let (Some(expected), Model::Mlp { modules }) = (&case.forward0, &case.model) {
        let mut outputs = Outputs::default();
        observed(run, &mut outputs);
        outputs.compare(expected, &network::paths(modules), check)?;
    }
    Ok(())
}

/// Every series, row by row.
fn series<R: Real>(case: &Case, e: &Expected, run: &mut Run<R>, check: &mut Check) -> Result<(), String> {
    let tensors = run.objective().layout().tensors.clone();
    let mut table: ByTensor<Vec<f64>> = tensors.iter().map(|t| (t.name.clone(), Vec::new())).collect();
    let mut clipped_table = table.clone();
    let (mut lr, mut loss, mut global, mut clipped_global) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut thresholds, mut momenta) = (Vec::new(), Vec::new());
    let mut bptt = e.bptt.iter().flatten().peekable();
    for step in &e.step {
        let steps = step - run.frame().step;
        run.step(steps);
        if let Status::Diverged(what) = &run.frame().status {
            return Err(format!(
                "{} diverges at step {} ({} of {})",
                check.precision, what.step, what.quantity, what.layer
            ));
        }
        let frame = run.frame();
        lr.push(frame.lr);
        loss.push(frame.loss);
        global.push(frame.grad_norm);
        clipped_global.push(frame.clipped_grad_norm);
        thresholds.push(frame.threshold);
        momenta.extend(run.momentum_at(*step));
        for tensor in &tensors {
            table.get_mut(&tensor.name).expect("named above").push(norm(&run.gradient()[tensor.range.clone()]));
            let clipped = norm(&run.clipped_gradient()[tensor.range.clone()]);
            clipped_table.get_mut(&tensor.name).expect("named above").push(clipped);
        }
        while let Some(norms) = bptt.next_if(|norms| norms.step == *step) {
            through_time(norms, run, check)?;
        }
    }
    if let Some(norms) = bptt.next() {
        return Err(format!("bptt is expected at step {}, which has no row", norms.step));
    }
    check.series("lr", &lr, &e.lr)?;
    check.series("momentum", &momenta, e.momentum.as_deref().unwrap_or_default())?;
    check.series("loss", &loss, &e.loss)?;
    for (name, want) in &e.grad_norm {
        if case.zero_grad_params.contains(name) {
            tiny(name, &table[name], &global, check)?;
        } else {
            check.series(&format!("grad_norm.{name}"), &table[name], want)?;
        }
    }
    check.series("global_norm", &global, &e.global_norm)?;
    for (name, want) in e.clipped_grad_norm.iter().flatten().filter(|(name, _)| !case.zero_grad_params.contains(name)) {
        check.series(&format!("clipped_grad_norm.{name}"), &clipped_table[name], want)?;
    }
    if let Some(want) = &e.clipped_global_norm {
        check.series("clipped_global_norm", &clipped_global, want)?;
    }
    if let Some(want) = &e.clip_threshold {
        if let Some(k) = thresholds.iter().zip(want).position(|(a, b)| a.is_some() != b.is_some()) {
            return Err(format!(
                "{} clip_threshold[{k}] is {:?}, expected {:?}",
                check.precision, thresholds[k], want[k]
            ));
        }
        let (got, want): (Vec<f64>, Vec<f64>) = thresholds.iter().flatten().zip(want.iter().flatten()).unzip();
        check.series("clip_threshold", &got, &want)?;
    }
    Ok(())
}

/// A gradient that is 0 in exact arithmetic is only rounding.
fn tiny(name: &str, norms: &[f64], global: &[f64], check: &Check) -> Result<(), String> {
    match norms.iter().zip(global).position(|(n, g)| n.is_nan() || *n > check.tolerance * g) {
        Some(k) => Err(format!("{} grad_norm.{name}[{k}] is {:e}, expected to be rounding", check.precision, norms[k])),
        None => Ok(()),
    }
}

/// ‖h_t‖ and ‖∂L/∂h_t‖ of every layer at the present step, and those of cell states if any.
fn through_time<R: Real>(expected: &ThroughTime, run: &mut Run<R>, check: &mut Check) -> Result<(), String> {
    let step = expected.step;
    let mut states = States::default();
    observed(run, &mut states);
    let slopes = run.through_time().ok_or("a run without time")?;
    let count = expected.layers.len();
    if [states.h.len(), slopes.states.len()] != [count; 2] {
        return Err(format!("bptt at step {step} has {count} layers, the network {}", states.h.len()));
    }
    for (l, layer) in expected.layers.iter().enumerate() {
        let what = |name: &str| format!("bptt at step {step}, layer {l}, {name}");
        check.series(&what("h_norm"), &states.h[l], &layer.h_norm)?;
        check.series(&what("dh_norm"), &slopes.states[l], &layer.dh_norm)?;
        for (name, got, want) in [("c_norm", &states.c, &layer.c_norm), ("dc_norm", &slopes.cells, &layer.dc_norm)] {
            match (got.get(l), want) {
                (Some(got), Some(want)) => check.series(&what(name), got, want)?,
                (None, None) => {}
                (got, _) => {
                    let there = if got.is_some() { "has a cell state" } else { "has none" };
                    return Err(format!("{} does not go with the network, which {there}", what(name)));
                }
            }
        }
    }
    Ok(())
}

/// Shows `observer` the signals of the present step.
fn observed<R: Real>(run: &mut Run<R>, observer: &mut dyn gradscape::networks::Observer<R>) {
    let rows = run.batch_rows(run.frame().step);
    let rows = if rows.is_empty() { Rows::All } else { Rows::These(&rows) };
    let objective = run.objective();
    let mut work = objective.workspace(objective.rows());
    objective.gradient(run.params(), rows.into(), &mut vec![R::ZERO; run.params().len()], &mut work, observer);
}

/// Running statistics after the last step, and the loss over all rows with them, if the case has any.
fn running_statistics<R: Real>(expected: &Last, run: &mut Run<R>, check: &mut Check) -> Result<(), String> {
    let buffers = run.objective().layout().buffers.clone();
    if (expected.buffers.is_some(), expected.eval_loss.is_some()) != (!buffers.is_empty(), !buffers.is_empty()) {
        return Err("buffers and eval_loss do not go with the modules".into());
    }
    for (name, want) in expected.buffers.iter().flatten() {
        let buffer = buffers.iter().find(|b| b.name == *name).ok_or_else(|| format!("final.buffers of no {name}"))?;
        let got: Vec<f64> = run.buffers()[buffer.range.clone()].iter().map(|value| value.to_f64()).collect();
        check.series(&format!("final.buffers.{name}"), &got, want)?;
    }
    if let Some(missing) = buffers.iter().find(|b| !expected.buffers.iter().flatten().any(|(name, _)| *name == b.name))
    {
        return Err(format!("final.buffers has nothing of {}", missing.name));
    }
    match expected.eval_loss {
        Some(loss) => check.value("final.eval_loss", run.evaluate(1), loss, 0.0),
        None => Ok(()),
    }
}

/// The parameters after the last update.
fn last<R: Real>(expected: &Last, run: &Run<R>, check: &mut Check) -> Result<(), String> {
    let tensors = &run.objective().layout().tensors;
    let values = |range: &std::ops::Range<usize>| run.params()[range.clone()].iter().map(|p| p.to_f64());
    for tensor in tensors {
        let (name, length) = (&tensor.name, expected.param_norm[&tensor.name]);
        let got: Vec<f64> = values(&tensor.range).collect();
        check.value(&format!("final.param_norm.{name}"), norm(&got), length, 0.0)?;
        // A sum may cancel down to rounding errors, as a softmax's gradient does over the classes. So it is measured
        // relative to its terms, like a checksum's element relative to its tensor's RMS.
        check.value(&format!("final.param_sum.{name}"), got.iter().sum(), expected.param_sum[name], length)?;
    }
    let mut unseen: Vec<&String> = tensors.iter().map(|t| &t.name).collect();
    for (name, index, want) in &expected.checksum {
        let tensor =
            tensors.iter().find(|t| t.name == *name).ok_or_else(|| format!("final.checksum of no tensor {name}"))?;
        let got = values(&tensor.range).nth(*index).ok_or_else(|| format!("final.checksum beyond {name}[{index}]"))?;
        let rms = expected.param_norm[name] / (tensor.range.len() as f64).sqrt();
        check.value(&format!("final.checksum {name}[{index}]"), got, *want, rms)?;
        unseen.retain(|n| *n != name);
    }
    match unseen.first() {
        Some(name) => Err(format!("final.checksum has nothing of {name}")),
        None => Ok(()),
    }
}
