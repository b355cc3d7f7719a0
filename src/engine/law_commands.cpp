// SPDX-License-Identifier: Apache-2.0
// What people say of pursuits and of uses, and what stands on it.
#include <algorithm>

#include <fmt/format.h>

#include "authority/facts_json.hpp"
#include "authority/state_codes.hpp"
#include "law.hpp"

namespace fairlead::engine {

using accounts::Permission;
namespace event = authority::pursuit_event;

namespace {

constexpr std::size_t kTextMax = 4096;
constexpr std::size_t kEntriesMax = 1000;
constexpr std::size_t kPursuitsKept = 256;
constexpr std::size_t kUsesMax = 10'000;

Failure refuse(ErrorCode code, std::string message) { return fail(code, std::move(message)); }

Result<void> check_text(std::string_view text, std::string_view what) {
  if (text.size() <= kTextMax) return {};
  return refuse(ErrorCode::invalid_argument,
                fmt::format("{} has {} bytes; at most {} are kept", what, text.size(), kTextMax));
}

template <class Word>
Result<Word> word(std::string_view text, std::string_view what) {
  if (const auto found = authority::word_from<Word>(text)) return *found;
  std::string known;
  for (const std::string_view one : authority::kWords<Word>) {
    if (!known.empty()) known += ", ";
    known += one;
  }
  return refuse(ErrorCode::invalid_argument, fmt::format("`{}` is no {}; it is one of {}", text, what, known));
}

// What becomes of it in the ledger, where that is more than the event itself.
std::string_view outcome(authority::PursuitState before, authority::PursuitState after) {
  using authority::PursuitState;
  if (after == before) return "noted";
  return after == PursuitState::none ? "noted" : authority::word_of(after);
}

struct EventName {
  std::string_view operator()(const event::Grounds&) const { return "started"; }
  std::string_view operator()(const event::Located&) const { return "located"; }
  std::string_view operator()(const event::Signalled&) const { return "signalled"; }
  std::string_view operator()(const event::Crossed&) const { return "crossed"; }
  std::string_view operator()(const event::Lost&) const { return "lost"; }
  std::string_view operator()(const event::Regained&) const { return "regained"; }
  std::string_view operator()(const event::BrokenOff&) const { return "broken_off"; }
  std::string_view operator()(const event::HandedOver&) const { return "handed_over"; }
  std::string_view operator()(const event::Arrested&) const { return "arrested"; }
};

}  // namespace

std::string_view name(const authority::PursuitEvent& event) { return std::visit(EventName{}, event); }

authority::State state_of_agency(std::string_view agency) {
  return authority::state_from_alpha3(release::state_of(agency)).value_or(authority::State::unnamed());
}

bool Law::takes(const Request& request) {
  return std::holds_alternative<NameLaw>(request) || std::holds_alternative<StartPursuit>(request) ||
         std::holds_alternative<NotePursuit>(request) || std::holds_alternative<NoteReportedUse>(request) ||
         std::holds_alternative<HoldSharingFacts>(request);
}

Result<Answer> Law::apply(const Command& command, const Governance& governance, const fusion::Tracker& tracker,
                          Instant now, Instant picture, Records& records) {
  FL_CHECK(governance.stands(command.by, now));
  if (const auto* r = std::get_if<NameLaw>(&command.request)) return name(*r);
  if (const auto* r = std::get_if<StartPursuit>(&command.request)) {
    return start(command, *r, tracker, now, picture, records);
  }
  if (const auto* r = std::get_if<NotePursuit>(&command.request)) return note(command, *r, now, picture, records);
  if (const auto* r = std::get_if<NoteReportedUse>(&command.request)) return note(command, *r, now, records);
  if (const auto* r = std::get_if<HoldSharingFacts>(&command.request)) return hold(command, *r, now, records);
  return Answer{};
}

Result<Answer> Law::name(const NameLaw& request) {
  if (!request.state.empty()) {
    const auto state = authority::State::from_code(request.state);
    if (!state || !state->is_listed()) {
      return refuse(ErrorCode::invalid_argument,
                    fmt::format("`{}` is no State; two capital letters of ISO 3166-1 are needed", request.state));
    }
  }
  changed_ = changed_ || state_ != request.state || zones_ != request.zones;
  state_ = request.state;
  // What the journal says was used, against what is at hand: a replay with another file finds other crossings.
  const std::string at_hand = atlas_ ? std::string(atlas_->version()) : std::string();
  if (request.zones != at_hand && !request.zones.empty()) zones_before_ = request.zones;
  return Answer{};
}

Result<authority::State> Law::own_state() const {
  const auto state = authority::State::from_code(state_);
  if (!state) {
    return refuse(ErrorCode::unsupported,
                  "it is not known whose centre this is; set `centre.state` to its two letters");
  }
  return *state;
}

// ---- pursuits ----

void Law::add(std::shared_ptr<const PursuitRecord>& pursuit, Instant at, authority::PursuitEvent event,
              std::string evidence, const std::string& by, Records& records) {
  auto next = std::make_shared<PursuitRecord>(*pursuit);
  if (!next->entries.empty()) at = std::max(at, next->entries.back().at);
  at = std::max(at, next->looked_at);
  const authority::PursuitState before = next->machine.state();
  const authority::PursuitState after = next->machine.on(at, event, evidence);
  next->looked_at = at;
  const bool is_a_persons = by != accounts::kAutomatic;
  if (is_a_persons || after != before) {
    std::string text = next->machine.sentence();
    if (!evidence.empty()) text += " Evidence: " + evidence;
    const std::string_view what = is_a_persons ? engine::name(event) : outcome(before, after);
    records.add(ledger::LawNote{"pursuit", domain::to_text(next->track), std::string(what), by, std::move(text), {}});
  }
  if (next->entries.size() < kEntriesMax) {
    next->entries.push_back({at, std::move(event), std::move(evidence), by});
  }
  pursuit = std::move(next);
  pursuits_seen_ = nullptr;
  changed_ = true;
}

void Law::lost(domain::TrackId id, Instant at, Records& records) {
  auto* pursuit = running(id);
  if (pursuit == nullptr) return;
  for (auto entry = (*pursuit)->entries.rbegin(); entry != (*pursuit)->entries.rend(); ++entry) {
    if (std::holds_alternative<event::Regained>(entry->event)) break;
    if (std::holds_alternative<event::Lost>(entry->event)) return;  // still
  }
  add(*pursuit, at, event::Lost{}, fmt::format("the track was last heard at {}", to_rfc3339(at)),
      std::string(accounts::kAutomatic), records);
}

Result<Answer> Law::start(const Command& command, const StartPursuit& request, const fusion::Tracker& tracker,
                          Instant now, Instant picture, Records& records) {
  FL_CHECK(command.by.check(Permission::operate, now));
  FL_TRY(const authority::State own, own_state());
  FL_TRY(const authority::SuspicionKind law, word<authority::SuspicionKind>(request.law, "law that may be broken"));
  if (law == authority::SuspicionKind::none) {
    return refuse(ErrorCode::invalid_argument, "a pursuit needs good reason to believe that a law was broken; name it");
  }
  FL_CHECK(check_text(request.evidence, "evidence"));
  if (request.evidence.empty()) {
    return refuse(ErrorCode::invalid_argument, "say what the good reason rests on");
  }
  const domain::Track* track = tracker.find(request.track);
  if (track == nullptr || (tracker.views_of(request.track) & fusion::kHomeView) == 0) {
    return refuse(ErrorCode::not_found, "there is no such track");
  }
  if (is_pursued(request.track)) {
    return refuse(ErrorCode::conflict, "this vessel is pursued already; note what happens instead");
  }
  auto record = std::make_shared<PursuitRecord>();
  record->number = ++pursuits_made_;
  record->track = request.track;
  record->pursuer = own.code();
  record->started_by = command.by.account();
  record->machine = authority::Pursuit(own, {});
  pursuits_.insert(pursuits_.begin(), std::move(record));
  if (pursuits_.size() > kPursuitsKept) {
    // The oldest that is over; what runs is never dropped.
    const auto over = std::ranges::find_if(pursuits_.rbegin(), pursuits_.rend(), [](const auto& p) {
      return p->machine.state() == authority::PursuitState::ceased ||
             p->machine.state() == authority::PursuitState::arrested;
    });
    if (over != pursuits_.rend()) pursuits_.erase(std::next(over).base());
  }
  auto& pursuit = *running(request.track);
  add(pursuit, picture, event::Grounds{law}, request.evidence, command.by.account(), records);
  Answer answer;
  answer.number = pursuit->number;
  if (const auto zone = where(request.track)) {
    add(pursuit, picture, event::Located{zone->first},
        fmt::format("the track lies there by our sources (zone file {}, confidence {:.2f}); a person must be satisfied "
                    "of the position",
                    zones_, zone->second),
        std::string(accounts::kAutomatic), records);
  }
  if (track->state != domain::TrackState::live) lost(request.track, track->observed_at, records);
  answer.text = pursuit->machine.sentence();
  return answer;
}

Result<Answer> Law::note(const Command& command, const NotePursuit& request, Instant now, Instant picture,
                         Records& records) {
  FL_CHECK(command.by.check(Permission::operate, now));
  FL_CHECK(check_text(request.evidence, "evidence"));
  if (request.evidence.empty()) return refuse(ErrorCode::invalid_argument, "say what this rests on");
  auto* pursuit = running(request.track);
  if (pursuit == nullptr) {
    const bool was = std::ranges::any_of(pursuits_, [&](const auto& p) { return p->track == request.track; });
    return refuse(was ? ErrorCode::conflict : ErrorCode::not_found,
                  was ? "the pursuit of this track is over; it cannot be taken up again"
                      : "no pursuit of this track is recorded");
  }
  if ((*pursuit)->entries.size() >= kEntriesMax) {
    return refuse(ErrorCode::conflict, fmt::format("a pursuit has at most {} entries", kEntriesMax));
  }
  const authority::Tri is = !request.is   ? authority::Tri::unknown
                            : *request.is ? authority::Tri::yes
                                          : authority::Tri::no;
  authority::PursuitEvent happened;
  if (request.what == "signalled") {
    FL_TRY(const authority::Signal signal, word<authority::Signal>(request.word, "signal"));
    if (signal == authority::Signal::none) return refuse(ErrorCode::invalid_argument, "say which signal was given");
    happened = event::Signalled{signal, is};
  } else if (request.what == "position_verified" || request.what == "boats_inside") {
    const auto zone = where(request.track);
    if (!zone) {
      return refuse(ErrorCode::conflict,
                    "in which zone the track lies is not settled; its pursuit cannot be placed in one");
    }
    happened = event::Located{zone->first, true, request.what == "boats_inside"};
  } else if (request.what == "in_contact") {
    happened = event::Regained{};
  } else if (request.what == "out_of_contact") {
    happened = event::Lost{};
  } else if (request.what == "broken_off") {
    happened = event::BrokenOff{};
  } else if (request.what == "handed_over") {
    FL_TRY(const authority::Handover how, word<authority::Handover>(request.word, "way of handing over"));
    if (!request.is) {
      return refuse(ErrorCode::invalid_argument, "say whether the pursuit was handed over without a break");
    }
    authority::State to;
    if (!request.state.empty()) {
      const auto given = authority::State::from_code(request.state);
      if (!given || !given->is_listed()) {
        return refuse(ErrorCode::invalid_argument, fmt::format("`{}` is no State", request.state));
      }
      to = *given;
    }
    happened = event::HandedOver{how, *request.is, to};
  } else if (request.what == "arrested") {
    happened = event::Arrested{};
  } else {
    return refuse(ErrorCode::invalid_argument,
                  fmt::format("`{}` is nothing that is noted of a pursuit; it is signalled, position_verified, "
                              "boats_inside, in_contact, out_of_contact, broken_off, handed_over or arrested",
                              request.what));
  }
  add(*pursuit, picture, std::move(happened), request.evidence, command.by.account(), records);
  Answer answer;
  answer.number = (*pursuit)->number;
  answer.text = (*pursuit)->machine.sentence();
  return answer;
}

// ---- uses ----

Result<void> judge(ReportedUse& use, Instant now) {
  const auto act = authority::word_from<authority::Action>(use.act);
  if (!act) return refuse(ErrorCode::invalid_argument, fmt::format("`{}` is no act of the law's vocabulary", use.act));
  // The recipient's State acts; the facts are what is known of the act.
  std::string facts = fmt::format("{{\"acting_state\":\"{}\"", state_of_agency(use.agency).code());
  std::string_view given = use.facts;
  while (!given.empty() && (given.front() == ' ' || given.front() == '\n')) given.remove_prefix(1);
  if (given.empty() || given == "{}") {
    facts += '}';
  } else if (given.front() == '{') {
    facts += ',';
    facts += given.substr(1);
  } else {
    return refuse(ErrorCode::invalid_argument, "the facts about an act are a JSON object");
  }
  auto read = authority::facts_from_json(facts, authority::Day::from_unix_ms(now.unix_ms()));
  if (!read) return Failure(read.error().within("facts"));
  const authority::Answer answer = authority::evaluate(*read, *act);
  use.outcome = answer.outcome;
  use.because.clear();
  for (const authority::Citation cite : answer.because.list()) use.because.emplace_back(cite.id());
  use.missing.clear();
  answer.missing.each([&](authority::Missing code) { use.missing.emplace_back(authority::word_of(code)); });
  use.reason = answer.reason;
  return {};
}

std::optional<authority::RecipientUse> ReportedUse::use() const {
  using authority::Outcome;
  using authority::RecipientUse;
  if (status == "rebutted") return std::nullopt;
  if (lawful) return *lawful ? RecipientUse::lawful : RecipientUse::wrongful;
  switch (outcome) {
    case Outcome::permitted:
      return RecipientUse::lawful;
    case Outcome::contested:
      return RecipientUse::contested;
    case Outcome::prohibited:
      return RecipientUse::wrongful;
    case Outcome::conditional:
      break;
  }
  return std::nullopt;
}

Result<Answer> Law::note(const Command& command, const NoteReportedUse& request, Instant now, Records& records) {
  FL_CHECK(command.by.check(Permission::hold_assurances, now));
  FL_CHECK(check_text(request.text, "the text of a use"));
  FL_CHECK(check_text(request.facts, "the facts about an act"));
  const auto known = {std::string_view("declared"), std::string_view("reported"), std::string_view("established"),
                      std::string_view("rebutted")};
  if (std::ranges::find(known, request.status) == known.end()) {
    return refuse(
        ErrorCode::invalid_argument,
        fmt::format("`{}` is no status of a use; it is declared, reported, established or rebutted", request.status));
  }
  ReportedUse use;
  if (request.number != 0) {
    const auto held = std::ranges::find(uses_, request.number, &ReportedUse::number);
    if (held == uses_.end()) return refuse(ErrorCode::not_found, fmt::format("there is no use {}", request.number));
    use = *held;
    if (!request.facts.empty()) use.facts = request.facts;
    if (!request.text.empty()) use.text = request.text;
  } else {
    if (!release::is_agency(request.agency)) {
      return refuse(ErrorCode::invalid_argument,
                    fmt::format("`{}` is no agency; write it like `XAA/coast_guard`", request.agency));
    }
    if (uses_.size() >= kUsesMax) return refuse(ErrorCode::full, fmt::format("at most {} uses are held", kUsesMax));
    if (request.text.empty())
      return refuse(ErrorCode::invalid_argument, "say what was declared or reported, and by whom");
    use.agency = request.agency;
    use.purpose = request.purpose;
    use.act = request.act;
    use.facts = request.facts;
    use.text = request.text;
    use.by = command.by.account();
    use.at = now;
  }
  use.status = request.status;
  if (request.lawful) use.lawful = request.lawful;
  use.changed_at = now;
  FL_CHECK(judge(use, now));
  std::string text = fmt::format("{}: {} by {}. {}", use.status, use.act, use.agency, use.text);
  for (const std::string& sentence : use.reason) text += ' ' + sentence;
  const auto counted = use.use();
  Answer answer;
  if (request.number == 0) use.number = ++uses_made_;
  records.add(ledger::LawNote{"use", use.agency, counted ? std::string(authority::word_of(*counted)) : "not judged",
                              command.by.account(), std::move(text), use.because});
  answer.number = use.number;
  answer.text = fmt::format("{}", authority::word_of(use.outcome));
  if (request.number == 0) {
    uses_.insert(uses_.begin(), std::move(use));
  } else {
    *std::ranges::find(uses_, request.number, &ReportedUse::number) = std::move(use);
  }
  uses_seen_ = nullptr;
  changed_ = true;
  return answer;
}

Result<Answer> Law::hold(const Command& command, const HoldSharingFacts& request, Instant now, Records& records) {
  FL_CHECK(command.by.check(Permission::assess, now));
  FL_CHECK(check_text(request.facts, "facts"));
  FL_CHECK(check_text(request.reason, "a reason"));
  if (!release::is_agency(request.agency)) {
    return refuse(ErrorCode::invalid_argument,
                  fmt::format("`{}` is no agency; write it like `XAA/coast_guard`", request.agency));
  }
  if (request.reason.empty()) return refuse(ErrorCode::invalid_argument, "say what these facts rest on");
  if (!request.facts.empty()) {
    auto read = authority::facts_from_json(R"({"acting_state":"XX","sharing":)" + request.facts + '}',
                                           authority::Day::from_unix_ms(now.unix_ms()));
    if (!read) return Failure(read.error());
  }
  std::erase_if(facts_, [&](const HeldSharingFacts& held) { return held.agency == request.agency; });
  if (!request.facts.empty()) {
    facts_.push_back({request.agency, request.facts, request.reason, command.by.account(), now});
    std::ranges::sort(facts_, {}, &HeldSharingFacts::agency);
  }
  facts_seen_ = nullptr;
  changed_ = true;
  Answer answer;
  answer.number = records.add(ledger::LawNote{"facts",
                                              request.agency,
                                              request.facts.empty() ? "withdrawn" : "held",
                                              command.by.account(),
                                              request.reason + ' ' + request.facts,
                                              {}});
  return answer;
}

}  // namespace fairlead::engine
