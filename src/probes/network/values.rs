//! The outputs of the units: their means over the data, their saturation, and their maps over two inputs.

use super::fold::{rest, shown};
use super::{Column, Group, MAP, Plan, Unit};
use crate::activations::AnyActivation;
use crate::math::{Real, sum};
use crate::networks::recurrent::{HEAD, STATE};
use crate::networks::{Observer, Place, Signal};
use crate::probes::activations::SATURATED;
use crate::run::Run;

/// Tallies of every column's units.
pub struct Values<'a> {
    plan: &'a Plan,
    /// Column by column, group by group, unit by unit.
    tallies: Vec<Vec<Vec<Tally>>>,
    /// The module whose output each column has: the last one of its layer.
    modules: Vec<usize>,
    /// Sum of each input that enters at a time step, and the number of examples.
    entering: Vec<(Vec<f64>, f64)>,
    bound: Option<(&'static str, f64)>,
}

#[derive(Clone, Default)]
struct Tally {
    count: f64,
    sum: f64,
    slopes: f64,
    saturated: f64,
    alive: bool,
}

impl<'a> Values<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        let tallies = plan.sizes.iter().map(|groups| groups.iter().map(|n| vec![Tally::default(); *n]).collect());
        let columns = plan.sizes.len();
        Self {
            plan,
            tallies: tallies.collect(),
            modules: vec![0; columns],
            entering: vec![(Vec::new(), 0.0); columns],
            bound: None,
        }
    }

    /// The columns with their units.
    pub fn columns(&self, plan: &Plan, maps: &Maps) -> Vec<Column> {
        let states = plan.length.map(|length| length + 1);
        (0..plan.sizes.len())
            .map(|k| Column {
                layer: match states {
                    None => plan.column_of.iter().position(|column| *column == k),
                    Some(states) if k < states => (k > 0).then_some(0),
                    Some(_) => Some(plan.column_of.len() - 1),
                },
                time: states.filter(|states| k < *states).map(|_| k),
                kept: plan.kept[k],
                groups: self.tallies[k].iter().map(|tallies| group(tallies, &maps.columns[k])).collect(),
                entering: {
                    let (sums, count) = &self.entering[k];
                    sums.iter().map(|sum| sum / count).collect()
                },
            })
            .collect()
    }
}

fn group(tallies: &[Tally], maps: &[Vec<f32>]) -> Group {
    let count = tallies.len();
    let own = |k: usize| {
        let tally = &tallies[k];
        let dead = tally.slopes > 0.0 && !tally.alive;
        Unit {
            stands_for: 1,
            mean: tally.sum / tally.count,
            saturated: if tally.slopes > 0.0 { tally.saturated / tally.slopes } else { 0.0 },
            dead: f64::from(u8::from(dead)),
            map: maps.get(k).cloned().unwrap_or_default(),
        }
    };
    let mut units: Vec<Unit> = (0..shown(count)).map(own).collect();
    if rest(count) > 0 {
        let folded: Vec<Unit> = (shown(count)..count).map(own).collect();
        let mean = |of: &dyn Fn(&Unit) -> f64| folded.iter().map(of).sum::<f64>() / folded.len() as f64;
        units.push(Unit {
            stands_for: folded.len(),
            mean: mean(&|unit| unit.mean),
            saturated: mean(&|unit| f64::from(u8::from(unit.is_saturated()))),
            dead: mean(&|unit| unit.dead),
            map: Vec::new(),
        });
    }
    Group { units, count }
}

impl Values<'_> {
    /// Adds a signal to a column, in place of those of earlier modules.
    fn add<R: Real>(&mut self, (column, group): (usize, usize), module: usize, signal: Signal<R>) {
        if module != self.modules[column] {
            self.modules[column] = module;
        }
        for (tally, row) in self.tallies[column][group].iter_mut().zip(signal.rows()) {
            tally.count += row.len() as f64;
            tally.sum += sum(row, |v| v);
        }
    }

    fn reset(&mut self, (column, group): (usize, usize)) {
        for tally in &mut self.tallies[column][group] {
            (tally.count, tally.sum) = (0.0, 0.0);
        }
    }
}

