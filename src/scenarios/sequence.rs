//! Sequence tasks: a recurrent network, trained through time.

use super::{Capabilities, OwnChart, ScenarioKind};
use crate::datasets::Targets;
use crate::datasets::sequences::{AnySequence, ChartKind, SequenceData, Source};
use crate::datasets::{File, Fold, Outline, TEST_SHARE};
use crate::initializers::recurrences::{AnyRecurrence, RECURRENT_INIT};
use crate::initializers::{AnyInitializer, BIAS_STD, Biases, INIT};
use crate::losses::{AnyLoss, LOSS};
use crate::math::Real;
use crate::networks::cells::{AnyCell, CELL, TBPTT};
use crate::networks::recurrent::Recurrent;
use crate::objectives::sequences::Sequences;
use crate::objectives::{L1, L2, Objective};
use crate::registry::keys::{BATCH, HIDDEN_LAYERS, SCENARIO, SEED, WIDTH};
use crate::registry::{Item, Settings};
use crate::tensors::Tensors;

/// The scenarios that are sequence tasks.
pub struct OnSequences;

impl ScenarioKind for OnSequences {
    const ITEMS: &'static [Item] = AnySequence::ITEMS;
    const USES: &'static [&'static str] = &[
        SCENARIO.id(),
        TEST_SHARE.id(),
        HIDDEN_LAYERS.id(),
        WIDTH.id(),
        CELL.id(),
        LOSS.id(),
        L1.id(),
        L2.id(),
        INIT.id(),
        BIAS_STD.id(),
        RECURRENT_INIT.id(),
        SEED.id(),
        BATCH.id(),
    ];

    fn has(settings: &Settings) -> Capabilities {
        let gates = AnyCell::build(settings).shape().carry.is_some();
        let own = match AnySequence::build(settings).chart_kind() {
            ChartKind::Nothing => OwnChart::Nothing,
            ChartKind::Forecast => OwnChart::Forecast,
            ChartKind::Regimes => OwnChart::Regimes,
        };
        Capabilities { layers: true, hidden: true, time: true, gates, own, ..Capabilities::default() }
    }

    fn file(settings: &Settings) -> Option<File> {
        AnySequence::build(settings).file()
    }

    fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String> {
        let (seed, test_share) = (settings.seed(), settings.get(&TEST_SHARE));
        let data = AnySequence::build(settings).draw(Source { seed, test_share, file, known: None })?;
        let (data, test) = data.split(test_share, seed);
        Ok(recurrent(settings, data, test))
    }

    fn outline(settings: &Settings, file: Option<&[u8]>) -> Result<Option<Outline>, String> {
        let (seed, test_share) = (settings.seed(), settings.get(&TEST_SHARE));
        // Nothing is estimated here.
        let data = AnySequence::build(settings).draw(Source { seed, test_share, file, known: Some((0, 1)) })?;
        let window = if data.in_time { data.inputs.len() } else { 0 };
        let targets = match data.targets {
            Targets::Classes { .. } if data.reads == 1 => data.targets,
            _ => Targets::Values { values: vec![0.0; data.rows], scale: 1.0, unit: "" },
        };
        Ok(Some(Outline { rows: data.rows, in_time: data.in_time, window, targets }))
    }

    fn objective_of_fold<R: Real>(
        settings: &Settings,
        file: Option<&[u8]>,
        fold: &Fold,
    ) -> Result<Objective<R>, String> {
        let (seed, test_share) = (settings.seed(), settings.get(&TEST_SHARE));
        let known = fold.train.first().zip(fold.train.last()).map(|(first, last)| (*first, last + 1));
        let data = AnySequence::build(settings).draw(Source { seed, test_share, file, known })?;
        Ok(recurrent(settings, data.pick(&fold.train), Some(data.pick(&fold.test))))
    }

    fn objective_on<R: Real>(settings: &Settings, tensors: &Tensors, _: Option<usize>) -> Result<Objective<R>, String> {
        Ok(recurrent(settings, tensors.sequences()?, None))
    }
}

fn recurrent<R: Real>(settings: &Settings, data: SequenceData, test: Option<SequenceData>) -> Objective<R> {
    let loss = AnyLoss::resolve(settings, data.targets.task());
    let outputs = data.targets.outputs(&loss, data.reads * data.rows);
    let hidden = settings.widths().first().copied().unwrap_or(16);
    let (layers, cell) = (settings.get(&HIDDEN_LAYERS) as usize, AnyCell::build(settings));
    let network =
        Recurrent::new(data.features(), hidden, layers, outputs, cell).truncated(settings.get(&TBPTT) as usize);
    let sequences = Sequences::new(network, AnyInitializer::build(settings), loss, data)
        .with_test_set(test)
        .with_biases(Biases::of(settings))
        .with_recurrence(AnyRecurrence::build(settings));
    Objective::new(sequences).penalised(settings)
}
