//! The race: other runs beside the page's own, each with a few settings of its own.
//!
//! In a link they read `race=optimizer:momentum,lr:0.01;optimizer:adam;clip:norm`, separated by semicolons. A racer
//! with another optimizer, schedule or clip uses the defaults of that item. All other settings are those of the page's
//! run.

use super::notice::LIST_SETTINGS;
use super::{Notice, Setting, families, find, names, schema};
use crate::registry::keys::{BATCH, RACE};
use crate::registry::{Racer, Settings};
use crate::texts::names::known;
use crate::texts::settings as texts;
use std::sync::Arc;

/// Largest number of runs in a race, including the page's own.
pub const MOST_RACERS: usize = 8;

/// The settings in which a racer may differ from the page's run.
type Own = Vec<(&'static Setting, String)>;

/// Reads the form of the link. Returns the readable racers in canonical form, and a notice about the rest.
pub(super) fn read(text: &str) -> (String, Option<Notice>) {
    let mut wrong: Vec<String> = Vec::new();
    let mut racers: Vec<String> = Vec::new();
    for (k, racer) in text.split(';').filter(|racer| !racer.trim().is_empty()).enumerate() {
        let mut notices = Vec::new();
        match own(racer, &mut notices) {
            _ if racers.len() + 1 == MOST_RACERS => {
                wrong.push(texts::race_most(&MOST_RACERS).into());
                break;
            }
            Ok(own) => racers.push(written(&own)),
            Err(why) => notices.push(texts::race_left_out(&why).into()),
        }
        wrong.extend(notices.into_iter().map(|why| texts::race_racer(&(k + 1), &racer.trim(), &why).into()));
    }
    let notice = (!wrong.is_empty()).then(|| Notice::of_race(text, &wrong.join(" ")));
    (racers.join(";"), notice)
}

/// The settings that a racer names. `notices` receives a sentence about each number that had to be clamped.
fn own(racer: &str, notices: &mut Vec<String>) -> Result<Own, String> {
    let mut own = Own::new();
    for pair in racer.split(',').map(str::trim) {
        let form = || texts::race_form(&pair);
        let (name, value) = pair.split_once(':').ok_or_else(form)?;
        let key = find(name.trim()).ok_or_else(|| unknown(name.trim()))?;
        if !may_differ(key) {
            return Err(texts::race_shared(&key.id).into());
        }
        let (value, notice) = key.read(value.trim()).map_err(|notice| notice.message)?;
        notices.extend(notice.map(|notice| notice.message));
        own.retain(|(other, _)| other.id != key.id);
        own.push((key, value));
    }
    Ok(own)
}

/// Which of the settings that a racer may have of its own are nearest to an unknown one.
fn unknown(name: &str) -> String {
    let own = schema().iter().filter(|key| may_differ(key));
    let own: Vec<(&str, &str)> = own.map(|key| (key.id, key.label)).collect();
    texts::race_unknown(&name, &known(name, &own, Some(LIST_SETTINGS))).into()
}

/// Whether racers may differ in a setting.
fn may_differ(key: &Setting) -> bool {
    key.is_live() || key.id == BATCH.id()
}

fn written(own: &Own) -> String {
    let pairs: Vec<String> = own.iter().map(|(key, value)| format!("{}:{value}", key.id)).collect();
    pairs.join(",")
}

impl Settings {
    /// The own settings of the other racers, in order.
    fn rivals_own(&self) -> Vec<Own> {
        let Some(text) = self.chosen.get(RACE.id()) else { return Vec::new() };
        text.split(';').filter_map(|racer| own(racer, &mut Vec::new()).ok()).collect()
    }

    /// Stores the racers' settings and names, so that other modules need not parse the link's form.
    pub(super) fn read_racers(&mut self) {
        let others = self.rivals_own();
        if others.is_empty() {
            self.racers = Arc::default();
            return;
        }
        self.racers = {
            let first = Self { racers: Arc::default(), ..self.before_changes() };
            let rivals = others.iter().map(|own| self.rival(own, &mut Vec::new()));
            let all: Vec<Settings> = std::iter::once(first).chain(rivals).collect();
            let names = names::names(&all, others.iter().flatten().map(|(setting, _)| *setting).collect());
            let own = std::iter::once(Vec::new()).chain(others);
            let racers = all.into_iter().zip(names).zip(own).map(|((settings, name), own)| Racer {
                name,
                own: own.into_iter().map(|(setting, value)| (setting.id, value)).collect(),
                settings,
            });
            racers.collect()
        };
    }

    /// The settings of one racer: those of the page's run before any live change, plus the racer's own.
    fn rival(&self, own: &Own, notices: &mut Vec<Notice>) -> Self {
        let mut rival = Self { racers: Arc::default(), ..self.before_changes().of_run() };
        rival.chosen.remove(RACE.id());
        for family in families().iter().filter(|family| own.iter().any(|(key, _)| key.id == family.key)) {
            for param in family.items.iter().flat_map(|item| item.params) {
                rival.chosen.remove(param.key);
            }
        }
        rival.chosen.extend(own.iter().map(|(key, value)| (key.id, value.clone())));
        rival.imply();
        rival.clamp_to_items(notices);
        rival
    }

    /// Clamps the racers' numbers to the ranges of their items.
    pub(super) fn narrow_rivals(&mut self, notices: &mut Vec<Notice>) {
        let mut racers = Vec::new();
        for (k, mut own) in self.rivals_own().into_iter().enumerate() {
            let mut found = Vec::new();
            let rival = self.rival(&own, &mut found);
            for notice in found.into_iter().filter(|notice| own.iter().any(|(key, _)| key.id == notice.key)) {
                let why = texts::race_racer(&(k + 1), &written(&own), &notice.message);
                notices.push(Notice::of_race(&notice.value, &why));
            }
            for (key, value) in &mut own {
                *value = rival.value(key);
            }
            racers.push(written(&own));
        }
        if !racers.is_empty() {
            self.chosen.insert(RACE.id(), racers.join(";"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::value_of;
    use super::*;
    use crate::optimizers::LR;

    #[test]
    fn a_racer_is_the_pages_run_with_settings_of_its_own() {
        let text = "scenario=himmelblau&optimizer=momentum&momentum=0.5&lr=0.02&clip=norm&threshold=3&race=lr:0.01;optimizer:adam;batch:8,clip:value;optimizer:adam,lr:0.1";
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, []);
        let of = |k: usize, key: &str| value_of(&settings.racers()[k + 1].settings, key);
        assert_eq!(
            (of(0, "optimizer").as_str(), of(0, "lr").as_str(), of(0, "momentum").as_str()),
            ("momentum", "0.01", "0.5")
        );
        // Another optimizer brings its own learning rate; the clip stays.
        let adam = Settings::parse("scenario=himmelblau&optimizer=adam").0;
        assert_eq!((of(1, "lr"), of(1, "threshold").as_str()), (value_of(&adam, "lr"), "3"));
        assert_eq!((of(2, "batch").as_str(), of(2, "threshold").as_str()), ("8", "0.5"));
        assert_eq!(of(3, "lr"), "0.1");
        assert!(settings.racers().iter().all(|racer| racer.settings.racers().is_empty()));
    }

    #[test]
    fn a_race_reads_well_in_a_link_and_comes_back_from_it() {
        let (settings, notices) = Settings::parse("race=optimizer:momentum, lr:0.01 ; optimizer:adam;");
        assert_eq!(
            (settings.canonical().as_str(), notices),
            ("race=optimizer:momentum,lr:0.01;optimizer:adam", vec![])
        );
        assert_eq!(Settings::parse(&settings.canonical()).0, settings);
        assert_eq!(Settings::parse("race=optimizer%3Aadam%3Blr%3A1").0.racers().len(), 3);
    }

    #[test]
    fn a_bad_racer_is_named_and_the_rest_is_kept() {
        let cases = [
            ("optimizer:adam;optimizer:foo;lr:0.1", 2, "racer 2, “optimizer:foo”"),
            ("width:3;lr:0.1", 1, "width is the same for all"),
            ("adam;lr:0.1", 1, "key:value"),
            ("colour:red", 0, "no setting “colour”"),
            ("lr:-3;lr:0.1", 2, "racer 1"),
            ("clip:autoclip,threshold:400", 1, "the nearest is 100"),
            (&"lr:0.1;".repeat(12), 7, "at most 8 race"),
        ];
        for (race, left, says) in cases {
            let (settings, notices) = Settings::parse(&format!("lr=0.3&race={race}"));
            assert_eq!(settings.racers().iter().skip(1).count(), left, "{race}");
            assert_eq!((notices.len(), settings.get(&LR)), (1, 0.3), "{race}: {notices:?}");
            assert!(notices[0].key == "race" && notices[0].message.contains(says), "{race}: {}", notices[0].message);
            let (again, notices) = Settings::parse(&settings.canonical());
            assert!(again.canonical() == settings.canonical() && notices.is_empty(), "{race}: {notices:?}");
        }
    }

    #[test]
    fn what_is_changed_live_concerns_the_pages_own_run_alone() {
        let (settings, _) = Settings::parse("lr=0.3&race=clip:norm&changes=lr~0.01@20");
        assert_eq!(settings.racers()[1].settings.at(50).get(&LR), 0.3);
    }
}
