// SPDX-License-Identifier: Apache-2.0
#include "http/forwarded.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::http {
namespace {

// `[2001:db8::1]:443`, `10.0.0.1:5000` and the same without port or brackets.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    return end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
  }
  const auto colon = text.find(':');
  const bool is_port = colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
  return is_port ? text.substr(0, colon) : text;
}

}  // namespace

Result<std::string> normal_address(std::string_view text) {
  const std::string address(text.substr(0, text.find('%')));
  char out[INET6_ADDRSTRLEN];
  in_addr four{};
  in6_addr six{};
  if (::inet_pton(AF_INET, address.c_str(), &four) == 1)
    return std::string(::inet_ntop(AF_INET, &four, out, sizeof out));
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not an address, such as 10.0.0.7 or 2001:db8::7", text));
  }
  if (!IN6_IS_ADDR_V4MAPPED(&six)) return std::string(::inet_ntop(AF_INET6, &six, out, sizeof out));
  return std::string(::inet_ntop(AF_INET, &six.s6_addr[12], out, sizeof out));
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           std::span<const std::string> trusted) {
  const auto is_trusted = [&](std::string_view address) {
    return std::ranges::find(trusted, address) != trusted.end();
  };
  if (trusted.empty()) return std::string(peer);
  auto asks = normal_address(peer);
  if (!asks) return std::string(peer);
  std::string_view rest = forwarded_for;
  while (is_trusted(*asks) && !rest.empty()) {
    const auto comma = rest.rfind(',');
    const std::string_view last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
    auto hop = normal_address(without_port(trim(last)));
    if (!hop) break;
    asks = std::move(hop);
  }
  return *asks;
}

}  // namespace fairlead::http
