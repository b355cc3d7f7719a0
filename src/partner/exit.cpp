// SPDX-License-Identifier: Apache-2.0
#include "exit.hpp"

#include <algorithm>
#include <cerrno>

#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>

#include "base/assert.hpp"

namespace fairlead::partner {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Of plaintext in one TLS record. With its overhead such a record fits the kernel's share for unsent bytes.
constexpr std::size_t kRecordBytes = 8192;
constexpr std::size_t kSendBytes = 16 * 1024;

void set_option(int socket, int level, int name, int value) {
  if (value > 0) ::setsockopt(socket, level, name, &value, sizeof value);
}

}  // namespace

Exit::Exit(asio::ip::tcp::socket socket, std::optional<http::TlsSession> tls, const Settings& settings)
    : socket_(std::move(socket)), tls_(std::move(tls)), settings_(settings) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.native_non_blocking(true, ignored);
  const int handle = socket_.native_handle();
  set_option(handle, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(handle, SOL_SOCKET, SO_SNDBUF, settings_.send_buffer_bytes);
  set_option(handle, IPPROTO_TCP, TCP_NOTSENT_LOWAT, settings_.unsent_bytes_max);
  set_option(handle, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(handle, IPPROTO_TCP, TCP_USER_TIMEOUT, settings_.silence_ms_max);
}

void Exit::dismiss(asio::ip::tcp::socket socket, Constant words) {
  ::send(socket.native_handle(), words.view().data(), words.view().size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

// ---- in ----

void Exit::listen(Heard heard) {
  socket_.async_read_some(asio::buffer(buffer_), [this, heard = std::move(heard)](error_code error, std::size_t size) {
    if (error) return heard({}, true);
    const std::string_view bytes(buffer_.data(), size);
    if (!tls_) return heard(bytes, false);
    heard_.clear();
    const auto state = tls_->receive(bytes, heard_);
    collect();
    flush();
    const bool over = state == http::TlsSession::State::failed || state == http::TlsSession::State::ended;
    heard(heard_, over);
  });
}

std::optional<Digest> Exit::certificate() const {
  if (!tls_ || !tls_->peer()) return std::nullopt;
  return tls_->peer()->fingerprint;
}

void Exit::collect() {
  if (tls_->has_output()) words_ += tls_->take_output();
}

// ---- out ----

void Exit::say(const Ungated& bytes) {
  if (bytes.empty() || !is_open()) return;
  if (is_mid_payload()) {
    later_ += bytes.view();
    return;
  }
  if (tls_) {
    if (!tls_->send(bytes.view())) return;
    collect();
  } else {
    words_ += bytes.view();
  }
  flush();
}

Exit::Result Exit::send(std::string_view bytes, std::size_t& sent, bool of_payload) {
  const int handle = socket_.native_handle();
  const ssize_t taken = ::send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (taken < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? Result::blocked : Result::broken;
  sent = static_cast<std::size_t>(taken);
  bytes_sent_ += sent;
  if (settings_.on_sent != nullptr && *settings_.on_sent) (*settings_.on_sent)(handle, sent, of_payload);
  return Result::done;
}

Exit::Result Exit::drain(std::string& bytes, bool of_payload) {
  std::size_t gone = 0;
  Result result = Result::done;
  while (gone < bytes.size()) {
    std::size_t sent = 0;
    result = has_room() ? send(std::string_view(bytes).substr(gone), sent, of_payload) : Result::blocked;
    if (result != Result::done) break;
    gone += sent;
  }
  bytes.erase(0, gone);
  return result;
}

bool Exit::flush() {
  if (!is_open()) return false;
  // What is sealed stands before it and waits for the gate.
  if (!sealed_.empty()) return true;
  return drain(words_, false) != Result::broken;
}

// Room as TCP_NOTSENT_LOWAT has it; send() alone would fill the whole buffer.
bool Exit::has_room() {
  pollfd state{socket_.native_handle(), POLLOUT, 0};
  return ::poll(&state, 1, 0) > 0;
}

engine::Gate::Result Exit::hand_over(engine::Gate& gate, const engine::DurableRelease& release, engine::FeedId feed,
                                     const Ungated& before, const Ungated& after) {
  FL_ASSERT(!is_mid_payload() || feed == feed_);
  feed_ = feed;
  before_ = before.view();
  after_ = after.view();
  const auto result = gate.pass(release, *this);
  if (result == engine::Gate::Result::done && !later_.empty()) {
    if (tls_) {
      if (tls_->send(later_)) collect();
    } else {
      words_ += later_;
    }
    later_.clear();
    flush();
  }
  return result;
}

// The bytes of before, payload and after from `from` on that lie together.
std::string_view Exit::piece(std::string_view payload, std::size_t from) const {
  if (from < before_.size()) return before_.substr(from);
  from -= before_.size();
  if (from < payload.size()) return payload.substr(from);
  return after_.substr(from - payload.size());
}

Exit::Result Exit::pass(std::string_view payload) {
  if (!is_open()) return Result::broken;
  if (sealed_.empty()) {
    if (const Result words = drain(words_, false); words != Result::done) return words;
  }
  return tls_ ? pass_sealed(payload, settings_.pass_bytes_max) : pass_plain(payload, settings_.pass_bytes_max);
}

Exit::Result Exit::pass_plain(std::string_view payload, std::size_t budget) {
  const std::size_t total = before_.size() + payload.size() + after_.size();
  while (offset_ < total) {
    if (budget == 0 || !has_room()) return Result::blocked;
    // One call for the pieces that fit, so that head and payload leave in one packet.
    iovec pieces[3];
    std::size_t count = 0;
    std::size_t wanted = 0;
    for (std::size_t from = offset_; from < total && count < 3 && wanted < std::min(kSendBytes, budget);) {
      const std::string_view next = piece(payload, from).substr(0, std::min(kSendBytes, budget) - wanted);
      pieces[count++] = {const_cast<char*>(next.data()), next.size()};
      from += next.size();
      wanted += next.size();
    }
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    const int handle = socket_.native_handle();
    const ssize_t taken = ::sendmsg(handle, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (taken < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? Result::blocked : Result::broken;
    const auto sent = static_cast<std::size_t>(taken);
    offset_ += sent;
    bytes_sent_ += sent;
    budget -= std::min(budget, sent);
    if (settings_.on_sent != nullptr && *settings_.on_sent) (*settings_.on_sent)(handle, sent, true);
  }
  offset_ = 0;
  return Result::done;
}

Exit::Result Exit::pass_sealed(std::string_view payload, std::size_t budget) {
  const std::size_t total = before_.size() + payload.size() + after_.size();
  std::string record;
  for (;;) {
    if (const Result sealed = drain(sealed_, true); sealed != Result::done) return sealed;
    // What TLS said of itself meanwhile stands behind the record that just went out.
    if (const Result words = drain(words_, false); words != Result::done) return words;
    if (offset_ == total) break;
    if (budget == 0 || !has_room()) return Result::blocked;
    const std::size_t size = std::min(kRecordBytes, total - offset_);
    record.clear();
    while (record.size() < size) {
      record += piece(payload, offset_ + record.size()).substr(0, size - record.size());
    }
    FL_ASSERT(!tls_->has_output());
    if (!tls_->send(record)) return Result::broken;
    sealed_ = tls_->take_output();
    offset_ += size;
    budget -= std::min(budget, size);
  }
  offset_ = 0;
  return Result::done;
}

void Exit::await_room(std::function<void()> room) {
  if (awaiting_ || !is_open()) return;
  awaiting_ = true;
  socket_.async_wait(asio::socket_base::wait_write, [this, room = std::move(room)](error_code) {
    awaiting_ = false;
    room();
  });
}

std::uint64_t Exit::kernel_bytes() const {
  int bytes = 0;
  if (!socket_.is_open() || ::ioctl(const_cast<asio::ip::tcp::socket&>(socket_).native_handle(), SIOCOUTQ, &bytes) != 0)
    return 0;
  return static_cast<std::uint64_t>(std::max(bytes, 0));
}

void Exit::end() {
  if (!is_open() || is_mid_payload()) return;
  if (tls_) {
    tls_->close();
    collect();
  }
  flush();
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

void Exit::close() {
  error_code ignored;
  socket_.close(ignored);
}

void Exit::reset() {
  if (!is_open()) return;
  const linger now{1, 0};
  ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close();
}

}  // namespace fairlead::partner
