// SPDX-License-Identifier: Apache-2.0
// Writes the members of application payloads as JSON, without a document in between; private.
//
// 1. Absent values and empty texts write nothing.
// 2. Numbers are exact decimals: the shortest text that reads back as the same double, never in E form.
// Threads: one owner.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "decode/ais/application_values.hpp"

namespace fairlead::decode::ais {

class ApplicationJson {
 public:
  explicit ApplicationJson(std::string& out) : out_(out) {}

  void add(std::string_view name, bool value) {
    key(name);
    out_ += value ? "true" : "false";
  }
  void add(std::string_view name, int value) { add_integer(name, value); }
  void add(std::string_view name, std::uint32_t value) { add_integer(name, value); }
  void add(std::string_view name, std::uint64_t value) { add_integer(name, value); }
  void add(std::string_view name, double value) {
    key(name);
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed).ptr;
    out_.append(buffer, end);
  }
  void add(std::string_view name, std::string_view text) {
    if (text.empty()) {
      return;
    }
    key(name);
    out_.push_back('"');
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        out_.push_back('\\');
      }
      out_.push_back(c);
    }
    out_.push_back('"');
  }
  void add(std::string_view name, const char* text) { add(name, std::string_view(text)); }
  void add(std::string_view name, const std::string& text) { add(name, std::string_view(text)); }
  template <class Value>
  void add(std::string_view name, const std::optional<Value>& value) {
    if (value) {
      add(name, *value);
    }
  }
  // The code under `name` and its word, when it has one, under `text_name`.
  void add_word(std::string_view name, std::string_view text_name, std::optional<int> code,
                std::string_view (*word)(int)) {
    if (code) {
      add(name, *code);
      add(text_name, word(*code));
    }
  }
  // In decimal degrees, rounded to seven places, as every position of `decode`.
  void add_place(std::string_view longitude, std::string_view latitude, const std::optional<ApplicationPlace>& place) {
    if (place) {
      add_degrees(longitude, place->longitude);
      add_degrees(latitude, place->latitude);
    }
  }
  void add_place(const std::optional<ApplicationPlace>& place) { add_place("lon", "lat", place); }

  // `ddThh:mmZ` when whole; else what there is, as `day`, `hour`, `minute` behind `prefix`.
  void add_time(std::string_view name, std::string_view prefix, const DayTime& time) {
    if (time.day && time.hour && time.minute) {
      key(name);
      out_.push_back('"');
      two_digits(*time.day);
      clock(*time.hour, *time.minute);
      return;
    }
    add_parts(prefix, std::nullopt, time.day, time.hour, time.minute);
  }
  // `mm-ddThh:mmZ` when whole; else what there is.
  void add_time(std::string_view name, std::string_view prefix, const MonthTime& time,
                std::optional<int> year = std::nullopt) {
    if (time.month && time.day && time.hour && time.minute) {
      key(name);
      out_.push_back('"');
      if (year) {
        out_ += std::to_string(*year);
        out_.push_back('-');
      }
      two_digits(*time.month);
      out_.push_back('-');
      two_digits(*time.day);
      clock(*time.hour, *time.minute);
      return;
    }
    if (year) {
      add(std::string(prefix) + "year", *year);
    }
    add_parts(prefix, time.month, time.day, time.hour, time.minute);
  }

  // An array of objects; `each(item)` adds the members of one.
  template <class Items, class Each>
  void add_array(std::string_view name, const Items& items, Each&& each) {
    key(name);
    out_.push_back('[');
    bool first = true;
    for (const auto& item : items) {
      out_ += first ? "{" : ",{";
      first = false;
      const std::size_t start = out_.size();
      each(item);
      if (out_.size() > start) {
        out_.erase(start, 1);  // the comma before the first member
      }
      out_.push_back('}');
    }
    out_.push_back(']');
  }
  template <class Numbers>
  void add_numbers(std::string_view name, const Numbers& numbers) {
    key(name);
    out_.push_back('[');
    bool first = true;
    for (const int number : numbers) {
      if (!first) {
        out_.push_back(',');
      }
      first = false;
      out_ += std::to_string(number);
    }
    out_.push_back(']');
  }

 private:
  void key(std::string_view name) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":";
  }
  template <class Integer>
  void add_integer(std::string_view name, Integer value) {
    key(name);
    char buffer[24];
    out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
  }
  void two_digits(int value) {
    out_.push_back(static_cast<char>('0' + value / 10 % 10));
    out_.push_back(static_cast<char>('0' + value % 10));
  }
  void clock(int hour, int minute) {
    out_.push_back('T');
    two_digits(hour);
    out_.push_back(':');
    two_digits(minute);
    out_ += "Z\"";
  }
  void add_parts(std::string_view prefix, std::optional<int> month, std::optional<int> day, std::optional<int> hour,
                 std::optional<int> minute) {
    const std::string start(prefix);
    add(start + "month", month);
    add(start + "day", day);
    add(start + "hour", hour);
    add(start + "minute", minute);
  }
  void add_degrees(std::string_view name, std::int32_t ten_thousandths) {
    key(name);
    // 600,000 steps a degree, rounded to ten-millionths of a degree.
    const std::int64_t magnitude = std::abs(static_cast<std::int64_t>(ten_thousandths));
    const std::int64_t rounded = (magnitude * 50 + 1) / 3;
    if (ten_thousandths < 0) {
      out_.push_back('-');
    }
    out_ += std::to_string(rounded / 10'000'000);
    std::int64_t rest = rounded % 10'000'000;
    if (rest == 0) {
      return;
    }
    out_.push_back('.');
    for (std::int64_t unit = 1'000'000; unit > 0 && rest > 0; unit /= 10) {
      out_.push_back(static_cast<char>('0' + rest / unit));
      rest %= unit;
    }
  }

  std::string& out_;
};

}  // namespace fairlead::decode::ais
