//! Functions of two variables, in order of difficulty: value and gradient side by side, one file each.

mod bowl;
mod cliff;
mod rosenbrock;
mod saddle;

use super::Domain;
use crate::math::Real;
use crate::registry::{Default, Param, Range, family};

/// f(x, y).
pub trait Surface {
    /// Where it is drawn, and its known minima there.
    fn domain(&self) -> Domain;

    /// f and (∂f/∂x, ∂f/∂y).
    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]);
}

family! { ($)
    /// The surface chosen by the settings.
    pub enum AnySurface: "scenario" as each_surface {
        bowl::Bowl,
        saddle::Saddle,
        rosenbrock::Rosenbrock,
        cliff::Cliff,
    }
}

impl AnySurface {
    /// [`Surface::domain`].
    pub fn domain(&self) -> Domain {
        each_surface!(self, surface => surface.domain())
    }

    /// [`Surface::value_and_gradient`].
    pub fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        each_surface!(self, surface => surface.value_and_gradient(x, y))
    }
}

/// Where a run begins, x.
const fn start_x(default: f64) -> Param {
    Param {
        key: "start_x",
        label: "Start x",
        help: "Where the run begins.",
        default: Default::Value(default),
        range: Range::Linear(-10.0, 10.0),
        ..Param::BASE
    }
}

/// Where a run begins, y.
const fn start_y(default: f64) -> Param {
    Param { key: "start_y", label: "Start y", ..start_x(default) }
}
