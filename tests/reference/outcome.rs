//! What may come of a case or a table, short of agreement.

/// Why a case did not simply pass.
#[derive(Debug)]
pub enum Refused {
    /// It asks for something well known that the engine does not have yet.
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

/// Nothing, and why it is not covered.
pub fn not_covered<T>(what: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::NotCovered(what.into()))
}

/// Nothing, and what is wrong.
pub fn wrong<T>(what: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Wrong(what.into()))
}

/// How much of a table was compared.
pub struct Coverage {
    /// Rows compared, all of them in agreement.
    pub covered: usize,
    /// Rows that the engine cannot do yet, by name.
    pub missing: Vec<String>,
}

/// What a panic said.
pub fn panic_message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("without a word"))
}
