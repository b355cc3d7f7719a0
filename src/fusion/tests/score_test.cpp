// SPDX-License-Identifier: Apache-2.0
#include "fusion/score.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "matching.hpp"

namespace fairlead::fusion {
namespace {

TEST(Score, of_the_truth_itself_is_nothing) {
  std::vector<ScoredMoment> moments(3);
  for (std::size_t i = 0; i < 3; ++i) {
    moments[i].at_ms = static_cast<std::int64_t>(i) * 1000;
    moments[i].truth = moments[i].tracks = {{0, 10, 20, 0}, {1, -5, 900, 0}};
  }
  const Score s = score(moments, {100, 2, 10});
  EXPECT_EQ(s.gospa, 0);
  EXPECT_EQ(s.ospa, 0);
  EXPECT_EQ(s.ospa2, 0);
  EXPECT_EQ(s.mota, 1);
  EXPECT_EQ(s.switches, 0U);
}

TEST(Score, counts_near_pairs_missed_and_false_ones_as_by_hand) {
  // 30 m off, one missed, one false; the far pair is further apart than the cut-off.
  const std::vector<ScoredMoment> moments{{0, {{0, 0, 0, 0}, {1, 1000, 0, 0}}, {{0, 30, 0, 0}, {1, 1150, 0, 0}}}};
  const Score s = score(moments, {100, 2, 10});
  EXPECT_DOUBLE_EQ(s.gospa, std::sqrt(900 + 100 * 100 / 2.0 * 2));
  EXPECT_DOUBLE_EQ(s.ospa, std::sqrt((900 + 100 * 100) / 2.0));
  EXPECT_DOUBLE_EQ(s.ospa2, s.ospa);
  EXPECT_DOUBLE_EQ(s.mota, 0);
  EXPECT_DOUBLE_EQ(*s.location_rmse, 30);
  EXPECT_EQ(s.never_tracked, 1U);
}

TEST(Score, sees_a_change_of_names_in_the_window_where_ospa_does_not) {
  std::vector<ScoredMoment> moments;
  for (int t = 0; t < 10; ++t) {
    const std::uint32_t name = t < 5 ? 7 : 8;
    moments.push_back({t * 1000, {{1, 0, 0, 0}}, {{name, 0, 0, 0}}});
  }
  const Score s = score(moments, {100, 1, 10});
  EXPECT_EQ(s.ospa, 0);
  EXPECT_EQ(s.switches, 1U);
  // At the last moment: 5 of 10 times together with one name, and another name too many: (c/2 + c) / 2.
  const Score last = score({moments.begin(), moments.end()}, {100, 1, 10});
  EXPECT_GT(last.ospa2, 0);
  double sum = 0;
  for (int t = 5; t < 10; ++t) {
    const double both = std::max(5, t - 4), all = t + 1;
    sum += (100 * (all - both) / all + 100) / 2;
  }
  EXPECT_NEAR(last.ospa2, sum / 10, 1e-9);
}

TEST(Score, waits_from_the_first_sight_to_the_first_track) {
  std::vector<ScoredMoment> moments;
  for (int t = 0; t < 6; ++t) {
    ScoredMoment m{t * 2000, {{1, 0, 0, 0}}, {}};
    if (t >= 3 && t != 4) m.tracks = {{1, 1, 1, 0}};
    moments.push_back(m);
  }
  const Score s = score(moments, {100, 2, 10});
  EXPECT_DOUBLE_EQ(*s.seconds_to_first_track, 6);
  EXPECT_EQ(s.fragmentations, 1U);
  EXPECT_DOUBLE_EQ(s.coverage, 2.0 / 6);
}

TEST(Matching, is_as_cheap_as_the_best_of_all_permutations) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    const std::size_t rows = 1 + random() % 5, columns = 1 + random() % 5;
    std::vector<MatchPair> pairs;
    std::vector<double> cost(rows * columns, 10);
    for (std::uint32_t i = 0; i < rows; ++i) {
      for (std::uint32_t j = 0; j < columns; ++j) {
        if (random() % 3 == 0) continue;
        const double c = static_cast<double>(random() % 1000) / 100;
        cost[i * columns + j] = c;
        pairs.push_back({i, j, c});
      }
    }
    const std::vector<std::int64_t> partner = match(rows, columns, pairs, 10);
    double sum = 0;
    std::size_t matched = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      if (partner[i] < 0) continue;
      sum += cost[i * columns + static_cast<std::size_t>(partner[i])];
      ++matched;
    }
    sum += 10 * static_cast<double>(std::min(rows, columns) - matched);
    const std::size_t n = std::max(rows, columns);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    double best = 1e300;
    do {
      double total = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        if (order[i] < columns) total += cost[i * columns + order[i]];
      }
      best = std::min(best, total);
    } while (std::ranges::next_permutation(order).found);
    EXPECT_NEAR(sum, best, 1e-9);
  }
}

}  // namespace
}  // namespace fairlead::fusion
