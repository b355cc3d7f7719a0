// SPDX-License-Identifier: Apache-2.0
// The streaming side of a connection: releases as server-sent events or WebSocket messages, heartbeats, the cut.
#include <algorithm>

#include "base/log.hpp"
#include "leaks.hpp"
#include "session.hpp"

namespace fairlead::partner {

namespace {

constexpr unsigned kMessagesMax = 64;  // that a partner may say to a stream that listens to none
constexpr std::size_t kWordsMax = 4096;
constexpr std::int64_t kHeldNsMax = 2'000'000'000;  // with half a payload out

std::int64_t ns(Duration duration) { return duration.count() * 1'000'000; }
std::int64_t now_ns() { return system_steady_clock().now_ns(); }

}  // namespace

void Session::offer(engine::DurableRelease release) {
  if (waiting_.size() >= hub_.limits().waiting_releases_max) {
    // The engine does not send that much ahead; whatever this is, the next opening begins anew.
    log::error("partner_queue_full", {{"account", account_}});
    return drop();
  }
  if (waiting_.empty() && !exit_.has_words()) progress_ns_ = now_ns();
  waiting_.push_back(std::move(release));
}

Session::Waiting Session::waiting() const {
  Waiting found{waiting_.size(), 0};
  for (const engine::DurableRelease& release : waiting_) found.bytes += release.size();
  return found;
}

void Session::pump_stream(std::int64_t now) {
  static const Ungated kEventEnd{answers::kEventEnd};
  static const Ungated kNothing;
  if (now >= heartbeat_at_ns_) {
    // On its own clock, whatever else is said.
    const std::int64_t period = ns(hub_.limits().heartbeat);
    heartbeat_at_ns_ += ((now - heartbeat_at_ns_) / period + 1) * period;
    heartbeat_due_ = true;
  }
  if (heartbeat_due_ && !exit_.is_mid_payload() && !exit_.has_words()) {
    heartbeat_due_ = false;
    exit_.say(mode_ == Mode::events ? Ungated(answers::kEventHeartbeat) : Ungated::ping());
  }
  if (now >= retry_at_ns_) {
    retry_at_ns_ = now + ns(hub_.limits().retry_every);
    if (!following_->feed && !following_->opening) (void)hub_.feeds.open(shared_from_this());
  }
  while (!waiting_.empty()) {
    const engine::DurableRelease& release = waiting_.front();
    if (!exit_.is_mid_payload()) {
      if (!is_admitted()) return drop();
      before_ =
          mode_ == Mode::events
              ? answers::event_head(FL_LEAK(event_named_after_home_index) ? release.ledger_index() : release.sequence(),
                                    release.kind())
              : Ungated::message_head(release.size());
    }
    fed_ = *following_->feed;
    const auto result = exit_.hand_over(*hub_.inputs.gate, release, *following_->feed, before_,
                                        mode_ == Mode::events ? kEventEnd : kNothing);
    switch (result) {
      case engine::Gate::Result::done:
        ++hub_.counters.handed_over_total;
        hub_.feeds.note_handed_over(*this, release.sequence());
        waiting_.pop_front();
        held_since_ns_ = 0;
        if (exit_.has_words()) break;
        continue;
      case engine::Gate::Result::blocked:
        break;
      case engine::Gate::Result::shut:
        if (is_held_for_now(now)) return;
        ++hub_.counters.refused_total;
        hub_.feeds.count_refused(release.feed(), exit_.is_mid_payload());
        if (exit_.is_mid_payload()) return drop();
        waiting_.pop_front();
        continue;
      case engine::Gate::Result::broken:
        return close();
    }
    break;
  }
  if (exit_.has_words() || !waiting_.empty()) exit_.await_room([self = shared_from_this()] { self->pump(); });
}

// The gate refuses the front. While a stop is ordered and not yet durable it refuses the whole feed, and may open
// again; when it takes something later, it has refused this one for good. Asked again with each tick.
bool Session::is_held_for_now(std::int64_t now) {
  const engine::Gate& gate = *hub_.inputs.gate;
  const bool for_good =
      std::ranges::any_of(waiting_, [&](const engine::DurableRelease& release) { return gate.is_open(release); });
  if (held_since_ns_ == 0) held_since_ns_ = now;
  if (!for_good && (!exit_.is_mid_payload() || now - held_since_ns_ < kHeldNsMax)) return true;
  held_since_ns_ = 0;
  return false;
}

void Session::cut(const std::set<engine::FeedId>& feeds, engine::StopReach& reach) {
  if (mode_ == Mode::closed) return;
  // A pull has no feed that anybody else would know.
  if (pull_ && is_pull_stopped()) return cut_pull(reach);
  const bool follows = following_ && following_->feed && feeds.contains(*following_->feed);
  const bool half = follows && cut_stream(reach);
  const bool concerned =
      follows || (fed_ && feeds.contains(*fed_)) || std::ranges::any_of(pulled_, [&](release::Purpose purpose) {
        return hub_.feeds.is_stopped(*actor_->agency(), purpose);
      });
  const std::uint64_t kernel = exit_.kernel_bytes();
  // What the kernel holds and has not sent can still be called back.
  if (!concerned || (!half && kernel == 0)) return;
  reach.kernel_bytes += kernel;
  ++reach.connections_closed;
  drop();
}

bool Session::cut_stream(engine::StopReach& reach) {
  const engine::Gate& gate = *hub_.inputs.gate;
  const bool half = exit_.is_mid_payload() && !waiting_.empty() && !gate.is_open(waiting_.front());
  const std::size_t refused =
      std::erase_if(waiting_, [&](const engine::DurableRelease& release) { return !gate.is_open(release); });
  reach.deliveries_dropped += refused;
  held_since_ns_ = 0;
  hub_.counters.refused_total += refused;
  return half;
}

void Session::finish_stream(http::CloseCode code) {
  if (!is_streaming()) return;
  if (exit_.is_mid_payload()) return drop();
  waiting_.clear();
  if (mode_ == Mode::messages) {
    exit_.say(Ungated::close(code, code == http::CloseCode::going_away ? Constant("the server stops") : Constant("")));
  }
  hub_.feeds.end(*this);
  --hub_.counters.streams;
  following_.reset();
  linger();
}

void Session::read_messages(std::string_view bytes) {
  std::vector<http::WebSocketReader::Event> events;
  const auto broken = messages_->feed(bytes, events);
  for (const auto& event : events) {
    switch (event.opcode) {
      case http::Opcode::ping:
        // A client that asks faster than it reads gets no further answers, not a queue of them.
        if (exit_.words() < kWordsMax) exit_.say(Ungated::pong(event));
        break;
      case http::Opcode::close:
        return finish_stream(http::CloseCode::normal);
      case http::Opcode::text:
        // Nothing is expected here; acknowledgements have their own address.
        if (++messages_heard_ > kMessagesMax) return finish_stream(http::CloseCode::policy);
        break;
      default:
        break;
    }
  }
  if (broken) return finish_stream(*broken);
  if (exit_.has_words()) exit_.await_room([self = shared_from_this()] { self->pump(); });
  listen();
}

}  // namespace fairlead::partner
