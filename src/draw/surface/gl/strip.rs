//! A buffer of points, drawn as one small rectangle for each point or for each pair of neighbours.

use glow::HasContext;

/// Points on the graphics card. The buffer grows by doubling and is filled anew without being made anew.
pub struct Strip {
    array: glow::VertexArray,
    buffer: glow::Buffer,
    pairs: bool,
    capacity: usize,
    count: usize,
}

const BYTES_PER_POINT: usize = 16;

impl Strip {
    /// A strip in which each rectangle belongs to a point (attribute 0).
    pub fn of_points(gl: &glow::Context) -> Result<Self, String> {
        Self::new(gl, false)
    }

    /// A strip in which each rectangle belongs to a point and the next one (attributes 0 and 1).
    pub fn of_pairs(gl: &glow::Context) -> Result<Self, String> {
        Self::new(gl, true)
    }

    /// Replaces the points.
    pub fn fill(&mut self, gl: &glow::Context, points: &[[f32; 4]]) {
        self.count = points.len();
        if points.is_empty() {
            return;
        }
        // SAFETY: the slice is only read during the calls; `f32` has no padding and any bytes will do.
        unsafe {
            gl.bind_buffer(glow::ARRAY_BUFFER, Some(self.buffer));
            if self.count > self.capacity {
                self.capacity = self.count.next_power_of_two();
                let bytes = (self.capacity * BYTES_PER_POINT) as i32;
                gl.buffer_data_size(glow::ARRAY_BUFFER, bytes, glow::DYNAMIC_DRAW);
            }
            let bytes = core::slice::from_raw_parts(points.as_ptr().cast::<u8>(), size_of_val(points));
            gl.buffer_sub_data_u8_slice(glow::ARRAY_BUFFER, 0, bytes);
        }
    }

    /// Draws all rectangles with the active program.
    pub fn draw(&self, gl: &glow::Context) {
        let instances = if self.pairs { self.count.saturating_sub(1) } else { self.count };
        if instances > 0 {
            // SAFETY: the buffer holds `count` points; a pair's second one is read one point further on.
            unsafe {
                gl.bind_vertex_array(Some(self.array));
                gl.draw_arrays_instanced(glow::TRIANGLE_STRIP, 0, 4, instances as i32);
            }
        }
    }

    /// Releases the buffer.
    pub fn delete(&self, gl: &glow::Context) {
        // SAFETY: the objects belong to this strip alone.
        unsafe {
            gl.delete_vertex_array(self.array);
            gl.delete_buffer(self.buffer);
        }
    }

    fn new(gl: &glow::Context, pairs: bool) -> Result<Self, String> {
        // SAFETY: plain set-up calls on a live context object.
        unsafe {
            let array = gl.create_vertex_array()?;
            let buffer = gl.create_buffer()?;
            gl.bind_vertex_array(Some(array));
            gl.bind_buffer(glow::ARRAY_BUFFER, Some(buffer));
            for attribute in 0..=u32::from(pairs) {
                let offset = attribute as i32 * BYTES_PER_POINT as i32;
                gl.enable_vertex_attrib_array(attribute);
                gl.vertex_attrib_pointer_f32(attribute, 4, glow::FLOAT, false, BYTES_PER_POINT as i32, offset);
                gl.vertex_attrib_divisor(attribute, 1);
            }
            gl.bind_vertex_array(None);
            Ok(Self { array, buffer, pairs, capacity: 0, count: 0 })
        }
    }
}
