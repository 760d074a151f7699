//! From a settings string to a run at its start.

use super::Failure;
use gradscape::run::{AnyRun, Given};
use gradscape::scenarios;
use gradscape::settings::Settings;

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
    // Real data are compiled into the command line, so that it runs from anywhere.
    let file = scenarios::data_file(&settings).map(|file| file.bytes);
    AnyRun::given(&settings, file, given).map_err(Failure::Other)
}
