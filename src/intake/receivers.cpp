// SPDX-License-Identifier: Apache-2.0
// Receivers of a replay. One thread with poll(2): there is nothing else to do while one of them is behind.
#include "receivers.hpp"

#include <cerrno>
#include <cstring>
#include <list>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <boost/asio/ip/udp.hpp>

#include "endpoint.hpp"
#include "resolve.hpp"

namespace fairlead::intake {

namespace {

using boost::asio::ip::tcp;
using boost::asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t kPendingMax = 1024 * 1024;

bool told_to_stop(const ReplayOptions& options) { return options.stop != nullptr && options.stop->load(); }

Result<std::vector<tcp::endpoint>> look_up(const SourceUrl& to, const ReplayOptions& options) {
  const auto lookup = Lookup::begin(to.host, to.port);
  while (lookup->answer() == nullptr && !told_to_stop(options)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const auto* answer = lookup->answer();
  if (answer == nullptr) return fail(ErrorCode::unreachable, "stopped while looking up `" + to.host + "`");
  if (answer->endpoints.empty()) {
    return fail(ErrorCode::unreachable, fmt::format("cannot find `{}`: {}", to.host, answer->error));
  }
  return answer->endpoints;
}

// Receivers that are connected: one that we called, or all who call us.
class Connected final : public Receivers {
 public:
  Connected(const ReplayOptions& options, const SteadyClock& steady) : options_(options), steady_(steady) {}

  Result<void> call(const SourceUrl& to) {
    FL_TRY(const auto endpoints, look_up(to, options_));
    error_code error;
    for (const auto& endpoint : endpoints) {
      tcp::socket socket(io_);
      error = {};
      socket.connect(endpoint, error);
      if (!error) {
        welcome(std::move(socket));
        return {};
      }
    }
    return fail(ErrorCode::unreachable,
                fmt::format("cannot connect to {}: {}", to_endpoint_text(to.host, to.port), error.message()));
  }
  Result<void> listen(const SourceUrl& at) {
    FL_TRY(const auto endpoint, local_endpoint<tcp>(at.host, at.port));
    FL_TRY(auto acceptor, listen_on(io_, endpoint));
    acceptor.non_blocking(true);
    acceptor_.emplace(std::move(acceptor));
    if (options_.listening) options_.listening(acceptor_->local_endpoint().port());
    return {};
  }

  Result<void> send(std::string_view lines) override {
    for (auto& peer : peers_) peer.pending += lines;
    for (;;) {
      pump(Duration(0));
      bool behind = false;
      for (const auto& peer : peers_) behind = behind || peer.pending.size() > kPendingMax;
      if (!behind || told_to_stop(options_)) break;
      pump(std::chrono::milliseconds(50));
    }
    return somebody();
  }
  Result<void> serve(Duration wait, bool until_one) override {
    if (!(until_one && !peers_.empty())) pump(wait);
    return somebody();
  }
  Result<void> finish() override {
    for (;;) {
      bool waiting = false;
      for (const auto& peer : peers_) waiting = waiting || !peer.pending.empty();
      if (!waiting || told_to_stop(options_)) break;
      pump(std::chrono::milliseconds(50));
    }
    for (auto& peer : peers_) {
      error_code ignored;
      peer.socket.shutdown(tcp::socket::shutdown_send, ignored);
    }
    return {};
  }
  unsigned now() const override { return static_cast<unsigned>(peers_.size()); }
  std::uint64_t total() const override { return total_; }
  std::uint64_t lost() const override { return lost_; }

 private:
  struct Peer {
    tcp::socket socket;
    std::string pending;
    std::int64_t progress_ns;  // when it last took something, or had nothing to take
  };

  void welcome(tcp::socket socket) {
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.set_option(tcp::no_delay(true), ignored);
    peers_.push_back({std::move(socket), {}, steady_.now_ns()});
    ++total_;
  }

  // One round: accepts, writes what can be written, notices who has gone or is stuck.
  void pump(Duration wait) {
    std::vector<pollfd> watched;
    if (acceptor_) watched.push_back({acceptor_->native_handle(), POLLIN, 0});
    for (auto& peer : peers_) {
      const auto writing = peer.pending.empty() ? 0 : POLLOUT;
      watched.push_back({peer.socket.native_handle(), static_cast<short>(POLLIN | writing), 0});
    }
    if (::poll(watched.data(), watched.size(), static_cast<int>(wait.count())) < 0) return;
    std::size_t at = acceptor_ ? 1 : 0;
    for (auto it = peers_.begin(); it != peers_.end(); ++at) {
      if (still_there(*it, watched[at].revents)) {
        ++it;
      } else {
        ++lost_;
        it = peers_.erase(it);
      }
    }
    if (acceptor_ && (watched[0].revents & POLLIN) != 0) {
      tcp::socket socket(io_);
      error_code error;
      acceptor_->accept(socket, error);
      if (!error) welcome(std::move(socket));
    }
  }

  bool still_there(Peer& peer, short events) {
    const auto now = steady_.now_ns();
    error_code error;
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) {  // what receivers say is not for us; that they go is
      char ignored[512];
      const auto got = peer.socket.read_some(boost::asio::buffer(ignored), error);
      if (got == 0 && error && error != boost::asio::error::would_block) return false;
      error = {};
    }
    if (peer.pending.empty()) {
      peer.progress_ns = now;
      return true;
    }
    if ((events & POLLOUT) != 0) {
      const auto sent = peer.socket.write_some(boost::asio::buffer(peer.pending), error);
      if (error && error != boost::asio::error::would_block) return false;
      peer.pending.erase(0, sent);
      if (sent > 0) peer.progress_ns = now;
    }
    return now - peer.progress_ns < std::chrono::nanoseconds(options_.receiver_patience).count();
  }

  // Whom we called is gone for good; those who call us may come again.
  Result<void> somebody() const {
    if (acceptor_ || !peers_.empty()) return {};
    return fail(ErrorCode::unreachable, "the receiver closed the connection or stopped reading");
  }

  const ReplayOptions& options_;
  const SteadyClock& steady_;
  boost::asio::io_context io_;
  std::optional<tcp::acceptor> acceptor_;
  std::list<Peer> peers_;
  std::uint64_t total_ = 0;
  std::uint64_t lost_ = 0;
};

// One datagram a line, as receivers of NMEA over UDP expect.
class Datagrams final : public Receivers {
 public:
  Result<void> open(const SourceUrl& to, const ReplayOptions& options) {
    FL_TRY(const auto endpoints, look_up(to, options));
    to_ = udp::endpoint(endpoints.front().address(), to.port);
    error_code error;
    socket_.open(to_.protocol(), error);
    if (error) return fail(ErrorCode::io, "cannot open a socket: " + error.message());
    return {};
  }
  Result<void> send(std::string_view lines) override {
    while (!lines.empty()) {
      const auto end = std::min(lines.find('\n'), std::min(lines.size(), kDatagramMax) - 1) + 1;
      error_code error;
      socket_.send_to(boost::asio::buffer(lines.data(), end), to_, 0, error);
      if (error && error != boost::asio::error::connection_refused && error != boost::asio::error::no_buffer_space) {
        return fail(ErrorCode::unreachable,
                    fmt::format("cannot send to {}: {}", to_endpoint_text(to_.address().to_string(), to_.port()),
                                error.message()));
      }
      lines.remove_prefix(end);
    }
    return {};
  }
  Result<void> serve(Duration wait, bool) override {
    std::this_thread::sleep_for(wait);
    return {};
  }
  Result<void> finish() override { return {}; }

