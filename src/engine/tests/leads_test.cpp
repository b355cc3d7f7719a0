// SPDX-License-Identifier: Apache-2.0
// Leads from the desk to a partner's feed, and the partner's words back to the desk.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lead_desk.hpp"

namespace fairlead::engine {
namespace {

TEST_F(LeadDesk, an_approved_lead_is_in_its_partners_feed_with_its_conditions_and_in_both_logs) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const FeedId other = centre.open(kOther, kInterdiction);
  const std::string id = ask(draft());
  centre.step();
  EXPECT_EQ(centre.all(guard), "") << "asked is not approved";
  approve(id);
  centre.step();
  const std::string got = centre.all(guard);
  EXPECT_EQ(count(got, "\"leads\":[{"), 1U) << got;
  EXPECT_EQ(member(got.substr(got.find("\"leads\"")), "id"), asked(id)->reference);
  for (const char* part : {"Heading for the bank", "\"mmsi\":232000001", "no lethal action", "\"no_lethal_use\"",
                           "\"version\":1", "\"expires_at\"", "\"acts\":[\"observe\"]", "\"report_due_at\"",
                           "\"clause\":\"main\"", "\"releasable_to\":[\"XAA\"]"}) {
    EXPECT_NE(got.find(part), std::string::npos) << part << " in " << got;
  }
  EXPECT_EQ(got.find("L-0001"), std::string::npos);
  EXPECT_EQ(got.find("A-0001"), std::string::npos);
  EXPECT_EQ(centre.all(other), "");
  ASSERT_EQ(asked(id)->releases.size(), 1U);
  EXPECT_EQ(asked(id)->releases[0], member(got, "release"));
  // Home's log names the lead, the partner's log has its own entry of the same release.
  bool manifest = false;
  for (std::uint64_t i = 0;; ++i) {
    const auto bodies = centre.log("home").bodies(i, 1);
    if (!bodies || bodies->empty() || !(*bodies)[0]) break;
    const auto record = ledger::record_from_bytes(*ledger::record_of(*(*bodies)[0]));
    const auto* m = record ? std::get_if<ledger::Manifest>(&record->content) : nullptr;
    if (m == nullptr) continue;
    manifest = true;
    EXPECT_EQ(m->object_type, "lead");
    EXPECT_EQ(m->objects.at(0).id, "L-0001");
    EXPECT_EQ(m->objects.at(0).id_for_partner, asked(id)->reference);
    EXPECT_TRUE(m->delivery.has_value());
  }
  EXPECT_TRUE(manifest);
  EXPECT_TRUE(centre.verify("home").good());
}

TEST_F(LeadDesk, nothing_is_sent_twice_and_a_pull_has_the_same_lead) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  live();
  for (int i = 0; i < 5; ++i) centre.step({}, {centre.seen(232000001, 50, -4)});
  EXPECT_EQ(count(centre.all(guard), "\"leads\":[{"), 1U);
  const std::string pulled = pull();
  EXPECT_EQ(count(pulled, "\"leads\":[{"), 1U) << pulled;
  EXPECT_EQ(pull(kOther), "");
  EXPECT_EQ(count(pull(kNavy), "lead"), 0U);
}

TEST_F(LeadDesk, only_what_the_clause_and_the_ask_let_through_leaves) {
  AgreementText narrow;
  narrow.types = {"lead"};
  narrow.version = 2;
  narrow.fields = {"position"};
  narrow.extra = "grid_m = 20000";
  centre.adopt(narrow);
  const FeedId guard = centre.open(kGuard, kInterdiction);
  live();
  centre.step();
  std::string got = centre.all(guard);
  EXPECT_NE(got.find("A fast craft near the bank"), std::string::npos) << got;
  for (const char* part : {"232000001", "PETREL", "Heading", "Go-fast", "\"lat\":50.1,"}) {
    EXPECT_EQ(got.find(part), std::string::npos) << part;
  }
  const std::string id = ask(draft(), kGuard, ",\"tear_line_only\":true");
  approve(id);
  centre.forget_payloads();
  centre.step();
  got = centre.all(guard);
  EXPECT_EQ(got.find("\"position\""), std::string::npos) << "the tear line alone: " << got;
}

