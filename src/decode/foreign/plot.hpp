// SPDX-License-Identifier: Apache-2.0
// One plot, sighting or scan as members with names and values, however they were written, to an observation or a scan.
// Names are read without regard to case, blanks, `_` and `-`. docs/reference/formats/detections.md lists them. Private
// to `decode`.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include <boost/json/object.hpp>

#include "decode/foreign.hpp"

namespace fairlead::decode {

struct PlotOutcome {
  // An Instant: a line that says what time it is and nothing else.
  std::variant<domain::Observation, domain::Scan, Instant, ForeignRejection> is = ForeignRejection::kUnreadable;
  std::uint64_t targeting_fields = 0;
  bool text_may_be_kept = true;  // false: the text holds what must not be kept
};

// `position`: what is known of it from elsewhere (a GeoJSON geometry).
PlotOutcome read_plot(const boost::json::object& members, const ForeignOptions& options,
                      std::optional<geo::Position> position = std::nullopt);

// Sigma in each axis, and the ellipse, of an error given by its axes.
void set_error(domain::Observation& observation, domain::Detection& detection, double major, double minor,
               double orientation_degrees);

// RFC 3339, also without a zone (UTC) and with a blank instead of `T`; seconds or milliseconds since 1970.
[[nodiscard]] std::optional<Instant> read_time(std::string_view text);

// The remark that a record's own judgement becomes: "coast guard calls this: suspect".
[[nodiscard]] std::string their_word(const ForeignOptions& options, std::string_view word);

// The usual error of a plot and of a sighting that do not say theirs.
inline constexpr double kPlotSigma = 100;
inline constexpr double kSightingSigma = 500;

}  // namespace fairlead::decode
