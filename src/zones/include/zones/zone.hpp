// SPDX-License-Identifier: Apache-2.0
// What is said of a position: which maritime zones it may lie in, how sure each reading is, and from what it was
// derived. A report has fixed size and owns no memory, so that a million can be made in a second.
//
// Units: nautical miles, as the law of the sea counts. Standard: UNCLOS 1982, Parts II to VII.
// Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "geo/position.hpp"

namespace fairlead::zones {

enum class ZoneKind : std::uint8_t {
  unknown,
  internal_waters,
  archipelagic_waters,
  territorial_sea,
  contiguous_zone,
  eez,
  high_seas,
};
std::string_view name(ZoneKind kind);  // as in fact files: `territorial_sea`
std::optional<ZoneKind> zone_kind_from(std::string_view word);

// ISO 3166-1 alpha-2.
struct StateCode {
  std::array<char, 2> letters{};
  constexpr std::string_view view() const { return {letters.data(), letters.size()}; }
  friend constexpr auto operator<=>(const StateCode&, const StateCode&) = default;
};
// Two capital letters, or nothing.
std::optional<StateCode> state_code_from(std::string_view text);

// A few values in place. Adding to a full list does nothing.
template <class T, std::size_t Max>
class Few {
 public:
  constexpr void push_back(const T& value) {
    if (size_ < Max) items_[size_++] = value;
  }
  constexpr void resize(std::size_t size) { size_ = static_cast<std::uint8_t>(size < Max ? size : Max); }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T& operator[](std::size_t i) { return items_[i]; }
  constexpr const T& operator[](std::size_t i) const { return items_[i]; }
  constexpr T* begin() { return items_.data(); }
  constexpr T* end() { return items_.data() + size_; }
  constexpr const T* begin() const { return items_.data(); }
  constexpr const T* end() const { return items_.data() + size_; }
  friend constexpr bool operator==(const Few& a, const Few& b) {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i) {
      if (!(a.items_[i] == b.items_[i])) return false;
    }
    return true;
  }

 private:
  std::array<T, Max> items_{};
  std::uint8_t size_ = 0;
};

using States = Few<StateCode, 4>;

// Where a reading comes from, best first.
enum class Basis : std::uint8_t {
  official_limit,  // limits that the operator imported
  claims_table,    // the hand-made table of treaties, judgments, joint regimes and disputes
  mapped_limit,    // the territorial-sea limit as OpenStreetMap draws it
  coast_distance,  // distance from the nearest coast
};
std::string_view name(Basis basis);

struct Reading {
  ZoneKind kind = ZoneKind::unknown;
  States states;           // the coastal State; several under a joint regime; none on the high seas
  StateCode territory;     // the dependency, where it has a code of its own; otherwise zeros
  double distance_nm = 0;  // to the nearest coast of those States; high seas: to the nearest coast of all
  Basis basis = Basis::coast_distance;
  double confidence = 0;  // 0 to 1; those of a report sum to at most 1
};

// Why to look twice. Bits of ZoneReport::flags.
enum class Flag : std::uint32_t {
  disputed = 1U << 0,             // States disagree about sovereignty or a boundary here
  joint_regime = 1U << 1,         // States share rights here by agreement
  treaty = 1U << 2,               // a treaty or judgment draws a boundary here
  closed_waters = 1U << 3,        // a bay, river or archipelago closed by lines
  excessive_claim = 1U << 4,      // a claim that other States protest
  high_seas_pocket = 1U << 5,     // high seas surrounded by zones of States
  special = 1U << 6,              // another rule applies: the note says which
  near_limit = 1U << 7,           // within the error of a limit
  near_median = 1U << 8,          // within the error of a line halfway between States
  methods_disagree = 1U << 9,     // mapped limit and coast distance give different zones
  straight_baseline = 1U << 10,   // the mapped limit lies farther out than the coast explains
  on_land = 1U << 11,             // on land in the coast data: a river, lake or harbour counts as internal waters
  rock = 1U << 12,                // the nearest coast is a rock or islet with a zone of its own kind
  no_contiguous_zone = 1U << 13,  // within 24 nm of a State that claims no contiguous zone
  derived = 1U << 14,             // no official limit took part
  coarse = 1U << 15,              // from the small atlas inside the program: coarse coast, no drawn limits
};
std::string_view name(Flag flag);
std::span<const Flag> all_flags();

struct CoastDistance {
  StateCode state;      // sovereign
  StateCode territory;  // zeros when the same
  double distance_nm = 0;
  double latitude = 0;  // of the nearest point
  double longitude = 0;
};

// What lies at a signed distance: negative inside (landward of the limit), positive beyond it.
enum class LimitKind : std::uint8_t { territorial_sea, contiguous_zone, eez, median_line };
std::string_view name(LimitKind kind);

struct LimitDistance {
  LimitKind kind = LimitKind::territorial_sea;
  StateCode state;
  double distance_nm = 0;
  Basis basis = Basis::coast_distance;
};

struct ZoneReport {
  geo::Position position;
  Few<Reading, 8> readings;      // most likely first, never empty
  Few<CoastDistance, 4> coasts;  // nearest first, one for each State
  Few<LimitDistance, 6> limits;
  Few<std::uint16_t, 8> areas;  // numbers of rows of the claims table, for Atlas::area()
  std::uint32_t flags = 0;

  bool has(Flag flag) const { return (flags & static_cast<std::uint32_t>(flag)) != 0; }
  const Reading& likeliest() const { return readings[0]; }
};

}  // namespace fairlead::zones
