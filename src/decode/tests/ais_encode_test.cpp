// SPDX-License-Identifier: Apache-2.0
// The encoder: bodies to bits and back, bits to sentences.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "decode/ais/encode.hpp"
#include "decode/ais/parse.hpp"

namespace fairlead::decode::ais {
namespace {

std::unique_ptr<Message> message_of(std::uint8_t type, std::uint32_t mmsi, Body body) {
  auto message = std::make_unique<Message>();
  message->type = type;
  message->mmsi = mmsi;
  message->body = std::move(body);
  return message;
}

std::string bits_of(const BitReader& reader) {
  std::string text;
  for (std::size_t i = 0; i < reader.size(); ++i) {
    text.push_back(reader.flag(i) ? '1' : '0');
  }
  return text;
}

std::string sentences_of(const Message& message, const SentenceForm& form = {}) {
  auto packed = std::make_unique<PackedBits>();
  std::string out;
  if (pack_message(message, *packed)) {
    append_sentences(out, packed->reader(), form);
  }
  return out;
}

// Position 59.9 N 10.5 E, 12.3 knots, course 91.2, heading 91, second 30: the plain sentence of many test sets.
PositionA plain_position() {
  PositionA m;
  m.position = {.lon_raw = 6'300'000, .lat_raw = 35'940'000};
  m.motion = {.sog_raw = 123, .cog_raw = 912, .heading_raw = 91};
  m.time_stamp.raw = 30;
  m.nav_status = 0;
  m.rot_raw = 0;
  m.accuracy = true;
  return m;
}

TEST(AisEncode, a_position_report_is_one_sentence_with_its_checksum) {
  EXPECT_EQ(sentences_of(*message_of(1, 257'000'000, plain_position())),
            "!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\n");
}

TEST(AisEncode, own_ship_talker_channel_and_line_end_are_free) {
  SentenceForm form;
  form.own_ship = true;
  form.channel = 'B';
  form.line_end = "\r\n";
  EXPECT_EQ(sentences_of(*message_of(1, 257'000'000, plain_position()), form),
            "!AIVDO,1,1,,B,13m62@001sPh4;0RAV`3T2nt0000,0*23\r\n");
}

TEST(AisEncode, a_tag_block_carries_station_and_time) {
  SentenceForm form;
  form.station = "2573310";
  form.tag_time = 1654088303;
  EXPECT_EQ(sentences_of(*message_of(1, 257'000'000, plain_position()), form),
            "\\s:2573310,c:1654088303*0B\\!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\n");
}

TEST(AisEncode, a_long_message_is_split_and_its_parts_grouped) {
  StaticVoyage m;
  m.imo_raw = 9'074'729;
  m.callsign = SixBitText<7>::from("ABCD123");
  m.name = SixBitText<20>::from("EVER TEST");
  m.destination = SixBitText<20>::from("NOOSL VIA DOVER");
  SentenceForm form;
  form.sequence = 4;
  form.station = "r1";
  form.tag_time = 1654088303;
  form.group = 1234;
  const std::string text = sentences_of(*message_of(5, 257'000'000, m), form);
  EXPECT_TRUE(text.starts_with("\\g:1-2-1234,s:r1,c:1654088303*0F\\!AIVDM,2,1,4,A,53m62@0")) << text;
  EXPECT_NE(text.find("\n\\g:2-2-1234*59\\!AIVDM,2,2,4,A,"), std::string::npos) << text;
  EXPECT_NE(text.find(",2*"), std::string::npos) << "426 bits of armour for 424 bits";
  for (std::size_t at = 0, end = 0; end != std::string::npos && at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    const std::size_t start = text.find('!', at);
    EXPECT_LE(end - start + 2, 82U) << "NMEA 0183 allows 82 characters";
  }
}

TEST(AisEncode, without_a_group_each_part_has_the_tag_block) {
  SentenceForm form;
  form.station = "r1";
  const std::string text = sentences_of(*message_of(5, 257'000'000, StaticVoyage{}), form);
  EXPECT_TRUE(text.starts_with("\\s:r1*0A\\!AIVDM,2,1,")) << text;
  EXPECT_NE(text.find("\n\\s:r1*0A\\!AIVDM,2,2,"), std::string::npos) << text;
}

TEST(AisEncode, a_safety_text_is_upper_cased_and_kept_in_the_alphabet) {
  auto message = message_of(14, 2'320'001, SafetyBroadcast{});
  set_safety_text(*message, "Gale warning ~ Dover");
  auto packed = std::make_unique<PackedBits>();
  ASSERT_TRUE(pack_message(*message, *packed));
  EXPECT_EQ(packed->reader().text(40, 156), "GALE WARNING ? DOVER");
}

TEST(AisEncode, a_body_that_does_not_belong_to_the_type_is_refused) {
  auto packed = std::make_unique<PackedBits>();
  EXPECT_FALSE(pack_message(*message_of(18, 1, plain_position()), *packed));
  EXPECT_FALSE(pack_message(*message_of(1, 1, std::monostate{}), *packed));
  EXPECT_EQ(packed->bits, 0U);
}

// Random payload bits of `length`, made a message of `type` by its first bits.
std::unique_ptr<Message> random_message(std::uint8_t type, std::size_t length, std::uint64_t seed) {
  auto message = std::make_unique<Message>();
  std::uint64_t state = seed | 1U;
  message->payload.append(type, 6);
  while (message->payload.bits < length) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    message->payload.append(state >> 32U, std::min<std::size_t>(32, length - message->payload.bits));
  }
  return message;
}

// Packing forgets spare bits once; after that, parsing and packing are each other's inverse.
RC_GTEST_PROP(AisEncode, packing_undoes_parsing_for_every_type, ()) {
  constexpr std::array<std::size_t, 28> kLengths = {0,   168, 168, 168, 168, 424, 188, 168, 256, 168,
                                                    72,  168, 252, 168, 160, 160, 144, 160, 168, 312,
                                                    160, 360, 168, 160, 168, 148, 188, 96};
  const auto type = static_cast<std::uint8_t>(*rc::gen::inRange(1, 28));
  auto message = random_message(type, kLengths[type], *rc::gen::arbitrary<std::uint64_t>());
  if (parse_payload(*message).has_value()) {
    return;  // message 24 with a part that does not exist
  }
  auto first = std::make_unique<Message>();
  RC_ASSERT(pack_message(*message, first->payload));
  RC_ASSERT(!parse_payload(*first).has_value());
  auto second = std::make_unique<PackedBits>();
  RC_ASSERT(pack_message(*first, *second));
  RC_ASSERT(bits_of(first->payload.reader()) == bits_of(second->reader()));
  RC_ASSERT(first->mmsi == message->mmsi);
  RC_ASSERT(first->repeat == message->repeat);
  RC_ASSERT(first->body.index() == message->body.index());
}

RC_GTEST_PROP(AisEncode, positions_are_exact_to_a_ten_thousandth_of_a_minute, ()) {
  PositionB m;
  m.position.lon_raw = *rc::gen::inRange(-108'000'000, 108'000'001);
  m.position.lat_raw = *rc::gen::inRange(-54'000'000, 54'000'001);
  auto packed = std::make_unique<Message>();
  RC_ASSERT(pack_message(*message_of(18, 235'000'001, m), packed->payload));
  RC_ASSERT(!parse_payload(*packed).has_value());
  const auto& back = std::get<PositionB>(packed->body);
  RC_ASSERT(back.position.lon() == m.position.lon_raw);
  RC_ASSERT(back.position.lat() == m.position.lat_raw);
}

// The lines of a gzip file, each reduced to its digits 0 and 1.
std::vector<std::string> gzip_lines(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  const std::string command = "gzip -dc '" + path.string() + "' 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    return lines;
  }
  std::string line;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    if (c == '0' || c == '1') {
      line.push_back(static_cast<char>(c));
    } else if (c == '\n' && !line.empty()) {
      lines.push_back(std::move(line));
      line.clear();
    }
  }
  if (!line.empty()) {
    lines.push_back(std::move(line));
  }
  pclose(pipe);
  return lines;
}

