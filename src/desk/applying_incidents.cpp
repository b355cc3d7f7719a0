// SPDX-License-Identifier: Apache-2.0
// Incidents and claims, and the proposals to stop that follow from them.
#include <algorithm>

#include "applying.hpp"
#include "cut.hpp"

namespace fairlead::desk {
namespace {

bool speaks_of_deaths(const Says& says) {
  return says.killed.min.value_or(0) > 0 || says.killed.max.value_or(0) > 0 || !says.killed.wording.empty();
}

}  // namespace

std::string claim_id(IncidentId incident, ClaimId claim) { return to_text(incident) + '/' + to_text(claim); }

Result<const Versions<Claim>*> Applying::find_claim(IncidentId incident, ClaimId claim) const {
  FL_CHECK(find(book_.incidents_, incident, "incident"));
  const Versions<Claim>* found = book_.claims_.find({incident, claim});
  if (found != nullptr) return found;
  return fail(ErrorCode::not_found, fmt::format("there is no claim `{}`", claim_id(incident, claim)));
}

Result<void> Applying::operator()(const OpenIncident& act) {
  FL_CHECK(room(book_.incidents_));
  const auto year = static_cast<unsigned>(std::stoul(to_rfc3339(at_).substr(0, 4)));
  Incident incident;
  // The newest of the year; reports of last year's events are this year's incidents.
  const auto after = book_.incidents_.from(incident_id(year + 1, 0));
  const bool first = after == book_.incidents_.begin() || year_of(std::prev(after)->first) != year;
  incident.id = first ? incident_id(year, 1) : IncidentId(std::prev(after)->first.number() + 1);
  incident.body = act.body;
  incident.opened_by = by_.account;
  incident.opened_at = incident.reviewed_at = at_;
  make(book_.incidents_, incident.id, incident, "incident", to_text(incident.id));
  if (act.body.kind == IncidentKind::reported_strike) {
    propose_for(incident, act.body.actor, act.covers,
                fmt::format("`{}` is reported{} where leads had been released", act.body.title,
                            act.body.actor.empty() ? "" : " of " + act.body.actor));
    notice(kLegalAdviser, to_text(incident.id), "a strike is reported");
  }
  return {};
}

Result<void> Applying::operator()(const AmendIncident& act) {
  FL_TRY(const auto* versions, find(book_.incidents_, act.incident, "incident"));
  FL_CHECK(same(*versions, act.seen, to_text(act.incident)));
  Incident incident = versions->now();
  incident.body = act.body;
  incident.reviewed_at = at_;
  if (act.body.kind == IncidentKind::reported_strike) {
    propose_for(incident, act.body.actor, act.covers,
                fmt::format("`{}` is reported where leads had been released", act.body.title));
  }
  put(book_.incidents_, act.incident, std::move(incident), to_text(act.incident));
  return {};
}

Result<void> Applying::operator()(const AssessIncident& act) {
  FL_TRY(const auto* versions, find(book_.incidents_, act.incident, "incident"));
  FL_CHECK(same(*versions, act.seen, to_text(act.incident)));
  Incident incident = versions->now();
  if (act.grade == Grade::corroborated && book_.summary_of(act.incident).independent_groups < 2) {
    return fail(ErrorCode::conflict,
                "`corroborated` needs two independent sources; claims of one group are one source");
  }
  if (act.grade == Grade::admitted) {
    const auto claims = book_.claims_of(act.incident);
    const bool admitted = std::ranges::any_of(claims, [](const Claim* claim) {
      return claim->status == ClaimStatus::active && claim->body.says.actor_claim == ActorClaim::self_declared;
    });
    if (!admitted) return fail(ErrorCode::conflict, "`admitted` needs a claim in which the actor declares it");
  }
  incident.assessed = {act.grade,   act.event_status, act.rule.empty() ? std::string(meaning(act.grade)) : act.rule,
                       act.dissent, by_.account,      at_};
  incident.reviewed_at = at_;
  put(book_.incidents_, act.incident, std::move(incident), to_text(act.incident));
  return {};
}

void Applying::add_claim(Incident incident, ClaimBody body, std::optional<ClaimId> corrects) {
  Claim claim;
  claim.incident = incident.id;
  claim.id = ClaimId(++incident.claims);
  claim.body = std::move(body);
  claim.corrects = corrects;
  claim.added_by = by_.account;
  claim.added_at = at_;
  incident.reviewed_at = at_;
  const ClaimKey key{incident.id, claim.id};
  const std::string id = claim_id(incident.id, claim.id);
  make(book_.claims_, key, std::move(claim), "claim", id);
  const IncidentId of = incident.id;
  put(book_.incidents_, of, std::move(incident), to_text(of));
}

Result<void> Applying::operator()(const AddClaim& act) {
  FL_TRY(const auto* versions, find(book_.incidents_, act.incident, "incident"));
  const Incident& incident = versions->now();
  if (incident.claims >= book_.limits_.claims_per_incident) {
    return fail(ErrorCode::full, fmt::format("`{}` has {} claims", to_text(act.incident), incident.claims));
  }
  FL_CHECK(evidence_is_there(act.body.evidence));
  if (incident.body.kind == IncidentKind::reported_strike || speaks_of_deaths(act.body.says)) {
    const std::string& actor = act.body.says.actor.empty() ? incident.body.actor : act.body.says.actor;
    propose_for(incident, actor, act.covers,
                fmt::format("{} claims it of {}", act.body.source, actor.empty() ? "nobody named" : actor));
  }
  add_claim(incident, act.body, std::nullopt);
  return {};
}

Result<void> Applying::operator()(const CorrectClaim& act) {
  FL_TRY(const auto* found, find_claim(act.incident, act.claim));
  Claim old = found->now();
  if (old.status != ClaimStatus::active) {
    return fail(ErrorCode::conflict,
                fmt::format("`{}` is {} already", claim_id(act.incident, act.claim), name(old.status)));
  }
  const Incident incident = *book_.incidents_.now(act.incident);
  if (incident.claims >= book_.limits_.claims_per_incident) {
    return fail(ErrorCode::full, fmt::format("`{}` has {} claims", to_text(act.incident), incident.claims));
  }
  FL_CHECK(evidence_is_there(act.body.evidence));
  old.status = ClaimStatus::corrected;
  old.corrected_by = ClaimId(incident.claims + 1);
  old.status_by = by_.account;
  old.status_because = act.reason;
  put(book_.claims_, ClaimKey{act.incident, act.claim}, std::move(old), claim_id(act.incident, act.claim));
  add_claim(incident, act.body, act.claim);
  return {};
}

Result<void> Applying::mark(IncidentId incident, ClaimId id, ClaimStatus status, std::string because,
                            std::optional<ClaimId> other) {
  FL_TRY(const auto* found, find_claim(incident, id));
  Claim claim = found->now();
  if (claim.status == status) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", claim_id(incident, id), name(status)));
  }
  if (status != ClaimStatus::active && claim.status != ClaimStatus::active) {
    return fail(ErrorCode::conflict,
                fmt::format("`{}` is {}; reinstate it first", claim_id(incident, id), name(claim.status)));
  }
  claim.status = status;
  claim.duplicate_of = other;
  if (status == ClaimStatus::active) claim.corrected_by.reset();
  claim.status_by = by_.account;
  claim.status_because = std::move(because);
  put(book_.claims_, ClaimKey{incident, id}, std::move(claim), claim_id(incident, id));
  Incident reviewed = *book_.incidents_.now(incident);
  reviewed.reviewed_at = at_;
  put(book_.incidents_, incident, std::move(reviewed), to_text(incident));
  return {};
}

