//! What a racer is called: by what tells it from the others.

use crate::math::order::sort_few;
use crate::settings::{Kind, Settings, key};

/// A name for every racer, the page's own run first: of all settings that any of the others has of its own, those that
/// differ. Who runs by the same ones as somebody before says so.
pub fn names(own: &Settings, rivals: &[Settings]) -> Vec<String> {
    let base = own.before_changes();
    let all: Vec<&Settings> = std::iter::once(&base).chain(rivals).collect();
    let mut ids: Vec<&'static str> = own.rivals_own().iter().flatten().map(|(key, _)| key.id).collect();
    // The items first, then their numbers.
    let place = |id: &&'static str| (*id != "optimizer", key(id).is_none_or(|key| key.choices().is_empty()), *id);
    sort_few(&mut ids, |one, other| place(one).cmp(&place(other)));
    ids.dedup();
    let means = |settings: &Settings, id: &str| key(id).is_some_and(|key| settings.applies(key));
    let differ = |id: &&'static str| {
        all.iter().any(|one| means(one, id) != means(all[0], id) || one.text(id) != all[0].text(id))
    };
    let mut told: Vec<&'static str> = ids.iter().copied().filter(differ).collect();
    if told.is_empty() {
        // Everybody runs by the same settings: those that were given are the name.
        told = if ids.is_empty() { vec!["optimizer"] } else { ids };
    }
    let mut names: Vec<String> = Vec::new();
    for settings in all {
        let parts: Vec<String> = told.iter().filter(|id| means(settings, id)).map(|id| said(settings, id)).collect();
        let name = parts.join(", ");
        names.push(if names.contains(&name) { format!("{name} (same settings)") } else { name });
    }
    names
}

fn said(settings: &Settings, id: &'static str) -> String {
    let text = settings.text(id);
    let item = key(id)
        .filter(|key| matches!(key.kind, Kind::Choice(_)))
        .and_then(|key| key.choices().iter().find(|item| item.id == text));
    match (id, item) {
        // "Gradient descent (SGD)" is SGD: legends are narrow.
        ("optimizer", Some(item)) => {
            let short = item.label.split_once('(').map(|(_, short)| short.trim_end_matches(')'));
            short.unwrap_or(item.label).into()
        }
        ("clip", Some(item)) if item.id == "none" => "no clipping".into(),
        _ => format!("{id} {text}"),
    }
}
