//! The numbers of docs/recurrent.md: delayed recall by cell, delay and clipping (`cargo xtask study recall` and
//! `latch`).
//!
//! A run solves the task at the first evaluation where the loss on the test sequences is below [`SOLVED`].

use crate::record::{Record, document, median, run};
use gradscape::run::AnyRun;
use std::collections::BTreeMap;
use std::io;

/// Loss per sequence, in nats; guessing gives ln 2 = 0.693.
const SOLVED: f64 = 0.1;
/// Steps between evaluations.
const EVALUATE_EVERY: u64 = 25;
const DOCS: &str = "docs/recurrent.md";
const HEAD: &str = "network,delay,clip,seed,steps,outcome";

/// A table: the task with one choice of data.
pub struct Table {
    /// Its marker in the document, and its CSV file.
    name: &'static str,
    runs: &'static str,
    /// A run that has not solved the task after this many steps counts as failed.
    cap: u64,
    networks: &'static [(&'static str, &'static str)],
    settings: &'static str,
}

/// Noise as large as the signal, and few sequences.
pub const NOISY: Table = Table {
    name: "recall",
    runs: "benches/studies/recall.csv",
    cap: 1000,
    networks: &[TANH, ORTHOGONAL, GRU, LSTM],
    settings: "points=512&test_share=0.5&noise=1",
};
/// Noise of variance 0.2 on the channel of the signal, as in S. Hochreiter, J. Schmidhuber 1997, experiment 3, and the
/// small initial weights of PyTorch.
pub const LATCH: Table = Table {
    name: "latch",
    runs: "benches/studies/latch.csv",
    cap: 2000,
    networks: &[TANH, ORTHOGONAL, GRU, LSTM, ("LSTM, forget bias 5", "cell=lstm&forget_bias=5")],
    settings: "points=2048&test_share=0.125&noise=0.45&init=torch-default",
};

const TANH: (&str, &str) = ("RNN tanh", "cell=rnn-tanh");
const ORTHOGONAL: (&str, &str) = ("RNN tanh, orthogonal", "cell=rnn-tanh&recurrent_init=orthogonal");
const GRU: (&str, &str) = ("GRU", "cell=gru");
const LSTM: (&str, &str) = ("LSTM", "cell=lstm");
const CLIPS: [(&str, &str); 2] = [("none", "clip=none"), ("norm 1", "clip=norm&threshold=1")];
/// Delays, and the number of seeds for each.
const DELAYS: [(u64, u64); 3] = [(10, 20), (50, 20), (200, 5)];
const COMMON: &str = "scenario=recall&width=16&batch=16&optimizer=adam&lr=0.01";

/// See the module documentation.
pub fn study(of: &Table) -> io::Result<()> {
    let mut record = Record::open(of.runs, HEAD)?;
    // Seed by seed, so that a table made before the study is complete is not biased.
    for seed in 1..=DELAYS.iter().map(|(_, seeds)| *seeds).max().unwrap_or(0) {
        for delay in DELAYS.iter().filter(|(_, seeds)| seed <= *seeds).map(|(delay, _)| *delay) {
            for ((network, cell), (clip, clipped)) in of.networks.iter().flat_map(|n| CLIPS.map(|c| (n, c))) {
                let name = format!("\"{network}\",{delay},{clip},{seed},");
                if record.has(&name) {
                    continue;
                }
                let (steps, outcome) =
                    solve(&format!("{COMMON}&{}&{cell}&{clipped}&delay={delay}&seed={seed}", of.settings), of.cap);
                record.add(vec![format!("{name}{steps},{outcome}")])?;
            }
        }
        document(DOCS, of.name, &table(of, &record))?;
    }
    Ok(())
}

/// Trains until the task is solved, the run diverges, or the cap is reached.
fn solve(text: &str, cap: u64) -> (u64, &'static str) {
    let mut run = run(text);
    while run.frame().step < cap {
        let step = run.step(EVALUATE_EVERY);
        if !run.frame().loss.is_finite() {
            return (step, "diverged");
        }
        let AnyRun::F32(inner) = &run else { unreachable!("the default precision") };
        let objective = inner.objective();
        let loss =
            objective.test_loss(inner.params(), inner.buffers(), &mut objective.workspace(objective.test_rows()));
        if f64::from(loss) < SOLVED {
            return (step, "solved");
        }
    }
    (cap, "given up")
}

fn table(of: &Table, record: &Record) -> String {
    let mut found: BTreeMap<(u64, String, String), Vec<(u64, String)>> = BTreeMap::new();
    for row in record.rows() {
        // The name may contain a comma; then it is quoted.
        let Some((network, rest)) = row.trim_start_matches('"').split_once("\",") else { continue };
        let parts: Vec<&str> = rest.split(',').collect();
        let [delay, clip, _, steps, outcome] = parts[..] else { continue };
        let (Ok(delay), Ok(steps)) = (delay.parse(), steps.parse()) else { continue };
        found.entry((delay, network.into(), clip.into())).or_default().push((steps, outcome.into()));
    }
    let mut table = String::from(
        "| delay | network | clip | runs | solved | median steps | diverged |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (delay, _) in DELAYS {
        for (network, _) in of.networks {
            for (clip, _) in CLIPS {
                let Some(runs) = found.get(&(delay, (*network).into(), clip.into())) else { continue };
                let solved: Vec<f64> = runs.iter().filter(|run| run.1 == "solved").map(|run| run.0 as f64).collect();
                let share = 100 * solved.len() / runs.len();
                let steps = median(solved).map_or("–".into(), |steps| format!("{}", steps.floor()));
                let diverged = runs.iter().filter(|run| run.1 == "diverged").count();
                table +=
                    &format!("| {delay} | {network} | {clip} | {} | {share} % | {steps} | {diverged} |\n", runs.len());
            }
        }
    }
    table
}
