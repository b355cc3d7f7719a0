// SPDX-License-Identifier: Apache-2.0
// AIS messages as CSV. The record is made from the JSON form, so that both have the same names and values.
#include <algorithm>
#include <array>

#include "decode/ais/json.hpp"

namespace fairlead::decode::ais {
namespace {

constexpr std::array<std::string_view, 43> kColumns = {"type",        "mmsi",         "repeat",
                                                       "nav_status",  "rot",          "sog",
                                                       "accuracy",    "lon",          "lat",
                                                       "cog",         "heading",      "second",
                                                       "maneuver",    "raim",         "altitude",
                                                       "timestamp",   "imo",          "callsign",
                                                       "name",        "ship_type",    "to_bow",
                                                       "to_stern",    "to_port",      "to_starboard",
                                                       "epfd",        "eta",          "draught",
                                                       "destination", "part",         "vendor",
                                                       "model",       "serial",       "mothership_mmsi",
                                                       "aid_type",    "virtual",      "off_position",
                                                       "channel",     "own_ship",     "station",
                                                       "tag_time",    "trailer_time", "line_time",
                                                       "other"};

// Where a JSON value that begins at `at` ends. The text is our own, so it is well formed.
std::size_t value_end(std::string_view json, std::size_t at) {
  int depth = 0;
  bool quoted = false;
  for (; at < json.size(); ++at) {
    const char c = json[at];
    if (quoted) {
      if (c == '\\') {
        ++at;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) {
        return at;
      }
      --depth;
    } else if (c == ',' && depth == 0) {
      return at;
    }
  }
  return at;
}

int hex_digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

// The plain text of a JSON string (only the escapes that the writer makes) or of another value as it stands.
void append_plain(std::string& out, std::string_view value) {
  if (value.empty() || value.front() != '"') {
    out.append(value);
    return;
  }
  value = value.substr(1, value.size() - 2);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      out.push_back(value[i]);
    } else if (value[i + 1] == 'u' && i + 5 < value.size()) {
      const int code = hex_digit(value[i + 4]) * 16 + hex_digit(value[i + 5]);
      if (code < 0x80) {
        out.push_back(static_cast<char>(code));
      } else {  // Latin-1 to UTF-8
        out.push_back(static_cast<char>(0xC0 | (code >> 6)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
      }
      i += 5;
    } else {
      out.push_back(value[++i]);
    }
  }
}

void append_cell(std::string& out, std::string_view plain) {
  if (plain.find_first_of("\",\r\n") == std::string_view::npos) {
    out.append(plain);
    return;
  }
  out.push_back('"');
  for (const char c : plain) {
    if (c == '"') {
      out.push_back('"');
    }
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace

std::span<const std::string_view> csv_columns() noexcept { return kColumns; }

void append_csv_header(std::string& out) {
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (i != 0) {
      out.push_back(',');
    }
    out.append(kColumns[i]);
  }
}

void append_csv(std::string& out, const Message& message) {
  std::string json;
  append_json(json, message);
  std::array<std::string_view, kColumns.size()> cells{};
  std::string other;
  std::size_t at = 1;
  while (at < json.size() && json[at] == '"') {
    const std::size_t key_end = json.find('"', at + 1);
    const std::string_view key = std::string_view(json).substr(at + 1, key_end - at - 1);
    const std::size_t first = key_end + 2;
    const std::size_t last = value_end(json, first);
    const std::string_view value = std::string_view(json).substr(first, last - first);
    const auto column = std::find(kColumns.begin(), kColumns.end() - 1, key);
    if (column != kColumns.end() - 1) {
      cells[static_cast<std::size_t>(column - kColumns.begin())] = value;
    } else {
      other.push_back(other.empty() ? '{' : ',');
      other.append(json, at, last - at);
    }
    at = last + 1;
  }
  std::string plain;
  for (std::size_t i = 0; i + 1 < kColumns.size(); ++i) {
    plain.clear();
    append_plain(plain, cells[i]);
    append_cell(out, plain);
    out.push_back(',');
  }
  if (!other.empty()) {
    other.push_back('}');
    append_cell(out, other);
  }
}

}  // namespace fairlead::decode::ais
