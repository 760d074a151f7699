//! Data sets: a feed-forward network from inputs to targets.

use super::{Capabilities, ScenarioKind};
use crate::activations::ACTIVATION;
use crate::datasets::{AnyDataset, Data, File, Fold, Outline, TEST_SHARE};
use crate::initializers::{AnyInitializer, BIAS_STD, Biases, INIT};
use crate::losses::{AnyLoss, LOSS};
use crate::math::Real;
use crate::networks::DROPOUT;
use crate::networks::mlp::{Hidden, Mlp};
use crate::networks::norms::NORM;
use crate::networks::residuals::RESIDUAL;
use crate::objectives::supervised::Supervised;
use crate::objectives::{L1, L2, Objective};
use crate::precisions::Storage;
use crate::registry::keys::{BATCH, HIDDEN_LAYERS, SCENARIO, SEED, WIDTH};
use crate::registry::{Item, Settings};
use crate::tensors::Tensors;

/// The scenarios that are data sets.
pub struct OnData;

impl ScenarioKind for OnData {
    const ITEMS: &'static [Item] = AnyDataset::ITEMS;
    const USES: &'static [&'static str] = &[
        SCENARIO.id(),
        TEST_SHARE.id(),
        HIDDEN_LAYERS.id(),
        WIDTH.id(),
        ACTIVATION.id(),
        NORM.id(),
        RESIDUAL.id(),
        DROPOUT.id(),
        LOSS.id(),
        L1.id(),
        L2.id(),
        INIT.id(),
        BIAS_STD.id(),
        SEED.id(),
        BATCH.id(),
    ];

    fn has(settings: &Settings) -> Capabilities {
        let plottable_inputs = AnyDataset::build(settings).is_plottable();
        Capabilities {
            layers: true,
            hidden: settings.get(&HIDDEN_LAYERS) > 0,
            plottable_inputs,
            ..Capabilities::default()
        }
    }

    fn file(settings: &Settings) -> Option<File> {
        AnyDataset::build(settings).file()
    }

    fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String> {
        let data = AnyDataset::build(settings).load(settings.seed(), file)?;
        let (data, test) = data.split(settings.get(&TEST_SHARE), settings.seed());
        Ok(supervised(settings, data, test))
    }

    fn outline(settings: &Settings, file: Option<&[u8]>) -> Result<Option<Outline>, String> {
        let Data { rows, targets, in_time, .. } = AnyDataset::build(settings).load(settings.seed(), file)?;
        Ok(Some(Outline { rows, in_time, window: 0, targets }))
    }

    fn objective_of_fold<R: Real>(
        settings: &Settings,
        file: Option<&[u8]>,
        fold: &Fold,
    ) -> Result<Objective<R>, String> {
        let data = AnyDataset::build(settings).load_by(settings.seed(), file, &fold.train)?;
        Ok(supervised(settings, data.pick(&fold.train), Some(data.pick(&fold.test))))
    }

    fn objective_on<R: Real>(
        settings: &Settings,
        tensors: &Tensors,
        outputs: Option<usize>,
    ) -> Result<Objective<R>, String> {
        Ok(supervised(settings, tensors.data(outputs)?, None))
    }
}

fn supervised<R: Real>(settings: &Settings, data: Data, test: Option<Data>) -> Objective<R> {
    let loss = AnyLoss::resolve(settings, data.task());
    let network = Mlp::dense(data.features(), &Hidden::of(settings), data.outputs(&loss));
    let supervised = Supervised::new(network, AnyInitializer::build(settings), loss, data)
        .with_test_set(test)
        .with_biases(Biases::of(settings))
        .with_storage(Storage::of(settings));
    Objective::new(supervised).penalised(settings)
}
