// SPDX-License-Identifier: Apache-2.0
// What home asks of a partner: to its feed, and the answers back to the desk.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lead_desk.hpp"

namespace fairlead::engine {
namespace {

TEST_F(LeadDesk, a_request_of_ours_reaches_the_agency_when_somebody_who_may_release_sends_it) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const FeedId other = centre.open(kOther, kInterdiction);
  must(centre.desk().watch(centre.now()), std::string(kFlagRequest));
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(centre.all(guard), "") << "whoever may not release does not address a partner";
  const std::string send = R"({"act":"answer_request","request":"Q-0001","step":"send"})";
  EXPECT_FALSE(say(centre.desk().watch(centre.now()), ActOnDesk{send, false}));
  must(centre.desk().officer(centre.now()), send);
  EXPECT_EQ(say(centre.desk().officer(centre.now()), ActOnDesk{send, false}).error().code, ErrorCode::conflict);
  const std::string got = centre.all(guard);
  EXPECT_EQ(count(got, "\"requests\":[{"), 1U) << got;
  for (const char* part :
       {"\"kind\":\"flag_confirmation\"", "\"state\":\"asked\"", "\"regime\":\"vienna17\"", "\"flag_state\":\"PA\"",
        "Loaded at sea", "\"acts\":[\"board\",\"search\"]", "\"version\":1,", "\"mmsi\":232000001",
        "\"releasable_to\":[\"XAA/coast_guard\"]", "\"clause\":\"main\""}) {
    EXPECT_NE(got.find(part), std::string::npos) << part << " in " << got;
  }
  EXPECT_EQ(got.find("Q-0001"), std::string::npos);
  EXPECT_EQ(got.find("officer"), std::string::npos);
  EXPECT_EQ(centre.all(other), "");
  const desk::Request* request = asked_of();
  EXPECT_EQ(request->releases, std::vector<std::string>{member(got, "release")});
  EXPECT_EQ(member(got.substr(got.find("\"requests\"")), "id"), request->reference);
  EXPECT_EQ(request->sent_by, std::string(centre.desk().officer(centre.now()).account()));
  EXPECT_EQ(count(pull(), "\"requests\":[{"), 1U);
  centre.forget_payloads();
  must(centre.desk().officer(centre.now()),
       R"({"act":"answer_request","request":"Q-0001","step":"withdraw","text":"it was a yacht"})");
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(count(centre.all(guard),
                  fmt::format("\"requests\":[],\"withdrawn\":[{{\"id\":\"{}\",\"because\":\"withdrawn\"}}]",
                              request->reference)),
            1U)
      << centre.all(guard);
  EXPECT_EQ(centre.all(guard).find("yacht"), std::string::npos);
  EXPECT_EQ(pull(), "");
  EXPECT_TRUE(centre.verify("home").good());
}

TEST_F(LeadDesk, a_flag_state_confirms_and_authorises_step_by_step_under_its_own_name) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  must(centre.desk().officer(centre.now()), std::string(kFlagRequest));
  centre.step();
  const std::string name = asked_of()->reference;
  const auto answer = [&](std::string_view body, const std::string& agency = kGuard) {
    return tell("request_step", name, std::string(body), agency);
  };
  const auto clock = [&] { return desk::clock(*asked_of(), centre.now()); };
  EXPECT_TRUE(clock().running);
  EXPECT_TRUE(clock().words.contains("silence is not consent")) << clock().words;
  EXPECT_EQ(desk::consent_fact(*asked_of(), centre.now())->status, "requested");
  // Another's, and what nobody has: not there.
  const std::string acknowledge = R"({"step":"acknowledge"})";
  const auto others = answer(acknowledge, kOther);
  const auto unknown = tell("request_step", "r-0123456789abcdef", acknowledge);
  const auto sisters = answer(acknowledge, kNavy);
  ASSERT_FALSE(others || unknown || sisters);
  for (const auto* refused : {&others, &unknown, &sisters}) EXPECT_EQ(refused->error().code, ErrorCode::not_found);
  EXPECT_EQ(answer(R"({"step":"authorise","scope":["board"]})").error().code, ErrorCode::conflict);
  EXPECT_EQ(answer(R"({"step":"withdraw","text":"x"})").error().code, ErrorCode::unsupported);
  EXPECT_EQ(answer(R"({"step":"acknowledge","agency":"XBB/customs"})").error().code, ErrorCode::invalid_argument);
  ASSERT_TRUE(answer(acknowledge).has_value());
  centre.step();
  EXPECT_NE(centre.all(guard).find("\"version\":2,\"kind\":\"flag_confirmation\",\"state\":\"acknowledged\""),
            std::string::npos)
      << centre.all(guard);
  centre.step({}, {}, std::chrono::hours(2));
  EXPECT_GE(clock().elapsed, std::chrono::hours(2));
  ASSERT_TRUE(answer(R"({"step":"confirm_registry","text":"Registered since 2011"})").has_value());
  EXPECT_FALSE(clock().running);
  must(centre.desk().officer(centre.now()),
       R"({"act":"answer_request","request":"Q-0001","step":"ask_authorisation"})");
  centre.step({}, {}, std::chrono::minutes(30));
  EXPECT_TRUE(clock().running) << "of the second question";
  EXPECT_LT(clock().elapsed, std::chrono::hours(1));
  EXPECT_NE(centre.all(guard).find("\"state\":\"authorisation_asked\""), std::string::npos);
  EXPECT_EQ(answer(R"({"step":"authorise"})").error().code, ErrorCode::invalid_argument) << "without a scope";
  ASSERT_TRUE(answer(R"({"step":"authorise","scope":["board"],"conditions":"an officer of ours on board"})"));
  const desk::Request* request = asked_of();
  EXPECT_EQ(request->state, desk::RequestState::authorised);
  EXPECT_EQ(request->scope, std::vector<std::string>{"board"});
  EXPECT_EQ(request->conditions, "an officer of ours on board");
  EXPECT_EQ(desk::consent_fact(*request, centre.now())->status, "granted");
  EXPECT_EQ(request->events.back().by, std::string(centre.desk().partner(kGuard, centre.now()).account()));
  EXPECT_FALSE(clock().running);
  must(centre.desk().officer(centre.now()),
       R"({"act":"answer_request","request":"Q-0001","step":"report_results","text":"1.2 t were found"})");
  centre.step();
  EXPECT_NE(centre.all(guard).find("\"results\":\"1.2 t were found\""), std::string::npos) << centre.all(guard);
  EXPECT_EQ(count(centre.all(guard), "\"requests\":[{"), 6U) << "one for each state";
  EXPECT_EQ(asked_of()->releases.size(), 6U);
}

