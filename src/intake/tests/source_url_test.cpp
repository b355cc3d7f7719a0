// SPDX-License-Identifier: Apache-2.0
// Source URLs: what is understood, and what is said where it is not.
#include "intake/source_url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead::intake {
namespace {

using namespace std::chrono_literals;

SourceUrl good(std::string_view text) {
  auto url = parse_source_url(text);
  EXPECT_TRUE(url) << text << ": " << (url ? "" : url.error().message);
  return url.value_or(SourceUrl{});
}
std::string refusal(std::string_view text) {
  const auto url = parse_source_url(text);
  EXPECT_FALSE(url) << text;
  return url ? "" : url.error().message;
}

TEST(SourceUrl, reads_every_kind) {
  const auto file = good("file:/var/log/ais.nmea.gz?speed=60&loop=1&retime=now");
  EXPECT_EQ(file.kind, SourceKind::file);
  EXPECT_EQ(file.path, "/var/log/ais.nmea.gz");
  EXPECT_EQ(file.speed, 60.0);
  EXPECT_TRUE(file.loop);
  EXPECT_TRUE(file.retime_now);
  EXPECT_EQ(file.name, "ais.nmea.gz");
  EXPECT_FALSE(file.is_live());

  const auto tcp = good("tcp://ais.example.org:10110?stall=90s&name=coast&originator=NO%20Coastal");
  EXPECT_EQ(tcp.host, "ais.example.org");
  EXPECT_EQ(tcp.port, 10110);
  EXPECT_EQ(tcp.stall, 90s);
  EXPECT_EQ(tcp.name, "coast");
  EXPECT_EQ(tcp.originator, "NO Coastal");
  EXPECT_TRUE(tcp.is_live());

  EXPECT_EQ(good("tcp-listen://0.0.0.0:10110").kind, SourceKind::tcp_listen);
  EXPECT_EQ(good("tcp-listen://:0").port, 0);
  EXPECT_EQ(good("tcp-listen://*:10110").host, "");
  EXPECT_EQ(good("tcp://[2001:db8::1]:5000/").host, "2001:db8::1");
  EXPECT_EQ(good("tcp://[2001:db8::1]:5000").name, "tcp:[2001:db8::1]:5000");
  EXPECT_EQ(good("udp://239.192.0.4:60004?interface=eth0").interface, "eth0");
  EXPECT_EQ(good("serial:/dev/ttyUSB0?baud=4800").baud, 4800U);
  EXPECT_EQ(good("serial:///dev/ttyUSB0").path, "/dev/ttyUSB0");
  EXPECT_EQ(good("serial:/dev/ttyUSB0").baud, 38400U);
  EXPECT_EQ(good("-").kind, SourceKind::standard_input);
  EXPECT_EQ(good("-?name=pipe").name, "pipe");
  EXPECT_EQ(good("FILE:relative/a%3Fb").path, "relative/a?b");
  EXPECT_EQ(good("file:///data/x").path, "/data/x");
}

TEST(SourceUrl, names_the_nearest_right_word) {
  EXPECT_NE(refusal("tpc://host:1").find("`tcp:`"), std::string::npos);
  EXPECT_NE(refusal("file:x?sped=2").find("`speed`"), std::string::npos);
  EXPECT_NE(refusal("serial:/dev/x?buad=9600").find("`baud`"), std::string::npos);
  EXPECT_NE(refusal("https://x").find("tcp-listen"), std::string::npos);
}

TEST(SourceUrl, says_which_parameters_a_kind_takes) {
  const auto message = refusal("tcp://h:1?baud=9600");
  EXPECT_NE(message.find("`baud` has no meaning"), std::string::npos) << message;
  EXPECT_NE(message.find("stall, name, originator"), std::string::npos) << message;
}

TEST(SourceUrl, refuses_values_without_meaning) {
  for (const auto* text : {"",
                           "file:",
                           "serial:",
                           "tcp://",
                           "tcp://host",
                           "tcp://:1",
                           "tcp://h:0",
                           "tcp://h:70000",
                           "tcp://h:1x",
                           "tcp:h:1",
                           "tcp://h:1/path",
                           "tcp://::1:5",
                           "tcp://[::1:5",
                           "tcp://[::1]5",
                           "udp://h",
                           "file:x?speed=0",
                           "file:x?speed=-1",
                           "file:x?speed=nan",
                           "file:x?speed=inf",
                           "file:x?speed=",
                           "file:x?speed",
                           "file:x?loop=2",
                           "file:x?retime=then",
                           "file:x?rate=fast",
                           "tcp://h:1?stall=60",
                           "tcp://h:1?stall=0s",
                           "serial:/d?baud=1",
                           "file:x?speed=1&speed=2",
                           "file:x%",
                           "file:x%4",
                           "file:x%zz",
                           "file:x%00",
                           "file://other/x",
                           "x.nmea",
                           "-x",
                           "tcp://a b:1",
                           "file:x?name="}) {
    EXPECT_FALSE(refusal(text).empty()) << text;
  }
}

TEST(SourceUrl, tells_how_to_write_a_bare_file_name) {
  EXPECT_NE(refusal("sample.nmea").find("`file:sample.nmea`"), std::string::npos);
}

TEST(SourceUrl, never_repeats_a_password) {
  for (const auto* text : {"tcp://me:hunter2@host:1", "tcp://me:hunter2@host", "http://me:hunter2@host/",
                           "me:hunter2@host:1", "tcp-listen://hunter2@:1", "udp://hunter2@h:1?x=1", "hunter2@host"}) {
    EXPECT_EQ(refusal(text).find("hunter2"), std::string::npos) << refusal(text);
  }
  EXPECT_EQ(refusal("tcp://h:1?password=hunter2").find("hunter2"), std::string::npos);
}

RC_GTEST_PROP(SourceUrl, survives_any_text, (const std::string& text)) {
  for (const auto* scheme : {"", "file:", "tcp://", "udp://h:1?", "serial:", "-?"}) {
    const auto url = parse_source_url(scheme + text);
    if (!url) RC_ASSERT(!url.error().message.empty());
    if (url) RC_ASSERT(!url->name.empty());
  }
}

}  // namespace
}  // namespace fairlead::intake
