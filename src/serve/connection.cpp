// SPDX-License-Identifier: Apache-2.0
// The socket side of a connection: reading, answering requests, writing, deadlines. The streams are in
// connection_stream.cpp.
#include "connection.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "base/log.hpp"

namespace fairlead::serve {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kGatheredMax = 16;
constexpr std::int64_t kLingerNs = 2'000'000'000;
constexpr std::size_t kDiscardMax = 256 * 1024;

std::int64_t ns(Duration duration) { return duration.count() * 1'000'000; }
std::int64_t now_ns() { return system_steady_clock().now_ns(); }

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Hub& hub, Door door)
    : socket_(std::move(socket)),
      hub_(hub),
      door_(door),
      reader_(hub.limits().head_bytes_max, hub.limits().target_bytes_max),
      idle_since_ns_(now_ns()) {
  ++hub_.metrics.connections_open;
  ++hub_.metrics.connections_total;
}

Connection::~Connection() { --hub_.metrics.connections_open; }

void Connection::start() {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  read();
}

void Connection::read() {
  if (reading_ || mode_ == Mode::closed) return;
  reading_ = true;
  socket_.async_read_some(asio::buffer(buffer_), [self = shared_from_this()](error_code error, std::size_t size) {
    self->reading_ = false;
    if (self->mode_ == Mode::closed) return;
    if (error) return self->close();
    self->on_read(size);
  });
}

void Connection::on_read(std::size_t size) {
  const std::string_view bytes(buffer_.data(), size);
  heard_ns_ = now_ns();
  switch (mode_) {
    case Mode::requests:
      inbox_ += bytes;
      if (!busy_) read_requests();
      return;
    case Mode::messages:
      read_messages(bytes);
      return;
    case Mode::events:
    case Mode::lingering:
      // Nothing is expected; reading goes on to notice the end.
      discarded_ += size;
      if (discarded_ > kDiscardMax) return close();
      return read();
    case Mode::closed:
      return;
  }
}

void Connection::read_requests() {
  switch (reader_.feed(inbox_)) {
    case HttpReader::State::more:
      if (head_since_ns_ == 0 && heard_ns_ >= idle_since_ns_ && heard_ns_ != 0) head_since_ns_ = heard_ns_;
      return read();
    case HttpReader::State::bad: {
      request_ = Request{};
      request_.id = hub_.next_request_id();
      request_.target = "/";
      route_ = "other";
      busy_ = true;
      began_ns_ = now_ns();
      const HttpReader::Trouble& trouble = reader_.trouble();
      Response response = problem(request_, trouble.status, trouble.code, trouble.detail);
      response.close = true;
      return answer(std::move(response));
    }
    case HttpReader::State::head:  // a body is not read: the answer closes
    case HttpReader::State::done:
      request_ = reader_.take();
      request_.id = hub_.next_request_id();
      reader_ = HttpReader(hub_.limits().head_bytes_max, hub_.limits().target_bytes_max);
      head_since_ns_ = 0;
      busy_ = true;
      began_ns_ = now_ns();
      return handle();
  }
}

void Connection::handle() {
  Handled handled = hub_.api.handle(request_, door_);
  route_ = handled.route;
  if (auto* ready = std::get_if<Response>(&handled.outcome)) {
    answer(std::move(*ready));
  } else if (auto* events = std::get_if<StartEvents>(&handled.outcome)) {
    start_events(*events);
  } else if (auto* messages = std::get_if<StartMessages>(&handled.outcome)) {
    start_messages(*messages);
  } else if (hub_.metrics.outgoing_bytes > hub_.limits().outgoing_bytes_max) {
    answer(problem(request_, 503, "busy", "too much is on its way out; try again in a moment"));
  } else {
    auto job = [self = shared_from_this(), work = std::get<Deferred>(std::move(handled.outcome)),
                request = request_]() mutable {
      Response response;
      try {
        response = work.answer();
      } catch (const std::exception& trouble) {
        log::error("read_failed", {{"request_id", request.id}, {"detail", trouble.what()}});
        response = problem(request, 500, "internal", "this answer could not be made; the log says why");
      }
      // The last reference must not die here: a connection belongs to the network thread.
      Hub& hub = self->hub_;
      hub.post([connection = std::move(self), shared = std::make_shared<Response>(std::move(response))] {
        if (connection->mode_ == Mode::requests) connection->answer(std::move(*shared));
      });
    };
    if (!hub_.reader.post(std::move(job))) {
      ++hub_.metrics.reader_refused_total;
      answer(problem(request_, 503, "busy", "too many long reads are waiting; try again in a moment"));
    }
  }
}

