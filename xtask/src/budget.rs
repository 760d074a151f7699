//! The size budget of the engine, and changes in size since the figures in `benches/baseline.json`.

use crate::module::PARTS;
use crate::shell::{Result, root};
use crate::sizes::{Size, Sizes, total};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// The files of the engine: the glue and the module's two parts. The second part comes last.
const ENGINE: [&str; 3] = ["engine.js", PARTS[0], PARTS[1]];
/// The page needs this many of them to open.
const FIRST: usize = 2;
/// What has a budget, and how many of the files it covers.
const WEIGHED: [(&str, usize); 2] = [("to begin with", FIRST), ("all", ENGINE.len())];
/// The name for the total of all other files. They change in size for other reasons than the engine.
const REST: &str = "the page";
/// Index of the gzip size in a [`Size`].
const GZIP: usize = 1;

/// The figures stored in the repository.
#[derive(Debug, PartialEq)]
pub struct Baseline {
    /// Gzip size that the engine should reach, in bytes.
    pub target: usize,
    /// Gzip sizes above which a build fails, in bytes: of what the page needs to open, and of all.
    pub budget: [usize; 2],
    /// Size of each part when the figures were stored.
    sizes: Sizes,
}

impl Baseline {
    /// Reads the figures of this repository.
    pub fn read() -> Result<Self> {
        let text =
            fs::read_to_string(path()).map_err(|error| format!("{} cannot be read: {error}", path().display()))?;
        Self::parse(&text).map_err(|message| format!("{}: {message}", path().display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let whole = |value: &Value, what: &str| {
            let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
            number.ok_or_else(|| format!("`{what}` is no number of bytes"))
        };
        let mut sizes = Sizes::new();
        for (name, size) in json["sizes"].as_object().ok_or("there are no `sizes`")? {
            let size = ["raw", "gzip", "brotli"].map(|kind| whole(&size[kind], kind));
            let [raw, gzip, brotli] = size;
            sizes.insert(name.clone(), [raw?, gzip?, brotli?]);
        }
        Ok(Self {
            target: whole(&json["target_gzip"], "target_gzip")?,
            budget: [
                whole(&json["budget_gzip"]["first"], "budget_gzip.first")?,
                whole(&json["budget_gzip"]["all"], "budget_gzip.all")?,
            ],
            sizes,
        })
    }

    /// Prints how each part has changed. Fails if the engine exceeds its budget.
    pub fn check(&self, files: &Sizes) -> Result {
        let now = parts(files);
        println!("since the figures of benches/baseline.json, in gzip:");
        for (name, size) in &now {
            let before = self.sizes.get(name).map(|size| size[GZIP]);
            println!("{name:<28}{:>12}   {}", kilobytes(size[GZIP]), change(size[GZIP], before));
        }
        let mut within = Vec::new();
        for ((what, count), budget) in WEIGHED.into_iter().zip(self.budget) {
            let (weight, before) = (total_of(count, &now).unwrap_or(0), total_of(count, &self.sizes));
            println!("{what:<28}{:>12}   {}", kilobytes(weight), change(weight, before));
            if weight > budget {
                return Err(format!(
                    "wasm and glue, {what}, weigh {} in gzip, more than the budget of {} (`budget_gzip` in benches/baseline.json)",
                    kilobytes(weight),
                    kilobytes(budget)
                ));
            }
            within.push(kilobytes(budget));
        }
        let verdict = if engine(&now) > self.target { "not met" } else { "met" };
        println!(
            "within the budgets of {}; the target of {} for all is {verdict}",
            within.join(" and "),
            kilobytes(self.target)
        );
        Ok(())
    }

    /// Stores the present sizes for later comparison. Target and budget do not change.
    pub fn keep(files: &Sizes) -> Result {
        let describe = |error: &dyn std::fmt::Display| format!("{} cannot be written: {error}", path().display());
        let text = fs::read_to_string(path()).map_err(|error| describe(&error))?;
        let mut json: Value = serde_json::from_str(&text).map_err(|error| describe(&error))?;
        json["sizes"] = parts(files)
            .into_iter()
            .map(|(name, [raw, gzip, brotli])| (name, json!({ "raw": raw, "gzip": gzip, "brotli": brotli })))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let text = serde_json::to_string_pretty(&json).map_err(|error| describe(&error))?;
        fs::write(path(), text + "\n").map_err(|error| describe(&error))
    }
}

/// Gzip size of the glue and both parts, in bytes.
pub fn engine(sizes: &Sizes) -> usize {
    total_of(ENGINE.len(), sizes).unwrap_or(0)
}

/// Gzip size of what the page needs to open, in bytes.
pub fn first(sizes: &Sizes) -> usize {
    total_of(FIRST, sizes).unwrap_or(0)
}

fn total_of(count: usize, sizes: &Sizes) -> Option<usize> {
    ENGINE[..count].iter().map(|name| sizes.get(*name).map(|size| size[GZIP])).sum()
}

/// The sizes of glue and module parts one by one, and the total of all other files.
fn parts(files: &Sizes) -> Sizes {
    let is_engine = |name: &str| ENGINE.contains(&name);
    let mut parts: Sizes = files.iter().filter(|(name, _)| is_engine(name)).map(|(n, s)| (n.clone(), *s)).collect();
    let rest: Vec<&Size> = files.iter().filter(|(name, _)| !is_engine(name)).map(|(_, size)| size).collect();
    parts.insert(REST.into(), total(rest.into_iter()));
    parts
}

fn path() -> PathBuf {
    root().join("benches/baseline.json")
}

/// A change in size, such as `+1.2 KB (+0.3 %)`.
fn change(now: usize, before: Option<usize>) -> String {
    let Some(before) = before.filter(|before| *before > 0) else { return "new".into() };
    let difference = now as f64 - before as f64;
    if difference == 0.0 {
        return "unchanged".into();
    }
    format!("{:+.1} KB ({:+.1} %)", difference / 1000.0, 100.0 * difference / before as f64)
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
        "about": "what stands here",
        "target_gzip": 100,
        "budget_gzip": { "first": 200, "all": 300 },
        "sizes": { "engine.js": { "raw": 30, "gzip": 10, "brotli": 9 }, "engine_bg.wasm": { "raw": 900, "gzip": 150, "brotli": 140 } }
    }"#;

    fn files(glue: usize, wasm: usize, rest: usize) -> Sizes {
        let size = |gzip: usize| [3 * gzip, gzip, gzip - 1];
        [
            ("engine.js", glue),
            ("engine_bg.wasm", wasm),
            ("engine_rest.wasm", rest),
            ("lab.js", 40),
            ("styles/lab.css", 2),
        ]
        .map(|(name, gzip)| (name.to_string(), size(gzip)))
        .into()
    }

    #[test]
    fn the_budgets_are_for_modules_and_glue_together_and_for_nothing_else() {
        let baseline = Baseline::parse(TEXT).unwrap();
        assert_eq!(baseline.check(&files(50, 150, 100)), Ok(()));
        for (files, what) in [(files(51, 150, 20), "to begin with"), (files(50, 150, 101), "all")] {
            let message = baseline.check(&files).unwrap_err();
            assert!(message.contains(what), "{message}");
        }
    }

    #[test]
    fn everything_but_the_engine_is_summed_up() {
        let parts = parts(&files(50, 150, 90));
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["engine.js", "engine_bg.wasm", "engine_rest.wasm", REST]);
        assert_eq!(parts[REST], [126, 42, 40]);
        assert_eq!((first(&parts), engine(&parts)), (200, 290));
    }

    #[test]
    fn a_change_has_its_sign_and_its_share() {
        assert_eq!(change(1500, Some(1000)), "+0.5 KB (+50.0 %)");
        assert_eq!(change(900, Some(1000)), "-0.1 KB (-10.0 %)");
        assert_eq!(change(1000, Some(1000)), "unchanged");
        assert_eq!(change(1000, None), "new");
    }

    #[test]
    fn what_is_missing_in_the_file_is_named() {
        assert!(Baseline::parse("{").is_err());
        assert_eq!(Baseline::parse(r#"{"sizes":{}}"#), Err("`target_gzip` is no number of bytes".into()));
        assert_eq!(Baseline::parse(&TEXT.replace("10,", "\"10\",")), Err("`gzip` is no number of bytes".into()));
        assert_eq!(
            Baseline::parse(&TEXT.replace("all", "whole")).map(|_| ()),
            Err("`budget_gzip.all` is no number of bytes".into())
        );
    }

    #[test]
    fn the_figures_of_this_repository_can_be_read() {
        let baseline = Baseline::read().unwrap();
        assert_eq!(baseline.target, 250_000);
        assert!(baseline.budget[1] >= baseline.target && total_of(ENGINE.len(), &baseline.sizes).is_some());
    }
}
