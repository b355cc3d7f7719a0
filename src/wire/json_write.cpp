// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "json_writer.hpp"
#include "wire/json.hpp"

namespace fairlead::wire {
namespace {

constexpr int kVersion = 1;

std::string eta_text(const domain::Eta& eta) {
  const auto part = [](std::optional<std::uint8_t> value) {
    return value ? fmt::format("{:02}", *value) : std::string("--");
  };
  return part(eta.month) + '-' + part(eta.day) + ' ' + part(eta.hour) + ':' + part(eta.minute);
}

void append_claims(ObjectWriter& object, const domain::StaticClaims& claims) {
  object.text_if("name", claims.name);
  object.text_if("call_sign", claims.call_sign);
  object.integer("imo", claims.imo);
  object.integer("ship_type", claims.ship_type);
  if (claims.ship_type) object.text_if("ship_type_text", domain::ship_type_text(*claims.ship_type));
  if (claims.dimensions) {
    const auto& d = *claims.dimensions;
    object.integer("length_m", d.length());
    object.integer("beam_m", d.beam());
    object.integer("to_bow_m", d.to_bow);
    object.integer("to_stern_m", d.to_stern);
    object.integer("to_port_m", d.to_port);
    object.integer("to_starboard_m", d.to_starboard);
  }
  if (claims.draught_dm) object.real("draught_m", *claims.draught_dm / 10.0, 1);
  object.text_if("destination", claims.destination);
  if (claims.eta) object.text("eta", eta_text(*claims.eta));
  object.integer("mothership_mmsi", claims.mothership);
  if (claims.aid_type) {
    object.integer("aid_type", *claims.aid_type);
    object.flag("aid_is_virtual", claims.aid_is_virtual);
    object.flag("aid_is_off_position", claims.aid_is_off_position);
  }
}

// What rounds up to 360 is north.
double tenths_within_circle(double degrees) { return degrees >= 359.95 ? 0 : degrees; }

void append_motion(ObjectWriter& object, const std::optional<Speed>& speed, const std::optional<Course>& course,
                   const std::optional<Heading>& heading, const std::optional<TurnRate>& turn_rate,
                   const std::optional<std::uint8_t>& nav_status, const std::optional<Length>& altitude) {
  if (speed) {
    object.real("speed_mps", speed->in_metres_per_second(), 3);
    object.real("speed_kn", speed->in_knots(), 1);
  }
  if (course) object.real("course_deg", tenths_within_circle(course->in_degrees()), 1);
  if (heading) object.real("heading_deg", tenths_within_circle(heading->in_degrees()), 1);
  if (turn_rate) object.real("turn_deg_min", turn_rate->in_degrees_per_minute(), 1);
  if (nav_status) {
    object.integer("nav_status", *nav_status);
    object.text_if("nav_status_text", domain::nav_status_text(*nav_status));
  }
  if (altitude) object.real("altitude_m", altitude->in_metres(), 1);
}

// `digits` 0: every one that there is.
void append_ellipse(std::string& out, const domain::ErrorEllipse& ellipse, int digits) {
  ObjectWriter object(out);
  object.real("major_m", ellipse.major.in_metres(), digits);
  object.real("minor_m", ellipse.minor.in_metres(), digits);
  object.real("orientation_deg", ellipse.orientation_degrees, digits);
  object.close();
}

void append_fused(ObjectWriter& object, const domain::Fused& fused, const SourceName& source_name) {
  object.real("existence", fused.existence, 4);
  append_ellipse(object.member("error"), fused.error, 1);
  std::string& out = object.member("seen_by");
  out += '[';
  for (std::size_t i = 0; i < fused.seen_by.size(); ++i) {
    if (i != 0) out += ',';
    ObjectWriter seen(out);
    seen.text("source", source_name(fused.seen_by[i].source));
    seen.time("at", fused.seen_by[i].at);
    seen.integer("observations", fused.seen_by[i].observations);
    seen.close();
  }
  out += ']';
  object.text_if("seen_as", fused.seen_as);
  object.texts_if("fusion_reasons", fused.reasons);
}

void append_detection(std::string& out, const domain::Detection& detection) {
  ObjectWriter object(out);
  if (detection.scan != 0) object.integer("scan", detection.scan);
  if (detection.error) append_ellipse(object.member("error"), *detection.error, 0);
  if (detection.seen_from) append_json(object.member("seen_from"), *detection.seen_from);
  if (detection.length) object.real("length_m", detection.length->in_metres());
  if (detection.width) object.real("width_m", detection.width->in_metres());
  object.text_if("seen_as", detection.seen_as);
  object.text_if("remarks", detection.remarks);
  object.texts_if("photos", detection.photos);
  if (detection.label) append_json(object.member("label"), *detection.label);
  object.close();
}

}  // namespace

void append_real(std::string& out, double value, int digits) {
  if (!std::isfinite(value)) {
    out += "null";  // JSON has no word for it
    return;
  }
  if (digits > 0) {
    static constexpr double kScales[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    const double scaled = std::nearbyint(value * kScales[digits]);
    if (std::fabs(scaled) < 9e15) {
      append_fixed(out, static_cast<std::int64_t>(scaled), digits);
      while (out.back() == '0') out.pop_back();
      if (out.back() == '.') out.pop_back();
      return;
    }
  }
  append_number(out, value);
}

void append_json(std::string& out, geo::Position position) {
  out += "{\"lat\":";
  geo::append_degrees(out, position.latitude_units());
  out += ",\"lon\":";
  geo::append_degrees(out, position.longitude_units());
  out += '}';
}

void append_json(std::string& out, const domain::Track& track, const SourceName& source_name) {
  ObjectWriter object(out);
  object.text("id", domain::to_text(track.id));
  object.text("kind", domain::name(track.kind));
  object.text("state", domain::name(track.state));
  if (track.mmsi) {
    object.integer("mmsi", track.mmsi->number());
    object.text_if("flag", track.mmsi->flag());
  }
  append_claims(object, track.claims);
  object.time("static_at", track.claims_at);
  if (track.position) {
    append_json(object.member("position"), *track.position);
    object.real("position_sigma_m", track.position_sigma.in_metres(), 1);
  }
  object.time("observed_at", track.observed_at);
  object.time("received_at", track.received_at);
  object.time("first_at", track.first_at);
  append_motion(object, track.speed, track.course, track.heading, track.turn_rate, track.nav_status, track.altitude);
  object.texts("flags", domain::names(track.flags));
  object.member("sources") += '[';
  for (std::size_t i = 0; i < track.sources.size(); ++i) {
    if (i != 0) out += ',';
    append_json_string(out, source_name(track.sources[i]));
  }
  out += ']';
  std::vector<std::string_view> hearers;
  for (const domain::Hearer& hearer : track.hearers) {
    if (!hearer.empty()) hearers.push_back(hearer);
  }
  object.texts_if("hearers", hearers);
  object.integer("observations", track.observations);
  if (track.fused) append_fused(object, *track.fused, source_name);
  object.close();
}

void append_json(std::string& out, const domain::Label& label) {
  ObjectWriter object(out);
  object.text_if("policy", label.policy);
  object.text("level", domain::name(label.level));
  object.texts("releasable_to", label.releasable_to);
  object.texts("caveats", label.caveats);
  object.texts("purposes", label.purposes);
  object.texts("originators", label.originators);
  object.time("expires_at", label.expires_at);
  object.flag("personal_data", label.personal_data);
  object.close();
}

void append_json(std::string& out, const domain::SourceHealth& health, Instant now) {
  ObjectWriter object(out);
  object.text("name", health.source.name);
  object.text("url", health.source.url);
  object.text_if("originator", health.source.originator);
  append_json(object.member("label"), health.source.label);
  object.text("state", domain::name(health.state));
  if (health.last_sentence_at) {
    object.time("last_sentence_at", *health.last_sentence_at);
    object.real("age_s", static_cast<double>((now - *health.last_sentence_at).count()) / 1000.0, 1);
  }
  object.real("sentences_per_s", health.sentences_per_second, 1);
  object.integer("bytes_total", health.bytes_total);
  object.integer("sentences_total", health.sentences_total);
  object.integer("messages_total", health.messages_total);
  object.integer("observations_total", health.observations_total);
  object.member("rejected") += '{';
  for (const auto& [reason, count] : health.rejected) {
    if (out.back() != '{') out += ',';
    append_json_string(out, reason);
    out += ':';
    append_number(out, count);
  }
  out += '}';
  object.integer("dropped_total", health.dropped_total);
  object.integer("reconnects_total", health.reconnects_total);
  object.text_if("detail", health.detail);
  object.close();
}

void append_json(std::string& out, const domain::Sentence& sentence) {
  ObjectWriter object(out);
  object.integer("v", kVersion);
  object.integer("source", sentence.source.number());
  object.time("received_at", sentence.received_at);
  object.text("bytes", sentence.bytes);
  object.close();
}

void append_json(std::string& out, const domain::Observation& o) {
  ObjectWriter object(out);
  object.integer("v", kVersion);
  object.integer("id", o.id.number());
  object.integer("source", o.source.number());
  object.text("sensor", domain::name(o.sensor));
  object.text("kind", domain::name(o.kind));
  object.time("received_at", o.received_at);
  object.time("observed_at", o.observed_at);
  if (o.transmission != 0) object.text("transmission", fmt::format("{:016x}", o.transmission));
  object.text_if("hearer", o.hearer);
  if (o.mmsi) object.integer("mmsi", o.mmsi->number());
  object.integer("target_number", o.target_number);
  if (o.position) {
    append_json(object.member("position"), *o.position);
    object.real("position_sigma_m", o.position_sigma.in_metres());
  }
  if (o.speed) object.real("speed_mps", o.speed->in_metres_per_second());
  if (o.course) object.real("course_deg", o.course->in_degrees());
  if (o.heading) object.real("heading_deg", o.heading->in_degrees());
  if (o.turn_rate) object.real("turn_deg_min", o.turn_rate->in_degrees_per_minute());
  object.integer("nav_status", o.nav_status);
  if (o.altitude) object.real("altitude_m", o.altitude->in_metres());
  if (o.claims) {
    object.member("claims");
    ObjectWriter claims(out);
    append_claims(claims, *o.claims);
    claims.close();
  }
  if (o.detection) append_detection(object.member("detection"), *o.detection);
  object.close();
}

void append_json(std::string& out, const domain::Finding& finding) {
  ObjectWriter object(out);
  object.integer("v", kVersion);
  object.text("id", finding.id);
  object.text("rule", finding.rule);
  object.integer("rule_version", finding.rule_version);
  object.text("priority", domain::name(finding.priority));
  std::vector<std::string> tracks;
  for (const domain::TrackId track : finding.tracks) tracks.push_back(domain::to_text(track));
  object.texts("tracks", tracks);
  if (finding.position) append_json(object.member("position"), *finding.position);
  object.time("begins_at", finding.begins_at);
  object.time("ends_at", finding.ends_at);
  object.texts("reasons", finding.reasons);
  object.member("evidence") += '[';
  for (std::size_t i = 0; i < finding.evidence.size(); ++i) {
    if (i != 0) out += ',';
    append_number(out, finding.evidence[i].number());
  }
  out += ']';
  object.close();
}

void append_json(std::string& out, const domain::Authority& authority) {
  ObjectWriter object(out);
  object.integer("v", kVersion);
  object.text("action", authority.action);
  object.text("state", authority.state);
  object.text("outcome", domain::name(authority.outcome));
  object.texts("cites", authority.cites);
  object.texts("missing", authority.missing);
  object.texts("contested", authority.contested);
  object.texts("explanation", authority.explanation);
  object.close();
}

void append_json(std::string& out, const domain::Decision& decision) {
  ObjectWriter object(out);
  object.integer("v", kVersion);
  object.text("object", decision.object);
  object.text("recipient", decision.recipient);
  object.text("purpose", decision.purpose);
  object.text("outcome", domain::name(decision.outcome));
  object.text_if("clause", decision.clause);
  object.integer("reasons", decision.reasons);
  object.texts("obligations", decision.obligations);
  object.integer("stop_epoch", decision.stop_epoch);
  object.time("decided_at", decision.decided_at);
  object.close();
}

void append_json(std::string& out, const domain::Delivery& delivery) {
  ObjectWriter object(out);
  object.integer("v", kVersion);
  object.text("id", delivery.id);
  object.text("recipient", delivery.recipient);
  object.text("channel", delivery.channel);
  object.time("delivered_at", delivery.delivered_at);
  object.integer("ledger_index", delivery.ledger_index);
  object.text("payload_sha256", hex(delivery.payload));
  object.texts("objects", delivery.objects);
  if (delivery.reply) object.text("reply", *delivery.reply);
  object.close();
}

}  // namespace fairlead::wire
