// SPDX-License-Identifier: Apache-2.0
#include "wire/canonical.hpp"

#include "canonical_parts.hpp"

namespace fairlead::wire {
namespace {

using domain::Label;
using domain::StaticClaims;

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

void write_eta(ByteWriter& out, const domain::Eta& eta) {
  for (const auto& part : {eta.month, eta.day, eta.hour, eta.minute}) write_number(out, part);
}
domain::Eta read_eta(ByteReader& in) {
  domain::Eta eta;
  for (auto* part : {&eta.month, &eta.day, &eta.hour, &eta.minute}) *part = read_number<std::uint8_t>(in);
  return eta;
}

}  // namespace

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
  out.boolean(track.fused != nullptr);
  if (track.fused) write_fused_body(out, *track.fused);
}

domain::Track read_track(ByteReader& in) {
  const std::uint8_t version = read_version(in);
  domain::Track track;
  track.id = domain::TrackId(in.varint());
  track.kind = read_enum(in, domain::TrackKind::contact);
  track.state = read_enum(in, domain::TrackState::lost);
  track.flags.bits = in.number<std::uint16_t>();
  track.mmsi = read_mmsi(in);
  track.claims = read_claims_body(in);
  track.claims_at = in.optional([&] { return in.instant(); });
  track.position = in.optional([&] { return in.position(); });
  track.position_sigma = Length::metres(read_finite(in));
  track.observed_at = in.instant();
  track.received_at = in.instant();
  track.first_at = in.instant();
  track.speed = in.optional([&] { return Speed::metres_per_second(read_finite(in)); });
  track.course = in.optional([&] { return direction<Course>(in, read_finite(in)); });
  track.heading = in.optional([&] { return direction<Heading>(in, read_finite(in)); });
  track.turn_rate = in.optional([&] { return TurnRate::degrees_per_minute(read_finite(in)); });
  track.nav_status = read_number<std::uint8_t>(in);
  track.altitude = in.optional([&] { return Length::metres(read_finite(in)); });
  track.sources.resize(in.count());
  for (auto& source : track.sources) source = domain::SourceId(in.number<std::uint32_t>());
  for (auto& hearer : track.hearers) hearer = read_fixed<domain::Hearer::capacity()>(in);
  track.observations = in.number<std::uint32_t>();
  if (version >= 2 && in.boolean()) track.fused = std::make_shared<const domain::Fused>(read_fused_body(in));
  return track;
}

void write(ByteWriter& out, const domain::Finding& finding) {
  write_version(out);
  out.text(finding.id);
  out.text(finding.rule);
  out.varint(finding.rule_version);
  write_enum(out, finding.priority);
  out.varint(finding.tracks.size());
  for (const domain::TrackId track : finding.tracks) out.varint(track.number());
  out.optional(finding.position, [&](geo::Position p) { out.position(p); });
  out.instant(finding.begins_at);
  out.optional(finding.ends_at, [&](Instant t) { out.instant(t); });
  write_texts(out, finding.reasons);
  out.varint(finding.evidence.size());
  for (const domain::ObservationId id : finding.evidence) out.varint(id.number());
}
domain::Finding read_finding(ByteReader& in) {
  const std::uint8_t version = read_version(in);
  domain::Finding finding;
  finding.id = in.text();
  finding.rule = in.text();
  finding.rule_version = in.number<std::uint32_t>();
  if (version >= 2) finding.priority = read_enum(in, domain::Priority::emergency);
  finding.tracks.resize(in.count());
  for (auto& track : finding.tracks) track = domain::TrackId(in.varint());
  if (version >= 2) finding.position = in.optional([&] { return in.position(); });
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

}  // namespace fairlead::wire