Result<void> Applying::operator()(const RetractClaim& act) {
  return mark(act.incident, act.claim, ClaimStatus::retracted, act.reason, std::nullopt);
}

Result<void> Applying::operator()(const MarkDuplicate& act) {
  if (act.claim == act.of) return fail(ErrorCode::invalid_argument, "a claim is no duplicate of itself");
  FL_TRY(const auto* other, find_claim(act.incident, act.of));
  if (other->now().status == ClaimStatus::duplicate) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is a duplicate itself, of `{}`", claim_id(act.incident, act.of),
                                                 to_text(*other->now().duplicate_of)));
  }
  return mark(act.incident, act.claim, ClaimStatus::duplicate, act.reason, act.of);
}

Result<void> Applying::operator()(const ReinstateClaim& act) {
  return mark(act.incident, act.claim, ClaimStatus::active, act.reason, std::nullopt);
}

Result<void> Applying::operator()(const GradeClaim& act) {
  FL_TRY(const auto* found, find_claim(act.incident, act.claim));
  Claim claim = found->now();
  if (!act.reliability && !act.credibility) {
    return fail(ErrorCode::invalid_argument, "`reliability` (A to F) or `credibility` (1 to 6) is missing");
  }
  if (act.reliability) claim.body.reliability = act.reliability;
  if (act.credibility) claim.body.credibility = act.credibility;
  put(book_.claims_, ClaimKey{act.incident, act.claim}, std::move(claim), claim_id(act.incident, act.claim));
  return {};
}

