// SPDX-License-Identifier: Apache-2.0
// Leads and the asks with which they go to partners.
#include <algorithm>

#include "applying.hpp"

namespace fairlead::desk {
namespace {

bool outcome_lets_through(domain::DecisionOutcome outcome) {
  using enum domain::DecisionOutcome;
  return outcome == permit || outcome == permit_reduced || outcome == refer;
}

// A legal adviser looks where the law is not plain, or `release` refers it.
void weigh(Ask& ask) {
  std::string why;
  const auto add = [&](std::string reason) { why += (why.empty() ? "" : "; ") + reason; };
  for (const domain::Authority& answer : ask.authority) {
    if (answer.outcome == domain::AuthorityOutcome::conditional) {
      add(fmt::format("`{}` is conditional on {}", answer.action, fmt::join(answer.missing, ", ")));
    } else if (answer.outcome == domain::AuthorityOutcome::contested) {
      add(fmt::format("`{}` is contested ({})", answer.action, fmt::join(answer.contested, ", ")));
    }
  }
  if (ask.decision && ask.decision->outcome == domain::DecisionOutcome::refer) add("`release` refers it");
  if (why.size() > 1000) why = "the law is not plain: see its answers";
  if (!why.empty()) {
    ask.needs_legal_adviser = true;
    ask.why_legal_adviser = std::move(why);
  }
}

// What the agreement asks for is never less than what the form says, and an interdiction never without the condition
// that this is all about.
void add_conditions(Ask& ask) {
  if (ask.decision) {
    for (const std::string& obligation : ask.decision->obligations) {
      if (const auto condition = from_word<Condition>(obligation)) add_once(ask.conditions, *condition);
    }
  }
  if (ask.purpose == Purpose::law_enforcement_interdiction) add_once(ask.conditions, Condition::no_lethal_use);
  std::ranges::sort(ask.conditions);
}

}  // namespace

Result<void> Applying::operator()(const DraftLead& act) {
  FL_CHECK(room(book_.leads_));
  FL_CHECK(not_in_the_past(act.body.expires_at, "expires_at"));
  Lead lead;
  lead.id = next(book_.leads_);
  lead.body = act.body;
  lead.drafted_by = lead.changed_by = by_.account;
  lead.drafted_at = at_;
  make(book_.leads_, lead.id, lead, "lead", to_text(lead.id));
  return {};
}

Result<void> Applying::operator()(const ChangeLead& act) {
  FL_TRY(const auto* versions, find(book_.leads_, act.lead, "lead"));
  FL_CHECK(same(*versions, act.seen, to_text(act.lead)));
  Lead lead = versions->now();
  if (lead.state != LeadState::open) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {}; draft a new lead", to_text(act.lead), name(lead.state)));
  }
  FL_CHECK(not_in_the_past(act.body.expires_at, "expires_at"));
  if (lead.body == act.body) return {};
  lead.body = act.body;
  ++lead.text_version;
  lead.changed_by = by_.account;
  put(book_.leads_, act.lead, lead, to_text(act.lead));
  for (const Ask* waiting : book_.asks_of(act.lead)) {
    if (waiting->state != AskState::asked) continue;
    Ask ask = *waiting;
    ask.text_version = lead.text_version;
    ask.approvals.clear();
    ask.decision.reset();
    ask.authority.clear();
    ask.law.clear();
    ask.expires_at = std::min(ask.expires_at, lead.body.expires_at);
    if (ask.tear_line_only && lead.body.tear_line.empty()) {
      end(std::move(ask), AskState::withdrawn, "the lead has no tear line any more");
      continue;
    }
    add_once(ask.hands, by_.account);
    put(book_.asks_, ask.id, ask, to_text(ask.id));
    notice(kReleaseOfficer, to_text(ask.id), "the lead was changed after it was asked for; look at it again");
  }
  return {};
}

Result<void> Applying::operator()(const WithdrawLead& act) {
  FL_TRY(const auto* versions, find(book_.leads_, act.lead, "lead"));
  Lead lead = versions->now();
  if (lead.state != LeadState::open) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", to_text(act.lead), name(lead.state)));
  }
  withdraw_lead(std::move(lead), act.reason);
  return {};
}

void Applying::withdraw_lead(Lead lead, const std::string& because) {
  const LeadId id = lead.id;
  lead.state = LeadState::withdrawn;
  lead.ended_because = because;
  put(book_.leads_, id, std::move(lead), to_text(id));
  for (const Ask* ask : book_.asks_of(id)) {
    if (ask->state == AskState::asked || ask->state == AskState::live) end(*ask, AskState::withdrawn, because);
  }
}

