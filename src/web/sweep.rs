//! `Sweep` for JavaScript: the runs of a sweep, computed one by one in slices, and their picture.

use crate::json;
use crate::registry::Settings;
use crate::scenarios;
use crate::sweep::picture::{cell_at, figure};
use crate::sweep::{Axis, Quantity, Row, Running, Wish};
use wasm_bindgen::prelude::*;

/// A sweep. In a worker it computes runs; in the page it has the rows and draws them.
#[wasm_bindgen]
pub struct Sweep {
    wish: Wish,
    /// Data files by their names.
    files: Vec<(String, Box<[u8]>)>,
    /// The rows of the first runs.
    rows: Vec<Row>,
    /// The run that is being computed.
    running: Option<Running>,
}

#[wasm_bindgen]
impl Sweep {
    /// The sweep that a link asks for by `wish`. `settings` are those of all runs where no ready sweep brings its own. Throws
    /// what is wrong with either.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, wish: &str) -> Result<Sweep, JsError> {
        let wish = Wish::read(wish, settings).map_err(|message| JsError::new(&message))?;
        Ok(Self { wish, files: Vec::new(), rows: Vec::new(), running: None })
    }

    /// Number of runs.
    #[wasm_bindgen(getter)]
    pub fn runs(&self) -> usize {
        self.wish.plan.runs()
    }

    /// Number of runs whose rows are known.
    #[wasm_bindgen(getter)]
    pub fn known(&self) -> usize {
        self.rows.len()
    }

    /// The id of what the picture shows first.
    #[wasm_bindgen(getter)]
    pub fn shows(&self) -> String {
        self.wish.shows.item().id.into()
    }

    /// A name that only the same sweep has.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        let plan = &self.wish.plan;
        let axes: Vec<String> = plan.axes.iter().map(Axis::text).collect();
        let until = plan.until.map(|until| until.to_string()).unwrap_or_default();
        [plan.settings.clone(), axes.join("&"), plan.steps.to_string(), plan.seeds.to_string(), until].join("\n")
    }

    /// The names of the data files that its runs need, as JSON.
    pub fn files(&self) -> String {
        let plan = &self.wish.plan;
        let mut names: Vec<String> = Vec::new();
        let seed = plan.seed_of(0);
        // Only the scenario decides.
        let cells = if plan.axes.iter().any(|axis| axis.key() == "scenario") { plan.cells() } else { 1 };
        for settings in (0..cells).filter_map(|cell| plan.settings_of(cell, seed).ok()) {
            names.extend(file_of(&settings).filter(|name| !names.contains(name)));
        }
        json::text(&names)
    }

    /// The content of a data file.
    pub fn supply(&mut self, name: &str, content: Box<[u8]>) {
        self.files.push((name.into(), content));
    }

    /// Begins the k-th run. Throws what is wrong with its settings or its data.
    pub fn begin(&mut self, k: usize) -> Result<(), JsError> {
        let begun = self.wish.plan.cell(k).and_then(|cell| {
            let name = file_of(&cell.settings);
            let file = self.files.iter().find(|(known, _)| Some(known) == name.as_ref());
            Running::new(cell, file.map(|(_, content)| &content[..]))
        });
        self.running = Some(begun.map_err(|message| JsError::new(&message))?);
        Ok(())
    }

    /// Makes at most `steps` more steps of that run; true when it has ended.
    pub fn advance(&mut self, steps: f64) -> bool {
        self.running.as_mut().is_none_or(|running| running.advance(steps as u64))
    }

    /// What that run has come to, for [`Self::take`].
    pub fn result(&mut self) -> Vec<u8> {
        let row = self.running.take().map(|running| running.row());
        row.map_or_else(Vec::new, |row| row.line(&self.wish.plan).into_bytes())
    }

    /// Takes the result of the next run in order.
    pub fn take(&mut self, result: &[u8]) {
        let line = std::str::from_utf8(result).unwrap_or_default();
        self.rows.extend(Row::read(&self.wish.plan, self.rows.len(), line));
    }

    /// The picture of the rows so far, as the bytes of a figure; `show` is the id of what it shows.
    pub fn figure(&self, show: &str) -> Vec<u8> {
        figure(&self.wish.plan, &self.rows, Quantity::find(show).unwrap_or(self.wish.shows)).to_bytes()
    }

    /// The settings string of the first run of the cell at a place of the picture; undefined if there is no cell.
    #[wasm_bindgen(js_name = settingsAt)]
    pub fn settings_at(&self, show: &str, x: f64, y: f64) -> Option<String> {
        let plan = &self.wish.plan;
        let cell = cell_at(plan, Quantity::find(show).unwrap_or(self.wish.shows), x, y)?;
        Some(plan.settings_of(cell, plan.seed_of(0)).ok()?.canonical())
    }

    /// The rows so far as a CSV file.
    pub fn csv(&self) -> String {
        let lines = self.rows.iter().map(|row| row.line(&self.wish.plan));
        std::iter::once(self.wish.plan.header()).chain(lines).map(|line| line + "\n").collect()
    }
}

/// The name of the data file of these settings.
fn file_of(settings: &Settings) -> Option<String> {
    let bundled = scenarios::data_file(settings).map(|file| file.path.to_string());
    bundled.or_else(|| super::own_csv::wanted(settings).map(|own| own.file))
}
