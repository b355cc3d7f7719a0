// SPDX-License-Identifier: Apache-2.0
// Draws every track in one custom layer: a few instanced draw calls over the table's float rows, whatever their number.
// Nothing here walks over tracks per frame; the vertex shader makes them glide.
import type { CustomLayerInterface, Map as ChartMap } from "maplibre-gl";
import type { Palette } from "../state/app_state";
import { kGlideLimitS, kRowFloats, type TrackTable } from "../state/track_table";
import { mercator_x, mercator_y } from "../state/mercator";
import { channels, kChartColours } from "./palette";
import { kCornerFragment, kCornerVertex, kLineFragment, kLineVertex, kSymbolFragment, kSymbolVertex } from "./shaders";

export const kVectorSeconds = 360;

interface Program { handle: WebGLProgram; uniforms: Map<string, WebGLUniformLocation | null> }
interface Mesh { buffer: WebGLBuffer; array: WebGLVertexArrayObject; capacity: number }

export class TrackLayer implements CustomLayerInterface {
  readonly id = "tracks";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  private map: ChartMap | null = null;
  private symbols: Program | null = null;
  private lines: Program | null = null;
  private corners: Program | null = null;
  private main: Mesh | null = null;
  private marked: Mesh | null = null;
  private marked_rows: readonly number[] = [];
  private marked_revision = -1;
  private palette: Palette = "dusk";
  private stale = true;
  // Whether speed vectors and heading lines are drawn ("activated" targets), or plain symbols ("sleeping").
  activated = true;
  // Where thousands share the screen, each is drawn smaller.
  crowding = 1;
  glide = true;
  upload_bytes = 0;

  private table: TrackTable;
  private now_ms: () => number;
  constructor(table: TrackTable, now_ms: () => number) {
    this.table = table;
    this.now_ms = now_ms;
  }

  set_table(table: TrackTable, now_ms: () => number): void {
    this.table = table;
    this.now_ms = now_ms;
    this.stale = true;
    this.marked_rows = [];
  }
  set_palette(palette: Palette): void { this.palette = palette; }
  set_marked(rows: readonly number[]): void { this.marked_rows = rows; this.marked_revision = -1; }

