// SPDX-License-Identifier: Apache-2.0
// Partners by purposes: what stands in each cell, and what a stop of a cell, row or column would cover. Pure.
import type { Agreement, Feed, Partner, Purpose, SharingNow, Stop, StopOrder } from "../api/sharing_types";

// live: somebody is connected and nothing stops it. waiting: agreed, nobody is connected. withheld: agreed, but what it
// needs is not in force. stopped: a stop covers it. none: no agreement names it.
export type CellState = "live" | "waiting" | "withheld" | "stopped" | "none";

export interface Cell {
  agency: string;
  purpose: Purpose;
  state: CellState;
  survives: boolean;
  feeds: readonly Feed[];
  tracks: number | null;
  unacknowledged: number;
  waiting: number;
  last_release_at: string | null;
  // Stops that cover all of it, and those that cover only an area or a kind of object.
  stopped_by: readonly number[];
  part_stopped_by: readonly number[];
  // Why nothing leaves although it is agreed, in words.
  because: readonly Lapse[];
}

// `what` in two words for a cell, `text` as a sentence part.
export interface Lapse { what: string; text: string }

export interface Row { partner: Partner; cells: readonly Cell[]; expires: Expiry | null; last_release_at: string | null }
export interface Expiry { at: string; what: string }
export interface Matrix { purposes: readonly Purpose[]; rows: readonly Row[] }

export const kPurposes: readonly Purpose[] = [
  "search_and_rescue", "law_enforcement_interdiction", "prosecution", "safety_of_navigation",
  "fisheries", "environmental_response", "general_awareness",
];

export function matrix_of(now: SharingNow, agreements: readonly Agreement[]): Matrix {
  const in_force = agreements.filter((agreement) => agreement.state === "in_force");
  const used = new Set<Purpose>();
  for (const partner of now.partners) for (const purpose of purposes_of(partner, in_force)) used.add(purpose);
  const purposes = [...kPurposes.filter((purpose) => used.has(purpose)), ...[...used].filter((purpose) => !kPurposes.includes(purpose)).sort()];
  const narrow = new Set(now.stops.filter(is_narrow).map((stop) => stop.epoch));
  const rows = [...now.partners].sort((a, b) => a.agency.localeCompare(b.agency)).map((partner) => {
    const cells = purposes.map((purpose) => cell_of(partner, purpose, in_force, narrow));
    return { partner, cells, expires: expiry_of(partner, in_force), last_release_at: latest(cells.map((cell) => cell.last_release_at)) };
  });
  return { purposes, rows };
}

const names = (agreement: Agreement, partner: Partner): boolean =>
  agreement.parties.includes(partner.agency) || partner.agreements.includes(agreement.id);

function purposes_of(partner: Partner, in_force: readonly Agreement[]): Purpose[] {
  const agreed = in_force.filter((agreement) => names(agreement, partner)).flatMap((agreement) => agreement.purposes);
  return [...partner.feeds.map((feed) => feed.purpose), ...partner.views.map((view) => view.purpose), ...agreed];
}

// A stop of one area, or of one kind of object, lets the rest go on.
const is_narrow = (stop: Stop): boolean => stop.area !== undefined || stop.type !== undefined;

