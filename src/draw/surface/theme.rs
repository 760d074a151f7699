//! Colours of the view on a light and on a dark page. The surface is viridis on both, and what lies on it looks the
//! same.

use super::scene::ARROWS;
use crate::draw::figure::Ink;
use crate::draw::overlay::STYLES;
use crate::draw::theme;

/// Red, green, blue and opacity, each 0 to 1.
pub type Colour = [f32; 4];

/// The colours that differ between a light and a dark page.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Background; the same as the page's panel.
    pub background: Colour,
    /// Lines at the ticks.
    pub quiet: Colour,
    /// Floor and height axis.
    pub strong: Colour,
}

/// For a light page.
pub const LIGHT: Theme = Theme {
    background: rgb(0xf7_f8_fa),
    quiet: with_opacity(rgb(0x5b_64_70), 0.28),
    strong: with_opacity(rgb(0x3c_43_4d), 0.8),
};

/// For a dark page.
pub const DARK: Theme = Theme {
    background: rgb(0x16_18_1d),
    quiet: with_opacity(rgb(0xa9_b1_bd), 0.24),
    strong: with_opacity(rgb(0xc3_c9_d3), 0.75),
};

/// Outline of everything on the surface, so that it stands out from light and dark areas alike.
pub const CASING: Colour = rgb(0x1b_10_1c);
/// The trajectory near its start.
pub const PATH_OLD: Colour = rgb(0xff_d9_c7);
/// The trajectory near its end.
pub const PATH_NEW: Colour = rgb(0xff_ff_ff);
/// The ball: the only warm, saturated colour in the picture, far from any colour of viridis.
pub const BALL: Colour = rgb(0xff_4b_2b);
/// The cross on a path that diverged.
pub const ALARM: Colour = rgb(0xff_6b_7a);
/// Opacity of a line where a hill hides it.
pub const SEEN_THROUGH: f32 = 0.3;
/// Opacity of the ball and the other markers where a hill hides them; they have to be found at a glance.
pub const MARK_SEEN_THROUGH: f32 = 0.6;

/// Colours of the other lines of a scene, by number: the light ones of Okabe and Ito, then those of the arrows.
pub fn others() -> [Colour; STYLES as usize + ARROWS.len()] {
    let mut colours = [PATH_NEW; STYLES as usize + ARROWS.len()];
    let inks = (0..STYLES).map(Ink::Series).chain([Ink::Text, Ink::Threshold, Ink::Quiet, Ink::Series(5)]);
    for (colour, ink) in colours.iter_mut().zip(inks) {
        let [red, green, blue] = theme::Theme::DARK.ink(ink).map(|channel| f32::from(channel) / 255.0);
        *colour = [red, green, blue, 1.0];
    }
    colours
}

/// A colour without its opacity, as a picture stores it.
#[cfg(all(feature = "draw", not(target_arch = "wasm32")))]
pub(super) fn bytes(colour: [f32; 3]) -> theme::Rgb {
    colour.map(|channel| (channel.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
}

const fn rgb(hex: u32) -> Colour {
    [channel(hex >> 16), channel(hex >> 8), channel(hex), 1.0]
}

const fn channel(byte: u32) -> f32 {
    (byte & 0xff) as f32 / 255.0
}

const fn with_opacity([red, green, blue, _]: Colour, opacity: f32) -> Colour {
    [red, green, blue, opacity]
}
