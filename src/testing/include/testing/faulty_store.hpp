// SPDX-License-Identifier: Apache-2.0
// A store that fails on demand and passes everything else on to another one.
//
// Threads: as engine::Store; fail_next() and the counters from any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"

namespace fairlead::testing {

class FaultyStore final : public engine::Store {
 public:
  enum class Call : std::uint8_t {
    newest_slot,
    newest_checkpoint,
    replay,
    append,
    remember,
    checkpoint,
    retire,
    logs,
    log,
    erase_bodies
  };

  explicit FaultyStore(engine::Store& inner) : inner_(inner) {}

  // The next `times` calls of this kind fail with `code` and do nothing.
  void fail_next(Call call, ErrorCode code, std::uint32_t times = 1) {
    Plan& plan = plans_[static_cast<std::size_t>(call)];
    plan.code = code;
    plan.times = times;
  }
  // All calls of this kind, those that failed included.
  std::uint64_t calls(Call call) const { return plans_[static_cast<std::size_t>(call)].calls; }

  Result<std::uint64_t> newest_slot() override {
    FL_CHECK(gate(Call::newest_slot));
    return inner_.newest_slot();
  }
  Result<std::optional<engine::Checkpoint>> newest_checkpoint() override {
    FL_CHECK(gate(Call::newest_checkpoint));
    return inner_.newest_checkpoint();
  }
  Result<void> replay(std::uint64_t after,
                      const std::function<Result<void>(const engine::StoredSlot&)>& visit) override {
    FL_CHECK(gate(Call::replay));
    return inner_.replay(after, visit);
  }
  Result<void> append(std::span<const engine::SlotRecord> slots) override {
    FL_CHECK(gate(Call::append));
    return inner_.append(slots);
  }
  Result<void> remember(std::uint64_t slot, std::span<const engine::HistoryPoint> history) override {
    FL_CHECK(gate(Call::remember));
    return inner_.remember(slot, history);
  }
  Result<void> checkpoint(const engine::Checkpoint& checkpoint) override {
    FL_CHECK(gate(Call::checkpoint));
    return inner_.checkpoint(checkpoint);
  }
  Result<engine::Retired> retire(Instant now) override {
    FL_CHECK(gate(Call::retire));
    return inner_.retire(now);
  }
  Result<std::vector<std::string>> logs() override {
    FL_CHECK(gate(Call::logs));
    return inner_.logs();
  }
  Result<std::unique_ptr<ledger::LogReader>> log(std::string_view name) override {
    FL_CHECK(gate(Call::log));
    return inner_.log(name);
  }
  Result<void> erase_bodies(std::string_view log, std::uint64_t first, std::uint64_t last) override {
    FL_CHECK(gate(Call::erase_bodies));
    return inner_.erase_bodies(log, first, last);
  }

 private:
  struct Plan {
    std::atomic<ErrorCode> code{ErrorCode::io};
    std::atomic<std::uint32_t> times{0};
    std::atomic<std::uint64_t> calls{0};
  };

  Result<void> gate(Call call) {
    Plan& plan = plans_[static_cast<std::size_t>(call)];
    ++plan.calls;
    if (plan.times == 0) return {};
    --plan.times;
    return fail(plan.code, "a fault that a test asked for");
  }

  engine::Store& inner_;
  std::array<Plan, 10> plans_;
};

}  // namespace fairlead::testing
