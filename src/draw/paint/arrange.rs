//! Layout: where title, legend, labels, ticks, colour key and plot go.
//!
//! When room runs out, the horizontal label first moves into the row of its ticks; then the legend and the labels above
//! the plot go, and finally the ticks.

use super::graph;
use super::legend::{Legend, ROW};
use super::pen::{Bounds, LABEL, Pen, Px, SMALL};
use super::plot::Plot;
use super::raster::Key;
use super::span::{Span, horizontal, vertical};
use crate::draw::backend::Canvas;
use crate::draw::figure::{Axis, Figure, Mark, Side};

/// Size of the title.
pub const TITLE: f64 = 15.0;
/// Height of one line of the title.
pub const TITLE_ROW: f64 = 21.0;
/// From the plot to the lower edge of the tick labels below it.
const TICKS_BELOW: f64 = 22.0;
/// From the plot to the middle of the tick labels below it.
const TICK_LABEL_MIDDLE: f64 = 12.5;
/// From the plot's left edge to the tick labels.
const TICKS_LEFT: f64 = 8.0;
/// Largest share of the height that the legend takes: names that do not fit are only counted.
const MOST_LEGEND: f64 = 0.42;
/// Width of the colour key, and its distance from what is to its left.
const KEY: (f64, f64) = (10.0, 14.0);

/// The place of everything, in CSS pixels.
pub struct Arrangement<'a> {
    /// The plot itself.
    pub plot: Plot,
    /// Lines of the title.
    pub title: Vec<String>,
    /// Label of the left axis, and where its text starts.
    pub left_label: (String, Px),
    /// Label of the right axis or of the colour key, and where its text ends.
    pub right_label: (String, Px),
    /// Label of the horizontal axis, if it has a row of its own, where it is centred under the plot.
    pub x_label: String,
    /// The same where it would leave the picture there, and where its text starts.
    pub shifted_x_label: (String, Px),
    /// The label of the horizontal axis in the row of its ticks, and where its text starts, left of the first tick
    /// label.
    pub inline_x_label: (String, Px),
    /// The legend, and its upper left corner.
    pub legend: (Legend<'a>, Px),
    /// The colour key.
    pub key: Option<(Key, Bounds)>,
    /// Rows of text below a network, which take the place of axes; 0 if there is no network.
    pub rows: usize,
}

/// How much text is drawn.
#[derive(Clone, Copy)]
struct Detail {
    x_label: bool,
    header: bool,
    ticks: bool,
    /// Smallest height of the plot.
    lowest: f64,
}

/// From everything to almost nothing.
const DETAILS: [Detail; 4] = [
    Detail { x_label: true, header: true, ticks: true, lowest: 48.0 },
    Detail { x_label: false, header: true, ticks: true, lowest: 28.0 },
    Detail { x_label: false, header: false, ticks: true, lowest: 16.0 },
    Detail { x_label: false, header: false, ticks: false, lowest: 4.0 },
];

/// Finds a place for everything; `None` if there is no room even for the bare plot.
pub fn arrange<'a, DB: Canvas>(pen: &Pen<DB>, figure: &'a Figure, size: Px, title: bool) -> Option<Arrangement<'a>> {
    DETAILS.into_iter().find_map(|detail| {
        let narrowest = if detail.ticks { 60.0 } else { 4.0 };
        let found = attempt(pen, figure, size, title, detail);
        Some(found).filter(|a| a.plot.bounds.width >= narrowest && a.plot.bounds.height >= detail.lowest)
    })
}

