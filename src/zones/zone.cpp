// SPDX-License-Identifier: Apache-2.0
#include "zones/zone.hpp"

#include "base/assert.hpp"

namespace fairlead::zones {
namespace {

constexpr std::array<std::string_view, 7> kKinds = {
    "unknown", "internal_waters", "archipelagic_waters", "territorial_sea", "contiguous_zone", "eez", "high_seas"};
constexpr std::array<Flag, 16> kFlags = {Flag::disputed,
                                         Flag::joint_regime,
                                         Flag::treaty,
                                         Flag::closed_waters,
                                         Flag::excessive_claim,
                                         Flag::high_seas_pocket,
                                         Flag::special,
                                         Flag::near_limit,
                                         Flag::near_median,
                                         Flag::methods_disagree,
                                         Flag::straight_baseline,
                                         Flag::on_land,
                                         Flag::rock,
                                         Flag::no_contiguous_zone,
                                         Flag::derived,
                                         Flag::coarse};

}  // namespace

std::string_view name(ZoneKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<ZoneKind> zone_kind_from(std::string_view word) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == word) return static_cast<ZoneKind>(i);
  }
  return std::nullopt;
}

std::optional<StateCode> state_code_from(std::string_view text) {
  if (text.size() != 2) return std::nullopt;
  for (const char c : text) {
    if (c < 'A' || c > 'Z') return std::nullopt;
  }
  return StateCode{{text[0], text[1]}};
}

std::string_view name(Basis basis) {
  switch (basis) {
    case Basis::official_limit:
      return "official_limit";
    case Basis::claims_table:
      return "claims_table";
    case Basis::mapped_limit:
      return "mapped_limit";
    case Basis::coast_distance:
      return "coast_distance";
  }
  FL_ASSERT(false);
  return {};
}

std::string_view name(Flag flag) {
  switch (flag) {
    case Flag::disputed:
      return "disputed";
    case Flag::joint_regime:
      return "joint_regime";
    case Flag::treaty:
      return "treaty";
    case Flag::closed_waters:
      return "closed_waters";
    case Flag::excessive_claim:
      return "excessive_claim";
    case Flag::high_seas_pocket:
      return "high_seas_pocket";
    case Flag::special:
      return "special";
    case Flag::near_limit:
      return "near_limit";
    case Flag::near_median:
      return "near_median";
    case Flag::methods_disagree:
      return "methods_disagree";
    case Flag::straight_baseline:
      return "straight_baseline";
    case Flag::on_land:
      return "on_land";
    case Flag::rock:
      return "rock";
    case Flag::no_contiguous_zone:
      return "no_contiguous_zone";
    case Flag::derived:
      return "derived";
    case Flag::coarse:
      return "coarse";
  }
  FL_ASSERT(false);
  return {};
}

std::span<const Flag> all_flags() { return kFlags; }

std::string_view name(LimitKind kind) {
  switch (kind) {
    case LimitKind::territorial_sea:
      return "territorial_sea";
    case LimitKind::contiguous_zone:
      return "contiguous_zone";
    case LimitKind::eez:
      return "eez";
    case LimitKind::median_line:
      return "median_line";
  }
  FL_ASSERT(false);
  return {};
}

}  // namespace fairlead::zones
