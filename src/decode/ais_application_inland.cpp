// SPDX-License-Identifier: Apache-2.0
// Inland payloads, DAC 200.
//
// Bit layouts: Vessel Tracking and Tracing standard for inland navigation (UNECE resolution 63), §2.4. Threads: pure.
#include <optional>

#include "application_cursor.hpp"
#include "application_parsers.hpp"

namespace fairlead::decode::ais {
namespace {

InlandArrival arrival(ApplicationCursor& c) {
  InlandArrival out;
  out.country = c.text(2);
  out.locode = c.text(3);
  out.section = c.text(5);
  out.terminal = c.text(5);
  out.hectometre = c.text(5);
  out.arrival = c.month_time();
  return out;
}

// One sign bit (1: negative), then eight bits of which 255 is "unknown".
std::optional<int> emma_value(ApplicationCursor& c) {
  const bool negative = c.flag();
  const auto value = c.in_range(8, 0, 254);
  return value ? std::optional(negative ? -*value : *value) : std::nullopt;
}

std::optional<int> year(ApplicationCursor& c) {
  const auto raw = c.in_range(8, 1, 255);
  return raw ? std::optional(2000 + *raw) : std::nullopt;
}

}  // namespace

ParsedPayload parse_inland_ship_static(BitReader payload) {
  if (!fits(payload, 104, 112)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  InlandShipStatic out;
  out.vin = c.text(8);
  out.length = c.scaled(13, 1, 8000, 10);
  out.beam = c.scaled(10, 1, 1000, 10);
  out.shiptype = c.in_range(14, 1, 16'383);
  const int hazard = c.number(3);
  if (hazard > 5) {
    return std::nullopt;  // no such value: private bits under this code have been seen at sea
  }
  if (hazard < 5) {
    out.hazard = hazard;
  }
  out.draught = c.scaled(11, 1, 2000, 100);
  out.loaded = c.in_range(2, 1, 2);
  out.speed_q = c.flag();
  out.course_q = c.flag();
  out.heading_q = c.flag();
  return out;
}

ParsedPayload parse_inland_eta(BitReader payload) {
  if (!fits(payload, 155, 160)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  InlandArrival out = arrival(c);
  out.tugs = c.in_range(3, 0, 6);
  out.airdraught = c.scaled(12, 1, 4000, 100);
  return out;
}

ParsedPayload parse_inland_rta(BitReader payload) {
  if (!fits(payload, 142, 144)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  InlandArrival out = arrival(c);
  out.status = c.in_range(2, 0, 2);
  return out;
}

ParsedPayload parse_emma_warning(BitReader payload) {
  if (!fits(payload, 194, 200)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  EmmaWarning out;
  out.start_year = year(c);
  out.start.month = c.in_range(4, 1, 12);
  out.start.day = c.in_range(5, 1, 31);
  out.end_year = year(c);
  out.end.month = c.in_range(4, 1, 12);
  out.end.day = c.in_range(5, 1, 31);
  out.start.hour = c.in_range(5, 0, 23);
  out.start.minute = c.in_range(6, 0, 59);
  out.end.hour = c.in_range(5, 0, 23);
  out.end.minute = c.in_range(6, 0, 59);
  out.from = c.fine_place();
  out.to = c.fine_place();
  out.type = c.in_range(4, 1, 15);
  out.min = emma_value(c);
  out.max = emma_value(c);
  out.intensity = c.in_range(2, 1, 3);
  out.wind = c.in_range(4, 1, 8);
  return c.plausible() ? ParsedPayload(std::move(out)) : std::nullopt;
}

ParsedPayload parse_water_levels(BitReader payload) {
  if (!fits(payload, 112, 112)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  WaterLevels out;
  out.country = c.text(2);
  for (int i = 0; i < 4; ++i) {
    WaterGauge gauge;
    gauge.id = c.in_range(11, 1, 2047);
    // One sign bit (1: positive), then thirteen bits of centimetres, 0 "unknown".
    const int sign = c.flag() ? 1 : -1;
    if (const auto centimetres = c.in_range(13, 1, 8191)) {
      gauge.level = sign * *centimetres / 100.0;
    }
    if (gauge.id || gauge.level) {
      out.gauges.push_back(gauge);
    }
  }
  return out;
}

ParsedPayload parse_signal_status(BitReader payload) {
  if (!fits(payload, 101, 112)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  SignalStatus out;
  out.place = c.fine_place();
  out.form = c.in_range(4, 1, 14);
  out.facing = c.direction();
  out.direction = c.in_range(3, 1, 4);
  out.status = payload.u(71, 30);
  return c.plausible() ? ParsedPayload(std::move(out)) : std::nullopt;
}

ParsedPayload parse_inland_persons(BitReader payload) {
  if (!fits(payload, 29, 80)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  InlandPersons out;
  out.crew = c.in_range(8, 0, 254);
  out.passengers = c.in_range(13, 0, 8190);
  out.personnel = c.in_range(8, 0, 254);
  return out;
}

}  // namespace fairlead::decode::ais
