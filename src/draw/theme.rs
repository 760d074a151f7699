//! Colours of the page, light and dark.
//!
//! The series have Okabe and Ito's colours ("Color Universal Design", 2008), darkened on white and lightened on the
//! dark background only as far as a contrast of 3 to 1 requires (WCAG 2.2, 1.4.11).

use super::figure::Ink;

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// One set of colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Background.
    pub background: Rgb,
    /// Text and frame.
    pub text: Rgb,
    /// Secondary text: units, tick labels.
    pub muted: Rgb,
    /// Grid lines.
    pub grid: Rgb,
    /// Faint lines, such as contours.
    pub quiet: Rgb,
    /// Okabe and Ito's colours: blue, orange, green, purple, sky blue, yellow, vermilion, grey.
    pub series: [Rgb; 8],
    /// The clip threshold.
    pub threshold: Rgb,
    /// Something went wrong.
    pub alarm: Rgb,
}

impl Theme {
    /// On white.
    pub const LIGHT: Self = Self {
        background: [255, 255, 255],
        text: [31, 36, 43],
        muted: [84, 93, 105],
        grid: [228, 231, 236],
        quiet: [125, 134, 146],
        series: [
            [0, 114, 178],
            [191, 129, 0],
            [0, 158, 115],
            [202, 115, 163],
            [43, 143, 199],
            [150, 138, 0],
            [213, 94, 0],
            [96, 104, 115],
        ],
        threshold: [200, 80, 0],
        alarm: [196, 30, 58],
    };

    /// On near-black.
    pub const DARK: Self = Self {
        background: [20, 24, 30],
        text: [230, 234, 240],
        muted: [164, 173, 186],
        grid: [44, 51, 61],
        quiet: [122, 132, 146],
        series: [
            [73, 161, 219],
            [230, 159, 0],
            [30, 178, 136],
            [214, 140, 182],
            [127, 200, 240],
            [240, 228, 66],
            [238, 118, 36],
            [168, 176, 188],
        ],
        threshold: [243, 130, 56],
        alarm: [255, 107, 122],
    };

    /// The dark or the light theme.
    pub fn of(dark: bool) -> &'static Self {
        if dark { &Self::DARK } else { &Self::LIGHT }
    }

    /// The colour of `ink`.
    pub fn ink(&self, ink: Ink) -> Rgb {
        match ink {
            Ink::Series(k) => self.series[k as usize % self.series.len()],
            Ink::Text => self.text,
            Ink::Quiet => self.quiet,
            Ink::Threshold => self.threshold,
            Ink::Alarm => self.alarm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(rgb: Rgb) -> f64 {
        let linear = rgb.map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn every_ink_stands_out_three_to_one() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            let special = [Ink::Text, Ink::Quiet, Ink::Threshold, Ink::Alarm];
            for ink in (0..8).map(Ink::Series).chain(special) {
                let c = contrast(theme.ink(ink), theme.background);
                assert!(c >= 3.0, "{ink:?} has {c:.2} on {:?}", theme.background);
            }
        }
    }

    #[test]
    fn text_can_be_read() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            assert!(contrast(theme.text, theme.background) >= 7.0);
            assert!(contrast(theme.muted, theme.background) >= 4.5);
        }
    }
}
