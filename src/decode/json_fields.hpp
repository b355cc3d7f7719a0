// SPDX-License-Identifier: Apache-2.0
// Reads the members of a JSON object with bounds, remembers the first fault and which members were asked for; private.
//
// Threads: one owner.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/result.hpp"
#include "base/text.hpp"
#include "decode/ais/bits.hpp"
#include "decode/ais/text.hpp"

namespace fairlead::decode::ais {

class JsonFields {
 public:
  explicit JsonFields(const boost::json::object& object) : object_(object) {}

  // Whole numbers in [low, high]; `absent` when the member is missing or null.
  std::int64_t whole(std::string_view name, std::int64_t low, std::int64_t high, std::int64_t absent) {
    return scaled(name, 1, low, high, absent);
  }
  std::int64_t required(std::string_view name, std::int64_t low, std::int64_t high) {
    if (find(name) == nullptr) {
      fault(name, "is missing: give a whole number");
      return low;
    }
    return whole(name, low, high, low);
  }
  // round(number * factor), in [low, high] after scaling.
  std::int64_t scaled(std::string_view name, int factor, std::int64_t low, std::int64_t high, std::int64_t absent) {
    const boost::json::value* value = find(name);
    if (value == nullptr) {
      return absent;
    }
    if (!value->is_number()) {
      fault(name, fmt::format("is `{}`, not a number", shown(*value)));
      return absent;
    }
    const double number = value->to_number<double>() * factor;
    const double rounded = std::round(number);
    if (!(number >= static_cast<double>(low) - 0.5 && number <= static_cast<double>(high) + 0.5)) {
      fault(name, fmt::format("is `{}`, outside {} to {}", shown(*value), bound(low, factor), bound(high, factor)));
      return absent;
    }
    if (factor == 1 && rounded != number) {
      fault(name, fmt::format("is `{}`, not a whole number", shown(*value)));
      return absent;
    }
    return static_cast<std::int64_t>(rounded);
  }
  bool flag(std::string_view name, bool absent = false) {
    const boost::json::value* value = find(name);
    if (value == nullptr) {
      return absent;
    }
    if (value->is_bool()) {
      return value->get_bool();
    }
    if (value->is_int64() && (value->get_int64() == 0 || value->get_int64() == 1)) {
      return value->get_int64() == 1;
    }
    fault(name, fmt::format("is `{}`: give true or false", shown(*value)));
    return absent;
  }
  // A text of at most `size_max` characters of the six-bit alphabet (lower case is taken as upper); empty when absent.
  std::string six_bit(std::string_view name, std::size_t size_max) {
    std::string text = plain(name);
    if (text.size() > size_max) {
      fault(name, fmt::format("has {} characters, at most {} fit", text.size(), size_max));
      text.resize(size_max);
    }
    for (const char c : text) {
      if (c < 32 || c == '@' || (c >= 96 && !(c >= 'a' && c <= 'z'))) {
        fault(name, fmt::format("`{}` has a character outside the six-bit alphabet (A-Z, 0-9, blank and "
                                "!\"#$%&'()*+,-./:;<=>?[\\]^_)",
                                text));
        break;
      }
    }
    return to_upper(text);
  }
  // A text as it is; empty when absent.
  std::string plain(std::string_view name) {
    const boost::json::value* value = find(name);
    if (value == nullptr) {
      return {};
    }
    if (!value->is_string()) {
      fault(name, fmt::format("is `{}`, not a text", shown(*value)));
      return {};
    }
    return std::string(value->get_string());
  }
  // The member unless it is missing or null. It counts as read.
  const boost::json::value* find(std::string_view name) {
    known_.push_back(name);
    const boost::json::value* value = object_.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
  }
  // Members that may be there and are not used.
  void ignore(std::initializer_list<std::string_view> names) { known_.insert(known_.end(), names); }

  void fault(std::string_view name, std::string_view what) {
    if (!error_) {
      error_ = fmt::format("field `{}` {}", name, what);
    }
  }
  // The first fault, or an unknown member, with the nearest right name.
  [[nodiscard]] Result<void> finish() const {
    if (error_) {
      return fail(ErrorCode::invalid_argument, *error_);
    }
    for (const auto& member : object_) {
      const std::string_view name(member.key());
      if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
        const auto nearest = nearest_word(name, known_);
        return fail(ErrorCode::invalid_argument,
                    nearest ? fmt::format("field `{}` is unknown here, did you mean `{}`", name, *nearest)
                            : fmt::format("field `{}` is unknown in this message", name));
      }
    }
    return {};
  }

 private:
  static std::string shown(const boost::json::value& value) {
    std::string text = boost::json::serialize(value);
    if (text.size() > 40) {
      text.resize(40);
      text += "...";
    }
    return text;
  }
  static std::string bound(std::int64_t value, int factor) {
    return factor == 1 ? fmt::format("{}", value) : fmt::format("{:g}", static_cast<double>(value) / factor);
  }

  const boost::json::object& object_;
  std::vector<std::string_view> known_;
  std::optional<std::string> error_;
};

}  // namespace fairlead::decode::ais
