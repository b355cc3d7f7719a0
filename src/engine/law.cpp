// SPDX-License-Identifier: Apache-2.0
// Zones of live tracks, and what is published of the law.
#include "law.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "geo/geodesic.hpp"
#include "zones/zone.hpp"

namespace fairlead::engine {
namespace {

constexpr Duration kLookEvery = std::chrono::seconds(10);
constexpr std::size_t kCrossingsKept = 512;
// How far a track may go unobserved: a part of the way to the nearest limit, within these.
constexpr double kStepMinNm = 0.05, kStepMaxNm = 0.5, kPartOfMargin = 0.25;

double margin_nm(const zones::ZoneReport& report) {
  double least = kStepMaxNm / kPartOfMargin;
  for (const zones::LimitDistance& limit : report.limits) least = std::min(least, std::abs(limit.distance_nm));
  return least;
}

std::string states_text(const zones::States& states) {
  std::string text;
  for (const zones::StateCode& state : states) {
    if (!text.empty()) text += ',';
    text += state.view();
  }
  return text;
}

// Of several coastal States, the pursuer's own counts.
authority::ZoneReading reading_of(const zones::Presence& presence, authority::State own) {
  authority::ZoneReading reading;
  reading.kind =
      authority::word_from<authority::ZoneKind>(zones::name(presence.kind)).value_or(authority::ZoneKind::unknown);
  for (const zones::StateCode& code : presence.states) {
    const auto state = authority::State::from_code(code.view());
    if (!state) continue;
    if (!reading.state.given() || *state == own) reading.state = *state;
  }
  return reading;
}

}  // namespace

Law::Law(std::shared_ptr<const zones::Atlas> atlas) : atlas_(std::move(atlas)) {
  if (atlas_) zones_ = atlas_->version();
}

bool Law::is_pursued(domain::TrackId track) const {
  return std::ranges::any_of(pursuits_, [&](const auto& p) {
    return p->track == track && p->machine.state() != authority::PursuitState::ceased &&
           p->machine.state() != authority::PursuitState::arrested;
  });
}

std::shared_ptr<const PursuitRecord>* Law::running(domain::TrackId track) {
  for (auto& pursuit : pursuits_) {
    if (pursuit->track != track) continue;
    const authority::PursuitState state = pursuit->machine.state();
    if (state != authority::PursuitState::ceased && state != authority::PursuitState::arrested) return &pursuit;
  }
  return nullptr;
}

void Law::follow(const fusion::TrackChanges& changes, const fusion::Tracker& tracker, Instant picture,
                 std::vector<ZoneEvent>& events, Records& records) {
  const bool pursuing = std::ranges::any_of(pursuits_, [](const auto& p) {
    return p->machine.state() != authority::PursuitState::ceased &&
           p->machine.state() != authority::PursuitState::arrested;
  });
  if (atlas_ || pursuing) {
    for (const domain::TrackId id : changes.changed) {
      if ((tracker.views_of(id) & fusion::kHomeView) == 0) continue;
      const domain::Track* track = tracker.find(id);
      if (track == nullptr) continue;
      const bool is_live = track->state == domain::TrackState::live;
      if (pursuing && is_pursued(id)) {
        if (!is_live) {
          lost(id, track->observed_at, records);
        } else if (auto* pursuit = running(id);
                   pursuit != nullptr && !(*pursuit)->entries.empty() &&
                   std::holds_alternative<authority::pursuit_event::Lost>((*pursuit)->entries.back().event)) {
          add(*pursuit, track->observed_at, authority::pursuit_event::Regained{}, "the track is heard again",
              std::string(accounts::kAutomatic), records);
        }
      }
      if (atlas_ && is_live && track->position) look(*track, pursuing && is_pursued(id), events, records);
    }
  }
  for (const domain::TrackId id : changes.closed) {
    if (pursuing && is_pursued(id)) lost(id, picture, records);
    seen_.erase(id.number());
  }
  if (!pursuing) return;
  // Time alone may end one.
  for (auto& pursuit : pursuits_) {
    const authority::PursuitState before = pursuit->machine.state();
    if (before == authority::PursuitState::ceased || before == authority::PursuitState::arrested) continue;
    authority::Pursuit machine = pursuit->machine;
    if (machine.on_time(picture) == before) continue;
    auto next = std::make_shared<PursuitRecord>(*pursuit);
    next->machine = std::move(machine);
    next->looked_at = picture;
    records.add(ledger::LawNote{"pursuit",
                                domain::to_text(next->track),
                                "ceased",
                                std::string(accounts::kAutomatic),
                                next->machine.sentence(),
                                {}});
    pursuit = std::move(next);
    pursuits_seen_ = nullptr;
    changed_ = true;
  }
}

void Law::look(const domain::Track& track, bool at_once, std::vector<ZoneEvent>& events, Records& records) {
  const auto [found, is_new] = seen_.try_emplace(track.id.number());
  Seen& seen = found->second;
  if (!is_new && !at_once) {
    if (track.observed_at < seen.when + kLookEvery) return;
    if (geo::quick_distance(seen.at, *track.position).in_metres() < static_cast<double>(seen.step_m)) return;
  }
  const zones::ZoneReport report = atlas_->at(*track.position);
  seen.at = *track.position;
  seen.when = track.observed_at;
  const double step = std::clamp(margin_nm(report) * kPartOfMargin, kStepMinNm, kStepMaxNm);
  seen.step_m = static_cast<float>(Length::nautical_miles(step).in_metres());
  const auto transitions = zones::transitions(seen.settled, report);
  if (transitions.empty()) return;
  for (const zones::Transition& one : transitions) {
    ZoneEvent event{track.id,
                    track.observed_at,
                    one.kind == zones::TransitionKind::entered,
                    std::string(zones::name(one.zone.kind)),
                    states_text(one.zone.states),
                    one.confidence};
    // That a track began somewhere is no crossing; it is told with the track itself.
    if (seen.settled) {
      events.push_back(event);
      crossings_.push_back(std::move(event));
      changed_ = true;
      crossings_seen_ = nullptr;
    }
  }
  if (crossings_.size() > 2 * kCrossingsKept) {
    crossings_.erase(crossings_.begin(), crossings_.end() - static_cast<std::ptrdiff_t>(kCrossingsKept));
  }
  const bool crossed = seen.settled.has_value();
  seen.settled = zones::settle(seen.settled, report);
  seen.confidence = report.likeliest().confidence;
  auto* pursuit = is_pursued(track.id) ? running(track.id) : nullptr;
  if (pursuit == nullptr || !seen.settled) return;
  const auto own = authority::State::from_code((*pursuit)->pursuer).value_or(authority::State());
  const authority::ZoneReading reading = reading_of(*seen.settled, own);
  std::string evidence =
      fmt::format("position {} observed at {}; zone by file {}, confidence {:.2f}", geo::to_dmm(*track.position),
                  to_rfc3339(track.observed_at), zones_, seen.confidence);
  if (crossed) {
    add(*pursuit, track.observed_at, authority::pursuit_event::Crossed{reading, track.observed_at}, std::move(evidence),
        std::string(accounts::kAutomatic), records);
  } else {
    add(*pursuit, track.observed_at, authority::pursuit_event::Located{reading}, std::move(evidence),
        std::string(accounts::kAutomatic), records);
  }
}

std::optional<std::pair<authority::ZoneReading, double>> Law::where(domain::TrackId track) const {
  const auto found = seen_.find(track.number());
  if (found == seen_.end() || !found->second.settled) return std::nullopt;
  const auto own = authority::State::from_code(state_).value_or(authority::State());
  return std::pair{reading_of(*found->second.settled, own), found->second.confidence};
}

// ---- what readers see ----

std::shared_ptr<const LawNow> Law::publish(std::uint64_t slot, Instant now) const {
  if (!pursuits_seen_) pursuits_seen_ = std::make_shared<const Pursuits>(pursuits_);
  if (!uses_seen_) uses_seen_ = std::make_shared<const std::vector<ReportedUse>>(uses_);
  if (!facts_seen_) facts_seen_ = std::make_shared<const std::vector<HeldSharingFacts>>(facts_);
  if (!crossings_seen_) crossings_seen_ = std::make_shared<const std::vector<ZoneEvent>>(crossings_);
  auto law = std::make_shared<LawNow>();
  law->slot = slot;
  law->as_of = now;
  law->state = state_;
  law->zones = zones_;
  law->zones_before = zones_before_;
  law->pursuits = pursuits_seen_;
  law->uses = uses_seen_;
  law->facts = facts_seen_;
  law->crossings = crossings_seen_;
  return law;
}

const PursuitRecord* LawNow::pursuit_of(domain::TrackId track) const {
  if (!pursuits) return nullptr;
  const auto found = std::ranges::find_if(*pursuits, [&](const auto& p) { return p->track == track; });
  return found == pursuits->end() ? nullptr : found->get();
}

// ---- state ----

void Law::save(wire::ByteWriter& out) const {
  out.text(state_);
  out.text(zones_);
  out.text(zones_before_);
  std::vector<std::uint64_t> tracks;
  tracks.reserve(seen_.size());
  for (const auto& [number, seen] : seen_) tracks.push_back(number);
  std::ranges::sort(tracks);
  out.varint(tracks.size());
  for (const std::uint64_t number : tracks) {
    const Seen& seen = seen_.at(number);
    out.varint(number);
    out.optional(seen.settled, [&](const zones::Presence& presence) {
      out.u8(static_cast<std::uint8_t>(presence.kind));
      out.text(states_text(presence.states));
    });
    out.position(seen.at);
    out.instant(seen.when);
    out.real(static_cast<double>(seen.step_m));
    out.real(seen.confidence);
  }
  out.varint(pursuits_made_);
  out.varint(pursuits_.size());
  for (const auto& pursuit : pursuits_) write(out, *pursuit);
  out.varint(uses_made_);
  out.varint(uses_.size());
  for (const ReportedUse& use : uses_) {
    out.varint(use.number);
    for (const std::string* text : {&use.agency, &use.purpose, &use.act, &use.status, &use.facts, &use.text, &use.by}) {
      out.text(*text);
    }
    out.optional(use.lawful, [&](bool lawful) { out.boolean(lawful); });
    out.instant(use.at);
    out.instant(use.changed_at);
  }
  out.varint(facts_.size());
  for (const HeldSharingFacts& held : facts_) {
    for (const std::string* text : {&held.agency, &held.facts, &held.reason, &held.by}) out.text(*text);
    out.instant(held.at);
  }
  out.varint(crossings_.size());
  for (const ZoneEvent& event : crossings_) {
    out.varint(event.track.number());
    out.instant(event.at);
    out.boolean(event.entered);
    out.text(event.zone);
    out.text(event.states);
    out.real(event.confidence);
  }
}

Result<void> Law::restore(wire::ByteReader& in) {
  state_ = in.text();
  const std::string zones(in.text());
  zones_before_ = in.text();
  // Which file found what was found so far is told; from here on, the one at hand does.
  if (zones != zones_ && !zones.empty()) zones_before_ = zones;
  seen_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    const std::uint64_t number = in.varint();
    Seen seen;
    seen.settled = in.optional([&in] {
      zones::Presence presence;
      const std::uint8_t kind = in.u8();
      if (kind > static_cast<std::uint8_t>(zones::ZoneKind::high_seas)) in.fail();
      presence.kind = static_cast<zones::ZoneKind>(kind);
      const std::string states(in.text());
      for (std::size_t i = 0; i + 2 <= states.size(); i += 3) {
        if (const auto code = zones::state_code_from(std::string_view(states).substr(i, 2))) {
          presence.states.push_back(*code);
        }
      }
      return presence;
    });
    seen.at = in.position();
    seen.when = in.instant();
    seen.step_m = static_cast<float>(in.real());
    seen.confidence = in.real();
    seen_.emplace(number, seen);
  }
  pursuits_made_ = in.varint();
  pursuits_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    FL_TRY(PursuitRecord record, read_pursuit(in));
    pursuits_.push_back(std::make_shared<const PursuitRecord>(std::move(record)));
  }
  uses_made_ = in.varint();
  uses_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    ReportedUse use;
    use.number = in.varint();
    for (std::string* text : {&use.agency, &use.purpose, &use.act, &use.status, &use.facts, &use.text, &use.by}) {
      *text = in.text();
    }
    use.lawful = in.optional([&in] { return in.boolean(); });
    use.at = in.instant();
    use.changed_at = in.instant();
    if (!in.ok()) break;
    FL_CHECK(judge(use, use.changed_at));
    uses_.push_back(std::move(use));
  }
  facts_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    HeldSharingFacts held;
    for (std::string* text : {&held.agency, &held.facts, &held.reason, &held.by}) *text = in.text();
    held.at = in.instant();
    facts_.push_back(std::move(held));
  }
  crossings_.clear();
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    ZoneEvent event;
    event.track = domain::TrackId(in.varint());
    event.at = in.instant();
    event.entered = in.boolean();
    event.zone = in.text();
    event.states = in.text();
    event.confidence = in.real();
    crossings_.push_back(std::move(event));
  }
  changed_ = true;
  pursuits_seen_ = nullptr;
  uses_seen_ = nullptr;
  facts_seen_ = nullptr;
  crossings_seen_ = nullptr;
  return {};
}

}  // namespace fairlead::engine
