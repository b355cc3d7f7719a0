// SPDX-License-Identifier: Apache-2.0
// The bodies of AIS messages 1 to 27 (ITU-R M.1371-5, annex 8) as plain structs.
//
// Members are the integers as sent. Each has an accessor of the same meaning that answers `std::nullopt` where the
// radio said "not available" or sent a value outside the field's domain: the radio's magic numbers end here.
// Units are those of the radio: positions in 1/10,000 minute (1/10 minute where named `Coarse`), speed in 1/10 knot
// (knots in types 9 and 27), course in 1/10 degree (degrees in type 27), draught in 1/10 metre.
//
// Threads: values, no shared state.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "decode/ais/text.hpp"

namespace fairlead::decode::ais {

template <typename T>
[[nodiscard]] constexpr std::optional<T> at_most(T value, T last) noexcept {
  return value <= last ? std::optional<T>(value) : std::nullopt;
}
template <typename T>
[[nodiscard]] constexpr std::optional<T> unless(T value, T absent) noexcept {
  return value != absent ? std::optional<T>(value) : std::nullopt;
}

// Bits `first` to `first + size` of the message's payload.
struct BitRange {
  std::uint16_t first = 0;
  std::uint16_t size = 0;
};

// 1/10,000 minute; 181 and 91 degrees mean "not available".
struct RawPosition {
  std::int32_t lon_raw = 108'600'000;
  std::int32_t lat_raw = 54'600'000;

  [[nodiscard]] constexpr std::optional<std::int32_t> lon() const noexcept {
    return lon_raw >= -108'000'000 && lon_raw <= 108'000'000 ? std::optional(lon_raw) : std::nullopt;
  }
  [[nodiscard]] constexpr std::optional<std::int32_t> lat() const noexcept {
    return lat_raw >= -54'000'000 && lat_raw <= 54'000'000 ? std::optional(lat_raw) : std::nullopt;
  }
};

// 1/10 minute (types 17, 22, 23, 27).
struct CoarsePosition {
  std::int32_t lon_raw = 108'600;
  std::int32_t lat_raw = 54'600;

  [[nodiscard]] constexpr std::optional<std::int32_t> lon() const noexcept {
    return lon_raw >= -108'000 && lon_raw <= 108'000 ? std::optional(lon_raw) : std::nullopt;
  }
  [[nodiscard]] constexpr std::optional<std::int32_t> lat() const noexcept {
    return lat_raw >= -54'000 && lat_raw <= 54'000 ? std::optional(lat_raw) : std::nullopt;
  }
};

// How the position's time stamp came about (values 60 to 63 of the field).
enum class TimeStampMode : std::uint8_t { kSecond, kNotAvailable, kManual, kDeadReckoning, kInoperative };

// The UTC second of a position.
struct TimeStamp {
  std::uint8_t raw = 60;

  [[nodiscard]] constexpr std::optional<std::uint8_t> second() const noexcept { return at_most<std::uint8_t>(raw, 59); }
  [[nodiscard]] constexpr TimeStampMode mode() const noexcept {
    return raw <= 59 ? TimeStampMode::kSecond : static_cast<TimeStampMode>((raw & 0x3U) + 1U);
  }
};

// Metres from the reference point. All zero: not available. Bow and port zero with stern and starboard given: the
// size is known, the reference point is not.
struct Dimensions {
  std::uint16_t to_bow = 0;
  std::uint16_t to_stern = 0;
  std::uint8_t to_port = 0;
  std::uint8_t to_starboard = 0;

