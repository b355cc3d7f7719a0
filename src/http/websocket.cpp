// SPDX-License-Identifier: Apache-2.0
#include "http/websocket.hpp"

#include <array>

#include <openssl/evp.h>

#include "http/query.hpp"

namespace fairlead::http {
namespace {

constexpr std::string_view kMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 §1.3

bool is_key(std::string_view key) {
  if (key.size() != 24 || !key.ends_with("==")) return false;
  return key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") == 22;
}

bool is_known(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

bool is_text(std::string_view payload) {
  // Line ends and tabs may stand between the members of a message.
  std::string flat(payload);
  for (char& c : flat) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return is_clean_utf8(flat);
}

}  // namespace

std::optional<std::string> websocket_accept(std::string_view key) {
  if (!is_key(key)) return std::nullopt;
  std::string text(key);
  text += kMagic;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) return std::nullopt;
  std::array<unsigned char, 64> base64{};
  const int length = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
  return std::string(reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(length));
}

std::string websocket_head(Opcode opcode, std::size_t payload) {
  std::string head(1, static_cast<char>(0x80U | static_cast<unsigned>(opcode)));
  if (payload < 126) {
    head += static_cast<char>(payload);
    return head;
  }
  const int bytes = payload <= 0xFFFF ? 2 : 8;
  head += static_cast<char>(bytes == 2 ? 126 : 127);
  for (int i = bytes; i-- > 0;) head += static_cast<char>(payload >> (8 * i) & 0xFFU);
  return head;
}

std::string websocket_frame(Opcode opcode, std::string_view payload) {
  std::string frame = websocket_head(opcode, payload.size());
  frame += payload;
  return frame;
}

std::string websocket_close(CloseCode code, std::string_view reason) {
  const auto number = static_cast<std::uint16_t>(code);
  std::string payload{static_cast<char>(number >> 8), static_cast<char>(number & 0xFF)};
  payload += reason.substr(0, 120);
  return websocket_frame(Opcode::close, payload);
}

std::optional<CloseCode> WebSocketReader::read_head(std::optional<Head>& head) const {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(pending_[i]); };
  if (pending_.size() < 2) return std::nullopt;
  const unsigned first = byte(0);
  const unsigned opcode = first & 0x0FU;
  if ((first & 0x70U) != 0 || !is_known(opcode)) return CloseCode::protocol_error;
  if ((byte(1) & 0x80U) == 0) return CloseCode::protocol_error;  // a client must mask
  const unsigned length = byte(1) & 0x7FU;
  const bool control = opcode >= 8;
  if (control && ((first & 0x80U) == 0 || length > 125)) return CloseCode::protocol_error;
  const std::size_t extra = length < 126 ? 0 : length == 126 ? 2 : 8;
  const std::size_t size = 2 + extra + 4;
  if (pending_.size() < size) return std::nullopt;
  std::uint64_t payload = length;
  if (extra != 0) {
    payload = 0;
    for (std::size_t i = 0; i < extra; ++i) payload = payload << 8 | byte(2 + i);
  }
  if (payload > max_) return CloseCode::too_big;
  head = Head{(first & 0x80U) != 0,
              static_cast<Opcode>(opcode),
              size,
              static_cast<std::size_t>(payload),
              {byte(size - 4), byte(size - 3), byte(size - 2), byte(size - 1)}};
  return std::nullopt;
}

std::optional<CloseCode> WebSocketReader::take(const Head& head, std::vector<Event>& events) {
  std::string payload = pending_.substr(head.size, head.payload);
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ head.mask[i % 4]);
  pending_.erase(0, head.size + head.payload);
  switch (head.opcode) {
    case Opcode::close:
      if (payload.size() == 1) return CloseCode::protocol_error;
      [[fallthrough]];
    case Opcode::ping:
    case Opcode::pong:
      events.push_back({head.opcode, std::move(payload)});
      return std::nullopt;
    case Opcode::binary:
      return CloseCode::unsupported_data;
    case Opcode::text:
      if (in_message_) return CloseCode::protocol_error;
      break;
    case Opcode::continuation:
      if (!in_message_) return CloseCode::protocol_error;
      break;
  }
  if (message_.size() + payload.size() > max_) return CloseCode::too_big;
  message_ += payload;
  in_message_ = !head.final;
  if (!head.final) return std::nullopt;
  if (!is_text(message_)) return CloseCode::invalid_text;
  events.push_back({Opcode::text, std::move(message_)});
  message_.clear();
  return std::nullopt;
}

std::optional<CloseCode> WebSocketReader::feed(std::string_view bytes, std::vector<Event>& events) {
  pending_ += bytes;
  for (;;) {
    std::optional<Head> head;
    if (const auto broken = read_head(head)) return broken;
    if (!head || pending_.size() < head->size + head->payload) return std::nullopt;
    if (const auto broken = take(*head, events)) return broken;
  }
}

}  // namespace fairlead::http
