//! Sections as bytes, for the workers that exchange them.

use super::{Plane, Section, planes};
use crate::math::Real;
use serde::{Deserialize, Serialize};

/// A section as workers exchange it. Its numbers are f64, which represents those of every precision.
#[derive(Serialize, Deserialize)]
struct Wire {
    kind: String,
    anchor: Vec<f64>,
    u: Vec<f64>,
    v: Vec<f64>,
    centre: [f64; 2],
    step: u64,
    held: f64,
    directions: String,
    axes: [String; 2],
    unit: String,
    marks: Vec<[f64; 2]>,
}

impl<R: Real> Section<R> {
    /// Serialises the section for [`Self::from_bytes`].
    #[expect(clippy::missing_panics_doc, reason = "plain data can always be written")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let wide = |values: &[R]| values.iter().map(|x| x.to_f64()).collect();
        let Plane { anchor, u, v, .. } = &self.plane;
        let wire = Wire {
            kind: self.kind.into(),
            anchor: wide(anchor),
            u: wide(u),
            v: wide(v),
            centre: self.centre,
            step: self.step,
            held: self.held,
            directions: self.directions.clone(),
            axes: self.axes.clone(),
            unit: self.unit.clone(),
            marks: self.marks.clone(),
        };
        postcard::to_stdvec(&wire).expect("a section is plain data")
    }

    /// Reads the bytes of [`Self::to_bytes`]. `None` if they do not describe a section of a space with `parameters`
    /// dimensions.
    pub fn from_bytes(bytes: &[u8], parameters: usize) -> Option<Self> {
        let Wire { kind, anchor, u, v, centre, step, held, directions, axes, unit, marks } =
            postcard::from_bytes(bytes).ok()?;
        let kind = planes::ITEMS.iter().find(|item| item.id == kind)?.id;
        let narrow = |values: Vec<f64>| -> Option<Vec<R>> {
            (values.len() == parameters).then(|| values.into_iter().map(R::of).collect())
        };
        let plane = Plane::new(narrow(anchor)?, narrow(u)?, narrow(v)?);
        Some(Self { kind, plane, centre, step, held, directions, axes, unit, marks })
    }
}
