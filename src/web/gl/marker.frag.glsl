#version 300 es
// Ball, ring, crosses and the markers of other runs, each with a dark outline. Drawn as distance fields, so they are sharp
// at any size.
precision highp float;

uniform float unit;
uniform float seenThrough;
uniform vec4 ball;
uniform vec4 casing;
uniform vec4 alarm;
uniform vec4 inks[12];

in vec2 offset;
flat in int kind;
flat in float seen;
out vec4 colour;

// Blends `ink` over `under` where `distance` (CSS pixels) is inside the shape.
vec4 over(vec4 under, vec3 ink, float distance) {
    float cover = clamp(0.5 - distance * unit, 0.0, 1.0);
    return vec4(mix(under.rgb, ink, cover), max(under.a, cover));
}

float diagonalCross(vec2 p) {
    p = abs(p);
    vec2 diagonal = vec2(p.x + p.y, p.x - p.y) * 0.70710678;
    float along = max(diagonal.x - 5.5, 0.0);
    return length(vec2(along, diagonal.y));
}

// Distance to the outline of a shape of radius 5; `number` is its index in the list of styles.
float shape(int number, vec2 p) {
    vec2 a = abs(p);
    if (number == 0) return length(p) - 5.0;
    if (number == 1) return max(a.x, a.y) - 4.5;
    if (number == 2) return max(0.866 * a.x + 0.5 * p.y, -p.y) - 3.6;
    return (a.x + a.y - 6.3) * 0.70710678;
}

void main() {
    float r = length(offset);
    vec3 white = vec3(1.0);
    vec4 ink = vec4(casing.rgb, 0.0);
    if (kind == 0) {
        // A sphere of radius 7.5 lit from above left.
        vec2 p = offset / 7.5;
        vec3 n = vec3(p, sqrt(max(1.0 - dot(p, p), 0.0)));
        float lit = max(dot(n, normalize(vec3(-0.5, 0.65, 0.6))), 0.0);
        float shine = pow(max(dot(n, normalize(vec3(-0.28, 0.38, 0.88))), 0.0), 60.0);
        vec3 body = ball.rgb * (0.55 + 0.5 * lit) + 0.75 * shine;
        ink = over(ink, casing.rgb, r - 10.2);
        ink = over(ink, white, r - 9.0);
        ink = over(ink, body, r - 7.5);
    } else if (kind == 1) {
        // The path begins inside, where it would be a blot.
        ink = over(ink, casing.rgb, r - 8.0);
        ink = over(ink, white, abs(r - 5.5) - 1.2);
    } else if (kind == 2) {
        float away = diagonalCross(offset);
        ink = over(ink, casing.rgb, away - 2.4);
        ink = over(ink, white, away - 1.2);
    } else if (kind == 4) {
        float away = diagonalCross(offset * 0.8);
        ink = over(ink, casing.rgb, away - 3.0);
        ink = over(ink, alarm.rgb, away - 1.7);
    } else if (kind >= 5) {
        // The first four are filled, the others are outlines of the same shapes.
        int number = kind - 5;
        float away = shape(number % 4, offset);
        ink = over(ink, casing.rgb, away - 2.4);
        ink = over(ink, vec3(1.0), away - 1.2);
        ink = over(ink, inks[number].rgb, away);
        if (number > 3) ink = over(ink, casing.rgb, away + 2.6);
    } else {
        // A current point outside the square: only the outline of the ball.
        ink = over(ink, casing.rgb, abs(r - 7.0) - 3.0);
        ink = over(ink, ball.rgb, abs(r - 7.0) - 1.8);
    }
    if (ink.a <= 0.0) discard;
    colour = vec4(ink.rgb, ink.a * mix(seenThrough, 1.0, seen));
}
