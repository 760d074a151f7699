//! Functions of two variables: the surface is the function itself.

use super::{Has, Own, Room};
use crate::math::Real;
use crate::objectives::Objective;
use crate::objectives::function::Function;
use crate::objectives::surfaces::AnySurface;
use crate::registry::Item;
use crate::settings::Settings;

/// See the file's head.
pub struct OnPlane;

impl Room for OnPlane {
    const ITEMS: &'static [Item] = AnySurface::ITEMS;
    const USES: &'static [&'static str] = &["scenario"];

    fn has(_: &Settings) -> Has {
        Has { own: Own::Function, ..Has::default() }
    }

    fn objective<R: Real>(settings: &Settings, _: Option<&[u8]>) -> Result<Objective<R>, String> {
        let start = [settings.number("start_x"), settings.number("start_y")];
        Ok(Objective::new(Function::new(AnySurface::build(settings), start)))
    }
}
