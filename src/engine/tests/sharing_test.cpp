// SPDX-License-Identifier: Apache-2.0
// Sharing end to end inside the engine: what is observed, decided, delivered and recorded.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "ledger/record.hpp"
#include "ledger/verify.hpp"
#include "release/plain_label.hpp"
#include "stepped_centre.hpp"

namespace fairlead::engine {
namespace {

using release::Purpose;

TEST(Sharing, without_an_agreement_nothing_leaves) {
  Centre centre;
  const FeedId feed = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  for (int i = 0; i < 5; ++i) centre.step({}, {centre.seen(232000001, 50, -4)});
  EXPECT_EQ(centre.all(feed), "");
  const Effects& pulled =
      centre.step({{centre.desk().partner(kGuard, centre.now()), PullTracks{Purpose::law_enforcement_interdiction}}});
  EXPECT_TRUE(pulled.pulled.at(0).empty());
}

TEST(Sharing, each_partner_sees_what_was_agreed_with_it) {
  Centre centre;
  AgreementText first;
  first.area = "[[49.0, -6.0], [49.0, -3.0], [51.0, -3.0], [51.0, -6.0]]";
  centre.adopt(first);
  AgreementText second;
  second.id = "two";
  second.parties = {kOther};
  second.purposes = {"fisheries"};
  second.fields = {"position"};
  second.extra = "grid_m = 5000";
  centre.adopt(second);
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  const FeedId other = centre.open(kOther, Purpose::fisheries);
  for (int i = 0; i < 4; ++i) {
    centre.step({}, {centre.seen(232000001, 50.0, -4.0), centre.seen(232000002, 55.0, 3.0),
                     centre.seen(232000003, 50.5, -5.0, 2)});
  }
  const std::string seen_by_guard = centre.all(guard);
  EXPECT_NE(seen_by_guard.find("232000001"), std::string::npos) << seen_by_guard;
  EXPECT_EQ(seen_by_guard.find("232000002"), std::string::npos) << "outside the area";
  EXPECT_EQ(seen_by_guard.find("232000003"), std::string::npos) << "not releasable to XAA";
  const std::string seen_by_other = centre.all(other);
  EXPECT_EQ(seen_by_other.find("23200000"), std::string::npos) << "the number is no field of the clause";
  EXPECT_NE(seen_by_other.find("\"position\":{"), std::string::npos);
  EXPECT_EQ(seen_by_other.find("\"lat\":50.0,"), std::string::npos) << "coarsened";
  EXPECT_NE(seen_by_other.find("\"reset\":true"), std::string::npos);
  EXPECT_EQ(centre.engine().sharing()->views.size(), 2U);
}

TEST(Sharing, static_data_without_a_position_follows_the_vessel_that_the_view_knows) {
  Centre centre;
  AgreementText first;
  first.area = "[[49.0, -6.0], [49.0, -3.0], [51.0, -3.0], [51.0, -6.0]]";
  centre.adopt(first);
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  centre.step({}, {centre.seen(232000001, 50.0, -4.0), centre.seen(232000002, 55.0, 3.0)});
  centre.step({}, {named(232000001, centre.now(), "PETREL"), named(232000002, centre.now(), "ALBATROSS")});
  centre.step();
  EXPECT_NE(centre.all(guard).find("PETREL"), std::string::npos) << centre.all(guard);
  EXPECT_EQ(centre.all(guard).find("ALBATROSS"), std::string::npos);
}

TEST(Sharing, a_stop_cuts_what_it_names_and_nothing_else) {
  Centre centre;
  AgreementText text;
  text.more = R"(
[[clause]]
id = "rescue"
effect = "permit"
purposes = ["search_and_rescue"]
types = ["observation", "track"]
acts = ["push", "pull", "subscribe"]
everywhere = true
level = "restricted"
fields = ["position", "uncertainty"]
survives_stop = true
)";
  centre.adopt(text);
  AgreementText second;
  second.id = "two";
  second.parties = {kOther};
  centre.adopt(second);
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  const FeedId rescue = centre.open(kGuard, Purpose::search_and_rescue);
  const FeedId other = centre.open(kOther, Purpose::law_enforcement_interdiction);
  const auto sail = [&](double longitude) {
    centre.step({}, {centre.seen(232000001, 50.0, longitude)}, std::chrono::seconds(10));
  };
  for (int i = 0; i < 4; ++i) sail(-4.0 + i * 0.001);
  EXPECT_NE(centre.all(guard), "");
  EXPECT_NE(centre.all(rescue), "");
  EXPECT_NE(centre.all(other), "");
  centre.forget_payloads();

