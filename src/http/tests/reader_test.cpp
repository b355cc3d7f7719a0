// SPDX-License-Identifier: Apache-2.0
// Reading requests: heads, bodies, and whatever could be read in two ways.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/fields.hpp"
#include "http/http_reader.hpp"

namespace fairlead::http {
namespace {

using State = HttpReader::State;

struct Read {
  State state;
  unsigned status = 0;  // of what is wrong
  Request request;
  std::string rest;
};

// Feeds pieces of this size; bodies up to `limit` are accepted.
Read read(std::string_view bytes, std::size_t limit = 1000, std::size_t piece = 0) {
  HttpReader reader(4096, 1024);
  Read result{State::more, 0, {}, {}};
  std::string inbox;
  while (!bytes.empty() || !inbox.empty()) {
    const std::size_t size = piece == 0 ? bytes.size() : std::min(piece, bytes.size());
    inbox += bytes.substr(0, size);
    bytes.remove_prefix(size);
    result.state = reader.feed(inbox);
    if (result.state == State::head && (result.state = reader.accept_body(limit)) == State::more) {
      result.state = reader.feed(inbox);
    }
    if (result.state != State::more || (size == 0 && bytes.empty())) break;
  }
  if (result.state == State::bad) result.status = reader.trouble().status;
  if (result.state == State::done) result.request = reader.take();
  result.rest = inbox + std::string(bytes);
  return result;
}

std::string post(std::string_view headers, std::string_view body) {
  return fmt::format("POST /x HTTP/1.1\r\nHost: h\r\n{}\r\n{}", headers, body);
}

TEST(Reader, reads_what_routes_need_from_a_head) {
  const Read got = read(
      "\r\nGET /a?b HTTP/1.1\r\nHost: H\r\nCookie: a=1\r\nCookie: b=2\r\nAuthorization: Bearer t\r\n"
      "X-Fairlead-Csrf: c\r\nOrigin: http://h\r\n\r\nGET");
  ASSERT_EQ(got.state, State::done);
  EXPECT_EQ(got.request.target, "/a?b");
  EXPECT_EQ(got.request.cookie, "a=1; b=2");
  EXPECT_EQ(got.request.authorization, "Bearer t");
  EXPECT_EQ(got.request.csrf, "c");
  EXPECT_FALSE(got.request.has_body);
  EXPECT_TRUE(got.request.is_safe());
  EXPECT_EQ(got.rest, "GET");
}

TEST(Reader, reads_a_body_of_known_length_and_leaves_what_follows) {
  const Read got = read(post("Content-Length: 5\r\n", "helloGET /"));
  ASSERT_EQ(got.state, State::done);
  EXPECT_EQ(got.request.body, "hello");
  EXPECT_EQ(got.rest, "GET /");
  EXPECT_EQ(read(post("Content-Length: 5\r\n", "hell")).state, State::more);
  EXPECT_EQ(read(post("Content-Length: 0\r\n", "")).state, State::done);
}

TEST(Reader, reads_a_body_in_chunks) {
  const Read got = read(post("Transfer-Encoding: Chunked\r\n", "5\r\nhello\r\n1;x=\"y\"\r\n!\r\n0\r\nT: v\r\n\r\nGET"));
  ASSERT_EQ(got.state, State::done);
  EXPECT_EQ(got.request.body, "hello!");
  EXPECT_EQ(got.rest, "GET");
}

RC_GTEST_PROP(Reader, reads_the_same_however_the_bytes_are_cut, ()) {
  const auto body = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  std::string bytes;
  if (*rc::gen::arbitrary<bool>()) {
    bytes = post(fmt::format("Content-Length: {}\r\n", body.size()), body);
  } else {
    std::string chunks;
    for (std::string_view rest = body; !rest.empty();) {
      const std::size_t size = std::min(rest.size(), *rc::gen::inRange<std::size_t>(1, 20));
      chunks += fmt::format("{:x}\r\n{}\r\n", size, rest.substr(0, size));
      rest.remove_prefix(size);
    }
    bytes = post("Transfer-Encoding: chunked\r\n", chunks + "0\r\n\r\n");
  }
  const Read got = read(bytes + "NEXT", 1000, *rc::gen::inRange<std::size_t>(1, 50));
  RC_ASSERT(got.state == State::done);
  RC_ASSERT(got.request.body == body);
  RC_ASSERT(got.rest == "NEXT");
}

TEST(Reader, refuses_lengths_that_two_readers_could_take_differently) {
  struct Case {
    const char* headers;
    unsigned status;
  };
  for (const Case& c : std::vector<Case>{
           {"Content-Length: 5\r\nContent-Length: 5\r\n", 400},
           {"Content-Length: 5\r\nContent-Length: 6\r\n", 400},
           {"Content-Length: 5, 5\r\n", 400},
           {"Content-Length: +5\r\n", 400},
           {"Content-Length: -5\r\n", 400},
           {"Content-Length: 0x5\r\n", 400},
           {"Content-Length: 5.0\r\n", 400},
           {"Content-Length:\r\n", 400},
           {"Content-Length: 99999999999999999999999\r\n", 400},
           {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400},
           {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400},
           {"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", 400},
           {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400},
           {"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 400},
           {"Transfer-Encoding: identity\r\n", 501},
           {"Transfer-Encoding: gzip, chunked\r\n", 501},
           {"Transfer-Encoding: chunked, chunked\r\n", 501},
           {"Transfer-Encoding: xchunked\r\n", 501},
           {"Transfer-Encoding: \"chunked\"\r\n", 501},
           {"Transfer-Encoding : chunked\r\n", 400},
           {"Transfer-Encoding:\n chunked\r\n", 400},
           {"Content-Length: 5\nX: y\r\n", 400},
           {"Expect: 200-ok\r\nContent-Length: 5\r\n", 417},
           {"Authorization: a\r\nAuthorization: b\r\n", 400},
           {"X-Fairlead-Csrf: a\r\nX-Fairlead-Csrf: b\r\n", 400},
       }) {
    const Read got = read(post(c.headers, "hello"));
    EXPECT_EQ(got.state, State::bad) << c.headers;
    // Beast's word for some of them is 400 where ours is 501; no reader takes them for a body.
    EXPECT_TRUE(got.status == c.status || got.status == 400) << c.headers << got.status;
  }
  EXPECT_EQ(read("POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 400U);
}

TEST(Reader, refuses_chunks_that_are_none) {
  for (const char* chunks :
       {"\r\n", "x\r\n", "5 \r\nhello\r\n", " 5\r\nhello\r\n", "0x5\r\nhello\r\n", "-1\r\n", "5\nhello\r\n",
        "5\r\nhello!\r\n", "5\r\nhello\n0\r\n", "5\r\nhelloX", "ffffffffffffffff\r\n", "0000000000000005\r\n",
        "5;\x01\r\nhello\r\n", "0\r\nT: v\n\r\n", "5\rhello\r\n\r\n"}) {
    EXPECT_EQ(read(post("Transfer-Encoding: chunked\r\n", chunks)).state, State::bad) << chunks;
  }
  EXPECT_EQ(read(post("Transfer-Encoding: chunked\r\n", std::string(5000, '1'))).state, State::bad);
  std::string trailers = "0\r\n";
  for (int i = 0; i < 2000; ++i) trailers += "X: aaaaaaaaaaaa\r\n";
  EXPECT_EQ(read(post("Transfer-Encoding: chunked\r\n", trailers)).state, State::bad);
}

TEST(Reader, keeps_bodies_within_the_limit) {
  EXPECT_EQ(read(post("Content-Length: 1001\r\n", "")).status, 413U);
  EXPECT_EQ(read(post("Content-Length: 1000\r\n", std::string(1000, 'x'))).state, State::done);
  EXPECT_EQ(read(post("Transfer-Encoding: chunked\r\n", "3e9\r\n")).status, 413U);
  EXPECT_EQ(read(post("Transfer-Encoding: chunked\r\n", "1f4\r\n" + std::string(500, 'x') + "\r\n1f5\r\n")).status,
            413U);
  EXPECT_EQ(read(post("Transfer-Encoding: chunked\r\n", "fffffffffffffff\r\n")).status, 413U);
}

TEST(Reader, asks_for_a_body_only_after_its_head_was_accepted) {
  HttpReader reader(4096, 1024);
  std::string bytes = post("Content-Length: 5\r\nExpect: 100-Continue\r\n", "");
  ASSERT_EQ(reader.feed(bytes), State::head);
  EXPECT_FALSE(reader.wants_continue());
  EXPECT_EQ(reader.feed(bytes), State::head);
  EXPECT_EQ(reader.request().method, "POST");
  ASSERT_EQ(reader.accept_body(100), State::more);
  EXPECT_TRUE(reader.wants_continue());
  EXPECT_FALSE(reader.wants_continue());
  bytes = "hello";
  EXPECT_EQ(reader.feed(bytes), State::done);
  EXPECT_EQ(reader.take().body, "hello");
  EXPECT_EQ(read("POST / HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\nx").state, State::done);
}

TEST(Reader, refuses_heads_beyond_its_limits) {
  EXPECT_EQ(read("GET /" + std::string(2000, 'a') + " HTTP/1.1\r\n\r\n").status, 414U);
  EXPECT_EQ(read("GET /" + std::string(9000, 'a')).status, 414U);
  EXPECT_EQ(read("GET / HTTP/1.1\r\nX: " + std::string(9000, 'a')).status, 431U);
  EXPECT_EQ(read("GET / HTTP/2.0\r\n\r\n").status, 505U);
}

TEST(Fields, cookies_are_found_once_or_not_at_all) {
  EXPECT_EQ(cookie_value("a=1; fairlead_session=x=y;b=2", "fairlead_session"), "x=y");
  EXPECT_FALSE(cookie_value("xfairlead_session=1", "fairlead_session"));
  EXPECT_FALSE(cookie_value("s=1; s=2", "s"));
  EXPECT_FALSE(cookie_value("", "s"));
  EXPECT_EQ(set_cookie({.name = "s", .value = "v", .secure = true, .max_age = std::chrono::seconds(5)}),
            "s=v; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=5");
  EXPECT_EQ(set_cookie({.name = "s", .value = "v", .path = "/x", .lax = true}), "s=v; Path=/x; HttpOnly; SameSite=Lax");
}

TEST(Fields, tokens_and_media_types_are_read_strictly) {
  EXPECT_EQ(bearer_token("bearer  abc"), "abc");
  EXPECT_FALSE(bearer_token("Bearer "));
  EXPECT_FALSE(bearer_token("Basic abc"));
  EXPECT_TRUE(is_json("application/json"));
  EXPECT_TRUE(is_json("Application/JSON; charset=UTF-8"));
  EXPECT_FALSE(is_json("application/json; charset=latin1"));
  EXPECT_FALSE(is_json("application/jsonx"));
  EXPECT_FALSE(is_json("text/plain"));
  EXPECT_FALSE(is_json(""));
}

}  // namespace
}  // namespace fairlead::http
