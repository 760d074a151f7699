//! The picture of a sweep: a map over two settings, or curves over one.

use super::places::{axis, ends, label, place};
use super::quantity::{Quantity, verdict};
use super::row::{Ended, Row};
use super::{Axis as Swept, Plan, theory};
use crate::charts::spoken;
use crate::diagnosis::VERDICTS;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::draw::overlay::style;
use crate::texts::{self, sentences, sweep as words};

/// The id of the picture.
pub const ID: &str = "sweep";
/// Most verdicts with their own colour.
const MOST_VERDICTS: usize = 7;
/// A quantity that spans more than this factor is drawn on a logarithmic scale.
const WIDE: f64 = 20.0;

/// The picture of the runs so far, which are the first of the plan.
pub fn figure(plan: &Plan, rows: &[Row], quantity: Quantity) -> Figure {
    let title = name(quantity);
    if rows.is_empty() {
        return Figure::nothing(ID, &title, &words::nothing_yet());
    }
    let cells: Vec<&[Row]> = rows.chunks(plan.seeds as usize).collect();
    if quantity != Quantity::Verdict && cells.iter().all(|rows| quantity.of_cell(rows, 0.5).is_none()) {
        return Figure::nothing(ID, &title, &words::no_numbers(&title));
    }
    match &plan.axes[..] {
        [one] if quantity == Quantity::Verdict => strip(plan, one, &cells),
        [one] => curves(plan, one, &cells, quantity),
        [one, other, ..] => map(plan, [one, other], &cells, quantity),
        [] => Figure::nothing(ID, &title, &words::nothing_yet()),
    }
}

/// The cell at a place of a picture of this quantity; `None` if there is none.
pub fn cell_at(plan: &Plan, quantity: Quantity, x: f64, y: f64) -> Option<usize> {
    let nearest = |count: usize, at: f64| {
        let k = at.round();
        (k >= 0.0 && k < count as f64).then_some(k as usize)
    };
    match &plan.axes[..] {
        [one] => {
            let places = match quantity {
                Quantity::Verdict => (0..one.values.len()).map(|k| k as f64).collect(),
                _ => across(one).1,
            };
            let away = |k: &usize| (places[*k] - x).abs();
            (0..places.len()).filter(|k| away(k).is_finite()).min_by(|a, b| away(a).total_cmp(&away(b)))
        }
        [one, other, ..] => Some(nearest(one.values.len(), x)? * other.values.len() + nearest(other.values.len(), y)?),
        [] => None,
    }
}

fn name(quantity: Quantity) -> String {
    let item = quantity.item();
    texts::label("quantities", item.id, item.label).into()
}

fn series(name: &str, ink: Ink, mark: Mark) -> Series {
    Series { name: name.into(), ink, side: Side::Left, mark }
}

/// Whether numbers are drawn as logarithms.
fn is_log(numbers: &[f64]) -> bool {
    let finite = || numbers.iter().copied().filter(|number| number.is_finite());
    let positive = finite().filter(|number| *number > 0.0);
    let (low, high) = positive.fold((f64::INFINITY, 0.0_f64), |(low, high), n| (low.min(n), high.max(n)));
    high > WIDE * low && finite().all(|number| number >= 0.0)
}

/// The ends of the palette: of a wide range without its outermost cells, which are drawn like the ends.
fn palette(values: &[f32], log10: bool) -> [f32; 2] {
    let mut values: Vec<f64> = values.iter().map(|value| f64::from(*value)).filter(|value| value.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return [0.0, 1.0] };
    let cut = if log10 { last / 40 } else { 0 };
    let [low, high] = [values[cut] as f32, values[last - cut] as f32];
    if low < high { [low, high] } else { [low - 0.5, low + 0.5] }
}

