// SPDX-License-Identifier: Apache-2.0
// Sources on the network and on a serial line, over real sockets on 127.0.0.1 and a pseudo-terminal.
#include <algorithm>

#include <gtest/gtest.h>
#include <pty.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/write.hpp>

#include "harness.hpp"

namespace fairlead::intake {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using boost::asio::ip::udp;
using domain::SourceState;

const auto kLoopback = boost::asio::ip::address_v4::loopback();

// A server of sentences on a port of its own.
class Server {
 public:
  std::string url() const { return "tcp://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }
  tcp::socket accept() { return acceptor_.accept(); }

 private:
  boost::asio::io_context io_;
  tcp::acceptor acceptor_{io_, tcp::endpoint(kLoopback, 0)};
};

void say(tcp::socket& socket, const std::string& text) { boost::asio::write(socket, boost::asio::buffer(text)); }

TEST(TcpSource, hears_a_server_however_its_bytes_are_cut) {
  Server server;
  Harness h;
  h.add(server.url() + "?name=coast");
  h.intake().start();
  auto line = server.accept();
  EXPECT_EQ(h.health().source.name, "coast");
  const auto text = position(244'000'001) + voyage(244'000'002, "TESTER");
  for (const char c : text) say(line, std::string(1, c));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 2; }));
  EXPECT_EQ(h.observations()[0].received_at, kNow);
  EXPECT_EQ(h.observations()[0].observed_at, std::nullopt);
  EXPECT_EQ(h.texts()[1].size() + 3, voyage(244'000'002, "TESTER").size());
  ASSERT_TRUE(eventually([&] { return h.health().bytes_total == text.size(); }));
  EXPECT_EQ(h.health().state, SourceState::live);
  EXPECT_GT(h.health().sentences_per_second, 0);
}

TEST(TcpSource, comes_back_when_the_server_closes) {
  Server server;
  Harness h;
  h.add(server.url());
  h.intake().start();
  for (unsigned round = 1; round <= 3; ++round) {
    auto line = server.accept();
    say(line, position(244'000'000 + round) + "!AIVDM,1,1,,A,cut off");
    ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == round; }));
  }
  ASSERT_TRUE(eventually([&] { return h.health().reconnects_total >= 3; }));
}

TEST(TcpSource, does_not_ask_without_pause_a_server_that_closes_at_once) {
  Server server;
  auto limits = Harness::quick();
  limits.reconnect_first = 20ms;
  limits.reconnect_max = 1h;
  Harness h(1000, limits);
  h.add(server.url());
  h.intake().start();
  for (int i = 0; i < 3; ++i) server.accept().close();
  ASSERT_TRUE(eventually([&] { return h.health().state == SourceState::failed; }));
  EXPECT_NE(h.health().detail.find("closed the connection; trying again in"), std::string::npos) << h.health().detail;
  EXPECT_EQ(h.health().reconnects_total, 3U);
}

TEST(TcpSource, says_why_it_cannot_connect) {
  std::string url;
  {
    Server gone;
    url = gone.url();
  }
  Harness h;
  h.add(url);
  const auto unknown = h.add("tcp://no-such-host.invalid:10110");
  h.intake().start();
  ASSERT_TRUE(eventually([&] { return h.health().state == SourceState::failed; }));
  EXPECT_NE(h.health().detail.find("refused"), std::string::npos) << h.health().detail;
  ASSERT_TRUE(eventually([&] { return h.health(unknown).detail.find("cannot find") != std::string::npos; }))
      << h.health(unknown).detail;
}

TEST(TcpSource, stamps_by_our_clock_even_when_that_jumps) {
  Server server;
  Harness h;
  h.add(server.url());
  h.intake().start();
  auto line = server.accept();
  unsigned heard = 0;
  for (const auto jump : {0h, -24h * 365, 24h * 3650}) {
    h.wall().set(kNow + jump);
    say(line, position(244'000'001, static_cast<int>(heard), {.tag_time = kNow.unix_ms() / 1000}));
    ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == heard + 1; }));
    EXPECT_EQ(h.observations()[heard++].received_at, kNow + jump);
  }
}

