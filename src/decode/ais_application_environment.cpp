// SPDX-License-Identifier: Apache-2.0
// The environmental message, DAC 1 FI 26: one to eight reports of 112 bits, each with its own kind of reading.
//
// Bit layout: IMO SN.1/Circ.289 §11. Threads: pure functions.
#include <optional>

#include "application_cursor.hpp"
#include "application_parsers.hpp"

namespace fairlead::decode::ais {
namespace {

constexpr std::size_t kReportBits = 112;
constexpr std::size_t kReadingBits = 85;

std::string hexadecimal(BitReader bits) {
  std::string out;
  for (std::size_t at = 0; at < bits.size(); at += 4) {
    out.push_back("0123456789abcdef"[bits.u(at, 4)]);
  }
  return out;
}

SiteLocation site_location(ApplicationCursor& c) {
  SiteLocation r;
  r.place = c.fine_place();
  r.alt = c.scaled(11, 0, 2001, 10);
  r.owner = c.in_range(4, 1, 14);
  r.timeout = c.number(3);
  return r;
}

WindReport wind(ApplicationCursor& c) {
  WindReport r;
  r.wspeed = c.in_range(7, 0, 121);
  r.wgust = c.in_range(7, 0, 121);
  r.wdir = c.direction();
  r.wgustdir = c.direction();
  r.sensortype = c.number(3);
  r.fwspeed = c.in_range(7, 0, 121);
  r.fwgust = c.in_range(7, 0, 121);
  r.fwdir = c.direction();
  r.forecast = c.day_time();
  r.duration = c.in_range(8, 0, 254);
  return r;
}

WaterLevelReport water_level(ApplicationCursor& c) {
  WaterLevelReport r;
  r.absolute = c.flag();
  r.level = c.signed_scaled(16, -32'767, 32'767, 100);
  r.leveltrend = c.in_range(2, 0, 2);
  r.datum = c.in_range(5, 0, 13);
  r.sensortype = c.number(3);
  r.forecast_absolute = c.flag();
  r.forecast_level = c.signed_scaled(16, -32'767, 32'767, 100);
  r.forecast = c.day_time();
  r.duration = c.in_range(8, 0, 254);
  return r;
}

CurrentFlow current_flow(ApplicationCursor& c) {
  CurrentFlow r;
  for (int i = 0; i < 3; ++i) {
    CurrentReading reading;
    reading.cspeed = c.scaled(8, 0, 246, 10);
    reading.cdir = c.direction();
    reading.cdepth = c.in_range(9, 0, 361);
    r.readings.push_back(reading);
  }
  r.sensortype = c.number(3);
  return r;
}

CurrentFlow3d current_flow_3d(ApplicationCursor& c) {
  CurrentFlow3d r;
  for (int i = 0; i < 2; ++i) {
    CurrentVector reading;
    reading.cnorth = c.scaled(8, 0, 246, 10);
    reading.ceast = c.scaled(8, 0, 246, 10);
    reading.cup = c.scaled(8, 0, 246, 10);
    reading.cdepth = c.in_range(9, 0, 361);
    r.readings.push_back(reading);
  }
  r.sensortype = c.number(3);
  return r;
}

HorizontalCurrent horizontal_current(ApplicationCursor& c) {
  HorizontalCurrent r;
  for (int i = 0; i < 2; ++i) {
    HorizontalReading reading;
    reading.bearing = c.direction();
    reading.distance = c.in_range(7, 0, 121);
    reading.speed = c.scaled(8, 0, 246, 10);
    reading.direction = c.direction();
    reading.depth = c.in_range(9, 0, 361);
    r.readings.push_back(reading);
  }
  return r;
}

SeaStateReport sea_state(ApplicationCursor& c) {
  SeaStateReport r;
  r.swheight = c.scaled(8, 0, 246, 10);
  r.swperiod = c.in_range(6, 0, 60);
  r.swelldir = c.direction();
  r.seastate = c.in_range(4, 0, 12);
  r.swelltype = c.number(3);
  r.watertemp = c.scaled(10, 0, 600, 10, -100);
  r.distance1 = c.scaled(7, 0, 121, 10);
  r.depthtype = c.number(3);
  r.waveheight = c.scaled(8, 0, 246, 10);
  r.waveperiod = c.in_range(6, 0, 60);
  r.wavedir = c.direction();
  r.wavetype = c.number(3);
  r.salinity = c.scaled(9, 0, 501, 10);
  return r;
}

SalinityReport salinity(ApplicationCursor& c) {
  SalinityReport r;
  r.watertemp = c.scaled(10, 0, 600, 10, -100);
  r.conductivity = c.scaled(10, 0, 701, 100);
  r.pressure = c.scaled(16, 0, 60'001, 10);
  r.salinity = c.scaled(9, 0, 501, 10);
  r.salinitytype = c.number(2);
  r.sensortype = c.number(3);
  return r;
}

WeatherReport weather(ApplicationCursor& c) {
  WeatherReport r;
  r.temperature = c.signed_scaled(11, -600, 600, 10);
  r.sensortype = c.number(3);
  r.preciptype = c.number(2);
  r.visibility = c.scaled(8, 0, 241, 10);
  r.dewpoint = c.signed_scaled(10, -200, 500, 10);
  r.dewtype = c.number(3);
  if (const auto raw = c.in_range(9, 0, 402)) {
    r.pressure = *raw + 799;
  }
  r.pressuretend = c.in_range(2, 0, 2);
  r.pressuretype = c.number(3);
  r.salinity = c.scaled(9, 0, 501, 10);
  return r;
}

AirGapReport air_gap(ApplicationCursor& c) {
  AirGapReport r;
  r.airdraught = c.scaled(13, 1, 8191, 100);
  r.airgap = c.scaled(13, 1, 8191, 100);
  r.gaptrend = c.in_range(2, 0, 2);
  r.fairgap = c.scaled(13, 1, 8191, 100);
  r.forecast = c.day_time();
  return r;
}

}  // namespace

std::optional<ApplicationPayload> parse_environmental(BitReader payload) {
  if (payload.size() < kReportBits) {
    return std::nullopt;
  }
  Environmental out;
  for (std::size_t at = 0; at + kReportBits <= payload.size(); at += kReportBits) {
    ApplicationCursor c(payload.sub(at, kReportBits));
    SensorReport report;
    report.sensor = c.number(4);
    report.time = c.day_time();
    report.site = c.number(7);
    switch (report.sensor) {
      case 0:
        report.reading = site_location(c);
        break;
      case 1:
        report.reading = StationName{c.text(14)};
        break;
      case 2:
        report.reading = wind(c);
        break;
      case 3:
        report.reading = water_level(c);
        break;
      case 4:
        report.reading = current_flow(c);
        break;
      case 5:
        report.reading = current_flow_3d(c);
        break;
      case 6:
        report.reading = horizontal_current(c);
        break;
      case 7:
        report.reading = sea_state(c);
        break;
      case 8:
        report.reading = salinity(c);
        break;
      case 9:
        report.reading = weather(c);
        break;
      case 10:
        report.reading = air_gap(c);
        break;
      default:
        report.reading = UnknownReport{hexadecimal(payload.sub(at + 27, kReadingBits))};
        break;
    }
    if (!c.plausible()) {
      return std::nullopt;
    }
    out.reports.push_back(std::move(report));
  }
  return out;
}

}  // namespace fairlead::decode::ais
