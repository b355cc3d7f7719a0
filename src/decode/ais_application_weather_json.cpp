// SPDX-License-Identifier: Apache-2.0
// Weather and water payloads as JSON members.
//
// Threads: pure functions.
#include <variant>

#include "application_json_fields.hpp"
#include "application_words.hpp"

namespace fairlead::decode::ais {

void write_meteo_hydro(ApplicationJson& j, const MeteoHydro& v) {
  j.add_place(v.place);
  j.add("accuracy", v.accuracy);
  j.add_time("timestamp", "", v.time);
  j.add("wspeed", v.wspeed);
  j.add("wgust", v.wgust);
  j.add("wdir", v.wdir);
  j.add("wgustdir", v.wgustdir);
  j.add("humidity", v.humidity);
  j.add("airtemp", v.airtemp);
  j.add("dewpoint", v.dewpoint);
  j.add("pressure", v.pressure);
  j.add_word("pressuretend", "pressuretend_text", v.pressuretend, tendency_word);
  if (!v.older_form) {
    j.add("visgreater", v.visgreater);
  }
  j.add("visibility", v.visibility);
  j.add("waterlevel", v.waterlevel);
  j.add_word("leveltrend", "leveltrend_text", v.leveltrend, tendency_word);
  j.add("cspeed", v.cspeed);
  j.add("cdir", v.cdir);
  j.add("cspeed2", v.cspeed2);
  j.add("cdir2", v.cdir2);
  j.add("cdepth2", v.cdepth2);
  j.add("cspeed3", v.cspeed3);
  j.add("cdir3", v.cdir3);
  j.add("cdepth3", v.cdepth3);
  j.add("waveheight", v.waveheight);
  j.add("waveperiod", v.waveperiod);
  j.add("wavedir", v.wavedir);
  j.add("swellheight", v.swellheight);
  j.add("swellperiod", v.swellperiod);
  j.add("swelldir", v.swelldir);
  j.add("seastate", v.seastate);
  j.add("watertemp", v.watertemp);
  j.add_word("preciptype", "preciptype_text", v.preciptype, precipitation_word);
  j.add("salinity", v.salinity);
  j.add_word("ice", "ice_text", v.ice, ice_word);
}

void write_ship_weather(ApplicationJson& j, const ShipWeather& v) {
  j.add("wmo", false);
  j.add("location", v.location);
  j.add_place(v.place);
  j.add_time("timestamp", "", v.time);
  j.add("weather", v.weather);
  j.add("vislimit", v.vislimit);
  j.add("visibility", v.visibility);
  j.add("humidity", v.humidity);
  j.add("wspeed", v.wspeed);
  j.add("wdir", v.wdir);
  j.add("pressure", v.pressure);
  j.add("pressuretend", v.pressuretend);
  j.add("airtemp", v.airtemp);
  j.add("watertemp", v.watertemp);
  j.add("waveperiod", v.waveperiod);
  j.add("waveheight", v.waveheight);
  j.add("wavedir", v.wavedir);
  j.add("swellheight", v.swellheight);
  j.add("swelldir", v.swelldir);
  j.add("swellperiod", v.swellperiod);
}

void write_ship_weather_wmo(ApplicationJson& j, const ShipWeatherWmo& v) {
  j.add("wmo", true);
  j.add("lon", v.longitude);
  j.add("lat", v.latitude);
  j.add_time("timestamp", "", v.time);
  j.add("course", v.course);
  j.add("speed", v.speed);
  j.add("heading", v.heading);
  j.add("pressure", v.pressure);
  j.add("pdelta", v.pdelta);
  j.add("ptend", v.ptend);
  j.add("twinddir", v.twinddir);
  j.add("twindspeed", v.twindspeed);
  j.add("rwinddir", v.rwinddir);
  j.add("rwindspeed", v.rwindspeed);
  j.add("mgustspeed", v.mgustspeed);
  j.add("mgustdir", v.mgustdir);
  j.add("airtemp", v.airtemp);
  j.add("humidity", v.humidity);
  j.add("surftemp", v.surftemp);
  j.add("visibility", v.visibility);
  j.add("weather", v.weather);
  j.add("pweather1", v.pweather1);
  j.add("pweather2", v.pweather2);
  j.add("totalcloud", v.totalcloud);
  j.add("lowclouda", v.lowclouda);
  j.add("lowcloudt", v.lowcloudt);
  j.add("midcloudt", v.midcloudt);
  j.add("highcloudt", v.highcloudt);
  j.add("cloudbase", v.cloudbase);
  j.add("wwperiod", v.wwperiod);
  j.add("wwheight", v.wwheight);
  j.add("swelldir1", v.swelldir1);
  j.add("swperiod1", v.swperiod1);
  j.add("swheight1", v.swheight1);
  j.add("swelldir2", v.swelldir2);
  j.add("swperiod2", v.swperiod2);
  j.add("swheight2", v.swheight2);
  j.add("icedeposit", v.icedeposit);
  j.add("icerate", v.icerate);
  j.add("icecause", v.icecause);
  j.add("seaice", v.seaice);
  j.add("icetype", v.icetype);
  j.add("icestate", v.icestate);
  j.add("icedevel", v.icedevel);
  j.add("icebearing", v.icebearing);
}

namespace {

void write(ApplicationJson& j, const UnknownReport& v) { j.add("payload", v.payload); }
void write(ApplicationJson& j, const SiteLocation& v) {
  j.add_place(v.place);
  j.add("alt", v.alt);
  j.add("owner", v.owner);
  j.add("timeout", v.timeout);
}
void write(ApplicationJson& j, const StationName& v) { j.add("name", v.name); }
void write(ApplicationJson& j, const WindReport& v) {
  j.add("wspeed", v.wspeed);
  j.add("wgust", v.wgust);
  j.add("wdir", v.wdir);
  j.add("wgustdir", v.wgustdir);
  j.add("sensortype", v.sensortype);
  j.add("fwspeed", v.fwspeed);
  j.add("fwgust", v.fwgust);
  j.add("fwdir", v.fwdir);
  j.add_time("forecast", "forecast_", v.forecast);
  j.add("duration", v.duration);
}
void write(ApplicationJson& j, const WaterLevelReport& v) {
  j.add("absolute", v.absolute);
  j.add("level", v.level);
  j.add("leveltrend", v.leveltrend);
  j.add("datum", v.datum);
  j.add("sensortype", v.sensortype);
  if (v.forecast_level) {
    j.add("forecast_absolute", v.forecast_absolute);
    j.add("forecast_level", v.forecast_level);
  }
  j.add_time("forecast", "forecast_", v.forecast);
  j.add("duration", v.duration);
}
void write(ApplicationJson& j, const CurrentFlow& v) {
  j.add_array("readings", v.readings, [&j](const CurrentReading& r) {
    j.add("cspeed", r.cspeed);
    j.add("cdir", r.cdir);
    j.add("cdepth", r.cdepth);
  });
  j.add("sensortype", v.sensortype);
}
void write(ApplicationJson& j, const CurrentFlow3d& v) {
  j.add_array("readings", v.readings, [&j](const CurrentVector& r) {
    j.add("cnorth", r.cnorth);
    j.add("ceast", r.ceast);
    j.add("cup", r.cup);
    j.add("cdepth", r.cdepth);
  });
  j.add("sensortype", v.sensortype);
}
void write(ApplicationJson& j, const HorizontalCurrent& v) {
  j.add_array("readings", v.readings, [&j](const HorizontalReading& r) {
    j.add("bearing", r.bearing);
    j.add("distance", r.distance);
    j.add("speed", r.speed);
    j.add("direction", r.direction);
    j.add("depth", r.depth);
  });
}
void write(ApplicationJson& j, const SeaStateReport& v) {
  j.add("swheight", v.swheight);
  j.add("swperiod", v.swperiod);
  j.add("swelldir", v.swelldir);
  j.add("seastate", v.seastate);
  j.add("swelltype", v.swelltype);
  j.add("watertemp", v.watertemp);
  j.add("distance1", v.distance1);
  j.add("depthtype", v.depthtype);
  j.add("waveheight", v.waveheight);
  j.add("waveperiod", v.waveperiod);
  j.add("wavedir", v.wavedir);
  j.add("wavetype", v.wavetype);
  j.add("salinity", v.salinity);
}
void write(ApplicationJson& j, const SalinityReport& v) {
  j.add("watertemp", v.watertemp);
  j.add("conductivity", v.conductivity);
  j.add("pressure", v.pressure);
  j.add("salinity", v.salinity);
  j.add("salinitytype", v.salinitytype);
  j.add("sensortype", v.sensortype);
}
void write(ApplicationJson& j, const WeatherReport& v) {
  j.add("temperature", v.temperature);
  j.add("sensortype", v.sensortype);
  j.add("preciptype", v.preciptype);
  j.add("visibility", v.visibility);
  j.add("dewpoint", v.dewpoint);
  j.add("dewtype", v.dewtype);
  j.add("pressure", v.pressure);
  j.add_word("pressuretend", "pressuretend_text", v.pressuretend, tendency_word);
  j.add("pressuretype", v.pressuretype);
  j.add("salinity", v.salinity);
}
void write(ApplicationJson& j, const AirGapReport& v) {
  j.add("airdraught", v.airdraught);
  j.add("airgap", v.airgap);
  j.add("gaptrend", v.gaptrend);
  j.add("fairgap", v.fairgap);
  j.add_time("forecast", "forecast_", v.forecast);
}

}  // namespace

void write_environmental(ApplicationJson& j, const Environmental& v) {
  j.add_array("reports", v.reports, [&j](const SensorReport& report) {
    j.add_word("sensor", "sensor_text", report.sensor, sensor_word);
    j.add_time("timestamp", "", report.time);
    j.add("site", report.site);
    std::visit([&j](const auto& reading) { write(j, reading); }, report.reading);
  });
}

}  // namespace fairlead::decode::ais
