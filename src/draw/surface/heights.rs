//! The drawn heights: a grid of any size, interpolated to a fine mesh so that a coarse grid looks smooth too. Lines and
//! markers read their height from it at any point.

use super::camera::BOX_HEIGHT;

/// Side of the mesh for grids up to this size; grids of 9, 17, 33, 65 and 129 points fall exactly on mesh points.
const MESH: usize = 129;
/// Largest side of the mesh; more triangles are not worth their cost.
const FINEST: usize = 513;
/// A hole in the mesh. Not NaN, because shaders may be compiled on the assumption that there are none.
pub const HOLE: f32 = -1.0;

/// Heights between 0 and 1 on a square mesh over the plane from -1 to 1; [`HOLE`] where there is none.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    side: usize,
    mesh: Vec<f32>,
    holes: bool,
    /// The original grid, cleaned. Stored so that a refresh allocates nothing.
    source: Vec<f32>,
}

impl Heights {
    /// Takes a grid of `size * size` heights, NaN at holes. A grid of any other length leaves no surface.
    pub fn set(&mut self, size: usize, drawn: &[f32]) {
        self.mesh.clear();
        (self.side, self.holes) = (0, false);
        if size < 2 || size > drawn.len() || drawn.len() < size * size {
            return;
        }
        self.source.clear();
        let clean = |&h: &f32| if h.is_finite() { h.clamp(0.0, 1.0) } else { HOLE };
        self.source.extend(drawn[..size * size].iter().map(clean));
        self.holes = self.source.contains(&HOLE);
        self.side = size.clamp(MESH, FINEST);
        self.mesh.reserve(self.side * self.side);
        let step = (size - 1) as f32 / (self.side - 1) as f32;
        for row in 0..self.side {
            let v = place(row as f32 * step, size);
            for column in 0..self.side {
                let u = place(column as f32 * step, size);
                self.mesh.push(interpolate(&self.source, size, u, v));
            }
        }
    }

    /// Points along one side of the mesh; 0 without a surface.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether there are holes.
    pub fn has_holes(&self) -> bool {
        self.holes
    }

    /// The mesh, the row at b = -1 first.
    pub fn mesh(&self) -> &[f32] {
        &self.mesh
    }

    /// The height at a point of the plane; `None` outside the plane and in holes.
    pub fn at(&self, a: f32, b: f32) -> Option<f32> {
        if self.side < 2 || !(a.abs() <= 1.0 && b.abs() <= 1.0) {
            return None;
        }
        let scale = 0.5 * (self.side - 1) as f32;
        let (i, u) = place((a + 1.0) * scale, self.side);
        let (j, v) = place((b + 1.0) * scale, self.side);
        let corner = |di: usize, dj: usize| self.mesh[(j + dj) * self.side + i + di];
        let corners = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)];
        if corners.contains(&HOLE) {
            return None;
        }
        let low = corners[0] + u * (corners[1] - corners[0]);
        let high = corners[2] + u * (corners[3] - corners[2]);
        Some(low + v * (high - low))
    }

    /// Visibility of a point on the surface from the direction `toward` (world coordinates): 1 in full view, 0 behind a
    /// hill, in between at its rim.
    pub fn visibility(&self, [a, b, height]: [f32; 3], toward: [f32; 3]) -> f32 {
        let level = (toward[0] * toward[0] + toward[1] * toward[1]).sqrt();
        if level < 1e-3 {
            return 1.0;
        }
        let [da, db, dz] = toward.map(|part| part / level);
        let mut clearest = f32::MAX;
        let mut off = START;
        while off < 3.0 {
            let ray = height * BOX_HEIGHT + off * dz;
            if ray > BOX_HEIGHT {
                break;
            }
            if let Some(ground) = self.at(a + off * da, b + off * db) {
                clearest = clearest.min((ray - ground * BOX_HEIGHT) / off);
            }
            off += STEP;
        }
        (0.5 + clearest / 0.12).clamp(0.0, 1.0)
    }
}

/// The visibility test starts this far from the point, so that the ground around it does not count, …
const START: f32 = 0.05;
/// … and proceeds in steps of about one mesh cell.
const STEP: f32 = 1.0 / 64.0;

/// A coordinate on the grid: the cell, and the position within it.
fn place(at: f32, size: usize) -> (usize, f32) {
    let cell = (at as usize).min(size - 2);
    (cell, (at - cell as f32).clamp(0.0, 1.0))
}

