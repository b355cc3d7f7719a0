// SPDX-License-Identifier: Apache-2.0
// What a reader counted. Every line and every sentence has exactly one fate:
//   lines     = lines_with_sentences + blank_lines + comment_lines + tag_lines + garbage_lines + line_too_long
//   sentences = accepted + rejected (all reasons but line_too_long) + duplicates + pending parts
#pragma once

#include <array>
#include <cstdint>

#include "decode/rejection.hpp"

namespace fairlead::decode {

struct Counters {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t lines_with_sentences = 0;
  std::uint64_t blank_lines = 0;
  std::uint64_t comment_lines = 0;
  std::uint64_t tag_lines = 0;      // a tag block alone
  std::uint64_t garbage_lines = 0;  // no sentence found

  std::uint64_t sentences = 0;   // AIS sentences found, whole or damaged
  std::uint64_t accepted = 0;    // of them, those that became part of a message
  std::uint64_t duplicates = 0;  // parts received twice
  std::uint64_t pending = 0;     // parts waiting for the rest of their message
  std::array<std::uint64_t, kRejectionCount> rejected{};

  std::uint64_t messages = 0;
  std::array<std::uint64_t, 28> messages_by_type{};

  std::uint64_t tag_blocks_distrusted = 0;
  std::uint64_t nmea_records = 0;     // `$` sentences understood: own position, time, radar targets
  std::uint64_t nmea_rejected = 0;    // those damaged
  std::uint64_t other_sentences = 0;  // well-formed or not, of no interest here

  [[nodiscard]] std::uint64_t rejected_total() const noexcept {
    std::uint64_t sum = 0;
    for (const std::uint64_t n : rejected) {
      sum += n;
    }
    return sum;
  }
  void reject(Rejection reason, std::uint64_t sentences_lost = 1) noexcept {
    rejected[static_cast<std::size_t>(reason)] += sentences_lost;
  }
  [[nodiscard]] std::uint64_t of(Rejection reason) const noexcept { return rejected[static_cast<std::size_t>(reason)]; }
};

}  // namespace fairlead::decode
