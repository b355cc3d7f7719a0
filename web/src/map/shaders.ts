// SPDX-License-Identifier: Apache-2.0
// GLSL for tracks. Positions are world units as high and low halves, subtracted from the centre of the view before
// anything is rounded to a float, so that symbols do not shake at harbour scale. Lengths are CSS pixels.
// Shapes follow IMO SN.1/Circ.243: triangle, circle, cross for lost, corners for selected, dashed vector, heading line.

const kCommon = `#version 300 es
precision highp float;
uniform highp sampler2D rows;            // three texels a row, 256 rows a line
uniform int first_row;
uniform vec4 centre;                     // x high, y high, x low, y low
uniform vec2 half_view;
uniform float world;                     // pixels
uniform float now;
uniform float glide_limit;
uniform float size;
const float kUnknown = -5.0;
vec4 place;                              // x high, y high, x low, y low
vec4 motion;                             // vx, vy in world units per second, t0, course
vec4 traits;                             // heading, speed, style, hollow after
vec2 corner;

// Finds the row and the corner of this vertex. Rows come from a texture rather than from instances: a software
// renderer handles each instance as a draw call of its own, which is slow for 20,000 of them.
void fetch(int vertices) {
  int row = first_row + gl_VertexID / vertices;
  ivec2 at = ivec2((row & 255) * 3, row >> 8);
  place = texelFetch(rows, at, 0);
  motion = texelFetch(rows, at + ivec2(1, 0), 0);
  traits = texelFetch(rows, at + ivec2(2, 0), 0);
  int n = gl_VertexID % vertices;
  int c = n < 3 ? n : n == 3 ? 2 : n == 4 ? 1 : 3;
  corner = vec2((c & 1) == 0 ? -1.0 : 1.0, c < 2 ? -1.0 : 1.0);
}

struct Seen { vec2 at; float shape; float tone; bool lost; float age; bool dead; };

Seen look(int vertices) {
  fetch(vertices);
  Seen seen;
  float style = traits.z;
  seen.dead = style < 0.0;
  seen.lost = mod(floor(style / 64.0), 2.0) > 0.5;
  seen.shape = mod(style, 8.0);
  seen.tone = mod(floor(style / 8.0), 8.0);
  seen.age = max(0.0, now - motion.z);
  vec2 offset = (place.xy - centre.xy) + (place.zw - centre.zw);
  offset.x -= floor(offset.x + 0.5);
  float seconds = seen.lost ? 0.0 : min(seen.age, glide_limit);
  seen.at = (offset + motion.xy * seconds) * world;
  return seen;
}
vec4 clip(vec2 pixels) { return vec4(pixels.x / half_view.x, -pixels.y / half_view.y, 0.0, 1.0); }
vec2 turn(vec2 v, float angle) { float c = cos(angle), s = sin(angle); return vec2(v.x * c - v.y * s, v.x * s + v.y * c); }
`;

// Ships that are not lost: one triangle each, a little larger than it looks. The distances to the three edges
// are linear, so the rasteriser brings them to each pixel, which then has almost nothing to do: nearly every track is
// drawn here, and a software renderer still keeps up.
export const kShipVertex = `${kCommon}
uniform float rim;
out vec3 inside;
flat out float tone;
flat out float core;
void main() {
  Seen seen = look(3);
  float s = seen.shape == 6.0 ? size * 0.8 : size;
  inside = vec3(0.0); tone = seen.tone;
  core = seen.age > traits.w ? 1.0 : 0.45;
  bool ship = seen.shape == 0.0 || seen.shape == 6.0;
  if (seen.dead || seen.lost || !ship || any(greaterThan(abs(seen.at), half_view + 20.0))) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  // Apex ahead at 1.0, base behind at 0.8, half width 0.56, all grown by the rim.
  float top = -s - rim / 0.297;
  float base = 0.8 * s + rim;
  vec2 at = gl_VertexID % 3 == 0 ? vec2(0.0, top) : vec2((gl_VertexID % 3 == 1 ? -1.0 : 1.0) * (base - top) * 0.3111, base);
  vec2 edge = vec2(0.9549, -0.2971);
  inside = vec3(-dot(vec2(at.x, at.y + s), edge), -dot(vec2(-at.x, at.y + s), edge), 0.8 * s - at.y);
  float angle = traits.x > kUnknown ? traits.x : (motion.w > kUnknown ? motion.w : 0.0);
  gl_Position = clip(seen.at + turn(at, angle));
}`;

