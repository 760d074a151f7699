//! Functions of two variables, in order of difficulty, one file each, with value and gradient side by side.

mod ackley;
mod beale;
mod booth;
mod bowl;
mod cliff;
mod easom;
pub mod expression;
mod goldstein_price;
mod himmelblau;
mod levi13;
mod matyas;
mod mccormick;
mod monkey_saddle;
mod plateau;
mod rastrigin;
mod rosenbrock;
mod saddle;
mod six_hump_camel;
mod sphere;
mod styblinski_tang;
mod three_hump_camel;

use super::Domain;
use crate::math::Real;
use crate::registry::keys::SCENARIO;
use crate::registry::{Default, Key, Param, Range, family};

/// f(x, y).
pub trait Surface {
    /// The region to draw and its known minima.
    fn domain(&self) -> Domain;

    /// Whether it is a quadratic bowl, with the same Hessian everywhere.
    const IS_BOWL: bool = false;

    /// f and (∂f/∂x, ∂f/∂y).
    fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]);

    /// Calls `see` with each number at whose zero f is not smooth, such as the argument of |…|.
    fn bends<R: Real>(&self, _x: R, _y: R, _see: &mut dyn FnMut(R)) {}

    /// PyTorch code, if it is not fixed in the item.
    fn torch(&self) -> Option<String> {
        None
    }
}

family! { ($)
    /// The surface chosen by the settings.
    pub enum AnySurface: SCENARIO as each_surface {
        sphere::Sphere,
        bowl::Bowl,
        booth::Booth,
        matyas::Matyas,
        saddle::Saddle,
        monkey_saddle::MonkeySaddle,
        plateau::Plateau,
        rosenbrock::Rosenbrock,
        beale::Beale,
        himmelblau::Himmelblau,
        three_hump_camel::ThreeHumpCamel,
        six_hump_camel::SixHumpCamel,
        styblinski_tang::StyblinskiTang,
        mccormick::McCormick,
        goldstein_price::GoldsteinPrice,
        rastrigin::Rastrigin,
        levi13::Levi13,
        ackley::Ackley,
        easom::Easom,
        cliff::Cliff,
        expression::Expression,
    }
}

impl AnySurface {
    /// [`Surface::domain`].
    pub fn domain(&self) -> Domain {
        each_surface!(self, surface => surface.domain())
    }

    /// [`Surface::IS_BOWL`].
    pub fn is_bowl(&self) -> bool {
        fn is_bowl<S: Surface>(_: &S) -> bool {
            S::IS_BOWL
        }
        each_surface!(self, surface => is_bowl(surface))
    }

    /// [`Surface::value_and_gradient`].
    pub fn value_and_gradient<R: Real>(&self, x: R, y: R) -> (R, [R; 2]) {
        each_surface!(self, surface => surface.value_and_gradient(x, y))
    }

    /// [`Surface::bends`].
    pub fn bends<R: Real>(&self, x: R, y: R, see: &mut dyn FnMut(R)) {
        each_surface!(self, surface => surface.bends(x, y, see));
    }

    /// [`Surface::torch`].
    pub fn torch(&self) -> Option<String> {
        each_surface!(self, surface => surface.torch())
    }
}

/// Initial x.
pub const START_X: Key<f64> = Key::new(Param {
    key: "start_x",
    label: "Start x",
    help: "Where the run starts.",
    default: Default::Value(0.0),
    range: Range::Linear(-10.0, 10.0),
    ..Param::BASE
});

/// Initial y.
pub const START_Y: Key<f64> = Key::new(Param { key: "start_y", label: "Start y", ..START_X.param });
