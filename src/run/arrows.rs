//! The present negative gradient, projected onto a plane, before and after clipping.

use super::Run;
use super::Status;
use crate::math::Real;
use crate::objectives::{Batch, Noise};

/// Two vectors in plane coordinates, in halves of the drawn square's side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrows {
    /// The negative gradient's projection onto the plane.
    pub gradient: [f64; 2],
    /// The same of the clipped gradient.
    pub clipped: [f64; 2],
    /// Norm of the projection over that of the gradient, before and after clipping.
    pub share: [f64; 2],
}

impl<R: Real> Run<R> {
    /// The present gradient in the plane of a section. `None` for an unknown section, or if the gradient is zero or not
    /// finite.
    pub fn arrows(&self, section: u32) -> Option<Arrows> {
        let plane = &self.sections.get(section)?.plane;
        let seen = |vector: &[R], norm: f64| {
            let at = plane.project_vector(vector);
            let share = f64::min(f64::max(plane.squared(at.a, at.b), 0.0).sqrt() / norm, 1.0);
            ([-at.a, -at.b], share)
        };
        let (gradient, before) = seen(&self.gradient, self.frame.grad_norm);
        let (clipped, after) = seen(self.clipped_gradient(), self.frame.clipped_grad_norm);
        let finite = gradient.iter().chain(&clipped).chain(&[before, after]).all(|x| x.is_finite());
        finite.then_some(Arrows { gradient, clipped, share: [before, after] })
    }
}

/// Most batches that are drawn.
const BATCHES: u64 = 8;

impl<R: Real> Run<R> {
    /// Negative gradients at the present parameters of batches spread evenly over the present epoch, then that of their
    /// mean: a and b of each in the plane of a section. Empty for full batches and for an unknown section.
    pub fn batch_arrows(&mut self, section: u32) -> Vec<[f64; 2]> {
        let per_epoch = self.batches.per_epoch();
        let Some(plane) = self.sections.get(section).map(|section| &section.plane) else { return Vec::new() };
        if per_epoch < 2 || self.frame.status != Status::Running {
            return Vec::new();
        }
        let (step, count) = (self.frame.step, per_epoch.min(BATCHES));
        let first = step - step % per_epoch;
        let mut arrows = Vec::with_capacity(count as usize + 1);
        for k in 0..count {
            let drawn = first + k * per_epoch / count;
            let noise = Some(Noise { seed: self.seed, step: drawn });
            let batch = Batch { rows: self.batches.draw(drawn), noise, loss_scale: self.memory_before.scale.factor };
            self.objective.gradient(&self.params, batch, &mut self.difference, &mut self.work, &mut ());
            let at = plane.project_vector(&self.difference);
            arrows.push([-at.a, -at.b]);
        }
        self.batches.draw(step);
        let mean = [0, 1].map(|k| arrows.iter().map(|arrow| arrow[k]).sum::<f64>() / count as f64);
        arrows.push(mean);
        if arrows.iter().flatten().all(|part| part.is_finite()) { arrows } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use crate::registry::Settings;
    use crate::run::{Parts, Run};

    fn run(text: &str) -> Run<f64> {
        let (settings, notices) = Settings::parse(text);
        assert_eq!(notices, [], "{text}");
        Run::new(Parts::of(&settings, None).expect("no data file"))
    }

    #[test]
    fn on_a_function_the_arrows_are_the_gradient_itself_in_the_squares_units() {
        // Rosenbrock at (−1.5, 2): ∂f/∂x = −400 x (y − x²) − 2 (1 − x), ∂f/∂y = 200 (y − x²).
        let run = run("scenario=rosenbrock&precision=f64&start_x=-1.5&start_y=2&clip=norm&threshold=1");
        let slope = [-400.0 * -1.5 * -0.25 - 5.0, 200.0 * -0.25];
        let norm = libm::hypot(slope[0], slope[1]);
        let half = run.section().plane.half_widths();
        let arrows = run.arrows(0).expect("finite");
        for k in 0..2 {
            assert!((arrows.gradient[k] + slope[k] / half[k]).abs() < 1e-9 * norm, "{arrows:?}");
            assert!((arrows.clipped[k] + slope[k] / norm / half[k]).abs() < 1e-5, "{arrows:?}");
        }
        assert!(arrows.share.iter().all(|share| (share - 1.0).abs() < 1e-9), "{arrows:?}");
    }

    #[test]
    fn the_batches_of_an_epoch_have_the_full_gradient_as_their_mean_and_leave_the_run_as_it_was() {
        let text = "scenario=moons&points=40&test_share=0&hidden_layers=1&width=4&activation=tanh&precision=f64&batch=";
        let (mut small, full) = (run(&format!("{text}8")), run(&format!("{text}full")));
        let arrows = small.batch_arrows(0);
        assert_eq!(arrows.len(), 6, "five batches and their mean");
        let whole = full.arrows(0).expect("finite").gradient;
        for k in 0..2 {
            assert!((arrows[5][k] - whole[k]).abs() < 1e-12, "{arrows:?} {whole:?}");
        }
        assert_eq!(arrows[0], small.arrows(0).expect("finite").gradient, "the first is this step's own");
        let mut untouched = run(&format!("{text}8"));
        for run in [&mut small, &mut untouched] {
            run.step(7);
        }
        assert_eq!(small.params(), untouched.params());
        assert!(run(&format!("{text}full")).batch_arrows(0).is_empty() && small.batch_arrows(77).is_empty());
    }

    #[test]
    fn in_a_random_plane_only_a_share_of_the_gradient_is_seen() {
        let run = run("scenario=spiral&points=40&hidden_layers=2&width=8&precision=f64");
        let arrows = run.arrows(0).expect("finite");
        assert!(arrows.share[0] > 0.0 && arrows.share[0] < 0.9 && arrows.gradient == arrows.clipped, "{arrows:?}");
        assert_eq!(run.arrows(77), None);
    }
}
