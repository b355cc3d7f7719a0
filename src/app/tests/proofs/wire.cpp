// SPDX-License-Identifier: Apache-2.0
#include "wire.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.hpp"

namespace fairlead::proofs {

int connect_to(std::uint16_t port, int receive_buffer) {
  const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer != 0) setsockopt(handle, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const int on = 1;
  setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(port);
  if (::connect(handle, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return handle;
  ::close(handle);
  return -1;
}

Wire::~Wire() {
  if (socket_ >= 0) ::close(socket_);
}

bool Wire::fill() {
  char buffer[65536];
  const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  pending_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

std::optional<Reply> Wire::ask(std::string_view method, std::string_view path, const Person* as,
                               std::string_view json) {
  if (socket_ < 0) {
    socket_ = connect_to(port_);
    pending_.clear();
    if (socket_ < 0) return std::nullopt;
  }
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", method, path, port_);
  if (as != nullptr) text += fmt::format("Cookie: {}\r\nX-Fairlead-Csrf: {}\r\n", as->cookie, as->csrf);
  if (!json.empty()) text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", json.size());
  text += "\r\n";
  text += json;
  Reply reply;
  const auto gone = [&]() -> std::optional<Reply> {
    ::close(socket_);
    socket_ = -1;
    return std::nullopt;
  };
  if (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) return gone();
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return gone();
  }
  reply.head = pending_.substr(0, end + 2);
  pending_.erase(0, end + 4);
  reply.status = parse_number<unsigned>(reply.head.substr(9, 3)).value_or(0);
  std::size_t length = 0;
  if (const auto at = reply.head.find("Content-Length: "); at != std::string::npos) {
    length = parse_number<std::size_t>(reply.head.substr(at + 16, reply.head.find('\r', at) - at - 16)).value_or(0);
  }
  while (pending_.size() < length) {
    if (!fill()) return gone();
  }
  reply.body = pending_.substr(0, length);
  pending_.erase(0, length);
  if (reply.head.find("Connection: close") != std::string::npos) gone();
  return reply;
}

std::string member(std::string_view json, std::string_view name) {
  const auto at = json.find(fmt::format("\"{}\":", name));
  if (at == std::string_view::npos) return {};
  std::string_view rest = json.substr(at + name.size() + 3);
  if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
  return std::string(rest.substr(0, rest.find_first_of(",}]")));
}

}  // namespace fairlead::proofs
