//! The triangle mesh. Its points carry no data: the shader derives position and height from their index. So the
//! triangles are built once per mesh size, and a new surface is only a new texture.

use super::LOST;
use js_sys::Uint32Array;
use web_sys::{WebGl2RenderingContext as Gl, WebGlBuffer, WebGlVertexArrayObject};

/// Triangles over a square grid of points.
pub struct Mesh {
    array: WebGlVertexArrayObject,
    indices: WebGlBuffer,
    side: usize,
    count: usize,
}

impl Mesh {
    /// A mesh with `side` points along each side.
    pub fn new(gl: &Gl, side: usize) -> Result<Self, String> {
        let triangles = triangles(side);
        let array = gl.create_vertex_array().ok_or(LOST)?;
        let indices = gl.create_buffer().ok_or(LOST)?;
        gl.bind_vertex_array(Some(&array));
        gl.bind_buffer(Gl::ELEMENT_ARRAY_BUFFER, Some(&indices));
        // SAFETY: the view is of memory that does not move during the call, and is dropped after it.
        let view = unsafe { Uint32Array::view(&triangles) };
        gl.buffer_data_with_array_buffer_view(Gl::ELEMENT_ARRAY_BUFFER, &view, Gl::STATIC_DRAW);
        gl.bind_vertex_array(None);
        Ok(Self { array, indices, side, count: triangles.len() })
    }

    /// Points along each side.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Draws the triangles.
    pub fn draw(&self, gl: &Gl) {
        gl.bind_vertex_array(Some(&self.array));
        gl.draw_elements_with_i32(Gl::TRIANGLES, self.count as i32, Gl::UNSIGNED_INT, 0);
    }

    /// Releases the buffers.
    pub fn delete(&self, gl: &Gl) {
        gl.delete_vertex_array(Some(&self.array));
        gl.delete_buffer(Some(&self.indices));
    }
}

/// Two triangles per cell, counter-clockwise from above. The diagonal alternates, so that slopes in both directions
/// look alike.
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
