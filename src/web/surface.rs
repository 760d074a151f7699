//! `Surface` for JavaScript: the loss surface of a settings string, filled a slice at a time.

use crate::landscape::{Grid, Plane};
use crate::math::Real;
use crate::objectives::{Domain, Objective};
use crate::scenarios;
use crate::settings::Settings;
use wasm_bindgen::prelude::*;

/// The loss over the plane through the start (or the function itself), coarse to fine, in the run's precision.
#[wasm_bindgen]
pub struct Surface {
    inner: Box<dyn Refine>,
}

/// A landscape of whichever precision.
trait Refine {
    fn refine(&mut self, points: usize) -> bool;
    fn losses(&self) -> Option<(usize, &[f32])>;
    fn done(&self) -> f64;
    fn info(&self) -> String;
}

/// An objective and the grid over it.
struct Landscape<R: Real> {
    objective: Box<dyn Objective<R>>,
    grid: Grid<R>,
}

impl<R: Real> Landscape<R> {
    fn boxed(settings: &Settings, data: Option<&[u8]>) -> Result<Box<dyn Refine>, String> {
        let objective = scenarios::objective::<R>(settings, data)?;
        let start = objective.init(settings.seed());
        let plane = Plane::of(&*objective, &start, settings.seed());
        Ok(Box::new(Self { grid: Grid::new(&*objective, plane), objective }))
    }
}

impl<R: Real> Refine for Landscape<R> {
    fn refine(&mut self, points: usize) -> bool {
        self.grid.refine(&*self.objective, points)
    }

    fn losses(&self) -> Option<(usize, &[f32])> {
        self.grid.losses()
    }

    fn done(&self) -> f64 {
        self.grid.done()
    }

    fn info(&self) -> String {
        describe(self.objective.domain(), self.objective.rows()).to_string()
    }
}

#[wasm_bindgen]
impl Surface {
    /// The surface for a settings string. Throws only if a needed data file is missing or broken.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, data: Option<Box<[u8]>>) -> Result<Surface, JsError> {
        let (settings, _) = Settings::parse(settings);
        let data = data.as_deref();
        let inner = match settings.choice("precision") {
            "f64" => Landscape::<f64>::boxed(&settings, data),
            _ => Landscape::<f32>::boxed(&settings, data),
        };
        Ok(Self { inner: inner.map_err(|message| JsError::new(&message))? })
    }

    /// Evaluates at most `cells` more points; true when complete.
    pub fn refine(&mut self, cells: f64) -> bool {
        self.inner.refine(cells as usize)
    }

    /// Side of the grid that [`Self::heights`] returns; 0 before the first.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> u32 {
        self.inner.losses().map_or(0, |(side, _)| side as u32)
    }

    /// Share of the work that is done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> f64 {
        self.inner.done()
    }

    /// Losses of the finest complete level, [size, size], lowest b first.
    pub fn heights(&self) -> Vec<f32> {
        self.inner.losses().map_or_else(Vec::new, |(_, losses)| losses.to_vec())
    }

    /// What the axes are, as JSON.
    pub fn info(&self) -> String {
        self.inner.info()
    }
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
