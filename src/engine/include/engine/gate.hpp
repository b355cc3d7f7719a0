// SPDX-License-Identifier: Apache-2.0
// The gate: the one place where a partner's bytes are handed to the network, and where a stop takes effect.
//
// 1. No bytes without a record. A DurableRelease is made only by the runner, after the commit that holds its ledger
//    entry; its bytes come out only through Gate::pass().
// 2. No bytes after a stop. pass() and shut() exclude one another; after shut() returned, no release of the feed that
// was
//    decided before the stop passes, whatever the network thread was doing. (Linearizable at the send boundary.)
// 3. A release keeps to its feed: pass() asks the passage which feed it leads to.
// Threads: any.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "engine/command.hpp"

namespace fairlead::engine {

// What is in a release; each kind is an event of its own on a stream.
enum class ReleaseKind : std::uint8_t { tracks, leads, answers, requests };

// A release as the engine decided it.
struct Release {
  FeedId feed;
  std::uint64_t sequence = 0;    // of the feed, from 1
  std::uint64_t slot = 0;        // in which it was decided
  std::uint64_t stop_epoch = 0;  // the newest stop or resume that the decision knew
  std::uint64_t ledger_index = 0;
  std::string payload;  // JSON, one line
  ReleaseKind kind = ReleaseKind::tracks;
};

class DurableRelease {
 public:
  FeedId feed() const { return release_->feed; }
  std::uint64_t sequence() const { return release_->sequence; }
  std::uint64_t slot() const { return release_->slot; }
  std::uint64_t stop_epoch() const { return release_->stop_epoch; }
  std::uint64_t ledger_index() const { return release_->ledger_index; }
  ReleaseKind kind() const { return release_->kind; }
  std::size_t size() const { return release_->payload.size(); }

 private:
  friend class Gate;
  friend class DurableReleaseMaker;
  explicit DurableRelease(std::shared_ptr<const Release> release) : release_(std::move(release)) {}
  std::shared_ptr<const Release> release_;
};

// The way from the gate to one partner's socket. pass() is called inside the gate, again and again, with the whole
// payload each time, until it says that all of it is with the kernel; between the calls nothing of it may move.
class Passage {
 public:
  enum class Result : std::uint8_t { done, blocked, broken };
  virtual ~Passage() = default;
  virtual FeedId feed() const = 0;
  // Must not block.
  virtual Result pass(std::string_view payload) = 0;
};

class Gate {
 public:
  enum class Result : std::uint8_t { done, blocked, broken, shut };
  Result pass(const DurableRelease& release, Passage& passage);

  // From now on these feeds take only what was decided in `slot` or later.
  void shut(std::span<const FeedId> feeds, std::uint64_t slot);
  // Nothing passes to these feeds until unblock(): a stop was ordered and is not durable yet. Counted: each needs its
  // own.
  void block(std::span<const FeedId> feeds);
  void unblock(std::span<const FeedId> feeds);
  // From now on nothing passes at all, as when the record cannot be kept.
  void shut_all();

  // Whether this release could still pass.
  bool is_open(const DurableRelease& release) const;

  struct Counters {
    std::uint64_t passed = 0;   // releases handed over whole
    std::uint64_t refused = 0;  // after a stop
  };
  Counters counters() const;

 private:
  bool open_to(const Release& release) const;

  mutable std::mutex mutex_;
  std::map<FeedId, std::uint64_t> least_slot_;
  std::map<FeedId, unsigned> blocked_;
  bool all_shut_ = false;
  Counters counters_;
};

}  // namespace fairlead::engine
