//! The numbers of docs/finance.md: option prices, hedging, the trading agent, jumps, and learning rates for a smile
//! (`cargo xtask study market`).

use crate::record::{Record, document, median, run};
use gradscape::run::spread::Spread;
use gradscape::run::{AnyRun, Status};
use std::io;

const RUNS: &str = "benches/studies/market.csv";
const DOCS: &str = "docs/finance.md";
const HEAD: &str = "table,experiment,seed,steps,quantity,value";
/// Number of sampled gradients from which the gradient noise is estimated.
const DRAWS: usize = 256;

/// A table: settings, number of seeds and steps, and the quantities shown.
struct Table {
    name: &'static str,
    /// Row label, settings, number of steps.
    experiments: &'static [(&'static str, &'static str, u64)],
    seeds: u64,
    /// Column heading, quantity (or a ratio of two), decimals.
    columns: &'static [(&'static str, &'static str, usize)],
    /// Computes the quantities of a finished run.
    measured: fn(&mut AnyRun) -> Vec<(String, f64)>,
}

const TABLES: &[Table] = &[
    Table {
        name: "smile",
        experiments: &[
            ("free, Adam 0.01 (as it opens)", "scenario=svi-smile", 300),
            ("free, Adam 0.01 (as it opens)", "scenario=svi-smile", 20_000),
            ("free, L-BFGS 1", "scenario=svi-smile&optimizer=lbfgs&lr=1", 50),
            ("free, SGD 0.0005", "scenario=svi-smile&optimizer=sgd&lr=0.0005", 300),
            ("free, SGD 0.0005", "scenario=svi-smile&optimizer=sgd&lr=0.0005", 20_000),
            ("free, SGD 0.001", "scenario=svi-smile&optimizer=sgd&lr=0.001", 20_000),
            ("raw, L-BFGS 1", "scenario=svi-smile&coordinates=raw&optimizer=lbfgs&lr=1", 1000),
            ("raw, SGD 0.00000003", "scenario=svi-smile&coordinates=raw&optimizer=sgd&lr=0.00000003", 300),
            ("raw, SGD 0.00000003", "scenario=svi-smile&coordinates=raw&optimizer=sgd&lr=0.00000003", 20_000),
            ("raw, SGD 0.0000001", "scenario=svi-smile&coordinates=raw&optimizer=sgd&lr=0.0000001", 20_000),
            ("raw, SGD 0.00001", "scenario=svi-smile&coordinates=raw&optimizer=sgd&lr=0.00001", 20_000),
        ],
        seeds: 5,
        columns: &[("RMSE, volatility points", "RMSE", 3), ("condition number", "Condition number", 0)],
        measured: readouts,
    },
    Table {
        name: "prices",
        experiments: &[
            ("prices", "scenario=option-price", 8000),
            ("prices, GELU in place of tanh", "scenario=option-price&activation=gelu", 8000),
            ("prices, `t_max=2000`", "scenario=option-price&t_max=2000", 2000),
            ("prices and slopes, `slope_weight=1&t_max=2000`", "scenario=option-price&slope_weight=1&t_max=2000", 2000),
        ],
        seeds: 5,
        columns: &[("price RMSE of the test set, % of strike", "Test RMSE", 4), ("delta RMSE", "Delta RMSE", 4)],
        measured: readouts,
    },
    Table {
        name: "hedge",
        experiments: &[
            ("0, variance", "scenario=deep-hedge&t_max=4000", 4000),
            ("0.5 %, CVaR, `cost=0.005&risk=cvar`", "scenario=deep-hedge&cost=0.005&risk=cvar", 3000),
            ("1 %, variance, `cost=0.01`", "scenario=deep-hedge&cost=0.01", 3000),
        ],
        seeds: 5,
        columns: &[
            ("deviation: network", "P&L deviation", 3),
            ("delta hedge", "Delta hedge deviation", 3),
            ("ratio", "P&L deviation / Delta hedge deviation", 3),
            ("CVaR 95 %: network", "CVaR 95 %", 3),
            ("delta hedge", "Delta hedge CVaR 95 %", 3),
            ("ratio", "CVaR 95 % / Delta hedge CVaR 95 %", 3),
        ],
        measured: readouts,
    },
    Table {
        name: "agent",
        experiments: &[
            ("none", "scenario=mean-reversion-agent", 4000),
            ("none, `clip=norm&threshold=1`", "scenario=mean-reversion-agent&clip=norm&threshold=1", 4000),
            ("mean of the others", "scenario=mean-reversion-agent&baseline=mean", 4000),
            ("value", "scenario=mean-reversion-agent&baseline=value", 4000),
        ],
        seeds: 5,
        columns: &[
            ("reward an episode", "Reward", 3),
            ("the best policy's", "Best policy", 3),
            ("noise at the start", "noise at the start", 2),
            ("in the end", "noise in the end", 2),
            ("after the clip", "clipped noise in the end", 2),
        ],
        measured: readouts,
    },
    Table {
        name: "jumps",
        experiments: &[
            ("20 (as it opens), none", "scenario=jump-futures", 1000),
            ("20, norm 1", "scenario=jump-futures&clip=norm&threshold=1", 1000),
            ("50, none", "scenario=jump-futures&jump_size=50", 1000),
            ("50, norm 1", "scenario=jump-futures&jump_size=50&clip=norm&threshold=1", 1000),
            ("100, none", "scenario=jump-futures&jump_size=100", 1000),
            ("100, norm 1", "scenario=jump-futures&jump_size=100&clip=norm&threshold=1", 1000),
        ],
        seeds: 20,
        columns: &[("share lost", "lost", 2)],
        measured: |_| Vec::new(),
    },
];

