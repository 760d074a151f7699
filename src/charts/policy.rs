//! An agent's trading policy, compared with the best possible one.

use super::{Chart, Input, Shown, spoken};
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::objectives::ChartData;
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::markets;

pub const CHART: Chart = Chart {
    item: Item {
        id: "policy",
        label: "Policy",
        help: "The agent's probability of being long, by price, if it was long or short before. The vertical lines are the thresholds of the best policy, found by dynamic programming.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Policy),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let Some(ChartData::Policy { price, p_long: [short, long], thresholds }) = input.run.chart_data() else {
        return Figure::nothing(CHART.item.id, CHART.title(), &markets::policy_none());
    };
    // The price at which the probability of being long falls below one half.
    let turn = |p_long: &[f64]| {
        let k = (1..price.len()).find(|k| p_long[k - 1] >= 0.5 && p_long[*k] < 0.5)?;
        let share = (p_long[k - 1] - 0.5) / (p_long[k - 1] - p_long[k]);
        Some(price[k - 1] + share * (price[k] - price[k - 1]))
    };
    let turns = [turn(&short), turn(&long)].map(|at| at.map_or_else(|| markets::policy_nowhere().into(), spoken));
    let range = [price[0], price[price.len() - 1]];
    let line = |y: Vec<f64>, dash| Mark::Line { x: price.clone(), y, dash, width: 2.5 };
    let left = |name: &str, ink, mark| Series { name: name.into(), ink, side: Side::Left, mark };
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&markets::policy_price(), range).unit(&markets::policy_price_unit()),
        y: Axis::linear(&markets::policy_long(), [-0.03, 1.03]),
        right: None,
        series: vec![
            left(&markets::policy_was_short(), Ink::Series(0), line(short, Dash::Solid)),
            left(&markets::policy_was_long(), Ink::Series(1), line(long, Dash::Dashed)),
            left("", Ink::Series(0), Mark::Cursor { at: thresholds[0], label: markets::policy_best().into() }),
            left("", Ink::Series(1), Mark::Cursor { at: thresholds[1], label: markets::policy_best().into() }),
        ],
        empty: None,
        summary: markets::policy_summary(
            &input.run.frame().step,
            &turns[0],
            &turns[1],
            &spoken(thresholds[0]),
            &spoken(thresholds[1]),
        )
        .into(),
    }
}