TEST(TcpSource, notices_silence_and_connects_anew) {
  Server server;
  Harness h;
  h.add(server.url() + "?stall=10s");
  h.intake().start();
  auto first = server.accept();
  say(first, position(244'000'001));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 1; }));
  h.steady().advance(10s);
  ASSERT_TRUE(eventually([&] { return h.health().state == SourceState::stale; }));
  EXPECT_NE(h.health().detail.find("silent for 10s"), std::string::npos) << h.health().detail;
  say(first, position(244'000'002));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 2; }));
  EXPECT_EQ(h.health().state, SourceState::live);
  h.steady().advance(31s);
  auto second = server.accept();
  say(second, position(244'000'003));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 3; }));
}

TEST(TcpSource, drops_repeats_of_a_flood_and_counts_them_while_others_are_heard) {
  Server server;
  Harness h(200);
  h.add(server.url());
  const auto quiet = h.add("udp://127.0.0.1:0");
  h.intake().start();
  auto line = server.accept();
  std::string flood;
  for (int i = 0; i < 5000; ++i) flood += position(244'000'000 + static_cast<unsigned>(i % 100), i);
  boost::asio::io_context io;
  udp::socket out(io, udp::v4());
  const auto ship = position(245'000'001);
  say(line, flood);
  out.send_to(boost::asio::buffer(ship), udp::endpoint(kLoopback, h.intake().port(quiet)));
  ASSERT_TRUE(eventually([&] { return h.health().sentences_total == 5000; }));
  ASSERT_TRUE(eventually([&] { return h.health(quiet).observations_total == 1; }));
  const auto health = h.health();
  EXPECT_EQ(health.observations_total, 5000U);
  EXPECT_GE(health.dropped_total, 4800U);
  EXPECT_LE(h.inbox().size(), 200U);
  h.drain();
  EXPECT_TRUE(std::any_of(h.observations().begin(), h.observations().end(),
                          [](const auto& seen) { return seen.mmsi->number() == 245'000'001U; }));
}

TEST(TcpSource, bounds_what_an_endless_line_costs) {
  Server server;
  Harness h;
  h.add(server.url());
  h.intake().start();
  auto line = server.accept();
  const std::string block(1'000'000, 'z');
  for (int i = 0; i < 20; ++i) say(line, block);
  say(line, "\n" + position(244'000'001));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 1; }));
  EXPECT_EQ(h.health().rejected.at("line_too_long"), 1U);
  EXPECT_GE(h.health().bytes_total, 20'000'000U);
}

TEST(TcpListen, hears_several_peers_each_with_lines_of_its_own) {
  Harness h;
  const auto id = h.add("tcp-listen://127.0.0.1:0");
  h.intake().start();
  ASSERT_NE(h.intake().port(id), 0);
  boost::asio::io_context io;
  tcp::socket one(io), two(io);
  one.connect({kLoopback, h.intake().port(id)});
  two.connect({kLoopback, h.intake().port(id)});
  const auto a = position(244'000'001), b = position(244'000'002);
  say(one, a.substr(0, 30));
  say(two, b.substr(0, 10));
  say(one, a.substr(30));
  say(two, b.substr(10));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 2; }));
  ASSERT_TRUE(eventually([&] { return h.health().detail.find("2 connected") != std::string::npos; }));
  EXPECT_EQ(h.health().state, SourceState::live);
  one.close();
  two.close();
  ASSERT_TRUE(eventually([&] { return h.health().detail.find("0 connected") != std::string::npos; }));
  EXPECT_EQ(h.health().state, SourceState::connecting);
}

TEST(TcpListen, turns_away_more_peers_than_it_can_hold) {
  auto limits = Harness::quick();
  limits.peers_max = 1;
  Harness h(1000, limits);
  const auto id = h.add("tcp-listen://127.0.0.1:0");
  h.intake().start();
  boost::asio::io_context io;
  tcp::socket one(io), two(io);
  one.connect({kLoopback, h.intake().port(id)});
  ASSERT_TRUE(eventually([&] { return h.health().detail.find("1 connected") != std::string::npos; }));
  two.connect({kLoopback, h.intake().port(id)});
  ASSERT_TRUE(eventually([&] { return h.health().detail.find("1 refused") != std::string::npos; }));
}

