//! Prints the table of results, and the survivors.

use crate::FOLDERS;
use crate::trial::{Outcome, Trial};
use std::collections::BTreeMap;
use std::path::Path;

/// Mutants that no test can notice, each with the reason: `key`, a tab, the reason.
const EQUIVALENT: &str = "mutants/equivalent.txt";

/// Prints the table. Returns whether every viable mutant was caught or is known to be equivalent.
pub fn print(root: &Path, trials: &[Trial]) -> Result<bool, String> {
    let text = std::fs::read_to_string(root.join(EQUIVALENT)).map_err(|error| format!("{EQUIVALENT}: {error}"))?;
    let known: BTreeMap<&str, &str> =
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
    let mut total = [0; 5];
    println!(
        "\n| folder | mutants | viable | caught | equivalent | survived |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    );
    for (k, folder) in FOLDERS.iter().enumerate() {
        let mut counts = [0; 5];
        for trial in trials.iter().filter(|trial| trial.mutant.folder == k) {
            let place = match &trial.outcome {
                Outcome::NotViable => None,
                Outcome::Caught(_) => Some(2),
                Outcome::Survived if known.contains_key(one_line(&trial.mutant.key).as_str()) => Some(3),
                Outcome::Survived => Some(4),
            };
            counts[0] += 1;
            if let Some(place) = place {
                counts[1] += 1;
                counts[place] += 1;
            }
        }
        if counts[0] > 0 {
            line(&format!("`{}`", folder.path), counts);
        }
        (0..5).for_each(|k| total[k] += counts[k]);
    }
    line("all", total);
    for trial in trials.iter().filter(|trial| matches!(trial.outcome, Outcome::Survived)) {
        let key = one_line(&trial.mutant.key);
        match known.get(key.as_str()) {
            Some(reason) => println!("equivalent: {}\n            {reason}", trial.mutant),
            None => println!("survived: {}\n          key: {key}", trial.mutant),
        }
    }
    Ok(total[4] == 0)
}

fn one_line(key: &str) -> String {
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(name: &str, counts: [usize; 5]) {
    let cells: Vec<String> = counts.iter().map(usize::to_string).collect();
    println!("| {name} | {} |", cells.join(" | "));
}
