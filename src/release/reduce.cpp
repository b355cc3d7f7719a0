// SPDX-License-Identifier: Apache-2.0
#include "release/reduce.hpp"

#include <algorithm>
#include <cmath>

namespace fairlead::release {
namespace {

constexpr double kMetresPerUnit = kMetresPerNauticalMile / 10'000;  // of latitude
constexpr std::int64_t kRound = 2LL * geo::kLongitudeMax;

// The middle of the cell of `step` that holds `value`, which counts from 0 to `whole`.
std::int64_t middle(std::int64_t value, std::int64_t step, std::int64_t whole) {
  const std::int64_t from = std::min(value, whole - 1) / step * step;
  return (from + std::min(from + step, whole)) / 2;
}

Length sigma_left(Length sigma, Length plain, Set<Field> keep, std::uint32_t grid_m) {
  const Length base = keep.has(Field::uncertainty) ? sigma : plain;
  return std::max(base, Length::metres(grid_m / 2.0));
}

void cut(domain::StaticClaims& claims, Set<Field> keep) {
  if (!keep.has(Field::name)) claims.name = {};
  if (!keep.has(Field::call_sign)) claims.call_sign = {};
  if (!keep.has(Field::destination)) claims.destination = {};
  if (!keep.has(Field::imo)) claims.imo.reset();
  if (!keep.has(Field::dimensions)) claims.dimensions.reset();
  if (!keep.has(Field::draught)) claims.draught_dm.reset();
  if (!keep.has(Field::eta)) claims.eta.reset();
  if (!keep.has(Field::mmsi)) claims.mothership.reset();
  if (!keep.has(Field::ship_type)) {
    claims.ship_type.reset();
    claims.aid_type.reset();
    claims.aid_is_virtual = false;
  }
  if (!keep.has(Field::flags)) claims.aid_is_off_position = false;
}

// What a sensor said beyond position and motion. Where the sensor stands is its source's own.
std::shared_ptr<const domain::Detection> cut(const domain::Detection& whole, Set<Field> keep, std::uint32_t grid_m) {
  domain::Detection left = whole;
  if (!keep.has(Field::uncertainty) || grid_m != 0) left.error.reset();
  if (!keep.has(Field::source)) left.seen_from.reset();
  if (!keep.has(Field::dimensions)) left.length = left.width = std::nullopt;
  if (!keep.has(Field::ship_type)) left.seen_as.clear();
  if (!keep.has(Field::remarks)) left.remarks.clear();
  if (!keep.has(Field::attachments)) left.photos.clear();
  return std::make_shared<const domain::Detection>(std::move(left));
}

// How a track was fused tells of sources, and of errors that a coarser position hides.
std::shared_ptr<const domain::Fused> cut(const domain::Fused& whole, Set<Field> keep, std::uint32_t grid_m) {
  if (!keep.has(Field::uncertainty) || grid_m != 0) return nullptr;
  domain::Fused left = whole;
  if (!keep.has(Field::source)) left.seen_by.clear();
  if (!keep.has(Field::source) || !keep.has(Field::mmsi)) left.reasons.clear();
  if (!keep.has(Field::ship_type)) left.seen_as.clear();
  return std::make_shared<const domain::Fused>(std::move(left));
}

// What observations and tracks have in common.
template <class Object>
void cut_common(Object& object, Set<Field> keep, std::uint32_t grid_m) {
  if (!keep.has(Field::position)) object.position.reset();
  if (object.position) object.position = coarsen(*object.position, grid_m);
  if (!keep.has(Field::mmsi)) object.mmsi.reset();
  if (!keep.has(Field::speed)) object.speed.reset();
  if (!keep.has(Field::course)) object.course.reset();
  if (!keep.has(Field::heading)) object.heading.reset();
  if (!keep.has(Field::turn_rate)) object.turn_rate.reset();
  if (!keep.has(Field::nav_status)) object.nav_status.reset();
  if (!keep.has(Field::altitude)) object.altitude.reset();
}

}  // namespace

geo::Position coarsen(geo::Position position, std::uint32_t grid_m) {
  if (grid_m == 0) return position;
  const auto step = std::max<std::int64_t>(1, std::llround(grid_m / kMetresPerUnit));
  const std::int64_t latitude =
      middle(position.latitude_units() + std::int64_t{geo::kLatitudeMax}, step, 2LL * geo::kLatitudeMax) -
      geo::kLatitudeMax;
  const double radians = static_cast<double>(latitude) / geo::kUnitsPerDegree * (3.14159265358979323846 / 180.0);
  const double wide = static_cast<double>(step) / std::max(std::cos(radians), 1e-6);
  const std::int64_t across =
      wide >= static_cast<double>(kRound) ? kRound : std::max<std::int64_t>(1, std::llround(wide));
  // 180 east and 180 west are one meridian, hence one cell.
  const std::int64_t from_west = (position.longitude_units() + std::int64_t{geo::kLongitudeMax}) % kRound;
  const std::int64_t longitude = middle(from_west, across, kRound) - geo::kLongitudeMax;
  return *geo::Position::from_units(static_cast<std::int32_t>(latitude), static_cast<std::int32_t>(longitude));
}

void reduce(domain::Observation& o, Set<Field> keep, std::uint32_t grid_m) {
  cut_common(o, keep, grid_m);
  o.position_sigma = sigma_left(o.position_sigma, domain::Observation{}.position_sigma, keep, grid_m);
  if (o.claims) cut(*o.claims, keep);
  if (o.detection) o.detection = cut(*o.detection, keep, grid_m);
  if (!keep.has(Field::hearer)) o.hearer = {};
  if (!keep.has(Field::source)) {
    o.source = {};
    o.target_number.reset();
  }
  if (!keep.has(Field::raw_text)) {
    o.transmission = 0;  // a hash of few bits can be guessed
    o.text_offset = 0;
    o.text_length = 0;
  }
}

void reduce(domain::Track& t, Set<Field> keep, std::uint32_t grid_m) {
  cut_common(t, keep, grid_m);
  t.position_sigma = sigma_left(t.position_sigma, Length{}, keep, grid_m);
  cut(t.claims, keep);
  if (t.fused) t.fused = cut(*t.fused, keep, grid_m);
  if (t.claims == domain::StaticClaims{}) t.claims_at.reset();
  if (!keep.has(Field::flags)) t.flags = {};
  if (!keep.has(Field::hearer)) t.hearers = {};
  if (!keep.has(Field::source)) {
    t.sources.clear();
    t.observations = 0;
  }
}

std::string tear(std::string_view remarks, Set<Field> keep, std::string_view tear_line) {
  return std::string(keep.has(Field::remarks) && tear_line.empty() ? remarks : tear_line);
}

}  // namespace fairlead::release
