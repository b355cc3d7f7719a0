// SPDX-License-Identifier: Apache-2.0
// The edge cases of the shared data folder, read literally: numbers equal by value, null is absence, every key of
// `expect` but `note` is held against what is printed.
#include <cmath>

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "decode_support.hpp"

namespace fairlead::decode {
namespace {

using test::read_text;

bool same(const boost::json::value& expected, const boost::json::value* actual) {
  if (expected.is_null()) {
    return actual == nullptr;
  }
  if (actual == nullptr) {
    return false;
  }
  if (expected.is_number() && actual->is_number()) {
    return std::fabs(expected.to_number<double>() - actual->to_number<double>()) < 1e-7;
  }
  return expected == *actual;
}

TEST(EdgeCases, all_of_the_shared_list_hold) {
  const std::string path = FAIRLEAD_SHARED_DIR "/data/ais/edge-cases.jsonl";
  if (!test::file_exists(path)) {
    GTEST_SKIP() << "the shared data folder is not here";
  }
  std::size_t held = 0;
  std::size_t cases = 0;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) {
      continue;
    }
    ++cases;
    const auto object = boost::json::parse(line).as_object();
    const std::string id = object.at("id").as_string().c_str();
    std::string text;
    for (const auto& sentence : object.at("sentences").as_array()) {
      text.append(sentence.as_string().data(), sentence.as_string().size());
      text += '\n';
    }
    bool good = true;
    const auto reading = read_text(text);
    const auto wanted = object.at("expect_messages").to_number<std::size_t>();
    EXPECT_EQ(reading.sink.messages.size(), wanted) << "case " << id;
    good = good && reading.sink.messages.size() == wanted;
    if (const auto* expect = object.if_contains("expect"); expect != nullptr && good) {
      const auto& list = expect->as_array();
      for (std::size_t i = 0; i < list.size(); ++i) {
        const auto printed = boost::json::parse(reading.sink.json[i]).as_object();
        for (const auto& [key, value] : list[i].as_object()) {
          if (key == "note") {
            continue;
          }
          const bool equal = same(value, printed.if_contains(key));
          EXPECT_TRUE(equal) << "case " << id << ", " << key << ": expected " << value << " in "
                             << reading.sink.json[i];
          good = good && equal;
        }
        if (list[i].as_object().contains("note")) {  // distrusted tags
          EXPECT_FALSE(printed.contains("station") || printed.contains("tag_time")) << "case " << id;
        }
      }
    }
    held += good ? 1 : 0;
  }
  EXPECT_EQ(cases, 52U);
  EXPECT_EQ(held, cases);
}

}  // namespace
}  // namespace fairlead::decode
