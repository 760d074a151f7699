//! Draws scenes. The [`Renderer`] holds what all scenes share, a [`SceneBuffers`] the buffers of one scene on the graphics
//! card.

use super::LOST;
use super::glsl::shader;
use super::mesh::Mesh;
use super::program::Program;
use super::strip::Strip;
use crate::draw::surface::camera::BOX_HEIGHT;
use crate::draw::surface::look::{
    CASING_WIDTH, CONTOURS, CORE_WIDTH, FRAME_WIDTH, HATCH, HIDDEN_EXTRA, LINE_PULL, light,
};
use crate::draw::surface::scene::{Scene, Versions};
use crate::draw::surface::theme::{
    ALARM, BALL, CASING, Colour, MARK_SEEN_THROUGH, PATH_NEW, PATH_OLD, SEEN_THROUGH, Theme, others,
};
use crate::draw::surface::view::View;
use js_sys::Float32Array;
use web_sys::{WebGl2RenderingContext as Gl, WebGlTexture};

/// Shaders and triangle meshes.
pub struct Renderer {
    surface: Program,
    ribbon: Program,
    marker: Program,
    /// One mesh per size in use, including those of surfaces that are still being refined.
    meshes: Vec<Mesh>,
}

/// The buffers of a scene on the graphics card.
pub struct SceneBuffers {
    heights: WebGlTexture,
    side: usize,
    line: Strip,
    others: Strip,
    frame: Strip,
    markers: Strip,
    sent: Versions,
}

/// The box is pushed back a little, so that at the border the surface is drawn in front of it.
const FRAME_PULL: f32 = -0.02;

impl Renderer {
    /// Compiles the shaders.
    pub fn new(gl: &Gl) -> Result<Self, String> {
        let surface = [shader!("surface.vert.glsl"), shader!("surface.frag.glsl")];
        let ribbon = [shader!("ribbon.vert.glsl"), shader!("ribbon.frag.glsl")];
        let marker = [shader!("marker.vert.glsl"), shader!("marker.frag.glsl")];
        Ok(Self {
            surface: Program::new(
                gl,
                surface,
                &["projection", "boxHeight", "side", "heights", "light", "toward", "levels", "pixel", "cut", "ground"],
            )?,
            ribbon: Program::new(
                gl,
                ribbon,
                &[
                    "projection",
                    "boxHeight",
                    "canvas",
                    "halfWidth",
                    "pull",
                    "depth",
                    "first",
                    "second",
                    "opacity",
                    "numbered",
                    "inks",
                    "hard",
                ],
            )?,
            marker: Program::new(
                gl,
                marker,
                &["projection", "boxHeight", "canvas", "unit", "seenThrough", "ball", "casing", "alarm", "inks"],
            )?,
            meshes: Vec::new(),
        })
    }

    /// Draws a prepared scene on a canvas with `unit` pixels to a CSS pixel.
    pub fn draw(&mut self, gl: &Gl, buffers: &mut SceneBuffers, scene: &Scene, view: &View, unit: f32, theme: Theme) {
        buffers.upload(gl, scene);
        let canvas = view.size.map(|side| side * unit);
        let matrix = view.matrix();
        gl.viewport(0, 0, canvas[0] as i32, canvas[1] as i32);
        let [red, green, blue, _] = theme.background;
        gl.clear_color(red, green, blue, 1.0);
        gl.depth_mask(true);
        gl.clear(Gl::COLOR_BUFFER_BIT | Gl::DEPTH_BUFFER_BIT | Gl::STENCIL_BUFFER_BIT);
        gl.enable(Gl::DEPTH_TEST);
        gl.depth_func(Gl::LEQUAL);
        gl.disable(Gl::BLEND);
        gl.disable(Gl::STENCIL_TEST);
        self.draw_surface(gl, buffers, view, &matrix, (unit, scene.is_cut()));

        gl.enable(Gl::BLEND);
        gl.blend_func(Gl::SRC_ALPHA, Gl::ONE_MINUS_SRC_ALPHA);
        gl.depth_mask(false);
        if scene.heights().has_holes() {
            let [red, green, blue, _] = theme.strong;
            self.surface.set(gl, "ground", &[red, green, blue, HATCH]);
            self.draw_mesh(gl, buffers.side);
        }
        let pen = Pen { gl, program: &self.ribbon, unit };
        pen.activate(&matrix, view, canvas);
        pen.draw(&buffers.frame, FRAME_WIDTH, FRAME_PULL, [theme.quiet, theme.strong]);

        // What hills hide is drawn first and faint; each pixel only once, although segments overlap.
        hidden_pass(gl, true);
        pen.program.set(gl, "opacity", &[SEEN_THROUGH]);
        pen.program.set_whole(gl, "hard", 1);
        pen.draw(&buffers.line, CORE_WIDTH + HIDDEN_EXTRA, LINE_PULL, [PATH_OLD, PATH_NEW]);
        pen.draw_in_inks(&buffers.others, CORE_WIDTH + HIDDEN_EXTRA);
        hidden_pass(gl, false);

        pen.activate(&matrix, view, canvas);
        pen.draw(&buffers.others, CASING_WIDTH, LINE_PULL, [CASING; 2]);
        pen.draw_in_inks(&buffers.others, CORE_WIDTH);
        pen.draw(&buffers.line, CASING_WIDTH, LINE_PULL, [CASING; 2]);
        pen.draw(&buffers.line, CORE_WIDTH, LINE_PULL, [PATH_OLD, PATH_NEW]);
        self.draw_markers(gl, buffers, view, &matrix, unit);
    }

