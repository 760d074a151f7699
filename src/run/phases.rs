//! The phases of a step: what forward pass, backward pass, clipping and update do, layer by layer.
//!
//! A step does not measure this. It is computed on demand by another pass ([`Run::signal_norms`]).

use super::{Run, SignalNorm, Status};
use crate::math::{Real, joined_norm, norm};
use crate::networks::Place;
use crate::networks::recurrent::HEAD;
use crate::texts::label;
use serde::{Deserialize, Serialize};

/// The present step, phase by phase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phases {
    /// The step.
    pub step: u64,
    /// Examples in its batch; 0 where there are no data.
    pub rows: usize,
    /// Loss of the batch.
    pub loss: f64,
    /// Learning rate.
    pub lr: f64,
    /// Norm of the whole gradient before clipping.
    pub grad_norm: f64,
    /// The same after clipping.
    pub clipped_grad_norm: f64,
    /// Clip threshold; `None` without clipping.
    pub threshold: Option<f64>,
    /// The clip, by its label.
    pub clip: String,
    /// The optimizer, by its label.
    pub optimizer: String,
    /// Signals in forward order; empty without a network.
    pub stations: Vec<Station>,
    /// Whether all stations but the last are time steps.
    pub through_time: bool,
    /// What is learned: the layers, or the two coordinates of a function.
    pub parts: Vec<Part>,
    /// Step, layer and quantity of the first number that is not finite, if any.
    pub diverged: Option<(u64, String, String)>,
}

/// A place in the network with its forward and backward signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// Layer, or hidden state.
    pub name: String,
    /// Root mean square of the forward signal over batch and units.
    pub size: f64,
    /// Norm of the backward signal, ∂L/∂(forward signal), over batch and units; `None` where it was not observed.
    pub slope: Option<f64>,
}

/// Something that is learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Layer, or coordinate.
    pub name: String,
    /// Norm of its parameters. For a coordinate, this and the following are plain numbers.
    pub value: f64,
    /// Norm of its gradient.
    pub gradient: f64,
    /// The same after clipping.
    pub clipped: f64,
    /// Norm of the update; `None` if no update follows.
    pub change: Option<f64>,
}

impl<R: Real> Run<R> {
    /// The phases of the present step, by one more pass over its batch. The run does not change.
    pub fn phases(&self) -> Phases {
        let through_time = self.objective.length().is_some();
        let rule = self.rules.at(self.frame.step);
        let diverged = match &self.frame.status {
            Status::Running => None,
            Status::Diverged(what) => Some((what.step, what.layer.clone(), what.translated_quantity().into())),
        };
        let (clip, optimizer) = (rule.clip.item(), rule.optimizer.item());
        Phases {
            step: self.frame.step,
            rows: self.batches.drawn().count(self.objective.rows()),
            loss: self.frame.loss,
            lr: self.frame.lr,
            grad_norm: self.frame.grad_norm,
            clipped_grad_norm: self.frame.clipped_grad_norm,
            threshold: self.frame.threshold,
            clip: label("clips", clip.id, clip.label).into(),
            optimizer: label("optimizers", optimizer.id, optimizer.label).into(),
            stations: stations(self.signal_norms(), &self.layer_names, through_time),
            through_time,
            parts: self.parts(diverged.is_none()),
            diverged,
        }
    }

    fn parts(&self, goes_on: bool) -> Vec<Part> {
        let layout = self.objective.layout();
        if self.objective.domain().is_some() {
            return ["x", "y"]
                .into_iter()
                .zip(0..self.params.len())
                .map(|(name, k)| Part {
                    name: name.into(),
                    value: self.params[k].to_f64(),
                    gradient: self.gradient[k].to_f64(),
                    clipped: self.clipped_gradient()[k].to_f64(),
                    change: goes_on.then(|| (self.next_params[k] - self.params[k]).to_f64()),
                })
                .collect();
        }
        let layers = layout.layers.iter().zip(&self.frame.layers);
        layers
            .map(|(layer, frame)| {
                let range = layer.range.clone();
                let change = self.next_params[range.clone()].iter().zip(&self.params[range.clone()]);
                let change: Vec<R> = change.map(|(next, now)| *next - *now).collect();
                Part {
                    name: layer.name.clone(),
                    value: norm(&self.params[range]),
                    gradient: frame.grad_norm,
                    clipped: frame.clipped_grad_norm,
                    change: goes_on.then(|| norm(&change)),
                }
            })
            .collect()
    }
}

