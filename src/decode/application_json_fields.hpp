// SPDX-License-Identifier: Apache-2.0
// The JSON writers of the weather and water forms; private.
//
// Threads: pure functions.
#pragma once

#include "application_json_writer.hpp"
#include "decode/ais/application_weather.hpp"

namespace fairlead::decode::ais {

void write_meteo_hydro(ApplicationJson& json, const MeteoHydro& value);
void write_ship_weather(ApplicationJson& json, const ShipWeather& value);
void write_ship_weather_wmo(ApplicationJson& json, const ShipWeatherWmo& value);
void write_environmental(ApplicationJson& json, const Environmental& value);

}  // namespace fairlead::decode::ais
