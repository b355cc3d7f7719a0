// SPDX-License-Identifier: Apache-2.0
// JSON lines to sentences: the way back of `fairlead decode --json`.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "decode/ais/encode.hpp"
#include "decode/ais/encode_json.hpp"
#include "decode/ais/json.hpp"
#include "decode/ais/parse.hpp"
#include "decode/reader.hpp"

namespace fairlead::decode::ais {
namespace {

std::string encoded(std::string_view line) {
  JsonEncoder encoder;
  std::string out;
  const auto result = encoder.encode(out, line);
  return result ? out : "error: " + result.error().message;
}

class Lines final : public Sink {
 public:
  void on_message(const Message& message) override {
    lines.emplace_back();
    append_json(lines.back(), message);
  }
  std::vector<std::string> lines;
};

std::vector<std::string> decoded(std::string_view sentences) {
  Reader reader;
  Lines sink;
  reader.feed(sentences, sink);
  reader.finish(sink);
  return sink.lines;
}

TEST(AisEncodeJson, a_position_becomes_the_sentence_it_came_from) {
  EXPECT_EQ(
      encoded(R"({"type":1,"mmsi":257000000,"lon":10.5,"lat":59.9,"sog":12.3,"cog":91.2,"heading":91,"second":30,)"
              R"("nav_status":0,"rot":0,"accuracy":true,"channel":"A"})"),
      "!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\n");
}

TEST(AisEncodeJson, what_is_absent_or_null_is_sent_as_not_available) {
  const auto lines = decoded(encoded(R"({"type":1,"mmsi":257000000,"sog":null})"));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0],
            R"({"type":1,"mmsi":257000000,"repeat":0,"nav_status":15,"accuracy":false,"raim":false,"radio":0})");
}

TEST(AisEncodeJson, static_data_goes_out_in_two_parts_with_its_tag_block) {
  const std::string line =
      R"({"type":5,"mmsi":257000000,"imo":9074729,"callsign":"ABCD123","name":"EVER TEST","ship_type":70,"to_bow":100,)"
      R"("to_stern":50,"to_port":10,"to_starboard":12,"epfd":1,"eta":"05-14 20:15","draught":8.5,)"
      R"("destination":"NOOSL VIA DOVER","station":"r1","tag_time":1654088303,"channel":"B"})";
  const std::string out = encoded(line);
  EXPECT_TRUE(out.starts_with("\\s:r1,c:1654088303*79\\!AIVDM,2,1,0,B,53m62@0")) << out;
  const auto lines = decoded(out);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].find(R"("name":"EVER TEST")"), std::string::npos) << lines[0];
  EXPECT_NE(lines[0].find(R"("eta":"05-14 20:15","draught":8.5,"destination":"NOOSL VIA DOVER")"), std::string::npos);
  EXPECT_NE(lines[0].find(R"("station":"r1","tag_time":1654088303)"), std::string::npos) << lines[0];
}

TEST(AisEncodeJson, messages_of_several_parts_get_new_sequence_numbers) {
  JsonEncoder encoder;
  std::string out;
  for (int i = 0; i < 11; ++i) {
    ASSERT_TRUE(encoder.encode(out, R"({"type":5,"mmsi":257000000})"));
  }
  EXPECT_NE(out.find("!AIVDM,2,1,9,"), std::string::npos);
  EXPECT_EQ(decoded(out).size(), 11U);
}

