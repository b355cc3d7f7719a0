// SPDX-License-Identifier: Apache-2.0
// Identities: what the digits of an MMSI say, IMO check digits, ship types, and how claims are merged.
#include "domain/identity.hpp"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "maritime_identification_digits.hpp"

namespace fairlead::domain {
namespace {

Mmsi mmsi(std::uint32_t number) { return Mmsi::from_number(number).value(); }

TEST(Mmsi, tells_the_kind_of_station_by_its_digits) {
  const std::map<std::uint32_t, MmsiKind> kinds{{257'123'456, MmsiKind::ship},
                                                {799'999'999, MmsiKind::ship},
                                                {25'712'345, MmsiKind::ship_group},
                                                {2'573'456, MmsiKind::coast_station},
                                                {111'257'123, MmsiKind::sar_aircraft},
                                                {825'712'345, MmsiKind::handheld_vhf},
                                                {982'571'234, MmsiKind::auxiliary_craft},
                                                {992'571'234, MmsiKind::aid_to_navigation},
                                                {970'123'456, MmsiKind::sart},
                                                {972'123'456, MmsiKind::man_overboard},
                                                {974'123'456, MmsiKind::epirb},
                                                {0, MmsiKind::other},
                                                {123'456'789, MmsiKind::other},
                                                {199'999'999, MmsiKind::other},
                                                {1'193'046, MmsiKind::other},
                                                {999'999'999, MmsiKind::aid_to_navigation}};
  for (const auto& [number, kind] : kinds) EXPECT_EQ(mmsi(number).kind(), kind) << number;
}

TEST(Mmsi, names_the_flag_wherever_its_kind_carries_digits_of_a_state) {
  for (const std::uint32_t number :
       {257'123'456U, 25'712'345U, 2'573'456U, 111'257'123U, 825'712'345U, 982'571'234U, 992'571'234U}) {
    EXPECT_EQ(mmsi(number).mid(), 257) << number;
    EXPECT_EQ(mmsi(number).flag(), "NO") << number;
  }
  for (const std::uint32_t number : {0U, 970'257'123U, 123'456'789U}) {
    EXPECT_EQ(mmsi(number).mid(), std::nullopt) << number;
    EXPECT_EQ(mmsi(number).flag(), "") << number;
  }
  EXPECT_EQ(mmsi(299'000'000).mid(), 299);  // well-formed, but assigned to nobody
  EXPECT_EQ(mmsi(299'000'000).flag(), "");
}

TEST(Mmsi, has_at_most_nine_digits) {
  EXPECT_TRUE(Mmsi::from_number(999'999'999));
  EXPECT_FALSE(Mmsi::from_number(1'000'000'000));
}

TEST(Mmsi, of_a_distress_device_is_one) {
  EXPECT_TRUE(mmsi(970'000'000).is_distress_device());
  EXPECT_TRUE(mmsi(972'000'000).is_distress_device());
  EXPECT_TRUE(mmsi(974'000'000).is_distress_device());
  EXPECT_FALSE(mmsi(971'000'000).is_distress_device());
  EXPECT_FALSE(mmsi(257'000'000).is_distress_device());
}

TEST(FlagStates, of_well_known_digits_are_right) {
  const std::map<std::uint16_t, std::string_view> known{
      {201, "AL"}, {211, "DE"}, {219, "DK"}, {220, "DK"}, {232, "GB"}, {235, "GB"}, {244, "NL"}, {257, "NO"},
      {259, "NO"}, {265, "SE"}, {273, "RU"}, {303, "US"}, {338, "US"}, {351, "PA"}, {370, "PA"}, {412, "CN"},
      {416, "TW"}, {431, "JP"}, {477, "HK"}, {503, "AU"}, {538, "MH"}, {563, "SG"}, {601, "ZA"}, {636, "LR"},
      {701, "AR"}, {710, "BR"}, {730, "CO"}, {775, "VE"}, {203, "AT"}, {247, "IT"}, {308, "BS"}, {362, "TT"}};
  for (const auto& [digits, state] : known) EXPECT_EQ(state_of_mid(digits), state) << digits;
}

TEST(FlagStates, are_two_capitals_and_stand_only_between_201_and_775) {
  std::set<std::string_view> states;
  int assigned = 0;
  for (std::uint32_t digits = 0; digits <= 65'535; ++digits) {
    const std::string_view state = state_of_mid(static_cast<std::uint16_t>(digits));
    if (state.empty()) continue;
    EXPECT_TRUE(digits >= 201 && digits <= 775) << digits;
    ASSERT_EQ(state.size(), 2U);
    EXPECT_TRUE(state[0] >= 'A' && state[0] <= 'Z' && state[1] >= 'A' && state[1] <= 'Z') << state;
    states.insert(state);
    ++assigned;
  }
  EXPECT_GT(assigned, 280);
  EXPECT_GT(states.size(), 200U);
  for (const int gap : {200, 217, 221, 260, 280, 300, 302, 500, 509, 680, 700, 776, 999}) {
    EXPECT_EQ(state_of_mid(static_cast<std::uint16_t>(gap)), "") << gap;
  }
}

TEST(ImoNumber, needs_seven_digits_and_the_right_check_digit) {
  EXPECT_TRUE(imo_number_is_valid(9'074'729));  // the example of resolution A.1117(30)
  EXPECT_TRUE(imo_number_is_valid(9'811'000));
  EXPECT_FALSE(imo_number_is_valid(9'074'728));
  EXPECT_FALSE(imo_number_is_valid(9'704'729));
  EXPECT_FALSE(imo_number_is_valid(0));
  EXPECT_FALSE(imo_number_is_valid(907'472));
  EXPECT_FALSE(imo_number_is_valid(90'747'290));
}

RC_GTEST_PROP(ImoNumber, has_exactly_one_right_check_digit, ()) {
  const auto front = *rc::gen::inRange<std::uint32_t>(100'000, 1'000'000);
  int valid = 0;
  for (std::uint32_t digit = 0; digit < 10; ++digit) valid += imo_number_is_valid(front * 10 + digit) ? 1 : 0;
  RC_ASSERT(valid == 1);
}

TEST(ShipType, has_words_for_what_the_table_names_and_none_for_the_rest) {
  EXPECT_EQ(ship_type_text(70), "cargo");
  EXPECT_EQ(ship_type_text(81), "tanker, hazardous category A");
  EXPECT_EQ(ship_type_text(30), "fishing");
  EXPECT_EQ(ship_type_text(52), "tug");
  for (const int nothing : {0, 1, 19, 38, 39, 100, 255}) {
    EXPECT_EQ(ship_type_text(static_cast<std::uint8_t>(nothing)), "") << nothing;
  }
}

// ---- merging claims ----

StaticClaims any_claims() {
  StaticClaims claims;
  const auto often = [] { return *rc::gen::inRange(0, 3) > 0; };
  const auto small = [] { return *rc::gen::inRange<std::uint8_t>(0, 3); };
  if (often()) claims.name = *rc::gen::element<std::string_view>("", "ALFA", "BRAVO");
  if (often()) claims.call_sign = *rc::gen::element<std::string_view>("", "LAAB", "OXYZ");
  if (often()) claims.destination = *rc::gen::element<std::string_view>("", "OSLO", "BERGEN");
  if (often()) claims.imo = small();
  if (often()) claims.ship_type = small();
  if (often()) claims.dimensions = Dimensions{small(), small(), small(), small()};
  if (often()) claims.draught_dm = small();
  if (often()) claims.eta = Eta{small(), std::nullopt, small(), std::nullopt};
  if (often()) claims.mothership = small();
  if (often()) {
    claims.aid_type = small();
    claims.aid_is_virtual = often();
    claims.aid_is_off_position = often();
  }
  return claims;
}

StaticClaims merged(StaticClaims known, const StaticClaims& newer) {
  merge(known, newer);
  return known;
}

RC_GTEST_PROP(Merge, tells_truly_whether_something_changed, ()) {
  const StaticClaims known = any_claims();
  const StaticClaims newer = any_claims();
  StaticClaims result = known;
  const bool changed = merge(result, newer);
  RC_ASSERT(changed == !(result == known));
}

RC_GTEST_PROP(Merge, twice_changes_nothing_more, ()) {
  StaticClaims known = any_claims();
  const StaticClaims newer = any_claims();
  merge(known, newer);
  RC_ASSERT(!merge(known, newer));
}

RC_GTEST_PROP(Merge, takes_what_is_newer_and_keeps_what_is_not_said, ()) {
  const StaticClaims known = any_claims();
  const StaticClaims newer = any_claims();
  const StaticClaims result = merged(known, newer);
  RC_ASSERT(result.name == (newer.name.empty() ? known.name : newer.name));
  RC_ASSERT(result.call_sign == (newer.call_sign.empty() ? known.call_sign : newer.call_sign));
  RC_ASSERT(result.destination == (newer.destination.empty() ? known.destination : newer.destination));
  RC_ASSERT(result.imo == (newer.imo ? newer.imo : known.imo));
  RC_ASSERT(result.ship_type == (newer.ship_type ? newer.ship_type : known.ship_type));
  RC_ASSERT(result.dimensions == (newer.dimensions ? newer.dimensions : known.dimensions));
  RC_ASSERT(result.draught_dm == (newer.draught_dm ? newer.draught_dm : known.draught_dm));
  RC_ASSERT(result.eta == (newer.eta ? newer.eta : known.eta));
  RC_ASSERT(result.mothership == (newer.mothership ? newer.mothership : known.mothership));
  const StaticClaims& aid = newer.aid_type ? newer : known;
  RC_ASSERT(result.aid_type == aid.aid_type);
  RC_ASSERT(result.aid_is_virtual == aid.aid_is_virtual);
  RC_ASSERT(result.aid_is_off_position == aid.aid_is_off_position);
}

RC_GTEST_PROP(Merge, one_by_one_is_merging_the_merged, ()) {
  const StaticClaims a = any_claims();
  const StaticClaims b = any_claims();
  const StaticClaims c = any_claims();
  RC_ASSERT(merged(merged(a, b), c) == merged(a, merged(b, c)));
}

}  // namespace
}  // namespace fairlead::domain
