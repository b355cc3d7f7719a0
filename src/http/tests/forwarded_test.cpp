// SPDX-License-Identifier: Apache-2.0
#include "http/forwarded.hpp"

#include <gtest/gtest.h>

#include "http/http_reader.hpp"

namespace fairlead::http {
namespace {

const std::vector<std::string> kProxies{"10.0.0.1", "10.0.0.2", "2001:db8::1"};

std::string asked(std::string_view peer, std::string_view forwarded_for) {
  return client_address(peer, forwarded_for, kProxies);
}

TEST(Forwarded, counts_when_a_trusted_proxy_says_it) {
  EXPECT_EQ(asked("10.0.0.1", "203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(asked("::ffff:10.0.0.1", " 203.0.113.7 "), "203.0.113.7");
  EXPECT_EQ(asked("2001:db8:0::1", "2001:db8:0:0::77"), "2001:db8::77");
  EXPECT_EQ(asked("10.0.0.1", "203.0.113.7:4711"), "203.0.113.7");
  EXPECT_EQ(asked("10.0.0.1", "[2001:db8::77]:4711"), "2001:db8::77");
}

TEST(Forwarded, is_nobody_elses_to_say) {
  EXPECT_EQ(asked("203.0.113.9", "192.0.2.1"), "203.0.113.9");
  EXPECT_EQ(client_address("10.0.0.1", "192.0.2.1", {}), "10.0.0.1");
}

TEST(Forwarded, believes_the_last_hop_and_not_what_a_client_put_before_it) {
  EXPECT_EQ(asked("10.0.0.1", "192.0.2.1, 203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(asked("10.0.0.1", "192.0.2.1, 203.0.113.7, 10.0.0.2"), "203.0.113.7");
  EXPECT_EQ(asked("10.0.0.1", "10.0.0.2"), "10.0.0.2");
}

TEST(Forwarded, ends_at_what_cannot_be_read) {
  EXPECT_EQ(asked("10.0.0.1", "203.0.113.7, unknown"), "10.0.0.1");
  EXPECT_EQ(asked("10.0.0.1", "203.0.113.7, unknown, 10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(asked("10.0.0.1", ""), "10.0.0.1");
  EXPECT_EQ(asked("10.0.0.1", ",,,"), "10.0.0.1");
  EXPECT_EQ(asked("", "203.0.113.7"), "");
}

TEST(Forwarded, is_read_from_all_lines_in_order) {
  HttpReader reader(4096, 4096);
  std::string bytes =
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nx-forwarded-for: 203.0.113.7, 10.0.0.2\r\n\r\n";
  ASSERT_EQ(reader.feed(bytes), HttpReader::State::done);
  EXPECT_EQ(reader.take().forwarded_for, "192.0.2.1,203.0.113.7, 10.0.0.2");
}

}  // namespace
}  // namespace fairlead::http