export const kShipFragment = `#version 300 es
precision highp float;
in vec3 inside;
flat in float tone;
flat in float core;
uniform vec3 tones[7];
uniform vec3 ground;
uniform float rim;
uniform float stroke;
out vec4 colour;
void main() {
  float d = min(inside.x, min(inside.y, inside.z));
  float strength = clamp(d + 0.5, 0.0, 1.0) - core * clamp(d - stroke + 0.5, 0.0, 1.0);
  float shade = clamp(d + rim, 0.0, 1.0) * 0.7 * (core > 0.9 ? clamp(stroke + 0.5 - d, 0.0, 1.0) : 1.0);
  float alpha = max(strength, shade);
  colour = vec4(mix(ground, tones[int(tone)], strength / max(alpha, 0.001)) * alpha, alpha);
}`;

// Everything else, and what is lost.
export const kSymbolVertex = `${kCommon}
out vec2 local;
out vec2 upright;
flat out float shape;
flat out float tone;
flat out float lost;
flat out float hollow;
flat out float unit;
void main() {
  Seen seen = look(6);
  local = vec2(0.0); upright = local;
  shape = seen.shape; tone = seen.tone; lost = seen.lost ? 1.0 : 0.0;
  hollow = seen.lost || seen.age > traits.w ? 1.0 : 0.0;
  unit = seen.shape == 6.0 ? size * 0.8 : size;
  bool ship = (seen.shape == 0.0 || seen.shape == 6.0) && !seen.lost;
  if (seen.dead || ship || any(greaterThan(abs(seen.at), half_view + 20.0))) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  float angle = traits.x > kUnknown ? traits.x : (motion.w > kUnknown ? motion.w : 0.0);
  if (seen.shape == 1.0 || seen.shape == 2.0 || seen.shape == 3.0 || seen.shape == 5.0) angle = 0.0;
  local = corner * (unit + 2.2);
  upright = turn(local, angle);
  gl_Position = clip(seen.at + upright);
}`;

export const kSymbolFragment = `#version 300 es
precision highp float;
in vec2 local;
in vec2 upright;
flat in float shape;
flat in float tone;
flat in float lost;
flat in float hollow;
flat in float unit;
uniform vec3 tones[7];
uniform vec3 ground;
uniform float smoothing;                 // one device pixel in CSS pixels
uniform float stroke;
out vec4 colour;

float triangle(vec2 p, float s) {
  // Acute and isosceles: apex ahead at 1.0, base behind at 0.8, half width 0.56.
  vec2 q = vec2(abs(p.x), p.y);
  vec2 apex = vec2(0.0, -1.0 * s);
  vec2 edge = normalize(vec2(1.8, -0.56));
  return max(dot(q - apex, edge), p.y - 0.8 * s);
}
float box(vec2 p, float s) { vec2 q = abs(p) - s; return max(q.x, q.y); }
float distance_to(vec2 p, float s) {
  if (shape == 1.0) return length(p) - 0.62 * s;
  if (shape == 2.0) return (abs(p.x) + abs(p.y) - 0.78 * s) * 0.7071;
  if (shape == 3.0) return box(p, 0.5 * s);
  if (shape == 5.0) return length(p) - 0.8 * s;
  return triangle(p, s);
}
float cross_mark(vec2 p, float s) {
  float arms = min(abs(p.x + p.y), abs(p.x - p.y)) * 0.7071;
  return max(arms, max(abs(p.x), abs(p.y)) - s);
}
void main() {
  float s = unit;
  float d = distance_to(local, s);
  vec3 ink = tones[int(tone)];
  float line = 1.0 - smoothstep(stroke * 0.5 - smoothing * 0.5, stroke * 0.5 + smoothing * 0.5, abs(d + stroke * 0.5));
  float inside = 1.0 - smoothstep(-smoothing * 0.5, smoothing * 0.5, d);
  float fill = inside * (1.0 - hollow) * (shape == 1.0 || shape == 2.0 || shape == 3.0 || shape == 5.0 ? 0.0 : 0.55);
  if (shape == 5.0) line = max(line, 1.0 - smoothstep(stroke * 0.5, stroke * 0.5 + smoothing, cross_mark(local, 0.56 * s)));
  if (shape == 4.0) line = max(line, (1.0 - smoothstep(stroke * 0.5, stroke * 0.5 + smoothing, abs(local.y - 0.1 * s))) * step(abs(local.x), 0.95 * s));
  if (lost > 0.5) line = max(line * 0.8, 1.0 - smoothstep(stroke * 0.5, stroke * 0.5 + smoothing, cross_mark(upright, 0.78 * s)));
  float strength = max(line, fill);
  // A thin rim of the ground keeps symbols apart where they overlap.
  float rim = (1.0 - smoothstep(0.6, 1.6, d)) * 0.75;
  float alpha = max(strength, rim * (1.0 - hollow * inside));
  if (alpha < 0.01) discard;
  colour = vec4(mix(ground, ink, strength / max(alpha, 0.001)) * alpha, alpha);
}`;

