// SPDX-License-Identifier: Apache-2.0
// Own position and radar targets to observations.
#include <algorithm>
#include <cmath>

#include "decode/observe.hpp"
#include "geo/geodesic.hpp"
#include "observe_time.hpp"

namespace fairlead::decode {
namespace {

using domain::Observation;

constexpr Duration kOwnStateMax{30'000};
constexpr std::size_t kLabelsMax = 1000;

// Own position by satellite.
constexpr Length kSigmaOwn = Length::metres(10);
// A plotted target by position.
constexpr Length kSigmaPlotted = Length::metres(50);
// Accuracy that IEC 62388 asks of a radar: 30 m or 1 % of the range in use, and 1 degree.
constexpr double kRangeSigmaMin = 30.0;
constexpr double kRangeSigmaShare = 0.01;
constexpr double kBearingSigmaRadians = 0.0174533;

bool fresh(Instant then, Instant now) { return now - then <= kOwnStateMax && then - now <= kOwnStateMax; }

}  // namespace

std::optional<domain::Observation> Observer::observe(const nmea::Record& record, Instant received_at) {
  if (const auto* own = std::get_if<nmea::OwnShip>(&record.body)) return own_position(record, *own, received_at);
  if (const auto* target = std::get_if<nmea::RadarTarget>(&record.body)) {
    return radar_target(record, *target, received_at);
  }
  const auto& labels = std::get<nmea::TargetLabels>(record.body);
  for (std::size_t i = 0; i < labels.count; ++i) {
    const auto& entry = labels.entries[i];
    if (entry.label.size == 0) {
      labels_.erase(entry.number);
    } else if (labels_.size() < kLabelsMax || labels_.contains(entry.number)) {
      labels_[entry.number] = entry.label;
    }
  }
  return std::nullopt;
}

std::optional<domain::Observation> Observer::own_position(const nmea::Record& record, const nmea::OwnShip& own,
                                                          Instant received_at) {
  const bool is_rmc = record.sentence == std::array<char, 3>{'R', 'M', 'C'};
  const bool is_gga = record.sentence == std::array<char, 3>{'G', 'G', 'A'};
  if (own.heading) heading_ = {own.heading->in_degrees(), received_at};
  if (is_rmc && own.position) rmc_at_ = received_at;
  Observation o = begin(record.context, received_at);
  o.sensor = domain::SensorKind::own_navigation;
  o.kind = domain::TrackKind::own_ship;
  o.position = own.position;
  o.position_sigma = kSigmaOwn;
  o.speed = own.speed;
  o.course = own.course;
  o.heading = own.heading;
  if (own.time) {
    if (*own.time <= received_at + kAheadMax) o.observed_at = own.time;
  } else if (own.time_of_day) {
    o.observed_at = nearest_time_of_day(o.at(), *own.time_of_day);
  }
  if (!o.position) return std::nullopt;
  if (is_gga && rmc_at_ && fresh(*rmc_at_, received_at)) return std::nullopt;  // RMC says the same and more
  if (!o.heading && heading_ && fresh(heading_->at, received_at)) o.heading = Heading::degrees(heading_->value);
  remember_own(o);
  return o;
}

std::optional<double> Observer::own_heading(Instant at) const {
  if (heading_ && fresh(heading_->at, at)) return heading_->value;
  if (course_ && fresh(course_->at, at)) return course_->value;
  return std::nullopt;
}

bool Observer::place_by_bearing(const nmea::RadarTarget& target, Observation& o) const {
  if (!target.distance || !target.bearing_degrees || !position_ || !fresh(position_->at, o.received_at)) return false;
  double bearing = *target.bearing_degrees;
  if (target.bearing_is_relative) {
    const auto heading = own_heading(o.received_at);
    if (!heading) return false;
    bearing += *heading;
  }
  o.position = geo::destination(position_->value, Bearing::degrees(bearing), *target.distance);
  const double range = target.distance->in_metres();
  const double along = std::max(kRangeSigmaMin, range * kRangeSigmaShare);
  o.position_sigma = Length::metres(std::max(along, range * kBearingSigmaRadians));
  return true;
}

std::optional<domain::Observation> Observer::radar_target(const nmea::Record& record, const nmea::RadarTarget& target,
                                                          Instant received_at) {
  if (target.status == nmea::TargetStatus::kLost || target.status == nmea::TargetStatus::kAcquiring) {
    return std::nullopt;
  }
  Observation o = begin(record.context, received_at);
  o.sensor = domain::SensorKind::radar;
  o.kind = domain::TrackKind::contact;
  o.target_number = target.number;
  if (target.position) {
    o.position = target.position;
    o.position_sigma = kSigmaPlotted;
  } else if (!place_by_bearing(target, o)) {
    return std::nullopt;
  }
  o.speed = target.speed;
  if (target.course_degrees) {
    const auto heading = target.course_is_relative ? own_heading(received_at) : std::optional(0.0);
    if (heading) o.course = Course::degrees(*target.course_degrees + *heading);
  }
  if (target.time_of_day) o.observed_at = nearest_time_of_day(o.at(), *target.time_of_day);
  std::string_view label = target.name.view();
  if (const auto known = labels_.find(target.number); label.empty() && known != labels_.end()) {
    label = known->second.view();
  }
  if (!label.empty()) o.claims.emplace().name = label;
  return o;
}

}  // namespace fairlead::decode
