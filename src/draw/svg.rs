//! A figure as an SVG document.

use plotters::drawing::IntoDrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontFamily, FontStyle, FontTransform,
    text_anchor::Pos,
};
use plotters_svg::SVGBackend;

use super::backend::Canvas;
use super::figure::Figure;
use super::paint::{Options, paint};
use super::theme::Theme;

/// Backend units per CSS pixel: plotters counts in whole units, and pixels are too coarse for a smooth curve.
const FINE: f64 = 10.0;
/// Margin on all sides, in CSS pixels.
const MARGIN: u32 = 12;

/// `figure` as an SVG document of a size in CSS pixels, with its title, on the background of the theme.
#[expect(clippy::missing_panics_doc, reason = "writing to a string does not fail")]
pub fn svg(figure: &Figure, width: u32, height: u32, theme: &Theme) -> String {
    let (width, height) = (width.clamp(1, 10_000), height.clamp(1, 10_000));
    let mut text = String::new();
    let size = (width * FINE as u32, height * FINE as u32);
    {
        let area = Svg(SVGBackend::with_string(&mut text, size)).into_drawing_area();
        let margin = if width.min(height) > 4 * MARGIN { MARGIN * FINE as u32 } else { 0 };
        let [r, g, b] = theme.background;
        area.fill(&RGBColor(r, g, b))
            .and_then(|()| {
                let inner = area.margin(margin, margin, margin, margin);
                paint(&inner, figure, theme, Options { title: true, scale: FINE })
            })
            .and_then(|_| area.present())
            .expect("writing to a string does not fail");
    }
    // The backend writes its own units as the size; the view box must stay in them.
    let header = format!(r#"<svg width="{}" height="{}" "#, size.0, size.1);
    // Otherwise the background would show through the antialiased edges of adjacent cells.
    let text = text.replace("<rect ", r#"<rect shape-rendering="crispEdges" "#);
    text.replacen(&header, &format!(r#"<svg width="{width}" height="{height}" "#), 1)
}

/// The SVG backend of plotters, with fixes.
struct Svg<'a>(SVGBackend<'a>);

impl Canvas for Svg<'_> {}

impl DrawingBackend for Svg<'_> {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_pixel(at, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        if fill {
            return self.0.draw_rect((left, top), (right, bottom), style, true);
        }
        // The backend drops the stroke width of outlines.
        self.0.draw_path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        // XML cannot contain these characters at all.
        let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
        self.0.draw_text(&text.chars().filter(allowed).collect::<String>(), &TrueSize(style), at)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let ems: f64 = text.chars().map(advance).sum();
        Ok(((ems * style.size()).ceil() as u32, style.size().ceil() as u32))
    }
}

/// Width of a letter in a common sans-serif font, in units of the font size. Too wide rather than too narrow, because
/// the font of the reader is unknown.
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

/// A text style that compensates for the backend, which divides font sizes by 1.24.
struct TrueSize<'a, S: BackendTextStyle>(&'a S);

impl<S: BackendTextStyle> BackendTextStyle for TrueSize<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        self.0.size() * 1.24
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        draw: DrawFunc,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.0.draw(text, pos, draw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::figure::Axis;

    #[test]
    fn where_axes_are_alike_a_unit_is_equally_long_on_both() {
        let figure = Figure {
            x: Axis::linear("x", [-1.0, 1.0]),
            y: Axis { alike: true, ..Axis::linear("y", [-0.25, 0.75]) },
            empty: None,
            ..Figure::nothing("", "", "")
        };
        for (width, height) in [(600, 200), (200, 600), (300, 300), (120, 90)] {
            let mut text = String::new();
            let area = Svg(SVGBackend::with_string(&mut text, (width * 10, height * 10))).into_drawing_area();
            let options = Options { title: false, scale: FINE };
            let plot = paint(&area, &figure, &Theme::LIGHT, options).expect("writing to a string does not fail").plot;
            assert!(plot.width > 0.0 && (plot.width / 2.0 - plot.height).abs() < 1e-6, "{width} x {height}: {plot:?}");
            assert!(plot.left >= 0.0 && plot.right() <= f64::from(width) && plot.bottom() <= f64::from(height));
        }
    }
}
