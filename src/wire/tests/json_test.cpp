// SPDX-License-Identifier: Apache-2.0
// The nouns as JSON: there and back, valid whatever they hold, and refusals that name what was not understood.
#include "wire/json.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

#include "generators.hpp"
#include "wire/canonical.hpp"

namespace fairlead::wire {
namespace {

template <class Noun>
std::string json_of(const Noun& noun) {
  std::string json;
  append_json(json, noun);
  return json;
}

bool is_valid_json(const std::string& text) {
  boost::json::error_code error;
  boost::json::parse(text, error);
  return !error;
}

template <class Noun, class Read>
void expect_round_trip(const Noun& noun, Read read) {
  const std::string json = json_of(noun);
  RC_ASSERT(is_valid_json(json));
  const auto again = read(json);
  if (!again) RC_FAIL(again.error().message + " in " + json);
  RC_ASSERT(json_of(*again) == json);
  if constexpr (std::equality_comparable<Noun>) RC_ASSERT(*again == noun);
}

RC_GTEST_PROP(Json, a_label_comes_back, ()) { expect_round_trip(any::label(), label_from_json); }
RC_GTEST_PROP(Json, a_sentence_comes_back, ()) { expect_round_trip(any::sentence(), sentence_from_json); }
RC_GTEST_PROP(Json, a_finding_comes_back, ()) { expect_round_trip(any::finding(), finding_from_json); }
RC_GTEST_PROP(Json, an_authority_comes_back, ()) { expect_round_trip(any::authority(), authority_from_json); }
RC_GTEST_PROP(Json, a_decision_comes_back, ()) { expect_round_trip(any::decision(), decision_from_json); }
RC_GTEST_PROP(Json, a_delivery_comes_back, ()) { expect_round_trip(any::delivery(), delivery_from_json); }

RC_GTEST_PROP(Json, an_observation_comes_back_bit_for_bit, ()) {
  domain::Observation o = any::observation(any::source_id());
  o.id = domain::ObservationId(any::number64());
  expect_round_trip(o, observation_from_json);
  // As canonical bytes they are the same too, so no member was lost.
  const auto bytes_of = [](const domain::Observation& observation) {
    domain::ObservationBatch batch;
    batch.source = observation.source;
    batch.observations.push_back(observation);
    ByteWriter out;
    write(out, batch);
    return out.take();
  };
  const auto again = observation_from_json(json_of(o));
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->id == o.id);
  RC_ASSERT(bytes_of(*again) == bytes_of(o));
}

RC_GTEST_PROP(Json, of_a_track_is_valid_and_names_its_sources, ()) {
  std::string json;
  append_json(json, any::track(), [](domain::SourceId) { return std::string_view("a \"source\""); });
  RC_ASSERT(is_valid_json(json));
}

RC_GTEST_PROP(Json, of_a_sources_health_is_valid, ()) {
  domain::SourceHealth health;
  health.source = any::source();
  health.last_sentence_at = any::maybe(any::instant);
  health.rejected = {{"bad_checksum", any::number64()}, {any::text(), 1}};
  health.detail = any::bytes();
  std::string json;
  append_json(json, health, any::instant());
  RC_ASSERT(is_valid_json(json));
}

RC_GTEST_PROP(Json, of_a_sentence_of_any_bytes_is_valid, ()) {
  domain::Sentence sentence{any::source_id(), any::instant(), any::bytes()};
  RC_ASSERT(is_valid_json(json_of(sentence)));
}

RC_GTEST_PROP(Json, of_a_position_reads_back_to_the_same_units, ()) {
  const geo::Position position = any::position();
  const auto value = boost::json::parse(json_of(position));
  RC_ASSERT(geo::Position::from_degrees(value.at("lat").to_number<double>(), value.at("lon").to_number<double>()) ==
            position);
}

// ---- what is refused, and how ----

std::string error_of(const std::string& json) {
  const auto read = decision_from_json(json);
  return read ? "accepted" : read.error().message;
}

const std::string kDecision =
    R"({"v":1,"object":"T-00000001","recipient":"NLD/coast guard","purpose":"search_and_rescue",)"
    R"("outcome":"permit","reasons":0,"obligations":[],"stop_epoch":3,)"
    R"("decided_at":"2026-11-22T12:05:00Z"})";

std::string with(std::string_view what, std::string_view instead) {
  std::string json = kDecision;
  const auto place = json.find(what);
  EXPECT_NE(place, std::string::npos) << what;
  return json.replace(place, what.size(), instead);
}

TEST(JsonRefusal, names_the_member_or_word_and_what_may_have_been_meant) {
  EXPECT_EQ(error_of(kDecision), "accepted");
  EXPECT_EQ(error_of(with("\"purpose\"", "\"purpsoe\"")), "`purpose` is missing");
  EXPECT_EQ(error_of(with("\"v\":1", "\"v\":1,\"clase\":\"x\"")), "unknown member `clase`; did you mean `clause`");
  EXPECT_EQ(error_of(with("\"v\":1", "\"v\":1,\"completely_else\":0")), "unknown member `completely_else`");
  EXPECT_EQ(error_of(with("\"permit\"", "\"allow\"")), "`outcome` has the unknown word `allow`");
  EXPECT_EQ(error_of(with("\"permit\"", "7")), "`outcome` is not a text");
  EXPECT_EQ(error_of(with("[]", "{}")), "`obligations` is not a list");
  EXPECT_EQ(error_of(with("[]", "[1]")), "`obligations` is not a text");
  EXPECT_EQ(error_of(with("\"stop_epoch\":3", "\"stop_epoch\":-3")),
            "`stop_epoch` is not a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(error_of(with("\"stop_epoch\":3", "\"stop_epoch\":3.5")),
            "`stop_epoch` is not a whole number from 0 to 18446744073709551615");
  EXPECT_EQ(error_of(with("12:05:00Z", "12:05")),
            "`decided_at` `2026-11-22T12:05` is not a time; write it as 2026-11-22T12:05:00Z");
  EXPECT_EQ(error_of(with("\"v\":1,", "")), "`v` is missing");
  EXPECT_EQ(error_of(with("\"v\":1", "\"v\":0")), "`v` is not 1");
  EXPECT_EQ(error_of(with("\"v\":1", "\"v\":2")), "version 2 is newer than this program reads (1)");
  EXPECT_EQ(error_of("[]"), "not a JSON object");
  EXPECT_TRUE(error_of("{\"v\":1").starts_with("not valid JSON: "));
  EXPECT_EQ(decision_from_json(with("\"v\":1", "\"v\":9")).error().code, ErrorCode::newer_version);
}

