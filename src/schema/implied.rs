//! Defaults that follow from other choices: those of the scenario and of the items in force. They are stored in the
//! settings, so that other modules can read them without the schema.

use super::{Kind, families, find};
use crate::registry::keys::{HIDDEN_LAYERS, SCENARIO, WIDTH};
use crate::registry::{self, Implied, ImpliedDefault, Item, Settings};
use crate::scenarios::{self, Scenario};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Settings {
    /// Stores the defaults that follow from the choices. Must be called after every change of the choices.
    pub(super) fn imply(&mut self) {
        self.implied = Arc::new(self.implications());
    }

    fn implications(&self) -> Implied {
        let scenario = scenarios::of(self);
        let uses = scenario.uses();
        let mut defaults = BTreeMap::new();
        // The scenario's defaults. Those of parameters follow below, because they depend on the item in force.
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
                    // A scenario's learning rate only fits the scenario's optimizer. The same holds for every
                    // parameter.
                    (Kind::Param(_), Some((_, text))) if as_scenario_means => ImpliedDefault::Text((*text).into()),
                    (Kind::Param(_), _) => ImpliedDefault::Param(param),
                    // An item in force may have its own default for a number.
                    (_, None) if in_use => ImpliedDefault::Param(param),
                    _ => continue,
                };
                defaults.entry(param.key).or_insert(usual);
            }
        }
        // A list of widths sets the number of layers, unless the user chose that as well.
        if let Some(widths) = self.chosen.get(WIDTH.id()).filter(|widths| widths.contains(',')) {
            defaults.insert(HIDDEN_LAYERS.id(), ImpliedDefault::Text(widths.split(',').count().to_string()));
        }
        Implied { defaults, uses }
    }

    /// A family's item in force, whether it is the scenario's default, and whether the scenario uses the family.
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
