// SPDX-License-Identifier: Apache-2.0
#include "engine/zone_facts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::engine {
namespace {

constexpr double kSure = 0.9;       // a reading is taken for the zone
constexpr double kPossible = 0.05;  // a reading is worth an alternative

std::string_view state_of(const zones::Reading& reading, std::string_view acting) {
  for (const zones::StateCode& code : reading.states) {
    if (code.view() == acting) return acting;
  }
  return reading.states.empty() ? std::string_view() : reading.states[0].view();
}

// The members of a reading, without braces.
void append(std::string& out, const zones::Reading& reading, std::string_view acting) {
  out += R"("kind":)";
  append_json_string(out, zones::name(reading.kind));
  const std::string_view state = state_of(reading, acting);
  if (state.empty()) return;
  out += R"(,"state":)";
  append_json_string(out, state);
}

}  // namespace

ZoneFacts zone_facts(const zones::ZoneReport& report, std::string_view acting) {
  ZoneFacts found;
  std::string& out = found.json;
  out = "{";
  const zones::Reading& first = report.likeliest();
  const bool is_disputed = report.has(zones::Flag::disputed) || report.has(zones::Flag::excessive_claim);
  if (is_disputed && report.readings.size() > 1) {
    found.reading = ZoneFacts::Reading::disputed;
    append(out, first, acting);
    out += R"(,"disputed":true,"alternatives":[)";
    for (const zones::Reading& reading : report.readings) {
      if (reading.confidence < kPossible && &reading != &first) continue;
      out += found.alternatives++ == 0 ? "{" : ",{";
      append(out, reading, acting);
      out += '}';
    }
    out += ']';
  } else if (first.confidence >= kSure || report.readings.size() == 1) {
    found.reading = ZoneFacts::Reading::sure;
    append(out, first, acting);
  } else {
    out += R"("kind":"unknown")";
  }
  if (!report.coasts.empty()) out += fmt::format(R"(,"distance_nm":{})", report.coasts[0].distance_nm);
  out += '}';
  return found;
}

}  // namespace fairlead::engine