TEST(JsonRefusal, goes_into_objects_inside) {
  const std::string start =
      R"({"v":1,"id":1,"source":1,"sensor":"ais","kind":"ship","received_at":"2026-11-22T12:05:00Z",)";
  const auto refused = [&](const std::string& rest) {
    const auto read = observation_from_json(start + rest + "}");
    return read ? "accepted" : read.error().message;
  };
  EXPECT_EQ(refused(R"("mmsi":257000001)"), "accepted");
  EXPECT_NE(refused(R"("mmsi":1000000000)").find("mmsi"), std::string::npos);
  EXPECT_NE(refused(R"("position":{"lat":91,"lon":0})").find("position"), std::string::npos);
  EXPECT_NE(refused(R"("position":{"lat":9})").find("position"), std::string::npos);
  EXPECT_NE(refused(R"("position":{"lat":9,"lon":1,"alt":2})").find("position"), std::string::npos);
  EXPECT_NE(refused(R"("claims":{"nam":"x"})").find("claims.nam"), std::string::npos);
  EXPECT_NE(refused(R"("claims":{"call_sign":"MUCH TOO LONG"})").find("call_sign"), std::string::npos);
  EXPECT_NE(refused(R"("claims":{"eta":"tomorrow"})").find("eta"), std::string::npos);
  EXPECT_NE(refused(R"("claims":{"draught_m":-1})").find("draught_m"), std::string::npos);
  EXPECT_NE(refused(R"("claims":{"draught_m":1e9})").find("draught_m"), std::string::npos);
  EXPECT_NE(refused(R"("speed_mps":"fast")").find("speed_mps"), std::string::npos);
  EXPECT_NE(refused(R"("speed_mps":1e999)"), "accepted");
  EXPECT_NE(refused(R"("transmission":"xyz")").find("transmission"), std::string::npos);
}

TEST(JsonRefusal, a_tower_of_brackets_is_not_climbed) {
  EXPECT_FALSE(label_from_json(std::string(1'000'000, '[')));
  EXPECT_FALSE(label_from_json(std::string(1'000'000, '{')));
}

RC_GTEST_PROP(JsonRefusal, any_change_of_one_byte_is_refused_or_read, ()) {
  domain::Observation o = any::observation(domain::SourceId(1));
  std::string json = json_of(o);
  json[*rc::gen::inRange<std::size_t>(0, json.size())] = *rc::gen::arbitrary<char>();
  const auto read = observation_from_json(json);
  if (read) {
    RC_ASSERT(is_valid_json(json_of(*read)));
  } else {
    RC_ASSERT(!read.error().message.empty());
    RC_ASSERT(read.error().message.find('\n') == std::string::npos);
  }
}

// ---- numbers ----

std::string real(double value, int digits = 0) {
  std::string text;
  append_real(text, value, digits);
  return text;
}

TEST(Real, is_short_and_never_in_a_form_that_json_does_not_know) {
  EXPECT_EQ(real(1), "1");
  EXPECT_EQ(real(0.1), "0.1");
  EXPECT_EQ(real(12.345, 1), "12.3");
  EXPECT_EQ(real(12.0, 1), "12");
  EXPECT_EQ(real(-0.04, 1), "0");
  EXPECT_EQ(real(1234.5, 3), "1234.5");
  EXPECT_EQ(real(std::nan("")), "null");
  EXPECT_EQ(real(std::numeric_limits<double>::infinity(), 2), "null");
}

RC_GTEST_PROP(Real, reads_back_equal, (double value)) {
  RC_PRE(std::isfinite(value));
  RC_ASSERT(is_valid_json(real(value)));
  RC_ASSERT(std::stod(real(value)) == value);
}

}  // namespace
}  // namespace fairlead::wire
