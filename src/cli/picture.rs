//! What `gradscape figure` and `gradscape embed` have in common: a picture of a run, and how it is written.

use super::Failure;
use super::arguments::Arguments;
use super::start::{own, start_race};
use gradscape::charts::{Beside, SURFACE, views};
use gradscape::draw::drawing::Drawing;
use gradscape::draw::figure::Figure;
use gradscape::draw::png::png;
use gradscape::draw::svg::Words;
use gradscape::draw::theme::Theme;
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::scenarios;
use gradscape::texts::names::unlabelled;
use gradscape::texts::{LANGUAGES, set_language};
use gradscape::twins::{LAB, Look, Poster, Side, View};
use std::ops::RangeInclusive;

/// The file format, chosen by the extension.
#[derive(Clone, Copy)]
pub enum Format {
    Svg,
    Png,
}

/// How a picture is drawn.
#[derive(Clone, Copy)]
pub struct Picture {
    pub look: Look,
    /// In CSS pixels.
    pub width: u32,
    pub height: u32,
    /// Pixels of a PNG, and of a surface within an SVG, to a CSS pixel.
    pub scale: u32,
}

/// A picture of a run.
pub struct Drawn {
    picture: Picture,
    shows: Shows,
}

enum Shows {
    View(View),
    Lab(Poster),
    Side(Side),
}

impl Picture {
    /// Runs the settings for N steps and takes the picture `id`: a chart, the surface or the lab.
    pub fn of(self, arguments: &Arguments, id: &str, text: &str, steps: u64) -> Result<Drawn, Failure> {
        language(arguments)?;
        let csv = arguments.option("--csv");
        let all = Settings::parse(text).0;
        if id != LAB && all.columns().len() > 1 {
            return self.side(arguments, id, (text, &all), steps);
        }
        let (settings, mut run, mut race) = start_race(text, csv)?;
        let asked: Vec<&str> = arguments.option("--views").unwrap_or_default().split_whitespace().collect();
        let offered = views(&settings).all;
        if let Some(view) = asked.iter().find(|view| !offered.contains(view)) {
            return Err(arguments.unknown("view", view, &unlabelled(offered.iter().copied()), None));
        }
        run.step(steps);
        if let Some(race) = &mut race {
            race.follow(steps);
        }
        let (own, bundled) = (own(&settings, csv, &Overrides::default())?, scenarios::data_file(&settings));
        let data = own.as_deref().or(bundled.map(|file| file.bytes));
        let beside = Beside { race: race.as_ref(), settings: Some(&settings) };
        let shows = if id == LAB {
            let poster = Poster::of(&mut run, (&settings, beside), data, &asked, self.width);
            Shows::Lab(poster.map_err(Failure::Other)?)
        } else {
            View::prepare(id, &mut run, &settings, data).map_err(Failure::Other)?;
            Shows::View(View::of(id, &run, beside, self.width).expect("the view is one of the registry"))
        };
        Ok(Drawn { picture: self, shows })
    }
}

impl Picture {
    /// The same picture of all runs that the settings put side by side.
    fn side(
        self,
        arguments: &Arguments,
        id: &str,
        (text, all): (&str, &Settings),
        steps: u64,
    ) -> Result<Drawn, Failure> {
        let csv = arguments.option("--csv");
        let each = self.width / all.columns().len() as u32;
        let mut views = Vec::new();
        for (k, column) in all.columns().iter().enumerate() {
            // What is wrong with any of them stands in the whole text.
            let theirs: String = if k == 0 { text.into() } else { column.settings.canonical() };
            let (settings, mut run, race) = start_race(&theirs, csv)?;
            run.step(steps);
            let own = own(&settings, csv, &Overrides::default())?;
            let data = own.as_deref().or(scenarios::data_file(&settings).map(|file| file.bytes));
            View::prepare(id, &mut run, &settings, data).map_err(Failure::Other)?;
            let beside = Beside { race: race.as_ref(), settings: Some(&settings) };
            let view = View::of(id, &run, beside, each).expect("the view is one of the registry");
            let name = if column.name.is_empty() { &column.differs } else { &column.name };
            views.push((name.clone(), view));
        }
        Ok(Drawn { picture: self, shows: Shows::Side(Side::of(views)) })
    }