Result<void> Applying::operator()(const AskToShare& act) {
  FL_CHECK(room(book_.asks_));
  FL_TRY(const auto* versions, find(book_.leads_, act.lead, "lead"));
  const Lead& lead = versions->now();
  if (lead.state != LeadState::open) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {}: it goes nowhere", to_text(act.lead), name(lead.state)));
  }
  const Instant end_at = act.expires_at.value_or(lead.body.expires_at);
  FL_CHECK(not_in_the_past(end_at, "expires_at"));
  if (end_at > lead.body.expires_at) {
    return fail(ErrorCode::invalid_argument, "`expires_at` is after the end of the lead itself");
  }
  if (act.tear_line_only && lead.body.tear_line.empty()) {
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` has no tear line; write one first", to_text(act.lead)));
  }
  for (const Ask* other : book_.asks_of(act.lead)) {
    const bool open = other->state == AskState::asked || other->state == AskState::live;
    if (open && other->agency == act.agency && other->purpose == act.purpose &&
        other->text_version == lead.text_version) {
      return fail(ErrorCode::conflict, fmt::format("`{}` asks for the same already", to_text(other->id)));
    }
  }
  Ask ask;
  ask.id = next(book_.asks_);
  ask.lead = act.lead;
  ask.text_version = lead.text_version;
  ask.agency = act.agency;
  ask.purpose = act.purpose;
  ask.acts = act.acts;
  ask.conditions = act.conditions;
  ask.expires_at = end_at;
  ask.agreement = act.agreement;
  ask.assurance = act.assurance;
  ask.reason = act.reason;
  ask.needs_legal_adviser = act.needs_legal_adviser;
  if (act.needs_legal_adviser) ask.why_legal_adviser = "the agreement or the asker wants it";
  ask.tear_line_only = act.tear_line_only;
  ask.decision = act.decision;
  ask.authority = act.authority;
  ask.law = act.law;
  ask.asked_by = by_.account;
  ask.asked_at = at_;
  ask.hands = {by_.account};
  // What another centre gave under conditions goes on under no fewer.
  if (lead.origin) {
    for (const Condition condition : lead.origin->conditions) add_once(ask.conditions, condition);
  }
  add_conditions(ask);
  weigh(ask);
  const std::string id = to_text(ask.id);
  const auto hindrances = bars(ask);
  notice(kReleaseOfficer, id,
         hindrances.empty() ? fmt::format("`{}` for {} waits for approval", to_text(act.lead), act.agency)
                            : fmt::format("`{}` for {} cannot be approved as it stands: {}", to_text(act.lead),
                                          act.agency, hindrances.front()));
  if (ask.needs_legal_adviser) notice(kLegalAdviser, id, ask.why_legal_adviser);
  book_.asks_of_lead_[act.lead].push_back(ask.id);
  make(book_.asks_, ask.id, ask, "ask", id);
  return {};
}

Result<void> Applying::operator()(const ApproveAsk& act) {
  FL_TRY(const auto* versions, find(book_.asks_, act.ask, "ask"));
  const std::string id = to_text(act.ask);
  FL_CHECK(same(*versions, act.seen, id));
  Ask ask = versions->now();
  if (ask.state != AskState::asked) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", id, name(ask.state)));
  }
  if (by_.role != kReleaseOfficer && by_.role != kLegalAdviser) {
    return fail(ErrorCode::unsupported, "an ask is approved by a release officer, and by a legal adviser where needed");
  }
  if (holds(ask.hands, by_.account)) {
    return fail(ErrorCode::unsupported,
                fmt::format("`{}` asked for this, or changed it since: another person approves", by_.account));
  }
  for (const Approval& given : ask.approvals) {
    if (given.account == by_.account) {
      return fail(ErrorCode::conflict, fmt::format("`{}` approved it already; another person is needed", by_.account));
    }
  }
  if (act.expires_at) {
    FL_CHECK(not_in_the_past(*act.expires_at, "expires_at"));
    if (*act.expires_at > ask.expires_at) {
      return fail(ErrorCode::invalid_argument, "`expires_at` is later than was asked for: an approval only narrows");
    }
  }
  FL_CHECK(not_in_the_past(ask.expires_at, "expires_at"));
  if (act.report_due_at) FL_CHECK(not_in_the_past(*act.report_due_at, "report_due_at"));
  const Lead* lead = book_.leads_.now(ask.lead);
  if (act.tear_line_only && lead->body.tear_line.empty()) {
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` has no tear line", to_text(ask.lead)));
  }
  // Who approved before approved less narrow conditions; that stays true of narrower ones.
  for (const Condition condition : act.add_conditions) add_once(ask.conditions, condition);
  if (act.expires_at) ask.expires_at = *act.expires_at;
  ask.tear_line_only = ask.tear_line_only || act.tear_line_only;
  if (act.decision) ask.decision = act.decision;
  if (!act.authority.empty()) {
    ask.authority = act.authority;
    ask.law = act.law;
  }
  add_conditions(ask);
  weigh(ask);
  if (const auto hindrances = bars(ask); !hindrances.empty()) {
    return fail(ErrorCode::unsupported, fmt::format("`{}` cannot be approved: {}", id, fmt::join(hindrances, "; ")));
  }
  ask.approvals.push_back({by_.account, by_.role, at_});
  if (act.report_due_at) ask.report_due_at = act.report_due_at;
  if (missing_approvals(ask).empty()) {
    ask.state = AskState::live;
    ask.live_at = at_;
    ask.reference = reference_for(ask);
    if (holds(ask.conditions, Condition::report_use) || ask.report_due_at) {
      ask.report = ReportState::due;
      if (!ask.report_due_at) ask.report_due_at = ask.expires_at + book_.limits_.report_grace;
    }
    applied_.goes_live.push_back(ask.id);
    // What went before it is the older version of the same lead; the report that is due for it is due for this one.
    for (const Ask* other : book_.asks_of(ask.lead)) {
      if (other->state != AskState::live || other->agency != ask.agency || other->purpose != ask.purpose) continue;
      Ask before = *other;
      if (before.report == ReportState::due) {
        before.report = ReportState::not_asked;
        if (ask.report == ReportState::not_asked) {
          ask.report = ReportState::due;
          ask.report_due_at = std::max(*before.report_due_at, at_ + book_.limits_.report_grace);
        }
      }
      end(std::move(before), AskState::withdrawn, fmt::format("`{}` takes its place", id));
    }
  } else {
    notice(by_.role == kReleaseOfficer ? kLegalAdviser : kReleaseOfficer, id, missing_approvals(ask));
  }
  put(book_.asks_, ask.id, ask, id);
  return {};
}

