// SPDX-License-Identifier: Apache-2.0
// distress: a distress device transmits. It outranks everything and has no quiet situations.
//
// Definition: MMSI 970 (AIS-SART), 972 (man overboard) or 974 (EPIRB-AIS), ITU-R M.585-9 annex 2; active when the
// navigational status is 14 or the text of message 14 says so, under test otherwise (ITU-R M.1371-5; IEC 61097-14). A
// device that does not say it is active is told at `warning`, because only a call can tell a test from a fault.
// Source: the standards named.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr std::uint8_t kActive = 14;

const char* device(const Vessel& v) {
  if (!v.mmsi) return "a distress device";
  switch (v.mmsi->kind()) {
    case domain::MmsiKind::sart:
      return "an AIS search and rescue transmitter";
    case domain::MmsiKind::man_overboard:
      return "a man-overboard device";
    case domain::MmsiKind::epirb:
      return "an EPIRB-AIS";
    default:
      return "a distress device";
  }
}

}  // namespace

void distress_seen(World& w, Vessel& v, const Sighting& s) {
  const bool is_device = v.kind == domain::TrackKind::distress || (v.mmsi && v.mmsi->is_distress_device());
  if (!is_device || !w.terms(Rule::distress).in_force(s.at)) return;
  if (s.nav_status) v.nav_status = s.nav_status;
  const bool active = v.nav_status == kActive;
  const std::uint64_t number = v.open[static_cast<std::size_t>(Rule::distress)];
  const auto priority = active ? w.terms(Rule::distress).priority : domain::Priority::warning;
  std::vector<std::string> reasons;
  reasons.push_back(fmt::format("{} transmits: {}", device(v), words::who(v)));
  reasons.push_back(active
                        ? "it says that it is active (status 14)"
                        : "it does not say that it is active: a test or a fault; treat it as real until that is known");
  if (number == 0) {
    w.open_for(v, {.rule = Rule::distress,
                   .vessels = {&v},
                   .begins_at = s.at,
                   .at = s.at,
                   .position = s.position,
                   .reasons = std::move(reasons),
                   .evidence = {s.evidence},
                   .subject = {},
                   .priority = priority,
                   .again_within = std::chrono::hours(24)});
    return;
  }
  Situation* open = w.book.find(number);
  if (open == nullptr) return;
  if (open->priority < priority || (!open->position && s.position)) {
    if (open->priority < priority) open->priority = priority;
    if (!open->position) open->position = s.position;
    open->reasons = std::move(reasons);
    w.book.add_evidence(number, s.evidence);
    w.book.touch(number, s.at);
  }
}

void distress_silent(World& w, Vessel& v, Instant now) {
  if (v.open[static_cast<std::size_t>(Rule::distress)] == 0 || now - v.newest_at < w.rules.distress.silence_end) return;
  w.end_for(v, Rule::distress, v.newest_at, fmt::format("not heard since {}", words::when(v.newest_at)));
}

}  // namespace fairlead::behaviour
