// SPDX-License-Identifier: Apache-2.0
import { expect, test } from "vitest";
import { act_words, format_running, missing_words, with_fact } from "./law_words";

test("a fact that a person adds leaves the others as they were", () => {
  const facts = { vessel: { kind: "go_fast", nationality: { flag: "PA" } }, zone: { kind: "eez" } };
  expect(with_fact(facts, "vessel.nationality.status", "confirmed")).toEqual({ vessel: { kind: "go_fast", nationality: { flag: "PA", status: "confirmed" } }, zone: { kind: "eez" } });
  expect(with_fact({}, "asset.marked", "true")).toEqual({ asset: { marked: true } });
  expect(with_fact({}, "asset.marked", "false")).toEqual({ asset: { marked: false } });
  expect(facts.vessel.nationality).toEqual({ flag: "PA" });
});

test("the clock of a pursuit reads in the units that matter", () => {
  expect(format_running(-5)).toBe("0 s");
  expect(format_running(59_999)).toBe("59 s");
  expect(format_running(249_000)).toBe("4 min 09 s");
  expect(format_running(3_849_000)).toBe("1 h 04 min 09 s");
});

test("a word that is not in the list is still readable", () => {
  expect(act_words("force_warning")).toBe("force warning");
  expect(missing_words("NEW_CODE")).toBe("new code");
});