    /// Releases everything.
    pub fn delete(&self, gl: &Gl) {
        for program in [&self.surface, &self.ribbon, &self.marker] {
            program.delete(gl);
        }
        for mesh in &self.meshes {
            mesh.delete(gl);
        }
    }

    fn draw_surface(
        &mut self,
        gl: &Gl,
        buffers: &SceneBuffers,
        view: &View,
        matrix: &[f32; 16],
        (unit, cut): (f32, bool),
    ) {
        if buffers.side < 2 {
            return;
        }
        let [_, _, toward] = view.basis();
        let program = &self.surface;
        program.activate(gl);
        program.set(gl, "projection", matrix);
        program.set(gl, "boxHeight", &[BOX_HEIGHT]);
        program.set(gl, "light", &light(view));
        program.set(gl, "toward", &toward);
        program.set(gl, "levels", &[CONTOURS]);
        program.set(gl, "pixel", &[unit]);
        program.set_whole(gl, "cut", i32::from(cut));
        program.set(gl, "ground", &[0.0; 4]);
        program.set_whole(gl, "side", buffers.side as i32);
        program.set_whole(gl, "heights", 0);
        gl.active_texture(Gl::TEXTURE0);
        gl.bind_texture(Gl::TEXTURE_2D, Some(&buffers.heights));
        if self.meshes.iter().all(|mesh| mesh.side() != buffers.side) {
            self.meshes.extend(Mesh::new(gl, buffers.side));
        }
        self.draw_mesh(gl, buffers.side);
    }

    fn draw_mesh(&self, gl: &Gl, side: usize) {
        if let Some(mesh) = self.meshes.iter().find(|mesh| mesh.side() == side) {
            mesh.draw(gl);
        }
    }

    fn draw_markers(&self, gl: &Gl, buffers: &SceneBuffers, view: &View, matrix: &[f32; 16], unit: f32) {
        let program = &self.marker;
        program.activate(gl);
        program.set(gl, "projection", matrix);
        program.set(gl, "boxHeight", &[BOX_HEIGHT]);
        program.set(gl, "canvas", &view.size.map(|side| side * unit));
        program.set(gl, "unit", &[unit]);
        program.set(gl, "seenThrough", &[MARK_SEEN_THROUGH]);
        program.set(gl, "ball", &BALL);
        program.set(gl, "casing", &CASING);
        program.set(gl, "alarm", &ALARM);
        program.set_colours(gl, "inks", &others());
        // A marker is hidden or visible as a whole, decided at its centre: half a ball would be hard to find.
        gl.disable(Gl::DEPTH_TEST);
        buffers.markers.draw(gl);
    }
}

/// With `hidden`, draws what lies behind the surface instead of in front of it.
fn hidden_pass(gl: &Gl, hidden: bool) {
    if hidden {
        gl.depth_func(Gl::GREATER);
        gl.enable(Gl::STENCIL_TEST);
        gl.stencil_func(Gl::EQUAL, 0, 0xff);
        gl.stencil_op(Gl::KEEP, Gl::KEEP, Gl::INCR);
    } else {
        gl.depth_func(Gl::LEQUAL);
        gl.disable(Gl::STENCIL_TEST);
    }
}

/// The active ribbon program.
struct Pen<'a> {
    gl: &'a Gl,
    program: &'a Program,
    unit: f32,
}

