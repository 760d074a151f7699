//! `Surface` for JavaScript: the loss surface of a settings string, filled a slice at a time.

use crate::landscape::{Grid, Plane};
use crate::objectives::{Domain, Objective};
use crate::scenarios;
use crate::settings::Settings;
use wasm_bindgen::prelude::*;

/// The loss over the plane through the start (or the function itself), coarse to fine.
#[wasm_bindgen]
pub struct Surface {
    objective: AnyObjective,
}

/// In the run's precision: the surface is the one that the run sees.
enum AnyObjective {
    F32(Box<dyn Objective<f32>>, Grid<f32>),
    F64(Box<dyn Objective<f64>>, Grid<f64>),
}

macro_rules! with_grid {
    ($any:expr, ($objective:ident, $grid:ident) => $body:expr) => {
        match $any {
            AnyObjective::F32($objective, $grid) => $body,
            AnyObjective::F64($objective, $grid) => $body,
        }
    };
}

#[wasm_bindgen]
impl Surface {
    /// The surface for a settings string. Throws only if a needed data file is missing or broken.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, data: Option<Box<[u8]>>) -> Result<Surface, JsError> {
        let (settings, _) = Settings::parse(settings);
        let data = data.as_deref();
        let objective = match settings.choice("precision") {
            "f64" => prepare::<f64>(&settings, data).map(|(objective, grid)| AnyObjective::F64(objective, grid)),
            _ => prepare::<f32>(&settings, data).map(|(objective, grid)| AnyObjective::F32(objective, grid)),
        };
        Ok(Self { objective: objective.map_err(|message| JsError::new(&message))? })
    }

    /// Evaluates at most `cells` more points; true when complete.
    pub fn refine(&mut self, cells: f64) -> bool {
        with_grid!(&mut self.objective, (objective, grid) => grid.refine(&**objective, cells as usize))
    }

    /// Side of the grid that [`Self::heights`] returns; 0 before the first.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> u32 {
        with_grid!(&self.objective, (_o, grid) => grid.losses().map_or(0, |(side, _)| side as u32))
    }

    /// Share of the work that is done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> f64 {
        with_grid!(&self.objective, (_o, grid) => grid.done())
    }

    /// Losses of the finest complete level, [size, size], lowest b first.
    pub fn heights(&self) -> Vec<f32> {
        with_grid!(&self.objective, (_o, grid) => grid.losses().map_or_else(Vec::new, |(_, losses)| losses.to_vec()))
    }

    /// What the axes are, as JSON.
    pub fn info(&self) -> String {
        let (domain, rows) = with_grid!(&self.objective, (objective, _g) => (objective.domain(), objective.rows()));
        describe(domain, rows).to_string()
    }
}

fn prepare<R: crate::math::Real>(
    settings: &Settings,
    data: Option<&[u8]>,
) -> Result<(Box<dyn Objective<R>>, Grid<R>), String> {
    let objective = scenarios::objective::<R>(settings, data)?;
    let start = objective.init(settings.seed());
    let plane = Plane::of(&*objective, &start, settings.seed());
    let grid = Grid::new(&*objective, plane);
    Ok((objective, grid))
}

fn describe(domain: Option<Domain>, rows: usize) -> serde_json::Value {
    let Some(domain) = domain else {
        return serde_json::json!({
            "kind": "plane",
            "x": { "label": "direction 1", "range": [-1, 1] },
            "y": { "label": "direction 2", "range": [-1, 1] },
            "z": { "label": "loss", "unit": "" },
            "note": format!(
                "The loss of this very network over two random, filter-normalised directions through its start, on all {rows} rows."
            ),
            "minima": [],
        });
    };
    let unit = |value: f64, range: [f64; 2]| 2.0 * (value - range[0]) / (range[1] - range[0]) - 1.0;
    let minima: Vec<[f64; 2]> = domain.minima.iter().map(|m| [unit(m[0], domain.x), unit(m[1], domain.y)]).collect();
    serde_json::json!({
        "kind": "function",
        "x": { "label": "x", "range": domain.x },
        "y": { "label": "y", "range": domain.y },
        "z": { "label": "f(x, y)", "unit": "" },
        "note": "The function itself.",
        "minima": minima,
    })
}
