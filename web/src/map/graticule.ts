// SPDX-License-Identifier: Apache-2.0
// Meridians and parallels under the tracks, as one custom layer, and where their names stand at the edges.
import type { CustomLayerInterface, Map as ChartMap } from "maplibre-gl";
import type { Palette } from "../state/app_state";
import { lat_of, lon_of, mercator_x, mercator_y } from "../state/mercator";
import { channels, kChartColours } from "./palette";

export interface View {
  centre_x: number; centre_y: number; world: number; width: number; height: number;
}
export interface GraticuleLine { axis: "lat" | "lon"; value: number; pixel: number }

const kSteps = [30, 20, 10, 5, 2, 1, 0.5, 1 / 6, 1 / 12, 1 / 30, 1 / 60, 1 / 120, 1 / 300, 1 / 600];
const kSpacing = 120;

export function graticule_step(pixels_per_degree: number): number {
  return [...kSteps].reverse().find((step) => step * pixels_per_degree >= kSpacing) ?? 30;
}

export function graticule_lines(view: View): GraticuleLine[] {
  const step = graticule_step(view.world / 360);
  const lines: GraticuleLine[] = [];
  const west = lon_of(view.centre_x - view.width / 2 / view.world);
  const east = lon_of(view.centre_x + view.width / 2 / view.world);
  for (let n = Math.ceil(west / step); n * step <= east; n += 1) {
    lines.push({ axis: "lon", value: n * step, pixel: (mercator_x(n * step) - view.centre_x) * view.world + view.width / 2 });
  }
  const north = lat_of(Math.max(0, view.centre_y - view.height / 2 / view.world));
  const south = lat_of(Math.min(1, view.centre_y + view.height / 2 / view.world));
  for (let n = Math.ceil(south / step); n * step <= north; n += 1) {
    lines.push({ axis: "lat", value: n * step, pixel: (mercator_y(n * step) - view.centre_y) * view.world + view.height / 2 });
  }
  return lines;
}

export function view_of(map: ChartMap): View {
  const centre = map.getCenter();
  const canvas = map.getCanvas();
  const ratio = map.getPixelRatio();
  return {
    centre_x: mercator_x(centre.lng),
    centre_y: mercator_y(centre.lat),
    world: 512 * 2 ** map.getZoom(),
    width: canvas.width / ratio,
    height: canvas.height / ratio,
  };
}

const kVertex = `#version 300 es
layout(location = 0) in vec2 at;
void main() { gl_Position = vec4(at, 0.0, 1.0); }`;
const kFragment = `#version 300 es
precision mediump float;
uniform vec3 ink;
out vec4 colour;
void main() { colour = vec4(ink, 1.0); }`;

export class GraticuleLayer implements CustomLayerInterface {
  readonly id = "graticule";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  palette: Palette = "dusk";
  private map: ChartMap | null = null;
  private program: WebGLProgram | null = null;
  private buffer: WebGLBuffer | null = null;
  private array: WebGLVertexArrayObject | null = null;
  private ink: WebGLUniformLocation | null = null;

  onAdd(map: ChartMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, kVertex], [gl.FRAGMENT_SHADER, kFragment]] as const) {
      const shader = gl.createShader(kind);
      if (!shader) return;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(this.program, shader);
    }
    gl.linkProgram(this.program);
    this.ink = gl.getUniformLocation(this.program, "ink");
    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 8, 0);
    gl.bindVertexArray(null);
  }

  render(gl: WebGL2RenderingContext): void {
    if (!this.map || !this.program) return;
    const view = view_of(this.map);
    const points: number[] = [];
    for (const line of graticule_lines(view)) {
      if (line.axis === "lon") {
        const x = (line.pixel / view.width) * 2 - 1;
        points.push(x, -1, x, 1);
      } else {
        const y = 1 - (line.pixel / view.height) * 2;
        points.push(-1, y, 1, y);
      }
    }
    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(points), gl.STREAM_DRAW);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.uniform3fv(this.ink, channels(kChartColours[this.palette].graticule));
    gl.drawArrays(gl.LINES, 0, points.length / 2);
    gl.bindVertexArray(null);
  }
}
