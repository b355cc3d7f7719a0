// SPDX-License-Identifier: Apache-2.0
// Weather and water payloads: FI 11, 21, 31. The environmental message, FI 26, is in ais_application_environment.cpp.
//
// Bit layouts: IMO SN/Circ.236 §1, IMO SN.1/Circ.289 §1 and §8. Threads: pure functions.
#include <optional>

#include "application_cursor.hpp"
#include "application_parsers.hpp"

namespace fairlead::decode::ais {
namespace {

std::optional<int> hectopascal(ApplicationCursor& c) {
  // 0: 799 or lower, 1 to 401: 800 to 1200, 402: 1201 or higher.
  const auto raw = c.in_range(9, 0, 402);
  return raw ? std::optional(*raw + 799) : std::nullopt;
}

std::optional<int> times(std::optional<int> value, int factor) {
  return value ? std::optional(*value * factor) : std::nullopt;
}

// value² · numerator / denominator, rounded once.
std::optional<double> squared(std::optional<int> value, int numerator, double denominator) {
  return value ? std::optional(*value * *value * numerator / denominator) : std::nullopt;
}

}  // namespace

std::optional<ApplicationPayload> parse_meteo_hydro_older(BitReader payload) {
  if (!fits(payload, 288, 296)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  MeteoHydro m;
  m.older_form = true;
  m.place = c.coarse_place_latitude_first();
  m.time = c.day_time();
  m.wspeed = c.in_range(7, 0, 126);
  m.wgust = c.in_range(7, 0, 126);
  m.wdir = c.direction();
  m.wgustdir = c.direction();
  m.airtemp = c.scaled(11, 0, 1200, 10, -600);
  m.humidity = c.in_range(7, 0, 100);
  m.dewpoint = c.scaled(10, 0, 700, 10, -200);
  if (const auto raw = c.in_range(9, 0, 400)) {
    m.pressure = *raw + 800;
  }
  m.pressuretend = c.in_range(2, 0, 2);
  m.visibility = c.scaled(8, 0, 250, 10);
  m.waterlevel = c.scaled(9, 0, 400, 10, -100);
  m.leveltrend = c.in_range(2, 0, 2);
  m.cspeed = c.scaled(8, 0, 250, 10);
  m.cdir = c.direction();
  m.cspeed2 = c.scaled(8, 0, 250, 10);
  m.cdir2 = c.direction();
  m.cdepth2 = c.in_range(5, 0, 30);
  m.cspeed3 = c.scaled(8, 0, 250, 10);
  m.cdir3 = c.direction();
  m.cdepth3 = c.in_range(5, 0, 30);
  m.waveheight = c.scaled(8, 0, 250, 10);
  m.waveperiod = c.in_range(6, 0, 60);
  m.wavedir = c.direction();
  m.swellheight = c.scaled(8, 0, 250, 10);
  m.swellperiod = c.in_range(6, 0, 60);
  m.swelldir = c.direction();
  m.seastate = c.in_range(4, 0, 12);
  m.watertemp = c.scaled(10, 0, 600, 10, -100);
  m.preciptype = c.in_range(3, 0, 6);
  m.salinity = c.scaled(9, 0, 500, 10);
  if (c.left() >= 2) {
    m.ice = c.in_range(2, 0, 2);
  }
  return c.plausible() ? std::optional<ApplicationPayload>(std::move(m)) : std::nullopt;
}

std::optional<ApplicationPayload> parse_meteo_hydro(BitReader payload) {
  if (!fits(payload, 294, 304)) {
    return std::nullopt;
  }
  ApplicationCursor c(payload);
  MeteoHydro m;
  m.place = c.coarse_place();
  m.accuracy = c.flag();
  m.time = c.day_time();
  m.wspeed = c.in_range(7, 0, 126);
  m.wgust = c.in_range(7, 0, 126);
  m.wdir = c.direction();
  m.wgustdir = c.direction();
  m.airtemp = c.signed_scaled(11, -600, 600, 10);
  m.humidity = c.in_range(7, 0, 100);
  m.dewpoint = c.signed_scaled(10, -200, 500, 10);
  m.pressure = hectopascal(c);
  m.pressuretend = c.in_range(2, 0, 2);
  m.visgreater = c.flag();
  m.visibility = c.scaled(7, 0, 126, 10);
  m.waterlevel = c.scaled(12, 0, 4000, 100, -1000);
  m.leveltrend = c.in_range(2, 0, 2);
  m.cspeed = c.scaled(8, 0, 251, 10);
  m.cdir = c.direction();
  m.cspeed2 = c.scaled(8, 0, 251, 10);
  m.cdir2 = c.direction();
  m.cdepth2 = c.in_range(5, 0, 30);
  m.cspeed3 = c.scaled(8, 0, 251, 10);
  m.cdir3 = c.direction();
  m.cdepth3 = c.in_range(5, 0, 30);
  m.waveheight = c.scaled(8, 0, 251, 10);
  m.waveperiod = c.in_range(6, 0, 60);
  m.wavedir = c.direction();
  m.swellheight = c.scaled(8, 0, 251, 10);
  m.swellperiod = c.in_range(6, 0, 60);
  m.swelldir = c.direction();
  m.seastate = c.in_range(4, 0, 12);
  m.watertemp = c.signed_scaled(10, -100, 500, 10);
  m.preciptype = c.in_range(3, 0, 6);
  m.salinity = c.scaled(9, 0, 501, 10);
  m.ice = c.in_range(2, 0, 2);
  return c.plausible() ? std::optional<ApplicationPayload>(std::move(m)) : std::nullopt;
}

namespace {

std::optional<ApplicationPayload> parse_for_people(BitReader payload) {
  ApplicationCursor c(payload, 1);
  ShipWeather w;
  w.location = c.text(20);
  w.place = c.coarse_place();
  w.time = c.day_time();
  w.weather = c.in_range(4, 0, 7);
  w.vislimit = c.flag();
  w.visibility = c.scaled(7, 0, 126, 10);
  w.humidity = c.in_range(7, 0, 100);
  w.wspeed = c.in_range(7, 0, 126);
  w.wdir = c.direction();
  w.pressure = hectopascal(c);
  w.pressuretend = c.in_range(4, 0, 8);
  w.airtemp = c.signed_scaled(11, -600, 600, 10);
  w.watertemp = c.scaled(10, 0, 600, 10, -100);
  w.waveperiod = c.in_range(6, 0, 60);
  w.waveheight = c.scaled(8, 0, 251, 10);
  w.wavedir = c.direction();
  w.swellheight = c.scaled(8, 0, 251, 10);
  w.swelldir = c.direction();
  w.swellperiod = c.in_range(6, 0, 60);
  return c.plausible() ? std::optional<ApplicationPayload>(std::move(w)) : std::nullopt;
}

std::optional<ApplicationPayload> parse_wmo(BitReader payload) {
  ApplicationCursor c(payload, 1);
  ShipWeatherWmo w;
  w.longitude = c.scaled(16, 0, 36'000, 100, -18'000);
  w.latitude = c.scaled(15, 0, 18'000, 100, -9'000);
  w.time.month = c.in_range(4, 1, 12);
  w.time.day = c.in_range(6, 1, 31);
  w.time.hour = c.in_range(5, 0, 23);
  w.time.minute = times(c.in_range(3, 0, 5), 10);
  w.course = times(c.in_range(7, 0, 72), 5);
  w.speed = c.scaled(5, 0, 30, 2);
  w.heading = times(c.in_range(7, 1, 72), 5);
  w.pressure = c.scaled(11, 0, 2000, 10, 9000);
  w.pdelta = c.scaled(10, 0, 1000, 10, -500);
  w.ptend = c.in_range(4, 0, 8);
  w.twinddir = times(c.in_range(7, 0, 72), 5);
  w.twindspeed = c.scaled(8, 0, 254, 2);
  w.rwinddir = times(c.in_range(7, 0, 72), 5);
  w.rwindspeed = c.scaled(8, 0, 254, 2);
  w.mgustspeed = c.scaled(8, 0, 254, 2);
  w.mgustdir = times(c.in_range(7, 0, 72), 5);
  // Kelvin from 223 and from 268, in tenths; here in degrees Celsius.
  if (const auto raw = c.in_range(10, 0, 1000)) {
    w.airtemp = (*raw * 10 + 22'300 - 27'315) / 100.0;
  }
  w.humidity = c.in_range(7, 0, 100);
  if (const auto raw = c.in_range(9, 0, 500)) {
    w.surftemp = (*raw * 10 + 26'800 - 27'315) / 100.0;
  }
  w.visibility = squared(c.in_range(6, 0, 62), 13'073, 1000.0);
  w.weather = c.in_range(9, 0, 510);
  w.pweather1 = c.in_range(5, 0, 30);
  w.pweather2 = c.in_range(5, 0, 30);
  w.totalcloud = times(c.in_range(4, 0, 10), 10);
  w.lowclouda = c.in_range(4, 0, 14);
  w.lowcloudt = c.in_range(6, 0, 62);
  w.midcloudt = c.in_range(6, 0, 62);
  w.highcloudt = c.in_range(6, 0, 62);
  w.cloudbase = squared(c.in_range(7, 0, 126), 16, 100.0);
  w.wwperiod = c.in_range(5, 0, 30);
  w.wwheight = c.scaled(6, 0, 60, 2);
  w.swelldir1 = times(c.in_range(6, 0, 36), 10);
  w.swperiod1 = c.in_range(5, 0, 30);
  w.swheight1 = c.scaled(6, 0, 60, 2);
  w.swelldir2 = times(c.in_range(6, 0, 36), 10);
  w.swperiod2 = c.in_range(5, 0, 30);
  w.swheight2 = c.scaled(6, 0, 60, 2);
  w.icedeposit = c.in_range(7, 0, 126);
  w.icerate = c.in_range(3, 0, 6);
  w.icecause = c.in_range(3, 0, 6);
  w.seaice = c.in_range(5, 0, 30);
  w.icetype = c.in_range(4, 0, 14);
  w.icestate = c.in_range(5, 0, 30);
  w.icedevel = c.in_range(5, 0, 30);
  w.icebearing = times(c.in_range(4, 1, 8), 45);
  return w;
}

}  // namespace

std::optional<ApplicationPayload> parse_ship_weather(BitReader payload) {
  if (!fits(payload, 301, 304)) {
    return std::nullopt;
  }
  if (!payload.flag(0)) {
    return parse_for_people(payload);
  }
  return payload.size() >= 304 ? parse_wmo(payload) : std::nullopt;
}

}  // namespace fairlead::decode::ais
