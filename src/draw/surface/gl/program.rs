//! A linked pair of shaders with its uniforms, looked up once.

use super::super::theme::Colour;
use glow::HasContext;

/// Shaders ready to draw.
pub struct Program {
    program: glow::Program,
    uniforms: Vec<(&'static str, glow::UniformLocation)>,
}

impl Program {
    /// Compiles and links. The error is the compiler's message, or that the context is lost.
    pub fn new(gl: &glow::Context, shaders: [&str; 2], names: &[&'static str]) -> Result<Self, String> {
        // SAFETY: `gl` calls only need a live context object; a lost one answers with nothing, which is handled.
        unsafe {
            let program = gl.create_program()?;
            let mut parts = Vec::new();
            for (kind, source) in [glow::VERTEX_SHADER, glow::FRAGMENT_SHADER].into_iter().zip(shaders) {
                let shader = gl.create_shader(kind)?;
                gl.shader_source(shader, source);
                gl.compile_shader(shader);
                gl.attach_shader(program, shader);
                parts.push(shader);
            }
            gl.link_program(program);
            if !gl.get_program_link_status(program) {
                let mut message = gl.get_program_info_log(program);
                for &shader in &parts {
                    message += &gl.get_shader_info_log(shader);
                }
                return Err(format!("The graphics driver refuses a shader: {message}"));
            }
            for shader in parts {
                gl.detach_shader(program, shader);
                gl.delete_shader(shader);
            }
            let find = |&name: &&'static str| gl.get_uniform_location(program, name).map(|place| (name, place));
            Ok(Self { program, uniforms: names.iter().filter_map(find).collect() })
        }
    }

    /// Makes this the program that draws.
    pub fn activate(&self, gl: &glow::Context) {
        // SAFETY: as in `new`.
        unsafe { gl.use_program(Some(self.program)) }
    }

    /// Sets a uniform of one to four numbers, or a matrix of sixteen, of the active program.
    pub fn set(&self, gl: &glow::Context, name: &str, values: &[f32]) {
        let place = self.place(name);
        // SAFETY: as in `new`; the lengths match the calls.
        unsafe {
            match values {
                [x] => gl.uniform_1_f32(place, *x),
                [x, y] => gl.uniform_2_f32(place, *x, *y),
                [x, y, z] => gl.uniform_3_f32(place, *x, *y, *z),
                [x, y, z, w] => gl.uniform_4_f32(place, *x, *y, *z, *w),
                matrix => gl.uniform_matrix_4_f32_slice(place, false, matrix),
            }
        }
    }

    /// Sets a list of colours of the active program.
    pub fn set_colours(&self, gl: &glow::Context, name: &str, colours: &[Colour]) {
        // SAFETY: as in `new`.
        unsafe { gl.uniform_4_f32_slice(self.place(name), colours.as_flattened()) }
    }

    /// Sets a whole or boolean uniform of the active program.
    pub fn set_whole(&self, gl: &glow::Context, name: &str, value: i32) {
        // SAFETY: as in `new`.
        unsafe { gl.uniform_1_i32(self.place(name), value) }
    }

    /// Releases the program.
    pub fn delete(&self, gl: &glow::Context) {
        // SAFETY: as in `new`.
        unsafe { gl.delete_program(self.program) }
    }

    fn place(&self, name: &str) -> Option<&glow::UniformLocation> {
        self.uniforms.iter().find(|(known, _)| *known == name).map(|(_, place)| place)
    }
}
