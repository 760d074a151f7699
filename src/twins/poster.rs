//! A lab as one picture: its title, its views, and the sentence that says what the run shows.

use super::view::{View, heading};
use crate::charts::{Beside, views};
use crate::diagnosis::{Tone, diagnose};
use crate::draw::drawing::{Anchor, Colour, Drawing, Font, Point, Shape, Stroke, units, wrapped};
use crate::draw::svg::Words;
use crate::draw::theme::Theme;
use crate::registry::Settings;
use crate::registry::keys::SCENARIO;
use crate::run::AnyRun;
use crate::scenarios;
use crate::texts::{self, charts as words};

/// A lab at a step of its run.
pub struct Poster {
    title: String,
    sentence: String,
    tone: Tone,
    views: Vec<View>,
}

/// The views of a lab that asks for none: the first so many of those that the page opens with.
const USUAL: usize = 3;
/// Distance from the border, and between views, in CSS pixels.
const MARGIN: f64 = 14.0;
/// Sizes of title and sentence, and the heights of their lines.
const TITLE: (f64, f64) = (17.0, 28.0);
const SENTENCE: (f64, f64) = (14.0, 20.0);
/// From this width on, views stand beside each other.
const WIDE: u32 = 620;
/// Share of the width that the first view has where others stand beside it.
const FIRST: f64 = 0.56;

impl Poster {
    /// The poster of a run with these views, by their ids; none means those that the page opens with. `file` is the run's
    /// data file, if it has one, and `width` the width in CSS pixels.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file, or which view there is not.
    pub fn of(
        run: &mut AnyRun,
        (settings, beside): (&Settings, Beside),
        file: Option<&[u8]>,
        ids: &[&str],
        width: u32,
    ) -> Result<Self, String> {
        let usual = views(settings).first;
        let ids = if ids.is_empty() { &usual[..usual.len().min(USUAL)] } else { ids };
        for id in ids {
            View::prepare(id, run, settings, file)?;
        }
        let each = if width >= WIDE && ids.len() > 1 { width / 2 } else { width };
        let of = |id: &&str| View::of(id, run, beside, each).ok_or_else(|| format!("there is no view “{id}”"));
        let views = ids.iter().map(of).collect::<Result<_, String>>()?;
        let told = diagnose(settings, run.view());
        let id = settings.get(&SCENARIO);
        let item = scenarios::items().iter().find(|item| item.id == id);
        let label = item.map_or("", |item| texts::label("scenarios", item.id, item.label));
        let title = words::at_step(&label, &run.frame().step).into();
        Ok(Self { title, sentence: told.sentence, tone: told.tone, views })
    }

    /// Title and sentence.
    pub fn words(&self) -> Words<'_> {
        Words { title: &self.title, description: &self.sentence }
    }

    /// The sentence.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// The poster at a size in CSS pixels; pixels of a surface are `unit` to each of these.
    pub fn drawing(&self, width: u32, height: u32, unit: f32, theme: &Theme) -> Drawing {
        let mut poster = Drawing { width, height, ground: theme.background, shapes: Vec::new() };
        let (across, down) = (f64::from(width), f64::from(height));
        poster.shapes.push(heading(&self.title, [MARGIN, MARGIN], TITLE.0, theme));
        let lines = wrapped(&self.sentence, SENTENCE.0, across - 3.0 * MARGIN);
        let foot = down - MARGIN - SENTENCE.1 * lines.len() as f64;
        let (x, top) = (MARGIN, MARGIN + TITLE.1);
        for ([left, upper, wide, high], view) in places([across, foot - 12.0], top, self.views.len()).zip(&self.views) {
            let part = view.drawing(wide.max(1.0) as u32, high.max(1.0) as u32, unit, theme);
            poster.place(part, left, upper);
            frame(&mut poster, [left, upper, wide, high], theme);
        }
        let ink = match self.tone {
            Tone::Calm => theme.series[2],
            Tone::Warn => theme.threshold,
            Tone::Alarm => theme.alarm,
        };
        // A bar in the colour of the verdict beside the sentence.
        let ends = [foot + 2.0, down - MARGIN].map(|y| (units(x + 2.0), units(y)));
        poster.shapes.push(stroke(ends.to_vec(), 4.0, ink));
        for (k, line) in lines.into_iter().enumerate() {
            let font = Font { size: f64::from(units(SENTENCE.0)), bold: false, anchor: Anchor::Start, turn: 0 };
            let at = (units(x + MARGIN), units(foot + SENTENCE.1 * (k as f64 + 0.75)));
            poster.shapes.push(Shape::Text { text: line, at, font, colour: Colour::opaque(theme.text) });
        }
        poster
    }
}

