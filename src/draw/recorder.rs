//! The backend of plotters that records shapes.

use plotters::drawing::IntoDrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::ShapeStyle;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle, FontTransform,
};
use std::convert::Infallible;

use super::backend::{Canvas, Picture, Rectangle};
use super::drawing::{Anchor, Colour, Drawing, FINE, Font, Shape, Stroke, width_of};
use super::figure::Figure;
use super::paint::{Options, paint};
use super::theme::Theme;

/// Margin on all sides, in CSS pixels.
pub const MARGIN: u32 = 12;
/// Height of the middle of a lower-case letter and of a capital, in units of the font size.
const MIDDLE: f64 = 0.27;
const CAPITAL: f64 = 0.76;

/// `figure` with its title, as shapes on the background of the theme.
#[expect(clippy::missing_panics_doc, reason = "recording does not fail")]
pub fn drawing(figure: &Figure, width: u32, height: u32, theme: &Theme) -> Drawing {
    let (width, height) = (width.clamp(1, 10_000), height.clamp(1, 10_000));
    let mut shapes = Vec::new();
    {
        let size = (width * FINE as u32, height * FINE as u32);
        let area = Recorder { shapes: &mut shapes, size }.into_drawing_area();
        let margin = if width.min(height) > 4 * MARGIN { (MARGIN * FINE as u32) as i32 } else { 0 };
        let inner = area.margin(margin, margin, margin, margin);
        paint(&inner, figure, theme, Options { title: true, scale: FINE }).expect("recording does not fail");
        area.present().expect("recording does not fail");
    }
    Drawing { width, height, ground: theme.background, shapes }
}

struct Recorder<'a> {
    shapes: &'a mut Vec<Shape>,
    size: (u32, u32),
}

type Recorded = Result<(), DrawingErrorKind<Infallible>>;

impl Recorder<'_> {
    fn put(&mut self, colour: BackendColor, shape: impl FnOnce(Colour) -> Shape) -> Recorded {
        if colour.alpha > 0.0 {
            let (red, green, blue) = colour.rgb;
            self.shapes.push(shape(Colour { rgb: [red, green, blue], alpha: colour.alpha }));
        }
        Ok(())
    }

    fn lines(&mut self, runs: Vec<Vec<BackendCoord>>, dash: &[f64], colour: BackendColor, width: u32) -> Recorded {
        let stroke = Stroke { width, dash: dash.to_vec(), round: false };
        if runs.is_empty() { Ok(()) } else { self.put(colour, |colour| Shape::Lines { runs, stroke, colour }) }
    }
}

impl Canvas for Recorder<'_> {
    fn strokes(&mut self, runs: &[Vec<BackendCoord>], dash: &[f64], style: &ShapeStyle) -> Recorded {
        self.lines(runs.to_vec(), dash, BackendStyle::color(style), style.stroke_width)
    }

    fn segments(&mut self, segments: &[[BackendCoord; 2]], dash: &[f64], style: &ShapeStyle) -> Recorded {
        let runs = segments.iter().map(|ends| ends.to_vec()).collect();
        self.lines(runs, dash, BackendStyle::color(style), style.stroke_width)
    }

    fn picture(&mut self, picture: &Picture, place: Rectangle, window: Rectangle) -> Recorded {
        self.shapes.push(Shape::Picture { picture: picture.clone(), place, window, smooth: false });
        Ok(())
    }
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Recorded {
        Ok(())
    }

    fn present(&mut self) -> Recorded {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Recorded {
        let place = Rectangle { left: x, top: y, right: x + 1, bottom: y + 1 };
        self.put(colour, |colour| Shape::Box { place, colour })
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Recorded {
        self.lines(vec![vec![from, to]], &[], style.color(), style.stroke_width())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Recorded {
        if fill {
            let place = Rectangle { left, top, right, bottom };
            return self.put(style.color(), |colour| Shape::Box { place, colour });
        }
        let around = vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)];
        self.lines(vec![around], &[], style.color(), style.stroke_width())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Recorded {
        self.lines(vec![path.into_iter().collect()], &[], style.color(), style.stroke_width())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Recorded {
        let outline = (!fill).then(|| style.stroke_width());
        self.put(style.color(), |colour| Shape::Circle { centre, radius, outline, colour })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Recorded {
        let corners: Vec<BackendCoord> = path.into_iter().collect();
        self.put(style.color(), |colour| Shape::Area { corners, colour })
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Recorded {
        let (place, size) = (style.anchor(), style.size());
        let anchor = match place.h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let turn = match style.transform() {
            FontTransform::None => 0,
            FontTransform::Rotate90 => 90,
            FontTransform::Rotate180 => 180,
            FontTransform::Rotate270 => 270,
        };
        let down = match place.v_pos {
            VPos::Top => CAPITAL,
            VPos::Center => MIDDLE,
            VPos::Bottom => -MIDDLE,
        };
        let down = (down * size).round() as i32;
        let at = match turn {
            90 => (x - down, y),
            180 => (x, y - down),
            270 => (x + down, y),
            _ => (x, y + down),
        };
        let font = Font { size, bold: matches!(style.style(), FontStyle::Bold), anchor, turn };
        self.put(style.color(), |colour| Shape::Text { text: text.into(), at, font, colour })
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((width_of(text, style.size()).ceil() as u32, style.size().ceil() as u32))
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
            let size = (width * FINE as u32, height * FINE as u32);
            let mut shapes = Vec::new();
            let area = Recorder { shapes: &mut shapes, size }.into_drawing_area();
            let options = Options { title: false, scale: FINE };
            let plot = paint(&area, &figure, &Theme::LIGHT, options).expect("recording does not fail").plot;
            assert!(plot.width > 0.0 && (plot.width / 2.0 - plot.height).abs() < 1e-6, "{width} x {height}: {plot:?}");
            assert!(plot.left >= 0.0 && plot.right() <= f64::from(width) && plot.bottom() <= f64::from(height));
        }
    }
}
