//! From a settings string to a run at its start.

use super::Failure;
use gradscape::run::{AnyRun, Given};
use gradscape::scenarios;
use gradscape::settings::Settings;

/// Real data, compiled into the command line so that it runs from anywhere; the page fetches the same files.
const FILES: &[(&str, &[u8])] =
    &[("data/dax_20020705_implied_vols.csv", include_bytes!("../../data/dax_20020705_implied_vols.csv"))];

/// The run that the settings describe, with what is given in their place. Where the page would mend settings and say
/// so, nothing runs here.
pub fn start(text: &str, given: &Given) -> Result<AnyRun, Failure> {
    let (settings, notices) = Settings::parse(text);
    if !notices.is_empty() {
        let lines: Vec<&str> = notices.iter().map(|notice| notice.message.as_str()).collect();
        return Err(Failure::Usage(lines.join("\ngradscape: ")));
    }
    for advice in settings.advice() {
        eprintln!("gradscape: note: {}: {}", advice.key, advice.message);
    }
    let file = scenarios::data_file(&settings)
        .and_then(|name| FILES.iter().find(|(known, _)| *known == name))
        .map(|(_, bytes)| *bytes);
    AnyRun::given(&settings, file, given).map_err(Failure::Other)
}
