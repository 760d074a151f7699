//! Which runs a calibration has. Seeds change slowest, candidates fastest: after the first seed, the whole curve is there,
//! and all candidates of a fold and seed start from the same weights and see the same batches.

use super::candidates::{Candidate, Thresholds, candidates, kinds};
use super::folds::{Divided, HORIZON, MOST_FOLDS, Origin, Span, divide};
use super::norms::{Measuring, Norms};
use crate::clips::{CLIP, THRESHOLD};
use crate::datasets::{Fold, Outline, TEST_SHARE};
use crate::registry::keys::{MAX_SEED, SCENARIO};
use crate::registry::{Item, Settings};
use crate::scenarios;
use crate::texts::calibrate as words;

/// Most runs of a calibration.
pub const MOST_RUNS: usize = 1_000_000;
/// The share of the test part where the scenario sets none aside.
const SHARE: f64 = 0.2;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The clips, as a list; `None` for no clip and by norm.
    pub clips: Option<String>,
    /// The thresholds, as a range or list; `None` to choose them by the gradient norms.
    pub thresholds: Option<String>,
    /// Number of folds.
    pub folds: usize,
    /// Number of seeds.
    pub seeds: u64,
    /// Steps of each run.
    pub steps: u64,
    /// Rows between training and validation part; `None` for window and horizon.
    pub gap: Option<usize>,
    /// Where training parts begin.
    pub origin: Origin,
}

/// A calibration.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The settings that all runs share, apart from the clip.
    pub settings: Settings,
    /// The candidates, clip by clip, with ascending thresholds.
    pub candidates: Vec<Candidate>,
    /// The folds.
    pub folds: Vec<Fold>,
    /// Training and validation part of each fold.
    pub spans: Vec<(Span, Span)>,
    /// All rows before the test part, and the test part.
    pub last: Option<Fold>,
    /// Steps of each run.
    pub steps: u64,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Whether rows are in order of time.
    pub in_time: bool,
    /// Rows between training and validation part.
    pub gap: usize,
    /// Where training parts begin.
    pub origin: Origin,
    /// The sizes of gradients before clipping, on the first fold.
    pub norms: Norms,
}

/// A calibration whose gradient norms are not measured yet.
#[derive(Clone, Debug)]
pub struct Draft {
    settings: Settings,
    asked: Asked,
    kinds: Vec<&'static Item>,
    thresholds: Option<Thresholds>,
    divided: Divided,
    in_time: bool,
    gap: usize,
}

impl Draft {
    /// The calibration of the settings string `text`.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the settings, the data or the request.
    pub fn new(text: &str, asked: &Asked, file: Option<&[u8]>) -> Result<Self, String> {
        let (settings, notices) = Settings::parse(text);
        if let Some(notice) = notices.into_iter().next() {
            return Err(notice.message);
        }
        if settings.changes().iter().any(|change| [CLIP.id(), THRESHOLD.id()].contains(&change.key)) {
            return Err(words::live().into());
        }
        let kinds = kinds(asked.clips.as_deref())?;
        let thresholds = asked.thresholds.as_deref().map(Thresholds::read).transpose()?;
        if !(2..=MOST_FOLDS).contains(&asked.folds) {
            return Err(words::folds(&asked.folds, &MOST_FOLDS).into());
        }
        let first = settings.seed();
        if asked.seeds == 0 || asked.seeds > 10_000 || first > MAX_SEED - asked.seeds {
            return Err(words::seeds(&asked.seeds).into());
        }
        let outline = scenarios::outline(&settings, file)?;
        let outline: Outline = outline.ok_or_else(|| words::no_examples(&settings.get(&SCENARIO)))?;
        let share = match settings.get(&TEST_SHARE) {
            0.0 if schema_default(&settings) => SHARE,
            share => share,
        };
        let gap = asked.gap.unwrap_or(if outline.in_time { outline.window + HORIZON } else { 0 });
        let divided = divide(&outline, (asked.folds, share, first), asked.origin, gap)?;
        let (asked, in_time) = (asked.clone(), outline.in_time);
        Ok(Self { settings, asked, kinds, thresholds, divided, in_time, gap })
    }

    /// The measurement of the gradient norms, at its beginning.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the data file.
    pub fn measuring(&self, file: Option<&[u8]>) -> Result<Measuring, String> {
        Measuring::new(&self.settings, self.asked.steps, &self.divided.folds[0], file)
    }

    /// The calibration with these norms.
    ///
    /// # Errors
    ///
    /// Names a threshold that a clip does not take, or says that there would be too many runs.
    pub fn plan(self, norms: Norms) -> Result<Plan, String> {
        let Self { settings, asked, kinds, thresholds, divided, in_time, gap } = self;
        let Divided { folds, spans, last } = divided;
        let candidates = candidates(&kinds, thresholds.as_ref(), &norms)?;
        let runs = candidates.len().saturating_mul(folds.len()).saturating_mul(asked.seeds as usize);
        if runs > MOST_RUNS {
            return Err(words::many_runs(&candidates.len(), &folds.len(), &asked.seeds, &runs, &MOST_RUNS).into());
        }
        let first = settings.seed();
        let seeds = (first..first + asked.seeds).collect();
        let (steps, origin) = (asked.steps, asked.origin);
        Ok(Plan { settings, candidates, folds, spans, last, steps, seeds, in_time, gap, origin, norms })
    }
}

impl Plan {
    /// The calibration of the settings string `text`. `norms` are those that an earlier call has measured.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the settings, the data or the request.
    pub fn new(text: &str, asked: &Asked, file: Option<&[u8]>, norms: Option<Norms>) -> Result<Self, String> {
        let draft = Draft::new(text, asked, file)?;
        let norms = match norms {
            Some(norms) => norms,
            None => Norms::measure(&draft.settings, asked, &draft.divided.folds[0], file)?,
        };
        draft.plan(norms)
    }

    /// Number of runs.
    pub fn runs(&self) -> usize {
        self.candidates.len() * self.folds.len() * self.seeds.len()
    }

    /// Candidate, fold (from 0) and seed of the k-th run.
    pub fn run(&self, k: usize) -> (&Candidate, usize, u64) {
        let (count, folds) = (self.candidates.len(), self.folds.len());
        (&self.candidates[k % count], k / count % folds, self.seeds[k / count / folds])
    }
}

/// Whether nobody chose that there is no test part.
fn schema_default(settings: &Settings) -> bool {
    crate::schema::find(TEST_SHARE.id()).is_some_and(|setting| !settings.is_chosen(setting))
}
