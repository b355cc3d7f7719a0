// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import * as f from ".";

const spot = { lat: 15 + 6.1 / 60, lon: -(73 + 24 / 60) };

describe("positions", () => {
  it("prints degrees and minutes as the radio wants them", () => {
    expect(f.format_dmm(spot)).toBe("15°06.10'N 073°24.00'W");
    expect(f.format_dms(spot)).toBe(`15°06'06.0"N 073°24'00.0"W`);
    expect(f.format_dd(spot)).toBe("15.10167, -73.40000");
  });
  it("carries a full minute into the degree instead of printing 60", () => {
    expect(f.format_dmm({ lat: 14.99999, lon: 0 })).toBe("15°00.00'N 000°00.00'E");
    expect(f.format_dms({ lat: -9.9999999, lon: 179.9999999 })).toBe(`10°00'00.0"S 180°00'00.0"E`);
  });
  it("has no south of a rounded zero", () => {
    expect(f.format_dmm({ lat: -0.0000001, lon: -0.0000001 })).toBe("00°00.00'N 000°00.00'E");
    expect(f.format_dd({ lat: -0.0000001, lon: -0.0000001 })).toBe("0.00000, 0.00000");
  });
  it("wraps a longitude that went round the world", () => {
    expect(f.format_dmm({ lat: 0, lon: 190 })).toBe("00°00.00'N 170°00.00'W");
    expect(f.format_dmm({ lat: 0, lon: -190 })).toBe("00°00.00'N 170°00.00'E");
    expect(f.format_dmm({ lat: 0, lon: 180 })).toBe("00°00.00'N 180°00.00'E");
  });
  it("names graticule lines shortly", () => {
    expect(f.format_graticule(50, "lat")).toBe("50°N");
    expect(f.format_graticule(-1.25, "lon")).toBe("001°15'W");
    expect(f.format_graticule(0, "lon")).toBe("000°");
    expect(f.format_graticule(181, "lon")).toBe("179°W");
    expect(f.format_graticule(50 + 1 / 120, "lat")).toBe("50°00.5'N");
  });
});

describe("reading positions", () => {
  const near = (text: string, lat: number, lon: number): void => {
    const at = f.parse_position(text);
    expect(at, text).not.toBeNull();
    expect(at?.lat, text).toBeCloseTo(lat, 6);
    expect(at?.lon, text).toBeCloseTo(lon, 6);
  };
  it("reads DMM, DMS and DD in the forms people type", () => {
    near("15°15.0'N 073°06.0'W", 15.25, -73.1);
    near("15 15.0 N 73 06 W", 15.25, -73.1);
    near("N15 15.0 W073 06.0", 15.25, -73.1);
    near("1515.0N 07306.0W", 15.25, -73.1);
    near("151500N 0730600W", 15.25, -73.1);
    near(`50°06'30"N, 001°24'10"W`, 50 + 6 / 60 + 30 / 3600, -(1 + 24 / 60 + 10 / 3600));
    near("50.5, -1.25", 50.5, -1.25);
    near("50.5 -1.25", 50.5, -1.25);
    near("50.5N 1.25W", 50.5, -1.25);
    near("1.25W 50.5N", 50.5, -1.25);
    near("-33, 18", -33, 18);
    near("lat 50.5 lon -1.25", 50.5, -1.25);
    near("50 30.5, -1 15.0", 50 + 30.5 / 60, -1.25);
    near("50º30.5′N 001º15.0′E", 50 + 30.5 / 60, 1.25);
  });
  it("leaves names and numbers alone", () => {
    for (const text of ["235012345", "9074729", "EVER GIVEN", "MAERSK 12", "12 34", "2 N", "", "N", "E W", "1 2 3", "SEA WINE"]) {
      expect(f.parse_position(text), text).toBeNull();
    }
  });
  it("refuses what is not on Earth", () => {
    for (const text of ["91, 0", "50 60.0N 1 0.0W", "50.5N 181.0E", "50 10 61N 1 0 0E", "50.5N 1.2N", "-50.5N 1.2E", "50.5 10N 1E"]) {
      expect(f.parse_position(text), text).toBeNull();
    }
  });
  it("reads back whatever it prints", () => {
    for (let i = 0; i < 500; i += 1) {
      const at = { lat: ((i * 7919) % 17999) / 100 - 89.99, lon: ((i * 104729) % 35999) / 100 - 179.99 };
      for (const text of [f.format_dmm(at), f.format_dms(at), f.format_dd(at)]) {
        const read = f.parse_position(text);
        expect(Math.abs((read?.lat ?? 99) - at.lat), text).toBeLessThan(0.0001);
        expect(Math.abs((read?.lon ?? 999) - at.lon), text).toBeLessThan(0.0001);
      }
    }
  });
});

