#version 300 es
// Viridis by height, soft shading by slope, thin contour lines.
precision highp float;

uniform vec3 light;
uniform vec3 toward;
uniform float levels;
uniform float pixel;
uniform bool cut; // the top of the surface is cut off
uniform vec4 ground; // if not transparent: holes are hatched on the floor

in float height;
in float hole;
in vec2 place;
in vec3 normal;
out vec4 colour;

// Polynomial through matplotlib's viridis (M. Zucker, CC0).
vec3 viridis(float t) {
    const vec3 c0 = vec3(0.27772733, 0.00540734, 0.33409981);
    const vec3 c1 = vec3(0.10509304, 1.40461353, 1.38459016);
    const vec3 c2 = vec3(-0.33086183, 0.21484756, 0.09509516);
    const vec3 c3 = vec3(-4.63423050, -5.79910097, -19.33244096);
    const vec3 c4 = vec3(6.22826994, 14.17993337, 56.69055260);
    const vec3 c5 = vec3(4.77638500, -13.74514538, -65.35303263);
    const vec3 c6 = vec3(-5.43545586, 4.64585261, 26.31243525);
    return c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * (c5 + t * c6)))));
}

// Share of this pixel covered by a line of `width` pixels where `value` passes a whole number.
float line(float value, float width) {
    float perPixel = max(fwidth(value), 1e-6);
    float away = abs(fract(value - 0.5) - 0.5) / perPixel;
    // Where lines crowd together, on cliffs, they fade out instead of flickering.
    return (1.0 - smoothstep(max(0.5 * width - 0.5, 0.0), 0.5 * width + 0.5, away)) * (1.0 - smoothstep(0.25, 0.6, perPixel));
}

void main() {
    float level = line(height * levels + 0.5, pixel);
    vec2 border = (1.0 - abs(place)) / max(fwidth(place), vec2(1e-6));
    float rim = 1.0 - smoothstep(max(pixel - 0.5, 0.0), pixel + 0.5, min(border.x, border.y));
    float across = (place.x + place.y) * 14.0;
    float hatch = line(across, 1.6 * pixel);
    if (ground.a > 0.0) {
        if (hole <= 0.001) discard;
        colour = vec4(ground.rgb, ground.a * hatch);
        return;
    }
    if (hole > 0.001) discard;

    vec3 n = normalize(normal);
    // From below, the underside is lit, a little darker.
    bool below = dot(n, toward) < 0.0 && !gl_FrontFacing;
    if (below) n = -n;
    float lit = 0.5 + 0.5 * dot(n, light);
    float shine = pow(max(dot(n, normalize(light + toward)), 0.0), 40.0);
    vec3 base = viridis(clamp(height, 0.0, 1.0));
    vec3 shaded = base * mix(0.46, 1.1, lit * lit) + 0.07 * shine;
    // The underside is lit evenly, because only the upper side should draw attention.
    if (below) shaded = base * (0.42 + 0.25 * dot(n, toward)) + 0.03;
    shaded = mix(shaded, shaded * 0.55, 0.75 * level);
    shaded = mix(shaded, shaded * 0.6, 0.6 * rim);
    // Stripes where the surface continues above the cut-off.
    if (cut && height > 0.9995 && fract((gl_FragCoord.x + gl_FragCoord.y) / (8.0 * pixel)) < 0.4) shaded *= 0.45;
    colour = vec4(shaded, 1.0);
}
