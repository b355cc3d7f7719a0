// SPDX-License-Identifier: Apache-2.0
// The judge of stops is worth as much as what it finds: each kind of violation is planted into a good history.
#include "testing/stop_history.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead::testing {
namespace {

using Kind = StopViolation::Kind;
using release::ObjectType;
using release::Purpose;

constexpr std::int64_t kMs = 1'000'000;

release::StopCell cell_of(const std::string& agency, std::optional<Purpose> purpose = {}) {
  release::StopCell cell;
  cell.partner = agency.substr(0, 3);
  cell.agency = agency;
  cell.purpose = purpose;
  return cell;
}

geo::Position at(double latitude, double longitude) { return *geo::Position::from_degrees(latitude, longitude); }

// Three lines, of which the third survives stops; a stop of the first from 10 to 30 ms, and what goes on around it.
StopHistory good() {
  StopHistory history;
  release::Set<ObjectType> types;
  types.add(ObjectType::track);
  types.add(ObjectType::ais);
  history.lines = {{"XAA/coast_guard", Purpose::fisheries, false, types},
                   {"XBB/navy", Purpose::fisheries, false, types},
                   {"XAA/coast_guard", Purpose::search_and_rescue, true, types}};
  history.stops.push_back({cell_of("XAA/coast_guard"), 8 * kMs, 10 * kMs, 1, 500, 30 * kMs, 32 * kMs});
  for (std::int64_t ms = 0; ms < 60; ms += 3) {
    const std::uint64_t epoch = ms < 9 ? 0 : ms < 31 ? 1 : 2;
    for (const std::size_t line : {0U, 1U, 2U}) {
      if (line == 0 && ms >= 9 && ms < 33) continue;
      const auto release = static_cast<std::uint64_t>(ms * 10) + line;
      history.handed.push_back({line, ms * kMs, release, epoch});
      history.arrived.push_back({line, ms * kMs, ms * kMs + 1000, 300});
      history.contents[release] = {at(50, 1), at(50, -3)};
    }
  }
  history.starts.push_back({20 * kMs, {1}});
  history.starts.push_back({40 * kMs, {}});
  return history;
}

std::set<Kind> kinds(const StopHistory& history) {
  std::set<Kind> found;
  for (const StopViolation& violation : judge(history).violations) found.insert(violation.kind);
  return found;
}

TEST(StopHistory, finds_nothing_where_stop_meant_stop) {
  const StopJudgement judgement = judge(good());
  EXPECT_TRUE(judgement.violations.empty()) << judgement.violations.front().text;
  EXPECT_EQ(judgement.acknowledged, 1U);
  EXPECT_GT(judgement.handed_under_stops, 10U);
}

TEST(StopHistory, finds_a_byte_handed_over_after_the_acknowledgement) {
  StopHistory history = good();
  history.handed.push_back({0, 10 * kMs + 1, 7000, 1});
  EXPECT_EQ(kinds(history), std::set{Kind::handed_after});
  // Until the acknowledgement, and after somebody asked to lift it, it may.
  for (const std::int64_t at : {10 * kMs, 30 * kMs}) {
    history.handed.back().at_ns = at;
    EXPECT_TRUE(kinds(history).empty());
  }
}

TEST(StopHistory, finds_what_was_decided_before_a_stop_and_left_after_it_even_if_it_was_lifted) {
  StopHistory history = good();
  history.handed.push_back({0, 50 * kMs, 7000, 0});
  EXPECT_EQ(kinds(history), std::set{Kind::decided_before});
}

TEST(StopHistory, finds_bytes_that_arrive_beyond_what_the_kernel_held) {
  StopHistory history = good();
  history.arrived.push_back({0, 11 * kMs, 11 * kMs, 500});
  EXPECT_TRUE(kinds(history).empty());
  history.arrived.push_back({0, 12 * kMs, 12 * kMs, 1});
  EXPECT_EQ(kinds(history), std::set{Kind::arrived_after});
  history.stops[0].kernel_bytes.reset();
  EXPECT_TRUE(kinds(history).empty());
  EXPECT_EQ(judge(history).without_figures, 1U);
}

TEST(StopHistory, counts_one_byte_of_what_came_partly_before_the_acknowledgement) {
  StopHistory history = good();
  history.arrived.push_back({0, 9 * kMs, 11 * kMs, 10'000});
  EXPECT_TRUE(kinds(history).empty());
  history.stops[0].kernel_bytes = 0;
  EXPECT_EQ(kinds(history), std::set{Kind::arrived_after});
  history.arrived.back().is_exact = false;
  EXPECT_TRUE(kinds(history).empty());
}

TEST(StopHistory, counts_nothing_that_may_have_come_after_the_lifting) {
  StopHistory history = good();
  history.stops[0].kernel_bytes = 0;
  history.arrived.push_back({0, 11 * kMs, *history.stops[0].lift_asked_ns + 1, 10'000});
  EXPECT_TRUE(kinds(history).empty());
}

TEST(StopHistory, finds_what_lies_in_a_stopped_area) {
  StopHistory history = good();
  release::Area area;
  area.name = "east";
  area.polygon = {at(49, 0), at(49, 2), at(51, 2), at(51, 0)};
  history.stops[0].cell.area = area;
  // The line goes on, with what is elsewhere.
  history.handed.push_back({0, 15 * kMs, 7000, 1});
  history.contents[7000] = {at(50, -3)};
  EXPECT_TRUE(kinds(history).empty());
  history.contents[7000].push_back(at(50, 1));
  EXPECT_EQ(kinds(history), std::set{Kind::inside_area});
}

TEST(StopHistory, finds_a_line_that_a_stop_of_its_type_did_not_shut) {
  StopHistory history = good();
  history.handed.push_back({0, 15 * kMs, 7000, 1});
  history.stops[0].cell.type = ObjectType::radar;
  EXPECT_TRUE(kinds(history).empty());
  history.stops[0].cell.type = ObjectType::ais;
  EXPECT_EQ(kinds(history), std::set{Kind::handed_after});
}

TEST(StopHistory, finds_a_stop_that_a_restart_lost) {
  StopHistory history = good();
  history.starts[0].open.clear();
  EXPECT_EQ(kinds(history), std::set{Kind::lost});
  // One that was never acknowledged may stand or not.
  history.stops[0].acknowledged_ns.reset();
  history.stops[0].epoch = 0;
  EXPECT_FALSE(kinds(history).contains(Kind::lost));
  history.starts[0].open.insert(1);
  EXPECT_FALSE(kinds(history).contains(Kind::unordered));
}

TEST(StopHistory, finds_a_line_that_a_restart_opened_again) {
  StopHistory history = good();
  history.stops[0].lift_asked_ns.reset();
  history.stops[0].lifted_ns.reset();
  EXPECT_EQ(kinds(history), (std::set{Kind::handed_after, Kind::arrived_after, Kind::lost}));
}

TEST(StopHistory, finds_stops_that_came_back_or_that_nobody_ordered) {
  StopHistory history = good();
  history.starts[1].open.insert(1);
  EXPECT_EQ(kinds(history), std::set{Kind::came_back});
  history = good();
  history.starts[1].open.insert(9);
  EXPECT_EQ(kinds(history), std::set{Kind::unordered});
}

// However much happens at the same time: one passage moved into the time of a stop that covers it is found.
RC_GTEST_PROP(StopHistory, finds_one_bad_passage_among_many, ()) {
  StopHistory history;
  release::Set<ObjectType> types;
  types.add(ObjectType::track);
  const auto lines = *rc::gen::inRange<std::size_t>(1, 6);
  for (std::size_t i = 0; i < lines; ++i) {
    history.lines.push_back(
        {"XA" + std::string(1, static_cast<char>('A' + i)) + "/guard", Purpose::fisheries, false, types});
  }
  std::int64_t now = 0;
  std::uint64_t epoch = 0;
  const auto stops = *rc::gen::inRange<std::size_t>(1, 30);
  std::vector<std::pair<std::size_t, std::int64_t>> shut;  // line, and a moment under its stop
  for (std::size_t i = 0; i < stops; ++i) {
    const auto line = *rc::gen::inRange<std::size_t>(0, lines);
    for (std::size_t other = 0; other < lines; ++other) {
      history.handed.push_back({other, ++now, 0, epoch});
    }
    StopHistory::Stop stop;
    stop.cell = cell_of(history.lines[line].agency);
    stop.asked_ns = ++now;
    stop.epoch = ++epoch;
    stop.acknowledged_ns = ++now;
    for (std::size_t other = 0; other < lines; ++other) {
      if (other != line) history.handed.push_back({other, ++now, 0, epoch});
    }
    shut.emplace_back(line, ++now);
    stop.lift_asked_ns = ++now;
    stop.lifted_ns = ++now;
    ++epoch;
    history.stops.push_back(stop);
  }
  RC_ASSERT(judge(history).violations.empty());
  const auto [line, moment] = shut[*rc::gen::inRange<std::size_t>(0, shut.size())];
  history.handed.push_back({line, moment, 0, epoch});
  const auto found = judge(history).violations;
  RC_ASSERT(found.size() == 1U);
  RC_ASSERT(found[0].kind == Kind::handed_after);
}

}  // namespace
}  // namespace fairlead::testing
