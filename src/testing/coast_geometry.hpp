// SPDX-License-Identifier: Apache-2.0
// Plane geometry of the simulated coast in whole numbers, so that every build on every machine writes the same bytes.
//
// Places are 1/10,000 minute, lengths millimetres, directions 1/10 degree clockwise from north. Good for 46 to 54
// degrees of north latitude, to about one part in ten thousand. Threads: pure functions and values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace fairlead::testing {

// SplitMix64: small, fast, the same everywhere.
class CoastRandom {
 public:
  explicit CoastRandom(std::uint64_t seed, std::uint64_t stream = 0)
      : state_(seed * 0x9E3779B97F4A7C15U ^ mix(stream)) {}

  std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15U); }
  // 0 .. bound - 1; `bound` at least 1 and below 2^32.
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(((next() >> 32U) * static_cast<std::uint64_t>(bound)) >> 32U);
  }
  std::int64_t between(std::int64_t first, std::int64_t last) { return first + below(last - first + 1); }
  bool one_in(std::int64_t count) { return below(count) == 0; }

  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

struct CoastPoint {
  std::int32_t lon = 0;
  std::int32_t lat = 0;
  friend bool operator==(const CoastPoint&, const CoastPoint&) = default;
};

// A point given in degrees with at most five decimals: degrees(1.35, 51.12).
constexpr CoastPoint degrees(double longitude, double latitude) {
  // Compile-time only; `llround` of exact literals.
  const auto whole = [](double v) { return static_cast<std::int32_t>(v < 0 ? v * 600'000 - 0.5 : v * 600'000 + 0.5); };
  return {whole(longitude), whole(latitude)};
}

std::int64_t integer_root(std::int64_t value);

// East and north of `from`, in millimetres.
struct CoastOffset {
  std::int64_t east = 0;
  std::int64_t north = 0;
};
CoastOffset offset_between(CoastPoint from, CoastPoint to);
CoastPoint moved(CoastPoint from, CoastOffset by);
std::int64_t length_of(CoastOffset offset);
std::int64_t distance_between(CoastPoint a, CoastPoint b);

// 0 .. 3599, of (0, 0) 0.
std::int32_t direction_of(CoastOffset offset);
// `length` in the direction.
CoastOffset offset_towards(std::int32_t direction, std::int64_t length);
// The smaller way from one direction to another: -1800 .. 1799.
std::int32_t turn_between(std::int32_t from, std::int32_t to);

// A line of points with rounded corners, walked from its first point to its last.
class CoastPath {
 public:
  CoastPath() = default;
  // Corners are cut by an arc that leaves the legs at most `corner` millimetres before the corner.
  CoastPath(const std::vector<CoastPoint>& corners, std::int64_t corner);

  [[nodiscard]] std::int64_t length() const { return along_.empty() ? 0 : along_.back(); }
  struct Place {
    CoastPoint point;
    std::int32_t course = 0;
  };
  // Cheap when `distance` does not go back between calls.
  Place at(std::int64_t distance);

 private:
  std::vector<CoastPoint> points_;
  std::vector<std::int64_t> along_;
  std::vector<std::int32_t> courses_;  // of the leg that begins at the point
  std::size_t leg_ = 0;
};

}  // namespace fairlead::testing
