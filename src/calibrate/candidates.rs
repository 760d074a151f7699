//! Which clips and thresholds are tried.

use super::norms::Norms;
use crate::clips::{AnyClip, CLIP, THRESHOLD};
use crate::registry::{Item, Settings, find};
use crate::schema;
use crate::sweep::axis::spaced;
use crate::texts::calibrate as words;
use crate::texts::names::{known, unlabelled};

/// Thresholds of each clip, if none are asked for.
const COUNT: usize = 13;
/// Percentiles of AutoClip and deviations of ZClip, if none are asked for.
const PERCENTILES: [f64; 7] = [1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0];
const DEVIATIONS: [f64; 6] = [0.5, 1.0, 1.5, 2.5, 4.0, 6.0];
/// Clip factors of AGC, if none are asked for.
const FACTORS: [f64; 2] = [0.001, 1.0];

/// A clip with its threshold.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The clip.
    pub clip: &'static Item,
    /// Its threshold; `None` without a clip.
    pub threshold: Option<f64>,
}

/// Numbers that the user asks for: `low..high:count` or `low..high:count:log`, or a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds(Vec<f64>);

impl Candidate {
    /// The settings with this clip.
    pub fn settings(&self, settings: &Settings) -> Settings {
        let threshold = self.threshold.map(|threshold| threshold.to_string());
        let mut changes = vec![(CLIP.id(), self.clip.id)];
        changes.extend(threshold.as_deref().map(|threshold| (THRESHOLD.id(), threshold)));
        settings.with(&changes)
    }
}

impl Thresholds {
    /// Reads a range or a list, as in `gradscape sweep`.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let axis = crate::sweep::Axis::read(&format!("{}={text}", THRESHOLD.id()))?;
        let mut numbers = axis.numbers().ok_or_else(|| words::thresholds(&text))?;
        numbers.sort_unstable_by(f64::total_cmp);
        Ok(Self(numbers))
    }
}

/// The clips of a list such as `none,norm`, or all of them for `all`. Without any list: no clip, and by norm.
///
/// # Errors
///
/// Names a clip that is not known.
pub fn kinds(text: Option<&str>) -> Result<Vec<&'static Item>, String> {
    let items = AnyClip::ITEMS;
    if text == Some("all") {
        return Ok(items.iter().collect());
    }
    let mut found: Vec<&'static Item> = Vec::new();
    for id in text.unwrap_or("none,norm").split(',').map(str::trim) {
        let item = find(items, id).ok_or_else(|| {
            let names = unlabelled(items.iter().map(|item| item.id).chain(["all"]));
            String::from(words::no_clip(&id, &known(id, &names, Some("list clips"))))
        })?;
        if found.iter().any(|other| other.id == item.id) {
            return Err(words::clip_twice(&id).into());
        }
        found.push(item);
    }
    Ok(found)
}

/// The candidates: each clip with its thresholds in ascending order. Without thresholds, they are on a logarithmic grid
/// from far below the usual norms to their upper tail.
///
/// # Errors
///
/// Names a threshold that a clip does not take.
pub fn candidates(
    kinds: &[&'static Item],
    asked: Option<&Thresholds>,
    norms: &Norms,
) -> Result<Vec<Candidate>, String> {
    let is_fixed = |clip: &&'static Item| AnyClip::named(clip.id, &Settings::default()).traits().is_fixed;
    let only_adaptive = kinds.iter().all(|clip| clip.id == "none" || !is_fixed(clip));
    let mut all = Vec::new();
    for clip in kinds {
        if clip.id == "none" {
            all.push(Candidate { clip, threshold: None });
            continue;
        }
        let thresholds = match asked.filter(|_| is_fixed(clip) || only_adaptive) {
            Some(Thresholds(numbers)) => numbers.clone(),
            None => usual(clip, norms),
        };
        for threshold in thresholds {
            let text = format!("{}={}&{}={threshold}", CLIP.id(), clip.id, THRESHOLD.id());
            if let Some(notice) = Settings::parse(&text).1.into_iter().next() {
                return Err(words::in_clip(&clip.id, &notice.message).into());
            }
            all.push(Candidate { clip, threshold: Some(threshold) });
        }
    }
    Ok(all)
}

/// A clip's thresholds, if none are asked for.
fn usual(clip: &Item, norms: &Norms) -> Vec<f64> {
    match clip.id {
        "autoclip" => PERCENTILES.to_vec(),
        "zclip" => DEVIATIONS.to_vec(),
        "agc" => spaced(FACTORS, 10, true),
        id => {
            let [low, middle, high] = [0.1, 0.5, 0.99].map(|share| norms.quantile(id, share));
            // A run that explodes has no useful upper tail.
            let ends = [0.1 * low, high.min(1000.0 * middle)];
            let most = schema::find(THRESHOLD.id()).and_then(|key| key.range()).map_or(1e6, |range| range.ends().1);
            let ends = [ends[0].clamp(1e-9, most), ends[1].clamp(1e-8, most)].map(rounded);
            spaced([ends[0], ends[1].max(2.0 * ends[0])], COUNT, true).into_iter().map(rounded).collect()
        }
    }
}

/// Three significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
