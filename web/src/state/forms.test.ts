// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { compose, faults_of, parse_moment, pointers_of, values_of, type FieldSpec } from "./forms";

const now = Date.parse("2026-11-22T12:00:00Z");
const at = (text: string, ahead = false): string | null => { const found = parse_moment(text, now, ahead); return found === null ? null : new Date(found).toISOString(); };
const fields: readonly FieldSpec[] = [
  { path: "title", label: "Title", kind: "line", needed: true },
  { path: "vessel/imo", label: "IMO number", kind: "number" },
  { path: "position", label: "Position", kind: "place" },
  { path: "expires_at", label: "Ends", kind: "ahead", needed: true },
  { path: "force_used", label: "Force?", kind: "yes_no" },
  { path: "force/why", label: "Why", kind: "text", needed: true, shown: (values) => values["force_used"] === "yes" },
  { path: "persons", label: "Persons", kind: "list", item_name: "person", item: [{ path: "reference", label: "Reference", kind: "line", needed: true }] },
  { path: "acts", label: "Acts", kind: "many" },
  { path: "hold", label: "Hold", kind: "flag" },
];

describe("times in forms", () => {
  it("are read as the watch writes them, backwards and ahead", () => {
    expect(at("now")).toBe("2026-11-22T12:00:00.000Z");
    expect(at("-30m")).toBe("2026-11-22T11:30:00.000Z");
    expect(at("+24h", true)).toBe("2026-11-23T12:00:00.000Z");
    expect(at("in 3 d", true)).toBe("2026-11-25T12:00:00.000Z");
    expect(at("2026-12-01", true)).toBe("2026-12-01T23:59:59.000Z");
    expect(at("2026-11-22T10:00:00.123Z")).toBe("2026-11-22T10:00:00.123Z");
  });
  it("without a day mean the latest one, and for an end the next one", () => {
    expect(at("0300")).toBe("2026-11-22T03:00:00.000Z");
    expect(at("0300", true)).toBe("2026-11-23T03:00:00.000Z");
    expect(at("220300Z", true)).toBe("2026-12-22T03:00:00.000Z");
  });
  it("that are none are refused", () => {
    expect(at("soon")).toBeNull();
    expect(at("2026-02-30", true)).toBeNull();
  });
});

describe("the body of an act", () => {
  it("holds what was typed, nested, and leaves out what is empty or not shown", () => {
    const { body, faults } = compose(fields, { title: " Go-fast ", "vessel/imo": "9074729", position: "15°15.0'N 073°06.0'W", expires_at: "+1h", force_used: "no", "force/why": "left from before", persons: [{ reference: "P1" }], acts: ["board"], hold: false }, now);
    expect(faults.size).toBe(0);
    expect(body).toEqual({ title: "Go-fast", vessel: { imo: 9074729 }, position: { lat: 15.25, lon: -73.1 }, expires_at: "2026-11-22T13:00:00.000Z", force_used: false, persons: [{ reference: "P1" }], acts: ["board"] });
  });
  it("tells every fault at its own field, also in a list", () => {
    const { faults } = compose(fields, { "vessel/imo": "nine", position: "somewhere", expires_at: "soon", force_used: "yes", persons: [{}] }, now);
    expect([...faults.keys()]).toEqual(["/title", "/vessel/imo", "/position", "/expires_at", "/force/why", "/persons/0/reference"]);
  });
  it("can be turned back into what is typed", () => {
    const values = values_of(fields, { title: "A", vessel: { imo: 1 }, position: { lat: 1, lon: 2 }, force_used: true, persons: [{ reference: "P1" }], acts: ["board"] }, (place) => `${place.lat}, ${place.lon}`);
    expect(values).toEqual({ title: "A", "vessel/imo": "1", position: "1, 2", force_used: "yes", persons: [{ reference: "P1" }], acts: ["board"] });
  });
});

describe("refusals of the server", () => {
  const pointers = pointers_of(fields, { persons: [{}] });
  const told = (detail: string, errors?: { pointer: string; detail: string }[]): [string, string][] => [...faults_of({ title: "", detail, ...(errors ? { errors } : {}) }, "", pointers)];
  it("stand beside the field that their JSON pointer names", () => {
    expect(told("`/title` `title` is missing")).toEqual([["/title", "`title` is missing"]]);
    expect(told("", [{ pointer: "#/vessel/imo", detail: "must be a whole number" }, { pointer: "/persons/0/reference", detail: "is missing" }])).toEqual([["/vessel/imo", "Must be a whole number"], ["/persons/0/reference", "Is missing"]]);
  });
  it("of a whole object stand at its first field, of a part inside a field at the field", () => {
    expect(told("`/vessel` a lead is about something")).toEqual([["/vessel/imo", "A lead is about something"]]);
    expect(told("`/acts/0` is no lawful act")).toEqual([["/acts", "Is no lawful act"]]);
  });
  it("that name a member stand beside it, and others stand for the whole form", () => {
    expect(told("`expires_at` is after the end of the lead itself")).toEqual([["/expires_at", "`expires_at` is after the end of the lead itself"]]);
    expect(told("`A-0001` is live already")).toEqual([["", "`A-0001` is live already"]]);
    expect(told("`reference` is missing")).toEqual([["/persons/0/reference", "`reference` is missing"]]);
  });
});
