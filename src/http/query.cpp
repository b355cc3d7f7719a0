// SPDX-License-Identifier: Apache-2.0
#include "http/query.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace fairlead::http {
namespace {

constexpr std::size_t kParametersMax = 64;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The number of bytes of the well-formed UTF-8 sequence that `text` begins with; 0 when there is none (RFC 3629).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return byte(1) >= low && byte(1) <= high && tail(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return byte(1) >= low && byte(1) <= high && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_clean_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto first = static_cast<std::uint8_t>(text.front());
    if (first < 0x20 || first == 0x7F) return false;
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (text[i] == '+' && plus_is_blank) {
      out += ' ';
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~,:").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
    }
  }
  return out;
}

Result<Target> parse_target(std::string_view target) {
  const auto malformed = [](std::string_view part) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("the {} holds an ill-formed `%` escape, a control character or bytes that are not UTF-8", part));
  };
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  Target parsed;
  auto path = percent_decode(target.substr(0, mark), false);
  if (!path || !is_clean_utf8(*path)) return malformed("path");
  if (!target.starts_with('/')) return fail(ErrorCode::invalid_argument, "the path must begin with `/`");
  parsed.path = std::move(*path);
  for (std::string_view left = target.substr(1, mark == std::string_view::npos ? mark : mark - 1);;) {
    const std::size_t slash = left.find('/');
    // Well-formed as a whole, so each part is.
    parsed.segments.push_back(percent_decode(left.substr(0, slash), false).value_or(std::string()));
    if (slash == std::string_view::npos) break;
    left.remove_prefix(slash + 1);
  }
  std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto name = percent_decode(piece.substr(0, equals), true);
    auto value = percent_decode(equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1), true);
    if (!name || !value || !is_clean_utf8(*name) || !is_clean_utf8(*value)) return malformed("query");
    if (parsed.query.size() >= kParametersMax) {
      return fail(ErrorCode::invalid_argument, fmt::format("more than {} query parameters", kParametersMax));
    }
    parsed.query.emplace_back(std::move(*name), std::move(*value));
  }
  return parsed;
}

}  // namespace fairlead::http
