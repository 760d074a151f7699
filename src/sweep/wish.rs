//! A sweep as a link has it: `ready:ID;over:KEY=VALUES;steps:N;seeds:K;until:LOSS;show:QUANTITY`, in any order, with the names of
//! the command line. What a ready sweep says holds where nothing else is given.

use super::ready::{self, ITEMS, Ready};
use super::{Axis, MOST_RUNS, Plan, QUANTITIES, Quantity};
use crate::registry::Item;
use crate::texts::names::known;
use crate::texts::sweep as words;

/// The names of its parts.
const PARTS: [&str; 6] = ["ready", "over", "steps", "seeds", "until", "show"];
/// Most steps of each run.
const MOST_STEPS: u64 = 1_000_000_000;
/// Steps, if nothing says how many.
const STEPS: u64 = 400;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The sweep.
    pub plan: Plan,
    /// What its picture shows first.
    pub shows: Quantity,
}

impl Wish {
    /// Reads `text`. `settings` are those of all runs where no ready sweep brings its own.
    ///
    /// # Errors
    ///
    /// Names the part and its value, and says what is allowed.
    pub fn read(text: &str, settings: &str) -> Result<Self, String> {
        let mut ready: Option<&'static Ready> = None;
        let (mut over, mut shows) = (Vec::new(), None);
        let (mut steps, mut seeds, mut until) = (None, None, None);
        for (name, value) in parts(text) {
            match name {
                "ready" => ready = Some(ready::find(value).ok_or_else(|| unknown(name, value, ITEMS, "list sweeps"))?),
                "over" => over.push(Axis::read(value)?),
                "steps" => steps = Some(whole(name, value, 0, MOST_STEPS)?),
                "seeds" => seeds = Some(whole(name, value, 1, MOST_RUNS)?),
                "until" => {
                    let number = value.parse().ok().filter(|until: &f64| until.is_finite());
                    until = Some(number.ok_or_else(|| String::from(words::no_number(&name, &value)))?);
                }
                "show" => {
                    let found = Quantity::find(value);
                    shows = Some(found.ok_or_else(|| unknown(name, value, QUANTITIES, "list quantities"))?);
                }
                _ => return Err(words::no_part(&name, &PARTS.join(", ")).into()),
            }
        }
        if let (Some(ready), true) = (ready, over.is_empty()) {
            over = ready.over.iter().map(|text| Axis::read(text)).collect::<Result<_, _>>()?;
        }
        if over.is_empty() {
            return Err(words::form(&"").into());
        }
        let plan = Plan::new(
            ready.map_or(settings, |ready| ready.settings),
            over,
            steps.or(ready.map(|ready| ready.steps)).unwrap_or(STEPS),
            seeds.or(ready.map(|ready| ready.seeds)).unwrap_or(1),
            until.or(ready.and_then(|ready| ready.until)),
        )?;
        Ok(Self { plan, shows: shows.or(ready.map(|ready| ready.shows)).unwrap_or(Quantity::Loss) })
    }
}

/// The parts of a text `name:value;name:value`.
pub fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let part = |part: &str| !part.trim().is_empty();
    text.split(';').filter(move |one| part(one)).map(|part| {
        let (name, value) = part.split_once(':').unwrap_or((part, ""));
        (name.trim(), value.trim())
    })
}

/// A whole number within limits.
///
/// # Errors
///
/// Names the part, its value and the limits.
pub fn whole(name: &str, value: &str, least: u64, most: u64) -> Result<u64, String> {
    let number = value.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| words::no_whole(&name, &value, &least, &most).into())
}

fn unknown(name: &str, value: &str, items: &[Item], list: &str) -> String {
    let names: Vec<(&str, &str)> = items.iter().map(|item| (item.id, item.label)).collect();
    words::no_choice(&name, &value, &known(value, &names, Some(list))).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_sweep_is_what_it_says_and_what_is_given_beside_it_holds() {
        for ready in ready::READY {
            let wish = Wish::read(&format!("ready:{}", ready.item.id), "lr=0.5").expect("ready");
            let plan = ready.plan().expect("ready");
            assert_eq!((wish.plan.header(), wish.plan.runs()), (plan.header(), plan.runs()));
            assert_eq!((wish.plan.settings, wish.shows), (plan.settings, ready.shows));
        }
        let wish =
            Wish::read("ready:heavy-ball;over:lr=0.01..0.1:4;steps:7;seeds:2;until:0.5;show:loss", "").expect("");
        assert_eq!((wish.plan.steps, wish.plan.seeds, wish.plan.until), (7, 2, Some(0.5)));
        assert_eq!((wish.plan.axes.len(), wish.plan.runs(), wish.shows), (1, 8, Quantity::Loss));
        let own = Wish::read(" over:lr=0.1,1 ; over:width=2,4 ", "scenario=spiral&points=20").expect("own");
        assert_eq!((own.plan.settings.as_str(), own.plan.steps), ("scenario=spiral&points=20", STEPS));
    }

    #[test]
    fn what_is_wrong_is_said_with_key_value_and_choices() {
        for (text, says) in [
            ("", &["KEY=VALUES"][..]),
            ("ready:heavy", &["ready", "“heavy”", "heavy-ball"]),
            ("over:lr=0.1..1", &["lr", "low..high:count"]),
            ("over:lrr=0.1,1", &["“lrr”", "lr"]),
            ("over:lr=0.001..1:10000;over:momentum=0..0.9:10000;seeds:10", &["1000000000", "1000000"]),
            ("over:lr=0.1,1;steps:many", &["steps", "“many”", "0"]),
            ("over:lr=0.1,1;seeds:0", &["seeds", "“0”", "1 to 1000000"]),
            ("over:lr=0.1,1;until:low", &["until", "“low”"]),
            ("over:lr=0.1,1;show:colour", &["show", "“colour”", "test-loss"]),
            ("over:lr=0.1,1;speed:3", &["speed", "ready, over, steps"]),
        ] {
            let error = Wish::read(text, "").expect_err(text);
            for part in says {
                assert!(error.contains(part), "{text}: {error}");
            }
        }
    }
}
