// SPDX-License-Identifier: Apache-2.0
#include "wire/canonical.hpp"

#include <cmath>
#include <limits>

#include "base/assert.hpp"

namespace fairlead::wire {
namespace {

using domain::Label;
using domain::StaticClaims;

// Every top-level form begins with this; it grows when a form changes.
constexpr std::uint8_t kVersion = 1;

void write_version(ByteWriter& out) { out.u8(kVersion); }
void read_version(ByteReader& in) {
  if (in.u8() != kVersion) in.fail();
}

template <class Enum>
void write_enum(ByteWriter& out, Enum value) {
  out.u8(static_cast<std::uint8_t>(value));
}
// `last` is the greatest value this program knows.
template <class Enum>
Enum read_enum(ByteReader& in, Enum last) {
  const std::uint8_t value = in.u8();
  if (value > static_cast<std::uint8_t>(last)) {
    in.fail();
    return Enum{};
  }
  return static_cast<Enum>(value);
}

template <std::size_t N>
FixedText<N> read_fixed(ByteReader& in) {
  const std::string_view text = in.text();
  if (text.size() > N) in.fail();
  return FixedText<N>(in.ok() ? text : std::string_view{});
}

template <class List>
void write_texts(ByteWriter& out, const List& texts) {
  out.varint(texts.size());
  for (const auto& text : texts) out.text(text);
}
std::vector<std::string> read_texts(ByteReader& in) {
  std::vector<std::string> texts(in.count());
  for (auto& text : texts) text = in.text();
  return texts;
}
std::set<std::string> read_text_set(ByteReader& in) {
  std::set<std::string> texts;
  for (std::size_t n = in.count(); n > 0 && in.ok(); --n) {
    const std::string_view text = in.text();
    // Canonical: ascending, each once.
    if (!texts.empty() && *texts.rbegin() >= text) in.fail();
    texts.emplace_hint(texts.end(), text);
  }
  return texts;
}

void write_mmsi(ByteWriter& out, const std::optional<domain::Mmsi>& mmsi) {
  out.varint(mmsi ? mmsi->number() + 1ULL : 0);
}
std::optional<domain::Mmsi> read_mmsi(ByteReader& in) {
  const std::uint64_t value = in.varint();
  if (value == 0) return std::nullopt;
  if (value > domain::Mmsi::kMax + 1ULL) {
    in.fail();
    return std::nullopt;
  }
  return domain::Mmsi::from_number(static_cast<std::uint32_t>(value - 1));
}

template <class Number>
void write_number(ByteWriter& out, const std::optional<Number>& value) {
  out.optional(value, [&](Number v) { out.varint(v); });
}
template <class Number>
std::optional<Number> read_number(ByteReader& in) {
  return in.optional([&] { return in.number<Number>(); });
}

void write_eta(ByteWriter& out, const domain::Eta& eta) {
  for (const auto& part : {eta.month, eta.day, eta.hour, eta.minute}) write_number(out, part);
}
domain::Eta read_eta(ByteReader& in) {
  domain::Eta eta;
  for (auto* part : {&eta.month, &eta.day, &eta.hour, &eta.minute}) *part = read_number<std::uint8_t>(in);
  return eta;
}

void write_claims_body(ByteWriter& out, const StaticClaims& claims) {
  out.text(claims.name);
  out.text(claims.call_sign);
  out.text(claims.destination);
  write_number(out, claims.imo);
  write_number(out, claims.ship_type);
  out.optional(claims.dimensions, [&](const domain::Dimensions& d) {
    for (const std::uint16_t side : {d.to_bow, d.to_stern, d.to_port, d.to_starboard}) out.varint(side);
  });
  write_number(out, claims.draught_dm);
  out.optional(claims.eta, [&](const domain::Eta& eta) { write_eta(out, eta); });
  write_number(out, claims.mothership);
  write_number(out, claims.aid_type);
  out.boolean(claims.aid_is_virtual);
  out.boolean(claims.aid_is_off_position);
}

StaticClaims read_claims_body(ByteReader& in) {
  StaticClaims claims;
  claims.name = read_fixed<34>(in);
  claims.call_sign = read_fixed<7>(in);
  claims.destination = read_fixed<20>(in);
  claims.imo = read_number<std::uint32_t>(in);
  claims.ship_type = read_number<std::uint8_t>(in);
  claims.dimensions = in.optional([&] {
    domain::Dimensions d;
    for (auto* side : {&d.to_bow, &d.to_stern, &d.to_port, &d.to_starboard}) *side = in.number<std::uint16_t>();
    return d;
  });
  claims.draught_dm = read_number<std::uint16_t>(in);
  claims.eta = in.optional([&] { return read_eta(in); });
  claims.mothership = read_number<std::uint32_t>(in);
  claims.aid_type = read_number<std::uint8_t>(in);
  claims.aid_is_virtual = in.boolean();
  claims.aid_is_off_position = in.boolean();
  return claims;
}

void write_label_body(ByteWriter& out, const Label& label) {
  out.text(label.policy);
  write_enum(out, label.level);
  write_texts(out, label.releasable_to);
  write_texts(out, label.caveats);
  write_texts(out, label.purposes);
  write_texts(out, label.originators);
  out.optional(label.expires_at, [&](Instant t) { out.instant(t); });
  out.boolean(label.personal_data);
}

Label read_label_body(ByteReader& in) {
  Label label;
  label.policy = in.text();
  label.level = read_enum(in, domain::Level::top_secret);
  label.releasable_to = read_text_set(in);
  label.caveats = read_text_set(in);
  label.purposes = read_text_set(in);
  label.originators = read_text_set(in);
  label.expires_at = in.optional([&] { return in.instant(); });
  label.personal_data = in.boolean();
  return label;
}

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
  kAllPresence = (1U << 14) - 1,
};

// Doubles that are whole multiples of a step (radio values are) take a varint; anything else is written in full.
// The flag bit keeps the two apart, so that the round trip is exact for every value.
void write_stepped(ByteWriter& out, double value, double step) {
  const double steps = std::nearbyint(value / step);
  if (steps >= 0 && steps < 1e9 && steps * step == value) {
    out.varint(static_cast<std::uint64_t>(steps) << 1);
  } else {
    out.varint(1);
    out.real(value);
  }
}
double read_stepped(ByteReader& in, double step) {
  const std::uint64_t value = in.varint();
  if ((value & 1U) == 0) return static_cast<double>(value >> 1) * step;
  if (value != 1) in.fail();
  return in.real();
}

// Speeds come as tenths of a knot. The step must be the very expression that Speed::knots(n / 10.0) computes, so the
// writer tries that value and falls back to the full double.
void write_speed(ByteWriter& out, Speed speed) {
  const double tenths = std::nearbyint(speed.in_knots() * 10.0);
  if (tenths >= 0 && tenths < 1e9 && Speed::knots(tenths / 10.0) == speed) {
    out.varint(static_cast<std::uint64_t>(tenths) << 1);
  } else {
    out.varint(1);
    out.real(speed.in_metres_per_second());
  }
}
Speed read_speed(ByteReader& in) {
  const std::uint64_t value = in.varint();
  if ((value & 1U) == 0) return Speed::knots(static_cast<double>(value >> 1) / 10.0);
  if (value != 1) in.fail();
  return Speed::metres_per_second(in.real());
}
void write_tenths(ByteWriter& out, double degrees) {
  const double tenths = std::nearbyint(degrees * 10.0);
  if (tenths >= 0 && tenths < 1e9 && tenths / 10.0 == degrees) {
    out.varint(static_cast<std::uint64_t>(tenths) << 1);
  } else {
    out.varint(1);
    out.real(degrees);
  }
}
double read_tenths(ByteReader& in) {
  const std::uint64_t value = in.varint();
  if ((value & 1U) == 0) return static_cast<double>(value >> 1) / 10.0;
  if (value != 1) in.fail();
  return in.real();
}

std::uint32_t presence_of(const domain::Observation& o) {
  std::uint32_t bits = 0;
  const auto mark = [&](bool there, Presence bit) { bits |= there ? static_cast<std::uint32_t>(bit) : 0U; };
  mark(o.observed_at.has_value(), kObservedAt);
  mark(o.transmission != 0, kTransmission);
  mark(!o.hearer.empty(), kHearer);
  mark(o.mmsi.has_value(), kMmsi);
  mark(o.target_number.has_value(), kTargetNumber);
  mark(o.position.has_value(), kPosition);
  mark(o.speed.has_value(), kSpeed);
  mark(o.course.has_value(), kCourse);
  mark(o.heading.has_value(), kHeading);
  mark(o.turn_rate.has_value(), kTurnRate);
  mark(o.nav_status.has_value(), kNavStatus);
  mark(o.altitude.has_value(), kAltitude);
  mark(o.claims.has_value(), kClaims);
  mark(o.text_length != 0, kText);
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
  out.zigzag(o.received_at.unix_ms() - previous.received_ms);
  previous.received_ms = o.received_at.unix_ms();
  if (o.observed_at) out.zigzag(o.observed_at->unix_ms() - o.received_at.unix_ms());
  if (o.transmission != 0) out.fixed64(o.transmission);
  if (!o.hearer.empty()) out.text(o.hearer);
  if (o.mmsi) out.varint(o.mmsi->number());
  if (o.target_number) out.varint(*o.target_number);
  if (o.position) {
    out.zigzag(o.position->latitude_units() - previous.latitude);
    out.zigzag(o.position->longitude_units() - previous.longitude);
    previous.latitude = o.position->latitude_units();
    previous.longitude = o.position->longitude_units();
    write_stepped(out, o.position_sigma.in_metres(), 0.5);
  }
  if (o.speed) write_speed(out, *o.speed);
  if (o.course) write_tenths(out, o.course->in_degrees());
  if (o.heading) write_tenths(out, o.heading->in_degrees());
  if (o.turn_rate) out.real(o.turn_rate->in_degrees_per_minute());
  if (o.nav_status) out.u8(*o.nav_status);
  if (o.altitude) out.real(o.altitude->in_metres());
  if (o.claims) write_claims_body(out, *o.claims);
  if (o.text_length != 0) {
    out.zigzag(o.text_offset - previous.text_end);
    out.varint(o.text_length);
    previous.text_end = static_cast<std::int64_t>(o.text_offset) + o.text_length;
  }
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
  // Sums may leave the range of plausible times in a forged record; unsigned arithmetic keeps that defined.
  const auto sum = [](std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
  };
  previous.received_ms = sum(previous.received_ms, in.zigzag());
  o.received_at = Instant::from_unix_ms(previous.received_ms);
  if ((bits & kObservedAt) != 0) o.observed_at = Instant::from_unix_ms(sum(previous.received_ms, in.zigzag()));
  if ((bits & kTransmission) != 0) o.transmission = in.fixed64();
  if ((bits & kHearer) != 0) o.hearer = read_fixed<domain::Hearer::capacity()>(in);
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
    o.position_sigma = Length::metres(read_stepped(in, 0.5));
  }
  if ((bits & kSpeed) != 0) o.speed = read_speed(in);
  if ((bits & kCourse) != 0) o.course = Course::degrees(read_tenths(in));
  if ((bits & kHeading) != 0) o.heading = Heading::degrees(read_tenths(in));
  if ((bits & kTurnRate) != 0) o.turn_rate = TurnRate::degrees_per_minute(in.real());
  if ((bits & kNavStatus) != 0) o.nav_status = in.u8();
  if ((bits & kAltitude) != 0) o.altitude = Length::metres(in.real());
  if ((bits & kClaims) != 0) o.claims = read_claims_body(in);
  if ((bits & kText) != 0) {
    const std::int64_t offset = sum(previous.text_end, in.zigzag());
    o.text_length = in.number<std::uint32_t>();
    if (offset < 0 || offset > std::numeric_limits<std::uint32_t>::max() || o.text_length == 0) in.fail();
    o.text_offset = static_cast<std::uint32_t>(offset);
    previous.text_end = sum(offset, o.text_length);
  }
  return o;
}

}  // namespace

