//! One cycle (L. N. Smith, N. Topin, "Super-Convergence", 2018; `torch.optim.lr_scheduler.OneCycleLR`).

use super::{Schedule, TOTAL_STEPS, half_cosine};
use crate::optimizers::LR;
use crate::registry::{Default, Described, Item, Key, Param, Range, Settings, Torch};

/// How a phase interpolates between its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anneal {
    /// Half a cosine.
    Cos,
    /// Linear.
    Linear,
}

/// Rises from max_lr / div_factor to max_lr, then falls to a 10,000th of the first rate. The momentum moves the
/// opposite way.
#[derive(Clone, Copy, Debug)]
pub struct OneCycle {
    /// The largest rate.
    pub max_lr: f64,
    /// Total steps. The last rate stays.
    pub total_steps: u64,
    /// Share of the steps with rising rate.
    pub pct_start: f64,
    /// The interpolation.
    pub anneal: Anneal,
    /// max_lr over the first rate.
    pub div_factor: f64,
    /// First rate over the last.
    pub final_div_factor: f64,
    /// Whether the rate falls as fast as it rose, and then to the last rate in a third phase.
    pub three_phase: bool,
    /// Smallest and largest momentum, if it is scheduled.
    pub momentum: Option<(f64, f64)>,
}

/// The end of a phase, and its first and last value: 0 the first rate, 1 the largest, 2 the last.
type Phase = (f64, [usize; 2]);

const MAX_LR: Key<f64> = Key::new(Param {
    key: "max_lr",
    label: "Peak rate",
    help: "The learning rate at the peak of the cycle.",
    default: Default::By(|settings| settings.get(&LR)),
    range: Range::Log(0.0, 1000.0),
    ..Param::BASE
});

const ANNEAL_STRATEGY: Key<&'static Item> = Key::new(Param {
    key: "anneal_strategy",
    label: "Shape",
    help: "How the learning rate moves from one value to the next.",
    range: Range::Choice(&[
        Item { id: "cos", label: "Half a cosine", ..Item::BASE },
        Item { id: "linear", label: "Straight line", ..Item::BASE },
    ]),
    ..Param::BASE
});

const PCT_START: Key<f64> =
    share("pct_start", "Rising fraction", "Fraction of the steps in which the learning rate rises.", 0.3);

const DIV_FACTOR: Key<f64> =
    divisor("div_factor", "Initial divisor", "Largest learning rate divided by the first.", 25.0);

const FINAL_DIV_FACTOR: Key<f64> =
    divisor("final_div_factor", "Final divisor", "First learning rate divided by the last.", 1e4);

const THREE_PHASE: Key<bool> =
    switch("three_phase", "Three phases", "The rate falls as fast as it rose, then decays to its final value.", 0.0);

const CYCLE_MOMENTUM: Key<bool> =
    switch("cycle_momentum", "Cycle the momentum", "Moves the momentum (or β₁) in the opposite direction.", 1.0);

const BASE_MOMENTUM: Key<f64> = share("base_momentum", "Smallest momentum", "Momentum at the peak of the cycle.", 0.85);

const MAX_MOMENTUM: Key<f64> = share("max_momentum", "Largest momentum", "Momentum at both ends of the cycle.", 0.95);

impl Described for OneCycle {
    const ITEM: Item = Item {
        id: "one-cycle",
        label: "One cycle",
        formula: "lr: max_lr / div → max_lr → max_lr / (div · final_div); momentum: max → base → max",
        help: "Rises to a rate that would be too large for long, then falls far below the start. The momentum moves the other way.",
        params: &[
            MAX_LR.param,
            TOTAL_STEPS.param,
            PCT_START.param,
            DIV_FACTOR.param,
            FINAL_DIV_FACTOR.param,
            THREE_PHASE.param,
            ANNEAL_STRATEGY.param,
            CYCLE_MOMENTUM.param,
            BASE_MOMENTUM.param,
            MAX_MOMENTUM.param,
        ],
        torch: || Torch {
            call: "OneCycle(optimizer, max_lr={max_lr}, total_steps={total_steps}, pct_start={pct_start}, \
                   anneal_strategy=\"{anneal_strategy}\", cycle_momentum={cycle_momentum}, \
                   base_momentum={base_momentum}, max_momentum={max_momentum}, div_factor={div_factor}, \
                   final_div_factor={final_div_factor}, three_phase=bool({three_phase}))",
            define: "
class OneCycle(torch.optim.lr_scheduler.OneCycleLR):
    def __init__(self, optimizer, cycle_momentum, **rest):  # no momentum stays no momentum
        momentum = optimizer.defaults.get(\"momentum\", \"betas\" in optimizer.defaults)
        super().__init__(optimizer, cycle_momentum=bool(cycle_momentum and momentum), **rest)

    def step(self, epoch=None):  # the last rate stays
        if self.last_epoch + 1 < self.total_steps:
            super().step(epoch)",
        },
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            max_lr: settings.get(&MAX_LR),
            total_steps: settings.get(&TOTAL_STEPS),
            pct_start: settings.get(&PCT_START),
            anneal: if settings.get(&ANNEAL_STRATEGY).id == "linear" { Anneal::Linear } else { Anneal::Cos },
            div_factor: settings.get(&DIV_FACTOR),
            final_div_factor: settings.get(&FINAL_DIV_FACTOR),
            three_phase: settings.get(&THREE_PHASE),
            momentum: settings
                .get(&CYCLE_MOMENTUM)
                .then(|| (settings.get(&BASE_MOMENTUM), settings.get(&MAX_MOMENTUM))),
        }
    }
}

