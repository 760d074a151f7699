//! Training under regime changes: how close the loss is to the smallest possible one, and how long the run takes to
//! recover after each change.

use super::{Chart, Input, Shown, step_axis};
use crate::datasets::sequences::Regimes;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Side};
use crate::draw::overlay::style;
use crate::losses::LOSS;
use crate::objectives::{ChartData, L1, L2};
use crate::race::RECENT;
use crate::registry::{Item, Settings};
use crate::run::{RunView, Status};
use crate::scenarios::OwnChart;
use crate::texts::{self, Text, markets};

pub const CHART: Chart = Chart {
    item: Item {
        id: "regimes",
        label: "Regimes",
        help: "Loss of each batch before the network learns from it, divided by the smallest possible loss of its regime. Averaged over up to 16 batches since the regime change (over fewer where not every past step is stored). At 1 there is nothing left to learn; below 1.25 (dashed) the run has recovered. Vertical lines are the regime changes.",
        ..Item::BASE
    },
    shown: |about| Shown::only_if(about.has.own == OwnChart::Regimes),
    figure,
    ..Chart::BASE
};

/// The run has recovered when its loss is at most this multiple of the smallest possible one.
const RECOVERED: f64 = 1.25;

/// CSS pixels that a regime's name needs.
const ROOM: usize = 110;

/// One run's losses, divided by the smallest possible ones.
struct Way {
    step: Vec<f64>,
    over: Vec<f64>,
    /// Steps from the last regime change to the recovery; `None` if it has not recovered since.
    took: Option<u64>,
}

/// The regime changes, for a given batch size.
struct Turns<'a> {
    regimes: &'a Regimes,
    size: usize,
    per_epoch: u64,
    /// Prefix sums: the smallest possible losses of all rows before each row.
    best: Vec<f64>,
}

impl<'a> Turns<'a> {
    fn new(regimes: &'a Regimes, size: usize, per_epoch: u64) -> Self {
        let sums = (0..regimes.of.len()).scan(0.0, |sum, row| {
            *sum += regimes.best_of(row);
            Some(*sum)
        });
        Self { regimes, size, per_epoch, best: std::iter::once(0.0).chain(sums).collect() }
    }

    /// The smallest possible loss of a step's batch. The batch may contain rows of both regimes.
    fn least(&self, step: u64) -> f64 {
        let first = (step % self.per_epoch) as usize * self.size;
        let end = (first + self.size).min(self.regimes.of.len());
        (self.best[end] - self.best[first]) / (end - first) as f64
    }

    /// The row in the middle of a step's batch.
    fn row(&self, step: u64) -> usize {
        let first = (step % self.per_epoch) as usize * self.size;
        (first + self.size / 2).min(self.regimes.of.len() - 1)
    }

    fn regime(&self, step: u64) -> usize {
        usize::from(self.regimes.of[self.row(step)] != 0)
    }

    /// Steps up to `last` at which the regime changes.
    fn until(&self, last: u64) -> Vec<u64> {
        let before = |step: u64| (step + self.per_epoch - 1) % self.per_epoch;
        let own: Vec<u64> =
            (0..self.per_epoch).filter(|step| self.regime(*step) != self.regime(before(*step))).collect();
        let epochs = (0..=last / self.per_epoch).map(|epoch| epoch * self.per_epoch);
        let all = epochs.flat_map(|first| own.iter().map(move |step| first + step));
        all.filter(|step| (1..=last).contains(step)).collect()
    }
}

fn figure(input: &Input, width: usize) -> Figure {
    let Some(ChartData::Regimes(regimes)) = input.run.chart_data() else {
        return Figure::nothing(CHART.item.id, CHART.title(), &markets::regimes_none());
    };
    let squared = |settings: &Settings| {
        matches!(settings.get(&LOSS).id, "auto" | "mse") && settings.get(&L1) == 0.0 && settings.get(&L2) == 0.0
    };
    if !input.settings.is_none_or(squared) {
        return Figure::nothing(CHART.item.id, CHART.title(), &markets::regimes_other_loss());
    }
    let last = input.run.frame().step;
    let racers: Vec<(u8, &str, &dyn RunView)> = match input.race {
        Some(race) => race.racers(input.run).map(|racer| (racer.style, racer.name, racer.run)).collect(),
        None => vec![(0, "", input.run)],
    };
    let (mut series, mut words, mut top) = (Vec::new(), Vec::new(), 10.0_f64);
    let mut marks = Vec::new();
    for (nth, name, run) in racers {
        let (size, per_epoch) = (run.batch_size(), run.steps_per_epoch());
        let turns = Turns::new(&regimes, size, per_epoch);
        let when = turns.until(last);
        let way = way(run, &turns, &when);
        if nth == 0 {
            // Draws only every n-th change if all of them would be too close together.
            let every = when.len().div_ceil((width / 24).max(1)).max(1);
            marks = when
                .iter()
                .step_by(every)
                .map(|step| (*step, texts::readout(regimes.names[turns.regime(*step)])))
                .collect();
        }
        words.push(in_words(name, &way, when.last().copied(), run));
        top = way.over.iter().fold(top, |top, over| top.max(*over));
        let every = way.step.len().div_ceil(width.clamp(50, 2000)).max(1);
        let thin = |values: &[f64]| values.iter().rev().step_by(every).rev().copied().collect();
        let (ink, dash, _) = style(nth);
        let mark = Mark::Line { x: thin(&way.step), y: thin(&way.over), dash, width: 2.0 };
        series.push(Series { name: name.into(), ink, side: Side::Left, mark });
    }
    let quiet = |name: &str, mark| Series { name: name.into(), ink: Ink::Quiet, side: Side::Left, mark };
    let few = (marks.len() + 1) * ROOM <= width;
    let cursors = marks.into_iter().map(|(step, name)| {
        quiet("", Mark::Cursor { at: step as f64, label: if few { name.into() } else { String::new() } })
    });
    let rules = [(RECOVERED, Dash::Dashed, markets::regimes_recovered()), (1.0, Dash::Solid, "".into())];
    let regime = regimes.names[regime_at(input.run, &regimes, last)];
    let rules = rules.map(|(at, dash, label)| quiet("", Mark::Rule { at, dash, label: label.into() }));
    Figure {
        id: CHART.item.id.into(),
        title: CHART.title().into(),
        x: step_axis(last),
        y: Axis::log10(&markets::regimes_axis(), [0.5, 1.3 * top]),
        right: None,
        series: cursors.chain(rules).chain(series).collect(),
        empty: None,
        summary: markets::regimes_summary(&last, &texts::readout(regime), &words.join("; ")).into(),
    }
}

