//! The trajectory on the surface. Long steps are cut into short segments, so that the line follows every hill between
//! two points instead of passing through it.

use super::heights::Heights;

/// A point of the line: a, b, height, and its age from 0 (start) to 1 (current).
pub type PathPoint = [f32; 4];

/// The height that marks a break in the line.
pub const GAP: f32 = -9.0;

/// Longest and shortest segment of the line, in units of the plane.
const MAX_SEGMENT: f32 = 1.0 / 48.0;
const MIN_SEGMENT: f32 = 1.0 / 2048.0;
/// A path that swings back and forth for thousands of steps gets longer segments instead of more of them.
const MAX_POINTS: f32 = 6000.0;

/// Drapes the path `[a, b, loss] * k` over the surface and writes it into `line`. Parts outside the square or over a
/// hole are left out.
pub fn drape(path: &[f32], heights: &Heights, line: &mut Vec<PathPoint>) {
    line.clear();
    let count = path.len() / 3;
    let point = |k: usize| [path[3 * k], path[3 * k + 1]];
    let length: f32 = (1..count).map(|k| distance(point(k - 1), point(k))).filter(|d| d.is_finite()).sum();
    let piece = MAX_SEGMENT.max(length.min(1e6) / MAX_POINTS);
    let mut pen = Pen { line, drawing: false };
    let mut from = [f32::NAN; 2];
    for k in 0..count {
        let to = point(k);
        let step = distance(from, to);
        if step < MIN_SEGMENT && k + 1 < count {
            continue;
        }
        // Without a previous point, or if a step goes far outside the square, only its end counts.
        let pieces = if step <= 8.0 { ((step / piece) as usize + 1).min(1000) } else { 1 };
        for part in 1..=pieces {
            let t = part as f32 / pieces as f32;
            let [a, b] = if part == pieces { to } else { [0, 1].map(|axis| from[axis] + t * (to[axis] - from[axis])) };
            let age = (k as f32 + t - 1.0).max(0.0) / (count - 1).max(1) as f32;
            pen.move_to(a, b, heights.at(a, b), age);
        }
        from = to;
    }
}

/// Cuts a draped line into dashes: `on` and `off` are lengths in the plane, and every point gets `mark` in place of its
/// age. After a gap in the line, the pattern starts again with a dash.
pub fn dash(line: &[PathPoint], [on, off]: [f32; 2], mark: f32, dashed: &mut Vec<PathPoint>) {
    let (mut gone, mut last) = (0.0, None);
    for &[a, b, height, _] in line {
        if height == GAP {
            (gone, last) = (0.0, None);
            dashed.push([a, b, GAP, mark]);
            continue;
        }
        let before = gone;
        gone += last.map_or(0.0, |from| distance(from, [a, b]));
        last = Some([a, b]);
        if off == 0.0 || gone % (on + off) <= on {
            dashed.push([a, b, height, mark]);
        } else if before % (on + off) <= on {
            dashed.push([a, b, GAP, mark]);
        }
    }
    dashed.push([0.0, 0.0, GAP, mark]);
}

struct Pen<'a> {
    line: &'a mut Vec<PathPoint>,
    drawing: bool,
}

impl Pen<'_> {
    fn move_to(&mut self, a: f32, b: f32, height: Option<f32>, age: f32) {
        match height {
            Some(height) => self.line.push([a, b, height, age]),
            None if self.drawing => self.line.push([0.0, 0.0, GAP, age]),
            None => {}
        }
        self.drawing = height.is_some();
    }
}

fn distance(one: [f32; 2], other: [f32; 2]) -> f32 {
    let [da, db] = [one[0] - other[0], one[1] - other[1]];
    (da * da + db * db).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(path: &[f32]) -> Vec<PathPoint> {
        let mut heights = Heights::default();
        heights.set(3, &[0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 1.0, 1.0, f32::NAN]);
        let mut line = Vec::new();
        drape(path, &heights, &mut line);
        line
    }

    #[test]
    fn a_long_step_is_cut_into_pieces_that_lie_on_the_surface() {
        let line = laid(&[-0.5, -0.9, 9.0, -0.5, 0.9, 9.0]);
        assert!(line.len() > 80);
        for [a, b, height, _] in line {
            assert!(a == -0.5 && (height - 0.5 * (b + 1.0)).abs() < 2e-3, "{b} {height}");
        }
    }

    #[test]
    fn the_line_breaks_outside_the_square_and_over_holes() {
        let gaps = |line: Vec<PathPoint>| line.iter().filter(|point| point[2] == GAP).count();
        assert_eq!(gaps(laid(&[0.0, 0.0, 0.0, -1.5, 0.0, 0.0, -0.5, 0.0, 0.0])), 1);
        assert_eq!(gaps(laid(&[0.5, -0.5, 0.0, 0.5, 0.5, 0.0, -0.5, 0.9, 0.0])), 1);
        assert!(laid(&[3.0, 0.0, 0.0, 4.0, 4.0, 0.0]).is_empty());
    }

    #[test]
    fn dashes_cover_their_share_of_the_line() {
        let line = laid(&[-0.9, -0.9, 0.0, -0.9, 0.9, 0.0]);
        let mut dashed = Vec::new();
        dash(&line, [0.1, 0.05], 3.0, &mut dashed);
        let pieces = |line: &[PathPoint]| line.windows(2).filter(|ends| ends.iter().all(|p| p[2] != GAP)).count();
        let share = pieces(&dashed) as f64 / pieces(&line) as f64;
        assert!((0.5..0.75).contains(&share), "{share}");
        assert!(dashed.iter().all(|point| point[3] == 3.0) && dashed.last().is_some_and(|point| point[2] == GAP));
        dashed.clear();
        dash(&line, [0.1, 0.0], 3.0, &mut dashed);
        assert_eq!(pieces(&dashed), pieces(&line));
    }

    #[test]
    fn ends_are_exact_and_ages_rise() {
        let line = laid(&[-0.9, -0.9, 0.0, -0.1, -0.2, 0.0, -0.1, -0.2, 0.0, -0.100_01, -0.2, 0.0]);
        assert_eq!(line[0][..2], [-0.9, -0.9]);
        assert_eq!(line[line.len() - 1][..2], [-0.100_01, -0.2]);
        assert!(line.windows(2).all(|pair| pair[0][3] <= pair[1][3]));
        assert_eq!((line[0][3], line[line.len() - 1][3]), (0.0, 1.0));
    }

    #[test]
    fn any_path_can_be_draped() {
        let mut wild = Vec::new();
        for k in 0..3000 {
            let side = if k % 2 == 0 { -0.9 } else { 0.9 };
            wild.extend([side, side * 0.5, 0.0]);
        }
        assert!(laid(&wild).len() < 12_000);
        laid(&[f32::NAN, 0.0, 0.0, 1e38, -1e38, 0.0, f32::INFINITY, 0.1, 0.0, 0.1, 0.1, 0.1, 0.5]);
        assert!(laid(&[0.1]).is_empty());
    }
}
