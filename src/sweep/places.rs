//! Where the values of a swept setting stand on an axis of a picture: evenly, in their order, each with its name.

use super::Axis as Swept;
use crate::draw::figure::{Axis, Tick};
use crate::texts;

/// Most names on an axis.
const MOST_NAMES: usize = 11;

/// The axis of a swept setting: value k is at k.
pub fn axis(swept: &Swept) -> Axis {
    let count = swept.values.len();
    let every = count.div_ceil(MOST_NAMES);
    let ticks = (0..count)
        .filter(|k| k.is_multiple_of(every))
        .map(|k| Tick { at: k as f64, label: name(&swept.values[k]) })
        .collect();
    Axis { ticks, ..Axis::linear(&label(swept), ends(swept)) }
}

/// The outer edges of the first and the last cell.
pub fn ends(swept: &Swept) -> [f64; 2] {
    [-0.5, swept.values.len() as f64 - 0.5]
}

/// The name of a swept setting.
pub fn label(swept: &Swept) -> String {
    let named = texts::translated(&format!("keys.{}.label", swept.key()), swept.setting.label);
    if named.is_empty() { swept.key().into() } else { named.into() }
}

/// A value, short enough for an axis.
fn name(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) => crate::draw::ticks::number(number, 3),
        Err(_) => value.into(),
    }
}

/// Where a number stands among the values, if these are numbers in ascending order; `None` outside the picture.
pub fn place(swept: &Swept, number: f64) -> Option<f64> {
    let numbers = swept.numbers().filter(|numbers| numbers.len() > 1 && numbers.is_sorted())?;
    if !number.is_finite() || (swept.log && number <= 0.0) {
        return None;
    }
    let scale = |number: f64| if swept.log { libm::log(number) } else { number };
    let after = numbers.partition_point(|value| *value < number).clamp(1, numbers.len() - 1);
    let (low, high) = (scale(numbers[after - 1]), scale(numbers[after]));
    let at = (after - 1) as f64 + (scale(number) - low) / (high - low);
    let [left, right] = ends(swept);
    (left..=right).contains(&at).then_some(at)
}
