//! A function of two variables as an objective: the surface is the function itself.

use super::quadratic::Quadratic;
use super::surfaces::AnySurface;
use super::{Batch, Blueprint, Describe, Domain, Evaluate, Minimise, Observer, Train, Workspace};
use crate::layout::{Layout, Role};
use crate::math::Real;
use crate::readout::Readout;

/// f(x, y), from a given start.
pub struct Function {
    surface: AnySurface,
    start: [f64; 2],
    layout: Layout,
}

impl Function {
    /// The surface, with `start` as initial point.
    pub fn new(surface: AnySurface, start: [f64; 2]) -> Self {
        let mut layout = Layout::default();
        layout.begin_layer("point".into());
        layout.add("point".into(), &[1, 2], Role::Point);
        Self { surface, start, layout }
    }
}

impl Describe for Function {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn rows(&self) -> usize {
        0
    }

    fn blueprint(&self) -> Blueprint {
        Blueprint::Function { surface: self.surface.item(), written: self.surface.torch() }
    }

    fn domain(&self) -> Option<Domain> {
        Some(self.surface.domain())
    }
}

impl<R: Real> Train<R> for Function {
    fn init(&self, _: u64) -> Vec<R> {
        self.start.map(R::of).to_vec()
    }

    fn workspace(&self, _: usize) -> Workspace {
        Workspace::new(())
    }
}

impl<R: Real> Minimise<R> for Function {
    fn forward(&self, params: &[R], _: Batch, _: &mut Workspace, observer: &mut dyn Observer<R>) -> R {
        if observer.is_active() {
            self.surface.bends(params[0], params[1], &mut |x| observer.bend(x, &[0.0]));
        }
        self.surface.value_and_gradient(params[0], params[1]).0
    }

    fn gradient(&self, params: &[R], _: Batch, gradient: &mut [R], _: &mut Workspace, _: &mut dyn Observer<R>) -> R {
        let (value, slope) = self.surface.value_and_gradient(params[0], params[1]);
        gradient.copy_from_slice(&slope);
        value
    }
}

impl<R: Real> Evaluate<R> for Function {
    fn readouts(&self, _: &[R], _: &[R], _: &mut Workspace) -> Vec<Readout> {
        if self.surface.is_bowl() { Quadratic::of(&self.surface).readouts() } else { Vec::new() }
    }
}
