//! The name of a racer: the settings in which it differs from the others.

use super::{Kind, Setting};
use crate::clips::{AnyClip, CLIP, THRESHOLD, Unclipped};
use crate::math::order::sort_few;
use crate::optimizers::OPTIMIZER;
use crate::registry::{Described, Settings};
use crate::texts::{Text, race};

/// A name for every racer, the page's own run first. It lists those of the settings in `theirs` whose values differ
/// between racers. If an earlier racer has the same settings, the name says so.
pub fn names(all: &[Settings], theirs: Vec<&'static Setting>) -> Vec<String> {
    let mut theirs = theirs;
    // Items before their numbers.
    let place = |setting: &&'static Setting| (setting.id != OPTIMIZER.id(), setting.choices().is_empty(), setting.id);
    sort_few(&mut theirs, |one, other| place(one).cmp(&place(other)));
    theirs.dedup_by_key(|setting| setting.id);
    let differ = |setting: &&'static Setting| {
        let first = &all[0];
        all.iter()
            .any(|one| one.applies(setting) != first.applies(setting) || one.value(setting) != first.value(setting))
    };
    let mut shown: Vec<&'static Setting> = theirs.iter().copied().filter(differ).collect();
    if shown.is_empty() {
        // All racers have the same settings, so the name lists the settings that were given.
        shown = theirs;
    }
    let mut names: Vec<String> = Vec::new();
    for settings in all {
        let parts: Vec<String> =
            shown.iter().filter(|one| settings.applies(one)).map(|one| part(settings, one)).collect();
        let name = parts.join(", ");
        names.push(if names.contains(&name) { race::same_settings(&name).into() } else { name });
    }
    names
}

/// The setting's name. What AutoClip and ZClip call by the key `threshold` is no threshold: that they choose themselves.
fn short(settings: &Settings, setting: &'static Setting) -> Text {
    match AnyClip::build(settings) {
        AnyClip::AutoClip(_) if setting.id == THRESHOLD.id() => race::percentile(),
        AnyClip::ZClip(_) if setting.id == THRESHOLD.id() => race::z(),
        _ => setting.id.into(),
    }
}

fn part(settings: &Settings, setting: &'static Setting) -> String {
    let text = settings.value(setting);
    let item = match setting.kind {
        Kind::Choice(items) => crate::registry::find(items, &text),
        _ => None,
    };
    match item {
        // Legends are narrow, so "Gradient descent (SGD)" becomes SGD.
        Some(item) if setting.id == OPTIMIZER.id() => {
            let short = item.label.split_once('(').map(|(_, short)| short.trim_end_matches(')'));
            short.unwrap_or(item.label).into()
        }
        Some(item) if setting.id == CLIP.id() && item.id == Unclipped::ITEM.id => race::no_clipping().into(),
        _ => format!("{} {text}", short(settings, setting)),
    }
}
