// SPDX-License-Identifier: Apache-2.0
// What sensors other than AIS say beyond an Observation: the shape of the error, the scan it belongs to, what was
// thought to be seen; and what a sensor looked at, so that not seeing is information too.
//
// Units: metres, degrees clockwise from true north. Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.hpp"
#include "domain/label.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::domain {

using SourceId = StrongId<struct SourceTag, std::uint32_t>;

// One standard deviation along the two axes of an ellipse. A range and bearing error is one whose major or minor axis
// lies on the bearing.
struct ErrorEllipse {
  Length major;
  Length minor;
  double orientation_degrees = 0;  // of the major axis, 0 to 180
  friend bool operator==(const ErrorEllipse&, const ErrorEllipse&) = default;
};

// Beside an observation of a plot or a sighting. Immutable once shared.
struct Detection {
  std::uint64_t scan = 0;  // Scan::number that it belongs to; 0: seen outside of any scan
  std::optional<ErrorEllipse> error;
  std::optional<geo::Position> seen_from;  // where the sensor stood, for the bias of its ranges and bearings
  std::optional<Length> length;
  std::optional<Length> width;
  std::string seen_as;              // the observer's word: go-fast, fishing, tanker …
  std::string remarks;              // free text of the observer
  std::vector<std::string> photos;  // references, not content
  std::optional<Label> label;       // stricter than that of the source
  friend bool operator==(const Detection&, const Detection&) = default;
};

// What a sensor looked at: a sector about a centre, or the area within a ring.
struct Coverage {
  std::optional<geo::Position> centre;
  Length range_min;
  Length range_max;
  double bearing_from_degrees = 0;  // clockwise from here …
  double bearing_to_degrees = 360;  // … to here
  std::vector<geo::Position> ring;  // without a centre: three corners or more, not closed
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

// One look of one sensor. Its plots come before it, in the same batch or in an earlier one; a scan may have none.
struct Scan {
  SourceId source;
  std::uint64_t number = 0;  // of that source, not 0
  Instant received_at;
  Instant at;  // of the plots that have no time of their own
  Coverage coverage;
  // Probability of detecting an average small craft, at no distance and at `range_max`; between them it falls with
  // the square of the range. With a ring, `detection_near` holds everywhere.
  double detection_near = 0;
  double detection_far = 0;
  std::optional<double> false_plots;  // expected in one scan, as far as the sensor's owner knows
  friend bool operator==(const Scan&, const Scan&) = default;
};

}  // namespace fairlead::domain
