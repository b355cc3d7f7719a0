// SPDX-License-Identifier: Apache-2.0
// Chance that a test can repeat: the bytes follow from the seed.
//
// Threads: one owner.
#pragma once

#include <random>

#include "base/system.hpp"

namespace fairlead::testing {

class FalseRandom final : public Random {
 public:
  explicit FalseRandom(std::uint64_t seed) : numbers_(seed) {}
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(numbers_() & 0xFFU);
  }

 private:
  std::mt19937_64 numbers_;
};

}  // namespace fairlead::testing
