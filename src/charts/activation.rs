//! The chosen activation and its derivative. The page shows this figure beside the control that chooses the activation.

use super::spoken;
use crate::activations::AnyActivation;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::registry::Settings;
use crate::texts::{charts, label};

/// The figure covers −END to END, where most pre-activations of a well-initialised network lie.
const END: f64 = 3.0;
const POINTS: usize = 241;

/// Value and derivative of the settings' activation.
pub fn figure(settings: &Settings) -> Figure {
    let activation = AnyActivation::build(settings);
    let x: Vec<f64> = (0..POINTS).map(|k| END * (2.0 * k as f64 / (POINTS - 1) as f64 - 1.0)).collect();
    let (mut value, mut slope) = (x.clone(), vec![1.0; POINTS]);
    activation.forward(&x, &mut value);
    activation.backward(&x, &value, &mut slope);
    let (v, s) = (ends(&value), ends(&slope));
    let (low, high) = (v[0].min(s[0]).min(0.0), v[1].max(s[1]).max(1.0));
    let line = |name: &str, ink, y, dash| Series {
        name: name.into(),
        ink,
        side: Side::Left,
        mark: Mark::Line { x: x.clone(), y, dash, width: 2.0 },
    };
    let item = activation.item();
    let title = label("activations", item.id, item.label);
    Figure {
        id: "activation".into(),
        title: title.into(),
        x: Axis::linear("", [-END, END]),
        y: Axis::linear("", [low - 0.06 * (high - low), high + 0.06 * (high - low)]),
        right: None,
        series: vec![
            line("f(x)", Ink::Series(0), value, Dash::Solid),
            line("f'(x)", Ink::Series(1), slope, Dash::Dashed),
        ],
        empty: None,
        summary: charts::activation_summary(
            &title,
            &spoken(-END),
            &spoken(END),
            &spoken(v[0]),
            &spoken(v[1]),
            &spoken(s[0]),
            &spoken(s[1]),
        )
        .into(),
    }
}

fn ends(values: &[f64]) -> [f64; 2] {
    values.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], v| [low.min(*v), high.max(*v)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activation_is_drawn_with_its_derivative_and_says_so_in_words() {
        for item in AnyActivation::ITEMS {
            let (settings, _) = Settings::parse(&format!("activation={}", item.id));
            let figure = figure(&settings);
            assert_eq!(figure.series.len(), 2);
            assert!(figure.summary.starts_with(item.label), "{}", figure.summary);
            for series in &figure.series {
                let Mark::Line { y, .. } = &series.mark else { panic!("{} is no line", series.name) };
                assert!(y.iter().all(|y| (figure.y.range[0]..=figure.y.range[1]).contains(y)), "{}", item.id);
            }
        }
        let (sigmoid, _) = Settings::parse("activation=sigmoid");
        assert_eq!(
            figure(&sigmoid).summary,
            "Sigmoid for x from −3 to 3: the value goes from 0.0474 to 0.953, the derivative from 0.0452 to 0.25."
        );
    }
}
