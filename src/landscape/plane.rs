//! A plane through parameter space: θ(a, b) = θ_c + a·u + b·v, the drawn square being [−1, 1]².

use crate::math::lanes::Lanes;
use crate::math::{Real, dot, to_f64_lanes, zero_lanes};
use crate::objectives::Domain;

/// A plane, and the square of it that is drawn.
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

/// The position of parameters relative to a plane.
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

    /// The plane of a function's own domain.
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

    /// Writes θ(a, b) into `out`.
    pub fn point(&self, a: f64, b: f64, out: &mut [R]) {
        let (a, b) = (R::of(a), R::of(b));
        for (((out, anchor), u), v) in out.iter_mut().zip(&self.anchor).zip(&self.u).zip(&self.v) {
            *out = *anchor + a * *u + b * *v;
        }
    }

    /// The point of the plane nearest to `params`, and the distance to it. NaN if the plane has no extent (all weights
    /// zero at the start) or the parameters are not finite.
    pub fn project(&self, params: &[R]) -> Projection {
        self.nearest(params, &self.anchor)
    }

    /// Projects a vector: its part in the plane, and the length of the rest.
    pub fn project_vector(&self, vector: &[R]) -> Projection {
        self.nearest(vector, &vec![R::ZERO; vector.len()])
    }

    /// Only a and b of [`Self::project`], which is all that a path needs.
    pub fn place(&self, params: &[R]) -> [f64; 2] {
        self.coordinates(self.along(params, &self.anchor))
    }

    fn nearest(&self, params: &[R], anchor: &[R]) -> Projection {
        let along = self.along(params, anchor);
        let [a, b] = self.coordinates(along);
        let inside = a * along[0] + b * along[1];
        let ((params4, rest), (anchor4, anchor_rest)) = (params.as_chunks(), anchor.as_chunks());
        let mut squares = zero_lanes::<R>();
        for (params, anchor) in params4.iter().zip(anchor4) {
            let d = to_f64_lanes::<R>(params) - to_f64_lanes::<R>(anchor);
            squares = squares + d * d;
        }
        let differences = rest.iter().zip(anchor_rest).map(|(params, anchor)| params.to_f64() - anchor.to_f64());
        let squared = differences.fold(squares.sum(), |sum, d| sum + d * d);
        Projection { a, b, off: (squared - inside).max(0.0).sqrt() }
    }

    /// Inner products of params − anchor with u and with v. Every recorded step needs them. Several lanes sum in
    /// parallel, so that no addition waits for the one before.
    fn along(&self, params: &[R], anchor: &[R]) -> [f64; 2] {
        let ((params4, params_rest), (anchor4, anchor_rest)) = (params.as_chunks(), anchor.as_chunks());
        let ((u4, u_rest), (v4, v_rest)) = (self.u.as_chunks(), self.v.as_chunks());
        let [mut along_u, mut along_v] = [zero_lanes::<R>(); 2];
        for ((params, anchor), (u, v)) in params4.iter().zip(anchor4).zip(u4.iter().zip(v4)) {
            let d = to_f64_lanes::<R>(params) - to_f64_lanes::<R>(anchor);
            (along_u, along_v) = (along_u + d * to_f64_lanes::<R>(u), along_v + d * to_f64_lanes::<R>(v));
        }
        let mut sums = [along_u.sum(), along_v.sum()];
        for ((params, anchor), (u, v)) in params_rest.iter().zip(anchor_rest).zip(u_rest.iter().zip(v_rest)) {
            let d = params.to_f64() - anchor.to_f64();
            sums[0] += d * u.to_f64();
            sums[1] += d * v.to_f64();
        }
        sums
    }

    /// a and b, from these inner products.
    fn coordinates(&self, along: [f64; 2]) -> [f64; 2] {
        let [uu, uv, vv] = self.gram;
        let determinant = uu * vv - uv * uv;
        [(along[0] * vv - along[1] * uv) / determinant, (along[1] * uu - along[0] * uv) / determinant]
    }

    /// The same directions through another point.
    pub fn through(&self, anchor: &[R]) -> Self {
        Self { anchor: anchor.to_vec(), ..self.clone() }
    }

    /// Another square of the same plane, with its own centre. Its sides are `span` times as long.
    pub fn window(&self, centre: [f64; 2], span: f64) -> Self {
        let mut anchor = self.anchor.clone();
        self.point(centre[0], centre[1], &mut anchor);
        let scaled = |side: &[R]| side.iter().map(|x| R::of(x.to_f64() * span)).collect();
        Self::new(anchor, scaled(&self.u), scaled(&self.v))
    }
}
