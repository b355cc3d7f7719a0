// SPDX-License-Identifier: Apache-2.0
// Requests of partners and of ours, and use reports.
#include <algorithm>

#include "applying.hpp"
#include "base/text.hpp"
#include "cut.hpp"
#include "desk/scrub.hpp"
#include "form_parts.hpp"
#include "wire/bytes.hpp"

namespace fairlead::desk {
namespace {

using enum RequestState;
using RequestStep::acknowledge, RequestStep::confirm_registry, RequestStep::deny_registry,
    RequestStep::ask_authorisation, RequestStep::authorise, RequestStep::deny_authorisation, RequestStep::provide,
    RequestStep::agree, RequestStep::refuse, RequestStep::withdraw, RequestStep::report_results;

// Where a step leads from a state; nothing where it cannot be taken.
std::optional<RequestState> after(RequestKind kind, RequestState state, RequestStep step) {
  const bool open = state == asked || state == acknowledged;
  if (step == acknowledge) return state == asked ? std::optional(acknowledged) : std::nullopt;
  if (kind != RequestKind::flag_confirmation) {
    if (step == withdraw && (open || state == agreed)) return withdrawn;
    if (!open) return step == report_results && state == agreed ? std::optional(results_reported) : std::nullopt;
    if (step == refuse) return refused;
    if (step == provide && kind == RequestKind::information) return provided;
    if (step == agree && kind == RequestKind::interception) return agreed;
    return std::nullopt;
  }
  const bool registry_open = open || state == RequestState::cannot_confirm;
  const bool may_authorise = state == registry_confirmed || state == authorisation_asked;
  switch (step) {
    case confirm_registry:
      return registry_open ? std::optional(registry_confirmed) : std::nullopt;
    case deny_registry:
      return registry_open ? std::optional(registry_denied) : std::nullopt;
    case RequestStep::cannot_confirm:
      return open ? std::optional(RequestState::cannot_confirm) : std::nullopt;
    case ask_authorisation:
      return state == registry_confirmed ? std::optional(authorisation_asked) : std::nullopt;
    case authorise:
      return may_authorise ? std::optional(authorised) : std::nullopt;
    case deny_authorisation:
      return may_authorise ? std::optional(authorisation_denied) : std::nullopt;
    case refuse:
      return registry_open ? std::optional(refused) : std::nullopt;
    case withdraw:
      return registry_open || may_authorise || state == authorised ? std::optional(withdrawn) : std::nullopt;
    case report_results:
      return state == authorised ? std::optional(results_reported) : std::nullopt;
    default:
      return std::nullopt;
  }
}

constexpr std::array kLawfulActs = {"observe"sv,
                                    "hail"sv,
                                    "approach"sv,
                                    "visit"sv,
                                    "board"sv,
                                    "search"sv,
                                    "detain_vessel"sv,
                                    "arrest_persons"sv,
                                    "seize_goods"sv,
                                    "pursue"sv,
                                    "share_intelligence"sv,
                                    "render_assistance"sv,
                                    "force_warning"sv,
                                    "force_nonlethal"sv,
                                    "force_disabling"sv};

bool says_no(RequestStep step) {
  return step == refuse || step == deny_registry || step == deny_authorisation || step == withdraw;
}
bool is_favour(RequestStep step) {
  return step == provide || step == agree || step == authorise || step == confirm_registry;
}

constexpr std::size_t kUseReportsMax = 1000;  // of one ask

// What a use report says was done, as acts.
std::string_view act_done(Use use) {
  switch (use) {
    case Use::boarded:
      return "board";
    case Use::searched:
      return "search";
    case Use::seized:
      return "seize_goods";
    case Use::detained:
      return "arrest_persons";
    default:
      return "";
  }
}

}  // namespace

Result<void> Applying::operator()(const FileRequest& act) {
  FL_CHECK(room(book_.requests_));
  const RequestBody& body = act.body;
  if (by_.agency && (body.direction != Direction::incoming || body.agency != *by_.agency)) {
    return fail(ErrorCode::unsupported, "a partner files requests of its own agency only");
  }
  Request request;
  request.body = body;
  request.authority = act.authority;
  request.filed_by = by_.account;
  request.filed_at = at_;
  // What is declared is kept as it was declared. A slip of the pen is asked about; what no list of lawful acts has is
  // refused by name.
  for (const std::string& declared : body.acts) {
    if (is_lawful_act(declared)) continue;
    if (!is_lethal_word(declared) && declared != "force_lethal") {
      if (const auto nearest = nearest_word(declared, kLawfulActs)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`acts`: unknown act `{}`; did you mean `{}`?", declared, *nearest));
      }
    }
    request.refused_because.push_back(fmt::format("`{}` is no lawful act", declared));
  }
  for (const domain::Authority& answer : act.authority) {
    if (answer.outcome == domain::AuthorityOutcome::prohibited) {
      request.refused_because.push_back(
          fmt::format("the law forbids `{}` ({})", answer.action, fmt::join(answer.cites, ", ")));
    }
  }
  if (!body.purpose.empty() && !from_word<Purpose>(body.purpose)) {
    if (!is_lethal_word(body.purpose)) {
      const auto nearest = nearest_word(body.purpose, kWords<Purpose>);
      return fail(ErrorCode::invalid_argument,
                  nearest ? fmt::format("`purpose`: unknown word `{}`; did you mean `{}`?", body.purpose, *nearest)
                          : fmt::format("`purpose`: unknown word `{}`; known are `{}`", body.purpose,
                                        fmt::join(kWords<Purpose>, "`, `")));
    }
    request.refused_because.push_back(fmt::format("`{}` is no purpose that anything is given for", body.purpose));
  }
  for (std::string& why : request.refused_because) why = cut(why, 2000);
  request.id = next(book_.requests_);
  const std::string id = to_text(request.id);
  if (!request.refused_because.empty()) {
    request.state = refused;
    if (body.direction == Direction::incoming) {
      propose({{body.agency, std::nullopt}}, live_for(body.agency), id,
              fmt::format("{} declared an unlawful use: {}", body.agency, fmt::join(request.refused_because, "; ")));
    }
  } else {
    if (body.direction == Direction::incoming) {
      notice(kReleaseOfficer, id, fmt::format("{} asks: {}", body.agency, name(body.kind)));
    } else if (act.send && bar_to_sending(request).empty()) {
      send(request);
    } else {
      notice(kReleaseOfficer, id, fmt::format("not yet sent to {}: {}", body.agency, name(body.kind)));
    }
  }
  make(book_.requests_, request.id, request, "request", id);
  return {};
}

Result<void> Applying::operator()(const AnswerRequest& act) {
  FL_TRY(const auto* versions, find(book_.requests_, act.request, "request"));
  const std::string id = to_text(act.request);
  FL_CHECK(same(*versions, act.seen, id));
  Request request = versions->now();
  const bool incoming = request.body.direction == Direction::incoming;
  if (by_.agency) {
    // A partner withdraws what it asked, and answers what it was asked.
    const bool may = names_agency(request.body.agency, *by_.agency) &&
                     (incoming ? act.step == withdraw || act.step == report_results : is_answer(act.step));
    if (!may) return fail(ErrorCode::unsupported, fmt::format("`{}` is not a partner's to answer so", id));
  }
  if (act.step == RequestStep::send) {
    if (const std::string bar = bar_to_sending(request); !bar.empty()) return fail(ErrorCode::conflict, bar);
    request.events.push_back({act.step, at_, by_.account, act.text});
    send(request);
    put(book_.requests_, act.request, std::move(request), id);
    return {};
  }
  const auto state = after(request.body.kind, request.state, act.step);
  if (!state) {
    return fail(ErrorCode::conflict,
                fmt::format("`{}` is {}: `{}` cannot follow", id, name(request.state), name(act.step)));
  }
  if (incoming && is_favour(act.step) && by_.account == request.filed_by) {
    return fail(ErrorCode::unsupported, fmt::format("`{}` filed this request: another person answers it", by_.account));
  }
  if (says_no(act.step) && act.text.empty()) {
    return fail(ErrorCode::invalid_argument, fmt::format("`text` is missing: say why, for `{}`", name(act.step)));
  }
  if (act.step == authorise && act.scope.empty()) {
    return fail(ErrorCode::invalid_argument, "`scope` is missing: which acts are authorised, such as `board`");
  }
  if (act.step != authorise && !act.scope.empty()) {
    return fail(ErrorCode::invalid_argument, "`scope` belongs to an authorisation");
  }
  if (incoming && (act.step == agree || act.step == provide)) {
    for (const std::string& declared : request.body.acts) {
      const auto answer = std::ranges::find(request.authority, declared, &domain::Authority::action);
      if (answer == request.authority.end()) {
        return fail(ErrorCode::unsupported,
                    fmt::format("`{}` has no legal basis yet: `authority` has not answered for `{}`", id, declared));
      }
    }
  }
  const Instant said_at = std::min(act.at.value_or(at_), at_);
  request.state = *state;
  request.events.push_back({act.step, said_at, by_.account, act.text});
  if (act.step == authorise) {
    request.scope = act.scope;
    request.conditions = act.conditions;
  }
  if (act.step == withdraw) request.scope.clear();
  if (act.step == refuse) request.refused_because.push_back(act.text);
  if (by_.agency && !incoming) notice(kReleaseOfficer, id, fmt::format("{} says: {}", *by_.agency, name(act.step)));
  put(book_.requests_, act.request, std::move(request), id);
  return {};
}

Result<void> Applying::operator()(const FileUseReport& act) {
  FL_CHECK(room(book_.use_reports_));
  FL_TRY(const auto* versions, find(book_.asks_, act.ask, "ask"));
  Ask ask = versions->now();
  if (by_.agency && *by_.agency != ask.agency) {
    // Another's number is no number: nothing is said about whether it exists.
    return fail(ErrorCode::not_found, fmt::format("there is no ask `{}`", to_text(act.ask)));
  }
  if (!ask.live_at) return fail(ErrorCode::conflict, fmt::format("`{}` was never released", to_text(act.ask)));
  if (ask.use_reports.size() >= kUseReportsMax) {
    return fail(ErrorCode::full, fmt::format("`{}` has {} use reports already", to_text(act.ask), kUseReportsMax));
  }
  FL_CHECK(evidence_is_there(act.body.evidence));
  const UseReportBody& body = act.body;
  UseReport report;
  report.id = next(book_.use_reports_);
  report.ask = act.ask;
  report.agency = ask.agency;
  report.body = body;
  report.filed_by = by_.account;
  report.filed_at = at_;
  report.late = ask.report == ReportState::overdue || (ask.report_due_at && at_ > *ask.report_due_at);
  const bool deaths = body.killed.max.value_or(0) > 0 || body.killed.min.value_or(0) > 0;
  if (body.force == Force::lethal || deaths) {
    report.breaches.emplace_back(
        holds(ask.conditions, Condition::no_lethal_use)
            ? "people were killed or lethal force was used, against the condition `no lethal action`"
            : "people were killed or lethal force was used");
  }
  if (holds(body.did, Use::passed_on) && holds(ask.conditions, Condition::no_onward)) {
    report.breaches.push_back(
        fmt::format("passed on to {}, against the condition `no onward release`", body.passed_on_to));
  }
  for (const Use use : body.did) {
    const std::string_view done = act_done(use);
    if (!done.empty() && !ask.acts.empty() && !holds(ask.acts, std::string(done))) {
      report.breaches.push_back(fmt::format("`{}`, for which it was not given", name(use)));
    }
  }
  const std::string id = to_text(report.id);
  if (!report.breaches.empty()) {
    const std::string why = fmt::format("{} reports: {}", ask.agency, fmt::join(report.breaches, "; "));
    std::vector<Covered> covers = live_for(ask.agency);
    if (ask.state != AskState::live) covers.push_back(covered(ask));
    propose({{ask.agency, ask.purpose}}, std::move(covers), id, why);
    if (!ask.assurance.empty()) {
      applied_.lapses_assurance.push_back({ask.agency, ask.agreement, ask.assurance, true, why});
    }
  }
  if (body.force == Force::unknown) {
    notice(kReleaseOfficer, id, "the report does not say whether force was used; ask");
  }
  if (deaths || body.killed.has_number() || body.force == Force::lethal) {
    notice(kLegalAdviser, id, "deaths or lethal force are reported: open an incident");
  }
  unlist(book_.asks_, ask.id);
  ask.report = ReportState::given;
  ask.use_reports.push_back(report.id);
  const AskId of = ask.id;
  put(book_.asks_, of, std::move(ask), to_text(of));
  make(book_.use_reports_, report.id, report, "use_report", id);
  return {};
}

bool names_agency(std::string_view party, std::string_view agency) {
  return party == agency || (is_state(party) && agency.substr(0, 3) == party);
}

Covered Applying::covered(const Ask& ask) {
  Covered covers;
  if (!ask.releases.empty()) covers.release = ask.releases.back();
  covers.agency = ask.agency;
  covers.purpose = name(ask.purpose);
  covers.object = to_text(ask.lead);
  covers.at = ask.live_at;
  std::string words;
  for (const Condition condition : ask.conditions)
    words += (words.empty() ? "" : ", ") + std::string(in_words(condition));
  covers.conditions = cut(words, 500);
  return covers;
}

std::vector<Covered> Applying::live_for(std::string_view party) const {
  std::vector<Covered> found;
  for (const auto& [id, versions] : book_.asks_) {
    const Ask& ask = versions->now();
    if (ask.state == AskState::live && names_agency(party, ask.agency)) found.push_back(covered(ask));
  }
  return found;
}

Result<void> Applying::operator()(const NoteRequestRelease& act) {
  FL_TRY(const auto* versions, find(book_.requests_, act.request, "request"));
  Request request = versions->now();
  if (!request.sent_at) return fail(ErrorCode::conflict, fmt::format("`{}` was never sent", to_text(act.request)));
  if (holds(request.releases, act.release)) return {};
  request.releases.push_back(act.release);
  put(book_.requests_, act.request, std::move(request), to_text(act.request));
  return {};
}

void Applying::send(Request& request) {
  if (request.reference.empty()) {
    request.reference = reference_for(request);
    request.told_from = static_cast<std::uint32_t>(request.events.size());
  }
  request.sent_at = at_;
  request.sent_by = by_.account;
  request.stopped_by.reset();
}

// From chance, and from what is asked of this agency: it says nothing of other requests, not even of those that were
// sent and did not leave.
std::string Applying::reference_for(const Request& request) const {
  wire::ByteWriter bytes;
  write_value(bytes, request.body);
  const std::string_view chance(reinterpret_cast<const char*>(seed_.data()), seed_.size());
  for (unsigned attempt = 0;; ++attempt) {
    const std::string of =
        fmt::format("request|{}|{}|{}|{}", chance, request.body.agency, hex(sha256(bytes.view())), attempt);
    std::string reference = "r-" + hex(sha256(of)).substr(0, 16);
    const bool is_taken = std::ranges::any_of(
        book_.requests_, [&](const auto& other) { return other.second->now().reference == reference; });
    if (!is_taken) return reference;
  }
}

// ---- questions about a request ----

bool is_answer(RequestStep step) {
  return step != withdraw && step != ask_authorisation && step != report_results && step != RequestStep::send;
}

bool is_out(const Request& request) {
  return request.body.direction == Direction::outgoing && request.sent_at && !request.stopped_by &&
         request.state != withdrawn;
}

std::string bar_to_sending(const Request& request) {
  const std::string id = to_text(request.id);
  if (request.body.direction != Direction::outgoing) return fmt::format("`{}` was not made by us", id);
  if (!is_open(request)) return fmt::format("`{}` is {}: it goes nowhere", id, name(request.state));
  if (is_out(request)) return fmt::format("`{}` was sent already", id);
  if (is_state(request.body.agency)) {
    return fmt::format("`{}` names a State: a request is sent to an agency, such as `{}/coast_guard`", id,
                       request.body.agency);
  }
  if (!from_word<Purpose>(request.body.purpose)) {
    return fmt::format("`{}` says no purpose: nothing is sent without one", id);
  }
  return "";
}

std::uint32_t version_for_partner(const Request& request) {
  return static_cast<std::uint32_t>(1 + request.events.size() - request.told_from);
}

const Request* request_known_as(const Book& book, std::string_view agency, std::string_view reference) {
  if (reference.empty()) return nullptr;
  for (const auto& [id, versions] : book.requests()) {
    const Request& request = versions->now();
    if (request.reference == reference && request.body.agency == agency && !request.releases.empty()) return &request;
  }
  return nullptr;
}

bool is_open(const Request& request) {
  switch (request.state) {
    case asked:
    case acknowledged:
    case registry_confirmed:
    case RequestState::cannot_confirm:
    case authorisation_asked:
    case authorised:
    case agreed:
      return true;
    default:
      return false;
  }
}

std::vector<KnownRequest> requests_from(const Book& book, std::string_view agency) {
  std::vector<KnownRequest> found;
  for (const auto& [id, versions] : book.requests()) {
    const Request& request = versions->now();
    if (request.body.direction != Direction::incoming || request.body.agency != agency) continue;
    if (request.origin) continue;  // asked at a door of another centre: its name for it is no name of ours
    const std::string of = fmt::format("request {} of {}", found.size() + 1, agency);
    found.push_back({"q-" + hex(sha256(of)).substr(0, 16), &request});
  }
  return found;
}

Clock clock(const Request& request, Instant now) {
  Clock clock;
  Instant begun = request.sent_at.value_or(request.filed_at);
  Instant until = now;
  for (const RequestEvent& event : request.events) {
    if (event.step == ask_authorisation) begun = std::max(begun, event.at);
  }
  clock.running = request.state == asked || request.state == acknowledged || request.state == authorisation_asked;
  if (!clock.running && !request.events.empty()) {
    // What ended the waiting: the newest answer.
    until = request.events.back().at;
  }
  clock.elapsed = std::max(Duration::zero(), until - begun);
  using namespace std::chrono_literals;
  if (request.body.wanted_by) clock.expected_within = std::max(Duration::zero(), *request.body.wanted_by - begun);
  if (request.body.kind != RequestKind::flag_confirmation || !request.body.regime) {
    clock.words = "silence is no answer";
  } else {
    switch (*request.body.regime) {
      case Regime::vienna17:
        clock.words =
            "an answer is owed expeditiously; there is no time limit, and silence is not consent "
            "(Vienna 1988, article 17(7))";
        break;
      case Regime::coe1995:
        clock.expected_within = 4h;
        clock.words =
            "a decision where practicable within four hours; a target, not a presumption: silence is not "
            "consent (Council of Europe 1995, article 7)";
        break;
      case Regime::cra2003:
        clock.expected_within = 4h;
        clock.words =
            "an answer within four hours; whether silence then counts depends on what the flag State declared "
            "under article 16, which `authority` answers and the clock does not";
        break;
      case Regime::sua8bis:
        clock.expected_within = 4h;
        clock.words =
            "four hours from acknowledgement count only where the flag State declared so under article 8 bis(5), "
            "which `authority` answers and the clock does not";
        break;
      case Regime::smp8:
        clock.words =
            "an answer is owed expeditiously; silence is not consent (Migrant Smuggling Protocol, article 8(4))";
        break;
      default:
        clock.words = "silence is not consent, unless the terms agreed say so";
        break;
    }
  }
  clock.past_expected = clock.running && clock.expected_within && clock.elapsed > *clock.expected_within;
  return clock;
}

std::optional<ConsentFact> consent_fact(const Request& request, Instant now) {
  if (request.body.kind != RequestKind::flag_confirmation || request.body.direction != Direction::outgoing ||
      !request.body.regime) {
    return std::nullopt;
  }
  ConsentFact fact;
  fact.from = request.body.flag_state;
  fact.basis = name(*request.body.regime);
  fact.scope = request.scope;
  fact.hours_elapsed = static_cast<double>(clock(request, now).elapsed.count()) / 3'600'000.0;
  switch (request.state) {
    case authorised:
    case results_reported:
      fact.status = "granted";
      break;
    case authorisation_denied:
    case registry_denied:
    case refused:
      fact.status = "denied";
      break;
    case withdrawn:
      fact.status = "withdrawn";
      break;
    case RequestState::cannot_confirm:
      fact.status = "cannot_confirm";
      break;
    case asked:
      fact.status = "requested";
      break;
    default:
      fact.status = "no_response";
      break;
  }
  return fact;
}

}  // namespace fairlead::desk
