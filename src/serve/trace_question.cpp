// SPDX-License-Identifier: Apache-2.0
#include "trace_question.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "domain/track.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;

// What is known of where and when.
struct Found {
  std::set<std::string> tracks;
  std::optional<geo::Position> place;
  double radius_nm = 5;
  std::optional<Instant> from;
  std::optional<Instant> to;

  void at(const std::optional<Instant>& moment) {
    if (!moment) return;
    from = from ? std::min(*from, *moment) : *moment;
    to = to ? std::max(*to, *moment) : *moment;
  }
};

// Its track, and those in the picture that claim to be it.
void add(Found& found, const desk::Vessel& vessel, const engine::Picture* picture) {
  if (!vessel.track.empty()) found.tracks.insert(vessel.track);
  if (picture == nullptr || (!vessel.mmsi && !vessel.imo)) return;
  picture->for_each([&](const engine::Picture::Entry& entry) {
    const domain::Track& track = entry.track;
    const bool same = (vessel.mmsi && track.mmsi && track.mmsi->number() == *vessel.mmsi) ||
                      (vessel.imo && track.claims.imo == vessel.imo);
    if (same) found.tracks.insert(domain::to_text(track.id));
    return found.tracks.size() < 1000;
  });
}

Failure unknown(std::string_view of) {
  return fail(ErrorCode::not_found, fmt::format("`of`: there is no `{}` to ask about", of.substr(0, 80)));
}

Result<Found> find(std::string_view of, const desk::Book& book, const engine::Picture* picture, Instant now) {
  Found found;
  if (const auto id = desk::id_from<desk::IncidentId>(of)) {
    const desk::Incident* one = book.incidents().now(*id);
    if (one == nullptr) return unknown(of);
    for (const desk::VesselLink& link : one->body.vessels) add(found, link.vessel, picture);
    found.place = one->body.place.point;
    // Two deviations of where it is said to have been.
    found.radius_nm = std::max(1.0, 2.0 * one->body.place.uncertainty_m.value_or(5000) / 1852.0);
    found.at(one->body.occurred.earliest);
    found.at(one->body.occurred.latest);
    if (!found.from) found.at(one->opened_at);
  } else if (const auto in_case = desk::id_from<desk::CaseId>(of)) {
    const desk::Case* one = book.cases().now(*in_case);
    if (one == nullptr) return unknown(of);
    add(found, one->body.vessel, picture);
    for (const desk::Step* step : book.steps_of(*in_case)) {
      if (!found.place) found.place = step->body.position;
      found.at(step->body.began_at);
      found.at(step->body.ended_at);
    }
    if (!found.from) found.at(one->opened_at);
  } else if (const auto lead = desk::id_from<desk::LeadId>(of)) {
    const desk::Lead* one = book.leads().now(*lead);
    if (one == nullptr) return unknown(of);
    add(found, one->body.vessel, picture);
    found.place = one->body.position;
    found.at(one->body.observed_at.value_or(one->drafted_at));
  } else if (const auto track = domain::parse_track_id(of)) {
    found.tracks.insert(std::string(of));
    found.at(now);
  } else if (of.starts_with("mmsi:") || of.starts_with("imo:")) {
    desk::Vessel vessel;
    const auto number = parse_number<std::uint32_t>(of.substr(of.find(':') + 1));
    (of.starts_with("mmsi:") ? vessel.mmsi : vessel.imo) = number;
    if (number) add(found, vessel, picture);
    if (found.tracks.empty()) return unknown(of);
    found.at(now);
  } else {
    return fail(ErrorCode::invalid_argument,
                "`of` is an incident, a case, a lead, a track, `mmsi:` or `imo:` with a number");
  }
  if (found.tracks.empty() && !found.place) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` has neither a place nor a track; say where with `place`, or which `tracks`", of));
  }
  return found;
}

}  // namespace

Result<std::string> trace_question(std::string_view question, const desk::Book* book, const engine::Picture* picture,
                                   Instant now) {
  json::error_code bad;
  json::value value = json::parse(question, bad);
  json::object* asked = bad ? nullptr : value.if_object();
  const json::value* of = asked == nullptr ? nullptr : asked->if_contains("of");
  if (of == nullptr) return std::string(question);
  if (!of->is_string()) return fail(ErrorCode::invalid_argument, "`#/of` must be a text");
  const std::string name(std::string_view(of->as_string()));
  static const desk::Book kNothing;
  FL_TRY(const Found found, find(name, book == nullptr ? kNothing : *book, picture, now));
  asked->erase("of");
  if (!asked->contains("tracks") && !found.tracks.empty()) {
    json::array tracks;
    for (const std::string& track : found.tracks) tracks.emplace_back(track);
    asked->emplace("tracks", std::move(tracks));
  }
  if (!asked->contains("place") && found.place) {
    asked->emplace("place", json::object{{"lat", found.place->latitude_degrees()},
                                         {"lon", found.place->longitude_degrees()},
                                         {"radius_nm", std::min(found.radius_nm, 1000.0)}});
  }
  if (!asked->contains("from")) {
    asked->emplace("from", to_rfc3339(*found.from));
    if (!asked->contains("to")) asked->emplace("to", to_rfc3339(*found.to));
  }
  return json::serialize(value);
}

}  // namespace fairlead::serve
