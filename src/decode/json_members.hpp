// SPDX-License-Identifier: Apache-2.0
// JSON members that several message types share, and the bodies of each type. Private to `decode`.
//
// Members begin with their comma; the object's first is always `type`. What was not available writes nothing.
#pragma once

#include <optional>

#include "decode/ais/message.hpp"
#include "json_writer.hpp"

namespace fairlead::decode::ais::json {

inline void position(JsonWriter& w, const RawPosition& p) {
  if (const auto lon = p.lon()) {
    w.key("lon");
    w.degrees(*lon);
  }
  if (const auto lat = p.lat()) {
    w.key("lat");
    w.degrees(*lat);
  }
}

// A tenth of a minute is 1,000 of the fine units.
inline void position(JsonWriter& w, const CoarsePosition& p) {
  position(w, RawPosition{p.lon_raw * 1000, p.lat_raw * 1000});
}

inline void corners(JsonWriter& w, const CoarsePosition& north_east, const CoarsePosition& south_west) {
  if (const auto v = north_east.lon()) {
    w.key("ne_lon");
    w.degrees(*v * 1000);
  }
  if (const auto v = north_east.lat()) {
    w.key("ne_lat");
    w.degrees(*v * 1000);
  }
  if (const auto v = south_west.lon()) {
    w.key("sw_lon");
    w.degrees(*v * 1000);
  }
  if (const auto v = south_west.lat()) {
    w.key("sw_lat");
    w.degrees(*v * 1000);
  }
}

inline void speed(JsonWriter& w, const Motion& m) {
  if (m.sog_saturated()) [[unlikely]] {
    w.literal(",\"sog\":\"102.2 or higher (raw 1022)\"");
  } else if (const auto sog = m.sog()) {
    w.key("sog");
    w.tenths(*sog);
  }
}

inline void course(JsonWriter& w, std::optional<std::uint16_t> cog) {
  if (cog) {
    w.key("cog");
    w.tenths(*cog);
  }
}

inline void heading(JsonWriter& w, const Motion& m) {
  if (const auto value = m.heading()) {
    w.key("heading");
    w.number(*value);
  }
}

inline void accuracy(JsonWriter& w, bool value) {
  w.key("accuracy");
  w.boolean(value);
}

inline void raim(JsonWriter& w, bool value) {
  w.key("raim");
  w.boolean(value);
}

inline void second(JsonWriter& w, TimeStamp stamp) {
  if (const auto value = stamp.second()) [[likely]] {
    w.key("second");
    w.number(*value);
    return;
  }
  switch (stamp.mode()) {
    case TimeStampMode::kManual:
      w.literal(",\"second\":61,\"position_mode\":\"manual\"");
      break;
    case TimeStampMode::kDeadReckoning:
      w.literal(",\"second\":62,\"position_mode\":\"dead reckoning\"");
      break;
    case TimeStampMode::kInoperative:
      w.literal(",\"second\":63,\"position_mode\":\"inoperative\"");
      break;
    case TimeStampMode::kSecond:
    case TimeStampMode::kNotAvailable:
      break;
  }
}

inline void radio(JsonWriter& w, std::uint32_t value, bool complete) {
  if (complete) {
    w.key("radio");
    w.number(value);
  }
}

inline void dimensions(JsonWriter& w, const Dimensions& d) {
  if (d.length()) {
    w.key("to_bow");
    w.number(d.to_bow);
    w.key("to_stern");
    w.number(d.to_stern);
  }
  if (d.beam()) {
    w.key("to_port");
    w.number(d.to_port);
    w.key("to_starboard");
    w.number(d.to_starboard);
  }
}

inline void epfd(JsonWriter& w, std::optional<std::uint8_t> value) {
  if (value) {
    w.key("epfd");
    w.number(*value);
  }
}

inline void ship_type(JsonWriter& w, std::uint8_t raw) {
  if (raw != 0) {
    w.key("ship_type");
    w.number(raw);
  }
}

template <std::size_t N>
inline void callsign(JsonWriter& w, const SixBitText<N>& text) {
  if (const auto value = text.value()) {
    w.key("callsign");
    w.six_bit(*value);
  }
}

template <std::size_t N>
inline void name(JsonWriter& w, const SixBitText<N>& text) {
  if (const auto value = text.value()) {
    w.key("name");
    w.six_bit(*value);
  }
}

inline void two_digits(JsonWriter& w, std::uint32_t value) { w.digits(value, 2); }

inline void destination(JsonWriter& w, std::uint32_t mmsi) {
  w.key("dest_mmsi");
  w.number(mmsi);
}

inline void addressed_head(JsonWriter& w, std::uint8_t sequence, std::uint32_t mmsi, bool retransmit) {
  w.key("seqno");
  w.number(sequence);
  destination(w, mmsi);
  w.key("retransmit");
  w.boolean(retransmit);
}

// The members of one body (ais_json_reports.cpp).
void body(JsonWriter& w, const PositionA& m);
void body(JsonWriter& w, const BaseStation& m);
void body(JsonWriter& w, const StaticVoyage& m);
void body(JsonWriter& w, const SarAircraft& m);
void body(JsonWriter& w, const PositionB& m);
void body(JsonWriter& w, const PositionBExtended& m);
void body(JsonWriter& w, const AidToNavigation& m);
void body(JsonWriter& w, const StaticPartA& m);
void body(JsonWriter& w, const StaticPartB& m);
void body(JsonWriter& w, const LongRange& m);

// The same (ais_json_link.cpp).
void body(JsonWriter& w, const Acknowledge& m);
void body(JsonWriter& w, const UtcInquiry& m);
void body(JsonWriter& w, const Interrogation& m);
void body(JsonWriter& w, const Assignment& m);
void body(JsonWriter& w, const LinkManagement& m);
void body(JsonWriter& w, const ChannelManagement& m);
void body(JsonWriter& w, const GroupAssignment& m);
void safety_text(JsonWriter& w, const BitReader& bits);
void correction(JsonWriter& w, const BitReader& data);

}  // namespace fairlead::decode::ais::json
