//! `Study` for JavaScript: a computation that a run needs and a worker does, a slice at a time.

use crate::registry::Settings;
use crate::run::studies;
use wasm_bindgen::prelude::*;

/// A study in progress.
#[wasm_bindgen]
pub struct Study {
    inner: studies::Study,
}

#[wasm_bindgen]
impl Study {
    /// For a settings string and a task of `Run.task`. Throws if a data file is missing or broken.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, data: Option<Box<[u8]>>, task: &[u8]) -> Result<Study, JsError> {
        let (settings, _) = Settings::parse(settings);
        let task = postcard::from_bytes(task).map_err(|_| JsError::new("this is no task of a run"))?;
        let inner = studies::Study::new(&settings, data.as_deref(), task);
        inner.map(|inner| Self { inner }).map_err(|message| JsError::new(&message))
    }

    /// Computes at most `pieces` more pieces; true when complete.
    pub fn advance(&mut self, pieces: f64) -> bool {
        self.inner.advance(pieces as usize)
    }

    /// The result, once complete, for `Run.learn`.
    pub fn finding(&self) -> Vec<u8> {
        postcard::to_stdvec(&self.inner.finding()).unwrap_or_default()
    }
}