/// See the module documentation.
pub fn study() -> io::Result<()> {
    let mut record = Record::open(RUNS, HEAD)?;
    for table in TABLES {
        for seed in 1..=table.seeds {
            for (experiment, settings, steps) in table.experiments {
                let name = format!("{},\"{experiment}\",{seed},{steps},", table.name);
                if record.has(&name) {
                    continue;
                }
                let rows = measure(table, &format!("{settings}&seed={seed}"), *steps);
                record
                    .add(rows.into_iter().map(|(quantity, value)| format!("{name}\"{quantity}\",{value}")).collect())?;
            }
        }
        document(DOCS, table.name, &markdown(table, &record))?;
    }
    Ok(())
}

fn measure(table: &Table, settings: &str, steps: u64) -> Vec<(String, f64)> {
    let mut run = run(settings);
    let mut rows = Vec::new();
    let noisy = table.name == "agent";
    if noisy {
        rows.push(("noise at the start".into(), spread(&run).deviation));
    }
    run.step(steps);
    let lost = run.frame().status != Status::Running;
    rows.push(("lost".into(), f64::from(u8::from(lost))));
    if !lost {
        rows.extend((table.measured)(&mut run));
        if noisy {
            let found = spread(&run);
            rows.push(("noise in the end".into(), found.deviation));
            rows.push(("clipped noise in the end".into(), found.clipped_deviation));
        }
    }
    rows
}

fn spread(run: &AnyRun) -> Spread {
    match run {
        AnyRun::F32(run) => run.spread(DRAWS),
        AnyRun::F64(run) => run.spread(DRAWS),
    }
}

fn readouts(run: &mut AnyRun) -> Vec<(String, f64)> {
    let found = match run {
        AnyRun::F32(run) => run.readouts(),
        AnyRun::F64(run) => run.readouts(),
    };
    found.into_iter().map(|readout| (readout.label.into(), readout.value)).collect()
}

/// The table as it appears in the document: with several seeds, the median with the range in brackets.
fn markdown(table: &Table, record: &Record) -> String {
    let mut text = format!(
        "| | steps |{}\n| --- | --- |",
        table.columns.iter().map(|c| format!(" {} |", c.0)).collect::<String>()
    );
    text += &" --- |".repeat(table.columns.len());
    text += "\n";
    for (experiment, _, steps) in table.experiments {
        text += &format!("| {experiment} | {} |", thousands(*steps));
        for (_, quantity, digits) in table.columns {
            let value = |seed: u64, quantity: &str| -> Option<f64> {
                let name = format!("{},\"{experiment}\",{seed},{steps},\"{quantity}\",", table.name);
                record.rows().find_map(|row| row.strip_prefix(&name)?.parse().ok())
            };
            let one = |seed: u64| match quantity.split_once(" / ") {
                Some((over, under)) => Some(value(seed, over)? / value(seed, under)?),
                None => value(seed, quantity),
            };
            let values: Vec<f64> = (1..=table.seeds).filter_map(one).collect();
            text += &format!(" {} |", cell(quantity, values, *digits));
        }
        text += "\n";
    }
    text
}

fn cell(quantity: &str, values: Vec<f64>, digits: usize) -> String {
    if quantity == "lost" {
        return format!("{} of {}", values.iter().sum::<f64>(), values.len());
    }
    let number = |x: f64| if x.abs() >= 1e4 { format!("{x:.0e}") } else { format!("{x:.digits$}") };
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
    let several = values.len() > 1;
    match median(values) {
        Some(middle) if several => format!("{} ({} to {})", number(middle), number(low), number(high)),
        Some(middle) => number(middle),
        None => "lost".into(),
    }
}

fn thousands(steps: u64) -> String {
    if steps < 1000 { steps.to_string() } else { format!("{},{:03}", steps / 1000, steps % 1000) }
}
