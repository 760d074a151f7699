//! Which views the page offers for a run: the surface, and every chart that has something to show.

use super::ALL;
use crate::precisions::Storage;
use crate::registry::keys::RACE;
use crate::registry::{Item, Key, Settings};
use crate::scenarios::{self, Capabilities};

/// Id of the loss surface, the only view that is not a chart.
pub const SURFACE: &str = "surface";

/// The facts by which a chart decides whether the page shows it. They depend on the settings alone.
pub struct Subject<'a> {
    settings: &'a Settings,
    /// What the scenario has to show.
    pub has: Capabilities,
    /// Whether the precision rounds numbers when it stores them.
    pub rounds: bool,
}

/// Whether the page shows a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// From the beginning.
    First,
    /// Only when the user asks for it.
    Offered,
    /// Never, because there is nothing to show.
    Never,
}

/// Ids of views, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Views {
    /// The views shown from the beginning.
    pub first: Vec<&'static str>,
    /// All views that have something to show. It starts with those in `first`.
    pub all: Vec<&'static str>,
}

impl Shown {
    /// Shown from the beginning if `holds`, otherwise on request.
    pub fn first_if(holds: bool) -> Self {
        if holds { Self::First } else { Self::Offered }
    }

    /// Shown from the beginning if `holds`, otherwise never.
    pub fn only_if(holds: bool) -> Self {
        if holds { Self::First } else { Self::Never }
    }

    /// Shown on request if `holds`, otherwise never.
    pub fn offered_if(holds: bool) -> Self {
        if holds { Self::Offered } else { Self::Never }
    }
}

impl Subject<'_> {
    /// Whether the settings choose any item but the first one for `key`.
    pub fn chose(&self, key: &Key<&'static Item>) -> bool {
        self.settings.get(key).id != key.param.range.choices()[0].id
    }

    /// Whether other runs race against this one.
    pub fn races(&self) -> bool {
        !self.settings.text(&RACE).is_empty()
    }

    /// Whether one of these settings changes during the run.
    pub fn changed(&self, keys: &[&str]) -> bool {
        self.settings.changes().iter().any(|change| keys.contains(&change.key))
    }
}

/// The views of the run that the settings describe. Settings that change during the run count, too.
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
