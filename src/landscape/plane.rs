//! The plane that a surface is drawn over: θ(a, b) = θ₀ + a·u + b·v, the drawn square being [−1, 1]².

use crate::math::random::{Purpose, Stream};
use crate::math::{Real, dot, norm};
use crate::objectives::{Layout, Objective};
use crate::run::history::Projection;

/// A plane through parameter space.
#[derive(Clone, Debug)]
pub struct Plane<R> {
    /// θ₀, the square's centre.
    pub anchor: Vec<R>,
    /// u
    pub u: Vec<R>,
    /// v
    pub v: Vec<R>,
    /// u·u, u·v, v·v: u and v need not be at right angles.
    gram: [f64; 3],
}

impl<R: Real> Plane<R> {
    /// The plane that suits an objective: the function's own domain where there are two parameters, else two random
    /// directions through the start.
    pub fn of(objective: &dyn Objective<R>, start: &[R], seed: u64) -> Self {
        let Some(domain) = objective.domain() else { return Self::random(objective.layout(), start, seed) };
        let half = |range: [f64; 2]| R::of((range[1] - range[0]) / 2.0);
        let middle = |range: [f64; 2]| R::of((range[0] + range[1]) / 2.0);
        let anchor = vec![middle(domain.x), middle(domain.y)];
        Self::new(anchor, vec![half(domain.x), R::ZERO], vec![R::ZERO, half(domain.y)])
    }

    /// Two random directions, filter-normalised: every filter (a unit's row of weights) of a direction has the
    /// norm of the same filter at the anchor; biases do not move (H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein,
    /// "Visualizing the loss landscape of neural nets", 2018, section 4).
    pub fn random(layout: &Layout, anchor: &[R], seed: u64) -> Self {
        let direction = |index| {
            let mut random = Stream::new(seed, Purpose::Plane, index);
            let mut out = vec![R::ZERO; anchor.len()];
            for tensor in layout.tensors.iter().filter(|tensor| tensor.shape.len() == 2) {
                let width = tensor.shape[1];
                let range = tensor.range.clone();
                for (filter, at) in out[range.clone()].chunks_exact_mut(width).zip(anchor[range].chunks_exact(width)) {
                    for d in filter.iter_mut() {
                        *d = R::of(random.normal());
                    }
                    let scale = norm(at) / norm(filter);
                    for d in filter {
                        *d = R::of(d.to_f64() * scale);
                    }
                }
            }
            out
        };
        Self::new(anchor.to_vec(), direction(0), direction(1))
    }

    fn new(anchor: Vec<R>, u: Vec<R>, v: Vec<R>) -> Self {
        let gram = [dot(&u, &u), dot(&u, &v), dot(&v, &v)];
        Self { anchor, u, v, gram }
    }

    /// θ(a, b) into `out`.
    pub fn point(&self, a: f64, b: f64, out: &mut [R]) {
        let (a, b) = (R::of(a), R::of(b));
        for (((out, anchor), u), v) in out.iter_mut().zip(&self.anchor).zip(&self.u).zip(&self.v) {
            *out = *anchor + a * *u + b * *v;
        }
    }

    /// The nearest point of the plane to `params`, and how far that is. NaN where the plane has no extent (all
    /// weights zero at the start) or the parameters are not finite.
    pub fn project(&self, params: &[R]) -> Projection {
        let mut sums = [0.0_f64; 3];
        for (((p, anchor), u), v) in params.iter().zip(&self.anchor).zip(&self.u).zip(&self.v) {
            let d = p.to_f64() - anchor.to_f64();
            sums[0] += d * u.to_f64();
            sums[1] += d * v.to_f64();
            sums[2] += d * d;
        }
        let [uu, uv, vv] = self.gram;
        let determinant = uu * vv - uv * uv;
        let a = (sums[0] * vv - sums[1] * uv) / determinant;
        let b = (sums[1] * uu - sums[0] * uv) / determinant;
        let inside = a * sums[0] + b * sums[1];
        Projection { a, b, off: (sums[2] - inside).max(0.0).sqrt() }
    }
}
