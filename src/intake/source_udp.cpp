// SPDX-License-Identifier: Apache-2.0
// `udp://`: datagrams to this machine or to a multicast group; each may hold several lines.
#include <array>
#include <cstring>
#include <list>
#include <memory>

#include <fmt/format.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"
#include "endpoint.hpp"
#include "stream.hpp"
#include "watch.hpp"

namespace fairlead::intake {

namespace {

using boost::asio::ip::udp;
using boost::system::error_code;

class UdpSource final : public Source {
 public:
  UdpSource(Surroundings around, domain::Source about, const SourceUrl& url, udp::socket socket)
      : Source(around, std::move(about), url),
        socket_(std::move(socket)),
        retry_(around.io),
        watch_(url.stall, around.limits.stalls_until_reconnect),
        port_(socket_.local_endpoint().port()),
        where_(to_endpoint_text(url.host.empty() ? "*" : url.host, port_)) {}

  void start() override {
    watch_.heard(around_.steady.now_ns());
    meter_.set(State::connecting, fmt::format("listening on {}, nothing heard yet", where_));
    await();
  }
  void tick() override {
    for (auto& sender : senders_) sender.stream.tick();
    const auto now = around_.steady.now_ns();
    if (watch_.judge(now) != Silence::none) {
      meter_.set(State::stale, fmt::format("listening on {}, silent for {}", where_, to_text(watch_.since(now))));
    } else if (heard_) {
      auto text = fmt::format("listening on {}, {} senders", where_, senders_.size());
      if (lost_ > 0) text += fmt::format(", {} datagrams lost by the system", lost_);
      meter_.set(State::live, std::move(text));
    }
  }
  void close() override {
    closed_ = true;
    retry_.cancel();
    error_code ignored;
    socket_.close(ignored);
    for (auto& sender : senders_) sender.stream.finish();
    meter_.set(State::stopped, "stopped");
  }
  std::uint16_t port() const override { return port_; }

 private:
  using State = domain::SourceState;
  // The same sender may use a new port for each datagram, so only its address tells it from others.
  struct Sender {
    Sender(boost::asio::ip::address a, const Surroundings& around, domain::SourceId source, Meter& meter, FeedForm form)
        : address(std::move(a)), stream(around, source, meter, std::move(form), kDatagramMax) {}
    boost::asio::ip::address address;
    Stream stream;
  };
  static constexpr std::size_t kDatagramMax = 64 * 1024;

  void await() {
    socket_.async_wait(udp::socket::wait_read, [this](error_code error) {
      if (closed_) return;
      if (error) {  // the network went away, for instance; the socket stays
        retry_.expires_after(std::chrono::milliseconds(200));
        retry_.async_wait([this](error_code stopped) {
          if (!stopped && !closed_) await();
        });
        return;
      }
      receive();
      await();
    });
  }

  // What is there, up to this source's share of a turn.
  void receive() {
    std::size_t bytes = 0;
    while (bytes < around_.limits.turn_bytes_max) {
      udp::endpoint from;
      const auto count = receive_one(from);
      if (count < 0) return;
      bytes += static_cast<std::size_t>(count) + 64;  // empty datagrams cost time, too
      watch_.heard(around_.steady.now_ns());
      if (!heard_) {
        heard_ = true;
        tick();
      }
      sender_at(from.address()).stream.received_whole({datagram_.data(), static_cast<std::size_t>(count)});
    }
  }

  ssize_t receive_one(udp::endpoint& from) {
    iovec into{datagram_.data(), datagram_.size()};
    alignas(cmsghdr) std::array<char, 64> control;
    msghdr header{};
    header.msg_name = from.data();
    header.msg_namelen = static_cast<socklen_t>(from.capacity());
    header.msg_iov = &into;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto count = ::recvmsg(socket_.native_handle(), &header, MSG_DONTWAIT);
    if (count < 0) return count;
    from.resize(header.msg_namelen);
    for (auto* item = CMSG_FIRSTHDR(&header); item != nullptr; item = CMSG_NXTHDR(&header, item)) {
      if (item->cmsg_level == SOL_SOCKET && item->cmsg_type == SO_RXQ_OVFL) {
        std::memcpy(&lost_, CMSG_DATA(item), sizeof lost_);
      }
    }
    return count;
  }

