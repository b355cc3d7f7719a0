// SPDX-License-Identifier: Apache-2.0
// Joining the parts of messages: what is joined, what is lost, and that no wrong join is made.
#include <gtest/gtest.h>

#include "decode/ais/encode.hpp"
#include "decode_support.hpp"

namespace fairlead::decode {
namespace {

using test::KeepingSink;
using test::read_text;

struct Parts {
  std::string first;
  std::string second;
};

// The two sentences of a message 5 with this name.
Parts ship(std::uint32_t mmsi, std::string_view name, std::uint8_t sequence, char channel = 'A',
           std::string_view tags = {}) {
  ais::Message m;
  m.type = 5;
  m.mmsi = mmsi;
  auto& body = m.body.emplace<ais::StaticVoyage>();
  body.name = ais::SixBitText<20>::from(name);
  body.callsign = ais::SixBitText<7>::from("CALL");
  body.destination = ais::SixBitText<20>::from("VIA PORT OF " + std::string(name));
  ais::PackedBits bits;
  EXPECT_TRUE(ais::pack_message(m, bits));
  ais::SentenceForm form;
  form.sequence = sequence;
  form.channel = channel;
  std::string text;
  EXPECT_EQ(ais::append_sentences(text, bits.reader(), form), 2);
  const std::size_t end = text.find('\n') + 1;
  return {std::string(tags) + text.substr(0, end), std::string(tags) + text.substr(end)};
}

std::string position() { return "!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\n"; }

std::string names(const KeepingSink& sink) {
  std::string all;
  for (const auto& m : sink.messages) {
    if (const auto* s = std::get_if<ais::StaticVoyage>(&m.body)) {
      all += std::string(s->name.view()) + "/" + std::string(s->destination.view().substr(12)) + " ";
    }
  }
  return all;
}

TEST(Assembler, lets_a_part_that_came_too_early_give_way_to_the_one_that_follows) {
  const Parts lost = ship(1, "LOST", 3);
  const Parts good = ship(2, "GOOD", 3);
  const auto r = read_text(lost.second + good.first + good.second);
  EXPECT_EQ(names(r.sink), "GOOD/GOOD ");
  EXPECT_EQ(r.counters.of(Rejection::kIncompleteGroup), 1U);
}

TEST(Assembler, joins_parts_in_the_wrong_order) {
  const Parts a = ship(1, "A", 3);
  const Parts b = ship(2, "B", 4);
  EXPECT_EQ(names(read_text(a.second + b.second + b.first + a.first).sink), "B/B A/A ");
}

TEST(Assembler, gives_up_what_waits_for_too_many_lines) {
  const Parts a = ship(1, "A", 3);
  std::string text = a.first;
  for (int i = 0; i < 100; ++i) {
    text += position();
  }
  const auto r = read_text(text + a.second);
  EXPECT_EQ(names(r.sink), "");
  EXPECT_EQ(r.counters.of(Rejection::kIncompleteGroup), 2U);
}

TEST(Assembler, gives_up_what_waits_too_long_by_the_time_given) {
  const Parts a = ship(1, "A", 3);
  KeepingSink sink;
  Reader reader;
  const Instant start = Instant::from_unix_seconds(1'700'000'000);
  reader.feed(a.first, sink, start);
  reader.feed(a.second, sink, start + Duration(31'000));
  EXPECT_TRUE(sink.messages.empty());
  const Parts b = ship(2, "B", 4);
  reader.feed(b.first, sink, start + Duration(40'000));
  reader.feed(b.second, sink, start + Duration(60'000));
  EXPECT_EQ(names(sink), "B/B ");
}

TEST(Assembler, releases_a_message_completed_out_of_order_when_the_source_falls_silent) {
  const Parts a = ship(1, "A", 3);
  KeepingSink sink;
  Reader reader;
  const Instant start = Instant::from_unix_seconds(1'700'000'000);
  reader.feed(a.second + a.first, sink, start);
  EXPECT_TRUE(sink.messages.empty());
  reader.tick(start + Duration(1000), sink);
  EXPECT_EQ(names(sink), "A/A ");
}

TEST(Assembler, loses_the_message_of_a_damaged_part_and_no_other) {
  const Parts a = ship(1, "A", 3);
  const Parts b = ship(2, "B", 3);
  std::string damaged = a.first;
  damaged[30] = damaged[30] == '0' ? '1' : '0';
  const auto r = read_text(damaged + a.second + b.first + b.second);
  EXPECT_EQ(names(r.sink), "B/B ");
  EXPECT_EQ(r.counters.of(Rejection::kBadChecksum), 1U);
  EXPECT_EQ(r.counters.of(Rejection::kIncompleteGroup), 1U);
}

TEST(Assembler, takes_a_repeated_part_once) {
  const Parts a = ship(1, "A", 3);
  const auto r = read_text(a.first + a.first + a.second);
  EXPECT_EQ(names(r.sink), "A/A ");
  EXPECT_EQ(r.counters.duplicates, 1U);
}

TEST(Assembler, joins_an_untagged_rest_only_when_it_is_the_only_candidate) {
  const Parts a = ship(1, "A", 3, 'A');
  const Parts b = ship(2, "B", 3, 'A');
  EXPECT_EQ(names(read_text(test::tag("s:r1") + a.first + a.second).sink), "A/A ");
  EXPECT_EQ(names(read_text(test::tag("s:r1") + a.first + test::tag("s:r2") + b.first + a.second).sink), "");
}

TEST(Assembler, keeps_the_number_of_open_messages_bounded) {
  KeepingSink sink;
  ReaderOptions options;
  options.open_groups_max = 4;
  Reader reader(options);
  for (std::uint8_t i = 0; i < 10; ++i) {
    reader.feed(ship(i, "X", i).first, sink);
  }
  EXPECT_EQ(reader.counters().pending, 4U);
  EXPECT_EQ(reader.counters().of(Rejection::kIncompleteGroup), 6U);
}

}  // namespace
}  // namespace fairlead::decode