/// Catmull-Rom interpolation over the sixteen surrounding points: it passes through every grid point and is smooth
/// between them. It is clamped to the range of those points, or it would ring at cliffs.
fn interpolate(grid: &[f32], size: usize, (i, u): (usize, f32), (j, v): (usize, f32)) -> f32 {
    let near = |share: f32| (share > 1e-4, share < 1.0 - 1e-4);
    let ((right, left), (above, below)) = (near(u), near(v));
    let corners =
        [(left && below, i, j), (right && below, i + 1, j), (left && above, i, j + 1), (right && above, i + 1, j + 1)];
    // A corner with zero weight does not make a hole.
    if corners.iter().any(|&(counts, i, j)| counts && grid[j * size + i] == HOLE) {
        return HOLE;
    }
    let (on_column, on_row) = (!(left && right), !(below && above));
    if on_column && on_row {
        return grid[(j + usize::from(!below)) * size + i + usize::from(!left)];
    }
    let get = |di: usize, dj: usize| -> Option<f32> {
        let (i, j) = ((i + di).checked_sub(1)?, (j + dj).checked_sub(1)?);
        let h = if i < size && j < size { grid[j * size + i] } else { HOLE };
        (h != HOLE).then_some(h)
    };
    let (mut low, mut high) = (1.0_f32, 0.0_f32);
    let columns = [0, 1, 2, 3].map(|dj| {
        let row = [get(0, dj), get(1, dj), get(2, dj), get(3, dj)];
        (low, high) = row.iter().flatten().fold((low, high), |(low, high), &h| (low.min(h), high.max(h)));
        catmull_rom(row, u)
    });
    catmull_rom(columns, v).map_or(HOLE, |h| h.clamp(low, high))
}

/// The smooth curve through four points; `t` runs from the second to the third. If an outer point is missing (borders,
/// holes), the slope is extrapolated; if an inner one is, its neighbour replaces it.
fn catmull_rom([p0, p1, p2, p3]: [Option<f32>; 4], t: f32) -> Option<f32> {
    let p1 = p1.or(p2)?;
    let p2 = p2.unwrap_or(p1);
    let (p0, p3) = (p0.unwrap_or(2.0 * p1 - p2), p3.unwrap_or(2.0 * p2 - p1));
    Some(p1 + 0.5 * t * (p2 - p0 + t * (2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3 + t * (3.0 * (p1 - p2) + p3 - p0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heights(size: usize, f: impl Fn(f32, f32) -> f32) -> Heights {
        let at = |k: usize| 2.0 * k as f32 / (size - 1) as f32 - 1.0;
        let drawn: Vec<f32> = (0..size * size).map(|k| f(at(k % size), at(k / size))).collect();
        let mut heights = Heights::default();
        heights.set(size, &drawn);
        heights
    }

    #[test]
    fn the_mesh_passes_through_every_point_of_grids_that_divide_it() {
        for size in [9, 17, 33, 65, 129] {
            let wave = |a: f32, b: f32| 0.5 + 0.4 * a * b + 0.1 * a;
            let surface = heights(size, wave);
            assert_eq!(surface.side(), 129);
            for k in 0..size * size {
                let at = |k: usize| 2.0 * k as f32 / (size - 1) as f32 - 1.0;
                let (a, b) = (at(k % size), at(k / size));
                assert!((surface.at(a, b).unwrap() - wave(a, b)).abs() < 1e-5, "{size} {a} {b}");
            }
        }
    }

    #[test]
    fn a_coarse_bowl_is_smooth_between_its_points() {
        let bowl = |a: f32, b: f32| 0.5 * (a * a + b * b);
        let surface = heights(9, bowl);
        for k in 0..100 {
            let a = -0.95 + 0.019 * k as f32;
            assert!((surface.at(a, 0.37).unwrap() - bowl(a, 0.37)).abs() < 0.012, "{a}");
        }
    }

    #[test]
    fn a_cliff_does_not_ring() {
        let surface = heights(9, |a, _| if a < 0.1 { 0.2 } else { 0.8 });
        assert!(surface.mesh().iter().all(|h| (0.2 - 1e-6..=0.8 + 1e-6).contains(h)));
    }

    #[test]
    fn a_hole_stays_within_its_cells() {
        let surface = heights(9, |a, b| if a > 0.9 && b > 0.9 { f32::NAN } else { 0.5 });
        assert_eq!(surface.at(0.95, 0.95), None);
        assert_eq!(surface.at(0.7, 0.7), Some(0.5));
        assert_eq!(surface.mesh().iter().filter(|&&h| h == HOLE).count(), 16 * 16);
        assert!(heights(9, |_, _| f32::NAN).mesh().iter().all(|&h| h == HOLE));
        assert!(surface.has_holes() && !heights(9, |_, _| 0.5).has_holes());
    }

    #[test]
    fn a_hill_hides_what_lies_behind_it_and_from_above_nothing_is_hidden() {
        let ridge = heights(65, |a, _| if a.abs() < 0.2 { 0.8 } else { 0.1 });
        let toward = [0.9, 0.0, 0.436];
        assert_eq!(ridge.visibility([-0.5, 0.0, 0.1], toward), 0.0);
        assert_eq!(ridge.visibility([0.5, 0.0, 0.1], toward), 1.0);
        assert_eq!(ridge.visibility([-0.5, 0.0, 0.1], [0.0, 0.0, 1.0]), 1.0);
    }

    #[test]
    fn a_grid_of_the_wrong_size_leaves_no_surface() {
        let mut surface = heights(9, |_, _| 0.5);
        for (size, drawn) in [(0, vec![]), (1, vec![0.5]), (3, vec![0.5; 8]), (usize::MAX, vec![0.5; 8])] {
            surface.set(size, &drawn);
            assert_eq!((surface.side(), surface.at(0.0, 0.0)), (0, None));
        }
        surface.set(700, &vec![0.5; 490_000]);
        assert_eq!(surface.side(), FINEST);
    }
}
