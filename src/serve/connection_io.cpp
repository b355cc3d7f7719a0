// SPDX-License-Identifier: Apache-2.0
// The socket side of a connection: reading, writing, TLS, the end.
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "base/log.hpp"
#include "connection.hpp"

namespace fairlead::serve {

namespace asio = boost::asio;
using boost::system::error_code;
using TlsState = http::TlsSession::State;

namespace {

constexpr std::size_t kGatheredMax = 16;
constexpr std::size_t kSealedAtOnce = 64 * 1024;
constexpr std::size_t kDiscardMax = 256 * 1024;
constexpr std::string_view kSpeakTls =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 43\r\nConnection: close\r\n\r\n"
    "this address speaks TLS: ask with https://\n";

std::int64_t now_ns() { return system_steady_clock().now_ns(); }

std::string address_of(const asio::ip::tcp::socket& socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? std::string() : endpoint.address().to_string();
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Hub& hub, Door door, http::TlsContextPtr tls)
    : socket_(std::move(socket)),
      hub_(hub),
      door_(door),
      peer_(address_of(socket_)),
      reader_(hub.limits().head_bytes_max, hub.limits().target_bytes_max),
      idle_since_ns_(now_ns()) {
  if (tls) tls_.emplace(std::move(tls));
  ++hub_.metrics.connections_open;
  ++hub_.metrics.connections_total;
}

Connection::~Connection() {
  release_body();
  --hub_.metrics.connections_open;
}

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
  heard_ns_ = now_ns();
  const std::string_view bytes(buffer_.data(), size);
  if (tls_ && mode_ != Mode::lingering) {
    on_sealed(bytes);
  } else {
    on_bytes(bytes);
  }
}

void Connection::on_sealed(std::string_view bytes) {
  std::string plain;
  const TlsState state = tls_->receive(bytes, plain);
  if (tls_->has_output() && !writing_) write();
  if (state == TlsState::failed) {
    ++hub_.metrics.tls_failed_total;
    log::debug("tls_failed", {{"detail", tls_->trouble()}});
    // A last alert, or a word to who came without TLS; what the socket does not take at once is lost.
    const std::string alert = tls_->take_output();
    error_code ignored;
    socket_.non_blocking(true, ignored);
    if (!writing_) socket_.send(asio::buffer(tls_->met_plain_http() ? kSpeakTls : std::string_view(alert)), 0, ignored);
    return linger();
  }
  if (!plain.empty()) {
    on_bytes(plain);
  } else if (state != TlsState::ended) {
    read();
  }
  // The other side sends no more: like the end of a connection in the clear.
  if (state == TlsState::ended && !busy_) close();
}

void Connection::on_bytes(std::string_view bytes) {
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
      discarded_ += bytes.size();
      if (discarded_ > kDiscardMax) return close();
      return read();
    case Mode::closed:
      return;
  }
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
  if (outbox_.empty()) write_since_ns_ = progress_ns_ = now_ns();
  hub_.post([self = shared_from_this()] {
    if (self->mode_ == Mode::closed) return;
    if (self->tls_) return self->write_sealed();
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

// Seals what goes out next: the handshake's words, then so much of the outbox.
void Connection::seal() {
  sealed_sent_ = sealed_plain_ = 0;
  std::size_t skip = front_sent_;
  for (const Out& out : outbox_) {
    if (sealed_plain_ >= kSealedAtOnce) break;
    const std::string_view piece = out.view().substr(skip, kSealedAtOnce - sealed_plain_);
    skip = 0;
    if (!tls_->send(piece)) break;
    sealed_plain_ += piece.size();
  }
  sealed_ = tls_->take_output();
}

void Connection::write_sealed() {
  if (sealed_sent_ == sealed_.size()) seal();
  if (sealed_.empty()) {
    // Nothing to say; or the session cannot say what waits.
    writing_ = false;
    if (!outbox_.empty()) close();
    return;
  }
  const auto rest = asio::buffer(sealed_.data() + sealed_sent_, sealed_.size() - sealed_sent_);
  socket_.async_write_some(rest, [self = shared_from_this()](error_code error, std::size_t size) {
    if (self->mode_ == Mode::closed) return;
    if (error) return self->close();
    self->progress_ns_ = now_ns();
    self->sealed_sent_ += size;
    if (self->sealed_sent_ < self->sealed_.size()) return self->write_sealed();
    if (self->sealed_plain_ > 0) return self->on_written(self->sealed_plain_);
    // Only the protocol's own words went out; what was asked for meanwhile follows.
    self->writing_ = false;
    if (!self->outbox_.empty() || self->tls_->has_output()) self->write();
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
  // Said while the last piece was on its way.
  if (tls_ && tls_->has_output()) write();
  answered();
}

// Ends the connection so that the client can read what was sent last, even when it has sent more than was read.
void Connection::linger() {
  error_code ignored;
  if (tls_ && !writing_) {
    tls_->close();
    const std::string farewell = tls_->take_output();
    socket_.non_blocking(true, ignored);
    socket_.send(asio::buffer(farewell), 0, ignored);
  }
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
  release_body();
  arrival_.reset();
  source_.reset();
  mode_ = Mode::closed;
  error_code ignored;
  socket_.close(ignored);
  // A pending write still refers to the outbox; both end with the connection.
}

}  // namespace fairlead::serve
