//! A figure as tables: the numbers behind the picture, thinned to a readable count.

use super::graph;
use super::places::{across, cell, is_complete, snapped, values};
use super::told::{Table, cell_value, thinned};
use super::{name, place, value};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series};

/// Most columns shown of a coloured grid.
const COLUMNS: usize = 12;

/// The tables of a figure, each with about `most` rows at most: one for all series with one value per horizontal
/// position, one per coloured grid and one per path. The first and the last row are always included.
pub fn tables(figure: &Figure, most: usize) -> Vec<Table> {
    if let Some(network) = graph::of(figure) {
        return graph::tables(network, most);
    }
    let mut tables: Vec<Table> = columns(figure, most).into_iter().collect();
    for series in &figure.series {
        match &series.mark {
            Mark::Raster { columns, rows, x, y, values, label, log10, .. } if is_complete(&series.mark) => {
                let cell = |k: usize| value(cell_value(values[k], *log10));
                tables.push(grid(figure, label, ((*columns, *rows), (*x, *y)), cell, most));
            }
            Mark::Regions { columns, rows, x, y, inks, shares } => {
                let cells = (*columns as usize).saturating_mul(*rows as usize);
                if cells > 0 && cells.checked_mul(inks.len()) == Some(shares.len()) && !inks.is_empty() {
                    let cell = |k: usize| largest(figure, inks, |part| shares[part * cells + k]);
                    tables.push(grid(figure, "", ((*columns, *rows), (*x, *y)), cell, most));
                }
            }
            Mark::Line { x, y, .. } if values(&series.mark).is_none() && !series.name.is_empty() => {
                tables.push(path(figure, series, (x, y), most));
            }
            _ => {}
        }
    }
    tables
}

/// All series with one value per horizontal position, side by side.
fn columns(figure: &Figure, most: usize) -> Option<Table> {
    let is_column = |series: &&Series| values(&series.mark).is_some() && !is_marker(figure, series);
    let mut series: Vec<&Series> = figure.series.iter().filter(is_column).collect();
    // Markers on a line repeat the values of the line.
    let drawn = series.clone();
    series.retain(|one| {
        let first = drawn.iter().find(|other| name(figure, other) == name(figure, one));
        first.is_none_or(|first| std::ptr::eq(*first, *one) || values(&first.mark) != values(&one.mark))
    });
    let places = across(&figure.x, &series.iter().map(|series| (*series).clone()).collect::<Vec<_>>());
    if places.is_empty() {
        return None;
    }
    let found = |series: &Series, at: f64| {
        let (x, y) = values(&series.mark)?;
        x.iter().position(|&x| snapped(&figure.x, x) == at).map(|k| value(y[k]))
    };
    let rows = thinned(places.len(), most).map(|k| {
        let cells = series.iter().map(|series| found(series, places[k]).unwrap_or_default());
        std::iter::once(place(&figure.x, places[k])).chain(cells).collect()
    });
    Some(Table {
        name: String::new(),
        rows: rows.collect(),
        head: std::iter::once(figure.x.title()).chain(series.iter().map(|series| name(figure, series))).collect(),
        all: places.len(),
    })
}

/// Whether a series only marks one place on a coloured grid, which needs no table.
fn is_marker(figure: &Figure, series: &Series) -> bool {
    let on_grid = figure.series.iter().any(|series| matches!(series.mark, Mark::Raster { .. }));
    on_grid && values(&series.mark).is_some_and(|(x, _)| x.len() < 2)
}

/// The ink with the largest share of a cell, and that share.
fn largest(figure: &Figure, inks: &[Ink], share: impl Fn(usize) -> u8) -> String {
    let part = (0..inks.len()).rev().max_by_key(|&part| share(part)).unwrap_or(0);
    let named = figure.series.iter().find(|series| series.ink == inks[part] && !series.name.is_empty());
    let name = named.map_or_else(|| part.to_string(), |series| series.name.clone());
    format!("{name}: {:.0} %", f64::from(share(part)) / 2.55)
}

/// Numbers of columns and rows, and the outer edges in both directions.
type Cells = ((u32, u32), ([f64; 2], [f64; 2]));

