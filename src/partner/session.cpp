// SPDX-License-Identifier: Apache-2.0
// A connection's life: handshake, requests, deadlines, end.
#include "session.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace fairlead::partner {

namespace {

constexpr std::int64_t kLingerNs = 2'000'000'000;
constexpr std::int64_t kCheckNs = 1'000'000'000;
constexpr std::size_t kDiscardMax = 256 * 1024;

std::int64_t ns(Duration duration) { return duration.count() * 1'000'000; }
std::int64_t now_ns() { return system_steady_clock().now_ns(); }

Exit::Settings settings(const DoorOptions& options) {
  const DoorLimits& limits = options.limits;
  return {limits.send_buffer_bytes, limits.unsent_bytes_max, limits.pass_bytes_max,
          static_cast<int>(limits.stall_time_max.count()), &options.on_sent};
}

}  // namespace

Session::Session(boost::asio::ip::tcp::socket socket, std::optional<http::TlsSession> tls, Hub& hub)
    : hub_(hub),
      exit_(std::move(socket), std::move(tls), settings(hub.options)),
      mode_(exit_.is_ready() ? Mode::requests : Mode::handshake),
      reader_(hub.limits().head_bytes_max, hub.limits().target_bytes_max),
      began_ns_(now_ns()),
      idle_since_ns_(began_ns_) {
  ++hub_.counters.connections;
  ++hub_.counters.connections_total;
  ++hub_.strangers;
}

Session::~Session() { --hub_.counters.connections; }

void Session::start() { listen(); }

void Session::listen() {
  if (listening_ || mode_ == Mode::closed) return;
  listening_ = true;
  exit_.listen([self = shared_from_this()](std::string_view plain, bool ended) {
    self->listening_ = false;
    if (self->mode_ != Mode::closed) self->on_heard(plain, ended);
  });
}

void Session::on_heard(std::string_view plain, bool ended) {
  heard_ns_ = now_ns();
  if (mode_ == Mode::handshake) {
    if (exit_.is_ready()) {
      mode_ = Mode::requests;
      idle_since_ns_ = heard_ns_;
    } else if (ended) {
      log::debug("partner_tls_refused", {{"detail", exit_.trouble()}});
      // An alert may be on its way.
      exit_.flush();
      return close();
    }
  }
  if (ended) return hear_end();
  if (exit_.has_words()) exit_.await_room([self = shared_from_this()] { self->pump(); });
  switch (mode_) {
    case Mode::handshake:
      return listen();
    case Mode::requests:
      inbox_ += plain;
      if (!busy_) return read_requests();
      return;
    case Mode::messages:
      return read_messages(plain);
    case Mode::events:
    case Mode::lingering:
      // Nothing is expected; reading goes on to notice the end.
      discarded_ += plain.size();
      if (discarded_ > kDiscardMax) return close();
      return listen();
    case Mode::closed:
      return;
  }
}

void Session::read_requests() {
  for (;;) {
    switch (reader_.feed(inbox_)) {
      case http::HttpReader::State::more:
        if (head_since_ns_ == 0 && heard_ns_ > idle_since_ns_) head_since_ns_ = heard_ns_;
        return listen();
      case http::HttpReader::State::head:
        request_ = reader_.request();
        busy_ = true;
        // A body that is not read would be taken for a request.
        close_after_ = true;
        if (!admit()) return;
        busy_ = false;
        (void)reader_.accept_body(hub_.limits().body_bytes_max);
        if (reader_.wants_continue()) exit_.say(answers::kContinue);
        continue;
      case http::HttpReader::State::bad:
        busy_ = true;
        close_after_ = true;
        return answer(answers::trouble(reader_.trouble()));
      case http::HttpReader::State::done:
        request_ = reader_.take();
        reader_ = http::HttpReader(hub_.limits().head_bytes_max, hub_.limits().target_bytes_max);
        head_since_ns_ = 0;
        busy_ = true;
        close_after_ = !request_.keep_alive;
        if (admit()) handle();
        return;
    }
  }
}

bool Session::admit() {
  proof_ = Proof::of(request_, exit_.certificate());
  accounts::Admission actor = hub_.guests.admit(proof_);
  if (!actor) {
    actor_.reset();
    ++hub_.counters.not_admitted_total;
    log::debug("partner_not_admitted", {{"reason", accounts::name(actor.error())}});
    // Whoever guesses connects anew for each guess.
    close_after_ = true;
    answer(answers::not_signed_in(after()));
    return false;
  }
  actor_ = std::move(*actor);
  if (account_ != actor_->account()) {
    leave();
    if (!hub_.guests.arrive(actor_->account())) {
      ++hub_.counters.told_to_wait_total;
      ++hub_.strangers;
      close_after_ = true;
      answer(answers::too_many(after()));
      return false;
    }
    account_ = actor_->account();
  }
  return true;
}

// No longer counted for an account, or as a stranger.
void Session::leave() {
  if (account_.empty()) {
    --hub_.strangers;
  } else {
    hub_.guests.leave(account_);
    account_.clear();
  }
}

void Session::answer(const Ungated& answer) {
  if (mode_ == Mode::closed) return;
  exit_.say(answer);
  pump();
}

// Everything that was to be said is out.
void Session::answered() {
  if (!busy_) return;
  if (close_after_) return linger();
  busy_ = false;
  idle_since_ns_ = now_ns();
  if (inbox_.empty()) return listen();
  // A further request waits. Not from here: many of them would pile up on the stack.
  hub_.post([self = shared_from_this()] {
    if (self->mode_ == Mode::requests && !self->busy_) self->read_requests();
  });
}

