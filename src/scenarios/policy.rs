//! Agents: a network decides step by step, and learns from what becomes of it.

use super::pricing::plain;
use super::{Has, Own, Room};
use crate::finance::reversion::Reversion;
use crate::initializers::AnyInitializer;
use crate::math::Real;
use crate::networks::mlp::Mlp;
use crate::objectives::Objective;
use crate::objectives::hedging::{self, Hedging, Market, Risk};
use crate::objectives::trading::{self, Baseline, Trading};
use crate::registry::{Default, Item, Param, Range, kept};
use crate::settings::Settings;

/// See the file's head.
pub struct OnPolicies;

/// Paths that are read out.
const SHOWN: usize = 2048;
/// The tail of the CVaR that is minimised.
const LEVEL: f64 = 0.95;

const RISKS: &[Item] = &Item::all_kept([
    Item { id: "variance", label: "Variance", formula: "E[−X] + a Var X / 2", ..Item::BASE },
    Item { id: "cvar", label: "CVaR 95 %", formula: "min_w w + E max(−X − w, 0) / 0.05", ..Item::BASE },
    Item { id: "entropic", label: "Entropic", formula: "ln E e^(−a X) / a", ..Item::BASE },
]);

const BASELINES: &[Item] = &Item::all_kept([
    Item { id: "none", label: "None", help: "Whatever followed counts in full: the largest spread.", ..Item::BASE },
    Item {
        id: "mean",
        label: "Mean of the others",
        help: "Less what the other episodes got from the same step on.",
        ..Item::BASE
    },
    Item {
        id: "value",
        label: "Value",
        help: "Less what the state is worth to the best policy, which is known here.",
        ..Item::BASE
    },
]);

const PATHS: Param = Param {
    key: "points",
    label: "Paths a step",
    help: "Simulated for one gradient, new ones in every step.",
    default: Default::Value(256.0),
    range: Range::Integer(2, 50_000),
    ..Param::BASE
};

const COST: Param = Param {
    key: "cost",
    label: "Trading cost",
    help: "What a change of the position costs, as a share of what changes hands.",
    default: Default::Value(0.0),
    range: Range::Linear(0.0, 0.5),
    ..Param::BASE
};

