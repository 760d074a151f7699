//! A run in the precision that the settings choose.

use super::{Overrides, Parts, Run, RunControl, RunView};
use crate::datasets::Fold;
use crate::precisions::AnyPrecision;
use crate::registry::Settings;
use std::ops::{Deref, DerefMut};

/// A run in single or double precision. It dereferences to [`RunControl`].
#[allow(missing_docs)]
pub enum AnyRun {
    F32(Run<f32>),
    F64(Run<f64>),
}

impl AnyRun {
    /// The run that the settings describe.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn new(settings: &Settings, file: Option<&[u8]>) -> Result<Self, String> {
        Ok(match AnyPrecision::is_double(settings) {
            true => Self::F64(Run::new(Parts::of(settings, file)?)),
            false => Self::F32(Run::new(Parts::of(settings, file)?)),
        }
        .with_view(settings))
    }

    /// The same, with data or weights from files.
    ///
    /// # Errors
    ///
    /// Says what is wrong with one of the files.
    pub fn with_overrides(settings: &Settings, file: Option<&[u8]>, overrides: &Overrides) -> Result<Self, String> {
        Ok(match AnyPrecision::is_double(settings) {
            true => Self::F64(Run::new(Parts::with_overrides(settings, file, overrides)?)),
            false => Self::F32(Run::new(Parts::with_overrides(settings, file, overrides)?)),
        }
        .with_view(settings))
    }

    /// The run that the settings describe, trained and tested on the rows of a fold; see [`Parts::of_fold`].
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file, or that there are no examples to divide.
    pub fn of_fold(settings: &Settings, file: Option<&[u8]>, fold: &Fold, seed: u64) -> Result<Self, String> {
        Ok(match AnyPrecision::is_double(settings) {
            true => Self::F64(Run::new(Parts::of_fold(settings, file, fold, seed)?)),
            false => Self::F32(Run::new(Parts::of_fold(settings, file, fold, seed)?)),
        })
    }

    /// Sets plane and line from the settings.
    fn with_view(mut self, settings: &Settings) -> Self {
        self.set_view(settings);
        self
    }

    /// Read access.
    pub fn view(&self) -> &dyn RunView {
        &**self
    }

    /// Control.
    pub fn control(&mut self) -> &mut dyn RunControl {
        &mut **self
    }
}

impl Deref for AnyRun {
    type Target = dyn RunControl;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::F32(run) => run,
            Self::F64(run) => run,
        }
    }
}

impl DerefMut for AnyRun {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::F32(run) => run,
            Self::F64(run) => run,
        }
    }
}
