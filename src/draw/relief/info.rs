//! What a surface says about itself: its domain, axes, unit, known minima and a note.

use serde::{Deserialize, Serialize};

/// Description of a surface. `a = -1` is the lower end of the range of an axis, `a = 1` the upper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Info {
    /// `plane`, or `function` if the surface is the function itself.
    pub kind: String,
    /// Id of the plane in the registry of planes; none for a function.
    pub plane: Option<String>,
    /// Horizontal axis, first coordinate.
    pub x: AxisInfo,
    /// Horizontal axis, second coordinate.
    pub y: AxisInfo,
    /// Height; its range is that of the losses.
    pub z: AxisInfo,
    /// Where the plane lies and what the loss is computed over; a sentence or two.
    pub note: String,
    /// Known minima in the square from -1 to 1.
    pub minima: Vec<[f64; 2]>,
    /// What the marked points are, if not minima.
    pub marked: String,
}

/// One axis in its own units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AxisInfo {
    /// What is measured.
    pub label: String,
    /// Its unit; empty when it has none.
    pub unit: String,
    /// First and last value.
    pub range: [f64; 2],
}

impl Info {
    /// The description as bytes, for [`Self::from_bytes`].
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads the bytes of [`Self::to_bytes`]; unreadable bytes give an empty description.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        postcard::from_bytes(bytes).unwrap_or_default()
    }

    /// The description with drawable axes: from -1 to 1 without a range, and with a default name for the height.
    pub fn sanitized(mut self) -> Self {
        for axis in [&mut self.x, &mut self.y] {
            let [low, high] = axis.range;
            if !(low.is_finite() && high.is_finite() && low < high && (high - low).is_finite()) {
                axis.range = AxisInfo::default().range;
            }
        }
        if self.z.label.is_empty() {
            self.z.label = crate::texts::charts::loss().into();
        }
        self
    }
}

impl AxisInfo {
    /// Label with unit.
    pub fn title(&self) -> String {
        if self.unit.is_empty() { self.label.clone() } else { format!("{} ({})", self.label, self.unit) }
    }

    /// The value on the axis at `at` in -1..1.
    pub fn value(&self, at: f64) -> f64 {
        let [low, high] = self.range;
        low + (high - low) * 0.5 * (at + 1.0)
    }
}

impl Default for AxisInfo {
    fn default() -> Self {
        Self { label: String::new(), unit: String::new(), range: [-1.0, 1.0] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_falls_back_to_the_unit_square() {
        let over = |range| AxisInfo { range, ..AxisInfo::default() };
        let odd = Info { x: over([3.0, 3.0]), y: over([f64::INFINITY, 2.0]), ..Info::default() };
        for info in [Info::from_bytes(b""), Info::from_bytes(b"nonsense"), Info::from_bytes(&odd.to_bytes())] {
            let info = info.sanitized();
            assert_eq!((info.x.range, info.y.range), ([-1.0, 1.0], [-1.0, 1.0]));
            assert_eq!(info.z.label, "loss");
        }
        let whole = Info { kind: "plane".into(), plane: Some("pca".into()), minima: vec![[0.0, 1.0]], ..odd };
        assert_eq!(Info::from_bytes(&whole.to_bytes()), whole);
    }

    #[test]
    fn the_ends_of_the_square_are_the_ends_of_the_range() {
        let axis = AxisInfo { range: [-2.0, 6.0], ..AxisInfo::default() };
        assert_eq!([axis.value(-1.0), axis.value(0.0), axis.value(1.0)], [-2.0, 2.0, 6.0]);
    }
}