void Connection::answer(Response response) {
  close_after_ = response.close || !request_.keep_alive;
  const std::size_t length = response.content().size();
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
  if (!response.constant_body.empty()) {
    send({{}, nullptr, response.constant_body});
  } else {
    send({{}, std::make_shared<const Frame>(std::move(response.body), hub_.metrics.outgoing_bytes), {}});
  }
}

// Everything that was to be written is.
void Connection::answered() {
  if (mode_ == Mode::lingering || (mode_ == Mode::requests && close_after_)) return linger();
  if (mode_ == Mode::events || mode_ == Mode::messages) return pump(now_ns());
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

void Connection::send(Out out) {
  if (mode_ == Mode::closed) return;
  if (outbox_.empty()) write_since_ns_ = progress_ns_ = now_ns();
  outbox_.push_back(std::move(out));
  if (!writing_) write();
}

void Connection::write() {
  // Written after the current handler, so that a head and its body leave in one call.
  writing_ = true;
  hub_.post([self = shared_from_this()] {
    if (self->mode_ == Mode::closed) return;
    std::array<asio::const_buffer, kGatheredMax> buffers;
    std::size_t count = 0;
    for (const Out& out : self->outbox_) {
      if (count == kGatheredMax) break;
      const std::string_view view = out.view().substr(count == 0 ? self->front_sent_ : 0);
      buffers[count++] = asio::buffer(view.data(), view.size());
    }
    for (std::size_t i = count; i < kGatheredMax; ++i) buffers[i] = asio::const_buffer();
    self->socket_.async_write_some(buffers, [self](error_code error, std::size_t size) {
      if (self->mode_ == Mode::closed) return;
      if (error) return self->close();
      self->on_written(size);
    });
  });
}

void Connection::on_written(std::size_t size) {
  hub_.metrics.bytes_sent_total += size;
  progress_ns_ = now_ns();
  while (size > 0) {
    const std::size_t rest = outbox_.front().view().size() - front_sent_;
    if (size < rest) {
      front_sent_ += size;
      break;
    }
    size -= rest;
    front_sent_ = 0;
    outbox_.pop_front();
  }
  if (!outbox_.empty()) return write();
  writing_ = false;
  answered();
}

// Ends the connection so that the client can read what was sent last, even when it has sent more than was read.
void Connection::linger() {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  mode_ = Mode::lingering;
  idle_since_ns_ = now_ns();
  inbox_.clear();
  read();
}

void Connection::close() {
  if (mode_ == Mode::closed) return;
  if (mode_ == Mode::events) --hub_.metrics.event_streams_open;
  if (messages_) --hub_.metrics.message_streams_open;
  mode_ = Mode::closed;
  error_code ignored;
  socket_.close(ignored);
  // A pending write still refers to the outbox; both end with the connection.
}

void Connection::tick(std::int64_t now) {
  check_deadlines(now);
  if (mode_ == Mode::events || mode_ == Mode::messages) pump(now);
}

void Connection::check_deadlines(std::int64_t now) {
  const ServerLimits& limits = hub_.limits();
  if (mode_ == Mode::closed) return;
  if (!outbox_.empty()) {
    if (now - progress_ns_ > ns(limits.stall_time_max) || now - write_since_ns_ > ns(limits.write_time_max)) {
      ++hub_.metrics.stalled_total;
      close();
    }
    return;
  }
  switch (mode_) {
    case Mode::requests:
      if (busy_) return;
      if (head_since_ns_ != 0 && now - head_since_ns_ > ns(limits.head_time_max)) {
        request_ = Request{};
        request_.id = hub_.next_request_id();
        request_.target = "/";
        route_ = "other";
        busy_ = true;
        began_ns_ = now;
        Response response = problem(request_, 408, "head_too_slow", "the request's head took too long");
        response.close = true;
        return answer(std::move(response));
      }
      if (head_since_ns_ == 0 && now - idle_since_ns_ > ns(limits.idle_time_max)) close();
      return;
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
