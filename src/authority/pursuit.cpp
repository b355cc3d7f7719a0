// SPDX-License-Identifier: Apache-2.0
#include "authority/pursuit.hpp"

#include <fmt/format.h>

#include "base/assert.hpp"
#include "evaluation.hpp"

namespace fairlead::authority {
namespace {

namespace event = pursuit_event;

bool is_state_waters(ZoneKind kind) {
  return kind == ZoneKind::territorial_sea || kind == ZoneKind::internal_waters ||
         kind == ZoneKind::archipelagic_waters;
}

// From the sea towards the coast; a ship that moves inwards has not left its start zone.
int depth(ZoneKind kind) {
  switch (kind) {
    case ZoneKind::internal_waters:
    case ZoneKind::archipelagic_waters:
      return 4;
    case ZoneKind::territorial_sea:
      return 3;
    case ZoneKind::contiguous_zone:
      return 2;
    case ZoneKind::eez:
    case ZoneKind::continental_shelf:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

Pursuit::Pursuit(State pursuer, PursuitLimits limits) : pursuer_(pursuer), limits_(limits) {}

void Pursuit::record(PursuitCondition which, bool met, Instant at, std::string evidence) {
  conditions_[static_cast<std::size_t>(which)] = {met ? Tri::yes : Tri::no, at, std::move(evidence)};
}

void Pursuit::cease(Instant at, PursuitEnd why) {
  state_ = PursuitState::ceased;
  end_ = why;
  ended_at_ = at;
}

// The states follow from the conditions, in whatever order they were met.
void Pursuit::advance(Instant at) {
  if (final()) return;
  const bool grounds = facts_.good_reason == Tri::yes;
  const bool located = grounds && facts_.start_zone != ZoneKind::unknown && facts_.position_verified == Tri::yes;
  const bool signalled = located && facts_.signal.has_value() && *facts_.signal != Signal::none;
  PursuitState next = grounds ? PursuitState::grounds : PursuitState::none;
  if (located) next = PursuitState::located;
  if (signalled)
    next = facts_.vessel_still_in_start_zone == Tri::yes ? PursuitState::signalled : PursuitState::pursuing;
  if (signalled && state_ != PursuitState::signalled && state_ != PursuitState::pursuing) started_at_ = at;
  state_ = next;
  if (signalled && facts_.interrupted == Tri::unknown) {
    facts_.interrupted = Tri::no;
    record(PursuitCondition::continuous, true, at, "in contact when the signal was given");
  }
}

void Pursuit::apply(Instant at, const event::Grounds& e, const std::string& evidence) {
  facts_.law = e.law;
  facts_.good_reason = Tri::yes;
  record(PursuitCondition::good_reason, true, at, evidence);
}

void Pursuit::apply(Instant at, const event::Located& e, const std::string& evidence) {
  zone_ = e.zone;
  if (facts_.start_zone == ZoneKind::unknown || facts_.position_verified != Tri::yes) {
    facts_.start_zone = e.zone.kind;
    facts_.start_zone_state = e.zone.state;
    (e.through_boats ? facts_.mothership_team : facts_.vessel_in_zone_at_start) = Tri::yes;
    if (e.through_boats) facts_.vessel_in_zone_at_start = Tri::no;
    facts_.vessel_still_in_start_zone = e.through_boats ? Tri::no : Tri::yes;
    record(PursuitCondition::in_zone_at_start, true, at, evidence);
  }
  if (e.verified) {
    facts_.position_verified = Tri::yes;
    record(PursuitCondition::position_verified, true, at, evidence);
  }
}

void Pursuit::apply(Instant at, const event::Signalled& e, const std::string& evidence) {
  // A radio order beside a signal that was seen or heard takes nothing away.
  const bool better = facts_.signal == Signal::visual || facts_.signal == Signal::auditory;
  if (better && (e.signal == Signal::radio || e.signal == Signal::none)) return;
  if (better && facts_.signal_in_range == Tri::yes && e.in_range != Tri::yes) return;
  const bool outside = facts_.vessel_still_in_start_zone == Tri::no && facts_.mothership_team != Tri::yes;
  if (outside && facts_.signal_before_exit == Tri::yes) return;  // the first one counts
  if (!facts_.signal) signalled_at_ = at;
  facts_.signal = e.signal;
  facts_.signal_in_range = e.in_range;
  facts_.signal_before_exit = outside ? Tri::no : Tri::yes;
  record(PursuitCondition::signal_given, e.in_range != Tri::no && e.signal != Signal::none, at,
         fmt::format("{}{}{}", word_of(e.signal), evidence.empty() ? "" : ": ", evidence));
  record(PursuitCondition::before_exit, !outside, at, evidence);
}

void Pursuit::apply(Instant at, const event::Crossed& e, const std::string& evidence) {
  zone_ = e.zone;
  const bool same_coast = e.zone.state == facts_.start_zone_state && facts_.start_zone_state.given();
  if (facts_.start_zone != ZoneKind::unknown && facts_.mothership_team != Tri::yes) {
    const bool inside = same_coast && depth(e.zone.kind) >= depth(facts_.start_zone);
    if (!inside && facts_.vessel_still_in_start_zone == Tri::yes) {
      facts_.vessel_still_in_start_zone = Tri::no;
      if (facts_.signal && e.seen_at && *e.seen_at < signalled_at_) {
        facts_.signal_before_exit = Tri::no;
        record(PursuitCondition::before_exit, false, at,
               fmt::format("seen outside at {}, before the signal", to_rfc3339(*e.seen_at)));
      }
      if (!facts_.signal) {
        facts_.signal = Signal::none;
        record(PursuitCondition::before_exit, false, at, "left the zone before any signal");
        return cease(at, PursuitEnd::left_unsignalled);
      }
    }
  }
  if (is_state_waters(e.zone.kind) && !same_coast && facts_.start_zone != ZoneKind::unknown) {
    facts_.entered_ts_of = e.zone.state.given() ? e.zone.state : State::unnamed();
    record(PursuitCondition::outside_foreign_waters, false, at, evidence);
    cease(at, PursuitEnd::entered_territorial_sea);
  }
}

void Pursuit::apply(Instant at, const event::Lost&, const std::string&) {
  if (lost_) return;
  lost_ = true;
  lost_at_ = at;
}

void Pursuit::apply(Instant at, const event::Regained&, const std::string& evidence) {
  if (!lost_) return;
  lost_ = false;
  if (facts_.interrupted == Tri::no) {
    record(
        PursuitCondition::continuous, true, at,
        fmt::format("regained after {} s{}{}", (at - lost_at_).count() / 1000, evidence.empty() ? "" : ": ", evidence));
  }
}

void Pursuit::apply(Instant at, const event::BrokenOff&, const std::string& evidence) {
  facts_.interrupted = Tri::yes;
  record(PursuitCondition::continuous, false, at, evidence);
  cease(at, PursuitEnd::broken_off);
}

void Pursuit::apply(Instant at, const event::HandedOver& e, const std::string& evidence) {
  facts_.handover = e.how;
  facts_.handover_continuous = e.continuous ? Tri::yes : Tri::no;
  if (e.to.given() && e.to != pursuer_) facts_.relay_states.push_back(e.to);
  if (!e.continuous) {
    facts_.interrupted = Tri::yes;
    record(PursuitCondition::continuous, false, at, evidence);
    cease(at, PursuitEnd::handover_broken);
  }
}

void Pursuit::apply(Instant at, const event::Arrested&, const std::string&) {
  state_ = PursuitState::arrested;
  end_ = PursuitEnd::arrested;
  ended_at_ = at;
}

PursuitState Pursuit::on_time(Instant now) {
  if (!final() && lost_ && now - lost_at_ > limits_.gap_max) {
    const Instant broken = lost_at_ + limits_.gap_max;
    const bool running = state_ == PursuitState::signalled || state_ == PursuitState::pursuing;
    if (running) {
      facts_.interrupted = Tri::yes;
      record(PursuitCondition::continuous, false, broken,
             fmt::format("no contact for more than {}", to_text(limits_.gap_max)));
      cease(broken, PursuitEnd::contact_lost);
    }
  }
  return state_;
}

PursuitState Pursuit::on(Instant at, const PursuitEvent& happened, std::string evidence) {
  on_time(at);
  if (final()) {
    ++ignored_;
    return state_;
  }
  std::visit([&](const auto& e) { apply(at, e, evidence); }, happened);
  advance(at);
  return state_;
}

Duration Pursuit::running(Instant now) const {
  if (started_at_ == Instant{}) return Duration{0};
  return (final() ? ended_at_ : now) - started_at_;
}

std::string Pursuit::sentence() const {
  switch (state_) {
    case PursuitState::none:
      return "No pursuit: no good reason to believe that a law was broken is recorded.";
    case PursuitState::grounds:
      return "Grounds are recorded; the position is not established yet.";
    case PursuitState::located:
      return fmt::format("The vessel is placed in {}; a signal to stop must be given before it leaves.",
                         zone_text(zone_));
    case PursuitState::signalled:
      return fmt::format("The signal to stop was given at {}, in {}.", to_rfc3339(started_at_), zone_text(zone_));
    case PursuitState::pursuing:
      return fmt::format("In hot pursuit since {}, now in {}, not interrupted.", to_rfc3339(started_at_),
                         zone_text(zone_));
    case PursuitState::arrested:
      return fmt::format("The pursuit ended with an arrest at {}.", to_rfc3339(ended_at_));
    case PursuitState::ceased:
      break;
  }
  switch (end_) {
    case PursuitEnd::entered_territorial_sea:
      return fmt::format("The pursuit ended at {} when the vessel entered {}; leaving it again does not revive it.",
                         to_rfc3339(ended_at_), zone_text(zone_));
    case PursuitEnd::contact_lost:
      return fmt::format("The pursuit was interrupted at {}: no contact for more than {}; it cannot be taken up again.",
                         to_rfc3339(ended_at_), to_text(limits_.gap_max));
    case PursuitEnd::broken_off:
      return fmt::format("The pursuit was broken off at {} and cannot be taken up again.", to_rfc3339(ended_at_));
    case PursuitEnd::handover_broken:
      return fmt::format("The handing over at {} was not continuous, which ended the pursuit.", to_rfc3339(ended_at_));
    case PursuitEnd::left_unsignalled:
      return fmt::format("The vessel left the zone at {} before any signal to stop.", to_rfc3339(ended_at_));
    case PursuitEnd::none:
    case PursuitEnd::arrested:
      break;
  }
  FL_ASSERT(false);
  return {};
}

}  // namespace fairlead::authority
