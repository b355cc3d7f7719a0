// SPDX-License-Identifier: Apache-2.0
// The names of members, and which of them mean the same. Private to `decode`.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::decode {

enum class PlotMember : std::uint8_t {
  none,
  time,
  lat,
  lon,
  position,
  seen_from,
  seen_from_lat,
  seen_from_lon,
  range,
  bearing,
  error,
  sigma,
  covariance,
  covariance_ee,
  covariance_en,
  covariance_nn,
  ellipse,
  major,
  minor,
  orientation,
  range_sigma,
  bearing_sigma,
  scan,
  coverage,
  detection_probability,
  false_plots,
  course,
  heading,
  speed,
  speed_knots,
  altitude,
  length,
  width,
  label,
  photos,
  mmsi,
  imo,
  name,
  call_sign,
  track,
  kind,
  remarks,
  source,
  sensor,
  identity,
};

// Lower case, without blanks, `_`, `-` and what stands in brackets.
std::string plot_word(std::string_view name);
PlotMember plot_member(std::string_view name);

}  // namespace fairlead::decode
