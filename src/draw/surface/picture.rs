//! A scene as a drawing: the surface as pixels, and everything else as shapes, sharp at every size.

use super::camera::BOX_HEIGHT;
use super::labels::{self, Kind};
use super::look::{CASING_WIDTH, CORE_WIDTH, FRAME_WIDTH, HIDDEN_EXTRA, LINE_PULL};
use super::markers::marker;
use super::path::{GAP, PathPoint};
use super::raster::Raster;
use super::scene::Scene;
use super::theme::{self, CASING, PATH_NEW, PATH_OLD, SEEN_THROUGH, bytes};
use super::view::View;
use crate::draw::backend::Rectangle;
use crate::draw::drawing::{Anchor, Colour, Drawing, Font, Point, Shape, Stroke, units};
use crate::draw::theme::{Rgb, Theme};

/// Size of numbers and names, in CSS pixels.
const LABEL: f64 = 12.0;
/// The colour along a path changes in so many steps.
const AGES: usize = 8;

/// The scene on a canvas of a size in CSS pixels. The surface has `unit` pixels to each of these.
pub fn drawing(scene: &mut Scene, width: u32, height: u32, unit: f32, colours: &Theme) -> Drawing {
    let view = scene.prepare([width as f32, height as f32]);
    let own = if *colours == Theme::DARK { theme::DARK } else { theme::LIGHT };
    let raster = Raster::of(scene.heights(), &view, unit, scene.is_cut(), own.strong);
    let mut shapes = Vec::new();
    // The box stands behind the surface and below it.
    for (strength, ink) in [(0, own.quiet), (1, own.strong)] {
        let runs = runs(&view, scene.frame(), |point| point[3] as usize == strength);
        shapes.push(lines(runs, FRAME_WIDTH, ink));
    }
    let place = Rectangle { left: 0, top: 0, right: units(width.into()), bottom: units(height.into()) };
    shapes.push(Shape::Picture { picture: raster.picture.clone(), place, window: place, smooth: true });
    let is_seen = |[a, b, height, _]: PathPoint| raster.shows(&view, [a, b, height * BOX_HEIGHT], LINE_PULL);
    let inks = theme::others();
    // What hills hide is drawn first and faint.
    for (age, ink) in ages() {
        let hidden = runs(&view, scene.line(), |point| bucket(point) == age && !is_seen(point));
        shapes.push(lines(hidden, CORE_WIDTH + HIDDEN_EXTRA, faint(ink)));
    }
    for (number, ink) in inks.iter().enumerate() {
        let hidden = runs(&view, scene.others(), |point| is_number(point, number) && !is_seen(point));
        shapes.push(lines(hidden, CORE_WIDTH + HIDDEN_EXTRA, faint(*ink)));
    }
    shapes.push(lines(runs(&view, scene.others(), is_seen), CASING_WIDTH, CASING));
    for (number, ink) in inks.iter().enumerate() {
        let seen = runs(&view, scene.others(), |point| is_number(point, number) && is_seen(point));
        shapes.push(lines(seen, CORE_WIDTH, *ink));
    }
    shapes.push(lines(runs(&view, scene.line(), is_seen), CASING_WIDTH, CASING));
    for (age, ink) in ages() {
        let seen = runs(&view, scene.line(), |point| bucket(point) == age && is_seen(point));
        shapes.push(lines(seen, CORE_WIDTH, ink));
    }
    shapes.retain(|shape| !matches!(shape, Shape::Lines { runs, .. } if runs.is_empty()));
    for place in scene.markers() {
        let at = view.project([place[0], place[1], place[2] * BOX_HEIGHT]);
        shapes.extend(marker(place[3], at.map(f64::from)));
    }
    for label in scene.labels(&view) {
        let (rgb, anchor) = match label.kind {
            Kind::Axis => (colours.text, label.anchor),
            Kind::Tick => (colours.muted, label.anchor),
        };
        shapes.push(text(&label.text, [label.x, label.y], anchor, rgb));
    }
    Drawing { width, height, ground: colours.background, shapes }
}

