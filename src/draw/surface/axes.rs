//! Labels of the three axes: names, ticks, known minima. The page passes them on as bytes.

use serde::{Deserialize, Serialize};

/// Names and ticks of the three axes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Axes {
    /// Along a, ticks between -1 and 1.
    pub x: Axis,
    /// Along b, ticks between -1 and 1.
    pub y: Axis,
    /// Upwards, ticks between 0 and 1.
    pub z: Axis,
    /// Known minima in the square from -1 to 1.
    pub minima: Vec<[f32; 2]>,
}

/// One axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Its name.
    pub label: String,
    /// Its ticks.
    pub ticks: Vec<Tick>,
}

/// A tick with its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// Position on the axis.
    pub at: f32,
    /// Its text.
    pub label: String,
}

impl Axes {
    /// The axes as bytes, for [`Self::from_bytes`].
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads the bytes of [`Self::to_bytes`] and drops what lies outside the box; unreadable bytes leave the axes bare.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut axes: Self = postcard::from_bytes(bytes).unwrap_or_default();
        for (axis, low) in [(&mut axes.x, -1.0), (&mut axes.y, -1.0), (&mut axes.z, 0.0)] {
            axis.ticks.retain(|tick| (low..=1.0).contains(&tick.at));
            axis.ticks.truncate(12);
        }
        axes.minima.retain(|point| point.iter().all(|at| at.abs() <= 1.0));
        axes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_and_minima_outside_the_box_are_dropped() {
        let tick = |at, label: &str| Tick { at, label: label.into() };
        let x = Axis { label: "x".into(), ticks: vec![tick(-1.0, "−2"), tick(1.5, "3")] };
        let axes = Axes { x, minima: vec![[0.0, 0.5], [2.0, 0.0]], ..Axes::default() };
        let axes = Axes::from_bytes(&axes.to_bytes());
        assert_eq!((axes.x.ticks.len(), axes.minima.len()), (1, 1));
        assert_eq!(Axes::from_bytes(b"nonsense"), Axes::default());
    }
}