impl<R: Real> Observer<R> for Values<'_> {
    fn input(&mut self, time: Option<usize>, signal: Signal<R>) {
        match time {
            None => self.add((0, 0), 0, signal),
            Some(time) => {
                let (sums, count) = &mut self.entering[time];
                sums.resize(signal.rows().count(), 0.0);
                sums.iter_mut().zip(signal.rows()).for_each(|(all, row)| *all += sum(row, |v| v));
                *count += signal.columns as f64;
            }
        }
    }

    fn forward(&mut self, at: Place, signal: Signal<R>) {
        match (self.plan.length, at.time) {
            (None, _) => {
                let place = (self.plan.column_of[at.layer], 0);
                if place.0 == 0 {
                    return;
                }
                // A column has the output of its last module. In the first piece each one replaces the one before.
                if at.module > self.modules[place.0] || self.tallies[place.0][0][0].count == 0.0 {
                    self.reset(place);
                    self.modules[place.0] = at.module;
                } else if at.module < self.modules[place.0] {
                    return;
                }
                self.add(place, at.module, signal);
            }
            (Some(_), Some(time)) if at.module == STATE => self.add((time, at.layer), STATE, signal),
            (Some(length), Some(time)) if at.module == HEAD && time == length => {
                self.add((length + 1, 0), HEAD, signal);
            }
            _ => {}
        }
    }

    fn activation(&mut self, at: Place, f: &AnyActivation, x: Signal<R>, y: Signal<R>) {
        let (column, group) = match at.time {
            None => (self.plan.column_of[at.layer], 0),
            Some(time) => (time, at.layer),
        };
        let id = f.item().id;
        let known = self.bound.filter(|known| known.0 == id);
        let (_, bound) = *self.bound.insert(known.unwrap_or_else(|| (id, SATURATED * f.steepest())));
        let mut slopes = vec![R::ONE; y.values.len()];
        f.backward(x.values, y.values, &mut slopes);
        let slopes = Signal { values: &slopes, ..y };
        for (tally, row) in self.tallies[column][group].iter_mut().zip(slopes.rows()) {
            tally.slopes += row.len() as f64;
            let (mut saturated, mut alive) = (0_u32, 0_u32);
            for slope in row {
                saturated += u32::from(slope.abs().to_f64() < bound);
                alive |= u32::from(*slope != R::ZERO);
            }
            tally.saturated += f64::from(saturated);
            tally.alive |= alive != 0;
        }
    }
}

/// The outputs of the shown units over the plane of two inputs.
pub struct Maps<'a> {
    plan: &'a Plan,
    /// Column by column, unit by unit.
    columns: Vec<Vec<Vec<f32>>>,
}

impl<'a> Maps<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan, columns: vec![Vec::new(); plan.sizes.len()] }
    }

    fn keep<R: Real>(&mut self, column: usize, signal: Signal<R>) {
        if self.plan.kept[column] && self.plan.length.is_none() {
            let map = |row: &[R]| row.iter().map(|v| v.to_f64() as f32).collect();
            let count = shown(self.plan.sizes[column][0]);
            self.columns[column] = signal.rows().take(count).map(map).collect();
        }
    }
}

impl<R: Real> Observer<R> for Maps<'_> {
    fn input(&mut self, _: Option<usize>, signal: Signal<R>) {
        self.keep(0, signal);
    }

    fn forward(&mut self, at: Place, signal: Signal<R>) {
        let column = self.plan.column_of[at.layer];
        if column > 0 {
            self.keep(column, signal);
        }
    }
}

/// The inputs of [`MAP`]² cells over the range of two inputs, bottom row first; `None` if there are not two.
pub fn plane<R: Real>(run: &Run<R>) -> Option<Vec<f64>> {
    let (data, _) = run.objective().sets()?;
    if data.features() != 2 {
        return None;
    }
    let ranges = [0, 1].map(|k| {
        let values = &data.inputs[k * data.rows..][..data.rows];
        values.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], v| [low.min(*v), high.max(*v)])
    });
    let at = |k: usize, cell: usize| ranges[k][0] + (ranges[k][1] - ranges[k][0]) * (cell as f64 + 0.5) / MAP as f64;
    let cells = || 0..MAP * MAP;
    Some(cells().map(|cell| at(0, cell % MAP)).chain(cells().map(|cell| at(1, cell / MAP))).collect())
}
