// SPDX-License-Identifier: Apache-2.0
#include "engine/zone_facts.hpp"

#include <boost/json.hpp>

namespace fairlead::engine {
namespace {

namespace json = boost::json;

constexpr double kSure = 0.9;       // a reading is taken for the zone
constexpr double kPossible = 0.05;  // a reading is worth an alternative

std::string_view state_of(const zones::Reading& reading, std::string_view acting) {
  for (const zones::StateCode& code : reading.states) {
    if (code.view() == acting) return acting;
  }
  return reading.states.empty() ? std::string_view() : reading.states[0].view();
}

json::object to_json(const zones::Reading& reading, std::string_view acting) {
  json::object value;
  value["kind"] = zones::name(reading.kind);
  if (const auto state = state_of(reading, acting); !state.empty()) value["state"] = state;
  return value;
}

}  // namespace

ZoneFacts zone_facts(const zones::ZoneReport& report, std::string_view acting) {
  ZoneFacts found;
  json::object zone;
  const zones::Reading& first = report.likeliest();
  const bool is_disputed = report.has(zones::Flag::disputed) || report.has(zones::Flag::excessive_claim);
  if (is_disputed && report.readings.size() > 1) {
    found.reading = ZoneFacts::Reading::disputed;
    zone = to_json(first, acting);
    zone["disputed"] = true;
    json::array all;
    for (const zones::Reading& reading : report.readings) {
      if (reading.confidence >= kPossible || &reading == &first) all.push_back(to_json(reading, acting));
    }
    found.alternatives = all.size();
    zone["alternatives"] = std::move(all);
  } else if (first.confidence >= kSure || report.readings.size() == 1) {
    found.reading = ZoneFacts::Reading::sure;
    zone = to_json(first, acting);
  } else {
    zone["kind"] = "unknown";
  }
  if (!report.coasts.empty()) zone["distance_nm"] = report.coasts[0].distance_nm;
  found.json = json::serialize(zone);
  return found;
}

}  // namespace fairlead::engine