// A lead keeps its name with a partner. A new name follows from chance and from what this partner was given for this
// purpose, so that it says nothing of others.
std::string Applying::reference_for(const Ask& ask) const {
  const auto is_same_view = [&](const Ask& other) {
    return other.agency == ask.agency && other.purpose == ask.purpose && !other.reference.empty();
  };
  for (const Ask* other : book_.asks_of(ask.lead)) {
    if (is_same_view(*other)) return other->reference;
  }
  std::size_t given = 0;
  for (const auto& [id, versions] : book_.asks_) given += is_same_view(versions->now()) ? 1U : 0U;
  const std::string_view chance(reinterpret_cast<const char*>(seed_.data()), seed_.size());
  return "l-" + hex(sha256(fmt::format("{}|{}|{}|{}", chance, ask.agency, name(ask.purpose), given))).substr(0, 16);
}

Result<void> Applying::operator()(const RefuseAsk& act) {
  FL_TRY(const auto* versions, find(book_.asks_, act.ask, "ask"));
  FL_CHECK(same(*versions, act.seen, to_text(act.ask)));
  const Ask& ask = versions->now();
  if (ask.state != AskState::asked) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", to_text(act.ask), name(ask.state)));
  }
  end(ask, AskState::refused, act.reason);
  return {};
}

Result<void> Applying::operator()(const WithdrawAsk& act) {
  FL_TRY(const auto* versions, find(book_.asks_, act.ask, "ask"));
  const Ask& ask = versions->now();
  if (ask.state != AskState::asked && ask.state != AskState::live) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is {} already", to_text(act.ask), name(ask.state)));
  }
  end(ask, AskState::withdrawn, act.reason);
  return {};
}

