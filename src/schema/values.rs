//! Reads a key's value into its canonical text, with a notice if a number had to be clamped.

use super::{Kind, Notice, Setting};
use crate::objectives::surfaces::expression;
use crate::registry::keys::{MAX_HIDDEN_LAYERS, MAX_SEED, MAX_WIDTH};
use crate::registry::{Param, Range};
use crate::texts::settings as texts;

/// Largest batch, in rows.
const MOST_BATCH: u64 = 50_000;

impl Setting {
    /// Reads a value. Returns its canonical text, with a notice if it was clamped; the error says what is wrong with
    /// it.
    pub(super) fn read(&self, value: &str) -> Result<(String, Option<Notice>), Notice> {
        match self.kind {
            Kind::Choice(items) | Kind::Param(&Param { range: Range::Choice(items), .. }) => {
                match items.iter().find(|item| item.id == value) {
                    Some(item) => Ok((item.id.to_string(), None)),
                    None => Err(Notice::unknown_value(self, value)),
                }
            }
            Kind::Number(range) => self.read_number(value, range),
            Kind::Param(param) => self.read_number(value, param.range),
            Kind::Widths => self.read_widths(value),
            Kind::File if value.is_empty() || (is_plain(value) && names_a_file(value)) => Ok((value.to_string(), None)),
            Kind::File => Err(Notice::malformed(self, value, &texts::file(), None)),
            Kind::Column if is_plain(value) => Ok((value.to_string(), None)),
            Kind::Column => Err(Notice::malformed(self, value, &texts::column(), None)),
            Kind::Expression => match expression::parse(value) {
                Ok(_) => Ok((value.to_string(), None)),
                Err(fault) => Err(Notice::unreadable(self, value, fault)),
            },
            Kind::Race => Ok(super::race::read(value)),
            Kind::Name if is_name(value) => Ok((value.to_string(), None)),
            Kind::Name => Err(Notice::malformed(self, value, &texts::name(), None)),
            Kind::Seed if value.is_empty() => Ok((String::new(), None)),
            Kind::Seed => self.read_number(value, Range::Integer(0, MAX_SEED)),
            Kind::Batch if value == "full" => Ok((value.to_string(), None)),
            Kind::Batch => self
                .read_number(value, Range::Integer(1, MOST_BATCH))
                .map_err(|n| Notice::malformed(self, value, &texts::batch(&MOST_BATCH), n.range)),
        }
    }

    fn read_number(&self, value: &str, range: Range) -> Result<(String, Option<Notice>), Notice> {
        let (low, high) = range.ends();
        let whole = range.is_whole();
        let wanted = if whole { texts::whole_number } else { texts::number };
        let malformed = || Notice::malformed(self, value, &wanted(&low, &high), Some((low, high)));
        // `inf` and `nan` parse as floats, but no setting takes them.
        let number: f64 = value.parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(malformed)?;
        if whole && number.fract() != 0.0 {
            return Err(malformed());
        }
        let used = number.clamp(low, high) + 0.0;
        let notice = (used != number).then(|| Notice::clamped(self, value, (low, high), &used.to_string()));
        Ok((used.to_string(), notice))
    }

    fn read_widths(&self, value: &str) -> Result<(String, Option<Notice>), Notice> {
        let range = (1.0, MAX_WIDTH as f64);
        let malformed = || Notice::malformed(self, value, &texts::widths(&MAX_WIDTH), Some(range));
        let parts: Vec<&str> = value.split(',').map(str::trim).collect();
        if parts.len() as u64 > MAX_HIDDEN_LAYERS {
            return Err(malformed());
        }
        let mut notice = None;
        let mut widths = Vec::with_capacity(parts.len());
        for part in parts {
            let width: u64 = part.parse().map_err(|_| malformed())?;
            let used = width.clamp(1, MAX_WIDTH);
            if used != width {
                notice = Some(Notice::clamped(self, value, range, &used.to_string()));
            }
            widths.push(used.to_string());
        }
        Ok((widths.join(","), notice))
    }
}

/// Whether a text is short and has no control characters.
fn is_plain(text: &str) -> bool {
    text.chars().count() <= 200 && !text.chars().any(char::is_control)
}

/// Whether a text is empty, or has only letters, digits and points, optionally followed by a colon and an index.
fn is_name(text: &str) -> bool {
    let (name, index) = text.split_once(':').unwrap_or((text, "0"));
    let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let is_index =
        index.split(',').all(|part| (1..10).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    text.is_empty() || (!name.is_empty() && text.len() <= 200 && name.chars().all(of_name) && is_index)
}

fn names_a_file(text: &str) -> bool {
    let is_hash = |hash: &str| hash.len() == 16 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    text.rsplit_once('~').is_some_and(|(name, hash)| !name.is_empty() && is_hash(hash))
}
