//! Next-day volatility of the S&P 500 from the days before: real returns with real spikes.

use super::forecast::{ForecastInfo, Rule};
use super::{ChartKind, SequenceData, SequenceTask, Source, before};
use crate::datasets::market::{self, Market};
use crate::datasets::{File, Targets, standardise};
use crate::finance::garch::{self, Garch};
use crate::registry::{self, Default, Described, Item, Key, Opens, Param, Settings};
use crate::texts::data;
use std::f64::consts::FRAC_2_PI;
use std::ops::Range;

/// Rows are days in order of time, each with the window before it as input. All estimates (means and deviations, GARCH,
/// the scale from volatility to VIX) use training days only.
#[derive(Clone, Copy, Debug)]
pub struct SpxVolatility {
    target: Target,
    window: usize,
    sees_vix: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Absolute,
    Squared,
    Vix,
}

const TARGETS: &[Item] = &Item::all_for_build([
    Item {
        id: "absolute",
        label: "Absolute return",
        formula: "|r_(t+1)|",
        help: "How far the index moves, in per cent.",
        ..Item::BASE
    },
    Item {
        id: "squared",
        label: "Squared return",
        formula: "r²_(t+1)",
        help: "The square of the return. A few days outweigh all others.",
        ..Item::BASE
    },
    Item {
        id: "vix",
        label: "VIX",
        formula: "VIX_(t+1)",
        help: "The volatility that options imply for the coming month, in per cent per year. It hardly changes from day to day.",
        ..Item::BASE
    },
]);

const SEEN: &[Item] = &Item::all_for_build([
    Item { id: "both", label: "Returns and VIX", help: "Two numbers per day.", ..Item::BASE },
    Item { id: "returns", label: "Returns only", help: "The same data that EWMA and GARCH use.", ..Item::BASE },
]);

/// Trading days in a year.
const DAYS: f64 = 252.0;

const FORECAST: Key<&'static Item> = Key::new(Param {
    key: "forecast",
    label: "Forecast",
    help: "What the network predicts about the next day.",
    range: registry::Range::Choice(TARGETS),
    ..Param::BASE
});

const INPUTS: Key<&'static Item> = Key::new(Param {
    key: "inputs",
    label: "Inputs",
    help: "What the network sees of each day.",
    range: registry::Range::Choice(SEEN),
    ..Param::BASE
});

const WINDOW: Key<u64> = Key::new(Param {
    label: "Window",
    help: "Days that the network sees for each forecast.",
    unit: "days",
    default: Default::Value(22.0),
    range: registry::Range::Integer(2, 250),
    ..super::WINDOW.param
});

impl Described for SpxVolatility {
    const ITEM: Item = Item {
        id: "spx-volatility",
        label: "S&P 500 volatility",
        formula: "x_t = (r_t, ln VIX_t) standardised, t = T − window … T, asked for |r_(T+1)|, r²_(T+1) or VIX_(T+1)",
        facts: &[
            ("Data", "daily closes of the S&P 500 and its VIX, 1999 to 2018; the test set starts on 24 January 2008"),
            ("Rules", "last value; EWMA of RiskMetrics; GARCH(1,1) fitted by maximum likelihood to the training days"),
            ("Vanishing", "window=120: 120 days back, the gradient is 10¹⁹ times smaller than at the last day"),
            ("Exploding", "cell=rnn-relu&recurrent_init=identity&optimizer=sgd&lr=0.03: diverges by the third step"),
            (
                "Cure",
                "window=120&cell=lstm&forget_bias=4&clip=norm: the gradient reaches the whole window, and a spike is one step among others",
            ),
        ],
        help: "A recurrent network forecasts tomorrow's volatility from real days, 1999 to 2018. The last years are the test set. Compare its forecast with simple rules: volatility comes in clusters, but no method sees a spike before its first day. A batch with such a day has several times the usual gradient norm.",
        group: "Markets",
        params: &[FORECAST.param, INPUTS.param, WINDOW.param],
        defaults: &[
            ("test_share", "0.55"),
            ("hidden_layers", "1"),
            ("width", "16"),
            ("cell", "gru"),
            ("batch", "64"),
            ("optimizer", "adam"),
            ("lr", "0.003"),
            // Each point of the surface costs a pass through time.
            ("grid", "33"),
            ("grid_rows", "256"),
        ],
        opens: Opens::at(50),
        ..Item::BASE
    };

    fn build(settings: &Settings) -> Self {
        let target = match settings.get(&FORECAST).id {
            "squared" => Target::Squared,
            "vix" => Target::Vix,
            _ => Target::Absolute,
        };
        let sees_vix = settings.get(&INPUTS).id == "both";
        Self { target, window: settings.get(&WINDOW) as usize, sees_vix }
    }
}

impl SequenceTask for SpxVolatility {
    const FILE: Option<File> = Some(market::FILE);
    const CHART_KIND: ChartKind = ChartKind::Forecast;

