// SPDX-License-Identifier: Apache-2.0
// Accounts, agreements and the desk.
#include "governance.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.hpp"

namespace fairlead::engine {

using accounts::Permission;

namespace {

constexpr std::size_t kAgreementBytesMax = 256 * 1024;
constexpr std::size_t kTextMax = 4096;

Failure refuse(ErrorCode code, std::string message) { return fail(code, std::move(message)); }

// Fairlead itself asks nobody; everybody else needs the permission.
Result<void> check(const accounts::Actor& by, Permission permission, Instant now) {
  if (by.method() == accounts::Method::automatic) return {};
  return by.check(permission, now);
}

Result<void> check_text(std::string_view text, std::string_view what) {
  if (text.size() <= kTextMax) return {};
  return refuse(ErrorCode::invalid_argument,
                fmt::format("{} has {} bytes; at most {} are kept", what, text.size(), kTextMax));
}

}  // namespace

bool is_party(const release::Agreement& agreement, std::string_view agency) {
  return std::ranges::find(agreement.parties, agency) != agreement.parties.end();
}

Governance::Governance() : accounts_(std::make_shared<accounts::AccountBook>()) {}

void Governance::changed() {
  ++revision_;
  agreements_seen_ = nullptr;
  stops_seen_ = nullptr;
  recalls_seen_ = nullptr;
  texts_seen_ = nullptr;
}

bool Governance::takes(const Request& request) {
  return std::holds_alternative<ChangeAccounts>(request) || std::holds_alternative<NoteSignIn>(request) ||
         std::holds_alternative<DraftAgreement>(request) || std::holds_alternative<AdoptAgreement>(request) ||
         std::holds_alternative<WithdrawAgreement>(request) || std::holds_alternative<HoldAssurance>(request) ||
         std::holds_alternative<HoldAssessment>(request) || std::holds_alternative<HoldConsent>(request) ||
         std::holds_alternative<NameHome>(request) || std::holds_alternative<OrderStop>(request) ||
         std::holds_alternative<ExplainStop>(request) || std::holds_alternative<AgreeToResume>(request) ||
         std::holds_alternative<NoteStopReach>(request) || std::holds_alternative<Acknowledge>(request) ||
         std::holds_alternative<NoteOverseerRead>(request) || std::holds_alternative<NoteExport>(request) ||
         std::holds_alternative<NoteKeyChange>(request);
}

Result<Governance::Outcome> Governance::apply(const Command& command, Instant now, Records& records) {
  struct Visitor {
    Governance& g;
    const Command& command;
    Instant now;
    Records& records;

    Result<Outcome> operator()(const ChangeAccounts& r) { return g.change_accounts(command, r.change, now); }
    Result<Outcome> operator()(const NoteSignIn& r) {
      Outcome outcome;
      outcome.answer.number = records.add(ledger::SignIn{r.account, r.role, r.method, r.accepted});
      return outcome;
    }
    Result<Outcome> operator()(const DraftAgreement& r) { return g.draft(command, r, now); }
    Result<Outcome> operator()(const AdoptAgreement& r) { return g.adopt(command, r, now, records); }
    Result<Outcome> operator()(const WithdrawAgreement& r) { return g.withdraw(command, r, now, records); }
    Result<Outcome> operator()(const HoldAssurance& r) { return g.hold(command, r, now, records); }
    Result<Outcome> operator()(const HoldAssessment& r) { return g.hold(command, r, now, records); }
    Result<Outcome> operator()(const HoldConsent& r) { return g.hold(command, r, now, records); }
    Result<Outcome> operator()(const NameHome& r) {
      std::set<std::string> home(r.originators.begin(), r.originators.end());
      if (home != g.desk_.home) {
        g.desk_.home = std::move(home);
        g.changed();
      }
      return Outcome{};
    }
    Result<Outcome> operator()(const OrderStop& r) { return g.stop(command, r, now, records); }
    Result<Outcome> operator()(const ExplainStop& r) { return g.explain(command, r, now, records); }
    Result<Outcome> operator()(const AgreeToResume& r) { return g.resume(command, r, now, records); }
    Result<Outcome> operator()(const NoteStopReach& r) { return g.reach(r, records); }
    Result<Outcome> operator()(const Acknowledge& r) { return g.acknowledge(command, r, now, records); }
    Result<Outcome> operator()(const NoteOverseerRead& r) {
      Outcome outcome;
      outcome.answer.number =
          records.add(ledger::OverseerRead{command.by.account(), r.what, r.first_index, r.last_index});
      return outcome;
    }
    Result<Outcome> operator()(const NoteExport& r) {
      FL_CHECK(check(command.by, Permission::export_data, now));
      ledger::Export record = r.record;
      record.by = command.by.account();
      Outcome outcome;
      outcome.answer.number = records.add(std::move(record));
      return outcome;
    }
    Result<Outcome> operator()(const NoteKeyChange& r) {
      FL_CHECK(check(command.by, Permission::manage_keys, now));
      ledger::KeyChange record = r.record;
      record.by = command.by.account();
      Outcome outcome;
      outcome.answer.number = records.add(std::move(record));
      return outcome;
    }
    // Not for here.
    Result<Outcome> operator()(const DeclareSource&) { return Outcome{}; }
    Result<Outcome> operator()(const OpenFeed&) { return Outcome{}; }
    Result<Outcome> operator()(const NoteHandedOver&) { return Outcome{}; }
    Result<Outcome> operator()(const CloseFeed&) { return Outcome{}; }
    Result<Outcome> operator()(const PullTracks&) { return Outcome{}; }
    Result<Outcome> operator()(const Restarted&) { return Outcome{}; }
    Result<Outcome> operator()(const NameLaw&) { return Outcome{}; }
    Result<Outcome> operator()(const StartPursuit&) { return Outcome{}; }
    Result<Outcome> operator()(const NotePursuit&) { return Outcome{}; }
    Result<Outcome> operator()(const NoteReportedUse&) { return Outcome{}; }
    Result<Outcome> operator()(const HoldSharingFacts&) { return Outcome{}; }
    Result<Outcome> operator()(const TendAlert&) { return Outcome{}; }
    Result<Outcome> operator()(const HandOverWatch&) { return Outcome{}; }
    Result<Outcome> operator()(const ActOnDesk&) { return Outcome{}; }
    Result<Outcome> operator()(const RecallSource&) { return Outcome{}; }
    Result<Outcome> operator()(const PullLeads&) { return Outcome{}; }
    Result<Outcome> operator()(const TellDesk&) { return Outcome{}; }
  };
  FL_CHECK(stands(command.by, now));
  return std::visit(Visitor{*this, command, now, records}, command.request);
}

Result<void> Governance::stands(const accounts::Actor& by, Instant now) const {
  if (accounts_->still_valid(by, now)) return {};
  return refuse(ErrorCode::unsupported, std::string(accounts::kNotSignedIn));
}

Result<Governance::Outcome> Governance::change_accounts(const Command& command, const accounts::Change& change,
                                                        Instant now) {
  // Readers may hold the book: the change is made on a copy. It is rare, and the book is small.
  auto next = std::make_shared<accounts::AccountBook>(*accounts_);
  FL_CHECK(next->apply(change, command.by, now));
  accounts_ = std::move(next);
  Outcome outcome;
  outcome.accounts_changed = true;
  return outcome;
}

// ---- agreements ----

HeldAgreement* Governance::find(std::string_view id, std::uint32_t version) {
  const auto found = std::ranges::find_if(agreements_, [&](const HeldAgreement& held) {
    return held.agreement.id == id && held.agreement.version == version;
  });
  return found == agreements_.end() ? nullptr : &*found;
}

const HeldAgreement* Governance::agreement(std::string_view id, std::uint32_t version) const {
  const auto found = std::ranges::find_if(agreements_, [&](const HeldAgreement& held) {
    return held.agreement.id == id && held.agreement.version == version;
  });
  return found == agreements_.end() ? nullptr : &*found;
}

const HeldAgreement* Governance::adopted(std::string_view id) const {
  const auto found = std::ranges::find_if(
      agreements_, [&](const HeldAgreement& held) { return held.agreement.id == id && held.in_force(); });
  return found == agreements_.end() ? nullptr : &*found;
}

std::vector<const HeldAgreement*> Governance::in_force(Instant now) const {
  std::vector<const HeldAgreement*> found;
  for (const HeldAgreement& held : agreements_) {
    if (held.in_force() && held.agreement.valid_from <= now && now < held.agreement.valid_until) found.push_back(&held);
  }
  return found;
}

Result<Governance::Outcome> Governance::draft(const Command& command, const DraftAgreement& request, Instant now) {
  FL_CHECK(check(command.by, Permission::draft_agreement, now));
  if (request.toml.size() > kAgreementBytesMax) {
    return refuse(ErrorCode::invalid_argument, fmt::format("an agreement has at most {} bytes", kAgreementBytesMax));
  }
  FL_TRY(release::Agreement agreement, release::agreement_from_toml(request.toml, "agreement"));
  if (const HeldAgreement* held = find(agreement.id, agreement.version); held != nullptr && held->adopted_at) {
    return refuse(ErrorCode::conflict,
                  fmt::format("version {} of `{}` was adopted and cannot be changed; give the draft version {}",
                              agreement.version, agreement.id, agreement.version + 1));
  }
  if (const HeldAgreement* held = adopted(agreement.id);
      held != nullptr && agreement.version <= held->agreement.version) {
    return refuse(ErrorCode::conflict, fmt::format("version {} of `{}` is in force; give the draft a higher version",
                                                   held->agreement.version, agreement.id));
  }
  Outcome outcome;
  outcome.answer.number = agreement.version;
  outcome.answer.text = agreement.id;
  HeldAgreement held{std::move(agreement), request.toml, command.by.account(), now, {}, {}, {}};
  if (HeldAgreement* before = find(held.agreement.id, held.agreement.version)) {
    *before = std::move(held);
  } else {
    agreements_.push_back(std::move(held));
    std::ranges::sort(agreements_, [](const HeldAgreement& a, const HeldAgreement& b) {
      return std::tie(a.agreement.id, a.agreement.version) < std::tie(b.agreement.id, b.agreement.version);
    });
  }
  changed();
  return outcome;
}

Result<Governance::Outcome> Governance::adopt(const Command& command, const AdoptAgreement& request, Instant now,
                                              Records& records) {
  FL_CHECK(check(command.by, Permission::adopt_agreement, now));
  HeldAgreement* held = find(request.agreement, request.version);
  if (held == nullptr || held->withdrawn_at) {
    return refuse(ErrorCode::not_found,
                  fmt::format("there is no draft of `{}` with version {}", request.agreement, request.version));
  }
  if (held->adopted_at) {
    return refuse(ErrorCode::conflict,
                  fmt::format("version {} of `{}` was adopted already", request.version, request.agreement));
  }
  if (held->drafted_by == command.by.account()) {
    return refuse(ErrorCode::conflict, "an agreement is adopted by a second person; you drafted it");
  }
  // What would hold then; the whole is refused where it cannot be built.
  std::vector<release::Agreement> together{held->agreement};
  for (const HeldAgreement& other : agreements_) {
    if (other.in_force() && other.agreement.id != request.agreement) together.push_back(other.agreement);
  }
  FL_TRY([[maybe_unused]] const release::Evaluator built, release::Evaluator::build(std::move(together), desk_));

  const HeldAgreement* before = adopted(request.agreement);
  Outcome outcome;
  if (before != nullptr) {
    // What was decided under the version before must not leave any more; its parties may have lost something.
    for (const std::string& agency : before->agreement.parties) {
      release::StopCell cell;
      cell.agency = agency;
      outcome.shut.push_back({std::move(cell)});
    }
    find(before->agreement.id, before->agreement.version)->withdrawn_at = now;
  }
  held->adopted_by = command.by.account();
  held->adopted_at = now;
  outcome.answer.text = held->agreement.id;
  outcome.answer.number = records.add(
      ledger::Adoption{held->agreement.id, held->agreement.version, release::digest(held->agreement), held->drafted_by,
                       held->adopted_by, held->agreement.valid_from, held->agreement.valid_until});
  for (const std::string& agency : held->agreement.parties) records.open_log(agency);
  changed();
  return outcome;
}

Result<Governance::Outcome> Governance::withdraw(const Command& command, const WithdrawAgreement& request, Instant now,
                                                 Records& records) {
  FL_CHECK(check(command.by, request.version ? Permission::draft_agreement : Permission::stop, now));
  HeldAgreement* held = nullptr;
  if (request.version) {
    held = find(request.agreement, *request.version);
    if (held != nullptr && held->adopted_at) {
      return refuse(ErrorCode::conflict, fmt::format("version {} of `{}` was adopted; withdraw the agreement itself",
                                                     *request.version, request.agreement));
    }
  } else if (const HeldAgreement* in_force = adopted(request.agreement)) {
    held = find(in_force->agreement.id, in_force->agreement.version);
  }
  if (held == nullptr || held->withdrawn_at) {
    return refuse(ErrorCode::not_found, fmt::format("there is no agreement `{}` to withdraw", request.agreement));
  }
  Outcome outcome;
  held->withdrawn_at = now;
  if (held->adopted_at) {
    for (const std::string& agency : held->agreement.parties) {
      release::StopCell cell;
      cell.agency = agency;
      outcome.shut.push_back({std::move(cell)});
    }
    outcome.answer.number = records.add(
        ledger::Approval{fmt::format("withdraw {} {}", held->agreement.id, held->agreement.version), "approved",
                         command.by.account(), std::string(accounts::name(command.by.role())), ""});
  }
  changed();
  return outcome;
}

// ---- the desk ----

Result<Governance::Outcome> Governance::hold(const Command& command, const HoldAssurance& request, Instant now,
                                             Records& records) {
  FL_CHECK(check(command.by, Permission::hold_assurances, now));
  FL_CHECK(check_text(request.text, "the text of an assurance"));
  const HeldAgreement* held = adopted(request.key.agreement);
  if (held == nullptr) {
    return refuse(ErrorCode::not_found, fmt::format("no agreement `{}` is in force", request.key.agreement));
  }
  const auto& assurances = held->agreement.assurances;
  const auto named = std::ranges::find(assurances, request.key.assurance, &release::RequiredAssurance::id);
  if (named == assurances.end()) {
    return refuse(ErrorCode::not_found,
                  fmt::format("`{}` asks for no assurance `{}`", request.key.agreement, request.key.assurance));
  }
  if (!is_party(held->agreement, request.key.agency)) {
    return refuse(ErrorCode::not_found,
                  fmt::format("`{}` is no party to `{}`", request.key.agency, request.key.agreement));
  }
  Outcome outcome;
  desk_.assurances[request.key] = request.given;
  assurance_texts_[request.key] = request.text.empty() ? named->text : request.text;
  const bool over = request.given.breached || request.given.until <= now;
  records.add(ledger::Assurance{request.key.agreement + '/' + request.key.assurance, request.key.agency,
                                assurance_texts_[request.key], command.by.account(),
                                request.given.breached ? "breached"
                                : over                 ? "withdrawn"
                                                       : "given",
                                request.given.until});
  changed();
  const std::string about = fmt::format("{}/{}/{}", request.key.agency, request.key.agreement, request.key.assurance);
  if (over) {
    stop_clauses(*held, request.key.agency, request.key.assurance,
                 fmt::format("{} of assurance {}", request.given.breached ? "breach" : "end", about), outcome.shut, now,
                 records);
    lapsed_.insert(about);
  } else {
    lapsed_.erase(about);
  }
  outcome.answer.text = request.given.breached ? "breached" : over ? "withdrawn" : "in_force";
  return outcome;
}

Result<Governance::Outcome> Governance::hold(const Command& command, const HoldAssessment& request, Instant now,
                                             Records& records) {
  FL_CHECK(check(command.by, Permission::assess, now));
  const HeldAgreement* held = adopted(request.agreement);
  if (held == nullptr) {
    return refuse(ErrorCode::not_found, fmt::format("no agreement `{}` is in force", request.agreement));
  }
  Outcome outcome;
  desk_.assessments[request.agreement] = request.held;
  const release::Assessment& a = request.held.assessment;
  for (const std::string& agency : held->agreement.parties) {
    records.add(ledger::Assessment{request.agreement, agency, a.scheme, std::string(release::name(a.risk)),
                                   std::string(release::name(a.approver)), a.expires_at});
  }
  changed();
  const std::string about = "assessment of " + request.agreement;
  if (request.held.withdrawn || a.expires_at <= now) {
    for (const std::string& agency : held->agreement.parties) {
      stop_clauses(*held, agency, {}, "end of " + about, outcome.shut, now, records);
    }
    lapsed_.insert(about);
  } else {
    lapsed_.erase(about);
  }
  return outcome;
}

Result<Governance::Outcome> Governance::hold(const Command& command, const HoldConsent& request, Instant now,
                                             Records& records) {
  FL_CHECK(check(command.by, Permission::record_consent, now));
  const release::Consent& consent = request.consent;
  if (!release::is_agency(consent.agency)) {
    return refuse(ErrorCode::invalid_argument,
                  fmt::format("`{}` is no agency; write it like `XAA/coast_guard`", consent.agency));
  }
  FL_CHECK(check_text(consent.originator, "an originator"));
  std::erase_if(desk_.consents, [&](const release::Consent& held) {
    return held.originator == consent.originator && held.agency == consent.agency;
  });
  Outcome outcome;
  if (request.withdrawn) {
    release::StopCell cell;
    cell.agency = consent.agency;
    outcome.shut.push_back({std::move(cell)});
  } else {
    desk_.consents.insert(consent);
  }
  outcome.answer.number = records.add(ledger::Approval{
      fmt::format("consent of {} to {} for {}", consent.originator, consent.agency, release::to_text(consent.purposes)),
      request.withdrawn ? "declined" : "approved", command.by.account(), std::string(accounts::name(command.by.role())),
      ""});
  changed();
  return outcome;
}

// ---- what decisions stand on ----

std::shared_ptr<const release::Evaluator> Governance::evaluator(Instant now) {
  moment(now);
  return evaluator_;
}

const release::Moment& Governance::moment(Instant now) {
  if (!evaluator_ || built_ != revision_) {
    std::vector<release::Agreement> together;
    for (const HeldAgreement& held : agreements_) {
      if (held.in_force()) together.push_back(held.agreement);
    }
    auto built = release::Evaluator::build(std::move(together), desk_);
    FL_ASSERT(built.has_value());  // adopt() refuses what cannot be built
    evaluator_ = std::make_shared<const release::Evaluator>(std::move(*built));
    built_ = revision_;
    moment_.reset();
  }
  const bool over = moment_ && moment_->good_until() && *moment_->good_until() <= now;
  if (!moment_ || over || now < moment_->now()) moment_ = evaluator_->at(now);
  return *moment_;
}

void Governance::publish(Sharing& sharing, Instant now) {
  // Everything that readers hold is copied once for each change.
  if (!agreements_seen_) agreements_seen_ = std::make_shared<const std::vector<HeldAgreement>>(agreements_);
  if (!stops_seen_) stops_seen_ = std::make_shared<const std::vector<StopRecord>>(stops_);
  if (!recalls_seen_) recalls_seen_ = std::make_shared<const std::vector<RecallState>>(recalls_);
  if (!texts_seen_) {
    texts_seen_ = std::make_shared<const std::map<release::AssuranceKey, std::string>>(assurance_texts_);
  }
  sharing.accounts = accounts_;
  sharing.agreements = agreements_seen_;
  sharing.evaluator = evaluator(now);
  sharing.assurance_texts = texts_seen_;
  sharing.stops = stops_seen_;
  sharing.recalls = recalls_seen_;
}

}  // namespace fairlead::engine
