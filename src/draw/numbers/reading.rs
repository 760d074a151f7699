//! The values of a figure at one position.

use super::graph;
use super::places::{across, cell, is_complete, nearest, snapped, upwards, values};
use super::told::{Place, Reading, Value, cell_value};
use crate::draw::figure::{Axis, Figure, Mark};

/// The values of `figure` at the position nearest to `x` and `y` (in axis units); `None` leaves that axis open.
pub fn reading(figure: &Figure, x: Option<f64>, y: Option<f64>) -> Reading {
    let finite = |at: Option<f64>| at.filter(|at| at.is_finite());
    if let Some(network) = graph::of(figure) {
        return graph::reading(network, &figure.x, finite(x), finite(y));
    }
    let x = finite(x).and_then(|at| find(figure, &figure.x, &across(&figure.x, &figure.series), at, true));
    let y = finite(y).and_then(|at| find(figure, &figure.y, &upwards(&figure.y, &figure.series), at, false));
    let mut found: Vec<Value> = Vec::new();
    for series in &figure.series {
        let value = match (&series.mark, &x, &y) {
            (Mark::Raster { columns, rows, x: xs, y: ys, values, label, log10, .. }, Some(x), Some(y))
                if is_complete(&series.mark) =>
            {
                let column = (0..*columns).find(|&k| cell(&figure.x, *xs, *columns, k) == x.at);
                let row = (0..*rows).find(|&k| cell(&figure.y, *ys, *rows, k) == y.at);
                let index = column.zip(row).map(|(column, row)| (row * columns + column) as usize);
                index
                    .and_then(|index| values.get(index))
                    .map(|&value| Value { name: label.clone(), value: super::value(cell_value(value, *log10)) })
            }
            (mark, Some(x), _) => values(mark).and_then(|(xs, ys)| {
                let k = xs.iter().position(|&at| snapped(&figure.x, at) == x.at)?;
                let unit = &super::vertical_axis(figure, series).unit;
                let text = super::value(ys[k]);
                let value = if unit.is_empty() { text } else { format!("{text} {unit}") };
                Some(Value { name: super::name(figure, series), value })
            }),
            _ => None,
        };
        // Markers on a line repeat the values of the line.
        found.extend(value.filter(|value| !found.contains(value)));
    }
    Reading { x, y, values: found, lines: Vec::new() }
}

fn find(figure: &Figure, axis: &Axis, places: &[f64], at: f64, level: bool) -> Option<Place> {
    let k = nearest(places, at)?;
    let at = places[k];
    let grid = figure.series.iter().find_map(|series| match series.mark {
        Mark::Raster { columns, x, .. } if level && is_complete(&series.mark) => Some((columns, x)),
        Mark::Raster { rows, y, .. } if !level && is_complete(&series.mark) => Some((rows, y)),
        _ => None,
    });
    let span = match grid {
        Some((cells, [low, high])) => {
            let width = (high - low) / f64::from(cells);
            let k = (0..cells).find(|&k| cell(axis, [low, high], cells, k) == at).map_or(0.0, f64::from);
            [low + k * width, low + (k + 1.0) * width]
        }
        None if figure.series.iter().any(|series| matches!(series.mark, Mark::Bars { .. })) => [at - 0.5, at + 0.5],
        None => [at; 2],
    };
    Some(Place {
        at,
        name: super::place(axis, at),
        span,
        before: places[k.saturating_sub(1)],
        after: places[(k + 1).min(places.len() - 1)],
        ends: [places[0], places[places.len() - 1]],
        counted: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::figure::{Counts, Dash, Ink, Series, Side, Tick};

    fn line(name: &str, side: Side, x: &[f64], y: &[f64]) -> Series {
        let mark = Mark::Line { x: x.to_vec(), y: y.to_vec(), dash: Dash::Solid, width: 1.0 };
        Series { name: name.into(), ink: Ink::Text, side, mark }
    }

    fn figure(series: Vec<Series>) -> Figure {
        let mut figure = Figure::nothing("x", "X", "");
        (figure.empty, figure.series) = (None, series);
        figure.x = Axis::linear("step", [0.0, 9.0]).counting(Counts::Steps);
        figure.y = Axis::linear("loss", [0.0, 1.0]).unit("points");
        figure
    }

    #[test]
    fn a_reading_names_every_line_at_the_nearest_place() {
        let lines = vec![
            line("", Side::Left, &[0.0, 4.0, 8.0], &[1.0, 0.25, f64::NAN]),
            line("norm", Side::Left, &[4.0], &[7.0]),
        ];
        let read = reading(&figure(lines), Some(4.9), None);
        let x = read.x.expect("a place");
        assert_eq!((x.at, x.before, x.after, x.ends), (4.0, 0.0, 8.0, [0.0, 8.0]));
        let told: Vec<String> = read.values.iter().map(|v| format!("{}: {}", v.name, v.value)).collect();
        assert_eq!(told, ["loss (points): 0.25 points", "norm: 7 points"]);
    }

    #[test]
    fn bars_side_by_side_belong_to_the_name_between_them() {
        let bars = |name: &str, shift: f64| {
            let mark = Mark::Bars { x: vec![shift, 1.0 + shift], y: vec![3.0, 5.0], width: 0.4, filled: true };
            Series { name: name.into(), ink: Ink::Text, side: Side::Left, mark }
        };
        let mut figure = figure(vec![bars("before", -0.2), bars("after", 0.2)]);
        figure.x.ticks =
            ["first", "last"].iter().zip([0.0, 1.0]).map(|(l, at)| Tick { at, label: (*l).into() }).collect();
        let read = reading(&figure, Some(0.7), None);
        let place = read.x.expect("a place");
        assert_eq!((place.name.as_str(), place.span), ("last", [0.5, 1.5]));
        assert_eq!(read.values.iter().map(|v| v.name.as_str()).collect::<Vec<_>>(), ["before", "after"]);
    }

    #[test]
    fn a_coloured_grid_is_read_where_both_places_are_known() {
        let mark = Mark::Raster {
            columns: 2,
            rows: 2,
            x: [0.0, 10.0],
            y: [-0.5, 1.5],
            values: vec![0.0, 1.0, 2.0, f32::NAN],
            range: [0.0, 2.0],
            label: "gradient norm".into(),
            log10: true,
        };
        let mut figure = figure(vec![Series { name: String::new(), ink: Ink::Text, side: Side::Left, mark }]);
        figure.y = Axis::linear("layer", [-0.5, 1.5]).counting(Counts::Layers);
        let read = reading(&figure, Some(1.0), Some(0.9));
        assert_eq!((read.x.map(|x| x.span), read.y.map(|y| y.at)), (Some([0.0, 5.0]), Some(1.0)));
        assert_eq!(read.values, [Value { name: "gradient norm".into(), value: "100".into() }]);
        assert_eq!(reading(&figure, Some(9.0), Some(1.0)).values[0].value, "not finite");
        assert_eq!(reading(&figure, Some(9.0), None).values, []);
    }

    #[test]
    fn an_empty_figure_has_no_reading() {
        assert_eq!(reading(&Figure::nothing("x", "X", "why"), Some(1.0), Some(1.0)), Reading::default());
        assert_eq!(reading(&figure(Vec::new()), Some(f64::NAN), None), Reading::default());
    }
}
