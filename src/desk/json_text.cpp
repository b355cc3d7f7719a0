// SPDX-License-Identifier: Apache-2.0
#include "json_text.hpp"

#include <set>
#include <vector>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "form.hpp"

namespace fairlead::desk {
namespace {

namespace json = boost::json;

// A member of this name that stands twice in one object, or a name with escapes, which could hide one. Needs:
// well-formed JSON.
std::optional<std::string> doubled_member(std::string_view text) {
  struct Level {
    bool is_object;
    bool name_next;
    std::set<std::string_view> names;
  };
  std::vector<Level> levels;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '{' || c == '[') levels.push_back({c == '{', c == '{', {}});
    if (c == '}' || c == ']') levels.pop_back();
    if (c == ',' && !levels.empty()) levels.back().name_next = levels.back().is_object;
    if (c != '"') continue;
    const std::size_t begin = ++at;
    while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2U : 1U;
    if (levels.empty() || !levels.back().name_next) continue;
    levels.back().name_next = false;
    const std::string_view name = text.substr(begin, at - begin);
    if (name.contains('\\') || !levels.back().names.insert(name).second) return std::string(name);
  }
  return std::nullopt;
}

std::unexpected<Faults> bad(std::string detail, std::string_view code = "bad_json") {
  return std::unexpected(Faults{{"", std::move(detail), code}});
}

}  // namespace

std::expected<json::value, Faults> parse_object(std::string_view text) {
  if (trim(text).empty()) return bad("a JSON object is needed, and there is nothing");
  json::error_code error;
  json::parse_options options;
  options.max_depth = 16;
  json::value value = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return bad("this is not well-formed JSON");
  if (!value.is_object()) return bad("this must be a JSON object");
  if (const auto name = doubled_member(text)) {
    return bad(fmt::format("`{}` is given twice, or written with escapes", shown(*name)), "duplicate_member");
  }
  return value;
}

std::optional<Digest> digest_from_hex(std::string_view text) {
  Digest digest{};
  if (text.size() != 2 * digest.size()) return std::nullopt;
  const auto nibble = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = nibble(text[2 * i]);
    const int low = nibble(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return digest;
}

}  // namespace fairlead::desk
