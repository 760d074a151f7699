//! Round numbers along an axis, and how they are written there.

use crate::math::order::sort_few;
use serde::Serialize;

/// A round number and its position: 0 at the low end of the axis, 1 at the high end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tick {
    /// Position along the axis.
    pub at: f64,
    /// The number as text.
    pub label: String,
}

/// Most ticks on an axis.
const MAX_TICKS: usize = 5;
/// Fewest ticks on an axis with a non-empty range.
const MIN_TICKS: usize = 3;

/// Three to five multiples of a round step on a linear axis from `low` to `high`.
pub fn linear_ticks(low: f64, high: f64) -> Vec<Tick> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return Vec::new();
    }
    let decade = libm::exp10(libm::floor(libm::log10(span)) - 1.0);
    if decade == 0.0 {
        return Vec::new();
    }
    // A little slack, so that an end that is round up to rounding errors gets its tick.
    let slack = 1e-9 * span;
    let multiples = |step: f64| {
        let first = libm::ceil((low - slack) / step);
        let last = libm::floor((high + slack) / step);
        (first, ((last - first) as usize).saturating_add(1))
    };
    let fits = |step: &f64| (MIN_TICKS..=MAX_TICKS).contains(&multiples(*step).1);
    let round = [1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0];
    // Less round steps for the few ranges that the round ones miss: neighbouring steps differ by at most 5/3.
    let less_round = [1.5, 4.0, 7.5, 15.0, 30.0, 40.0];
    let Some(step) = round.into_iter().chain(less_round).map(|step| step * decade).find(fits) else {
        return Vec::new();
    };
    let (first, count) = multiples(step);
    (0..count)
        .map(|k| {
            let value = (first + k as f64) * step;
            Tick { at: ((value - low) / span).clamp(0.0, 1.0), label: number_on_axis(value, step) }
        })
        .collect()
}

/// Powers of ten between `low` and `high`, and 2 and 5 times those if there is room; `height` gives the position of
/// each value. Of two ticks that would touch, the rounder one stays. A long stretch without a tick gets the roundest
/// number in it.
pub fn log_ticks(low: f64, high: f64, height: impl Fn(f64) -> f64) -> Vec<Tick> {
    let mut ticks: Vec<(f64, f64)> = Vec::new();
    let mut offer = |value: f64| {
        let at = height(value);
        let free = ticks.iter().all(|&(_, other)| (at - other).abs() >= MIN_GAP);
        if (low..=high).contains(&value) && at.is_finite() && free && ticks.len() < MAX_TICKS {
            ticks.push((value, at));
        }
    };
    let largest = high.abs().max(low.abs());
    let top = if largest > 0.0 { libm::floor(libm::log10(largest)) as i32 } else { 0 };
    let decades = || (0..40).map(|down| libm::exp10(f64::from(top - down)));
    // Even strides first, counted from the highest power of ten, with the shortest stride that leaves a large enough
    // gap.
    let highest = libm::exp10(f64::from(top));
    let stride = (1..20)
        .find(|&stride| {
            let next = libm::exp10(f64::from(top - stride));
            next >= low && (height(highest.min(high)) - height(next)).abs() >= MIN_GAP
        })
        .unwrap_or(1);
    for power in decades().step_by(stride as usize) {
        offer(power);
    }
    offer(0.0);
    for factor in [1.0, 2.0, 5.0] {
        for power in decades().take(6) {
            offer(factor * power);
            offer(-factor * power);
        }
    }
    let mut ticks: Vec<Tick> = ticks.into_iter().map(|(value, at)| Tick { at, label: number(value) }).collect();
    let by_height = |one: &Tick, other: &Tick| one.at.total_cmp(&other.at);
    sort_few(&mut ticks, by_height);
    while ticks.len() < MAX_TICKS {
        let Some(between) = bare(&ticks) else { break };
        ticks.push(roundest(low, high, &height, between));
        sort_few(&mut ticks, by_height);
    }
    ticks
}

