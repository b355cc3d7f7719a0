// SPDX-License-Identifier: Apache-2.0
// `tcp-listen://`: several peers at once, each with lines of its own.
#include <memory>
#include <set>

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "endpoint.hpp"
#include "stream.hpp"
#include "watch.hpp"

namespace fairlead::intake {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

class ListenSource final : public Source {
 public:
  ListenSource(Surroundings around, domain::Source about, const SourceUrl& url, tcp::acceptor acceptor)
      : Source(around, std::move(about), url),
        acceptor_(std::move(acceptor)),
        retry_(around.io),
        watch_(url.stall, around.limits.stalls_until_reconnect),
        port_(acceptor_.local_endpoint().port()),
        where_(to_endpoint_text(url.host.empty() ? "*" : url.host, port_)) {}

  void start() override {
    watch_.heard(around_.steady.now_ns());
    describe();
    accept();
  }
  void tick() override {
    const auto now = around_.steady.now_ns();
    for (auto it = peers_.begin(); it != peers_.end();) {
      const auto peer = *it++;  // forget() takes it out
      peer->stream.tick();
      if (peer->watch.judge(now) == Silence::dead) forget(peer);
    }
    describe();
  }
  void close() override {
    closed_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
    while (!peers_.empty()) forget(*peers_.begin());
    meter_.set(State::stopped, "stopped");
  }
  std::uint16_t port() const override { return port_; }

 private:
  using State = domain::SourceState;
  struct Peer {
    Peer(const ListenSource& owner, domain::SourceId source, Meter& meter, tcp::socket connected)
        : socket(std::move(connected)), stream(owner.around_, source, meter, owner.form()), watch(owner.watch_) {}
    tcp::socket socket;
    Stream stream;
    SilenceWatch watch;
    bool gone = false;
  };
  using PeerPointer = std::shared_ptr<Peer>;

  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (closed_) return;
      if (error) return accept_later();  // no descriptors left, most likely
      if (peers_.size() < around_.limits.peers_max) {
        socket.set_option(tcp::socket::keep_alive(true), error);
        const auto peer = std::make_shared<Peer>(*this, id(), meter_, std::move(socket));
        peer->watch.heard(around_.steady.now_ns());
        peers_.insert(peer);
        describe();
        read(peer);
      } else {
        ++refused_;
        log::warning("source_peer_refused", {{"source", std::uint64_t{id().number()}}, {"peers", peers_.size()}});
      }
      accept();
    });
  }
  void accept_later() {
    retry_.expires_after(std::chrono::milliseconds(200));
    retry_.async_wait([this](error_code error) {
      if (!error && !closed_) accept();
    });
  }

  void read(const PeerPointer& peer) {
    const auto room = peer->stream.room();
    peer->socket.async_read_some(boost::asio::buffer(room.data(), room.size()),
                                 [this, peer](error_code error, std::size_t count) {
                                   if (peer->gone) return;
                                   if (count > 0) {
                                     const auto now = around_.steady.now_ns();
                                     peer->watch.heard(now);
                                     watch_.heard(now);
                                     heard_ = true;
                                     if (meter_.state() != State::live) describe();
                                     peer->stream.received(count);
                                   }
                                   if (error) return forget(peer);
                                   read(peer);
                                 });
  }

  void forget(PeerPointer peer) {
    peer->stream.finish();
    peer->gone = true;
    error_code ignored;
    peer->socket.close(ignored);
    peers_.erase(peer);
    if (peers_.empty()) heard_ = false;
    if (!closed_) {
      meter_.reconnect();
      describe();
    }
  }

  void describe() {
    const auto now = around_.steady.now_ns();
    auto text = fmt::format("listening on {}, {} connected", where_, peers_.size());
    if (refused_ > 0) text += fmt::format(", {} refused because {} is the most", refused_, around_.limits.peers_max);
    auto state = heard_ ? State::live : State::connecting;
    if (!peers_.empty() && watch_.judge(now) != Silence::none) {
      state = State::stale;
      text += ", silent for " + to_text(watch_.since(now));
    }
    meter_.set(state, std::move(text));
  }

  tcp::acceptor acceptor_;
  boost::asio::steady_timer retry_;
  SilenceWatch watch_;
  const std::uint16_t port_;
  const std::string where_;
  std::set<PeerPointer> peers_;
  std::uint64_t refused_ = 0;
  bool heard_ = false;  // from one of those connected
  bool closed_ = false;
};

}  // namespace

Result<SourcePointer> open_tcp_listen(Surroundings around, domain::Source about, const SourceUrl& url) {
  FL_TRY(const auto endpoint, local_endpoint<tcp>(url.host, url.port));
  FL_TRY(auto acceptor, listen_on(around.io, endpoint));
  return std::make_shared<ListenSource>(around, std::move(about), url, std::move(acceptor));
}

}  // namespace fairlead::intake