// 42,892 payloads recorded elsewhere. Chosen differences: the encoder pads messages 20 and 21 to whole octets, as
// M.1371-5 asks; five of the recorded ones are not.
TEST(AisEncode, recorded_payloads_come_back_bit_by_bit) {
  const std::filesystem::path folder = std::filesystem::path(FAIRLEAD_SHARED_DIR) / "data/ais/go-ais/testmsg";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "no recorded payloads at " << folder;
  }
  std::size_t equal = 0;
  std::size_t padded = 0;
  auto message = std::make_unique<Message>();
  auto packed = std::make_unique<PackedBits>();
  for (int type = 1; type <= 27; ++type) {
    for (const std::string& line : gzip_lines(folder / (std::to_string(type) + ".msg.gz"))) {
      message->payload.clear();
      for (const char c : line) {
        message->payload.append(c == '1' ? 1U : 0U, 1);
      }
      ASSERT_FALSE(parse_payload(*message).has_value()) << type << ' ' << line;
      ASSERT_TRUE(pack_message(*message, *packed)) << type << ' ' << line;
      const std::string back = bits_of(packed->reader());
      if (back.size() > line.size() && (type == 20 || type == 21)) {
        EXPECT_EQ(back.substr(0, line.size()), line);
        ++padded;
      } else {
        ASSERT_EQ(back, line) << "type " << type;
        ++equal;
      }
    }
  }
  EXPECT_GT(equal, 40'000U);
  EXPECT_LE(padded, 5U);
}

}  // namespace
}  // namespace fairlead::decode::ais
