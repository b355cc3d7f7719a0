// SPDX-License-Identifier: Apache-2.0
// The requests of a connection: reading, judging, answering, deadlines. Sockets and TLS are in connection_io.cpp, the
// streams in connection_stream.cpp.
#include "connection.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "http/forwarded.hpp"

namespace fairlead::serve {
namespace {

constexpr std::int64_t kLingerNs = 2'000'000'000;
constexpr std::size_t kPiece = 256 * 1024;  // of a file, on its way in or out

std::int64_t ns(Duration duration) { return duration.count() * 1'000'000; }
std::int64_t now_ns() { return system_steady_clock().now_ns(); }

}  // namespace

void Connection::begin_request(const Request& request) {
  request_ = request;
  request_.id = hub_.next_request_id();
  request_.peer = http::client_address(peer_, request.forwarded_for, hub_.options.trusted_proxies);
  busy_ = true;
  began_ns_ = now_ns();
}

// What cannot be read on is answered, and the connection ends.
void Connection::refuse_request(unsigned status, std::string_view code, std::string_view detail) {
  arrival_.reset();  // a file that cannot be read on leaves nothing behind
  piece_.clear();
  Request nameless;
  nameless.target = "/";
  begin_request(nameless);
  route_ = "other";
  Response response = problem(request_, status, code, detail);
  response.close = true;
  answer(std::move(response));
}

void Connection::read_requests() {
  for (;;) {
    switch (reader_.feed(inbox_)) {
      case HttpReader::State::more:
        if (arrival_) {
          piece_ += reader_.drain();
          if (piece_.size() >= kPiece) return store_piece(false);
        }
        if (head_since_ns_ == 0 && heard_ns_ >= idle_since_ns_ && heard_ns_ != 0) head_since_ns_ = heard_ns_;
        return read();
      case HttpReader::State::bad: {
        const HttpReader::Trouble trouble = reader_.trouble();
        return refuse_request(trouble.status, trouble.code, trouble.detail);
      }
      case HttpReader::State::head:
        if (!take_body()) return;
        break;
      case HttpReader::State::done:
        if (arrival_) piece_ += reader_.drain();
        begin_request(reader_.take());
        release_body();
        reader_ = HttpReader(hub_.limits().head_bytes_max, hub_.limits().target_bytes_max);
        head_since_ns_ = 0;
        return arrival_ ? store_piece(true) : handle();
    }
  }
}

// The head of a request with a body is judged before the body is read. False when it was refused.
bool Connection::take_body() {
  const Api::Verdict verdict = hub_.api.judge_head(reader_.request(), door_);
  const bool crowded = hub_.metrics.incoming_bytes + verdict.body_bytes_max > hub_.limits().incoming_bytes_max;
  if (verdict.refusal || crowded) {
    begin_request(reader_.request());
    route_ = verdict.route;
    // Judged once more, with the request's id in the answer.
    Response response = verdict.refusal
                            ? *hub_.api.judge_head(request_, door_).refusal
                            : problem(request_, 503, "busy", "too much is on its way in; try again in a moment");
    response.close = true;
    answer(std::move(response));
    return false;
  }
  if (verdict.takes_file && !open_arrival()) return false;
  // A file that never said how long it is gets a little further than may be kept: its store refuses it, and says why.
  const std::size_t most =
      verdict.takes_file ? hub_.inputs.vault->limits().file_bytes_max + 4 * kPiece : verdict.body_bytes_max;
  if (reader_.accept_body(most) == HttpReader::State::bad) {
    const HttpReader::Trouble trouble = reader_.trouble();
    refuse_request(trouble.status, trouble.code, trouble.detail);
    return false;
  }
  in_body_ = true;
  head_since_ns_ = now_ns();
  body_reserved_ = verdict.takes_file ? 2 * kPiece : verdict.body_bytes_max;
  hub_.metrics.incoming_bytes += body_reserved_;
  if (reader_.wants_continue() && inbox_.empty()) send({{}, nullptr, HttpReader::kContinue});
  return true;
}

// The body is a file: it goes to the disk piece by piece, and nothing of it is kept unless all of it came.
bool Connection::open_arrival() {
  Result<std::unique_ptr<vault::Arrival>> arrival = fail(ErrorCode::unsupported, "there is no store for files here");
  if (hub_.inputs.vault != nullptr) arrival = hub_.inputs.vault->receive(reader_.announced());
  if (arrival) {
    arrival_ = std::move(*arrival);
    piece_.clear();
    return true;
  }
  begin_request(reader_.request());
  refuse_arrival(arrival.error());
  return false;
}

void Connection::refuse_arrival(const Error& error) {
  arrival_.reset();
  piece_.clear();
  const bool full = error.code == ErrorCode::full;
  if (!full) log::error("file_not_taken", {{"request_id", request_.id}, {"detail", error.message}});
  Response response =
      full ? problem(request_, 413, "file_not_taken", error.message)
           : problem(request_, 503, "unavailable", "files cannot be taken now, and nothing was kept; the log says why");
  response.close = true;
  answer(std::move(response));
}

// Hands what has come to the lane; nothing is read until it is on the disk.
void Connection::store_piece(bool last) {
  storing_ = true;
  auto job = [self = shared_from_this(), arrival = arrival_, piece = std::exchange(piece_, {}), last]() mutable {
    auto done = std::make_shared<Result<void>>(piece.empty() ? Result<void>() : arrival->add(piece));
    Hub& hub = self->hub_;
    // The last reference must not die here: a connection belongs to the network thread.
    hub.post([connection = std::move(self), done, last] { connection->stored(*done, last); });
  };
  if (!hub_.lane(Lane::bytes).post(std::move(job))) close();
}

void Connection::stored(const Result<void>& done, bool last) {
  storing_ = false;
  if (mode_ != Mode::requests) {
    arrival_.reset();
    return;
  }
  if (done && last) return handle();
  if (done) {
    head_since_ns_ = now_ns();
    return read_requests();
  }
  if (!last) {
    begin_request(reader_.request());
    release_body();
  }
  refuse_arrival(done.error());
}

// The answer's next piece, from the disk.
void Connection::pump_source() {
  auto job = [self = shared_from_this(), source = source_]() mutable {
    auto piece = std::make_shared<Result<std::string>>(source->next(kPiece));
    Hub& hub = self->hub_;
    hub.post([connection = std::move(self), piece] { connection->take_piece(std::move(*piece)); });
  };
  if (!hub_.lane(Lane::bytes).post(std::move(job))) close();
}

void Connection::take_piece(Result<std::string> piece) {
  if (mode_ != Mode::requests || !source_) return;
  if (!piece) {
    // The length was promised: only an end without the rest tells the client that it has not got the file.
    log::error("file_not_sent", {{"request_id", request_.id}, {"code", name(piece.error().code)}});
    return close();
  }
  if (!piece->empty()) return send({std::move(*piece), nullptr, {}});
  source_.reset();
  answered();
}

void Connection::release_body() {
  in_body_ = false;
  hub_.metrics.incoming_bytes -= std::exchange(body_reserved_, 0);
}

void Connection::handle() {
  Handled handled = hub_.api.handle(request_, door_, std::exchange(arrival_, nullptr));
  route_ = handled.route;
  if (auto* ready = std::get_if<Response>(&handled.outcome)) {
    answer(std::move(*ready));
  } else if (auto* events = std::get_if<StartEvents>(&handled.outcome)) {
    start_events(*events);
  } else if (auto* messages = std::get_if<StartMessages>(&handled.outcome)) {
    start_messages(*messages);
  } else {
    defer(std::get<Deferred>(std::move(handled.outcome)));
  }
}

void Connection::defer(Deferred work) {
  if (work.lane == Lane::reads && hub_.metrics.outgoing_bytes > hub_.limits().outgoing_bytes_max) {
    return answer(problem(request_, 503, "busy", "too much is on its way out; try again in a moment"));
  }
  LaneThread& lane = hub_.lane(work.lane);
  auto job = [self = shared_from_this(), work = std::move(work), request = request_]() mutable {
    Response response;
    try {
      response = work.answer();
    } catch (const std::exception& trouble) {
      log::error("answer_failed", {{"request_id", request.id}, {"detail", trouble.what()}});
      response = problem(request, 500, "internal", "this answer could not be made; the log says why");
    }
    // The last reference must not die here: a connection belongs to the network thread.
    Hub& hub = self->hub_;
    hub.post([connection = std::move(self), shared = std::make_shared<Response>(std::move(response))] {
      if (connection->mode_ == Mode::requests) connection->answer(std::move(*shared));
    });
  };
  if (lane.post(std::move(job))) return;
  ++hub_.metrics.reader_refused_total;
  answer(problem(request_, 503, "busy", "too many others are waiting; try again in a moment"));
}

void Connection::answer(Response response) {
  close_after_ = response.close || !request_.keep_alive;
  const std::size_t length = response.source ? response.source->size() : response.content().size();
  hub_.metrics.answered(route_, request_.method, response.status, static_cast<double>(now_ns() - began_ns_) / 1e9);
  // Monitors ask every few seconds; that they hear "no" is not a line each time.
  const bool failed = response.status >= 500 && route_.starts_with("/api/");
  const auto level = failed ? log::Level::warning : log::Level::debug;
  log::write(level, "http_request",
             {{"request_id", request_.id},
              {"route", route_},
              {"status", response.status},
              {"bytes", static_cast<std::uint64_t>(length)},
              {"ms", static_cast<double>(now_ns() - began_ns_) / 1e6}});
  send({hub_.head(response, request_.id, length, !close_after_), nullptr, {}});
  const bool bare = request_.is_head() || response.status == 304 || response.status == 204;
  if (bare || length == 0) return;
  if (response.source) {
    source_ = std::move(response.source);
  } else if (!response.constant_body.empty()) {
    send({{}, nullptr, response.constant_body});
  } else {
    send({{}, std::make_shared<const Frame>(std::move(response.body), hub_.metrics.outgoing_bytes), {}});
  }
}

// Everything that was to be written is.
void Connection::answered() {
  const bool says_no_more = close_after_ && !source_;
  if (mode_ == Mode::lingering || (mode_ == Mode::requests && says_no_more)) return linger();
  if (mode_ == Mode::events || mode_ == Mode::messages) return pump(now_ns());
  if (source_) return pump_source();
  if (!busy_) return;
  busy_ = false;
  idle_since_ns_ = now_ns();
  heard_ns_ = 0;
  if (inbox_.empty()) return read();
  // A further request waits. Not from here: many of them would pile up on the stack.
  heard_ns_ = idle_since_ns_;
  hub_.post([self = shared_from_this()] {
    if (self->mode_ == Mode::requests && !self->busy_ && !self->reading_) self->read_requests();
  });
}

void Connection::tick(std::int64_t now) {
  check_deadlines(now);
  if ((mode_ == Mode::events || mode_ == Mode::messages) && may_go_on(now)) pump(now);
}

void Connection::check_deadlines(std::int64_t now) {
  const ServerLimits& limits = hub_.limits();
  if (mode_ == Mode::closed) return;
  if (!outbox_.empty() || writing_) {
    if (now - progress_ns_ > ns(limits.stall_time_max) || now - write_since_ns_ > ns(limits.write_time_max)) {
      ++hub_.metrics.stalled_total;
      close();
    }
    return;
  }
  switch (mode_) {
    case Mode::requests:
      return check_request_deadlines(now);
    case Mode::messages:
      // Three heartbeats without an answer.
      if (now - heard_ns_ > 3 * ns(limits.heartbeat)) close();
      return;
    case Mode::lingering:
      if (now - idle_since_ns_ > kLingerNs) close();
      return;
    case Mode::events:
    case Mode::closed:
      return;
  }
}

void Connection::check_request_deadlines(std::int64_t now) {
  const ServerLimits& limits = hub_.limits();
  if (busy_ || storing_) return;
  if (tls_ && tls_->state() == http::TlsSession::State::handshake) {
    if (now - idle_since_ns_ > ns(limits.head_time_max)) close();
    return;
  }
  if (head_since_ns_ != 0 && now - head_since_ns_ > ns(in_body_ ? limits.body_time_max : limits.head_time_max)) {
    return in_body_ ? refuse_request(408, "body_too_slow", "the request's body took too long")
                    : refuse_request(408, "head_too_slow", "the request's head took too long");
  }
  if (head_since_ns_ == 0 && now - idle_since_ns_ > ns(limits.idle_time_max)) close();
}

// Whoever follows a stream may have lost the right to: signed out, disabled, another role.
bool Connection::may_go_on(std::int64_t now) {
  if (now - last_admitted_ns_ < ns(hub_.limits().admission_every)) return true;
  last_admitted_ns_ = now;
  if (hub_.api.may_follow(request_)) return true;
  log::info("stream_ended", {{"request_id", request_.id}, {"reason", "not_admitted"}});
  if (mode_ == Mode::messages) {
    break_off(CloseCode::policy, "signed out");
  } else {
    close();
  }
  return false;
}

void Connection::farewell() {
  switch (mode_) {
    case Mode::messages:
      return break_off(CloseCode::going_away, "the server stops");
    case Mode::requests:
      if (!busy_) return close();
      close_after_ = true;
      return;
    case Mode::events:
      return close();
    case Mode::lingering:
    case Mode::closed:
      return;
  }
}

}  // namespace fairlead::serve