    /// A figure that needs no run.
    pub fn chart(
        self,
        arguments: &Arguments,
        figure: impl FnOnce(&Arguments) -> Result<Figure, Failure>,
    ) -> Result<Drawn, Failure> {
        language(arguments)?;
        Ok(Drawn { picture: self, shows: Shows::View(View::Chart(Box::new(figure(arguments)?))) })
    }
}

impl Drawn {
    /// The picture in words.
    pub fn sentence(&self) -> String {
        match &self.shows {
            Shows::View(view) => view.summary().into(),
            Shows::Lab(poster) => poster.sentence().into(),
            Shows::Side(side) => side.sentence().into(),
        }
    }

    /// Writes the picture into a file.
    pub fn write(&self, file: &str, format: Format) -> Result<(), Failure> {
        let bytes = match (format, self.picture.look) {
            (Format::Svg, look) => self.svg(look).into_bytes(),
            (Format::Png, Look::Dark) => self.png(&Theme::DARK)?,
            (Format::Png, _) => self.png(&Theme::LIGHT)?,
        };
        std::fs::write(file, bytes).map_err(|error| Failure::Other(format!("{file} cannot be written: {error}")))
    }

    fn svg(&self, look: Look) -> String {
        match &self.shows {
            Shows::View(view) => {
                let words = Words { title: &view.title(), description: view.summary() };
                look.svg(words, |theme| self.drawing(theme))
            }
            Shows::Lab(poster) => look.svg(poster.words(), |theme| self.drawing(theme)),
            Shows::Side(side) => look.svg(side.words(), |theme| self.drawing(theme)),
        }
    }

    fn png(&self, theme: &Theme) -> Result<Vec<u8>, Failure> {
        png(&self.drawing(theme), self.picture.scale).map_err(Failure::Other)
    }

    fn drawing(&self, theme: &Theme) -> Drawing {
        let Picture { width, height, scale, .. } = self.picture;
        match &self.shows {
            Shows::View(view) => view.drawing(width, height, scale as f32, theme),
            Shows::Lab(poster) => poster.drawing(width, height, scale as f32, theme),
            Shows::Side(side) => side.drawing(width, height, scale as f32, theme),
        }
    }
}

impl Format {
    /// That of the file after `-o`.
    pub fn of(arguments: &Arguments) -> Result<Self, Failure> {
        let file = arguments.option("-o").unwrap_or_default();
        match std::path::Path::new(file).extension().and_then(|end| end.to_str()).map(str::to_lowercase).as_deref() {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => Err(arguments.usage(&format!("-o “{file}” ends neither in .svg nor in .png."))),
        }
    }
}

/// The look that `--theme` names.
pub fn look(arguments: &Arguments, usual: &str) -> Result<Look, Failure> {
    let name = arguments.option("--theme").unwrap_or(usual);
    Look::NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, look)| *look)
        .ok_or_else(|| arguments.unknown("--theme", name, &unlabelled(Look::NAMES.map(|(known, _)| known)), None))
}

/// The whole number after an option.
pub fn whole(arguments: &Arguments, option: &str, default: u32, range: RangeInclusive<u32>) -> Result<u32, Failure> {
    let Some(text) = arguments.option(option) else { return Ok(default) };
    text.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
        let (low, high) = (range.start(), range.end());
        arguments.usage(&format!("{option} “{text}” is not a whole number from {low} to {high}."))
    })
}

/// Whether a picture is not a chart.
pub fn is_twin(id: &str) -> bool {
    [SURFACE, LAB].contains(&id)
}

/// Speaks the language of `--lang`.
fn language(arguments: &Arguments) -> Result<(), Failure> {
    let Some(id) = arguments.option("--lang") else { return Ok(()) };
    let known: Vec<&str> = std::iter::once("en").chain(LANGUAGES.iter().map(|language| language.id)).collect();
    if known.contains(&id) {
        set_language(id);
        return Ok(());
    }
    Err(arguments.unknown("--lang", id, &unlabelled(known), None))
}
