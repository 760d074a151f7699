//! How a place of the source is changed.

use std::ops::Range;

/// How a place is changed.
#[derive(Clone)]
pub enum Change {
    /// The expression becomes another one. Its pieces may include parts of the old one, which can have mutants of their
    /// own.
    Replace(Vec<Piece>),
    /// A statement at the start of a function's body.
    Begin(String),
    /// The number of a parameter's default: `Value(x)` becomes `By(…)`, which can be switched.
    Default(String),
    /// A call that makes a parameter, with a different default.
    Param(String),
    /// After a trait's constant `GAIN`: a function that returns a different gain.
    Gain,
}

/// A piece of a changed expression.
#[derive(Clone)]
pub enum Piece {
    /// New text.
    Text(String),
    /// The original text.
    Kept(Range<usize>),
}
