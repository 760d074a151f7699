//! Observers of what a frame does not contain: every module's output, and the states of a recurrent network.

use crate::reference::case::ModuleOutput;
use crate::reference::check::Check;
use gradscape::math::{Real, joined_norm, norm};
use gradscape::networks::recurrent::{CELL, STATE};
use gradscape::networks::{Observer, Place, Signal};

/// Statistics of every module's output: norm, mean and deviation, and the norm of ∂L/∂(output).
#[derive(Default)]
pub struct Outputs(Vec<Output>);

#[derive(Default)]
struct Output {
    values: Vec<f64>,
    slopes: Vec<f64>,
}

impl Outputs {
    fn of(&mut self, module: usize) -> &mut Output {
        self.0.resize_with(self.0.len().max(module + 1), Output::default);
        &mut self.0[module]
    }

    /// Compares them with the expected ones of the modules at `paths`, in order of execution.
    pub fn compare(
        &self,
        expected: &[ModuleOutput],
        paths: &[(String, &str)],
        check: &mut Check,
    ) -> Result<(), String> {
        if expected.len() != self.0.len() || expected.len() != paths.len() {
            return Err(format!("forward0 has {} modules, the network {}", expected.len(), paths.len()));
        }
        for (k, ((want, got), (path, op))) in expected.iter().zip(&self.0).zip(paths).enumerate() {
            if want.path != *path || want.op != *op {
                return Err(format!("forward0[{k}] is {} at {}, not {op} at {path}", want.op, want.path));
            }
            let n = got.values.len() as f64;
            let mean = got.values.iter().sum::<f64>() / n;
            let std = (got.values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
            // A mean may cancel. Like a sum of parameters, it is measured relative to its terms.
            let rms = want.norm / n.sqrt();
            check.value(&format!("forward0[{k}].norm"), norm(&got.values), want.norm, 0.0)?;
            check.value(&format!("forward0[{k}].mean"), mean, want.mean, rms)?;
            check.value(&format!("forward0[{k}].std"), std, want.std, 1e-3 * rms)?;
            check.value(&format!("forward0[{k}].grad_norm"), norm(&got.slopes), want.grad_norm, 0.0)?;
        }
        Ok(())
    }
}

impl<R: Real> Observer<R> for Outputs {
    fn forward(&mut self, at: Place, signal: Signal<R>) {
        self.of(at.module).values.extend(signal.rows().flatten().map(|v| v.to_f64()));
    }

    fn backward(&mut self, at: Place, delta: Signal<R>) {
        self.of(at.module).slopes.extend(delta.rows().flatten().map(|v| v.to_f64()));
    }
}

/// ‖h_t‖ and ‖c_t‖ over [batch, hidden] of every recurrent layer, t = 0 … T.
#[derive(Default)]
pub struct States {
    pub h: Vec<Vec<f64>>,
    pub c: Vec<Vec<f64>>,
}

impl<R: Real> Observer<R> for States {
    fn forward(&mut self, at: Place, signal: Signal<R>) {
        let layers = match at.module {
            STATE => &mut self.h,
            CELL => &mut self.c,
            _ => return,
        };
        let Some(t) = at.time else { return };
        layers.resize(layers.len().max(at.layer + 1), Vec::new());
        let norms = &mut layers[at.layer];
        norms.resize(norms.len().max(t + 1), 0.0);
        norms[t] = joined_norm([norms[t], signal.norm()].into_iter());
    }
}
