//! Runs that are compared, side by side: the first, and others that differ from it.
//!
//! In a link, `compare=` holds the differences of each further run as a settings string, percent-encoded, separated by
//! semicolons: `compare=activation%3Drelu%26init%3Dhe-normal`. `branch=` holds branches of the first run, which differ from
//! a step on: `branch=300:clip~norm,threshold~1;300:lr~0.1`. A key `name` in either names the run. How a run is looked at
//! is the same for all.

use super::{BRANCH, CHANGES, COMPARE, Group, Notice, Setting, as_meant, families, find, schema};
use crate::datasets::own_csv::{self, CSV, TARGET, TIME};
use crate::registry::keys::{MAX_SEED, RACE, SCENARIO};
use crate::registry::{Column, Opening, Settings};
use crate::texts::{self, settings as words};
use std::sync::Arc;

/// Largest number of runs side by side.
pub const MOST_COLUMNS: usize = 4;

/// The key of a run's name.
const NAME: &str = "name";
/// Longest name, in characters.
const LONGEST_NAME: usize = 40;
/// Signs that have a meaning in the link, and so are not part of a name.
const SIGNS: &str = ";,~:@&=%+#";

/// A run to be put beside the first.
pub struct Beside {
    /// Its complete settings.
    pub settings: Settings,
    /// The name that the user gave it; empty for none.
    pub name: String,
    /// The step from which on it may differ, for a run that does not differ yet.
    pub from: u64,
}

/// What one entry of a link says, and what is wrong with it.
#[derive(Default)]
struct Entry {
    name: String,
    own: Vec<(&'static Setting, String)>,
    /// Live changes, as they stand in a link.
    changes: String,
    wrong: Vec<String>,
}

impl Entry {
    /// Takes one key of a run.
    fn take(&mut self, key: &str, value: &str) {
        match key {
            NAME => self.name = plain(value),
            CHANGES => self.changes = value.into(),
            _ => match read(key, value) {
                Ok((setting, text, notice)) => {
                    self.own.retain(|(other, _)| other.id != setting.id);
                    self.own.push((setting, text));
                    self.wrong.extend(notice.map(|notice| notice.message));
                }
                Err(why) => self.wrong.push(why),
            },
        }
    }

    fn is_empty(&self) -> bool {
        self.name.is_empty() && self.own.is_empty() && self.changes.is_empty()
    }
}

/// Reads the value of a key in which runs may differ.
fn read(key: &str, value: &str) -> Result<(&'static Setting, String, Option<Notice>), String> {
    let setting = find(key).ok_or_else(|| Notice::unknown_key(key, value).message)?;
    let to_own_file = setting.id == SCENARIO.id() && value == own_csv::ID;
    if !may_differ(setting) || to_own_file {
        return Err(words::columns_shared(&key).into());
    }
    let (text, notice) = setting.read(value.trim()).map_err(|notice| notice.message)?;
    Ok((setting, text, notice))
}

/// Whether runs side by side may differ in a setting.
fn may_differ(setting: &Setting) -> bool {
    let file = [CSV.id(), TARGET.id(), TIME.id(), RACE.id()].contains(&setting.id);
    setting.group != Group::View && !file
}

/// A name without signs that have a meaning in the link.
fn plain(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_control() || SIGNS.contains(c) { ' ' } else { c }).collect();
    let name: Vec<&str> = name.split_whitespace().collect();
    name.join(" ").chars().take(LONGEST_NAME).collect()
}

impl Settings {
    /// Reads the forms of the link. What is wrong is said, and left out.
    pub(super) fn read_columns(&mut self, compare: &str, branch: &str, notices: &mut Vec<Notice>) {
        if compare.is_empty() && branch.is_empty() {
            self.columns = Arc::default();
            return;
        }
        let first = Column { name: String::new(), differs: String::new(), from: None, settings: self.first() };
        let mut columns = vec![first];
        for (key, text) in [(COMPARE, compare), (BRANCH, branch)] {
            for (k, entry) in text.split(';').filter(|entry| !entry.trim().is_empty()).enumerate() {
                if columns.len() == MOST_COLUMNS {
                    notices.push(Notice::of_columns(key, entry, &words::columns_most(&MOST_COLUMNS)));
                    break;
                }
                let (column, wrong) = match key {
                    COMPARE => self.compared(entry),
                    _ => self.branched(entry),
                };
                columns.extend(column);
                let said = wrong.iter().map(|why| words::columns_entry(&(k + 1), &entry.trim(), why));
                notices.extend(said.map(|why| Notice::of_columns(key, entry, &why)));
            }
        }
        if columns.len() == 1 {
            self.columns = Arc::default();
            return;
        }
        let all: Vec<&Settings> = columns.iter().map(|column| &column.settings).collect();
        let differs = differences(&all);
        for (k, (column, differs)) in columns.iter_mut().zip(differs).enumerate() {
            column.differs = differs;
            if k > 0 {
                column.from = self.fork(&column.settings).or(column.from);
            }
        }
        self.columns = columns.into();
    }

