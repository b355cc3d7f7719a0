// SPDX-License-Identifier: Apache-2.0
// Findings and alerts in words. Each priority has its own shape and letter, so that colour is never alone.
import type { Found, Priority } from "../api/findings";
import { underscores_to_words } from "./words";

const kRules: Record<string, string> = {
  distress: "Distress",
  gone_dark: "Gone dark",
  dark_contact: "Dark contact",
  rendezvous: "Rendezvous",
  loitering: "Loitering",
  go_fast: "Go-fast",
  stop_and_drift: "Stop and drift",
  landing_course: "Course to a landing place",
  on_land: "Position on land",
  impossible_jump: "Impossible jump",
  offset_spoofing: "Offset positions",
  circle_spoofing: "Circling positions",
  mmsi_shared: "One MMSI, two vessels",
  identity_change: "Changed identity",
  identity_conflict: "Identity does not fit",
  zone_change: "Zone crossed",
  lane_deviation: "Out of its lane",
  near_cable: "Over a cable or pipeline",
  watchlist: "On the watch list",
  area: "Area rule",
};
export const rule_words = (rule: string): string => {
  const words = kRules[rule] ?? underscores_to_words(rule);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const kPriorities: Record<Priority, { letter: string; words: string }> = {
  emergency: { letter: "E", words: "emergency" },
  alarm: { letter: "A", words: "alarm" },
  warning: { letter: "W", words: "warning" },
  caution: { letter: "C", words: "caution" },
};
export const priority_letter = (priority: Priority): string => kPriorities[priority].letter;
export const priority_words = (priority: Priority): string => kPriorities[priority].words;

export function alert_state_words(alert: Found["alert"]): string {
  switch (alert.state) {
    case "unacknowledged": return alert.priority === "caution" ? "open" : "not acknowledged";
    case "acknowledged": return alert.acknowledged_by === undefined ? "acknowledged" : `acknowledged by ${alert.acknowledged_by}`;
    case "rectified_unacknowledged": return "over, not acknowledged";
    case "rectified": return "over";
  }
}

// Why an alert was noise: what the owner of the rule can act on.
export const kNoiseReasons: readonly string[] = ["fishing", "ferry or pilot", "at anchor or in port", "poor reception", "wrong track", "of no use"];
export const kUsefulReasons: readonly string[] = ["confirmed", "worth the look", "passed on"];

// How long a behaviour stays quiet, in its own time.
export const kMuteHours: readonly number[] = [1, 4, 12, 24];
