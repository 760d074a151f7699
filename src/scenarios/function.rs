//! Functions of two variables: the surface is the function itself.

use super::{Capabilities, OwnChart, ScenarioKind};
use crate::math::Real;
use crate::objectives::Objective;
use crate::objectives::function::Function;
use crate::objectives::surfaces::{AnySurface, START_X, START_Y};
use crate::registry::keys::SCENARIO;
use crate::registry::{Item, Settings};

/// The scenarios that are functions.
pub struct OnPlane;

impl ScenarioKind for OnPlane {
    const ITEMS: &'static [Item] = AnySurface::ITEMS;
    const USES: &'static [&'static str] = &[SCENARIO.id()];

    fn has(_: &Settings) -> Capabilities {
        Capabilities { own: OwnChart::Function, ..Capabilities::default() }
    }

    fn objective<R: Real>(settings: &Settings, _: Option<&[u8]>) -> Result<Objective<R>, String> {
        let start = [settings.get(&START_X), settings.get(&START_Y)];
        Ok(Objective::new(Function::new(AnySurface::build(settings), start)))
    }
}