TEST_F(LeadDesk, a_type_that_the_agreement_does_not_name_never_leaves_and_the_ledger_says_why) {
  AgreementText tracks;
  tracks.version = 2;
  const std::string id = ask(draft());
  approve(id);
  centre.adopt(tracks);
  const FeedId guard = centre.open(kGuard, kInterdiction);
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(centre.all(guard), "");
  EXPECT_EQ(pull(), "");
}

TEST_F(LeadDesk, a_changed_lead_is_a_new_version_under_the_same_name) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const std::string lead = draft();
  const std::string first = ask(lead);
  approve(first);
  centre.step();
  must(centre.desk().watch(centre.now()),
       fmt::format(R"({{"act":"change_lead","lead":"{}","title":"Go-fast","statement":"It turned north",
         "confidence":"high","vessel":{{"mmsi":232000001}},"label":{{"policy":"test","level":"unclassified","caveats":[],"originators":[],"personal_data":false,"purposes":["law_enforcement_interdiction"],"releasable_to":["XAA"]}},
         "expires_at":"{}"}})",
                   lead, to_rfc3339(centre.now() + std::chrono::hours(1))));
  centre.forget_payloads();
  centre.step();
  EXPECT_EQ(centre.all(guard), "") << "what was not asked for anew stays as it was handed over";
  const std::string second = ask(lead);
  approve(second);
  centre.step();
  const std::string got = centre.all(guard);
  EXPECT_NE(got.find("\"version\":2"), std::string::npos) << got;
  EXPECT_NE(got.find("It turned north"), std::string::npos);
  EXPECT_EQ(count(got, "withdrawn\":[{"), 0U);
  EXPECT_EQ(asked(second)->reference, asked(first)->reference);
  EXPECT_EQ(asked(first)->state, desk::AskState::withdrawn);
}

TEST_F(LeadDesk, an_end_is_told_once) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const std::string id = live();
  centre.step();
  centre.forget_payloads();
  must(centre.desk().watch(centre.now()),
       fmt::format(R"({{"act":"withdraw_ask","ask":"{}","reason":"it was a yacht"}})", id));
  for (int i = 0; i < 3; ++i) centre.step();
  const std::string got = centre.all(guard);
  EXPECT_EQ(
      count(got, fmt::format("\"withdrawn\":[{{\"id\":\"{}\",\"because\":\"withdrawn\"}}]", asked(id)->reference)), 1U)
      << got;
  EXPECT_EQ(got.find("yacht"), std::string::npos);
  live();
  centre.step();
  centre.forget_payloads();
  centre.step({}, {}, std::chrono::hours(3));
  centre.step();
  EXPECT_EQ(count(centre.all(guard), "\"because\":\"expired\""), 1U) << centre.all(guard);
}

TEST_F(LeadDesk, a_stop_ends_it_for_good_and_lists_it_as_already_out) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const FeedId other = centre.open(kOther, kInterdiction);
  const std::string id = live();
  const std::string theirs = live(kOther);
  centre.step();
  centre.handed_over(guard);
  centre.handed_over(other);
  const std::string waiting = ask(draft());
  centre.forget_payloads();
  const std::uint64_t epoch = stop(kGuard);
  EXPECT_EQ(asked(id)->state, desk::AskState::stopped);
  EXPECT_EQ(asked(id)->releases.size(), 1U);
  EXPECT_EQ(asked(theirs)->state, desk::AskState::live);
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(centre.all(guard), "") << "nothing leaves, not even its end";
  const auto recalls = centre.engine().sharing()->recalls;
  ASSERT_EQ(recalls->size(), 1U);
  EXPECT_EQ(recalls->at(0).releases, asked(id)->releases) << "what is out is asked back";
  EXPECT_EQ(pull(), "");
  EXPECT_FALSE(say(centre.desk().officer(centre.now()),
                   ActOnDesk{fmt::format(R"({{"act":"approve_ask","ask":"{}"}})", waiting), false}));
  resume(epoch);
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(count(centre.all(guard), "\"leads\":[{"), 0U) << "nothing is sent again by itself";
  EXPECT_EQ(count(centre.all(guard), "\"because\":\"withdrawn\""), 1U) << centre.all(guard);
}