impl Schedule for OneCycle {
    // Computed by PyTorch 2.15.0: `tests/reference/gen_examples.py`.
    #[cfg(test)]
    const EXAMPLES: &'static [super::Example] = &[
        super::Example {
            settings: "lr=0.5&optimizer=momentum",
            torch: r#"OneCycle(optimizer, max_lr=0.5, total_steps=1000, pct_start=0.3, anneal_strategy="cos", cycle_momentum=1, base_momentum=0.85, max_momentum=0.95, div_factor=25, final_div_factor=10000, three_phase=bool(0))"#,
            losses: &[],
            rates: &[
                0.02,
                0.0200132475211,
                0.0200529886219,
                0.0201192189151,
                0.0202119310892,
                0.0203311149091,
                0.0204767572174,
                0.0206488419358,
                0.0208473500668,
                0.0210722596959,
                0.0213235459939,
                0.02160118122,
                0.0219051347242,
            ],
            momentum: &[
                0.95,
                0.9499972401,
                0.949988960704,
                0.949975162726,
                0.94995584769,
                0.949931017727,
                0.94990067558,
                0.949864824597,
                0.949823468736,
                0.949776612563,
                0.949724261251,
                0.949666420579,
                0.949603096932,
            ],
        },
        super::Example {
            settings: "lr=0.5&optimizer=momentum&total_steps=10",
            torch: r#"OneCycle(optimizer, max_lr=0.5, total_steps=10, pct_start=0.3, anneal_strategy="cos", cycle_momentum=1, base_momentum=0.85, max_momentum=0.95, div_factor=25, final_div_factor=10000, three_phase=bool(0))"#,
            losses: &[],
            rates: &[
                0.02,
                0.26,
                0.5,
                0.475242316007,
                0.405872826975,
                0.305631010968,
                0.194370989032,
                0.0941291730251,
                0.0247596839933,
                2e-06,
            ],
            momentum: &[
                0.95,
                0.9,
                0.85,
                0.854951556605,
                0.868825509907,
                0.888873953302,
                0.911126046698,
                0.931174490093,
                0.945048443395,
                0.95,
            ],
        },
        super::Example {
            settings: "lr=0.5&optimizer=momentum&max_lr=2&total_steps=12&pct_start=0.25&anneal_strategy=linear&base_momentum=0.5&max_momentum=0.75&div_factor=10&final_div_factor=100&three_phase=1",
            torch: r#"OneCycle(optimizer, max_lr=2, total_steps=12, pct_start=0.25, anneal_strategy="linear", cycle_momentum=1, base_momentum=0.5, max_momentum=0.75, div_factor=10, final_div_factor=100, three_phase=bool(1))"#,
            losses: &[],
            rates: &[
                0.2,
                1.1,
                2.0,
                1.1,
                0.2,
                0.171714285714,
                0.143428571429,
                0.115142857143,
                0.0868571428571,
                0.0585714285714,
                0.0302857142857,
                0.002,
            ],
            momentum: &[0.75, 0.625, 0.5, 0.625, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75],
        },
    ];

    fn lr(&self, _: f64, step: u64, _: &[f64]) -> f64 {
        let first = self.max_lr / self.div_factor;
        self.along(step, [first, self.max_lr, first / self.final_div_factor])
    }

    fn momentum(&self, step: u64) -> Option<f64> {
        self.momentum.map(|(base, max)| self.along(step, [max, base, max]))
    }
}

impl OneCycle {
    /// The value at `step`, from the first of `values` to the second and then to the third.
    fn along(&self, step: u64, values: [f64; 3]) -> f64 {
        let total = self.total_steps.max(1) as f64;
        let rise = self.pct_start * total;
        let three: [Phase; 3] = [(rise - 1.0, [0, 1]), (2.0 * rise - 2.0, [1, 0]), (total - 1.0, [0, 2])];
        let two: [Phase; 2] = [(rise - 1.0, [0, 1]), (total - 1.0, [1, 2])];
        let phases: &[Phase] = if self.three_phase { &three } else { &two };
        let step = (step as f64).min(total - 1.0);
        let mut start = 0.0;
        for (end, [from, to]) in phases {
            if step <= *end {
                let share = if *end > start { (step - start) / (end - start) } else { 1.0 };
                return self.between(values[*from], values[*to], share);
            }
            start = *end;
        }
        values[2]
    }

    fn between(&self, from: f64, to: f64, share: f64) -> f64 {
        match self.anneal {
            Anneal::Cos => to + (from - to) * half_cosine(share),
            Anneal::Linear => (to - from) * share + from,
        }
    }
}

const fn share(key: &'static str, label: &'static str, help: &'static str, default: f64) -> Key<f64> {
    Key::new(Param {
        key,
        label,
        help,
        default: Default::Value(default),
        range: Range::Linear(0.0, 0.9999),
        ..Param::BASE
    })
}

const fn divisor(key: &'static str, label: &'static str, help: &'static str, default: f64) -> Key<f64> {
    Key::new(Param { key, label, help, default: Default::Value(default), range: Range::Log(1.0, 1e8), ..Param::BASE })
}

const fn switch(key: &'static str, label: &'static str, help: &'static str, default: f64) -> Key<bool> {
    Key::new(Param { key, label, help, default: Default::Value(default), range: Range::Switch, ..Param::BASE })
}
