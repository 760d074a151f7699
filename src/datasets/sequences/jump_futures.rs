//! A future with a jump-diffusion price (R. C. Merton 1976): normal returns with occasional jumps.

use super::{SequenceData, SequenceTask, Source};
use crate::datasets::Targets;
use crate::math::random::{Purpose, Stream};
use crate::registry::{Default, Described, Item, Key, Opens, Param, Range, Settings};

/// r = z + Σ jumps, in units of an ordinary day's standard deviation. The target is the absolute return of the next
/// day.
#[derive(Clone, Copy, Debug)]
pub struct JumpFutures {
    points: usize,
    window: usize,
    size: f64,
    rate: f64,
}

const POINTS: Key<u64> = Key::new(Param {
    label: "Days",
    help: "Number of days to forecast, each from the window before it.",
    default: Default::Value(512.0),
    range: Range::Integer(2, 50_000),
    ..super::POINTS.param
});

const WINDOW: Key<u64> = Key::new(Param {
    label: "Window",
    help: "Days that the network sees for each forecast.",
    default: Default::Value(20.0),
    range: Range::Integer(2, 250),
    ..super::WINDOW.param
});

const JUMP_SIZE: Key<f64> = Key::new(Param {
    key: "jump_size",
    label: "Jump size s",
    help: "Standard deviation of a jump, relative to an ordinary day.",
    default: Default::Value(20.0),
    range: Range::Log(0.0, 1000.0),
    ..Param::BASE
});

const JUMP_RATE: Key<f64> = Key::new(Param {
    key: "jump_rate",
    label: "Jump rate λ",
    help: "Average number of jumps per day.",
    default: Default::Value(0.01),
    range: Range::Linear(0.0, 1.0),
    ..Param::BASE
});

impl Described for JumpFutures {
    const ITEM: Item = Item {
        id: "jump-futures",
        label: "A future with jumps (synthetic)",
        formula: "r_t = z_t + Σ_(k ≤ N_t) J_k, N_t ~ Poisson(λ), J_k ~ N(0, s²), asked for |r_(t+1)|",
        facts: &[
            ("Data", "synthetic and seeded: Merton's jump diffusion, not prices of a real market"),
            ("Watch", "the gradient norm of a batch with a jump: it grows with the square of the jump"),
            (
                "Vanishing",
                "window=60: almost no gradient reaches two months back; nothing is lost, because days are independent",
            ),
            ("Exploding", "jump_size=300: a single jump throws the weights far off, and the run diverges"),
            (
                "Cure",
                "jump_size=300&recurrent_init=identity&clip=norm: the same jump causes a step of the usual length",
            ),
            ("Like a crypto future", "jump_size=5&jump_rate=0.03: also synthetic"),
        ],
        help: "A recurrent network forecasts the size of tomorrow's price move from the previous days. Most days are alike. A jump makes the squared error and its gradient explode, and without clipping one such batch can undo the training. With clipping it is one step among others.",
        group: "Markets",
        params: &[POINTS.param, WINDOW.param, JUMP_SIZE.param, JUMP_RATE.param],
        defaults: &[("hidden_layers", "1"), ("width", "16"), ("cell", "rnn-relu"), ("lr", "0.01"), ("batch", "32")],
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        Self {
            points: settings.get(&POINTS) as usize,
            window: settings.get(&WINDOW) as usize,
            size: settings.get(&JUMP_SIZE),
            rate: settings.get(&JUMP_RATE),
        }
    }
}

impl SequenceTask for JumpFutures {
    fn draw(&self, Source { seed, .. }: Source) -> Result<SequenceData, String> {
        let mut random = Stream::new(seed, Purpose::Data, 0);
        let returns: Vec<f64> = (0..self.points + self.window)
            .map(|_| {
                let ordinary = random.normal();
                let jumps = poisson(self.rate, &mut random);
                ordinary + (0..jumps).map(|_| self.size * random.normal()).sum::<f64>()
            })
            .collect();
        Ok(windows(&returns, self.window))
    }
}

/// Every day's absolute return with the days before it as inputs, in order of time.
fn windows(returns: &[f64], window: usize) -> SequenceData {
    let rows = returns.len() - window;
    let inputs = (0..window).map(|t| returns[t..t + rows].to_vec()).collect();
    let values = returns[window..].iter().map(|r| r.abs()).collect();
    let targets = Targets::Values { values, scale: 1.0, unit: "daily deviations" };
    SequenceData { in_time: true, ..SequenceData::new(rows, inputs, 1, targets) }
}

/// A Poisson draw (D. E. Knuth, "The Art of Computer Programming", volume 2, section 3.4.1).
fn poisson(rate: f64, random: &mut Stream) -> u32 {
    let (limit, mut product, mut count) = (libm::exp(-rate), random.uniform(), 0);
    while product > limit {
        product *= random.uniform();
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{AnyRun, Status};

    #[test]
    fn a_window_ends_the_day_before_the_one_that_is_asked_for() {
        let returns: Vec<f64> = (0..10).map(f64::from).collect();
        let data = windows(&returns, 3);
        let Targets::Values { values, .. } = &data.targets else { panic!() };
        assert_eq!((data.rows, data.in_time), (7, true));
        for row in 0..7 {
            for step in &data.inputs {
                assert!(step[row] < values[row], "day {row} is told of what comes");
            }
            assert_eq!(data.inputs[2][row] + 1.0, values[row]);
        }
    }

    /// On 12 March 2020, Bitcoin lost nearly 40 %, about twelve ordinary standard deviations: the largest fall in ten
    /// years.
    #[test]
    fn the_largest_move_in_ten_years_of_the_crypto_preset_is_a_dozen_ordinary_days() {
        let (_, preset) =
            JumpFutures::ITEM.facts.iter().find(|(name, _)| name.contains("crypto")).expect("it is there");
        let settings = Settings::parse(preset.split(':').next().expect("settings")).0;
        let years = JumpFutures { points: 3650, window: 1, ..JumpFutures::build(&settings) };
        let mut largest: Vec<f64> = (1..=21)
            .map(|seed| {
                let Targets::Values { values, .. } =
                    years.draw(Source { seed, ..Source::default() }).expect("none is read").targets
                else {
                    panic!("numbers are asked for")
                };
                values.into_iter().fold(0.0, f64::max)
            })
            .collect();
        largest.sort_by(f64::total_cmp);
        assert!((10.0..16.0).contains(&largest[10]), "{largest:?}");
    }

    #[test]
    fn jumps_come_as_often_as_they_should() {
        let mut random = Stream::new(3, Purpose::Data, 1);
        let count: u32 = (0..100_000).map(|_| poisson(0.02, &mut random)).sum();
        // Three standard errors of 2,000.
        assert!((f64::from(count) - 2000.0).abs() < 135.0, "{count}");
    }

    #[test]
    fn where_jumps_are_large_runs_are_lost_without_a_clip_and_none_with_one() {
        let lost = |clip: &str| {
            let lost = |seed: &u64| {
                let text = format!("scenario=jump-futures&jump_size=100&points=256&seed={seed}&{clip}");
                let mut run = AnyRun::new(&Settings::parse(&text).0, None).expect("no file is needed");
                run.step(200);
                run.frame().status != Status::Running
            };
            (1..=5).filter(lost).count()
        };
        let (free, clipped) = (lost("clip=none"), lost("clip=norm&threshold=1"));
        println!("lost without a clip {free} of 5, with one {clipped}");
        assert!(free >= 3 && clipped == 0, "{free} {clipped}");
    }
}
