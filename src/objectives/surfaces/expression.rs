//! The user's own function of x and y.

mod parse;
mod program;
mod torch;

pub use parse::{Fault, LONGEST, parse};

use super::{Domain, START_X, START_Y, Surface};
use crate::math::Real;
use crate::registry::{Default, Described, Item, Key, Opens, Param, Range, Settings, Torch};
use program::Op;

/// The item's id, and the settings key of the text.
pub const ID: &str = "expression";
/// The default expression: a bowl with ripples, and so with several minima.
pub const FIRST: &str = "(x^2 + y^2) / 10 + sin(2*x) * cos(y)";

/// The text of the function.
pub const EXPRESSION: Key<String> = Key::new(Param {
    key: ID,
    label: "f(x, y)",
    help: "A function of x and y, for example x^2 + 3*y^2 - sin(x*y). Products need the *.",
    default: Default::Text(FIRST),
    range: Range::Text,
    ..Param::BASE
});

const X_MIN: Key<f64> = end("x_min", "x from", -5.0);
const X_MAX: Key<f64> = end("x_max", "x to", 5.0);
const Y_MIN: Key<f64> = end("y_min", "y from", -5.0);
const Y_MAX: Key<f64> = end("y_max", "y to", 5.0);

/// Allowed bounds of x and y.
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
            Param { range: FAR, ..START_X.with(3.5) },
            Param { range: FAR, ..START_Y.with(2.5) },
            X_MIN.param,
            X_MAX.param,
            Y_MIN.param,
            Y_MAX.param,
        ],
        defaults: &[("lr", "0.1")],
        opens: Opens::at(2),
        advice: |settings| {
            let empty = |low, high| settings.get::<f64>(low) >= settings.get(high);
            (empty(&X_MIN, &X_MAX) || empty(&Y_MIN, &Y_MAX))
                .then_some("The upper end of a range is below its lower end; the two are swapped.")
        },
        torch: || Torch::call("f(x, y)"),
    };

    fn build(settings: &Settings) -> Self {
        let ops =
            parse(&settings.text(&EXPRESSION)).or_else(|_| parse(FIRST)).expect("the first expression can be read");
        let range = |low, high| ordered(settings.get(low), settings.get(high));
        Self { ops, x: range(&X_MIN, &X_MAX), y: range(&Y_MIN, &Y_MAX) }
    }
}

/// A bound of the drawn rectangle.
const fn end(key: &'static str, label: &'static str, default: f64) -> Key<f64> {
    let help = "The range that is drawn. The run may leave it.";
    Key::new(Param { key, label, help, default: Default::Value(default), range: FAR, seldom: true, ..Param::BASE })
}

/// The two bounds in order, as a range that is not empty.
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

    fn bends<R: Real>(&self, x: R, y: R, see: &mut dyn FnMut(R)) {
        program::run_seeing(&self.ops, x, y, see);
    }

    fn torch(&self) -> Option<String> {
        Some(torch::written(&self.ops))
    }
}

#[cfg(test)]
mod tests;
