// SPDX-License-Identifier: Apache-2.0
#include "plausibility.hpp"

#include <algorithm>
#include <cmath>

namespace fairlead::fusion {
namespace {

constexpr double kBurstSeconds = 600;
constexpr double kReportedMargin = 25 * kMetresPerNauticalMile / 3600;  // what a vessel may exceed its reports by
constexpr double kContradictionMargin = 5 * kMetresPerNauticalMile / 3600;
constexpr double kAntennaMetres = 50;  // reports may refer to different antennas, and a unit of type 27 is coarse
constexpr double kWindow = 60;         // seconds
constexpr double kDenseStep = 30;      // seconds; only reports this dense show the whole way
constexpr double kStepMax = 600;       // seconds; a window with a greater hole proves nothing

double seconds_between(Instant from, Instant to) { return static_cast<double>((to - from).count()) / 1000.0; }

}  // namespace

double reach_m(const TrackerLimits& limits, const Gate& gate, double seconds, double sigma_before, double sigma_after) {
  double burst = gate.speed.burst.in_metres_per_second();
  double sustained = gate.speed.sustained.in_metres_per_second();
  if (gate.speed_before && gate.speed_after) {
    // Faster than the class when both ends say so (class A units are carried in aircraft); hardly faster than both say.
    const double both = std::min(*gate.speed_before, *gate.speed_after);
    const double either = std::max(*gate.speed_before, *gate.speed_after);
    burst = std::max(burst, 1.25 * both);
    sustained = std::max(sustained, 1.25 * both);
    if (gate.kind != domain::TrackKind::sar_aircraft) burst = std::min(burst, 2 * either + kReportedMargin);
  }
  const double slack = static_cast<double>(limits.clock_slack.count()) / 1000.0;
  return burst * (std::min(seconds, kBurstSeconds) + slack) + sustained * std::max(0.0, seconds - kBurstSeconds) +
         3 * std::sqrt(sigma_before * sigma_before + sigma_after * sigma_after) + kAntennaMetres;
}

bool is_reachable(const TrackerLimits& limits, const Gate& gate, const Motion& motion, const Measurement& report) {
  const double seconds = std::fabs(seconds_between(motion.at, report.at));
  return distance_m(motion.reported, report.position) <=
         reach_m(limits, gate, seconds, motion.reported_sigma, report.sigma_m);
}

std::optional<bool> check_speed(SpeedCheck& check, Instant at, geo::Position position, std::optional<double> step_m,
                                std::optional<Speed> speed, double sigma_m) {
  const auto restart = [&] {
    check.running = speed.has_value();
    check.since = check.newest = at;
    check.start = position;
    check.way_m = check.reported_m = 0;
    check.step_max_s = 0;
    check.speed = speed ? speed->in_metres_per_second() : 0;
  };
  if (!check.running || !speed || !step_m) {
    restart();
    return std::nullopt;
  }
  const double step_s = seconds_between(check.newest, at);
  if (step_s > kStepMax) {
    restart();
    return std::nullopt;
  }
  check.way_m += *step_m;
  check.reported_m += 0.5 * (check.speed + speed->in_metres_per_second()) * step_s;
  check.step_max_s = std::max(check.step_max_s, step_s);
  check.newest = at;
  check.speed = speed->in_metres_per_second();
  const double window_s = seconds_between(check.since, at);
  if (window_s < kWindow) return std::nullopt;

  const double margin = kContradictionMargin * window_s + 6 * sigma_m;
  const bool too_far = distance_m(check.start, position) > 1.5 * check.reported_m + margin;
  const bool too_near = check.step_max_s <= kDenseStep && check.reported_m > 1.5 * check.way_m + margin;
  restart();
  return too_far || too_near;
}

}  // namespace fairlead::fusion