 private:
  static constexpr std::size_t kDatagramMax = 8 * 1024;
  boost::asio::io_context io_;
  udp::socket socket_{io_};
  udp::endpoint to_;
};

class StandardOutput final : public Receivers {
 public:
  explicit StandardOutput(int descriptor) : descriptor_(descriptor) {}
  Result<void> send(std::string_view lines) override {
    while (!lines.empty()) {
      const auto sent = ::write(descriptor_, lines.data(), lines.size());
      if (sent < 0 && errno == EAGAIN) {
        pollfd one{descriptor_, POLLOUT, 0};
        ::poll(&one, 1, 100);
      } else if (sent < 0 && errno != EINTR) {
        return fail(ErrorCode::io, fmt::format("cannot write to standard output: {}", std::strerror(errno)));
      } else if (sent > 0) {
        lines.remove_prefix(static_cast<std::size_t>(sent));
      }
    }
    return {};
  }
  Result<void> serve(Duration wait, bool) override {
    std::this_thread::sleep_for(wait);
    return {};
  }
  Result<void> finish() override { return {}; }

 private:
  int descriptor_;
};

}  // namespace

Result<std::unique_ptr<Receivers>> open_receivers(const SourceUrl& to, const ReplayOptions& options,
                                                  const SteadyClock& steady) {
  if (to.kind == SourceKind::standard_input) return std::make_unique<StandardOutput>(options.standard_output);
  if (to.kind == SourceKind::udp) {
    auto datagrams = std::make_unique<Datagrams>();
    FL_CHECK(datagrams->open(to, options));
    return datagrams;
  }
  if (to.kind == SourceKind::tcp || to.kind == SourceKind::tcp_listen) {
    auto connected = std::make_unique<Connected>(options, steady);
    FL_CHECK(to.kind == SourceKind::tcp ? connected->call(to) : connected->listen(to));
    return connected;
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("cannot replay to `{}:`; give tcp://, tcp-listen://, udp:// or `-`", name(to.kind)));
}

}  // namespace fairlead::intake