TEST_F(LeadDesk, a_stop_in_the_middle_cuts_a_request_until_it_is_sent_anew) {
  const FeedId guard = centre.open(kGuard, kInterdiction);
  must(centre.desk().officer(centre.now()), std::string(kFlagRequest));
  centre.step();
  const std::string name = asked_of()->reference;
  ASSERT_TRUE(tell("request_step", name, R"({"step":"acknowledge"})").has_value());
  ASSERT_TRUE(tell("request_step", name, R"({"step":"confirm_registry"})").has_value());
  centre.step();
  centre.handed_over(guard);
  centre.forget_payloads();
  const std::uint64_t epoch = stop(kGuard);
  EXPECT_EQ(asked_of()->stopped_by, epoch);
  must(centre.desk().officer(centre.now()),
       R"({"act":"answer_request","request":"Q-0001","step":"ask_authorisation"})");
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(centre.all(guard), "") << "nothing leaves, not even its end";
  EXPECT_EQ(pull(), "");
  EXPECT_EQ(tell("request_step", name, R"({"step":"authorise","scope":["board"]})").error().code, ErrorCode::not_found);
  EXPECT_EQ(asked_of()->state, desk::RequestState::authorisation_asked);
  ASSERT_EQ(centre.engine().sharing()->recalls->size(), 1U) << "what is out is asked back";
  resume(epoch);
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(count(centre.all(guard), "\"requests\":[{"), 0U) << "nothing is sent again by itself";
  EXPECT_EQ(count(centre.all(guard), "\"because\":\"withdrawn\""), 1U) << centre.all(guard);
  must(centre.desk().officer(centre.now()), R"({"act":"answer_request","request":"Q-0001","step":"send"})");
  centre.step();
  EXPECT_NE(centre.all(guard).find("\"state\":\"authorisation_asked\""), std::string::npos) << centre.all(guard);
  EXPECT_EQ(asked_of()->reference, name);
  EXPECT_TRUE(tell("request_step", name, R"({"step":"authorise","scope":["board"]})").has_value());
}

