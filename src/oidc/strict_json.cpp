// SPDX-License-Identifier: Apache-2.0
#include "strict_json.hpp"

#include <set>

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>

namespace fairlead::oidc {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 16;

// Listens to a parser and remembers the names of every open object.
struct Names {
  static constexpr std::size_t max_object_size = 4096;
  static constexpr std::size_t max_array_size = 4096;
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = std::size_t{1} << 20;

  std::vector<std::set<std::string, std::less<>>> open;
  std::string key;
  std::string twice;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    open.pop_back();
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& error) {
    key.append(part.data(), part.size());
    if (!open.back().insert(key).second) {
      twice = key;
      error = json::make_error_code(json::error::extra_data);
      return false;
    }
    key.clear();
    return true;
  }
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
  bool on_double(double, json::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

Failure refuse(std::string_view what, std::string_view why) {
  return fail(ErrorCode::verification, fmt::format("{} {}", what, why));
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 60)) out += c < ' ' || c == 0x7F || c == '`' ? '?' : c;
  if (text.size() > 60) out += "...";
  return out;
}

Result<json::object> read_object(std::string_view text, std::string_view what, std::size_t max) {
  if (text.size() > max) return refuse(what, fmt::format("is longer than {} bytes", max));
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::basic_parser<Names> names(options);
  json::error_code error;
  const std::size_t used = names.write_some(false, text.data(), text.size(), error);
  if (!names.handler().twice.empty()) {
    return refuse(what, fmt::format("has `{}` twice", shown(names.handler().twice)));
  }
  if (error || used != text.size()) return refuse(what, "is no JSON");
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return refuse(what, "is no JSON");
  if (!value.is_object()) return refuse(what, "is no JSON object");
  return std::move(value.get_object());
}

Result<std::optional<std::string>> text_member(const json::object& object, std::string_view name,
                                               std::string_view what) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) return refuse(what, fmt::format("has a `{}` that is no text", name));
  return std::string(value->get_string());
}

Result<std::vector<std::string>> texts_member(const json::object& object, std::string_view name,
                                              std::string_view what) {
  std::vector<std::string> texts;
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr) return texts;
  if (!value->is_array()) return refuse(what, fmt::format("has a `{}` that is no list", name));
  for (const json::value& entry : value->get_array()) {
    if (!entry.is_string()) return refuse(what, fmt::format("has a `{}` with something that is no text", name));
    texts.emplace_back(entry.get_string());
  }
  return texts;
}

}  // namespace fairlead::oidc