/// One station per layer, at its last module; for recurrent networks one per layer and time step.
fn stations(signal_norms: Vec<SignalNorm>, layers: &[String], through_time: bool) -> Vec<Station> {
    let mut kept: Vec<SignalNorm> = Vec::new();
    for signal in signal_norms {
        let in_time = through_time && signal.at.module != HEAD;
        let old = kept.iter_mut().find(|k| k.at.layer == signal.at.layer && (!in_time || k.at.time == signal.at.time));
        match old {
            None => kept.push(signal),
            Some(old) if old.at.module == signal.at.module => {
                old.forward = joined_norm([old.forward, signal.forward].into_iter());
                old.numbers += signal.numbers;
            }
            Some(old) => *old = signal,
        }
    }
    let name = |at: Place| match at.time {
        Some(time) if at.module != HEAD && layers.len() == 2 => format!("h{time}"),
        Some(time) if at.module != HEAD => format!("l{} h{time}", at.layer),
        _ => layers.get(at.layer).cloned().unwrap_or_default(),
    };
    let size = |signal: &SignalNorm| signal.forward / (signal.numbers.max(1) as f64).sqrt();
    kept.iter().map(|s| Station { name: name(s.at), size: size(s), slope: s.backward }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Settings;
    use crate::run::AnyRun;

    fn opened(text: &str, steps: u64) -> (Phases, AnyRun) {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, []);
        let mut run = AnyRun::new(&settings, None).expect("generated data cannot be broken");
        run.step(steps);
        (run.phases(), run)
    }

    #[test]
    fn a_network_s_step_has_a_station_for_every_layer_and_the_frame_s_numbers() {
        let (phases, run) = opened("hidden_layers=3&batch=full&clip=norm&threshold=0.01&precision=f64", 5);
        let frame = run.frame();
        assert_eq!((phases.step, phases.loss, phases.stations.len()), (5, frame.loss, 4));
        for (part, layer) in phases.parts.iter().zip(&frame.layers) {
            assert_eq!((part.gradient, part.clipped), (layer.grad_norm, layer.clipped_grad_norm));
            assert_eq!(part.change.map(|change| change / part.value), layer.update_ratio);
        }
        // A sigmoid's outputs lie between 0 and 1, and so does their RMS.
        assert!(phases.stations[..3].iter().all(|s| s.size > 0.0 && s.size < 1.0), "{:?}", phases.stations);
        // Cross-entropy on one logit: every |∂L/∂y| is below 1/rows, so that their norm is below 1/√rows.
        let bound = 1.0 / (phases.rows as f64).sqrt();
        assert!(phases.stations[3].slope.is_some_and(|s| s > 0.0 && s < bound), "{:?}", phases.stations[3]);
    }

    #[test]
    fn opening_a_step_changes_nothing() {
        let (_, mut run) = opened("scenario=spiral&batch=7", 4);
        let before = run.frame().clone();
        run.phases();
        assert_eq!(*run.frame(), before);
        let (_, mut other) = opened("scenario=spiral&batch=7", 0);
        assert_eq!((run.step(3), other.step(7)), (7, 7));
        assert_eq!(run.frame(), other.frame());
    }

    #[test]
    fn a_recurrent_network_is_seen_at_every_time_step_and_at_its_head() {
        let (phases, run) = opened("scenario=recall&delay=6", 2);
        let through_time = run.through_time().expect("there is time").last();
        let slopes: Vec<f64> = phases.stations.iter().filter_map(|s| s.slope).collect();
        assert_eq!(slopes, through_time);
        assert_eq!(phases.stations.len(), through_time.len() + 1);
        assert_eq!((phases.stations[0].size, phases.stations[0].name.as_str()), (0.0, "h0"));
        assert_eq!(phases.stations.last().map(|s| s.name.as_str()), Some("head"));
    }

    #[test]
    fn a_function_s_step_is_two_numbers() {
        let (phases, run) = opened("scenario=bowl&optimizer=sgd&lr=0.1", 1);
        assert!(phases.stations.is_empty() && phases.rows == 0);
        assert_eq!(phases.parts.len(), 2);
        for part in &phases.parts {
            let expected = -0.1 * part.gradient;
            assert!((part.change.expect("it goes on") - expected).abs() < 1e-6 * expected.abs(), "{part:?}");
        }
        assert!(run.frame().grad_norm > 0.0);
    }

    #[test]
    fn no_update_follows_a_divergence() {
        let (phases, _) = opened("activation=identity&init=normal&init_std=2&loss=mse&lr=10", 100);
        assert!(phases.diverged.is_some() && phases.parts.iter().all(|part| part.change.is_none()));
    }
}
