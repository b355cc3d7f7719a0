// SPDX-License-Identifier: Apache-2.0
// What a sensor saw in one look, as the tracker of contacts takes it: plots with their errors, and what was looked at.
//
// Places are degrees on the Earth or metres on a plane, as the tracker was told (Ground); everything else is in metres,
// metres per second and degrees clockwise from north. Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/observation.hpp"
#include "units/instant.hpp"

namespace fairlead::fusion {

enum class Ground : std::uint8_t { plane, earth };

// East and north: longitude and latitude in degrees, or metres on a plane.
struct Place {
  double east = 0;
  double north = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

// Variances and covariance of a position, in m².
struct ErrorMatrix {
  double east_east = 0;
  double east_north = 0;
  double north_north = 0;
  friend bool operator==(const ErrorMatrix&, const ErrorMatrix&) = default;
};

struct PlotVelocity {
  double east = 0;
  double north = 0;
  double sigma = 0;  // one standard deviation in each axis
  friend bool operator==(const PlotVelocity&, const PlotVelocity&) = default;
};

struct Plot {
  Instant at;
  Place place;
  ErrorMatrix error;
  std::optional<PlotVelocity> velocity;
  std::uint32_t mmsi = 0;          // 0: says nothing of identity
  std::optional<Place> seen_from;  // of a sensor that measures range and bearing
  domain::ObservationId id;
  friend bool operator==(const Plot&, const Plot&) = default;
};

// A sector about a centre, or the area within a ring.
struct Region {
  std::optional<Place> centre;
  double range_min = 0;
  double range_max = 0;
  double bearing_from = 0;
  double bearing_to = 360;
  std::vector<Place> ring;
  friend bool operator==(const Region&, const Region&) = default;
};

struct Look {
  domain::SourceId source;
  Instant at;
  std::optional<Region> region;  // nothing: what was seen was seen, and what was not tells nothing
  // Probability of detection at the centre and at `range_max`; between them it falls with the square of the range.
  double detection_near = 0;
  double detection_far = 0;
  double small_factor = 1;                   // of a small craft's probability of detection against that of a ship
  std::optional<double> false_plots;         // expected in one look
  std::optional<double> false_plots_per_m2;  // instead, where the owner states it so
  std::vector<Plot> plots;
  friend bool operator==(const Look&, const Look&) = default;
};

// An order of plots, and of looks, by what they say and not by how they came.
bool comes_before(const Plot& a, const Plot& b);
bool comes_before(const Look& a, const Look& b);  // their plots in order

}  // namespace fairlead::fusion