// Two triangles a line. `role` 0: dashed speed vector as far as the track goes in `ahead` seconds; 1: heading line.
export const kLineVertex = `${kCommon}
uniform float role;
uniform float ahead;
uniform float width;
out vec2 along;
flat out float tone;
flat out float dashed;
void main() {
  Seen seen = look(6);
  tone = seen.tone; dashed = 1.0 - role; along = vec2(0.0);
  vec2 reach = role < 0.5 ? motion.xy * ahead * world
    : (traits.x > kUnknown ? turn(vec2(0.0, -1.0), traits.x) * (size * 2.1) : vec2(0.0));
  float span = length(reach);
  bool moving_kind = seen.shape == 0.0 || seen.shape == 6.0 || seen.shape == 4.0 || seen.shape == 1.0;
  if (seen.dead || seen.lost || !moving_kind || span < 3.0 || any(greaterThan(abs(seen.at), half_view + 400.0))) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return;
  }
  vec2 forward = reach / span;
  vec2 side = vec2(-forward.y, forward.x);
  float start = role < 0.5 ? 0.0 : size;
  float t = corner.y * 0.5 + 0.5;
  along = vec2(mix(start, span, t), corner.x * (width * 0.5 + 1.0));
  gl_Position = clip(seen.at + forward * along.x + side * along.y);
}`;

export const kLineFragment = `#version 300 es
precision highp float;
in vec2 along;
flat in float tone;
flat in float dashed;
uniform vec3 tones[7];
uniform float smoothing;
uniform float width;
out vec4 colour;
void main() {
  float alpha = (1.0 - smoothstep(width * 0.5 - smoothing * 0.5, width * 0.5 + smoothing * 0.5, abs(along.y))) * 0.9;
  if (dashed > 0.5 && mod(along.x, 7.0) > 4.5) alpha = 0.0;
  if (alpha < 0.01) discard;
  colour = vec4(tones[int(tone)] * alpha, alpha);
}`;

// The four corners of a square around a selected track.
export const kCornerVertex = `${kCommon}
out vec2 local;
void main() {
  Seen seen = look(6);
  local = corner * (size + 9.0);
  if (seen.dead) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  gl_Position = clip(seen.at + local);
}`;

export const kCornerFragment = `#version 300 es
precision highp float;
in vec2 local;
uniform vec3 ink;
uniform float size;
uniform float smoothing;
out vec4 colour;
void main() {
  float s = size + 6.0;
  vec2 q = abs(local);
  float line = 1.0 - smoothstep(0.9 - smoothing * 0.5, 0.9 + smoothing * 0.5, abs(max(q.x, q.y) - s));
  float keep = step(s * 0.5, min(q.x, q.y));
  float alpha = line * keep;
  if (alpha < 0.01) discard;
  colour = vec4(ink * alpha, alpha);
}`;
