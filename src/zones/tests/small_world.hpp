// SPDX-License-Identifier: Apache-2.0
// Seas made for tests: a few islands in the Atlantic with drawn limits, built into an atlas in a folder of its own.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "zones/atlas.hpp"
#include "zones/build.hpp"

namespace fairlead::zones::test {

// A folder that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "fairlead-zones-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
    return file(name);
  }

 private:
  std::string path_;
};

struct Square {
  double south, west, north, east;
};

inline std::string coast_of(const std::vector<Square>& islands) {
  std::string text;
  for (const Square& s : islands) {
    text += "> Shore Bin # 1, Level 1\n";
    for (const auto& [lat, lon] :
         {std::pair{s.south, s.west}, {s.south, s.east}, {s.north, s.east}, {s.north, s.west}, {s.south, s.west}}) {
      text += std::to_string(lon < 0 ? lon + 360 : lon) + "\t" + std::to_string(lat) + "\n";
    }
  }
  return text;
}

inline std::string ring_of(const Square& s) {
  char text[400];
  std::snprintf(text, sizeof text, "[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]", s.west, s.south,
                s.east, s.south, s.east, s.north, s.west, s.north, s.west, s.south);
  return text;
}

inline std::string limits_of(const std::vector<std::pair<std::string, Square>>& states) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (const auto& [code, square] : states) {
    if (text.back() == '}') text += ',';
    text += R"({"type":"Feature","properties":{"isoA2":")" + code +
            R"("},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[)" +
            ring_of(square) + "]}]}}";
  }
  return text + "]}";
}

// Around 40 N, 40 W, out of reach of any row of the tables.
//  - Barbados' island, 30 nm square, limit drawn about 12 nm off;
//  - 100 nm east of it Portugal's, with a limit drawn 40 nm off its south coast: a straight baseline;
//  - far south-west an island of Fiji, archipelagic, with a limit 45 nm off all around.
inline const std::vector<Square> kIslands = {
    {39.75, -40.25, 40.25, -39.75}, {39.75, -37.5, 40.25, -37.0}, {30.0, -50.0, 30.2, -49.8}};
inline const std::vector<std::pair<std::string, Square>> kLimits = {{"BB", {39.55, -40.51, 40.45, -39.49}},
                                                                    {"PT", {39.08, -37.76, 40.45, -36.74}},
                                                                    {"FJ", {29.25, -50.9, 30.95, -48.9}}};

inline Result<std::string> build_small_world(const Folder& folder) {
  BuildInputs inputs;
  inputs.coast = folder.write("coast.txt", coast_of(kIslands));
  inputs.limits = folder.write("limits.geojson", limits_of(kLimits));
  inputs.region = geo::Box{-60 * geo::kUnitsPerDegree, 20 * geo::kUnitsPerDegree, -25 * geo::kUnitsPerDegree,
                           50 * geo::kUnitsPerDegree};
  const std::string out = folder.file("small.zones");
  const auto built = build(inputs, out, {});
  if (!built) return Failure(built.error());
  return out;
}

// One small world for all tests of the process.
inline const std::string& small_world_file() {
  static const Folder folder;
  static const std::string path = [] {
    const auto built = build_small_world(folder);
    EXPECT_TRUE(built) << (built ? "" : built.error().message);
    return built ? *built : std::string{};
  }();
  return path;
}

inline const Atlas& small_world() {
  static const Atlas atlas = [] {
    auto opened = Atlas::open(small_world_file());
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    if (!opened) std::abort();
    return *opened;
  }();
  return atlas;
}

inline ZoneReport at(const Atlas& atlas, double lat, double lon) {
  return atlas.at(*geo::Position::from_degrees(lat, lon));
}

// The world's file, if it has been made: `./dev zones`.
inline const Atlas* world() {
  static const auto opened = [] {
    const char* set = std::getenv("FAIRLEAD_ZONES__FILE");
    return Atlas::open(set != nullptr ? set : FAIRLEAD_ZONES_FILE);
  }();
  return opened ? &*opened : nullptr;
}

}  // namespace fairlead::zones::test

#define FL_NEEDS_WORLD()                                                \
  const fairlead::zones::Atlas* world = fairlead::zones::test::world(); \
  if (world == nullptr) GTEST_SKIP() << "there is no zone file of the world; `./dev zones` makes it"
