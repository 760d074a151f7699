//! What the page's surface and the one without a graphics card have in common: light, line widths, contour lines.

use super::view::View;

/// Number of contour lines between heights 0 and 1.
pub const CONTOURS: f32 = 12.0;
/// How far lines are pulled towards the eye, in world units: enough for their own width on steep ground, too little to
/// show through a hill.
pub const LINE_PULL: f32 = 0.05;
/// Opacity of the hatching under holes.
pub const HATCH: f32 = 0.6;
/// Half of the width of the box's lines, in CSS pixels.
pub const FRAME_WIDTH: f32 = 0.5;
/// Half of the width of a path, in CSS pixels.
pub const CORE_WIDTH: f32 = 1.3;
/// Half of the width of a path with its outline, in CSS pixels.
pub const CASING_WIDTH: f32 = 2.5;
/// What is added to half of a path's width where a hill hides it.
pub const HIDDEN_EXTRA: f32 = 0.3;

/// The direction of the light: from above and from the left of the viewer, so that slopes read the same from every side.
pub fn light(view: &View) -> [f32; 3] {
    let [right, up, toward] = view.basis();
    let light = [0, 1, 2].map(|k| -0.55 * right[k] + 0.35 * up[k] + 0.25 * toward[k] + [0.0, 0.0, 0.75][k]);
    let length = light.iter().map(|part| part * part).sum::<f32>().sqrt();
    light.map(|part| part / length)
}
