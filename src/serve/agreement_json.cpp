// SPDX-License-Identifier: Apache-2.0
#include "agreement_json.hpp"

#include <algorithm>
#include <chrono>

#include "base/digest.hpp"
#include "desk_call.hpp"

namespace fairlead::serve {
namespace {

std::string assessment_json(const release::Agreement& agreement, const release::DeskState& desk, Instant now) {
  const auto held = desk.assessments.find(agreement.id);
  const bool withdrawn = held != desk.assessments.end() && held->second.withdrawn;
  const release::Assessment& assessment =
      held == desk.assessments.end() ? agreement.assessment : held->second.assessment;
  JsonWriter json;
  json.text("scheme", assessment.scheme).text("risk", release::name(assessment.risk));
  json.text("approver", release::name(assessment.approver)).time("expires_at", assessment.expires_at);
  json.flag("in_force", !withdrawn && now < assessment.expires_at);
  return json.take();
}

std::string held_json(const std::string& agency, const release::Agreement& agreement,
                      const release::RequiredAssurance& required, const release::DeskState& desk, Instant now) {
  JsonWriter json;
  json.text("agency", agency);
  const auto given = desk.assurances.find({agency, agreement.id, required.id});
  if (given == desk.assurances.end()) return json.text("state", "missing").take();
  const Instant until = std::min(given->second.until, required.expires_at);
  json.time("until", until);
  return json.text("state", given->second.breached ? "breached" : until <= now ? "lapsed" : "in_force").take();
}

std::string clause_json(const release::Clause& clause) {
  JsonWriter json;
  json.text("id", clause.id).text("effect", release::name(clause.effect));
  append_words(json.member("purposes"), clause.purposes);
  append_words(json.member("types"), clause.types);
  append_words(json.member("acts"), clause.acts);
  append_texts(json.member("areas"), clause.areas);
  json.flag("everywhere", clause.everywhere).text("level", domain::name(clause.level));
  append_texts(json.member("caveats"), clause.caveats);
  json.flag("personal_data", clause.personal_data);
  append_words(json.member("fields"), clause.fields);
  json.number("grid_m", clause.grid_m);
  json.number("delay_s", std::chrono::duration_cast<std::chrono::seconds>(clause.delay).count());
  append_words(json.member("obligations"), clause.obligations);
  append_texts(json.member("assurances"), clause.assurances);
  json.text("onward", release::name(clause.onward)).flag("survives_stop", clause.survives_stop);
  if (!clause.basis.empty()) json.text("basis", clause.basis);
  return json.number("line", clause.line).take();
}

}  // namespace

std::string_view state_of(const engine::HeldAgreement& held, Instant now) {
  if (held.withdrawn_at) return "withdrawn";
  if (!held.adopted_at) return "draft";
  if (now < held.agreement.valid_from) return "not_yet";
  return now < held.agreement.valid_until ? "in_force" : "expired";
}

std::string agreement_json(const engine::HeldAgreement& held, const engine::Sharing& sharing, Instant now,
                           bool with_text) {
  const release::Agreement& agreement = held.agreement;
  const release::DeskState& desk = sharing.evaluator->desk();
  JsonWriter json;
  json.text("id", agreement.id).number("version", agreement.version).text("title", agreement.title);
  append_texts(json.member("parties"), agreement.parties);
  release::Set<release::Purpose> purposes;
  for (const release::Clause& clause : agreement.clauses) {
    if (clause.effect != release::Effect::deny) purposes = purposes | clause.purposes;
  }
  append_words(json.member("purposes"), purposes);
  json.text("legal_basis", agreement.legal_basis);
  json.time("valid_from", agreement.valid_from).time("valid_until", agreement.valid_until);
  json.text("reply", release::name(agreement.reply));
  json.member("assessment") += assessment_json(agreement, desk, now);
  append_list(json.member("assurances"), agreement.assurances, [&](const release::RequiredAssurance& required) {
    JsonWriter one;
    one.text("id", required.id).text("text", required.text).time("expires_at", required.expires_at);
    append_list(one.member("held"), agreement.parties,
                [&](const std::string& agency) { return held_json(agency, agreement, required, desk, now); });
    return one.take();
  });
  append_list(json.member("clauses"), agreement.clauses, clause_json);
  json.text("state", state_of(held, now)).text("drafted_by", held.drafted_by).time("drafted_at", held.drafted_at);
  if (!held.adopted_by.empty()) json.text("adopted_by", held.adopted_by);
  if (held.adopted_at) json.time("adopted_at", *held.adopted_at);
  if (held.withdrawn_at) json.time("withdrawn_at", *held.withdrawn_at);
  json.text("digest", hex(release::digest(agreement)));
  if (with_text) json.text("toml", held.toml);
  return json.take();
}

std::string mistakes_json(const std::vector<release::Mistake>& mistakes) {
  std::string out;
  append_list(out, mistakes, [](const release::Mistake& mistake) {
    return JsonWriter()
        .number("line", mistake.line)
        .number("column", mistake.column)
        .text("message", mistake.message)
        .take();
  });
  return out;
}

}  // namespace fairlead::serve
