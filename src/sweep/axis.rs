//! A swept setting and its values, read from `KEY=VALUES`.
//!
//! VALUES is a list `a,b,c`, or a range `low..high:count`, evenly spaced, or `low..high:count:log`, evenly spaced on a
//! logarithmic scale. Where the setting takes whole numbers, a range has whole numbers, each once.

use crate::objectives::surfaces::expression::EXPRESSION;
use crate::registry::keys::{MAX_WIDTH, SEED};
use crate::registry::{Range, Settings};
use crate::schema::{Group, Kind, Setting, find};
use crate::texts::sweep as words;

/// Most values of one setting.
pub const MOST_VALUES: usize = 10_000;

/// A swept setting.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The setting.
    pub setting: &'static Setting,
    /// Its values in order, as a settings string has them.
    pub values: Vec<String>,
    /// Whether neighbours have about the same ratio, so that a logarithmic axis suits them.
    pub log: bool,
}

impl Axis {
    /// Reads `KEY=VALUES`.
    ///
    /// # Errors
    ///
    /// Names key and value, and says what is allowed.
    pub fn read(text: &str) -> Result<Self, String> {
        let (key, values) = text.split_once('=').ok_or_else(|| words::form(&text))?;
        let (key, values) = (key.trim(), values.trim());
        let setting = swept(key)?;
        let (values, log) = match values.split_once("..") {
            Some((low, rest)) => ranged(setting, values, low, rest)?,
            None => (listed(setting, values)?, false),
        };
        for (k, value) in values.iter().enumerate() {
            if values[..k].contains(value) {
                return Err(words::twice(&key, value).into());
            }
        }
        let log = log || numbers(&values).is_some_and(|numbers| are_geometric(&numbers));
        Ok(Self { setting, values, log })
    }

    /// The key.
    pub fn key(&self) -> &'static str {
        self.setting.id
    }

    /// The values as numbers; `None` if one of them is no number.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        numbers(&self.values)
    }

    /// The text from which [`Self::read`] makes the same axis.
    pub fn text(&self) -> String {
        format!("{}={}", self.key(), self.values.join(","))
    }
}

/// The setting of a key that can be swept.
fn swept(key: &str) -> Result<&'static Setting, String> {
    let Some(setting) = find(key) else {
        let mut notices = Vec::new();
        Settings::default().set(key, "", &mut notices);
        return Err(notices.into_iter().next().map(|notice| notice.message).unwrap_or_default());
    };
    if key == SEED.id() {
        return Err(words::seeds().into());
    }
    if setting.group == Group::View {
        return Err(words::of_view(&key).into());
    }
    match setting.kind {
        Kind::Choice(_) | Kind::Param(_) | Kind::Number(_) | Kind::Widths | Kind::Batch => Ok(setting),
        Kind::Expression if key == EXPRESSION.id() => Ok(setting),
        _ => Err(words::not_swept(&key).into()),
    }
}

/// The range of a setting's numbers.
fn range(setting: &Setting) -> Option<Range> {
    match setting.kind {
        Kind::Widths => Some(Range::Integer(1, MAX_WIDTH)),
        Kind::Batch => Some(Range::Integer(1, 50_000)),
        _ => setting.range(),
    }
}

fn listed(setting: &Setting, text: &str) -> Result<Vec<String>, String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if parts.len() > MOST_VALUES {
        return Err(words::many_values(&setting.id, &parts.len(), &MOST_VALUES).into());
    }
    parts
        .into_iter()
        .map(|part| match part {
            "" => Err(words::no_value(&setting.id, &text).into()),
            part => canonical(setting, part),
        })
        .collect()
}

/// A value as settings write it.
fn canonical(setting: &Setting, value: &str) -> Result<String, String> {
    let (mut settings, mut notices) = (Settings::default(), Vec::new());
    settings.set(setting.id, value, &mut notices);
    match notices.into_iter().next() {
        Some(notice) => Err(notice.message),
        None => Ok(settings.value(setting)),
    }
}

/// The values of `low..rest`, with `rest` as `high:count` or `high:count:log`.
fn ranged(setting: &Setting, whole: &str, low: &str, rest: &str) -> Result<(Vec<String>, bool), String> {
    let key = setting.id;
    let Some(range) = range(setting) else {
        let choices: Vec<&str> = setting.choices().iter().map(|item| item.id).collect();
        return Err(words::no_range(&key, &whole, &choices.join(", ")).into());
    };
    let malformed = || String::from(words::range_form(&key, &whole));
    let parts: Vec<&str> = rest.split(':').map(str::trim).collect();
    let (high, count, log) = match parts[..] {
        [high, count] => (high, count, false),
        [high, count, "log"] => (high, count, true),
        _ => return Err(malformed()),
    };
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(malformed);
    let (low, high) = (number(low)?, number(high)?);
    let count: f64 = count.parse().map_err(|_| malformed())?;
    if count.fract() != 0.0 || count < 2.0 {
        return Err(words::count(&key, &whole).into());
    }
    if count > MOST_VALUES as f64 {
        return Err(words::many_values(&key, &count, &MOST_VALUES).into());
    }
    if low >= high {
        return Err(words::order(&key, &whole, &low, &high).into());
    }
    if log && low <= 0.0 {
        return Err(words::log_from_zero(&key, &whole).into());
    }
    let is_whole = range.is_whole();
    let mut values: Vec<String> = Vec::new();
    for number in spaced([low, high], count as usize, log) {
        let number = if is_whole { number.round() } else { number };
        let text = canonical(setting, &number.to_string())?;
        if values.last() != Some(&text) {
            values.push(text);
        }
    }
    Ok((values, log))
}

