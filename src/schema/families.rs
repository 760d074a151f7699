//! Every family of items, from all rooms below; charts are above and add theirs to the lists.

use crate::registry::{Item, keys::SCENARIO};
use crate::{
    activations, clips, initializers, landscape, losses, networks, optimizers, precisions, probes, run, scenarios,
    schedules,
};

/// A family, for the page and for `gradscape list`.
pub struct Family {
    /// Its plural name.
    pub id: &'static str,
    /// The settings key that chooses from it; empty if there is none.
    pub key: &'static str,
    /// Its items.
    pub items: &'static [Item],
}

/// Every family, in the order of the controls.
pub fn families() -> [Family; 16] {
    let family = |id, key, items| Family { id, key, items };
    [
        family("scenarios", SCENARIO.id(), scenarios::items()),
        family("activations", activations::ACTIVATION.id(), activations::AnyActivation::ITEMS),
        family("norms", networks::norms::NORM.id(), networks::norms::AnyNorm::ITEMS),
        family("residuals", networks::residuals::RESIDUAL.id(), networks::residuals::AnyResidual::ITEMS),
        family("cells", networks::cells::CELL.id(), networks::cells::AnyCell::ITEMS),
        family("initializers", initializers::INIT.id(), initializers::AnyInitializer::ITEMS),
        family(
            "recurrences",
            initializers::recurrences::RECURRENT_INIT.id(),
            initializers::recurrences::AnyRecurrence::ITEMS,
        ),
        family("losses", losses::LOSS.id(), losses::CHOICES),
        family("optimizers", optimizers::OPTIMIZER.id(), optimizers::AnyOptimizer::ITEMS),
        family("schedules", schedules::SCHEDULE.id(), schedules::AnySchedule::ITEMS),
        family("clips", clips::CLIP.id(), clips::AnyClip::ITEMS),
        family("precisions", precisions::PRECISION.id(), precisions::AnyPrecision::ITEMS),
        family("probes", "", probes::ITEMS),
        family("planes", landscape::planes::PLANE.id(), landscape::planes::ITEMS),
        family("cuts", run::studies::CUT.id(), run::studies::CUTS),
        family("edges", probes::edges::EDGES.id(), probes::edges::EDGES_ITEMS),
    ]
}
