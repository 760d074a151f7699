#version 300 es
// Round-ended piece of a line with soft edges; pieces overlap in their round ends and so join at any angle.
precision highp float;

uniform float halfWidth;
uniform vec4 first;
uniform vec4 second;
uniform float opacity;
uniform bool numbered; // shares are numbers of inks
uniform vec4 inks[12];
uniform bool hard; // whole pixels only, for passes in which each pixel may be touched once

in vec2 along;
flat in float extent;
in float share;
out vec4 colour;

void main() {
    float away = length(vec2(along.x - clamp(along.x, 0.0, extent), along.y));
    float cover = clamp(halfWidth + 0.5 - away, 0.0, 1.0);
    if (cover <= (hard ? 0.5 : 0.0)) discard;
    vec4 ink = numbered ? inks[int(share + 0.5)] : mix(first, second, share);
    colour = vec4(ink.rgb, ink.a * opacity * (hard ? 1.0 : cover));
}
