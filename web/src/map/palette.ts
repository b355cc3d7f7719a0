// SPDX-License-Identifier: Apache-2.0
// The colours of the chart in the three palettes. The panels have theirs in styles.css.
import type { Palette } from "../state/app_state";

export interface ChartColours {
  sea: string;
  land: string;
  coast: string;
  graticule: string;
  place: string;
  label: string;
  history: string;
  zone: string;
  coverage: string;
  // In the order of `Tone`.
  tones: readonly [routine: string, interest: string, caution: string, warning: string, alarm: string, own: string, fixed: string];
}

export const kChartColours: Record<Palette, ChartColours> = {
  day: {
    sea: "#EAF1F4", land: "#F3EEDF", coast: "#6B7C84", graticule: "#CFDBE1", place: "#586770", label: "#2F4553", history: "#0B6E99", zone: "#7A4A8C", coverage: "#2B7573",
    tones: ["#3D5A6C", "#0B6E99", "#8A5A00", "#B34700", "#B00020", "#00664B", "#3D5A6C"],
  },
  dusk: {
    sea: "#0F1C26", land: "#22303A", coast: "#64808F", graticule: "#1B2C38", place: "#869AA6", label: "#C3D2DC", history: "#56B4E9", zone: "#B894CC", coverage: "#6DB5AE",
    tones: ["#9FB4C1", "#56B4E9", "#E8B64C", "#FF8A4C", "#FF6B6B", "#38C99A", "#9FB4C1"],
  },
  night: {
    sea: "#05080A", land: "#0D1215", coast: "#56666F", graticule: "#10181D", place: "#6D7B83", label: "#8C99A0", history: "#4C8FB5", zone: "#7C6590", coverage: "#4A7F79",
    tones: ["#76838B", "#4C8FB5", "#A8843A", "#C0663A", "#D05555", "#2E9372", "#76838B"],
  },
};

export function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

// WCAG relative luminance contrast.
export function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r, g, blue] = channels(hex).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
