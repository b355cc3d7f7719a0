// SPDX-License-Identifier: Apache-2.0
// One connection of a partner: requests one after the other, and then perhaps a stream of releases. The stream is in
// session_stream.cpp, the routes in session_routes.cpp.
//
// 1. One thing at a time is on its way: an answer, or a release.
// 2. Every state has a time by which it must end (tick()).
// 3. Nobody is admitted once for all: each request and each release asks again.
// Threads: network thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "answers.hpp"
#include "exit.hpp"
#include "http/http_reader.hpp"
#include "http/query.hpp"
#include "http/websocket.hpp"
#include "hub.hpp"
#include "release/words.hpp"

namespace fairlead::partner {

// What a stream follows.
struct Following {
  accounts::Actor by;
  std::string key;                          // account and purpose, as asked for
  std::optional<release::Purpose> purpose;  // nothing for a word that is none
  std::optional<std::uint64_t> cursor;
  std::optional<engine::FeedId> feed;  // once the engine has opened it
  bool opening = false;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, std::optional<http::TlsSession> tls, Hub& hub);
  ~Session();

  void start();
  // Deadlines, heartbeats and whatever is due; called with each tick of the door.
  void tick(std::int64_t now_ns);
  // The door closes: what is on its way may still go out.
  void farewell();
  // At once.
  void abandon() { close(); }
  bool is_closed() const { return mode_ == Mode::closed; }

  // ---- for Feeds ----
  Following* following() { return following_ ? &*following_ : nullptr; }
  const Following* following() const { return following_ ? &*following_ : nullptr; }
  bool is_streaming() const { return mode_ == Mode::events || mode_ == Mode::messages; }
  void offer(engine::DurableRelease release);
  void pump();
  // Another connection has taken its place, or its feed cannot be opened.
  void finish_stream(http::CloseCode code);
  // Takes out what the gate refuses; see engine::Exits::cut().
  void cut(const std::set<engine::FeedId>& feeds, engine::StopReach& reach);
  void check_admission();
  // Releases that wait, and their bytes.
  struct Waiting {
    std::size_t releases = 0;
    std::size_t bytes = 0;
  };
  Waiting waiting() const;
  // Of whoever was recognised last; nothing before.
  std::optional<std::string> agency() const { return actor_ ? actor_->agency() : std::nullopt; }

 private:
  enum class Mode : std::uint8_t { handshake, requests, events, messages, lingering, closed };
  using After = answers::After;
  struct Pull {
    std::vector<engine::DurableRelease> releases;
    std::size_t next = 0;
    Ungated before;
  };

  void listen();
  void on_heard(std::string_view plain, bool ended);
  void read_requests();
  // Whether whoever asks may ask; otherwise the answer is on its way.
  bool admit();
  void handle();
  After after() const { return close_after_ ? After::close : After::keep; }
  void answer(const Ungated& answer);
  void answered();

  // ---- routes ----
  struct Asked {
    std::string purpose;
    std::optional<std::uint64_t> cursor;
  };
  std::optional<Asked> parameters(const http::Target& target) const;
  void route_stream(const http::Target& target);
  void route_pull(const http::Target& target, bool of_desk);
  void ask_pull(release::Purpose purpose);
  Ungated nothing_to_pull() const;
  void cut_pull(engine::StopReach& reach);
  bool is_pull_stopped() const;
  // Takes out of what waits for the feed; whether half a release was out.
  bool cut_stream(engine::StopReach& reach);
  bool holds_payload() const { return fed_ || !pulled_.empty(); }
  void route_acks();
  void route_desk(std::string_view path);
  void route_log(std::string_view path);
  void pulled(Result<engine::Answer> result);
  // Gives a job to workers and comes back with what it made; false when they have too much to do.
  template <class Made>
  bool defer(Workers& workers, std::function<Made()> work, void (Session::*then)(Made));
  void told(Ungated whole) { answer(whole); }

  void pump_pull();
  void pump_stream(std::int64_t now_ns);
  void read_messages(std::string_view bytes);
  bool is_held_for_now(std::int64_t now_ns);
  bool is_admitted() const;
  void check_deadlines(std::int64_t now_ns);
  void check_progress(std::int64_t now_ns);

  void linger();
  void hear_end();
  bool call_back();
  void close();
  void drop();  // closes without lingering
  void leave();

  Hub& hub_;
  Exit exit_;
  Mode mode_;
  http::HttpReader reader_;
  http::Request request_;
  std::string inbox_;
  bool listening_ = false;
  bool busy_ = false;  // a request is being answered
  bool close_after_ = false;
  bool ended_ = false;  // we have said that we say no more

  Proof proof_;
  std::optional<accounts::Actor> actor_;
  std::string account_;  // that this connection is counted for

  std::optional<Pull> pull_;
  release::Purpose pulled_purpose_{};
  bool pulls_desk_ = false;  // leads and answers, not tracks
  unsigned pulls_left_ = 0;
  std::uint64_t asked_at_cut_ = 0;
  std::optional<Following> following_;
  // Whose payloads the kernel may hold, also when they are long over: of a feed, or of pulls.
  std::optional<engine::FeedId> fed_;
  std::set<release::Purpose> pulled_;
  bool says_no_more_ = false;  // they; they may still read
  std::optional<http::WebSocketReader> messages_;
  std::deque<engine::DurableRelease> waiting_;
  Ungated before_;  // of the front
  bool heartbeat_due_ = false;
  std::int64_t held_since_ns_ = 0;  // the gate refuses the front; 0: it does not
  unsigned messages_heard_ = 0;

  std::int64_t heartbeat_at_ns_ = 0;
  std::int64_t retry_at_ns_ = 0;
  std::int64_t began_ns_;
  std::int64_t idle_since_ns_;
  std::int64_t head_since_ns_ = 0;
  std::int64_t heard_ns_ = 0;
  std::int64_t progress_ns_ = 0;
  std::int64_t checked_ns_ = 0;
  std::uint64_t progress_sent_ = 0;
  std::uint64_t progress_kernel_ = 0;
  std::uint64_t counted_bytes_ = 0;
  std::size_t discarded_ = 0;
};

template <class Made>
bool Session::defer(Workers& workers, std::function<Made()> work, void (Session::*then)(Made)) {
  auto job = [self = shared_from_this(), work = std::move(work), then]() mutable {
    auto made = std::make_shared<Made>(work());
    // The last reference must not die here: a connection belongs to the network thread.
    Hub& hub = self->hub_;
    hub.post([session = std::move(self), then, made] {
      if (session->mode_ == Mode::requests) ((*session).*then)(std::move(*made));
    });
  };
  if (workers.post(std::move(job))) return true;
  ++hub_.counters.told_to_wait_total;
  return false;
}

}  // namespace fairlead::partner