  [[nodiscard]] constexpr std::optional<std::uint16_t> length() const noexcept {
    return unless<std::uint16_t>(static_cast<std::uint16_t>(to_bow + to_stern), 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint16_t> beam() const noexcept {
    return unless<std::uint16_t>(static_cast<std::uint16_t>(to_port + to_starboard), 0);
  }
  [[nodiscard]] constexpr bool has_reference_point() const noexcept {
    return (to_bow != 0 || to_port != 0) && (length().has_value() || beam().has_value());
  }
};

// Speed, course and heading as in types 1-3, 18, 19.
struct Motion {
  std::uint16_t sog_raw = 1023;  // 1/10 knot; 1022 is "102.2 or higher"
  std::uint16_t cog_raw = 3600;  // 1/10 degree
  std::uint16_t heading_raw = 511;

  [[nodiscard]] constexpr std::optional<std::uint16_t> sog() const noexcept {
    return at_most<std::uint16_t>(sog_raw, 1022);
  }
  [[nodiscard]] constexpr bool sog_saturated() const noexcept { return sog_raw == 1022; }
  [[nodiscard]] constexpr std::optional<std::uint16_t> cog() const noexcept {
    return at_most<std::uint16_t>(cog_raw, 3599);
  }
  [[nodiscard]] constexpr std::optional<std::uint16_t> heading() const noexcept {
    return at_most<std::uint16_t>(heading_raw, 359);
  }
};

// Types 1, 2, 3.
struct PositionA {
  RawPosition position;
  Motion motion;
  TimeStamp time_stamp;
  std::uint8_t nav_status = 15;
  std::int8_t rot_raw = -128;
  std::uint8_t maneuver_raw = 0;  // 1 none, 2 engaged in a special manoeuvre
  bool accuracy = false;
  bool raim = false;
  std::uint8_t spare = 0;
  std::uint32_t radio = 0;     // 19 bits
  bool radio_complete = true;  // false when fill bits ate into it

  // Steps of the rate-of-turn sensor: degrees a minute are (rot / 4.733)^2. +-127: no sensor, turning faster than
  // 5 degrees in 30 s.
  [[nodiscard]] constexpr std::optional<std::int8_t> rot() const noexcept { return unless<std::int8_t>(rot_raw, -128); }
  [[nodiscard]] constexpr std::optional<std::uint8_t> maneuver() const noexcept {
    return maneuver_raw == 1 || maneuver_raw == 2 ? std::optional(maneuver_raw) : std::nullopt;
  }
};

// Types 4 and 11.
struct BaseStation {
  RawPosition position;
  std::uint16_t year_raw = 0;
  std::uint8_t month_raw = 0;
  std::uint8_t day_raw = 0;
  std::uint8_t hour_raw = 24;
  std::uint8_t minute_raw = 60;
  std::uint8_t second_raw = 60;
  std::uint8_t epfd_raw = 0;
  bool accuracy = false;
  bool transmission_control = false;
  bool raim = false;
  std::uint32_t radio = 0;  // 19 bits
  bool radio_complete = true;

  [[nodiscard]] constexpr std::optional<std::uint16_t> year() const noexcept {
    return year_raw >= 1 && year_raw <= 9999 ? std::optional(year_raw) : std::nullopt;
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> month() const noexcept {
    return month_raw >= 1 && month_raw <= 12 ? std::optional(month_raw) : std::nullopt;
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> day() const noexcept { return unless<std::uint8_t>(day_raw, 0); }
  [[nodiscard]] constexpr std::optional<std::uint8_t> hour() const noexcept {
    return at_most<std::uint8_t>(hour_raw, 23);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> minute() const noexcept {
    return at_most<std::uint8_t>(minute_raw, 59);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> second() const noexcept {
    return at_most<std::uint8_t>(second_raw, 59);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> epfd() const noexcept {
    return unless<std::uint8_t>(epfd_raw, 0);
  }
};

// Type 5.
struct StaticVoyage {
  std::uint32_t imo_raw = 0;
  SixBitText<7> callsign;
  SixBitText<20> name;
  SixBitText<20> destination;
  Dimensions dimensions;
  std::uint8_t ais_version = 0;
  std::uint8_t ship_type_raw = 0;
  std::uint8_t epfd_raw = 0;
  std::uint8_t eta_month_raw = 0;
  std::uint8_t eta_day_raw = 0;
  std::uint8_t eta_hour_raw = 24;
  std::uint8_t eta_minute_raw = 60;
  std::uint8_t draught_raw = 0;  // 1/10 m; 255 is "25.5 or more"
  bool dte_raw = true;           // as sent: false means the data terminal is ready
  bool dte_present = true;

  [[nodiscard]] constexpr std::optional<std::uint32_t> imo() const noexcept {
    return unless<std::uint32_t>(imo_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> ship_type() const noexcept {
    return unless<std::uint8_t>(ship_type_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> epfd() const noexcept {
    return unless<std::uint8_t>(epfd_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> eta_month() const noexcept {
    return eta_month_raw >= 1 && eta_month_raw <= 12 ? std::optional(eta_month_raw) : std::nullopt;
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> eta_day() const noexcept {
    return unless<std::uint8_t>(eta_day_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> eta_hour() const noexcept {
    return at_most<std::uint8_t>(eta_hour_raw, 23);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> eta_minute() const noexcept {
    return at_most<std::uint8_t>(eta_minute_raw, 59);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> draught() const noexcept {
    return unless<std::uint8_t>(draught_raw, 0);
  }
};

// Type 6.
struct BinaryAddressed {
  std::uint32_t destination_mmsi = 0;
  std::uint16_t dac = 0;
  std::uint8_t fid = 0;
  std::uint8_t sequence = 0;
  bool retransmit = false;
  BitRange data;
};

// Types 7 and 13.
struct Acknowledge {
  struct Entry {
    std::uint32_t mmsi = 0;
    std::uint8_t sequence = 0;
  };
  std::array<Entry, 4> entries{};
  std::uint8_t count = 0;
};

// Type 8.
struct BinaryBroadcast {
  std::uint16_t dac = 0;
  std::uint8_t fid = 0;
  BitRange data;
};

// Type 9.
struct SarAircraft {
  RawPosition position;
  std::uint16_t altitude_raw = 4095;  // metres; 4094 is "4,094 or higher"
  std::uint16_t sog_raw = 1023;       // knots; 1022 is "1,022 or higher"
  std::uint16_t cog_raw = 3600;
  TimeStamp time_stamp;
  bool accuracy = false;
  std::uint8_t regional = 0;  // altitude sensor (1 bit: true is barometric) and seven spare bits
  bool dte_raw = true;
  bool assigned = false;
  bool raim = false;
  std::uint32_t radio = 0;  // selector and 19 bits
  bool radio_complete = true;

  [[nodiscard]] constexpr std::optional<std::uint16_t> altitude() const noexcept {
    return at_most<std::uint16_t>(altitude_raw, 4094);
  }
  [[nodiscard]] constexpr std::optional<std::uint16_t> sog() const noexcept {
    return at_most<std::uint16_t>(sog_raw, 1022);
  }
  [[nodiscard]] constexpr bool sog_saturated() const noexcept { return sog_raw == 1022; }
  [[nodiscard]] constexpr std::optional<std::uint16_t> cog() const noexcept {
    return at_most<std::uint16_t>(cog_raw, 3599);
  }
  [[nodiscard]] constexpr bool altitude_is_barometric() const noexcept { return (regional & 0x80U) != 0; }
};

// Type 10.
struct UtcInquiry {
  std::uint32_t destination_mmsi = 0;
};

// Type 12.
struct SafetyAddressed {
  std::uint32_t destination_mmsi = 0;
  std::uint8_t sequence = 0;
  bool retransmit = false;
  BitRange text;
};

// Type 14.
struct SafetyBroadcast {
  BitRange text;
};

// Type 15. Up to two messages of the first station and one of the second.
struct Interrogation {
  struct Request {
    std::uint8_t type = 0;
    std::uint16_t slot_offset = 0;
  };
  std::uint32_t mmsi1 = 0;
  std::uint32_t mmsi2 = 0;
  Request request1_1;
  Request request1_2;
  Request request2_1;
  std::uint8_t count = 1;  // requests inside the message's length: 1, 2 or 3
};

// Type 16.
struct Assignment {
  struct Entry {
    std::uint32_t mmsi = 0;
    std::uint16_t offset = 0;
    std::uint16_t increment = 0;
  };
  std::array<Entry, 2> entries{};
  std::uint8_t count = 1;
};

// Type 17. `data` is the differential correction as sent, from its header on.
struct DgnssBroadcast {
  CoarsePosition position;
  BitRange data;
};

// The flags of a Class B unit.
struct ClassBFlags {
  bool carrier_sense = false;
  bool display = false;
  bool dsc = false;
  bool whole_band = false;
  bool accepts_message_22 = false;
  bool assigned = false;
};

// Type 18.
struct PositionB {
  RawPosition position;
  Motion motion;
  TimeStamp time_stamp;
  std::uint8_t reserved = 0;
  std::uint8_t regional = 0;
  ClassBFlags flags;
  bool accuracy = false;
  bool raim = false;
  std::uint32_t radio = 0;  // selector and 19 bits
  bool radio_complete = true;
};

// Type 19.
struct PositionBExtended {
  RawPosition position;
  Motion motion;
  TimeStamp time_stamp;
  SixBitText<20> name;
  Dimensions dimensions;
  std::uint8_t reserved = 0;
  std::uint8_t regional = 0;
  std::uint8_t ship_type_raw = 0;
  std::uint8_t epfd_raw = 0;
  bool accuracy = false;
  bool raim = false;
  bool dte_raw = true;
  bool assigned = false;

  [[nodiscard]] constexpr std::optional<std::uint8_t> ship_type() const noexcept {
    return unless<std::uint8_t>(ship_type_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> epfd() const noexcept {
    return unless<std::uint8_t>(epfd_raw, 0);
  }
};

// Type 20.
struct LinkManagement {
  struct Reservation {
    std::uint16_t offset = 0;
    std::uint16_t increment = 0;
    std::uint8_t number = 0;
    std::uint8_t timeout = 0;
  };
  std::array<Reservation, 4> reservations{};
  std::uint8_t count = 0;
};

// Type 21.
struct AidToNavigation {
  RawPosition position;
  SixBitText<20> name;
  SixBitText<14> name_extension;
  Dimensions dimensions;
  TimeStamp time_stamp;
  std::uint8_t aid_type_raw = 0;
  std::uint8_t epfd_raw = 0;
  std::uint8_t regional = 0;
  bool accuracy = false;
  bool off_position = false;
  bool raim = false;
  bool is_virtual = false;
  bool assigned = false;
  bool flags_present = true;  // false when the message ends before raim, virtual and assigned

  [[nodiscard]] constexpr std::optional<std::uint8_t> aid_type() const noexcept {
    return unless<std::uint8_t>(aid_type_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> epfd() const noexcept {
    return unless<std::uint8_t>(epfd_raw, 0);
  }
};

// Type 22. Holds for an area or for one or two stations.
struct ChannelManagement {
  std::uint16_t channel_a = 0;
  std::uint16_t channel_b = 0;
  std::uint8_t txrx = 0;
  bool low_power = false;
  bool addressed = false;
  bool band_a = false;
  bool band_b = false;
  std::uint8_t zone_size = 0;
  CoarsePosition north_east;  // when not addressed
  CoarsePosition south_west;
  std::uint32_t destination1 = 0;  // when addressed
  std::uint32_t destination2 = 0;
};

// Type 23.
struct GroupAssignment {
  CoarsePosition north_east;
  CoarsePosition south_west;
  std::uint8_t station_type = 0;
  std::uint8_t ship_type_raw = 0;
  std::uint8_t txrx = 0;
  std::uint8_t interval = 0;
  std::uint8_t quiet_minutes = 0;
};

// Type 24, part A.
struct StaticPartA {
  SixBitText<20> name;

  [[nodiscard]] constexpr char part() const noexcept { return 'A'; }
};

// Type 24, part B.
struct StaticPartB {
  SixBitText<3> vendor;
  SixBitText<7> callsign;
  std::uint32_t serial = 0;
  std::uint8_t model = 0;
  std::uint8_t ship_type_raw = 0;
  bool is_auxiliary = false;  // MMSI 98XXXYYYY: the mothership's MMSI stands where others have dimensions
  Dimensions dimensions;
  std::uint32_t mothership_mmsi_raw = 0;
  std::uint8_t epfd_raw = 0;

  [[nodiscard]] constexpr char part() const noexcept { return 'B'; }
  [[nodiscard]] constexpr std::optional<std::uint8_t> ship_type() const noexcept {
    return unless<std::uint8_t>(ship_type_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint8_t> epfd() const noexcept {
    return unless<std::uint8_t>(epfd_raw, 0);
  }
  [[nodiscard]] constexpr std::optional<std::uint32_t> mothership_mmsi() const noexcept {
    return is_auxiliary ? unless<std::uint32_t>(mothership_mmsi_raw, 0) : std::nullopt;
  }
};

// Types 25 and 26. With an application identifier when `structured`.
struct SlotBinary {
  std::uint32_t destination_mmsi = 0;
  std::uint16_t application = 0;  // DAC in the upper ten bits, FI in the lower six
  bool addressed = false;
  bool structured = false;
  BitRange data;
  std::uint32_t radio = 0;  // type 26 only: selector and 19 bits

  [[nodiscard]] constexpr std::uint16_t dac() const noexcept { return static_cast<std::uint16_t>(application >> 6U); }
  [[nodiscard]] constexpr std::uint8_t fid() const noexcept { return static_cast<std::uint8_t>(application & 0x3FU); }
};

// Type 27.
struct LongRange {
  CoarsePosition position;
  std::uint8_t nav_status = 15;
  std::uint8_t sog_raw = 63;    // knots
  std::uint16_t cog_raw = 511;  // degrees
  bool accuracy = false;
  bool raim = false;
  bool late = true;  // position latency above five seconds (M.1371-4: not the current GNSS position)

  [[nodiscard]] constexpr std::optional<std::uint8_t> sog() const noexcept {
    return at_most<std::uint8_t>(sog_raw, 62);
  }
  [[nodiscard]] constexpr std::optional<std::uint16_t> cog() const noexcept {
    return at_most<std::uint16_t>(cog_raw, 359);
  }
};

}  // namespace fairlead::decode::ais
