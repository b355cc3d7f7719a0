// SPDX-License-Identifier: Apache-2.0
#include "chunk.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "testing/store_harness.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr domain::TrackId kTrack(0x123456789ULL);

std::vector<HistoryPoint> round_trip(const std::vector<HistoryPoint>& points) {
  ChunkCoder coder;
  const std::string bytes(coder.encode(points));
  std::vector<HistoryPoint> decoded;
  EXPECT_TRUE(ChunkCoder::intact(bytes));
  EXPECT_TRUE(coder.decode(bytes, kTrack, decoded));
  return decoded;
}

HistoryPoint point(std::int64_t ms, std::int32_t latitude, std::int32_t longitude) {
  HistoryPoint p;
  p.track = kTrack;
  p.at = Instant::from_unix_ms(ms);
  p.position = *geo::Position::from_units(latitude, longitude);
  return p;
}

TEST(Chunk, keeps_every_value_that_ais_can_say) {
  std::vector<HistoryPoint> points;
  for (int i = 0; i < 3'600; ++i) {
    HistoryPoint p = point(1'700'000'000'000 + i * 10'000, i * 17 - 3'000, 4'000 - i * 91);
    p.speed = Speed::knots(static_cast<double>(i % 1'023) / 10.0);
    p.course = Course::degrees(static_cast<double>(i) / 10.0);
    p.heading = Heading::degrees(static_cast<double>(i % 360));
    points.push_back(p);
  }
  EXPECT_EQ(round_trip(points), points);
}

TEST(Chunk, keeps_numbers_that_are_no_steps_of_ais_to_the_last_bit) {
  std::vector<HistoryPoint> points;
  const double odd[] = {0.0, -0.0, 1.0 / 3.0, std::numbers::pi, 1e-300, 1e300, -7.25, 102.3, 0.05};
  for (const double value : odd) {
    HistoryPoint p = point(static_cast<std::int64_t>(points.size()), 1, 1);
    p.speed = Speed::metres_per_second(value);
    p.course = Course::degrees(value);
    p.heading = Heading::degrees(value);
    points.push_back(p);
  }
  const auto decoded = round_trip(points);
  ASSERT_EQ(decoded.size(), points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(decoded[i], points[i]);
    EXPECT_EQ(std::signbit(decoded[i].speed->in_metres_per_second()),
              std::signbit(points[i].speed->in_metres_per_second()));
  }
}

TEST(Chunk, keeps_the_ends_of_time_and_of_the_earth) {
  const std::vector<HistoryPoint> points{
      point(std::numeric_limits<std::int64_t>::min(), geo::kLatitudeMax, geo::kLongitudeMax),
      point(std::numeric_limits<std::int64_t>::min() + 1, -geo::kLatitudeMax, -geo::kLongitudeMax),
      point(-1, geo::kLatitudeMax, -geo::kLongitudeMax),
      point(0, -geo::kLatitudeMax, geo::kLongitudeMax),
      point(0, geo::kLatitudeMax, geo::kLongitudeMax),
      point(std::numeric_limits<std::int64_t>::max(), -geo::kLatitudeMax, -geo::kLongitudeMax)};
  EXPECT_EQ(round_trip(points), points);
}

RC_GTEST_PROP(Chunk, decoding_undoes_encoding, (std::uint64_t seed, std::uint8_t count)) {
  const testing::SampleSea sea(seed);
  std::vector<HistoryPoint> points;
  for (std::uint64_t slot = 1; points.size() < count; ++slot) {
    for (HistoryPoint p : sea.history(slot)) {
      p.track = kTrack;
      points.push_back(p);
    }
  }
  std::ranges::stable_sort(points, {}, &HistoryPoint::at);
  RC_ASSERT(round_trip(points) == points);
}

// Whatever lies in the file: decoding ends, appends nothing when it fails, and stays within memory.
RC_GTEST_PROP(Chunk, damaged_bytes_never_decode_beyond_their_bounds, (std::uint64_t seed)) {
  const testing::SampleSea sea(seed);
  std::vector<HistoryPoint> points;
  for (std::uint64_t slot = 1; points.size() < 40; ++slot) {
    for (const HistoryPoint& p : sea.history(slot)) points.push_back(p);
  }
  std::ranges::stable_sort(points, {}, &HistoryPoint::at);
  ChunkCoder coder;
  std::string bytes(coder.encode(points));
  for (std::uint64_t i = 0; i < 4; ++i) {
    const std::uint64_t dice = testing::mixed(seed, i);
    if (dice % 3 == 0) bytes.resize(dice / 4 % (bytes.size() + 1));
    if (!bytes.empty()) bytes[dice / 64 % bytes.size()] ^= static_cast<char>(dice >> 40);
    std::vector<HistoryPoint> decoded(3);
    if (!coder.decode(bytes, kTrack, decoded)) {
      RC_ASSERT(decoded.size() == 3U);
    }
    RC_ASSERT(decoded.size() <= 3U + 65'536U);
  }
}

TEST(Chunk, notices_each_flipped_bit) {
  ChunkCoder coder;
  const std::vector<HistoryPoint> points{point(1, 2, 3), point(2, 3, 4)};
  const std::string bytes(coder.encode(points));
  for (std::size_t bit = 8; bit < bytes.size() * 8; ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(ChunkCoder::intact(damaged));
  }
}

}  // namespace
}  // namespace fairlead::store_sqlite
