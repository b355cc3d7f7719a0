// SPDX-License-Identifier: Apache-2.0
// One line of JSON a noun, as the API and files show it. A changed line is a changed contract: read the difference, and
// say so in CHANGELOG.md. `FAIRLEAD_WRITE_GOLDEN=1` writes the file anew.
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "wire/json.hpp"

namespace fairlead::wire {
namespace {

domain::StaticClaims example_claims() {
  domain::StaticClaims claims;
  claims.name = std::string_view("NORDLYS");
  claims.call_sign = std::string_view("LAAB");
  claims.destination = std::string_view("BODO");
  claims.imo = 9'074'729;
  claims.ship_type = std::uint8_t{60};
  claims.dimensions = domain::Dimensions{100, 22, 10, 9};
  claims.draught_dm = std::uint16_t{49};
  claims.eta = domain::Eta{11, 22, 20, std::nullopt};
  return claims;
}

domain::Label example_label() {
  return {"NATO",  domain::Level::restricted,       {"GBR", "NLD"}, {"ORCON"}, {"search_and_rescue"},
          {"NOR"}, Instant::from_civil(2027, 1, 1), false};
}

std::string golden_lines() {
  const Instant received = Instant::from_civil(2026, 11, 22, 12, 5, 0, 250);
  std::string out;
  const auto line = [&out](const auto& noun) {
    append_json(out, noun);
    out += '\n';
  };
  line(domain::Sentence{domain::SourceId(3), received, "!AIVDM,1,1,,A,13aGm@0P00PFsb@N4G@00?v:0<0S,0*4C"});

  domain::Observation o;
  o.id = domain::ObservationId(17);
  o.source = domain::SourceId(3);
  o.kind = domain::TrackKind::ship;
  o.received_at = received;
  o.observed_at = Instant::from_civil(2026, 11, 22, 12, 4, 59);
  o.transmission = 0x00c0ffee;
  o.hearer = std::string_view("2573315");
  o.mmsi = domain::Mmsi::from_number(257'123'456);
  o.position = geo::Position::from_units(40'370'000, 8'629'999);
  o.position_sigma = Length::metres(10);
  o.speed = Speed::knots(12.3);
  o.course = Course::degrees(271.4);
  o.heading = Heading::degrees(272);
  o.turn_rate = TurnRate::degrees_per_minute(-2.5);
  o.nav_status = std::uint8_t{0};
  o.claims = example_claims();
  domain::Detection detection;
  detection.scan = 812;
  detection.error = domain::ErrorEllipse{Length::metres(120), Length::metres(30), 42.5};
  detection.seen_from = geo::Position::from_units(40'300'000, 8'600'000);
  detection.length = Length::metres(12);
  detection.seen_as = "go-fast";
  detection.photos = {"photo-1"};
  detection.label = example_label();
  o.detection = std::make_shared<const domain::Detection>(detection);
  line(o);

  domain::Track track;
  track.id = domain::TrackId(0xa3f1);
  track.kind = domain::TrackKind::ship;
  track.flags.set(domain::TrackFlag::jump);
  track.mmsi = o.mmsi;
  track.claims = *o.claims;
  track.claims_at = received;
  track.position = o.position;
  track.position_sigma = Length::metres(8.25);
  track.observed_at = *o.observed_at;
  track.received_at = received;
  track.first_at = Instant::from_civil(2026, 11, 22, 6);
  track.speed = o.speed;
  track.course = o.course;
  track.heading = o.heading;
  track.nav_status = o.nav_status;
  track.sources = {o.source};
  track.hearers[0] = o.hearer;
  track.observations = 812;
  track.fused = std::make_shared<const domain::Fused>(domain::Fused{0.9981,
                                                                    {Length::metres(40), Length::metres(12.5), 71},
                                                                    {{o.source, received, 812}},
                                                                    "tanker",
                                                                    {"radar and AIS within 1.2 sigma for 14 scans"}});
  append_json(out, track, [](domain::SourceId) { return std::string_view("coast"); });
  out += '\n';

  line(domain::Finding{"F-7",
                       "gone_dark",
                       2,
                       domain::Priority::warning,
                       {track.id},
                       o.position,
                       received,
                       std::nullopt,
                       {"silent for 47 min where one report in 10 s was usual"},
                       {o.id}});
  line(domain::Authority{"board",
                         "NL",
                         domain::AuthorityOutcome::conditional,
                         {"UNCLOS art. 110"},
                         {"flag_consent"},
                         {},
                         {"the vessel claims a flag; its consent is needed"}});
  line(domain::Decision{"T-0000a3f1",
                        "NLD/coast guard",
                        "search_and_rescue",
                        domain::DecisionOutcome::permit_reduced,
                        "A-2 clause 4",
                        5,
                        {"no_onward_release"},
                        12,
                        received});
  domain::Delivery delivery{"D-9", "NLD/coast guard", "feed", received, 4711, {}, {"T-0000a3f1"}, "acknowledged"};
  delivery.payload = sha256("payload");
  line(delivery);
  line(example_label());
  line(*o.position);

  domain::SourceHealth health;
  health.source = {o.source, "coast", "tcp://127.0.0.1:4001", "NOR", example_label()};
  health.state = domain::SourceState::live;
  health.last_sentence_at = received;
  health.sentences_per_second = 31.25;
  health.bytes_total = 123'456;
  health.sentences_total = 2'000;
  health.messages_total = 1'900;
  health.observations_total = 1'850;
  health.rejected = {{"bad_checksum", 3}, {"truncated", 1}};
  append_json(out, health, received + std::chrono::milliseconds(1500));
  out += '\n';
  return out;
}

TEST(Golden, every_noun_is_written_as_before) {
  const std::string path = std::string(FAIRLEAD_SOURCE_DIR) + "/src/wire/tests/golden/nouns.jsonl";
  const std::string lines = golden_lines();
  if (std::getenv("FAIRLEAD_WRITE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << lines;
  std::stringstream kept;
  kept << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(lines, kept.str());
}

// The names below a heading of api/openapi.yaml, with what stands behind them: `mmsi` -> `{type: integer, ...`.
std::map<std::string, std::string> contract_members(const std::string& schema) {
  std::ifstream file(std::string(FAIRLEAD_SOURCE_DIR) + "/api/openapi.yaml");
  std::map<std::string, std::string> members;
  bool inside = false;
  bool properties = false;
  for (std::string line; std::getline(file, line);) {
    const auto indent = line.find_first_not_of(' ');
    if (indent == 4) inside = line == "    " + schema + ":";
    if (!inside) continue;
    if (indent == 6) properties = line == "      properties:";
    if (!properties || indent != 8) continue;
    const auto colon = line.find(':');
    members[line.substr(8, colon - 8)] = line.substr(colon + 1);
  }
  return members;
}

TEST(Golden, a_track_has_the_members_and_types_of_the_contract) {
  std::istringstream lines(golden_lines());
  std::string line;
  for (int i = 0; i < 3; ++i) std::getline(lines, line);
  const auto members = contract_members("Track");
  ASSERT_GT(members.size(), 20U);
  const boost::json::value track = boost::json::parse(line);
  for (const auto& member : track.get_object()) {
    const auto told = members.find(std::string(member.key()));
    ASSERT_NE(told, members.end()) << member.key();
    if (told->second.starts_with(" {type: integer")) {
      EXPECT_TRUE(member.value().is_int64()) << member.key();
    }
    if (told->second.starts_with(" {type: string")) {
      EXPECT_TRUE(member.value().is_string()) << member.key();
    }
    if (told->second.starts_with(" {type: number")) {
      EXPECT_TRUE(member.value().is_number()) << member.key();
    }
  }
}

TEST(Golden, every_noun_that_can_be_read_is_read_back) {
  std::istringstream lines(golden_lines());
  const auto next = [&lines] {
    std::string line;
    std::getline(lines, line);
    return line;
  };
  const auto same = [](const std::string& line, const auto& read) {
    ASSERT_TRUE(read) << read.error().message;
    std::string again;
    append_json(again, *read);
    EXPECT_EQ(again, line);
  };
  std::string line = next();
  same(line, sentence_from_json(line));
  line = next();
  same(line, observation_from_json(line));
  next();  // a track is written for readers only
  line = next();
  same(line, finding_from_json(line));
  line = next();
  same(line, authority_from_json(line));
  line = next();
  same(line, decision_from_json(line));
  line = next();
  same(line, delivery_from_json(line));
  line = next();
  same(line, label_from_json(line));
}

}  // namespace
}  // namespace fairlead::wire
