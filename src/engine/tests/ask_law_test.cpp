// SPDX-License-Identifier: Apache-2.0
// What an ask carries of the law: each answer with its rules and the facts that it was asked on.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "authority/engine.hpp"
#include "authority/facts_json.hpp"
#include "engine/casework_now.hpp"
#include "stepped_centre.hpp"

namespace fairlead::engine {
namespace {

class AskOnDesk : public ::testing::Test {
 protected:
  AskOnDesk() {
    centre.step({{accounts::Actor::automatic(), NameLaw{"GB", ""}}});
    testing::AgreementText text;
    text.types = {"observation", "track", "lead"};
    centre.adopt(text);
  }
  Result<Answer> say(accounts::Actor by, Request request) {
    return centre.step({{std::move(by), std::move(request)}}).answers[0];
  }
  void must(accounts::Actor by, const std::string& act) {
    const auto answer = say(std::move(by), ActOnDesk{act, false});
    EXPECT_TRUE(answer.has_value()) << act << ": " << (answer ? "" : answer.error().message);
  }
  // Asks to share the first lead, drafted where there is none yet.
  const desk::Ask* ask(std::string_view id) {
    if (centre.engine().casework()->book->leads().empty()) {
      must(centre.desk().watch(centre.now()),
           fmt::format(R"({{"act":"draft_lead","title":"Go-fast","statement":"Heading for the bank",
               "confidence":"moderate","position":{{"lat":50.1,"lon":-4.2}},"expires_at":"{}",
               "label":{{"policy":"test","level":"restricted","caveats":[],"originators":[],"personal_data":false,
               "releasable_to":["XAA"],"purposes":["law_enforcement_interdiction"]}}}})",
                       to_rfc3339(centre.now() + std::chrono::hours(2))));
    }
    must(centre.desk().watch(centre.now()), fmt::format(R"({{"act":"ask_to_share","lead":"L-0001","agency":"{}",
               "purpose":"law_enforcement_interdiction","acts":["observe"]}})",
                                                        kGuard));
    return asked(id);
  }
  const desk::Ask* asked(std::string_view id) {
    book = centre.engine().casework()->book;
    return book->asks().now(*desk::id_from<desk::AskId>(id));
  }

  Centre centre;
  std::shared_ptr<const desk::Book> book;
};

TEST_F(AskOnDesk, an_ask_carries_the_rules_and_facts_of_each_answer_and_the_same_question_gives_it_again) {
  const auto check = [](const desk::Ask* now, std::size_t answers) {
    ASSERT_NE(now, nullptr);
    ASSERT_EQ(now->authority.size(), answers);
    ASSERT_EQ(now->law.size(), answers);
    for (std::size_t i = 0; i < answers; ++i) {
      const domain::Authority& said = now->authority[i];
      const desk::ActLaw& with = now->law[i];
      EXPECT_EQ(with.action, said.action);
      EXPECT_FALSE(with.law.rules.empty()) << said.action;
      EXPECT_EQ(with.law.facts_sha256, sha256(with.law.facts));
      const auto facts = authority::facts_from_json(with.law.facts, authority::Day());
      ASSERT_TRUE(facts.has_value()) << with.law.facts << ' ' << facts.error().message;
      const auto action = authority::word_from<authority::Action>(with.action);
      ASSERT_TRUE(action.has_value());
      const authority::Answer again = authority::evaluate(*facts, *action);
      EXPECT_EQ(authority::word_of(again.outcome), domain::name(said.outcome)) << with.law.facts;
      EXPECT_EQ(again.reason, said.explanation);
    }
    EXPECT_EQ(now->law.back().action, "share_intelligence");
    EXPECT_NE(now->law.back().law.facts.find("\"purpose\":\"le_interdiction\""), std::string::npos);
  };
  check(ask("A-0001"), 2);
  // What a partner declares with a use is among the facts of the answer that is given anew on approval.
  NoteReportedUse use;
  use.agency = kGuard;
  use.purpose = "le_interdiction";
  use.act = "force_lethal";
  use.status = "declared";
  use.facts = R"({"armed_conflict":{"status":"asserted_only"}})";
  use.text = "they said so";
  const auto noted = say(centre.desk().adviser(centre.now()), use);
  ASSERT_TRUE(noted.has_value()) << noted.error().message;
  const auto refused =
      say(centre.desk().officer(centre.now()), ActOnDesk{R"({"act":"approve_ask","ask":"A-0001"})", false});
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("the law forbids `share_intelligence`"), std::string::npos);
  must(centre.desk().watch(centre.now()), R"({"act":"withdraw_ask","ask":"A-0001","reason":"to be asked anew"})");
  const desk::Ask* now = ask("A-0002");
  ASSERT_EQ(now->authority.back().outcome, domain::AuthorityOutcome::prohibited);
  EXPECT_NE(now->law.back().law.facts.find("\"recipient_use\":\"wrongful\""), std::string::npos);
  const auto facts = authority::facts_from_json(now->law.back().law.facts, authority::Day());
  ASSERT_TRUE(facts.has_value()) << now->law.back().law.facts;
  EXPECT_EQ(authority::evaluate(*facts, authority::Action::share_intelligence).reason,
            now->authority.back().explanation);
}

}  // namespace
}  // namespace fairlead::engine
