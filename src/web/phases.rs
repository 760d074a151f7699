//! A step in slow motion, for JavaScript.

use crate::charts::in_motion;
use crate::charts::phases::Phase;
use crate::draw::figure::Figure;
use crate::json;
use crate::run;
use crate::texts::Text;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// The phases of a step, from the bytes of `Run.phases()`.
#[wasm_bindgen]
pub struct Phases(run::Phases, [Figure; 3]);

/// The bytes of a step's phases, and of the network's pictures for them.
pub fn to_bytes(phases: &run::Phases, pictures: &[Figure; 3]) -> Vec<u8> {
    postcard::to_stdvec(&(phases, pictures)).unwrap_or_default()
}

#[derive(Serialize)]
struct Listed {
    label: Text,
    count: usize,
}

#[wasm_bindgen]
impl Phases {
    /// Undefined if the bytes are not valid.
    pub fn from(bytes: &[u8]) -> Option<Phases> {
        postcard::from_bytes(bytes).ok().map(|(phases, pictures)| Self(phases, pictures))
    }

    /// JSON `[{label, count}]`: the phases in order, and the number of values in each.
    pub fn list(&self) -> String {
        let listed = |phase: Phase| Listed { label: phase.label(), count: phase.count(&self.0) };
        json::text(&Phase::of(&self.0).into_iter().map(listed).collect::<Vec<_>>())
    }

    /// The figure of a phase after the first `shown` of its values, as bytes. Its summary is the sentence beside it.
    pub fn figure(&self, phase: usize, shown: usize) -> Vec<u8> {
        let phases = Phase::of(&self.0);
        phases.get(phase).map_or_else(Vec::new, |phase| phase.figure(&self.0, shown).to_bytes())
    }

    /// The network in a phase after the first `shown` of its values, as the bytes of a figure; empty without a network.
    pub fn network(&self, phase: usize, shown: usize) -> Vec<u8> {
        let phases = Phase::of(&self.0);
        let picture = phases.get(phase).and_then(|phase| in_motion(&self.1, *phase, shown, phase.count(&self.0)));
        picture.map_or_else(Vec::new, |picture| picture.to_bytes())
    }
}
