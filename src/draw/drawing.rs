//! A picture as a list of shapes: what the painter leaves behind, before it becomes an SVG document or pixels.
//!
//! Lengths are whole tenths of a CSS pixel ([`FINE`]): fine enough for smooth curves, and short to write.

use super::backend::{Picture, Rectangle};
use super::theme::Rgb;

/// Units per CSS pixel.
pub const FINE: f64 = 10.0;

/// Across and down from the upper left corner.
pub type Point = (i32, i32);

/// A picture of a size.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// The colour behind all shapes.
    pub ground: Rgb,
    /// What is drawn, the lowest first.
    pub shapes: Vec<Shape>,
}

/// A colour with its opacity, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Red, green and blue.
    pub rgb: Rgb,
    /// Opacity.
    pub alpha: f64,
}

/// One shape.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Lines through the points of each run, as one stroke: where they cross, they are not darker.
    Lines {
        /// The points of each line.
        runs: Vec<Vec<Point>>,
        /// How they are stroked.
        stroke: Stroke,
        /// Their colour.
        colour: Colour,
    },
    /// A filled polygon.
    Area {
        /// Its corners.
        corners: Vec<Point>,
        /// Its colour.
        colour: Colour,
    },
    /// A filled rectangle with sharp edges.
    Box {
        /// Its corners.
        place: Rectangle,
        /// Its colour.
        colour: Colour,
    },
    /// A circle.
    Circle {
        /// Its centre.
        centre: Point,
        /// Its radius.
        radius: u32,
        /// Width of its outline; `None` for a disc.
        outline: Option<u32>,
        /// Its colour.
        colour: Colour,
    },
    /// A line of text.
    Text {
        /// The text.
        text: String,
        /// Its anchor, on the base line.
        at: Point,
        /// How it is set.
        font: Font,
        /// Its colour.
        colour: Colour,
    },
    /// Pixels, scaled to `place` and cut off outside `window`.
    Picture {
        /// The pixels.
        picture: Picture,
        /// Where its corners go.
        place: Rectangle,
        /// What is seen of it.
        window: Rectangle,
        /// Whether its pixels flow into each other; otherwise they are cells with sharp edges.
        smooth: bool,
    },
}

/// How a line is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stroke {
    /// Its width.
    pub width: u32,
    /// Lengths of dashes and gaps; empty for an unbroken line.
    pub dash: Vec<f64>,
    /// Whether ends and corners are round.
    pub round: bool,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Its size.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Which part of it is at its anchor.
    pub anchor: Anchor,
    /// Degrees by which it is turned clockwise around its anchor.
    pub turn: i32,
}

/// The part of a text that is at its anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl Colour {
    /// Without transparency.
    pub fn opaque(rgb: Rgb) -> Self {
        Self { rgb, alpha: 1.0 }
    }
}

impl Drawing {
    /// Takes the shapes of `part`, its upper left corner at `x` and `y` in CSS pixels.
    pub fn place(&mut self, part: Drawing, x: f64, y: f64) {
        let by = (units(x), units(y));
        self.shapes.extend(part.shapes.into_iter().map(|shape| shape.moved(by)));
    }
}

impl Shape {
    fn moved(mut self, (right, down): Point) -> Self {
        let point = |at: &mut Point| *at = (at.0 + right, at.1 + down);
        let corners = |place: &mut Rectangle| {
            *place = Rectangle {
                left: place.left + right,
                right: place.right + right,
                top: place.top + down,
                bottom: place.bottom + down,
            }
        };
        match &mut self {
            Self::Lines { runs, .. } => runs.iter_mut().flatten().for_each(point),
            Self::Area { corners, .. } => corners.iter_mut().for_each(point),
            Self::Box { place, .. } => corners(place),
            Self::Circle { centre: at, .. } | Self::Text { at, .. } => point(at),
            Self::Picture { place, window, .. } => [place, window].into_iter().for_each(corners),
        }
        self
    }
}

/// CSS pixels in units.
pub fn units(pixels: f64) -> i32 {
    (pixels * FINE).round().clamp(-1e8, 1e8) as i32
}

/// Width of a text in CSS pixels, estimated: too wide rather than too narrow, because the font of the reader is unknown.
pub fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// `text` broken at spaces into lines of at most `room` CSS pixels.
pub fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width_of(line, size) + width_of(word, size) + 0.32 * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}

/// Width of a letter in a common sans-serif font, in units of the font size.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.9,
        '⁰'..='⁹' | '¹' | '²' | '³' | '⁻' | '₀'..='₉' => 0.42,
        'A'..='Z' => 0.7,
        c if (c as u32) < 0x2e80 => 0.6,
        _ => 1.0,
    }
}
