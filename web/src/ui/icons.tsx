// SPDX-License-Identifier: Apache-2.0
// Small line drawings, one stroke width, coloured by the text around them.
import type { JSX } from "preact";

const kPaths: Record<string, string> = {
  picture: "M10 3 15 16 10 13.4 5 16Z",
  leads: "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2",
  sharing: "M3 7h11l-3-3M17 13H6l3 3",
  incidents: "M10 3 17.5 16.5h-15ZM10 8v4M10 14.2v.3",
  oversight: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5Zm7.5 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  law: "M10 3v14M6 17h8M4 5h12M4 5l-2.5 6a2.5 2.5 0 0 0 5 0ZM16 5l-2.5 6a2.5 2.5 0 0 0 5 0Z",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Zm4-1.5 4 4",
  close: "M5 5l10 10M15 5 5 15",
  copy: "M7 7h9v10H7zM4 13V3h9",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  play: "M6 4l10 6-10 6Z",
  pause: "M7 4v12M13 4v12",
  back: "M12 4 6 10l6 6",
  forward: "M8 4l6 6-6 6",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.6v.2",
  day: "M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4",
  dusk: "M2 14h16M5.5 14a4.5 4.5 0 0 1 9 0M10 5V3M4.5 8.5 3 7M15.5 8.5 17 7M6 17h8",
  night: "M16.5 12A7 7 0 1 1 8 3.5a5.5 5.5 0 0 0 8.5 8.5Z",
  list: "M7 5h10M7 10h10M7 15h10M3 5h.5M3 10h.5M3 15h.5",
  zones: "M3 17C6 15 5 11 8 9s5-1 9-6M9.5 17c1.5-2 1.5-3.5 3-4.5s3-1 4.5-1.5",
  coverage: "M10 16 4 6.5A11 11 0 0 1 16 6.5ZM7 11.2a5.6 5.6 0 0 1 6 0",
  everything: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
};

export function Icon({ name, size = 18 }: { name: keyof typeof kPaths; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={kPaths[name] ?? ""} />
    </svg>
  );
}
