//! A plane through parameter space: θ(a, b) = θ_c + a·u + b·v, the drawn square being [−1, 1]².

use crate::math::{Real, dot};
use crate::objectives::Domain;

/// A plane with the square of it that is drawn.
#[derive(Clone, Debug)]
pub struct Plane<R> {
    /// θ_c, the square's centre.
    pub anchor: Vec<R>,
    /// u, from the centre to the middle of the square's right edge.
    pub u: Vec<R>,
    /// v, from the centre to the middle of its upper edge.
    pub v: Vec<R>,
    /// u·u, u·v, v·v: u and v need not be at right angles.
    gram: [f64; 3],
}

/// Where parameters are in a plane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Projection {
    /// Coordinate along the first direction, 1 at the drawn square's edge.
    pub a: f64,
    /// Coordinate along the second direction.
    pub b: f64,
    /// Distance of the parameters from the plane.
    pub off: f64,
}

impl<R: Real> Plane<R> {
    /// The plane through `anchor` along `u` and `v`.
    pub fn new(anchor: Vec<R>, u: Vec<R>, v: Vec<R>) -> Self {
        let gram = [dot(&u, &u), dot(&u, &v), dot(&v, &v)];
        Self { anchor, u, v, gram }
    }

    /// A function's own domain.
    pub fn whole(domain: &Domain) -> Self {
        let half = |range: [f64; 2]| R::of((range[1] - range[0]) / 2.0);
        let middle = |range: [f64; 2]| R::of((range[0] + range[1]) / 2.0);
        let anchor = vec![middle(domain.x), middle(domain.y)];
        Self::new(anchor, vec![half(domain.x), R::ZERO], vec![R::ZERO, half(domain.y)])
    }

    /// ‖u‖ and ‖v‖: half the square's sides, as distances between parameters.
    pub fn half_widths(&self) -> [f64; 2] {
        [self.gram[0].sqrt(), self.gram[2].sqrt()]
    }

    /// Squared length of a·u + b·v.
    pub fn squared(&self, a: f64, b: f64) -> f64 {
        let [uu, uv, vv] = self.gram;
        a * a * uu + 2.0 * a * b * uv + b * b * vv
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
        self.nearest(params, &self.anchor)
    }

    /// The same of a vector: its part along the plane, and the length of what is left.
    pub fn project_vector(&self, vector: &[R]) -> Projection {
        self.nearest(vector, &vec![R::ZERO; vector.len()])
    }

    fn nearest(&self, params: &[R], anchor: &[R]) -> Projection {
        let n = self.u.len();
        let (params, anchor, u, v) = (&params[..n], &anchor[..n], &self.u[..n], &self.v[..n]);
        // Every recorded step is projected: in lanes, that no sum waits for the one before.
        let mut lanes = [[0.0_f64; 4]; 3];
        let mut k = 0;
        while k + 4 <= n {
            let [params, anchor, u, v] = [four(params, k), four(anchor, k), four(u, k), four(v, k)];
            for l in 0..4 {
                let d = params[l].to_f64() - anchor[l].to_f64();
                lanes[0][l] += d * u[l].to_f64();
                lanes[1][l] += d * v[l].to_f64();
                lanes[2][l] += d * d;
            }
            k += 4;
        }
        let mut sums = [0.0; 3];
        for s in 0..3 {
            sums[s] = (lanes[s][0] + lanes[s][1]) + (lanes[s][2] + lanes[s][3]);
        }
        while k < n {
            let d = params[k].to_f64() - anchor[k].to_f64();
            sums[0] += d * u[k].to_f64();
            sums[1] += d * v[k].to_f64();
            sums[2] += d * d;
            k += 1;
        }
        let [uu, uv, vv] = self.gram;
        let determinant = uu * vv - uv * uv;
        let a = (sums[0] * vv - sums[1] * uv) / determinant;
        let b = (sums[1] * uu - sums[0] * uv) / determinant;
        let inside = a * sums[0] + b * sums[1];
        Projection { a, b, off: (sums[2] - inside).max(0.0).sqrt() }
    }

    /// The same directions through another point.
    pub fn through(&self, anchor: &[R]) -> Self {
        Self { anchor: anchor.to_vec(), ..self.clone() }
    }

    /// Another square of the same plane: its centre, and its sides as a multiple of the present ones.
    pub fn window(&self, centre: [f64; 2], span: f64) -> Self {
        let mut anchor = self.anchor.clone();
        self.point(centre[0], centre[1], &mut anchor);
        let scaled = |side: &[R]| side.iter().map(|x| R::of(x.to_f64() * span)).collect();
        Self::new(anchor, scaled(&self.u), scaled(&self.v))
    }
}

/// Four elements from the k-th on.
#[inline(always)]
fn four<R>(values: &[R], k: usize) -> &[R; 4] {
    values[k..][..4].try_into().expect("a slice of four")
}
