//! The losses of all racers, over steps, epochs or gradients.

use super::{Chart, Input, Page, Shown, decades, spoken};
use crate::draw::figure::{Axis, Counts, Figure, Ink, Mark, Series, Shape, Side};
use crate::draw::overlay::style;
use crate::race::{self, Standing, Track, standings};
use crate::registry::Item;
use crate::texts::{charts, race as words};

pub const CHART: Chart = Chart {
    item: Item {
        id: "race",
        label: "Race",
        help: "Loss of every racer. The legend is sorted by the loss at the last step that all have reached (vertical line). For mini-batches, the loss is averaged over the last epoch, or over the last sixteen batches if they come in the order of time.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.races()),
    page: Page { standings: true, ..Page::BASE },
    figure,
    ..Chart::BASE
};

fn figure(input: &Input, width: usize) -> Figure {
    let Some(race) = input.race else { return Figure::nothing(CHART.item.id, CHART.title(), &words::nobody()) };
    let tracks: Vec<Track> = race.racers(input.run).map(|racer| Track::of(racer.run, race.axis)).collect();
    let (at, standings) = standings(race, input.run);
    let far = tracks.iter().map(Track::end).fold(0.0, f64::max);
    let losses = in_sight(&tracks);
    let y = match losses.iter().all(|loss| *loss > 0.0) {
        true => Axis::log10(&charts::loss(), decades(losses.iter().copied())),
        false => super::curves::linear(&losses),
    };
    let mut series: Vec<Series> = Vec::new();
    for (rank, standing) in standings.iter().enumerate() {
        series.extend(racer(&tracks[standing.style as usize], standing, (rank, y.range[1]), width));
    }
    if far > at {
        let mark = Mark::Cursor { at, label: words::compared_here().into() };
        series.insert(0, Series { name: String::new(), ink: Ink::Quiet, side: Side::Left, mark });
    }
    let counts = if race.axis == race::Axis::Steps { Counts::Steps } else { Counts::Nothing };
    let examples = input.run.problem().sets().is_some() || input.run.through_time().is_some();
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: Axis::linear(&race.axis.counted(examples), [0.0, if far > 0.0 { far } else { 10.0 }]).counting(counts),
        y,
        right: None,
        series,
        empty: None,
        summary: summary(&standings),
    }
}

/// The axis shows a diverged racer's losses only up to this multiple of the other racers' largest loss. Otherwise its
/// last losses would flatten all other curves into one line.
const BEYOND: f64 = 100.0;

/// The losses that the axis must cover.
fn in_sight(tracks: &[Track]) -> Vec<f64> {
    let losses =
        |lost: bool| tracks.iter().filter(move |track| track.lost.is_some() == lost).flat_map(|track| &track.loss);
    let (low, high) =
        losses(false).fold((f64::INFINITY, 0.0_f64), |(low, high), loss| (low.min(*loss), high.max(loss.abs())));
    let seen = |loss: &&f64| low > high || (**loss <= BEYOND * high && **loss >= -BEYOND * high);
    losses(false).chain(losses(true).filter(seen)).copied().collect()
}

/// A racer's line, with a marker at its present step. A diverged racer gets a cross at its end instead, or a vertical
/// line if the end lies above the axis.
fn racer(track: &Track, standing: &Standing, (rank, highest): (usize, f64), width: usize) -> Vec<Series> {
    let (ink, dash, shape) = style(standing.style);
    // A line needs no more points than pixels. Thinning starts from the end, so that the last point remains.
    let every = track.x.len().div_ceil(width.clamp(50, 2000)).max(1);
    let thin = |values: &[f64]| -> Vec<f64> { values.iter().rev().step_by(every).rev().copied().collect() };
    let series = |name: String, ink, mark| Series { name, ink, side: Side::Left, mark };
    let end = |shape, radius| Mark::Points {
        x: track.x.last().copied().into_iter().collect(),
        y: track.loss.last().copied().into_iter().collect(),
        shape,
        radius,
    };
    let line = Mark::Line { x: thin(&track.x), y: thin(&track.loss), dash, width: 2.0 };
    match standing.lost {
        Some(step) => {
            let beyond = track.x.last().copied().filter(|_| track.loss.last().is_some_and(|loss| *loss > highest));
            let lost = beyond.map_or_else(|| end(Shape::Cross, 6.0), |at| Mark::Cursor { at, label: String::new() });
            let name = words::lost(&(rank + 1), &named(standing), &step).into();
            vec![series(name, ink, line), series(String::new(), Ink::Alarm, lost)]
        }
        None => vec![
            series(format!("{}. {}", rank + 1, named(standing)), ink, line),
            series(String::new(), ink, end(shape, 5.0)),
        ],
    }
}

/// A racer's name, and the threshold that its clip has chosen.
fn named(standing: &Standing) -> String {
    match standing.threshold {
        _ if !standing.adaptive => standing.name.clone(),
        Some(threshold) => words::chosen(&standing.name, &spoken(threshold)).into(),
        None => words::chosen_none(&standing.name).into(),
    }
}

fn summary(standings: &[Standing]) -> String {
    let racers: Vec<String> = standings
        .iter()
        .enumerate()
        .map(|(rank, standing)| match (standing.lost, standing.loss) {
            (Some(step), _) => words::summary_lost(&(rank + 1), &named(standing), &step).into(),
            (None, loss) => {
                words::summary_loss(&(rank + 1), &named(standing), &spoken(loss.unwrap_or(f64::NAN))).into()
            }
        })
        .collect();
    format!("{}.", racers.join("; "))
}
