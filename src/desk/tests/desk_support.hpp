// SPDX-License-Identifier: Apache-2.0
// What the tests of the desk share: people, a moment, a book that is easy to write in, and forms filled in properly.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "desk/book.hpp"
#include "desk/json.hpp"
#include "wire/bytes.hpp"

namespace fairlead::desk::support {

using namespace std::chrono_literals;

inline const Instant kNow = Instant::from_civil(2026, 11, 22, 12);
inline const By kWatch{"j.okoro", "watch_officer", std::nullopt};
inline const By kRelease{"a.reyes", "release_officer", std::nullopt};
inline const By kRelease2{"m.lind", "release_officer", std::nullopt};
inline const By kLegal{"s.adler", "legal_adviser", std::nullopt};
inline const By kOverseer{"o.kay", "overseer", std::nullopt};
inline const By kPartner{"xaa.desk", "partner", "XAA/coast_guard"};
inline constexpr std::string_view kAgency = "XAA/coast_guard";

inline Seed seed(std::uint8_t first) {
  Seed made{};
  made[0] = first;
  return made;
}

#define EXPECT_REFUSED(expression, expected_code, words)                             \
  do {                                                                               \
    const auto refused = (expression);                                               \
    ASSERT_FALSE(refused);                                                           \
    EXPECT_EQ(refused.error().code, ErrorCode::expected_code);                       \
    EXPECT_TRUE(refused.error().message.contains(words)) << refused.error().message; \
  } while (false)

template <class List, class Item>
bool has(const List& list, const Item& item) {
  return std::ranges::find(list, item) != list.end();
}

// A book whose clock goes on by a second with each act.
struct Desk {
  Book book;
  Instant at = kNow;

  Result<Applied> act(const By& by, Change change) {
    at = at + 1s;
    return book.apply(change, by, at, seed(static_cast<std::uint8_t>(at.unix_ms() / 1000)));
  }
  // What must succeed.
  Applied must(const By& by, Change change) {
    const std::string what(name(change));
    auto applied = act(by, std::move(change));
    EXPECT_TRUE(applied) << what << ": " << (applied ? "" : applied.error().message);
    return applied ? *std::move(applied) : Applied{};
  }
  // The number of the first thing that was made.
  std::string made(const By& by, Change change) {
    const Applied applied = must(by, std::move(change));
    return applied.made.empty() ? "" : applied.made.front().id;
  }
};

inline DraftLead lead() {
  DraftLead act;
  act.body.title = "Go-fast, likely drugs";
  act.body.statement = "A go-fast without AIS, heading for the bank at 24 knots by night.";
  act.body.vessel.track = "T-00004471";
  act.body.vessel.type = "go-fast";
  act.body.because = {"F-12", "T-00004471"};
  act.body.confidence = Confidence::moderate;
  act.body.label.policy = "HOME";
  act.body.label.releasable_to = {"XAA"};
  act.body.tear_line = "A fast craft is expected near the bank.";
  act.body.expires_at = kNow + 72h;
  return act;
}

inline domain::Decision permit(std::string_view agency = kAgency,
                               Purpose purpose = Purpose::law_enforcement_interdiction) {
  domain::Decision decision;
  decision.object = "L-0001";
  decision.recipient = agency;
  decision.purpose = name(purpose);
  decision.outcome = domain::DecisionOutcome::permit;
  decision.clause = "xaa-coast-guard/boarding";
  decision.obligations = {"no_onward", "report_use"};
  decision.decided_at = kNow;
  return decision;
}
inline domain::Authority answer(std::string_view act,
                                domain::AuthorityOutcome outcome = domain::AuthorityOutcome::permitted) {
  domain::Authority authority;
  authority.action = act;
  authority.state = "GB";
  authority.outcome = outcome;
  authority.cites = {"ARSIWA:16"};
  if (outcome == domain::AuthorityOutcome::conditional) authority.missing = {"CREDIBLE_ASSURANCES"};
  return authority;
}

inline AskToShare ask(LeadId id = LeadId(1)) {
  AskToShare act;
  act.lead = id;
  act.agency = kAgency;
  act.purpose = Purpose::law_enforcement_interdiction;
  act.acts = {"board", "search"};
  act.conditions = {Condition::delete_on_recall};
  act.agreement = "xaa-coast-guard";
  act.assurance = "no-lethal-use";
  act.decision = permit();
  act.authority = {answer("share_intelligence"), answer("board"), answer("search")};
  return act;
}
inline ApproveAsk approve(AskId id = AskId(1)) {
  ApproveAsk act;
  act.ask = id;
  return act;
}

// A desk with one live lead.
struct LiveDesk : Desk {
  LiveDesk() {
    must(kWatch, lead());
    must(kWatch, ask());
    must(kRelease, approve());
  }
};

inline OpenIncident strike() {
  OpenIncident act;
  act.body.kind = IncidentKind::reported_strike;
  act.body.title = "Reported strike south of the bank";
  act.body.occurred.earliest = Instant::from_civil(2026, 1, 11, 2);
  act.body.occurred.latest = Instant::from_civil(2026, 1, 11, 9);
  act.body.occurred.time_precision = 2;
  act.body.place.reported = "south of the bank";
  act.body.place.point = geo::Position::from_degrees(15.25, -73.1);
  act.body.place.uncertainty_m = 18000;
  act.body.actor = "XAA/navy";
  return act;
}
inline AddClaim claim(std::string source, std::optional<std::uint32_t> min, std::optional<std::uint32_t> max) {
  AddClaim act;
  act.incident = incident_id(2026, 1);
  act.body.source = std::move(source);
  act.body.source_type = SourceType::media;
  act.body.says.killed = {min, max, ""};
  act.body.original_text = "as published";
  return act;
}
inline Covered covered(std::string agency = std::string(kAgency)) {
  Covered one;
  one.release = "r-0123456789abcdef";
  one.agency = std::move(agency);
  one.purpose = "law_enforcement_interdiction";
  one.object = "L-0001";
  one.at = kNow - 48h;
  one.conditions = "no lethal action";
  return one;
}

inline AddEvidence evidence(std::string_view bytes = "a video") {
  AddEvidence act;
  act.body.title = "Video, 41 s";
  act.body.caption = "A boat, an explosion, smoke.";
  act.body.credit = "State A";
  act.body.sha256 = sha256(bytes);
  act.body.size = 41'000'000;
  act.body.media_type = "video/mp4";
  act.body.received_as = "strike.mp4";
  act.body.intake = {"captured from the web", "https://example.org/video", "capture 1.0"};
  return act;
}

inline std::string bytes_of(const Book& book) {
  wire::ByteWriter out;
  write(out, book);
  return out.take();
}

}  // namespace fairlead::desk::support
