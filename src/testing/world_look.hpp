// SPDX-License-Identifier: Apache-2.0
// What the sensors of a simulated world see of it: looks with their plots, and AIS as it was heard.
//
// Times are milliseconds from the start. Threads: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "world_scene.hpp"

namespace fairlead::testing {

// One look of one sensor.
struct Look {
  std::int64_t at = 0;
  std::size_t sensor = 0;   // index into Looks::sensors
  std::int64_t number = 0;  // of that sensor, from 1
  Spot centre;
  double range = 0;  // 0: `ring`, or the whole area
  std::vector<Spot> ring;
  double near = 0, far = 0, clutter = 0;
};

struct Seen {
  std::size_t look = 0;
  std::int64_t at = 0;
  std::int64_t label = -1;  // whose; -1 is clutter
  Spot spot;
  double range = 0, bearing = 0;  // as measured
  bool recognised = false;        // near enough to tell what it is
  double length = 0;              // as estimated; 0: not told
};

struct Heard {
  std::int64_t at = 0;
  std::int64_t vessel = 0;
  std::uint32_t mmsi = 0;
  Spot spot;         // as reported
  double speed = 0;  // m/s
  double course = 0;
  std::vector<std::size_t> receivers;  // indices into Scene::receivers; beyond those, patrols
};

enum class SensorForm : std::uint8_t { area, polar, sighting, ais };
struct SensorAbout {
  std::string id;
  SensorForm form = SensorForm::area;
  std::size_t index = 0;  // into the scene's list of its kind
};

struct Looks {
  std::vector<SensorAbout> sensors;  // radars, patrols, satellite passes, then AIS where there is any
  std::vector<Look> looks;           // in order of time
  std::vector<Seen> seen;            // in order of look
  std::vector<Heard> heard;          // in order of time
};

Looks look_at(const Scene& scene);

// What a vessel says by AIS at a moment: where, and under which number; false while it says nothing.
bool ais_state(const Vessel& vessel, double t, Track::State& state, const CoastIdentity*& identity);

}  // namespace fairlead::testing