impl Pen<'_> {
    /// Activates the ribbon program, at full opacity and with soft edges.
    fn activate(&self, matrix: &[f32; 16], view: &View, canvas: [f32; 2]) {
        let Self { gl, program, .. } = self;
        program.activate(gl);
        program.set(gl, "projection", matrix);
        program.set(gl, "boxHeight", &[BOX_HEIGHT]);
        program.set(gl, "canvas", &canvas);
        program.set(gl, "depth", &view.depth());
        program.set(gl, "opacity", &[1.0]);
        program.set_whole(gl, "hard", 0);
    }

    /// Draws a strip of the scene's other lines in their own inks.
    fn draw_in_inks(&self, strip: &Strip, half_width: f32) {
        let Self { gl, program, .. } = self;
        program.set_whole(gl, "numbered", 1);
        program.set_colours(gl, "inks", &others());
        self.draw(strip, half_width, LINE_PULL, [CASING; 2]);
        program.set_whole(gl, "numbered", 0);
    }

    /// Draws a strip whose colour runs from the first to the second along it.
    fn draw(&self, strip: &Strip, half_width: f32, pull: f32, [first, second]: [Colour; 2]) {
        let Self { gl, program, unit } = self;
        program.set(gl, "halfWidth", &[half_width * unit]);
        program.set(gl, "pull", &[pull]);
        program.set(gl, "first", &first);
        program.set(gl, "second", &second);
        strip.draw(gl);
    }
}

impl SceneBuffers {
    /// An empty buffers.
    pub fn new(gl: &Gl) -> Result<Self, String> {
        let heights = gl.create_texture().ok_or(LOST)?;
        gl.bind_texture(Gl::TEXTURE_2D, Some(&heights));
        for (key, value) in [
            (Gl::TEXTURE_MIN_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_MAG_FILTER, Gl::NEAREST),
            (Gl::TEXTURE_WRAP_S, Gl::CLAMP_TO_EDGE),
            (Gl::TEXTURE_WRAP_T, Gl::CLAMP_TO_EDGE),
        ] {
            gl.tex_parameteri(Gl::TEXTURE_2D, key, value as i32);
        }
        Ok(Self {
            heights,
            side: 0,
            line: Strip::of_pairs(gl)?,
            others: Strip::of_pairs(gl)?,
            frame: Strip::of_pairs(gl)?,
            markers: Strip::of_points(gl)?,
            sent: Versions::default(),
        })
    }

    /// Releases everything.
    pub fn delete(&self, gl: &Gl) {
        gl.delete_texture(Some(&self.heights));
        for strip in [&self.line, &self.others, &self.frame, &self.markers] {
            strip.delete(gl);
        }
    }

    /// Uploads what has changed since the last call.
    fn upload(&mut self, gl: &Gl, scene: &Scene) {
        let now = scene.versions();
        if now.heights != self.sent.heights {
            self.upload_heights(gl, scene.heights().side(), scene.heights().mesh());
        }
        if now.line != self.sent.line {
            self.line.fill(gl, scene.line());
        }
        if now.others != self.sent.others {
            self.others.fill(gl, scene.others());
        }
        if now.frame != self.sent.frame {
            self.frame.fill(gl, scene.frame());
        }
        // Only a few points, which change with the viewer.
        self.markers.fill(gl, scene.markers());
        self.sent = now;
    }

    fn upload_heights(&mut self, gl: &Gl, side: usize, mesh: &[f32]) {
        let resized = self.side != side;
        self.side = side;
        if side < 2 {
            return;
        }
        let size = side as i32;
        // SAFETY: the view is of memory that does not move during the call, and is dropped after it.
        let pixels = unsafe { Float32Array::view(mesh) };
        let target = Gl::TEXTURE_2D;
        gl.bind_texture(target, Some(&self.heights));
        let sent = if resized {
            gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
                target,
                0,
                Gl::R32F as i32,
                size,
                size,
                0,
                Gl::RED,
                Gl::FLOAT,
                Some(&pixels),
            )
        } else {
            gl.tex_sub_image_2d_with_i32_and_i32_and_u32_and_type_and_opt_array_buffer_view(
                target,
                0,
                0,
                0,
                size,
                size,
                Gl::RED,
                Gl::FLOAT,
                Some(&pixels),
            )
        };
        debug_assert!(sent.is_ok(), "the mesh holds side * side numbers");
    }
}