    fn draw(&self, Source { test_share, file, known, .. }: Source) -> Result<SequenceData, String> {
        let market = Market::read(file)?;
        let (days, window) = (market.returns.len(), self.window);
        if days < window + 2 {
            return Err(data::spx_few_days(&(days + 1), &window).into());
        }
        let rows = days - window;
        // Without folds, means and deviations are of all days before the test set, the first window among them.
        let (from, to) = known.unwrap_or((0, before(rows, test_share)));
        let days_known = from..window + to;
        let truth = self.truth(&market);
        let mut features = vec![market.returns.clone()];
        if self.sees_vix {
            features.push(market.vix.iter().map(|vix| libm::log(*vix)).collect());
        }
        for feature in &mut features {
            standardise_by(feature, days_known.clone());
        }
        let inputs = (0..window).map(|t| features.iter().flat_map(|f| f[t..t + rows].iter().copied()).collect());
        let mut values = truth[window..].to_vec();
        let (mean, scale) = standardise_by(&mut values, from..to);
        let targets = Targets::Values { values, scale, unit: if self.target == Target::Squared { "%²" } else { "%" } };
        // A fold has no use for them.
        let mut rules = if known.is_some() { Vec::new() } else { self.rules(&market, &truth, days_known.end) };
        for rule in &mut rules {
            rule.forecast.drain(..window - 1);
        }
        let target = &TARGETS[self.target as usize];
        let what = (target.id, target.label);
        let forecast_info = ForecastInfo { what, mean, year: market.year[window..].to_vec(), rules };
        let data = SequenceData::new(rows, inputs.collect(), 1, targets);
        Ok(SequenceData { in_time: true, forecast_info: Some(forecast_info), ..data })
    }
}

impl SpxVolatility {
    /// The value to forecast, day by day.
    fn truth(&self, market: &Market) -> Vec<f64> {
        match self.target {
            Target::Absolute => market.returns.iter().map(|r| r.abs()).collect(),
            Target::Squared => market.returns.iter().map(|r| r * r).collect(),
            Target::Vix => market.vix.clone(),
        }
    }

    /// Each rule's forecast at the end of a day for the next one. `known` days are training days.
    fn rules(&self, market: &Market, truth: &[f64], known: usize) -> Vec<Rule> {
        let days = truth.len() - 1;
        let of_variance = |name, mut forecast: Vec<f64>| {
            forecast.truncate(days);
            match self.target {
                Target::Absolute => forecast.iter_mut().for_each(|h| *h = (FRAC_2_PI * *h).sqrt()),
                Target::Squared => {}
                Target::Vix => {
                    forecast.iter_mut().for_each(|h| *h = (DAYS * *h).sqrt());
                    // Options trade above realised volatility: scale by least squares over the training days.
                    let pairs = || forecast.iter().zip(&truth[1..]).take(known - 1);
                    let over: f64 = pairs().map(|(forecast, truth)| forecast * truth).sum();
                    let under: f64 = pairs().map(|(forecast, _)| forecast * forecast).sum();
                    let factor = if under > 0.0 { over / under } else { 1.0 };
                    forecast.iter_mut().for_each(|forecast| *forecast *= factor);
                }
            }
            Rule { name, forecast }
        };
        vec![
            Rule { name: "Last value", forecast: truth[..days].to_vec() },
            of_variance("EWMA, λ = 0.94", garch::riskmetrics(&market.returns, garch::LAMBDA)),
            of_variance("GARCH(1,1)", Garch::fit(&market.returns[..known]).forecasts(&market.returns)),
        ]
    }
}

