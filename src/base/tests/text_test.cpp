// SPDX-License-Identifier: Apache-2.0
// Text: numbers read strictly and written exactly, words that were meant, letters of ASCII only.
#include "base/text.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead {
namespace {

std::string fixed(std::int64_t value, int decimals) {
  std::string text;
  append_fixed(text, value, decimals);
  return text;
}

std::string quoted(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

TEST(Fixed, has_all_decimals_and_one_digit_before_the_point) {
  EXPECT_EQ(fixed(0, 0), "0");
  EXPECT_EQ(fixed(0, 2), "0.00");
  EXPECT_EQ(fixed(5, 2), "0.05");
  EXPECT_EQ(fixed(-5, 2), "-0.05");
  EXPECT_EQ(fixed(-1234, 2), "-12.34");
  EXPECT_EQ(fixed(1234, 0), "1234");
  EXPECT_EQ(fixed(100, 2), "1.00");
}

TEST(Fixed, keeps_the_greatest_and_the_least_number) {
  EXPECT_EQ(fixed(std::numeric_limits<std::int64_t>::max(), 7), "922337203685.4775807");
  EXPECT_EQ(fixed(std::numeric_limits<std::int64_t>::min(), 7), "-922337203685.4775808");
  EXPECT_EQ(fixed(std::numeric_limits<std::int64_t>::min(), 0), "-9223372036854775808");
}

RC_GTEST_PROP(Fixed, without_its_point_is_the_number_again, (std::int64_t value)) {
  const int decimals = *rc::gen::inRange(0, 10);
  std::string text = fixed(value, decimals);
  if (decimals > 0) {
    const auto point = text.find('.');
    RC_ASSERT(point != std::string::npos);
    RC_ASSERT(text.size() - point - 1 == static_cast<std::size_t>(decimals));
    text.erase(point, 1);
  }
  RC_ASSERT(parse_number<std::int64_t>(text) == value);
}

TEST(Number, is_the_whole_text_or_nothing) {
  EXPECT_EQ(parse_number<int>("42"), 42);
  EXPECT_EQ(parse_number<int>("-42"), -42);
  EXPECT_EQ(parse_number<unsigned>("-42"), std::nullopt);
  for (const std::string_view text : {"", " 42", "42 ", "4 2", "+42", "0x2a", "42.0", "99999999999"}) {
    EXPECT_EQ(parse_number<int>(text), std::nullopt) << "`" << text << "`";
  }
  EXPECT_EQ(parse_number<double>("0.5"), 0.5);
  EXPECT_EQ(parse_number<double>("0.5kn"), std::nullopt);
}

RC_GTEST_PROP(Number, printed_and_read_is_the_same, (double value)) {
  RC_PRE(std::isfinite(value));
  std::string text;
  append_number(text, value);
  RC_ASSERT(parse_number<double>(text) == value);
}

TEST(JsonString, escapes_what_must_be_escaped) {
  EXPECT_EQ(quoted(""), R"("")");
  EXPECT_EQ(quoted("EVER GIVEN"), R"("EVER GIVEN")");
  EXPECT_EQ(quoted("a\"b\\c\n\r\t"), R"("a\"b\\c\n\r\t")");
  EXPECT_EQ(quoted(std::string_view("\0\x1f\x7f", 3)), R"("\u0000\u001f\u007f")");
}

TEST(JsonString, keeps_well_formed_utf8) { EXPECT_EQ(quoted("blåskjær 船 ⚓ 𐍈"), "\"blåskjær 船 ⚓ 𐍈\""); }

TEST(JsonString, replaces_bytes_that_are_not_utf8) {
  const std::string_view replacement = "\xEF\xBF\xBD";
  struct Case {
    std::string_view bytes;
    int replaced;
  };
  // Lone continuation, overlong, surrogate, beyond U+10FFFF, cut short, never a lead byte.
  for (const Case& c : {Case{"\x80", 1}, Case{"\xC0\xAF", 2}, Case{"\xED\xA0\x80", 3}, Case{"\xF4\x90\x80\x80", 4},
                        Case{"\xE2\x82", 2}, Case{"\xFF", 1}}) {
    std::string expected = "\"";
    for (int i = 0; i < c.replaced; ++i) expected += replacement;
    expected += '"';
    EXPECT_EQ(quoted(c.bytes), expected);
  }
}

TEST(NearestWord, finds_what_was_meant_and_admits_when_nothing_was) {
  static constexpr std::array<std::string_view, 4> words{"sources", "listen", "data", "retention"};
  EXPECT_EQ(nearest_word("soruces", words), "sources");
  EXPECT_EQ(nearest_word("listne", words), "listen");
  EXPECT_EQ(nearest_word("data", words), "data");
  EXPECT_EQ(nearest_word("retentoin", words), "retention");
  EXPECT_EQ(nearest_word("entirely_different", words), std::nullopt);
  EXPECT_EQ(nearest_word("data", {}), std::nullopt);
}

TEST(Letters, change_case_in_ascii_only) {
  EXPECT_EQ(to_lower("ÅBC-xyZ9"), "Åbc-xyz9");
  EXPECT_EQ(to_upper("åbc-xyZ9"), "åBC-XYZ9");
}

TEST(Trim, takes_blanks_off_both_ends) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \t\r\n"), "");
  EXPECT_EQ(trim(""), "");
}

}  // namespace
}  // namespace fairlead