/// Left, top, width and height of each view above `bottom`.
fn places([across, bottom]: [f64; 2], top: f64, count: usize) -> impl Iterator<Item = [f64; 4]> {
    let (room, high) = (across - 2.0 * MARGIN, (bottom - top).max(1.0));
    let beside = count > 1 && across >= f64::from(WIDE);
    let stacked = if beside { count - 1 } else { count };
    let first = if beside { (room - MARGIN) * FIRST } else { room };
    // With more than three beside the first, two to a row.
    let columns = if beside && stacked > 3 { 2 } else { 1 };
    let rows = stacked.div_ceil(columns).max(1);
    let gaps = |gaps: usize| MARGIN * gaps as f64;
    let (left, wide) = if beside { (2.0 * MARGIN + first, room - MARGIN - first) } else { (MARGIN, room) };
    let cell = [(wide - gaps(columns - 1)) / columns as f64, (high - gaps(rows - 1)) / rows as f64];
    (0..count).map(move |k| {
        if beside && k == 0 {
            return [MARGIN, top, first, high];
        }
        let k = if beside { k - 1 } else { k };
        let (column, row) = ((k % columns) as f64, (k / columns) as f64);
        [left + column * (cell[0] + MARGIN), top + row * (cell[1] + MARGIN), cell[0], cell[1]]
    })
}

fn frame(poster: &mut Drawing, [left, top, wide, high]: [f64; 4], theme: &Theme) {
    let corner = |x: f64, y: f64| (units(x), units(y));
    let (right, bottom) = (left + wide, top + high);
    let around = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)];
    poster.shapes.push(stroke(around.map(|(x, y)| corner(x, y)).to_vec(), 1.0, theme.grid));
}

fn stroke(run: Vec<Point>, width: f64, rgb: [u8; 3]) -> Shape {
    let stroke = Stroke { width: units(width) as u32, ..Stroke::default() };
    Shape::Lines { runs: vec![run], stroke, colour: Colour::opaque(rgb) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poster(text: &str, ids: &[&str]) -> Poster {
        let (settings, _) = Settings::parse(text);
        let mut run = AnyRun::new(&settings, None).expect("no data file");
        run.step(30);
        Poster::of(&mut run, (&settings, Beside::default()), None, ids, 960).expect("a poster")
    }

    #[test]
    fn views_keep_apart_and_stay_within_the_poster() {
        for across in [320.0, 960.0] {
            for count in 1..8 {
                let all: Vec<[f64; 4]> = places([across, 700.0], 40.0, count).collect();
                assert_eq!(all.len(), count);
                for (k, [left, top, wide, high]) in all.iter().enumerate() {
                    assert!(
                        *left >= 0.0 && left + wide <= across && *top >= 40.0 && top + high <= 700.1,
                        "{count} {k}"
                    );
                    for [x, y, w, h] in &all[..k] {
                        let apart = x + w <= *left || left + wide <= *x || y + h <= *top || top + high <= *y;
                        assert!(apart, "{across} {count} {k}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_poster_says_what_the_run_shows_and_has_the_views_that_were_asked_for() {
        let cliff = poster("scenario=cliff", &["surface", "curves"]);
        let texts: Vec<String> = cliff
            .drawing(960, 540, 1.0, &Theme::LIGHT)
            .shapes
            .into_iter()
            .filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text) } else { None })
            .collect();
        let all = texts.join(" ");
        assert!(all.contains(&cliff.sentence), "{all}");
        for view in &cliff.views {
            assert!(texts.contains(&view.title()), "{} in {all}", view.title());
        }
        assert_eq!(poster("", &[]).views.len(), USUAL);
    }

    #[test]
    fn a_poster_of_any_size_is_drawn() {
        let poster = poster("hidden_layers=2", &[]);
        for (width, height) in [(1, 1), (280, 360), (3000, 40), (40, 3000)] {
            poster.drawing(width, height, 1.0, &Theme::DARK);
        }
    }
}
