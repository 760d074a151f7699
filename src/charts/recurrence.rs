//! The recurrent matrix during training: spectral radius and largest singular value by step.

use super::{Chart, Input, Shown, span, spoken};
use crate::draw::figure::{Axis, Counts, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::probes::recurrence::Recurrence;
use crate::registry::Item;
use crate::texts::charts;

pub const CHART: Chart = Chart {
    item: Item {
        id: "recurrence",
        label: "Recurrent matrix",
        help: "Largest |eigenvalue| and largest singular value of the recurrent weights, at the steps of the run that \
               are stored. In the backward pass, a gradient grows by at most the singular value per time step; if \
               the singular value times the slope is below 1, the gradient vanishes. For a gated cell: the matrix of \
               the new content.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.time),
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, _: usize) -> Figure {
    let looks = match Recurrence::over(input.run) {
        Ok(looks) => looks,
        Err(why) => return Figure::nothing(CHART.item.id, CHART.title(), &why),
    };
    let x: Vec<f64> = looks.iter().map(|look| look.step as f64).collect();
    let (now, start) = (&looks[looks.len() - 1], &looks[0]);
    let layers = now.radius.len();
    let numbers = |of: &dyn Fn(&Recurrence) -> f64| looks.iter().map(of).collect::<Vec<f64>>();
    let mut drawn = vec![Series {
        name: String::new(),
        ink: Ink::Quiet,
        side: Side::Left,
        mark: Mark::Rule { at: 1.0, dash: Dash::Dashed, label: "1".into() },
    }];
    let mut all = vec![1.0];
    for layer in 0..layers {
        let [radius, singular] = match layers {
            1 => [charts::recurrence_radius(), charts::recurrence_singular()],
            _ => [charts::recurrence_radius_of(&layer), charts::recurrence_singular_of(&layer)],
        };
        let shapes = [
            (Shape::Disc, Dash::Solid, numbers(&|look| look.radius[layer]), radius),
            (Shape::HollowDiamond, Dash::Dotted, numbers(&|look| look.singular[layer]), singular),
        ];
        for (shape, dash, y, name) in shapes {
            all.extend(&y);
            let ink = Ink::Series(2 * (layer as u8 % 3) + u8::from(dash == Dash::Dotted));
            let line = Mark::Line { x: x.clone(), y: y.clone(), dash, width: 1.5 };
            let points = Mark::Points { x: x.clone(), y, shape, radius: 3.0 };
            drawn.push(Series { name: String::new(), ink, side: Side::Left, mark: line });
            drawn.push(Series { name: name.into(), ink, side: Side::Left, mark: points });
        }
    }
    let [low, high] = span(&all).unwrap_or([0.0, 1.0]);
    let room = 0.08 * (high - low).max(0.1);
    let top = layers - 1;
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&charts::step(), [0.0, (now.step as f64).max(1.0)]).counting(Counts::Steps),
        y: Axis::linear(&charts::recurrence_size(), [low - room, high + room]),
        right: None,
        series: drawn,
        empty: None,
        summary: charts::recurrence_summary(
            &start.step,
            &now.step,
            &spoken(start.radius[top]),
            &spoken(now.radius[top]),
            &spoken(start.singular[top]),
            &spoken(now.singular[top]),
        )
        .into(),
    }
}
