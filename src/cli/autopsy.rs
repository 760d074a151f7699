//! `gradscape autopsy`: why a run was lost, as JSON, and as a picture.

use super::arguments::Arguments;
use super::start::{own, start};
use super::{Failure, USAGE, output};
use gradscape::autopsy::examine;
use gradscape::charts::autopsy::{of, told};
use gradscape::draw::{png::png, recorder::drawing, svg::svg, theme::Theme};
use gradscape::export::pytorch;
use gradscape::registry::Settings;
use gradscape::run::Overrides;
use gradscape::scenarios;
use std::path::Path;

/// Width and height of the picture.
const SIZE: (u32, u32) = (960, 540);

/// Runs the settings for N steps and prints one JSON object. With `-o`, writes the picture, or two PyTorch scripts: the
/// run, and the counterfactual that proves the cause.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments = Arguments::read("autopsy", arguments, &["--steps", "--csv", "-o"], (1, "settings string"))?;
    let (text, csv) = (arguments.word(0).unwrap_or_default(), arguments.option("--csv"));
    let steps = arguments.steps()?;
    let file = arguments.option("-o").map(Path::new);
    let end = file.map(|file| file.extension().and_then(|end| end.to_str()).unwrap_or_default());
    if let Some(end) = end.filter(|end| !["svg", "png", "py"].contains(end)) {
        return Err(arguments.usage(&format!("-o ends in “{end}”, not in .svg, .png or .py.\n{USAGE}")));
    }
    start(text, csv, &Overrides::default())?; // Says what is wrong with the settings.
    let (settings, _) = Settings::parse(text);
    let (own, bundled) = (own(&settings, csv, &Overrides::default())?, scenarios::data_file(&settings));
    let data = own.as_deref().or(bundled.map(|file| file.bytes));
    let autopsy = examine(&settings, data, steps).map_err(Failure::Other)?;
    let said = told(&autopsy);
    match (file, end) {
        (Some(file), Some("svg")) => write(file, svg(&of(&autopsy), SIZE.0, SIZE.1, &Theme::LIGHT).as_bytes())?,
        (Some(file), Some("png")) => {
            let picture = png(&drawing(&of(&autopsy), SIZE.0, SIZE.1, &Theme::LIGHT), 1).map_err(Failure::Other)?;
            write(file, &picture)?;
        }
        (Some(file), _) => {
            script(file, text, csv, said.step)?;
            if let Some(other) = &said.counterfactual {
                let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                script(&file.with_file_name(format!("{stem}-counterfactual.py")), &other.settings, csv, other.step)?;
            }
        }
        (None, _) => {}
    }
    output::print(&serde_json::to_string(&said).map_err(|error| Failure::Other(error.to_string()))?)
}

/// Writes an experiment as a PyTorch script, and its data file beside it.
fn script(file: &Path, text: &str, csv: Option<&str>, steps: u64) -> Result<(), Failure> {
    let mut run = start(text, csv, &Overrides::default())?;
    let tensors = file.with_extension("safetensors");
    let name = tensors.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let export = pytorch::export(run.control(), &Settings::parse(text).0, steps, &name).map_err(Failure::Other)?;
    write(&tensors, &export.tensors)?;
    write(file, export.script.as_bytes())
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes)
        .map_err(|error| Failure::Other(format!("{} cannot be written: {error}", file.display())))
}
