//! Figures of results that another command has written: `gradscape figure sweep --from FILE.csv`.

use super::arguments::Arguments;
use super::{Failure, calibrate, sweep};
use gradscape::calibrate::picture as calibration;
use gradscape::clips::AnyClip;
use gradscape::draw::figure::Figure;
use gradscape::sweep::{QUANTITIES, Quantity, picture};

/// The figures that need a file of results.
pub const IDS: [&str; 3] = [picture::ID, calibration::ID, calibration::NORMS];

/// The figure `id` of the file after `--from`.
pub fn figure(arguments: &Arguments, id: &str) -> Result<Figure, Failure> {
    let is_sweep = id == picture::ID;
    let Some(file) = arguments.option("--from") else {
        let (file, command) = if is_sweep { ("FILE.csv", "sweep") } else { ("FILE.jsonl", "calibrate") };
        let missing = format!("{id}: --from {file} is missing, the file that `gradscape {command}` has written.");
        return Err(arguments.usage(&missing));
    };
    if is_sweep {
        let quantity = quantity(arguments)?;
        let plan = sweep::plan_of(file)?;
        return Ok(picture::figure(&plan, &sweep::rows(&plan, file)?, quantity));
    }
    let clip = clip(arguments)?;
    let (plan, rows) = calibrate::results(arguments, file)?;
    Ok(if id == calibration::NORMS { calibration::norms(&plan, clip) } else { calibration::figure(&plan, &rows, clip) })
}

/// The quantity of a sweep's picture.
fn quantity(arguments: &Arguments) -> Result<Quantity, Failure> {
    let id = arguments.option("--show").unwrap_or("loss");
    let names: Vec<(&str, &str)> = QUANTITIES.iter().map(|item| (item.id, item.label)).collect();
    Quantity::find(id).ok_or_else(|| arguments.unknown("--show", id, &names, Some("list quantities")))
}

/// The clip of a calibration's picture.
fn clip(arguments: &Arguments) -> Result<Option<&str>, Failure> {
    let Some(id) = arguments.option("--show") else { return Ok(None) };
    let names: Vec<(&str, &str)> = AnyClip::ITEMS.iter().map(|item| (item.id, item.label)).collect();
    match names.iter().any(|(known, _)| *known == id) {
        true => Ok(Some(id)),
        false => Err(arguments.unknown("--show", id, &names, Some("list clips"))),
    }
}