fn attempt<'a, DB: Canvas>(
    pen: &Pen<DB>,
    figure: &'a Figure,
    (width, height): Px,
    title: bool,
    detail: Detail,
) -> Arrangement<'a> {
    let title = if title && detail.ticks { pen.wrapped(&figure.title, TITLE, width * 0.85) } else { Vec::new() };
    let title: Vec<_> = title.into_iter().take(3).collect();
    let mut top = title.len() as f64 * TITLE_ROW + if title.is_empty() { 2.0 } else { 6.0 };
    let key = figure.series.iter().find_map(|s| Key::to(&s.mark)).filter(|_| detail.ticks);

    let (mut left_label, mut right_label) = ((String::new(), (0.0, 0.0)), (String::new(), (width, 0.0)));
    let mut legend = (Legend::default(), (0.0, top));
    if detail.header {
        let right =
            figure.right.as_ref().map(Axis::title).or(key.as_ref().map(|k| k.title.clone())).unwrap_or_default();
        left_label.0 = pen.fitted(&figure.y.title(), LABEL, width);
        right_label.0 = pen.fitted(&right, LABEL, width);
        let taken =
            [&left_label.0, &right_label.0].map(|t| if t.is_empty() { 0.0 } else { pen.width(t, LABEL) + 28.0 });
        let most_rows = ((height * MOST_LEGEND / ROW) as usize).max(1);
        legend.0 = Legend::new(pen, figure, width, most_rows);
        let beside = legend.0.rows == 1 && taken[0] + legend.0.width + taken[1] <= width;
        if beside && taken[0] > 0.0 {
            legend.1.0 = width - taken[1] - legend.0.width;
        }
        if !beside {
            top += legend.0.rows as f64 * ROW + if legend.0.rows > 0 { 2.0 } else { 0.0 };
        }
        if taken[0] + taken[1] > width {
            right_label.1.1 = top;
            top += ROW;
        } else {
            right_label.1.1 = top;
        }
        left_label.1.1 = top;
        if taken[0] + taken[1] > 0.0 || (beside && legend.0.rows > 0) {
            top += ROW;
        }
        top += if detail.x_label { 10.0 } else { 5.0 };
    } else if detail.ticks {
        top += 6.0;
    }
    let mut x_label = if detail.x_label { pen.fitted(&figure.x.title(), LABEL, width) } else { String::new() };
    let network = figure.series.iter().find_map(|series| match &series.mark {
        Mark::Network(network) => Some(network),
        _ => None,
    });
    let rows = network.map_or(0, |network| network.rows.len());
    let below = match (detail.ticks, x_label.is_empty()) {
        (false, _) => 1.0,
        _ if network.is_some() => rows as f64 * graph::ROW + 2.0,
        (true, true) => TICKS_BELOW,
        (true, false) => TICKS_BELOW + ROW,
    };
    let tall = (height - top - below).max(0.0);
    // In the row of the ticks, if the label is short.
    let mut inline_x_label = (String::new(), (0.0, top + tall + TICK_LABEL_MIDDLE));
    if detail.ticks && !detail.x_label && pen.width(&figure.x.title(), SMALL) < 0.2 * width {
        inline_x_label.0 = figure.x.title();
    }

    let (mut x, mut y, mut right) = spans(figure);
    let (mut left_of, mut right_of, mut bar) = (1.0, 1.0, None);
    let mut widest_alike = f64::INFINITY;
    if let Some(network) = network.filter(|_| detail.ticks) {
        left_of = graph::margin(pen, network);
        x = x.with_ticks(&figure.x, 2);
    } else if detail.ticks {
        let most = (tall / 36.0).clamp(2.0, 8.0) as usize;
        let room = width * 0.34;
        y = vertical_ticks(pen, y, &figure.y, (tall, most, room));
        left_of = widest(pen, &y) + TICKS_LEFT + 2.0;
        right_of = 10.0;
        if let (Some(span), Some(axis)) = (right.take(), &figure.right) {
            let span = vertical_ticks(pen, span, axis, (tall, most, room));
            right_of = widest(pen, &span) + TICKS_LEFT + 2.0;
            right = Some(span);
        }
        if let Some(key) = &key {
            let text = key.ticks(tall).iter().map(|t| pen.width(&t.label, SMALL)).fold(0.0, f64::max);
            let from = width - text - 8.0 - KEY.0;
            bar = Some(Bounds { left: from, top, width: KEY.0, height: tall });
            right_of = width - from + KEY.1 + if figure.right.is_some() { right_of } else { 0.0 };
        }
        widest_alike = alike(figure, &x, &y).map_or(f64::INFINITY, |share| tall * share);
        let beside = pen.width(&inline_x_label.0, SMALL) + if inline_x_label.0.is_empty() { 0.0 } else { 6.0 };
        // The choice depends on the widths of the outermost labels, which must not be cut off, so ticks are chosen
        // twice.
        for _ in 0..2 {
            let wide = (width - left_of - right_of).max(0.0).min(widest_alike);
            x = horizontal_ticks(pen, x, &figure.x, wide);
            for t in &x.ticks {
                let (at, half) = (x.fraction(t.at) * wide, pen.width(&t.label, SMALL) / 2.0 + 1.0);
                left_of = f64::max(left_of, beside + half - at);
                right_of = f64::max(right_of, at + half - wide);
            }
        }
    }
    let mut bounds = Bounds { left: left_of, top, width: (width - left_of - right_of).max(0.0), height: tall };
    if bounds.width > widest_alike {
        bounds.left += (bounds.width - widest_alike) / 2.0;
        bounds.width = widest_alike;
    }
    if let Some(share) = alike(figure, &x, &y).filter(|_| detail.ticks) {
        let height = bounds.height.min(bounds.width / share);
        bounds.top += bounds.height - height;
        bounds.height = height;
    }
    let mut shifted_x_label = (String::new(), (0.0, bounds.bottom() + TICKS_BELOW));
    let (label, middle) = (pen.width(&x_label, LABEL), bounds.left + bounds.width / 2.0);
    if label / 2.0 > middle.min(width - middle) {
        shifted_x_label.0 = std::mem::take(&mut x_label);
        shifted_x_label.1.0 = (middle - label / 2.0).clamp(0.0, (width - label).max(0.0));
    }
    let casing = figure.series.iter().any(|s| matches!(s.mark, Mark::Raster { .. } | Mark::Regions { .. }));
    let key = key.zip(bar);
    Arrangement {
        plot: Plot { bounds, x, y, right, casing },
        title,
        left_label,
        right_label,
        x_label,
        shifted_x_label,
        inline_x_label,
        legend,
        key,
        rows: if network.is_some() { rows.max(1) } else { 0 },
    }
}