/// A map. Its first setting goes from left to right, the second one upwards.
fn map(plan: &Plan, [one, other]: [&Swept; 2], cells: &[&[Row]], quantity: Quantity) -> Figure {
    let (columns, rows) = (one.values.len(), other.values.len());
    let cell = |column: usize, row: usize| cells.get(column * rows + row).copied();
    let grid = || (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    let mut all = match quantity {
        Quantity::Verdict => verdicts((columns, rows), [ends(one), ends(other)], cells),
        _ => {
            let numbers: Vec<f64> = grid()
                .map(|(column, row)| cell(column, row).and_then(|rows| quantity.of_cell(rows, 0.5)).unwrap_or(f64::NAN))
                .collect();
            raster((columns, rows), [ends(one), ends(other)], &numbers, quantity)
        }
    };
    let lost: Vec<(usize, usize)> =
        grid().filter(|(column, row)| cell(*column, *row).is_some_and(mostly_diverged)).collect();
    if !matches!(quantity, Quantity::Verdict | Quantity::Diverged) && !lost.is_empty() {
        let (x, y) = lost.iter().map(|(column, row)| (*column as f64, *row as f64)).unzip();
        let radius = if columns.max(rows) > 30 { 1.5 } else { 3.0 };
        all.push(series(&words::diverged(), Ink::Alarm, Mark::Points { x, y, shape: Shape::Cross, radius }));
    }
    for (k, line) in theory::lines(plan).into_iter().enumerate() {
        let at = |[a, b]: &[f64; 2]| Some((place(one, *a)?, place(other, *b)?));
        let (x, y): (Vec<f64>, Vec<f64>) = line.points.iter().map(|p| at(p).unwrap_or((f64::NAN, f64::NAN))).unzip();
        if x.iter().any(|x| x.is_finite()) {
            let dash = [Dash::Solid, Dash::Dashed, Dash::Dotted][k % 3];
            all.push(series(&line.name, [Ink::Threshold, Ink::Text][k % 2], Mark::Line { x, y, dash, width: 3.0 }));
        }
    }
    Figure {
        id: ID.into(),
        title: name(quantity),
        x: axis(one),
        y: axis(other),
        right: None,
        series: all,
        empty: None,
        summary: summary(plan, cells, quantity),
    }
}

fn mostly_diverged(rows: &[Row]) -> bool {
    2 * rows.iter().filter(|row| row.status == Ended::Diverged).count() > rows.len()
}

/// A heat map with contour lines; cells without a number stay empty.
fn raster((columns, rows): (usize, usize), [x, y]: [[f64; 2]; 2], numbers: &[f64], quantity: Quantity) -> Vec<Series> {
    let log10 = is_log(numbers);
    // On a logarithmic scale, 0 is drawn like the least number that is not 0.
    let least = numbers.iter().copied().filter(|number| *number > 0.0).fold(f64::INFINITY, f64::min);
    let drawn = |number: f64| if log10 { libm::log10(number.max(least)) } else { number };
    let values: Vec<f32> = numbers
        .iter()
        .map(|number| if number.is_finite() { drawn(*number) as f32 } else { f32::NAN })
        .map(|value| if value.is_finite() { value } else { f32::NAN })
        .collect();
    let range = match quantity {
        Quantity::Diverged => [0.0, 1.0],
        _ => palette(&values, log10),
    };
    let [low, high] = range;
    let levels: Vec<f32> = match log10 {
        true if high - low > 3.0 => (low.ceil() as i32..=high.floor() as i32).map(|level| level as f32).collect(),
        _ => (1..5).map(|k| range[0] + (range[1] - range[0]) * k as f32 / 5.0).collect(),
    };
    let size = (columns as u32, rows as u32);
    let inner = |[low, high]: [f64; 2]| [low + 0.5, high - 0.5];
    let label = name(quantity);
    let contours =
        Mark::Contours { columns: size.0, rows: size.1, x: inner(x), y: inner(y), values: values.clone(), levels };
    vec![
        series("", Ink::Text, Mark::Raster { columns: size.0, rows: size.1, x, y, values, range, label, log10 }),
        series("", Ink::Quiet, contours),
    ]
}

/// A map of verdicts: each has its colour and its marker.
fn verdicts((columns, rows): (usize, usize), [x, y]: [[f64; 2]; 2], cells: &[&[Row]]) -> Vec<Series> {
    let groups = groups(cells);
    let group = |cell: usize| groups.iter().position(|(_, of)| of.contains(&cell));
    let inks: Vec<Ink> = (0..groups.len()).map(|k| style(k as u8).0).collect();
    let mut shares = vec![0_u8; groups.len() * rows * columns];
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        if let Some(k) = group(column * rows + row) {
            shares[(k * rows + row) * columns + column] = 255;
        }
    }
    let regions = Mark::Regions { columns: columns as u32, rows: rows as u32, x, y, inks, shares };
    let mut all = vec![series("", Ink::Text, regions)];
    for (k, (verdict, of)) in groups.iter().enumerate() {
        let (ink, _, shape) = style(k as u8);
        let (x, y) = of.iter().map(|cell| ((cell / rows) as f64, (cell % rows) as f64)).unzip();
        all.push(series(verdict, ink, Mark::Points { x, y, shape, radius: 3.0 }));
    }
    all
}

