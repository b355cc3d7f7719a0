// SPDX-License-Identifier: Apache-2.0
#include "track_facts.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "authority/facts_json.hpp"
#include "authority/vocabulary.hpp"
#include "engine/zone_facts.hpp"
#include "zones/report.hpp"

namespace fairlead::serve {
namespace {

namespace json = boost::json;

// AIS ship types (ITU-R M.1371, table 53) that the law's vocabulary has a word for.
std::optional<std::string_view> vessel_kind(unsigned type) {
  if (type == 30) return "fishing";
  if (type == 36 || type == 37) return "pleasure";
  if (type >= 60 && type < 80) return "merchant";
  if (type >= 80 && type < 90) return "tanker";
  return std::nullopt;
}

}  // namespace

void lay_over(json::object& under, const json::object& over) {
  for (const auto& member : over) {
    json::value* held = under.if_contains(member.key());
    if (held != nullptr && held->is_object() && member.value().is_object()) {
      lay_over(held->get_object(), member.value().get_object());
    } else {
      under[member.key()] = member.value();
    }
  }
}

TrackFacts facts_of_track(const domain::Track& track, std::string_view state, Instant now, const zones::Atlas* atlas,
                          const engine::LawNow* law) {
  TrackFacts found;
  const auto because = [&](std::string fact, std::string basis) {
    found.filled.push_back({std::move(fact), std::move(basis)});
  };
  json::object& facts = found.facts;
  const std::string day = authority::Day::from_unix_ms(now.unix_ms()).text();
  facts["as_of"] = day;
  facts["acting_state"] = state;
  because("as_of = " + day, "the moment of the picture");
  because(fmt::format("acting_state = {}", state), "as asked, or as set for this centre");

  // Where it is.
  if (atlas != nullptr && track.position) {
    found.report = atlas->at(*track.position);
    const zones::ZoneReport& report = *found.report;
    const engine::ZoneFacts zone = engine::zone_facts(report, state);
    const zones::Reading& first = report.likeliest();
    const std::string where =
        fmt::format("{}; position {} of {}; zone file {}", zones::headline(*atlas, report),
                    geo::to_dmm(*track.position), to_rfc3339(track.observed_at), atlas->version());
    switch (zone.reading) {
      case engine::ZoneFacts::Reading::disputed:
        because(fmt::format("zone.disputed = true, {} readings", zone.alternatives), where);
        break;
      case engine::ZoneFacts::Reading::sure:
        because(fmt::format("zone.kind = {}", zones::name(first.kind)), where);
        break;
      case engine::ZoneFacts::Reading::open:
        found.zone_is_open = true;
        because("zone.kind = unknown", fmt::format("no reading is sure (the likeliest, {}, to {:.0f} %); {}",
                                                   zones::name(first.kind), first.confidence * 100, where));
        break;
    }
    facts["zone"] = json::parse(zone.json);
  } else {
    because("zone.kind = unknown", track.position ? "no zone file is at hand" : "the track has no position");
    facts["zone"] = json::object{{"kind", "unknown"}};
  }

  // Who it says it is.
  json::object vessel;
  if (track.claims.ship_type) {
    if (const auto kind = vessel_kind(*track.claims.ship_type)) {
      vessel["kind"] = *kind;
      because(fmt::format("vessel.kind = {}", *kind),
              fmt::format("claimed: AIS ship type {}", *track.claims.ship_type));
    }
  }
  json::object nationality;
  const std::string_view flag =
      track.mmsi && track.mmsi->kind() == domain::MmsiKind::ship ? track.mmsi->flag() : std::string_view();
  if (!flag.empty()) {
    nationality["status"] = "claimed";
    nationality["flag"] = flag;
    std::string basis =
        fmt::format("claimed: MMSI {} begins with digits of {}; no registry was asked", track.mmsi->number(), flag);
    if (track.flags.has(domain::TrackFlag::mmsi_shared)) basis += "; another live track uses the same MMSI";
    if (track.claims.imo) basis += fmt::format("; it also claims IMO {}", *track.claims.imo);
    because(fmt::format("vessel.nationality = claimed, {}", flag), std::move(basis));
  } else {
    nationality["status"] = "unknown";
    because("vessel.nationality.status = unknown",
            track.mmsi ? "its MMSI names no State's ship" : "nothing that it sends names a State; nobody asked yet");
  }
  vessel["nationality"] = std::move(nationality);
  facts["vessel"] = std::move(vessel);

  // What is recorded of it.
  const engine::PursuitRecord* pursuit = law != nullptr ? law->pursuit_of(track.id) : nullptr;
  if (pursuit != nullptr && pursuit->pursuer == state) {
    json::value told = json::parse(authority::to_json(pursuit->machine.facts()));
    if (const auto& broken = pursuit->machine.facts().law; broken && *broken != authority::SuspicionKind::eez_other) {
      json::object suspicion;
      suspicion["kind"] = authority::word_of(*broken);
      suspicion["grounds"] = "reasonable_grounds";
      facts["suspicion"] = std::move(suspicion);
      because(fmt::format("suspicion = {}, reasonable_grounds", authority::word_of(*broken)),
              fmt::format("pursuit {}, as {} recorded", pursuit->number, pursuit->started_by));
    }
    because("pursuit", pursuit->machine.sentence());
    facts["pursuit"] = std::move(told);
  }
  return found;
}

}  // namespace fairlead::serve
