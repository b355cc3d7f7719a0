// SPDX-License-Identifier: Apache-2.0
#include "base/system.hpp"

#include <chrono>

#include <openssl/rand.h>

#include "base/assert.hpp"

namespace fairlead {
namespace {

class SystemWallClock final : public WallClock {
 public:
  std::int64_t now_ms() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

class SystemSteadyClock final : public SteadyClock {
 public:
  std::int64_t now_ns() const override {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
};

class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    FL_ASSERT(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) == 1);
  }
};

}  // namespace

const WallClock& system_wall_clock() {
  static const SystemWallClock clock;
  return clock;
}

const SteadyClock& system_steady_clock() {
  static const SystemSteadyClock clock;
  return clock;
}

Random& system_random() {
  static SystemRandom random;
  return random;
}

}  // namespace fairlead
