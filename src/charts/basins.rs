//! Basins of attraction of a function: a map of starting points, coloured by the minimum that the chosen optimizer
//! reaches from each.

use super::{Chart, Input, Page, Shown, spoken};
use crate::basins::{Basins, End, STEPS};
use crate::draw::figure::{Axis, Figure, Ink, Mark, Series, Shape, Side};
use crate::draw::overlay::{Overlay, style};
use crate::draw::relief::{AxisInfo, Info, Relief, ScaleChoice};
use crate::math::order::sort_few;
use crate::registry::Item;
use crate::scenarios::OwnChart;
use crate::texts::{Text, charts};

/// The chart's id.
pub const ID: &str = "basins";

pub(super) const CHART: Chart = Chart {
    item: Item {
        id: ID,
        label: "Basins",
        help: "Which minimum each starting point reaches with the present optimizer. Every point of the map is a start, in the colour and marker of the minimum that it reaches.",
        ..Item::BASE
    },
    shown: |about| Shown::offered_if(about.has.own == OwnChart::Function),
    page: Page { surveyed: true, ..Page::BASE },
    figure,
    ..Chart::BASE
};

/// Number of minima with their own colour and marker. All others share one more.
const OWN: usize = 7;
/// Least and most starts along one side. Fewer would be too coarse, more would take too long.
const SIDES: [usize; 2] = [17, 65];
/// Approximate number of markers along one side.
const MARKERS: usize = 11;

fn figure(input: &Input, width: usize) -> Figure {
    match input.settings.and_then(|settings| Basins::new(settings, side(width))) {
        Some(mut basins) => {
            basins.advance(usize::MAX);
            of(&basins)
        }
        None => Figure::nothing(ID, CHART.title(), &charts::basins_only_functions()),
    }
}

/// Starts along one side of a picture `width` pixels wide.
pub fn side(width: usize) -> usize {
    (width / 10).clamp(SIDES[0], SIDES[1])
}

/// Starts drawn in the same colour, with their name in the legend.
struct Group {
    name: String,
    ink: Ink,
    shape: Shape,
    starts: Vec<usize>,
}

/// The map with the results so far.
pub fn of(basins: &Basins) -> Figure {
    let groups = groups(basins);
    let (x, y) = (basins.domain.x, basins.domain.y);
    let series = |name: String, ink, mark| Series { name, ink, side: Side::Left, mark };
    let points = |places: &[[f64; 2]], shape, radius| Mark::Points {
        x: places.iter().map(|place| place[0]).collect(),
        y: places.iter().map(|place| place[1]).collect(),
        shape,
        radius,
    };
    let mut all = vec![series(String::new(), Ink::Text, regions(basins, &groups))];
    all.extend(contours(basins));
    for group in &groups {
        let places: Vec<[f64; 2]> = group
            .starts
            .iter()
            .filter(|start| is_marked(**start, basins.side))
            .map(|start| basins.place(*start))
            .collect();
        all.push(series(group.name.clone(), group.ink, points(&places, group.shape, 2.5)));
    }
    let reached = |well: &usize| basins.ends.contains(&Some(End::Well(*well as u16)));
    let wells: Vec<[f64; 2]> = (0..basins.wells().len()).filter(reached).map(|well| basins.wells()[well]).collect();
    all.push(series(
        if wells.len() > 1 { charts::minima() } else { charts::minimum() }.into(),
        Ink::Text,
        points(&wells, Shape::Cross, 5.0),
    ));
    Figure {
        id: ID.into(),
        title: CHART.title().into(),
        x: Axis::linear(&charts::basins_x(), x),
        y: Axis::linear(&charts::basins_y(), y),
        right: None,
        series: all,
        empty: None,
        summary: charts::basins_summary(&(basins.side * basins.side), &listed(&groups)).into(),
    }
}

fn listed(groups: &[Group]) -> String {
    groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>().join("; ")
}