/// Cells by their verdict, the most frequent first; rare ones together.
fn groups(cells: &[&[Row]]) -> Vec<(String, Vec<usize>)> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (k, rows) in cells.iter().enumerate() {
        let Some(id) = verdict(rows) else { continue };
        let english = VERDICTS.iter().find(|item| item.id == id).map_or("", |item| item.label);
        let name = if english.is_empty() { id.to_string() } else { texts::label("verdicts", id, english).to_string() };
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, of)) => of.push(k),
            None => groups.push((name, vec![k])),
        }
    }
    // There are few, so they move to their places one by one.
    for k in 1..groups.len() {
        let mut at = k;
        while at > 0 && groups[at - 1].1.len() < groups[at].1.len() {
            groups.swap(at - 1, at);
            at -= 1;
        }
    }
    if groups.len() > MOST_VERDICTS {
        let rare = groups.split_off(MOST_VERDICTS - 1);
        let rest = (0..cells.len()).filter(|cell| rare.iter().any(|(_, of)| of.binary_search(cell).is_ok()));
        groups.push((words::other_verdicts().into(), rest.collect()));
    }
    groups
}

/// The horizontal axis of one swept setting, with the place of each value.
fn across(swept: &Swept) -> (Axis, Vec<f64>) {
    match swept.numbers().filter(|numbers| numbers.len() > 2 && numbers.is_sorted()) {
        Some(numbers) => {
            let ends = [numbers[0], numbers[numbers.len() - 1]];
            let axis = match swept.log {
                true => Axis::log10(&label(swept), [ends[0] / 1.1, ends[1] * 1.1]),
                false => {
                    let margin = 0.03 * (ends[1] - ends[0]);
                    Axis::linear(&label(swept), [ends[0] - margin, ends[1] + margin])
                }
            };
            (axis, numbers)
        }
        None => (axis(swept), (0..swept.values.len()).map(|k| k as f64).collect()),
    }
}

