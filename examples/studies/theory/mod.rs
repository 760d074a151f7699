//! The tables of docs/theory.md: which share of the layers of random networks lies in the predicted band (`cargo xtask
//! study theory`).
//!
//! The networks are drawn once ([`draws`]). Every row of the CSV file is one architecture, and says how many of its layers
//! lie in the band. The variable `NETWORKS` says how many networks are drawn for each, `WIDTHS`
//! and `DEPTHS` which architectures: several processes can draw at once.

mod draws;

use crate::record::{Record, cells, document};
use draws::Case;
use gradscape::activations::AnyActivation;
use gradscape::math::Real;
use gradscape::objectives::Objective;
use gradscape::{scenarios, theory};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{env, io, thread};

const WIDTHS: [usize; 3] = [16, 64, 256];
const DEPTHS: [usize; 4] = [4, 12, 25, 50];
/// Rows of the batch: the opening network's, and one example.
const BATCHES: [usize; 2] = [32, 1];
const RUNS: &str = "benches/studies/theory.csv";
const DOCS: &str = "docs/theory.md";
const HEAD: &str = "batch,activation,width,depth,networks,layers,inside,below";

/// Layers of drawn networks: all, inside the band, and below it.
#[derive(Clone, Copy, Default)]
struct Count {
    layers: usize,
    inside: usize,
    below: usize,
}

/// Draws what is missing, compares it with today's prediction and writes the tables.
pub fn study() -> io::Result<()> {
    let networks: u64 = env::var("NETWORKS").ok().and_then(|text| text.parse().ok()).unwrap_or(1000);
    for width in WIDTHS.into_iter().filter(|width| is_wanted("WIDTHS", *width)) {
        for depth in DEPTHS.into_iter().filter(|depth| is_wanted("DEPTHS", *depth)) {
            draws::draw(width, depth, &BATCHES, networks)?;
        }
    }
    let mut cases = Vec::new();
    for (width, depth) in WIDTHS.into_iter().flat_map(|width| DEPTHS.map(|depth| (width, depth))) {
        for (batch, item) in BATCHES.into_iter().flat_map(|batch| AnyActivation::ITEMS.iter().map(move |i| (batch, i)))
        {
            cases.push(Case { activation: item.id, width, depth, batch });
        }
    }
    let mut record = Record::anew(RUNS, HEAD)?;
    record.add(compared(&cases)?)?;
    for batch in BATCHES {
        document(DOCS, &format!("theory {batch}"), &table(&record, batch))?;
    }
    Ok(())
}

/// Whether a number is in the list of a variable of the environment, or there is no list.
fn is_wanted(variable: &str, number: usize) -> bool {
    env::var(variable).map_or(true, |list| list.split(',').any(|one| one == number.to_string()))
}

/// A row for each case that has networks, in this order. All cores compute.
fn compared(cases: &[Case]) -> io::Result<Vec<String>> {
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || -> io::Result<()> {
        while let Some((k, case)) = Some(next.fetch_add(1, Relaxed)).and_then(|k| Some((k, cases.get(k)?))) {
            let drawn = case.drawn()?;
            if drawn.is_empty() {
                continue;
            }
            let Count { layers, inside, below } = count(case, &drawn);
            let Case { activation, width, depth, batch } = case;
            let row = format!("{batch},{activation},{width},{depth},{},{layers},{inside},{below}", drawn.len());
            println!("{row}");
            rows.lock().expect("no thread panics").insert(k, row);
        }
        Ok(())
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        started.into_iter().try_for_each(|thread| thread.join().expect("no thread panics"))
    })?;
    Ok(rows.into_inner().expect("no thread panics").into_values().collect())
}

/// Compares the layers of many networks with the prediction. The last layer is the unit and does not count.
fn count(case: &Case, drawn: &[Vec<f32>]) -> Count {
    let settings = case.settings();
    let objective: Objective<f32> = scenarios::objective(&settings, None).expect("no file is needed");
    let predicted = theory::layers(&settings, &*objective, &case.rows(objective.rows())).expect(case.activation);
    let mut count = Count::default();
    for network in drawn {
        for (ln, band) in network.iter().zip(&predicted) {
            let (band, ratio) = (band.expect("a matrix"), Real::exp(f64::from(*ln)));
            count.layers += 1;
            count.inside += usize::from((band.low..=band.high).contains(&ratio));
            count.below += usize::from(ratio < band.low);
        }
    }
    count
}

/// Shares of the layers inside the band, in per cent: a row for each activation, a column for each width and depth.
fn table(record: &Record, batch: usize) -> String {
    let mut best: BTreeMap<(String, usize, usize), (u64, f64)> = BTreeMap::new();
    for row in record.rows() {
        let cells = cells(row);
        let number = |k: usize| cells[k].parse::<f64>().expect("a number");
        if number(0) != batch as f64 {
            continue;
        }
        let key = (cells[1].clone(), number(2) as usize, number(3) as usize);
        let new = (number(4) as u64, 100.0 * number(6) / number(5));
        let entry = best.entry(key).or_insert(new);
        if new.0 > entry.0 {
            *entry = new;
        }
    }
    let places: Vec<(usize, usize)> = WIDTHS.iter().flat_map(|w| DEPTHS.iter().map(|d| (*w, *d))).collect();
    let mut text = String::from("| activation |");
    places.iter().for_each(|(width, depth)| text += &format!(" {width} × {depth} |"));
    text += " all |\n| --- |";
    text += &" ---: |".repeat(places.len() + 1);
    text += "\n";
    let mean = |shares: &[f64]| match shares {
        [] => "".into(),
        _ => format!("{:.1}", shares.iter().sum::<f64>() / shares.len() as f64),
    };
    let share = |id: &str, place: &(usize, usize)| best.get(&(id.into(), place.0, place.1)).map(|(_, share)| *share);
    let mut all = Vec::new();
    for item in AnyActivation::ITEMS {
        let shares: Vec<Option<f64>> = places.iter().map(|place| share(item.id, place)).collect();
        let known: Vec<f64> = shares.iter().flatten().copied().collect();
        text += &format!("| {} |", item.label);
        shares.iter().for_each(|share| text += &format!(" {} |", share.map_or(String::new(), |s| format!("{s:.1}"))));
        text += &format!(" {} |\n", mean(&known));
        all.extend(known);
    }
    text += "| all |";
    for place in &places {
        let known: Vec<f64> = AnyActivation::ITEMS.iter().filter_map(|item| share(item.id, place)).collect();
        text += &format!(" {} |", mean(&known));
    }
    let fewest = best.values().map(|(networks, _)| *networks).min().unwrap_or(0);
    let most = best.values().map(|(networks, _)| *networks).max().unwrap_or(0);
    let drawn = if fewest == most { fewest.to_string() } else { format!("{fewest} to {most}") };
    let aimed = all.iter().filter(|share| (93.0..=97.0).contains(*share)).count();
    let cells = all.len();
    text += &format!(" **{}** |\n\n", mean(&all));
    text + &format!(
        "Columns are width × depth; {drawn} networks for each. {aimed} of {cells} cells are within 93 to 97.\n"
    )
}