TEST_F(LeadDesk, a_request_leaves_only_as_far_as_agreement_fields_and_consent_reach) {
  AgreementText narrow;
  narrow.types = {"request"};
  narrow.version = 2;
  narrow.fields = {"position"};
  narrow.extra = "grid_m = 20000";
  centre.adopt(narrow);
  const FeedId guard = centre.open(kGuard, kInterdiction);
  must(centre.desk().officer(centre.now()), std::string(kFlagRequest));
  centre.step();
  std::string got = centre.all(guard);
  EXPECT_EQ(count(got, "\"requests\":[{"), 1U) << got;
  for (const char* part : {"232000001", "PETREL", "Loaded", "\"lat\":50.1,"}) {
    EXPECT_EQ(got.find(part), std::string::npos) << part << " in " << got;
  }
  // An agreement that does not name the type.
  AgreementText tracks;
  tracks.version = 3;
  centre.adopt(tracks);
  centre.forget_payloads();
  must(centre.desk().officer(centre.now()), std::string(kFlagRequest));
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(centre.all(guard), "");
  EXPECT_EQ(tell("request_step", asked_of()->reference, R"({"step":"acknowledge"})").error().code, ErrorCode::not_found)
      << "what would not be given now is not there";
  // What it says of a track that others control is theirs.
  AgreementText all;
  all.version = 4;
  all.types = {"observation", "track", "lead", "request"};
  centre.adopt(all);
  domain::Source upstream = radar_source(3, "upstream", {"XAA", "XBB"});
  upstream.originator = "FRA";
  upstream.label.originators = {"FRA"};
  upstream.label.caveats = {"ONWARD: with_consent"};
  ASSERT_TRUE(say(accounts::Actor::automatic(), DeclareSource{upstream}).has_value());
  for (int i = 0; i < 3; ++i) centre.step({}, {centre.seen(232000009, 50, -4, 3)});
  std::string track;
  centre.engine().tracker().for_each([&](const domain::Track& one) {
    if (one.mmsi && one.mmsi->number() == 232000009) track = domain::to_text(one.id);
  });
  centre.forget_payloads();
  must(centre.desk().officer(centre.now()),
       fmt::format(R"({{"act":"file_request","kind":"information","direction":"outgoing","agency":"XAA/coast_guard",
         "text":"What of this one?","purpose":"law_enforcement_interdiction","about":["{}"]}})",
                   track));
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(centre.all(guard).find("What of this one?"), std::string::npos);
  release::Consent consent{"FRA", kGuard, release::Set<Purpose>::of({kInterdiction}),
                           centre.now() + std::chrono::hours(3)};
  ASSERT_TRUE(say(centre.desk().officer(centre.now()), HoldConsent{consent, false}).has_value());
  centre.step();
  EXPECT_NE(centre.all(guard).find("What of this one?"), std::string::npos) << centre.all(guard);
  centre.forget_payloads();
  ASSERT_TRUE(say(accounts::Actor::automatic(), RecallSource{"upstream"}).has_value());
  centre.step();
  EXPECT_EQ(count(centre.all(guard), "\"because\":\"withdrawn\""), 1U) << centre.all(guard);
}