void write(ByteWriter& out, const StaticClaims& claims) {
  write_version(out);
  write_claims_body(out, claims);
}
StaticClaims read_claims(ByteReader& in) {
  read_version(in);
  return read_claims_body(in);
}

void write(ByteWriter& out, const Label& label) {
  write_version(out);
  write_label_body(out, label);
}
Label read_label(ByteReader& in) {
  read_version(in);
  return read_label_body(in);
}

void write(ByteWriter& out, const domain::Source& source) {
  write_version(out);
  out.varint(source.id.number());
  out.text(source.name);
  out.text(source.url);
  out.text(source.originator);
  write_label_body(out, source.label);
}
domain::Source read_source(ByteReader& in) {
  read_version(in);
  domain::Source source;
  source.id = domain::SourceId(in.number<std::uint32_t>());
  source.name = in.text();
  source.url = in.text();
  source.originator = in.text();
  source.label = read_label_body(in);
  return source;
}

void write(ByteWriter& out, const domain::Sentence& sentence) {
  write_version(out);
  out.varint(sentence.source.number());
  out.instant(sentence.received_at);
  out.text(sentence.bytes);
}
domain::Sentence read_sentence(ByteReader& in) {
  read_version(in);
  domain::Sentence sentence;
  sentence.source = domain::SourceId(in.number<std::uint32_t>());
  sentence.received_at = in.instant();
  sentence.bytes = in.text();
  return sentence;
}