const HEDGE: Item = Item {
    id: "deep-hedge",
    label: "Hedging a call",
    formula: "X = C₀ + Σ δ_t (S_(t+1) − S_t) − c Σ S_t |δ_t − δ_(t−1)| − max(S_T − K, 0), L = w + E ℓ(−X − w)",
    facts: &[
        ("Truth", "at no cost, Black and Scholes' delta, as far as twenty dates allow"),
        ("Watch", "the hedge ratio bend onto the delta; with cost=0.01 a band opens in which nothing is traded"),
        ("Vanishing", "activation=sigmoid&hidden_layers=8&optimizer=sgd&lr=0.01: loss above 1 after 60 steps"),
        ("Exploding", "risk=entropic&risk_aversion=3: norms of 100,000 and more, for rare losses count as e³ˣ"),
        ("Cure", "risk=entropic&risk_aversion=3&clip=norm: loss below 1 after 60 steps"),
    ],
    help: "A network sells a call and learns from simulated paths how much of the asset to hold against it. Without costs it finds the delta of Black and Scholes; with costs it trades less and leaves a smaller tail of losses. The gradient is that of the paths themselves.",
    group: "Markets",
    params: &[
        PATHS,
        Param { range: Range::Linear(0.0, 0.05), ..COST },
        Param {
            key: "dates",
            label: "Hedging dates",
            help: "How often the hedge may be changed in a month.",
            default: Default::Value(20.0),
            range: Range::Integer(1, 60),
            ..Param::BASE
        },
        Param { key: "risk", label: "Risk", help: "What is made small.", range: Range::Choice(RISKS), ..Param::BASE },
        Param {
            key: "risk_aversion",
            label: "Risk aversion a",
            help: "How much variance counts beside the mean, per per cent of the spot; CVaR has none.",
            default: Default::Value(1.0),
            range: Range::Log(0.01, 10.0),
            ..Param::BASE
        },
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
    ..Item::BASE
};

const TRADE: Item = Item {
    id: "mean-reversion-agent",
    label: "Trading by trial and error",
    formula: "x' = (1 − κ) x + noise, reward a (x' − x) − c |a − a'|, ∇L = −E Σ ∇ ln π(a_t) (G_t − baseline)",
    facts: &[
        ("Truth", "the thresholds of dynamic programming, drawn beside the policy"),
        ("Watch", "gradient noise: how many times larger than the signal chance is"),
        ("Vanishing", "activation=sigmoid&hidden_layers=8: loss above -0.5 after 100 steps"),
        ("Exploding", "activation=sine&hidden_layers=6&width=16&init=normal&init_std=1.5: norms of 1,000 and more"),
        ("Cure", "baseline=mean&clip=norm: loss below -1.8 after 100 steps"),
    ],
    help: "An agent goes long or short in a price that returns to its mean, and is told nothing but what it earned (REINFORCE). Its gradient is an estimate: the chart shows how much of it is chance, and what a baseline or a clip does to that. The best policy is known here, so that one sees how near it comes.",
    group: "Markets",
    params: &[
        Param { label: "Episodes a step", default: Default::Value(64.0), ..PATHS },
        Param { default: Default::Value(0.1), ..COST },
        Param {
            key: "pull",
            label: "Reversion κ",
            help: "How much of the distance to the mean a step makes up for.",
            default: Default::Value(0.2),
            range: Range::Linear(0.01, 1.0),
            ..Param::BASE
        },
        Param {
            key: "episode",
            label: "Episode",
            help: "Steps of an episode.",
            default: Default::Value(20.0),
            range: Range::Integer(1, 100),
            ..Param::BASE
        },
        Param {
            key: "baseline",
            label: "Baseline",
            help: "What is taken off the rewards, so that chance cancels.",
            range: Range::Choice(BASELINES),
            ..Param::BASE
        },
    ],
    defaults: &[("hidden_layers", "1"), ("width", "8"), ("activation", "tanh"), ("optimizer", "adam"), ("lr", "0.01")],
    ..Item::BASE
};

impl Room for OnPolicies {
    const ITEMS: &'static [Item] = &[kept!(HEDGE), kept!(TRADE)];
    const USES: &'static [&'static str] =
        &["scenario", "hidden_layers", "width", "activation", "l1", "l2", "init", "seed"];

    fn has(settings: &Settings) -> Has {
        let hidden = settings.integer("hidden_layers") > 0;
        let hedges = settings.choice("scenario") == HEDGE.id;
        let own = if hedges { Own::Hedge } else { Own::Policy };
        Has { layers: true, hidden, bends_unknown: !hedges, own, ..Has::default() }
    }

    fn objective<R: Real>(settings: &Settings, _: Option<&[u8]>) -> Result<Objective<R>, String> {
        let (hidden, initializer) = (plain(settings), AnyInitializer::build(settings));
        let (paths, seed) = (settings.integer("points") as usize, settings.seed());
        let cost = settings.number("cost");
        if settings.choice("scenario") == HEDGE.id {
            let market =
                Market { volatility: 0.2, maturity: 1.0 / 12.0, dates: settings.integer("dates") as usize, cost };
            let a = settings.number("risk_aversion");
            let risk = match settings.choice("risk") {
                "cvar" => Risk::Cvar(LEVEL),
                "entropic" => Risk::Entropic(a),
                _ => Risk::Variance(a),
            };
            let network = Mlp::dense(hedging::INPUTS, &hidden, 1);
            let hedging = Hedging::new(network, initializer, market, risk, (paths, SHOWN), seed);
            return Ok(Objective::new(hedging).penalised(settings));
        }
        let length = settings.integer("episode") as usize;
        let market = Reversion { pull: settings.number("pull"), cost, length };
        let baseline = match settings.choice("baseline") {
            "mean" => Baseline::Mean,
            "value" => Baseline::Value,
            _ => Baseline::None,
        };
        let network = Mlp::dense(trading::INPUTS, &hidden, 1);
        let trading = Trading::new(network, initializer, market, baseline, paths, seed);
        Ok(Objective::new(trading).penalised(settings))
    }
}
