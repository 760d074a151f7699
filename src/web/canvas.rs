//! Figures on the page's canvases: plotters-canvas, made sharp and fast enough for every animation frame.

mod brush;
mod layer;
mod picture;

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::Array;
use plotters::drawing::IntoDrawingArea;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{RGBAColor, ShapeStyle};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::draw::backend::{Canvas, Picture, Rectangle};
use crate::draw::figure::{Figure, Ink, Mark};
use crate::draw::paint;
use crate::draw::theme::Theme;
use crate::json;
use brush::Brush;

/// Backend units per screen pixel: plotters counts in whole units, and pixels are too coarse for a smooth curve.
const FINE: i32 = 8;
/// Largest canvas side that every browser supports.
const MAX_SIDE: f64 = 16384.0;
/// Number of text widths to cache. The tick labels of a running chart never stop changing, so the cache is emptied when
/// full.
const MAX_CACHED_WIDTHS: usize = 2000;

/// Paints a figure (the bytes of [`Figure::to_bytes`]) on `canvas`, which gets `dpr` pixels per CSS pixel. Returns as
/// JSON what the page needs for its text alternative, for hovering and for dragging: `{title, summary, empty, plot:
/// {left, top, width, height} in CSS pixels, x: {range, scale}, y, right, point}`.
#[wasm_bindgen]
pub fn paint(
    canvas: HtmlCanvasElement,
    figure: &[u8],
    dark: bool,
    css_width: f64,
    css_height: f64,
    dpr: f64,
) -> String {
    let Some(figure) = Figure::from_bytes(figure) else {
        return json::text(&Painted { empty: Some("The figure could not be read."), ..Painted::default() });
    };
    let dpr = if dpr.is_finite() && dpr > 0.0 { dpr.clamp(0.25, 8.0) } else { 1.0 };
    let pixels = |css: f64| if css > 0.0 { (css * dpr).round().min(MAX_SIDE) as u32 } else { 0 };
    // Setting the size clears the canvas and reallocates its memory, even if the size is the same.
    let (width, height) = (pixels(css_width), pixels(css_height));
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
    let options = paint::Options { title: false, scale: dpr * f64::from(FINE) };
    let layout = Page::on(canvas).and_then(|page| {
        let context = page.brush.context.clone();
        let layout = paint::paint(&page.into_drawing_area(), &figure, Theme::of(dark), options).ok();
        context.restore();
        layout
    });
    let paint::Layout { plot, x, y, right } = layout.unwrap_or_default();
    json::text(&Painted {
        title: &figure.title,
        summary: &figure.summary,
        empty: figure.empty.as_deref(),
        plot: Some(plot),
        x: Some(x),
        y: Some(y),
        right,
        threshold: threshold(&figure),
        point: point(&figure),
    })
}

/// Frees the memory of the picture on `canvas` and of its cached layer.
#[wasm_bindgen]
pub fn release(canvas: HtmlCanvasElement) {
    canvas.set_width(0);
    canvas.set_height(0);
    layer::release(&canvas);
}

/// The facts about a painted figure that the page needs.
#[derive(Default, Serialize)]
struct Painted<'a> {
    title: &'a str,
    summary: &'a str,
    empty: Option<&'a str>,
    plot: Option<paint::Bounds>,
    x: Option<paint::DrawnAxis>,
    y: Option<paint::DrawnAxis>,
    right: Option<paint::DrawnAxis>,
    threshold: Option<f64>,
    point: Option<[f64; 2]>,
}

/// The place of a point that the user can drag.
fn point(figure: &Figure) -> Option<[f64; 2]> {
    figure.series.iter().find_map(|series| match (series.ink, &series.mark) {
        (Ink::Threshold, Mark::Points { x, y, .. }) => Some([*x.first()?, *y.first()?]),
        _ => None,
    })
}

/// The value of the clip threshold line, which the user can drag.
fn threshold(figure: &Figure) -> Option<f64> {
    figure.series.iter().find_map(|series| match (series.ink, &series.mark) {
        (Ink::Threshold, Mark::Rule { at, .. }) => Some(*at),
        _ => None,
    })
}

