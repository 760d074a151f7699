//! The user's own function of x and y.

mod parse;
mod program;
mod torch;

pub use parse::{Fault, LONGEST, parse};

use super::{Domain, Surface, start_x, start_y};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Param, Range, Torch};
use crate::settings::Settings;
use program::Op;

/// The item's id, and the settings key of the text.
pub const ID: &str = "expression";
/// What is minimised until something else is written: a bowl with ripples, and so with several minima.
pub const FIRST: &str = "(x^2 + y^2) / 10 + sin(2*x) * cos(y)";

/// How far x and y reach.
const FAR: Range = Range::Linear(-100.0, 100.0);

/// f(x, y) as the user wrote it, over a rectangle.
#[derive(Clone, Debug)]
pub struct Expression {
    ops: Vec<Op>,
    x: [f64; 2],
    y: [f64; 2],
}

impl Described for Expression {
    const ITEM: Item = Item {
        id: ID,
        label: "Your own function",
        formula: "f(x, y) as you write it",
        facts: &[
            ("Supports", "+ - * / ^, parentheses, sin cos tan exp ln (= log) sqrt abs tanh min max, pi and e"),
            ("Slopes", "exact, by forward-mode differentiation"),
        ],
        help: "Write your own surface. An optimizer sees only its value and its slope at the current point.",
        group: "Functions of two variables",
        params: &[
            Param { range: FAR, ..start_x(3.5) },
            Param { range: FAR, ..start_y(2.5) },
            end("x_min", "x from", -5.0),
            end("x_max", "x to", 5.0),
            end("y_min", "y from", -5.0),
            end("y_max", "y to", 5.0),
        ],
        defaults: &[("lr", "0.1")],
        advice: |settings| {
            let empty = |low, high| settings.number(low) >= settings.number(high);
            (empty("x_min", "x_max") || empty("y_min", "y_max"))
                .then_some("The upper end of a range is below its lower end; the two are swapped.")
        },
        torch: || Torch::call("f(x, y)"),
    };

    fn build(settings: &Settings) -> Self {
        let ops = parse(&settings.text(ID)).or_else(|_| parse(FIRST)).expect("the first expression can be read");
        let range = |low, high| ordered(settings.number(low), settings.number(high));
        Self { ops, x: range("x_min", "x_max"), y: range("y_min", "y_max") }
    }
}

/// An end of the drawn rectangle.
const fn end(key: &'static str, label: &'static str, default: f64) -> Param {
    let help = "The range that is drawn. The run may leave it.";
    Param { key, label, help, default: Default::Value(default), range: FAR, seldom: true, ..Param::BASE }
}

/// A range that is not empty.
fn ordered(a: f64, b: f64) -> [f64; 2] {
    if a == b { [a - 1.0, b + 1.0] } else { [a.min(b), a.max(b)] }
}

impl Surface for Expression {
    fn domain(&self) -> Domain {
        Domain { x: self.x, y: self.y, minima: Vec::new() }
    }

    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        program::run(&self.ops, x, y)
    }

    fn torch(&self) -> Option<String> {
        Some(torch::written(&self.ops))
    }
}

#[cfg(test)]
mod tests;
