//! The native engine for `cargo xtask bench`. Reads requests `{"do": "prepare" | "work", …}` from standard input, one
//! per line, and answers each with a line of JSON, like `benches/process.mjs` for the engine in Node.

use gradscape::landscape::grid::finest;
use gradscape::landscape::{Grid, Sample, planes};
use gradscape::math::products::Products;
use gradscape::objectives::Objective;
use gradscape::registry::Settings;
use gradscape::run::{AnyRun, Run};
use gradscape::scenarios;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

/// A workload that is ready to run.
enum Work {
    /// Training steps that are not recorded.
    Train(Run<f32>),
    /// The loss over the whole training set.
    Forward(Run<f32>),
    /// Complete surfaces.
    Surface(Settings),
    /// Matrix products alone.
    Products(Products<f32>),
}

struct Cell {
    work: Work,
    /// Repetitions between two readings of the clock.
    chunk: u64,
}

fn main() -> io::Result<()> {
    let mut cells = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        let answer = answer(&line?, &mut cells).unwrap_or_else(|message| json!({ "error": message }));
        let mut out = io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(line: &str, cells: &mut BTreeMap<String, Cell>) -> Result<Value, String> {
    let message: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let key = message["key"].as_str().unwrap_or_default().to_string();
    match message["do"].as_str() {
        Some("prepare") => {
            let (work, answer) = prepare(&message["workload"], message["checked"].as_u64().unwrap_or(0))?;
            cells.insert(key, Cell { work, chunk: 1 });
            Ok(answer)
        }
        Some("work") => {
            let cell = cells.get_mut(&key).ok_or_else(|| format!("nothing is prepared as `{key}`"))?;
            let time = Duration::from_secs_f64(message["milliseconds"].as_f64().unwrap_or(0.0).max(0.0) / 1000.0);
            Ok(measure(cell, time))
        }
        _ => Err("`do` is `prepare` or `work`".into()),
    }
}

/// Sets the workload up; returns it with its initial loss and the loss after the checked steps.
fn prepare(workload: &Value, checked: u64) -> Result<(Work, Value), String> {
    let (settings, notices) = Settings::parse(workload["settings"].as_str().unwrap_or_default());
    if let Some(notice) = notices.first() {
        return Err(notice.message.clone());
    }
    let run = || match AnyRun::new(&settings, None)? {
        AnyRun::F32(run) => Ok::<_, String>(run),
        AnyRun::F64(_) => Err("workloads are in single precision".into()),
    };
    let kind = workload["kind"].as_str().unwrap_or_default();
    if kind == "page" {
        return Err("what the page asks for, and when, only the page's own code says (`www/workers/looks.js`)".into());
    }
    if kind == "surface" {
        let loss = surface(&settings)?;
        return Ok((Work::Surface(settings), json!({ "start": null, "loss": loss })));
    }
    if kind == "products" {
        let sizes = workload["sizes"].as_array().into_iter().flatten().filter_map(Value::as_u64);
        let sizes: Vec<usize> = sizes.map(|size| size as usize).collect();
        let mut products = Products::new(&sizes, workload["batch"].as_u64().unwrap_or(1) as usize);
        let sum = products.work(1);
        return Ok((Work::Products(products), json!({ "start": null, "loss": sum })));
    }
    let (mut fresh, mut checking) = (run()?, run()?);
    let start = fresh.evaluate(1);
    let work = match kind {
        "forward" => Work::Forward(fresh),
        _ => {
            checking.advance(checked);
            Work::Train(fresh)
        }
    };
    Ok((work, json!({ "start": start, "loss": checking.evaluate(1) })))
}

/// Works for about `time`, with about 5 ms between two readings of the clock.
fn measure(cell: &mut Cell, time: Duration) -> Value {
    let (started, before) = (Instant::now(), cpu());
    let (mut times, mut took) = (0, Duration::ZERO);
    while took < time {
        let last = took;
        work(&mut cell.work, cell.chunk);
        times += cell.chunk;
        took = started.elapsed();
        let spent = took - last;
        if spent < Duration::from_micros(2500) {
            cell.chunk *= 2;
        } else if spent > Duration::from_millis(10) && cell.chunk > 1 {
            cell.chunk /= 2;
        }
    }
    let cpu = before.and_then(|before| Some(cpu()? - before));
    json!({ "times": times, "seconds": took.as_secs_f64(), "cpu": cpu })
}

fn work(work: &mut Work, times: u64) {
    match work {
        Work::Train(run) => {
            run.advance(times);
        }
        Work::Forward(run) => {
            std::hint::black_box(run.evaluate(times));
        }
        Work::Surface(settings) => (0..times).for_each(|_| {
            let _ = std::hint::black_box(surface(settings));
        }),
        Work::Products(products) => {
            std::hint::black_box(products.work(times));
        }
    }
}

/// Computes a complete surface from the settings; returns the loss at its centre, which is that of the parameters
/// themselves.
fn surface(settings: &Settings) -> Result<f64, String> {
    let objective: Objective<f32> = scenarios::objective(settings, None)?;
    let section = planes::first(&objective, &objective.init(settings.seed()), settings.seed());
    let sample = Sample::of(settings, &objective);
    let mut grid = Grid::new(&objective, section.plane, sample, finest(settings));
    while !grid.refine(&objective, 500) {}
    let (_, losses) = grid.losses().ok_or("the surface is empty")?;
    Ok(f64::from(losses[losses.len() / 2]))
}

/// CPU seconds of this thread so far; `None` if the system does not report them.
fn cpu() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
