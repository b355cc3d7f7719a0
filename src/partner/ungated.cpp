// SPDX-License-Identifier: Apache-2.0
#include "ungated.hpp"

#include "base/text.hpp"

namespace fairlead::partner {

Ungated& Ungated::number(std::uint64_t value) {
  append_number(bytes_, value);
  return *this;
}

Ungated Ungated::message_head(std::size_t payload) {
  return Ungated(http::websocket_head(http::Opcode::text, payload));
}

Ungated Ungated::ping() { return Ungated(http::websocket_frame(http::Opcode::ping, {})); }

Ungated Ungated::pong(const http::WebSocketReader::Event& ping) {
  return Ungated(http::websocket_frame(http::Opcode::pong, std::string_view(ping.payload).substr(0, 125)));
}

Ungated Ungated::close(http::CloseCode code, Constant reason) {
  return Ungated(http::websocket_close(code, reason.view()));
}

Ungated Ungated::upgrade(std::string_view websocket_key) {
  const auto accept = http::websocket_accept(websocket_key);
  if (!accept) return {};
  return Ungated(
      "HTTP/1.1 101 Switching Protocols\r\nServer: Fairlead\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      *accept + "\r\n\r\n");
}

}  // namespace fairlead::partner