Result<void> Applying::operator()(const JoinIndependenceGroup& act) {
  for (const ClaimId id : act.claims) FL_CHECK(find_claim(act.incident, id));
  for (const ClaimId id : act.claims) {
    Claim claim = *book_.claims_.now({act.incident, id});
    if (claim.body.independence_group == act.group) continue;
    claim.body.independence_group = act.group;
    put(book_.claims_, ClaimKey{act.incident, id}, std::move(claim), claim_id(act.incident, id));
  }
  return {};
}

// ---- proposals to stop ----

void Applying::propose_for(const Incident& incident, std::string_view actor, const std::vector<Covered>& covers,
                           std::string reason) {
  if (covers.empty()) return;
  // The agencies that received, for what they received it; and the one that is said to have acted, since what was given
  // to one agency may have reached another.
  std::vector<Cell> cells;
  for (const Covered& one : covers) {
    const auto purpose = from_word<Purpose>(one.purpose);
    if (!one.agency.empty()) add_once(cells, Cell{one.agency, purpose});
    if (is_agency(actor)) add_once(cells, Cell{std::string(actor), purpose});
  }
  if (cells.empty() && (is_agency(actor) || is_state(actor))) cells.push_back({std::string(actor), std::nullopt});
  if (cells.empty()) return;
  propose(std::move(cells), covers, to_text(incident.id), std::move(reason));
}

void Applying::propose(std::vector<Cell> cells, std::vector<Covered> covers, std::string because_of,
                       std::string reason) {
  reason = cut(reason, 2000);
  // One proposal for one cause: what comes later is added to it while nobody has answered.
  for (const auto& [id, versions] : book_.proposals_) {
    const StopProposal& open = versions->now();
    if (open.state != ProposalState::open || open.because_of != because_of || because_of.empty()) continue;
    StopProposal more = open;
    for (const Cell& cell : cells) add_once(more.cells, cell);
    for (const Covered& one : covers) add_once(more.covers, one);
    add_once(more.reasons, reason);
    if (more == open) return;
    put(book_.proposals_, id, std::move(more), to_text(id));
    applied_.proposes_stop.push_back(id);
    return;
  }
  StopProposal proposal;
  proposal.id = next(book_.proposals_);
  proposal.cells = std::move(cells);
  for (const Covered& one : covers) add_once(proposal.covers, one);
  proposal.because_of = std::move(because_of);
  proposal.reasons = {std::move(reason)};
  proposal.proposed_at = at_;
  notice(kReleaseOfficer, to_text(proposal.id),
         fmt::format("a stop is proposed: {}; it would cover {} releases", proposal.reasons.front(),
                     proposal.covers.size()));
  applied_.proposes_stop.push_back(proposal.id);
  make(book_.proposals_, proposal.id, proposal, "stop_proposal", to_text(proposal.id));
}

Result<void> Applying::operator()(const ProposeStop& act) {
  FL_CHECK(room(book_.proposals_));
  std::vector<Covered> covers = act.covers;
  for (const Cell& cell : act.cells) {
    for (const Covered& one : live_for(cell.agency)) add_once(covers, one);
  }
  propose(act.cells, std::move(covers), act.because_of, act.reason);
  return {};
}

Result<void> Applying::operator()(const AnswerProposal& act) {
  FL_TRY(const auto* versions, find(book_.proposals_, act.proposal, "proposal"));
  StopProposal proposal = versions->now();
  if (proposal.state != ProposalState::open) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", to_text(act.proposal), name(proposal.state)));
  }
  if (!act.taken && act.reason.empty()) {
    return fail(ErrorCode::invalid_argument, "`reason` is missing: why nothing is stopped");
  }
  proposal.state = act.taken ? ProposalState::taken : ProposalState::declined;
  proposal.answer = act.reason;
  proposal.answered_by = by_.account;
  proposal.answered_at = at_;
  proposal.stop_epoch = act.stop_epoch;
  put(book_.proposals_, act.proposal, std::move(proposal), to_text(act.proposal));
  return {};
}

std::string_view meaning(Grade grade) {
  switch (grade) {
    case Grade::unassessed:
      return "nobody has assessed it yet";
    case Grade::admitted:
      return "the actor has accepted responsibility";
    case Grade::corroborated:
      return "two or more credible sources, with likely or confirmed action by the actor nearby";
    case Grade::single_source:
      return "one source, even if detailed";
    case Grade::contested:
      return "competing claims of responsibility or cause";
    case Grade::discounted:
      return "those killed were taking part, or another party is most likely responsible; it stays visible";
  }
  return "";
}

}  // namespace fairlead::desk
