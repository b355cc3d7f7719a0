// SPDX-License-Identifier: Apache-2.0
// What the tests of `decode` share: a sink that keeps everything, and reading text in one call.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "decode/ais/json.hpp"
#include "decode/reader.hpp"

namespace fairlead::decode::test {

class KeepingSink final : public Sink {
 public:
  void on_message(const ais::Message& message) override {
    messages.push_back(message);
    json.emplace_back();
    ais::append_json(json.back(), message);
  }
  void on_nmea(const nmea::Record& record) override { records.push_back(record); }
  void on_rejected(Rejection reason, std::string_view text, std::uint64_t line) override {
    rejected.emplace_back(reason);
    rejected_text.emplace_back(text);
    rejected_line.push_back(line);
  }

  std::vector<ais::Message> messages;
  std::vector<std::string> json;
  std::vector<nmea::Record> records;
  std::vector<Rejection> rejected;
  std::vector<std::string> rejected_text;
  std::vector<std::uint64_t> rejected_line;
};

struct Reading {
  KeepingSink sink;
  Counters counters;
};

inline Reading read_text(std::string_view text, ReaderOptions options = {}) {
  Reading result;
  Reader reader(options);
  reader.feed(text, result.sink);
  reader.finish(result.sink);
  result.counters = reader.counters();
  return result;
}

// A tag block with its checksum: tag("s:r1") is `\\s:r1*31\\` with the right two digits.
inline std::string tag(std::string_view block) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  unsigned sum = 0;
  for (const char c : block) {
    sum ^= static_cast<unsigned char>(c);
  }
  return "\\" + std::string(block) + "*" + kHex[sum >> 4U] + kHex[sum & 15U] + "\\";
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline bool file_exists(const std::string& path) { return std::ifstream(path).good(); }

}  // namespace fairlead::decode::test
