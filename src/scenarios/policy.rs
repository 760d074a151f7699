//! Agents: a network decides step by step and learns from the outcome.

use super::pricing::plain;
use super::{Capabilities, OwnChart, ScenarioKind};
use crate::activations::ACTIVATION;
use crate::datasets::POINTS;
use crate::finance::reversion::Reversion;
use crate::initializers::{AnyInitializer, BIAS_STD, Biases, INIT};
use crate::math::Real;
use crate::networks::mlp::Mlp;
use crate::objectives::hedging::{self, Hedging, Market, Risk};
use crate::objectives::trading::{self, Baseline, Trading};
use crate::objectives::{L1, L2, Objective};
use crate::registry::keys::{HIDDEN_LAYERS, SCENARIO, SEED, WIDTH};
use crate::registry::{Default, Item, Key, Opens, Param, Range, Settings, for_build};

/// The scenarios with a simulated policy.
pub struct OnPolicies;

/// Paths for charts and metrics.
const SHOWN: usize = 2048;
/// The tail of the CVaR that is minimised.
const LEVEL: f64 = 0.95;

const RISKS: &[Item] = &Item::all_for_build([
    Item { id: "variance", label: "Variance", formula: "E[−X] + a Var X / 2", ..Item::BASE },
    Item { id: "cvar", label: "CVaR 95 %", formula: "min_w w + E max(−X − w, 0) / 0.05", ..Item::BASE },
    Item { id: "entropic", label: "Entropic", formula: "ln E e^(−a X) / a", ..Item::BASE },
]);

const BASELINES: &[Item] = &Item::all_for_build([
    Item { id: "none", label: "None", help: "Every return counts in full. The variance is largest.", ..Item::BASE },
    Item {
        id: "mean",
        label: "Mean of the others",
        help: "Subtracts the mean return of the other episodes from the same step on.",
        ..Item::BASE
    },
    Item {
        id: "value",
        label: "Value",
        help: "Subtracts the value of the state under the best policy, which is known here.",
        ..Item::BASE
    },
]);

const PATHS: Param = Param {
    key: POINTS.id(),
    label: "Paths per step",
    help: "Simulated anew for the gradient of every step.",
    default: Default::Value(256.0),
    range: Range::Integer(2, 50_000),
    ..Param::BASE
};

const COST: Key<f64> = Key::new(Param {
    key: "cost",
    label: "Trading cost",
    help: "Cost of changing the position, as a fraction of the traded value.",
    default: Default::Value(0.0),
    range: Range::Linear(0.0, 0.5),
    ..Param::BASE
});

const DATES: Key<u64> = Key::new(Param {
    key: "dates",
    label: "Hedging dates",
    help: "How often the hedge can be changed in a month.",
    default: Default::Value(20.0),
    range: Range::Integer(1, 60),
    ..Param::BASE
});

const RISK: Key<&'static Item> = Key::new(Param {
    key: "risk",
    label: "Risk",
    help: "The risk measure that is minimised.",
    range: Range::Choice(RISKS),
    ..Param::BASE
});

const RISK_AVERSION: Key<f64> = Key::new(Param {
    key: "risk_aversion",
    label: "Risk aversion a",
    help: "Weight of the variance relative to the mean, for gains in per cent of the spot. CVaR does not use it.",
    default: Default::Value(1.0),
    range: Range::Log(0.01, 10.0),
    ..Param::BASE
});

const PULL: Key<f64> = Key::new(Param {
    key: "pull",
    label: "Reversion κ",
    help: "Fraction of the distance to the mean that one time step removes.",
    default: Default::Value(0.2),
    range: Range::Linear(0.01, 1.0),
    ..Param::BASE
});

const EPISODE: Key<u64> = Key::new(Param {
    key: "episode",
    label: "Episode length",
    help: "Time steps in an episode.",
    default: Default::Value(20.0),
    range: Range::Integer(1, 100),
    ..Param::BASE
});

const BASELINE: Key<&'static Item> = Key::new(Param {
    key: "baseline",
    label: "Baseline",
    help: "What is subtracted from the returns to reduce the variance of the gradient.",
    range: Range::Choice(BASELINES),
    ..Param::BASE
});

