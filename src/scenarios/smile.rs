//! Calibration: raw SVI fitted to a smile of real option quotes.

use super::{Has, Own, Room};
use crate::datasets::File;
use crate::datasets::quotes::{self, Surface};
use crate::math::Real;
use crate::objectives::Objective;
use crate::objectives::smile::{Coordinates, Smile};
use crate::registry::{Item, Param, Range, kept};
use crate::settings::Settings;

/// See the file's head.
pub struct OnSmile;

/// The maturities of the quotes; ids are calendar days.
const MATURITIES: &[Item] = &Item::all_kept([
    Item { id: "13", label: "13 days", ..Item::BASE },
    Item { id: "41", label: "41 days", ..Item::BASE },
    Item { id: "75", label: "75 days", ..Item::BASE },
    Item { id: "165", label: "165 days", ..Item::BASE },
    Item { id: "256", label: "256 days", ..Item::BASE },
    Item { id: "345", label: "345 days", ..Item::BASE },
    Item { id: "524", label: "524 days", ..Item::BASE },
    Item { id: "703", label: "703 days", ..Item::BASE },
]);

const COORDINATES: &[Item] = &Item::all_kept([
    Item {
        id: "free",
        label: "Unconstrained",
        formula: "w(0) = w̄ e^u₀, b = 2 σ(u₁), ρ = 0.999 (2 σ(2u₂) − 1), …",
        help: "Any five numbers: the variance at the money in place of a, and sigmoids into the box. Curvatures are closer to each other.",
        ..Item::BASE
    },
    Item {
        id: "raw",
        label: "Raw, in a box",
        formula: "−2 ≤ a ≤ 2, 0 ≤ b ≤ 2, |ρ| ≤ 0.999, |m| ≤ 1.5, 10⁻⁴ ≤ σ ≤ 3",
        help: "a, b, ρ, m, σ themselves, put back into the box after every update: one is worth thousands of another.",
        ..Item::BASE
    },
]);

const ITEM: Item = Item {
    id: "svi-smile",
    label: "Volatility smile (SVI)",
    formula: "w(k) = a + b (ρ (k − m) + √((k − m)² + σ²)), L = mean (√(w/T) − σ_quoted)²",
    facts: &[
        ("Quotes", "DAX options, 5 July 2002, 13 strikes to a maturity"),
        ("Slow", "coordinates=raw&optimizer=sgd&lr=0.00000003: loss above 5 after 300 steps"),
        ("Diverging", "coordinates=raw&optimizer=sgd&lr=0.00001: the steep level throws the other four off"),
        ("Cure", "optimizer=sgd&lr=0.0005: loss below 1 after 300 steps, in other coordinates for the same smile"),
        ("Good", "optimizer=lbfgs&lr=1: loss below 0.4 after 50 steps"),
    ],
    help: "Five numbers bend a curve to thirteen real quotes: watch the smile turn while the loss falls. In raw parameters one curvature is a hundred million times another and plain descent crawls; other coordinates for the same smile cure it. Where g(k) is negative the fit gives arbitrage.",
    group: "Markets",
    params: &[
        Param {
            key: "maturity",
            label: "Maturity",
            help: "Whose quotes are fitted; short ones smile, long ones only lean.",
            range: Range::Choice(MATURITIES),
            ..Param::BASE
        },
        Param {
            key: "coordinates",
            label: "Coordinates",
            help: "In which numbers the same smile is searched.",
            range: Range::Choice(COORDINATES),
            ..Param::BASE
        },
    ],
    defaults: &[("optimizer", "adam"), ("lr", "0.01"), ("precision", "f64")],
    ..Item::BASE
};

impl Room for OnSmile {
    const ITEMS: &'static [Item] = &[kept!(ITEM)];
    const USES: &'static [&'static str] = &["scenario", "seed", "batch"];

    fn has(_: &Settings) -> Has {
        Has { own: Own::Smile, ..Has::default() }
    }

    fn file(_: &Settings) -> Option<File> {
        Some(quotes::FILE)
    }

    fn objective<R: Real>(settings: &Settings, file: Option<&[u8]>) -> Result<Objective<R>, String> {
        let quotes = Surface::read(file)?.slice(settings.text("maturity").parse().unwrap_or(0.0))?;
        let raw = settings.choice("coordinates") == "raw";
        Ok(Objective::new(Smile::new(quotes, if raw { Coordinates::Raw } else { Coordinates::Free })))
    }
}
