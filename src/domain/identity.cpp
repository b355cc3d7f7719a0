// SPDX-License-Identifier: Apache-2.0
#include "domain/identity.hpp"

#include <array>

#include "maritime_identification_digits.hpp"

namespace fairlead::domain {

MmsiKind Mmsi::kind() const {
  const std::uint32_t n = number_;
  if (n / 1'000'000 == 970) return MmsiKind::sart;
  if (n / 1'000'000 == 972) return MmsiKind::man_overboard;
  if (n / 1'000'000 == 974) return MmsiKind::epirb;
  if (n / 1'000'000 == 111) return MmsiKind::sar_aircraft;
  if (n / 10'000'000 == 98) return MmsiKind::auxiliary_craft;
  if (n / 10'000'000 == 99) return MmsiKind::aid_to_navigation;
  if (n / 100'000'000 == 8) return MmsiKind::handheld_vhf;
  if (n >= 200'000'000 && n < 800'000'000) return MmsiKind::ship;
  if (n >= 2'000'000 && n < 8'000'000) return MmsiKind::coast_station;
  if (n >= 20'000'000 && n < 80'000'000) return MmsiKind::ship_group;
  return MmsiKind::other;
}

std::optional<std::uint16_t> Mmsi::mid() const {
  const auto digits = [this]() -> std::uint32_t {
    switch (kind()) {
      case MmsiKind::ship:
        return number_ / 1'000'000;
      case MmsiKind::ship_group:
        return number_ / 100'000;
      case MmsiKind::coast_station:
        return number_ / 10'000;
      case MmsiKind::sar_aircraft:
        return number_ / 1000 % 1000;
      case MmsiKind::handheld_vhf:
        return number_ / 100'000 % 1000;
      case MmsiKind::auxiliary_craft:
      case MmsiKind::aid_to_navigation:
        return number_ / 10'000 % 1000;
      default:
        return 0;
    }
  }();
  if (digits < 200 || digits > 799) return std::nullopt;
  return static_cast<std::uint16_t>(digits);
}

std::string_view Mmsi::flag() const {
  const auto digits = mid();
  return digits ? state_of_mid(*digits) : std::string_view{};
}

bool Mmsi::is_distress_device() const {
  const MmsiKind k = kind();
  return k == MmsiKind::sart || k == MmsiKind::man_overboard || k == MmsiKind::epirb;
}

bool imo_number_is_valid(std::uint32_t imo) {
  if (imo < 1'000'000 || imo > 9'999'999) return false;
  std::uint32_t sum = 0;
  std::uint32_t rest = imo / 10;
  for (std::uint32_t weight = 2; weight <= 7; ++weight, rest /= 10) sum += rest % 10 * weight;
  return sum % 10 == imo % 10;
}

namespace {

template <class Value>
bool take(Value& known, const Value& newer, bool given) {
  if (!given || known == newer) return false;
  known = newer;
  return true;
}

template <class Value>
bool take(std::optional<Value>& known, const std::optional<Value>& newer) {
  return take(known, newer, newer.has_value());
}

}  // namespace

bool merge(StaticClaims& known, const StaticClaims& newer) {
  bool changed = take(known.name, newer.name, !newer.name.empty());
  changed |= take(known.call_sign, newer.call_sign, !newer.call_sign.empty());
  changed |= take(known.destination, newer.destination, !newer.destination.empty());
  changed |= take(known.imo, newer.imo);
  changed |= take(known.ship_type, newer.ship_type);
  changed |= take(known.dimensions, newer.dimensions);
  changed |= take(known.draught_dm, newer.draught_dm);
  changed |= take(known.eta, newer.eta);
  changed |= take(known.mothership, newer.mothership);
  // An aid to navigation says all of its state each time.
  if (newer.aid_type) {
    changed |= take(known.aid_type, newer.aid_type);
    changed |= take(known.aid_is_virtual, newer.aid_is_virtual, true);
    changed |= take(known.aid_is_off_position, newer.aid_is_off_position, true);
  }
  return changed;
}

std::string_view ship_type_text(std::uint8_t ship_type) {
  static constexpr std::array<std::string_view, 10> thirties{"fishing",
                                                             "towing",
                                                             "towing, long or broad",
                                                             "dredging or underwater operations",
                                                             "diving operations",
                                                             "military operations",
                                                             "sailing",
                                                             "pleasure craft",
                                                             "",
                                                             ""};
  static constexpr std::array<std::string_view, 10> fifties{"pilot vessel",
                                                            "search and rescue vessel",
                                                            "tug",
                                                            "port tender",
                                                            "anti-pollution equipment",
                                                            "law enforcement",
                                                            "local vessel",
                                                            "local vessel",
                                                            "medical transport",
                                                            "non-combatant ship"};
#define FL_TYPE_ROW(word)                                                                            \
  word, word ", hazardous category A", word ", hazardous category B", word ", hazardous category C", \
      word ", hazardous category D", word, word, word, word, word
  static constexpr std::array<std::string_view, 10> twenties{FL_TYPE_ROW("wing in ground")};
  static constexpr std::array<std::string_view, 10> forties{FL_TYPE_ROW("high-speed craft")};
  static constexpr std::array<std::string_view, 10> sixties{FL_TYPE_ROW("passenger")};
  static constexpr std::array<std::string_view, 10> seventies{FL_TYPE_ROW("cargo")};
  static constexpr std::array<std::string_view, 10> eighties{FL_TYPE_ROW("tanker")};
  static constexpr std::array<std::string_view, 10> nineties{FL_TYPE_ROW("other type")};
#undef FL_TYPE_ROW
  const std::size_t digit = ship_type % 10;
  switch (ship_type / 10) {
    case 2:
      return twenties[digit];
    case 3:
      return thirties[digit];
    case 4:
      return forties[digit];
    case 5:
      return fifties[digit];
    case 6:
      return sixties[digit];
    case 7:
      return seventies[digit];
    case 8:
      return eighties[digit];
    case 9:
      return nineties[digit];
    default:
      return {};
  }
}

}  // namespace fairlead::domain
