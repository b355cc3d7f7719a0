// SPDX-License-Identifier: Apache-2.0
#include "kinds.hpp"

#include <algorithm>

namespace fairlead::fusion {

using domain::MmsiKind;
using domain::TrackKind;

TrackKind kind_of(const domain::Observation& observation) {
  const TrackKind kind = observation.kind;
  if (!observation.mmsi) return kind;
  const bool afloat = kind == TrackKind::ship || kind == TrackKind::class_b || kind == TrackKind::contact;
  switch (observation.mmsi->kind()) {
    case MmsiKind::sart:
    case MmsiKind::man_overboard:
    case MmsiKind::epirb:
      return TrackKind::distress;
    case MmsiKind::auxiliary_craft:
    case MmsiKind::handheld_vhf:
      return afloat ? TrackKind::small_craft : kind;
    case MmsiKind::sar_aircraft:
      return kind == TrackKind::contact ? TrackKind::sar_aircraft : kind;
    default:
      return kind;
  }
}

namespace {

int rank(TrackKind kind) {
  switch (kind) {
    case TrackKind::contact:
      return 0;
    case TrackKind::ship:
      return 1;
    case TrackKind::class_b:
      return 2;
    case TrackKind::small_craft:
      return 3;
    case TrackKind::aid_to_navigation:
      return 4;
    case TrackKind::base_station:
      return 5;
    case TrackKind::sar_aircraft:
      return 6;
    case TrackKind::own_ship:
      return 7;
    case TrackKind::distress:
      return 8;
  }
  return 0;
}

}  // namespace

TrackKind more_specific(TrackKind a, TrackKind b) { return rank(b) > rank(a) ? b : a; }

bool mmsi_is_malformed(TrackKind kind, domain::Mmsi mmsi) {
  const MmsiKind digits = mmsi.kind();
  switch (kind) {
    case TrackKind::ship:
    case TrackKind::own_ship:
      return digits != MmsiKind::ship || mmsi.flag().empty();
    case TrackKind::class_b:
      return digits != MmsiKind::ship || mmsi.flag().empty();
    case TrackKind::small_craft:
      return digits != MmsiKind::auxiliary_craft && digits != MmsiKind::handheld_vhf && digits != MmsiKind::ship;
    case TrackKind::sar_aircraft:
      return digits != MmsiKind::sar_aircraft;
    case TrackKind::base_station:
      return digits != MmsiKind::coast_station;
    case TrackKind::aid_to_navigation:
      return digits != MmsiKind::aid_to_navigation;
    case TrackKind::distress:
      return !mmsi.is_distress_device();
    case TrackKind::contact:
      return false;
  }
  return false;
}

AgeLimits age_limits(const TrackerLimits& limits, const domain::Track& track) {
  AgeLimits chosen = limits.contact;
  switch (track.kind) {
    case TrackKind::ship: {
      // 1 at anchor, 5 moored, 6 aground.
      const auto status = track.nav_status;
      const bool at_rest = status && (*status == 1 || *status == 5 || *status == 6);
      chosen = at_rest ? limits.ship_at_rest : limits.ship;
      break;
    }
    case TrackKind::class_b:
      chosen = limits.class_b;
      break;
    case TrackKind::small_craft:
      chosen = limits.small_craft;
      break;
    case TrackKind::sar_aircraft:
      chosen = limits.sar_aircraft;
      break;
    case TrackKind::base_station:
      chosen = limits.base_station;
      break;
    case TrackKind::aid_to_navigation:
      chosen = limits.aid_to_navigation;
      break;
    case TrackKind::distress:
      chosen = limits.distress;
      break;
    case TrackKind::own_ship:
      chosen = limits.own_ship;
      break;
    case TrackKind::contact:
      break;
  }
  if (!track.position) chosen.dropped_after = std::min(chosen.dropped_after, limits.dropped_without_position);
  chosen.dropped_after = std::max(chosen.dropped_after, chosen.lost_after);
  return chosen;
}

SpeedLimits speed_limits(const TrackerLimits& limits, TrackKind kind, const domain::StaticClaims& claims) {
  switch (kind) {
    case TrackKind::ship:
    case TrackKind::own_ship:
      // Ship types 20 to 29 fly.
      if (claims.ship_type && *claims.ship_type / 10 == 2) return limits.wing_in_ground_speed;
      return limits.ship_speed;
    case TrackKind::class_b:
    case TrackKind::small_craft:
    case TrackKind::distress:
      return limits.class_b_speed;
    case TrackKind::sar_aircraft:
      return limits.sar_aircraft_speed;
    case TrackKind::base_station:
    case TrackKind::aid_to_navigation:
      return limits.fixed_speed;
    case TrackKind::contact:
      break;
  }
  return limits.contact_speed;
}

}  // namespace fairlead::fusion
