//! Round numbers for an axis, and how they are written.

use super::figure::{Scale, Tick};

/// At most about `most` round numbers between `low` and `high`, which must be finite, ordered and, on a logarithmic
/// axis, positive. The labels of one call match: all with the same number of decimals, or all as powers of ten.
pub fn ticks(scale: Scale, low: f64, high: f64, most: usize) -> Vec<Tick> {
    let most = most.clamp(1, 50);
    match scale {
        // A single number gives no scale, so rather use a few more than asked for; they are thinned if too wide.
        Scale::Linear => {
            let enough = (most..most + 8).map(|most| linear(low, high, most)).find(|ticks| ticks.len() > 1);
            enough.unwrap_or_else(|| linear(low, high, most))
        }
        Scale::Log10 => powers(low, high, most),
    }
}

/// `value` as standalone text with about `digits` significant digits: `0.001`, `12,500`, `3.2×10⁻⁷`.
pub fn number(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".into() } else { value.to_string() };
    }
    let exponent = exponent_of(value);
    if (-3..7).contains(&exponent) {
        let decimals = digits as i32 - 1 - exponent;
        // Digits before the decimal point beyond `digits` become zeros.
        let unit = if decimals < 0 { libm::pow(10.0, f64::from(-decimals)) } else { 1.0 };
        let value = if decimals < 0 { (value / unit).round() * unit } else { value };
        trim_zeros(&plain(value, decimals.clamp(0, 12) as usize)).into()
    } else {
        scientific(value, digits.saturating_sub(1))
    }
}

/// Ten to the power of `exponent`: `10⁻⁷` for a whole exponent, else about `4.1×10⁻⁸`.
pub fn power_of_ten(exponent: f64) -> String {
    let whole = exponent.round();
    if !exponent.is_finite() || exponent.abs() > 400.0 {
        return exponent.to_string();
    }
    if (exponent - whole).abs() < 0.02 { superscripted(whole as i32) } else { number(libm::pow(10.0, exponent), 2) }
}

fn linear(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let fits = |step: f64| ((high / step + 1e-6).floor() - (low / step - 1e-6).ceil()) >= 1.0;
    let steps = (most..most + 4).map(|parts| round_step((high - low) / parts as f64));
    // A single tick, such as zero in the middle of a small figure, would not show the scale.
    let Some(step) = steps.clone().find(|step| fits(*step)).or(steps.into_iter().next()) else { return Vec::new() };
    if !(step > 0.0 && step.is_finite()) {
        return Vec::new();
    }
    let first = (low / step - 1e-6).ceil();
    let ats = (0..=most + 4).map(|i| (first + i as f64) * step).take_while(|&at| at <= high + step * 1e-6);
    let largest = low.abs().max(high.abs());
    let label = |at: f64| match at {
        at if at.abs() < step * 1e-3 => "0".to_string(),
        at if (1e-3..1e7).contains(&largest) => plain(at, (-exponent_of(step)).clamp(0, 12) as usize),
        at => scientific(at, (exponent_of(at) - exponent_of(step)).clamp(0, 12) as usize),
    };
    ats.map(|at| Tick { at, label: label(at) }).collect()
}

fn powers(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let (bottom, top) = (libm::log10(low), libm::log10(high));
    let inside = |at: &f64| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(at);
    let (first, last) = ((bottom - 1e-9).ceil() as i32, (top + 1e-9).floor() as i32);
    if first < last {
        let multiples = |stride: i32| -> Vec<i32> { (first..=last).filter(|e| e % stride == 0).collect() };
        let enough = [1, 2, 3, 5, 10, 20, 50, 100, 200].map(multiples).into_iter().find(|e| e.len() <= most.max(2));
        // Round strides may leave a single tick; two are needed to read a scale.
        let exponents = enough.filter(|e| e.len() > 1).unwrap_or_else(|| vec![first, last]);
        let small = exponents.iter().all(|e| (-3..=4).contains(e));
        let label = |e: i32| if small { number(libm::pow(10.0, f64::from(e)), 1) } else { superscripted(e) };
        return exponents.iter().map(|&e| Tick { at: libm::pow(10.0, f64::from(e)), label: label(e) }).collect();
    }
    let between: Vec<f64> = ((bottom.floor() as i32)..=(top.ceil() as i32))
        .flat_map(|e| [1.0, 2.0, 5.0].map(|m| m * libm::pow(10.0, f64::from(e))))
        .filter(inside)
        .collect();
    if (2..=most.max(3)).contains(&between.len()) {
        return between.into_iter().map(|at| Tick { at, label: number(at, 1) }).collect();
    }
    linear(low, high, most)
}

