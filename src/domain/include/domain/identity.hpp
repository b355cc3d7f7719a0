// SPDX-License-Identifier: Apache-2.0
// Who a vessel says it is. Everything here is a claim made over the radio by whoever transmitted it.
//
// Threads: plain values.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/fixed_text.hpp"
#include "units/instant.hpp"

namespace fairlead::domain {

// What the digits of a maritime mobile service identity say about the station (ITU-R M.585-9).
enum class MmsiKind : std::uint8_t {
  ship,               // MIDXXXXXX
  ship_group,         // 0MIDXXXXX
  coast_station,      // 00MIDXXXX
  sar_aircraft,       // 111MIDXXX
  handheld_vhf,       // 8MIDXXXXX
  auxiliary_craft,    // 98MIDXXXX
  aid_to_navigation,  // 99MIDXXXX
  sart,               // 970XXXXXX, search and rescue transmitter
  man_overboard,      // 972XXXXXX
  epirb,              // 974XXXXXX
  other,
};

class Mmsi {
 public:
  static constexpr std::uint32_t kMax = 999'999'999;

  // Nothing when there are more than nine digits. Zero and other ill-formed numbers are kept: they were transmitted.
  static constexpr std::optional<Mmsi> from_number(std::uint32_t number) {
    if (number > kMax) return std::nullopt;
    return Mmsi(number);
  }
  constexpr std::uint32_t number() const { return number_; }
  MmsiKind kind() const;
  // The maritime identification digits, which name the flag State; nothing where the kind has none.
  std::optional<std::uint16_t> mid() const;
  // ISO 3166-1 alpha-2 of the State the digits belong to (ITU table of MIDs), as claimed; empty when not assigned.
  std::string_view flag() const;
  bool is_distress_device() const;
  friend constexpr auto operator<=>(Mmsi, Mmsi) = default;

 private:
  constexpr explicit Mmsi(std::uint32_t number) : number_(number) {}
  std::uint32_t number_;
};

// IMO ship identification number (resolution A.1117(30)): seven digits, the last one a check digit.
bool imo_number_is_valid(std::uint32_t imo);

// Distances from the reference point of the reported position to the hull's ends and sides, metres (ITU-R M.1371).
struct Dimensions {
  std::uint16_t to_bow = 0;
  std::uint16_t to_stern = 0;
  std::uint16_t to_port = 0;
  std::uint16_t to_starboard = 0;
  constexpr unsigned length() const { return to_bow + 0U + to_stern; }
  constexpr unsigned beam() const { return to_port + 0U + to_starboard; }
  friend constexpr bool operator==(const Dimensions&, const Dimensions&) = default;
};

// Estimated time of arrival as AIS carries it: without a year, each part on its own.
struct Eta {
  std::optional<std::uint8_t> month, day, hour, minute;
  friend constexpr bool operator==(const Eta&, const Eta&) = default;
};

struct StaticClaims {
  FixedText<34> name;         // empty when not given; 34 is the longest, an aid to navigation with its extension
  FixedText<7> call_sign;     // empty when not given
  FixedText<20> destination;  // empty when not given
  std::optional<std::uint32_t> imo;
  std::optional<std::uint8_t> ship_type;  // ITU-R M.1371 table 53
  std::optional<Dimensions> dimensions;
  std::optional<std::uint16_t> draught_dm;  // decimetres, 1 to 255
  std::optional<Eta> eta;
  std::optional<std::uint32_t> mothership;  // MMSI of an auxiliary craft's mother ship
  std::optional<std::uint8_t> aid_type;     // ITU-R M.1371 table 74, aids to navigation only
  bool aid_is_virtual = false;
  bool aid_is_off_position = false;
  friend bool operator==(const StaticClaims&, const StaticClaims&) = default;
};

// Takes over what `newer` says and keeps the rest. True when something changed.
bool merge(StaticClaims& known, const StaticClaims& newer);

// "cargo", "tanker, hazardous category A" and so on; empty for values without a meaning.
std::string_view ship_type_text(std::uint8_t ship_type);

}  // namespace fairlead::domain
