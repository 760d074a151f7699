//! The contour map: the surface from above with the trajectory, as a figure. Where WebGL2 is missing, it replaces the
//! 3-D view.

use super::Relief;
use super::ticks::number;
use crate::draw::figure::{Axis, Dash, Figure, Ink, Mark, Series, Shape, Side};
use crate::draw::overlay::{Overlay, style};
use crate::texts::{charts, label, sentences, surface};

/// Number of contour lines, evenly spaced in height; none at 0 or 1, where flat floors and cut-offs lie.
const LEVELS: usize = 12;
const ID: &str = "contour";

/// The map of `relief` with the path `[a, b, loss] * k` and the overlay.
pub fn figure(relief: &Relief, path: &[f32], overlay: &Overlay) -> Figure {
    if relief.size < 2 || !relief.scale.losses()[0].is_finite() {
        let why = if relief.size < 2 { surface::pending() } else { surface::not_finite_here() };
        return Figure::nothing(ID, title(), &why);
    }
    let mut series = ground(relief).to_vec();
    series.extend(marked(relief));
    series.extend(minima(relief));
    others(relief, overlay, &mut series);
    series.extend(trajectory(relief, path));
    arrows(relief, overlay, &mut series);
    let axis = |axis: &super::AxisInfo| Axis::linear(&axis.label, axis.range).unit(&axis.unit);
    Figure {
        id: ID.into(),
        title: title().into(),
        x: axis(&relief.info.x),
        y: axis(&relief.info.y),
        right: None,
        series,
        empty: None,
        summary: summary(relief, path),
    }
}

/// The coloured grid and its contour lines.
fn ground(relief: &Relief) -> [Series; 2] {
    let (scale, size) = (&relief.scale, relief.size);
    let values: Vec<f32> = relief.losses.iter().map(|&loss| scale.value(f64::from(loss)) as f32).collect();
    let [bottom, top] = scale.range();
    let (x, y) = (relief.info.x.range, relief.info.y.range);
    let raster = Mark::Raster {
        columns: size as u32,
        rows: size as u32,
        x: cell_edges(x, size),
        y: cell_edges(y, size),
        values: values.clone(),
        range: [bottom as f32, top as f32],
        label: key_label(relief),
        log10: scale.log_shift().is_some(),
    };
    let level = |k: usize| (bottom + (top - bottom) * (k as f64 + 0.5) / LEVELS as f64) as f32;
    let levels = if bottom < top { (0..LEVELS).map(level).collect() } else { Vec::new() };
    let contours = Mark::Contours { columns: size as u32, rows: size as u32, x, y, values, levels };
    [unnamed(Ink::Text, raster), unnamed(Ink::Quiet, contours)]
}

/// Most markers along one side of the map, for what colour cannot show.
const MAX_MARKERS: usize = 33;

/// Markers on cells that are cut off and on cells with a non-finite loss, both named in the legend.
fn marked(relief: &Relief) -> Vec<Series> {
    let (size, step) = (relief.size, (relief.size - 1).div_ceil(MAX_MARKERS).max(1));
    let mut series = Vec::new();
    let mut mark = |name: String, ink, shape, radius, wanted: &dyn Fn(f32) -> bool| {
        let at = |k: usize| 2.0 * k as f64 / (size - 1) as f64 - 1.0;
        // A feature narrower than the spacing of the markers still gets one per cell.
        let all: Vec<usize> = (0..size * size).filter(|k| wanted(relief.losses[*k])).collect();
        let sparse = |k: &&usize| (*k / size).is_multiple_of(step) && (*k % size).is_multiple_of(step);
        let few: Vec<&usize> = all.iter().filter(sparse).collect();
        let kept = if few.is_empty() { all.iter().take(MAX_MARKERS).collect() } else { few };
        let (x, y) =
            kept.iter().map(|&&k| (relief.info.x.value(at(k % size)), relief.info.y.value(at(k / size)))).unzip();
        if !all.is_empty() {
            series.push(Series { name, ..unnamed(ink, Mark::Points { x, y, shape, radius }) });
        }
    };
    if let Some(high) = relief.cut() {
        let name = surface::above(&number(high)).into();
        mark(name, Ink::Alarm, Shape::HollowTriangle, 2.5, &|loss| relief.scale.cuts(loss));
    }
    mark(surface::not_finite().into(), Ink::Quiet, Shape::Cross, 2.5, &|loss| !loss.is_finite());
    series
}

