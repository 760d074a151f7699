//! Templates: fills the values of settings into an item's PyTorch expression.

use crate::registry::{Item, Settings};
use crate::schema::find;

/// An item's expression with every `{key}` replaced by the setting's value. Other braces stay.
pub fn filled(item: &Item, settings: &Settings) -> String {
    fill((item.torch)().call, settings)
}

/// A text with every `{key}` replaced by the setting's value. Other braces stay.
pub fn fill(text: &str, settings: &Settings) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let key = from[1..].find('}').map(|close| &from[1..=close]).and_then(find);
        match key {
            Some(setting) => {
                out.push_str(&settings.value(setting));
                rest = &from[setting.id.len() + 2..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out + rest
}

/// The definitions that the items' expressions need, each once.
pub fn definitions<'a>(items: impl Iterator<Item = &'a Item>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for item in items {
        if !(item.torch)().define.is_empty() && !seen.contains(&(item.torch)().define) {
            seen.push((item.torch)().define);
        }
    }
    seen.iter().map(|text| format!("\n\n{}\n\n", text.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_replaced_and_other_braces_stay() {
        let (settings, _) = Settings::parse("lr=0.5");
        assert_eq!(fill("SGD(lr={lr}) {lr} {x: 1} {", &settings), "SGD(lr=0.5) 0.5 {x: 1} {");
    }

    #[test]
    fn every_gap_of_every_item_is_a_setting_that_the_item_brings() {
        for family in crate::schema::families() {
            for item in family.items {
                let text = (item.torch)().call;
                for gap in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                    let own = item.params.iter().any(|param| param.key == gap);
                    assert!(own || find(gap).is_none(), "{}: {gap} is another item's setting", item.id);
                }
            }
        }
    }

    #[test]
    fn every_item_that_computes_is_written_in_pytorch() {
        // No clip, no schedule: no code. Weights are exported as numbers.
        let silent = ["none", "constant", "auto"];
        let families = ["activations", "norms", "residuals", "cells", "losses", "optimizers", "schedules", "clips"];
        let items = crate::schema::families().into_iter().filter(|f| families.contains(&f.id)).flat_map(|f| f.items);
        let surfaces = crate::objectives::surfaces::AnySurface::ITEMS;
        for item in items.chain(surfaces).filter(|item| !silent.contains(&item.id)) {
            assert!(!(item.torch)().call.is_empty(), "{} does not say how it is written in PyTorch", item.id);
        }
    }
}
