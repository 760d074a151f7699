//! Finds the point of the surface under a position on the canvas.

use super::camera::BOX_HEIGHT;
use super::heights::Heights;
use super::view::View;

/// Number of stretches into which the ray is divided, from before the surface to behind it.
const RAY_STEPS: usize = 512;
/// Number of bisections of the stretch that meets the surface.
const BISECTIONS: usize = 14;

/// a and b where the ray from the eye through a canvas position (CSS pixels from left and top) first meets the surface
/// from above; `None` if it does not.
pub fn pick(view: &View, heights: &Heights, [x, y]: [f32; 2]) -> Option<[f32; 2]> {
    let (across, upright) = ((x - view.centre[0]) / view.scale, (view.centre[1] - y) / view.scale);
    // The point of the ray at t is t times the distance of the target away, for t from 0.
    let point = |t: f32| -> [f32; 3] {
        let along = |k: usize| across * view.right[k] + upright * view.up[k] - view.toward[k];
        [0, 1, 2].map(|k| view.target[k] + view.distance * (view.toward[k] + t * along(k)))
    };
    let above = |t: f32| {
        let [a, b, height] = point(t);
        heights.at(a, b).map(|ground| height >= ground * BOX_HEIGHT)
    };
    let reach = 3.0 / view.distance;
    let at = |k: usize| (1.0 - reach + 2.0 * reach * k as f32 / RAY_STEPS as f32).max(0.0);
    let k = (1..=RAY_STEPS).find(|k| above(at(k - 1)) == Some(true) && above(at(*k)) == Some(false))?;
    let (mut near, mut far) = (at(k - 1), at(k));
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (near + far);
        if above(middle) == Some(true) { near = middle } else { far = middle }
    }
    let [a, b, _] = point(near);
    Some([a, b])
}

#[cfg(test)]
mod tests {
    use crate::draw::surface::pick::pick;
    use crate::draw::surface::scene::Scene;

    #[test]
    fn a_point_is_picked_where_it_is_drawn() {
        let size = 33;
        let bowl: Vec<f32> = (0..size * size)
            .map(|k| {
                [k % size, k / size].map(|i| (i as f32 / 16.0 - 1.0) * (i as f32 / 16.0 - 1.0)).iter().sum::<f32>()
                    / 2.0
            })
            .collect();
        let mut scene = Scene::default();
        scene.set_surface(size, &bowl, false);
        for top in [false, true] {
            if top {
                scene.camera.top();
            }
            let view = scene.prepare([400.0, 300.0]);
            for [a, b] in [[0.0, 0.0], [0.3, -0.2], [-0.5, 0.6], [0.7, 0.7]] {
                let place = scene.place(&view, a, b).expect("on the surface");
                let [found_a, found_b] = pick(&view, scene.heights(), place).expect("a point");
                // From the side a nearer rim may hide the point; then the point found is nearer to the eye.
                let hidden = !top && libm::hypotf(found_a - a, found_b - b) > 0.02;
                assert!(!hidden || scene.place(&view, found_a, found_b).is_some(), "{a} {b}: {found_a} {found_b}");
                assert!(
                    hidden || ((found_a - a).abs() < 0.01 && (found_b - b).abs() < 0.01),
                    "{a} {b}: {found_a} {found_b}"
                );
            }
            assert_eq!(pick(&view, scene.heights(), [1.0, 1.0]), None);
        }
    }
}