    /// The first run by itself.
    fn first(&self) -> Self {
        Self { columns: Arc::default(), opening: Opening::default(), ..self.clone() }
    }

    /// The run of an entry of `compare`, and what is wrong with it.
    fn compared(&self, text: &str) -> (Option<Column>, Vec<String>) {
        let mut entry = Entry::default();
        for pair in text.trim().split('&') {
            for (key, value) in form_urlencoded::parse(as_meant(pair).as_bytes()) {
                entry.take(&key, &value);
            }
        }
        if entry.is_empty() {
            entry.wrong.push(words::columns_nothing().into());
            return (None, entry.wrong);
        }
        let mut notices = Vec::new();
        let settings = self.differing(&entry.own, &entry.changes, &mut notices);
        entry.wrong.extend(notices.into_iter().map(|notice| notice.message));
        (Some(Column { name: entry.name, differs: String::new(), from: None, settings }), entry.wrong)
    }

    /// The run of an entry of `branch`, and what is wrong with it.
    fn branched(&self, text: &str) -> (Option<Column>, Vec<String>) {
        let form = |entry: &str| vec![words::branch_form(&entry).into()];
        let Some((step, pairs)) = text.trim().split_once(':') else { return (None, form(text.trim())) };
        let Some(step) = step.trim().parse().ok().filter(|step| *step <= MAX_SEED) else {
            return (None, form(text.trim()));
        };
        let (mut settings, mut name, mut wrong) = (self.first().racing_nobody(), String::new(), Vec::new());
        // A branch takes another path from here, also where nothing is changed.
        settings.changes.retain(|change| change.step <= step);
        settings.imply_changes();
        for pair in pairs.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            match pair.split_once('~') {
                Some((NAME, value)) => name = plain(value),
                Some((key, value)) => wrong.extend(settings.change(step, key, value).err().map(|n| n.message)),
                None => wrong.push(words::branch_pair(&pair).into()),
            }
        }
        (Some(Column { name, differs: String::new(), from: Some(step), settings }), wrong)
    }

    /// This run without its race.
    fn racing_nobody(mut self) -> Self {
        self.chosen.remove(RACE.id());
        self.racers = Arc::default();
        self
    }

    /// The run with settings of its own. It does not follow the live changes of the first.
    fn differing(&self, own: &[(&'static Setting, String)], changes: &str, notices: &mut Vec<Notice>) -> Self {
        let mut settings = self.first().before_changes().racing_nobody();
        // What belongs to an item goes with it.
        for family in families().iter().filter(|family| own.iter().any(|(key, _)| key.id == family.key)) {
            for param in family.items.iter().flat_map(|item| item.params) {
                settings.chosen.remove(param.key);
            }
        }
        settings.chosen.extend(own.iter().map(|(key, value)| (key.id, value.clone())));
        settings.imply();
        settings.clamp_to_items(notices);
        settings.read_changes(changes, notices);
        settings
    }

    /// The step from which on another run may differ from this one, if they begin alike and then differ.
    fn fork(&self, other: &Self) -> Option<u64> {
        if !alike(&self.before_changes(), &other.before_changes()) {
            return None;
        }
        let same = self.changes.iter().zip(&other.changes).take_while(|(one, two)| one == two).count();
        let next = [self.changes.get(same), other.changes.get(same)];
        next.into_iter().flatten().map(|change| change.step).min()
    }

    /// The texts of `compare` and `branch`, those that are not empty.
    pub(super) fn columns_text(&self) -> Vec<(&'static str, String)> {
        let [mut compare, mut branch] = [const { Vec::<String>::new() }; 2];
        for column in self.columns.iter().skip(1) {
            match self.written_as_branch(column) {
                Some(text) => branch.push(text),
                None => compare.push(self.written_as_difference(column)),
            }
        }
        let texts = [(COMPARE, compare.join(";")), (BRANCH, branch.join(";"))];
        texts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// A run as an entry of `branch`, if that says all of it: it differs from the first in changes at one step.
    fn written_as_branch(&self, column: &Column) -> Option<String> {
        let step = column.from?;
        let mut own: Vec<(&str, &str)> = Vec::new();
        let mut settings = self.first().racing_nobody();
        settings.changes.retain(|change| change.step <= step);
        settings.imply_changes();
        for change in column.settings.changes.iter().filter(|change| change.step == step) {
            if !settings.changes.contains(change) {
                own.push((change.key, &change.value));
                settings.change(step, change.key, &change.value).ok();
            }
        }
        let same = alike(&settings.before_changes(), &column.settings.before_changes());
        if !same || settings.changes != column.settings.changes {
            return None;
        }
        let name = (!column.name.is_empty()).then_some((NAME, column.name.as_str()));
        let pairs: Vec<String> = name.into_iter().chain(own).map(|(key, value)| format!("{key}~{value}")).collect();
        Some(format!("{step}:{}", pairs.join(",")))
    }

    /// A run as an entry of `compare`: the fewest keys that make it of the first.
    fn written_as_difference(&self, column: &Column) -> String {
        let theirs = column.settings.before_changes();
        let mut own: Vec<(&'static Setting, String)> = Vec::new();
        let missing = |own: &[(&'static Setting, String)]| {
            let made = self.differing(own, "", &mut Vec::new());
            let differs = |key: &&'static Setting| may_differ(key) && made.value(key) != theirs.value(key);
            schema().iter().filter(differs).map(|key| (key, theirs.value(key))).collect::<Vec<_>>()
        };
        // The scenario and the items come first, as defaults follow from them.
        let scenario = |key: &Setting| key.id == SCENARIO.id();
        let item = |key: &Setting| families().iter().any(|family| family.key == key.id);
        let all = |_: &Setting| true;
        let rounds: [&dyn Fn(&Setting) -> bool; 5] = [&scenario, &item, &all, &all, &all];
        for wanted in rounds {
            let more: Vec<_> = missing(&own).into_iter().filter(|(key, _)| wanted(key)).collect();
            own.extend(more);
        }
        let mut out = form_urlencoded::Serializer::new(String::new());
        if !column.name.is_empty() {
            out.append_pair(NAME, &column.name);
        }
        for (key, value) in &own {
            out.append_pair(key.id, value);
        }
        if !column.settings.changes.is_empty() {
            out.append_pair(CHANGES, &column.settings.changes_text());
        }
        out.finish()
    }
}

/// Whether two runs have the same settings, apart from how they are looked at.
fn alike(one: &Settings, other: &Settings) -> bool {
    schema().iter().filter(|key| may_differ(key)).all(|key| one.value(key) == other.value(key))
}

/// The keys of a link that put these runs beside the first: `compare=…&branch=…`; empty where there are none.
pub fn beside(first: &Settings, others: Vec<Beside>) -> String {
    let column = |Beside { settings, name, from }| {
        let settings = settings.first();
        let from = if alike(&first.before_changes(), &settings.before_changes()) {
            Some(first.fork(&settings).unwrap_or(from))
        } else {
            None
        };
        Column { name: plain(&name), differs: String::new(), from, settings }
    };
    let own = Column { name: String::new(), differs: String::new(), from: None, settings: first.first() };
    let columns = std::iter::once(own).chain(others.into_iter().take(MOST_COLUMNS - 1).map(column)).collect();
    let texts = Settings { columns, ..first.first() }.columns_text();
    texts.iter().map(|(key, text)| super::pair(key, text)).collect::<Vec<_>>().join("&")
}

/// For each run the values in which it differs from the others, in words: `ReLU, He normal`.
fn differences(all: &[&Settings]) -> Vec<String> {
    // What was changed on the way counts as well.
    let last: Vec<Settings> = all.iter().map(|settings| settings.at(u64::MAX)).collect();
    let shown = |key: &&Setting| {
        may_differ(key)
            && last.iter().any(|one| one.is_chosen(key))
            && last.iter().any(|one| one.applies(key) != last[0].applies(key) || one.value(key) != last[0].value(key))
    };
    let shown: Vec<&Setting> = schema().iter().filter(shown).collect();
    let parts = |one: &Settings| {
        let parts: Vec<String> = shown.iter().filter(|key| one.applies(key)).map(|key| part(one, key)).collect();
        parts.join(", ")
    };
    last.iter().map(parts).collect()
}

/// A value in words: an item by its name, a number with the name of its setting.
fn part(settings: &Settings, setting: &'static Setting) -> String {
    let value = settings.value(setting);
    let label = texts::key(setting.id, setting.label);
    let Some(item) = setting.choices().iter().find(|item| item.id == value) else {
        return format!("{label} {value}");
    };
    let family = families().into_iter().find(|family| family.key == setting.id);
    match family {
        // Heads are narrow, so "Gradient descent (SGD)" becomes SGD.
        Some(family) if !is_none(item.id) => {
            let name = texts::label(family.id, item.id, item.label);
            let short = name.split_once('(').map(|(_, short)| short.trim_end_matches(')'));
            short.filter(|short| !short.contains(' ')).unwrap_or(name).into()
        }
        Some(family) => format!("{label}: {}", texts::label(family.id, item.id, item.label)),
        None => format!("{label}: {}", item.label),
    }
}

/// Whether an item stands for nothing, so that its name alone does not say what is missing.
fn is_none(id: &str) -> bool {
    id == "none"
}

#[cfg(test)]
mod tests {
    use super::super::tests::value_of;
    use super::*;

    fn columns(text: &str) -> Settings {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        settings
    }

    #[test]
    fn a_column_is_the_first_run_with_differences() {
        let text = "activation=tanh&lr=0.3&compare=activation%3Drelu%26init%3Dhe-normal;hidden_layers%3D2";
        let settings = columns(text);
        let of = |k: usize, key: &str| value_of(&settings.columns()[k].settings, key);
        assert_eq!(settings.columns().len(), 3);
        assert_eq!((of(0, "activation").as_str(), of(0, "lr").as_str()), ("tanh", "0.3"));
        assert_eq!((of(1, "activation").as_str(), of(1, "init").as_str()), ("relu", "he-normal"));
        assert_eq!((of(2, "activation").as_str(), of(2, "hidden_layers").as_str()), ("tanh", "2"));
        assert!(of(1, "lr") == "0.3" && of(2, "lr") == "0.3");
        assert!(settings.columns()[1].differs.starts_with("Hidden layers"), "{}", settings.columns()[1].differs);
        assert!(settings.columns()[1].differs.contains("ReLU, He"), "{}", settings.columns()[1].differs);
        // The first run alone is what the settings mean without the others.
        assert_eq!(settings.alone().canonical(), "activation=tanh&lr=0.3");
    }

    #[test]
    fn a_branch_is_the_first_run_with_changes_from_a_step_on() {
        let settings = columns("clip=norm&changes=lr~0.2@100,lr~0.4@500&branch=300:threshold~0.1;300:threshold~5");
        let [_, one, two] = settings.columns() else { panic!("three columns") };
        assert_eq!((one.from, two.from), (Some(300), Some(300)));
        assert_eq!(one.settings.canonical(), "clip=norm&changes=lr~0.2@100,threshold~0.1@300");
        assert_eq!(two.settings.at(300).text(&crate::clips::THRESHOLD), "5");
        assert_eq!(
            (one.differs.as_str(), two.differs.as_str()),
            ("Learning rate 0.2, Threshold 0.1", "Learning rate 0.2, Threshold 5")
        );
    }

    #[test]
    fn links_of_columns_come_back_as_they_were() {
        for text in [
            "activation=sigmoid&compare=activation%3Drelu%26init%3Dhe-normal",
            "compare=name%3DWith%2BReLU%26activation%3Drelu;optimizer%3Dadam",
            "compare=scenario%3Dmoons",
            "branch=300:;0:lr~0.5",
            "clip=norm&branch=300:name~tight,threshold~0.1;300:clip~none",
            "lr=0.5&compare=optimizer%3Dadam&branch=20:lr~0.7",
            "compare=changes%3Dlr~0.2%4010%252Cclip~norm%4020",
            "width=4,2&compare=width%3D4%252C3",
            "scenario=expression&expression=x%5E2%2By%5E2&compare=expression%3Dx%255E2%252B2*y%255E2",
        ] {
            let settings = columns(text);
            let canonical = settings.canonical();
            let again = columns(&canonical);
            assert_eq!(again.canonical(), canonical, "{text}");
            let strings = |s: &Settings| -> Vec<(String, Option<u64>, String)> {
                s.columns().iter().map(|c| (c.settings.canonical(), c.from, c.name.clone())).collect()
            };
            assert_eq!(strings(&again), strings(&settings), "{text} became {canonical}");
            assert_eq!(
                settings.columns().len(),
                1 + text.matches(';').count()
                    + usize::from(text.contains("compare="))
                    + usize::from(text.contains("branch=")),
                "{text}"
            );
            // Written anew from complete settings, the link is the same.
            let others = settings.columns().iter().skip(1).map(|c| Beside {
                settings: c.settings.clone(),
                name: c.name.clone(),
                from: c.from.unwrap_or(0),
            });
            let beside = beside(&settings.alone(), others.collect());
            let whole = columns(&format!("{}&{beside}", settings.alone().canonical()));
            assert_eq!(whole.canonical(), canonical, "{text}");
        }
    }

    #[test]
    fn any_run_can_stand_beside_the_first() {
        let first = columns("scenario=moons&optimizer=adam&lr=0.01&clip=norm&threshold=3&width=4,2&hidden_layers=2");
        for text in [
            "",
            "scenario=spiral&activation=relu",
            "scenario=moons&optimizer=momentum&momentum=0.5&clip=autoclip&threshold=20&precision=f64",
            "scenario=moons&optimizer=adam&clip=value",
            "scenario=recall&cell=lstm&length=9",
            "scenario=rosenbrock&start_x=1",
            "scenario=moons&optimizer=adam&lr=0.01&clip=norm&threshold=3&width=4,2&hidden_layers=2&changes=lr~0.1@5",
        ] {
            let theirs = columns(text);
            let keys = beside(&first, vec![Beside { settings: theirs.clone(), name: String::new(), from: 7 }]);
            let whole = columns(&format!("{}&{keys}", first.canonical()));
            assert_eq!(whole.columns()[1].settings.canonical(), theirs.canonical(), "{text}: {keys}");
        }
    }

    #[test]
    fn a_bad_entry_is_named_and_the_rest_is_kept() {
        for (text, left, key, says) in [
            ("compare=activation%3Dfoo;lr%3D0.1", 1, "compare", "number 1, “activation=foo”"),
            ("compare=activation%3Dfoo%26lr%3D0.2", 1, "compare", "no “foo”"),
            ("compare=colour%3Dred;lr%3D0.1", 1, "compare", "no setting “colour”"),
            ("compare=surface%3Dmap%26lr%3D0.1", 1, "compare", "surface is the same for all runs"),
            ("compare=lr%3D-3", 1, "compare", "the nearest is"),
            ("compare=lr%3D0.1;lr%3D0.2;lr%3D0.3;lr%3D0.4;lr%3D0.5", 3, "compare", "at most 4 runs"),
            ("compare=lr%3D0.1;lr%3D0.2;lr%3D0.3&branch=5:lr~1", 3, "branch", "at most 4 runs"),
            ("branch=soon:lr~0.1;3:lr~0.2", 1, "branch", "not of the form step:key~value"),
            ("branch=lr~0.1", 0, "branch", "not of the form step:key~value"),
            ("branch=3:lr", 1, "branch", "not of the form key~value"),
            ("branch=3:width~4", 1, "branch", "can change while the run goes on"),
            ("branch=3:clip~norn", 1, "branch", "“norn”"),
        ] {
            let (settings, notices) = Settings::parse(text);
            assert_eq!(settings.columns().iter().skip(1).count(), left, "{text}");
            let about: Vec<&Notice> = notices.iter().filter(|n| n.key == key).collect();
            assert!(about.iter().any(|notice| notice.message.contains(says)), "{text}: {notices:?}");
            let (again, notices) = Settings::parse(&settings.canonical());
            assert!(again.canonical() == settings.canonical() && notices.is_empty(), "{text}: {notices:?}");
        }
    }
}
