//! The sheet of triangles. Points carry no data: the shader finds place and height from their number, so that the
//! triangles are made once for each size of mesh and a new surface is only a new texture.

use glow::HasContext;

/// Triangles over a square of points.
pub struct Mesh {
    array: glow::VertexArray,
    indices: glow::Buffer,
    side: usize,
    count: usize,
}

impl Mesh {
    /// A mesh with `side` points along each side.
    pub fn new(gl: &glow::Context, side: usize) -> Result<Self, String> {
        let triangles = triangles(side);
        // SAFETY: plain set-up calls on a live context object; the bytes are those of a slice that outlives the call.
        unsafe {
            let array = gl.create_vertex_array()?;
            let indices = gl.create_buffer()?;
            gl.bind_vertex_array(Some(array));
            gl.bind_buffer(glow::ELEMENT_ARRAY_BUFFER, Some(indices));
            let bytes = core::slice::from_raw_parts(triangles.as_ptr().cast::<u8>(), size_of_val(&triangles[..]));
            gl.buffer_data_u8_slice(glow::ELEMENT_ARRAY_BUFFER, bytes, glow::STATIC_DRAW);
            gl.bind_vertex_array(None);
            Ok(Self { array, indices, side, count: triangles.len() })
        }
    }

    /// Points along each side.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Draws it.
    pub fn draw(&self, gl: &glow::Context) {
        // SAFETY: the index buffer holds `count` indices and is bound to the array.
        unsafe {
            gl.bind_vertex_array(Some(self.array));
            gl.draw_elements(glow::TRIANGLES, self.count as i32, glow::UNSIGNED_INT, 0);
        }
    }

    /// Releases the buffers.
    pub fn delete(&self, gl: &glow::Context) {
        // SAFETY: the objects belong to this mesh alone.
        unsafe {
            gl.delete_vertex_array(self.array);
            gl.delete_buffer(self.indices);
        }
    }
}

/// Two triangles for each cell, counter-clockwise from above; the diagonal alternates, so that slopes in both
/// directions look alike.
fn triangles(side: usize) -> Vec<u32> {
    let cells = side.saturating_sub(1);
    let mut indices = Vec::with_capacity(6 * cells * cells);
    for row in 0..cells {
        for column in 0..cells {
            let p = (row * side + column) as u32;
            let [a, b, c, d] = [p, p + 1, p + side as u32 + 1, p + side as u32];
            indices.extend(if (row + column) % 2 == 0 { [a, b, c, a, c, d] } else { [a, b, d, b, c, d] });
        }
    }
    indices
}