/// The smallest of 1, 2 or 5 times a power of ten that is not below `raw`.
fn round_step(raw: f64) -> f64 {
    let decade = libm::pow(10.0, libm::log10(raw).floor());
    [1.0, 2.0, 5.0, 10.0].map(|m| m * decade).into_iter().find(|&step| step >= raw * (1.0 - 1e-9)).unwrap_or(raw)
}

fn exponent_of(value: f64) -> i32 {
    (libm::log10(value.abs()) + 1e-9).floor() as i32
}

fn plain(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        // Four digits can be read at a glance; from five digits on they are grouped.
        if whole.len() > 4 && i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}{rest}", sign(value))
}

/// Scientific notation with at most `decimals` decimals: `4.1×10⁻⁸`, `10⁻⁷`.
pub fn scientific(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$e}", value.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (digits, power) = (trim_zeros(digits), superscripted(exponent.parse().unwrap_or(0)));
    let times = if digits == "1" { String::new() } else { format!("{digits}×") };
    format!("{}{times}{power}", sign(value))
}

/// The minus sign of a negative number, as wide as a digit.
pub fn sign(value: f64) -> &'static str {
    if value < 0.0 { "\u{2212}" } else { "" }
}

/// `text` without trailing zeros after the decimal point.
pub fn trim_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn superscripted(exponent: i32) -> String {
    match exponent {
        0 => "1".into(),
        1 => "10".into(),
        e => {
            let digits = e.unsigned_abs().to_string();
            let raised =
                digits.bytes().map(|d| ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][(d - b'0') as usize]);
            format!("10{}{}", if e < 0 { "⁻" } else { "" }, raised.collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: Scale, low: f64, high: f64, most: usize) -> Vec<String> {
        ticks(scale, low, high, most).into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn steps_are_one_two_or_five() {
        assert_eq!(labels(Scale::Linear, 0.0, 1.0, 5), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"].map(fix));
        assert_eq!(labels(Scale::Linear, -30.0, 30.0, 3), ["−20", "0", "20"]);
        assert_eq!(labels(Scale::Linear, 0.0, 20_000.0, 2), ["0", "10,000", "20,000"]);
        assert_eq!(labels(Scale::Linear, -0.44, 0.44, 3), ["−0.4", "−0.2", "0", "0.2", "0.4"]);
        assert_eq!(labels(Scale::Linear, 0.0, 3e-7, 3), ["0", "10⁻⁷", "2×10⁻⁷", "3×10⁻⁷"]);
        assert_eq!(labels(Scale::Linear, -1.8, 1.8, 2), ["−1", "0", "1"]);
    }

    fn fix(label: &str) -> &str {
        if label == "0.0" { "0" } else { label }
    }

    #[test]
    fn decades_are_written_as_powers_where_plain_numbers_grow_long() {
        assert_eq!(labels(Scale::Log10, 1e-9, 1e-1, 5), ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²"]);
        assert_eq!(labels(Scale::Log10, 1e-3, 1.0, 5), ["0.001", "0.01", "0.1", "1"]);
        assert_eq!(labels(Scale::Log10, 1e-3, 1e3, 1), ["0.001", "1000"]);
        assert_eq!(labels(Scale::Log10, 1.5, 8.0, 5), ["2", "5"]);
        assert_eq!(labels(Scale::Log10, 4.0, 4.4, 4), ["4.0", "4.1", "4.2", "4.3", "4.4"]);
    }

    #[test]
    fn a_whole_power_of_ten_is_written_as_a_power() {
        assert_eq!(power_of_ten(-7.0), "10⁻⁷");
        assert_eq!(power_of_ten(-7.4), "4×10⁻⁸");
        assert_eq!(power_of_ten(3.4), "2500");
        assert_eq!(power_of_ten(0.0), "1");
    }

    #[test]
    fn any_range_gives_few_ticks_inside_it() {
        let ends = [1e-300, 1e-30, 1e-3, 0.7, 1.0, 1.0001, 9.99, 1e6, 1e300];
        for scale in [Scale::Linear, Scale::Log10] {
            for (low, high) in ends.iter().flat_map(|&a| ends.iter().map(move |&b| (a, b))).filter(|(a, b)| a < b) {
                for most in [0, 1, 4, 12, usize::MAX] {
                    let found = ticks(scale, low, high, most);
                    assert!(found.len() <= most.clamp(3, 50) + 2, "{scale:?} {low} {high} {most}: {}", found.len());
                    let slack = (high - low) * 1e-5;
                    assert!(found.iter().all(|t| t.at >= low - slack && t.at <= high + slack));
                }
            }
        }
    }
}
