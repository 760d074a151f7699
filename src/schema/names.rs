//! What a racer is called: by what tells it from the others.

use super::{Kind, Setting};
use crate::clips::{CLIP, Unclipped};
use crate::math::order::sort_few;
use crate::optimizers::OPTIMIZER;
use crate::registry::{Described, Settings};

/// A name for every racer, the page's own run first: of all settings that any of the others has of its own (`theirs`),
/// those that differ. Who runs by the same ones as somebody before says so.
pub fn names(all: &[Settings], theirs: Vec<&'static Setting>) -> Vec<String> {
    let mut theirs = theirs;
    // The items first, then their numbers.
    let place = |setting: &&'static Setting| (setting.id != OPTIMIZER.id(), setting.choices().is_empty(), setting.id);
    sort_few(&mut theirs, |one, other| place(one).cmp(&place(other)));
    theirs.dedup_by_key(|setting| setting.id);
    let differ = |setting: &&'static Setting| {
        let first = &all[0];
        all.iter()
            .any(|one| one.applies(setting) != first.applies(setting) || one.value(setting) != first.value(setting))
    };
    let mut told: Vec<&'static Setting> = theirs.iter().copied().filter(differ).collect();
    if told.is_empty() {
        // Everybody runs by the same settings: those that were given are the name.
        told = theirs;
    }
    let mut names: Vec<String> = Vec::new();
    for settings in all {
        let parts: Vec<String> =
            told.iter().filter(|one| settings.applies(one)).map(|one| said(settings, one)).collect();
        let name = parts.join(", ");
        names.push(if names.contains(&name) { format!("{name} (same settings)") } else { name });
    }
    names
}

fn said(settings: &Settings, setting: &'static Setting) -> String {
    let text = settings.value(setting);
    let item = match setting.kind {
        Kind::Choice(items) => crate::registry::find(items, &text),
        _ => None,
    };
    match item {
        // "Gradient descent (SGD)" is SGD: legends are narrow.
        Some(item) if setting.id == OPTIMIZER.id() => {
            let short = item.label.split_once('(').map(|(_, short)| short.trim_end_matches(')'));
            short.unwrap_or(item.label).into()
        }
        Some(item) if setting.id == CLIP.id() && item.id == Unclipped::ITEM.id => "no clipping".into(),
        _ => format!("{} {text}", setting.id),
    }
}
