// SPDX-License-Identifier: Apache-2.0
// What a person is told and asked: the smallest changes, and only questions that matter.
#include "authority/whatif.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "authority/facts_json.hpp"

namespace fairlead::authority {
namespace {

const Day kToday(2025, 11, 12);
constexpr std::string_view kHighSeas =
    R"({"acting_state":"GB","asset":{"kind":"warship"},"vessel":{"kind":"merchant","nationality":{"status":"confirmed","flag":"PA"}},)"
    R"("zone":{"kind":"high_seas"},"suspicion":{"kind":"drug_trafficking","grounds":"reasonable_grounds"}})";

bool has(const std::vector<Change>& changes, std::string_view fact, Outcome outcome) {
  return std::any_of(changes.begin(), changes.end(), [&](const Change& c) {
    return c.outcome == outcome && c.facts.size() == 1 && c.facts.front() == fact;
  });
}

TEST(WhatIf, names_the_consent_that_opens_a_boarding_and_the_refusal_that_closes_it) {
  const auto changes = what_if(kHighSeas, Action::board, kToday);
  ASSERT_TRUE(changes.has_value());
  EXPECT_TRUE(has(*changes, "consents.flag_state = granted", Outcome::permitted));
  EXPECT_TRUE(has(*changes, "consents.flag_state = denied", Outcome::prohibited));
  for (const Change& change : *changes) EXPECT_NE(change.outcome, Outcome::conditional);
}

TEST(WhatIf, asks_only_what_would_change_the_answer) {
  const auto questions = open_questions(kHighSeas, Action::board, kToday);
  ASSERT_TRUE(questions.has_value());
  const auto asks = [&](std::string_view field) {
    return std::any_of(questions->begin(), questions->end(), [&](const Question& q) { return q.field == field; });
  };
  EXPECT_TRUE(asks("consents.flag_state"));
  EXPECT_FALSE(asks("suspicion.pollution_level"));
  EXPECT_FALSE(asks("sharing.purpose"));
}

TEST(WhatIf, a_conversation_ends_with_an_answer) {
  std::string facts = R"({"acting_state":"GB"})";
  for (int i = 0; i < 40; ++i) {
    const auto questions = open_questions(facts, Action::board, kToday);
    ASSERT_TRUE(questions.has_value());
    if (questions->empty()) break;
    const Question& q = questions->front();
    const auto next = with_fact(facts, q.field, q.answers.empty() ? "PA" : q.answers.front(), Action::board);
    ASSERT_TRUE(next.has_value());
    facts = *next;
    ASSERT_LT(i, 39) << "it asks without end";
  }
  EXPECT_TRUE(facts_from_json(facts, kToday).has_value());
}

}  // namespace
}  // namespace fairlead::authority
