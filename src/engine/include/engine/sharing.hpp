// SPDX-License-Identifier: Apache-2.0
// What is shared with whom, as readers see it: agreements, desk, stops, views, feeds, recalls, the ledger's head. A new
// one is published after each slot that changed it, when that slot is durable.
//
// Threads: immutable once published; any thread may read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/account_book.hpp"
#include "engine/gate.hpp"
#include "ledger/checkpoint.hpp"
#include "release/evaluator.hpp"

namespace fairlead::desk {
class Book;
}

namespace fairlead::engine {

// A version of an agreement, and who stands behind it.
struct HeldAgreement {
  release::Agreement agreement;
  std::string toml;
  std::string drafted_by;
  Instant drafted_at;
  std::string adopted_by;  // empty: a draft
  std::optional<Instant> adopted_at;
  std::optional<Instant> withdrawn_at;
  bool in_force() const { return adopted_at && !withdrawn_at; }
};

// One stop, from its order to its lifting.
struct StopRecord {
  release::Stop stop;
  std::string reason;  // empty until somebody gave it
  bool recall = true;
  std::optional<NoteStopReach> reach;
  std::vector<release::Approval> agreed;  // to lifting it, so far
  std::optional<release::NewAssessment> assessment;
  std::optional<Instant> lifted_at;
  std::optional<std::uint64_t> lifted_in;  // epoch
  std::uint64_t ledger_index = 0;
};

// What one partner agency may follow for one purpose.
struct ViewState {
  std::uint8_t bit = 0;  // 1 to 63; 0 is home
  std::string agency;
  release::Purpose purpose{};
  bool survives_stops = false;         // every clause that permits it does
  std::uint64_t tracks = 0;            // that it holds
  std::vector<std::uint64_t> stopped;  // epochs of the open stops that cover any of it
};

struct FeedState {
  FeedId id;
  std::uint8_t view = 0;
  std::string account;
  std::string channel;
  bool connected = false;
  std::uint64_t sequence = 0;     // of the newest release
  std::uint64_t handed_over = 0;  // up to here it is with the network
  std::uint64_t waiting = 0;      // tracks that changed and have not gone out
  std::uint64_t objects = 0;      // released in all, each time counted
  std::optional<Instant> last_release_at;
  std::optional<std::string> last_release;
  std::uint64_t unacknowledged = 0;  // releases
};

enum class RecallAnswer : std::uint8_t { sent, seen, confirmed, silent, refused };
std::string_view name(RecallAnswer answer);
std::optional<RecallAnswer> recall_answer(std::string_view name);

// A request to delete what was handed over, to one agency after one stop.
struct RecallState {
  std::string id;
  std::uint64_t stop_epoch = 0;
  std::string agency;
  release::Purpose purpose{};
  std::vector<std::string> releases;  // by the names under which the partner knows them, the newest ones
  std::uint64_t releases_total = 0;
  RecallAnswer answer = RecallAnswer::sent;
  Instant asked_at;
  std::optional<Instant> answered_at;
  std::string answered_by;
};

struct Sharing {
  std::uint64_t slot = 0;
  Instant as_of;
  std::shared_ptr<const accounts::AccountBook> accounts;
  std::shared_ptr<const std::vector<HeldAgreement>> agreements;  // by id and version
  std::shared_ptr<const release::Evaluator> evaluator;           // of those in force, with the desk
  std::shared_ptr<const std::map<release::AssuranceKey, std::string>> assurance_texts;
  std::shared_ptr<const std::vector<StopRecord>> stops;  // all, newest first
  std::shared_ptr<const std::vector<RecallState>> recalls;
  std::vector<ViewState> views;
  std::vector<FeedState> feeds;
  ledger::Checkpoint ledger;  // where the home log stands
  // What observations that carry labels themselves have made of tracks, beside the labels of the sources.
  std::shared_ptr<const std::map<domain::TrackId, domain::Label>> own_labels;
  std::shared_ptr<const desk::Book> book;  // for what partners may read of their own requests
};

// That a view's feed holds a track, and since which release.
struct DeliveredTo {
  std::uint8_t view = 0;
  std::uint64_t sequence = 0;
};

// What the engine answers to a command.
struct Answer {
  std::uint64_t number = 0;  // of a source, epoch of a stop or resume, feed, ledger index
  std::string text;
  std::vector<FeedId> shut;              // by a stop
  std::vector<DurableRelease> releases;  // of a pull
};

}  // namespace fairlead::engine
