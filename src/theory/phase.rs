//! The phase diagram: χ for every σ_w and σ_b, and the gradient of the first layer over the last one's by depth.

use super::gaussian::Curve;
use super::summary::Summary;
use crate::initializers::BIAS_STD;
use crate::registry::keys::HIDDEN_LAYERS;
use crate::registry::{Item, Key, Param, Range, Settings, default_choice};

/// What the vertical axis of the diagram can show.
pub const AXES: &[Item] = &Item::all_for_build([
    Item { id: "biases", label: "Biases", help: "σ_b, the standard deviation of the biases.", ..Item::BASE },
    Item { id: "depth", label: "Depth", help: "The number of hidden layers.", ..Item::BASE },
]);

/// The setting for the vertical axis of the diagram.
pub const PHASE_AXIS: Key<&'static Item> = Key::new(Param {
    key: "phase_axis",
    label: "Map over weights and",
    help: "The vertical axis of the map of gradients at the start.",
    default: default_choice(AXES, "biases"),
    range: Range::Choice(AXES),
    ..Param::BASE
});

/// ln q of the first entry, and the step between entries.
const FROM: f64 = -30.0;
const STEP: f64 = 0.35;
const ENTRIES: usize = 170;
/// Layers after which the variance counts as settled.
const SETTLED: usize = 400;

/// ln E\[φ²\] and ln E\[φ′²\] by ln q, so that a whole map costs no more than a few expectations.
#[derive(Clone, Debug)]
pub struct Table {
    entries: Vec<[f64; 2]>,
}

impl Table {
    /// The table of an activation.
    pub fn new(curve: &Curve) -> Self {
        let entry = |k: usize| {
            let at = curve.sampled(libm::exp(FROM + STEP * k as f64));
            [at.mean(|_, y, _| y * y), at.mean(|_, _, d| d * d)].map(|mean| libm::log(mean.max(1e-300)))
        };
        Self { entries: (0..ENTRIES).map(entry).collect() }
    }

    fn at(&self, q: f64) -> [f64; 2] {
        let place = ((libm::log(q.max(1e-300)) - FROM) / STEP).clamp(0.0, (ENTRIES - 1) as f64);
        let k = (place as usize).min(ENTRIES - 2);
        let share = place - k as f64;
        std::array::from_fn(|of| self.entries[k][of] + share * (self.entries[k + 1][of] - self.entries[k][of]))
    }

    /// ln χ for these deviations of weights and biases.
    pub fn ln_chi(&self, weight: f64, bias: f64) -> f64 {
        let (weight, bias) = (weight * weight, bias * bias);
        let mut q = 1.0;
        for _ in 0..SETTLED {
            let next = (weight * libm::exp(self.at(q)[0]) + bias).clamp(1e-13, 1e12);
            if (next / q - 1.0).abs() < 1e-6 {
                break;
            }
            q = next;
        }
        libm::log(weight.max(1e-300)) + self.at(q)[1]
    }

    /// ln of the first hidden layer's gradient norm over the last one's, after this many hidden layers.
    pub fn ln_ratio(&self, weight: f64, bias: f64, depth: usize) -> f64 {
        let (weight, bias) = (weight * weight, bias * bias);
        let (mut q, mut sum) = (1.0, 0.0);
        for _ in 1..depth {
            q = (weight * libm::exp(self.at(q)[0]) + bias).clamp(1e-13, 1e12);
            sum += libm::log(weight.max(1e-300)) + self.at(q)[1];
        }
        0.5 * sum
    }

    /// The smallest σ_w up to `most` at which χ = 1 for this σ_b.
    pub fn critical(&self, bias: f64, most: f64) -> Option<f64> {
        const PARTS: usize = 60;
        let at = |k: usize| most * (k as f64 + 0.5) / PARTS as f64;
        let k = (1..PARTS).find(|k| self.ln_chi(at(k - 1), bias) < 0.0 && self.ln_chi(at(*k), bias) >= 0.0)?;
        let (mut low, mut high) = (at(k - 1), at(k));
        for _ in 0..20 {
            let middle = 0.5 * (low + high);
            if self.ln_chi(middle, bias) < 0.0 { low = middle } else { high = middle }
        }
        Some(0.5 * (low + high))
    }
}

/// Whether the vertical axis is depth.
pub fn is_by_depth(settings: &Settings) -> bool {
    settings.get(&PHASE_AXIS).id == "depth"
}

/// The place of the settings in the diagram; `None` if their weights have no law.
pub fn place(settings: &Settings) -> Option<[f64; 2]> {
    let summary = Summary::between(settings);
    let law = crate::initializers::AnyInitializer::build(settings).law(summary[1], summary[0])?;
    let weight = (law.variance * summary[0] as f64).sqrt();
    let other = match is_by_depth(settings) {
        true => settings.get(&HIDDEN_LAYERS) as f64,
        false => settings.get(&BIAS_STD),
    };
    Some([weight, other])
}

/// The settings that move a run to this place in the diagram: normal weights of the deviation that gives σ_w between hidden
/// layers, and the biases or the depth.
pub fn moved(settings: &Settings, [weight, other]: [f64; 2]) -> Vec<(&'static str, String)> {
    let fan_in = Summary::between(settings)[0] as f64;
    let mut changes = vec![("init", "normal".to_string()), ("init_std", rounded(weight.max(0.0) / fan_in.sqrt()))];
    changes.push(match is_by_depth(settings) {
        true => (HIDDEN_LAYERS.id(), other.round().clamp(1.0, 64.0).to_string()),
        false => (BIAS_STD.id(), rounded(other.clamp(0.0, 10.0))),
    });
    changes
}

/// Three significant digits.
fn rounded(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let unit = libm::exp10(libm::log10(value).floor() - 2.0);
    let decimals = (2.0 - libm::log10(value).floor()).clamp(0.0, 12.0) as usize;
    format!("{:.decimals$}", (value / unit).round() * unit).trim_end_matches('0').trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::AnyActivation;

    #[test]
    fn the_table_gives_the_critical_line_of_tanh() {
        let table = Table::new(&Curve::new(AnyActivation::named("tanh", &Settings::default())));
        for (bias, weight) in [(0.05, 1.7610), (0.1, 1.9861), (0.3, 2.5051_f64)] {
            let got = table.critical(f64::sqrt(bias), 4.0).expect("a critical line");
            assert!((got - weight.sqrt()).abs() < 0.01, "{bias}: {got} {}", weight.sqrt());
        }
    }

    #[test]
    fn a_place_that_is_moved_to_is_where_the_run_is() {
        for (text, at) in [
            ("activation=tanh&width=25", [1.5, 0.3]),
            ("activation=relu&init=he-normal&width=16", [0.7, 0.0]),
            ("activation=tanh&phase_axis=depth&width=9", [2.0, 7.0]),
        ] {
            let (mut settings, _) = Settings::parse(text);
            let mut notices = Vec::new();
            for (key, value) in moved(&settings, at) {
                settings.set(key, &value, &mut notices);
            }
            assert_eq!(notices, [], "{text}");
            let there = place(&settings).expect("a place");
            assert!((there[0] / at[0] - 1.0).abs() < 0.01 && (there[1] - at[1]).abs() < 1e-9, "{text}: {there:?}");
        }
    }
}
