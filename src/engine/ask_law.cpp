// SPDX-License-Identifier: Apache-2.0
#include "ask_law.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "authority/facts_json.hpp"
#include "law.hpp"
#include "step_law.hpp"

namespace fairlead::engine {
namespace {

using authority::Action;

void add(AskLaw& all, const authority::Facts& facts, Action action, std::string facts_json) {
  const authority::Answer answer = authority::evaluate(facts, action);
  all.authority.push_back(answer_to(facts, answer));
  all.law.push_back({std::string(authority::word_of(action)), record_of(answer, std::move(facts_json))});
}

// The question about sharing as a form of facts. Nothing where what was declared cannot be said together with it: then
// the record names the rules alone.
std::string facts_of(const SharingQuestion& question) {
  const authority::Facts& facts = question.facts;
  std::string text = fmt::format(R"({{"as_of":"{}",)", facts.as_of.text());
  if (question.declared.empty()) {
    text += fmt::format(R"("acting_state":"{}",)", facts.acting_state.code());
  } else {
    std::string_view inside = question.declared;
    inside = inside.substr(inside.find('{') + 1, inside.rfind('}') - inside.find('{') - 1);
    text += fmt::format("{},", inside);
  }
  text += fmt::format(R"("sharing":{}}})", authority::to_json(facts.sharing));
  return authority::facts_from_json(text, facts.as_of) ? text : std::string();
}

}  // namespace

AskLaw ask_law(const std::vector<std::string>& acts, std::string_view agency, std::string_view agreement,
               const Governance& governance, const LawNow& law, Instant now) {
  AskLaw all;
  for (const std::string& act : acts) {
    const auto action = authority::word_from<Action>(act);
    if (!action) continue;
    authority::Facts facts;
    facts.as_of = authority::Day::from_unix_ms(now.unix_ms());
    facts.acting_state = state_of_agency(agency);
    add(all, facts, *action,
        fmt::format(R"({{"as_of":"{}","acting_state":"{}"}})", facts.as_of.text(), facts.acting_state.code()));
  }
  if (law.state.empty()) return all;
  for (const HeldAgreement* held : governance.in_force(now)) {
    if (std::ranges::find(held->agreement.parties, agency) == held->agreement.parties.end()) continue;
    if (!agreement.empty() && held->agreement.id != agreement) continue;
    const SharingQuestion question = sharing_question(law, *held, governance.desk(), agency, now);
    add(all, question.facts, Action::share_intelligence, facts_of(question));
    return all;
  }
  return all;
}

}  // namespace fairlead::engine
