// SPDX-License-Identifier: Apache-2.0
// Which moment an observation is of. Private to `decode`.
#pragma once

#include <cstdint>
#include <optional>

#include "decode/ais/message.hpp"
#include "units/instant.hpp"

namespace fairlead::decode {

// A source's time may run ahead of the receipt by this much before it is taken for a lie.
inline constexpr Duration kAheadMax{600'000};

[[nodiscard]] inline std::optional<Instant> source_time(const ais::SentenceContext& context,
                                                        Instant received_at) noexcept {
  std::optional<std::int64_t> ms = context.tag_time();
  if (!ms) ms = context.trailer_time();
  if (!ms && context.line_time()) ms = *context.line_time() / 1'000'000;
  if (!ms || *ms < 0 || *ms > received_at.unix_ms() + kAheadMax.count()) {
    return std::nullopt;
  }
  return Instant::from_unix_ms(*ms);
}

// The moment nearest to `base` whose seconds are `second`, when it lies 10 s before to 2 s behind it.
[[nodiscard]] inline std::optional<Instant> refined_by_second(Instant base, std::uint8_t second) noexcept {
  constexpr std::int64_t kMinute = 60'000;
  const std::int64_t ms = base.unix_ms();
  std::int64_t candidate = ms - ms % kMinute + second * 1'000LL;
  if (candidate - ms > kMinute / 2) {
    candidate -= kMinute;
  } else if (ms - candidate > kMinute / 2) {
    candidate += kMinute;
  }
  if (candidate > ms + 2'000 || candidate < ms - 10'000) {
    return std::nullopt;
  }
  return Instant::from_unix_ms(candidate);
}

// The moment nearest to `base` at this time of day.
[[nodiscard]] inline Instant nearest_time_of_day(Instant base, Duration time_of_day) noexcept {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t ms = base.unix_ms();
  std::int64_t candidate = ms - ms % kDay + time_of_day.count();
  if (candidate - ms > kDay / 2) {
    candidate -= kDay;
  } else if (ms - candidate > kDay / 2) {
    candidate += kDay;
  }
  return Instant::from_unix_ms(candidate);
}

}  // namespace fairlead::decode
