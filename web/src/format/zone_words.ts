// SPDX-License-Identifier: Apache-2.0
// Says the words of the zone report for people.
import type { ZoneReport } from "../api/types";

type Reading = ZoneReport["readings"][number];
type Flag = ZoneReport["flags"][number];
type Limit = ZoneReport["limits"][number]["limit"];

const kKinds: Record<Reading["kind"], string> = {
  internal_waters: "internal waters",
  archipelagic_waters: "archipelagic waters",
  territorial_sea: "territorial sea",
  contiguous_zone: "contiguous zone",
  eez: "EEZ",
  high_seas: "high seas",
  unknown: "no zone known to the law of the sea",
};
const kBases: Record<Reading["basis"], string> = {
  official_limit: "by official limits",
  claims_table: "by treaty, judgment or claim",
  mapped_limit: "by limits as mapped",
  coast_distance: "by distance from the coast",
};
const kLimits: Record<Limit, string> = {
  territorial_sea: "Territorial sea",
  contiguous_zone: "Contiguous zone",
  eez: "EEZ",
  median_line: "Halfway line",
};
const kFlags: Record<Flag, string> = {
  disputed: "Disputed: readings of all claimants are given",
  joint_regime: "Joint regime: States share rights here by agreement",
  treaty: "A treaty or judgment draws a boundary here",
  closed_waters: "Closed waters: a bay, river or archipelago behind lines",
  excessive_claim: "A claim that other States protest",
  high_seas_pocket: "High seas surrounded by zones of States",
  special: "Another rule applies; the note says which",
  near_limit: "Within the error of a limit",
  near_median: "Within the error of the line between two States",
  methods_disagree: "The mapped limit and the distance from the coast disagree",
  straight_baseline: "The mapped limit lies farther out than the coast explains",
  on_land: "On land in the coast data: a river, lake or harbour",
  rock: "The nearest coast is a rock without undoubted EEZ",
  no_contiguous_zone: "The State claims no contiguous zone",
  derived: "No official limit took part",
  coarse: "From the small atlas: coarse coast, no mapped limits. The full one is made by ./dev zones",
};

export const zone_words = (kind: Reading["kind"]): string => kKinds[kind];
export const basis_words = (basis: Reading["basis"]): string => kBases[basis];
export const limit_words = (limit: Limit): string => kLimits[limit];
export const zone_flag_words = (flag: Flag): string => kFlags[flag];

// The name of a State from its two letters, as this browser knows it.
const names = typeof Intl.DisplayNames === "function" ? new Intl.DisplayNames(["en"], { type: "region", fallback: "code" }) : null;
export const state_words = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names?.of(code) ?? code) : code);
