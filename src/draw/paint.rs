//! Paints a [`Figure`]. This is the only module that knows plotters.
//!
//! Plotters draws axes, grid and shapes. Ranges, ticks, gaps and clipping at the edges are settled before plotters sees
//! them: gradients explode and vanish here all the time, and on such values plotters panics or loops for ever.

mod arrange;
mod bands;
mod bars;
mod contours;
mod crowd;
mod graph;
mod legend;
mod lines;
mod pen;
mod plot;
mod points;
mod raster;
mod regions;
mod rules;
mod span;

use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::style::text_anchor::{HPos, VPos};
use serde::Serialize;

use super::backend::Canvas;
use super::figure::{Axis, Counts, Dash, Figure, Mark, Scale, Series, Side};
use super::theme::Theme;
use arrange::{Arrangement, TITLE, TITLE_ROW, arrange};
pub use pen::Bounds;
use pen::{Ink, LABEL, Painted, Pen, Px, SMALL};
use plot::Plot;
use span::Span;

/// How a figure is painted.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether to draw the title; the page shows it as text of its own.
    pub title: bool,
    /// Backend units per CSS pixel.
    pub scale: f64,
}

/// Where the plot and its axes ended up, for hovering and dragging.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Layout {
    /// The rectangle of the plot in CSS pixels; empty if there was no room or nothing to draw.
    pub plot: Bounds,
    /// The horizontal axis.
    pub x: DrawnAxis,
    /// The left axis.
    pub y: DrawnAxis,
    /// The right axis.
    pub right: Option<DrawnAxis>,
}

/// An axis as drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DrawnAxis {
    /// First and last value, finite and in order.
    pub range: [f64; 2],
    /// `linear` or `log10`.
    pub scale: &'static str,
    /// What the whole numbers on it count.
    pub counts: Counts,
    /// The place of each counted number; empty if each stands at itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<f64>,
}

/// Paints `figure` over the whole of `area`, on its existing background. Works for every figure and every size.
///
/// # Errors
///
/// Only those of the backend.
pub fn paint<DB: Canvas>(
    area: &DrawingArea<DB, Shift>,
    figure: &Figure,
    theme: &Theme,
    options: Options,
) -> Result<Layout, DrawingAreaErrorKind<DB::ErrorType>> {
    let scale = if options.scale > 0.0 && options.scale.is_finite() { options.scale } else { 1.0 };
    let pen = Pen { area, theme, scale };
    let (width, height) = area.dim_in_pixel();
    let size = (f64::from(width) / scale, f64::from(height) / scale);
    if let Some(why) = &figure.empty {
        sentence(&pen, why, size)?;
        return Ok(Layout::default());
    }
    let Some(places) = arrange(&pen, figure, size, options.title) else {
        return Ok(Layout::default());
    };
    let plot = &places.plot;
    if places.rows == 0 {
        axes(&pen, &places, size)?;
    }
    let end = rules::freer_end(plot, figure);
    for together in figure.series.chunk_by(|a, b| crowd::is_crowd(a) && crowd::is_crowd(b)) {
        let draw = || {
            // Hollow markers go on top, so that filled ones do not hide them.
            together.chunk_by(|a, b| points::filled(a) == points::filled(b)).try_for_each(|alike| {
                alike.iter().try_for_each(|series| points::casing(&pen, plot, series))?;
                alike.iter().try_for_each(|series| mark(&pen, plot, series, end))
            })
        };
        if crowd::is_crowd(&together[0]) {
            pen.keeping(crowd::fingerprint(&pen, plot, size, together), draw)?
        } else {
            draw()?
        }
    }
    surroundings(&pen, &places, size)?;
    let shown = |span: &Span, axis: &Axis| DrawnAxis {
        counts: axis.counts,
        places: axis.places.clone(),
        range: [span.low, span.high],
        scale: if span.scale == Scale::Log10 { "log10" } else { "linear" },
    };
    Ok(Layout {
        plot: plot.bounds,
        x: shown(&plot.x, &figure.x),
        y: shown(&plot.y, &figure.y),
        right: plot.right.as_ref().zip(figure.right.as_ref()).map(|(span, axis)| shown(span, axis)),
    })
}

/// Grid, axes and ticks by plotters.
fn axes<DB: Canvas>(pen: &Pen<DB>, places: &Arrangement, (width, height): Px) -> Painted<DB> {
    let (theme, plot) = (pen.theme, &places.plot);
    let b = plot.bounds;
    let ticks = pen.font(SMALL, theme.muted);
    let mut chart = ChartBuilder::on(pen.area)
        .margin_top(pen.units(b.top))
        .margin_right(pen.units(width - b.right()))
        .x_label_area_size(pen.units(height - b.bottom()))
        .y_label_area_size(pen.units(b.left))
        .build_cartesian_2d(plot.x.clone(), plot.y.clone())?;
    let mut mesh = chart.configure_mesh();
    mesh.max_light_lines(0)
        .disable_x_mesh()
        .bold_line_style(pen.style(Ink::of(theme.grid, 1.0), false))
        .axis_style(pen.style(Ink::of(theme.quiet, 1.0), false))
        .set_all_tick_mark_size(pen.units(3.0))
        .x_label_style(ticks.clone())
        .y_label_style(ticks.clone())
        .axis_desc_style(pen.font(LABEL, theme.text));
    if !places.x_label.is_empty() {
        mesh.x_desc(places.x_label.as_str());
    }
    if plot.casing {
        // A coloured grid would cover the grid lines.
        mesh.disable_y_mesh();
    }
    mesh.draw()?;
    for tick in plot.right.iter().flat_map(|right| &right.ticks) {
        let y = plot.up(Side::Right, tick.at);
        let mark = vec![(b.right(), y), (b.right() + 3.0, y)];
        pen.strokes(&[mark], Dash::Solid, Ink::of(theme.quiet, 1.0))?;
        pen.styled(&tick.label, (b.right() + 6.0, y), ticks.clone(), (HPos::Left, VPos::Center))?;
    }
    Ok(())
}