/// The starts, grouped by the minimum that they reach, the largest basin first. Starts that reach no minimum come last.
fn groups(basins: &Basins) -> Vec<Group> {
    let starts = |wanted: &dyn Fn(End) -> bool| -> Vec<usize> {
        (0..basins.ends.len()).filter(|start| basins.ends[*start].is_some_and(wanted)).collect()
    };
    let followed = basins.ends.iter().flatten().count().max(1);
    let share = |starts: &[usize]| spoken(100.0 * starts.len() as f64 / followed as f64);
    let mut wells: Vec<(usize, Vec<usize>)> =
        (0..basins.wells().len()).map(|well| (well, starts(&|end| end == End::Well(well as u16)))).collect();
    wells.retain(|(_, starts)| !starts.is_empty());
    sort_few(&mut wells, |(one, starts), (other, others)| others.len().cmp(&starts.len()).then(one.cmp(other)));
    let rest = wells.split_off(wells.len().min(OWN));
    let mut groups: Vec<Group> = Vec::new();
    for (k, (well, starts)) in wells.into_iter().enumerate() {
        let [x, y] = basins.wells()[well].map(|part| spoken(if part.abs() < 1e-6 { 0.0 } else { part }));
        let (ink, _, shape) = style(k as u8);
        let name = charts::basins_to(&x, &y, &share(&starts)).into();
        groups.push(Group { name, ink, shape, starts });
    }
    let mut others = |name: &dyn Fn(String) -> Text, ink, shape, starts: Vec<usize>| {
        if !starts.is_empty() {
            groups.push(Group { name: name(share(&starts)).into(), ink, shape, starts });
        }
    };
    let (ink, _, shape) = style(OWN as u8);
    let count = rest.len();
    let name = |share| match count {
        1 => charts::basins_to_another(&share),
        _ => charts::basins_to_others(&count, &share),
    };
    others(&name, ink, shape, rest.into_iter().flat_map(|(_, starts)| starts).collect());
    let diverged = |share| charts::basins_diverged(&share);
    others(&diverged, Ink::Alarm, Shape::Cross, starts(&|end| end == End::Diverged));
    let nowhere = |share| charts::basins_nowhere(&STEPS, &share);
    others(&nowhere, Ink::Quiet, Shape::Ring, starts(&|end| end == End::Underway));
    groups
}

fn regions(basins: &Basins, groups: &[Group]) -> Mark {
    let cells = basins.ends.len();
    let mut shares = vec![0; groups.len() * cells];
    for (k, group) in groups.iter().enumerate() {
        for start in &group.starts {
            shares[k * cells + start] = 255;
        }
    }
    // A start is in the middle of its cell.
    let edges = |[low, high]: [f64; 2]| {
        let half = 0.5 * (high - low) / (basins.side - 1) as f64;
        [low - half, high + half]
    };
    Mark::Regions {
        columns: basins.side as u32,
        rows: basins.side as u32,
        x: edges(basins.domain.x),
        y: edges(basins.domain.y),
        inks: groups.iter().map(|group| group.ink).collect(),
        shares,
    }
}

/// The contour lines of the loss, once it is known at every start.
fn contours(basins: &Basins) -> Option<Series> {
    let over = |range| AxisInfo { range, ..AxisInfo::default() };
    let info = Info { x: over(basins.domain.x), y: over(basins.domain.y), ..Info::default() };
    let relief = Relief::new(basins.side, &basins.losses, info, ScaleChoice::default());
    let map = if basins.done() < 1.0 { return None } else { relief.figure(&[], &Overlay::default()) };
    map.series.into_iter().find(|series| matches!(series.mark, Mark::Contours { .. }))
}

/// Whether a start gets a marker. The markers form a coarse lattice, so that readers can recognise a basin without its
/// colour.
fn is_marked(start: usize, side: usize) -> bool {
    let apart = (side / MARKERS).max(2);
    let on = |k: usize| k % apart == apart / 2;
    on(start % side) && on(start / side)
}
