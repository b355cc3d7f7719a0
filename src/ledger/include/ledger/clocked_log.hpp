// SPDX-License-Identifier: Apache-2.0
// A log whose size is a function of time only: the log of one partner. Its checkpoints come on a fixed grid, each tick
// adds exactly `capacity` entries, real ones first and padding behind them, and nobody can tell which is which.
//
// 1. After tick n the size is n × capacity, whatever happened.
// 2. Overflow waits: entries beyond a tick's capacity go into the next ticks, in order. At most `waiting_max` wait; one
//    more is refused with `full`, and whoever offered it must not release ("no record, no release").
// 3. A closed tick never opens again: a clock that goes back changes nothing until it has caught up; ticks that were
//    missed are closed late, filled with padding.
// 4. Only what the partner may know is offered: deliveries to that partner. Its receipts, their number and their delay
//    then depend on its own deliveries alone.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"

namespace fairlead::ledger {

// When ticks end and how many entries each has. Tick n (from 1) ends at start + n × length.
struct PaddingPlan {
  Instant start;
  Duration length{1000};
  std::uint32_t capacity = 16;

  // How many ticks have ended at `now`.
  std::uint64_t ticks_at(Instant now) const;
  Instant end_of(std::uint64_t tick) const;
  std::uint64_t size_after(std::uint64_t ticks) const { return ticks * capacity; }
  // For a log that cannot wait, as home's own: how many entries of padding bring `size` to the plan at `now`. Zero when
  // the log is already beyond it; then its size says that there was a burst, until the plan catches up.
  std::uint64_t missing(std::uint64_t size, Instant now) const;
  friend bool operator==(const PaddingPlan&, const PaddingPlan&) = default;
};

// Where an offered entry went.
struct Placed {
  std::uint64_t ticket = 0;  // as offer() gave it
  std::uint64_t index = 0;
};

struct TicksClosed {
  std::vector<Placed> placed;
  std::vector<Writes> writes;              // in order, in one transaction; the last carries the checkpoint
  std::optional<Checkpointed> checkpoint;  // of the last tick closed; nothing when no tick ended
  std::uint64_t ticks_left = 0;            // ended, but not closed in this call: call again
};

class ClockedLog {
 public:
  // At most this many ticks are closed by one call, so that a clock that jumps cannot fill the memory.
  static constexpr std::uint64_t kTicksMax = 10'000;

  static Result<ClockedLog> create(std::string_view origin, const PaddingPlan& plan, std::uint32_t waiting_max);

  const Ledger& ledger() const { return ledger_; }
  const PaddingPlan& plan() const { return plan_; }
  std::uint64_t ticks() const { return ticks_; }
  std::size_t waiting() const { return waiting_.size(); }

  // Queues a record for the next tick with room and gives its ticket.
  Result<std::uint64_t> offer(const Salt& salt, std::string_view record);
  // Closes the ticks that have ended at `now`; `salts` hide the padding.
  Result<TicksClosed> close(Instant now, SaltStream& salts, std::span<const Signer* const> signers);

  std::string state() const;
  static Result<ClockedLog> restore(std::string_view state);

 private:
  struct Waiting {
    Salt salt;
    std::string record;
  };
  ClockedLog(Ledger ledger, const PaddingPlan& plan, std::uint32_t waiting_max)
      : ledger_(std::move(ledger)), plan_(plan), waiting_max_(waiting_max) {}

  Ledger ledger_;
  PaddingPlan plan_;
  std::uint32_t waiting_max_;
  std::uint64_t ticks_ = 0;
  std::uint64_t tickets_ = 0;  // given so far; those of waiting_ are the last
  std::deque<Waiting> waiting_;
};

}  // namespace fairlead::ledger
