// SPDX-License-Identifier: Apache-2.0
// Another Fairlead as a source: its URL, and what its payloads become.
#include "upstream.hpp"

#include <gtest/gtest.h>

#include "release/plain_label.hpp"

namespace fairlead::app {
namespace {

constexpr std::string_view kPayload = R"({"v":1,"release":"r-9f3c51e0aa72b644","sequence":12,
 "as_of":"2026-11-22T12:00:00.500Z","agency":"BEL/centre","purpose":"search_and_rescue",
 "agreement":{"id":"bel","version":1,"clause":"rescue"},
 "label":{"policy":"national","level":"restricted","releasable_to":["BEL","NLD"],"caveats":["NF"],
  "purposes":["fisheries","search_and_rescue"],"originators":["GBR"],"personal_data":false},
 "conditions":["delete_on_recall"],"closed":[],
 "tracks":[
  {"id":"T-8000000000000001","kind":"ship","state":"live","mmsi":232000001,"flag":"GB","name":"PETREL",
   "position":{"lat":50.5,"lon":-4.25},"position_sigma_m":20,"observed_at":"2026-11-22T11:59:58Z",
   "received_at":"2026-11-22T11:59:59Z","first_at":"2026-11-22T11:00:00Z","speed_mps":5,"speed_kn":9.7,"course_deg":90,
   "flags":["jump"],"a_member_of_a_later_version":{"x":[1]}},
  {"id":"T-8000000000000002","kind":"contact","state":"live","position":{"lat":50.6,"lon":-4.25},
   "observed_at":"2026-11-22T11:59:58Z","received_at":"2026-11-22T11:59:59Z"},
  {"id":"T-8000000000000003","kind":"submarine","state":"live","position":{"lat":95,"lon":-4.25}},
  7]})";
const Instant kNow = Instant::from_civil(2026, 11, 22, 12);

TEST(UpstreamReader, makes_observations_that_keep_their_label_and_their_originator) {
  UpstreamReader reader("GBR");
  const auto batch = reader.read(kPayload, domain::SourceId(7), kNow);
  ASSERT_TRUE(batch.has_value()) << batch.error().message;
  EXPECT_EQ(batch->source, domain::SourceId(7));
  ASSERT_EQ(batch->observations.size(), 2U);
  EXPECT_EQ(reader.rejected(), 2U);
  EXPECT_EQ(reader.release(), "r-9f3c51e0aa72b644");
  const domain::Observation& ship = batch->observations[0];
  EXPECT_EQ(ship.mmsi->number(), 232000001U);
  EXPECT_EQ(ship.source, domain::SourceId(7));
  EXPECT_EQ(to_rfc3339(*ship.observed_at), "2026-11-22T11:59:58Z");
  EXPECT_EQ(ship.received_at, kNow) << "received by us, now";
  EXPECT_EQ(ship.claims->name.view(), "PETREL");
  EXPECT_EQ(batch->observations[1].sensor, domain::SensorKind::radar);
  EXPECT_TRUE(batch->observations[1].target_number.has_value()) << "its name there keeps it one vessel here";
  for (const domain::Observation& o : batch->observations) {
    const release::Marking marking = release::marking_of(o.detection->label.value());
    EXPECT_EQ(marking.label.level, domain::Level::restricted);
    EXPECT_EQ(marking.label.originators, (std::set<std::string>{"GBR"}));
    EXPECT_EQ(marking.label.releasable_to, (std::set<std::string>{"BEL", "NLD"}));
    EXPECT_EQ(marking.label.caveats, (std::set<std::string>{"NF"}));
    EXPECT_EQ(marking.label.purposes, (std::set<std::string>{"search_and_rescue"})) << "given for this purpose alone";
    EXPECT_EQ(marking.onward, release::Onward::with_consent);
    EXPECT_NE(o.detection->remarks.find("r-9f3c51e0aa72b644"), std::string::npos);
  }
}

TEST(UpstreamReader, keeps_a_stricter_onward_rule_and_names_whose_it_is) {
  UpstreamReader reader("GBR");
  const auto batch = reader.read(R"({"release":"r-1","purpose":"fisheries","label":{"policy":"n","level":"secret",
    "releasable_to":["NLD"],"caveats":["ONWARD: none"],"purposes":["search_and_rescue"],"originators":[],
    "personal_data":false},"tracks":[{"kind":"ship","mmsi":232000001}]})",
                                 domain::SourceId(7), kNow);
  ASSERT_TRUE(batch.has_value()) << batch.error().message;
  ASSERT_EQ(batch->observations.size(), 1U);
  const release::Marking marking = release::marking_of(batch->observations[0].detection->label.value());
  EXPECT_EQ(marking.onward, release::Onward::none);
  EXPECT_EQ(marking.label.originators, (std::set<std::string>{"GBR"}));
  EXPECT_TRUE(marking.label.purposes.empty()) << "its label does not allow the purpose that it came for";
}

TEST(UpstreamReader, refuses_what_has_no_label) {
  UpstreamReader reader("GBR");
  for (const char* payload : {"", "[]", R"({"tracks":[]})", R"({"label":{},"tracks":{}})", R"({"label":7,"tracks":[]})",
                              R"({"label":{"level":"hush"},"tracks":[]})"}) {
    EXPECT_FALSE(reader.read(payload, domain::SourceId(7), kNow).has_value()) << payload;
  }
}

TEST(UpstreamUrl, says_where_and_for_which_purpose) {
  const auto url =
      parse_upstream_url("fairlead+https://door.example:8481?purpose=search_and_rescue&name=gbr&originator=GBR");
  ASSERT_TRUE(url.has_value()) << url.error().message;
  EXPECT_EQ(url->door, "https://door.example:8481");
  EXPECT_EQ(url->name, "gbr");
  EXPECT_EQ(url->originator, "GBR");
  EXPECT_EQ(url->purpose, release::Purpose::search_and_rescue);
  EXPECT_EQ(parse_upstream_url("fairlead+https://door.example?purpose=fisheries")->name, "door.example fisheries");
  for (const char* wrong : {"fairlead+ftp://door.example?purpose=fisheries", "fairlead+https://door.example",
                            "fairlead+https://door.example?purpose=strike", "https://door.example?purpose=fisheries",
                            "fairlead+https://door.example?purpose=fisheries&speed=2",
                            "fairlead+https://me:hush@door.example?purpose=fisheries"}) {
    EXPECT_FALSE(parse_upstream_url(wrong).has_value()) << wrong;
  }
  const auto secret = parse_upstream_url("fairlead+https://me:hush@door.example?purpose=fisheries");
  EXPECT_EQ(secret.error().message.find("hush"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::app
