//! The projection from world coordinates to the canvas, for labels and for the graphics card.

/// The projection: a camera with a canvas.
#[derive(Clone, Debug)]
pub struct View {
    /// Canvas in CSS pixels.
    pub size: [f32; 2],
    pub(super) right: [f32; 3],
    pub(super) up: [f32; 3],
    /// Direction from the target to the eye.
    pub(super) toward: [f32; 3],
    pub(super) target: [f32; 3],
    /// Distance from the target to the eye.
    pub(super) distance: f32,
    /// CSS pixels per unit of tangent.
    pub(super) scale: f32,
    /// The position of the target on the canvas, in CSS pixels.
    pub(super) centre: [f32; 2],
}

/// Nothing lies farther than this from the target.
const REACH: f32 = 4.0;

impl View {
    /// The position of a world point on the canvas: CSS pixels from the top left.
    pub fn project(&self, point: [f32; 3]) -> [f32; 2] {
        let [across, upright] = self.tangents(point);
        [self.centre[0] + self.scale * across, self.centre[1] - self.scale * upright]
    }

    /// The projection for the graphics card, from world to clip coordinates, column by column.
    pub fn matrix(&self) -> [f32; 16] {
        let [width, height] = self.size;
        let [sx, sy] = [2.0 * self.scale / width, 2.0 * self.scale / height];
        let [cx, cy] = [2.0 * self.centre[0] / width - 1.0, 1.0 - 2.0 * self.centre[1] / height];
        let [depth, offset] = self.depth();
        let mut columns = [0.0; 16];
        let shifts = [self.right, self.up, self.toward].map(|axis| dot(axis, self.target));
        let mut put = |column: usize, right: f32, up: f32, toward: f32, one: f32| {
            let w = self.distance * one - toward;
            columns[4 * column] = sx * right + cx * w;
            columns[4 * column + 1] = sy * up + cy * w;
            columns[4 * column + 2] = depth * w + offset * one;
            columns[4 * column + 3] = w;
        };
        for k in 0..3 {
            put(k, self.right[k], self.up[k], self.toward[k], 0.0);
        }
        put(3, -shifts[0], -shifts[1], -shifts[2], 1.0);
        columns
    }

    /// `[a, b]` such that the depth at distance w is a + b / w.
    pub fn depth(&self) -> [f32; 2] {
        let (near, far) = (self.distance - REACH, self.distance + REACH);
        [(far + near) / (far - near), -2.0 * far * near / (far - near)]
    }

    /// Distance of a world point from the eye, along the line of sight.
    pub fn distance_to(&self, point: [f32; 3]) -> f32 {
        self.distance - dot(self.toward, [0, 1, 2].map(|k| point[k] - self.target[k]))
    }

    /// Unit vectors to the right, up and toward the eye.
    pub fn basis(&self) -> [[f32; 3]; 3] {
        [self.right, self.up, self.toward]
    }

    fn tangents(&self, point: [f32; 3]) -> [f32; 2] {
        let from_target = [0, 1, 2].map(|k| point[k] - self.target[k]);
        let distance = self.distance - dot(self.toward, from_target);
        [dot(self.right, from_target) / distance, dot(self.up, from_target) / distance]
    }

    /// Half the width, and the lowest and highest of the points, as tangents.
    pub(super) fn bounds(&self, points: impl Iterator<Item = [f32; 3]>) -> [f32; 3] {
        let widen = |[width, low, high]: [f32; 3], [x, y]: [f32; 2]| [width.max(x.abs()), low.min(y), high.max(y)];
        points.map(|point| self.tangents(point)).fold([0.0, f32::MAX, f32::MIN], widen)
    }
}

fn dot(one: [f32; 3], other: [f32; 3]) -> f32 {
    one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
}
