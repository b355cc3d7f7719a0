// SPDX-License-Identifier: Apache-2.0
// Every threshold once, with its name, its least and greatest value and its meaning: check(), set() and the table of
// rules walk this list.
//
// Threads: any.
#pragma once

#include <string_view>

#include "behaviour/rules.hpp"

namespace fairlead::behaviour {

// Calls visit(name, member, least, greatest, meaning) for each threshold of a rule. Bounds are in the member's unit as
// printed: seconds, metres, knots, or plain.
template <class RulesType, class Visit>
void each_member(RulesType& r, Rule which, Visit&& visit) {
  constexpr double kDay = 86'400;
  constexpr double kFar = 1e6;
  switch (which) {
    case Rule::distress:
      visit("silence_end", r.distress.silence_end, 60, 7 * kDay, "it ends when nothing was heard for this long");
      break;
    case Rule::gone_dark:
      visit("silence_min", r.gone_dark.silence_min, 600, 3 * kDay, "silence of a class A ship");
      visit("silence_class_b_min", r.gone_dark.silence_class_b_min, 600, 3 * kDay, "silence of a class B vessel");
      visit("silence_seen_min", r.gone_dark.silence_seen_min, 60, kDay, "silence while other sensors still see it");
      visit("seen_min", r.gone_dark.seen_min, 1, 1000, "sightings by other sensors in that silence");
      visit("reports_before_min", r.gone_dark.reports_before_min, 1, 1000, "class A reports in the half hour before");
      visit("reports_before_class_b_min", r.gone_dark.reports_before_class_b_min, 1, 1000,
            "class B reports in the half hour before");
      visit("others_min", r.gone_dark.others_min, 1, 1000, "other vessels heard there in a span of ten minutes");
      visit("others_within", r.gone_dark.others_within, 1000, 100'000, "how near these must be");
      visit("covered_min", r.gone_dark.covered_min, 0.1, 1, "share of the spans in which that is so");
      visit("others_kept_min", r.gone_dark.others_kept_min, 0, 1,
            "share of the vessels heard there before that are heard still: with fewer, reception went");
      visit("speed_min", r.gone_dark.speed_min, 0, 20, "speed before the silence");
      visit("coast_min", r.gone_dark.coast_min, 0, kFar, "distance from the coast, where known");
      visit("forgotten_after", r.gone_dark.forgotten_after, 3600, 30 * kDay, "no longer waited for after this");
      break;
    case Rule::dark_contact:
      visit("duration_min", r.dark_contact.duration_min, 60, kDay, "time followed by sensors");
      visit("sightings_min", r.dark_contact.sightings_min, 2, 1000, "sightings in that time");
      visit("speed_min", r.dark_contact.speed_min, 1, 80, "speed made good, or …");
      visit("length_min", r.dark_contact.length_min, 1, 500, "… measured length");
      visit("others_min", r.dark_contact.others_min, 1, 1000, "other vessels heard on AIS there at the time");
      visit("others_within", r.dark_contact.others_within, 1000, 100'000, "how near these must be");
      visit("unseen_end", r.dark_contact.unseen_end, 60, kDay, "it ends when no sensor saw it for this long");
      break;
    case Rule::rendezvous:
      visit("close_distance", r.rendezvous.close_distance, 10, 5000, "the narrower distance");
      visit("close_duration", r.rendezvous.close_duration, 60, kDay, "time within the narrower distance");
      visit("distance", r.rendezvous.distance, 10, 5000, "the wider distance, not below the narrower");
      visit("duration", r.rendezvous.duration, 60, 3 * kDay, "time within the wider distance");
      visit("speed_max", r.rendezvous.speed_max, 0.1, 20, "median speed of each below this");
      visit("port_min", r.rendezvous.port_min, 0, kFar, "distance from any port or anchorage");
      visit("coast_min", r.rendezvous.coast_min, 0, kFar, "distance from the coast, where known");
      visit("apart_min", r.rendezvous.apart_min, 0, kFar, "how far apart a contact without AIS was before");
      visit("break_max", r.rendezvous.break_max, 60, kDay, "apart or unseen for less than this does not count");
      visit("merge_within", r.rendezvous.merge_within, 0, 3 * kDay,
            "meetings of the same vessels less than this apart are one");
      visit("crowd_within", r.rendezvous.crowd_within, 100, 50'000, "radius of what counts as a crowd");
      visit("crowd_max", r.rendezvous.crowd_max, 2, 1000, "slow vessels within it; more are a crowd");
      break;
    case Rule::loitering:
      visit("duration_min", r.loitering.duration_min, 3600, 10 * kDay, "length of the run of slow hours");
      visit("speed_max", r.loitering.speed_max, 0.1, 20, "mean implied speed of each hour below this");
      visit("coast_min", r.loitering.coast_min, 0, kFar, "distance from the coast, where known");
      visit("swing_min", r.loitering.swing_min, 0, kFar, "distance from where it began, where the coast is not known");
      visit("gap_max", r.loitering.gap_max, 600, kDay, "a longer silence ends the run");
      break;
    case Rule::go_fast:
      visit("speed_min", r.go_fast.speed_min, 5, 80, "speed made good at least");
      visit("speed_max", r.go_fast.speed_max, 20, 200, "speed made good at most: faster is an aircraft or a fault");
      visit("above_reported_min", r.go_fast.above_reported_min, 0, 80,
            "of a vessel that has gone dark: above the speed that it reported last, or …");
      visit("ship_speed_max", r.go_fast.ship_speed_max, 5, 200, "… above this");
      visit("duration_min", r.go_fast.duration_min, 60, 7200, "over this time");
      visit("straightness_min", r.go_fast.straightness_min, 0.1, 1, "distance made good by length of path");
      visit("coast_min", r.go_fast.coast_min, 0, kFar, "distance from the coast, where known");
      visit("slow_end", r.go_fast.slow_end, 60, kDay, "it ends when it was slower for this long");
      break;
    case Rule::stop_and_drift:
      visit("under_way_min", r.stop_and_drift.under_way_min, 1, 80, "speed of a ship under way");
      visit("under_way_for", r.stop_and_drift.under_way_for, 60, kDay, "for this long");
      visit("under_way_within", r.stop_and_drift.under_way_within, 60, 3 * kDay,
            "not longer before the drift than this");
      visit("drift_min", r.stop_and_drift.drift_min, 0, 20, "speed of a drifting ship at least");
      visit("drift_max", r.stop_and_drift.drift_max, 0.1, 20, "speed of a drifting ship at most");
      visit("angle_min", r.stop_and_drift.angle_min, 5, 180, "degrees between heading and course");
      visit("duration_min", r.stop_and_drift.duration_min, 60, kDay, "length of the drift of a ship");
      visit("distance_min", r.stop_and_drift.distance_min, 0, kFar, "way of the drift of a ship");
      visit("length_min", r.stop_and_drift.length_min, 0, 500, "length of the ship");
      visit("contact_speed_max", r.stop_and_drift.contact_speed_max, 0.1, 20, "speed of a stopped contact at most");
      visit("contact_duration_min", r.stop_and_drift.contact_duration_min, 60, kDay, "length of the stop of a contact");
      visit("coast_min", r.stop_and_drift.coast_min, 0, kFar, "distance from the coast, where known");
      visit("tolerance", r.stop_and_drift.tolerance, 0, kDay, "an interruption shorter than this does not count");
      break;
    case Rule::landing_course:
      visit("speed_min", r.landing_course.speed_min, 1, 80, "speed made good");
      visit("duration_min", r.landing_course.duration_min, 60, kDay, "on such a course for this long");
      visit("range_max", r.landing_course.range_max, 1000, 500'000, "distance ahead at most");
      break;
    case Rule::on_land:
      visit("inland_min", r.on_land.inland_min, 100, kFar, "distance from the coast, on land");
      visit("reports_min", r.on_land.reports_min, 1, 1000, "reports from there");
      visit("duration_min", r.on_land.duration_min, 0, kDay, "over this time");
      visit("others_max", r.on_land.others_max, 0, 1000,
            "other vessels that report from land near it; more are a waterway");
      break;
    case Rule::impossible_jump:
      visit("speed_min", r.impossible_jump.speed_min, 20, 1000, "implied speed above this");
      visit("distance_min", r.impossible_jump.distance_min, 1000, kFar, "length of the step");
      visit("reports_min", r.impossible_jump.reports_min, 2, 1000, "reports that confirm the new place");
      visit("silence_min", r.impossible_jump.silence_min, 60, kDay, "silence of the old place");
      visit("clock_slack", r.impossible_jump.clock_slack, 0, 3600, "how far clocks may differ");
      visit("look_back", r.impossible_jump.look_back, 60, 10 * kDay, "an older position is not compared");
      break;
    case Rule::offset_spoofing:
      visit("ships_min", r.offset_spoofing.ships_min, 2, 1000, "ships that jumped alike");
      visit("source_radius", r.offset_spoofing.source_radius, 1000, kFar, "how near the beginnings are to each other");
      visit("target_radius", r.offset_spoofing.target_radius, 100, kFar, "how near the ends are to each other");
      visit("within", r.offset_spoofing.within, 600, 10 * kDay, "within this time");
      break;
    case Rule::circle_spoofing:
      visit("radius_min", r.circle_spoofing.radius_min, 10, kFar, "radius at least");
      visit("radius_max", r.circle_spoofing.radius_max, 100, kFar, "radius at most");
      visit("residual_max", r.circle_spoofing.residual_max, 0.001, 0.5, "mean distance from the ring, in radii");
      visit("turns_min", r.circle_spoofing.turns_min, 1, 100, "turns by the reported speed");
      visit("points_min", r.circle_spoofing.points_min, 12, 36, "positions on the ring");
      visit("speed_min", r.circle_spoofing.speed_min, 0.5, 50, "mean reported speed");
      visit("course_apart_min", r.circle_spoofing.course_apart_min, 10, 180,
            "degrees between reported course and motion, or …");
      visit("ships_min", r.circle_spoofing.ships_min, 2, 100, "… ships on like rings within 5 nm, or the ring on land");
      break;
    case Rule::mmsi_shared:
      visit("speed_min", r.mmsi_shared.speed_min, 20, 1000, "implied speed between the places");
      visit("distance_min", r.mmsi_shared.distance_min, 500, kFar, "distance between the places");
      visit("alternations_min", r.mmsi_shared.alternations_min, 2, 100, "changes from one to the other");
      visit("within", r.mmsi_shared.within, 60, kDay, "no longer than this between two");
      break;
    case Rule::identity_change:
      visit("silence_max", r.identity_change.silence_max, 60, kDay,
            "from the old number's last report to the new one's first");
      visit("settle", r.identity_change.settle, 60, kDay, "the new number is judged after this");
      visit("distance_max", r.identity_change.distance_max, 100, 50'000, "from where the old one would be");
      visit("reports_min", r.identity_change.reports_min, 2, 100,
            "times that a new name or IMO number is told in a row");
      break;
    case Rule::identity_conflict:
      visit("length_min", r.identity_conflict.length_min, 0, 500, "length claimed");
      visit("reports_min", r.identity_conflict.reports_min, 1, 100, "times that it is claimed");
      break;
    case Rule::zone_change:
      visit("zones", r.zone_change.zones, 0, 0, "zones whose entry is told");
      visit("everyone", r.zone_change.everyone, 0, 0, "whether crossings of any vessel are told");
      visit("confidence_min", r.zone_change.confidence_min, 0.3, 1, "how sure the zone must be");
      visit("settle", r.zone_change.settle, 0, kDay, "in the new zone for this long");
      break;
    case Rule::lane_deviation:
      visit("angle_max", r.lane_deviation.angle_max, 5, 90, "degrees off the lane's direction that still follow it");
      visit("against_min", r.lane_deviation.against_min, 90, 180, "degrees off that are against it");
      visit("speed_min", r.lane_deviation.speed_min, 0.5, 50, "speed");
      visit("length_min", r.lane_deviation.length_min, 0, 500, "length, where known (COLREG rule 10: 20 m)");
      visit("follow_min", r.lane_deviation.follow_min, 60, kDay, "followed the lane for this long");
      visit("off_min", r.lane_deviation.off_min, 60, kDay, "off or against it for this long");
      visit("off_factor", r.lane_deviation.off_factor, 1, 10, "half widths from the middle that are off");
      break;
    case Rule::near_cable:
      visit("distance", r.near_cable.distance, 10, 50'000, "from the line");
      visit("speed_max", r.near_cable.speed_max, 0.1, 20, "speed");
      visit("duration_min", r.near_cable.duration_min, 60, kDay, "for this long");
      visit("tolerance", r.near_cable.tolerance, 0, kDay, "an interruption shorter than this does not count");
      break;
    case Rule::watchlist:
      visit("silence_end", r.watchlist.silence_end, 60, 10 * kDay, "it ends when nothing was heard for this long");
      break;
    case Rule::area:
      visit("leave_after", r.area.leave_after, 0, kDay, "it ends this long after the last position inside");
      break;
  }
}

}  // namespace fairlead::behaviour
