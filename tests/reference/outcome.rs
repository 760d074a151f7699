//! Outcomes of a case or a table other than agreement.

/// Why a case did not simply pass.
#[derive(Debug)]
pub enum Refused {
    /// It needs a known feature that the engine does not have yet.
    NotCovered(String),
    /// It disagrees with the engine, with itself, or is not understood.
    Wrong(String),
}

/// A message alone is a failure: only what is known to be missing is not covered.
impl From<String> for Refused {
    fn from(message: String) -> Self {
        Self::Wrong(message)
    }
}

/// An error for something that is not covered.
pub fn not_covered<T>(what: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::NotCovered(what.into()))
}

/// An error for a failure.
pub fn wrong<T>(what: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Wrong(what.into()))
}

/// How much of a table was compared.
pub struct Coverage {
    /// Rows compared, all of them in agreement.
    pub covered: usize,
    /// Names of rows that the engine does not support yet.
    pub missing: Vec<String>,
}

/// The message of a panic.
pub fn panic_message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("without a word"))
}