describe("times", () => {
  const now = Date.UTC(2026, 10, 22, 12, 5, 33);
  it("prints the DTG, the clock and ages", () => {
    expect(f.format_dtg(now)).toBe("221205Z NOV 26");
    expect(f.format_clock(now)).toBe("12:05:33Z");
    expect(f.format_hour(now - f.kDay, now)).toBe("21 NOV 12:05Z");
    expect(f.format_age(42_400)).toBe("42 s");
    expect(f.format_age(-5_000)).toBe("0 s");
    expect(f.format_age(3 * f.kMinute)).toBe("3 min");
    expect(f.format_age(130 * f.kMinute)).toBe("2 h 10 min");
    expect(f.format_age(76 * f.kHour)).toBe("3 d 4 h");
  });
  it("reads the time a watch officer types, never in the future for a bare hour", () => {
    expect(f.parse_goto_time("0300", now)).toBe(Date.UTC(2026, 10, 22, 3, 0));
    expect(f.parse_goto_time("03:00z", now)).toBe(Date.UTC(2026, 10, 22, 3, 0));
    expect(f.parse_goto_time("2300", now)).toBe(Date.UTC(2026, 10, 21, 23, 0));
    expect(f.parse_goto_time("030015", now)).toBe(Date.UTC(2026, 10, 22, 3, 0, 15));
    expect(f.parse_goto_time("220300Z", now)).toBe(Date.UTC(2026, 10, 22, 3, 0));
    expect(f.parse_goto_time("240300Z", now)).toBe(Date.UTC(2026, 9, 24, 3, 0));
    expect(f.parse_goto_time("220300Z OCT 26", now)).toBe(Date.UTC(2026, 9, 22, 3, 0));
    expect(f.parse_goto_time("2026-11-22 03:00", now)).toBe(Date.UTC(2026, 10, 22, 3, 0));
    expect(f.parse_goto_time("-30m", now)).toBe(now - 30 * f.kMinute);
    expect(f.parse_goto_time("2 h ago", now)).toBe(now - 2 * f.kHour);
  });
  it("refuses times that do not exist", () => {
    for (const text of ["2500", "0360", "hello", "320300Z", "2026-13-01 00:00", "220300Z FOO 26", ""]) {
      expect(f.parse_goto_time(text, now), text).toBeNull();
    }
  });
  it("prints an ETA without inventing a year", () => {
    expect(f.format_eta("05-14 20:15")).toBe("14 MAY 20:15Z");
    expect(f.format_eta("05-14 --:--")).toBe("14 MAY");
    expect(f.format_eta("soon")).toBe("soon");
  });
});

describe("units", () => {
  it("prints the units of the bridge", () => {
    expect(f.format_speed(6.33)).toBe("12.3 kn");
    expect(f.format_angle(34.6)).toBe("035°");
    expect(f.format_angle(359.7)).toBe("000°");
    expect(f.format_angle(-90)).toBe("270°");
    expect(f.format_distance(100)).toBe("100 m");
    expect(f.format_distance(1852 * 4.5)).toBe("4.50 nm");
    expect(f.format_distance(1852 * 38.24)).toBe("38.2 nm");
    expect(f.format_count(20000)).toBe("20\u202f000");
    expect(f.format_dimensions(150, 22)).toBe("150 × 22 m");
    expect(f.format_dimensions(undefined, undefined)).toBeNull();
    expect(f.error_words({ major_m: 120.4, minor_m: 40, orientation_deg: 34.6 })).toBe("within about 120 × 40 m, longest along 035° – 215° (one sigma)");
    expect(f.error_words({ major_m: 40.2, minor_m: 40, orientation_deg: 0 })).toBe("within about 40 m (one sigma)");
    expect([0, 0.001, 0.5, 0.996, 1].map(f.format_probability)).toEqual(["0 %", "under 1 %", "50 %", "over 99 %", "100 %"]);
    expect(f.format_turn(12)).toBe("12°/min to starboard");
    expect(f.format_bytes(1_234_567)).toBe("1.2 MB");
  });
  it("says codes in words, also codes it has never met", () => {
    expect(f.flag_words("mmsi_shared")).toContain("Two vessels");
    expect(f.flag_words("made_up_code")).toBe("Made up code");
    expect(f.country_words("GB")).toBe("United Kingdom");
    expect(f.track_title({ id: "T-1", kind: "ship", mmsi: 2345 })).toBe("MMSI 000002345");
  });
});