TEST(AisEncodeJson, an_error_names_the_line_the_field_and_the_cure) {
  JsonEncoder encoder;
  std::string out;
  ASSERT_TRUE(encoder.encode(out, ""));
  const auto result = encoder.encode(out, R"({"type":1,"mmsi":1,"headng":5})");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "line 2: field `headng` is unknown here, did you mean `heading`");
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(encoded(R"({"type":1,"mmsi":1,"lat":91})"), "error: line 1: field `lat` is `91`, outside -90 to 90");
  EXPECT_EQ(encoded(R"({"type":1})"), "error: line 1: field `mmsi` is missing: give a whole number");
  EXPECT_EQ(encoded(R"({"type":18,"mmsi":1,"heading":"north"})"),
            "error: line 1: field `heading` is `\"north\"`, not a number");
  EXPECT_EQ(encoded(R"({"type":5,"mmsi":1,"callsign":"TOOLONGSIGN"})"),
            "error: line 1: field `callsign` has 11 characters, at most 7 fit");
  EXPECT_EQ(encoded(R"({"type":24,"mmsi":1})"), "error: line 1: field `part` is neither `A` nor `B`");
  EXPECT_TRUE(encoded(R"({"type":15,"mmsi":1})").starts_with("error: line 1: field `type`: message 15 cannot"));
  EXPECT_TRUE(encoded("nonsense").starts_with("error: line 1: not JSON"));
  EXPECT_TRUE(encoded("[1]").starts_with("error: line 1: not a JSON object"));
  EXPECT_EQ(encoded(R"({"type":1,"mmsi":1,"station":"a*b"})"),
            "error: line 1: field `station` `a*b` has a character that a tag block cannot hold");
}

TEST(AisEncodeJson, binary_messages_are_encoded_from_their_bytes) {
  const std::string out =
      encoded(R"({"type":6,"mmsi":276747000,"dest_mmsi":2766160,"dac":1,"fid":41,"data":"13:0938"})");
  const auto lines = decoded(out);
  ASSERT_EQ(lines.size(), 1U) << out;
  EXPECT_NE(lines[0].find(R"("data":"13:0938")"), std::string::npos) << lines[0];
  EXPECT_EQ(encoded(R"({"type":8,"mmsi":1,"dac":1,"fid":31})"),
            "error: line 1: field `data` is missing: binary messages are encoded from their bytes, as `16:0938`");
}

TEST(AisEncodeJson, every_rate_of_turn_comes_back) {
  for (int raw = -128; raw <= 127; ++raw) {
    auto message = std::make_unique<Message>();
    message->type = 1;
    message->mmsi = 235'000'001;
    auto& body = message->body.emplace<PositionA>();
    body.rot_raw = static_cast<std::int8_t>(raw);
    std::string json;
    append_json(json, *message);
    auto back = std::make_unique<Message>();
    ASSERT_TRUE(message_from_json(*back, json)) << json;
    EXPECT_EQ(std::get<PositionA>(back->body).rot_raw, raw) << json;
  }
}

// For any message of a type that can be encoded: its JSON, encoded and decoded again, is the same JSON.
RC_GTEST_PROP(AisEncodeJson, json_of_any_message_comes_back_the_same, ()) {
  constexpr std::array<std::pair<std::uint8_t, std::size_t>, 15> kTypes = {{{1, 168},
                                                                            {2, 168},
                                                                            {3, 168},
                                                                            {4, 168},
                                                                            {5, 424},
                                                                            {9, 168},
                                                                            {10, 72},
                                                                            {11, 168},
                                                                            {12, 252},
                                                                            {14, 160},
                                                                            {18, 168},
                                                                            {19, 312},
                                                                            {21, 360},
                                                                            {24, 168},
                                                                            {27, 96}}};
  const auto [type, length] = kTypes[*rc::gen::inRange<std::size_t>(0, kTypes.size())];
  auto message = std::make_unique<Message>();
  std::uint64_t state = *rc::gen::arbitrary<std::uint64_t>() | 1U;
  message->payload.append(type, 6);
  message->payload.append(0, 2);
  message->payload.append(static_cast<std::uint64_t>(*rc::gen::inRange(1, 999'999'999)), 30);
  while (message->payload.bits < length) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    message->payload.append(state >> 32U, std::min<std::size_t>(32, length - message->payload.bits));
  }
  if (type == 10 || type == 12) {
    for (std::size_t i = 40; i < 48; ++i) {
      message->payload.bytes[i / 8] = 0;  // keeps the destination below a billion
    }
  }
  RC_PRE(!parse_payload(*message).has_value());
  std::string json;
  append_json(json, *message);
  JsonEncoder encoder;
  std::string sentences;
  const auto result = encoder.encode(sentences, json);
  RC_ASSERT(result.has_value());
  const auto lines = decoded(sentences);
  RC_ASSERT(lines.size() == 1U);
  RC_ASSERT(lines[0] == json);
}

}  // namespace
}  // namespace fairlead::decode::ais
