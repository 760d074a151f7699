//! Option pricing: a network that learns the Black-Scholes price and optionally its derivatives.

use super::{Capabilities, OwnChart, ScenarioKind};
use crate::activations::{ACTIVATION, AnyActivation};
use crate::datasets::{POINTS, TEST_SHARE, option_price};
use crate::initializers::{AnyInitializer, BIAS_STD, Biases, INIT};
use crate::losses::{AnyLoss, Task};
use crate::math::Real;
use crate::networks::mlp::{Hidden, Mlp};
use crate::networks::norms::AnyNorm;
use crate::networks::residuals::AnyResidual;
use crate::objectives::pricing::Pricing;
use crate::objectives::supervised::Supervised;
use crate::objectives::{L1, L2, Objective};
use crate::precisions::Storage;
use crate::registry::keys::{BATCH, HIDDEN_LAYERS, SCENARIO, SEED, WIDTH};
use crate::registry::{Default, Item, Key, Opens, Param, Range, Settings, for_build};

/// The scenario `option-price`.
pub struct OnPrices;

const SLOPE_WEIGHT: Key<f64> = Key::new(Param {
    key: "slope_weight",
    label: "Slope weight λ",
    help: "Weight of the error of ∂Ĉ/∂x beside the price error. With 0, the network trains on prices alone. Curvature views leave this term out.",
    default: Default::Value(0.0),
    range: Range::Log(0.0, 10.0),
    ..Param::BASE
});

const ITEM: Item = Item {
    id: "option-price",
    label: "Option prices",
    formula: "Ĉ(ln S/K, T, σ) ≈ C/K, L = mean (Ĉ − C)² + λ mean (∂Ĉ/∂x − ∂C/∂x)²",
    facts: &[
        ("Exact solution", "Black-Scholes without interest, sampled in the page from the seed"),
        ("Watch", "the error map: the last errors are where the price curve bends, near the money at short maturities"),
        ("Vanishing", "activation=sigmoid&hidden_layers=8&optimizer=sgd&lr=0.1: loss above 0.9 after 150 steps"),
        (
            "Exploding",
            "activation=relu&init=normal&init_std=1&hidden_layers=6&optimizer=sgd&lr=0.01: diverges at the first step",
        ),
        ("Cure", "clip=norm: loss below 0.01 after 150 steps"),
    ],
    help: "A network learns the price of a call from moneyness, maturity and volatility. The targets come from the closed form. The map shows the error in price or in implied volatility. With slopes in the loss (differential machine learning), the network also learns the delta from the same options.",
    group: "Markets",
    params: &[POINTS.param, SLOPE_WEIGHT.param],
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
    opens: Opens::at(10),
    ..Item::BASE
};

impl ScenarioKind for OnPrices {
    const ITEMS: &'static [Item] = &[for_build!(ITEM)];
    const USES: &'static [&'static str] = &[
        SCENARIO.id(),
        TEST_SHARE.id(),
        HIDDEN_LAYERS.id(),
        WIDTH.id(),
        ACTIVATION.id(),
        L1.id(),
        L2.id(),
        INIT.id(),
        BIAS_STD.id(),
        SEED.id(),
        BATCH.id(),
    ];

    fn has(settings: &Settings) -> Capabilities {
        let hidden = settings.get(&HIDDEN_LAYERS) > 0;
        Capabilities {
            layers: true,
            hidden,
            own: OwnChart::Prices,
            curvature_unknown: settings.get(&SLOPE_WEIGHT) > 0.0,
            ..Capabilities::default()
        }
    }

    fn objective<R: Real>(settings: &Settings, _: Option<&[u8]>) -> Result<Objective<R>, String> {
        let data = option_price::generate(settings.get(&POINTS) as usize, settings.seed());
        let (data, test) = data.split(settings.get(&TEST_SHARE), settings.seed());
        let loss = AnyLoss::resolve(&Settings::default(), Task::Regression);
        let hidden = plain(settings);
        let features = data.features();
        let twin = Mlp::dense(features, &hidden, 1);
        let network = Mlp::dense(features, &hidden, 1);
        let supervised = Supervised::new(network, AnyInitializer::build(settings), loss, data)
            .with_test_set(test)
            .with_biases(Biases::of(settings))
            .with_storage(Storage::of(settings));
        let pricing = Pricing::new(supervised, twin, settings.get(&SLOPE_WEIGHT));
        Ok(Objective::new(pricing).penalised(settings))
    }
}

/// Hidden layers without normalisation, residual connections or dropout.
pub fn plain(settings: &Settings) -> Hidden {
    Hidden {
        widths: settings.widths(),
        activation: AnyActivation::build(settings),
        norm: AnyNorm::named("none", settings),
        residual: AnyResidual::named("none", settings),
        dropout: 0.0,
    }
}
