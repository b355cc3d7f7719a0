// SPDX-License-Identifier: Apache-2.0
#include "release/explain.hpp"

#include <array>

#include <fmt/format.h>

namespace fairlead::release {
namespace {

using std::string_view;

struct Words {
  string_view meaning;
  string_view cure;
};
constexpr std::array<Words, kCount<Part>> kWords{{
    {"a stop covers it", "lift the stop: two people, and a new assessment where it says so"},
    {"the object carries no label", "label the object, or give its source a label"},
    {"the level is above the clause's ceiling", "raise the clause's ceiling, or lower the label's level"},
    {"the label does not name the recipient", "add the recipient to `releasable_to` of the label"},
    {"the label has a caveat that the clause does not accept", "accept the caveat in the clause"},
    {"the object holds personal data, which the clause does not include", "include personal data in the clause"},
    {"the clause is not for this purpose", "add the purpose to the clause"},
    {"the label does not allow this use", "add the purpose to the label's purposes"},
    {"the object is not known to be inside an area of the clause", "add an area, or learn where the object is"},
    {"the clause is not for objects of this kind", "add the kind to the clause's types"},
    {"the clause is not for this act", "add the act to the clause"},
    {"the agreement is not in force at this moment", "adopt a version that is valid now"},
    {"the label has expired", "have the originator review the label"},
    {"ORCON: not every originator has consented", "ask each originator for consent"},
    {"the originator's rule forbids forwarding", "ask each originator to allow forwarding"},
    {"no assessment is in force, or it finds a higher risk than agreed", "make a new assessment"},
    {"an assurance is missing, expired or breached", "obtain the assurance again"},
    {"the channel or the recipient cannot meet the obligations", "use a channel that can"},
    {"the channel cannot carry the label", "use a channel that carries labels"},
    {"no agreement names this agency", "conclude an agreement with it"},
    {"a clause forbids it", "change the clause that forbids it"},
    {"a word of the request is unknown", "use a word of the closed lists"},
}};

}  // namespace

string_view meaning(Part part) { return kWords[static_cast<std::size_t>(part)].meaning; }
string_view cure(Part part) { return kWords[static_cast<std::size_t>(part)].cure; }

std::string explain(const Evaluator& evaluator, const Verdict& v, const Request& request, Instant now) {
  std::string out = fmt::format("{}: {} to {} for {}, by {} over {}\n", domain::name(v.outcome), request.type,
                                request.recipient, request.purpose, request.act, request.channel);
  const auto line = [&](string_view key, string_view text) {
    fmt::format_to(std::back_inserter(out), "  {:<12} {}\n", key, text);
  };
  const ClauseName name = evaluator.clause(v.clause);
  if (name.clause != nullptr) {
    const string_view role =
        v.released() || v.outcome == domain::DecisionOutcome::refer || v.failed.has(Part::prohibition) ? "clause"
                                                                                                       : "nearest";
    line(role, fmt::format("{} version {}, clause {}", name.agreement->id, name.agreement->version, name.clause->id));
    line("basis", name.clause->basis.empty() ? name.agreement->legal_basis : name.clause->basis);
    const auto held = evaluator.desk().assessments.find(name.agreement->id);
    const Assessment& assessment =
        held == evaluator.desk().assessments.end() ? name.agreement->assessment : held->second.assessment;
    line("assessment",
         fmt::format("{}, risk {}, approved by {}, until {}", assessment.scheme, release::name(assessment.risk),
                     release::name(assessment.approver), to_rfc3339(assessment.expires_at)));
  }
  if (v.released()) {
    if (v.fields == Set<Field>::all()) {
      line("fields", "all");
    } else {
      line("fields", v.fields.empty() ? "none" : to_text(v.fields));
      line("cut", to_text(Set<Field>::all() - v.fields));
    }
    if (v.grid_m != 0) line("precision", fmt::format("grid of {} m", v.grid_m));
    if (v.due_at > request.observed_at) line("not before", to_rfc3339(v.due_at));
    if (name.clause != nullptr && !name.clause->tear_line.empty()) line("tear line", name.clause->tear_line);
    if (!v.obligations.empty()) line("obligations", to_text(v.obligations));
    if (name.clause != nullptr && name.clause->retention) line("retention", fairlead::to_text(*name.clause->retention));
    if (name.clause != nullptr) line("onward", release::name(name.clause->onward));
  }
  if (v.outcome == domain::DecisionOutcome::refer && name.clause != nullptr) {
    line("refer to", release::name(name.clause->refer_to));
  }
  for (const Part part : members(v.failed)) line("because", fmt::format("{} ({})", meaning(part), release::name(part)));
  for (const Part part : members(v.failed)) line("would need", cure(part));
  line("label", request.marking ? hex(digest(*request.marking)) : std::string("none"));
  line("agreements", hex(evaluator.agreements_digest()));
  line("engine", hex(Evaluator::engine_digest()));
  line("stop epoch", fmt::format("{}", v.stop_epoch));
  line("decided at", to_rfc3339(now));
  return out;
}

}  // namespace fairlead::release
