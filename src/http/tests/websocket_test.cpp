// SPDX-License-Identifier: Apache-2.0
// The WebSocket protocol: what is read does not depend on how it was cut into pieces, and what is wrong has its code.
#include "http/websocket.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead::http {
namespace {

std::string masked(unsigned first, std::string_view payload) {
  std::string frame(1, static_cast<char>(first));
  frame += static_cast<char>(0x80U | payload.size());
  const std::string_view key = "\x12\x34\x56\x78";
  frame += key;
  for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ key[i % 4]);
  return frame;
}

std::vector<std::string> texts(const std::vector<WebSocketReader::Event>& events) {
  std::vector<std::string> found;
  for (const auto& event : events) found.push_back(event.payload);
  return found;
}

TEST(WebSocket, accepts_the_key_of_the_standard) {
  EXPECT_EQ(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455 §1.3
  EXPECT_FALSE(websocket_accept(""));
  EXPECT_FALSE(websocket_accept("dGhlIHNhbXBsZSBub25jZQ="));
}

TEST(WebSocket, heads_have_the_shortest_length) {
  EXPECT_EQ(websocket_head(Opcode::text, 125).size(), 2U);
  EXPECT_EQ(websocket_head(Opcode::text, 126).size(), 4U);
  EXPECT_EQ(websocket_head(Opcode::text, 65'535).size(), 4U);
  EXPECT_EQ(websocket_head(Opcode::text, 65'536).size(), 10U);
}

RC_GTEST_PROP(WebSocket, reads_the_same_however_the_bytes_are_cut, ()) {
  std::string bytes;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
    bytes += masked(0x81, std::string_view(text).substr(0, 125));
  }
  WebSocketReader whole(4096);
  std::vector<WebSocketReader::Event> at_once;
  RC_ASSERT(!whole.feed(bytes, at_once));
  WebSocketReader cut(4096);
  std::vector<WebSocketReader::Event> piecewise;
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::size_t size = std::min(rest.size(), *rc::gen::inRange<std::size_t>(1, 40));
    RC_ASSERT(!cut.feed(rest.substr(0, size), piecewise));
    rest.remove_prefix(size);
  }
  RC_ASSERT(texts(at_once) == texts(piecewise));
}

TEST(WebSocket, tells_what_was_broken) {
  const auto code = [](std::string_view bytes, std::size_t max = 4096) {
    WebSocketReader reader(max);
    std::vector<WebSocketReader::Event> events;
    return reader.feed(bytes, events);
  };
  EXPECT_EQ(code(websocket_frame(Opcode::text, "unmasked")), CloseCode::protocol_error);
  EXPECT_EQ(code(masked(0xC1, "reserved bit")), CloseCode::protocol_error);
  EXPECT_EQ(code(masked(0x80, "nothing to continue")), CloseCode::protocol_error);
  EXPECT_EQ(code(masked(0x09, "a ping in parts")), CloseCode::protocol_error);
  EXPECT_EQ(code(masked(0x82, "binary")), CloseCode::unsupported_data);
  EXPECT_EQ(code(masked(0x81, "\xff")), CloseCode::invalid_text);
  EXPECT_EQ(code(masked(0x81, "four"), 3), CloseCode::too_big);
  EXPECT_EQ(code(masked(0x01, "two") + masked(0x80, "two"), 5), CloseCode::too_big);
  EXPECT_EQ(code(masked(0x88, "1")), CloseCode::protocol_error);
}

}  // namespace
}  // namespace fairlead::http