fn grid(
    figure: &Figure,
    label: &str,
    ((columns, rows), (x, y)): Cells,
    text: impl Fn(usize) -> String,
    most: usize,
) -> Table {
    let shown: Vec<usize> = thinned(columns as usize, COLUMNS).collect();
    let heading = |axis: &Axis, edges: [f64; 2], cells: u32, k: usize| place(axis, cell(axis, edges, cells, k as u32));
    // The last row comes first, as in the picture.
    let lines = thinned(rows as usize, most).map(|k| {
        let cells = shown.iter().map(|column| text(k * columns as usize + column));
        std::iter::once(heading(&figure.y, y, rows, k)).chain(cells).collect()
    });
    let mut lines: Vec<Vec<String>> = lines.collect();
    lines.reverse();
    let corner = format!("{} \\ {}", figure.y.title(), figure.x.title());
    let head = std::iter::once(corner).chain(shown.iter().map(|&k| heading(&figure.x, x, columns, k)));
    Table { name: label.into(), head: head.collect(), rows: lines, all: rows as usize }
}

fn path(figure: &Figure, series: &Series, (x, y): (&[f64], &[f64]), most: usize) -> Table {
    let points = x.len().min(y.len());
    let rows = thinned(points, most).map(|k| vec![(k + 1).to_string(), value(x[k]), value(y[k])]).collect();
    let head = vec!["#".into(), figure.x.title(), super::vertical_axis(figure, series).title()];
    Table { name: name(figure, series), head, rows, all: points }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::figure::{Counts, Dash, Shape, Side};

    fn unnamed(mark: Mark) -> Series {
        Series { name: String::new(), ink: Ink::Text, side: Side::Left, mark }
    }

    fn line(x: &[f64], y: &[f64]) -> Mark {
        Mark::Line { x: x.to_vec(), y: y.to_vec(), dash: Dash::Solid, width: 1.0 }
    }

    fn figure(series: Vec<Series>) -> Figure {
        let mut figure = Figure::nothing("x", "X", "");
        (figure.empty, figure.series) = (None, series);
        figure.x = Axis::linear("step", [0.0, 9.0]).counting(Counts::Steps);
        figure.y = Axis::linear("loss", [0.0, 1.0]);
        figure
    }

    #[test]
    fn lines_share_a_table_in_which_each_place_is_a_row() {
        let norm = Series { name: "norm".into(), ..unnamed(line(&[1.0, 2.0], &[3.0, 4.0])) };
        let [table] = &tables(&figure(vec![unnamed(line(&[0.0, 1.0], &[0.5, 0.25])), norm]), 100)[..] else { panic!() };
        assert_eq!(table.head, ["step", "loss", "norm"]);
        assert_eq!(table.rows, [["0", "0.5", ""], ["1", "0.25", "3"], ["2", "", "4"]]);
    }

    #[test]
    fn markers_on_a_line_are_no_column_of_their_own() {
        let points = Mark::Points { x: vec![0.0, 1.0], y: vec![0.5, 0.25], shape: Shape::Disc, radius: 2.0 };
        let [table] = &tables(&figure(vec![unnamed(line(&[0.0, 1.0], &[0.5, 0.25])), unnamed(points)]), 100)[..] else {
            panic!()
        };
        assert_eq!(table.head, ["step", "loss"]);
    }

    #[test]
    fn long_lines_are_thinned_and_keep_both_ends() {
        let x: Vec<f64> = (0..1000).map(f64::from).collect();
        let [table] = &tables(&figure(vec![unnamed(line(&x, &x))]), 40)[..] else { panic!() };
        assert!(table.rows.len() <= 41, "{}", table.rows.len());
        assert_eq!(table.all, 1000);
        assert_eq!((&table.rows[0][0][..], &table.rows[table.rows.len() - 1][0][..]), ("0", "999"));
    }

    #[test]
    fn a_grid_is_read_from_the_top_as_it_is_drawn_and_a_path_point_by_point() {
        let mark = Mark::Raster {
            columns: 2,
            rows: 2,
            x: [0.0, 2.0],
            y: [0.0, 2.0],
            values: vec![1.0, 2.0, 3.0, f32::NAN],
            range: [0.0, 3.0],
            label: "f".into(),
            log10: false,
        };
        let descent = Series { name: "descent".into(), ..unnamed(line(&[1.0, 0.5, 1.5], &[0.0, 1.0, 2.0])) };
        let mut figure = figure(vec![unnamed(mark), descent]);
        (figure.x, figure.y) = (Axis::linear("a", [0.0, 2.0]), Axis::linear("b", [0.0, 2.0]));
        let [grid, path] = &tables(&figure, 50)[..] else { panic!() };
        assert_eq!(grid.head, ["b \\ a", "0.5", "1.5"]);
        assert_eq!(grid.rows, [["1.5", "3", "not finite"], ["0.5", "1", "2"]]);
        assert_eq!((path.name.as_str(), &path.rows[1][..]), ("descent", &["2", "0.5", "1"].map(String::from)[..]));
    }

    #[test]
    fn an_empty_figure_has_no_table() {
        assert_eq!(tables(&Figure::nothing("x", "X", "why"), 100), []);
    }
}
