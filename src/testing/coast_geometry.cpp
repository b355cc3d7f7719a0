// SPDX-License-Identifier: Apache-2.0
// Plane geometry of the simulated coast in whole numbers.
//
// Threads: pure functions.
#include "coast_geometry.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace fairlead::testing {
namespace {

constexpr std::int64_t kDegree = 600'000;
// 1,852 m a minute: 185.2 mm a step, kept as 1852/10.
constexpr std::int64_t kStepTenths = 1852;

// Millionths of the cosine of 46 to 54 degrees.
constexpr std::array<std::int64_t, 9> kCosines = {694'658, 681'998, 669'131, 656'059, 642'788,
                                                  629'320, 615'661, 601'815, 587'785};

std::int64_t cosine(std::int64_t latitude) {
  const std::int64_t held = std::clamp<std::int64_t>(latitude, 46 * kDegree, 54 * kDegree - 1) - 46 * kDegree;
  const auto index = static_cast<std::size_t>(held / kDegree);
  return kCosines[index] + (kCosines[index + 1] - kCosines[index]) * (held % kDegree) / kDegree;
}

// 32,767 times the sine of 0 to 90 degrees.
constexpr std::array<std::int64_t, 91> kSines = {
    0,     572,   1144,  1715,  2286,  2856,  3425,  3993,  4560,  5126,  5690,  6252,  6813,  7371,  7927,  8481,
    9032,  9580,  10126, 10668, 11207, 11743, 12275, 12803, 13328, 13848, 14364, 14876, 15383, 15886, 16383, 16876,
    17364, 17846, 18323, 18794, 19260, 19720, 20173, 20621, 21062, 21497, 21925, 22347, 22762, 23170, 23571, 23964,
    24351, 24730, 25101, 25465, 25821, 26169, 26509, 26841, 27165, 27481, 27788, 28087, 28377, 28659, 28932, 29196,
    29451, 29697, 29934, 30162, 30381, 30591, 30791, 30982, 31163, 31335, 31498, 31650, 31794, 31927, 32051, 32165,
    32269, 32364, 32448, 32523, 32587, 32642, 32687, 32722, 32747, 32762, 32767};

// 32,767 times the sine of a direction in tenths of a degree.
std::int64_t sine(std::int32_t direction) {
  std::int32_t d = ((direction % 3600) + 3600) % 3600;
  const std::int64_t sign = d >= 1800 ? -1 : 1;
  d %= 1800;
  d = d > 900 ? 1800 - d : d;
  const auto index = static_cast<std::size_t>(d / 10);
  const std::int64_t rest = d % 10;
  const std::int64_t next = index < 90 ? kSines[index + 1] : kSines[90];
  return sign * (kSines[index] + (next - kSines[index]) * rest / 10);
}

// The angle between 0 and 90 degrees whose tangent is y / x, in thousandths of a degree (CORDIC).
std::int32_t angle_of(std::int64_t x, std::int64_t y) {
  constexpr std::array<std::int32_t, 15> kAngles = {45000, 26565, 14036, 7125, 3576, 1790, 895, 448,
                                                    224,   112,   56,    28,   14,   7,    3};
  std::int64_t a = x * 4096;
  std::int64_t b = y * 4096;
  std::int32_t angle = 0;
  for (std::size_t i = 0; i < kAngles.size(); ++i) {
    const std::int64_t da = b >> i;
    const std::int64_t db = a >> i;
    if (b > 0) {
      a += da;
      b -= db;
      angle += kAngles[i];
    } else {
      a -= da;
      b += db;
      angle -= kAngles[i];
    }
  }
  return std::clamp(angle, 0, 90'000);
}

}  // namespace

std::int64_t integer_root(std::int64_t value) {
  if (value <= 0) {
    return 0;
  }
  std::int64_t root = 0;
  std::int64_t bit = std::int64_t{1} << 62;
  while (bit > value) {
    bit >>= 2;
  }
  while (bit != 0) {
    if (value >= root + bit) {
      value -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
    bit >>= 2;
  }
  return root;
}

CoastOffset offset_between(CoastPoint from, CoastPoint to) {
  const std::int64_t middle = (std::int64_t{from.lat} + to.lat) / 2;
  const std::int64_t east = (std::int64_t{to.lon} - from.lon) * kStepTenths / 10 * cosine(middle) / 1'000'000;
  return {east, (std::int64_t{to.lat} - from.lat) * kStepTenths / 10};
}

CoastPoint moved(CoastPoint from, CoastOffset by) {
  const std::int64_t lat = from.lat + by.north * 10 / kStepTenths;
  const std::int64_t middle = (from.lat + lat) / 2;
  const std::int64_t lon = from.lon + by.east * 10 / kStepTenths * 1'000'000 / cosine(middle);
  return {static_cast<std::int32_t>(lon), static_cast<std::int32_t>(lat)};
}

std::int64_t length_of(CoastOffset offset) {
  return integer_root(offset.east * offset.east + offset.north * offset.north);
}

std::int64_t distance_between(CoastPoint a, CoastPoint b) { return length_of(offset_between(a, b)); }

std::int32_t direction_of(CoastOffset offset) {
  if (offset.east == 0 && offset.north == 0) {
    return 0;
  }
  const std::int32_t angle = (angle_of(std::abs(offset.north), std::abs(offset.east)) + 50) / 100;
  if (offset.north >= 0) {
    return offset.east >= 0 ? angle % 3600 : (3600 - angle) % 3600;
  }
  return offset.east >= 0 ? 1800 - angle : 1800 + angle;
}

CoastOffset offset_towards(std::int32_t direction, std::int64_t length) {
  return {length * sine(direction) / 32'767, length * sine(direction + 900) / 32'767};
}

std::int32_t turn_between(std::int32_t from, std::int32_t to) {
  return ((to - from + 1800) % 3600 + 3600) % 3600 - 1800;
}

CoastPath::CoastPath(const std::vector<CoastPoint>& corners, std::int64_t corner) {
  constexpr std::int64_t kArcSteps = 6;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    if (i == 0 || i + 1 == corners.size()) {
      points_.push_back(corners[i]);
      continue;
    }
    const CoastOffset back = offset_between(corners[i], corners[i - 1]);
    const CoastOffset on = offset_between(corners[i], corners[i + 1]);
    const std::int64_t back_length = length_of(back);
    const std::int64_t on_length = length_of(on);
    const std::int64_t cut = std::min({corner, back_length / 2, on_length / 2});
    if (cut < 1000) {
      points_.push_back(corners[i]);
      continue;
    }
    // A quadratic curve from `cut` before the corner to `cut` behind it.
    for (std::int64_t step = 0; step <= kArcSteps; ++step) {
      const std::int64_t before = cut * (kArcSteps - step) * (kArcSteps - step) / (kArcSteps * kArcSteps);
      const std::int64_t behind = cut * step * step / (kArcSteps * kArcSteps);
      points_.push_back(moved(corners[i], {back.east * before / back_length + on.east * behind / on_length,
                                           back.north * before / back_length + on.north * behind / on_length}));
    }
  }
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (i > 0) {
      const CoastOffset leg = offset_between(points_[i - 1], points_[i]);
      courses_.push_back(direction_of(leg));
      sum += length_of(leg);
    }
    along_.push_back(sum);
  }
}

CoastPath::Place CoastPath::at(std::int64_t distance) {
  if (points_.size() < 2) {
    return {points_.empty() ? CoastPoint{} : points_.front(), 0};
  }
  distance = std::clamp<std::int64_t>(distance, 0, length());
  if (leg_ + 1 >= points_.size() || distance < along_[leg_]) {
    leg_ = 0;
  }
  while (leg_ + 2 < points_.size() && distance >= along_[leg_ + 1]) {
    ++leg_;
  }
  const CoastPoint a = points_[leg_];
  const CoastPoint b = points_[leg_ + 1];
  const std::int64_t whole = std::max<std::int64_t>(along_[leg_ + 1] - along_[leg_], 1);
  const std::int64_t part = distance - along_[leg_];
  Place place;
  place.point.lon = static_cast<std::int32_t>(a.lon + (std::int64_t{b.lon} - a.lon) * part / whole);
  place.point.lat = static_cast<std::int32_t>(a.lat + (std::int64_t{b.lat} - a.lat) * part / whole);
  place.course = courses_[leg_];
  return place;
}

}  // namespace fairlead::testing
