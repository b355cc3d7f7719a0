// SPDX-License-Identifier: Apache-2.0
// A client for the tests on plain sockets, so that what it sends can be as wrong as a test likes.
#pragma once

#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/text.hpp"

namespace fairlead::serve {

struct Answer {
  unsigned status = 0;                         // 0: the connection ended without one
  std::map<std::string, std::string> headers;  // names in lower case
  std::string head;
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
  boost::json::value json() const {
    boost::json::error_code error;
    boost::json::value value = boost::json::parse(body, error);
    return error ? boost::json::value() : value;
  }
};

class Client {
 public:
  explicit Client(const std::string& address, int receive_buffer = 0) {
    const std::size_t colon = address.rfind(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(parse_number<std::uint16_t>(std::string_view(address).substr(colon + 1)).value_or(0));
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer != 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  virtual ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  virtual bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Reads once; false at the end or when nothing comes within the time.
  virtual bool receive(int patience_ms = 5000) { return receive_into(pending_, patience_ms); }
  bool receive_into(std::string& into, int patience_ms) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) return false;
    char buffer[65536];
    const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0) {
      ended_ = true;
      return false;
    }
    into.append(buffer, static_cast<std::size_t>(got));
    return true;
  }
  bool ended() const { return ended_; }
  bool connected() const { return connected_; }
  std::string& pending() { return pending_; }

  // The head of the next answer, and the body when its length is known.
  Answer answer(bool head_only = false) {
    std::size_t end = 0;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive()) return {};
    }
    Answer answer;
    answer.head = pending_.substr(0, end + 4);
    pending_.erase(0, end + 4);
    std::string_view rest = answer.head;
    answer.status = parse_number<unsigned>(rest.substr(9, 3)).value_or(0);
    rest.remove_prefix(rest.find("\r\n") + 2);
    while (rest.size() > 2) {
      const std::size_t line = rest.find("\r\n");
      const std::size_t colon = rest.find(':');
      answer.headers[to_lower(rest.substr(0, colon))] = std::string(trim(rest.substr(colon + 1, line - colon - 1)));
      rest.remove_prefix(line + 2);
    }
    if (head_only) return answer;
    const auto length = parse_number<std::size_t>(answer.header("content-length")).value_or(0);
    while (pending_.size() < length) {
      if (!receive()) return answer;
    }
    answer.body = pending_.substr(0, length);
    pending_.erase(0, length);
    return answer;
  }
  Answer ask(std::string_view method, std::string_view target, std::string_view headers = {}) {
    std::string request(method);
    request += ' ';
    request += target;
    request += " HTTP/1.1\r\nHost: localhost\r\n";
    request += headers;
    request += "\r\n";
    if (!send(request)) return {};
    return answer(method == "HEAD");
  }
  Answer get(std::string_view target, std::string_view headers = {}) { return ask("GET", target, headers); }
  // With a JSON body.
  Answer post(std::string_view target, std::string_view json, std::string headers = {}) {
    headers += "Content-Type: application/json\r\nContent-Length: " + std::to_string(json.size()) + "\r\n\r\n";
    std::string request = "POST ";
    request += target;
    request += " HTTP/1.1\r\nHost: localhost\r\n";
    request += headers;
    request += json;
    if (!send(request)) return {};
    return answer();
  }

 private:
  int socket_ = -1;
  bool connected_ = false;
  bool ended_ = false;
  std::string pending_;
};

struct Event {
  std::string name;
  std::string id;
  std::string data;
  boost::json::value json() const { return boost::json::parse(data); }
};