  onAdd(map: ChartMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.symbols = link(gl, kSymbolVertex, kSymbolFragment);
    this.lines = link(gl, kLineVertex, kLineFragment);
    this.corners = link(gl, kCornerVertex, kCornerFragment);
    const quad = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, quad);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
    this.main = mesh(gl, quad);
    this.marked = mesh(gl, quad);
    this.stale = true;
  }

  onRemove(): void { this.map = null; }

  render(gl: WebGL2RenderingContext): void {
    const { map, main, marked, symbols, lines, corners } = this;
    if (!map || !main || !marked || !symbols || !lines || !corners) return;
    this.upload(gl, main);
    this.upload_marked(gl, marked);
    const rows = this.table.row_count;
    if (rows === 0) return;
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const size = symbol_size(map.getZoom()) * this.crowding;
    if (this.activated) {
      this.use(gl, lines, map, size);
      gl.bindVertexArray(main.array);
      gl.uniform1f(lines.uniforms.get("ahead") ?? null, kVectorSeconds);
      gl.uniform1f(lines.uniforms.get("width") ?? null, 1.1);
      for (const role of [0, 1]) {
        gl.uniform1f(lines.uniforms.get("role") ?? null, role);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, rows);
      }
    }
    this.use(gl, symbols, map, size);
    gl.bindVertexArray(main.array);
    gl.uniform1f(symbols.uniforms.get("stroke") ?? null, size < 7 ? 1.1 : 1.4);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, rows);
    if (this.marked_rows.length > 0) {
      this.use(gl, corners, map, size);
      gl.bindVertexArray(marked.array);
      gl.uniform3fv(corners.uniforms.get("ink") ?? null, channels(kChartColours[this.palette].label));
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.marked_rows.length);
    }
    gl.bindVertexArray(null);
  }

  private use(gl: WebGL2RenderingContext, program: Program, map: ChartMap, size: number): void {
    gl.useProgram(program.handle);
    const at = (name: string): WebGLUniformLocation | null => program.uniforms.get(name) ?? null;
    const centre = map.getCenter();
    const x = mercator_x(centre.lng);
    const y = mercator_y(centre.lat);
    const x_high = Math.fround(x);
    const y_high = Math.fround(y);
    const canvas = map.getCanvas();
    const ratio = map.getPixelRatio();
    gl.uniform4f(at("centre"), x_high, y_high, x - x_high, y - y_high);
    gl.uniform2f(at("half_view"), canvas.width / ratio / 2, canvas.height / ratio / 2);
    gl.uniform1f(at("world"), 512 * 2 ** map.getZoom());
    gl.uniform1f(at("now"), (this.now_ms() - this.table.time_base_ms) / 1000);
    gl.uniform1f(at("glide_limit"), this.glide ? kGlideLimitS : 0);
    gl.uniform1f(at("size"), size);
    gl.uniform1f(at("smoothing"), 1 / ratio);
    const colours = kChartColours[this.palette];
    gl.uniform3fv(at("tones"), colours.tones.flatMap(channels));
    gl.uniform3fv(at("ground"), channels(colours.sea));
  }

  private upload(gl: WebGL2RenderingContext, target: Mesh): void {
    const { table } = this;
    const dirty = table.take_dirty();
    gl.bindBuffer(gl.ARRAY_BUFFER, target.buffer);
    if (this.stale || target.capacity < table.gpu.length) {
      gl.bufferData(gl.ARRAY_BUFFER, table.gpu, gl.DYNAMIC_DRAW);
      target.capacity = table.gpu.length;
      this.stale = false;
      this.upload_bytes += table.gpu.byteLength;
    } else if (dirty) {
      const from = dirty[0] * kRowFloats;
      const count = (dirty[1] - dirty[0]) * kRowFloats;
      gl.bufferSubData(gl.ARRAY_BUFFER, from * 4, table.gpu, from, count);
      this.upload_bytes += count * 4;
    }
  }

  private upload_marked(gl: WebGL2RenderingContext, target: Mesh): void {
    if (this.marked_revision === this.table.revision) return;
    this.marked_revision = this.table.revision;
    if (this.marked_rows.length === 0) return;
    const copy = new Float32Array(this.marked_rows.length * kRowFloats);
    this.marked_rows.forEach((row, index) => {
      copy.set(this.table.gpu.subarray(row * kRowFloats, (row + 1) * kRowFloats), index * kRowFloats);
    });
    gl.bindBuffer(gl.ARRAY_BUFFER, target.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, copy, gl.DYNAMIC_DRAW);
  }
}

// Half the length of a ship's triangle, CSS pixels: small on a wide chart, full on a harbour.
export const symbol_size = (zoom: number): number => Math.max(4.5, Math.min(10.5, 4.5 + (zoom - 4) * 0.95));

function mesh(gl: WebGL2RenderingContext, quad: WebGLBuffer | null): Mesh {
  const array = gl.createVertexArray();
  const buffer = gl.createBuffer();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, quad);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 8, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  for (const slot of [1, 2, 3]) {
    gl.enableVertexAttribArray(slot);
    gl.vertexAttribPointer(slot, 4, gl.FLOAT, false, kRowFloats * 4, (slot - 1) * 16);
    gl.vertexAttribDivisor(slot, 1);
  }
  gl.bindVertexArray(null);
  return { buffer, array, capacity: 0 };
}

function link(gl: WebGL2RenderingContext, vertex: string, fragment: string): Program {
  const handle = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("the graphics context is gone");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(handle, shader);
  }
  gl.linkProgram(handle);
  if (!gl.getProgramParameter(handle, gl.LINK_STATUS)) {
    const logs = (gl.getAttachedShaders(handle) ?? []).map((shader) => gl.getShaderInfoLog(shader)).join(" ");
    throw new Error(`shader: ${gl.getProgramInfoLog(handle) ?? ""} ${logs}`);
  }
  const uniforms = new Map<string, WebGLUniformLocation | null>();
  const count = gl.getProgramParameter(handle, gl.ACTIVE_UNIFORMS) as number;
  for (let index = 0; index < count; index += 1) {
    const name = gl.getActiveUniform(handle, index)?.name ?? "";
    uniforms.set(name.replace("[0]", ""), gl.getUniformLocation(handle, name));
  }
  return { handle, uniforms };
}