/// Smallest distance between ticks, as a share of the axis.
const MIN_GAP: f64 = 0.17;
/// Longest stretch without a tick, in the middle of the axis and at its ends.
const MAX_BARE: [f64; 2] = [0.45, 0.3];

/// The longest stretch without a tick: the range in which one may be put, and the middle of the stretch.
fn bare(ticks: &[Tick]) -> Option<[f64; 3]> {
    let ends = (0..=ticks.len()).map(|k| {
        let from = k.checked_sub(1).map(|k| ticks[k].at);
        let to = ticks.get(k).map(|tick| tick.at);
        let most = if from.is_some() && to.is_some() { MAX_BARE[0] } else { MAX_BARE[1] };
        (to.unwrap_or(1.0) - from.unwrap_or(0.0) - most, from, to)
    });
    let (_, from, to) = ends.filter(|end| end.0 > 0.0).max_by(|one, other| one.0.total_cmp(&other.0))?;
    let middle = match (from, to) {
        // At the end itself, so that one tick is enough there.
        (None, Some(to)) => 0.25 * to,
        (Some(from), None) => 1.0 - 0.25 * (1.0 - from),
        _ => 0.5 * (from.unwrap_or(0.0) + to.unwrap_or(1.0)),
    };
    Some([from.map_or(0.0, |at| at + MIN_GAP), to.map_or(1.0, |at| at - MIN_GAP), middle])
}

/// The roundest number with a height between `from` and `to`; of equally round ones, the one nearest to `middle`.
fn roundest(low: f64, high: f64, height: &impl Fn(f64) -> f64, [from, to, middle]: [f64; 3]) -> Tick {
    // Heights increase with the numbers, so bisection finds the number at a height.
    let at_height = |at: f64| {
        let (mut below, mut above) = (low, high);
        for _ in 0..60 {
            let half = 0.5 * (below + above);
            if height(half) < at { below = half } else { above = half }
        }
        0.5 * (below + above)
    };
    let (least, most, ideal) = (at_height(from), at_height(to), at_height(middle));
    let top = libm::floor(libm::log10(least.abs().max(most.abs()).max(f64::MIN_POSITIVE))) as i32;
    for power in 0..12 {
        let unit = libm::exp10(f64::from(top - power));
        for step in [5.0 * unit, 2.0 * unit, unit] {
            let (first, last) = (libm::ceil(least / step), libm::floor(most / step));
            if first <= last {
                let value = libm::round(ideal / step).clamp(first, last) * step;
                return Tick { at: height(value), label: number_on_axis(value, unit) };
            }
        }
    }
    Tick { at: height(ideal), label: number(ideal) }
}

/// A number with up to three significant digits; powers of ten beyond five digits.
pub fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".into() } else { "–".into() };
    }
    let exponent = libm::floor(libm::log10(value.abs()) + 1e-12) as i32;
    number_on_axis(value, libm::exp10(f64::from(exponent - 1)))
}

/// A multiple of `step` with as many digits as the step needs.
fn number_on_axis(value: f64, step: f64) -> String {
    if value.abs() < 0.5 * step {
        return "0".into();
    }
    let sign = if value < 0.0 { "−" } else { "" };
    let size = value.abs();
    let exponent = libm::floor(libm::log10(size) + 1e-12) as i32;
    // One digit more than the leading one of the step, for steps such as 0.25; trailing zeros are removed.
    let finest = libm::floor(libm::log10(step) + 1e-12) as i32 - 1;
    if (-3..5).contains(&exponent) {
        format!("{sign}{}", decimals(size, -finest))
    } else {
        let mantissa = decimals(size / libm::exp10(f64::from(exponent)), exponent - finest);
        let times = if mantissa == "1" { String::new() } else { format!("{mantissa}×") };
        format!("{sign}{times}10{}", superscript(exponent))
    }
}

