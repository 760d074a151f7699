//! A buffer of points, drawn as one small rectangle per point or per pair of neighbours.

use super::LOST;
use js_sys::Float32Array;
use web_sys::{WebGl2RenderingContext as Gl, WebGlBuffer, WebGlVertexArrayObject};

/// Points on the graphics card. The buffer doubles when full and is reused otherwise.
pub struct Strip {
    array: WebGlVertexArrayObject,
    buffer: WebGlBuffer,
    pairs: bool,
    capacity: usize,
    count: usize,
}

const BYTES_PER_POINT: usize = 16;

impl Strip {
    /// A strip with one rectangle per point (attribute 0).
    pub fn of_points(gl: &Gl) -> Result<Self, String> {
        Self::new(gl, false)
    }

    /// A strip with one rectangle per pair of consecutive points (attributes 0 and 1).
    pub fn of_pairs(gl: &Gl) -> Result<Self, String> {
        Self::new(gl, true)
    }

    /// Replaces the points.
    pub fn fill(&mut self, gl: &Gl, points: &[[f32; 4]]) {
        self.count = points.len();
        if points.is_empty() {
            return;
        }
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&self.buffer));
        if self.count > self.capacity {
            self.capacity = self.count.next_power_of_two();
            let bytes = (self.capacity * BYTES_PER_POINT) as i32;
            gl.buffer_data_with_i32(Gl::ARRAY_BUFFER, bytes, Gl::DYNAMIC_DRAW);
        }
        // SAFETY: the view is of memory that does not move during the call, and is dropped after it.
        let view = unsafe { Float32Array::view(points.as_flattened()) };
        gl.buffer_sub_data_with_i32_and_array_buffer_view(Gl::ARRAY_BUFFER, 0, &view);
    }

    /// Draws all rectangles with the active program.
    pub fn draw(&self, gl: &Gl) {
        let instances = if self.pairs { self.count.saturating_sub(1) } else { self.count };
        if instances > 0 {
            gl.bind_vertex_array(Some(&self.array));
            gl.draw_arrays_instanced(Gl::TRIANGLE_STRIP, 0, 4, instances as i32);
        }
    }

    /// Releases the buffer.
    pub fn delete(&self, gl: &Gl) {
        gl.delete_vertex_array(Some(&self.array));
        gl.delete_buffer(Some(&self.buffer));
    }

    fn new(gl: &Gl, pairs: bool) -> Result<Self, String> {
        let array = gl.create_vertex_array().ok_or(LOST)?;
        let buffer = gl.create_buffer().ok_or(LOST)?;
        gl.bind_vertex_array(Some(&array));
        gl.bind_buffer(Gl::ARRAY_BUFFER, Some(&buffer));
        for attribute in 0..=u32::from(pairs) {
            let offset = attribute as i32 * BYTES_PER_POINT as i32;
            gl.enable_vertex_attrib_array(attribute);
            // The second point of a pair is read one point further on.
            gl.vertex_attrib_pointer_with_i32(attribute, 4, Gl::FLOAT, false, BYTES_PER_POINT as i32, offset);
            gl.vertex_attrib_divisor(attribute, 1);
        }
        gl.bind_vertex_array(None);
        Ok(Self { array, buffer, pairs, capacity: 0, count: 0 })
    }
}
