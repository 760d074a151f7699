//! Theory of the start against random networks: which share of the layers lies in the predicted band.

use gradscape::objectives::{Batch, Objective, Rows};
use gradscape::registry::Settings;
use gradscape::{scenarios, theory};

/// Shares of layers inside, below and above the band.
#[derive(Clone, Copy, Default)]
pub struct Share {
    inside: usize,
    below: usize,
    all: usize,
}

/// Draws `networks` networks of these settings and counts their layers (except the last, which is the unit).
pub fn share(text: &str, networks: u64) -> Share {
    let (settings, notices) = Settings::parse(text);
    assert!(notices.is_empty(), "{text}: {notices:?}");
    let objective: Objective<f64> = scenarios::objective(&settings, None).expect("no file is needed");
    let rows: Vec<u32> = (0..32).map(|k| k * 37 % objective.rows() as u32).collect();
    let start = std::time::Instant::now();
    let predicted = theory::layers(&settings, &*objective, &rows).expect(text);
    let took = start.elapsed();
    let layout = objective.layout();
    let last = layout.layers.len() - 1;
    let mut work = objective.workspace(rows.len());
    let mut gradient = vec![0.0; layout.len()];
    let mut share = Share::default();
    let mut sums = vec![[0.0; 2]; last + 1];
    for seed in 0..networks {
        let params = objective.init(1000 + seed);
        objective.gradient(&params, Batch::from(Rows::These(&rows)), &mut gradient, &mut work, &mut ());
        let norm = |k: usize| gradscape::math::norm(&gradient[layout.layers[k].range.clone()]);
        for k in 0..last {
            let Some(band) = predicted[k] else { continue };
            let ratio = norm(k) / norm(last);
            share.all += 1;
            share.inside += usize::from(band.low <= ratio && ratio <= band.high);
            share.below += usize::from(ratio < band.low);
            let ln = 2.0 * libm_log(ratio / band.median);
            sums[k][0] += ln;
            sums[k][1] += ln * ln;
        }
    }
    let first = sums[0].map(|s| s / networks as f64);
    let band = predicted[0].expect("a layer");
    println!(
        "{text}: inside {:.3} below {:.3} above {:.3} | first: bias {:.2} std {:.2} (band {:.2}..{:.2}) median {:.2e} | {:?}",
        share.inside as f64 / share.all as f64,
        share.below as f64 / share.all as f64,
        (share.all - share.inside - share.below) as f64 / share.all as f64,
        first[0],
        (first[1] - first[0] * first[0]).sqrt(),
        2.0 * libm_log(band.low / band.median) / 1.96,
        2.0 * libm_log(band.high / band.median) / 1.96,
        band.median,
        took
    );
    share
}

fn libm_log(x: f64) -> f64 {
    x.ln()
}
