//! The sizes of each layer's gradient elements, as a heat map of layer by size. Zeros have their own row.

use super::{Chart, Input, Shown, layer_axis, spoken};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Shape, Side, Tick};
use crate::draw::ticks::power_of_ten;
use crate::probes::Probe;
use crate::probes::gradients::Gradients;
use crate::registry::Item;
use crate::texts::{charts, probes, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "gradients",
        label: "Gradient elements",
        help: "Histogram of each layer's gradient elements by size, before clipping. Elements that are exactly 0 have \
               their own row.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.layers),
    figure,
    ..Chart::BASE
};

/// Most rows of the map, approximately.
const ROWS: i32 = 40;
/// log₁₀ 2
const OCTAVE: f64 = std::f64::consts::LOG10_2;

fn figure(input: &Input, _: usize) -> Figure {
    if input.run.problem().domain().is_some() {
        return Figure::nothing(CHART.item.id, CHART.title(), &probes::no_network());
    }
    let sizes = match Gradients::of(input.run) {
        Ok(sizes) => sizes,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.title(), &why),
    };
    let [first, end] = sizes.octaves;
    // The range is rounded to multiples of ten octaves, so that the axis seldom changes. A row is a whole number of
    // octaves.
    let (from, to) = (first.div_euclid(10) * 10, (end.max(first + 1) + 9).div_euclid(10) * 10);
    let per_row = [1, 2, 5, 10, 20, 50].into_iter().find(|n| (to - from) / n <= ROWS).unwrap_or(100);
    let above = ((to - from) as usize).div_ceil(per_row as usize);
    let columns = sizes.layers.len();
    // The lowest row counts the zeros. The row above it stays empty, as a gap.
    let mut counts = vec![0_u32; columns * (above + 2)];
    for (column, layer) in sizes.layers.iter().enumerate() {
        counts[column] = layer.zeros as u32;
        for (octave, count) in (first..).zip(&layer.octaves) {
            counts[(2 + ((octave - from) / per_row) as usize) * columns + column] += count;
        }
    }
    let all = sizes.layers.iter().map(|layer| layer.count.max(1) as f32).cycle();
    let share = |(count, all): (&u32, f32)| if *count == 0 { f32::NAN } else { 100.0 * *count as f32 / all };
    let values: Vec<f32> = counts.iter().zip(all).map(share).collect();
    let largest = values.iter().copied().fold(1.0, f32::max);
    let height = f64::from(per_row) * OCTAVE;
    let [low, high] = [f64::from(from) * OCTAVE, f64::from(from) * OCTAVE + above as f64 * height];
    let y = [low - 2.0 * height, high];
    let every = (((high - low) / 6.0).ceil() as i32).max(1);
    let powers = (low.ceil() as i32..=high.floor() as i32).filter(|k| k.rem_euclid(every) == 0);
    let ticks = powers.map(|k| Tick { at: f64::from(k), label: power_of_ten(f64::from(k)) });
    let zero = Tick { at: low - 1.5 * height, label: "0".into() };
    let x = [-0.5, columns as f64 - 0.5];
    let rms: Vec<f64> = sizes.layers.iter().map(|layer| libm::log10(layer.rms)).collect();
    let map = Mark::Raster {
        columns: columns as u32,
        rows: above as u32 + 2,
        x,
        y,
        values,
        range: [0.0, largest],
        label: charts::gradients_share().into(),
        log10: false,
    };
    let points = Mark::Points {
        x: (0..columns).map(|k| k as f64).collect(),
        y: rms,
        shape: Shape::Ring,
        radius: if columns > 20 { 1.5 } else { 3.0 },
    };
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis { range: x, ..layer_axis(input.run.layer_names().iter().map(String::as_str)) },
        y: Axis { ticks: std::iter::once(zero).chain(ticks).collect(), ..Axis::linear("|∂L/∂θ|", y) },
        right: None,
        series: vec![
            Series { name: String::new(), ink: Ink::Text, side: Side::Left, mark: map },
            Series { name: "RMS".into(), ink: Ink::Text, side: Side::Left, mark: points },
        ],
        empty: None,
        summary: summary(input.run.frame().step, &sizes),
    }
}

fn summary(step: u64, sizes: &Gradients) -> String {
    let (first, last) = (&sizes.layers[0], &sizes.layers[sizes.layers.len() - 1]);
    let sum = |of: fn(&crate::probes::gradients::Sizes) -> usize| sizes.layers.iter().map(of).sum::<usize>();
    let (all, zeros, odd) = (sum(|layer| layer.count), sum(|layer| layer.zeros), sum(|layer| layer.not_finite));
    let sizes = charts::gradients_summary(&step, &spoken(first.rms), &spoken(last.rms), &all, &zeros);
    sentences([Some(sizes), (odd > 0).then(|| charts::gradients_not_finite(&odd))])
}
