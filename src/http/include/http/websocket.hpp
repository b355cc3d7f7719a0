// SPDX-License-Identifier: Apache-2.0
// The WebSocket protocol (RFC 6455) without sockets: handshake, reading what a client sends, framing what we send.
// No extensions: a frame is encoded once and shared by all who get it.
//
// Threads: one owner each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::http {

// The value of Sec-WebSocket-Accept for a client's key; nothing when the key is not 16 bytes in base64.
std::optional<std::string> websocket_accept(std::string_view key);

// RFC 6455 §7.4.1.
enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported_data = 1003,
  invalid_text = 1007,
  policy = 1008,
  too_big = 1009,
  try_again = 1013,
};

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// The head of an unmasked, final frame.
std::string websocket_head(Opcode opcode, std::size_t payload);
std::string websocket_frame(Opcode opcode, std::string_view payload);
std::string websocket_close(CloseCode code, std::string_view reason);

class WebSocketReader {
 public:
  explicit WebSocketReader(std::size_t message_bytes_max) : max_(message_bytes_max) {}

  struct Event {
    Opcode opcode;  // text, ping, pong or close
    std::string payload;
  };
  // Takes bytes and adds what they complete. A code when the client broke the protocol or a limit; the reader is then
  // of no further use.
  std::optional<CloseCode> feed(std::string_view bytes, std::vector<Event>& events);

 private:
  struct Head {
    bool final;
    Opcode opcode;
    std::size_t size;  // of the head
    std::size_t payload;
    std::uint8_t mask[4];
  };
  std::optional<CloseCode> read_head(std::optional<Head>& head) const;
  std::optional<CloseCode> take(const Head& head, std::vector<Event>& events);

  const std::size_t max_;
  std::string pending_;
  std::string message_;  // fragments so far
  bool in_message_ = false;
};

}  // namespace fairlead::http
