//! A series with changing regimes: what the network learned in one is wrong in the next.

use super::regimes::Regimes;
use super::{ChartKind, SequenceData, SequenceTask, Source};
use crate::datasets::Targets;
use crate::math::random::{Purpose, Stream};
use crate::registry::{Default, Described, Item, Key, Opens, Param, Range, Settings};

/// A first-order autoregressive series whose coefficient changes sign and whose noise changes scale at every regime
/// change. Rows are days in order of time, and so are batches: the regime changes while the network learns.
#[derive(Clone, Copy, Debug)]
pub struct RegimeSwitch {
    points: usize,
    window: usize,
    regime: usize,
    scale: f64,
}

/// The coefficient: φ while the series trends, −φ while it reverts.
const PHI: f64 = 0.8;

const POINTS: Key<u64> = Key::new(Param {
    label: "Days",
    help: "Number of days to forecast. After the last day, the series starts again.",
    default: Default::Value(16_384.0),
    range: Range::Integer(2, 50_000),
    ..super::POINTS.param
});

const WINDOW: Key<u64> = Key::new(Param {
    label: "Window",
    help: "Days that the network sees for each forecast.",
    unit: "days",
    default: Default::Value(8.0),
    range: Range::Integer(2, 250),
    ..super::WINDOW.param
});

/// Days from one regime change to the next.
pub const REGIME: Key<u64> = Key::new(Param {
    key: "regime",
    label: "Regime length",
    help: "Days from one regime change to the next.",
    unit: "days",
    default: Default::Value(4096.0),
    range: Range::Integer(1, 50_000),
    ..Param::BASE
});

const TURN_SCALE: Key<f64> = Key::new(Param {
    key: "turn_scale",
    label: "Reverting noise s",
    help: "Standard deviation of the noise in the reverting regime, relative to the trending regime.",
    default: Default::Value(3.0),
    range: Range::Log(0.01, 100.0),
    ..Param::BASE
});

impl Described for RegimeSwitch {
    const ITEM: Item = Item {
        id: "regime-switch",
        label: "Changing regimes (synthetic)",
        formula: "x_(t+1) = ±0.8 x_t + σ z_t, z_t ~ N(0, 1); the sign and σ (1 or s) turn every so many days",
        facts: &[
            ("Data", "synthetic and seeded; the smallest possible loss of each regime is known: σ²"),
            (
                "Vanishing",
                "window=60&recurrent_init=orthogonal&recurrent_gain=0.5: no gradient reaches two months back, and none needs to",
            ),
            (
                "Stalling",
                "turn_scale=30: back among small moves, Adam still divides by the gradients of the previous regime; beta2=0.9 forgets them",
            ),
            (
                "Exploding",
                "cell=rnn-relu&turn_scale=10&optimizer=sgd&lr=0.01: good until the first regime change, diverged after 300 steps",
            ),
            ("Cure", "cell=rnn-relu&turn_scale=10&optimizer=sgd&lr=0.01&clip=norm: still running after 400 steps"),
            ("Comparison", "the race “Adam and SGD as the regime changes”"),
        ],
        help: "In one regime the series trends, in the other it reverts. Batches come in the order of time, a few days apart. Watch the loss jump at every regime change, and how long an optimizer takes to adapt. Watch Adam: it remembers the size of the gradients of the previous regime.",
        group: "Markets",
        params: &[POINTS.param, WINDOW.param, REGIME.param, TURN_SCALE.param],
        defaults: &[
            ("hidden_layers", "1"),
            ("width", "8"),
            ("cell", "rnn-tanh"),
            ("batch", "16"),
            ("optimizer", "adam"),
            ("lr", "0.01"),
            ("grid", "33"),
            ("grid_rows", "1000"),
        ],
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            points: settings.get(&POINTS) as usize,
            window: settings.get(&WINDOW) as usize,
            regime: settings.get(&REGIME) as usize,
            scale: settings.get(&TURN_SCALE),
        }
    }
}

impl SequenceTask for RegimeSwitch {
    const CHART_KIND: ChartKind = ChartKind::Regimes;

