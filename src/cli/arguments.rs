//! The arguments of a command: positional words, and options by name.

use super::{Failure, USAGE};
use gradscape::texts::names::{known, unlabelled};

/// The arguments after the command.
pub struct Arguments {
    command: &'static str,
    words: Vec<String>,
    options: Vec<(&'static str, String)>,
}

impl Arguments {
    /// Reads `--option VALUE` and `--option=VALUE` for the known `options`, and everything else as words. A word beyond
    /// the first `most` is an error, whose message calls it a second `second`.
    pub fn read(
        command: &'static str,
        arguments: &[String],
        options: &[&'static str],
        (most, second): (usize, &str),
    ) -> Result<Self, Failure> {
        let mut read = Self { command, words: Vec::new(), options: Vec::new() };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with('-') => (name, Some(value.to_string())),
                _ => (argument.as_str(), None),
            };
            if let Some(name) = options.iter().find(|option| **option == name) {
                let value = value.or_else(|| arguments.next().cloned());
                let value = value.ok_or_else(|| read.usage(&format!("{name} has no value.\n{USAGE}")))?;
                read.options.push((name, value));
            } else if name.starts_with("--") {
                return Err(read.unknown("option", name, &unlabelled(options.iter().copied()), None));
            } else if read.words.len() == most {
                return Err(read.usage(&format!("a second {second} “{argument}”.\n{USAGE}")));
            } else {
                read.words.push(argument.clone());
            }
        }
        Ok(read)
    }

    /// The word at a position, counted from 0.
    pub fn word(&self, place: usize) -> Option<&str> {
        self.words.get(place).map(String::as_str)
    }

    /// The value of an option; if it is given several times, the last one.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Every value of an option, in order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.options.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The number after `--steps`, which is required.
    pub fn steps(&self) -> Result<u64, Failure> {
        let text = self.option("--steps").ok_or_else(|| self.usage(&format!("--steps N is missing.\n{USAGE}")))?;
        text.parse().map_err(|_| self.usage(&format!("--steps “{text}” is not a whole number from 0 upwards.")))
    }

    /// A usage error: `name` is no `what` of this command; the rest of `names` is in what `list` prints.
    pub fn unknown(&self, what: &str, name: &str, names: &[(&str, &str)], list: Option<&str>) -> Failure {
        self.usage(&format!("there is no {what} “{name}”; {}.", known(name, names, list)))
    }

    /// A usage error of this command.
    pub fn usage(&self, message: &str) -> Failure {
        Failure::Usage(format!("{}: {message}", self.command))
    }
}
