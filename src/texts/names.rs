//! The names that would have been right where a name is not known: all if they are few, otherwise the nearest, and where
//! the full list is.

use super::en::names;
use crate::registry::nearest::{SHORT, nearest};

/// Those of `names`, each with its label, that a message about `word` shows.
pub fn shown<'a>(word: &str, names: &[(&'a str, &str)]) -> Vec<&'a str> {
    if names.len() <= SHORT { names.iter().map(|(name, _)| *name).collect() } else { nearest(word, names) }
}

/// The end of a sentence that says `word` is not one of `names`. `list` is the command that prints all of them, if there
/// is one.
pub fn known(word: &str, names: &[(&str, &str)], list: Option<&str>) -> String {
    let (shown, count) = (shown(word, names), names.len());
    let text = shown.join(", ");
    let text = match list {
        _ if shown.len() == count && count == 1 => names::only(&text),
        _ if shown.len() == count => names::all(&text),
        Some(list) => names::nearest(&text, &format!("`gradscape {list}`"), &count),
        None => names::nearest_of(&text, &count),
    };
    text.into_owned()
}

/// The same names without labels.
pub fn unlabelled<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<(&'a str, &'a str)> {
    names.into_iter().map(|name| (name, "")).collect()
}
