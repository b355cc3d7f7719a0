// SPDX-License-Identifier: Apache-2.0
// Traffic made for tests: plain, tagged, in parts, with trailers and leading times, and some that is broken.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace fairlead::decode::test {

using Random = std::mt19937_64;

[[nodiscard]] inline std::uint32_t below(Random& random, std::uint32_t n) {
  return static_cast<std::uint32_t>(random() % n);
}

// `lines` messages from `seed`; about one line in eight is damaged in some way when `damaged`.
std::string own_traffic(std::uint64_t seed, std::size_t messages, bool damaged);

// One to four random edits: bytes changed, removed, doubled or put in. Checksums are made right again half the time, so
// that what lies behind them is reached too.
void mutate(std::string& line, Random& random);

}  // namespace fairlead::decode::test
