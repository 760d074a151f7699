//! Scenarios: everything that the setting `scenario` can name, whichever room it lives in. Data sets, sequence tasks and
//! functions register in their own families; this joins the families and builds the objective.

use crate::clips::AnyClip;
use crate::datasets::sequences::{AnySequence, SequenceData};
use crate::datasets::{AnyDataset, Data, File};
use crate::initializers::AnyInitializer;
use crate::landscape::planes;
use crate::losses::{AnyLoss, Task};
use crate::math::Real;
use crate::networks::cells::AnyCell;
use crate::networks::elman::{Elman, LossOn};
use crate::networks::mlp::{Hidden, Mlp};
use crate::objectives::Objective;
use crate::objectives::function::Function;
use crate::objectives::penalised::Penalised;
use crate::objectives::sequences::Sequences;
use crate::objectives::supervised::Supervised;
use crate::objectives::surfaces::AnySurface;
use crate::precisions::Storage;
use crate::registry::Item;
use crate::schedules::AnySchedule;
use crate::settings::Settings;
use crate::tensors::Tensors;
use std::sync::OnceLock;

/// The scenario of an empty settings string.
pub const FIRST: &str = "spiral";

/// A scenario's room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    Data,
    Sequence,
    Function,
}

/// A scenario as the settings know it.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    item: &'static Item,
    room: Room,
}

/// Every scenario, room by room.
pub fn items() -> &'static [Item] {
    static ITEMS: OnceLock<Vec<Item>> = OnceLock::new();
    ITEMS.get_or_init(|| rooms().iter().flat_map(|(_, items)| items.iter().copied()).collect())
}

fn rooms() -> [(Room, &'static [Item]); 3] {
    [(Room::Data, AnyDataset::ITEMS), (Room::Sequence, AnySequence::ITEMS), (Room::Function, AnySurface::ITEMS)]
}

/// The scenario called `id`; the first one when there is none of that name.
pub fn find(id: &str) -> Scenario {
    let all = || rooms().into_iter().flat_map(|(room, items)| items.iter().map(move |item| Scenario { item, room }));
    all().find(|s| s.item.id == id).or_else(|| all().find(|s| s.item.id == FIRST)).expect("the first scenario exists")
}

impl Scenario {
    /// Its description.
    pub fn item(&self) -> &'static Item {
        self.item
    }

    /// Defaults that it brings along.
    pub fn defaults(&self) -> &'static [(&'static str, &'static str)] {
        self.item.defaults
    }

    /// The settings that it uses, beside those of optimizer, clip and run, which everything uses.
    pub fn uses(&self) -> &'static [&'static str] {
        match self.room {
            Room::Data => &[
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
            ],
            Room::Sequence => &["scenario", "width", "cell", "l1", "l2", "init", "seed", "batch"],
            Room::Function => &["scenario"],
        }
    }

    /// Ids of all views that have something to show for it under `settings`, those that are shown at first first.
    pub fn views(&self, settings: &Settings) -> Vec<&'static str> {
        let others: &[&str] = match self.room {
            Room::Function => &["optimizer"],
            Room::Data | Room::Sequence => &["history", "updates", "optimizer", "activations", "gradients", "factors"],
        };
        let mut views = self.shown(settings);
        for id in others {
            if !views.contains(id) {
                views.push(id);
            }
        }
        views
    }

    /// Ids of the views that are shown at first.
    pub fn shown(&self, settings: &Settings) -> Vec<&'static str> {
        let mut views = match self.room {
            Room::Data if AnyDataset::named(self.item.id, &Settings::default()).is_drawn() => {
                vec!["surface", "layers", "curves", "history", "boundary"]
            }
            Room::Data | Room::Function => vec!["surface", "layers", "curves", "history"],
            Room::Sequence => vec!["surface", "layers", "curves", "time"],
        };
        let chosen = |key, items: &[Item]| settings.choice(key) != items[0].id;
        let changed = |keys: &[&str]| settings.changes().iter().any(|change| keys.contains(&change.key));
        if chosen("schedule", AnySchedule::ITEMS) || changed(&["lr", "schedule"]) {
            views.push("rate");
        }
        if chosen("clip", AnyClip::ITEMS) || changed(&["clip"]) {
            views.push("clip");
        }
        if self.room == Room::Data && Storage::of(settings).format.is_some() {
            views.push("precision");
        }
        views
    }

    /// Ids of the planes that its surface can be drawn over; none where there are two parameters and so one plane.
    pub fn planes(&self) -> Vec<&'static str> {
        match self.room {
            Room::Function => Vec::new(),
            Room::Data | Room::Sequence => planes::ITEMS.iter().map(|item| item.id).collect(),
        }
    }
}

/// File that the settings' scenario is read from.
pub fn data_file(settings: &Settings) -> Option<File> {
    match find(settings.choice("scenario")).room {
        Room::Data => AnyDataset::build(settings).file(),
        Room::Sequence | Room::Function => None,
    }
}

/// The objective that the settings describe; an error says what is wrong with the data file.
pub fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Box<dyn Objective<R>>, String> {
    match find(settings.choice("scenario")).room {
        Room::Data => {
            let data = AnyDataset::build(settings).load(settings.seed(), file)?;
            let (data, test) = data.split(settings.number("test_share"), settings.seed());
            Ok(supervised(settings, data, test))
        }
        Room::Sequence => Ok(recurrent(settings, AnySequence::build(settings).draw(settings.seed()))),
        Room::Function => {
            let start = [settings.number("start_x"), settings.number("start_y")];
            Ok(Box::new(Function::new(AnySurface::build(settings), start)))
        }
    }
}

/// The objective that the settings describe, on examples that are given; `outputs` is what the network has, if that is
/// known from elsewhere. An error says what is wrong with the examples.
pub fn objective_on<R: Real>(
    settings: &Settings,
    given: &Tensors,
    outputs: Option<usize>,
) -> Result<Box<dyn Objective<R>>, String> {
    match find(settings.choice("scenario")).room {
        Room::Data => Ok(supervised(settings, given.data(outputs)?, None)),
        Room::Sequence => Ok(recurrent(settings, given.sequences()?)),
        Room::Function => Err(format!("holds data, of which the scenario {} has none", settings.choice("scenario"))),
    }
}

fn supervised<R: Real>(settings: &Settings, data: Data, test: Option<Data>) -> Box<dyn Objective<R>> {
    let loss = AnyLoss::resolve(settings, data.task());
    let network = Mlp::dense(data.features(), &Hidden::of(settings), data.outputs(&loss));
    let supervised = Supervised::new(network, AnyInitializer::build(settings), loss, data)
        .tested_on(test)
        .stored(Storage::of(settings));
    Penalised::wrap(Box::new(supervised), settings)
}

fn recurrent<R: Real>(settings: &Settings, data: SequenceData) -> Box<dyn Objective<R>> {
    let loss = AnyLoss::resolve(&Settings::default(), Task::TwoClasses);
    let features = data.inputs[0].len() / data.rows;
    let hidden = settings.widths().first().copied().unwrap_or(16);
    let network = Elman::new(features, hidden, 1, AnyCell::build(settings).activation());
    let sequences = Sequences::new(network, AnyInitializer::build(settings), loss, LossOn::Last, data);
    Penalised::wrap(Box::new(sequences), settings)
}
