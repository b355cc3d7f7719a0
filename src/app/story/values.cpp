// SPDX-License-Identifier: Apache-2.0
#include "story/values.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::app::story {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 8> kMatchers{"at_least", "at_most", "matches", "contains",
                                                    "is_not",   "absent",  "count",   "count_at_least"};

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

std::string plain(const json::value& value) {
  if (value.is_string()) return std::string(view(value.get_string()));
  return value.is_double() ? fmt::format("{}", value.get_double()) : json::serialize(value);
}

std::string shortened(const json::value& value) {
  std::string text = json::serialize(value);
  constexpr std::size_t kMost = 300;
  if (text.size() > kMost) text = text.substr(0, kMost) + "…";
  return text;
}

bool equal(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
  return a == b;
}

const json::value* member(const json::value& in, std::string_view name) {
  if (in.is_object()) return in.get_object().if_contains(json::string_view(name.data(), name.size()));
  if (!in.is_array()) return nullptr;
  const auto index = parse_number<std::size_t>(name);
  return index ? in.get_array().if_contains(*index) : nullptr;
}

// `a.b` within an element.
const json::value* deep(const json::value& in, std::string_view dotted) {
  const json::value* at = &in;
  while (at != nullptr && !dotted.empty()) {
    const std::size_t dot = dotted.find('.');
    at = member(*at, dotted.substr(0, dot));
    dotted = dot == dotted.npos ? std::string_view() : dotted.substr(dot + 1);
  }
  return at;
}

// `/` between brackets belongs to the value in them.
std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> made;
  while (!path.empty()) {
    path.remove_prefix(1);
    std::size_t end = 0;
    int depth = 0;
    for (; end < path.size() && (path[end] != '/' || depth > 0); ++end) {
      if (path[end] == '[') ++depth;
      if (path[end] == ']') --depth;
    }
    made.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return made;
}

bool contains(const json::value& whole, const json::value& part) {
  if (whole.is_string()) return view(whole.get_string()).find(plain(part)) != std::string_view::npos;
  if (whole.is_array()) {
    return std::ranges::any_of(whole.get_array(), [&](const json::value& one) { return equal(one, part); });
  }
  return false;
}

bool satisfies(const json::value& found, const json::object& matcher) {
  return std::ranges::all_of(matcher, [&](const json::key_value_pair& rule) {
    const std::string_view name(rule.key().data(), rule.key().size());
    const json::value& wanted = rule.value();
    if (name == "at_least") return found.is_number() && found.to_number<double>() >= wanted.to_number<double>();
    if (name == "at_most") return found.is_number() && found.to_number<double>() <= wanted.to_number<double>();
    if (name == "matches") return std::regex_search(plain(found), std::regex(plain(wanted)));
    if (name == "contains") return contains(found, wanted);
    if (name == "is_not") return !equal(found, wanted);
    return true;  // of all that were found together
  });
}

}  // namespace

Result<std::string> fill_text(std::string_view text, const Names& names) {
  std::string made;
  while (true) {
    const std::size_t begin = text.find("${");
    made += text.substr(0, begin);
    if (begin == text.npos) return made;
    const std::size_t end = text.find('}', begin);
    if (end == text.npos) return fail(ErrorCode::invalid_argument, fmt::format("`{}` has no end", text.substr(begin)));
    FL_TRY(const json::value value, names(text.substr(begin + 2, end - begin - 2)));
    made += plain(value);
    text.remove_prefix(end + 1);
  }
}

Result<json::value> fill(const json::value& value, const Names& names) {
  if (value.is_string()) {
    const std::string_view text = view(value.get_string());
    if (text.starts_with("${") && text.find('}') == text.size() - 1) return names(text.substr(2, text.size() - 3));
    FL_TRY(const std::string made, fill_text(text, names));
    return json::value(json::string(made));
  }
  if (value.is_array()) {
    json::array made;
    for (const json::value& one : value.get_array()) {
      FL_TRY(json::value filled, fill(one, names));
      made.push_back(std::move(filled));
    }
    return json::value(std::move(made));
  }
  if (value.is_object()) {
    json::object made;
    for (const auto& member : value.get_object()) {
      FL_TRY(json::value filled, fill(member.value(), names));
      made[member.key()] = std::move(filled);
    }
    return json::value(std::move(made));
  }
  return value;
}