TEST_F(LeadDesk, what_was_on_its_way_at_a_stop_of_something_else_goes_out_again) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  live();
  centre.step();
  ASSERT_EQ(count(centre.all(guard), "\"leads\":[{"), 1U);
  centre.forget_payloads();
  release::StopCell cell;
  cell.agency = kGuard;
  cell.type = release::ObjectType::track;
  const auto stopped = say(centre.desk().watch(centre.now()), OrderStop{cell, "", false, true});
  ASSERT_TRUE(stopped.has_value());
  centre.step();
  EXPECT_EQ(count(centre.all(guard), "\"leads\":[{"), 1U) << "it was not yet handed over";
}

TEST_F(LeadDesk, a_partner_that_comes_back_gets_what_it_missed) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const std::string first = live();
  centre.step();
  centre.handed_over(guard);
  const std::uint64_t had = centre.engine().sharing()->feeds.at(0).sequence;
  centre.step({{accounts::Actor::automatic(), CloseFeed{guard}}});
  must(centre.desk().watch(centre.now()), fmt::format(R"({{"act":"withdraw_ask","ask":"{}","reason":"no"}})", first));
  const std::string second = live();
  centre.step();
  centre.forget_payloads();
  EXPECT_EQ(centre.open(kGuard, kInterdiction, had), guard);
  centre.step();
  std::string got = centre.all(guard);
  EXPECT_EQ(count(got, "\"leads\":[{"), 1U) << got;
  EXPECT_EQ(count(got, asked(first)->reference), 1U) << "its end alone";
  EXPECT_EQ(count(got, "\"reset\":true"), 0U);
  centre.forget_payloads();
  centre.open(kGuard, kInterdiction);
  centre.step();
  got = centre.all(guard);
  EXPECT_EQ(count(got, "\"leads\":[{\"id\":\"" + asked(second)->reference), 1U) << "from the beginning: " << got;
  EXPECT_EQ(count(got, "\"reset\":true"), 1U);
}

TEST_F(LeadDesk, a_use_report_names_the_lead_as_the_partner_knows_it) {
  centre.open(kGuard, kInterdiction);
  const std::string id = live();
  centre.step();
  const std::string reference = asked(id)->reference;
  const std::string report = R"({"did":["observed","nothing_found"],"force":"none"})";
  const auto unknown = tell("use_report", "l-0123456789abcdef", report);
  const auto others = tell("use_report", reference, report, kOther);
  ASSERT_FALSE(unknown || others);
  EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
  EXPECT_EQ(others.error().code, ErrorCode::not_found);
  const auto filed = tell("use_report", reference, report);
  ASSERT_TRUE(filed.has_value()) << filed.error().message;
  EXPECT_EQ(filed->text, "");
  EXPECT_EQ(asked(id)->report, desk::ReportState::given);
  const desk::UseReport* kept = book->use_reports().now(desk::UseReportId(1));
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(kept->agency, kGuard);
  EXPECT_FALSE(
      tell("use_report", reference, R"({"did":["boarded"],"force":"none","evidence":["E-0001"]})").has_value());
  const auto strike =
      tell("use_report", reference, R"({"did":["other"],"force":"lethal","force_account":"It was struck"})");
  ASSERT_TRUE(strike.has_value()) << strike.error().message;
  asked(id);
  EXPECT_EQ(book->proposals().size(), 1U) << "it proposes a stop";
}

TEST_F(LeadDesk, a_partners_request_is_its_own_and_its_answer_passes_the_gate) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const std::string form =
      R"({"kind":"information","text":"What do you know of PETREL?","purpose":"law_enforcement_interdiction","acts":["board"]})";
  const auto filed = tell("request", "", form);
  ASSERT_TRUE(filed.has_value()) << filed.error().message;
  EXPECT_TRUE(filed->text.starts_with("q-")) << filed->text;
  book = centre.engine().casework()->book;
  const desk::Request* request = book->requests().now(desk::RequestId(1));
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(request->body.agency, kGuard);
  EXPECT_EQ(request->body.direction, desk::Direction::incoming);
  EXPECT_FALSE(
      tell("request", "", R"({"kind":"information","agency":"XBB/customs","text":"x","purpose":"fisheries"})"));
  centre.step();
  EXPECT_EQ(centre.all(guard), "");
  must(centre.desk().officer(centre.now()),
       R"({"act":"answer_request","request":"Q-0001","step":"provide","text":"She is known for fishing"})");
  centre.step();
  const std::string got = centre.all(guard);
  EXPECT_EQ(count(got, "\"answers\":[{\"id\":\"" + filed->text), 1U) << got;
  EXPECT_NE(got.find("She is known for fishing"), std::string::npos);
  EXPECT_NE(got.find("\"state\":\"provided\""), std::string::npos);
  const auto strike =
      tell("request", "", R"({"kind":"interception","text":"Sink it","purpose":"strike","acts":["force_lethal"]})");
  ASSERT_TRUE(strike.has_value()) << strike.error().message;
  book = centre.engine().casework()->book;
  EXPECT_EQ(book->requests().now(desk::RequestId(2))->state, desk::RequestState::refused);
  EXPECT_EQ(book->proposals().size(), 1U);
  EXPECT_EQ(tell("withdraw_request", filed->text, R"({"text":"over"})", kOther).error().code, ErrorCode::not_found);
}

