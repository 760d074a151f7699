//! Relief: how losses become drawn heights, labelled truthfully.
//!
//! Losses over a plane often span ten decades, contain infinities, or explode in one corner. [`Relief`] chooses a
//! linear or logarithmic scale and a cut-off from the losses alone ([`HeightScale`]), names that choice in its label,
//! and derives heights, ticks and the contour map from it.

mod contour_map;
mod info;
mod scale;
mod ticks;

pub use info::{AxisInfo, Info};
pub use scale::{HeightScale, ScaleChoice};
pub use ticks::{Tick, linear_ticks};

use super::figure::Figure;
use super::overlay::Overlay;
use super::surface::axes::{self, Axes, Axis};

/// A grid of losses, and the scale on which it is drawn.
#[derive(Clone, Debug)]
pub struct Relief {
    size: usize,
    losses: Vec<f32>,
    scale: HeightScale,
    info: Info,
}

impl Relief {
    /// `losses` holds `size * size` values, the row with the lowest b first. Missing values count as not finite; extra
    /// ones are ignored. `info` describes the surface.
    pub fn new(size: usize, losses: &[f32], info: Info, scale: ScaleChoice) -> Self {
        let size = size.min(MAX_SIZE);
        let mut losses = losses.to_vec();
        losses.resize(size * size, f32::NAN);
        let scale = HeightScale::for_losses(&losses, scale);
        Self { size, losses, scale, info: info.sanitized() }
    }

    /// Losses along one side of the grid.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Heights between 0 (lowest) and 1 (highest shown), one per loss; NaN is a hole.
    pub fn drawn(&self) -> Vec<f32> {
        self.losses.iter().map(|&loss| self.scale.height(f64::from(loss)) as f32).collect()
    }

    /// The highest loss shown, if some losses are higher.
    pub fn cut(&self) -> Option<f64> {
        self.scale.cut()
    }

    /// Whether some losses are not finite.
    pub fn has_holes(&self) -> bool {
        self.losses.iter().any(|loss| !loss.is_finite())
    }

    /// The quantity that the height shows: `loss (log scale, cut off at 12.3)`.
    pub fn label(&self) -> String {
        self.scale.label(&self.info.z.label, &self.info.z.unit)
    }

    /// Three to five round losses with their heights; one for a constant surface, none if no loss is finite.
    pub fn ticks(&self) -> Vec<Tick> {
        self.scale.ticks()
    }

    /// Description of the surface.
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// Names and ticks of all three axes, and the known minima, for the 3-D view.
    pub fn axes(&self) -> Axes {
        let ticks = |ticks: Vec<Tick>, low: f64, span: f64| {
            ticks.into_iter().map(|tick| axes::Tick { at: (span * tick.at + low) as f32, label: tick.label }).collect()
        };
        let across = |axis: &AxisInfo| Axis {
            label: axis.title(),
            ticks: ticks(linear_ticks(axis.range[0], axis.range[1]), -1.0, 2.0),
        };
        Axes {
            x: across(&self.info.x),
            y: across(&self.info.y),
            z: Axis { label: self.label(), ticks: ticks(self.ticks(), 0.0, 1.0) },
            minima: self.info.minima.iter().map(|place| place.map(|at| at as f32)).collect(),
        }
    }

    /// The contour map with the trajectory `[a, b, loss] * k` and the overlay; the drawn square goes from -1 to 1.
    pub fn figure(&self, path: &[f32], overlay: &Overlay) -> Figure {
        contour_map::figure(self, path, overlay)
    }
}

/// Larger grids are not ours; they are truncated rather than trusted to fit into memory.
const MAX_SIZE: usize = 2049;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_input_gives_heights_between_zero_and_one() {
        let spike = [1.0, 2.0, f32::INFINITY, 1e30, f32::MAX, -f32::MAX, f32::NAN, 0.0, f32::NEG_INFINITY];
        let cases: [(usize, &[f32]); 7] = [
            (0, &[]),
            (2, &[]),
            (3, &spike),
            (3, &[f32::NAN; 9]),
            (3, &[0.7; 9]),
            (2, &[1.0; 90]),
            (3, &[f32::MAX, -f32::MAX]),
        ];
        for (size, losses) in cases {
            let over = |range| AxisInfo { range, ..AxisInfo::default() };
            let odd = Info { x: over([f64::NAN, 3.0]), ..Info::default() };
            let flat = Info { x: over([1.0, 1.0]), minima: vec![[0.0; 2]], ..Info::default() };
            for info in [Info::default(), odd, flat] {
                let relief = Relief::new(size, losses, info, ScaleChoice::Auto);
                assert_eq!(relief.drawn().len(), size * size);
                assert!(relief.drawn().iter().all(|h| h.is_nan() || (0.0..=1.0).contains(h)), "{losses:?}");
                assert!(relief.ticks().iter().all(|tick| (0.0..=1.0).contains(&tick.at)));
                relief.figure(&[0.0, 0.0, 1.0, f32::NAN, 2.0, 1.0, 0.5], &Overlay::default());
                relief.axes();
            }
        }
    }

    #[test]
    fn a_non_finite_loss_is_a_hole() {
        let relief = Relief::new(2, &[1.0, f32::NAN, f32::INFINITY, 2.0], Info::default(), ScaleChoice::Auto);
        let holes: Vec<bool> = relief.drawn().iter().map(|h| h.is_nan()).collect();
        assert_eq!(holes, [false, true, true, false]);
    }

    #[test]
    fn axes_carry_ticks_in_the_square_of_the_plane() {
        let axis = |label: &str, range| AxisInfo { label: label.into(), range, ..AxisInfo::default() };
        let (x, y, z) = (axis("x", [-2.0, 2.0]), axis("y", [-1.0, 3.0]), axis("f", [-1.0, 1.0]));
        let info = Info { x, y, z, minima: vec![[0.5, 0.0]], ..Info::default() };
        let axes = Relief::new(2, &[0.0, 1.0, 2.0, 3.0], info, ScaleChoice::Auto).axes();
        assert_eq!(axes.x.ticks[0], axes::Tick { at: -1.0, label: "−2".into() });
        assert_eq!(axes.z.label, "f");
        assert_eq!(axes.minima[0][0], 0.5);
    }
}
