//! What follows from choices: the scenario's defaults, and those of the items in force, stored in the settings so that
//! the rooms below can read them without the schema.

use super::{Kind, families, find};
use crate::registry::keys::{HIDDEN_LAYERS, SCENARIO, WIDTH};
use crate::registry::{self, Implied, ImpliedDefault, Item, Settings};
use crate::scenarios::{self, Scenario};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Settings {
    /// Stores what follows from the choices. To be called whenever these have changed.
    pub(super) fn imply(&mut self) {
        self.implied = Arc::new(self.implications());
    }

    fn implications(&self) -> Implied {
        let scenario = scenarios::of(self);
        let uses = scenario.uses();
        let mut defaults = BTreeMap::new();
        // A scenario's defaults. Those of parameters wait for the item that they are meant for.
        for (id, text) in scenario.defaults() {
            if let Some(setting) = find(id).filter(|setting| !matches!(setting.kind, Kind::Param(_))) {
                defaults.insert(setting.id, ImpliedDefault::Text((*text).into()));
            }
        }
        for family in families() {
            let Some((item, as_scenario_means, in_use)) = self.in_force(&family, scenario) else { continue };
            for param in item.params {
                let Some(setting) = find(param.key) else { continue };
                let own = scenario.defaults().iter().find(|(id, _)| *id == param.key);
                let usual = match (setting.kind, own) {
                    // A scenario's learning rate is meant for the scenario's optimizer, and so on for every parameter.
                    (Kind::Param(_), Some((_, text))) if as_scenario_means => ImpliedDefault::Text((*text).into()),
                    (Kind::Param(_), _) => ImpliedDefault::Param(param),
                    // An item in force may have its own use for a number.
                    (_, None) if in_use => ImpliedDefault::Param(param),
                    _ => continue,
                };
                defaults.entry(param.key).or_insert(usual);
            }
        }
        // A list of widths says how many layers there are, unless that was chosen too.
        if let Some(widths) = self.chosen.get(WIDTH.id()).filter(|widths| widths.contains(',')) {
            defaults.insert(HIDDEN_LAYERS.id(), ImpliedDefault::Text(widths.split(',').count().to_string()));
        }
        Implied { defaults, uses }
    }

    /// A family's item in force, whether that is the one that the scenario means, and whether the scenario uses the family.
    fn in_force(&self, family: &super::Family, scenario: Scenario) -> Option<(&'static Item, bool, bool)> {
        let setting = find(family.key)?;
        let own = scenario.defaults().iter().find(|(id, _)| *id == family.key).map(|(_, text)| (*text).to_string());
        let meant = match family.key == SCENARIO.id() {
            true => scenario.item().id.to_string(),
            false => own.unwrap_or_else(|| self.own_default(&setting.param)),
        };
        let chosen = self.chosen.get(family.key).unwrap_or(&meant);
        let item = registry::find(family.items, chosen).unwrap_or(&family.items[0]);
        let in_use = setting.group.is_universal() || scenario.uses().contains(&family.key);
        Some((item, *chosen == meant, in_use))
    }

    /// A default as text.
    pub(super) fn written(&self, usual: &ImpliedDefault) -> String {
        match usual {
            ImpliedDefault::Text(text) => text.clone(),
            ImpliedDefault::Param(param) => self.own_default(param),
        }
    }
}