const HEDGE: Item = Item {
    id: "deep-hedge",
    label: "Hedging a call",
    formula: "X = C₀ + Σ δ_t (S_(t+1) − S_t) − c Σ S_t |δ_t − δ_(t−1)| − max(S_T − K, 0), L = w + E ℓ(−X − w)",
    facts: &[
        ("Exact solution", "without costs, the Black-Scholes delta, as far as twenty dates allow"),
        ("Watch", "how the hedge ratio approaches the delta; with cost=0.01, a no-trade band opens"),
        ("Vanishing", "activation=sigmoid&hidden_layers=8&optimizer=sgd&lr=0.01: loss above 1 after 60 steps"),
        ("Exploding", "risk=entropic&risk_aversion=3: norms of 100,000 and more, because rare losses count as e³ˣ"),
        ("Cure", "risk=entropic&risk_aversion=3&clip=norm: loss below 1 after 60 steps"),
    ],
    help: "A network sells a call and learns from simulated paths how much of the asset to hold as a hedge. Without costs it finds the Black-Scholes delta. With costs it trades less and has a smaller tail of losses. The gradient is computed through the simulated paths.",
    group: "Markets",
    params: &[
        PATHS,
        Param { range: Range::Linear(0.0, 0.05), ..COST.param },
        DATES.param,
        RISK.param,
        RISK_AVERSION.param,
    ],
    defaults: &[
        ("hidden_layers", "2"),
        ("width", "16"),
        ("activation", "tanh"),
        ("optimizer", "adam"),
        ("lr", "0.005"),
        ("schedule", "cosine"),
        ("t_max", "3000"),
    ],
    opens: Opens::at(10),
    ..Item::BASE
};

const TRADE: Item = Item {
    id: "mean-reversion-agent",
    label: "Trading agent (REINFORCE)",
    formula: "x' = (1 − κ) x + noise, reward a (x' − x) − c |a − a'|, ∇L = −E Σ ∇ ln π(a_t) (G_t − baseline)",
    facts: &[
        ("Exact solution", "the thresholds found by dynamic programming, drawn beside the policy"),
        ("Watch", "the gradient noise: how many times larger it is than the signal"),
        ("Vanishing", "activation=sigmoid&hidden_layers=8: loss above -0.5 after 100 steps"),
        ("Exploding", "activation=sine&hidden_layers=6&width=16&init=normal&init_std=1.5: norms of 1,000 and more"),
        ("Cure", "baseline=mean&clip=norm: loss below -1.8 after 100 steps"),
    ],
    help: "An agent is long or short in a price that reverts to its mean. It learns only from its rewards (REINFORCE), so its gradient is an estimate. The chart shows how much of the gradient is noise, and how a baseline or a clip changes that. The best policy is known here, so you can compare.",
    group: "Markets",
    params: &[
        Param { label: "Episodes per step", default: Default::Value(64.0), ..PATHS },
        Param { default: Default::Value(0.1), ..COST.param },
        PULL.param,
        EPISODE.param,
        BASELINE.param,
    ],
    defaults: &[("hidden_layers", "1"), ("width", "8"), ("activation", "tanh"), ("optimizer", "adam"), ("lr", "0.01")],
    opens: Opens::at(20),
    ..Item::BASE
};

impl ScenarioKind for OnPolicies {
    const ITEMS: &'static [Item] = &[for_build!(HEDGE), for_build!(TRADE)];
    const USES: &'static [&'static str] = &[
        SCENARIO.id(),
        HIDDEN_LAYERS.id(),
        WIDTH.id(),
        ACTIVATION.id(),
        L1.id(),
        L2.id(),
        INIT.id(),
        BIAS_STD.id(),
        SEED.id(),
    ];

    fn has(settings: &Settings) -> Capabilities {
        let hidden = settings.get(&HIDDEN_LAYERS) > 0;
        let hedges = settings.get(&SCENARIO) == HEDGE.id;
        let own = if hedges { OwnChart::Hedge } else { OwnChart::Policy };
        Capabilities { layers: true, hidden, curvature_unknown: !hedges, own, ..Capabilities::default() }
    }

    fn objective<R: Real>(settings: &Settings, _: Option<&[u8]>) -> Result<Objective<R>, String> {
        let (hidden, initializer) = (plain(settings), AnyInitializer::build(settings));
        let (paths, seed) = (settings.get(&POINTS) as usize, settings.seed());
        let cost = settings.get(&COST);
        if settings.get(&SCENARIO) == HEDGE.id {
            let market = Market { volatility: 0.2, maturity: 1.0 / 12.0, dates: settings.get(&DATES) as usize, cost };
            let a = settings.get(&RISK_AVERSION);
            let risk = match settings.get(&RISK).id {
                "cvar" => Risk::Cvar(LEVEL),
                "entropic" => Risk::Entropic(a),
                _ => Risk::Variance(a),
            };
            let network = Mlp::dense(hedging::INPUTS, &hidden, 1);
            let hedging = Hedging::new(network, initializer, market, risk, (paths, SHOWN), seed)
                .with_biases(Biases::of(settings));
            return Ok(Objective::new(hedging).penalised(settings));
        }
        let length = settings.get(&EPISODE) as usize;
        let market = Reversion { pull: settings.get(&PULL), cost, length };
        let baseline = match settings.get(&BASELINE).id {
            "mean" => Baseline::Mean,
            "value" => Baseline::Value,
            _ => Baseline::None,
        };
        let network = Mlp::dense(trading::INPUTS, &hidden, 1);
        let trading =
            Trading::new(network, initializer, market, baseline, paths, seed).with_biases(Biases::of(settings));
        Ok(Objective::new(trading).penalised(settings))
    }
}