/// Standardises by mean and standard deviation of the values in `known`; returns both.
fn standardise_by(values: &mut [f64], known: Range<usize>) -> (f64, f64) {
    let (mean, scale) = standardise(&mut values[known.clone()]);
    let others = (0..values.len()).filter(|k| !known.contains(k));
    others.for_each(|k| values[k] = (values[k] - mean) / scale);
    (mean, scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datasets::TEST_SHARE;
    use crate::datasets::market::year_of;
    use crate::objectives::ChartData;
    use crate::run::{AnyRun, Run, Status};

    fn run(text: &str, file: &[u8]) -> Run<f32> {
        let (settings, notices) = Settings::parse(&format!("scenario=spx-volatility&{text}"));
        assert_eq!(notices, [], "{text}");
        let AnyRun::F32(run) = AnyRun::new(&settings, Some(file)).expect("the file is whole") else { unreachable!() };
        run
    }

    fn draw(text: &str, file: &[u8]) -> SequenceData {
        let settings = Settings::parse(&format!("scenario=spx-volatility&{text}")).0;
        let source = Source { seed: 1, test_share: settings.get(&TEST_SHARE), file: Some(file), known: None };
        SpxVolatility::build(&settings).draw(source).expect("the file is whole")
    }

    fn forecasts(run: &Run<f32>) -> (Vec<f64>, Vec<f64>, Vec<Rule>) {
        let Some(ChartData::Forecast { year, forecast, rules, tested: true, .. }) = run.chart_data() else { panic!() };
        (year, forecast, rules)
    }

    /// The file with another close on one day.
    fn otherwise(date: &str) -> Vec<u8> {
        let text = std::str::from_utf8(market::FILE.bytes).expect("text");
        let changed = |line: &str| match line.starts_with(date) {
            true => format!("{date},500.00,99.00\n"),
            false => format!("{line}\n"),
        };
        text.lines().map(changed).collect::<String>().into_bytes()
    }

    #[test]
    fn what_comes_later_changes_no_earlier_forecast_nor_what_is_standardised() {
        for target in ["absolute", "squared", "vix"] {
            let text = format!("forecast={target}&window=5&width=3");
            let (was, is) = (market::FILE.bytes, otherwise("2012-06-15"));
            let day = year_of("2012-06-15");
            let (mut one, mut other) = (run(&text, was), run(&text, &is));
            one.step(5);
            other.step(5);
            assert_eq!(one.params(), other.params(), "training knows nothing of the days set aside");
            let ((year, a, rules_a), (_, b, rules_b)) = (forecasts(&one), forecasts(&other));
            // The forecast of that day is made the day before.
            let first = year.iter().position(|year| *year > day).expect("days after it");
            assert!(first > 1000 && a.len() > first + 1000);
            assert_eq!(a[..first], b[..first]);
            assert_ne!(a[first], b[first]);
            for (a, b) in rules_a.iter().zip(&rules_b) {
                assert_eq!(a.forecast[..first], b.forecast[..first], "{}", a.name);
                assert_ne!(a.forecast[first], b.forecast[first], "{}", a.name);
            }
            let (one, other) = (draw(&text, was), draw(&text, &is));
            let of = |data: &SequenceData| (data.forecast_info.as_ref().map(|o| o.mean), data.rows);
            let scale = |data: &SequenceData| match data.targets {
                Targets::Values { scale, .. } => scale,
                Targets::Classes { .. } => 0.0,
            };
            assert_eq!((of(&one), scale(&one)), (of(&other), scale(&other)));
            assert!(one.inputs[0].iter().zip(&other.inputs[0]).filter(|(a, b)| a != b).count() <= 3);
        }
    }

    #[test]
    fn a_row_is_the_days_before_the_one_that_is_asked_for_and_rules_speak_the_evening_before() {
        let data = draw("window=22&test_share=0.55&inputs=returns", market::FILE.bytes);
        let market = Market::read(Some(market::FILE.bytes)).expect("whole");
        let forecast_info = data.forecast_info.clone().expect("rules");
        let truth = data.truth();
        assert_eq!((data.rows, data.inputs.len(), data.in_time), (5007, 22, true));
        let (mean, scale) = standardise(&mut market.returns.clone()[..22 + 2253]);
        for row in [0, 1, 2252, 2253, 5006] {
            assert!((truth[row] - market.returns[22 + row].abs()).abs() < 1e-12);
            for (t, step) in data.inputs.iter().enumerate() {
                assert!((mean + scale * step[row] - market.returns[row + t]).abs() < 1e-12);
            }
            assert_eq!(forecast_info.year[row], market.year[22 + row]);
            assert_eq!(forecast_info.rules[0].forecast[row], market.returns[21 + row].abs());
        }
        // The test days begin early in 2008 and include all spikes.
        let (train, test) = data.split(0.55, 1);
        let test = test.expect("days set aside").forecast_info.expect("rules").year;
        assert_eq!((train.rows, test[0]), (2253, year_of("2008-01-24")));
        assert!(market::SPIKES.iter().all(|spike| test.contains(&year_of(spike.date))));
    }

    #[test]
    fn its_presets_vanish_explode_and_are_cured() {
        let file = market::FILE.bytes;
        let felt = |text: &str| {
            let run = run(text, file);
            let norms = run.through_time().expect("time").last().to_vec();
            norms[0] / norms[norms.len() - 1]
        };
        let (gru, lstm) = (felt("window=120"), felt("window=120&cell=lstm&forget_bias=4"));
        assert!(gru < 1e-18 && lstm > 0.1, "{gru} {lstm}");
        let exploding = "cell=rnn-relu&recurrent_init=identity&optimizer=sgd&lr=0.03";
        let ends = |text: &str| {
            let mut run = run(text, file);
            run.step(60);
            (run.frame().step, run.frame().status.clone())
        };
        let (free, clipped) = (ends(exploding), ends(&format!("{exploding}&clip=norm")));
        assert!(free.0 <= 3 && free.1 != Status::Running && clipped == (60, Status::Running), "{free:?} {clipped:?}");
    }

    #[test]
    fn training_beats_yesterdays_size_and_its_own_start() {
        let mut run = run("", market::FILE.bytes);
        let error = |run: &Run<f32>| {
            let mut work = run.objective().workspace(run.objective().test_rows());
            run.objective().readouts(run.params(), run.buffers(), &mut work)
        };
        let before = error(&run);
        run.step(150);
        let after = error(&run);
        let labels: Vec<&str> = after.iter().map(|readout| readout.label).collect();
        assert_eq!(labels, ["Training RMSE", "Test RMSE", "Last value", "EWMA, λ = 0.94", "GARCH(1,1)"]);
        assert!(after[1].value < before[1].value && after[1].value < after[2].value, "{after:?}");
        assert!(after.iter().all(|readout| readout.unit == "%"));
    }
}
