//! Option pricing: a network that learns the Black-Scholes price, and if asked its slopes.

use super::{Has, Own, Room};
use crate::activations::AnyActivation;
use crate::datasets::{POINTS, option_price};
use crate::initializers::AnyInitializer;
use crate::losses::{AnyLoss, Task};
use crate::math::Real;
use crate::networks::mlp::{Hidden, Mlp};
use crate::networks::norms::AnyNorm;
use crate::networks::residuals::AnyResidual;
use crate::objectives::Objective;
use crate::objectives::pricing::Pricing;
use crate::objectives::supervised::Supervised;
use crate::precisions::Storage;
use crate::registry::{Default, Item, Param, Range, kept};
use crate::settings::Settings;

/// See the file's head.
pub struct OnPrices;

const ITEM: Item = Item {
    id: "option-price",
    label: "Option prices",
    formula: "Ĉ(ln S/K, T, σ) ≈ C/K, L = mean (Ĉ − C)² + λ mean (∂Ĉ/∂x − ∂C/∂x)²",
    facts: &[
        ("Truth", "Black-Scholes without interest, drawn in the page from the seed"),
        ("Watch", "the error map: the last errors are where the price bends, near the money and short"),
        ("Vanishing", "activation=sigmoid&hidden_layers=8&optimizer=sgd&lr=0.1: loss above 0.9 after 150 steps"),
        (
            "Exploding",
            "activation=relu&init=normal&init_std=1&hidden_layers=6&optimizer=sgd&lr=0.01: lost at the first step",
        ),
        ("Cure", "clip=norm: loss below 0.01 after 150 steps"),
    ],
    help: "A network learns what a call is worth from moneyness, maturity and volatility; the closed form is its teacher. The map shows where it is wrong, in price or in implied volatility. With slopes in the loss (differential machine learning) the same options teach it the delta as well.",
    group: "Markets",
    params: &[
        POINTS,
        Param {
            key: "slope_weight",
            label: "Weight of the slopes λ",
            help: "What errors of ∂Ĉ/∂x count beside those of the price; 0 trains on prices alone. Curvature views leave this part out.",
            default: Default::Value(0.0),
            range: Range::Log(0.0, 10.0),
            ..Param::BASE
        },
    ],
    defaults: &[
        ("points", "4096"),
        ("test_share", "0.25"),
        ("hidden_layers", "2"),
        ("width", "32"),
        ("activation", "tanh"),
        ("optimizer", "adam"),
        ("lr", "0.01"),
        ("schedule", "cosine"),
        ("t_max", "8000"),
        ("batch", "256"),
    ],
    ..Item::BASE
};

impl Room for OnPrices {
    const ITEMS: &'static [Item] = &[kept!(ITEM)];
    const USES: &'static [&'static str] =
        &["scenario", "test_share", "hidden_layers", "width", "activation", "l1", "l2", "init", "seed", "batch"];

    fn has(settings: &Settings) -> Has {
        let hidden = settings.integer("hidden_layers") > 0;
        Has {
            layers: true,
            hidden,
            own: Own::Prices,
            bends_unknown: settings.number("slope_weight") > 0.0,
            ..Has::default()
        }
    }

    fn objective<R: Real>(settings: &Settings, _: Option<&[u8]>) -> Result<Objective<R>, String> {
        let data = option_price::generate(settings.integer("points") as usize, settings.seed());
        let (data, test) = data.split(settings.number("test_share"), settings.seed());
        let loss = AnyLoss::resolve(&Settings::default(), Task::Regression);
        let hidden = plain(settings);
        let features = data.features();
        let twin = Mlp::dense(features, &hidden, 1);
        let network = Mlp::dense(features, &hidden, 1);
        let supervised = Supervised::new(network, AnyInitializer::build(settings), loss, data)
            .tested_on(test)
            .stored(Storage::of(settings));
        let pricing = Pricing::new(supervised, twin, settings.number("slope_weight"));
        Ok(Objective::new(pricing).penalised(settings))
    }
}

/// Hidden layers of linear maps and activations, nothing else.
pub fn plain(settings: &Settings) -> Hidden {
    Hidden {
        widths: settings.widths(),
        activation: AnyActivation::build(settings),
        norm: AnyNorm::named("none", settings),
        residual: AnyResidual::named("none", settings),
        dropout: 0.0,
    }
}