/// Cells are centred on grid points, so the outer edges lie half a cell outside the range.
fn cell_edges([low, high]: [f64; 2], size: usize) -> [f64; 2] {
    let half = 0.5 * (high - low) / (size - 1) as f64;
    [low - half, high + half]
}

/// Title of the colour key. Its numbers are powers of ten of loss + shift, so it names the shift.
fn key_label(relief: &Relief) -> String {
    let z = &relief.info.z;
    match relief.scale.log_shift() {
        Some(shift) if shift != 0.0 => relief.scale.label(&format!("{} + {}", z.label, number(shift)), &z.unit),
        _ => relief.label(),
    }
}

fn minima(relief: &Relief) -> Option<Series> {
    let inside = |&&[a, b]: &&[f64; 2]| a.abs() <= 1.0 && b.abs() <= 1.0;
    let (x, y): (Vec<f64>, Vec<f64>) = relief
        .info
        .minima
        .iter()
        .filter(inside)
        .map(|&[a, b]| (relief.info.x.value(a), relief.info.y.value(b)))
        .unzip();
    let name = match &relief.info.marked {
        marked if !marked.is_empty() => marked.clone(),
        _ if x.len() > 1 => charts::minima().into(),
        _ => charts::minimum().into(),
    };
    let mark = Mark::Points { x, y, shape: Shape::Cross, radius: 5.0 };
    (!relief.info.minima.is_empty()).then(|| Series { name, ..unnamed(Ink::Text, mark) })
}

/// Points of the path farther from the centre than this many half-widths are left out.
const MAX_DISTANCE: f64 = 100.0;

/// The trajectory: a thin bright line on a wider one in the text colour, visible on any background; a ring at its
/// start, a disc at its current point.
fn trajectory(relief: &Relief, path: &[f32]) -> Vec<Series> {
    let (x, y): (Vec<f64>, Vec<f64>) = path.chunks_exact(3).map(|point| place(relief, point)).unzip();
    let (Some(&x0), Some(&y0), Some(&x1), Some(&y1)) = (x.first(), y.first(), x.last(), y.last()) else {
        return Vec::new();
    };
    let line = |width: f32| Mark::Line { x: x.clone(), y: y.clone(), dash: Dash::Solid, width };
    vec![
        unnamed(Ink::Text, line(4.0)),
        Series { name: surface::path().into(), ..unnamed(Ink::Series(0), line(2.0)) },
        Series { name: surface::start().into(), ..unnamed(Ink::Text, point(x0, y0, Shape::Ring, 5.0)) },
        unnamed(Ink::Text, point(x1, y1, Shape::Disc, 7.0)),
        Series { name: surface::present().into(), ..unnamed(Ink::Series(0), point(x1, y1, Shape::Disc, 5.0)) },
    ]
}

/// A point of the plane in the units of the axes.
fn place(relief: &Relief, point: &[f32]) -> (f64, f64) {
    let (a, b) = (f64::from(point[0]), f64::from(point[1]));
    // The painter clips lines at the frame; a very distant point would only lose digits there.
    if a.abs().max(b.abs()) <= MAX_DISTANCE {
        (relief.info.x.value(a), relief.info.y.value(b))
    } else {
        (f64::NAN, f64::NAN)
    }
}

fn point(x: f64, y: f64, shape: Shape, radius: f32) -> Mark {
    Mark::Points { x: vec![x], y: vec![y], shape, radius }
}

