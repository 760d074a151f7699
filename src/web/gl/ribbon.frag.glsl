#version 300 es
// A line segment with round ends and soft edges. Round ends overlap, so segments join at any angle.
precision highp float;

uniform float halfWidth;
uniform vec4 first;
uniform vec4 second;
uniform float opacity;
uniform bool numbered; // the share is the index of an ink
uniform vec4 inks[12];
uniform bool hard; // no soft edges, for passes that may draw each pixel only once

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
