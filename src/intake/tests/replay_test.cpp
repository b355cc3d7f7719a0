// SPDX-License-Identifier: Apache-2.0
// Replays of raw lines, over real sockets.
#include "intake/replay.hpp"

#include <future>

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include "harness.hpp"

namespace fairlead::intake {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using boost::asio::ip::udp;

const auto kLoopback = boost::asio::ip::address_v4::loopback();

std::string recording(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) text += position(244'000'001, i, {.tag_time = 1'600'000'000 + i});
  return text;
}

std::string read_all(tcp::socket& socket) {
  std::string text;
  char buffer[4096];
  boost::system::error_code error;
  while (!error) text.append(buffer, socket.read_some(boost::asio::buffer(buffer), error));
  return text;
}

Result<ReplayReport> play(const ReplayOptions& options) {
  return replay(options, system_wall_clock(), system_steady_clock());
}

TEST(Replay, writes_to_standard_output) {
  const TemporaryFolder folder;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ReplayOptions options;
  const auto text = recording(3);
  options.file = folder.write("a.gz", gzip(text.substr(0, text.size() - 2)));
  options.to = "-";
  options.standard_output = ends[1];
  const auto report = play(options);
  ::close(ends[1]);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->lines, 3U);
  EXPECT_EQ(report->bytes, text.size());
  EXPECT_TRUE(report->timed);
  char buffer[4096];
  const auto got = ::read(ends[0], buffer, sizeof buffer);
  EXPECT_EQ(std::string(buffer, static_cast<std::size_t>(got)), text);
  ::close(ends[0]);
}

TEST(Replay, calls_a_receiver) {
  const TemporaryFolder folder;
  boost::asio::io_context io;
  tcp::acceptor acceptor(io, {kLoopback, 0});
  ReplayOptions options;
  const auto text = recording(20'000);
  options.file = "file:" + folder.write("a", text);
  options.to = "tcp://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  auto report = std::async(std::launch::async, [&] { return play(options); });
  auto socket = acceptor.accept();
  EXPECT_EQ(read_all(socket), text);
  EXPECT_EQ(report.get()->lines, 20'000U);
}

TEST(Replay, serves_all_who_connect_at_recorded_pace) {
  const TemporaryFolder folder;
  ReplayOptions options;
  options.file = folder.write("a", recording(4));
  options.to = "tcp-listen://127.0.0.1:0";
  options.speed = 20;  // 150 ms
  std::promise<std::uint16_t> port;
  options.listening = [&](std::uint16_t open) { port.set_value(open); };
  std::atomic<unsigned> told{0};
  options.progress = [&](const ReplayProgress&) { ++told; };
  const auto begin = std::chrono::steady_clock::now();
  auto report = std::async(std::launch::async, [&] { return play(options); });
  boost::asio::io_context io;
  tcp::socket socket(io);
  socket.connect({kLoopback, port.get_future().get()});
  EXPECT_EQ(read_all(socket), recording(4));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 145ms);
  const auto end = report.get();
  ASSERT_TRUE(end);
  EXPECT_EQ(end->receivers_total, 1U);
  EXPECT_EQ(end->receivers_lost, 0U);
  EXPECT_GE(told, 1U);
}

TEST(Replay, lets_go_of_a_receiver_that_does_not_read) {
  const TemporaryFolder folder;
  boost::asio::io_context io;
  tcp::acceptor acceptor(io, {kLoopback, 0});
  ReplayOptions options;
  options.file = folder.write("a", recording(200)) + "";
  options.file = "file:" + options.file + "?loop=1";
  options.to = "tcp://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  options.receiver_patience = 50ms;
  const auto report = play(options);  // ends because the only receiver is let go
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::unreachable);
}

TEST(Replay, sends_a_datagram_a_line) {
  const TemporaryFolder folder;
  boost::asio::io_context io;
  udp::socket in(io, {kLoopback, 0});
  ReplayOptions options;
  options.file = folder.write("a", recording(2));
  options.to = "udp://127.0.0.1:" + std::to_string(in.local_endpoint().port());
  ASSERT_TRUE(play(options));
  char buffer[4096];
  const auto got = in.receive(boost::asio::buffer(buffer));
  EXPECT_EQ(std::string(buffer, got) + "", recording(1));
}

TEST(Replay, feeds_a_source_and_stops_when_told) {
  const TemporaryFolder folder;
  Harness h;
  const auto id = h.add("tcp-listen://127.0.0.1:0");
  h.intake().start();
  ReplayOptions options;
  options.file = folder.write("a", recording(1000));
  options.to = "tcp://127.0.0.1:" + h.port(id);
  options.loop = true;
  options.rate = 20'000;
  std::atomic<bool> stop{false};
  options.stop = &stop;
  auto report = std::async(std::launch::async, [&] { return play(options); });
  EXPECT_TRUE(h.drain_until([&] { return h.observations().size() > 1500; }));
  stop = true;
  const auto end = report.get();
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->stopped);
  EXPECT_GE(end->passes, 2U);
}

TEST(Replay, refuses_targets_that_cannot_receive) {
  const TemporaryFolder folder;
  ReplayOptions options;
  options.file = folder.write("a", recording(1));
  options.to = "serial:/dev/ttyUSB0";
  EXPECT_NE(play(options).error().message.find("cannot replay to `serial:`"), std::string::npos);
  options.to = "tpc://x:1";
  EXPECT_EQ(play(options).error().code, ErrorCode::invalid_argument);
  options.to = "tcp://127.0.0.1:1";
  EXPECT_EQ(play(options).error().code, ErrorCode::unreachable);
  options.file = folder.path("absent");
  EXPECT_EQ(play(options).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace fairlead::intake