/// The stretches of a line whose points hold, each with the point before, so that stretches join.
fn runs(view: &View, line: &[PathPoint], holds: impl Fn(PathPoint) -> bool) -> Vec<Vec<Point>> {
    let place = |&[a, b, height, _]: &PathPoint| -> Point {
        let [x, y] = view.project([a, b, height * BOX_HEIGHT]);
        (units(x.into()), units(y.into()))
    };
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut last: Option<&PathPoint> = None;
    let mut is_open = false;
    for point in line {
        if point[2] == GAP {
            (last, is_open) = (None, false);
            continue;
        }
        if holds(*point) {
            if let (Some(before), false) = (last, is_open) {
                runs.push(vec![place(before)]);
                is_open = true;
            }
            if is_open && let Some(run) = runs.last_mut() {
                run.push(place(point));
            }
        } else {
            is_open = false;
        }
        last = Some(point);
    }
    runs
}

fn lines(runs: Vec<Vec<Point>>, half_width: f32, [red, green, blue, alpha]: theme::Colour) -> Shape {
    let stroke = Stroke { width: units(f64::from(2.0 * half_width)) as u32, round: true, ..Stroke::default() };
    Shape::Lines { runs, stroke, colour: Colour { rgb: bytes([red, green, blue]), alpha: f64::from(alpha) } }
}

fn text(text: &str, [x, y]: [f32; 2], anchor: labels::Anchor, rgb: Rgb) -> Shape {
    let anchor = match anchor {
        labels::Anchor::Start => Anchor::Start,
        labels::Anchor::Middle => Anchor::Middle,
        labels::Anchor::End => Anchor::End,
    };
    // `y` is the middle of the line.
    let at = (units(x.into()), units(f64::from(y) + 0.35 * LABEL));
    let font = Font { size: f64::from(units(LABEL)), bold: false, anchor, turn: 0 };
    Shape::Text { text: text.into(), at, font, colour: Colour::opaque(rgb) }
}

/// The steps in which the colour along a path changes.
fn ages() -> impl Iterator<Item = (usize, theme::Colour)> {
    (0..AGES).map(|k| {
        let share = (k as f32 + 0.5) / AGES as f32;
        (k, [0, 1, 2, 3].map(|c| PATH_OLD[c] + share * (PATH_NEW[c] - PATH_OLD[c])))
    })
}

fn bucket(point: PathPoint) -> usize {
    ((point[3] * AGES as f32) as usize).min(AGES - 1)
}

/// Lines of other runs have the number of their ink in place of their age.
fn is_number(point: PathPoint, number: usize) -> bool {
    (point[3] + 0.5) as usize == number
}

fn faint([red, green, blue, alpha]: theme::Colour) -> theme::Colour {
    [red, green, blue, alpha * SEEN_THROUGH]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> Scene {
        let mut scene = Scene::default();
        let bowl: Vec<f32> = (0..81)
            .map(|k| {
                let (a, b) = ((k % 9) as f32 / 4.0 - 1.0, (k / 9) as f32 / 4.0 - 1.0);
                0.5 * (a * a + b * b)
            })
            .collect();
        scene.set_surface(9, &bowl, false);
        scene.set_path(&[-0.7, -0.7, 1.0, 0.0, 0.0, 0.0]);
        scene
    }

    #[test]
    fn path_and_ball_lie_where_the_page_has_them() {
        let mut scene = scene();
        let drawing = drawing(&mut scene, 400, 300, 1.0, &Theme::LIGHT);
        let view = scene.prepare([400.0, 300.0]);
        let [x, y] = scene.place(&view, 0.0, 0.0).expect("inside the square").map(|at| units(at.into()));
        let ends: Vec<Point> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Lines { runs, colour, .. } if colour.rgb == bytes([CASING[0], CASING[1], CASING[2]]) => {
                    runs.last()?.last().copied()
                }
                _ => None,
            })
            .collect();
        assert_eq!(ends, [(x, y)]);
        assert!(drawing.shapes.iter().any(|shape| matches!(shape, Shape::Circle { centre, .. } if *centre == (x, y))));
        assert_eq!(drawing.shapes.iter().filter(|shape| matches!(shape, Shape::Picture { .. })).count(), 1);
    }

    #[test]
    fn both_themes_have_the_same_shapes() {
        let kinds = |theme| -> Vec<std::mem::Discriminant<Shape>> {
            drawing(&mut scene(), 200, 150, 1.0, theme).shapes.iter().map(std::mem::discriminant).collect()
        };
        assert_eq!(kinds(&Theme::LIGHT), kinds(&Theme::DARK));
    }
}
