// SPDX-License-Identifier: Apache-2.0
// Draws every track in one custom layer: a few draw calls over the table's float rows, whatever their number. The rows
// lie in a texture; the vertex shader looks them up. Nothing here walks over tracks per frame; the vertex shader makes them glide.
import type { CustomLayerInterface, Map as ChartMap } from "maplibre-gl";
import type { Palette } from "../state/app_state";
import { kGlideLimitS, kRowFloats, type TrackTable } from "../state/track_table";
import { mercator_x, mercator_y } from "../state/mercator";
import { channels, kChartColours } from "./palette";
import { kCornerFragment, kCornerVertex, kLineFragment, kLineVertex, kShipFragment, kShipVertex, kSymbolFragment, kSymbolVertex } from "./shaders";

export const kVectorSeconds = 360;
const kRowsPerLine = 256;
const kMarkedMax = 500;

interface Program { handle: WebGLProgram; uniforms: Map<string, WebGLUniformLocation | null> }
interface Rows { texture: WebGLTexture; capacity: number }

export class TrackLayer implements CustomLayerInterface {
  readonly id = "tracks";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  private map: ChartMap | null = null;
  private ships: Program | null = null;
  private symbols: Program | null = null;
  private lines: Program | null = null;
  private corners: Program | null = null;
  private rows: Rows | null = null;
  private array: WebGLVertexArrayObject | null = null;
  private marked_rows: readonly number[] = [];
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
  set_marked(rows: readonly number[]): void { this.marked_rows = rows.slice(0, kMarkedMax); }

  onAdd(map: ChartMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.ships = link(gl, kShipVertex, kShipFragment);
    this.symbols = link(gl, kSymbolVertex, kSymbolFragment);
    this.lines = link(gl, kLineVertex, kLineFragment);
    this.corners = link(gl, kCornerVertex, kCornerFragment);
    this.rows = { texture: gl.createTexture(), capacity: 0 };
    this.array = gl.createVertexArray();
    this.stale = true;
  }

  onRemove(): void { this.map = null; }

  render(gl: WebGL2RenderingContext): void {
    const { map, ships, symbols, lines, corners } = this;
    if (!map || !this.rows || !ships || !symbols || !lines || !corners) return;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.rows.texture);
    this.upload(gl, this.rows);
    const rows = this.table.row_count;
    if (rows === 0) return;
    gl.bindVertexArray(this.array);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const size = symbol_size(map.getZoom()) * this.crowding;
    if (this.activated) {
      this.use(gl, lines, map, size);
      gl.uniform1f(lines.uniforms.get("ahead") ?? null, kVectorSeconds);
      gl.uniform1f(lines.uniforms.get("width") ?? null, 1.1);
      for (const role of [0, 1]) {
        gl.uniform1f(lines.uniforms.get("role") ?? null, role);
        gl.drawArrays(gl.TRIANGLES, 0, 6 * rows);
      }
    }
    const stroke = size < 7 ? 1.1 : 1.4;
    this.use(gl, ships, map, size);
    gl.uniform1f(ships.uniforms.get("stroke") ?? null, stroke);
    gl.uniform1f(ships.uniforms.get("rim") ?? null, this.crowding < 1 ? 0.5 : 1.4);
    gl.drawArrays(gl.TRIANGLES, 0, 3 * rows);
    this.use(gl, symbols, map, size);
    gl.uniform1f(symbols.uniforms.get("stroke") ?? null, stroke);
    gl.drawArrays(gl.TRIANGLES, 0, 6 * rows);
    if (this.marked_rows.length > 0) {
      this.use(gl, corners, map, size);
      gl.uniform3fv(corners.uniforms.get("ink") ?? null, channels(kChartColours[this.palette].label));
      for (const row of this.marked_rows) {
        gl.uniform1i(corners.uniforms.get("first_row") ?? null, row);
        gl.drawArrays(gl.TRIANGLES, 0, 6);
      }
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
    gl.uniform1i(at("rows"), 0);
    gl.uniform1i(at("first_row"), 0);
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

  private upload(gl: WebGL2RenderingContext, target: Rows): void {
    const { table } = this;
    const dirty = table.take_dirty();
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    const width = kRowsPerLine * 3;
    if (target.capacity < table.gpu.length || this.stale) {
      const height = table.gpu.length / (kRowsPerLine * kRowFloats);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, width, height, 0, gl.RGBA, gl.FLOAT, table.gpu);
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
      for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
      target.capacity = table.gpu.length;
      this.stale = false;
      this.upload_bytes += table.gpu.byteLength;
    } else if (dirty) {
      const from = Math.floor(dirty[0] / kRowsPerLine);
      const lines = Math.floor((dirty[1] - 1) / kRowsPerLine) + 1 - from;
      const line = kRowsPerLine * kRowFloats;
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, from, width, lines, gl.RGBA, gl.FLOAT, table.gpu, from * line);
      this.upload_bytes += lines * line * 4;
    }
  }
}

// Half the length of a ship's triangle, CSS pixels: small on a wide chart, full on a harbour.
export const symbol_size = (zoom: number): number => Math.max(4.5, Math.min(10.5, 4.5 + (zoom - 4) * 0.95));

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
