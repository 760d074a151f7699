#version 300 es
// A mesh point. Its position follows from its index, its height and slope from the texture.
precision highp float;
precision highp sampler2D;

uniform sampler2D heights;
uniform int side;
uniform mat4 projection;
uniform float boxHeight;
uniform vec4 ground; // if not transparent: holes are drawn on the floor

out float height;
out float hole;
out vec2 place;
out vec3 normal;

float at(ivec2 p) {
    return texelFetch(heights, clamp(p, ivec2(0), ivec2(side - 1)), 0).r;
}

// Slope along one direction; at borders and beside holes it is one-sided.
float rise(ivec2 p, ivec2 step, float here) {
    float before = at(p - step), after = at(p + step);
    if (before < -0.5) before = here;
    if (after < -0.5) after = here;
    return after - before;
}

void main() {
    ivec2 p = ivec2(gl_VertexID % side, gl_VertexID / side);
    float here = at(p);
    hole = here < -0.5 ? 1.0 : 0.0;
    height = max(here, 0.0);
    place = 2.0 * vec2(p) / float(side - 1) - 1.0;
    float twoSteps = 4.0 / float(side - 1);
    // On the border only one of the two neighbours exists.
    vec2 inside = 2.0 - vec2(equal(p % (side - 1), ivec2(0)));
    vec2 slope = vec2(rise(p, ivec2(1, 0), here), rise(p, ivec2(0, 1), here)) * boxHeight / (0.5 * twoSteps * inside);
    normal = vec3(-slope, 1.0);
    gl_Position = projection * vec4(place, ground.a > 0.0 ? 0.0 : height * boxHeight, 1.0);
}
