//! Compares every recurrent cell with its known values.

use super::*;
use crate::oracles::{all_close, chosen, named, required, written};

/// A known time step of a cell with one unit.
#[derive(Debug)]
pub struct Example {
    /// Its own settings, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings.
    pub torch: &'static str,
    /// The sums, block after block.
    pub sums: &'static [f64],
    /// h_{t−1}, and c_{t−1} if there is one.
    pub before: &'static [f64],
    /// h_t, and c_t.
    pub after: &'static [f64],
    /// ∂L/∂h_t, and the rest of ∂L/∂c_t.
    pub slopes: &'static [f64],
    /// The derivatives by the sums.
    pub of_sums: &'static [f64],
    /// The direct part of the derivative by h_{t−1}, and that by c_{t−1}.
    pub of_before: &'static [f64],
    /// Initial biases of the blocks.
    pub biases: &'static [f64],
}

fn examples<C: Cell>(_: &C) -> &'static [Example] {
    C::EXAMPLES
}

#[test]
fn every_cell_meets_its_examples() {
    for item in AnyCell::ITEMS {
        let default = AnyCell::named(item.id, &chosen("cell", item.id, ""));
        for example in required(item, each_cell!(&default, cell => examples(cell))) {
            let settings = chosen("cell", item.id, example.settings);
            let (cell, what) = (AnyCell::build(&settings), named(item, example.settings));
            let shape = cell.shape();
            let biases: Vec<f64> = (0..shape.blocks).map(|block| cell.first_bias(block)).collect();
            all_close(&format!("{what}: first biases"), &biases, example.biases);
            let cells = usize::from(shape.has_cell);
            let (mut sums, mut saved) = (example.sums.to_vec(), vec![0.0; shape.saved_len]);
            let (mut h, mut c) = (vec![0.0; 1], vec![0.0; cells]);
            let (h_before, c_before) = example.before.split_at(1);
            cell.forward(Forward { sums: &mut sums, h_before, c_before, h: &mut h, c: &mut c, saved: &mut saved });
            all_close(&format!("{what}: h and c"), &[h.clone(), c].concat(), example.after);
            let (mut dh, mut dc) = (example.slopes[..1].to_vec(), example.slopes[1..].to_vec());
            let mut da = vec![0.0; sums.len()];
            cell.complete(&sums, &saved, &dh, &mut dc);
            let (sums, saved, h) = (&sums[..], &saved[..], &h[..]);
            cell.backward(Backward { sums, h_before, c_before, h, saved, dh: &mut dh, dc: &mut dc, da: &mut da });
            all_close(&format!("{what}: derivatives by the sums"), &da, example.of_sums);
            all_close(&format!("{what}: derivatives by h and c before"), &[dh, dc].concat(), example.of_before);
            written(item, &settings, example.torch);
        }
    }
}
