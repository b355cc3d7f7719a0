// SPDX-License-Identifier: Apache-2.0
// Weather and water payloads: IMO SN.1/Circ.289 (FI 21, 26, 31) and SN/Circ.236 (FI 11).
//
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "decode/ais/application_values.hpp"

namespace fairlead::decode::ais {

// Meteorological and hydrographic data, DAC 1 FI 31 and the older FI 11. Wind in knots (ten-minute values), currents
// in knots, depths, heights and the water level (above the local datum) in metres, visibility in nautical miles.
struct MeteoHydro {
  bool older_form = false;  // FI 11
  std::optional<ApplicationPlace> place;
  std::optional<bool> accuracy;
  DayTime time;
  std::optional<int> wspeed;
  std::optional<int> wgust;
  std::optional<int> wdir;
  std::optional<int> wgustdir;
  std::optional<double> airtemp;
  std::optional<int> humidity;
  std::optional<double> dewpoint;
  std::optional<int> pressure;      // 799: 799 or lower, 1201: 1201 or higher
  std::optional<int> pressuretend;  // 0 steady, 1 decreasing, 2 increasing
  bool visgreater = false;          // the equipment's greatest range was reached
  std::optional<double> visibility;
  std::optional<double> waterlevel;
  std::optional<int> leveltrend;  // as pressuretend
  std::optional<double> cspeed;
  std::optional<int> cdir;
  std::optional<double> cspeed2;
  std::optional<int> cdir2;
  std::optional<int> cdepth2;
  std::optional<double> cspeed3;
  std::optional<int> cdir3;
  std::optional<int> cdepth3;
  std::optional<double> waveheight;
  std::optional<int> waveperiod;
  std::optional<int> wavedir;
  std::optional<double> swellheight;
  std::optional<int> swellperiod;
  std::optional<int> swelldir;
  std::optional<int> seastate;  // Beaufort
  std::optional<double> watertemp;
  std::optional<int> preciptype;
  std::optional<double> salinity;  // per mille
  std::optional<int> ice;          // 0 no, 1 yes
};

// Weather observation from a ship, DAC 1 FI 21, the form for people.
struct ShipWeather {
  std::string location;
  std::optional<ApplicationPlace> place;
  DayTime time;
  std::optional<int> weather;
  bool vislimit = false;
  std::optional<double> visibility;
  std::optional<int> humidity;
  std::optional<int> wspeed;
  std::optional<int> wdir;
  std::optional<int> pressure;
  std::optional<int> pressuretend;
  std::optional<double> airtemp;
  std::optional<double> watertemp;
  std::optional<int> waveperiod;
  std::optional<double> waveheight;
  std::optional<int> wavedir;
  std::optional<double> swellheight;
  std::optional<int> swelldir;
  std::optional<int> swellperiod;
};

// The same message in the form of WMO FM 13 / BUFR. Speeds in metres a second, visibility and cloud base in metres.
struct ShipWeatherWmo {
  std::optional<double> longitude;  // in steps of 0.01 degree
  std::optional<double> latitude;
  MonthTime time;
  std::optional<int> course;
  std::optional<double> speed;
  std::optional<int> heading;
  std::optional<double> pressure;
  std::optional<double> pdelta;
  std::optional<int> ptend;
  std::optional<int> twinddir;
  std::optional<double> twindspeed;
  std::optional<int> rwinddir;
  std::optional<double> rwindspeed;
  std::optional<double> mgustspeed;
  std::optional<int> mgustdir;
  std::optional<double> airtemp;
  std::optional<int> humidity;
  std::optional<double> surftemp;
  std::optional<double> visibility;
  std::optional<int> weather;
  std::optional<int> pweather1;
  std::optional<int> pweather2;
  std::optional<int> totalcloud;
  std::optional<int> lowclouda;
  std::optional<int> lowcloudt;
  std::optional<int> midcloudt;
  std::optional<int> highcloudt;
  std::optional<double> cloudbase;
  std::optional<int> wwperiod;
  std::optional<double> wwheight;
  std::optional<int> swelldir1;
  std::optional<int> swperiod1;
  std::optional<double> swheight1;
  std::optional<int> swelldir2;
  std::optional<int> swperiod2;
  std::optional<double> swheight2;
  std::optional<int> icedeposit;
  std::optional<int> icerate;
  std::optional<int> icecause;
  std::optional<int> seaice;
  std::optional<int> icetype;
  std::optional<int> icestate;
  std::optional<int> icedevel;
  std::optional<int> icebearing;
};

// The sensor reports of DAC 1 FI 26.
struct SiteLocation {
  std::optional<ApplicationPlace> place;
  std::optional<double> alt;
  std::optional<int> owner;
  int timeout = 0;
};
struct StationName {
  std::string name;
};
struct WindReport {
  std::optional<int> wspeed;
  std::optional<int> wgust;
  std::optional<int> wdir;
  std::optional<int> wgustdir;
  int sensortype = 0;
  std::optional<int> fwspeed;
  std::optional<int> fwgust;
  std::optional<int> fwdir;
  DayTime forecast;
  std::optional<int> duration;
};
struct WaterLevelReport {
  bool absolute = false;
  std::optional<double> level;
  std::optional<int> leveltrend;
  std::optional<int> datum;
  int sensortype = 0;
  bool forecast_absolute = false;
  std::optional<double> forecast_level;
  DayTime forecast;
  std::optional<int> duration;
};
struct CurrentReading {
  std::optional<double> cspeed;
  std::optional<int> cdir;
  std::optional<int> cdepth;
};
struct CurrentFlow {
  std::vector<CurrentReading> readings;
  int sensortype = 0;
};
struct CurrentVector {
  std::optional<double> cnorth;
  std::optional<double> ceast;
  std::optional<double> cup;
  std::optional<int> cdepth;
};
struct CurrentFlow3d {
  std::vector<CurrentVector> readings;
  int sensortype = 0;
};
struct HorizontalReading {
  std::optional<int> bearing;
  std::optional<int> distance;
  std::optional<double> speed;
  std::optional<int> direction;
  std::optional<int> depth;
};
struct HorizontalCurrent {
  std::vector<HorizontalReading> readings;
};
struct SeaStateReport {
  std::optional<double> swheight;
  std::optional<int> swperiod;
  std::optional<int> swelldir;
  std::optional<int> seastate;
  int swelltype = 0;
  std::optional<double> watertemp;
  std::optional<double> distance1;
  int depthtype = 0;
  std::optional<double> waveheight;
  std::optional<int> waveperiod;
  std::optional<int> wavedir;
  int wavetype = 0;
  std::optional<double> salinity;
};
struct SalinityReport {
  std::optional<double> watertemp;
  std::optional<double> conductivity;
  std::optional<double> pressure;
  std::optional<double> salinity;
  int salinitytype = 0;
  int sensortype = 0;
};
struct WeatherReport {
  std::optional<double> temperature;
  int sensortype = 0;
  int preciptype = 0;
  std::optional<double> visibility;
  std::optional<double> dewpoint;
  int dewtype = 0;
  std::optional<int> pressure;
  std::optional<int> pressuretend;
  int pressuretype = 0;
  std::optional<double> salinity;
};
struct AirGapReport {
  std::optional<double> airdraught;
  std::optional<double> airgap;
  std::optional<int> gaptrend;
  std::optional<double> fairgap;
  DayTime forecast;
};
struct UnknownReport {
  std::string payload;  // 85 bits as hexadecimal digits, the last one padded with zeros
};

struct SensorReport {
  int sensor = 0;
  DayTime time;
  int site = 0;
  std::variant<UnknownReport, SiteLocation, StationName, WindReport, WaterLevelReport, CurrentFlow, CurrentFlow3d,
               HorizontalCurrent, SeaStateReport, SalinityReport, WeatherReport, AirGapReport>
      reading;
};

struct Environmental {
  std::vector<SensorReport> reports;
};

}  // namespace fairlead::decode::ais