  // The newest senders come first; beyond the limit the one silent longest is forgotten.
  Sender& sender_at(const boost::asio::ip::address& address) {
    for (auto it = senders_.begin(); it != senders_.end(); ++it) {
      if (it->address == address) {
        senders_.splice(senders_.begin(), senders_, it);
        return senders_.front();
      }
    }
    if (senders_.size() >= around_.limits.peers_max) {
      senders_.back().stream.finish();
      senders_.pop_back();
    }
    senders_.emplace_front(address, around_, id(), meter_, form());
    return senders_.front();
  }

  udp::socket socket_;
  boost::asio::steady_timer retry_;
  SilenceWatch watch_;
  const std::uint16_t port_;
  const std::string where_;
  std::list<Sender> senders_;
  std::array<char, kDatagramMax> datagram_;
  std::uint32_t lost_ = 0;  // as the system counts
  bool heard_ = false;
  bool closed_ = false;
};

error_code last_error() { return {errno, boost::system::system_category()}; }

// Joins the group on the interface named, given by address or by name; on the system's choice when none is named.
Result<void> join(udp::socket& socket, const boost::asio::ip::address& group, const std::string& interface) {
  const int handle = socket.native_handle();
  unsigned index = 0;
  error_code error;
  const auto own = boost::asio::ip::make_address(interface, error);
  const bool by_address = !error && own.is_v4() && group.is_v4();
  if (!interface.empty() && !by_address) {
    index = ::if_nametoindex(interface.c_str());
    if (index == 0) {
      return fail(ErrorCode::not_found, fmt::format("there is no network interface `{}` on this machine", interface));
    }
  }
  int code = 0;
  if (group.is_v4()) {
    ip_mreqn request{};
    request.imr_multiaddr.s_addr = htonl(group.to_v4().to_uint());
    if (by_address) request.imr_address.s_addr = htonl(own.to_v4().to_uint());
    request.imr_ifindex = static_cast<int>(index);
    code = ::setsockopt(handle, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request);
  } else {
    ipv6_mreq request{};
    const auto bytes = group.to_v6().to_bytes();
    std::memcpy(&request.ipv6mr_multiaddr, bytes.data(), bytes.size());
    request.ipv6mr_interface = index;
    code = ::setsockopt(handle, IPPROTO_IPV6, IPV6_JOIN_GROUP, &request, sizeof request);
  }
  if (code != 0) {
    return fail(ErrorCode::io, fmt::format("cannot join {}{}: {}", group.to_string(),
                                           interface.empty() ? "" : " on `" + interface + "`", last_error().message()));
  }
  return {};
}

Result<udp::socket> open_socket(boost::asio::io_context& io, const udp::endpoint& endpoint) {
  udp::socket socket(io);
  error_code error;
  socket.open(endpoint.protocol(), error);
  // Several programs may listen to one group; a port of our own stays our own.
  if (!error && endpoint.address().is_multicast()) socket.set_option(udp::socket::reuse_address(true), error);
  if (!error) socket.bind(endpoint, error);
  if (error) {
    return fail(ErrorCode::io,
                fmt::format("cannot listen on {}: {}",
                            to_endpoint_text(endpoint.address().to_string(), endpoint.port()), error.message()));
  }
  socket.set_option(udp::socket::receive_buffer_size(4 * 1024 * 1024), error);  // as much of it as the system grants
  const int on = 1;
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
  return socket;
}

}  // namespace

Result<SourcePointer> open_udp(Surroundings around, domain::Source about, const SourceUrl& url) {
  FL_TRY(const auto endpoint, local_endpoint<udp>(url.host, url.port));
  const bool multicast = endpoint.address().is_multicast();
  if (!multicast && !url.interface.empty()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`interface` is for multicast groups; `{}` is none: listen on the interface's own address",
                            url.host));
  }
  FL_TRY(auto socket, open_socket(around.io, endpoint));
  if (multicast) FL_CHECK(join(socket, endpoint.address(), url.interface));
  return std::make_shared<UdpSource>(around, std::move(about), url, std::move(socket));
}

}  // namespace fairlead::intake