Result<void> Applying::operator()(const NoteRelease& act) {
  FL_TRY(const auto* versions, find(book_.asks_, act.ask, "ask"));
  Ask ask = versions->now();
  if (!ask.live_at) return fail(ErrorCode::conflict, fmt::format("`{}` was never approved", to_text(act.ask)));
  if (holds(ask.releases, act.release)) return {};
  ask.releases.push_back(act.release);
  put(book_.asks_, act.ask, std::move(ask), to_text(act.ask));
  return {};
}

Result<void> Applying::operator()(const NoteStop& act) {
  for (const AskId id : act.asks) FL_CHECK(find(book_.asks_, id, "ask"));
  for (const RequestId id : act.requests) FL_CHECK(find(book_.requests_, id, "request"));
  for (const AskId id : act.asks) {
    const Ask* ask = book_.asks_.now(id);
    if (ask->state == AskState::live) end(*ask, AskState::stopped, fmt::format("stop {}", act.epoch));
  }
  for (const RequestId id : act.requests) {
    Request request = *book_.requests_.now(id);
    if (!is_out(request)) continue;
    request.stopped_by = act.epoch;
    put(book_.requests_, id, std::move(request), to_text(id));
  }
  return {};
}

void Applying::end(Ask ask, AskState state, std::string because) {
  if (ask.state == AskState::live) applied_.ends.push_back(ask.id);
  // What never went out needs no report; what did still does.
  ask.state = state;
  ask.ended_by = by_.account;
  ask.ended_because = std::move(because);
  const AskId id = ask.id;
  put(book_.asks_, id, std::move(ask), to_text(id));
}

void Applying::set_due(const Lead& lead, bool on) {
  if (lead.state != LeadState::open) return;
  const Book::Due due{lead.body.expires_at, Book::Lapse::lead, lead.id.number()};
  on ? void(book_.due_.insert(due)) : void(book_.due_.erase(due));
}

void Applying::set_due(const Ask& ask, bool on) {
  if (ask.state == AskState::asked || ask.state == AskState::live) {
    const Book::Due due{ask.expires_at, Book::Lapse::ask, ask.id.number()};
    on ? void(book_.due_.insert(due)) : void(book_.due_.erase(due));
  }
  if (ask.report == ReportState::due && ask.report_due_at) {
    const Book::Due due{*ask.report_due_at, Book::Lapse::report, ask.id.number()};
    on ? void(book_.due_.insert(due)) : void(book_.due_.erase(due));
  }
}

void Applying::lapse() {
  while (!book_.due_.empty() && std::get<0>(*book_.due_.begin()) <= at_) {
    const auto [due_at, kind, number] = *book_.due_.begin();
    switch (kind) {
      case Book::Lapse::lead: {
        Lead lead = *book_.leads_.now(LeadId(number));
        lead.state = LeadState::expired;
        lead.ended_because = "its time is over";
        put(book_.leads_, LeadId(number), std::move(lead), to_text(LeadId(number)));
        break;
      }
      case Book::Lapse::ask:
        end(*book_.asks_.now(AskId(number)), AskState::expired, "its time is over");
        break;
      case Book::Lapse::report: {
        Ask ask = *book_.asks_.now(AskId(number));
        ask.report = ReportState::overdue;
        const std::string why = fmt::format("no use report for `{}` by {}", to_text(ask.id), to_rfc3339(due_at));
        if (!ask.assurance.empty()) {
          applied_.lapses_assurance.push_back({ask.agency, ask.agreement, ask.assurance, false, why});
        }
        notice(kReleaseOfficer, to_text(ask.id), why);
        put(book_.asks_, AskId(number), std::move(ask), to_text(AskId(number)));
        break;
      }
      case Book::Lapse::assessment: {
        Assessment assessment = *book_.assessments_.now(AssessmentId(number));
        const bool was_in_force = assessment.state == AssessmentState::in_force;
        assessment.state = AssessmentState::expired;
        assessment.ended_because = "its time is over";
        if (was_in_force) {
          applied_.lapses_assessment.push_back(assessment.id);
          notice(kLegalAdviser, to_text(assessment.id),
                 fmt::format("the assessment for `{}` has ended", assessment.body.agreement));
        }
        put(book_.assessments_, AssessmentId(number), std::move(assessment), to_text(AssessmentId(number)));
        break;
      }
    }
  }
}

// ---- questions about an ask ----