/// The paths of other runs, each in its own style, with their current points.
fn others(relief: &Relief, overlay: &Overlay, series: &mut Vec<Series>) {
    for path in &overlay.paths {
        let (ink, dash, _) = style(path.style);
        let (x, y): (Vec<f64>, Vec<f64>) = path.points.chunks_exact(3).map(|point| place(relief, point)).unzip();
        series.push(unnamed(ink, Mark::Line { x, y, dash, width: 2.5 }));
    }
    for path in &overlay.paths {
        let (ink, _, shape) = style(path.style);
        let (x, y) = path.present().map_or((f64::NAN, f64::NAN), |[a, b]| place(relief, &[a, b]));
        series.push(Series { name: path.name.clone(), ..unnamed(ink, point(x, y, shape, 6.0)) });
        if path.lost {
            series.push(unnamed(Ink::Alarm, point(x, y, Shape::Cross, 7.0)));
        }
    }
}

fn arrows(relief: &Relief, overlay: &Overlay, series: &mut Vec<Series>) {
    for arrow in &overlay.arrows {
        let (ink, dash, width) = arrow.kind.look();
        for (k, ends) in arrow.strokes().into_iter().flatten().enumerate() {
            let (x, y): (Vec<f64>, Vec<f64>) = ends.iter().map(|end| place(relief, end)).unzip();
            let (name, dash) = if k == 0 { (arrow.name.clone(), dash) } else { (String::new(), Dash::Solid) };
            series.push(Series { name, ..unnamed(ink, Mark::Line { x, y, dash, width }) });
        }
    }
}

fn unnamed(ink: Ink, mark: Mark) -> Series {
    Series { name: String::new(), ink, side: Side::Left, mark }
}

fn summary(relief: &Relief, path: &[f32]) -> String {
    let [low, high] = relief.scale.losses();
    let (x, y) = (&relief.info.x, &relief.info.y);
    let heights = surface::map_summary(&relief.label(), &x.title(), &y.title(), &number(low), &number(high));
    let points: Vec<&[f32]> = path.chunks_exact(3).collect();
    let place =
        |point: &[f32]| format!("({}, {})", number(x.value(f64::from(point[0]))), number(y.value(f64::from(point[1]))));
    let path = points.first().zip(points.last()).map(|(first, last)| surface::map_path(&place(first), &place(last)));
    sentences([Some(heights), path])
}

