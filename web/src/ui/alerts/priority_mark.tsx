// SPDX-License-Identifier: Apache-2.0
// The mark of a priority: shape and letter (caution ○ C, warning △ W, alarm ◇ A, emergency ■ E). Hollow once acknowledged.
import type { JSX } from "preact";
import type { Priority } from "../../api/findings";
import { priority_letter } from "../../format/finding_words";

const kShapes: Record<Priority, JSX.Element> = {
  caution: <circle cx="10" cy="10" r="8" />,
  warning: <path d="M10 1.5 19 18H1Z" />,
  alarm: <path d="M10 1 19 10 10 19 1 10Z" />,
  emergency: <path d="M2 2h16v16H2Z" />,
};

export function PriorityMark({ priority, hollow = false, size = 20 }: { priority: Priority; hollow?: boolean; size?: number }): JSX.Element {
  return (
    <svg class={`priority priority-${priority}${hollow ? " priority-hollow" : ""}`} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {kShapes[priority]}
      <text x="10" y={priority === "warning" ? 16 : 14} text-anchor="middle">{priority_letter(priority)}</text>
    </svg>
  );
}
