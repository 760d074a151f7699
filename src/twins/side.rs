//! The same view of runs side by side, each with what sets it apart above it.

use super::view::{View, heading};
use crate::columns::{self, First};
use crate::draw::drawing::{Colour, Drawing, Shape, Stroke, units, wrapped};
use crate::draw::figure::Figure;
use crate::draw::svg::Words;
use crate::draw::theme::Theme;

/// Runs side by side.
pub struct Side {
    columns: Vec<(String, View)>,
    title: String,
    summary: String,
}

/// Distance from the border, and between columns, in CSS pixels.
const MARGIN: f64 = 12.0;
/// Size of a head, and the height of its lines.
const HEAD: (f64, f64) = (15.0, 20.0);
/// Lines of a head.
const LINES: usize = 2;

impl Side {
    /// A view of several runs, each with its name, the first run's first. Charts get the axes of all.
    pub fn of(views: Vec<(String, View)>) -> Self {
        let letters = 'A'..;
        let named: Vec<(String, View)> =
            letters.zip(views).map(|(letter, (name, view))| (format!("{letter}: {name}"), view)).collect();
        let figures: Vec<Figure> = named.iter().filter_map(|(_, view)| view.figure().cloned()).collect();
        let title = named.first().map(|(_, view)| view.title()).unwrap_or_default();
        let first = First { name: "A", difference: false };
        let all = figures.len() == named.len();
        let columns: Vec<(String, View)> = named
            .into_iter()
            .enumerate()
            .map(|(k, (name, view))| match columns::beside(k, &figures, Some(first)).filter(|_| all) {
                Some(figure) => (name, View::Chart(Box::new(figure))),
                None => (name, view),
            })
            .collect();
        let told: Vec<String> = columns.iter().map(|(name, view)| format!("{name}. {}", view.summary())).collect();
        Self { columns, title, summary: told.join(" ") }
    }

    /// Title and description.
    pub fn words(&self) -> Words<'_> {
        Words { title: &self.title, description: &self.summary }
    }

    /// All of them in words.
    pub fn sentence(&self) -> &str {
        &self.summary
    }

    /// The picture at a size in CSS pixels; pixels of a surface are `unit` to each of these.
    pub fn drawing(&self, width: u32, height: u32, unit: f32, theme: &Theme) -> Drawing {
        let mut whole = Drawing { width, height, ground: theme.background, shapes: Vec::new() };
        let count = self.columns.len().max(1) as f64;
        let wide = (f64::from(width) - MARGIN * (count + 1.0)) / count;
        let top = MARGIN + HEAD.1 * LINES as f64 + 6.0;
        let high = f64::from(height) - top - MARGIN;
        for (k, (name, view)) in self.columns.iter().enumerate() {
            let left = MARGIN + k as f64 * (wide + MARGIN);
            let ends = [left, left + wide].map(|x| (units(x), units(top - 4.0)));
            let colour = Colour::opaque(theme.grid);
            let stroke = Stroke { width: units(1.0) as u32, ..Stroke::default() };
            whole.shapes.push(Shape::Lines { runs: vec![ends.to_vec()], stroke, colour });
            for (line, text) in wrapped(name, HEAD.0, wide).into_iter().take(LINES).enumerate() {
                let at = [left, MARGIN + line as f64 * HEAD.1];
                whole.shapes.push(heading(&text, at, HEAD.0, theme));
            }
            let part = view.drawing(wide.max(1.0) as u32, high.max(1.0) as u32, unit, theme);
            whole.place(part, left, top);
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Beside;
    use crate::registry::Settings;
    use crate::run::AnyRun;

    fn side(id: &str) -> Side {
        let of = |text: &str| {
            let mut run = AnyRun::new(&Settings::parse(text).0, None).expect("no file is needed");
            run.step(10);
            (text.to_string(), View::of(id, &run, Beside::default(), 300).expect("a view"))
        };
        Side::of(["hidden_layers=2", "activation=relu", "lr=0.5"].map(of).into())
    }

    #[test]
    fn columns_keep_apart_and_say_whose_they_are() {
        for id in ["curves", "surface"] {
            let side = side(id);
            let drawn = side.drawing(900, 320, 1.0, &Theme::LIGHT);
            let heads: Vec<(&str, i32)> = drawn
                .shapes
                .iter()
                .filter_map(|shape| match shape {
                    Shape::Text { text, at, font, .. } if font.bold && text.contains(": ") => {
                        Some((text.as_str(), at.0))
                    }
                    _ => None,
                })
                .collect();
            let names: Vec<&str> = heads.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, ["A: hidden_layers=2", "B: activation=relu", "C: lr=0.5"]);
            let apart = heads[1].1 - heads[0].1;
            assert!((apart - (heads[2].1 - heads[1].1)).abs() <= 1 && apart > 2800, "{heads:?}");
            assert!(side.sentence().contains("C: lr=0.5. "), "{}", side.sentence());
        }
    }

    #[test]
    fn their_charts_have_the_same_axes() {
        let side = side("curves");
        let ranges: Vec<_> =
            side.columns.iter().map(|(_, view)| view.figure().map(|f| (f.y.range, f.x.range))).collect();
        assert!(ranges.iter().all(|range| *range == ranges[0] && range.is_some()), "{ranges:?}");
    }
}
