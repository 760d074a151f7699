//! Paths of the optimizers over functions of two variables.

use super::surfaces;
use super::{Rows, read};
use crate::reference::case::Optimizer;
use crate::reference::check::close;
use crate::reference::outcome::{Coverage, Refused};
use crate::reference::training::optimizer;
use gradscape::clips::{AnyClip, Unclipped};
use gradscape::math::Real;
use gradscape::objectives::Objective;
use gradscape::objectives::function::Function;
use gradscape::objectives::surfaces::AnySurface;
use gradscape::optimizers::AnyOptimizer;
use gradscape::run::batches::{Batches, Order};
use gradscape::run::{GradNoise, Parts, Rule, Rules, Run};
use gradscape::schedules::{AnySchedule, Constant};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    surface: String,
    start: [f64; 2],
    optimizer: Optimizer,
    steps: usize,
    path: Vec<[f64; 2]>,
    f: Vec<f64>,
    f64_atol: f64,
    f32_max_abs_dev: f64,
    f32_final: [f64; 2],
}

pub fn compare(file: &Path) -> Result<Coverage, String> {
    let table: Rows<Row> = read(file)?;
    let mut coverage = Coverage { covered: 0, missing: Vec::new() };
    for (k, row) in table.rows.iter().enumerate() {
        let named = |what: String| format!("row {k}, {}: {what}", row.surface);
        if row.path.len() != row.steps + 1 || row.f.len() != row.path.len() || row.path[0] != row.start {
            return Err(named("path and values do not fit the steps".into()));
        }
        match (surfaces::find(&row.surface), optimizer(&row.optimizer)) {
            (_, Err(Refused::Wrong(message))) => return Err(named(message)),
            (Some(surface), Ok((optimizer, lr))) => {
                agree(&surface, &optimizer, lr, row).map_err(named)?;
                coverage.covered += 1;
            }
            (_, Err(Refused::NotCovered(what))) => coverage.missing.push(what),
            (None, Ok(_)) => coverage.missing.push(format!("surface {}", row.surface)),
        }
    }
    Ok(coverage)
}

fn agree(surface: &AnySurface, optimizer: &AnyOptimizer, lr: f64, row: &Row) -> Result<(), String> {
    let double = path::<f64>(surface, optimizer, lr, row);
    let single = path::<f32>(surface, optimizer, lr, row);
    let loose = 10.0 * row.f32_max_abs_dev;
    for (k, want) in row.path.iter().enumerate() {
        for axis in 0..2 {
            close(&format!("f64 path[{k}][{axis}]"), double[k].0[axis], want[axis], row.f64_atol)?;
            close(&format!("f32 path[{k}][{axis}]"), single[k].0[axis], want[axis], loose)?;
        }
        // The value may differ by its rounding, and by the path's difference times the slope.
        let (_, slope) = surface.value_and_gradient(want[0], want[1]);
        let steep = slope[0].abs() + slope[1].abs();
        let value = |got, at, digits: f64| {
            close(&format!("f[{k}]"), got, row.f[k], at * steep + digits * row.f[k].abs().max(1.0))
        };
        value(double[k].1, row.f64_atol, 1e-12)?;
        value(single[k].1, loose, 1e-6)?;
    }
    let end = single[row.steps].0;
    (0..2).try_for_each(|axis| close(&format!("f32_final[{axis}]"), end[axis], row.f32_final[axis], loose))
}

/// Position and value at every step.
fn path<R: Real>(surface: &AnySurface, optimizer: &AnyOptimizer, lr: f64, row: &Row) -> Vec<([f64; 2], f64)> {
    let mut run = Run::new(Parts {
        objective: Objective::new(Function::new(surface.clone(), row.start)),
        start: row.start.map(R::of).to_vec(),
        rules: Rules::constant(Rule {
            optimizer: optimizer.clone(),
            lr,
            schedule: AnySchedule::Constant(Constant),
            clip: AnyClip::Unclipped(Unclipped),
            noise: GradNoise::NONE,
        }),
        batches: Batches::new(0, None, Order::Cyclic),
        seed: 1,
    });
    (0..=row.steps as u64)
        .map(|step| {
            run.step(step - run.frame().step.min(step));
            ([run.params()[0].to_f64(), run.params()[1].to_f64()], run.frame().loss)
        })
        .collect()
}