/// The median over seeds, with the quartiles as a band.
fn curves(plan: &Plan, one: &Swept, cells: &[&[Row]], quantity: Quantity) -> Figure {
    let quartile = |at: f64| -> Vec<f64> {
        let number = |rows: &&[Row]| quantity.of_cell(rows, at).filter(|number| number.is_finite());
        cells.iter().map(|rows| number(rows).unwrap_or(f64::NAN)).collect()
    };
    let [low, median, high] = [0.25, 0.5, 0.75].map(quartile);
    let (x_axis, mut x) = across(one);
    x.truncate(median.len());
    let numbers: Vec<f64> = [&low, &median, &high].into_iter().flatten().copied().collect();
    let finite = || numbers.iter().copied().filter(|number| number.is_finite());
    let (least, most) = finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), n| (a.min(n), b.max(n)));
    let y = match quantity {
        Quantity::Diverged => Axis::linear(&name(quantity), [-0.03, 1.03]),
        _ if is_log(&numbers) => Axis::log10(&name(quantity), [least / 1.2, most * 1.2]),
        _ => {
            let margin = (0.05 * (most - least)).max(1e-6 * most.abs()).max(1e-9);
            Axis::linear(&name(quantity), [least - margin, most + margin])
        }
    };
    let mut all = Vec::new();
    if plan.seeds > 1 && quantity != Quantity::Diverged {
        let band = Mark::Band { x: x.clone(), low, high };
        all.push(series(&words::quartiles(), Ink::Series(0), band));
    }
    let line = Mark::Line { x: x.clone(), y: median.clone(), dash: Dash::Solid, width: 2.0 };
    let named = if plan.seeds > 1 && quantity != Quantity::Diverged { words::median() } else { "".into() };
    all.push(series(&named, Ink::Series(0), line));
    let points = Mark::Points { x: x.clone(), y: median, shape: Shape::Disc, radius: 3.0 };
    all.push(series("", Ink::Series(0), points));
    let lost: Vec<f64> = x.iter().zip(cells).filter(|(_, rows)| mostly_diverged(rows)).map(|(x, _)| *x).collect();
    if quantity != Quantity::Diverged && !lost.is_empty() {
        let y = vec![y.range[1]; lost.len()];
        all.push(series(&words::diverged(), Ink::Alarm, Mark::Points { x: lost, y, shape: Shape::Cross, radius: 4.0 }));
    }
    Figure {
        id: ID.into(),
        title: name(quantity),
        x: x_axis,
        y,
        right: None,
        series: all,
        empty: None,
        summary: summary(plan, cells, quantity),
    }
}

/// The verdicts over one setting, as a row of markers.
fn strip(plan: &Plan, one: &Swept, cells: &[&[Row]]) -> Figure {
    let mut all = Vec::new();
    for (k, (verdict, of)) in groups(cells).iter().enumerate() {
        let (ink, _, shape) = style(k as u8);
        let x = of.iter().map(|cell| *cell as f64).collect();
        all.push(series(verdict, ink, Mark::Points { x, y: vec![0.0; of.len()], shape, radius: 6.0 }));
    }
    Figure {
        id: ID.into(),
        title: name(Quantity::Verdict),
        x: axis(one),
        y: Axis {
            ticks: vec![crate::draw::figure::Tick { at: 0.0, label: String::new() }],
            ..Axis::linear("", [-1.0, 1.0])
        },
        right: None,
        series: all,
        empty: None,
        summary: summary(plan, cells, Quantity::Verdict),
    }
}

/// The picture in words.
fn summary(plan: &Plan, cells: &[&[Row]], quantity: Quantity) -> String {
    let swept = plan.axes.iter().map(label).collect::<Vec<_>>().join(" × ");
    let all = words::summary(&swept, &cells.len(), &plan.seeds, &plan.steps);
    let at = |cell: usize| {
        let values = plan.values_of(cell);
        let pairs = plan.axes.iter().zip(&values).map(|(axis, value)| format!("{} {value}", axis.key()));
        pairs.collect::<Vec<_>>().join(", ")
    };
    let number = |(k, rows): (usize, &&[Row])| Some((quantity.of_cell(rows, 0.5).filter(|n| n.is_finite())?, k));
    let found: Vec<(f64, usize)> = cells.iter().enumerate().filter_map(number).collect();
    let least = found.iter().copied().reduce(|best, other| if other.0 < best.0 { other } else { best });
    let most = found.iter().copied().reduce(|best, other| if other.0 > best.0 { other } else { best });
    let ends = match (least, most) {
        (Some((low, k)), Some((high, j))) if low < high => {
            Some(words::summary_ends(&name(quantity), &spoken(low), &at(k), &spoken(high), &at(j)))
        }
        (Some((low, _)), _) => Some(words::summary_same(&name(quantity), &spoken(low))),
        _ => None,
    };
    let kinds = (quantity == Quantity::Verdict).then(|| {
        let kind = |(name, of): &(String, Vec<usize>)| format!("{name} {}", of.len());
        words::summary_verdicts(&groups(cells).iter().map(kind).collect::<Vec<_>>().join(", "))
    });
    let lost = cells.iter().filter(|rows| mostly_diverged(rows)).count();
    let lost = (lost > 0).then(|| words::summary_diverged(&lost));
    sentences([Some(all), ends, kinds, lost])
}