    fn draw(&self, Source { seed, .. }: Source) -> Result<SequenceData, String> {
        let Self { points, window, regime, scale } = *self;
        let mut random = Stream::new(seed, Purpose::Data, 0);
        // The window before the first day belongs to its regime.
        let of = |day: usize| (day.saturating_sub(window) / regime % 2) as u8;
        let mut x = random.normal() / (1.0 - PHI * PHI).sqrt();
        let next = |day: usize| {
            let (phi, sigma) = if of(day) == 0 { (PHI, 1.0) } else { (-PHI, scale) };
            x = phi * x + sigma * random.normal();
            x
        };
        let series: Vec<f64> = (0..points + window).map(next).collect();
        let inputs = (0..window).map(|t| series[t..t + points].to_vec()).collect();
        let targets = Targets::Values { values: series[window..].to_vec(), scale: 1.0, unit: "daily deviations" };
        let regimes = Regimes {
            names: ["trending", "reverting"],
            best: [1.0, scale * scale],
            of: (window..points + window).map(of).collect(),
        };
        let data = SequenceData::new(points, inputs, 1, targets);
        Ok(SequenceData { in_time: true, regimes: Some(regimes), ..data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{AnyRun, Run, Status};

    /// Least-squares coefficient and mean squared residual over the rows of a regime.
    fn fitted(data: &SequenceData, regime: u8) -> (f64, f64) {
        let Targets::Values { values, .. } = &data.targets else { panic!("numbers are asked for") };
        let regimes = data.regimes.as_ref().expect("regimes");
        let last = data.inputs.last().expect("a window");
        let rows = || (0..data.rows).filter(|row| regimes.of[*row] == regime);
        let phi = rows().map(|k| last[k] * values[k]).sum::<f64>() / rows().map(|k| last[k] * last[k]).sum::<f64>();
        let left = rows().map(|k| (values[k] - phi * last[k]) * (values[k] - phi * last[k])).sum::<f64>();
        (phi, left / rows().count() as f64)
    }

    #[test]
    fn each_regime_has_its_coefficient_and_is_forecast_no_better_than_it_says() {
        let (settings, _) = Settings::parse("scenario=regime-switch&points=40000&regime=500&turn_scale=5");
        let data = RegimeSwitch::build(&settings).draw(Source { seed: 3, ..Source::default() }).expect("no file");
        let regimes = data.regimes.clone().expect("regimes");
        for (regime, sign) in [(0, 1.0), (1, -1.0)] {
            let (phi, left) = fitted(&data, regime);
            // Three standard errors of 20,000 days.
            assert!((phi - sign * PHI).abs() < 0.013, "{phi}");
            assert!((left / regimes.best[usize::from(regime)] - 1.0).abs() < 0.03, "{left}");
        }
        let turns: Vec<usize> = (1..data.rows).filter(|row| regimes.of[*row] != regimes.of[row - 1]).collect();
        assert!(turns.iter().enumerate().all(|(k, row)| *row == 500 * (k + 1)) && turns.len() == 79);
    }

    fn run(text: &str, steps: u64) -> Run<f32> {
        let (settings, notices) = Settings::parse(&format!("scenario=regime-switch&{text}"));
        assert_eq!(notices, [], "{text}");
        let AnyRun::F32(mut run) = AnyRun::new(&settings, None).expect("no file") else { unreachable!() };
        run.step(steps);
        run
    }

    #[test]
    fn batches_come_in_the_order_of_time_and_the_loss_jumps_where_the_regime_turns() {
        let run = run("", 300);
        assert_eq!(run.batch_rows(256), (4096..4112).collect::<Vec<u32>>());
        assert_eq!(run.batch_rows(1024), (0..16).collect::<Vec<u32>>());
        let mean = |steps: std::ops::Range<u64>| {
            let losses = steps.clone().map(|step| run.history().at(step).expect("recorded").loss());
            losses.sum::<f64>() / (steps.end - steps.start) as f64
        };
        // The smallest possible loss is 1 before the change and 9 after it.
        let (before, after) = (mean(240..256), mean(256..260) / 9.0);
        assert!(before < 1.3 && after > 3.0, "{before} {after}");
    }

    #[test]
    fn adam_stands_still_among_small_moves_and_a_clip_cures_an_explosion() {
        // Of the head, at the end of the second trending regime.
        let moved = |text: &str| {
            let run = run(text, 760);
            let head = run.frame().layers.last().expect("a head").update_ratio;
            head.expect("it goes on")
        };
        let (vanishing, cured) = (moved("turn_scale=30"), moved("turn_scale=30&beta2=0.9"));
        assert!(vanishing < 1e-4 && cured > 4.0 * vanishing, "{vanishing} {cured}");
        let exploding = "cell=rnn-relu&turn_scale=10&optimizer=sgd&lr=0.01";
        let (free, clipped) = (run(exploding, 1000), run(&format!("{exploding}&clip=norm"), 1000));
        assert!((256..280).contains(&free.frame().step), "{}", free.frame().step);
        assert!(free.frame().status != Status::Running && clipped.frame().status == Status::Running);
    }
}
