//! Which views the page has of a run: the surface, and every chart that has something to say of it.

use super::ALL;
use crate::precisions::Storage;
use crate::registry::keys::RACE;
use crate::registry::{Item, Key, Settings};
use crate::scenarios::{self, Capabilities};

/// Id of the view that is no chart.
pub const SURFACE: &str = "surface";

/// What a chart may ask before it is shown; known from the settings alone.
pub struct Subject<'a> {
    settings: &'a Settings,
    /// What there is to look at in the scenario.
    pub has: Capabilities,
    /// Whether numbers are rounded as they are stored.
    pub rounds: bool,
}

/// Whether the page shows a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// From the beginning.
    First,
    /// When somebody asks for it.
    Offered,
    /// There is nothing to show.
    Never,
}

/// Ids of views, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Views {
    /// Those that are shown at first.
    pub first: Vec<&'static str>,
    /// All that have something to show, those that are shown at first first.
    pub all: Vec<&'static str>,
}

impl Shown {
    /// From the beginning where `holds`, otherwise when asked for.
    pub fn first_if(holds: bool) -> Self {
        if holds { Self::First } else { Self::Offered }
    }

    /// From the beginning where `holds`; otherwise there is nothing to show.
    pub fn only_if(holds: bool) -> Self {
        if holds { Self::First } else { Self::Never }
    }

    /// When asked for where `holds`; otherwise there is nothing to show.
    pub fn offered_if(holds: bool) -> Self {
        if holds { Self::Offered } else { Self::Never }
    }
}

impl Subject<'_> {
    /// Whether another item than the first has been chosen for a key.
    pub fn chose(&self, key: &Key<&'static Item>) -> bool {
        self.settings.get(key).id != key.param.range.choices()[0].id
    }

    /// Whether others run beside.
    pub fn races(&self) -> bool {
        !self.settings.text(&RACE).is_empty()
    }

    /// Whether one of these keys changes while the run goes on.
    pub fn changed(&self, keys: &[&str]) -> bool {
        self.settings.changes().iter().any(|change| keys.contains(&change.key))
    }
}

/// The views of what the settings describe, live changes included.
pub fn views(settings: &Settings) -> Views {
    let subject = Subject {
        settings,
        has: scenarios::of(settings).has(settings),
        rounds: Storage::of(settings).format.is_some(),
    };
    let those =
        |wanted| ALL.iter().filter(|chart| (chart.shown)(&subject) == wanted).map(|chart| chart.item.id).collect();
    let (charts, offered): (Vec<_>, Vec<_>) = (those(Shown::First), those(Shown::Offered));
    let first = [vec![SURFACE], charts].concat();
    Views { all: [first.clone(), offered].concat(), first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Beside;
    use crate::datasets::own_csv;
    use crate::run::AnyRun;

    #[test]
    fn every_view_that_is_offered_has_something_to_show() {
        let gated = ["recall&cell=lstm", "recall&cell=gru&hidden_layers=2"];
        for id in scenarios::items().iter().map(|item| item.id).chain(gated) {
            let (settings, _) = Settings::parse(&format!("scenario={id}&clip=norm&threshold=1e-9&precision=f64"));
            let file = scenarios::data_file(&settings).map_or(own_csv::EXAMPLE, |file| file.bytes);
            let mut run = AnyRun::new(&settings, Some(file)).expect("the data file is whole");
            run.step(2);
            let views = views(&settings);
            assert_eq!(views.first[0], SURFACE);
            for view in views.all.iter().filter(|view| **view != SURFACE) {
                super::super::prepare(view, &mut run, &settings, Some(file)).expect(view);
                let beside = Beside { settings: Some(&settings), race: None };
                let figure = super::super::figure_in(view, run.view(), beside, 100).expect("a view is a chart");
                assert_eq!(figure.empty, None, "{view} of {id}");
            }
        }
    }

    #[test]
    fn what_would_stay_empty_is_not_offered() {
        let all = |text: &str| views(&Settings::parse(text).0).all;
        assert!(!all("scenario=rosenbrock").contains(&"factors"));
        assert!(!all("scenario=spiral").contains(&"time"));
        assert!(all("scenario=recall").contains(&"time"));
        assert!(!all("scenario=recall").contains(&"gates") && all("scenario=recall&cell=gru").contains(&"gates"));
        assert!(!all("scenario=spiral").contains(&"clip"));
        assert!(all("scenario=spiral&changes=clip~norm@5").contains(&"clip"));
    }
}
