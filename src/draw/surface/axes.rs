//! What the axes say: names, ticks, known minima. Handed over by the page as JSON.

use serde::Deserialize;

/// Names and ticks of the three axes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Axes {
    /// Along a, ticks between -1 and 1.
    pub x: Axis,
    /// Along b, ticks between -1 and 1.
    pub y: Axis,
    /// Upwards, ticks between 0 and 1.
    pub z: Axis,
    /// Known minima, in the square from -1 to 1.
    pub minima: Vec<[f32; 2]>,
}

/// One axis.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Axis {
    /// Its name.
    pub label: String,
    /// Its ticks.
    pub ticks: Vec<Tick>,
}

/// A tick with its text.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Tick {
    /// Where on the axis.
    pub at: f32,
    /// What is written there.
    pub label: String,
}

impl Axes {
    /// Reads `json`; what cannot be read leaves the axes bare.
    pub fn parse(json: &str) -> Self {
        let mut axes: Self = serde_json::from_str(json).unwrap_or_default();
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
        let axes = Axes::parse(
            r#"{"x":{"label":"x","ticks":[{"at":-1,"label":"−2"},{"at":1.5,"label":"3"}]},"minima":[[0,0.5],[2,0]]}"#,
        );
        assert_eq!((axes.x.ticks.len(), axes.minima.len()), (1, 1));
        assert_eq!(Axes::parse("nonsense"), Axes::default());
    }
}
