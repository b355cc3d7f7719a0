// SPDX-License-Identifier: Apache-2.0
// Results and errors, short texts, ids, published values, the clocks and the source of random bytes.
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/assert.hpp"
#include "base/fixed_text.hpp"
#include "base/published.hpp"
#include "base/result.hpp"
#include "base/strong_id.hpp"
#include "base/system.hpp"

namespace fairlead {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorCode::invalid_argument, "`" + std::to_string(number) + "` is odd");
  return number / 2;
}

Result<int> quarter(int number) {
  FL_TRY(const int once, half(number));
  FL_TRY(const int twice, half(once));
  return twice;
}

Result<void> must_be_even(int number) {
  FL_CHECK(half(number));
  return {};
}

TEST(Result, try_passes_the_value_on_and_hands_the_error_out) {
  EXPECT_EQ(quarter(8).value(), 2);
  ASSERT_FALSE(quarter(6));
  EXPECT_EQ(quarter(6).error().message, "`3` is odd");
  EXPECT_EQ(quarter(6).error().code, ErrorCode::invalid_argument);
  EXPECT_TRUE(must_be_even(2));
  EXPECT_FALSE(must_be_even(3));
}

TEST(Error, told_from_further_out_names_the_context_first) {
  const Error inner{ErrorCode::io, "disk says no"};
  const Error outer = inner.within("cannot open `store.db`");
  EXPECT_EQ(outer.code, ErrorCode::io);
  EXPECT_EQ(outer.message, "cannot open `store.db`: disk says no");
}

TEST(ErrorCode, has_one_name_each_and_all_are_listed) {
  std::set<std::string_view> names;
  for (const ErrorCode code : all_error_codes()) names.insert(name(code));
  EXPECT_EQ(names.size(), all_error_codes().size());
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::internal) + 1);
  for (const std::string_view word : names) {
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << word;
  }
}

TEST(AssertDeathTest, names_the_expression_and_the_place) {
  EXPECT_DEATH(FL_ASSERT(1 + 1 == 3), "small_types_test.cpp:[0-9]+: assertion failed: 1 \\+ 1 == 3");
  FL_ASSERT(1 + 1 == 2);
}

RC_GTEST_PROP(FixedText, holds_the_beginning_that_fits, (const std::string& text)) {
  const FixedText<7> fixed(text);
  RC_ASSERT(fixed.view() == std::string_view(text).substr(0, 7));
  RC_ASSERT(fixed.empty() == text.empty());
  RC_ASSERT(fixed == FixedText<7>(fixed.view()));
}

RC_GTEST_PROP(FixedText, is_ordered_as_its_text, (const std::string& a, const std::string& b)) {
  const FixedText<255> x(a);
  const FixedText<255> y(b);
  RC_PRE(a.size() <= 255 && b.size() <= 255);
  RC_ASSERT((x < y) == (std::string_view(a) < std::string_view(b)));
  RC_ASSERT((x == y) == (a == b));
}

TEST(StrongId, of_different_kinds_cannot_be_mixed) {
  using ShipId = StrongId<struct ShipTag>;
  using PortId = StrongId<struct PortTag>;
  static_assert(!std::is_convertible_v<ShipId, PortId>);
  static_assert(!std::is_convertible_v<std::uint64_t, ShipId>);
  static_assert(!std::is_convertible_v<ShipId, std::uint64_t>);
  EXPECT_LT(ShipId(1), ShipId(2));
  EXPECT_EQ(ShipId().number(), 0U);
}

TEST(Published, readers_keep_what_they_took_while_writers_replace_it) {
  Published<std::pair<int, int>> published(std::make_shared<const std::pair<int, int>>(0, 0));
  const auto first = published.get();
  std::thread writer([&] {
    for (int i = 1; i <= 2000; ++i) published.set(std::make_shared<const std::pair<int, int>>(i, i));
  });
  int last = 0;
  while (last < 2000) {
    const auto seen = published.get();
    EXPECT_EQ(seen->first, seen->second);
    EXPECT_GE(seen->first, last);
    last = seen->first;
  }
  writer.join();
  EXPECT_EQ(first->first, 0);
}

TEST(SteadyClock, never_goes_back) {
  std::int64_t last = system_steady_clock().now_ns();
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t now = system_steady_clock().now_ns();
    EXPECT_GE(now, last);
    last = now;
  }
}

TEST(WallClock, counts_milliseconds_since_1970) {
  EXPECT_GT(system_wall_clock().now_ms(), 1'700'000'000'000);  // 2023-11-14
  EXPECT_LT(system_wall_clock().now_ms(), 4'102'444'800'000);  // 2100-01-01
}

TEST(Random, fills_all_bytes) {
  std::array<std::byte, 64> a{};
  std::array<std::byte, 64> b{};
  system_random().fill(a);
  system_random().fill(b);
  EXPECT_NE(a, b);  // equal once in 2^512 runs
}

}  // namespace
}  // namespace fairlead
