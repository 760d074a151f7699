//! From a settings string to a run at step 0.

use super::Failure;
use super::output::remark;
use gradscape::datasets::{own_csv, table};
use gradscape::race::Race;
use gradscape::registry::Settings;
use gradscape::registry::keys::SCENARIO;
use gradscape::run::{AnyRun, Overrides};
use gradscape::scenarios;

/// The run that the settings describe, on the file `csv` if they ask for one. `given` replaces weights or data.
pub fn start(text: &str, csv: Option<&str>, overrides: &Overrides) -> Result<AnyRun, Failure> {
    begin(text, csv, overrides, |settings, file| {
        if let others @ 1.. = settings.columns().len().saturating_sub(1) {
            remark(format!("gradscape: note: the first run alone is computed, without the {others} beside it."));
        }
        AnyRun::with_overrides(settings, file, overrides)
    })
}

/// The same run with its settings and the rivals in its race.
pub fn start_race(text: &str, csv: Option<&str>) -> Result<(Settings, AnyRun, Option<Race>), Failure> {
    begin(text, csv, &Overrides::default(), |settings, file| {
        Ok((settings.clone(), AnyRun::new(settings, file)?, Race::of(settings, file)?))
    })
}

/// Parses the settings, reads the file and calls `make`. Where the page would correct a setting and say so, this fails.
fn begin<T>(
    text: &str,
    csv: Option<&str>,
    overrides: &Overrides,
    make: impl FnOnce(&Settings, Option<&[u8]>) -> Result<T, String>,
) -> Result<T, Failure> {
    let (settings, notices) = Settings::parse(text);
    if !notices.is_empty() {
        let lines = notices.iter().map(|notice| match notice.pointed() {
            Some(pointed) => format!("{}\n{pointed}", notice.message),
            None => notice.message.clone(),
        });
        return Err(Failure::Usage(lines.collect::<Vec<_>>().join("\ngradscape: ")));
    }
    for advice in settings.advice() {
        remark(format!("gradscape: note: {}: {}", advice.key, advice.message));
    }
    // The data sets are compiled in, so the command line runs in any folder.
    let bundled = scenarios::data_file(&settings).map(|file| file.bytes);
    let own = own(&settings, csv, overrides)?;
    make(&settings, own.as_deref().or(bundled)).map_err(|error| match csv {
        Some(name) => Failure::Other(format!("{name}: {error}")),
        None => Failure::Other(error),
    })
}

/// The user's own file, if the settings ask for one.
pub fn own(settings: &Settings, csv: Option<&str>, overrides: &Overrides) -> Result<Option<Vec<u8>>, Failure> {
    let name = match (settings.get(&SCENARIO) == own_csv::ID, csv) {
        (true, Some(name)) => name,
        (true, None) if overrides.data.is_none() => {
            return Err(Failure::Usage("scenario=csv needs --csv FILE, the file to learn from.".into()));
        }
        (false, Some(_)) => return Err(Failure::Usage("--csv goes with scenario=csv alone.".into())),
        (_, None) => return Ok(None),
    };
    let fails = |error: std::io::Error| Failure::Other(format!("{name} cannot be read: {error}"));
    let bytes = std::fs::metadata(name).map_err(fails)?.len();
    if bytes > table::MOST_BYTES {
        return Err(Failure::Other(format!("{name}: {}", table::too_large(bytes))));
    }
    std::fs::read(name).map(Some).map_err(fails)
}