TEST(TcpListen, says_at_once_that_a_port_is_taken) {
  Harness h;
  const auto id = h.add("tcp-listen://127.0.0.1:0?name=first");
  EXPECT_NE(h.refusal("tcp-listen://127.0.0.1:" + h.port(id)).find("cannot listen on 127.0.0.1:"), std::string::npos);
  EXPECT_NE(h.refusal("tcp-listen://example.org:1").find("is not an address of this machine"), std::string::npos);
}

TEST(UdpSource, takes_several_lines_from_one_datagram_and_parts_from_several) {
  Harness h;
  const auto id = h.add("udp://127.0.0.1:0");
  h.intake().start();
  boost::asio::io_context io;
  udp::socket out(io, udp::v4());
  const udp::endpoint to(kLoopback, h.intake().port(id));
  auto lines = position(244'000'001) + position(244'000'002);
  lines.resize(lines.size() - 2);  // without the last line end
  out.send_to(boost::asio::buffer(lines), to);
  const auto parts = voyage(244'000'003, "PARTS");
  const auto cut = parts.find('\n') + 1;
  out.send_to(boost::asio::buffer(parts.substr(0, cut - 2)), to);
  udp::socket other_port(io, udp::v4());
  other_port.send_to(boost::asio::buffer(parts.substr(cut)), to);
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 3; }));
  EXPECT_EQ(h.observations()[2].claims->name.view(), "PARTS");
  ASSERT_TRUE(eventually([&] { return h.health().state == SourceState::live; }));
  h.steady().advance(61s);
  ASSERT_TRUE(eventually([&] { return h.health().state == SourceState::stale; }));
}

TEST(UdpSource, joins_a_multicast_group) {
  Harness h;
  const auto id = h.add("udp://239.192.0.77:0?interface=127.0.0.1");
  h.intake().start();
  boost::asio::io_context io;
  udp::socket out(io, udp::v4());
  out.set_option(boost::asio::ip::multicast::outbound_interface(kLoopback));
  out.set_option(boost::asio::ip::multicast::enable_loopback(true));
  const auto line = position(244'000'001);
  out.send_to(boost::asio::buffer(line),
              udp::endpoint(boost::asio::ip::make_address("239.192.0.77"), h.intake().port(id)));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 1; }));
}

TEST(UdpSource, says_what_is_wrong_with_an_interface) {
  Harness h;
  EXPECT_NE(h.refusal("udp://239.192.0.77:0?interface=nosuch0").find("no network interface `nosuch0`"),
            std::string::npos);
  EXPECT_NE(h.refusal("udp://127.0.0.1:0?interface=lo").find("is for multicast groups"), std::string::npos);
}

TEST(SerialSource, reads_a_terminal_and_opens_it_again) {
  int ours = -1, theirs = -1;
  char name[256];
  ASSERT_EQ(::openpty(&ours, &theirs, name, nullptr, nullptr), 0);
  Harness h;
  h.add("serial:" + std::string(name) + "?baud=38400&name=receiver");
  const auto absent = h.add("serial:/dev/no-such-line");
  h.intake().start();
  ASSERT_TRUE(eventually([&] { return h.health().detail.find("nothing heard yet") != std::string::npos; }));
  const auto line = position(244'000'001);
  ASSERT_EQ(::write(ours, line.data(), line.size()), static_cast<ssize_t>(line.size()));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 1; }));
  EXPECT_EQ(h.health().state, SourceState::live);
  ::close(theirs);
  ::close(ours);  // unplugged
  ASSERT_TRUE(eventually([&] { return h.health().state == SourceState::failed; }));
  ASSERT_TRUE(eventually([&] { return h.health(absent).state == SourceState::failed; }));
  EXPECT_NE(h.health(absent).detail.find("cannot read `/dev/no-such-line`"), std::string::npos);
}

TEST(Intake, takes_sources_on_while_it_runs) {
  Harness h;
  h.intake().start();
  EXPECT_FALSE(h.intake().finished());
  EXPECT_FALSE(h.intake().recorded_time());
  const auto id = h.add("udp://127.0.0.1:0");
  boost::asio::io_context io;
  udp::socket out(io, udp::v4());
  const auto line = position(244'000'001);
  out.send_to(boost::asio::buffer(line), udp::endpoint(kLoopback, h.intake().port(id)));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 1; }));
  h.intake().stop();
  EXPECT_EQ(h.health().state, SourceState::stopped);
}

}  // namespace
}  // namespace fairlead::intake
