// SPDX-License-Identifier: Apache-2.0
#include "casework.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "accounts/roles.hpp"
#include "authority/engine.hpp"
#include "desk/json.hpp"
#include "law.hpp"
#include "release/evaluator.hpp"

namespace fairlead::engine {
namespace {

using accounts::Permission;

// Who may do what; what is not named is the work of the watch.
Permission permission_for(std::string_view act) {
  static const std::map<std::string_view, Permission> kRules{
      {"draft_lead", Permission::ask_release},
      {"change_lead", Permission::ask_release},
      {"withdraw_lead", Permission::ask_release},
      {"ask_to_share", Permission::ask_release},
      {"withdraw_ask", Permission::ask_release},
      {"approve_ask", Permission::approve_release},
      {"refuse_ask", Permission::approve_release},
      {"answer_request", Permission::approve_release},
      {"approve_statement", Permission::approve_release},
      {"refuse_statement", Permission::approve_release},
      {"write_assessment", Permission::assess},
      {"approve_assessment", Permission::assess},
      {"withdraw_assessment", Permission::assess},
      {"answer_proposal", Permission::stop},
      {"acknowledge_error_report", Permission::verify_ledger},
  };
  const auto found = kRules.find(act);
  return found == kRules.end() ? Permission::operate : found->second;
}

Result<void> may(const accounts::Actor& by, std::string_view act, Instant now) {
  if (by.method() == accounts::Method::automatic) return {};
  if (act == "note_release" || act == "note_stop") {
    return fail(ErrorCode::unsupported, fmt::format("`{}` is noted by Fairlead itself", act));
  }
  // A partner speaks for itself: what it asks, and what it did.
  if (by.agency() && (act == "file_request" || act == "file_use_report")) return by.check(Permission::acknowledge, now);
  return by.check(permission_for(act), now);
}

domain::Decision decide(Governance& governance, const desk::Lead& lead, std::string_view agency,
                        std::string_view purpose, Instant now) {
  const std::shared_ptr<const release::Evaluator> evaluator = governance.evaluator(now);
  release::Request request;
  request.recipient = agency;
  request.purpose = purpose;
  request.type = release::name(release::ObjectType::lead);
  request.act = release::name(release::Act::push);
  request.channel = "stream";
  release::Marking marking;
  marking.label = lead.body.label;
  request.marking = marking;
  request.position = lead.body.position;
  request.observed_at = lead.body.observed_at.value_or(lead.drafted_at);
  const release::Verdict verdict = release::decide(*evaluator, request, now);
  return release::to_decision(*evaluator, verdict, desk::to_text(lead.id), std::string(agency), std::string(purpose),
                              now);
}

// What the law says of an act by the recipient, as far as nothing but the act is known: the rest is `missing`.
domain::Authority answer_to(const authority::Facts& facts, authority::Action action) {
  const authority::Answer answer = authority::evaluate(facts, action);
  domain::Authority one;
  one.action = authority::word_of(action);
  one.state = facts.acting_state.code();
  one.outcome = *domain::authority_outcome(authority::word_of(answer.outcome));
  for (const authority::Citation cite : answer.because.list()) one.cites.emplace_back(cite.id());
  answer.missing.each([&](authority::Missing code) { one.missing.emplace_back(authority::word_of(code)); });
  one.explanation = answer.reason;
  return one;
}

std::vector<domain::Authority> authority_for(const std::vector<std::string>& acts, std::string_view agency,
                                             Instant now) {
  std::vector<domain::Authority> answers;
  for (const std::string& act : acts) {
    const auto action = authority::word_from<authority::Action>(act);
    if (!action) continue;
    authority::Facts facts;
    facts.as_of = authority::Day::from_unix_ms(now.unix_ms());
    facts.acting_state = state_of_agency(agency);
    answers.push_back(answer_to(facts, *action));
  }
  return answers;
}

// What section 11 says of giving anything to this agency, under the agreement that would carry it. Nothing as long as
// nobody said whose centre this is: then no ask is approved.
void append_sharing(std::vector<domain::Authority>& answers, const Governance& governance, const LawNow& law,
                    std::string_view agency, std::string_view agreement, Instant now) {
  if (law.state.empty()) return;
  for (const HeldAgreement* held : governance.in_force(now)) {
    if (std::ranges::find(held->agreement.parties, agency) == held->agreement.parties.end()) continue;
    if (!agreement.empty() && held->agreement.id != agreement) continue;
    const SharingQuestion question = sharing_question(law, *held, governance.desk(), agency, now);
    answers.push_back(answer_to(question.facts, authority::Action::share_intelligence));
    return;
  }
}

// What an agency was given, as far as it is told by view: an incident that names it as the actor proposes a stop of it.
std::vector<desk::Covered> given_to(const Sharing& sharing, const std::string& actor) {
  std::vector<desk::Covered> covers;
  for (const FeedState& feed : sharing.feeds) {
    const auto view = std::ranges::find(sharing.views, feed.view, &ViewState::bit);
    if (view == sharing.views.end() || !feed.last_release) continue;
    if (view->agency != actor && release::state_of(view->agency) != actor) continue;
    desk::Covered one;
    one.release = *feed.last_release;
    one.agency = view->agency;
    one.purpose = release::name(view->purpose);
    one.at = feed.last_release_at;
    covers.push_back(std::move(one));
  }
  return covers;
}

}  // namespace

Result<Casework::Outcome> Casework::apply(const Command& command, Governance& governance, const LawNow& law,
                                          const Sharing& sharing, Instant now, const desk::Seed& seed,
                                          Records& records) {
  const auto& request = std::get<ActOnDesk>(command.request);
  FL_CHECK(governance.stands(command.by, now));
  auto read = desk::change_from_json(request.act, request.attached ? desk::From::engine : desk::From::outside);
  if (!read) {
    const desk::Fault& fault = read.error().front();
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` {}", fault.pointer, fault.detail));
  }
  desk::Change change = std::move(*read);
  FL_CHECK(may(command.by, desk::name(change), now));

  if (auto* ask = std::get_if<desk::AskToShare>(&change)) {
    if (const desk::Lead* lead = book_->leads().now(ask->lead)) {
      ask->decision = decide(governance, *lead, ask->agency, desk::name(ask->purpose), now);
      ask->authority = authority_for(ask->acts, ask->agency, now);
      append_sharing(ask->authority, governance, law, ask->agency, ask->agreement, now);
    }
  } else if (auto* approve = std::get_if<desk::ApproveAsk>(&change)) {
    if (const desk::Ask* asked = book_->asks().now(approve->ask)) {
      if (const desk::Lead* lead = book_->leads().now(asked->lead)) {
        approve->decision = decide(governance, *lead, asked->agency, desk::name(asked->purpose), now);
        approve->authority = authority_for(asked->acts, asked->agency, now);
        append_sharing(approve->authority, governance, law, asked->agency, asked->agreement, now);
      }
    }
  } else if (auto* filed = std::get_if<desk::FileRequest>(&change)) {
    filed->authority = authority_for(filed->body.acts, filed->body.agency, now);
  } else if (auto* opened = std::get_if<desk::OpenIncident>(&change)) {
    if (opened->covers.empty()) opened->covers = given_to(sharing, opened->body.actor);
  } else if (auto* amended = std::get_if<desk::AmendIncident>(&change)) {
    if (amended->covers.empty()) amended->covers = given_to(sharing, amended->body.actor);
  }

  desk::By by{command.by.account(), std::string(accounts::name(command.by.role())), command.by.agency()};
  auto next = std::make_shared<desk::Book>(*book_);
  FL_TRY(const desk::Applied applied, next->apply(change, by, now, seed));
  book_ = std::move(next);
  changed_ = true;
  Outcome outcome;
  outcome.assurances = follow(applied, governance, by.account, now, records);
  std::string text = R"({"made":[)";
  for (const desk::Made& made : applied.made) {
    if (text.back() != '[') text += ',';
    text += fmt::format(R"({{"noun":"{}","id":"{}"}})", made.noun, made.id);
  }
  text += R"(],"changed":[)";
  for (const std::string& id : applied.changed) {
    if (text.back() != '[') text += ',';
    text += fmt::format("\"{}\"", id);
  }
  text += R"(],"proposes_stop":[)";
  for (const desk::ProposalId id : applied.proposes_stop) {
    if (text.back() != '[') text += ',';
    text += fmt::format("\"{}\"", desk::to_text(id));
  }
  outcome.answer.text = text + "]}";
  return outcome;
}

std::vector<HoldAssurance> Casework::lapse(const Governance& governance, Instant now, Records& records) {
  if (const auto due = book_->next_lapse(); !due || *due > now) return {};
  auto next = std::make_shared<desk::Book>(*book_);
  const desk::Applied applied = next->lapse(now);
  book_ = std::move(next);
  changed_ = true;
  return follow(applied, governance, accounts::kAutomatic, now, records);
}

std::vector<HoldAssurance> Casework::follow(const desk::Applied& applied, const Governance& governance,
                                            std::string_view by, Instant now, Records& records) {
  for (const desk::Record& record : applied.records) {
    records.add(ledger::DeskAct{record.name, std::string(by), record.text});
  }
  std::vector<HoldAssurance> held;
  for (const desk::LapsedAssurance& lapsed : applied.lapses_assurance) {
    HoldAssurance hold;
    hold.key = {lapsed.agency, lapsed.agreement, lapsed.assurance};
    const auto& given = governance.desk().assurances;
    if (const auto found = given.find(hold.key); found != given.end()) hold.given = found->second;
    hold.given.breached = true;
    hold.given.until = std::max(hold.given.until, now);
    hold.text = lapsed.because;
    held.push_back(std::move(hold));
  }
  return held;
}

std::shared_ptr<const CaseworkNow> Casework::publish(std::uint64_t slot, Instant now) const {
  return std::make_shared<const CaseworkNow>(CaseworkNow{slot, now, book_});
}

void Casework::save(wire::ByteWriter& out) const { write(out, *book_); }

Result<void> Casework::restore(wire::ByteReader& in) {
  book_ = std::make_shared<desk::Book>(desk::read_book(in));
  if (!in.ok()) return fail(ErrorCode::corrupt, "the state of the desk cannot be read");
  return {};
}

}  // namespace fairlead::engine
