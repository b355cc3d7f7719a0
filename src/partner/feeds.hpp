// SPDX-License-Identifier: Apache-2.0
// Which connection follows which feed, and what the engine is told of it.
//
// 1. One connection for an account and purpose: the next one replaces it.
// 2. A release goes to the connection that holds its feed. While a feed is being opened it is kept for it, otherwise
//    dropped: the engine sends the content again after the next opening.
// 3. Opening waits for the engine, but not on the network thread. A feed that was opened is closed when nobody is left
//    who follows it or is about to.
// Threads: network thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/exits.hpp"
#include "engine/sharing.hpp"

namespace fairlead::partner {

class Hub;
class Session;

class Feeds {
 public:
  explicit Feeds(Hub& hub) : hub_(hub) {}

  // A stream begins: whoever had its account and purpose ends.
  void begin(Session& session);
  // Asks the engine for its feed; false when too many wait.
  bool open(const std::shared_ptr<Session>& session);
  // A stream is over.
  void end(Session& session);

  void take(std::vector<engine::DurableRelease> releases);
  void note_handed_over(const Session& session, std::uint64_t sequence);
  void flush_notes();
  // What waits for a feed that is being opened, what pump() met since the gate was shut, and what was called back from
  // the kernel a moment ago.
  void cut(std::span<const engine::FeedId> feeds, engine::StopReach& reach);
  // What the gate refused, or closed for, between a stop and its cut.
  void count_refused(engine::FeedId feed, bool closed);
  // A connection was reset while its kernel held payload: a part may be on its way to the partner still, whoever stops
  // next.
  struct CalledBack {
    std::optional<engine::FeedId> feed;
    std::string agency;
    std::set<release::Purpose> pulled;
    std::uint64_t bytes = 0;
    std::int64_t at_ns = 0;
  };
  void called_back(CalledBack found);
  // Whether a stop holds back what an agency pulls for a purpose: a pull has no feed that a stop names.
  bool is_stopped(std::string_view agency, release::Purpose purpose) const;

 private:
  // An account and purpose.
  struct Line {
    Session* session = nullptr;
    unsigned opening = 0;
    std::optional<engine::FeedId> feed;  // that the engine has open
    std::optional<accounts::Actor> by;   // who opened it
  };
  struct Note {
    accounts::Actor by;
    std::uint64_t sequence = 0;
  };
  void opened(Session& session, const std::string& key, const accounts::Actor& by,
              const Result<engine::Answer>& answer);
  void settle(const std::string& key);

  Hub& hub_;
  std::map<std::string, Line> lines_;
  std::map<engine::FeedId, Session*> holders_;
  unsigned opening_ = 0;
  std::map<engine::FeedId, std::deque<engine::DurableRelease>> early_;
  std::map<engine::FeedId, Note> notes_;
  std::map<engine::FeedId, engine::StopReach> refused_;
  std::deque<CalledBack> called_back_;  // lately
};

}  // namespace fairlead::partner
