// SPDX-License-Identifier: Apache-2.0
// AIS messages to observations.
#include <cmath>

#include "decode/ais/application.hpp"
#include "decode/observe.hpp"
#include "observe_time.hpp"

namespace fairlead::decode {
namespace {

using domain::Observation;
using domain::TrackKind;

// One standard deviation. Accuracy "high" is below 10 m by definition, "low" is a plain receiver. Type 27 is rounded to
// a tenth of a minute, 185 m.
constexpr Length kSigmaHigh = Length::metres(5);
constexpr Length kSigmaLow = Length::metres(15);
constexpr Length kSigmaLongRange = Length::metres(60);

void set_position(Observation& o, const ais::RawPosition& raw, bool accuracy) {
  o.position = geo::Position::from_units(raw.lat_raw, raw.lon_raw);
  o.position_sigma = accuracy ? kSigmaHigh : kSigmaLow;
}

void set_motion(Observation& o, const ais::Motion& motion) {
  if (const auto sog = motion.sog()) o.speed = Speed::knots(*sog / 10.0);
  if (const auto cog = motion.cog()) o.course = Course::degrees(*cog / 10.0);
  if (const auto heading = motion.heading()) o.heading = Heading::degrees(*heading);
}

// Position reports carry the UTC second at which they were made.
void refine_time(Observation& o, ais::TimeStamp stamp) {
  if (const auto second = stamp.second()) {
    if (const auto refined = refined_by_second(o.at(), *second)) o.observed_at = refined;
  }
}

std::optional<domain::Dimensions> dimensions_of(const ais::Dimensions& d) {
  if (!d.length() && !d.beam()) return std::nullopt;
  return domain::Dimensions{d.to_bow, d.to_stern, d.to_port, d.to_starboard};
}

domain::StaticClaims& claims_of(Observation& o) {
  if (!o.claims) o.claims.emplace();
  return *o.claims;
}

TrackKind kind_of(const ais::Message& message, const Observation& o) {
  if (message.context.own_ship) return TrackKind::own_ship;
  if (o.mmsi && o.mmsi->is_distress_device()) return TrackKind::distress;
  switch (message.type) {
    case 4:
      return TrackKind::base_station;
    case 9:
      return TrackKind::sar_aircraft;
    case 21:
      return TrackKind::aid_to_navigation;
    default:
      break;
  }
  if (o.mmsi) {
    switch (o.mmsi->kind()) {
      case domain::MmsiKind::sar_aircraft:
        return TrackKind::sar_aircraft;
      case domain::MmsiKind::auxiliary_craft:
      case domain::MmsiKind::handheld_vhf:
        return TrackKind::small_craft;
      case domain::MmsiKind::aid_to_navigation:
        return TrackKind::aid_to_navigation;
      default:
        break;
    }
  }
  return message.type == 18 || message.type == 19 || message.type == 24 ? TrackKind::class_b : TrackKind::ship;
}

bool fill(Observation& o, const ais::PositionA& m) {
  set_position(o, m.position, m.accuracy);
  set_motion(o, m.motion);
  if (const auto rot = m.rot()) {
    const double rate = (*rot / 4.733) * (*rot / 4.733);
    // +-127 says only "faster than 5 degrees in 30 s".
    const double size = *rot == 127 || *rot == -127 ? 10.0 : rate;
    o.turn_rate = TurnRate::degrees_per_minute(*rot < 0 ? -size : size);
  }
  if (m.nav_status != 15) o.nav_status = m.nav_status;
  refine_time(o, m.time_stamp);
  return true;
}

bool fill(Observation& o, const ais::BaseStation& m) {
  set_position(o, m.position, m.accuracy);
  if (const auto second = m.second()) refine_time(o, ais::TimeStamp{*second});
  return true;
}

bool fill(Observation& o, const ais::StaticVoyage& m) {
  domain::StaticClaims& c = claims_of(o);
  c.name = m.name.view();
  c.call_sign = m.callsign.view();
  c.destination = m.destination.view();
  c.imo = m.imo();
  c.ship_type = m.ship_type();
  c.dimensions = dimensions_of(m.dimensions);
  if (const auto draught = m.draught()) c.draught_dm = *draught;
  const domain::Eta eta{m.eta_month(), m.eta_day(), m.eta_hour(), m.eta_minute()};
  if (eta != domain::Eta{}) c.eta = eta;
  return true;
}

bool fill(Observation& o, const ais::SarAircraft& m) {
  set_position(o, m.position, m.accuracy);
  if (const auto sog = m.sog()) o.speed = Speed::knots(*sog);
  if (const auto cog = m.cog()) o.course = Course::degrees(*cog / 10.0);
  if (const auto altitude = m.altitude()) o.altitude = Length::metres(*altitude);
  refine_time(o, m.time_stamp);
  return true;
}

bool fill(Observation& o, const ais::PositionB& m) {
  set_position(o, m.position, m.accuracy);
  set_motion(o, m.motion);
  refine_time(o, m.time_stamp);
  return true;
}

bool fill(Observation& o, const ais::PositionBExtended& m) {
  set_position(o, m.position, m.accuracy);
  set_motion(o, m.motion);
  refine_time(o, m.time_stamp);
  domain::StaticClaims& c = claims_of(o);
  c.name = m.name.view();
  c.ship_type = m.ship_type();
  c.dimensions = dimensions_of(m.dimensions);
  return true;
}

bool fill(Observation& o, const ais::AidToNavigation& m) {
  set_position(o, m.position, m.accuracy);
  refine_time(o, m.time_stamp);
  domain::StaticClaims& c = claims_of(o);
  std::array<char, 34> whole{};
  m.name.raw().copy(whole.data(), 20);
  m.name_extension.raw().copy(whole.data() + 20, 14);
  c.name = ais::trimmed_text({whole.data(), std::size_t{20} + m.name_extension.size});
  c.aid_type = m.aid_type();
  c.dimensions = dimensions_of(m.dimensions);
  c.aid_is_virtual = m.is_virtual;
  c.aid_is_off_position = m.off_position && m.time_stamp.second().has_value();
  return true;
}

bool fill(Observation& o, const ais::StaticPartA& m) {
  claims_of(o).name = m.name.view();
  return true;
}

bool fill(Observation& o, const ais::StaticPartB& m) {
  domain::StaticClaims& c = claims_of(o);
  c.ship_type = m.ship_type();
  c.call_sign = m.callsign.view();
  if (!m.is_auxiliary) c.dimensions = dimensions_of(m.dimensions);
  c.mothership = m.mothership_mmsi();
  return true;
}

bool fill(Observation& o, const ais::LongRange& m) {
  o.position = geo::Position::from_units(m.position.lat_raw * 1000, m.position.lon_raw * 1000);
  o.position_sigma = kSigmaLongRange;
  if (const auto sog = m.sog()) o.speed = Speed::knots(*sog);
  if (const auto cog = m.cog()) o.course = Course::degrees(*cog);
  if (m.nav_status != 15) o.nav_status = m.nav_status;
  return true;
}

// A distress device tells by text whether it is in earnest: "SART ACTIVE", "MOB ACTIVE", "EPIRB ACTIVE", or "... TEST".
bool fill_text(Observation& o, const ais::Message& message, ais::BitRange range) {
  if (!o.mmsi || !o.mmsi->is_distress_device()) return false;
  const ais::BitReader bits = message.bits(range);
  if (bits.text(0, bits.size() / 6).find("ACTIVE") != std::string::npos) o.nav_status = 14;
  return true;
}

// Inland ships (DAC 200, FI 10) say length and beam in decimetres; the reference point is not given there.
bool fill_inland(Observation& o, const ais::Message& message, const ais::BinaryBroadcast& m) {
  if (m.dac != 200 || m.fid != 10) return false;
  const auto application = ais::decode_application(m.dac, m.fid, message.bits(m.data), false);
  const auto* ship = application ? std::get_if<ais::InlandShipStatic>(&*application) : nullptr;
  if (ship == nullptr || (!ship->length && !ship->beam)) return false;
  domain::Dimensions d;
  d.to_stern = static_cast<std::uint16_t>(std::lround(ship->length.value_or(0)));
  d.to_starboard = static_cast<std::uint16_t>(std::lround(ship->beam.value_or(0)));
  claims_of(o).dimensions = d;
  if (ship->draught) claims_of(o).draught_dm = static_cast<std::uint16_t>(std::lround(*ship->draught * 10));
  return true;
}

}  // namespace

std::uint64_t transmission_hash(const ais::PackedBits& payload) noexcept {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
  const ais::BitReader bits = payload.reader();
  std::uint64_t hash = payload.bits * kMultiplier;
  for (std::size_t at = 0; at < bits.size(); at += 56) {
    hash = (hash ^ bits.u64(at, 56)) * kMultiplier;
    hash ^= hash >> 29U;
  }
  return hash == 0 ? 1 : hash;
}

domain::Observation Observer::begin(const ais::SentenceContext& context, Instant received_at) const {
  Observation o;
  o.source = source_;
  o.received_at = received_at;
  o.observed_at = source_time(context, received_at);
  o.hearer = context.station.view();
  return o;
}

void Observer::remember_own(const Observation& o) {
  const Instant at = o.received_at;
  if (o.position) position_ = {*o.position, at};
  if (o.heading) heading_ = {o.heading->in_degrees(), at};
  if (o.course) course_ = {o.course->in_degrees(), at};
}

std::optional<domain::Observation> Observer::observe(const ais::Message& message, Instant received_at) {
  Observation o = begin(message.context, received_at);
  o.sensor = domain::SensorKind::ais;
  o.mmsi = domain::Mmsi::from_number(message.mmsi);
  o.kind = kind_of(message, o);
  const bool told = std::visit(
      [&]<class T>(const T& body) {
        if constexpr (requires { fill(o, body); }) {
          return fill(o, body);
        } else if constexpr (std::is_same_v<T, ais::SafetyBroadcast>) {
          return fill_text(o, message, body.text);
        } else if constexpr (std::is_same_v<T, ais::BinaryBroadcast>) {
          return fill_inland(o, message, body);
        } else {
          return false;
        }
      },
      message.body);
  if (!told) return std::nullopt;
  o.transmission = transmission_hash(message.payload);
  if (message.context.own_ship) remember_own(o);
  return o;
}

}  // namespace fairlead::decode