/// The canvas backend of plotters in finer units. Lines, rectangles and text, the bulk of the drawing, go through a
/// brush that sets colours only when they change; dashes and pictures go to the canvas itself. Text widths are cached.
struct Page {
    brush: Brush,
    canvas: HtmlCanvasElement,
    size: (u32, u32),
    /// While a layer is being drawn: the brush of the canvas, the layer, and the name of its content.
    drawing_layer: Option<(Brush, HtmlCanvasElement, u64)>,
}

type Failure = DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>;

impl Page {
    /// An empty page on `canvas`. Saves the state of the context; the caller restores it.
    fn on(canvas: HtmlCanvasElement) -> Option<Self> {
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let (width, height) = (canvas.width(), canvas.height());
        cleared(&context, (width, height))?;
        let size = (width * FINE as u32, height * FINE as u32);
        Some(Self { brush: Brush::new(context, canvas.clone())?, canvas, size, drawing_layer: None })
    }

    /// Draws the layer onto the canvas.
    fn draw_layer(&self, layer: &HtmlCanvasElement) {
        let context = &self.brush.context;
        let (width, height) = self.size;
        context.set_image_smoothing_enabled(false);
        let (width, height) = (f64::from(width), f64::from(height));
        // If the browser fails to draw it, it is left out.
        let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(layer, 0.0, 0.0, width, height);
    }
}

/// Saves the state of the context, clears the canvas and sets the units.
fn cleared(context: &CanvasRenderingContext2d, (width, height): (u32, u32)) -> Option<()> {
    context.save();
    context.clear_rect(0.0, 0.0, width.into(), height.into());
    let fine = f64::from(FINE);
    context.scale(1.0 / fine, 1.0 / fine).ok()?;
    context.set_line_join("round");
    Some(())
}

/// The nearest boundary between two screen pixels.
fn snapped(at: i32) -> i32 {
    (at + FINE / 2).div_euclid(FINE) * FINE
}

/// The centre of a horizontal or vertical line whose edges fall on pixel boundaries.
fn centred(at: i32, width: u32) -> i32 {
    let pixels = (width as i32 + FINE / 2) / FINE;
    if pixels % 2 == 1 { at.div_euclid(FINE) * FINE + FINE / 2 } else { snapped(at) }
}

/// The style, with the line width rounded to whole pixels.
fn whole_width<S: BackendStyle>(style: &S) -> WholeWidth {
    WholeWidth { color: style.color(), width: snapped(style.stroke_width() as i32).max(FINE) as u32 }
}

struct WholeWidth {
    color: BackendColor,
    width: u32,
}

impl BackendStyle for WholeWidth {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

impl DrawingBackend for Page {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), Failure> {
        self.brush.plainly().ensure_prepared()
    }

