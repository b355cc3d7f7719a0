// SPDX-License-Identifier: Apache-2.0
#include "testing/store_harness.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fairlead::testing {
namespace {

std::string first_difference(const std::vector<engine::HistoryPoint>& got,
                             const std::vector<engine::HistoryPoint>& expected) {
  if (got == expected) return {};
  for (std::size_t i = 0; i < std::min(got.size(), expected.size()); ++i) {
    if (got[i] == expected[i]) continue;
    return fmt::format("{} of {} differs: track {} at {}, not track {} at {}", i, expected.size(),
                       got[i].track.number(), got[i].at.unix_ms(), expected[i].track.number(),
                       expected[i].at.unix_ms());
  }
  return fmt::format("{} positions, not {}", got.size(), expected.size());
}

}  // namespace

std::string history_difference(engine::History& history, engine::History& model, const SampleSea& sea,
                               std::uint64_t newest, std::uint64_t seed) {
  const Instant begin = SampleSea::start() - std::chrono::days(3);
  const Instant end = sea.closed_at(newest) + std::chrono::days(1);
  const auto span_ms = static_cast<std::uint64_t>((end - begin).count());
  for (std::uint64_t turn = 0; turn < 4; ++turn) {
    Instant from = turn == 0 ? begin : begin + Duration(static_cast<std::int64_t>(mixed(seed, turn * 2) % span_ms));
    Instant to = turn == 0 ? end : begin + Duration(static_cast<std::int64_t>(mixed(seed, turn * 2 + 1) % span_ms));
    if (turn < 3 && to < from) std::swap(from, to);
    const std::size_t limit = turn == 0 ? SIZE_MAX : mixed(seed, 77 + turn) % 300;
    for (const domain::TrackId track : sea.tracks()) {
      const auto got = history.of_track(track, from, to, limit);
      const auto expected = model.of_track(track, from, to, limit);
      if (!got) return got.error().message;
      const std::string difference = first_difference(got->points, expected->points);
      if (!difference.empty() || got->truncated != expected->truncated) {
        return fmt::format("track {}, {} to {}, limit {}: {}{}", track.number(), from.unix_ms(), to.unix_ms(), limit,
                           difference, got->truncated != expected->truncated ? ", truncated differs" : "");
      }
    }
    const Duration reach(static_cast<std::int64_t>(mixed(seed, 99 + turn) % (turn == 1 ? span_ms : 3'600'000)));
    const auto got = history.at(to, reach);
    const auto expected = model.at(to, reach);
    if (!got) return got.error().message;
    const std::string difference = first_difference(*got, *expected);
    if (!difference.empty()) return fmt::format("at {} within {} ms: {}", to.unix_ms(), reach.count(), difference);
  }
  const auto got = history.span();
  const auto expected = model.span();
  if (!got) return got.error().message;
  if (got->has_value() != expected->has_value()) return "the span is there in one only";
  if (*got && ((*got)->from != (*expected)->from || (*got)->to != (*expected)->to)) return "the span differs";
  return {};
}

}  // namespace fairlead::testing
