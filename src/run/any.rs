//! A run of whichever precision the settings ask for.

use super::{Given, Parts, Rules, Run};
use crate::precisions::AnyPrecision;
use crate::registry::Settings;
use crate::tensors::Writer;

/// A run in single or double precision.
#[allow(missing_docs)]
pub enum AnyRun {
    F32(Run<f32>),
    F64(Run<f64>),
}

/// Evaluates an expression on the run inside, whichever its precision.
macro_rules! with_run {
    ($any:expr, $run:ident => $body:expr) => {
        match $any {
            $crate::run::AnyRun::F32($run) => $body,
            $crate::run::AnyRun::F64($run) => $body,
        }
    };
}
pub(crate) use with_run;

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
        .looked_at(settings))
    }

    /// The same with data or weights from elsewhere.
    ///
    /// # Errors
    ///
    /// Says what is wrong with one of the files.
    pub fn given(settings: &Settings, file: Option<&[u8]>, given: &Given) -> Result<Self, String> {
        Ok(match AnyPrecision::is_double(settings) {
            true => Self::F64(Run::new(Parts::given(settings, file, given)?)),
            false => Self::F32(Run::new(Parts::given(settings, file, given)?)),
        }
        .looked_at(settings))
    }

    /// From where the settings look at it.
    fn looked_at(mut self, settings: &Settings) -> Self {
        with_run!(&mut self, run => run.look(settings));
        self
    }

    /// The present parameters and running statistics as a safetensors file.
    pub fn weights(&self) -> Vec<u8> {
        let mut file = Writer::default();
        with_run!(self, run => {
            file.params(run.params(), run.objective().layout());
            file.buffers(run.buffers(), run.objective().layout());
        });
        file.finish()
    }

    /// Whether numbers are single precision.
    pub fn is_single(&self) -> bool {
        matches!(self, Self::F32(_))
    }

    /// [`Run::step`].
    pub fn step(&mut self, count: u64) -> u64 {
        with_run!(self, run => run.step(count))
    }

    /// Goes on under the rules of `settings`, which differ from the run's own only from the present step on.
    pub fn change(&mut self, settings: &Settings) {
        with_run!(self, run => run.change(Rules::of(settings)));
    }

    /// [`Run::frame`].
    pub fn frame(&self) -> &super::Frame {
        with_run!(self, run => run.frame())
    }

    /// [`Run::history`].
    pub fn history(&self) -> &super::History {
        with_run!(self, run => run.history())
    }

    /// [`Run::layer_names`].
    pub fn layer_names(&self) -> &[String] {
        with_run!(self, run => run.layer_names())
    }
}
