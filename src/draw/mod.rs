//! Figures and how they are painted.

pub mod figure;
