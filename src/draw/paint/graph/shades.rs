//! Colours of a network's units and connections.

use crate::draw::theme::{Rgb, Theme};

/// The colours of positive and negative values, as numbers of the theme's series.
pub const FIRST: u8 = 0;
/// See [`FIRST`].
pub const SECOND: u8 = 6;

/// A mixture of two colours.
pub fn mix(from: Rgb, to: Rgb, share: f64) -> Rgb {
    let share = share.clamp(0.0, 1.0);
    std::array::from_fn(|k| (f64::from(from[k]) + (f64::from(to[k]) - f64::from(from[k])) * share).round() as u8)
}

/// The colours of −1 to 1 in 127ths.
pub fn scale(theme: &Theme) -> [Rgb; 255] {
    std::array::from_fn(|k| diverging(theme, (k as f64 - 127.0) / 127.0))
}

/// The colour of a value between −1 and 1, from the background to blue or vermilion.
pub fn diverging(theme: &Theme, value: f64) -> Rgb {
    if value.is_nan() {
        return theme.alarm;
    }
    let end = theme.series[usize::from(if value < 0.0 { SECOND } else { FIRST })];
    mix(theme.background, end, value.abs())
}
