//! A step that takes the parameters far away. Verdict and autopsy tell it by the same rule.

/// A step that was passed.
#[derive(Clone, Copy, Debug)]
pub struct Passed {
    /// Its number.
    pub step: u64,
    /// Its loss.
    pub loss: f64,
    /// Norm of its gradient, before clipping.
    pub grad_norm: f64,
    /// Its update as a share of the parameters, in the layer that moves most; NaN if none followed.
    pub moved: f64,
}

/// One large step.
#[derive(Clone, Copy, Debug)]
pub struct Jump {
    /// The step whose update it was.
    pub step: u64,
    /// The size of the update, as a share of the parameters.
    pub moved: f64,
    /// The gradient norm there, before clipping.
    pub grad_norm: f64,
    /// The same over the median gradient norm of the steps before it.
    pub norm_times: f64,
    /// Its size over the median size of the updates before it.
    pub times: f64,
    /// The loss at the step, or the median of the recorded steps just before it if that is lower.
    pub before: f64,
    /// The loss of the step after it.
    pub landed: f64,
    /// The median loss of the steps after it.
    pub after: f64,
    /// Recorded steps after it.
    pub rows_after: usize,
}

/// Fewer steps than this do not tell what is usual.
const FEW: usize = 4;
/// Steps before a jump whose loss is its level before.
const BEFORE: usize = 4;

/// A step throws the run if it is this many times as large as the median step before it. Measured: `docs/verdicts.md`.
pub const TIMES: f64 = 10.0;
/// So is its gradient norm. (Near parameters of size 0, every step is large.)
const NORM_TIMES: f64 = 3.0;
/// And it moves a layer by this share of its size.
pub const MOVED: f64 = 0.1;
/// Whether the loss stands still after it is told from so many steps.
const AFTER: usize = 3;
/// It stands still if this share of its distance from the floor is left since the step after the jump.
const STANDS: f64 = 0.97;

impl Jump {
    /// The largest step of these, if another one follows.
    pub fn largest(rows: &[Passed]) -> Option<Self> {
        largest(rows)
    }

    /// Whether it is far larger than the steps before it.
    pub fn is_large(&self) -> bool {
        self.times >= TIMES && self.moved >= MOVED && self.norm_times >= NORM_TIMES
    }

    /// Whether the loss has not come back below where it was. `now` is the present one.
    pub fn is_worse(&self, now: f64) -> bool {
        self.after >= self.before && now >= self.before
    }

    /// Whether the loss has stood still since. It counts from `base`.
    pub fn stands(&self, now: f64, base: f64) -> bool {
        self.rows_after >= AFTER && now - base >= STANDS * (self.landed - base)
    }
}

fn largest(rows: &[Passed]) -> Option<Jump> {
    let sizes: Vec<f64> = rows.iter().map(|row| row.moved).collect();
    let at = (0..rows.len()).filter(|k| sizes[*k].is_finite()).max_by(|a, b| sizes[*a].total_cmp(&sizes[*b]))?;
    let median = |mut values: Vec<f64>| {
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    // After too few steps before it, those after it count.
    let usual_of = |of: &dyn Fn(&Passed) -> f64| {
        let values = |rows: &[Passed]| median(rows.iter().map(of).collect());
        let (before, after) = (values(&rows[..at]), values(&rows[at + 1..]));
        if at < FEW { Some(before.unwrap_or(f64::INFINITY).min(after.unwrap_or(f64::INFINITY))) } else { before }
    };
    let (usual, usual_norm) = (usual_of(&|row| row.moved)?, usual_of(&|row| row.grad_norm)?);
    let losses = |rows: &[Passed]| rows.iter().map(|row| row.loss).collect::<Vec<f64>>();
    Some(Jump {
        step: rows[at].step,
        moved: sizes[at],
        grad_norm: rows[at].grad_norm,
        norm_times: rows[at].grad_norm / usual_norm.max(f64::MIN_POSITIVE),
        times: sizes[at] / usual.max(f64::MIN_POSITIVE),
        before: median(losses(&rows[(at + 1).saturating_sub(BEFORE)..=at]))?.min(rows[at].loss),
        landed: rows.get(at + 1)?.loss,
        after: median(losses(&rows[at + 1..]))?,
        rows_after: rows.len() - at - 1,
    })
}