  release::StopCell cell;
  cell.partner = "XAA";
  const Effects& stopped = centre.step({{centre.desk().watch(centre.now()), OrderStop{cell, "", false, true}}},
                                       {centre.seen(232000001, 50.0, -3.99)});
  ASSERT_TRUE(stopped.answers[0].has_value());
  EXPECT_EQ(stopped.answers[0]->number, 1U);
  EXPECT_EQ(stopped.answers[0]->shut, std::vector{guard});
  for (int i = 0; i < 4; ++i) sail(-3.99 + i * 0.001);
  EXPECT_EQ(centre.all(guard), "");
  EXPECT_NE(centre.all(rescue), "");
  EXPECT_NE(centre.all(other), "");

  // One may stop; two must agree to go on, each of the right rank.
  EXPECT_NE(centre.step({{centre.desk().officer(centre.now()), AgreeToResume{1, {}, ""}}}).answers[0]->text, "");
  EXPECT_NE(centre.step({{centre.desk().officer(centre.now()), AgreeToResume{1, {}, ""}}}).answers[0]->text, "");
  for (int i = 0; i < 3; ++i) sail(-3.98 + i * 0.001);
  EXPECT_EQ(centre.all(guard), "");
  EXPECT_EQ(centre.step({{centre.desk().adviser(centre.now()), AgreeToResume{1, {}, ""}}}).answers[0]->number, 2U);
  for (int i = 0; i < 3; ++i) sail(-3.97 + i * 0.001);
  EXPECT_NE(centre.all(guard), "");

  const ledger::VerifyReport report = centre.verify("home");
  EXPECT_TRUE(report.good()) << (report.problems.empty() ? "" : report.problems[0].what);
  EXPECT_EQ(report.kinds.at("stop"), 1U);
  EXPECT_EQ(report.kinds.at("resume"), 1U);
  EXPECT_GT(report.kinds.at("release"), 5U);
}

TEST(Sharing, a_partners_log_binds_every_release_and_tells_the_same_story_as_homes) {
  Centre centre;
  centre.adopt(AgreementText{});
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  for (int i = 0; i < 30; ++i) {
    centre.step({}, {centre.seen(232000001, 50.0, -4.0 + i * 0.0005)}, std::chrono::seconds(10));
    if (i % 5 == 0) centre.handed_over(guard);
  }
  const ledger::VerifyReport home = centre.verify("home");
  EXPECT_TRUE(home.good()) << (home.problems.empty() ? "" : home.problems[0].what);
  const ledger::VerifyReport partner = centre.verify(kGuard);
  EXPECT_TRUE(partner.good()) << (partner.problems.empty() ? "" : partner.problems[0].what);
  EXPECT_GT(partner.kinds.at("delivery"), 20U);
  EXPECT_EQ(partner.entries % 256, 0U);
  EXPECT_TRUE(ledger::compare_logs(centre.log("home"), centre.log(kGuard)).empty());
}

TEST(Sharing, what_lapses_stops_by_itself) {
  Centre centre;
  AgreementText text;
  text.extra = "assurances = [\"no-lethal-use\"]";
  text.more = R"(
[[assurance]]
id = "no-lethal-use"
text = "Nothing shared is used for lethal action."
expires = 2030-01-01T00:00:00Z
)";
  centre.adopt(text);
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  const auto sail = [&] { centre.step({}, {centre.seen(232000001, 50.0, -4.0)}, std::chrono::seconds(10)); };
  for (int i = 0; i < 3; ++i) sail();
  EXPECT_EQ(centre.all(guard), "") << "nobody gave the assurance yet";
  const Instant until = centre.now() + std::chrono::minutes(1);
  ASSERT_TRUE(centre.step({centre.desk().assure(kGuard, "one", "no-lethal-use", until, centre.now())}).answers[0]);
  for (int i = 0; i < 3; ++i) sail();
  EXPECT_NE(centre.all(guard), "");
  while (centre.now() < until) sail();
  centre.forget_payloads();
  for (int i = 0; i < 3; ++i) sail();
  EXPECT_EQ(centre.all(guard), "");
  const auto sharing = centre.engine().sharing();
  ASSERT_EQ(sharing->stops->size(), 1U);
  EXPECT_EQ(sharing->stops->front().stop.person, "fairlead");
  // A new word alone opens nothing: the stop stands until two lift it.
  ASSERT_TRUE(centre
                  .step({centre.desk().assure(kGuard, "one", "no-lethal-use", centre.now() + std::chrono::hours(9),
                                              centre.now())})
                  .answers[0]);
  for (int i = 0; i < 3; ++i) sail();
  EXPECT_EQ(centre.all(guard), "");
  EXPECT_TRUE(centre.verify("home").good());
}