function cell_of(partner: Partner, purpose: Purpose, in_force: readonly Agreement[], narrow: ReadonlySet<number>): Cell {
  const feeds = partner.feeds.filter((feed) => feed.purpose === purpose);
  const view = partner.views.find((candidate) => candidate.purpose === purpose);
  const agreed = in_force.filter((agreement) => names(agreement, partner) && agreement.purposes.includes(purpose));
  const stops = [...new Set([...feeds.flatMap((feed) => feed.stopped_by ?? []), ...(view?.stopped_by ?? [])])].sort((a, b) => a - b);
  const survives = feeds.some((feed) => feed.survives_stop) || view?.survives_stop === true
    || agreed.some((agreement) => agreement.clauses.some((clause) => clause.survives_stop && clause.purposes.includes(purpose)));
  const stopped_by = survives ? [] : stops.filter((epoch) => !narrow.has(epoch));
  const part_stopped_by = survives ? [] : stops.filter((epoch) => narrow.has(epoch));
  const because = unique(agreed.flatMap((agreement) => lapses(agreement, partner.agency, purpose)));
  const connected = feeds.some((feed) => feed.connected) || view?.connected === true;
  const known = feeds.length > 0 || view !== undefined || agreed.length > 0;
  const lapsed = agreed.length > 0 && agreed.every((agreement) => lapses(agreement, partner.agency, purpose).length > 0);
  const state: CellState = !known ? "none" : stopped_by.length > 0 ? "stopped" : lapsed ? "withheld" : connected ? "live" : "waiting";
  const counts = [...feeds.map((feed) => feed.view_tracks), view?.tracks].filter((count) => count !== undefined);
  return {
    agency: partner.agency, purpose, state, survives, feeds, because, stopped_by, part_stopped_by,
    tracks: counts.length > 0 ? Math.max(...counts) : null,
    unacknowledged: sum(feeds.map((feed) => feed.unacknowledged ?? 0)),
    waiting: sum(feeds.map((feed) => feed.waiting ?? 0)),
    last_release_at: latest(feeds.map((feed) => feed.last_release_at ?? null)),
  };
}

// What of an agreement is not in force for one agency and purpose.
export function lapses(agreement: Agreement, agency: string, purpose: Purpose): Lapse[] {
  const found: Lapse[] = [];
  if (!agreement.assessment.in_force) found.push({ what: "no assessment", text: "the assessment is not in force" });
  const needed = new Set(agreement.clauses.filter((clause) => clause.purposes.includes(purpose)).flatMap((clause) => clause.assurances));
  for (const assurance of agreement.assurances) {
    if (!needed.has(assurance.id)) continue;
    const held = assurance.held.find((item) => item.agency === agency);
    if (held && held.state !== "in_force") {
      const how = held.state === "missing" ? "not given" : held.state;
      found.push({ what: `assurance ${how}`, text: `the assurance ${assurance.id} is ${how}` });
    }
  }
  return found;
}

// What ends first.
export function expiry_of(partner: Partner, in_force: readonly Agreement[]): Expiry | null {
  const ends: Expiry[] = [];
  for (const agreement of in_force.filter((candidate) => names(candidate, partner))) {
    ends.push({ at: agreement.valid_until, what: "agreement" }, { at: agreement.assessment.expires_at, what: "assessment" });
    for (const assurance of agreement.assurances) {
      const held = assurance.held.find((item) => item.agency === partner.agency && item.state === "in_force");
      if (held?.until !== undefined) ends.push({ at: held.until, what: "assurance" });
    }
  }
  ends.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return ends[0] ?? null;
}

export type StopTarget = { kind: "cell"; agency: string; purpose: Purpose } | { kind: "row"; agency: string } | { kind: "column"; purpose: Purpose } | { kind: "all" };

export function order_of(target: StopTarget): StopOrder {
  switch (target.kind) {
    case "cell": return { agency: target.agency, purpose: target.purpose };
    case "row": return { agency: target.agency };
    case "column": return { all: true, purpose: target.purpose };
    case "all": return { all: true };
  }
}

export const key_of = (target: StopTarget): string =>
  [target.kind, "agency" in target ? target.agency : "", "purpose" in target ? target.purpose : ""].join("|");

export const covered = (matrix: Matrix, target: StopTarget): Cell[] =>
  matrix.rows.flatMap((row) => row.cells).filter((cell) => cell.state !== "none"
    && (!("agency" in target) || cell.agency === target.agency) && (!("purpose" in target) || cell.purpose === target.purpose));

const unique = (found: readonly Lapse[]): Lapse[] => found.filter((lapse, index) => found.findIndex((other) => other.text === lapse.text) === index);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
function latest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : known.reduce((a, b) => (Date.parse(a) >= Date.parse(b) ? a : b));
}