TEST_F(LeadDesk, a_lead_about_what_others_control_needs_their_consent_and_ends_when_they_take_it_back) {
  domain::Source upstream = radar_source(3, "upstream", {"XAA", "XBB"});
  upstream.originator = "FRA";
  upstream.label.originators = {"FRA"};
  upstream.label.caveats = {"ONWARD: with_consent"};
  ASSERT_TRUE(say(accounts::Actor::automatic(), DeclareSource{upstream}).has_value());
  for (int i = 0; i < 3; ++i) centre.step({}, {centre.seen(232000001, 50, -4, 3)});
  std::string track;
  centre.engine().tracker().for_each([&](const domain::Track& one) { track = domain::to_text(one.id); });
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const Answer made =
      must(centre.desk().watch(centre.now()),
           fmt::format(R"({{"act":"draft_lead","title":"t","statement":"s","confidence":"low","vessel":{{"track":"{}"}},
        "label":{{"policy":"test","level":"unclassified","caveats":[],"originators":[],"personal_data":false,
        "releasable_to":["XAA"],"purposes":["law_enforcement_interdiction"]}},"expires_at":"{}"}})",
                       track, to_rfc3339(centre.now() + std::chrono::hours(2))));
  const std::string lead = member(made.text, "id");
  book = centre.engine().casework()->book;
  EXPECT_TRUE(book->leads().now(*desk::id_from<desk::LeadId>(lead))->body.label.originators.contains("FRA"));
  const std::string barred = ask(lead);
  EXPECT_FALSE(say(centre.desk().officer(centre.now()),
                   ActOnDesk{fmt::format(R"({{"act":"approve_ask","ask":"{}"}})", barred), false}));
  release::Consent consent{"FRA", kGuard, release::Set<Purpose>::of({kInterdiction}),
                           centre.now() + std::chrono::hours(3)};
  ASSERT_TRUE(say(centre.desk().officer(centre.now()), HoldConsent{consent, false}).has_value());
  approve(barred);
  centre.step();
  const std::string got = centre.all(guard);
  EXPECT_EQ(count(got, "\"leads\":[{"), 1U) << got;
  EXPECT_NE(got.find("\"FRA\""), std::string::npos) << "the partner reads whose it is";
  centre.forget_payloads();
  ASSERT_TRUE(say(accounts::Actor::automatic(), RecallSource{"upstream"}).has_value());
  centre.step();
  EXPECT_EQ(asked(barred)->state, desk::AskState::withdrawn);
  ASSERT_EQ(centre.engine().sharing()->recalls->size(), 1U);
}

TEST_F(LeadDesk, a_replay_and_a_restored_state_go_on_to_the_same_bytes) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  live();
  centre.step();
  tell("request", "", R"({"kind":"information","text":"?","purpose":"law_enforcement_interdiction"})");
  must(centre.desk().officer(centre.now()), std::string(kFlagRequest));
  centre.step();
  const std::string early = centre.engine().save();
  const std::size_t from = centre.events().size();
  stop(kGuard);
  live(kOther);
  centre.open(kGuard, kInterdiction, 1);
  for (int i = 0; i < 4; ++i) centre.step({}, {centre.seen(232000001, 50, -4)});
  const std::string late = centre.engine().save();
  auto restored = Engine::restore(early, {}, &centre.keys());
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  for (std::size_t i = from; i < centre.events().size(); ++i) {
    const auto event = event_from_bytes(centre.events()[i]);
    ASSERT_TRUE(event.has_value());
    restored->step(*event);
  }
  EXPECT_TRUE(restored->save() == late);
  (void)guard;
}

}  // namespace
}  // namespace fairlead::engine