TEST(Sharing, what_is_delayed_leaves_when_its_time_has_come_and_not_under_a_stop) {
  Centre centre;
  AgreementText text;
  text.extra = "delay = \"15m\"";
  centre.adopt(text);
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  const Instant begin = centre.now();
  for (int i = 0; i < 10; ++i)
    centre.step({}, {centre.seen(232000001, 50.0, -4.0 + i * 0.01)}, std::chrono::minutes(1));
  EXPECT_EQ(centre.all(guard), "");
  while (centre.now() < begin + std::chrono::minutes(18)) centre.step({}, {}, std::chrono::minutes(1));
  EXPECT_NE(centre.all(guard).find("232000001"), std::string::npos);
  EXPECT_NE(centre.all(guard).find("\"state\":\"live\""), std::string::npos) << "what is delayed is not old on arrival";
  centre.forget_payloads();
  release::StopCell cell;
  cell.agency = kGuard;
  ASSERT_TRUE(centre.step({{centre.desk().watch(centre.now()), OrderStop{cell, "", false, true}}}).answers[0]);
  for (int i = 0; i < 20; ++i) centre.step({}, {}, std::chrono::minutes(1));
  EXPECT_EQ(centre.all(guard), "");
}

TEST(Sharing, a_feed_waits_for_its_partner_and_loses_nothing) {
  Centre centre;
  centre.adopt(AgreementText{});
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  for (int i = 0; i < 200; ++i) centre.step({}, {centre.seen(232000001, 50.0, -4.0 + i * 0.0001)});
  const auto frames = [&] { return std::ranges::count(centre.all(guard), '\n'); };
  EXPECT_EQ(frames(), 64) << "the window";
  centre.handed_over(guard);
  centre.step({}, {centre.seen(232000001, 50.0, -3.9799)});
  centre.step();
  EXPECT_GT(frames(), 64);
  // The partner comes back with what it holds and goes on without a reset; with a number that we never gave it begins
  // anew.
  centre.step({{accounts::Actor::automatic(), CloseFeed{guard}}});
  centre.forget_payloads();
  EXPECT_EQ(centre.open(kGuard, Purpose::law_enforcement_interdiction, 60), guard);
  centre.step();
  EXPECT_EQ(centre.all(guard).find("\"reset\""), std::string::npos);
  EXPECT_NE(centre.all(guard).find("232000001"), std::string::npos);
  centre.forget_payloads();
  EXPECT_EQ(centre.open(kGuard, Purpose::law_enforcement_interdiction, 60'000), guard);
  centre.step();
  EXPECT_NE(centre.all(guard).find("\"reset\":true"), std::string::npos);
}

TEST(Sharing, an_agreement_takes_two_people_and_cannot_be_changed) {
  Centre centre;
  const std::string toml = AgreementText{}.toml();
  const auto say = [&](accounts::Actor by, Request request) {
    return centre.step({{std::move(by), std::move(request)}}).answers[0];
  };
  EXPECT_FALSE(say(centre.desk().watch(centre.now()), DraftAgreement{toml}));
  ASSERT_TRUE(say(centre.desk().officer(centre.now()), DraftAgreement{toml}));
  EXPECT_FALSE(say(centre.desk().officer(centre.now()), AdoptAgreement{"one", 1})) << "the drafter";
  EXPECT_FALSE(say(centre.desk().administrator(centre.now()), AdoptAgreement{"one", 1})) << "not the administrator's";
  ASSERT_TRUE(say(centre.desk().adviser(centre.now()), AdoptAgreement{"one", 1}));
  EXPECT_FALSE(say(centre.desk().adviser(centre.now()), AdoptAgreement{"one", 1}));
  EXPECT_EQ(say(centre.desk().officer(centre.now()), DraftAgreement{toml}).error().code, ErrorCode::conflict);
  EXPECT_FALSE(say(centre.desk().officer(centre.now()), DraftAgreement{"nonsense"}));
  EXPECT_FALSE(say(centre.desk().partner(kGuard, centre.now()), OrderStop{{}, "", false, true}));
}

TEST(Sharing, a_replay_and_a_restored_state_end_in_the_same_bytes) {
  Centre centre;
  AgreementText text;
  text.extra = "delay = \"1m\"";
  text.area = "[[49.0, -6.0], [49.0, -3.0], [51.0, -3.0], [51.0, -6.0]]";
  centre.adopt(text);
  AgreementText second;
  second.id = "two";
  second.parties = {kOther};
  second.extra = "grid_m = 2000";
  centre.adopt(second);
  const FeedId other = centre.open(kOther, Purpose::law_enforcement_interdiction);
  centre.open(kGuard, Purpose::law_enforcement_interdiction);
  Dice dice(3);
  for (int i = 0; i < 120; ++i) {
    std::vector<domain::Observation> seen;
    for (std::uint32_t n = dice.below(4); n > 0; --n) {
      seen.push_back(
          centre.seen(232000000 + dice.below(9), 48.5 + dice.below(30) * 0.1, -4.0 + i * 0.001, 1 + dice.below(2)));
    }
    std::vector<Command> commands;
    if (i == 40) {
      release::StopCell cell;
      cell.agency = kOther;
      commands.push_back({centre.desk().watch(centre.now()), OrderStop{cell, "", false, true}});
    }
    if (i == 60) commands.push_back({centre.desk().officer(centre.now()), AgreeToResume{1, {}, ""}});
    if (i == 61) commands.push_back({centre.desk().adviser(centre.now()), AgreeToResume{1, {}, ""}});
    if (i % 10 == 0)
      commands.push_back({accounts::Actor::automatic(), NoteHandedOver{other, static_cast<std::uint64_t>(i / 2)}});
    centre.step(std::move(commands), std::move(seen), std::chrono::seconds(7));
  }
  const std::string expected = centre.engine().save();
  Engine replayed(EngineLimits{}, &centre.keys());
  for (const std::string& bytes : centre.events()) {
    const auto event = event_from_bytes(bytes);
    ASSERT_TRUE(event.has_value()) << replayed.slot();
    // A state that was saved and restored in between goes on to the same bytes.
    if (event->slot % 29 == 0) {
      auto restored = Engine::restore(replayed.save(), EngineLimits{}, &centre.keys());
      ASSERT_TRUE(restored.has_value()) << restored.error().message;
      replayed = std::move(*restored);
    }
    replayed.step(*event);
  }
  EXPECT_EQ(replayed.save(), expected);
  EXPECT_TRUE(centre.verify("home").good());
}

// An observation that says itself who may have it.
domain::Observation labelled(domain::Observation o, domain::Label label) {
  auto detection = std::make_shared<domain::Detection>();
  detection->label = std::move(label);
  o.detection = std::move(detection);
  return o;
}
domain::Label label_for(std::set<std::string> to) { return radar_source(0, "", std::move(to)).label; }

TEST(Labels, of_an_observation_are_stricter_than_its_sources_never_looser) {
  Centre centre;
  centre.adopt(AgreementText{});
  AgreementText second;
  second.id = "two";
  second.parties = {kOther};
  centre.adopt(second);
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  const FeedId other = centre.open(kOther, Purpose::law_enforcement_interdiction);
  for (int i = 0; i < 3; ++i) {
    centre.step({},
                {centre.seen(232000001, 50.0, -4.0), labelled(centre.seen(232000002, 50.1, -4.0), label_for({"XBB"})),
                 labelled(centre.seen(232000003, 50.2, -4.0, 2), label_for({"XAA", "XBB"}))},
                std::chrono::seconds(10));
  }
  EXPECT_NE(centre.all(guard).find("232000001"), std::string::npos);
  EXPECT_EQ(centre.all(guard).find("232000002"), std::string::npos) << "its own label names XBB alone";
  EXPECT_EQ(centre.all(guard).find("232000003"), std::string::npos) << "the label of its source names XBB alone";
  for (const char* mmsi : {"232000001", "232000002", "232000003"}) {
    EXPECT_NE(centre.all(other).find(mmsi), std::string::npos) << mmsi;
  }
}

TEST(Labels, of_observations_are_inherited_by_their_track_in_each_view_that_they_fed) {
  Centre centre;
  centre.adopt(AgreementText{});
  AgreementText second;
  second.id = "two";
  second.parties = {kOther};
  centre.adopt(second);
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  const FeedId other = centre.open(kOther, Purpose::law_enforcement_interdiction);
  const auto sail = [&](double longitude, bool secret) {
    auto o = centre.seen(232000001, 50.0, longitude);
    centre.step({}, {secret ? labelled(std::move(o), label_for({"XBB"})) : std::move(o)}, std::chrono::seconds(10));
  };
  sail(-4.0, false);
  sail(-3.999, false);
  EXPECT_NE(centre.all(other).find(R"("releasable_to":["XAA","XBB"])"), std::string::npos) << centre.all(other);
  centre.forget_payloads();
  sail(-3.998, true);
  sail(-3.997, false);
  centre.step();
  // Who got the observation holds a track that inherits its label; who did not, a track that never heard of it.
  EXPECT_NE(centre.all(other).find(R"("releasable_to":["XBB"])"), std::string::npos) << centre.all(other);
  EXPECT_EQ(centre.all(guard).find(R"("releasable_to":["XBB"])"), std::string::npos);
  EXPECT_NE(centre.all(guard).find(R"("lon":-3.997)"), std::string::npos) << centre.all(guard);
  EXPECT_EQ(centre.all(guard).find(R"("lon":-3.998)"), std::string::npos) << centre.all(guard);
  // The state keeps it.
  auto again = Engine::restore(centre.engine().save(), EngineLimits{}, &centre.keys());
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->save(), centre.engine().save());
  EXPECT_EQ(again->sharing()->own_labels->size(), centre.engine().sharing()->own_labels->size());
  EXPECT_GE(again->sharing()->own_labels->size(), 1U);
}

TEST(Labels, of_others_leave_with_the_consent_of_each_originator_alone) {
  Centre centre;
  centre.step({{accounts::Actor::automatic(), NameHome{{"GBR"}}}});
  centre.adopt(AgreementText{});
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  domain::Label orcon = label_for({"XAA"});
  orcon.originators = {"GBR", "USA"};
  orcon.caveats = {"ORCON"};
  domain::Label handed_on = label_for({"XAA"});
  handed_on.originators = {"USA"};
  handed_on.caveats = {"ONWARD: with_consent"};
  domain::Label never = handed_on;
  never.caveats = {"ONWARD: none"};
  domain::Label unreadable = label_for({"XAA"});
  unreadable.caveats = {"ONWARD: perhaps"};
  const auto sail = [&] {
    centre.step(
        {},
        {labelled(centre.seen(232000001, 50.0, -4.0), orcon), labelled(centre.seen(232000002, 50.1, -4.0), handed_on),
         labelled(centre.seen(232000003, 50.2, -4.0), never), labelled(centre.seen(232000004, 50.3, -4.0), unreadable)},
        std::chrono::seconds(10));
  };
  for (int i = 0; i < 3; ++i) sail();
  EXPECT_EQ(centre.all(guard), "");
  release::Consent consent{"USA", kGuard, release::Set<Purpose>::of({Purpose::law_enforcement_interdiction}),
                           centre.now() + std::chrono::hours(1)};
  ASSERT_TRUE(centre.step({{centre.desk().officer(centre.now()), HoldConsent{consent, false}}}).answers[0]);
  for (int i = 0; i < 3; ++i) sail();
  EXPECT_NE(centre.all(guard).find("232000001"), std::string::npos) << centre.all(guard);
  EXPECT_NE(centre.all(guard).find("232000002"), std::string::npos);
  EXPECT_EQ(centre.all(guard).find("232000003"), std::string::npos)
      << "nobody can consent to what must not be handed on";
  EXPECT_EQ(centre.all(guard).find("232000004"), std::string::npos) << "a rule that cannot be read is a caveat";
  // Withdrawn, the tracks go: what the partner holds is closed, and nothing of them leaves any more.
  ASSERT_TRUE(centre.step({{centre.desk().officer(centre.now()), HoldConsent{consent, true}}}).answers[0]);
  centre.step();
  centre.forget_payloads();
  for (int i = 0; i < 3; ++i) sail();
  EXPECT_EQ(centre.all(guard).find("23200000"), std::string::npos) << centre.all(guard);
}

TEST(Labels, of_single_fields_cut_those_fields) {
  Centre centre;
  domain::Source source = radar_source(1, "north", {"XAA", "XBB"});
  release::Marking marking = release::marking_of(source.label);
  marking.sensitivity = "commercial";
  marking.fields[release::Field::name] = label_for({"XBB"});
  source.label = release::label_of(marking);
  centre.step({{accounts::Actor::automatic(), DeclareSource{source}}});
  centre.adopt(AgreementText{});
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  for (int i = 0; i < 3; ++i) {
    centre.step({}, {centre.seen(232000001, 50.0, -4.0), named(232000001, centre.now(), "PETREL")},
                std::chrono::seconds(10));
  }
  EXPECT_NE(centre.all(guard).find("232000001"), std::string::npos);
  EXPECT_EQ(centre.all(guard).find("PETREL"), std::string::npos);
  EXPECT_NE(centre.all(guard).find("SENSITIVITY: commercial"), std::string::npos) << "the mark goes along";
}

TEST(Labels, that_are_missing_let_nothing_leave_and_home_is_told) {
  Centre centre;
  domain::Source source = radar_source(1, "north", {});
  source.label = {};
  centre.step({{accounts::Actor::automatic(), DeclareSource{source}}});
  centre.adopt(AgreementText{});
  const FeedId guard = centre.open(kGuard, Purpose::law_enforcement_interdiction);
  for (int i = 0; i < 3; ++i) {
    centre.step({},
                {centre.seen(232000001, 50.0, -4.0), labelled(centre.seen(232000002, 50.0, -4.1), label_for({"XAA"}))},
                std::chrono::seconds(10));
  }
  EXPECT_EQ(centre.all(guard), "");
  EXPECT_GE(centre.verify("home").kinds["refusal"], 1U);
}

}  // namespace
}  // namespace fairlead::engine