TEST_F(LeadDesk, a_lead_of_another_centre_goes_on_with_its_consent_alone_and_ends_when_it_takes_it_back) {
  domain::Source upstream = radar_source(3, "gbr", {"XAA"});
  upstream.originator = "FRA";
  upstream.label.originators = {"FRA"};
  ASSERT_TRUE(say(accounts::Actor::automatic(), DeclareSource{upstream}).has_value());
  const FeedId guard = centre.open(kGuard, kInterdiction);
  const auto receive = [&](std::string_view name, unsigned version, std::string_view source = "gbr") {
    const std::string act = fmt::format(
        R"({{"act":"receive_lead","title":"Boat adrift","statement":"Version {1}","confidence":"low",
          "vessel":{{"mmsi":232000777}},"expires_at":"{2}","label":{{"policy":"n","level":"restricted",
          "caveats":["ONWARD: with_consent"],"originators":["FRA"],"personal_data":false,"releasable_to":["XAA","XCC"],
          "purposes":["law_enforcement_interdiction"]}},"origin":{{"source":"{3}","originator":"FRA",
          "reference":"{0}","version":{1},"release":"r-1","conditions":["report_incident"]}}}})",
        name, version, to_rfc3339(centre.now() + std::chrono::hours(2)), source);
    return say(accounts::Actor::automatic(), ActOnDesk{act, true});
  };
  EXPECT_FALSE(say(centre.desk().officer(centre.now()), ActOnDesk{R"({"act":"receive_lead"})", false}));
  EXPECT_EQ(receive("l-1", 1, "nobody").error().code, ErrorCode::not_found);
  ASSERT_TRUE(receive("l-1", 1).has_value());
  book = centre.engine().casework()->book;
  const desk::Lead* lead = book->leads().now(desk::LeadId(1));
  ASSERT_NE(lead, nullptr);
  EXPECT_EQ(lead->body.label.releasable_to, std::set<std::string>{"XAA"}) << "what the source is labelled holds, too";
  // What of ours rests on it is as strict.
  const std::string own = member(
      must(centre.desk().watch(centre.now()),
           fmt::format(R"({{"act":"draft_lead","title":"t","statement":"s","confidence":"low","because":["L-0001"],
        "vessel":{{"mmsi":232000777}},"label":{{"policy":"test","level":"unclassified","caveats":[],"originators":[],
        "personal_data":false,"releasable_to":["XAA"],"purposes":["law_enforcement_interdiction"]}},
        "expires_at":"{}"}})",
                       to_rfc3339(centre.now() + std::chrono::hours(2))))
          .text,
      "id");
  for (const std::string& id : {std::string("L-0001"), own}) {
    const std::string barred = ask(id);
    EXPECT_FALSE(say(centre.desk().officer(centre.now()),
                     ActOnDesk{fmt::format(R"({{"act":"approve_ask","ask":"{}"}})", barred), false}))
        << id;
    must(centre.desk().watch(centre.now()),
         fmt::format(R"({{"act":"withdraw_ask","ask":"{}","reason":"no"}})", barred));
  }
  release::Consent consent{"FRA", kGuard, release::Set<Purpose>::of({kInterdiction}),
                           centre.now() + std::chrono::hours(3)};
  ASSERT_TRUE(say(centre.desk().officer(centre.now()), HoldConsent{consent, false}).has_value());
  const std::string id = ask("L-0001");
  approve(id);
  centre.step();
  EXPECT_EQ(count(centre.all(guard), "\"leads\":[{"), 1U) << centre.all(guard);
  EXPECT_NE(centre.all(guard).find("\"report_incident\""), std::string::npos) << "under no fewer conditions";
  // While nobody knows whether it is still shared, nothing of it leaves; nor is it told that it is over.
  domain::Source shut = upstream;
  shut.label.releasable_to.clear();
  ASSERT_TRUE(say(accounts::Actor::automatic(), DeclareSource{shut}).has_value());
  EXPECT_EQ(pull(), "");
  ASSERT_TRUE(say(accounts::Actor::automatic(), DeclareSource{upstream}).has_value());
  EXPECT_EQ(count(pull(), "\"leads\":[{"), 1U);
  centre.forget_payloads();
  ASSERT_TRUE(receive("l-1", 2).has_value());
  centre.step();
  EXPECT_EQ(centre.all(guard), "") << "what it says anew is asked for anew";
  ASSERT_TRUE(say(accounts::Actor::automatic(), RecallSource{"gbr"}).has_value());
  for (int i = 0; i < 3; ++i) centre.step();
  EXPECT_EQ(asked(id)->state, desk::AskState::withdrawn);
  EXPECT_EQ(book->leads().now(desk::LeadId(1))->state, desk::LeadState::withdrawn);
  EXPECT_EQ(count(centre.all(guard), "\"because\":\"withdrawn\""), 1U) << centre.all(guard);
  ASSERT_EQ(centre.engine().sharing()->recalls->size(), 1U) << "whoever has it is asked to delete it";
  EXPECT_EQ(pull(), "");
}

}  // namespace
}  // namespace fairlead::engine
