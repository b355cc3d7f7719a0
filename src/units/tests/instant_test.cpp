// SPDX-License-Identifier: Apache-2.0
// Moments and durations: against known values, and there and back over the years 1 to 9999.
#include "units/instant.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead {
namespace {

const Instant kFirst = Instant::from_civil(1, 1, 1);
const Instant kLast = Instant::from_civil(9999, 12, 31, 23, 59, 59, 999);

Instant any_instant() {
  return Instant::from_unix_ms(*rc::gen::inRange<std::int64_t>(kFirst.unix_ms(), kLast.unix_ms() + 1));
}

TEST(Rfc3339, prints_known_moments) {
  EXPECT_EQ(to_rfc3339(Instant()), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(Instant::from_unix_seconds(951'782'400)), "2000-02-29T00:00:00Z");
  EXPECT_EQ(to_rfc3339(Instant::from_unix_ms(1'795'348'800'123)), "2026-11-22T12:00:00.123Z");
  EXPECT_EQ(to_rfc3339(Instant::from_unix_ms(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339(Instant::from_unix_seconds(2'147'483'648)), "2038-01-19T03:14:08Z");
  EXPECT_EQ(to_rfc3339(kFirst), "0001-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(kLast), "9999-12-31T23:59:59.999Z");
}

TEST(Rfc3339, reads_offsets_fractions_and_leap_seconds) {
  const Instant noon = Instant::from_civil(2026, 11, 22, 12);
  EXPECT_EQ(parse_rfc3339("2026-11-22T12:00:00Z").value(), noon);
  EXPECT_EQ(parse_rfc3339("2026-11-22t12:00:00z").value(), noon);
  EXPECT_EQ(parse_rfc3339("2026-11-22 12:00:00Z").value(), noon);
  EXPECT_EQ(parse_rfc3339("2026-11-22T14:30:00+02:30").value(), noon);
  EXPECT_EQ(parse_rfc3339("2026-11-22T07:00:00-05:00").value(), noon);
  EXPECT_EQ(parse_rfc3339("2026-11-22T12:00:00.5Z").value(), noon + Duration(500));
  EXPECT_EQ(parse_rfc3339("2026-11-22T12:00:00.1239Z").value(), noon + Duration(123));
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z").value(), Instant::from_civil(2017, 1, 1));
}

TEST(Rfc3339, refuses_what_is_not_a_moment_and_repeats_the_words) {
  for (const std::string_view text :
       {"", "2026-11-22", "2026-11-22T12:00Z", "2026-11-22T12:00:00", "2026-11-22T24:00:00Z", "2026-11-22T12:60:00Z",
        "2026-11-22T12:00:61Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "0000-01-01T00:00:00Z", "2026-11-22T12:00:00.Z", "2026-11-22T12:00:00Zulu", "2026-11-22T12:00:00+0200",
        "2026-11-22T12:00:00+24:00", "+2026-11-22T12:00:00Z", "26-11-22T12:00:00Z", "2026-11-22T12:00:00Z "}) {
    const auto refused = parse_rfc3339(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_TRUE(refused.error().message.starts_with("`" + std::string(text) + "` is not a time"));
  }
}

TEST(Rfc3339, refuses_moments_that_an_offset_or_leap_second_carries_out_of_the_years) {
  EXPECT_FALSE(parse_rfc3339("9999-12-31T23:59:59-00:01"));
  EXPECT_FALSE(parse_rfc3339("9999-12-31T23:59:60Z"));
  EXPECT_FALSE(parse_rfc3339("0001-01-01T00:00:00+00:01"));
  EXPECT_TRUE(parse_rfc3339("0001-01-01T00:01:00+00:01"));
}

RC_GTEST_PROP(Rfc3339, reads_back_what_it_printed, ()) {
  const Instant instant = any_instant();
  const auto again = parse_rfc3339(to_rfc3339(instant));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == instant);
}

RC_GTEST_PROP(Rfc3339, is_ordered_as_the_moments, ()) {
  // Whole seconds: the fraction is left out when it is zero.
  const Instant a = Instant::from_unix_seconds(any_instant().unix_ms() / 1000);
  const Instant b = Instant::from_unix_seconds(any_instant().unix_ms() / 1000);
  RC_ASSERT((a < b) == (to_rfc3339(a) < to_rfc3339(b)));
}

RC_GTEST_PROP(Rfc3339, never_stumbles_over_any_bytes, (const std::string& text)) {
  const auto result = parse_rfc3339(text);
  if (result) RC_ASSERT(parse_rfc3339(to_rfc3339(*result)).value() == *result);
}

TEST(Rfc3339, outside_its_years_prints_the_nearest_end) {
  EXPECT_EQ(to_rfc3339(Instant::from_unix_ms(std::numeric_limits<std::int64_t>::max())), to_rfc3339(kLast));
  EXPECT_EQ(to_rfc3339(Instant::from_unix_ms(std::numeric_limits<std::int64_t>::min())), to_rfc3339(kFirst));
  EXPECT_EQ(to_dtg(Instant::from_unix_ms(std::numeric_limits<std::int64_t>::max())), "312359Z DEC 99");
}

TEST(Dtg, is_day_time_month_and_year_as_on_naval_messages) {
  EXPECT_EQ(to_dtg(Instant::from_civil(2026, 11, 22, 12, 5)), "221205Z NOV 26");
  EXPECT_EQ(to_dtg(Instant::from_civil(2000, 1, 1)), "010000Z JAN 00");
  EXPECT_EQ(to_dtg(Instant::from_civil(1999, 12, 31, 23, 59, 59)), "312359Z DEC 99");
}

TEST(Day, is_counted_and_named_in_utc) {
  EXPECT_EQ(utc_day(Instant()), 0);
  EXPECT_EQ(utc_day(Instant::from_unix_ms(-1)), -1);
  EXPECT_EQ(utc_day(Instant::from_unix_ms(86'400'000)), 1);
  EXPECT_EQ(utc_day(Instant::from_unix_ms(std::numeric_limits<std::int64_t>::min())), -106'751'991'168);
  EXPECT_EQ(to_compact_day(Instant::from_civil(2026, 11, 22, 23, 59, 59)), "20261122");
  EXPECT_EQ(to_compact_day(Instant::from_civil(2026, 11, 23)), "20261123");
}

RC_GTEST_PROP(Day, begins_at_midnight, ()) {
  const Instant instant = any_instant();
  const Instant midnight = Instant::from_unix_ms(utc_day(instant) * 86'400'000);
  RC_ASSERT(midnight <= instant);
  RC_ASSERT(instant - midnight < std::chrono::hours(24));
  RC_ASSERT(to_rfc3339(midnight).substr(10) == "T00:00:00Z");
}

TEST(Duration, is_a_whole_number_and_its_unit) {
  EXPECT_EQ(parse_duration("250ms").value(), Duration(250));
  EXPECT_EQ(parse_duration("90s").value(), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("15m").value(), std::chrono::minutes(15));
  EXPECT_EQ(parse_duration("6h").value(), std::chrono::hours(6));
  EXPECT_EQ(parse_duration("30d").value(), std::chrono::hours(720));
  EXPECT_EQ(parse_duration("0s").value(), Duration(0));
}

TEST(Duration, without_a_unit_or_out_of_reach_is_refused) {
  for (const std::string_view text : {"", "90", "s", "1.5h", "-5s", "+5s", "5 s", "5S", "5sec", "5m5s",
                                      "9223372036854775807d", "99999999999999999999ms"}) {
    const auto refused = parse_duration(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_TRUE(refused.error().message.starts_with("`" + std::string(text) + "` is not a duration"));
  }
}

RC_GTEST_PROP(Duration, reads_back_what_it_printed, ()) {
  const auto number = *rc::gen::inRange<std::int64_t>(0, 100'000);
  const auto unit = *rc::gen::element<std::int64_t>(1, 1000, 60'000, 3'600'000, 86'400'000);
  const Duration duration(number * unit);
  RC_ASSERT(parse_duration(to_text(duration)).value() == duration);
}

}  // namespace
}  // namespace fairlead
