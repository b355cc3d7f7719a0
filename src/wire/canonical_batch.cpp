// SPDX-License-Identifier: Apache-2.0
// Batches of observations as canonical bytes: the bulk of the journal, hence differences and steps.
#include <limits>

#include "base/assert.hpp"
#include "canonical_parts.hpp"

namespace fairlead::wire {
namespace {

// Which optional parts of an observation are there.
enum Presence : std::uint32_t {
  kObservedAt = 1U << 0,
  kTransmission = 1U << 1,
  kHearer = 1U << 2,
  kMmsi = 1U << 3,
  kTargetNumber = 1U << 4,
  kPosition = 1U << 5,
  kSpeed = 1U << 6,
  kCourse = 1U << 7,
  kHeading = 1U << 8,
  kTurnRate = 1U << 9,
  kNavStatus = 1U << 10,
  kAltitude = 1U << 11,
  kClaims = 1U << 12,
  kText = 1U << 13,
  kDetection = 1U << 14,
  kAllPresence = (1U << 15) - 1,
};

// A double that is a whole number of steps, as radio values are, takes a varint; anything else is written in full. The
// lowest bit tells the two apart, so that the round trip is exact for every value.
struct Steps {
  double (*count)(double value);  // how many steps make `value`, about
  double (*value)(double count);  // the very expression that the decoder computes
};
constexpr Steps kHalfMetres{[](double metres) { return metres / 0.5; }, [](double count) { return count * 0.5; }};
constexpr Steps kTenthDegrees{[](double degrees) { return degrees * 10.0; }, [](double count) { return count / 10.0; }};
constexpr Steps kTenthKnots{[](double mps) { return Speed::metres_per_second(mps).in_knots() * 10.0; },
                            [](double count) { return Speed::knots(count / 10.0).in_metres_per_second(); }};
constexpr double kStepsMax = 1e9;

std::optional<std::uint64_t> whole_steps(double value, Steps steps) {
  const double count = std::nearbyint(steps.count(value));
  // -0 is not 0 here: the sign would be lost.
  if (!(count >= 0 && count < kStepsMax) || std::signbit(value) || steps.value(count) != value) return std::nullopt;
  return static_cast<std::uint64_t>(count);
}

void write_stepped(ByteWriter& out, double value, Steps steps) {
  if (const auto count = whole_steps(value, steps)) {
    out.varint(*count << 1);
  } else {
    out.varint(1);
    out.real(value);
  }
}

double read_stepped(ByteReader& in, Steps steps) {
  const std::uint64_t value = in.varint();
  if ((value & 1U) == 0) {
    if (static_cast<double>(value >> 1) >= kStepsMax) in.fail();
    return steps.value(static_cast<double>(value >> 1));
  }
  const double full = read_finite(in);
  // Canonical: one value, one encoding.
  if (value != 1 || whole_steps(full, steps)) in.fail();
  return full;
}

// Sums and differences of a forged record may leave the range of plausible values; unsigned arithmetic keeps that
// defined.
std::int64_t sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

// A quantity that is not finite is as good as unknown: written, it would make the record unreadable.
bool is_number(const std::optional<Speed>& v) { return v && std::isfinite(v->in_metres_per_second()); }
bool is_number(const std::optional<TurnRate>& v) { return v && std::isfinite(v->in_degrees_per_minute()); }
bool is_number(const std::optional<Length>& v) { return v && std::isfinite(v->in_metres()); }
template <class Tag>
bool is_number(const std::optional<Direction<Tag>>& v) {
  return v && std::isfinite(v->in_degrees());
}

std::uint32_t presence_of(const domain::Observation& o) {
  std::uint32_t bits = 0;
  const auto mark = [&](bool there, Presence bit) { bits |= there ? static_cast<std::uint32_t>(bit) : 0U; };
  mark(o.observed_at.has_value(), kObservedAt);
  mark(o.transmission != 0, kTransmission);
  mark(!o.hearer.empty(), kHearer);
  mark(o.mmsi.has_value(), kMmsi);
  mark(o.target_number.has_value(), kTargetNumber);
  mark(o.position && std::isfinite(o.position_sigma.in_metres()), kPosition);
  mark(is_number(o.speed), kSpeed);
  mark(is_number(o.course), kCourse);
  mark(is_number(o.heading), kHeading);
  mark(is_number(o.turn_rate), kTurnRate);
  mark(o.nav_status.has_value(), kNavStatus);
  mark(is_number(o.altitude), kAltitude);
  mark(o.claims.has_value(), kClaims);
  mark(o.text_length != 0, kText);
  mark(o.detection != nullptr, kDetection);
  return bits;
}

// What the next observation of a batch is written as a difference to.
struct Previous {
  std::int64_t received_ms = 0;
  std::int64_t latitude = 0;
  std::int64_t longitude = 0;
  std::int64_t text_end = 0;
};

void write_observation(ByteWriter& out, const domain::Observation& o, Previous& previous) {
  const std::uint32_t bits = presence_of(o);
  out.varint(bits);
  out.u8(static_cast<std::uint8_t>(static_cast<unsigned>(o.sensor) << 4U | static_cast<unsigned>(o.kind)));
  out.zigzag(difference(o.received_at.unix_ms(), previous.received_ms));
  previous.received_ms = o.received_at.unix_ms();
  if (o.observed_at) out.zigzag(difference(o.observed_at->unix_ms(), o.received_at.unix_ms()));
  if (o.transmission != 0) out.fixed64(o.transmission);
  if (!o.hearer.empty()) out.text(o.hearer);
  if (o.mmsi) out.varint(o.mmsi->number());
  if (o.target_number) out.varint(*o.target_number);
  if ((bits & kPosition) != 0) {
    out.zigzag(o.position->latitude_units() - previous.latitude);
    out.zigzag(o.position->longitude_units() - previous.longitude);
    previous.latitude = o.position->latitude_units();
    previous.longitude = o.position->longitude_units();
    write_stepped(out, o.position_sigma.in_metres(), kHalfMetres);
  }
  if ((bits & kSpeed) != 0) write_stepped(out, o.speed->in_metres_per_second(), kTenthKnots);
  if ((bits & kCourse) != 0) write_stepped(out, o.course->in_degrees(), kTenthDegrees);
  if ((bits & kHeading) != 0) write_stepped(out, o.heading->in_degrees(), kTenthDegrees);
  if ((bits & kTurnRate) != 0) out.real(o.turn_rate->in_degrees_per_minute());
  if (o.nav_status) out.u8(*o.nav_status);
  if ((bits & kAltitude) != 0) out.real(o.altitude->in_metres());
  if (o.claims) write_claims_body(out, *o.claims);
  if (o.text_length != 0) {
    out.zigzag(static_cast<std::int64_t>(o.text_offset) - previous.text_end);
    out.varint(o.text_length);
    previous.text_end = static_cast<std::int64_t>(o.text_offset) + o.text_length;
  }
  if (o.detection) write_detection_body(out, *o.detection);
}

domain::Observation read_observation(ByteReader& in, Previous& previous) {
  domain::Observation o;
  const auto bits = in.number<std::uint32_t>();
  if ((bits & ~static_cast<std::uint32_t>(kAllPresence)) != 0) in.fail();
  const std::uint8_t kinds = in.u8();
  if ((kinds & 15U) > static_cast<unsigned>(domain::TrackKind::contact) ||
      kinds >> 4U > static_cast<unsigned>(domain::SensorKind::sighting)) {
    in.fail();
    return o;
  }
  o.sensor = static_cast<domain::SensorKind>(kinds >> 4U);
  o.kind = static_cast<domain::TrackKind>(kinds & 15U);
  previous.received_ms = sum(previous.received_ms, in.zigzag());
  o.received_at = Instant::from_unix_ms(previous.received_ms);
  if ((bits & kObservedAt) != 0) o.observed_at = Instant::from_unix_ms(sum(previous.received_ms, in.zigzag()));
  if ((bits & kTransmission) != 0) {
    o.transmission = in.fixed64();
    if (o.transmission == 0) in.fail();
  }
  if ((bits & kHearer) != 0) {
    o.hearer = read_fixed<domain::Hearer::capacity()>(in);
    if (o.hearer.empty()) in.fail();
  }
  if ((bits & kMmsi) != 0) {
    o.mmsi = domain::Mmsi::from_number(in.number<std::uint32_t>());
    if (!o.mmsi) in.fail();
  }
  if ((bits & kTargetNumber) != 0) o.target_number = in.number<std::uint16_t>();
  if ((bits & kPosition) != 0) {
    previous.latitude = sum(previous.latitude, in.zigzag());
    previous.longitude = sum(previous.longitude, in.zigzag());
    if (previous.latitude < -geo::kLatitudeMax || previous.latitude > geo::kLatitudeMax ||
        previous.longitude < -geo::kLongitudeMax || previous.longitude > geo::kLongitudeMax) {
      in.fail();
      return o;
    }
    o.position = geo::Position::from_units(static_cast<std::int32_t>(previous.latitude),
                                           static_cast<std::int32_t>(previous.longitude));
    o.position_sigma = Length::metres(read_stepped(in, kHalfMetres));
  }
  if ((bits & kSpeed) != 0) o.speed = Speed::metres_per_second(read_stepped(in, kTenthKnots));
  if ((bits & kCourse) != 0) o.course = direction<Course>(in, read_stepped(in, kTenthDegrees));
  if ((bits & kHeading) != 0) o.heading = direction<Heading>(in, read_stepped(in, kTenthDegrees));
  if ((bits & kTurnRate) != 0) o.turn_rate = TurnRate::degrees_per_minute(read_finite(in));
  if ((bits & kNavStatus) != 0) o.nav_status = in.u8();
  if ((bits & kAltitude) != 0) o.altitude = Length::metres(read_finite(in));
  if ((bits & kClaims) != 0) o.claims = read_claims_body(in);
  if ((bits & kText) != 0) {
    const std::int64_t offset = sum(previous.text_end, in.zigzag());
    o.text_length = in.number<std::uint32_t>();
    if (offset < 0 || offset > std::numeric_limits<std::uint32_t>::max() || o.text_length == 0) in.fail();
    o.text_offset = static_cast<std::uint32_t>(offset);
    previous.text_end = sum(offset, o.text_length);
  }
  if ((bits & kDetection) != 0) o.detection = std::make_shared<const domain::Detection>(read_detection_body(in));
  return o;
}

}  // namespace

void write(ByteWriter& out, const domain::ObservationBatch& batch) {
  write_version(out);
  out.varint(batch.source.number());
  out.text(batch.text);
  out.varint(batch.observations.size());
  Previous previous;
  for (const domain::Observation& observation : batch.observations) {
    FL_ASSERT(observation.source == batch.source);
    write_observation(out, observation, previous);
  }
  out.varint(batch.scans.size());
  for (const domain::Scan& scan : batch.scans) {
    FL_ASSERT(scan.source == batch.source);
    write_scan_body(out, scan);
  }
}

domain::ObservationBatch read_batch(ByteReader& in) {
  const std::uint8_t version = read_version(in);
  domain::ObservationBatch batch;
  batch.source = domain::SourceId(in.number<std::uint32_t>());
  batch.text = in.text();
  const std::size_t count = in.count(3);
  batch.observations.reserve(count);
  Previous previous;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    domain::Observation observation = read_observation(in, previous);
    observation.source = batch.source;
    const std::uint64_t text_end = std::uint64_t{observation.text_offset} + observation.text_length;
    if (text_end > batch.text.size()) in.fail();
    batch.observations.push_back(std::move(observation));
  }
  if (version >= 2) batch.scans.resize(in.count(8));
  for (domain::Scan& scan : batch.scans) scan = read_scan_body(in, batch.source);
  return batch;
}

}  // namespace fairlead::wire
