//! Writes source code in which the environment can switch on each selected mutant by its number.

use crate::change::{Change, Piece};
use crate::mutant::Mutant;
use std::ops::Range;

/// The switch: the variable `MUTANT` names the mutant that is on.
pub const MODULE: &str = r#"//! Which mutant is on.
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

static NOW: AtomicU32 = AtomicU32::new(u32::MAX);

/// Whether this is the mutant that `MUTANT` names.
#[inline]
pub fn on(number: u32) -> bool {
    let mut now = NOW.load(Relaxed);
    if now == u32::MAX {
        now = std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        NOW.store(now, Relaxed);
    }
    now == number
}
"#;

/// The text of a file with these mutants behind switches.
pub fn switched(text: &str, mutants: &[&Mutant]) -> String {
    let mut out = String::new();
    write(text, 0..text.len(), mutants, &mut out);
    out
}

/// Writes a part of the text, with switches for all mutants in it.
fn write(text: &str, part: Range<usize>, mutants: &[&Mutant], out: &mut String) {
    let inside: Vec<&Mutant> = mutants
        .iter()
        .copied()
        .filter(|mutant| part.start <= mutant.range.start && mutant.range.end <= part.end)
        .collect();
    let mut at = part.start;
    while at < part.end {
        // The outermost mutant that begins next.
        let next =
            inside.iter().filter(|m| m.range.start >= at).map(|m| (m.range.start, usize::MAX - m.range.end)).min();
        let Some((start, end)) = next else { break };
        let range = start..usize::MAX - end;
        out.push_str(&text[at..range.start]);
        let (here, deeper): (Vec<&Mutant>, Vec<&Mutant>) = inside.iter().partition(|m| m.range == range);
        place(text, range.clone(), &here, &deeper, out);
        at = range.end;
    }
    out.push_str(&text[at..part.end]);
}

/// Writes one place with its switches.
fn place(text: &str, range: Range<usize>, here: &[&Mutant], deeper: &[&Mutant], out: &mut String) {
    let on = |mutant: &Mutant| format!("crate::mutants::on({})", mutant.number);
    let mut plain = String::new();
    write(text, range.clone(), deeper, &mut plain);
    let mut replaced = plain.clone();
    for mutant in here {
        match &mutant.change {
            Change::Replace(pieces) => {
                let mut changed = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Text(new) => changed.push_str(new),
                        Piece::Kept(part) => write(text, part.clone(), deeper, &mut changed),
                    }
                }
                replaced = format!("(if {} {{ {changed} }} else {{ {replaced} }})", on(mutant));
            }
            Change::Begin(statement) => replaced += &format!(" if {} {{ {statement} }} ", on(mutant)),
            Change::Default(new) => {
                let kind = text[range.clone()].split("Value").next().unwrap_or_default();
                let number = &text[range.clone()][kind.len() + "Value(".len()..range.len() - 1];
                replaced = format!("{kind}By(|_| if {} {{ {new} }} else {{ {number} }})", on(mutant));
            }
            Change::Param(numbers) => {
                let (old, new) = numbers.split_once('|').expect("two numbers");
                replaced = format!(
                    "crate::registry::Param {{ default: crate::registry::Default::By(|_| if {} {{ {new} }} else {{ {old} }}), \
                     ..{replaced} }}",
                    on(mutant)
                );
            }
            Change::Gain => {
                replaced += &format!(
                    " fn gain(&self) -> f64 {{ if {} {{ 2.0 * Self::GAIN }} else {{ Self::GAIN }} }}",
                    on(mutant)
                );
            }
        }
    }
    out.push_str(&replaced);
}
