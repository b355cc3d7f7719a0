// SPDX-License-Identifier: Apache-2.0
// Another Fairlead as a source: its URL, and what its payloads become.
#include "upstream.hpp"

#include <gtest/gtest.h>

#include "desk/json.hpp"
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

constexpr std::string_view kLeads = R"({"v":1,"release":"r-9f3c51e0aa72b645","sequence":13,
 "as_of":"2026-11-22T12:00:01Z","agency":"BEL/centre","purpose":"search_and_rescue",
 "agreement":{"id":"bel","version":1,"clause":"rescue"},
 "label":{"policy":"national","level":"restricted","releasable_to":["BEL","NLD"],"caveats":["ORCON"],
  "purposes":["fisheries","search_and_rescue"],"originators":["GBR"],"personal_data":false},
 "conditions":["acknowledge","no_lethal_use","of_a_later_version"],
 "leads":[{"id":"l-4be1c03f9a6d2271","version":2,"title":"Boat <b>adrift</b>","statement":"Two people,\nno engine",
  "confidence":"moderate","vessel":{"name":"PETREL","mmsi":232000001,"flag":"GB"},"position":{"lat":15.25,"lon":-73.1},
  "observed_at":"2026-11-22T11:40:00Z","acts":["render_assistance"],
  "conditions_in_words":["use for search and rescue only"],"expires_at":"2026-11-25T12:00:00Z",
  "track":"T-83f1c2d0b6e4a917"},{"id":"l-0000000000000007","version":1,"tear_line":"A boat is adrift",
  "expires_at":"2026-11-25T12:00:00Z"}],
 "withdrawn":[]})";

template <class Act>
Act act_of(const std::string& json) {
  auto read = desk::change_from_json(json, desk::From::engine);
  EXPECT_TRUE(read.has_value()) << json << (read ? "" : read.error().front().pointer + read.error().front().detail);
  if (!read || !std::holds_alternative<Act>(*read)) return {};
  EXPECT_TRUE(desk::faults(*read).empty()) << json << desk::faults(*read).front().detail;
  return std::get<Act>(*read);
}

TEST(UpstreamDesk, makes_leads_that_keep_whose_they_are_and_under_what_they_came) {
  UpstreamDesk reader("gbr", "GBR");
  const auto acts = reader.read(kLeads, [](const std::string&) { return false; });
  ASSERT_TRUE(acts.has_value()) << acts.error().message;
  ASSERT_EQ(acts->size(), 2U);
  EXPECT_EQ(reader.release(), "r-9f3c51e0aa72b645");
  EXPECT_TRUE(reader.said().contains("l-4be1c03f9a6d2271"));
  const auto lead = act_of<desk::ReceiveLead>((*acts)[0]);
  EXPECT_EQ(lead.body.title, "Boat ‹b›adrift‹/b›") << "somebody else's words are text";
  EXPECT_EQ(lead.body.statement, "Two people,\nno engine");
  EXPECT_EQ(lead.body.vessel.mmsi, 232000001U);
  EXPECT_EQ(to_rfc3339(lead.body.expires_at), "2026-11-25T12:00:00Z");
  EXPECT_EQ(lead.origin.source, "gbr");
  EXPECT_EQ(lead.origin.originator, "GBR");
  EXPECT_EQ(lead.origin.reference, "l-4be1c03f9a6d2271");
  EXPECT_EQ(lead.origin.version, 2U);
  EXPECT_EQ(lead.origin.conditions, (std::vector{desk::Condition::acknowledge, desk::Condition::no_lethal_use}));
  const release::Marking marking = release::marking_of(lead.body.label);
  EXPECT_EQ(marking.onward, release::Onward::with_consent);
  EXPECT_TRUE(marking.label.caveats.contains("ORCON"));
  EXPECT_EQ(marking.label.originators, (std::set<std::string>{"GBR"}));
  EXPECT_EQ(marking.label.purposes, (std::set<std::string>{"search_and_rescue"}));
  const auto torn = act_of<desk::ReceiveLead>((*acts)[1]);
  EXPECT_EQ(torn.body.statement, "A boat is adrift");
  EXPECT_EQ(torn.body.tear_line, "A boat is adrift");
}

TEST(UpstreamDesk, makes_requests_and_ends_only_what_it_has) {
  UpstreamDesk reader("gbr", "GBR");
  const std::string head =
      R"({"v":1,"release":"r-1","purpose":"law_enforcement_interdiction","label":{"policy":"request","level":"restricted",
       "releasable_to":["BEL/centre"],"caveats":[],"purposes":["law_enforcement_interdiction"],"originators":[],
       "personal_data":false},"conditions":[],"requests":[)";
  const std::string asked = R"({"id":"r-5","version":1,"kind":"flag_confirmation","state":"STATE",
       "purpose":"law_enforcement_interdiction","acts":["board"],"flag_state":"BE","regime":"vienna17"})";
  const auto with = [&](std::string_view state) {
    std::string entry = asked;
    entry.replace(entry.find("STATE"), 5, state);
    return head + entry + R"(],"withdrawn":[{"id":"r-6","because":"withdrawn"}]})";
  };
  const auto knows = [](std::string_view name) {
    return [name](const std::string& reference) { return reference == name; };
  };
  const auto acts = reader.read(with("asked"), knows(""));
  ASSERT_TRUE(acts.has_value()) << acts.error().message;
  ASSERT_EQ(acts->size(), 1U) << "what it never had has no end";
  const auto request = act_of<desk::ReceiveRequest>((*acts)[0]);
  EXPECT_EQ(request.body.direction, desk::Direction::incoming);
  EXPECT_EQ(request.body.agency, "GBR");
  EXPECT_EQ(request.body.regime, desk::Regime::vienna17);
  EXPECT_EQ(request.body.text, "not told");
  EXPECT_EQ(release::marking_of(*request.body.label).label.originators, (std::set<std::string>{"GBR"}));
  EXPECT_TRUE(reader.read(with("refused"), knows(""))->empty()) << "over before we heard of it";
  EXPECT_EQ(reader.read(with("acknowledged"), knows("r-5"))->size(), 1U);
  EXPECT_EQ(reader.read(with("acknowledged"), knows("r-5"))->size(), 0U) << "read before, and still there";
  EXPECT_EQ(reader.read(with("acknowledged"), knows(""))->size(), 1U);
  EXPECT_EQ(reader.read(with("refused"), knows("r-5"))->size(), 1U);
  const auto ended = reader.read(with("refused"), knows("r-6"));
  ASSERT_EQ(ended->size(), 1U);
  EXPECT_EQ(act_of<desk::EndReceived>((*ended)[0]).references, std::vector<std::string>{"r-6"});
  EXPECT_FALSE(reader.read(R"({"requests":[],"withdrawn":[]})", knows("")).has_value()) << "without a label";
  EXPECT_FALSE(reader.read("[", knows("")).has_value());
  EXPECT_TRUE(reader.read(R"({"v":1,"answers":[{"id":"q-1"}]})", knows(""))->empty());
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
