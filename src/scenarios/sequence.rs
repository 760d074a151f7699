//! Sequence tasks: a recurrent network, trained through time.

use super::{Has, Room};
use crate::datasets::sequences::{AnySequence, SequenceData};
use crate::initializers::AnyInitializer;
use crate::losses::{AnyLoss, Task};
use crate::math::Real;
use crate::networks::cells::AnyCell;
use crate::networks::elman::{Elman, LossOn};
use crate::objectives::Objective;
use crate::objectives::penalised::Penalised;
use crate::objectives::sequences::Sequences;
use crate::registry::Item;
use crate::settings::Settings;
use crate::tensors::Tensors;

/// See the file's head.
pub struct OnSequences;

impl Room for OnSequences {
    const ITEMS: &'static [Item] = AnySequence::ITEMS;
    const USES: &'static [&'static str] = &["scenario", "width", "cell", "l1", "l2", "init", "seed", "batch"];

    fn has(_: &Settings) -> Has {
        Has { layers: true, hidden: true, time: true, ..Has::default() }
    }

    fn objective<R: Real>(settings: &Settings, _: Option<&[u8]>) -> Result<Box<dyn Objective<R>>, String> {
        Ok(recurrent(settings, AnySequence::build(settings).draw(settings.seed())))
    }

    fn objective_on<R: Real>(
        settings: &Settings,
        given: &Tensors,
        _: Option<usize>,
    ) -> Result<Box<dyn Objective<R>>, String> {
        Ok(recurrent(settings, given.sequences()?))
    }
}

fn recurrent<R: Real>(settings: &Settings, data: SequenceData) -> Box<dyn Objective<R>> {
    let loss = AnyLoss::resolve(&Settings::default(), Task::TwoClasses);
    let features = data.inputs[0].len() / data.rows;
    let hidden = settings.widths().first().copied().unwrap_or(16);
    let network = Elman::new(features, hidden, 1, AnyCell::build(settings).activation());
    let sequences = Sequences::new(network, AnyInitializer::build(settings), loss, LossOn::Last, data);
    Penalised::wrap(Box::new(sequences), settings)
}
