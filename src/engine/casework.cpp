// SPDX-License-Identifier: Apache-2.0
#include "casework.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "accounts/roles.hpp"
#include "ask_law.hpp"
#include "authority/engine.hpp"
#include "base/assert.hpp"
#include "desk/json.hpp"
#include "law.hpp"
#include "release/evaluator.hpp"
#include "release/plain_label.hpp"
#include "step_law.hpp"

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
  // Where the law is not plain a legal adviser approves too, with what makes them one.
  const bool weighs = act == "approve_ask" || act == "refuse_ask";
  if (weighs && by.role() == accounts::Role::legal_adviser) return by.check(Permission::assess, now);
  return by.check(permission_for(act), now);
}

// Whether its originators decide who else gets it.
bool is_controlled(const release::Marking& marking) {
  return marking.onward != release::Onward::free || marking.label.caveats.contains(std::string(release::kOrcon));
}

// A person marks what home made. What others control stays theirs, whatever is written about it: of `label`, as it must
// be for something that speaks of these things.
std::optional<domain::Label> inherited(const desk::Book& book, const domain::Label& label, const desk::Vessel& vessel,
                                       const std::vector<std::string>& about, const Casework::MarkingOf& marking_of) {
  std::optional<release::Marking> strict;
  const auto take = [&](const release::Marking& marking) {
    if (!is_controlled(marking)) return;
    strict = release::strictest(strict ? *strict : release::marking_of(label), marking);
  };
  const auto from = [&](std::string_view name) {
    if (const auto track = domain::parse_track_id(name)) {
      if (const auto marking = marking_of.track(*track)) take(*marking);
    } else if (const auto lead_id = desk::id_from<desk::LeadId>(name)) {
      if (const desk::Lead* lead = book.leads().now(*lead_id)) take(release::marking_of(lead->body.label));
    } else if (const auto request_id = desk::id_from<desk::RequestId>(name)) {
      const desk::Request* request = book.requests().now(*request_id);
      if (request != nullptr && request->body.label) take(release::marking_of(*request->body.label));
    }
  };
  from(vessel.track);
  for (const std::string& part : about) from(part);
  if (!strict) return std::nullopt;
  return release::label_of(*strict);
}

void inherit(const desk::Book& book, desk::LeadBody& body, const Casework::MarkingOf& marking_of) {
  if (auto label = inherited(book, body.label, body.vessel, body.because, marking_of)) body.label = std::move(*label);
}

void inherit(const desk::Book& book, desk::RequestBody& body, const Casework::MarkingOf& marking_of) {
  if (body.label) {
    if (auto label = inherited(book, *body.label, body.vessel, body.about, marking_of)) body.label = std::move(*label);
    return;
  }
  // Addressed to an agency; what it speaks of may name the agency, or its State.
  release::Marking own = addressed_to(body.agency, body.purpose, "request");
  own.label.releasable_to.emplace(release::state_of(body.agency));
  auto label = inherited(book, release::label_of(own), body.vessel, body.about, marking_of);
  if (!label) return;
  if (!label->releasable_to.empty()) label->releasable_to = {body.agency};
  body.label = std::move(*label);
}

// What comes from another centre keeps its label, and that of the source through which it came.
Result<domain::Label> received(const domain::Label& label, const std::string& source,
                               const Casework::MarkingOf& marking_of) {
  const auto marking = marking_of.source(source);
  if (!marking) return fail(ErrorCode::not_found, fmt::format("there is no source `{}`", source));
  return release::label_of(release::strictest(release::marking_of(label), *marking));
}

constexpr std::size_t kReleasesNotedMax = 1000;  // of one ask; the ledger has them all

constexpr std::ptrdiff_t kRequestsPerDayMax = 1000;  // of one agency

struct Recipient {
  std::string_view agency;
  std::string_view purpose;
};