/// Draws one series; horizontal rules have their labels at `end`.
fn mark<DB: Canvas>(pen: &Pen<DB>, plot: &Plot, series: &Series, end: HPos) -> Painted<DB> {
    let (side, rgb) = (series.side, pen.theme.ink(series.ink));
    let wide = |width: f32| if width.is_finite() { f64::from(width).clamp(0.5, 20.0) } else { 1.5 };
    match &series.mark {
        Mark::Line { x, y, dash, width } => lines::draw(pen, plot, side, (x, y), (*dash, Ink::of(rgb, wide(*width)))),
        Mark::Band { x, low, high } => bands::draw(pen, plot, side, (x, low, high), rgb),
        Mark::Bars { x, y, width, filled } => bars::draw(pen, plot, side, (x, y), (*width, *filled), Ink::of(rgb, 1.5)),
        Mark::Points { x, y, shape, radius } => {
            points::draw(pen, plot, side, (x, y), (*shape, f64::from(*radius)), Ink::of(rgb, 1.5))
        }
        Mark::Rule { at, dash, label } => {
            rules::horizontal(pen, plot, (side, *at), (*dash, label, end), Ink::of(rgb, 1.5))
        }
        Mark::Cursor { at, label } => rules::vertical(pen, plot, (*at, label), Ink::of(rgb, 1.0)),
        Mark::Raster { columns, rows, x, y, values, range, .. } => {
            let cells = raster::Cells { columns: *columns, rows: *rows, values, range: *range };
            raster::draw(pen, plot, side, &cells, (*x, *y))
        }
        Mark::Dots { x, y, values, range, shape, radius } => {
            points::dots(pen, plot, side, (x, y), (values, *range), (*shape, f64::from(*radius)))
        }
        Mark::Regions { columns, rows, x, y, inks, shares } => {
            let grid = regions::Grid { columns: *columns as usize, rows: *rows as usize, inks, shares };
            regions::draw(pen, plot, side, &grid, (*x, *y))
        }
        Mark::Contours { columns, rows, x, y, values, levels } => {
            let (columns, rows) = (*columns as usize, *rows as usize);
            // Too few values for the grid: their positions are unknown.
            if columns < 2 || rows < 2 || columns.checked_mul(rows).is_none_or(|n| n > values.len()) {
                return Ok(());
            }
            let grid = contours::Grid { columns, rows, values };
            let ink = Ink { alpha: 0.55, ..Ink::of(rgb, 1.0) };
            contours::draw(pen, plot, side, (&grid, *x, *y), (levels, ink))
        }
        Mark::Network(network) => graph::draw(pen, plot, network),
    }
}

/// Title, labels, legend and colour key.
fn surroundings<DB: Canvas>(pen: &Pen<DB>, places: &Arrangement, (width, _): Px) -> Painted<DB> {
    for (k, line) in places.title.iter().enumerate() {
        pen.bold(line, (0.0, (k as f64 + 0.5) * TITLE_ROW), TITLE, (HPos::Left, VPos::Center))?;
    }
    let middle = |(x, y): Px| (x, y + legend::ROW / 2.0);
    let (text, place) = &places.left_label;
    pen.text(text, middle(*place), LABEL, (HPos::Left, VPos::Center))?;
    let (text, place) = &places.right_label;
    pen.text(text, middle((width, place.1)), LABEL, (HPos::Right, VPos::Center))?;
    let (text, place) = &places.shifted_x_label;
    pen.text(text, middle(*place), LABEL, (HPos::Left, VPos::Center))?;
    let (text, place) = &places.inline_x_label;
    pen.text(text, *place, SMALL, (HPos::Left, VPos::Center))?;
    places.legend.0.draw(pen, places.legend.1)?;
    match &places.key {
        Some((key, bounds)) => key.draw(pen, *bounds),
        None => Ok(()),
    }
}

/// A sentence in the middle, instead of the chart.
fn sentence<DB: Canvas>(pen: &Pen<DB>, text: &str, (width, height): Px) -> Painted<DB> {
    let (size, row) = (14.0, 21.0);
    let lines = pen.wrapped(text, size, (width - 24.0).min(420.0));
    let lines = &lines[..lines.len().min((height / row) as usize)];
    let top = height / 2.0 - (lines.len() as f64 - 1.0) / 2.0 * row;
    for (k, line) in lines.iter().enumerate() {
        let style = pen.font(size, pen.theme.muted);
        pen.styled(line, (width / 2.0, top + k as f64 * row), style, (HPos::Center, VPos::Center))?;
    }
    Ok(())
}
