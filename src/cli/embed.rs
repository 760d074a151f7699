//! `gradscape embed`: the lines that put a lab into a document, and its poster.

use super::arguments::Arguments;
use super::picture::{Format, Picture, whole};
use super::{Failure, USAGE, output};
use gradscape::twins::LAB;
use gradscape::twins::hosts::{self, Host, Lab, ONE_FILE};
use std::fmt::Write;
use std::path::Path;

const OPTIONS: [&str; 10] =
    ["--host", "--steps", "--csv", "-o", "--views", "--theme", "--width", "--height", "--lang", "--script"];

/// Prints the lines for a host. With `-o`, writes the poster.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("embed", arguments, &OPTIONS, (1, "settings string"))?;
    let host = host(&arguments)?;
    let text = arguments.word(0).unwrap_or_default();
    let steps = if arguments.option("--steps").is_some() { arguments.steps()? } else { 100 };
    let views = arguments.option("--views").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut alt = String::new();
    let file = arguments.option("-o");
    let format = file.map(|_| Format::of(&arguments)).transpose()?;
    let look = super::picture::look(&arguments, if matches!(format, Some(Format::Png)) { "light" } else { "auto" })?;
    let picture = Picture {
        look,
        width: whole(&arguments, "--width", 960, 1..=4000)?,
        height: whole(&arguments, "--height", 540, 1..=4000)?,
        scale: 1,
    };
    // Also without a poster: it says what is wrong with settings and views.
    let drawn = picture.of(&arguments, LAB, text, steps)?;
    if let (Some(file), Some(format)) = (file, format) {
        drawn.write(file, format)?;
        alt = drawn.sentence();
    }
    let poster = file.and_then(|file| Path::new(file).file_name()).map(|name| name.to_string_lossy().into_owned());
    let script = arguments.option("--script").unwrap_or_default();
    let poster = poster.unwrap_or_default();
    output::print(&lines(host, &Lab { settings: text, views: &views, script, poster: &poster, alt: &alt }))
}

fn host(arguments: &Arguments) -> Result<&'static Host, Failure> {
    let Some(id) = arguments.option("--host") else {
        return Err(arguments.usage(&format!("--host NAME is missing; `gradscape list hosts` shows all.\n{USAGE}")));
    };
    hosts::find(id).ok_or_else(|| {
        let names: Vec<(&str, &str)> = hosts::ITEMS.iter().map(|item| (item.id, item.label)).collect();
        arguments.unknown("host", id, &names, Some("list hosts"))
    })
}

/// What to write where.
fn lines(host: &Host, lab: &Lab) -> String {
    let mut text = String::new();
    for (file, lines) in host.once(lab) {
        write!(text, "Once, in {file}:\n\n{lines}\n\n").expect("a text grows");
    }
    write!(text, "In the page:\n\n{}\n", host.page(lab)).expect("a text grows");
    let (folder, _) = host.script;
    if lab.script.is_empty() && !folder.is_empty() {
        let what = if host.script.1 == ONE_FILE { "dist/gradscape.one.js" } else { "the files of dist/" };
        write!(text, "\nCopy {what} to {folder}.\n").expect("a text grows");
    }
    if !lab.poster.is_empty() && !host.poster.0.is_empty() {
        write!(text, "\nCopy {} to {}.\n", lab.poster, host.poster.0).expect("a text grows");
    }
    write!(text, "\n{}\n", host.item.help).expect("a text grows");
    text.trim_end().to_string()
}
