#version 300 es
// A line segment as a flat rectangle that faces the viewer, with its width in pixels.
precision highp float;

layout(location = 0) in vec4 from; // a, b, height, share of the second colour
layout(location = 1) in vec4 to;

uniform mat4 projection;
uniform float boxHeight;
uniform vec2 canvas; // pixels
uniform float halfWidth; // pixels
uniform float pull; // towards the eye
uniform vec2 depth; // depth at distance w is depth.x + depth.y / w

out vec2 along; // pixels from the start of the segment, pixels across
flat out float extent; // pixels
out float share;

vec3 onCanvas(vec4 point) {
    vec4 clip = projection * vec4(point.xy, point.z * boxHeight, 1.0);
    return vec3(0.5 * canvas * clip.xy / clip.w, depth.x + depth.y / (clip.w - pull));
}

void main() {
    // A height this low marks a gap in the line.
    if (from.z < -5.0 || to.z < -5.0) {
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec3 p = onCanvas(from), q = onCanvas(to);
    extent = length(q.xy - p.xy);
    vec2 ahead = extent > 1e-4 ? (q.xy - p.xy) / extent : vec2(1.0, 0.0);
    vec2 aside = vec2(-ahead.y, ahead.x);
    float reach = halfWidth + 1.0;
    along = vec2(mix(-reach, extent + reach, corner.x), mix(-reach, reach, corner.y));
    share = mix(from.w, to.w, corner.x);
    gl_Position = vec4((p.xy + ahead * along.x + aside * along.y) / (0.5 * canvas), mix(p.z, q.z, corner.x), 1.0);
}