/// `value` with at most `places` decimals and no trailing zeros.
fn decimals(value: f64, places: i32) -> String {
    let text = format!("{value:.*}", places.clamp(0, 9) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn superscript(exponent: i32) -> String {
    let raised = |digit: char| match digit {
        '-' => '⁻',
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        _ => '⁹',
    };
    exponent.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn a_linear_axis_gets_three_to_five_round_numbers_within_it() {
        assert_eq!(labels(&linear_ticks(0.0, 1.0)), ["0", "0.25", "0.5", "0.75", "1"]);
        assert_eq!(labels(&linear_ticks(-2.0, 2.0)), ["−2", "−1", "0", "1", "2"]);
        for k in 0..400 {
            let low = -3.0 + 0.017 * f64::from(k);
            for span in [1e-7, 0.0123, 0.69, 1.0, 3.7, 5.2, 11.0, 890.0, 1e9] {
                let ticks = linear_ticks(low, low + span);
                assert!((MIN_TICKS..=MAX_TICKS).contains(&ticks.len()), "{low} {span}: {ticks:?}");
                assert!(ticks.iter().all(|tick| (0.0..=1.0).contains(&tick.at)));
                assert!(ticks.windows(2).all(|pair| pair[0].at < pair[1].at));
            }
        }
    }

    #[test]
    fn an_empty_range_gets_no_ticks() {
        for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (0.0, 5e-324)] {
            assert_eq!(linear_ticks(low, high), [], "{low} {high}");
        }
    }

    #[test]
    fn a_logarithmic_axis_is_marked_at_powers_of_ten() {
        let height = |low: f64, high: f64| {
            move |v: f64| (libm::log10(v) - libm::log10(low)) / (libm::log10(high) - libm::log10(low))
        };
        assert_eq!(labels(&log_ticks(0.02, 3609.0, height(0.02, 3609.0))), ["0.1", "1", "10", "100", "1000"]);
        assert_eq!(labels(&log_ticks(1e-9, 10.0, height(1e-9, 10.0))), ["10⁻⁷", "10⁻⁵", "0.001", "0.1", "10"]);
        assert_eq!(labels(&log_ticks(0.3, 8.0, height(0.3, 8.0))), ["0.5", "1", "2", "5"]);
    }

    #[test]
    fn no_long_stretch_of_a_logarithmic_axis_is_without_a_tick() {
        let lows = [-40.0_f64, -1.0, 1e-9, 0.003, 0.68, 3.9, 120.0, 7e5];
        for (low, factor) in lows.into_iter().flat_map(|low| [1.2, 3.0, 9.0, 40.0, 3e3, 1e9_f64].map(|f| (low, f))) {
            for share in [0.0, 0.001, 0.03, 0.4] {
                let high = low + low.abs() * (factor - 1.0);
                let shift =
                    share * (high - low) - if low > 0.0 { 0.0 } else { low } + if low > 0.0 { 0.0 } else { 1e-6 };
                let log = |value: f64| libm::log10(value + shift);
                let ticks = log_ticks(low, high, |value| (log(value) - log(low)) / (log(high) - log(low)));
                let places: Vec<f64> = ticks.iter().map(|tick| tick.at).collect();
                assert!((2..=MAX_TICKS).contains(&places.len()), "{low} {high} {shift}: {ticks:?}");
                assert!(
                    places.windows(2).all(|pair| (0.1..0.46).contains(&(pair[1] - pair[0]))),
                    "{low} {high} {shift}: {ticks:?}"
                );
                assert!(
                    places[0] <= 0.3 + 1e-9 && places[places.len() - 1] >= 0.7 - 1e-9,
                    "{low} {high} {shift}: {ticks:?}"
                );
            }
        }
    }

    #[test]
    fn numbers_are_short() {
        let cases = [
            (0.0, "0"),
            (12.345, "12.3"),
            (-0.5, "−0.5"),
            (1000.0, "1000"),
            (0.001, "0.001"),
            (1e-4, "10⁻⁴"),
            (2e7, "2×10⁷"),
            (1e30, "10³⁰"),
            (1.23e12, "1.23×10¹²"),
            (0.712_345, "0.712"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
