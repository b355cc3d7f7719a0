// SPDX-License-Identifier: Apache-2.0
// What stands around sentences: times, tag blocks, trailers, several sentences on a line.
#include <gtest/gtest.h>

#include "decode/line_time.hpp"
#include "decode/tag_block.hpp"
#include "decode_support.hpp"

namespace fairlead::decode {
namespace {

using test::read_text;

const std::string kSentence = "!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22";

std::optional<std::int64_t> line_time(const std::string& before) {
  const auto r = read_text(before + kSentence + "\n");
  EXPECT_EQ(r.sink.messages.size(), 1U) << before;
  return r.sink.messages.empty() ? std::nullopt : r.sink.messages[0].context.line_time();
}

TEST(LineTime, is_read_in_the_forms_that_loggers_write) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  constexpr std::int64_t kTime = 1'654'088'303 * kSecond;
  EXPECT_EQ(line_time("1654088303 "), kTime);
  EXPECT_EQ(line_time("1654088303.25,"), kTime + kSecond / 4);
  EXPECT_EQ(line_time("1654088303250;"), kTime + kSecond / 4);
  EXPECT_EQ(line_time("1654088303250000\t"), kTime + kSecond / 4);
  EXPECT_EQ(line_time("1654088303250000000 "), kTime + kSecond / 4);
  EXPECT_EQ(line_time("2022-06-01T12:58:23Z "), kTime);
  EXPECT_EQ(line_time("[2022-06-01 12:58:23.250] "), kTime + kSecond / 4);
  EXPECT_EQ(line_time("2022-06-01T14:58:23+02:00 "), kTime);
  EXPECT_EQ(line_time("garbage "), std::nullopt);
  EXPECT_EQ(line_time("16540883031 "), std::nullopt);
  EXPECT_EQ(line_time("9999999999 "), std::nullopt) << "does not fit nanoseconds";
  EXPECT_EQ(line_time("2022-13-01T12:58:23Z "), std::nullopt);
}

TEST(LineTime, of_a_pghp_line_is_that_of_the_next_sentence_whose_checksum_it_names) {
  const std::string pghp = "$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,22*00\n";
  const auto r = read_text(pghp + kSentence + "\n" + kSentence + "\n");
  ASSERT_EQ(r.sink.messages.size(), 2U);
  EXPECT_EQ(r.sink.messages[0].context.line_time(), 1'276'256'771'390'000'000);
  EXPECT_EQ(r.sink.messages[1].context.line_time(), std::nullopt);
  const auto other = read_text("$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,23*00\n" + kSentence + "\n");
  EXPECT_EQ(other.sink.messages[0].context.line_time(), std::nullopt);
}

TEST(TagBlock, gives_every_parameter_of_nmea_4_10) {
  const std::string written = test::tag("g:1-2-1234,s:r003669945,n:4,r:77,c:1120959341,d:dest,i:info,t:text");
  const auto block = parse_tag_block(std::string_view(written).substr(1, written.size() - 2));
  ASSERT_TRUE(block.has_value());
  EXPECT_EQ(block->group, (TagGroup{1, 2, 1234}));
  EXPECT_EQ(block->station, "r003669945");
  EXPECT_EQ(block->time_ms, 1'120'959'341'000);
  EXPECT_EQ(block->line_count, 4U);
  EXPECT_EQ(block->relative_time, 77U);
  EXPECT_EQ(block->destination, "dest");
  EXPECT_EQ(block->info, "info");
  EXPECT_EQ(block->text, "text");
  EXPECT_FALSE(parse_tag_block("s:r1*00").has_value());
  EXPECT_FALSE(parse_tag_block("s:r1").has_value());
}

TEST(TagBlock, on_a_line_of_its_own_belongs_to_the_next_sentence) {
  const auto r = read_text("\\c:1354719388*56\\\n" + kSentence + "\n" + kSentence + "\n");
  ASSERT_EQ(r.sink.messages.size(), 2U);
  EXPECT_EQ(r.sink.messages[0].context.tag_time(), 1'354'719'388'000);
  EXPECT_EQ(r.sink.messages[1].context.tag_time(), std::nullopt);
  EXPECT_EQ(r.counters.tag_lines, 1U);
}

TEST(TagBlock, of_a_groups_first_line_holds_for_the_others) {
  const auto r =
      read_text(test::tag("g:1-2-77,s:r1,c:1654088303") + kSentence + "\n" + test::tag("g:2-2-77") + kSentence + "\n");
  ASSERT_EQ(r.sink.messages.size(), 2U);
  EXPECT_EQ(r.sink.messages[1].context.station.view(), "r1");
  EXPECT_EQ(r.sink.messages[1].context.tag_time(), 1'654'088'303'000);
}

TEST(Line, with_two_sentences_gives_both_with_their_own_tags) {
  const auto r = read_text(test::tag("s:r1") + kSentence + test::tag("s:r2") + kSentence + "junk\r\n");
  ASSERT_EQ(r.sink.messages.size(), 2U);
  EXPECT_EQ(r.sink.messages[0].context.station.view(), "r1");
  EXPECT_EQ(r.sink.messages[1].context.station.view(), "r2");
}

TEST(Line, may_end_in_any_way_or_not_at_all) {
  for (const char* end : {"\n", "\r\n", "\r", ""}) {
    const auto r = read_text(kSentence + end + kSentence + end);
    EXPECT_EQ(r.counters.messages, 2U) << end;
    EXPECT_EQ(r.counters.blank_lines, 0U) << end;
  }
}

TEST(Line, of_a_gateway_with_a_field_too_many_is_read) {
  const auto r = read_text("!AIVDM,1,1,1,,13aI8e?P00PGpU:NR6s00?vT2000,0,0*1C\n");
  EXPECT_EQ(r.counters.messages, 1U);
}

TEST(Line, of_a_comment_is_not_a_sentence) {
  const auto r = read_text("# " + kSentence + "\n");
  EXPECT_EQ(r.counters.sentences, 0U);
  EXPECT_EQ(r.counters.comment_lines, 1U);
}

TEST(Trailer, of_the_us_coast_guard_gives_station_and_time) {
  const auto r = read_text(kSentence + ",d-109,S2105,t050056.00,T56.13718694,r003669946,1325394060,1325394001\n");
  ASSERT_EQ(r.sink.messages.size(), 1U);
  EXPECT_EQ(r.sink.messages[0].context.station.view(), "r003669946");
  EXPECT_EQ(r.sink.messages[0].context.trailer_time(), 1'325'394'060'000);
}

TEST(Rejection, of_missing_checksums_is_an_option) {
  const std::string bare = kSentence.substr(0, kSentence.size() - 3) + "\n";
  EXPECT_EQ(read_text(bare).counters.of(Rejection::kNoChecksum), 1U);
  ReaderOptions options;
  options.accept_missing_checksum = true;
  EXPECT_EQ(read_text(bare, options).counters.messages, 1U);
}

TEST(Rejection, has_a_stable_name_for_each_reason) {
  std::string all;
  for (std::size_t i = 0; i < kRejectionCount; ++i) {
    all += std::string(to_text(static_cast<Rejection>(i))) + " ";
  }
  EXPECT_EQ(all,
            "line_too_long no_checksum bad_checksum bad_header bad_fragment empty_payload illegal_character bad_fill "
            "message_too_long incomplete_group unknown_type unknown_part too_short ");
}

}  // namespace
}  // namespace fairlead::decode