std::vector<std::string> bars(const Ask& ask) {
  std::vector<std::string> found;
  if (!ask.decision) {
    found.emplace_back("`release` has given no decision");
  } else {
    const domain::Decision& decision = *ask.decision;
    if (!outcome_lets_through(decision.outcome)) {
      found.push_back(fmt::format("`release` decided `{}`", domain::name(decision.outcome)));
    } else if (decision.clause.empty()) {
      found.emplace_back("no legal basis: the decision names no clause of an agreement");
    }
    if (decision.recipient != ask.agency || decision.purpose != name(ask.purpose)) {
      found.emplace_back("the decision is about another recipient or purpose");
    }
  }
  const auto answer = [&](std::string_view act) -> const domain::Authority* {
    const auto at = std::ranges::find(ask.authority, act, &domain::Authority::action);
    return at == ask.authority.end() ? nullptr : &*at;
  };
  if (answer("share_intelligence") == nullptr) {
    found.emplace_back("`authority` has not answered for `share_intelligence`");
  }
  for (const std::string& act : ask.acts) {
    if (answer(act) == nullptr) found.push_back(fmt::format("`authority` has not answered for `{}`", act));
  }
  for (const domain::Authority& given : ask.authority) {
    if (given.outcome == domain::AuthorityOutcome::prohibited) {
      found.push_back(fmt::format("the law forbids `{}` ({})", given.action, fmt::join(given.cites, ", ")));
    }
  }
  return found;
}

std::string missing_approvals(const Ask& ask) {
  const auto by_role = [&](std::string_view role) {
    return std::ranges::any_of(ask.approvals, [&](const Approval& a) { return a.role == role; });
  };
  const bool officer = by_role(kReleaseOfficer);
  const bool adviser = !ask.needs_legal_adviser || by_role(kLegalAdviser);
  if (!officer && !adviser) return "a release officer and a legal adviser must approve";
  if (!officer) return "a release officer must approve";
  if (!adviser) return fmt::format("a legal adviser must approve too: {}", ask.why_legal_adviser);
  return "";
}

const LeadBody* body_of(const Book& book, const Ask& ask) {
  const Versions<Lead>* versions = book.leads().find(ask.lead);
  if (versions == nullptr) return nullptr;
  const auto& all = versions->all();
  const auto found = std::ranges::find(all, ask.text_version, [](const auto& v) { return v.value->text_version; });
  return found == all.end() ? nullptr : &found->value->body;
}

std::uint32_t version_for_partner(const Book& book, const Ask& ask) {
  std::uint32_t version = 0;
  for (const Ask* other : book.asks_of(ask.lead)) {
    const bool is_same = other->agency == ask.agency && other->purpose == ask.purpose && other->live_at;
    if (is_same && (other->live_at < ask.live_at || (other->live_at == ask.live_at && other->id <= ask.id))) ++version;
  }
  return version;
}

const Ask* ask_known_as(const Book& book, std::string_view agency, std::string_view reference) {
  const Ask* found = nullptr;
  if (reference.empty()) return found;
  for (const auto& [id, versions] : book.asks()) {
    const Ask& ask = versions->now();
    if (ask.reference != reference || ask.agency != agency || !ask.live_at) continue;
    if (found == nullptr || found->live_at <= ask.live_at) found = &ask;
  }
  return found;
}

std::vector<std::string> conditions_in_words(const Ask& ask) {
  std::vector<std::string> sentences;
  std::string purpose(name(ask.purpose));
  std::ranges::replace(purpose, '_', ' ');
  sentences.push_back(fmt::format("use for {} only", purpose));
  if (!ask.acts.empty()) {
    std::string acts = fmt::format("{}", fmt::join(ask.acts, ", "));
    std::ranges::replace(acts, '_', ' ');
    sentences.push_back("given for: " + acts);
  }
  for (const Condition condition : ask.conditions) sentences.emplace_back(in_words(condition));
  sentences.push_back("expires " + to_rfc3339(ask.expires_at));
  return sentences;
}

std::string_view in_words(Condition condition) {
  switch (condition) {
    case Condition::acknowledge:
      return "acknowledge receipt";
    case Condition::no_onward:
      return "no onward release";
    case Condition::delete_on_recall:
      return "delete on recall";
    case Condition::delete_after_use:
      return "delete after use";
    case Condition::report_use:
      return "report what was done with it";
    case Condition::report_incident:
      return "report any use of force, injury or death";
    case Condition::keep_label:
      return "keep the marking";
    case Condition::credit_originator:
      return "name the originator";
    case Condition::no_lethal_use:
      return "no lethal action";
  }
  return "";
}

}  // namespace fairlead::desk
