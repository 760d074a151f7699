//! `gradscape figure`: a chart of a run, its surface or its whole lab as a file.

use super::arguments::Arguments;
use super::picture::{Format, Picture, is_twin, look, whole};
use super::{Failure, USAGE, output, results};
use gradscape::charts;
use gradscape::twins::{self, LAB, Look};

const OPTIONS: [&str; 11] =
    ["--steps", "--csv", "-o", "--theme", "--width", "--height", "--scale", "--lang", "--views", "--from", "--show"];

/// Draws a run after N steps, or the results in a file, writes the picture, and prints its text alternative.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("figure", arguments, &OPTIONS, (2, "settings string"))?;
    let id = id(&arguments)?;
    let Some(file) = arguments.option("-o") else {
        return Err(arguments.usage(&format!("-o FILE is missing.\n{USAGE}")));
    };
    let format = Format::of(&arguments)?;
    let picture = Picture {
        look: look(&arguments, "light")?,
        width: whole(&arguments, "--width", 960, 1..=4000)?,
        height: whole(&arguments, "--height", 540, 1..=4000)?,
        scale: whole(&arguments, "--scale", 1, 1..=4)?,
    };
    if matches!((format, picture.look), (Format::Png, Look::Auto)) {
        return Err(arguments.usage("--theme auto needs an .svg file: a .png is either light or dark."));
    }
    if id != LAB && arguments.option("--views").is_some() {
        return Err(arguments.usage("--views goes with the picture lab alone."));
    }
    let drawn = match results::IDS.contains(&id) {
        true => picture.chart(&arguments, |arguments| results::figure(arguments, id))?,
        false => picture.of(&arguments, id, arguments.word(1).unwrap_or_default(), arguments.steps()?)?,
    };
    drawn.write(file, format)?;
    output::print(&drawn.sentence())
}

fn id(arguments: &Arguments) -> Result<&str, Failure> {
    match arguments.word(0) {
        Some(id) if is_twin(id) || results::IDS.contains(&id) || charts::ITEMS.iter().any(|item| item.id == id) => {
            Ok(id)
        }
        Some(id) => {
            let all = twins::ITEMS.iter().chain(charts::ITEMS);
            let names: Vec<(&str, &str)> = all.map(|item| (item.id, item.label)).collect();
            Err(arguments.unknown("chart", id, &names, Some("list charts")))
        }
        None => Err(arguments.usage(&format!("CHART is missing; `gradscape list charts` shows all.\n{USAGE}"))),
    }
}
