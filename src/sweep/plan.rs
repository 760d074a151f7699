//! Which runs a sweep has, in their order: the last setting changes faster than the first, seeds fastest.

use super::Axis;
use crate::registry::Settings;
use crate::registry::keys::{MAX_SEED, SEED};
use crate::schema::find;
use crate::texts::sweep as words;

/// Most runs of a sweep.
pub const MOST_RUNS: u64 = 1_000_000;
/// Up to so many cells, the settings of each are tried before the first run. Beyond that, each value is tried once.
const TRIED: usize = 20_000;

/// A sweep.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The settings string that all runs share.
    pub settings: String,
    /// The swept settings, one or two.
    pub axes: Vec<Axis>,
    /// Steps of each run.
    pub steps: u64,
    /// Runs of each cell, with seeds from that of the settings upwards.
    pub seeds: u64,
    /// A loss; the step at which each run first reaches it is recorded.
    pub until: Option<f64>,
    first_seed: u64,
}

/// One run of a sweep.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its settings.
    pub settings: Settings,
    /// The values of the swept settings.
    pub values: Vec<String>,
    /// Its seed.
    pub seed: u64,
    /// Its steps.
    pub steps: u64,
    /// [`Plan::until`].
    pub until: Option<f64>,
}

impl Plan {
    /// A sweep over `axes` from the settings string `text`.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the settings, the values, or the number of runs.
    pub fn new(text: &str, axes: Vec<Axis>, steps: u64, seeds: u64, until: Option<f64>) -> Result<Self, String> {
        let (settings, notices) = Settings::parse(text);
        if let Some(notice) = notices.into_iter().next() {
            return Err(notice.message);
        }
        match &axes[..] {
            [_] => {}
            [one, other] if one.key() != other.key() => {}
            [one, _] => return Err(words::same_key(&one.key()).into()),
            _ => return Err(words::axes(&axes.len()).into()),
        }
        let cells: u64 = axes.iter().map(|axis| axis.values.len() as u64).product();
        let runs = cells.saturating_mul(seeds);
        if runs > MOST_RUNS || seeds == 0 {
            let sizes: Vec<String> = axes.iter().map(|axis| format!("{} {}", axis.values.len(), axis.key())).collect();
            return Err(words::many_runs(&sizes.join(" × "), &seeds, &runs, &MOST_RUNS).into());
        }
        let first_seed = settings.get(&SEED);
        if first_seed > MAX_SEED - seeds {
            return Err(words::seed_range(&first_seed, &seeds, &MAX_SEED).into());
        }
        let plan = Self { settings: text.trim().to_string(), axes, steps, seeds, until, first_seed };
        plan.try_cells()?;
        Ok(plan)
    }

    /// Checks the settings of all cells, and that each swept setting has an effect on some run.
    fn try_cells(&self) -> Result<(), String> {
        let mut applied = vec![false; self.axes.len()];
        let cells = self.cells();
        let sizes: Vec<usize> = self.axes.iter().map(|axis| axis.values.len()).collect();
        let on_an_edge = |cell: usize| match sizes[..] {
            [_, columns] => cell.is_multiple_of(columns) || cell < columns,
            _ => true,
        };
        for cell in (0..cells).filter(|cell| cells <= TRIED || on_an_edge(*cell)) {
            let settings = self.settings_of(cell, self.first_seed)?;
            for (axis, applied) in self.axes.iter().zip(&mut applied) {
                *applied |= find(axis.key()).is_some_and(|setting| settings.applies(setting));
            }
        }
        match self.axes.iter().zip(applied).find(|(_, applied)| !applied) {
            Some((axis, _)) => Err(words::no_effect(&axis.key()).into()),
            None => Ok(()),
        }
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// Number of runs.
    pub fn runs(&self) -> usize {
        self.cells() * self.seeds as usize
    }

    /// The values of a cell.
    pub fn values_of(&self, cell: usize) -> Vec<String> {
        let mut rest = cell;
        let mut values: Vec<String> = Vec::with_capacity(self.axes.len());
        for axis in self.axes.iter().rev() {
            values.push(axis.values[rest % axis.values.len()].clone());
            rest /= axis.values.len();
        }
        values.reverse();
        values
    }

    /// The seed of the k-th run.
    pub fn seed_of(&self, k: usize) -> u64 {
        self.first_seed + k as u64 % self.seeds
    }

    /// The settings string of a cell's run.
    pub fn text_of(&self, cell: usize, seed: u64) -> String {
        let mut text = self.settings.clone();
        let values = self.values_of(cell);
        let pairs = self.axes.iter().zip(&values).map(|(axis, value)| (axis.key(), value.clone()));
        for (key, value) in pairs.chain([(SEED.id(), seed.to_string())]) {
            if !text.is_empty() && !text.ends_with(['&', '#', '?']) {
                text.push('&');
            }
            text.push_str(&form_urlencoded::Serializer::new(String::new()).append_pair(key, &value).finish());
        }
        text
    }

    /// The settings of a cell's run.
    ///
    /// # Errors
    ///
    /// Says what is wrong with them.
    pub fn settings_of(&self, cell: usize, seed: u64) -> Result<Settings, String> {
        let text = self.text_of(cell, seed);
        let (settings, notices) = Settings::parse(&text);
        match notices.into_iter().next() {
            Some(notice) => Err(words::in_cell(&self.values_of(cell).join(", "), &notice.message).into()),
            None => Ok(settings),
        }
    }

    /// The k-th run.
    ///
    /// # Errors
    ///
    /// Says what is wrong with its settings.
    pub fn cell(&self, k: usize) -> Result<Cell, String> {
        let (cell, seed) = (k / self.seeds as usize, self.seed_of(k));
        let settings = self.settings_of(cell, seed)?;
        Ok(Cell { settings, values: self.values_of(cell), seed, steps: self.steps, until: self.until })
    }

    /// The names of a row's columns.
    pub fn header(&self) -> String {
        let keys = self.axes.iter().map(Axis::key);
        let reached = self.until.map(|_| "reached");
        keys.chain(super::row::COLUMNS).chain(reached).collect::<Vec<_>>().join(",")
    }
}