fn regime_at(run: &dyn RunView, regimes: &Regimes, step: u64) -> usize {
    let (size, per_epoch) = (run.batch_size(), run.steps_per_epoch());
    Turns::new(regimes, size, per_epoch).regime(step)
}

/// A moving average of the loss divided by the smallest possible loss. It covers the last `RECENT` batches, but none
/// from before the last regime change.
fn way(run: &dyn RunView, turns: &Turns, when: &[u64]) -> Way {
    let (mut way, mut recent) = (Way { step: Vec::new(), over: Vec::new(), took: None }, Vec::new());
    let mut turned = 0;
    for row in run.history().rows(run.frame().step).filter(|row| row.loss().is_finite()) {
        let step = row.step();
        let begun = when[..when.partition_point(|turn| *turn <= step)].last().copied().unwrap_or(0);
        if begun != turned {
            recent.clear();
            (turned, way.took) = (begun, None);
        }
        recent.push((step, row.loss() / turns.least(step)));
        recent.retain(|(then, _)| then + RECENT > step);
        let over = recent.iter().map(|(_, over)| over).sum::<f64>() / recent.len() as f64;
        way.step.push(step as f64);
        way.over.push(over);
        // Recovery needs a full window. If the history stores only some of the steps, one lucky batch is not enough.
        if over <= RECOVERED && recent.len() as u64 == RECENT && way.took.is_none() {
            way.took = Some(step - begun);
        }
    }
    way
}

/// The state of one run, in words.
fn in_words(name: &str, way: &Way, turned: Option<u64>, run: &dyn RunView) -> Text {
    let who = if name.is_empty() { markets::regimes_the_loss() } else { name.to_string().into() };
    if let Status::Diverged(what) = &run.frame().status {
        return markets::regimes_diverged(&who, &what.step);
    }
    let ratio = way.over.last().map_or_else(|| markets::regimes_unknown().into_owned(), |over| super::spoken(*over));
    match (way.took, turned.is_some()) {
        (Some(steps), true) => markets::regimes_recovered_since_change(&who, &ratio, &steps),
        (Some(steps), false) => markets::regimes_recovered_since_start(&who, &ratio, &steps),
        (None, true) => markets::regimes_waiting_since_change(&who, &ratio),
        (None, false) => markets::regimes_waiting_since_start(&who, &ratio),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_where_the_batches_come_to_another_regime_and_again_in_every_epoch() {
        let of = (0..40).map(|row| (row / 10 % 2) as u8).collect();
        let regimes = Regimes { names: ["a", "b"], best: [1.0, 2.0], of };
        let turns = Turns::new(&regimes, 5, 8);
        // Each epoch ends in the second regime and begins in the first, so its start is a regime change, too.
        assert_eq!(turns.until(17), [2, 4, 6, 8, 10, 12, 14, 16]);
        assert_eq!((turns.regime(7), turns.regime(8)), (1, 0));
        assert_eq!((turns.least(1), turns.least(2)), (1.0, 2.0));
    }

    #[test]
    fn a_batch_of_both_regimes_is_measured_by_what_both_allow() {
        let regimes =
            Regimes { names: ["a", "b"], best: [1.0, 9.0], of: (0..38).map(|row| (row / 8 % 2) as u8).collect() };
        // A full batch has half of its rows in each regime. The last batch of the epoch is smaller.
        let halves = Turns::new(&regimes, 16, 3);
        assert_eq!(
            (halves.least(0), halves.least(1), halves.least(2), halves.until(6)),
            (5.0, 5.0, 1.0, vec![2, 3, 5, 6])
        );
        let whole = Turns::new(&regimes, 38, 1);
        assert!((whole.least(7) - (22.0 + 9.0 * 16.0) / 38.0).abs() < 1e-12 && whole.until(7).is_empty());
    }
}