// As it would leave: on a stream, which home sends to and the partner follows, or when the partner asks for it.
domain::Decision decide(Governance& governance, release::ObjectType type, const release::Marking& marking,
                        std::optional<geo::Position> position, Instant at, Recipient to, std::string object,
                        Instant now) {
  const std::shared_ptr<const release::Evaluator> evaluator = governance.evaluator(now);
  release::Request request;
  request.recipient = to.agency;
  request.purpose = to.purpose;
  request.type = release::name(type);
  request.marking = marking;
  request.position = position;
  request.observed_at = at;
  std::optional<release::Verdict> best;
  using enum release::Act;
  for (const release::Act act : {push, subscribe, pull}) {
    request.act = release::name(act);
    request.channel = act == pull ? "pull" : "stream";
    const release::Verdict verdict = release::decide(*evaluator, request, now);
    const bool lets_through = verdict.released() || verdict.outcome == domain::DecisionOutcome::refer;
    if (!best || lets_through) best = verdict;
    if (lets_through) break;
  }
  return release::to_decision(*evaluator, *best, std::move(object), std::string(to.agency), std::string(to.purpose),
                              now);
}

domain::Decision decide(Governance& governance, const desk::Lead& lead, std::string_view agency,
                        std::string_view purpose, Instant now) {
  return decide(governance, release::ObjectType::lead, release::marking_of(lead.body.label), lead.body.position,
                lead.body.observed_at.value_or(lead.drafted_at), {agency, purpose}, desk::to_text(lead.id), now);
}

// Whether it would leave now.
bool may_leave(Governance& governance, const Offer& offer, Instant now) {
  using enum domain::DecisionOutcome;
  const domain::DecisionOutcome outcome = decide(governance, offer.id.type, offer.marking, offer.position, offer.at,
                                                 {offer.agency, release::name(offer.purpose)}, offer.home_id, now)
                                              .outcome;
  return outcome == permit || outcome == permit_reduced || outcome == refer;
}

