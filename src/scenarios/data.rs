//! Data sets: a feed-forward network from inputs to targets.

use super::{Has, Room};
use crate::datasets::{AnyDataset, Data, File};
use crate::initializers::AnyInitializer;
use crate::losses::AnyLoss;
use crate::math::Real;
use crate::networks::mlp::{Hidden, Mlp};
use crate::objectives::Objective;
use crate::objectives::supervised::Supervised;
use crate::precisions::Storage;
use crate::registry::Item;
use crate::settings::Settings;
use crate::tensors::Tensors;

/// See the file's head.
pub struct OnData;

impl Room for OnData {
    const ITEMS: &'static [Item] = AnyDataset::ITEMS;
    const USES: &'static [&'static str] = &[
        "scenario",
        "test_share",
        "hidden_layers",
        "width",
        "activation",
        "norm",
        "residual",
        "dropout",
        "loss",
        "l1",
        "l2",
        "init",
        "seed",
        "batch",
    ];

    fn has(settings: &Settings) -> Has {
        let drawn_inputs = AnyDataset::build(settings).is_drawn();
        Has { layers: true, hidden: settings.integer("hidden_layers") > 0, drawn_inputs, ..Has::default() }
    }

    fn file(settings: &Settings) -> Option<File> {
        AnyDataset::build(settings).file()
    }

    fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String> {
        let data = AnyDataset::build(settings).load(settings.seed(), file)?;
        let (data, test) = data.split(settings.number("test_share"), settings.seed());
        Ok(supervised(settings, data, test))
    }

    fn objective_on<R: Real>(
        settings: &Settings,
        given: &Tensors,
        outputs: Option<usize>,
    ) -> Result<Objective<R>, String> {
        Ok(supervised(settings, given.data(outputs)?, None))
    }
}

fn supervised<R: Real>(settings: &Settings, data: Data, test: Option<Data>) -> Objective<R> {
    let loss = AnyLoss::resolve(settings, data.task());
    let network = Mlp::dense(data.features(), &Hidden::of(settings), data.outputs(&loss));
    let supervised = Supervised::new(network, AnyInitializer::build(settings), loss, data)
        .tested_on(test)
        .stored(Storage::of(settings));
    Objective::new(supervised).penalised(settings)
}
