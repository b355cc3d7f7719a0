// SPDX-License-Identifier: Apache-2.0
// Reads one JSON object field by field, keeps the path of each for messages, and reports what nobody asked for.
//
// Threads: one owner. The first error stays; reading on after it is harmless.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "authority/facts.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace fairlead::authority {

class JsonReader {
 public:
  // The error is shared by the readers of all objects of one document.
  JsonReader(const boost::json::object& object, std::string path, std::optional<Error>& error)
      : object_(object), path_(std::move(path)), error_(error) {}

  const boost::json::value* find(std::string_view key) {
    asked_.push_back(key);
    const auto* value = object_.if_contains(key);
    return value == nullptr || value->is_null() ? nullptr : value;  // null is unknown, like absent
  }

  std::string path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
  }

  void refuse(std::string_view key, std::string_view what) {
    if (!error_) error_ = Error{ErrorCode::invalid_argument, fmt::format("`{}`: {}", path_of(key), what)};
  }

  template <class Word>
  std::optional<Word> word_of_value(std::string_view key, const boost::json::value& value,
                                    std::initializer_list<Word> excluded = {}) {
    if (!value.is_string()) {
      refuse(key, value.is_array() ? "one word is needed, not a list: facts that contradict each other cannot both hold"
                                   : "a word is needed");
      return std::nullopt;
    }
    const std::string_view text(value.get_string().data(), value.get_string().size());
    const auto word = word_from<Word>(text);
    const auto is_excluded = [&](Word w) { return std::find(excluded.begin(), excluded.end(), w) != excluded.end(); };
    if (word && !is_excluded(*word)) return word;
    std::vector<std::string_view> candidates;
    for (std::size_t i = 0; i < kWords<Word>.size(); ++i) {
      if (!is_excluded(static_cast<Word>(i))) candidates.push_back(kWords<Word>[i]);
    }
    unknown_word(key, text, candidates);
    return std::nullopt;
  }

  void unknown_word(std::string_view key, std::string_view text, const std::vector<std::string_view>& candidates) {
    const auto near = nearest_word(text, candidates);
    if (near) return refuse(key, fmt::format("`{}` is not a word of this field; did you mean `{}`?", text, *near));
    refuse(key, fmt::format("`{}` is not a word of this field; it takes {}", text, fmt::join(candidates, ", ")));
  }

  template <class Word>
  void word(std::string_view key, Word& out, std::initializer_list<Word> excluded = {}) {
    if (const auto* value = find(key)) {
      if (const auto read = word_of_value<Word>(key, *value, excluded)) out = *read;
    }
  }
  template <class Word>
  void word(std::string_view key, std::optional<Word>& out, std::initializer_list<Word> excluded = {}) {
    if (const auto* value = find(key)) out = word_of_value<Word>(key, *value, excluded);
  }

  void tri(std::string_view key, Tri& out) {
    const auto* value = find(key);
    if (value == nullptr) return;
    if (!value->is_bool()) return refuse(key, "true or false is needed; leave the field out when it is unknown");
    out = value->get_bool() ? Tri::yes : Tri::no;
  }

  void number(std::string_view key, std::optional<double>& out, double min, double max) {
    const auto* value = find(key);
    if (value == nullptr) return;
    if (!value->is_number()) return refuse(key, "a number is needed");
    const double read = value->to_number<double>();
    if (!(read >= min && read <= max)) {
      return refuse(key, fmt::format("`{}` is impossible; it lies between {} and {}", read, min, max));
    }
    out = read;
  }

  std::optional<State> state_of_value(std::string_view key, const boost::json::value& value) {
    if (!value.is_string()) {
      refuse(key, "a State is needed, as the two capital letters of ISO 3166-1");
      return std::nullopt;
    }
    const std::string_view text(value.get_string().data(), value.get_string().size());
    const auto state = State::from_code(text);
    if (state && state->is_listed()) return state;
    const auto upper = State::from_code(to_upper(text));
    if (text == "UK") {
      refuse(key, "`UK` is not the code of a State in ISO 3166-1; did you mean `GB`?");
    } else if (upper && upper->is_listed()) {
      refuse(key, fmt::format("`{}` is not the code of a State; did you mean `{}`?", text, upper->code()));
    } else {
      refuse(key,
             fmt::format("`{}` is not the code of a State in ISO 3166-1; a State that is not named is `XX`", text));
    }
    return std::nullopt;
  }
  void state(std::string_view key, State& out) {
    if (const auto* value = find(key)) {
      if (const auto read = state_of_value(key, *value)) out = *read;
    }
  }
  void states(std::string_view key, std::vector<State>& out) {
    const auto* value = find(key);
    if (value == nullptr) return;
    if (!value->is_array()) return refuse(key, "a list of States is needed");
    for (const auto& item : value->get_array()) {
      if (const auto read = state_of_value(key, item)) out.push_back(*read);
    }
  }

  // Calls `read` with a reader of the object that stands here, if one does.
  template <class Read>
  void object(std::string_view key, Read read) {
    const auto* value = find(key);
    if (value == nullptr) return;
    if (!value->is_object()) return refuse(key, "an object is needed");
    JsonReader inner(value->get_object(), path_of(key), error_);
    read(inner);
    inner.finish();
  }
  template <class Read>
  void objects(std::string_view key, Read read) {
    const auto* value = find(key);
    if (value == nullptr) return;
    if (!value->is_array()) return refuse(key, "a list of objects is needed");
    std::size_t index = 0;
    for (const auto& item : value->get_array()) {
      if (!item.is_object()) return refuse(key, "a list of objects is needed");
      JsonReader inner(item.get_object(), fmt::format("{}[{}]", path_of(key), index++), error_);
      read(inner);
      inner.finish();
    }
  }

  const boost::json::object& members() const { return object_; }

  // Refuses members that nobody asked for.
  void finish() {
    for (const auto& member : object_) {
      const std::string_view key(member.key().data(), member.key().size());
      if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
      const auto near = nearest_word(key, asked_);
      refuse(key, near ? fmt::format("no such field; did you mean `{}`?", *near) : std::string("no such field"));
    }
  }

 private:
  const boost::json::object& object_;
  std::string path_;
  std::optional<Error>& error_;
  std::vector<std::string_view> asked_;
};

}  // namespace fairlead::authority
