// SPDX-License-Identifier: Apache-2.0
// Stops, their lifting, what lapses by itself, recalls and acknowledgements.
#include <algorithm>

#include <fmt/format.h>

#include "governance.hpp"
#include "leaks.hpp"

namespace fairlead::engine {

using accounts::Permission;

namespace {

constexpr std::size_t kStopsKept = 10'000;      // lifted ones beyond are in the ledger only
constexpr std::ptrdiff_t kRecallsKept = 1'000;  // of an agency
constexpr std::size_t kReasonMax = 4096;

std::optional<release::Rank> rank_of(accounts::Role role) {
  return release::from_word<release::Rank>(accounts::name(role));
}

}  // namespace

std::string_view name(RecallAnswer answer) {
  switch (answer) {
    case RecallAnswer::sent:
      return "sent";
    case RecallAnswer::seen:
      return "seen";
    case RecallAnswer::confirmed:
      return "confirmed";
    case RecallAnswer::silent:
      return "silent";
    case RecallAnswer::refused:
      return "refused";
  }
  return "sent";
}

std::optional<RecallAnswer> recall_answer(std::string_view word) {
  for (const RecallAnswer answer :
       {RecallAnswer::sent, RecallAnswer::seen, RecallAnswer::confirmed, RecallAnswer::silent, RecallAnswer::refused}) {
    if (name(answer) == word) return answer;
  }
  return std::nullopt;
}

ledger::Cell to_record(const release::StopCell& cell) {
  ledger::Cell record;
  if (!cell.partner.empty()) record.partner = cell.partner;
  record.agency = cell.agency;
  if (cell.purpose) record.purpose = release::name(*cell.purpose);
  if (cell.area) record.area = cell.area->name;
  if (cell.type) record.object_type = release::name(*cell.type);
  return record;
}

StopRecord* Governance::find_stop(std::uint64_t epoch) {
  const auto found = std::ranges::find_if(stops_, [&](const StopRecord& s) { return s.stop.epoch == epoch; });
  return found == stops_.end() ? nullptr : &*found;
}

// Needs: a cell that the stop book accepts.
std::uint64_t Governance::stop_cell(release::StopCell cell, const std::string& person, const std::string& reason,
                                    bool recall, bool needs_assessment, Instant now, Records& records) {
  const auto epoch = desk_.stops.stop(std::move(cell), person, now, needs_assessment);
  if (!epoch) return 0;
  StopRecord record;
  record.stop = desk_.stops.open().at(*epoch);
  record.reason = reason;
  record.recall = recall;
  record.ledger_index = records.add(ledger::Stop{*epoch, to_record(record.stop.cell), person, reason});
  stops_.insert(stops_.begin(), std::move(record));
  if (stops_.size() > kStopsKept) {
    const auto oldest = std::ranges::find_if(stops_.rbegin(), stops_.rend(),
                                             [](const StopRecord& s) { return s.lifted_at.has_value(); });
    if (oldest != stops_.rend()) stops_.erase(std::next(oldest).base());
  }
  changed();
  return *epoch;
}

Result<Governance::Outcome> Governance::stop(const Command& command, const OrderStop& request, Instant now,
                                             Records& records) {
  FL_CHECK(command.by.check(Permission::stop, now));
  if (request.reason.size() > kReasonMax) {
    return fail(ErrorCode::invalid_argument, fmt::format("a reason has at most {} bytes", kReasonMax));
  }
  release::StopBook trial = desk_.stops;
  FL_TRY([[maybe_unused]] const std::uint64_t valid,
         trial.stop(request.cell, command.by.account(), now, request.needs_assessment));
  Outcome outcome;
  outcome.answer.number = stop_cell(request.cell, command.by.account(), request.reason, request.recall,
                                    request.needs_assessment, now, records);
  outcome.shut.push_back({request.cell, outcome.answer.number, request.recall});
  return outcome;
}

Result<Governance::Outcome> Governance::explain(const Command& command, const ExplainStop& request, Instant now,
                                                Records& records) {
  FL_CHECK(command.by.check(Permission::stop, now));
  StopRecord* stop = find_stop(request.epoch);
  if (stop == nullptr) return fail(ErrorCode::not_found, fmt::format("there is no stop {}", request.epoch));
  if (request.reason.empty() || request.reason.size() > kReasonMax) {
    return fail(ErrorCode::invalid_argument, fmt::format("a reason has 1 to {} bytes", kReasonMax));
  }
  stop->reason = request.reason;
  ledger::StopReport report;
  report.epoch = request.epoch;
  report.reason = request.reason;
  if (stop->reach) {
    report.deliveries_dropped = stop->reach->deliveries_dropped;
    report.kernel_bytes = stop->reach->kernel_bytes;
    report.connections_closed = stop->reach->connections_closed;
  }
  Outcome outcome;
  outcome.answer.number = records.add(std::move(report));
  stops_seen_ = nullptr;
  return outcome;
}

Result<Governance::Outcome> Governance::reach(const NoteStopReach& request, Records& records) {
  StopRecord* stop = find_stop(request.epoch);
  if (stop == nullptr) return fail(ErrorCode::not_found, fmt::format("there is no stop {}", request.epoch));
  stop->reach = request;
  Outcome outcome;
  outcome.answer.number = records.add(ledger::StopReport{
      request.epoch, request.deliveries_dropped, request.kernel_bytes, request.connections_closed, stop->reason});
  stops_seen_ = nullptr;
  return outcome;
}

Result<Governance::Outcome> Governance::resume(const Command& command, const AgreeToResume& request, Instant now,
                                               Records& records) {
  // A watch officer may ask; the voices that count are those of the ranks that the stop book names.
  const auto may = command.by.check(Permission::approve_resume, now);
  if (!may) {
    FL_CHECK(command.by.check(Permission::propose_resume, now));
  }
  StopRecord* stop = find_stop(request.epoch);
  if (stop == nullptr) return fail(ErrorCode::not_found, fmt::format("there is no stop {}", request.epoch));
  if (stop->lifted_at) return fail(ErrorCode::conflict, fmt::format("stop {} is lifted already", request.epoch));
  const auto rank = rank_of(command.by.role());
  if (!rank) return fail(ErrorCode::unsupported, "a partner cannot lift a stop");
  if (request.assessment) {
    if (!command.by.check(Permission::assess, now)) {
      return fail(ErrorCode::unsupported, "an assessment is made by a legal adviser");
    }
    stop->assessment = request.assessment;
    stop->assessment->made_at = now;
  }
  if (may) {
    std::erase_if(stop->agreed, [&](const release::Approval& a) { return a.person == command.by.account(); });
    stop->agreed.push_back({command.by.account(), *rank});
  }
  records.add(ledger::Approval{fmt::format("resume {}", request.epoch), may ? "approved" : "proposed",
                               command.by.account(), std::string(accounts::name(command.by.role())), request.reason});
  stops_seen_ = nullptr;

  Outcome outcome;
  if (const auto ready = desk_.stops.may_resume(request.epoch, stop->agreed, stop->assessment, now); !ready) {
    outcome.answer.text = ready.error().message;
    return outcome;
  }
  FL_TRY(outcome.answer.number, desk_.stops.resume(request.epoch, stop->agreed, stop->assessment, now));
  stop->lifted_at = now;
  stop->lifted_in = outcome.answer.number;
  ledger::Resume record;
  record.epoch = outcome.answer.number;
  record.stop_epoch = request.epoch;
  record.by = stop->agreed.front().person;
  record.second = stop->agreed.back().person;
  if (stop->assessment) record.assessment = stop->assessment->assessment.scheme;
  record.reason = request.reason;
  records.add(std::move(record));
  changed();
  return outcome;
}

// ---- what ends by itself ----

void Governance::stop_clauses(const HeldAgreement& held, const std::string& agency, const std::string& assurance,
                              const std::string& why, std::vector<Shut>& shut, Instant now, Records& records) {
  release::Set<release::Purpose> purposes;
  for (const release::Clause& clause : held.agreement.clauses) {
    if (clause.effect != release::Effect::permit) continue;
    if (!assurance.empty() && std::ranges::find(clause.assurances, assurance) == clause.assurances.end()) continue;
    purposes = purposes | clause.purposes;
  }
  for (const release::Purpose purpose : release::members(purposes)) {
    release::StopCell cell;
    cell.partner = release::state_of(agency);
    cell.agency = agency;
    cell.purpose = purpose;
    // A stop that stands already is not ordered twice.
    const bool stands =
        std::ranges::any_of(desk_.stops.open(), [&](const auto& open) { return open.second.cell.includes(cell); });
    if (stands) continue;
    const std::uint64_t epoch = stop_cell(cell, std::string(accounts::kAutomatic), why, true, false, now, records);
    shut.push_back({std::move(cell), epoch, true});
  }
}

std::vector<Governance::Shut> Governance::lapse(Instant now, Records& records) {
  std::vector<Shut> shut;
  if (lapse_looked_ == revision_ && (!lapse_due_ || now < *lapse_due_)) return shut;
  lapse_due_.reset();
  const auto is_over = [&](Instant until) {
    if (until <= now) return true;
    lapse_due_ = std::min(lapse_due_.value_or(until), until);
    return false;
  };
  std::vector<HeldAgreement> held;
  for (const HeldAgreement& one : agreements_) {
    if (one.in_force()) held.push_back(one);
  }
  for (const HeldAgreement& one : held) {
    for (const auto& [key, given] : desk_.assurances) {
      if (key.agreement != one.agreement.id) continue;
      const auto required = std::ranges::find(one.agreement.assurances, key.assurance, &release::RequiredAssurance::id);
      if (required == one.agreement.assurances.end()) continue;
      const std::string about = fmt::format("{}/{}/{}", key.agency, key.agreement, key.assurance);
      if (!is_over(std::min(given.until, required->expires_at)) || !lapsed_.insert(about).second) continue;
      records.add(ledger::Assurance{key.agreement + '/' + key.assurance, key.agency, required->text, key.agency,
                                    "lapsed", given.until});
      stop_clauses(one, key.agency, key.assurance, "lapse of assurance " + about, shut, now, records);
    }
    const auto renewed = desk_.assessments.find(one.agreement.id);
    const Instant until = renewed == desk_.assessments.end() ? one.agreement.assessment.expires_at
                                                             : renewed->second.assessment.expires_at;
    if (is_over(until) && lapsed_.insert("assessment of " + one.agreement.id).second) {
      for (const std::string& agency : one.agreement.parties) {
        stop_clauses(one, agency, {}, "lapse of the assessment of " + one.agreement.id, shut, now, records);
      }
    }
  }
  lapse_looked_ = revision_;
  return shut;
}

// ---- recalls and acknowledgements ----

void Governance::ask_back(std::uint64_t epoch, const std::string& agency, release::Purpose purpose,
                          std::vector<std::string> releases, std::uint64_t total, Instant now, Records& records) {
  RecallState recall;
  // Counted for each agency by itself: the names must not tell of the stops of others.
  recall.id = fmt::format("recall-{}", ++recalls_made_[agency]);
  if (FL_LEAK(recall_named_after_epoch)) recall.id = fmt::format("recall-{}", epoch);
  if (FL_LEAK(recalls_counted_for_all)) recall.id = fmt::format("recall-{}", recalls_.size() + 1);
  recall.stop_epoch = epoch;
  recall.agency = agency;
  recall.purpose = purpose;
  recall.releases = std::move(releases);
  recall.releases_total = total;
  recall.asked_at = now;
  records.add(ledger::Recall{agency, recall.id, std::string(name(RecallAnswer::sent)), epoch});
  recalls_.insert(recalls_.begin(), std::move(recall));
  const auto is_own = [&](const RecallState& r) { return r.agency == agency; };
  if (std::ranges::count_if(recalls_, is_own) > kRecallsKept) {
    recalls_.erase(std::next(std::ranges::find_if(recalls_.rbegin(), recalls_.rend(), is_own)).base());
  }
  recalls_seen_ = nullptr;
}

Result<Governance::Outcome> Governance::acknowledge(const Command& command, const Acknowledge& request, Instant now,
                                                    Records& records) {
  FL_CHECK(command.by.check(Permission::acknowledge, now));
  if (!command.by.agency()) return fail(ErrorCode::unsupported, "only a partner acknowledges");
  const std::string& agency = *command.by.agency();
  Outcome outcome;
  if (request.what == "recall") {
    const auto recall = std::ranges::find_if(
        recalls_, [&](const RecallState& r) { return r.id == request.name && r.agency == agency; });
    const auto answer = recall_answer(request.reply);
    if (recall == recalls_.end() || !answer || *answer == RecallAnswer::sent || *answer == RecallAnswer::silent) {
      return fail(ErrorCode::not_found, "no such recall");
    }
    recall->answer = *answer;
    recall->answered_at = now;
    recall->answered_by = command.by.account();
    records.add(ledger::Recall{agency, recall->id, std::string(name(*answer)), recall->stop_epoch});
    recalls_seen_ = nullptr;
  } else if (request.what == "conditions") {
    // agreement/assurance: the partner gives its word anew, for as long as the agreement counts it.
    const auto slash = request.name.find('/');
    const HeldAgreement* held = adopted(std::string_view(request.name).substr(0, slash));
    if (FL_LEAK(error_names_hidden_agreement) && held != nullptr && !is_party(held->agreement, agency)) {
      return fail(ErrorCode::unsupported, fmt::format("`{}` is no party to `{}`", agency, held->agreement.id));
    }
    if (slash == std::string::npos || held == nullptr || !is_party(held->agreement, agency)) {
      return fail(ErrorCode::not_found, "no such condition");
    }
    const auto required =
        std::ranges::find(held->agreement.assurances, request.name.substr(slash + 1), &release::RequiredAssurance::id);
    if (required == held->agreement.assurances.end()) return fail(ErrorCode::not_found, "no such condition");
    const release::AssuranceKey key{agency, held->agreement.id, required->id};
    release::GivenAssurance& given = desk_.assurances[key];
    // A breach is for home to forgive.
    if (!given.breached) given.until = std::max(given.until, required->expires_at);
    assurance_texts_[key] = required->text;
    records.add(ledger::Assurance{request.name, agency, required->text, command.by.account(),
                                  given.breached ? "breached" : "given", given.until});
    lapsed_.erase(fmt::format("{}/{}", agency, request.name));
    changed();
  } else if (request.what != "delivery") {
    return fail(ErrorCode::invalid_argument, "what is acknowledged is a delivery, conditions or a recall");
  }
  outcome.answer.number =
      records.add(ledger::Acknowledgement{agency, request.name, request.what, command.by.account()});
  return outcome;
}

// ---- state ----

namespace {

void write(wire::ByteWriter& out, const release::NewAssessment& a) {
  out.text(a.assessment.scheme);
  out.u8(static_cast<std::uint8_t>(a.assessment.risk));
  out.u8(static_cast<std::uint8_t>(a.assessment.approver));
  out.instant(a.assessment.expires_at);
  out.instant(a.made_at);
}

release::NewAssessment read_new_assessment(wire::ByteReader& in) {
  release::NewAssessment a;
  a.assessment.scheme = in.text();
  const std::uint8_t risk = in.u8();
  const std::uint8_t rank = in.u8();
  if (risk >= release::kCount<release::Risk> || rank >= release::kCount<release::Rank>) {
    in.fail();
  } else {
    a.assessment.risk = static_cast<release::Risk>(risk);
    a.assessment.approver = static_cast<release::Rank>(rank);
  }
  a.assessment.expires_at = in.instant();
  a.made_at = in.instant();
  return a;
}

}  // namespace

void Governance::save(wire::ByteWriter& out) const {
  const auto instant = [&out](Instant at) { out.instant(at); };
  write(out, *accounts_);
  out.varint(agreements_.size());
  for (const HeldAgreement& held : agreements_) {
    out.text(held.toml);
    out.text(held.drafted_by);
    out.instant(held.drafted_at);
    out.text(held.adopted_by);
    out.optional(held.adopted_at, instant);
    out.optional(held.withdrawn_at, instant);
  }
  release::write(out, desk_);
  out.varint(assurance_texts_.size());
  for (const auto& [key, text] : assurance_texts_) {
    out.text(key.agency);
    out.text(key.agreement);
    out.text(key.assurance);
    out.text(text);
  }
  out.varint(stops_.size());
  for (const StopRecord& s : stops_) {
    out.varint(s.stop.epoch);
    release::write(out, s.stop.cell);
    out.text(s.stop.person);
    out.instant(s.stop.ordered_at);
    out.boolean(s.stop.needs_assessment);
    out.text(s.reason);
    out.boolean(s.recall);
    out.optional(s.reach, [&](const NoteStopReach& reach) {
      out.varint(reach.deliveries_dropped);
      out.varint(reach.kernel_bytes);
      out.varint(reach.connections_closed);
    });
    out.varint(s.agreed.size());
    for (const release::Approval& approval : s.agreed) {
      out.text(approval.person);
      out.u8(static_cast<std::uint8_t>(approval.rank));
    }
    out.optional(s.assessment, [&](const release::NewAssessment& a) { write(out, a); });
    out.optional(s.lifted_at, instant);
    out.optional(s.lifted_in, [&](std::uint64_t epoch) { out.varint(epoch); });
    out.varint(s.ledger_index);
  }
  out.varint(recalls_.size());
  for (const RecallState& r : recalls_) {
    out.text(r.id);
    out.varint(r.stop_epoch);
    out.text(r.agency);
    out.u8(static_cast<std::uint8_t>(r.purpose));
    out.varint(r.releases.size());
    for (const std::string& one : r.releases) out.text(one);
    out.varint(r.releases_total);
    out.u8(static_cast<std::uint8_t>(r.answer));
    out.instant(r.asked_at);
    out.optional(r.answered_at, instant);
    out.text(r.answered_by);
  }
  out.varint(lapsed_.size());
  for (const std::string& about : lapsed_) out.text(about);
  out.varint(recalls_made_.size());
  for (const auto& [agency, count] : recalls_made_) {
    out.text(agency);
    out.varint(count);
  }
}

Result<void> Governance::restore(wire::ByteReader& in) {
  const auto instant = [&in] { return in.instant(); };
  accounts_ = std::make_shared<accounts::AccountBook>(accounts::read_account_book(in));
  agreements_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    HeldAgreement held;
    held.toml = in.text();
    held.drafted_by = in.text();
    held.drafted_at = in.instant();
    held.adopted_by = in.text();
    held.adopted_at = in.optional(instant);
    held.withdrawn_at = in.optional(instant);
    if (!in.ok()) break;
    FL_TRY(held.agreement, release::agreement_from_toml(held.toml, "agreement"));
    agreements_.push_back(std::move(held));
  }
  desk_ = release::read_desk_state(in);
  assurance_texts_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    release::AssuranceKey key;
    key.agency = in.text();
    key.agreement = in.text();
    key.assurance = in.text();
    assurance_texts_.emplace(std::move(key), in.text());
  }
  stops_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    StopRecord s;
    s.stop.epoch = in.varint();
    s.stop.cell = release::read_stop_cell(in);
    s.stop.person = in.text();
    s.stop.ordered_at = in.instant();
    s.stop.needs_assessment = in.boolean();
    s.reason = in.text();
    s.recall = in.boolean();
    s.reach = in.optional([&in] {
      NoteStopReach reach;
      reach.deliveries_dropped = in.varint();
      reach.kernel_bytes = in.varint();
      reach.connections_closed = in.varint();
      return reach;
    });
    if (s.reach) s.reach->epoch = s.stop.epoch;
    for (std::size_t m = in.count(); m > 0 && in.ok(); --m) {
      release::Approval approval;
      approval.person = in.text();
      const std::uint8_t rank = in.u8();
      if (rank >= release::kCount<release::Rank>) in.fail();
      if (in.ok()) approval.rank = static_cast<release::Rank>(rank);
      s.agreed.push_back(std::move(approval));
    }
    s.assessment = in.optional([&in] { return read_new_assessment(in); });
    s.lifted_at = in.optional(instant);
    s.lifted_in = in.optional([&in] { return in.varint(); });
    s.ledger_index = in.varint();
    stops_.push_back(std::move(s));
  }
  recalls_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    RecallState r;
    r.id = in.text();
    r.stop_epoch = in.varint();
    r.agency = in.text();
    const std::uint8_t purpose = in.u8();
    for (std::size_t m = in.count(); m > 0 && in.ok(); --m) r.releases.emplace_back(in.text());
    r.releases_total = in.varint();
    const std::uint8_t answer = in.u8();
    if (purpose >= release::kCount<release::Purpose> || answer > 4) in.fail();
    if (!in.ok()) break;
    r.purpose = static_cast<release::Purpose>(purpose);
    r.answer = static_cast<RecallAnswer>(answer);
    r.asked_at = in.instant();
    r.answered_at = in.optional(instant);
    r.answered_by = in.text();
    recalls_.push_back(std::move(r));
  }
  lapsed_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) lapsed_.emplace(in.text());
  recalls_made_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    std::string agency(in.text());
    recalls_made_.emplace(std::move(agency), in.varint());
  }
  changed();
  return {};
}

}  // namespace fairlead::engine