void Session::pump() {
  if (mode_ == Mode::closed) return;
  if (!exit_.flush()) return close();
  const std::uint64_t sent = exit_.bytes_sent();
  hub_.counters.bytes_total += sent - counted_bytes_;
  counted_bytes_ = sent;
  if (!exit_.is_mid_payload() && exit_.has_words()) {
    return exit_.await_room([self = shared_from_this()] { self->pump(); });
  }
  switch (mode_) {
    case Mode::requests:
      if (pull_) return pump_pull();
      return answered();
    case Mode::events:
    case Mode::messages:
      return pump_stream(now_ns());
    case Mode::lingering:
      if (!std::exchange(ended_, true)) exit_.end();
      return;
    case Mode::handshake:
    case Mode::closed:
      return;
  }
}

void Session::linger() {
  if (mode_ == Mode::lingering || mode_ == Mode::closed) return;
  mode_ = Mode::lingering;
  idle_since_ns_ = now_ns();
  pump();
  listen();
}

// Whoever says no more may still read what was asked for. Meanwhile the kernel's share stays within reach of a stop.
void Session::hear_end() {
  if (mode_ != Mode::requests || pull_ || pulled_.empty() || exit_.kernel_bytes() == 0) return close();
  says_no_more_ = true;
  mode_ = Mode::lingering;
  idle_since_ns_ = now_ns();
  pump();
}

// What the kernel holds of payloads will be called back; says whether there is any.
bool Session::call_back() {
  const std::uint64_t kernel = holds_payload() && exit_.is_open() ? exit_.kernel_bytes() : 0;
  if (kernel == 0) return false;
  hub_.feeds.called_back({fed_, actor_ && actor_->agency() ? *actor_->agency() : std::string(), pulled_, kernel, 0});
  return true;
}

void Session::close() {
  if (mode_ == Mode::closed) return;
  // Closed, it would be out of reach and still go out.
  if (call_back()) exit_.reset();
  const bool streamed = following_.has_value();
  mode_ = Mode::closed;
  if (streamed) {
    hub_.feeds.end(*this);
    --hub_.counters.streams;
    log::info("partner_stream_ended", {{"account", account_}});
  }
  leave();
  exit_.close();
  waiting_.clear();
  pull_.reset();
}

void Session::drop() {
  call_back();
  exit_.reset();
  close();
}

bool Session::is_admitted() const {
  const accounts::Admission now = hub_.guests.admit(proof_);
  return now && actor_ && now->account() == actor_->account() && now->agency() == actor_->agency();
}

void Session::check_admission() {
  if (mode_ == Mode::closed || !actor_ || is_admitted()) return;
  log::info("partner_no_longer_admitted", {{"account", account_}});
  // What the kernel still holds is not for them either.
  drop();
}

void Session::tick(std::int64_t now) {
  if (mode_ == Mode::closed) return;
  if (now - checked_ns_ >= kCheckNs) {
    checked_ns_ = now;
    check_progress(now);
    if (mode_ != Mode::closed && (is_streaming() || pull_)) check_admission();
  }
  if (mode_ == Mode::closed) return;
  check_deadlines(now);
  if (is_streaming()) pump_stream(now);
}

void Session::check_progress(std::int64_t now) {
  const std::uint64_t kernel = exit_.kernel_bytes();
  const bool expected =
      kernel > 0 || exit_.has_words() || exit_.is_mid_payload() || (!waiting_.empty() && held_since_ns_ == 0);
  if (!expected || progress_sent_ != exit_.bytes_sent() || progress_kernel_ != kernel) progress_ns_ = now;
  progress_sent_ = exit_.bytes_sent();
  progress_kernel_ = kernel;
  if (now - progress_ns_ <= ns(hub_.limits().stall_time_max)) return;
  log::info("partner_stalled", {{"account", account_}, {"waiting", std::uint64_t{waiting_.size()}}});
  drop();
}

void Session::check_deadlines(std::int64_t now) {
  const DoorLimits& limits = hub_.limits();
  switch (mode_) {
    case Mode::handshake:
      if (now - began_ns_ > ns(limits.handshake_time_max)) close();
      return;
    case Mode::requests:
      if (busy_) return;
      if (head_since_ns_ != 0 && now - head_since_ns_ > ns(limits.head_time_max)) return close();
      if (head_since_ns_ == 0 && now - idle_since_ns_ > ns(limits.idle_time_max)) close();
      return;
    case Mode::messages:
      // Three heartbeats without an answer.
      if (now - heard_ns_ > 3 * ns(limits.heartbeat) + kCheckNs) close();
      return;
    case Mode::lingering:
      if (now - idle_since_ns_ > kLingerNs || (says_no_more_ && exit_.kernel_bytes() == 0)) close();
      return;
    case Mode::events:
    case Mode::closed:
      return;
  }
}

void Session::farewell() {
  switch (mode_) {
    case Mode::messages:
    case Mode::events:
      return finish_stream(http::CloseCode::going_away);
    case Mode::requests:
      if (!busy_) return close();
      close_after_ = true;
      return;
    case Mode::handshake:
      return close();
    case Mode::lingering:
    case Mode::closed:
      return;
  }
}

}  // namespace fairlead::partner