/// `count` numbers from one end to the other, rounded so that they read well; both ends are exact.
pub fn spaced([low, high]: [f64; 2], count: usize, log: bool) -> Vec<f64> {
    let last = (count - 1) as f64;
    let at = |k: usize| match k {
        0 => low,
        k if k + 1 == count => high,
        k if log => rounded(low * libm::pow(high / low, k as f64 / last), 6),
        k => rounded(low + (high - low) * (k as f64 / last), 12),
    };
    (0..count).map(at).collect()
}

/// A number with this many significant digits.
fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

fn numbers(values: &[String]) -> Option<Vec<f64>> {
    values.iter().map(|value| value.parse().ok().filter(|number: &f64| number.is_finite())).collect()
}

/// Whether at least three positive numbers span more than a factor of eight, with about the same ratio between neighbours.
fn are_geometric(numbers: &[f64]) -> bool {
    if numbers.len() < 3 || numbers.iter().any(|number| *number <= 0.0) {
        return false;
    }
    let ratios = || numbers.windows(2).map(|pair| pair[1] / pair[0]);
    let (least, most) = ratios().fold((f64::INFINITY, 0.0_f64), |(low, high), ratio| (low.min(ratio), high.max(ratio)));
    least > 1.2 && most < 2.6 * least && numbers[numbers.len() - 1] > 8.0 * numbers[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Axis::read(text).expect(text).values
    }

    #[test]
    fn lists_and_ranges_have_the_values_that_are_written() {
        assert_eq!(values("activation=relu, tanh"), ["relu", "tanh"]);
        assert_eq!(values("lr=0.1,0.20,3"), ["0.1", "0.2", "3"]);
        assert_eq!(values("lr=0.1..0.5:5"), ["0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(values("lr=0.001..10:5:log"), ["0.001", "0.01", "0.1", "1", "10"]);
        assert_eq!(values("hidden_layers=1..8:4"), ["1", "3", "6", "8"]);
        assert_eq!(values("hidden_layers=1..4:16:log"), ["1", "2", "3", "4"]);
        assert_eq!(values("width=2..32:5:log"), ["2", "4", "8", "16", "32"]);
        assert_eq!(values("batch=4,full"), ["4", "full"]);
        let axis = Axis::read("lr=0.003..0.7:9:log").expect("a range");
        assert_eq!(Axis::read(&axis.text()).expect("a list").values, axis.values);
        assert!(axis.log && Axis::read(&axis.text()).expect("a list").log && !Axis::read("lr=1,2,3").expect("").log);
    }

    #[test]
    fn what_is_wrong_is_said_with_key_value_and_choices() {
        for (text, says) in [
            ("lr", &["lr", "KEY=VALUES"][..]),
            ("lrr=1,2", &["“lrr”", "the nearest are lr"]),
            ("seed=1,2", &["--seeds"]),
            ("grid=33,65", &["grid", "drawn"]),
            ("race=optimizer:adam", &["race"]),
            ("activation=relu,rellu", &["activation", "“rellu”", "relu"]),
            ("activation=a..b:3", &["activation", "a..b:3", "relu, "]),
            ("lr=1,2,1", &["lr", "1", "twice"]),
            ("lr=1,,2", &["lr", "1,,2"]),
            ("lr=1e9,2", &["lr", "1e9", "0 to 1000"]),
            ("lr=0.1..1", &["lr", "0.1..1", "low..high:count"]),
            ("lr=0.1..1:2:exp", &["low..high:count"]),
            ("lr=a..1:2", &["low..high:count"]),
            ("lr=0.1..1:1", &["lr", "0.1..1:1", "2"]),
            ("lr=0.1..1:2.5", &["2"]),
            ("lr=1..0.1:3", &["lr", "1", "0.1"]),
            ("lr=0..1:3:log", &["lr", "0..1:3:log", "0"]),
            ("lr=0.1..1:1000000000", &["lr", "1000000000", "10000"]),
            ("hidden_layers=1..99:3", &["hidden_layers", "99", "0 to 64"]),
        ] {
            let error = Axis::read(text).expect_err(text);
            for part in says {
                assert!(error.contains(part), "{text}: {error}");
            }
        }
    }
}