// A partner's word as an act of its own agency. What is not a lead that it was given, or a request that it made, is not
// there; what only home knows the names of has no place in it.
Result<desk::Change> change_of(const desk::Book& book, const std::string& agency, const TellDesk& word) {
  std::expected<desk::Change, desk::Faults> read = std::unexpected(desk::Faults{});
  if (word.what == "request") {
    read = desk::change_from_json("file_request", word.body, {{"agency", agency}, {"direction", "incoming"}});
  } else if (word.what == "use_report") {
    const desk::Ask* ask = desk::ask_known_as(book, agency, word.subject);
    if (ask == nullptr || ask->releases.empty()) {
      return fail(ErrorCode::not_found, fmt::format("there is no lead `{}`", word.subject));
    }
    read = desk::change_from_json("file_use_report", word.body, {{"ask", desk::to_text(ask->id)}});
  } else if (word.what == "withdraw_request") {
    for (const desk::KnownRequest& known : desk::requests_from(book, agency)) {
      if (known.reference != word.subject) continue;
      const std::string id = desk::to_text(known.request->id);
      read = desk::change_from_json("answer_request", word.body, {{"request", id}, {"step", "withdraw"}});
      if (!read) break;
      std::get<desk::AnswerRequest>(*read).seen.reset();
      return std::move(*read);
    }
    if (read.error().empty()) {
      return fail(ErrorCode::not_found, fmt::format("there is no request `{}`", word.subject));
    }
  } else if (word.what == "request_step") {
    const desk::Request* request = desk::request_known_as(book, agency, word.subject);
    if (request == nullptr || !desk::is_out(*request)) {
      return fail(ErrorCode::not_found, fmt::format("there is no request `{}`", word.subject));
    }
    read = desk::change_from_json("answer_request", word.body, {{"request", desk::to_text(request->id)}});
    if (read) std::get<desk::AnswerRequest>(*read).seen.reset(), std::get<desk::AnswerRequest>(*read).at.reset();
  } else {
    return fail(ErrorCode::invalid_argument, fmt::format("a partner tells nothing of the kind `{}`", word.what));
  }
  if (!read) {
    const desk::Fault& fault = read.error().front();
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` {}", fault.pointer, fault.detail));
  }
  if (const auto* report = std::get_if<desk::FileUseReport>(&*read);
      report != nullptr && !report->body.evidence.empty()) {
    return fail(ErrorCode::invalid_argument, "`/evidence` names evidence of home");
  }
  return std::move(*read);
}

// What the law says of an act by the recipient, as far as nothing but the act is known: the rest is `missing`.
domain::Authority answer_of(const authority::Facts& facts, authority::Action action) {
  return answer_to(facts, authority::evaluate(facts, action));
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
    answers.push_back(answer_of(facts, *action));
  }
  return answers;
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

// The newest stop in force that shuts what was proposed to be shut: one that shuts all of a cell before one that shuts
// a part of it.
std::optional<std::uint64_t> stop_for(const release::StopBook& stops, const desk::StopProposal& proposal) {
  std::optional<std::uint64_t> whole, part;
  for (const desk::Cell& proposed : proposal.cells) {
    release::StopCell cell;
    cell.partner = release::state_of(proposed.agency);
    if (proposed.agency != cell.partner) cell.agency = proposed.agency;
    if (proposed.purpose) cell.purpose = release::from_word<release::Purpose>(desk::name(*proposed.purpose));
    for (const auto& [epoch, stop] : stops.open()) {
      if (stop.cell.includes(cell)) whole = std::max(whole, std::optional(epoch));
      if (stop.cell.overlaps(cell)) part = std::max(part, std::optional(epoch));
    }
  }
  return whole ? whole : part;
}

}  // namespace

Result<Casework::Outcome> Casework::apply(const Command& command, Governance& governance, const LawNow& law,
                                          const zones::Atlas* atlas, const Sharing& sharing,
                                          const MarkingOf& marking_of, Instant now, const desk::Seed& seed,
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

  if (auto* drafted = std::get_if<desk::DraftLead>(&change)) {
    inherit(*book_, drafted->body, marking_of);
  } else if (auto* changed = std::get_if<desk::ChangeLead>(&change)) {
    inherit(*book_, changed->body, marking_of);
    // What it rested on before, it rests on still.
    if (const desk::Lead* lead = book_->leads().now(changed->lead)) {
      const release::Marking before = release::marking_of(lead->body.label);
      if (is_controlled(before)) {
        changed->body.label = release::label_of(release::strictest(before, release::marking_of(changed->body.label)));
      }
    }
  } else if (auto* ask = std::get_if<desk::AskToShare>(&change)) {
    if (const desk::Lead* lead = book_->leads().now(ask->lead)) {
      ask->decision = decide(governance, *lead, ask->agency, desk::name(ask->purpose), now);
      AskLaw said = ask_law(ask->acts, ask->agency, ask->agreement, governance, law, now);
      ask->authority = std::move(said.authority);
      ask->law = std::move(said.law);
    }
  } else if (auto* approve = std::get_if<desk::ApproveAsk>(&change)) {
    if (const desk::Ask* asked = book_->asks().now(approve->ask)) {
      if (const desk::Lead* lead = book_->leads().now(asked->lead)) {
        approve->decision = decide(governance, *lead, asked->agency, desk::name(asked->purpose), now);
        AskLaw said = ask_law(asked->acts, asked->agency, asked->agreement, governance, law, now);
        approve->authority = std::move(said.authority);
        approve->law = std::move(said.law);
      }
    }
  } else if (auto* filed = std::get_if<desk::FileRequest>(&change)) {
    filed->authority = authority_for(filed->body.acts, filed->body.agency, now);
    if (filed->body.direction == desk::Direction::outgoing) {
      inherit(*book_, filed->body, marking_of);
      // Whoever may release decides by addressing it. For anybody else it waits until such a person sends it.
      filed->send = command.by.check(Permission::approve_release, now).has_value();
    }
  } else if (auto* lead = std::get_if<desk::ReceiveLead>(&change)) {
    FL_TRY(lead->body.label, received(lead->body.label, lead->origin.source, marking_of));
  } else if (auto* asked = std::get_if<desk::ReceiveRequest>(&change)) {
    FL_TRY(asked->body.label, received(asked->body.label.value_or(domain::Label{}), asked->origin.source, marking_of));
    asked->authority = authority_for(asked->body.acts, asked->body.agency, now);
  } else if (auto* opened = std::get_if<desk::OpenIncident>(&change)) {
    if (opened->covers.empty()) opened->covers = given_to(sharing, opened->body.actor);
  } else if (auto* amended = std::get_if<desk::AmendIncident>(&change)) {
    if (amended->covers.empty()) amended->covers = given_to(sharing, amended->body.actor);
  } else if (auto* step = std::get_if<desk::RecordStep>(&change)) {
    attach_law(*step, *book_, law, atlas, now);
  } else if (auto* answered = std::get_if<desk::AnswerProposal>(&change)) {
    const desk::StopProposal* proposal = book_->proposals().now(answered->proposal);
    if (answered->taken && proposal != nullptr) answered->stop_epoch = stop_for(governance.desk().stops, *proposal);
  }

  auto done = carry_out(change, command.by, governance, now, seed, records);
  // That the desk has enough of something is the form's matter; `full` says that the store is.
  if (!done && done.error().code == ErrorCode::full) return fail(ErrorCode::conflict, done.error().message);
  return done;
}

Result<Casework::Outcome> Casework::carry_out(const desk::Change& change, const accounts::Actor& actor,
                                              const Governance& governance, Instant now, const desk::Seed& seed,
                                              Records& records) {
  const desk::By by{actor.account(), std::string(accounts::name(actor.role())), actor.agency()};
  auto next = std::make_shared<desk::Book>(*book_);
  FL_TRY(const desk::Applied applied, next->apply(change, by, now, seed));
  book_ = std::move(next);
  changed_ = true;
  const bool of_requests =
      std::holds_alternative<desk::AnswerRequest>(change) || std::holds_alternative<desk::FileRequest>(change);
  if (!applied.goes_live.empty() || !applied.ends.empty() || of_requests) {
    offers_.follow(*book_);
  }
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

Result<Casework::Outcome> Casework::tell(const Command& command, Governance& governance, Instant now,
                                         const desk::Seed& seed, Records& records) {
  const auto& word = std::get<TellDesk>(command.request);
  FL_CHECK(governance.stands(command.by, now));
  if (!command.by.agency()) return fail(ErrorCode::unsupported, "only a partner tells the desk so");
  FL_CHECK(command.by.check(Permission::acknowledge, now));
  const std::string& agency = *command.by.agency();
  FL_TRY(desk::Change change, change_of(*book_, agency, word));
  if (word.what == "request_step") {
    // What would not be given to it now is not there for it, whatever it was given before.
    const desk::Request* request = desk::request_known_as(*book_, agency, word.subject);
    const auto offer = make_offer(*book_, {release::ObjectType::request, request->id.number()});
    if (!offer || !may_leave(governance, *offer, now)) {
      return fail(ErrorCode::not_found, fmt::format("there is no request `{}`", word.subject));
    }
  }
  if (auto* filed = std::get_if<desk::FileRequest>(&change)) {
    const auto of_a_day = std::ranges::count_if(desk::requests_from(*book_, agency), [&](const auto& known) {
      return now - known.request->filed_at < std::chrono::hours(24);
    });
    if (of_a_day >= kRequestsPerDayMax) return fail(ErrorCode::full, "there are too many requests of one day");
    filed->authority = authority_for(filed->body.acts, agency, now);
  }
  FL_TRY(Outcome outcome, carry_out(change, command.by, governance, now, seed, records));
  // The name under which the partner asks for it again; home's number stays here.
  outcome.answer.text.clear();
  if (std::holds_alternative<desk::FileRequest>(change)) {
    outcome.answer.text = desk::requests_from(*book_, agency).back().reference;
  }
  return outcome;
}

void Casework::stop_leads(std::uint64_t epoch, const release::StopCell& cell, Governance& governance, Instant now,
                          Records& records) {
  desk::NoteStop note;
  note.epoch = epoch;
  for (const auto& [of, offers] : offers_.all()) {
    if (!cell.covers_agency(of.first) || (cell.purpose && *cell.purpose != of.second)) continue;
    for (const auto& [id, offer] : offers) {
      if (!offer.has_end() || may_leave(governance, offer, now)) continue;
      if (offer.kind() == ReleaseKind::leads) {
        note.asks.emplace_back(id.number);
      } else {
        note.requests.emplace_back(id.number);
      }
    }
  }
  if (!note.asks.empty() || !note.requests.empty()) follow_up({std::move(note)}, now, records);
}

void Casework::recall(const domain::Source& source, Instant now, Records& records) {
  const std::string because =
      fmt::format("`{}` took it back", source.originator.empty() ? source.name : source.originator);
  const auto is_theirs = [&](const domain::Label& label) {
    return is_controlled(release::marking_of(label)) && label.originators.contains(source.originator);
  };
  std::vector<desk::Change> acts;
  const bool has_received = std::ranges::any_of(book_->leads(),
                                                [&](const auto& one) {
                                                  const auto& origin = one.second->now().origin;
                                                  return origin && origin->source == source.name;
                                                }) ||
                            std::ranges::any_of(book_->requests(), [&](const auto& one) {
                              const auto& origin = one.second->now().origin;
                              return origin && origin->source == source.name;
                            });
  if (has_received) acts.emplace_back(desk::EndReceived{source.name, {}, because});
  if (!source.originator.empty()) {
    for (const auto& [id, versions] : book_->asks()) {
      const desk::Ask& ask = versions->now();
      if (ask.state != desk::AskState::live && ask.state != desk::AskState::asked) continue;
      const desk::LeadBody* body = desk::body_of(*book_, ask);
      if (body != nullptr && is_theirs(body->label)) acts.emplace_back(desk::WithdrawAsk{id, because});
    }
    for (const auto& [id, versions] : book_->requests()) {
      const desk::Request& request = versions->now();
      if (!desk::is_out(request) || !request.body.label || !is_theirs(*request.body.label)) continue;
      desk::AnswerRequest end;
      end.request = id;
      end.step = desk::RequestStep::withdraw;
      end.text = because;
      acts.emplace_back(std::move(end));
    }
  }
  if (!acts.empty()) follow_up(acts, now, records);
}

void Casework::follow_up(const std::vector<desk::Change>& acts, Instant now, Records& records) {
  static const desk::By kItself{std::string(accounts::kAutomatic), "", std::nullopt};
  auto next = std::make_shared<desk::Book>(*book_);
  for (const desk::Change& act : acts) {
    const auto applied = next->apply(act, kItself, now, {});
    if (!applied) continue;  // an act before it ended it already
    for (const desk::Record& record : applied->records) {
      records.add(ledger::DeskAct{record.name, std::string(accounts::kAutomatic), record.text});
    }
  }
  book_ = std::move(next);
  changed_ = true;
  offers_.follow(*book_);
}

void Casework::note_release(OfferId of, const std::string& release, Instant now, Records& records) {
  const bool is_lead = of.type == release::ObjectType::lead;
  const desk::Ask* ask = is_lead ? book_->asks().now(desk::AskId(of.number)) : nullptr;
  const desk::Request* request = is_lead ? nullptr : book_->requests().now(desk::RequestId(of.number));
  if (ask == nullptr && (request == nullptr || !request->sent_at)) return;
  if ((ask != nullptr ? ask->releases : request->releases).size() >= kReleasesNotedMax) return;
  const desk::Change note = ask != nullptr ? desk::Change(desk::NoteRelease{ask->id, release})
                                           : desk::Change(desk::NoteRequestRelease{request->id, release});
  auto next = std::make_shared<desk::Book>(*book_);
  const auto applied = next->apply(note, {std::string(accounts::kAutomatic), "", std::nullopt}, now, {});
  FL_ASSERT(applied.has_value());  // it is live, or was
  book_ = std::move(next);
  changed_ = true;
  for (const desk::Record& record : applied->records) {
    records.add(ledger::DeskAct{record.name, std::string(accounts::kAutomatic), record.text});
  }
}

std::vector<HoldAssurance> Casework::lapse(const Governance& governance, Instant now, Records& records) {
  if (const auto due = book_->next_lapse(); !due || *due > now) return {};
  auto next = std::make_shared<desk::Book>(*book_);
  const desk::Applied applied = next->lapse(now);
  book_ = std::move(next);
  changed_ = true;
  if (!applied.ends.empty()) offers_.follow(*book_);
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
  offers_.follow(*book_);
  return {};
}

}  // namespace fairlead::engine