// Reads server-sent events.
class EventClient : public Client {
 public:
  explicit EventClient(const std::string& address, std::string_view query = {}, std::string_view headers = {})
      : Client(address) {
    std::string request = "GET /api/v1/stream";
    request += query;
    request += " HTTP/1.1\r\nHost: localhost\r\n";
    request += headers;
    request += "\r\n";
    send(request);
    opened = answer(true);
  }
  std::optional<Event> next(int patience_ms = 5000) {
    for (;;) {
      std::size_t end = 0;
      while ((end = pending().find("\n\n")) == std::string::npos) {
        if (!receive(patience_ms)) return std::nullopt;
      }
      std::string block = pending().substr(0, end + 1);
      pending().erase(0, end + 2);
      Event event;
      std::string_view rest = block;
      while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        if (line.starts_with("event: ")) event.name = line.substr(7);
        if (line.starts_with("id: ")) event.id = line.substr(4);
        if (line.starts_with("data: ")) event.data = line.substr(6);
        if (line.starts_with(":")) ++comments;
      }
      if (!event.name.empty()) return event;
    }
  }
  // The next event of this name, others passed over.
  std::optional<Event> next_of(std::string_view name, int patience_ms = 5000) {
    while (auto event = next(patience_ms)) {
      if (event->name == name) return event;
    }
    return std::nullopt;
  }

  Answer opened;
  int comments = 0;
};

class MessageClient : public Client {
 public:
  explicit MessageClient(const std::string& address, std::string_view query = {}, std::string_view headers = {},
                         int receive_buffer = 0)
      : Client(address, receive_buffer) {
    std::string request = "GET /api/v1/stream";
    request += query;
    request +=
        " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    request += headers;
    request += "\r\n";
    send(request);
    opened = answer(true);
  }
  static std::string masked(unsigned first, std::string_view payload, bool mask = true) {
    std::string frame(1, static_cast<char>(first));
    const unsigned bit = mask ? 0x80U : 0U;
    if (payload.size() < 126) {
      frame += static_cast<char>(bit | payload.size());
    } else {
      frame += static_cast<char>(bit | 126U);
      frame += static_cast<char>(payload.size() >> 8 & 0xFFU);
      frame += static_cast<char>(payload.size() & 0xFFU);
    }
    const std::string key = "\x12\x34\x56\x78";
    if (mask) frame += key;
    for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ (mask ? key[i % 4] : 0));
    return frame;
  }
  bool say(std::string_view text) { return send(masked(0x81, text)); }

  struct Frame {
    unsigned opcode;
    std::string payload;
  };
  std::optional<Frame> next_frame(int patience_ms = 5000) {
    const auto need = [&](std::size_t size) {
      while (pending().size() < size) {
        if (!receive(patience_ms)) return false;
      }
      return true;
    };
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(pending()[i]); };
    if (!need(2)) return std::nullopt;
    std::size_t length = byte(1);
    std::size_t head = 2;
    if (length >= 126) {
      const std::size_t extra = length == 126 ? 2 : 8;
      if (!need(2 + extra)) return std::nullopt;
      length = 0;
      for (std::size_t i = 0; i < extra; ++i) length = length << 8 | byte(2 + i);
      head += extra;
    }
    if (!need(head + length)) return std::nullopt;
    Frame frame{byte(0) & 0x0FU, pending().substr(head, length)};
    pending().erase(0, head + length);
    return frame;
  }
  // The next message of this type; pings are answered, others passed over.
  std::optional<boost::json::object> next_of(std::string_view type, int patience_ms = 5000) {
    while (auto frame = next_frame(patience_ms)) {
      if (frame->opcode == 9) send(masked(0x8A, frame->payload));
      if (frame->opcode != 1) continue;
      boost::json::value value = boost::json::parse(frame->payload);
      const boost::json::string& found = value.at("type").as_string();
      if (std::string_view(found.data(), found.size()) == type) return value.as_object();
    }
    return std::nullopt;
  }
  // The code of the next close frame; 0 when the connection ends without one.
  unsigned close_code() {
    while (auto frame = next_frame()) {
      if (frame->opcode != 8) continue;
      if (frame->payload.size() < 2) return 1005;
      return static_cast<unsigned char>(frame->payload[0]) * 256U + static_cast<unsigned char>(frame->payload[1]);
    }
    return 0;
  }

  Answer opened;
};

}  // namespace fairlead::serve
