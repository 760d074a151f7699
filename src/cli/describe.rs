//! `gradscape describe`: what the page builds its controls from. `cargo xtask build` writes it to `description.json`, and in
//! every other language to `description.ID.json`.

use super::{Failure, USAGE, output::print};
use gradscape::texts::names::{known, unlabelled};
use gradscape::{description, texts};

/// Prints the description on one line.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let description = match arguments[..] {
        [] => description::describe(),
        ["--lang", id] => {
            let Some(language) = texts::LANGUAGES.iter().find(|language| language.id == id) else {
                let known = known(id, &unlabelled(texts::LANGUAGES.iter().map(|language| language.id)), None);
                return Err(Failure::Usage(format!("describe: there is no --lang “{id}”; {known}.")));
            };
            description::describe_in(language)
        }
        _ => return Err(Failure::Usage(format!("describe: takes `--lang ID` or nothing.\n{USAGE}"))),
    };
    print(&description.to_string())
}
