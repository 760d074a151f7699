//! How a low-precision format rounds each layer's backward signals and gradient at one step: the fractions that
//! underflow or overflow.

use super::{Chart, Input, Shown, layer_axis, spoken};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Side};
use crate::math::formats::Rounded;
use crate::precisions::LayerRounding;
use crate::registry::Item;
use crate::texts::{charts, sentences};

pub const CHART: Chart = Chart {
    item: Item {
        id: "precision",
        label: "Rounded to 0",
        help: "Fraction of each layer's backward signals (by its outputs) and of its gradient (by its parameters) \
               that the precision rounds to 0. Hollow: elements of the gradient that were already 0, because later \
               backward signals underflowed or a unit is inactive.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.rounds),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let layers = input.run.rounding();
    if layers.is_empty() {
        return Figure::nothing(CHART.item.id, CHART.title(), &charts::precision_exact());
    }
    let x: Vec<f64> = (0..layers.len()).map(|k| k as f64).collect();
    let bars = |name: &str, ink, shift: f64, filled, part: fn(&LayerRounding) -> f64| Series {
        name: name.into(),
        ink,
        side: Side::Left,
        mark: Mark::Bars {
            x: x.iter().map(|x| x + shift).collect(),
            y: layers.iter().map(|layer| 100.0 * part(layer)).collect(),
            width: 0.19,
            filled,
        },
    };
    let parts = [
        bars(&charts::precision_slopes(), Ink::Series(0), -0.3, true, |layer| {
            share(&layer.backward, |r| r.underflowed)
        }),
        bars(&charts::precision_gradient(), Ink::Series(1), -0.1, true, |layer| {
            share(&layer.gradient, |r| r.underflowed)
        }),
        bars(&charts::precision_already(), Ink::Series(1), 0.1, false, |layer| {
            share(&layer.gradient, |r| r.zeros.saturating_sub(r.underflowed))
        }),
    ];
    let overflows = layers.iter().any(|layer| layer.gradient.overflowed > 0);
    let overflowed = bars(&charts::precision_overflowed(), Ink::Series(2), 0.3, true, |layer| {
        share(&layer.gradient, |r| r.overflowed)
    });
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: layer_axis(input.run.layer_names().iter().map(String::as_str)),
        y: Axis::linear(&charts::share(), [0.0, 105.0]).unit("%"),
        right: None,
        series: if overflows { [&parts[..], &[overflowed]].concat() } else { parts.to_vec() },
        empty: None,
        summary: summary(input),
    }
}

fn share(rounded: &Rounded, part: impl Fn(&Rounded) -> u64) -> f64 {
    part(rounded) as f64 / rounded.total.max(1) as f64
}

/// Totals over all layers, for the forward pass, the backward signals, the gradient and the update.
fn summary(input: &Input) -> String {
    let (layers, scale) = (input.run.rounding(), input.run.scale());
    let mut whole = [Rounded::default(); 4];
    for layer in layers {
        let parts = [layer.forward, layer.backward, layer.gradient, layer.update];
        whole.iter_mut().zip(parts).for_each(|(whole, part)| whole.add(part));
    }
    let [forward, slopes, gradient, update] = whole.map(|part| {
        let percent = |count: u64| spoken((1e4 * count as f64 / part.total.max(1) as f64).round() / 100.0);
        (percent(part.underflowed), percent(part.overflowed))
    });
    let updates = match whole[3].total {
        0 => charts::precision_updates_exact(),
        _ => charts::precision_updates_lost(&update.0),
    };
    sentences([
        Some(charts::precision_underflow(&input.run.frame().step, &forward.0, &slopes.0, &gradient.0)),
        Some(charts::precision_overflow(&forward.1, &slopes.1, &gradient.1)),
        Some(updates),
        (scale.factor != 1.0).then(|| charts::precision_scale(&spoken(scale.factor))),
        (scale.skipped > 0).then(|| charts::precision_skipped(&scale.skipped)),
    ])
}
