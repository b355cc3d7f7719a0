// SPDX-License-Identifier: Apache-2.0
// The parsers of application payloads, one a form; private. Each answers nothing when the bits are not of its form.
//
// Threads: pure functions.
#pragma once

#include <optional>

#include "decode/ais/application.hpp"

namespace fairlead::decode::ais {

using ParsedPayload = std::optional<ApplicationPayload>;

ParsedPayload parse_meteo_hydro_older(BitReader payload);
ParsedPayload parse_meteo_hydro(BitReader payload);
ParsedPayload parse_ship_weather(BitReader payload);
ParsedPayload parse_environmental(BitReader payload);

ParsedPayload parse_area_notice(BitReader payload);
ParsedPayload parse_route_information(BitReader payload);
ParsedPayload parse_text_description(BitReader payload);
ParsedPayload parse_text_telegram(BitReader payload);
ParsedPayload parse_synthetic_targets(BitReader payload);
ParsedPayload parse_traffic_signal(BitReader payload);
ParsedPayload parse_fairway_closed(BitReader payload);
ParsedPayload parse_tidal_window(BitReader payload);
ParsedPayload parse_tidal_window_older(BitReader payload);

ParsedPayload parse_clearance_time(BitReader payload);
ParsedPayload parse_berthing_data(BitReader payload);
ParsedPayload parse_extended_ship_static(BitReader payload);
ParsedPayload parse_dangerous_cargo(BitReader payload);
ParsedPayload parse_dangerous_cargo_list(BitReader payload);
ParsedPayload parse_air_draught(BitReader payload);
ParsedPayload parse_persons_aboard(BitReader payload);
ParsedPayload parse_function_interrogation(BitReader payload);
ParsedPayload parse_capability_interrogation(BitReader payload);
ParsedPayload parse_capability_reply(BitReader payload);
ParsedPayload parse_acknowledgement(BitReader payload);
ParsedPayload parse_aton_monitoring(BitReader payload);
ParsedPayload parse_lantern_monitoring(BitReader payload);

ParsedPayload parse_inland_ship_static(BitReader payload);
ParsedPayload parse_inland_eta(BitReader payload);
ParsedPayload parse_inland_rta(BitReader payload);
ParsedPayload parse_emma_warning(BitReader payload);
ParsedPayload parse_water_levels(BitReader payload);
ParsedPayload parse_signal_status(BitReader payload);
ParsedPayload parse_inland_persons(BitReader payload);

}  // namespace fairlead::decode::ais
