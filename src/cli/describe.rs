//! `gradscape describe`: what the page builds its controls from. `cargo xtask build` writes it to `description.json`, and in
//! every other language to `description.ID.json`.

use super::{Failure, USAGE, output::print};
use gradscape::{description, texts};

/// Prints the description on one line.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let description = match arguments[..] {
        [] => description::describe(),
        ["--lang", id] => {
            let Some(language) = texts::LANGUAGES.iter().find(|language| language.id == id) else {
                let known: Vec<&str> = texts::LANGUAGES.iter().map(|language| language.id).collect();
                return Err(Failure::Usage(format!("describe: --lang takes {}, not `{id}`.", known.join(" or "))));
            };
            description::describe_in(language)
        }
        _ => return Err(Failure::Usage(format!("describe: takes `--lang ID` or nothing.\n{USAGE}"))),
    };
    print(&description.to_string())
}
