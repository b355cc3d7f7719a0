// SPDX-License-Identifier: Apache-2.0
// When a moved view needs a new subscription. A box is [west, south, east, north] and may cross 180; null is the world.
import type { Bbox } from "../api/types";

const width_of = (box: Bbox): number => (box[2] >= box[0] ? box[2] - box[0] : box[2] + 360 - box[0]);

export function covers(outer: Bbox | null | undefined, inner: Bbox | null): boolean {
  if (outer === undefined) return false;
  if (outer === null) return true;
  if (inner === null) return false;
  const offset = (((inner[0] - outer[0]) % 360) + 360) % 360;
  return inner[1] >= outer[1] && inner[3] <= outer[3] && offset + width_of(inner) <= width_of(outer) + 1e-9;
}

// True when the view leaves what was asked for, or has become so small that most of what arrives is unseen.
export function needs_subscription(subscribed: Bbox | null | undefined, view: Bbox | null): boolean {
  if (!covers(subscribed, view)) return true;
  if (view === null || subscribed === undefined) return false;
  const outer = subscribed ?? [-180, -85, 180, 85];
  const share = (width_of(view) * (view[3] - view[1])) / (width_of(outer) * (outer[3] - outer[1]));
  return share < 0.06;
}