void write(ByteWriter& out, const domain::Track& track) {
  write_version(out);
  out.varint(track.id.number());
  write_enum(out, track.kind);
  write_enum(out, track.state);
  out.varint(track.flags.bits);
  write_mmsi(out, track.mmsi);
  write_claims_body(out, track.claims);
  out.optional(track.claims_at, [&](Instant t) { out.instant(t); });
  out.optional(track.position, [&](geo::Position p) { out.position(p); });
  out.real(track.position_sigma.in_metres());
  out.instant(track.observed_at);
  out.instant(track.received_at);
  out.instant(track.first_at);
  out.optional(track.speed, [&](Speed v) { out.real(v.in_metres_per_second()); });
  out.optional(track.course, [&](Course v) { out.real(v.in_degrees()); });
  out.optional(track.heading, [&](Heading v) { out.real(v.in_degrees()); });
  out.optional(track.turn_rate, [&](TurnRate v) { out.real(v.in_degrees_per_minute()); });
  write_number(out, track.nav_status);
  out.optional(track.altitude, [&](Length v) { out.real(v.in_metres()); });
  out.varint(track.sources.size());
  for (const domain::SourceId source : track.sources) out.varint(source.number());
  for (const domain::Hearer& hearer : track.hearers) out.text(hearer);
  out.varint(track.observations);
}

