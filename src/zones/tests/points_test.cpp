// SPDX-License-Identifier: Apache-2.0
// The written table of well-known points against the world's zone file.
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/text.hpp"
#include "small_world.hpp"

namespace fairlead::zones {
namespace {

struct Point {
  std::string name;
  double lat = 0;
  double lon = 0;
  ZoneKind kind = ZoneKind::unknown;
  std::vector<std::string> states;
  std::string reason;
};

std::vector<Point> points() {
  std::ifstream file(FAIRLEAD_SOURCE_DIR "/src/zones/tests/well_known_points.csv");
  std::vector<Point> result;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line[0] == '#' || line.starts_with("name,")) continue;
    std::vector<std::string> cells;
    std::stringstream rest(line);
    std::string cell;
    while (cells.size() < 5 && std::getline(rest, cell, ',')) cells.push_back(cell);
    std::getline(rest, cell);
    Point point;
    point.reason = rest ? cell : "";
    EXPECT_EQ(cells.size(), 5U) << line;
    point.name = cells[0];
    point.lat = parse_number<double>(cells[1]).value();
    point.lon = parse_number<double>(cells[2]).value();
    point.kind = zone_kind_from(cells[3]).value();
    std::stringstream states(cells[4]);
    while (states >> cell) point.states.push_back(cell);
    result.push_back(std::move(point));
  }
  return result;
}

bool matches(const Reading& reading, const Point& point) {
  if (reading.kind != point.kind) return false;
  if (reading.states.size() == point.states.size()) {
    for (std::size_t i = 0; i < point.states.size(); ++i) {
      if (reading.states[i].view() != point.states[i]) return false;
    }
    return true;
  }
  // Two States expected of one reading: either of them, on a boundary.
  if (reading.states.size() != 1) return false;
  return std::find(point.states.begin(), point.states.end(), reading.states[0].view()) != point.states.end();
}

std::string told(const ZoneReport& report) {
  std::string out;
  for (const Reading& reading : report.readings) {
    out += fmt::format("{}", name(reading.kind));
    for (const StateCode code : reading.states) out += fmt::format(" {}", code.view());
    out += fmt::format(" {:.3f} ({}); ", reading.confidence, name(reading.basis));
  }
  return out;
}

TEST(WellKnownPoints, there_are_sixty_or_more_and_every_disagreement_has_its_reason) {
  FL_NEEDS_WORLD();
  const auto table = points();
  ASSERT_GE(table.size(), 60U);
  std::size_t agreed = 0;
  for (const Point& point : table) {
    const ZoneReport report = test::at(*world, point.lat, point.lon);
    const bool agrees = matches(report.likeliest(), point);
    agreed += agrees ? 1 : 0;
    if (point.reason.empty()) {
      EXPECT_TRUE(agrees) << point.name << ": " << told(report);
    } else {
      EXPECT_FALSE(agrees) << point.name << " agrees now; delete its reason: " << told(report);
      bool among = false;
      for (const Reading& reading : report.readings) among = among || matches(reading, point);
      EXPECT_EQ(among, !point.reason.starts_with("absent:")) << point.name << ": " << told(report);
    }
  }
  RecordProperty("agreed", static_cast<int>(agreed));
  std::printf("%zu of %zu points as expected\n", agreed, table.size());
}

// What every clone can answer: less, but never unaware of it.
TEST(WellKnownPoints, are_mostly_known_to_the_small_atlas_inside_the_program) {
  const auto atlas = Atlas::inside();
  ASSERT_TRUE(atlas) << atlas.error().message;
  const auto table = points();
  std::size_t agreed = 0;
  std::size_t told_at_all = 0;
  std::string others;
  for (const Point& point : table) {
    const ZoneReport report = test::at(*atlas, point.lat, point.lon);
    EXPECT_TRUE(report.has(Flag::coarse));
    bool among = false;
    for (const Reading& reading : report.readings) among = among || matches(reading, point);
    told_at_all += among ? 1 : 0;
    if (matches(report.likeliest(), point)) {
      ++agreed;
      continue;
    }
    others += fmt::format("  {} ({} {}): {}\n", point.name, point.lat, point.lon, told(report));
    EXPECT_LT(report.likeliest().confidence, 0.9) << point.name << ": wrong and sure of it: " << told(report);
  }
  std::printf("small atlas: %zu of %zu points as expected, %zu among the readings\n%s", agreed, table.size(),
              told_at_all, others.c_str());
  EXPECT_GE(agreed * 100, table.size() * 75);
}

// An area whose ring runs along a pole once seemed to contain a quarter of the globe.
TEST(AreasOfTheTable, that_touch_a_pole_do_not_reach_beyond_their_ring) {
  const auto atlas = Atlas::inside();
  ASSERT_TRUE(atlas) << atlas.error().message;
  for (int lon = -175; lon < 180; lon += 5) {
    for (int lat = -55; lat <= 85; lat += 10) {
      const ZoneReport report = test::at(*atlas, lat, lon);
      for (const std::uint16_t number : report.areas) {
        EXPECT_NE(atlas->area(number).id, "antarctic") << lat << ' ' << lon;
      }
    }
  }
  for (const int lon : {-100, 20, 100}) {
    const ZoneReport inland = test::at(*atlas, -80, lon);
    ASSERT_FALSE(inland.areas.empty()) << lon;
    EXPECT_EQ(atlas->area(inland.areas[0]).id, "antarctic");
  }
}

}  // namespace
}  // namespace fairlead::zones
