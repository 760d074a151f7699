//! A linked pair of shaders, with its uniforms looked up once.

use super::LOST;
use crate::draw::surface::theme::Colour;
use web_sys::{WebGl2RenderingContext as Gl, WebGlProgram, WebGlUniformLocation};

/// Shaders ready to draw.
pub struct Program {
    program: WebGlProgram,
    uniforms: Vec<(&'static str, WebGlUniformLocation)>,
}

impl Program {
    /// Compiles and links. The error is the message of the compiler, or that the context is lost.
    pub fn new(gl: &Gl, shaders: [&str; 2], names: &[&'static str]) -> Result<Self, String> {
        let program = gl.create_program().ok_or(LOST)?;
        let mut parts = Vec::new();
        for (kind, source) in [Gl::VERTEX_SHADER, Gl::FRAGMENT_SHADER].into_iter().zip(shaders) {
            let shader = gl.create_shader(kind).ok_or(LOST)?;
            gl.shader_source(&shader, source);
            gl.compile_shader(&shader);
            gl.attach_shader(&program, &shader);
            parts.push(shader);
        }
        gl.link_program(&program);
        if !gl.get_program_parameter(&program, Gl::LINK_STATUS).is_truthy() {
            let mut message = gl.get_program_info_log(&program).unwrap_or_default();
            for shader in &parts {
                message += &gl.get_shader_info_log(shader).unwrap_or_default();
            }
            return Err(format!("The graphics driver refuses a shader: {message}"));
        }
        for shader in &parts {
            gl.detach_shader(&program, shader);
            gl.delete_shader(Some(shader));
        }
        let find = |&name: &&'static str| gl.get_uniform_location(&program, name).map(|place| (name, place));
        let uniforms = names.iter().filter_map(find).collect();
        Ok(Self { program, uniforms })
    }

    /// Makes this the active program.
    pub fn activate(&self, gl: &Gl) {
        gl.use_program(Some(&self.program));
    }

    /// Sets a uniform of the active program: one to four numbers, or a matrix of sixteen.
    pub fn set(&self, gl: &Gl, name: &str, values: &[f32]) {
        let place = self.location(name);
        match values {
            [x] => gl.uniform1f(place, *x),
            [x, y] => gl.uniform2f(place, *x, *y),
            [x, y, z] => gl.uniform3f(place, *x, *y, *z),
            [x, y, z, w] => gl.uniform4f(place, *x, *y, *z, *w),
            matrix => gl.uniform_matrix4fv_with_f32_array(place, false, matrix),
        }
    }

    /// Sets an array of colours of the active program.
    pub fn set_colours(&self, gl: &Gl, name: &str, colours: &[Colour]) {
        gl.uniform4fv_with_f32_array(self.location(name), colours.as_flattened());
    }

    /// Sets an integer or boolean uniform of the active program.
    pub fn set_whole(&self, gl: &Gl, name: &str, value: i32) {
        gl.uniform1i(self.location(name), value);
    }

    /// Releases the program.
    pub fn delete(&self, gl: &Gl) {
        gl.delete_program(Some(&self.program));
    }

    fn location(&self, name: &str) -> Option<&WebGlUniformLocation> {
        self.uniforms.iter().find(|(known, _)| *known == name).map(|(_, place)| place)
    }
}
