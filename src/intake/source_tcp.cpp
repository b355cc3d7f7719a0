// SPDX-License-Identifier: Apache-2.0
// `tcp://`: connects, listens, and comes back when the line is lost or silent.
#include <array>
#include <memory>

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "resolve.hpp"
#include "stream.hpp"
#include "watch.hpp"

namespace fairlead::intake {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

class TcpSource final : public Source {
 public:
  TcpSource(Surroundings around, domain::Source about, const SourceUrl& url)
      : Source(around, std::move(about), url),
        socket_(around.io),
        timer_(around.io),
        stream_(around_, id(), meter_, form()),
        back_off_(around.limits.reconnect_first, around.limits.reconnect_max),
        watch_(url.stall, around.limits.stalls_until_reconnect),
        where_(to_endpoint_text(url.host, url.port)) {}

  void start() override { look_up(); }

  void tick() override {
    if (!connected_) return;
    stream_.tick();
    const auto now = around_.steady.now_ns();
    switch (watch_.judge(now)) {
      case Silence::none:
        break;
      case Silence::stale:
        meter_.set(State::stale, fmt::format("connected to {}, silent for {}", where_, to_text(watch_.since(now))));
        break;
      case Silence::dead:
        lose(fmt::format("silent for {}", to_text(watch_.since(now))));
        break;
    }
  }

  void close() override {
    ++attempt_;
    timer_.cancel();
    if (connected_) stream_.finish();
    connected_ = false;
    close_socket();
    meter_.set(State::stopped, "stopped");
  }

 private:
  using State = domain::SourceState;
  static constexpr unsigned kTriesUntilFailed = 3;
  static constexpr Duration kLookAgain = std::chrono::milliseconds(20);

  void look_up() {
    ++attempt_;
    if (back_off_.tries() == 0) meter_.set(State::connecting, fmt::format("looking up {}", where_));
    lookup_ = Lookup::begin(url_.host, url_.port);
    until_ns_ = around_.steady.now_ns() + std::chrono::nanoseconds(around_.limits.connect_max).count();
    await_lookup();
  }

  void await_lookup() {
    if (const auto* answer = lookup_->answer()) {
      if (answer->endpoints.empty()) return try_later(fmt::format("cannot find `{}`: {}", url_.host, answer->error));
      return connect(answer->endpoints);
    }
    if (around_.steady.now_ns() >= until_ns_)
      return try_later(fmt::format("looking up `{}` takes too long", url_.host));
    timer_.expires_after(kLookAgain);
    timer_.async_wait([this, attempt = attempt_](error_code error) {
      if (!error && attempt == attempt_) await_lookup();
    });
  }

  void connect(const std::vector<tcp::endpoint>& endpoints) {
    boost::asio::async_connect(socket_, endpoints,
                               [this, attempt = attempt_](error_code error, const tcp::endpoint& endpoint) {
                                 if (attempt == attempt_) on_connected(error, endpoint);
                               });
    timer_.expires_after(around_.limits.connect_max);
    timer_.async_wait([this, attempt = attempt_](error_code error) {
      if (!error && attempt == attempt_ && !connected_) {
        try_later(fmt::format("no answer from {} within {}", where_, to_text(around_.limits.connect_max)));
      }
    });
  }

  void on_connected(error_code error, const tcp::endpoint& endpoint) {
    if (error) return try_later(fmt::format("cannot connect to {}: {}", where_, error.message()));
    timer_.cancel();
    socket_.set_option(tcp::socket::keep_alive(true), error);
    connected_ = true;
    heard_ = false;
    watch_.heard(around_.steady.now_ns());
    if (back_off_.tries() == 0) {
      meter_.set(State::connecting, fmt::format("connected to {}, nothing heard yet", where_));
    }
    log::info("source_connected", {{"source", std::uint64_t{id().number()}}, {"port", unsigned{endpoint.port()}}});
    read();
  }

  void read() {
    const auto room = stream_.room();
    socket_.async_read_some(boost::asio::buffer(room.data(), room.size()),
                            [this, attempt = attempt_](error_code error, std::size_t count) {
                              if (attempt == attempt_) on_read(error, count);
                            });
  }

  void on_read(error_code error, std::size_t count) {
    if (count > 0) {
      if (!heard_ || meter_.state() != State::live) meter_.set(State::live, "connected to " + where_);
      heard_ = true;
      back_off_.reset();
      watch_.heard(around_.steady.now_ns());
      stream_.received(count);
    }
    if (error == boost::asio::error::eof) return lose("the other side closed the connection");
    if (error) return lose(error.message());
    read();
  }

  // The connection is gone, for a reason.
  void lose(const std::string& why) {
    stream_.finish();
    connected_ = false;
    try_later(fmt::format("lost {}: {}", where_, why));
  }

  void try_later(const std::string& why) {
    const auto attempt = ++attempt_;
    close_socket();
    std::array<std::byte, 4> random{};
    system_random().fill(random);
    const auto chance = std::to_integer<std::uint32_t>(random[0]) | (std::to_integer<std::uint32_t>(random[1]) << 8U);
    const auto wait = back_off_.next(chance);
    meter_.reconnect();
    meter_.set(back_off_.tries() >= kTriesUntilFailed ? State::failed : State::connecting,
               fmt::format("{}; trying again in {}", why, to_text(wait)));
    log::warning("source_unreachable",
                 {{"source", std::uint64_t{id().number()}}, {"detail", why}, {"retry_ms", std::int64_t{wait.count()}}});
    timer_.expires_after(wait);
    timer_.async_wait([this, attempt](error_code error) {
      if (!error && attempt == attempt_) look_up();
    });
  }

  void close_socket() {
    error_code ignored;
    socket_.close(ignored);
  }

  tcp::socket socket_;
  boost::asio::steady_timer timer_;
  Stream stream_;
  BackOff back_off_;
  SilenceWatch watch_;
  const std::string where_;
  std::shared_ptr<Lookup> lookup_;
  std::int64_t until_ns_ = 0;
  std::uint64_t attempt_ = 0;  // what an older attempt still has to say is not heard
  bool connected_ = false;
  bool heard_ = false;
};

}  // namespace

Result<SourcePointer> open_tcp(Surroundings around, domain::Source about, const SourceUrl& url) {
  return std::make_shared<TcpSource>(around, std::move(about), url);
}

}  // namespace fairlead::intake
