// SPDX-License-Identifier: Apache-2.0
// What `base` writes as JSON, judged by a parser: strings of any bytes, and lines of the log.
#include <array>
#include <cmath>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/log.hpp"
#include "base/text.hpp"

namespace fairlead {
namespace {

namespace bj = boost::json;

// The whole line that `write` left in the log.
template <class Write>
std::string logged(Write write) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe2(ends.data(), O_NONBLOCK), 0);
  log::set_descriptor(ends[1]);
  write();
  log::set_descriptor(2);
  close(ends[1]);
  std::string line;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(ends[0], buffer.data(), buffer.size())) > 0;) {
    line.append(buffer.data(), static_cast<std::size_t>(got));
  }
  close(ends[0]);
  return line;
}

RC_GTEST_PROP(JsonString, of_any_bytes_is_valid, (const std::string& text)) {
  std::string json;
  append_json_string(json, text);
  bj::error_code error;
  const bj::value value = bj::parse(json, error);
  RC_ASSERT(!error);
  RC_ASSERT(value.is_string());
}

RC_GTEST_PROP(JsonString, of_any_ascii_reads_back_the_same, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::map(rc::gen::inRange(0, 128), [](int c) { return static_cast<char>(c); }));
  std::string json;
  append_json_string(json, text);
  RC_ASSERT(bj::parse(json).get_string() == text);
}

TEST(Log, is_one_json_object_a_line) {
  const std::string line = logged([] {
    log::warning("source_stale", {{"source", "a \"b\"\n\xFF"},
                                  {"count", std::uint64_t{18'446'744'073'709'551'615U}},
                                  {"offset", -3},
                                  {"rate", 0.25},
                                  {"nothing", std::nan("")},
                                  {"ok", true}});
  });
  ASSERT_FALSE(line.empty());
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const bj::value value = bj::parse(line.substr(0, line.size() - 1));
  EXPECT_EQ(value.at("level").as_string(), "warning");
  EXPECT_EQ(value.at("event").as_string(), "source_stale");
  EXPECT_GT(value.at("t").to_number<std::int64_t>(), 1'700'000'000'000);
  EXPECT_EQ(value.at("source").as_string(), "a \"b\"\n\xEF\xBF\xBD");
  EXPECT_EQ(value.at("count").to_number<std::uint64_t>(), 18'446'744'073'709'551'615U);
  EXPECT_EQ(value.at("offset").to_number<std::int64_t>(), -3);
  EXPECT_EQ(value.at("rate").to_number<double>(), 0.25);
  EXPECT_TRUE(value.at("nothing").is_null());
  EXPECT_TRUE(value.at("ok").as_bool());
}

TEST(Log, below_its_level_says_nothing) {
  EXPECT_EQ(logged([] { log::debug("too_quiet"); }), "");
  log::set_level(log::Level::error);
  EXPECT_EQ(logged([] { log::warning("too_quiet"); }), "");
  EXPECT_NE(logged([] { log::error("heard"); }), "");
  log::set_level(log::Level::info);
}

RC_GTEST_PROP(Log, is_valid_whatever_is_in_it, (const std::string& event, const std::string& value, double number)) {
  RC_PRE(event.size() + value.size() < 400U);  // a pipe takes a short line whole
  const std::string line = logged([&] { log::info(event, {{"value", value}, {"number", number}}); });
  bj::error_code error;
  bj::parse(line, error);
  RC_ASSERT(!error);
}

}  // namespace
}  // namespace fairlead
