//! A calibration as a link has it: `clips:KINDS;thresholds:VALUES;folds:K;seeds:S;steps:N;gap:ROWS;origin:ORIGIN`, in any order, with
//! the names of the command line.

use super::Asked;
use super::folds::{MOST_FOLDS, Origin};
use crate::sweep::{parts, whole};
use crate::texts::calibrate as words;
use crate::texts::names::{known, unlabelled};
use crate::texts::sweep;

/// The names of its parts.
const PARTS: [&str; 7] = ["clips", "thresholds", "folds", "seeds", "steps", "gap", "origin"];

/// Reads `text`. What it does not say is as on the command line, with 400 steps.
///
/// # Errors
///
/// Names the part and its value, and says what is allowed.
pub fn read(text: &str) -> Result<Asked, String> {
    let mut asked =
        Asked { clips: None, thresholds: None, folds: 5, seeds: 3, steps: 400, gap: None, origin: Origin::Expanding };
    for (name, value) in parts(text) {
        match name {
            "clips" => asked.clips = Some(value.into()),
            "thresholds" => asked.thresholds = Some(value.into()),
            "folds" => asked.folds = whole(name, value, 2, MOST_FOLDS as u64)? as usize,
            "seeds" => asked.seeds = whole(name, value, 1, 10_000)?,
            "steps" => asked.steps = whole(name, value, 0, 1_000_000_000)?,
            "gap" => asked.gap = Some(whole(name, value, 0, 1_000_000)? as usize),
            "origin" => {
                asked.origin = match value {
                    "expanding" => Origin::Expanding,
                    "sliding" => Origin::Sliding,
                    _ => {
                        let names = unlabelled(["expanding", "sliding"]);
                        return Err(sweep::no_choice(&name, &value, &known(value, &names, None)).into());
                    }
                }
            }
            _ => return Err(words::no_part(&name, &PARTS.join(", ")).into()),
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_asks_for_what_it_says() {
        let asked = read("folds:3;thresholds:0.1..10:5:log;clips:none,value;steps:20;gap:2;origin:sliding").expect("");
        assert_eq!((asked.folds, asked.seeds, asked.steps, asked.gap), (3, 3, 20, Some(2)));
        assert_eq!((asked.clips.as_deref(), asked.origin), (Some("none,value"), Origin::Sliding));
        assert_eq!(asked.thresholds.as_deref(), Some("0.1..10:5:log"));
    }

    #[test]
    fn what_is_wrong_is_said_with_key_value_and_choices() {
        for (text, says) in [
            ("folds:1", &["folds", "“1”", "2 to 50"][..]),
            ("seeds:none", &["seeds", "“none”", "1 to 10000"]),
            ("origin:rolling", &["origin", "“rolling”", "expanding", "sliding"]),
            ("fold:3", &["fold", "clips, thresholds, folds"]),
        ] {
            let error = read(text).expect_err(text);
            for part in says {
                assert!(error.contains(part), "{text}: {error}");
            }
        }
    }
}
