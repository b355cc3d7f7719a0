// SPDX-License-Identifier: Apache-2.0
// Cases and their steps.
#include <algorithm>

#include "applying.hpp"
#include "cut.hpp"

namespace fairlead::desk {
namespace {

using enum StepKind;

// What must have been recorded before.
std::vector<StepKind> needs_one_of(StepKind kind) {
  switch (kind) {
    case search:
    case seize:
    case detain:
      return {board};
    case hand_over:
      return {board, seize, detain, assist};
    default:
      return {};
  }
}

bool needs_basis(StepKind kind) {
  return kind == intercept || kind == board || kind == search || kind == seize || kind == detain || kind == hand_over;
}

constexpr StepKind kInterdiction[] = {track, intercept, board, search, seize, detain, hand_over, close};
constexpr StepKind kRescue[] = {track, intercept, assist, hand_over, close};
constexpr StepKind kInspection[] = {track, intercept, board, search, seize, hand_over, close};
constexpr StepKind kShort[] = {track, intercept, close};

constexpr CaseTemplate kTemplates[] = {
    {CaseKind::drug_interdiction, kInterdiction,
     "flag consent before boarding; weigh, sample and seal goods; rights and medical care of everyone held"},
    {CaseKind::search_and_rescue, kRescue, "nobody waits for a form: render assistance, then record it"},
    {CaseKind::fisheries, kInspection, "licence, gear and catch; photographs before anything is moved"},
    {CaseKind::migrant_smuggling, kRescue,
     "people first: safety, medical care, no return to danger; suspects are told their rights"},
    {CaseKind::piracy, kInterdiction, "the four elements of piracy in the remarks; who may prosecute"},
    {CaseKind::pollution, kInspection, "samples from ship and sea, with seals; pictures with time and position"},
    {CaseKind::other, kShort, ""},
};

// What `authority` said, for whoever is to name a basis; it never becomes one by itself.
std::string said_by_law(const domain::Authority& answer) {
  if (answer.cites.empty()) return fmt::format("`authority` says {}", domain::name(answer.outcome));
  return cut(fmt::format("`authority` says {}, by {}", domain::name(answer.outcome), fmt::join(answer.cites, ", ")),
             300);
}

}  // namespace

const CaseTemplate& template_of(CaseKind kind) { return kTemplates[static_cast<std::size_t>(kind)]; }

std::string_view act_of(StepKind kind) {
  switch (kind) {
    case track:
      return "observe";
    case intercept:
      return "approach";
    case board:
      return "board";
    case search:
      return "search";
    case seize:
      return "seize_goods";
    case detain:
      return "arrest_persons";
    case assist:
      return "render_assistance";
    case hand_over:
    case close:
      return "";
  }
  return "";
}

std::string step_id(CaseId in_case, StepId step) { return to_text(in_case) + '/' + to_text(step); }

Result<void> Applying::operator()(const OpenCase& act) {
  FL_CHECK(room(book_.cases_));
  const CaseBody& body = act.body;
  Lead lead;
  if (body.lead) {
    FL_TRY(const auto* versions, find(book_.leads_, *body.lead, "lead"));
    lead = versions->now();
    if (lead.in_case) {
      return fail(ErrorCode::conflict,
                  fmt::format("`{}` has a case already: `{}`", to_text(*body.lead), to_text(*lead.in_case)));
    }
  }
  if (body.request) FL_CHECK(find(book_.requests_, *body.request, "request"));
  Case opened;
  opened.id = next(book_.cases_);
  opened.body = body;
  // The identity of the vessel comes along, and stays in sight on every form.
  if (body.lead && body.vessel.empty()) opened.body.vessel = lead.body.vessel;
  opened.opened_by = by_.account;
  opened.opened_at = at_;
  if (opened.body.vessel.empty() && body.about.empty()) {
    return fail(ErrorCode::invalid_argument, "`vessel` is missing: say what the case is about");
  }
  make(book_.cases_, opened.id, opened, "case", to_text(opened.id));
  if (body.lead) {
    lead.in_case = opened.id;
    put(book_.leads_, lead.id, lead, to_text(lead.id));
  }
  return {};
}

Result<void> Applying::operator()(const ChangeCase& act) {
  FL_TRY(const auto* versions, find(book_.cases_, act.in_case, "case"));
  const std::string id = to_text(act.in_case);
  FL_CHECK(same(*versions, act.seen, id));
  Case changed = versions->now();
  if (changed.state == CaseState::closed && !act.reopen) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is closed; reopen it with a reason", id));
  }
  if (act.reopen && changed.state == CaseState::open) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is open", id));
  }
  if (act.reopen && act.reason.empty()) {
    return fail(ErrorCode::invalid_argument, "`reason` is missing: say why it is opened again");
  }
  if (act.body.lead != changed.body.lead || act.body.request != changed.body.request) {
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` keeps the lead and the request it was opened from", id));
  }
  changed.body = act.body;
  if (act.reopen) {
    changed.state = CaseState::open;
    changed.closed_at.reset();
    changed.outcome.clear();
  }
  put(book_.cases_, act.in_case, std::move(changed), id);
  return {};
}

Result<void> Applying::operator()(const RecordStep& act) {
  FL_TRY(const auto* versions, find(book_.cases_, act.in_case, "case"));
  const std::string id = to_text(act.in_case);
  Case in_case = versions->now();
  const StepKind kind = act.body.kind;
  const auto steps = book_.steps_of(act.in_case);
  const auto recorded = [&](StepKind wanted) {
    return std::ranges::any_of(steps, [&](const Step* step) { return step->body.kind == wanted; });
  };
  Step step;
  if (act.corrects) {
    const Step* old = book_.steps_.now({act.in_case, *act.corrects});
    if (old == nullptr) {
      return fail(ErrorCode::not_found, fmt::format("there is no step `{}`", step_id(act.in_case, *act.corrects)));
    }
    if (old->body.kind != kind) {
      return fail(ErrorCode::invalid_argument, "a correction is of the same kind of step; record another step instead");
    }
    if (act.reason.empty()) return fail(ErrorCode::invalid_argument, "`reason` is missing: why the form is corrected");
    step.id = *act.corrects;
    step.corrected_because = act.reason;
  } else {
    if (in_case.state == CaseState::closed) {
      return fail(ErrorCode::conflict, fmt::format("`{}` is closed; reopen it, or correct one of its forms", id));
    }
    if (in_case.steps >= book_.limits_.steps_per_case) {
      return fail(ErrorCode::full, fmt::format("`{}` has {} steps; open another case", id, in_case.steps));
    }
    const auto needed = needs_one_of(kind);
    if (!needed.empty() && std::ranges::none_of(needed, recorded)) {
      std::vector<std::string_view> words;
      for (const StepKind one : needed) words.push_back(name(one));
      return fail(ErrorCode::conflict, fmt::format("`{}` comes after `{}`, and `{}` has none yet", name(kind),
                                                   fmt::join(words, "` or `"), id));
    }
    step.id = StepId(in_case.steps + 1);
  }
  FL_CHECK(evidence_is_there(act.body.evidence));
  if (act.body.consent && act.body.consent->request) {
    FL_CHECK(find(book_.requests_, *act.body.consent->request, "request"));
  }
  if (act.authority && act.authority->action != act_of(kind)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("the answer of `authority` is for `{}`, not for `{}`", act.authority->action, name(kind)));
  }
  step.in_case = act.in_case;
  step.body = act.body;
  step.authority = act.authority;
  step.law = act.law;
  step.recorded_by = by_.account;
  step.recorded_at = at_;
  if (step.body.basis.empty()) step.body.basis = in_case.body.basis;
  if (needs_basis(kind) && step.body.basis.empty()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`basis` is missing: on what legal basis was `{}` done? name the treaty, law or agreement "
                            "with its article, or say that there was none{}",
                            name(kind), act.authority ? "; " + said_by_law(*act.authority) : ""));
  }
  // What was done is recorded whatever the law says of it; that it says so is recorded too.
  step.outside_basis = act.authority && act.authority->outcome == domain::AuthorityOutcome::prohibited;
  const std::string step_name = step_id(act.in_case, step.id);
  if (kind == close && !act.corrects) {
    for (const Person& person : book_.persons_of(act.in_case)) {
      if (person.detained_at && !person.released_at && person.handed_to.empty()) {
        return fail(ErrorCode::conflict,
                    fmt::format("`{}` is still held: record when released, or to whom handed over", person.reference));
      }
    }
    for (const Goods& goods : book_.goods_of(act.in_case)) {
      if (goods.kept_at.empty() && goods.handed_to.empty()) {
        return fail(
            ErrorCode::conflict,
            fmt::format("nobody says where `{}` is: record where it is kept, or to whom it went", goods.reference));
      }
    }
    in_case.state = CaseState::closed;
    in_case.closed_at = at_;
    in_case.outcome = act.body.outcome;
  }
  if (step.outside_basis) {
    applied_.error_report_due.push_back(step_name);
    notice(kLegalAdviser, step_name, fmt::format("`{}` was recorded where the law forbids it", name(kind)));
  }
  if (act.body.force && (act.body.force->used == Force::lethal || act.body.force->killed.has_number())) {
    notice(kLegalAdviser, step_name, "lethal force or deaths are recorded: open an incident");
  }
  const StepKey key{act.in_case, step.id};
  if (act.corrects) {
    put(book_.steps_, key, std::move(step), step_name);
    return {};
  }
  make(book_.steps_, key, std::move(step), "step", step_name);
  ++in_case.steps;
  if (!in_case.stage || *in_case.stage < kind) in_case.stage = kind;
  put(book_.cases_, act.in_case, std::move(in_case), id);
  return {};
}

}  // namespace fairlead::desk
