// SPDX-License-Identifier: Apache-2.0
#include "http/json_body.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "http/query.hpp"

namespace fairlead::http {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kFaultsMax = 8;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

// So much of the user's own words is repeated in an answer.
std::string shown(std::string_view text) {
  if (!is_clean_utf8(text)) return "…";
  std::size_t cut = std::min<std::size_t>(text.size(), 40);
  while (cut > 0 && cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return std::string(text.substr(0, cut)) + (cut < text.size() ? "…" : "");
}

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

}  // namespace

struct JsonBody::State {
  json::value value;
  std::optional<Refusal> refusal;
};

// Stands for json::object in the header.
struct JsonObject::Members {
  static const Members* of(const json::object& object) { return reinterpret_cast<const Members*>(&object); }
  static const json::value* find(const Members* members, std::string_view name) {
    if (members == nullptr) return nullptr;
    const json::value* value = reinterpret_cast<const json::object*>(members)->if_contains({name.data(), name.size()});
    return value == nullptr || value->is_null() ? nullptr : value;
  }
};

JsonBody::JsonBody(std::string_view text) : state_(std::make_unique<State>()) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = kDepthMax;
  if (trim(text).empty()) {
    refuse("#", "the request needs a JSON object as its body", "bad_json");
  } else if (state_->value = json::parse({text.data(), text.size()}, error, {}, options); error) {
    refuse("#", "the body is not well-formed JSON", "bad_json");
  } else if (!state_->value.is_object()) {
    refuse("#", "the body must be a JSON object", "bad_json");
  } else if (const auto name = doubled_member(text)) {
    state_->value = nullptr;
    refuse("#", fmt::format("`{}` is given twice, or written with escapes", shown(*name)), "duplicate_member");
  }
}
JsonBody::~JsonBody() = default;
JsonBody::JsonBody(JsonBody&&) noexcept = default;
JsonBody& JsonBody::operator=(JsonBody&&) noexcept = default;

JsonObject JsonBody::root() {
  const json::object* object = state_->value.if_object();
  return {*this, object == nullptr ? nullptr : JsonObject::Members::of(*object), "#"};
}

const std::optional<Refusal>& JsonBody::refusal() const { return state_->refusal; }

void JsonBody::refuse(std::string pointer, std::string detail, std::string_view code) {
  if (!state_->refusal) state_->refusal = Refusal{code, detail, {}};
  if (state_->refusal->faults.size() < kFaultsMax) {
    state_->refusal->faults.push_back({std::move(pointer), std::move(detail)});
  }
}

void JsonObject::refuse(std::string_view name, std::string detail, std::string_view code) {
  body_->refuse(fmt::format("{}/{}", pointer_, name), std::move(detail), code);
}

void JsonObject::refuse_word(std::string_view name, std::string_view given, std::span<const std::string_view> words) {
  const auto nearest = nearest_word(given, words);
  refuse(name, nearest ? fmt::format("`{}`: unknown word `{}`; did you mean `{}`?", name, shown(given), *nearest)
                       : fmt::format("`{}`: unknown word `{}`; known are `{}`", name, shown(given),
                                     fmt::join(words, "`, `")));
}

void JsonObject::only(std::span<const std::string_view> known) {
  if (members_ == nullptr) return;
  for (const auto& member : *reinterpret_cast<const json::object*>(members_)) {
    const std::string_view name = view(member.key());
    if (std::ranges::find(known, name) != known.end()) continue;
    std::string detail = fmt::format("unknown member `{}`", shown(name));
    if (const auto nearest = nearest_word(name.substr(0, 64), known)) {
      detail += fmt::format("; did you mean `{}`?", *nearest);
    } else if (!known.empty()) {
      detail += fmt::format("; known here: `{}`", fmt::join(known, "`, `"));
    }
    refuse(shown(name), std::move(detail), "unknown_member");
  }
}

bool JsonObject::has(std::string_view name) const { return Members::find(members_, name) != nullptr; }

bool JsonObject::is_text(std::string_view name) const {
  const json::value* value = Members::find(members_, name);
  return value != nullptr && value->is_string();
}

bool JsonObject::require(std::string_view name) {
  if (has(name)) return true;
  if (members_ != nullptr) refuse(name, fmt::format("`{}` is missing", name), "missing_member");
  return false;
}

