//! What the engine says to people: every sentence, title and label that it composes, as messages with arguments.
//!
//! English stands in `en/`, where each message is a function; the compiler finds a message that is missing, unused or
//! given the wrong arguments. Every other language is a table in a file of its own ([`Language`]), read at run time;
//! what it lacks is said in English. What an item says about itself ([`crate::registry::Item`]) stays in the item's own
//! file in English; a language's table translates it under `items.FAMILY.ID.label`, `.help` and so on.
//! `tests/languages.rs` finds a text that a table lacks, and a line of a table that belongs to no text.
//!
//! English alone are the usage texts and refusals of the command line, what is wrong with a `.safetensors` file, the
//! comments in exported PyTorch scripts, panics, and everything that machines read: ids, keys, statuses and the labels
//! of read-outs in JSON.

mod en;
pub mod names;
mod table;

pub use en::ALL;
pub(crate) use en::*;
use table::Table;
pub use table::{Language, Line, lines};

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::{Display, Write};

/// A text in the language in force.
pub type Text = Cow<'static, str>;

/// One message.
#[derive(Clone, Copy, Debug)]
pub struct Message {
    /// Its name, `group.name`.
    pub id: &'static str,
    /// In English, with `{argument}` where an argument goes.
    pub english: &'static str,
    /// The names of its arguments.
    pub arguments: &'static [&'static str],
}

/// The tables of the languages beside English that this build carries. The page's module carries none: the page gives it
/// the table of the language that it needs ([`add_language`]).
#[cfg(not(target_arch = "wasm32"))]
pub const LANGUAGES: &[Language] = &[Language { id: "de", source: include_str!("de.txt") }];
#[cfg(target_arch = "wasm32")]
const LANGUAGES: &[Language] = &[];

thread_local! {
    /// The language in force; `None` for English. Each thread has its own: so has each worker, and each test.
    static IN_FORCE: Cell<Option<&'static Table>> = const { Cell::new(None) };
    /// The tables that have been read.
    static READ: RefCell<BTreeMap<String, &'static Table>> = const { RefCell::new(BTreeMap::new()) };
}

/// Speaks `id` from now on, on this thread: a code such as `de` or `de-AT`. A language that is not known is English;
/// returns whether it was known.
pub fn set_language(id: &str) -> bool {
    let code = id.split('-').next().unwrap_or(id).to_ascii_lowercase();
    let unread = |code: &str| READ.with_borrow(|read| !read.contains_key(code));
    if let Some(language) = LANGUAGES.iter().find(|language| language.id == code && unread(&code)) {
        add_language(language.id, language.source);
    }
    let table = READ.with_borrow(|read| read.get(&code).copied());
    IN_FORCE.set(table);
    table.is_some() || code == "en"
}

/// Reads the table of the language `id`, so that [`set_language`] knows it. It stays in memory for good.
pub fn add_language(id: &str, source: &str) {
    let table: &'static Table = Box::leak(Box::new(Table::read(source)));
    READ.with_borrow_mut(|read| read.insert(id.to_string(), table));
}

/// A text of an item or a settings key, translated if the language in force has it.
pub fn translated(id: &str, english: &'static str) -> &'static str {
    IN_FORCE.get().and_then(|table| table.find(id)).unwrap_or(english)
}

/// The label of an item of a family.
pub fn label(family: &str, id: &str, english: &'static str) -> &'static str {
    named(english, || format!("items.{family}.{id}.label"))
}

/// The label of a setting.
pub fn key(id: &str, english: &'static str) -> &'static str {
    named(english, || format!("keys.{id}.label"))
}

/// The advice of an item of a family.
pub fn advice(family: &str, id: &str, english: &'static str) -> &'static str {
    named(english, || format!("items.{family}.{id}.advice"))
}

/// The label of a read-out.
pub fn readout(english: &'static str) -> &'static str {
    named(english, || format!("readouts.{}", kebab(english)))
}

/// A unit.
pub fn unit(english: &'static str) -> &'static str {
    named(english, || format!("units.{}", kebab(english)))
}

/// A text by an id that is put together only where a language is in force.
fn named(english: &'static str, id: impl Fn() -> String) -> &'static str {
    IN_FORCE.get().and_then(|table| table.find(&id())).unwrap_or(english)
}

/// English words as part of an id: in lower case, with a hyphen in place of everything but letters and digits.
pub fn kebab(english: &str) -> String {
    let words = english.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<&str>>().join("-").to_ascii_lowercase()
}

/// Sentences one after the other; those that are not there are left out.
pub(crate) fn sentences<const N: usize>(parts: [Option<Text>; N]) -> String {
    let parts: Vec<Text> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// Composes a message.
fn compose(message: Message, values: &[&dyn Display]) -> Text {
    let template = translated(message.id, message.english);
    if values.is_empty() { Cow::Borrowed(template) } else { Cow::Owned(fill(template, message.arguments, values)) }
}

/// The template with its arguments in place; a name that is no argument stays as it is.
fn fill(template: &str, arguments: &[&str], values: &[&dyn Display]) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            break;
        };
        match arguments.iter().position(|argument| *argument == name) {
            Some(k) => write!(text, "{}", values[k]).expect("a string takes all text"),
            None => write!(text, "{{{name}}}").expect("a string takes all text"),
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// Declares the messages of a group: each becomes a function `name(&argument, …)`, and all stand in `ALL`.
macro_rules! messages {
    ($group:literal; $($name:ident ($($argument:ident),*) = $english:literal;)+) => {
        $(#[doc = $english]
        pub fn $name($($argument: &dyn std::fmt::Display),*) -> $crate::texts::Text {
            const MESSAGE: $crate::texts::Message = $crate::texts::Message {
                id: concat!($group, ".", stringify!($name)),
                english: $english,
                arguments: &[$(stringify!($argument)),*],
            };
            $crate::texts::compose(MESSAGE, &[$($argument),*])
        })+

        /// The messages of this group.
        pub(super) const ALL: &[$crate::texts::Message] = &[$($crate::texts::Message {
            id: concat!($group, ".", stringify!($name)),
            english: $english,
            arguments: &[$(stringify!($argument)),*],
        }),+];
    };
}
pub(crate) use messages;

#[cfg(test)]
mod tests;