domain::Track read_track(ByteReader& in) {
  read_version(in);
  domain::Track track;
  track.id = domain::TrackId(in.varint());
  track.kind = read_enum(in, domain::TrackKind::contact);
  track.state = read_enum(in, domain::TrackState::lost);
  track.flags.bits = in.number<std::uint16_t>();
  track.mmsi = read_mmsi(in);
  track.claims = read_claims_body(in);
  track.claims_at = in.optional([&] { return in.instant(); });
  track.position = in.optional([&] { return in.position(); });
  track.position_sigma = Length::metres(in.real());
  track.observed_at = in.instant();
  track.received_at = in.instant();
  track.first_at = in.instant();
  track.speed = in.optional([&] { return Speed::metres_per_second(in.real()); });
  track.course = in.optional([&] { return Course::degrees(in.real()); });
  track.heading = in.optional([&] { return Heading::degrees(in.real()); });
  track.turn_rate = in.optional([&] { return TurnRate::degrees_per_minute(in.real()); });
  track.nav_status = read_number<std::uint8_t>(in);
  track.altitude = in.optional([&] { return Length::metres(in.real()); });
  track.sources.resize(in.count());
  for (auto& source : track.sources) source = domain::SourceId(in.number<std::uint32_t>());
  for (auto& hearer : track.hearers) hearer = read_fixed<domain::Hearer::capacity()>(in);
  track.observations = in.number<std::uint32_t>();
  return track;
}

