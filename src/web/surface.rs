//! `Surface` for JavaScript: the loss surface of a settings string, computed a slice at a time.

use crate::draw::relief::Info;
use crate::landscape::grid::finest;
use crate::landscape::{Grid, Sample, Section, planes};
use crate::math::Real;
use crate::objectives::Objective;
use crate::precisions::AnyPrecision;
use crate::registry::Settings;
use crate::scenarios;
use wasm_bindgen::prelude::*;

/// The loss over a plane through parameter space (or the function itself), coarse to fine, in the precision of the run.
#[wasm_bindgen]
pub struct Surface {
    inner: Box<dyn Refine>,
}

/// A landscape of either precision.
trait Refine {
    fn refine(&mut self, points: usize) -> bool;
    fn losses(&self) -> Option<(usize, &[f32])>;
    fn done(&self) -> f64;
    fn info(&self) -> Info;
    fn finest(&self) -> usize;
    fn part(&mut self, from: usize, to: usize) -> Vec<f32>;
    fn learn(&mut self, from: usize, losses: Vec<f32>);
}

/// An objective and the grid over it.
struct Landscape<R: Real> {
    objective: Objective<R>,
    section: Section<R>,
    grid: Grid<R>,
}

impl<R: Real> Landscape<R> {
    fn boxed(settings: &Settings, data: Option<&[u8]>, section: &[u8]) -> Result<Box<dyn Refine>, String> {
        let objective = scenarios::objective::<R>(settings, data)?;
        let given = |bytes| Section::from_bytes(bytes, objective.layout().len());
        let section = Some(section).filter(|bytes| !bytes.is_empty()).and_then(given).unwrap_or_else(|| {
            let start = objective.init(settings.seed());
            planes::first(&objective, &start, settings.seed())
        });
        let sample = Sample::of(settings, &objective);
        let grid = Grid::new(&objective, section.plane.clone(), sample, finest(settings));
        Ok(Box::new(Self { grid, section, objective }))
    }
}

impl<R: Real> Refine for Landscape<R> {
    fn refine(&mut self, points: usize) -> bool {
        self.grid.refine(&self.objective, points)
    }

    fn losses(&self) -> Option<(usize, &[f32])> {
        self.grid.losses()
    }

    fn done(&self) -> f64 {
        self.grid.done()
    }

    fn info(&self) -> Info {
        self.section.describe_for(&self.objective, self.grid.sample())
    }

    fn finest(&self) -> usize {
        self.grid.finest()
    }

    fn part(&mut self, from: usize, to: usize) -> Vec<f32> {
        self.grid.part(&self.objective, from, to)
    }

    fn learn(&mut self, from: usize, losses: Vec<f32>) {
        self.grid.learn(from, losses);
    }
}

#[wasm_bindgen]
impl Surface {
    /// The surface for a settings string, over a plane from `Run.section` or over the plane of the first picture.
    /// Throws only if a data file is missing or broken.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, data: Option<Box<[u8]>>, section: Option<Box<[u8]>>) -> Result<Surface, JsError> {
        let (settings, _) = Settings::parse(settings);
        let (data, section) = (data.as_deref(), section.as_deref().unwrap_or_default());
        let inner = match AnyPrecision::is_double(&settings) {
            true => Landscape::<f64>::boxed(&settings, data, section),
            false => Landscape::<f32>::boxed(&settings, data, section),
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

    /// Share of the work done.
    #[wasm_bindgen(getter)]
    pub fn done(&self) -> f64 {
        self.inner.done()
    }

    /// Side of the finest grid.
    #[wasm_bindgen(getter)]
    pub fn finest(&self) -> u32 {
        self.inner.finest() as u32
    }

    /// The losses of the points `from..to` of the finest grid, for [`Self::learn`] of the same surface in another worker.
    pub fn part(&mut self, from: usize, to: usize) -> Vec<f32> {
        self.inner.part(from, to)
    }

    /// Takes losses that the same surface has computed in another worker.
    pub fn learn(&mut self, from: usize, losses: Vec<f32>) {
        self.inner.learn(from, losses);
    }

    /// Losses of the finest complete level, [size, size], the row with the lowest b first.
    pub fn heights(&self) -> Vec<f32> {
        self.inner.losses().map_or_else(Vec::new, |(_, losses)| losses.to_vec())
    }

    /// Description of the surface, as bytes for `Relief`.
    pub fn info(&self) -> Vec<u8> {
        self.inner.info().to_bytes()
    }
}
