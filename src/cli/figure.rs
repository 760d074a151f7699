//! `gradscape figure`: a chart of a run as a file.

use super::arguments::Arguments;
use super::start::{own, start_race};
use super::{Failure, USAGE, output, results};
use gradscape::charts::{self, Beside};
use gradscape::draw::figure::Figure;
use gradscape::draw::{png::png, svg::svg, theme::Theme};
use gradscape::run::Overrides;
use gradscape::scenarios;
use gradscape::texts::names::unlabelled;
use gradscape::texts::{LANGUAGES, set_language};
use std::ops::RangeInclusive;

const OPTIONS: [&str; 10] =
    ["--steps", "--csv", "-o", "--theme", "--width", "--height", "--scale", "--lang", "--from", "--show"];

/// The file format, chosen by the extension.
#[derive(Clone, Copy)]
enum Format {
    Svg,
    Png,
}

/// Runs the settings for N steps, writes the chart, and prints its text alternative.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("figure", arguments, &OPTIONS, (2, "settings string"))?;
    if let Some(id) = arguments.word(0).filter(|id| results::IDS.contains(id)) {
        language(&arguments)?;
        let paper = paper(&arguments)?;
        return write(&results::figure(&arguments, id)?, &paper);
    }
    let chart = chart(&arguments)?;
    language(&arguments)?;
    let steps = arguments.steps()?;
    let paper = paper(&arguments)?;
    let (text, csv) = (arguments.word(1).unwrap_or_default(), arguments.option("--csv"));
    let (settings, mut run, mut race) = start_race(text, csv)?;
    run.step(steps);
    if let Some(race) = &mut race {
        race.follow(steps);
    }
    let (own, bundled) = (own(&settings, csv, &Overrides::default())?, scenarios::data_file(&settings));
    let data = own.as_deref().or(bundled.map(|file| file.bytes));
    charts::prepare(chart, &mut run, &settings, data).map_err(Failure::Other)?;
    let beside = Beside { race: race.as_ref(), settings: Some(&settings) };
    let figure =
        charts::figure_in(chart, run.view(), beside, paper.width as usize).expect("the chart is one of the registry");
    write(&figure, &paper)
}

/// Where a figure goes, and how it looks.
struct Paper<'a> {
    file: &'a str,
    format: Format,
    theme: &'static Theme,
    width: u32,
    height: u32,
    scale: u32,
}

fn paper(arguments: &Arguments) -> Result<Paper<'_>, Failure> {
    let (file, format) = file(arguments)?;
    let theme = theme(arguments)?;
    let width = whole(arguments, "--width", 960, 1..=4000)?;
    let height = whole(arguments, "--height", 540, 1..=4000)?;
    let scale = whole(arguments, "--scale", 1, 1..=4)?;
    Ok(Paper { file, format, theme, width, height, scale })
}

/// Writes a figure, and prints its text alternative.
fn write(figure: &Figure, paper: &Paper) -> Result<(), Failure> {
    let Paper { file, format, theme, width, height, scale } = *paper;
    let bytes = match format {
        Format::Svg => svg(figure, width, height, theme).into_bytes(),
        Format::Png => png(figure, width, height, scale, theme).map_err(Failure::Other)?,
    };
    std::fs::write(file, bytes).map_err(|error| Failure::Other(format!("{file} cannot be written: {error}")))?;
    output::print(&figure.summary)
}

fn chart(arguments: &Arguments) -> Result<&str, Failure> {
    match arguments.word(0) {
        Some(id) if charts::ITEMS.iter().any(|item| item.id == id) => Ok(id),
        Some(id) => {
            let names: Vec<(&str, &str)> = charts::ITEMS.iter().map(|item| (item.id, item.label)).collect();
            Err(arguments.unknown("chart", id, &names, Some("list charts")))
        }
        None => Err(arguments.usage(&format!("CHART is missing; `gradscape list charts` shows all.\n{USAGE}"))),
    }
}

fn file(arguments: &Arguments) -> Result<(&str, Format), Failure> {
    let Some(file) = arguments.option("-o") else {
        return Err(arguments.usage(&format!("-o FILE is missing.\n{USAGE}")));
    };
    match std::path::Path::new(file).extension().and_then(|end| end.to_str()).map(str::to_lowercase).as_deref() {
        Some("svg") => Ok((file, Format::Svg)),
        Some("png") => Ok((file, Format::Png)),
        _ => Err(arguments.usage(&format!("-o “{file}” ends neither in .svg nor in .png."))),
    }
}

fn theme(arguments: &Arguments) -> Result<&'static Theme, Failure> {
    match arguments.option("--theme").unwrap_or("light") {
        "light" => Ok(&Theme::LIGHT),
        "dark" => Ok(&Theme::DARK),
        other => Err(arguments.unknown("--theme", other, &unlabelled(["light", "dark"]), None)),
    }
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

fn whole(arguments: &Arguments, option: &str, default: u32, range: RangeInclusive<u32>) -> Result<u32, Failure> {
    let Some(text) = arguments.option(option) else { return Ok(default) };
    text.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
        let (low, high) = (range.start(), range.end());
        arguments.usage(&format!("{option} “{text}” is not a whole number from {low} to {high}."))
    })
}