Result<void> check_path(std::string_view path) {
  const auto wrong = [&](std::string_view why) {
    return fail(ErrorCode::invalid_argument, fmt::format("the path `{}` {}", path, why));
  };
  if (!path.empty() && !path.starts_with('/')) return wrong("begins with no `/`");
  for (const std::string_view segment : segments(path)) {
    if (!segment.starts_with('[')) continue;
    if (!segment.ends_with(']') || segment.find('=') == segment.npos) {
      return wrong("has a filter that is not `[member=value]`");
    }
  }
  return {};
}

std::vector<const json::value*> find(const json::value& in, std::string_view path) {
  std::vector<const json::value*> here{&in};
  for (const std::string_view segment : segments(path)) {
    std::vector<const json::value*> next;
    const bool filters = segment.starts_with('[') && segment.ends_with(']');
    const std::size_t equals = filters ? segment.find('=') : 0;
    const auto take = [&](const json::value& one) {
      if (filters) {
        const json::value* member = deep(one, segment.substr(1, equals - 1));
        if (member == nullptr || plain(*member) != segment.substr(equals + 1, segment.size() - equals - 2)) return;
      }
      next.push_back(&one);
    };
    for (const json::value* at : here) {
      if (filters || segment == "*") {
        if (at->is_array()) std::ranges::for_each(at->get_array(), take);
        if (at->is_object()) {
          for (const auto& member : at->get_object()) take(member.value());
        }
      } else if (const json::value* found = member(*at, segment)) {
        next.push_back(found);
      }
    }
    here = std::move(next);
  }
  return here;
}

bool is_matcher(const json::value& expected) {
  if (!expected.is_object() || expected.get_object().empty()) return false;
  return std::ranges::all_of(expected.get_object(), [](const json::key_value_pair& rule) {
    return std::ranges::find(kMatchers, std::string_view(rule.key().data(), rule.key().size())) != kMatchers.end();
  });
}

Result<void> check_matcher(const json::value& expected) {
  if (!is_matcher(expected)) return {};
  for (const auto& rule : expected.get_object()) {
    const std::string_view name(rule.key().data(), rule.key().size());
    const json::value& value = rule.value();
    const bool filled_later = value.is_string() && view(value.get_string()).starts_with("${");
    const bool counts = name == "count" || name == "count_at_least";
    if ((counts || name == "at_least" || name == "at_most") && !value.is_number() && !filled_later) {
      return fail(ErrorCode::invalid_argument, fmt::format("`{}` takes a number", name));
    }
    if (name == "absent" && !value.is_bool()) {
      return fail(ErrorCode::invalid_argument, "`absent` takes true or false");
    }
    if (name == "matches") {
      try {
        const std::regex pattern(plain(value));
      } catch (const std::regex_error&) {
        return fail(ErrorCode::invalid_argument, fmt::format("`{}` is no pattern (ECMAScript)", plain(value)));
      }
    }
  }
  return {};
}

std::string why_not(const json::value& in, std::string_view path, const json::value& expected) {
  const std::vector<const json::value*> found = find(in, path);
  const auto shown = [&] { return found.empty() ? "nothing is there" : "there is " + shortened(*found.front()); };
  if (!is_matcher(expected)) {
    if (std::ranges::any_of(found, [&](const json::value* one) { return equal(*one, expected); })) return {};
    return fmt::format("{}: {} was expected, {}", path.empty() ? "the answer" : path, shortened(expected), shown());
  }
  const json::object& matcher = expected.get_object();
  if (const json::value* absent = matcher.if_contains("absent")) {
    if (absent->get_bool() == found.empty()) return {};
    return fmt::format("{}: it should {}be there, {}", path, absent->get_bool() ? "not " : "", shown());
  }
  bool asks_one = false;
  for (const auto& rule : matcher) {
    const std::string_view name(rule.key().data(), rule.key().size());
    if (name == "count" || name == "count_at_least") {
      const auto wanted = rule.value().to_number<std::size_t>();
      if (name == "count" ? found.size() == wanted : found.size() >= wanted) continue;
      return fmt::format("{}: {} {} expected, there are {}", path, name == "count" ? "exactly" : "at least", wanted,
                         found.size());
    }
    asks_one = true;
  }
  if (!asks_one || std::ranges::any_of(found, [&](const json::value* one) { return satisfies(*one, matcher); })) {
    return {};
  }
  return fmt::format("{}: {} was expected, {}", path, json::serialize(expected), shown());
}

}  // namespace fairlead::app::story