    fn present(&mut self) -> Result<(), Failure> {
        self.brush.plainly().present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Result<(), Failure> {
        self.brush.plainly().draw_pixel(at, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Result<(), Failure> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), Failure> {
        let (brush, context) = (&self.brush, &self.brush.context);
        if fill {
            let (left, top) = (snapped(left), snapped(top));
            // At least one pixel, so that it stays visible.
            let (right, bottom) = (snapped(right).max(left + FINE), snapped(bottom).max(top + FINE));
            brush.fill(style.color());
            context.fill_rect(left.into(), top.into(), (right - left).into(), (bottom - top).into());
            return Ok(());
        }
        let style = whole_width(style);
        let [left, top, right, bottom] = [left, top, right, bottom].map(|at| centred(at, style.width));
        brush.stroke(&style);
        context.stroke_rect(left.into(), top.into(), (right - left).into(), (bottom - top).into());
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), Failure> {
        let mut path: Vec<_> = path.into_iter().collect();
        let mut style = WholeWidth { color: style.color(), width: style.stroke_width() };
        if let [from, to] = &mut path[..]
            && (from.0 == to.0 || from.1 == to.1)
        {
            style = whole_width(&style);
            if from.0 == to.0 {
                from.0 = centred(from.0, style.width);
                to.0 = from.0;
            } else {
                from.1 = centred(from.1, style.width);
                to.1 = from.1;
            }
        }
        self.brush.stroke(&style);
        self.brush.line(&path, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), Failure> {
        self.brush.plainly().draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), Failure> {
        self.brush.plainly().fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Result<(), Failure> {
        let brush = &self.brush;
        brush.font(format!("{} {}px {}", style.style().as_str(), style.size(), style.family().as_str()));
        let align = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Right => "end",
            HPos::Center => "center",
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        };
        brush.anchor(align, baseline);
        brush.fill(style.color());
        let _ = brush.context.fill_text(text, at.0.into(), at.1.into());
        Ok(())
    }

    /// Plotters-canvas would insert the text into the page and force a layout; the context can measure it too.
    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32), Failure> {
        thread_local!(static WIDTHS: RefCell<HashMap<(u32, String), u32>> = RefCell::default());
        let height = style.size().max(0.0).ceil() as u32;
        let width = WIDTHS.with_borrow_mut(|widths| {
            let key = (height, text.to_string());
            if let Some(&width) = widths.get(&key) {
                return width;
            }
            self.brush.font(format!("{} {}px {}", style.style().as_str(), style.size(), style.family().as_str()));
            let width = self.brush.context.measure_text(text).map_or(0.0, |metrics| metrics.width()).ceil() as u32;
            if widths.len() >= MAX_CACHED_WIDTHS {
                widths.clear();
            }
            widths.insert(key, width);
            width
        });
        Ok((width, height))
    }
}

impl Canvas for Page {
    fn strokes(&mut self, runs: &[Vec<BackendCoord>], dash: &[f64], style: &ShapeStyle) -> Result<(), Failure> {
        if dash.is_empty()
            && let [run] = runs
        {
            return self.draw_path(run.iter().copied(), style);
        }
        let (brush, context) = (&self.brush, &self.brush.context);
        let RGBAColor(r, g, b, alpha) = style.color;
        brush.stroke(&WholeWidth { color: BackendColor { alpha, rgb: (r, g, b) }, width: style.stroke_width });
        if dash.is_empty() {
            context.begin_path();
            runs.iter().for_each(|run| brush.trace(run));
            context.stroke();
            return Ok(());
        }
        let lengths: Array = dash.iter().map(|&length| JsValue::from_f64(length)).collect();
        // If the dashes cannot be set, a solid line is drawn.
        let _ = context.set_line_dash(&lengths);
        runs.iter().for_each(|run| brush.line(run, true));
        let _ = context.set_line_dash(&Array::new());
        Ok(())
    }

    fn segments(&mut self, segments: &[[BackendCoord; 2]], dash: &[f64], style: &ShapeStyle) -> Result<(), Failure> {
        let (brush, context) = (&self.brush, &self.brush.context);
        let RGBAColor(r, g, b, alpha) = style.color;
        brush.stroke(&WholeWidth { color: BackendColor { alpha, rgb: (r, g, b) }, width: style.stroke_width });
        let set = |dash: &[f64]| {
            let lengths: Array = dash.iter().map(|&length| JsValue::from_f64(length)).collect();
            // If the dashes cannot be set, solid lines are drawn.
            let _ = context.set_line_dash(&lengths);
        };
        if !dash.is_empty() {
            context.set_line_dash_offset(0.0);
            set(dash);
        }
        // One path for all: a dash pattern begins anew with each of its lines.
        context.begin_path();
        for [from, to] in segments {
            context.move_to(from.0.into(), from.1.into());
            context.line_to(to.0.into(), to.1.into());
        }
        context.stroke();
        if !dash.is_empty() {
            set(&[]);
        }
        Ok(())
    }

    fn keep(&mut self, name: u64) -> bool {
        let Some(layer) = layer::of(&self.canvas) else { return true };
        if layer::name(&layer) == Some(name) {
            self.draw_layer(&layer);
            return false;
        }
        let begun = layer::context(&layer).and_then(|context| {
            cleared(&context, (layer.width(), layer.height()))?;
            Brush::new(context, layer.clone())
        });
        if let Some(brush) = begun {
            let brush = std::mem::replace(&mut self.brush, brush);
            self.drawing_layer = Some((brush, layer, name));
        }
        true
    }

    fn kept(&mut self) {
        let Some((brush, layer, name)) = self.drawing_layer.take() else { return };
        self.brush.context.restore();
        self.brush = brush;
        layer::set_name(&layer, name);
        self.draw_layer(&layer);
    }

    fn picture(&mut self, picture: &Picture, place: Rectangle, window: Rectangle) -> Result<(), Failure> {
        // What the browser fails to draw (lost context, no memory) is left out; axes and labels still appear.
        let _ = picture::enlarged(&self.brush.context, picture, place, window);
        Ok(())
    }
}
