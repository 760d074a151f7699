//! Drawing in CSS pixels: elements of plotters together with the theme and the scale.

use std::cell::Cell;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, Polygon, Rectangle as PlottersRectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};

use plotters_backend::BackendColor;

use crate::draw::backend::{BackendElement, Canvas, Picture, Rectangle};
use crate::draw::figure::Dash;
use crate::draw::theme::{Rgb, Theme};

/// The result of painting: nothing, or an error of the backend.
pub type Painted<DB> = Result<(), DrawingAreaErrorKind<<DB as plotters_backend::DrawingBackend>::ErrorType>>;

/// A point in CSS pixels from the upper left corner.
pub type Px = (f64, f64);

/// The font of the page; no other font is loaded.
const FONT: &str = "system-ui, sans-serif";
/// Size of tick labels and legend.
pub const SMALL: f64 = 12.0;
/// Size of axis labels.
pub const LABEL: f64 = 12.5;

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Bounds {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Bounds {
    /// Right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// A colour, its opacity and a line width.
#[derive(Clone, Copy, Debug)]
pub struct Ink {
    /// Colour.
    pub rgb: Rgb,
    /// Opacity, 0 to 1.
    pub alpha: f64,
    /// Width of lines in CSS pixels.
    pub width: f64,
}

impl Ink {
    /// An opaque colour.
    pub fn of(rgb: Rgb, width: f64) -> Self {
        Self { rgb, alpha: 1.0, width }
    }
}

/// Draws on a plotters area.
pub struct Pen<'a, DB: Canvas> {
    /// The area to draw on.
    pub area: &'a DrawingArea<DB, Shift>,
    /// The colours.
    pub theme: &'a Theme,
    /// Backend units per CSS pixel.
    pub scale: f64,
}

impl<DB: Canvas> Pen<'_, DB> {
    /// CSS pixels in backend units. Far away values are limited to what a backend can handle.
    pub fn units(&self, px: f64) -> i32 {
        (px * self.scale).round().clamp(-1e8, 1e8) as i32
    }

    fn at(&self, (x, y): Px) -> (i32, i32) {
        (self.units(x), self.units(y))
    }

    /// The style of plotters for `ink`.
    pub fn style(&self, ink: Ink, filled: bool) -> ShapeStyle {
        let [r, g, b] = ink.rgb;
        ShapeStyle { color: RGBAColor(r, g, b, ink.alpha), filled, stroke_width: self.units(ink.width).max(1) as u32 }
    }

    /// Strokes lines between two points each.
    pub fn segments(&self, segments: &[[Px; 2]], dash: Dash, ink: Ink) -> Painted<DB> {
        let segments: Vec<[_; 2]> = segments.iter().map(|ends| ends.map(|end| self.at(end))).collect();
        let (dash, style) = (self.dashes(dash, ink), self.style(ink, false));
        self.area.draw(&BackendElement(|backend: &mut DB, (left, top): (i32, i32)| {
            if (left, top) == (0, 0) {
                return backend.segments(&segments, &dash, &style);
            }
            let moved: Vec<[_; 2]> =
                segments.iter().map(|ends| ends.map(|(x, y): (i32, i32)| (x + left, y + top))).collect();
            backend.segments(&moved, &dash, &style)
        }))
    }

    /// Lengths of dashes and gaps in backend units.
    fn dashes(&self, dash: Dash, ink: Ink) -> Vec<f64> {
        let thick = ink.width.max(1.0);
        let dash: &[f64] = match dash {
            Dash::Solid => &[],
            Dash::Dashed => &[6.0, 4.0],
            Dash::Dotted => &[1.0, 2.0],
        };
        // Dots are as long as the line is wide; dashes have a fixed length.
        dash.iter().map(|d| if dash[0] == 1.0 { d * thick } else { *d } * self.scale).collect()
    }

    /// Strokes lines through the points of each run.
    pub fn strokes(&self, runs: &[Vec<Px>], dash: Dash, ink: Ink) -> Painted<DB> {
        let runs: Vec<Vec<_>> = runs.iter().map(|run| run.iter().map(|&p| self.at(p)).collect()).collect();
        let dash = self.dashes(dash, ink);
        let style = self.style(ink, false);
        self.area.draw(&BackendElement(|backend: &mut DB, (left, top): (i32, i32)| {
            if (left, top) == (0, 0) {
                return backend.strokes(&runs, &dash, &style);
            }
            let moved: Vec<Vec<_>> =
                runs.iter().map(|run| run.iter().map(|&(x, y)| (x + left, y + top)).collect()).collect();
            backend.strokes(&moved, &dash, &style)
        }))
    }

    /// A rectangle, filled or as an outline on the inside.
    pub fn rectangle(&self, b: Bounds, ink: Ink, filled: bool) -> Painted<DB> {
        let inset = if filled { 0.0 } else { (ink.width / 2.0).min(b.width / 2.0).min(b.height / 2.0) };
        let corners = [(b.left + inset, b.top + inset), (b.right() - inset, b.bottom() - inset)];
        self.area.draw(&PlottersRectangle::new(corners.map(|c| self.at(c)), self.style(ink, filled)))
    }

    /// A circle, filled or not.
    pub fn circle(&self, centre: Px, radius: f64, ink: Ink, filled: bool) -> Painted<DB> {
        self.area.draw(&Circle::new(self.at(centre), self.units(radius).max(1), self.style(ink, filled)))
    }

    /// A filled polygon.
    pub fn polygon(&self, corners: &[Px], ink: Ink) -> Painted<DB> {
        let corners: Vec<_> = corners.iter().map(|&c| self.at(c)).collect();
        self.area.draw(&Polygon::new(corners, self.style(ink, true)))
    }

    /// A picture with sharp cells, clipped to `window`.
    pub fn picture(&self, picture: &Picture, place: Bounds, window: Bounds) -> Painted<DB> {
        self.area.draw(&BackendElement(|backend: &mut DB, (left, top): (i32, i32)| {
            let corners = |b: Bounds| Rectangle {
                left: self.units(b.left) + left,
                top: self.units(b.top) + top,
                right: self.units(b.right()) + left,
                bottom: self.units(b.bottom()) + top,
            };
            backend.picture(picture, corners(place), corners(window))
        }))
    }

    /// Draws something, or puts down the cached picture with the same name. Calls must not be nested.
    pub fn keeping(&self, name: u64, draw: impl Fn() -> Painted<DB>) -> Painted<DB> {
        let wanted = Cell::new(true);
        self.area.draw(&BackendElement(|backend: &mut DB, _: (i32, i32)| {
            wanted.set(backend.keep(name));
            Ok(())
        }))?;
        if !wanted.get() {
            return Ok(());
        }
        let drawn = draw();
        self.area.draw(&BackendElement(|backend: &mut DB, _: (i32, i32)| {
            backend.kept();
            Ok(())
        }))?;
        drawn
    }

    /// The style of plotters for text of `size` CSS pixels.
    pub fn font(&self, size: f64, rgb: Rgb) -> TextStyle<'static> {
        coloured((FontFamily::Name(FONT), size * self.scale), rgb)
    }

    /// Text in the theme's text colour.
    pub fn text(&self, text: &str, at: Px, size: f64, anchor: (HPos, VPos)) -> Painted<DB> {
        self.styled(text, at, self.font(size, self.theme.text), anchor)
    }

    /// Bold text.
    pub fn bold(&self, text: &str, at: Px, size: f64, anchor: (HPos, VPos)) -> Painted<DB> {
        let font = (FontFamily::Name(FONT), size * self.scale, FontStyle::Bold);
        self.styled(text, at, coloured(font, self.theme.text), anchor)
    }

    /// Text in a given style.
    pub fn styled(&self, text: &str, at: Px, style: TextStyle<'_>, (h, v): (HPos, VPos)) -> Painted<DB> {
        if text.is_empty() {
            return Ok(());
        }
        self.area.draw(&Text::new(text.to_string(), self.at(at), style.pos(Pos::new(h, v))))
    }

    /// Width of `text` in CSS pixels.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        if text.is_empty() {
            return 0.0;
        }
        let style = self.font(size, self.theme.text);
        self.area.estimate_text_size(text, &style).map_or(0.0, |(width, _)| f64::from(width) / self.scale)
    }

    /// `text`, shortened with an ellipsis to fit into `room` CSS pixels.
    pub fn fitted(&self, text: &str, size: f64, room: f64) -> String {
        if self.width(text, size) <= room {
            return text.into();
        }
        let letters: Vec<char> = text.chars().take(300).collect();
        let short = |n: usize| letters[..n].iter().collect::<String>().trim_end().to_string() + "…";
        // Binary search: a text of a thousand letters must not be measured a thousand times.
        let (mut fits, mut not) = (0, letters.len());
        while not - fits > 1 {
            let middle = usize::midpoint(fits, not);
            if self.width(&short(middle), size) <= room { fits = middle } else { not = middle }
        }
        if fits == 0 { String::new() } else { short(fits) }
    }

    /// `text` broken at spaces into lines of at most `room` CSS pixels.
    pub fn wrapped(&self, text: &str, size: f64, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace().take(200) {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(self.fitted(word, size, room)),
            }
        }
        lines
    }
}

fn coloured(font: impl Into<TextStyle<'static>>, [r, g, b]: Rgb) -> TextStyle<'static> {
    TextStyle { color: BackendColor { alpha: 1.0, rgb: (r, g, b) }, ..font.into() }
}
