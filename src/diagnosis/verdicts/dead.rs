//! Units whose slope is 0 for every example stop the backward pass.

use crate::charts::spoken;
use crate::diagnosis::evidence::{Evidence, Progress};
use crate::diagnosis::{Finding, Tone, Verdict, reading, remedies};
use crate::networks::norms::NORM;
use crate::registry::Item;
use crate::texts::{diagnosis, sentences};

/// From this share of a layer's units on.
const MOST: f64 = 0.5;

pub struct Dead;

impl Verdict for Dead {
    const ITEM: Item = Item {
        id: "dead",
        label: "Dead units",
        help: "In some layer, at least half of the units have slope 0 for every example, or the first layer's gradient is exactly 0.",
        ..Item::BASE
    };
    const TONE: Tone = Tone::Warn;

    fn finding(e: &Evidence) -> Option<Finding> {
        if e.is_diverged() {
            return None;
        }
        let units = e.units().filter(|units| units.can_die && units.dead.1 >= MOST);
        let cut_off = e.layers.as_ref().filter(|layers| layers.is_cut_off);
        if units.is_none() && cut_off.is_none() {
            return None;
        }
        let zero = cut_off.map(|layers| diagnosis::dead(&layers.count, &spoken(layers.ends[1])));
        let which = units.map(|units| {
            let (layer, share) = &units.dead;
            match *share == 1.0 {
                true => diagnosis::dead_units_all(layer, &units.activation, &units.examples),
                false => {
                    let percent = format!("{:.0}", 100.0 * share);
                    diagnosis::dead_units_share(layer, &percent, &units.activation, &units.examples)
                }
            }
        });
        let lead = zero.is_none().then(diagnosis::dead_layer);
        let share = units.map_or(0.0, |units| units.dead.1);
        let is_whole = share == 1.0 || cut_off.is_some();
        // Over one row, the mean is the row itself: batch normalisation turns every sum into 0.
        let is_of_one_row = e.settings.get(&NORM).id == "batch" && e.run.batch_size() == 1;
        let of_one_row = [remedies::larger_batch(), remedies::full_batch(), remedies::layer_norm()];
        let first = if is_of_one_row { &of_one_row[..] } else { &[] };
        let others = [remedies::relu(), remedies::fitting_weights(e.settings), remedies::batch_norm()];
        Some(Finding {
            is_harmful: is_whole && (e.is_held_back() || (e.is_at_chance() && e.progress() != Progress::Starting)),
            sentence: sentences([zero, lead, which]),
            evidence: match cut_off {
                Some(layers) => {
                    vec![reading("first_grad_norm", layers.ends[0], 0.0), reading("dead_share", share, MOST)]
                }
                None => vec![reading("dead_share", share, MOST)],
            },
            remedies: [first, &[remedies::leaky_relu()], &others[..], &remedies::slower(e.settings)[1..]].concat(),
        })
    }
}
