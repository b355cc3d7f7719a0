// SPDX-License-Identifier: Apache-2.0
// Notices to ships: areas, routes, texts, signals, closed fairways, tidal windows, targets of a traffic centre.
//
// Bit layouts: IMO SN.1/Circ.289 §§2, 3, 4, 7, 9, 12, 13; SN/Circ.236 for FI 13 and 14; M.1371-5 annex 5 for FI 0.
// Threads: pure functions.
#include <optional>

#include "application_cursor.hpp"
#include "application_parsers.hpp"

namespace fairlead::decode::ais {
namespace {

constexpr std::size_t kSubAreaBits = 87;
constexpr std::size_t kTargetBits = 120;
constexpr int kNoDuration = 262'143;

std::vector<AreaLeg> legs(ApplicationCursor& c, int scale) {
  std::vector<AreaLeg> out;
  for (int i = 0; i < 4; ++i) {
    AreaLeg leg;
    leg.bearing = c.scaled(10, 0, 719, 2);
    leg.distance = c.number(10) * scale;
    if (leg.distance == 0) {
      break;  // "no point": the rest of the record is not used
    }
    out.push_back(leg);
  }
  return out;
}

SubArea sub_area(ApplicationCursor& c) {
  SubArea area;
  area.shape = c.number(3);
  const auto shape = static_cast<AreaShape>(area.shape);
  if (shape == AreaShape::text) {
    area.text = c.text(14);
    return area;
  }
  if (area.shape > static_cast<int>(AreaShape::text)) {
    return area;
  }
  constexpr int kScales[] = {1, 10, 100, 1000};
  const int scale = kScales[c.number(2)];
  if (shape == AreaShape::polyline || shape == AreaShape::polygon) {
    area.legs = legs(c, scale);
    return area;
  }
  area.place = c.coarse_place();
  area.precision = c.number(3);
  if (shape == AreaShape::rectangle) {
    area.east = c.number(8) * scale;
    area.north = c.number(8) * scale;
    area.orientation = c.direction();
    return area;
  }
  area.radius = c.number(12) * scale;
  if (shape == AreaShape::sector) {
    area.left = c.direction();
    area.right = c.direction();
  }
  return area;
}

}  // namespace

ParsedPayload parse_area_notice(BitReader payload) {
  if (payload.size() < 55 + kSubAreaBits) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  AreaNotice notice;
  notice.linkage = c.number(10);
  notice.notice = c.number(7);
  notice.start = c.month_time();
  notice.duration = c.in_range(18, 0, kNoDuration - 1);
  while (c.left() >= kSubAreaBits) {
    ApplicationCursor part(payload.sub(payload.size() - c.left(), kSubAreaBits));
    notice.areas.push_back(sub_area(part));
    if (!part.plausible()) {
      return std::nullopt;
    }
    c.skip(kSubAreaBits);
  }
  return notice;
}

ParsedPayload parse_route_information(BitReader payload) {
  constexpr std::size_t kHeaderBits = 61;
  constexpr std::size_t kWaypointBits = 55;
  if (payload.size() < kHeaderBits) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  RouteInformation route;
  route.linkage = c.number(10);
  route.sender = c.number(3);
  route.rtype = c.number(5);
  route.start = c.month_time();
  route.duration = c.in_range(18, 0, kNoDuration - 1);
  const int count = c.number(5);
  if (count > 16 || c.left() < static_cast<std::size_t>(count) * kWaypointBits) {
    return std::nullopt;
  }
  for (int i = 0; i < count; ++i) {
    route.waypoints.push_back(c.fine_place());
  }
  return c.plausible() ? ParsedPayload(std::move(route)) : std::nullopt;
}

ParsedPayload parse_text_description(BitReader payload) {
  if (payload.size() < 16) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  TextDescription out;
  out.linkage = c.number(10);
  out.text = c.text_to_end();
  return out;
}

ParsedPayload parse_text_telegram(BitReader payload) {
  if (payload.size() < 18) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  TextTelegram out;
  out.ack_required = c.flag();
  out.sequence = c.number(11);
  out.text = c.text_to_end();
  return out;
}

ParsedPayload parse_synthetic_targets(BitReader payload) {
  if (payload.size() < kTargetBits || payload.size() % kTargetBits > kPaddingBitsMax) {
    return std::nullopt;
  }
  SyntheticTargets out;
  for (std::size_t at = 0; at + kTargetBits <= payload.size(); at += kTargetBits) {
    ApplicationCursor c(payload.sub(at, kTargetBits));
    SyntheticTarget target;
    target.idtype = c.number(2);
    if (target.idtype < 2) {
      target.number = payload.u64(at + 2, 42);
      c.skip(42);
    } else {
      target.name = c.text(7);
    }
    c.skip(4);
    target.place = c.coarse_place_latitude_first();
    target.course = c.direction();
    target.second = c.in_range(6, 0, 59);
    target.speed = c.in_range(8, 0, 254);
    if (!c.plausible()) {
      return std::nullopt;
    }
    out.targets.push_back(std::move(target));
  }
  return out;
}

ParsedPayload parse_traffic_signal(BitReader payload) {
  if (!fits(payload, 202, 304)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  TrafficSignal signal;
  signal.linkage = c.number(10);
  signal.station = c.text(20);
  signal.place = c.coarse_place();
  signal.status = c.in_range(2, 1, 3);
  signal.signal = c.in_range(5, 1, 31);
  signal.hour = c.in_range(5, 0, 23);
  signal.minute = c.in_range(6, 0, 59);
  signal.nextsignal = c.in_range(5, 1, 31);
  return c.plausible() ? ParsedPayload(std::move(signal)) : std::nullopt;
}

ParsedPayload parse_fairway_closed(BitReader payload) {
  if (!fits(payload, 412, 416)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  // Day before month, unlike every other message.
  const auto moment = [&c] {
    MonthTime time;
    time.day = c.in_range(5, 1, 31);
    time.month = c.in_range(4, 1, 12);
    time.hour = c.in_range(5, 0, 23);
    time.minute = c.in_range(6, 0, 59);
    return time;
  };
  FairwayClosed out;
  out.reason = c.text(20);
  out.closefrom = c.text(20);
  out.closeto = c.text(20);
  out.radius = c.in_range(10, 0, 1000);
  out.extunit = c.number(2);
  out.from = moment();
  out.to = moment();
  return out;
}

namespace {

// `older`: FI 14, with a finer place, latitude first, and a narrower speed.
ParsedPayload parse_tidal(BitReader payload, bool older) {
  const std::size_t point_bits = older ? 93 : 88;
  constexpr std::size_t kPointsMax = 3;
  if (payload.size() < 9 + point_bits || payload.size() > 9 + kPointsMax * point_bits + kPaddingBitsMax) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  TidalWindow out;
  out.month = c.in_range(4, 1, 12);
  out.day = c.in_range(5, 1, 31);
  while (c.left() >= point_bits) {
    TidalPoint point;
    point.place = older ? c.fine_place_latitude_first() : c.coarse_place();
    point.from_hour = c.in_range(5, 0, 23);
    point.from_min = c.in_range(6, 0, 59);
    point.to_hour = c.in_range(5, 0, 23);
    point.to_min = c.in_range(6, 0, 59);
    point.cdir = c.direction();
    point.cspeed = older ? c.scaled(7, 0, 126, 10) : c.scaled(8, 0, 251, 10);
    out.tidals.push_back(point);
  }
  return c.plausible() ? ParsedPayload(std::move(out)) : std::nullopt;
}

}  // namespace

ParsedPayload parse_tidal_window(BitReader payload) { return parse_tidal(payload, false); }
ParsedPayload parse_tidal_window_older(BitReader payload) { return parse_tidal(payload, true); }

}  // namespace fairlead::decode::ais
