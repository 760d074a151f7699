//! Probe: how far the gates of an LSTM or a GRU are open at each time step.

use super::{Probe, Readings};
use crate::math::Real;
use crate::networks::recurrent::GATES;
use crate::networks::{Observer, Place, Signal};
use crate::objectives::{Blueprint, Rows};
use crate::registry::Item;
use crate::run::Run;
use crate::texts::{Text, probes};

/// At most this many examples are evaluated: the first ones.
const MOST_ROWS: usize = 256;

/// Mean openness, 0 (shut) to 1 (open), over units and examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Gates {
    /// The gates' names, in the order of the cell's blocks.
    pub names: Vec<&'static str>,
    /// Index in `names` of the gate that carries the state.
    pub carry: usize,
    /// By recurrent layer, gate and time step t = 1 … T.
    pub layers: Vec<Vec<Vec<f64>>>,
}

impl Probe for Gates {
    const ITEM: Item = Item {
        id: "gates",
        label: "Gates",
        help: "How far the gates of an LSTM or a GRU are open at each time step: mean over units and examples, for \
               the layer that the loss reads.",
        ..Item::BASE
    };

    fn measure<R: Real>(run: &Run<R>) -> Result<Self, Text> {
        let Blueprint::Recurrent { cell, .. } = run.objective().blueprint() else {
            return Err(if run.objective().rows() == 0 { probes::no_network() } else { probes::not_recurrent() });
        };
        let shape = cell.shape();
        let Some(carry) = shape.carry else {
            return Err(probes::no_gates());
        };
        let names: Vec<&str> = shape.gates.iter().map(|(_, name)| *name).collect();
        let mut seen = Seen { gates: names.len(), layers: Vec::new() };
        let count = run.objective().rows().min(MOST_ROWS);
        let rows: Vec<u32> = (0..count as u32).collect();
        run.observe_forward(Rows::These(&rows), &mut seen);
        let mean = |sums: Vec<Vec<(f64, f64)>>| {
            sums.into_iter().map(|gate| gate.into_iter().map(|(sum, n)| sum / n).collect()).collect()
        };
        Ok(Self { names, carry, layers: seen.layers.into_iter().map(mean).collect() })
    }

    fn readings(&self) -> Readings {
        let last = self.layers.last().map_or(&[][..], Vec::as_slice);
        let length = last.first().map_or(0, Vec::len);
        Readings {
            places: (1..=length).map(|t| format!("t{t}")).collect(),
            quantities: self.names.iter().copied().zip(last.iter().cloned()).collect(),
        }
    }
}

/// Sum and count of gate values, by layer, gate and time step.
struct Seen {
    gates: usize,
    layers: Vec<Vec<Vec<(f64, f64)>>>,
}

impl<R: Real> Observer<R> for Seen {
    fn forward(&mut self, at: Place, signal: Signal<R>) {
        let (Some(gate), Some(t)) = (at.module.checked_sub(GATES), at.time) else { return };
        if self.layers.len() <= at.layer {
            self.layers.resize(at.layer + 1, vec![Vec::new(); self.gates]);
        }
        let times = &mut self.layers[at.layer][gate];
        times.resize(times.len().max(t), (0.0, 0.0));
        for row in signal.rows() {
            times[t - 1].0 += row.iter().map(|v| v.to_f64()).sum::<f64>();
            times[t - 1].1 += row.len() as f64;
        }
    }
}
