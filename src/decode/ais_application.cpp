// SPDX-License-Identifier: Apache-2.0
// Finds the form of an application payload by area code and function.
//
// Threads: pure functions.
#include "application_parsers.hpp"
#include "decode/ais/application.hpp"

namespace fairlead::decode::ais {
namespace {

// Area codes: 1 international, 200 inland, 235 and 250 the British and Irish lighthouse authorities, 367 the USA.
ParsedPayload parse_international(unsigned fi, BitReader payload, bool addressed) {
  switch (fi) {
    case 0:
      return parse_text_telegram(payload);
    case 11:
      return parse_meteo_hydro_older(payload);
    case 13:
      return parse_fairway_closed(payload);
    case 15:
      return parse_air_draught(payload);
    case 16: {
      // FI 16 counted persons in Circ.236 and Circ.289 and carried targets in M.1371-1; the length tells.
      ParsedPayload persons = parse_persons_aboard(payload);
      return persons || addressed ? persons : parse_synthetic_targets(payload);
    }
    case 17:
      return parse_synthetic_targets(payload);
    case 19:
      return parse_traffic_signal(payload);
    case 21:
      return parse_ship_weather(payload);
    case 22:
    case 23:
      return parse_area_notice(payload);
    case 24:
      return parse_extended_ship_static(payload);
    case 26:
      return parse_environmental(payload);
    case 27:
    case 28:
      return parse_route_information(payload);
    case 29:
    case 30:
      return parse_text_description(payload);
    case 31:
      return parse_meteo_hydro(payload);
    case 40:
      return parse_persons_aboard(payload);
    default:
      break;
  }
  if (!addressed) {
    return std::nullopt;
  }
  switch (fi) {
    case 2:
      return parse_function_interrogation(payload);
    case 3:
      return parse_capability_interrogation(payload);
    case 4:
      return parse_capability_reply(payload);
    case 5:
      return parse_acknowledgement(payload);
    case 12:
      return parse_dangerous_cargo(payload);
    case 14:
      return parse_tidal_window_older(payload);
    case 18:
      return parse_clearance_time(payload);
    case 20:
      return parse_berthing_data(payload);
    case 25:
      return parse_dangerous_cargo_list(payload);
    case 32:
      return parse_tidal_window(payload);
    default:
      return std::nullopt;
  }
}

ParsedPayload parse_inland(unsigned fi, BitReader payload) {
  switch (fi) {
    case 10:
      return parse_inland_ship_static(payload);
    case 21:
      return parse_inland_eta(payload);
    case 22:
      return parse_inland_rta(payload);
    case 23:
      return parse_emma_warning(payload);
    case 24:
      return parse_water_levels(payload);
    case 40:
      return parse_signal_status(payload);
    case 55:
      return parse_inland_persons(payload);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<ApplicationPayload> decode_application(unsigned dac, unsigned fi, BitReader payload, bool addressed) {
  switch (dac) {
    case 0:
      return fi == 0 && addressed ? parse_lantern_monitoring(payload) : std::nullopt;
    case 1:
      return parse_international(fi, payload, addressed);
    case 200:
      return parse_inland(fi, payload);
    case 235:
    case 250:
      return fi == 10 ? parse_aton_monitoring(payload) : std::nullopt;
    default:
      return std::nullopt;
  }
}

bool append_application_json(std::string& out, unsigned dac, unsigned fi, BitReader payload, bool addressed) {
  const std::optional<ApplicationPayload> decoded = decode_application(dac, fi, payload, addressed);
  if (!decoded) {
    return false;
  }
  append_application_fields(out, *decoded);
  return true;
}

}  // namespace fairlead::decode::ais