/// The plot's width as a share of its height, where a unit is equally long on both axes.
fn alike(figure: &Figure, x: &Span, y: &Span) -> Option<f64> {
    let share = (x.high - x.low) / (y.high - y.low);
    Some(share).filter(|share| figure.y.alike && share.is_finite() && *share > 0.0)
}

/// The ranges of the axes, without ticks.
fn spans(figure: &Figure) -> (Span, Span, Option<Span>) {
    (
        Span::of(&figure.x, || horizontal(figure)),
        Span::of(&figure.y, || vertical(figure, Side::Left)),
        figure.right.as_ref().map(|axis| Span::of(axis, || vertical(figure, Side::Right))),
    )
}

/// Ticks of a vertical axis that is `tall` CSS pixels long, their labels fitted into `room`.
fn vertical_ticks<DB: Canvas>(pen: &Pen<DB>, span: Span, axis: &Axis, (tall, most, room): (f64, usize, f64)) -> Span {
    let mut span = span.with_ticks(axis, most);
    thin(&mut span, tall, SMALL + 2.0);
    for tick in &mut span.ticks {
        tick.label = pen.fitted(&tick.label, SMALL, room);
    }
    span
}

/// Ticks of a horizontal axis that is `wide` CSS pixels long, as many as fit side by side.
fn horizontal_ticks<DB: Canvas>(pen: &Pen<DB>, span: Span, axis: &Axis, wide: f64) -> Span {
    let mut most = (wide / 52.0).clamp(1.0, 10.0) as usize;
    loop {
        let mut span = span.clone().with_ticks(axis, most);
        for tick in &mut span.ticks {
            tick.label = pen.fitted(&tick.label, SMALL, wide * 0.5);
        }
        let needed = widest(pen, &span) + 10.0;
        let collide = span.ticks.len() as f64 * needed > wide + needed;
        if axis.ticks.is_empty() && collide && most > 1 {
            most -= 1;
            continue;
        }
        thin(&mut span, wide, needed);
        return span;
    }
}

/// Drops ticks, evenly, until neighbours are at least `min_gap` CSS pixels min_gap.
fn thin(span: &mut Span, length: f64, min_gap: f64) {
    let places: Vec<f64> = span.ticks.iter().map(|t| span.fraction(t.at) * length).collect();
    let fits = |step: usize| {
        let kept: Vec<f64> = places.iter().copied().step_by(step).collect();
        kept.windows(2).all(|w| (w[1] - w[0]).abs() >= min_gap)
    };
    // Doubling finds a large enough stride fast even among very many ticks; then the smallest that fits is chosen.
    let n = places.len().max(1);
    let Some(enough) = std::iter::successors(Some(1), |s| Some(s * 2)).take_while(|&s| s < 2 * n).find(|&s| fits(s))
    else {
        span.ticks.truncate(1);
        return;
    };
    let step = (enough / 2 + 1..=enough).find(|&s| fits(s)).unwrap_or(enough);
    let mut k = 0;
    span.ticks.retain(|_| {
        k += 1;
        (k - 1) % step == 0
    });
}

fn widest<DB: Canvas>(pen: &Pen<DB>, span: &Span) -> f64 {
    span.ticks.iter().map(|t| pen.width(&t.label, SMALL)).fold(0.0, f64::max)
}
