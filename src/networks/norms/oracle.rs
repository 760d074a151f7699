//! Compares every normalisation with its known values.

use super::*;
use crate::math::kernels::stride;
use crate::networks::{Backward, Delta, Forward, Piece};
use crate::oracles::{all_close, chosen, named, required, written};

/// Known forward and backward pass over 5 rows of 3 features.
#[derive(Debug)]
pub struct Example {
    /// Its own settings, as in a link.
    pub settings: &'static str,
    /// The PyTorch code with these settings; empty for none.
    pub torch: &'static str,
    /// y, feature by feature. The loss is Σ δ y, with [`X`], [`GAMMA`], [`BETA`] and [`DELTA`].
    pub y: [[f64; 5]; 3],
    /// ∂L/∂x
    pub of_x: [[f64; 5]; 3],
    /// ∂L/∂γ
    pub of_gamma: &'static [f64],
    /// ∂L/∂β
    pub of_beta: &'static [f64],
    /// The running means, then variances, after this batch.
    pub running: &'static [f64],
}

const X: [[f64; 5]; 3] = [[0.5, -1.0, 2.0, 0.25, 4.0], [1.5, 0.5, -0.75, 3.0, -2.0], [-0.3, 0.8, 1.1, -2.5, 0.6]];
const GAMMA: [f64; 3] = [1.5, -0.5, 2.0];
const BETA: [f64; 3] = [0.1, 0.2, -0.3];
const DELTA: [[f64; 5]; 3] = [[0.2, -0.4, 1.0, 0.3, -0.7], [0.6, 0.1, -0.2, 0.5, 0.9], [-1.1, 0.4, 0.25, 0.75, 0.05]];

fn examples<N: Norm>(_: &N) -> &'static [Example] {
    N::EXAMPLES
}

#[test]
fn every_normalisation_meets_its_examples() {
    let (columns, stride) = (5, stride(5));
    let padded = |rows: &[[f64; 5]; 3]| -> Vec<f64> {
        rows.iter().flat_map(|row| (0..stride).map(|b| row.get(b).copied().unwrap_or(0.0))).collect()
    };
    let rows = |signal: &[f64]| -> Vec<f64> { signal.chunks(stride).flat_map(|row| row[..columns].to_vec()).collect() };
    for item in AnyNorm::ITEMS {
        let default = AnyNorm::named(item.id, &chosen("norm", item.id, ""));
        for example in required(item, each_norm!(&default, norm => examples(norm))) {
            let settings = chosen("norm", item.id, example.settings);
            let what = named(item, example.settings);
            written(item, &settings, example.torch);
            let mut layout = Layout::default();
            // Layers before it, so that its parameters do not start at offset 0.
            layout.begin_layer("first".into());
            layout.begin_layer("before".into());
            layout.add("before.weight".into(), &[2], Role::Weight);
            let Some(module) = AnyNorm::build(&settings).module::<f64>(&mut layout, "norm", 3) else {
                assert_eq!((example.y, example.of_x), (X, DELTA), "{what} changes nothing");
                continue;
            };
            assert_eq!((module.outputs(), module.layer()), (3, 2), "{what}");
            let mut params = vec![9.0; layout.len()];
            for tensor in layout.tensors.iter().filter(|tensor| tensor.layer == 2) {
                let values = if tensor.role == Role::Scale { GAMMA } else { BETA };
                params[tensor.range.clone()].copy_from_slice(&values);
            }
            let x = padded(&X);
            let piece = Piece { columns, stride, first: 0, rows: None, noise: None };
            let signals = [x.clone()];
            let mut saved = vec![0.0; module.saved_len(stride)];
            let mut y = vec![0.0; 3 * stride];
            module.forward(Forward { params: &params, buffers: None, signals: &signals, piece }, &mut y, &mut saved);
            all_close(&format!("{what}: y"), &rows(&y), &example.y.concat());
            let mut other = [x.clone()];
            other[0][4] += 1.0;
            let (mut moved, mut room) = (vec![0.0; 3 * stride], vec![0.0; module.saved_len(stride)]);
            module.forward(Forward { params: &params, buffers: None, signals: &other, piece }, &mut moved, &mut room);
            let couples = moved[..4] != y[..4];
            assert_eq!(module.couples_rows(), couples, "{what}: the last row has a part in the others");
            let mut delta = Delta::new(3, stride, 0);
            delta.now[..3 * stride].copy_from_slice(&padded(&DELTA));
            // Gradients accumulate.
            let mut gradient = vec![1.0; layout.len()];
            let pass = Backward { params: &params, x: &x, y: &y, saved: &saved, columns, stride, wants_input: true };
            module.backward(pass, &mut delta, &mut gradient);
            all_close(&format!("{what}: ∂L/∂x"), &rows(&delta.now[..3 * stride]), &example.of_x.concat());
            let of = |role: Role| -> Vec<f64> {
                let own = layout.tensors.iter().filter(|tensor| tensor.layer == 2 && tensor.role == role);
                own.flat_map(|tensor| gradient[tensor.range.clone()].iter().map(|g| g - 1.0)).collect()
            };
            all_close(&format!("{what}: ∂L/∂γ"), &of(Role::Scale), example.of_gamma);
            all_close(&format!("{what}: ∂L/∂β"), &of(Role::Bias), example.of_beta);
            assert_eq!(gradient[..2], [1.0, 1.0], "{what}: the layer before has no part in it");
            let mut buffers: Vec<f64> = layout.buffers.iter().flat_map(|b| vec![b.start; b.range.len()]).collect();
            module.update_running_stats(&saved, columns, &mut buffers);
            all_close(&format!("{what}: running statistics"), &buffers, example.running);
        }
    }
}
