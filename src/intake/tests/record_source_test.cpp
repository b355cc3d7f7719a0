// SPDX-License-Identifier: Apache-2.0
// Sources that speak another form than sentences: told by their first bytes, timed by their records.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/write.hpp>

#include "harness.hpp"
#include "intake/source_url.hpp"

namespace fairlead::intake {
namespace {

using boost::asio::ip::tcp;
using boost::asio::ip::udp;

constexpr const char* kPlots =
    "{\"time\":\"2026-03-14T20:00:00Z\"}\n"
    "{\"time\":\"2026-03-14T20:00:10Z\",\"scan\":1,\"lat\":12.9,\"lon\":-70.1,\"sigma\":30,\"sensor\":\"radar\"}\n"
    "{\"time\":\"2026-03-14T20:00:04Z\",\"scan\":1,\"lat\":12.8,\"lon\":-70.2,\"sigma\":30,\"targetPriority\":1}\n"
    "{\"scan\":1,\"at\":\"2026-03-14T20:00:10Z\",\"coverage\":{\"centre\":{\"lat\":12.6,\"lon\":-70},\"range\":85000},"
    "\"detection_probability\":[0.9,0.5]}\n"
    "{\"scan\":2,\"at\":\"2026-03-14T20:00:20Z\",\"coverage\":{\"centre\":{\"lat\":12.6,\"lon\":-70},\"range\":85000},"
    "\"detection_probability\":[0.9,0.5]}\n";

std::string cot_event() {
  return "<event uid='a' type='a-u-S' time='2026-03-14T20:00:15Z' how='h-e'><point lat='12.9' lon='-70.1' ce='100' "
         "hae='0' le='0'/></event>";
}

TEST(RecordFile, is_received_when_its_records_say_and_brings_scans) {
  const TemporaryFolder folder;
  Harness h;
  h.add("file:" + folder.write("plots.jsonl", kPlots));
  EXPECT_TRUE(h.intake().recorded_time());
  h.intake().start();
  ASSERT_TRUE(h.finish());
  ASSERT_EQ(h.observations().size(), 2U);
  EXPECT_EQ(to_rfc3339(h.observations()[0].received_at), "2026-03-14T20:00:10Z");
  // Late in the file: observed before, received when the one before it was.
  EXPECT_EQ(to_rfc3339(*h.observations()[1].observed_at), "2026-03-14T20:00:04Z");
  EXPECT_EQ(to_rfc3339(h.observations()[1].received_at), "2026-03-14T20:00:10Z");
  ASSERT_EQ(h.scans().size(), 2U);  // the second one has nothing beside it
  EXPECT_EQ(to_rfc3339(h.scans()[1].at), "2026-03-14T20:00:20Z");
  EXPECT_EQ(h.scans()[1].source, domain::SourceId(1));
  EXPECT_FALSE(h.texts()[0].empty());
  EXPECT_TRUE(h.texts()[1].empty());
  EXPECT_EQ(h.health().state, domain::SourceState::finished);
  EXPECT_EQ(h.health().rejected.at("targeting_field"), 1U);
  EXPECT_EQ(h.health().observations_total, 2U);
}

TEST(RecordFile, is_paced_by_the_times_of_its_records) {
  const TemporaryFolder folder;
  Harness h;
  h.add("file:" + folder.write("plots.jsonl.gz", gzip(kPlots)) + "?speed=1&format=detections");
  h.intake().start();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  h.drain();
  EXPECT_TRUE(h.observations().empty());  // ten seconds after the clock line
  h.steady().advance(std::chrono::milliseconds(10'500));
  ASSERT_TRUE(h.drain_until([&] { return h.scans().size() == 1; }));
  EXPECT_EQ(h.observations().size(), 2U);
  h.steady().advance(std::chrono::seconds(10));
  ASSERT_TRUE(h.finish());
  EXPECT_EQ(h.scans().size(), 2U);
}

TEST(RecordFile, begins_again_when_asked_to_and_time_goes_on) {
  const TemporaryFolder folder;
  Harness h;
  h.add("file:" + folder.write("plots.jsonl", kPlots) + "?loop=1");
  h.intake().start();
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() >= 6; }));
  EXPECT_GT(h.observations()[2].received_at, h.observations()[1].received_at);
}

TEST(LiveSource, cot_over_tcp_needs_no_line_ends) {
  boost::asio::io_context io;
  tcp::acceptor acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  Harness h;
  h.add("tcp://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()));
  h.intake().start();
  auto line = acceptor.accept();
  const auto text = "<?xml version='1.0'?>" + cot_event() + cot_event();
  boost::asio::write(line, boost::asio::buffer(text.substr(0, 90)));
  boost::asio::write(line, boost::asio::buffer(text.substr(90)));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 2; }));
  EXPECT_EQ(h.observations()[0].received_at, kNow);
  EXPECT_EQ(to_rfc3339(*h.observations()[0].observed_at), "2026-03-14T20:00:15Z");
}

TEST(LiveSource, asterix_and_sentences_share_a_port_when_senders_differ) {
  Harness h;
  const auto id = h.add("udp://127.0.0.1:0?site=12.5,-70");
  h.intake().start();
  boost::asio::io_context io;
  udp::socket socket(io, udp::v4());
  const udp::endpoint to(boost::asio::ip::address_v4::loopback(), h.intake().port(id));
  // Category 048: source, time of day, range and bearing; with bytes that look like line ends.
  const unsigned char block[] = {0x30, 0x00, 0x0D, 0xD0, 0x0A, 0x0D, 0x80, 0x0D, 0x0A, 0x0A, 0x0D, 0x20, 0x0A};
  socket.send_to(boost::asio::buffer(block), to);
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 1; }));
  EXPECT_EQ(h.observations()[0].sensor, domain::SensorKind::radar);
  EXPECT_EQ(h.observations()[0].hearer.view(), "0A0D");
}

TEST(SourceUrl, forms_and_sites_are_parsed_strictly) {
  const auto url = parse_source_url("udp://:4000?format=asterix&site=0A/1B:12.61,-70.05;12.38,-69.16").value();
  EXPECT_EQ(url.format, decode::Format::asterix);
  ASSERT_EQ(url.sites.size(), 2U);
  EXPECT_EQ(url.sites[0].code, 0x0A1B);
  EXPECT_FALSE(url.sites[1].code);
  EXPECT_FALSE(parse_source_url("file:a?format=auto").value().format);
  EXPECT_EQ(to_rfc3339(*parse_source_url("file:a?day=2026-03-14").value().day), "2026-03-14T00:00:00Z");
  const auto refusal = [](const char* text) { return parse_source_url(text).error().message; };
  EXPECT_NE(refusal("file:a?format=asteriks").find("did you mean `asterix`"), std::string::npos);
  EXPECT_NE(refusal("file:a?site=95,0").find("latitude"), std::string::npos);
  EXPECT_NE(refusal("file:a?site=XY/00:1,2").find("hexadecimal"), std::string::npos);
  EXPECT_NE(refusal("file:a?day=yesterday").find("date"), std::string::npos);
  EXPECT_NE(refusal("tcp://a:1?day=2026-03-14").find("no meaning"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::intake