std::optional<std::string> JsonObject::text(std::string_view name, std::size_t bytes_max, bool lines) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    refuse(name, fmt::format("`{}` must be a text", name));
    return std::nullopt;
  }
  const std::string_view given = view(value->get_string());
  std::string flat(given);
  if (lines) std::ranges::replace_if(flat, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  if (given.size() > bytes_max) {
    refuse(name, fmt::format("`{}` has more than {} bytes", name, bytes_max));
  } else if (!is_clean_utf8(flat)) {
    refuse(name, fmt::format("`{}` holds control characters", name));
  } else {
    return std::string(given);
  }
  return std::nullopt;
}

std::string JsonObject::required_text(std::string_view name, std::size_t bytes_max, bool lines) {
  if (!require(name)) return {};
  auto given = text(name, bytes_max, lines);
  if (given && trim(*given).empty()) refuse(name, fmt::format("`{}` is empty", name), "missing_member");
  return std::move(given).value_or(std::string());
}

std::optional<std::int64_t> JsonObject::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return std::nullopt;
  json::error_code error;
  const auto number = value->is_number() && !value->is_double() ? value->to_number<std::int64_t>(error) : 0;
  if (!value->is_number() || value->is_double() || error || number < least || number > most) {
    refuse(name, fmt::format("`{}` must be a whole number from {} to {}", name, least, most));
    return std::nullopt;
  }
  return number;
}

std::optional<double> JsonObject::number(std::string_view name, double least, double most) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return std::nullopt;
  const double number = value->is_number() ? value->to_number<double>() : NAN;
  if (!(number >= least && number <= most)) {
    refuse(name, fmt::format("`{}` must be a number from {} to {}", name, least, most));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> JsonObject::flag(std::string_view name) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) {
    refuse(name, fmt::format("`{}` must be true or false", name));
    return std::nullopt;
  }
  return value->get_bool();
}

std::optional<Instant> JsonObject::time(std::string_view name) {
  const auto given = text(name, 64);
  if (!given) return std::nullopt;
  const Result<Instant> instant = parse_rfc3339(*given);
  if (!instant) {
    refuse(name,
           fmt::format("`{}` must be an RFC 3339 time such as 2026-11-22T12:05:00Z, not `{}`", name, shown(*given)));
    return std::nullopt;
  }
  return *instant;
}

std::vector<std::string> JsonObject::texts(std::string_view name, std::size_t items_max, std::size_t bytes_max) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return {};
  std::vector<std::string> found;
  if (value->is_array() && value->get_array().size() <= items_max) {
    for (const json::value& item : value->get_array()) {
      if (!item.is_string() || item.get_string().size() > bytes_max || !is_clean_utf8(view(item.get_string()))) break;
      found.emplace_back(view(item.get_string()));
    }
    if (found.size() == value->get_array().size()) return found;
  }
  refuse(name, fmt::format("`{}` must be a list of at most {} texts of at most {} bytes", name, items_max, bytes_max));
  return {};
}

std::vector<std::pair<double, double>> JsonObject::pairs(std::string_view name, std::size_t items_max) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return {};
  std::vector<std::pair<double, double>> found;
  if (value->is_array() && value->get_array().size() <= items_max) {
    for (const json::value& item : value->get_array()) {
      if (!item.is_array() || item.get_array().size() != 2) break;
      const json::value& first = item.get_array()[0];
      const json::value& second = item.get_array()[1];
      if (!first.is_number() || !second.is_number()) break;
      found.emplace_back(first.to_number<double>(), second.to_number<double>());
      if (!std::isfinite(found.back().first) || !std::isfinite(found.back().second)) break;
    }
    if (found.size() == value->get_array().size()) return found;
  }
  refuse(name, fmt::format("`{}` must be a list of at most {} pairs of numbers", name, items_max));
  return {};
}

std::optional<JsonObject> JsonObject::object(std::string_view name) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    refuse(name, fmt::format("`{}` must be an object", name));
    return std::nullopt;
  }
  return JsonObject(*body_, Members::of(value->get_object()), fmt::format("{}/{}", pointer_, name));
}

std::vector<JsonObject> JsonObject::objects(std::string_view name, std::size_t items_max) {
  const json::value* value = Members::find(members_, name);
  if (value == nullptr) return {};
  std::vector<JsonObject> found;
  if (value->is_array() && value->get_array().size() <= items_max) {
    for (const json::value& item : value->get_array()) {
      if (!item.is_object()) break;
      found.push_back(
          JsonObject(*body_, Members::of(item.get_object()), fmt::format("{}/{}/{}", pointer_, name, found.size())));
    }
    if (found.size() == value->get_array().size()) return found;
  }
  refuse(name, fmt::format("`{}` must be a list of at most {} objects", name, items_max));
  return {};
}

}  // namespace fairlead::http
