//! Individual markers.

use super::pen::{Bounds, Ink, Painted, Pen, Px};
use super::plot::Plot;
use crate::draw::backend::Canvas;
use crate::draw::figure::{Dash, Mark, Series, Shape, Side};
use crate::draw::viridis::viridis;

/// Draws a marker at each point within the plot.
pub fn draw<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (x, y): (&[f64], &[f64]),
    (shape, radius): (Shape, f64),
    ink: Ink,
) -> Painted<DB> {
    let step = x.len().min(y.len()).div_ceil(20_000).max(1);
    for (&x, &y) in x.iter().zip(y).step_by(step) {
        let centre = plot.at(side, x, y);
        if !plot.shows(centre) {
            continue;
        }
        marker(pen, centre, shape, radius, ink)?;
    }
    Ok(())
}

/// The outlines below markers on a coloured grid. With several series, all outlines are drawn before all markers, so
/// that in a crowd no outline hides a marker.
pub fn casing<DB: Canvas>(pen: &Pen<DB>, plot: &Plot, series: &Series) -> Painted<DB> {
    let (x, y, shape, radius, width) = match &series.mark {
        Mark::Points { x, y, shape, radius } => (x, y, *shape, f64::from(*radius), 1.5),
        // The size includes the outline.
        Mark::Dots { x, y, shape, radius, .. } if is_filled(*shape) => (x, y, *shape, f64::from(*radius) + 0.75, 1.5),
        Mark::Dots { x, y, shape, radius, .. } => (x, y, *shape, f64::from(*radius), 2.0),
        _ => return Ok(()),
    };
    if !plot.casing {
        return Ok(());
    }
    let radius = if is_filled(shape) { radius + 1.5 } else { radius };
    draw(pen, plot, series.side, (x, y), (shape, radius), Ink::of(pen.theme.background, width + 2.5))
}

/// One marker.
pub fn marker<DB: Canvas>(pen: &Pen<DB>, (x, y): Px, shape: Shape, radius: f64, ink: Ink) -> Painted<DB> {
    let r = if radius.is_finite() { radius.clamp(0.5, 50.0) } else { 3.0 };
    match shape {
        Shape::Disc => pen.circle((x, y), r, ink, true),
        Shape::Ring => pen.circle((x, y), r, ink, false),
        Shape::Cross => {
            let arms = [vec![(x - r, y - r), (x + r, y + r)], vec![(x - r, y + r), (x + r, y - r)]];
            pen.strokes(&arms, Dash::Solid, ink)
        }
        Shape::Square => pen.rectangle(Bounds { left: x - r, top: y - r, width: 2.0 * r, height: 2.0 * r }, ink, true),
        Shape::Triangle => pen.polygon(&triangle((x, y), r), ink),
        Shape::Diamond => pen.polygon(&diamond((x, y), r), ink),
        Shape::HollowSquare => {
            let b = 0.9 * r;
            outline(pen, &[(x - b, y - b), (x + b, y - b), (x + b, y + b), (x - b, y + b)], ink)
        }
        Shape::HollowTriangle => outline(pen, &triangle((x, y), r), ink),
        Shape::HollowDiamond => outline(pen, &diamond((x, y), r), ink),
    }
}

fn triangle((x, y): Px, r: f64) -> [Px; 3] {
    [(x, y - 1.15 * r), (x + r, y + 0.75 * r), (x - r, y + 0.75 * r)]
}

fn diamond((x, y): Px, r: f64) -> [Px; 4] {
    let r = 1.25 * r;
    [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
}

/// Goes round the corners and a little beyond the first, so that the first corner is joined like the others.
fn outline<DB: Canvas>(pen: &Pen<DB>, corners: &[Px], ink: Ink) -> Painted<DB> {
    pen.strokes(&[corners.iter().chain(&corners[..2]).copied().collect()], Dash::Solid, ink)
}

/// Markers coloured by their values.
pub fn dots<DB: Canvas>(
    pen: &Pen<DB>,
    plot: &Plot,
    side: Side,
    (x, y): (&[f64], &[f64]),
    (values, range): (&[f32], [f32; 2]),
    (shape, radius): (Shape, f64),
) -> Painted<DB> {
    for ((x, y), value) in x.iter().zip(y).zip(values).take(20_000) {
        let t = (value - range[0]) / (range[1] - range[0]);
        let (at, ink) = ((&[*x][..], &[*y][..]), Ink::of(viridis(t), 2.0));
        if !is_filled(shape) {
            draw(pen, plot, side, at, (shape, radius), ink)?;
            continue;
        }
        // An edge in the text colour: on a surface of the same colour the marker would be invisible.
        draw(pen, plot, side, at, (shape, radius + 0.75), Ink::of(pen.theme.text, 1.5))?;
        let centre = plot.at(side, *x, *y);
        if plot.shows(centre) {
            marker(pen, centre, shape, radius, ink)?;
        }
    }
    Ok(())
}

/// Whether a series has filled markers.
pub fn filled(series: &Series) -> bool {
    matches!(&series.mark, Mark::Points { shape, .. } | Mark::Dots { shape, .. } if is_filled(*shape))
}

fn is_filled(shape: Shape) -> bool {
    matches!(shape, Shape::Disc | Shape::Square | Shape::Triangle | Shape::Diamond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::drawing;
    use crate::draw::figure::{Figure, Ink};
    use crate::draw::recorder::drawing;
    use crate::draw::theme::Theme;

    #[test]
    fn where_two_crowds_meet_no_casing_hides_a_marker() {
        let series = |ink, mark| Series { name: String::new(), ink, side: Side::Left, mark };
        let (x, y) = ([0.0, 1.0], [0.0, 1.0]);
        let ground = Mark::Regions { columns: 1, rows: 1, x, y, inks: vec![Ink::Series(0)], shares: vec![200] };
        let crowd = |ink| {
            let x: Vec<f64> = (0..50).map(|k| f64::from(k) / 50.0).collect();
            series(ink, Mark::Points { y: x.clone(), x, shape: Shape::Disc, radius: 3.0 })
        };
        let all = vec![series(Ink::Text, ground), crowd(Ink::Series(0)), crowd(Ink::Series(6))];
        let figure = Figure { series: all, empty: None, ..Figure::nothing("", "", "") };
        let circles: Vec<bool> = drawing(&figure, 300, 200, &Theme::LIGHT)
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                drawing::Shape::Circle { colour, .. } => Some(colour.rgb == Theme::LIGHT.background),
                _ => None,
            })
            .collect();
        assert_eq!(circles.len(), 200);
        assert!(circles[..100].iter().all(|casing| *casing) && !circles[100..].contains(&true));
    }
}
