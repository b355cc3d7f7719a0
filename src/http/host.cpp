// SPDX-License-Identifier: Apache-2.0
#include "http/host.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::http {
namespace {

constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789-._";
constexpr std::string_view kIpv6Letters = "abcdef0123456789:.";

}  // namespace

Result<Listen> parse_listen(std::string_view text) {
  const auto refused = [&] {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("`{}` is not an address to listen at; write HOST:PORT such as 127.0.0.1:8480 or [::1]:8480", text));
  };
  const std::size_t colon = text.rfind(':');
  std::string_view host;
  std::string_view port = text;
  if (colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (host.empty()) host = "0.0.0.0";
  } else {
    host = "127.0.0.1";
  }
  const auto number = parse_number<std::uint16_t>(port);
  if (!number) return refused();
  if (host.starts_with('[')) {
    if (!host.ends_with(']')) return refused();
    host = host.substr(1, host.size() - 2);
  } else if (host.contains(':')) {
    return refused();  // an IPv6 address needs its brackets, or the port is a guess
  }
  if (host.empty()) return refused();
  return Listen{std::string(host), *number};
}

std::string host_name(std::string_view text) {
  std::string lower = to_lower(text);
  std::string_view name = lower;
  if (name.starts_with('[')) {
    const std::size_t end = name.find(']');
    if (end == std::string_view::npos) return {};
    const std::string_view rest = name.substr(end + 1);
    if (!rest.empty() && !rest.starts_with(':')) return {};
    name = name.substr(1, end - 1);
    return name.find_first_not_of(kIpv6Letters) == std::string_view::npos ? std::string(name) : std::string();
  }
  name = name.substr(0, name.find(':'));
  if (name.ends_with('.')) name.remove_suffix(1);
  return name.find_first_not_of(kNameLetters) == std::string_view::npos ? std::string(name) : std::string();
}

bool is_loopback_literal(std::string_view name) {
  if (!name.starts_with("127.")) return false;
  return std::ranges::count(name, '.') == 3 && name.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace fairlead::http