fn title() -> &'static str {
    label("charts", ID, "Contour map")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::overlay::{Arrow, Kind, Path};
    use crate::draw::relief::{AxisInfo, Info, ScaleChoice};

    fn info() -> Info {
        let axis = |label: &str, range| AxisInfo { label: label.into(), range, ..AxisInfo::default() };
        let (x, y, z) = (axis("x", [-2.0, 2.0]), axis("y", [0.0, 4.0]), axis("f(x, y)", [-1.0, 1.0]));
        Info { kind: "function".into(), x, y, z, minima: vec![[0.5, -0.5], [3.0, 0.0]], ..Info::default() }
    }

    #[test]
    fn the_map_shows_ground_minima_path_and_both_ends_in_axis_units() {
        let relief = Relief::new(3, &[0.0, 1.0, 2.0, 1.0, f32::NAN, 3.0, 2.0, 3.0, 4.0], info(), ScaleChoice::Auto);
        let map = relief.figure(&[-1.0, -1.0, 0.0, 700.0, 0.0, 9.0, 0.5, 0.5, 3.0], &Overlay::default());
        let lines: Vec<&Mark> = map.series.iter().map(|s| &s.mark).collect();
        assert!(matches!(lines[0], Mark::Raster { x, .. } if *x == [-3.0, 3.0]));
        assert!(matches!(lines[1], Mark::Contours { x, levels, .. } if *x == [-2.0, 2.0] && levels.len() == LEVELS));
        assert!(matches!(lines[2], Mark::Points { shape: Shape::Cross, x, y, .. } if *x == [0.0] && *y == [2.0]));
        assert!(matches!(lines[3], Mark::Points { x, y, .. } if *x == [1.0] && *y == [1.0]));
        assert!(matches!(lines[5], Mark::Line { x, .. } if x[0] == -2.0 && x[1].is_nan() && x[2] == 1.0));
        assert!(matches!(lines[6], Mark::Points { shape: Shape::Ring, x, .. } if *x == [-2.0]));
        assert!(map.summary.contains("0 to 4") && map.summary.contains("(1, 3)"), "{}", map.summary);
        assert_eq!(Figure::from_bytes(&map.to_bytes()).map(|figure| figure.id), Some(ID.to_owned()));
    }

    #[test]
    fn others_are_named_by_their_marker_and_arrows_by_their_dash() {
        let relief = Relief::new(2, &[0.0, 1.0, 2.0, 3.0], info(), ScaleChoice::Auto);
        let path = Path { style: 1, name: "adam".into(), points: vec![0.0, 0.0, 1.0, 0.5, 0.5, f32::NAN], lost: true };
        let arrow = Arrow { kind: Kind::Clipped, name: "clipped".into(), from: [0.0; 2], to: [0.5, 0.0] };
        let map = relief.figure(&[], &Overlay { paths: vec![path], arrows: vec![arrow] });
        let named = |name: &str| map.series.iter().find(|series| series.name == name).map(|series| &series.mark);
        assert!(matches!(named("adam"), Some(Mark::Points { x, shape: Shape::Square, .. }) if *x == [1.0]));
        assert!(matches!(named("clipped"), Some(Mark::Line { x, dash: Dash::Dashed, .. }) if *x == [0.0, 1.0]));
        assert!(map.series.iter().any(|series| series.ink == Ink::Alarm));
    }

    #[test]
    fn cut_off_and_non_finite_cells_have_a_marker_and_a_legend_entry() {
        let mut losses: Vec<f32> = (0..65 * 65).map(|k| (k % 65).min(50) as f32).collect();
        losses[..3].copy_from_slice(&[1e30, f32::NAN, f32::INFINITY]);
        let map = Relief::new(65, &losses, info(), ScaleChoice::Auto).figure(&[], &Overlay::default());
        let count = |word: &str| {
            let found = map.series.iter().find(|series| series.name.starts_with(word));
            found.map(|series| if let Mark::Points { x, .. } = &series.mark { x.len() } else { 0 })
        };
        assert_eq!((count("above 50"), count("not finite")), (Some(1), Some(1)));
        let plain = Relief::new(2, &[0.0, 1.0, 2.0, 3.0], info(), ScaleChoice::Auto).figure(&[], &Overlay::default());
        assert!(plain.series.iter().all(|series| series.name != "not finite" && !series.name.starts_with("above")));
    }

    #[test]
    fn the_colour_key_names_the_shift_before_the_logarithm() {
        let losses: Vec<f32> = (0..81).map(|k| (k * k * k * k) as f32).collect();
        let map = Relief::new(9, &losses, info(), ScaleChoice::Auto).figure(&[], &Overlay::default());
        let Mark::Raster { label, log10, values, range, .. } = &map.series[0].mark else { panic!() };
        assert!(*log10 && label.starts_with("f(x, y) + "), "{label}");
        assert!(values.iter().all(|value| (range[0]..=range[1]).contains(value)));
    }

    #[test]
    fn an_empty_map_says_why_it_is_empty() {
        assert!(Relief::new(0, &[], info(), ScaleChoice::Auto).figure(&[], &Overlay::default()).empty.is_some());
        assert!(
            Relief::new(2, &[f32::NAN; 4], info(), ScaleChoice::Auto).figure(&[], &Overlay::default()).empty.is_some()
        );
    }
}
