//! What a surface says about itself: axes, unit, known minima. Parsed from its JSON, forgivingly.

use serde::Deserialize;

/// Description of a surface; `a = -1` is the first end of an axis' range, `a = 1` the last.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Info {
    /// Horizontal axis, first coordinate.
    pub x: AxisInfo,
    /// Horizontal axis, second coordinate.
    pub y: AxisInfo,
    /// Height.
    pub z: AxisInfo,
    /// Known minima in the square from -1 to 1.
    pub minima: Vec<[f64; 2]>,
    /// What these are, if not minima.
    pub marked: String,
}

/// One axis in natural units.
#[derive(Clone, Debug, Deserialize)]
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
    /// The description in `json`; where that cannot be read, nameless axes from -1 to 1.
    pub fn parse(json: &str) -> Self {
        let mut info: Self = serde_json::from_str(json).unwrap_or_default();
        for axis in [&mut info.x, &mut info.y] {
            let [low, high] = axis.range;
            if !(low.is_finite() && high.is_finite() && low < high && (high - low).is_finite()) {
                axis.range = AxisInfo::default().range;
            }
        }
        if info.z.label.is_empty() {
            info.z.label = "loss".into();
        }
        info
    }
}

impl AxisInfo {
    /// Label with unit.
    pub fn title(&self) -> String {
        if self.unit.is_empty() { self.label.clone() } else { format!("{} ({})", self.label, self.unit) }
    }

    /// The natural value at `at` in -1..1.
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
        for json in ["", "nonsense", "[]", r#"{"x":{"range":[3,3]},"y":{"range":[1e999,2]}}"#] {
            let info = Info::parse(json);
            assert_eq!((info.x.range, info.y.range), ([-1.0, 1.0], [-1.0, 1.0]), "{json}");
            assert_eq!(info.z.label, "loss");
        }
    }

    #[test]
    fn the_ends_of_the_square_are_the_ends_of_the_range() {
        let axis = AxisInfo { range: [-2.0, 6.0], ..AxisInfo::default() };
        assert_eq!([axis.value(-1.0), axis.value(0.0), axis.value(1.0)], [-2.0, 2.0, 6.0]);
    }
}
