//! Calibration: raw SVI fitted to a smile of real option quotes.

use super::{Capabilities, OwnChart, ScenarioKind};
use crate::datasets::File;
use crate::datasets::quotes::{self, Surface};
use crate::math::Real;
use crate::objectives::Objective;
use crate::objectives::smile::{Coordinates, Smile};
use crate::registry::keys::{BATCH, SCENARIO, SEED};
use crate::registry::{Item, Key, Opens, Param, Range, Settings, for_build};

/// The scenario `svi-smile`.
pub struct OnSmile;

/// The maturities of the quotes; ids are calendar days.
const MATURITIES: &[Item] = &Item::all_for_build([
    Item { id: "13", label: "13 days", ..Item::BASE },
    Item { id: "41", label: "41 days", ..Item::BASE },
    Item { id: "75", label: "75 days", ..Item::BASE },
    Item { id: "165", label: "165 days", ..Item::BASE },
    Item { id: "256", label: "256 days", ..Item::BASE },
    Item { id: "345", label: "345 days", ..Item::BASE },
    Item { id: "524", label: "524 days", ..Item::BASE },
    Item { id: "703", label: "703 days", ..Item::BASE },
]);

const SEARCHED: &[Item] = &Item::all_for_build([
    Item {
        id: "free",
        label: "Unconstrained",
        formula: "w(0) = w̄ e^u₀, b = 2 σ(u₁), ρ = 0.999 (2 σ(2u₂) − 1), …",
        help: "Five unconstrained numbers: the at-the-money variance replaces a, and sigmoids keep the values inside the box. The curvatures are closer to each other.",
        ..Item::BASE
    },
    Item {
        id: "raw",
        label: "Raw, in a box",
        formula: "−2 ≤ a ≤ 2, 0 ≤ b ≤ 2, |ρ| ≤ 0.999, |m| ≤ 1.5, 10⁻⁴ ≤ σ ≤ 3",
        help: "a, b, ρ, m and σ themselves, moved back into the box after every update. Their scales differ by factors of thousands.",
        ..Item::BASE
    },
]);

const MATURITY: Key<&'static Item> = Key::new(Param {
    key: "maturity",
    label: "Maturity",
    help: "The maturity whose quotes are fitted. Short maturities show a smile, long ones mostly a skew.",
    range: Range::Choice(MATURITIES),
    ..Param::BASE
});

const COORDINATES: Key<&'static Item> = Key::new(Param {
    key: "coordinates",
    label: "Coordinates",
    help: "Which five numbers describe the smile.",
    range: Range::Choice(SEARCHED),
    ..Param::BASE
});

const ITEM: Item = Item {
    id: "svi-smile",
    label: "Volatility smile (SVI)",
    formula: "w(k) = a + b (ρ (k − m) + √((k − m)² + σ²)), L = mean (√(w/T) − σ_quoted)²",
    facts: &[
        ("Quotes", "DAX options, 5 July 2002, 13 strikes per maturity"),
        ("Slow", "coordinates=raw&optimizer=sgd&lr=0.00000003: loss above 5 after 300 steps"),
        ("Diverging", "coordinates=raw&optimizer=sgd&lr=0.00001: the steep parameter a throws the other four far off"),
        ("Cure", "optimizer=sgd&lr=0.0005: loss below 1 after 300 steps, in other coordinates for the same smile"),
        ("Good", "optimizer=lbfgs&lr=1: loss below 0.4 after 50 steps"),
    ],
    help: "Five numbers fit a curve to thirteen real quotes. Watch the smile bend while the loss falls. In raw parameters one curvature is a hundred million times another, and gradient descent crawls; other coordinates for the same smile cure it. Where g(k) is negative, the fit allows arbitrage.",
    group: "Markets",
    params: &[MATURITY.param, COORDINATES.param],
    defaults: &[("optimizer", "adam"), ("lr", "0.01"), ("precision", "f64")],
    opens: Opens::at(10),
    ..Item::BASE
};

impl ScenarioKind for OnSmile {
    const ITEMS: &'static [Item] = &[for_build!(ITEM)];
    const USES: &'static [&'static str] = &[SCENARIO.id(), SEED.id(), BATCH.id()];

    fn has(_: &Settings) -> Capabilities {
        Capabilities { own: OwnChart::Smile, ..Capabilities::default() }
    }

    fn file(_: &Settings) -> Option<File> {
        Some(quotes::FILE)
    }

    fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String> {
        let quotes = Surface::read(file)?.slice(settings.text(&MATURITY).parse().unwrap_or(0.0))?;
        let raw = settings.get(&COORDINATES).id == "raw";
        Ok(Objective::new(Smile::new(quotes, if raw { Coordinates::Raw } else { Coordinates::Free })))
    }
}
