//! The canvas backend of plotters, and the context that it draws on.
//!
//! Colour, line width and font are set only when they change: each setter passes a string to the browser, which parses
//! it, and a font also forces a style update of the whole page.

use std::cell::{Cell, RefCell};

use plotters_backend::{BackendColor, BackendCoord, BackendStyle};
use plotters_canvas::CanvasBackend;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::draw::pieces::{Piece, pieces};

/// The backend, the context, and the state that was set last.
pub struct Brush {
    /// The context; nothing else may change its state.
    pub context: CanvasRenderingContext2d,
    backend: CanvasBackend,
    fill: Cell<Option<Colour>>,
    stroke: Cell<Option<(Colour, u32)>>,
    font: RefCell<String>,
    align: Cell<&'static str>,
    baseline: Cell<&'static str>,
}

/// Red, green and blue, and the bits of the opacity.
type Colour = ((u8, u8, u8), u64);

impl Brush {
    /// A brush for a canvas whose context is in an unknown state.
    pub fn new(context: CanvasRenderingContext2d, canvas: HtmlCanvasElement) -> Option<Self> {
        let backend = CanvasBackend::with_canvas_object(canvas)?;
        let (font, align, baseline) = (RefCell::default(), Cell::new(""), Cell::new(""));
        Some(Self { context, backend, fill: Cell::new(None), stroke: Cell::new(None), font, align, baseline })
    }

    /// The plain backend of plotters, for rare shapes: it sets colours and widths each time.
    pub fn plainly(&mut self) -> &mut CanvasBackend {
        self.fill.set(None);
        self.stroke.set(None);
        &mut self.backend
    }

    /// Sets the colour of fills and text.
    pub fn fill(&self, color: BackendColor) {
        let colour = (color.rgb, color.alpha.to_bits());
        if self.fill.replace(Some(colour)) != Some(colour) {
            self.context.set_fill_style_str(&css(color));
        }
    }

    /// Sets the colour and width of lines.
    pub fn stroke(&self, style: &impl BackendStyle) {
        let (color, width) = (style.color(), style.stroke_width());
        let colour = (color.rgb, color.alpha.to_bits());
        let before = self.stroke.replace(Some((colour, width)));
        if before.is_none_or(|(before, _)| before != colour) {
            self.context.set_stroke_style_str(&css(color));
        }
        if before.is_none_or(|(_, before)| before != width) {
            self.context.set_line_width(width.into());
        }
    }

    /// Sets the font.
    pub fn font(&self, font: String) {
        if *self.font.borrow() != font {
            self.context.set_font(&font);
            self.font.replace(font);
        }
    }

    /// Sets which point of a text is at its position.
    pub fn anchor(&self, align: &'static str, baseline: &'static str) {
        if self.align.replace(align) != align {
            self.context.set_text_align(align);
        }
        if self.baseline.replace(baseline) != baseline {
            self.context.set_text_baseline(baseline);
        }
    }

    /// Strokes a line, in pieces where that gives the same picture. A dashed line starts with its pattern.
    pub fn line(&self, points: &[BackendCoord], dashed: bool) {
        let opaque = self.stroke.get().is_some_and(|((_, alpha), _)| f64::from_bits(alpha) == 1.0);
        for Piece { points, before } in pieces(points, opaque) {
            if dashed {
                self.context.set_line_dash_offset(before);
            }
            self.context.begin_path();
            self.trace(points);
            self.context.stroke();
        }
    }

    /// Adds a line through these points to the path.
    pub fn trace(&self, points: &[BackendCoord]) {
        for (k, &(x, y)) in points.iter().enumerate() {
            if k == 0 {
                self.context.move_to(x.into(), y.into());
            } else {
                self.context.line_to(x.into(), y.into());
            }
        }
    }
}

fn css(BackendColor { alpha, rgb: (r, g, b) }: BackendColor) -> String {
    if alpha == 1.0 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("rgba({r},{g},{b},{alpha})") }
}
