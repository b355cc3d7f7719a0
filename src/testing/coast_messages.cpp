// SPDX-License-Identifier: Apache-2.0
// What the stations of the simulated coast transmit, as message bodies.
//
// Threads: pure functions.
#include "coast_messages.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

#include "decode/ais/encode.hpp"

namespace fairlead::testing {
namespace {

using namespace decode::ais;

constexpr std::array<std::string_view, 8> kEastbound = {"NLRTM", "BEANR", "DEHAM", "DEBRV",
                                                        "GBFXT", "GBLGP", "DKAAR", "SEGOT"};
constexpr std::array<std::string_view, 8> kWestbound = {"ESALG", "USNYC", "PTSIE", "BRSSZ",
                                                        "MATNG", "CAMTR", "SGSIN", "ESBIO"};

RawPosition raw(CoastPoint point) { return {.lon_raw = point.lon, .lat_raw = point.lat}; }

// A couple of metres of unrest.
CoastPoint measured(CoastVessel& vessel) {
  CoastPoint point = vessel.position();
  point.lon += static_cast<std::int32_t>(vessel.random().between(-9, 9));
  point.lat += static_cast<std::int32_t>(vessel.random().between(-6, 6));
  return point;
}

std::uint16_t sog_of(CoastVessel& vessel) {
  const std::int64_t tenths = vessel.speed() * 36 / 1852;
  const std::int64_t unrest = vessel.random().between(-1, 1);
  return static_cast<std::uint16_t>(
      std::clamp<std::int64_t>(tenths + (tenths > 5 ? unrest : std::abs(unrest)), 0, 1021));
}

std::uint16_t cog_of(CoastVessel& vessel) {
  return static_cast<std::uint16_t>((vessel.course() + vessel.random().between(-4, 4) + 3600) % 3600);
}

std::int8_t rot_of(const CoastVessel& vessel) {
  // 4.733 times the root of degrees a minute.
  const std::int64_t tenths = std::abs(vessel.turn_rate());
  const std::int64_t value = std::min<std::int64_t>(integer_root(tenths * 22'401 / 10'000), 126);
  return static_cast<std::int8_t>(vessel.turn_rate() < 0 ? -value : value);
}

std::uint8_t status_of(const CoastVessel& vessel) {
  switch (vessel.phase()) {
    case CoastPhase::at_anchor:
      return 1;
    case CoastPhase::at_berth:
      return 5;
    default:
      break;
  }
  return vessel.kind() == CoastKind::fishing ? 7 : 0;
}

Motion motion_of(CoastVessel& vessel) {
  Motion motion;
  motion.sog_raw = sog_of(vessel);
  motion.cog_raw = cog_of(vessel);
  motion.heading_raw = static_cast<std::uint16_t>(vessel.heading() / 10 % 360);
  return motion;
}

template <std::size_t N>
SixBitText<N> six_bit(std::string_view text) {
  return SixBitText<N>::from(text.substr(0, N));
}

Dimensions dimensions_of(const CoastIdentity& ship) {
  return {ship.to_bow, ship.to_stern, ship.to_port, ship.to_starboard};
}

}  // namespace

// After Howard Hinnant's days-to-civil.
CoastDate date_of(std::int64_t seconds) {
  CoastDate date;
  const std::int64_t days = seconds / 86'400 + 719'468;
  const std::int64_t era = days / 146'097;
  const std::int64_t of_era = days - era * 146'097;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t month = (5 * of_year + 2) / 153;
  date.day = of_year - (153 * month + 2) / 5 + 1;
  date.month = month < 10 ? month + 3 : month - 9;
  date.year = year + era * 400 + (date.month <= 2 ? 1 : 0);
  date.hour = seconds / 3600 % 24;
  date.minute = seconds / 60 % 60;
  date.second = seconds % 60;
  return date;
}

void position_report(Message& message, CoastVessel& vessel, std::int64_t at_seconds, bool with_position) {
  message.mmsi = vessel.identity().mmsi;
  message.repeat = 0;
  const RawPosition position = with_position ? raw(measured(vessel)) : RawPosition{};
  const auto second = static_cast<std::uint8_t>(with_position ? at_seconds % 60 : 60);
  switch (vessel.unit()) {
    case CoastUnit::class_a: {
      message.type = vessel.turning() ? 3 : 1;
      auto& m = message.body.emplace<PositionA>();
      m.position = position;
      m.motion = motion_of(vessel);
      m.time_stamp.raw = second;
      m.nav_status = status_of(vessel);
      m.rot_raw = rot_of(vessel);
      m.accuracy = true;
      m.radio = static_cast<std::uint32_t>(vessel.random().below(1 << 17));
      break;
    }
    case CoastUnit::aircraft: {
      message.type = 9;
      auto& m = message.body.emplace<SarAircraft>();
      m.position = position;
      m.altitude_raw = static_cast<std::uint16_t>(vessel.random().between(60, 180));
      m.sog_raw = static_cast<std::uint16_t>(vessel.speed() * 36 / 18'520);
      m.cog_raw = cog_of(vessel);
      m.time_stamp.raw = second;
      m.accuracy = true;
      m.radio = static_cast<std::uint32_t>(vessel.random().below(1 << 17));
      break;
    }
    default: {
      message.type = 18;
      auto& m = message.body.emplace<PositionB>();
      m.position = position;
      m.motion = motion_of(vessel);
      m.motion.heading_raw = 511;
      m.time_stamp.raw = second;
      m.flags = {.carrier_sense = true,
                 .display = false,
                 .dsc = true,
                 .whole_band = true,
                 .accepts_message_22 = true,
                 .assigned = false};
      m.accuracy = vessel.random().one_in(2);
      m.radio = 0xE0006;
      break;
    }
  }
  if (!with_position) {
    if (auto* a = std::get_if<PositionA>(&message.body)) a->motion = Motion{};
    if (auto* b = std::get_if<PositionB>(&message.body)) b->motion = Motion{};
  }
}

void long_range_report(Message& message, const CoastVessel& vessel) {
  message.type = 27;
  message.mmsi = vessel.identity().mmsi;
  message.repeat = 3;
  auto& m = message.body.emplace<LongRange>();
  const CoastPoint point = vessel.position();
  m.position = {.lon_raw = point.lon / 1000, .lat_raw = point.lat / 1000};
  m.nav_status = status_of(vessel);
  m.sog_raw = static_cast<std::uint8_t>(std::min<std::int64_t>(vessel.speed() * 36 / 18'520, 62));
  m.cog_raw = static_cast<std::uint16_t>(vessel.course() / 10 % 360);
  m.accuracy = true;
  m.late = false;
}

void static_report(Message& message, CoastVessel& vessel, std::int64_t at_seconds, int part) {
  const CoastIdentity& ship = vessel.identity();
  message.mmsi = ship.mmsi;
  message.repeat = 0;
  if (vessel.unit() == CoastUnit::class_a) {
    message.type = 5;
    auto& m = message.body.emplace<StaticVoyage>();
    m.ais_version = 2;
    m.imo_raw = ship.imo;
    m.callsign = six_bit<7>(ship.callsign);
    m.name = six_bit<20>(ship.name);
    m.ship_type_raw = ship.ship_type;
    m.dimensions = dimensions_of(ship);
    m.epfd_raw = 1;
    m.draught_raw = ship.draught;
    m.dte_raw = false;
    const bool merchant = vessel.kind() <= CoastKind::ferry;
    if (merchant) {
      const auto choice = static_cast<std::size_t>(ship.mmsi % 8);
      const std::string_view port = vessel.bound_for();
      m.destination = six_bit<20>(!port.empty() ? port : vessel.eastbound() ? kEastbound[choice] : kWestbound[choice]);
      const CoastDate eta = date_of(at_seconds + 86'400 / 4 * (1 + static_cast<std::int64_t>(ship.mmsi % 12)));
      m.eta_month_raw = static_cast<std::uint8_t>(eta.month);
      m.eta_day_raw = static_cast<std::uint8_t>(eta.day);
      m.eta_hour_raw = static_cast<std::uint8_t>(eta.hour);
      m.eta_minute_raw = static_cast<std::uint8_t>(eta.minute / 30 * 30);
    } else {
      m.destination = six_bit<20>(vessel.kind() == CoastKind::fishing ? "FISHING GROUNDS" : "");
    }
    return;
  }
  if (vessel.unit() == CoastUnit::class_b_extended) {
    message.type = 19;
    auto& m = message.body.emplace<PositionBExtended>();
    m.position = raw(measured(vessel));
    m.motion = motion_of(vessel);
    m.motion.heading_raw = 511;
    m.time_stamp.raw = static_cast<std::uint8_t>(at_seconds % 60);
    m.name = six_bit<20>(ship.name);
    m.ship_type_raw = ship.ship_type;
    m.dimensions = dimensions_of(ship);
    m.epfd_raw = 1;
    return;
  }
  message.type = 24;
  if (part == 0) {
    message.body.emplace<StaticPartA>().name = six_bit<20>(ship.name);
    return;
  }
  auto& m = message.body.emplace<StaticPartB>();
  m.ship_type_raw = ship.ship_type;
  m.vendor = six_bit<3>("FLD");
  m.model = 1;
  m.serial = ship.mmsi % 1'000'000;
  m.callsign = six_bit<7>(ship.callsign);
  m.dimensions = dimensions_of(ship);
  m.epfd_raw = 1;
}

void aid_report(Message& message, const CoastAid& aid, CoastRandom& random, std::int64_t at_seconds) {
  message.type = 21;
  message.mmsi = aid.mmsi;
  message.repeat = 0;
  auto& m = message.body.emplace<AidToNavigation>();
  m.aid_type_raw = aid.type;
  m.name = six_bit<20>(aid.name);
  m.name_extension = SixBitText<14>::from({});
  m.name_extension.size = 0;
  if (aid.name.size() > 20) {
    m.name_extension = SixBitText<14>::from(aid.name.substr(20));
    m.name_extension.size = static_cast<std::uint8_t>(std::min<std::size_t>(aid.name.size() - 20, 14));
  }
  CoastPoint point = aid.point;
  if (!aid.is_virtual) {
    // A buoy swings around its sinker.
    point = moved(point, {random.between(-35'000, 35'000), random.between(-35'000, 35'000)});
  }
  m.position = raw(point);
  m.dimensions = aid.is_virtual ? Dimensions{} : Dimensions{1, 1, 1, 1};
  m.epfd_raw = aid.is_virtual ? 7 : 1;
  m.time_stamp.raw = static_cast<std::uint8_t>(at_seconds % 60);
  m.is_virtual = aid.is_virtual;
}

void base_station_report(Message& message, const CoastStation& station, std::int64_t at_seconds) {
  message.type = 4;
  message.mmsi = station.mmsi;
  message.repeat = 0;
  auto& m = message.body.emplace<BaseStation>();
  const CoastDate date = date_of(at_seconds);
  m.position = raw(station.point);
  m.year_raw = static_cast<std::uint16_t>(date.year);
  m.month_raw = static_cast<std::uint8_t>(date.month);
  m.day_raw = static_cast<std::uint8_t>(date.day);
  m.hour_raw = static_cast<std::uint8_t>(date.hour);
  m.minute_raw = static_cast<std::uint8_t>(date.minute);
  m.second_raw = static_cast<std::uint8_t>(date.second);
  m.epfd_raw = 7;
  m.accuracy = true;
  m.radio = 0x4E20;
}

void weather_report(Message& message, const CoastAid& aid, CoastRandom& random, std::int64_t at_seconds) {
  message.type = 8;
  message.mmsi = aid.mmsi;
  message.repeat = 0;
  auto& m = message.body.emplace<BinaryBroadcast>();
  m.dac = 1;
  m.fid = 31;
  PackedBits& p = message.payload;
  p.clear();
  const auto put = [&p](std::int64_t value, std::size_t width) { p.append(static_cast<std::uint64_t>(value), width); };
  const CoastDate date = date_of(at_seconds);
  // The wind backs and veers over a day, the tide rises and falls twice.
  const std::int64_t wind = 12 + std::abs(at_seconds / 600 % 48 - 24) / 2 + random.between(-1, 1);
  const std::int64_t tide = std::abs(at_seconds / 60 % 745 - 372);
  put(aid.point.lon / 10, 25);
  put(aid.point.lat / 10, 24);
  put(1, 1);
  put(date.day, 5);
  put(date.hour, 5);
  put(date.minute, 6);
  put(wind, 7);
  put(wind + random.between(2, 8), 7);
  put(230 + at_seconds / 1800 % 40, 9);
  put(235 + at_seconds / 1800 % 40, 9);
  put(95 + random.between(-5, 5), 11);
  put(78, 7);
  put(60, 10);
  put(1012 - 799, 9);
  put(1, 2);
  put(0, 1);
  put(random.between(60, 110), 7);
  put(1000 + tide, 12);
  put(at_seconds / 60 % 745 < 372 ? 1 : 2, 2);
  put(random.between(5, 25), 8);
  put(tide > 186 ? 70 : 250, 9);
  put(255, 8);
  put(360, 9);
  put(31, 5);
  put(255, 8);
  put(360, 9);
  put(31, 5);
  put(5 + wind / 2, 8);
  put(5, 6);
  put(240, 9);
  put(8, 8);
  put(9, 6);
  put(250, 9);
  put(4, 4);
  put(112, 10);
  put(7, 3);
  put(350, 9);
  put(0, 2);
  put(0, 10);
  m.data = {0, static_cast<std::uint16_t>(p.bits)};
}

void safety_broadcast(Message& message, const CoastStation& station, std::int64_t number) {
  static constexpr std::array<std::string_view, 4> kTexts = {
      "SECURITE. GALE WARNING IN FORCE. LISTEN CH 16 AND WORKING CHANNELS FOR DETAILS.",
      "SECURITE. DRIFTING CONTAINER REPORTED IN WESTBOUND LANE. KEEP SHARP LOOKOUT.",
      "SECURITE. HYDROGRAPHIC SURVEY IN PROGRESS. WIDE BERTH REQUESTED.", "SECURITE. BUOY UNLIT. MARINERS ADVISED."};
  message.type = 14;
  message.mmsi = station.mmsi;
  message.repeat = 0;
  message.body.emplace<SafetyBroadcast>();
  set_safety_text(message, kTexts[static_cast<std::size_t>(number) % kTexts.size()]);
}

}  // namespace fairlead::testing
