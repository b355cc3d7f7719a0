// SPDX-License-Identifier: Apache-2.0
// The constants of the tracker of contacts, none of which belongs to one sensor or one sea.
//
// Units: metres, seconds, probabilities. Threads: constants.
#pragma once

#include <cstdint>

namespace fairlead::fusion::tuning {

#ifdef FL_TUNE
inline double knob[32];
#endif
#define FL_KNOB inline double

FL_KNOB kLifetime = 1500;  // mean time that a vessel stays
inline constexpr std::int64_t kStepMaxMs = 10'000;
inline constexpr double kAnchorReach = 5000;
inline constexpr double kVarianceMin = 1;
inline constexpr double kVarianceMax = 1e10;
inline constexpr double kSightingArea = 1e10;
inline constexpr double kFalseUnknown = 20;
inline constexpr double kFalseSighting = 1e-14;
inline constexpr double kUnseenSighting = 20;
inline constexpr double kDetectionSighting = 0.5;
inline constexpr double kReach = 6000;
inline constexpr double kSpeedMost = 30;
FL_KNOB kGate = 25;
FL_KNOB kSpeedSpread = 9;
inline constexpr double kVelocitySlack = 0.05;
inline constexpr double kSameName = 1000;
inline constexpr double kOtherName = 1e-4;
inline constexpr double kNewName = 0.5;
FL_KNOB kExistenceBorn = 1e-6;
inline constexpr double kExistenceMost = 1 - 1e-9;
FL_KNOB kPruneBranch = 1e-3;
FL_KNOB kDropShare = 0.05;
FL_KNOB kDropMost = 0.02;
FL_KNOB kMergeDistance = 0.3;
FL_KNOB kShow = 0.5;

}  // namespace fairlead::fusion::tuning
