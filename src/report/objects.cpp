// SPDX-License-Identifier: Apache-2.0
#include "objects.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace fairlead::report {
namespace {

namespace json = boost::json;

bool is_plain(const json::value& value) { return !value.is_object() && !value.is_array(); }

std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(std::string_view(value.as_string()));
  if (value.is_bool()) return value.as_bool() ? "yes" : "no";
  if (value.is_null()) return "unknown";
  return json::serialize(value);
}

// Small objects, such as a position, on one line.
std::string one_line(const json::value& value) {
  if (is_plain(value)) return text_of(value);
  std::string line;
  if (value.is_array()) {
    for (const json::value& item : value.as_array()) line += (line.empty() ? "" : ", ") + one_line(item);
    return line;
  }
  for (const auto& [name, member] : value.as_object()) {
    line += (line.empty() ? "" : "; ") + in_words(name) + ": " + one_line(member);
  }
  return line;
}

bool is_small(const json::value& value) {
  if (is_plain(value)) return true;
  if (value.is_array()) {
    return std::ranges::all_of(value.as_array(), is_plain);
  }
  return value.as_object().size() <= 4 &&
         std::ranges::all_of(value.as_object(), [](const auto& member) { return is_plain(member.value()); });
}

void fill(Section& section, const json::object& object, std::initializer_list<std::string_view> without) {
  for (const auto& member : object) {
    const std::string_view name = member.key();
    const json::value& value = member.value();
    if (std::ranges::find(without, name) != without.end()) continue;
    if (is_small(value)) {
      if (value.is_array() && value.as_array().empty()) continue;
      section.facts.emplace_back(in_words(name), one_line(value));
    } else if (value.is_object()) {
      Section part;
      part.heading = in_words(name);
      fill(part, value.as_object(), {});
      section.parts.push_back(std::move(part));
    } else {
      std::size_t number = 0;
      for (const json::value& item : value.as_array()) {
        Section part;
        part.heading = in_words(name) + " " + std::to_string(++number);
        if (item.is_object()) {
          if (const json::value* id = item.as_object().if_contains("id"); id != nullptr && id->is_string()) {
            part.heading = text_of(*id);
          }
          fill(part, item.as_object(), {});
        } else {
          part.paragraphs.push_back(one_line(item));
        }
        section.parts.push_back(std::move(part));
      }
    }
  }
}

}  // namespace

std::string in_words(std::string_view word) {
  std::string words(word);
  std::ranges::replace(words, '_', ' ');
  return words;
}

Section section_of(std::string heading, std::string_view text, std::initializer_list<std::string_view> without) {
  Section section;
  section.heading = std::move(heading);
  json::error_code bad;
  const json::value value = json::parse(text, bad);
  if (!bad && value.is_object()) fill(section, value.as_object(), without);
  return section;
}

}  // namespace fairlead::report
