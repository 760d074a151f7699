//! What a narrow format makes of each layer's gradient at one step: how much of it underflows, and overflows.

use super::{Chart, Input, Shown, layer_axis, spoken};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Side};
use crate::math::formats::Rounded;
use crate::precisions::LayerRounding;
use crate::registry::Item;

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
        return Figure::nothing(
            CHART.item.id,
            CHART.item.label,
            "These numbers are stored as they are computed: nothing is rounded further.",
        );
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
        bars("slopes rounded to 0", Ink::Series(0), -0.3, true, |layer| share(&layer.backward, |r| r.underflowed)),
        bars("gradient rounded to 0", Ink::Series(1), -0.1, true, |layer| share(&layer.gradient, |r| r.underflowed)),
        bars("gradient 0 already", Ink::Series(1), 0.1, false, |layer| {
            share(&layer.gradient, |r| r.zeros.saturating_sub(r.underflowed))
        }),
    ];
    let overflows = layers.iter().any(|layer| layer.gradient.overflowed > 0);
    let overflowed =
        bars("gradient overflowed", Ink::Series(2), 0.3, true, |layer| share(&layer.gradient, |r| r.overflowed));
    Figure {
        id: CHART.item.id.into(),
        title: CHART.item.label.into(),
        x: layer_axis(input.run.layer_names().iter().map(String::as_str)),
        y: Axis::linear("share", [0.0, 105.0]).unit("%"),
        right: None,
        series: if overflows { [&parts[..], &[overflowed]].concat() } else { parts.to_vec() },
        empty: None,
        summary: summary(input),
    }
}

fn share(rounded: &Rounded, part: impl Fn(&Rounded) -> u64) -> f64 {
    part(rounded) as f64 / rounded.total.max(1) as f64
}

/// All layers together, in all three passes.
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
        0 => "Updates are made in f32.".to_string(),
        _ => format!("{} % of the updates leave no trace.", update.0),
    };
    let scaled =
        if scale.factor == 1.0 { String::new() } else { format!(" The loss is scaled by {}.", spoken(scale.factor)) };
    let skipped = if scale.skipped == 0 { String::new() } else { format!(" Steps skipped so far: {}.", scale.skipped) };
    format!(
        "Step {}: {} % of the signals underflow to 0 on the way forward, {} % of the slopes on the way back and {} % of the \
         gradient; {} %, {} % and {} % overflow. {updates}{scaled}{skipped}",
        input.run.frame().step,
        forward.0,
        slopes.0,
        gradient.0,
        forward.1,
        slopes.1,
        gradient.1
    )
}
