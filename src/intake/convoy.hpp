// SPDX-License-Identifier: Apache-2.0
// Keeps recordings of one sea in step: they leave in the order of their times, at one time in the order in which they
// joined. Without it, an engine that cannot keep up with the pace asked for lets some recordings run ahead of others,
// by hours in the end, and reports that belong together no longer meet.
//
// 1. Only recordings of equal pace travel together, and nobody waits for one that is more than a day behind.
// 2. Whoever is furthest behind never waits, so there is always one that may go.
// Threads: one owner, the network thread. Time: shown time, handed in.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "base/system.hpp"
#include "units/instant.hpp"

namespace fairlead::intake {

class Convoy {
 public:
  using Number = std::uint64_t;
  static constexpr Duration kTogether = std::chrono::hours(24);

  // `next`: the time of the first thing that the traveller brings.
  Number join(Instant next) {
    travellers_.emplace(++last_, Traveller{next, {}, {}});
    return last_;
  }
  void leave(Number number);
  // All before `next` has left it.
  void is_at(Number number, Instant next);
  // Whether something of `next` may leave it now.
  bool may_go(Number number, Instant next) const;
  // It may not: `resume` is called once, as soon as it may.
  void wait(Number number, Instant next, std::function<void()> resume);

 private:
  struct Traveller {
    Instant next;
    Instant wanted;  // waits to let this go
    std::function<void()> resume;
  };
  void wake();

  std::map<Number, Traveller> travellers_;
  Number last_ = 0;
};

// One convoy for each pace; nothing for recordings without one.
class Convoys {
 public:
  Convoy& of(std::optional<double> speed) { return convoys_[speed]; }

 private:
  std::map<std::optional<double>, Convoy> convoys_;
};

// The place of one recording in its convoy, from its start to its end.
class Place {
 public:
  Place() = default;
  ~Place() { leave(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  void join(Convoy& convoy, Instant next) {
    convoy_ = &convoy;
    number_ = convoy.join(next);
  }
  void leave() {
    if (Convoy* convoy = std::exchange(convoy_, nullptr)) convoy->leave(number_);
  }
  void is_at(Instant next) {
    if (convoy_ != nullptr) convoy_->is_at(number_, next);
  }
  bool may_go(Instant next) const { return convoy_ == nullptr || convoy_->may_go(number_, next); }
  void wait(Instant next, const SteadyClock& clock, std::function<void()> resume) {
    if (!waits_since_ns_) waits_since_ns_ = clock.now_ns();
    if (convoy_ != nullptr) convoy_->wait(number_, next, std::move(resume));
  }
  // How long it has waited until it might go, in nanoseconds; told once.
  std::int64_t take_waited(const SteadyClock& clock) {
    const auto since = std::exchange(waits_since_ns_, std::nullopt);
    return since ? clock.now_ns() - *since : 0;
  }

 private:
  Convoy* convoy_ = nullptr;
  Convoy::Number number_ = 0;
  std::optional<std::int64_t> waits_since_ns_;
};

}  // namespace fairlead::intake