void write(ByteWriter& out, const domain::Finding& finding) {
  write_version(out);
  out.text(finding.id);
  out.text(finding.rule);
  out.varint(finding.rule_version);
  out.varint(finding.tracks.size());
  for (const domain::TrackId track : finding.tracks) out.varint(track.number());
  out.instant(finding.begins_at);
  out.optional(finding.ends_at, [&](Instant t) { out.instant(t); });
  write_texts(out, finding.reasons);
  out.varint(finding.evidence.size());
  for (const domain::ObservationId id : finding.evidence) out.varint(id.number());
}
domain::Finding read_finding(ByteReader& in) {
  read_version(in);
  domain::Finding finding;
  finding.id = in.text();
  finding.rule = in.text();
  finding.rule_version = in.number<std::uint32_t>();
  finding.tracks.resize(in.count());
  for (auto& track : finding.tracks) track = domain::TrackId(in.varint());
  finding.begins_at = in.instant();
  finding.ends_at = in.optional([&] { return in.instant(); });
  finding.reasons = read_texts(in);
  finding.evidence.resize(in.count());
  for (auto& id : finding.evidence) id = domain::ObservationId(in.varint());
  return finding;
}

void write(ByteWriter& out, const domain::Authority& authority) {
  write_version(out);
  out.text(authority.action);
  out.text(authority.state);
  write_enum(out, authority.outcome);
  write_texts(out, authority.cites);
  write_texts(out, authority.missing);
  write_texts(out, authority.contested);
  write_texts(out, authority.explanation);
}
domain::Authority read_authority(ByteReader& in) {
  read_version(in);
  domain::Authority authority;
  authority.action = in.text();
  authority.state = in.text();
  authority.outcome = read_enum(in, domain::AuthorityOutcome::prohibited);
  authority.cites = read_texts(in);
  authority.missing = read_texts(in);
  authority.contested = read_texts(in);
  authority.explanation = read_texts(in);
  return authority;
}

void write(ByteWriter& out, const domain::Decision& decision) {
  write_version(out);
  out.text(decision.object);
  out.text(decision.recipient);
  out.text(decision.purpose);
  write_enum(out, decision.outcome);
  out.text(decision.clause);
  out.varint(decision.reasons);
  write_texts(out, decision.obligations);
  out.varint(decision.stop_epoch);
  out.instant(decision.decided_at);
}
domain::Decision read_decision(ByteReader& in) {
  read_version(in);
  domain::Decision decision;
  decision.object = in.text();
  decision.recipient = in.text();
  decision.purpose = in.text();
  decision.outcome = read_enum(in, domain::DecisionOutcome::indeterminate);
  decision.clause = in.text();
  decision.reasons = in.varint();
  decision.obligations = read_texts(in);
  decision.stop_epoch = in.varint();
  decision.decided_at = in.instant();
  return decision;
}

void write(ByteWriter& out, const domain::Delivery& delivery) {
  write_version(out);
  out.text(delivery.id);
  out.text(delivery.recipient);
  out.text(delivery.channel);
  out.instant(delivery.delivered_at);
  out.varint(delivery.ledger_index);
  for (const std::uint8_t byte : delivery.payload) out.u8(byte);
  write_texts(out, delivery.objects);
  out.optional(delivery.reply, [&](const std::string& reply) { out.text(reply); });
}
domain::Delivery read_delivery(ByteReader& in) {
  read_version(in);
  domain::Delivery delivery;
  delivery.id = in.text();
  delivery.recipient = in.text();
  delivery.channel = in.text();
  delivery.delivered_at = in.instant();
  delivery.ledger_index = in.varint();
  for (std::uint8_t& byte : delivery.payload) byte = in.u8();
  delivery.objects = read_texts(in);
  delivery.reply = in.optional([&] { return std::string(in.text()); });
  return delivery;
}

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
}

domain::ObservationBatch read_batch(ByteReader& in) {
  read_version(in);
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
  return batch;
}

}  // namespace fairlead::wire
