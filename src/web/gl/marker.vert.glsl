#version 300 es
// A marker of fixed size in pixels that faces the viewer.
precision highp float;

layout(location = 0) in vec4 marker; // a, b, height, kind + 0.9 * visibility

uniform mat4 projection;
uniform float boxHeight;
uniform vec2 canvas; // pixels
uniform float unit; // pixels per CSS pixel

out vec2 offset; // CSS pixels from the middle, y upwards
flat out int kind;
flat out float seen;

const float REACH = 14.0;

void main() {
    vec4 clip = projection * vec4(marker.xy, marker.z * boxHeight, 1.0);
    offset = REACH * (2.0 * vec2(gl_VertexID & 1, gl_VertexID >> 1) - 1.0);
    kind = int(marker.w + 0.05);
    seen = clamp((marker.w - float(kind)) / 0.9, 0.0, 1.0);
    gl_Position = vec4(clip.xy / clip.w + offset * unit / (0.5 * canvas), 0.0, 1.0);
}
