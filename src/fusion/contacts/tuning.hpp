// SPDX-License-Identifier: Apache-2.0
// The constants of the tracker of contacts, none of which belongs to one sensor or one sea.
//
// Units: metres, seconds, probabilities. Threads: constants.
#pragma once

#include <chrono>
#include <cstdint>

#include "units/instant.hpp"

namespace fairlead::fusion::tuning {

inline constexpr double kLifetime = 2000;  // mean time that a vessel stays
inline constexpr std::int64_t kStepMaxMs = 10'000;
inline constexpr double kAnchorReach = 5000;
inline constexpr double kVarianceMin = 1;
inline constexpr double kVarianceMax = 1e10;
inline constexpr double kSightingArea = 1e10;
inline constexpr double kFalseUnknown = 20;
inline constexpr double kFalseSighting = 1e-14;
inline constexpr double kUnseenSighting = 20;
inline constexpr double kDetectionSighting = 0.5;
inline constexpr double kReach = 6000;  // a plot further off than this is never asked about
inline constexpr double kDrift = 3000;  // between two sweeps, at most
inline constexpr double kAgeMost = 60;  // a state older than this is brought up to date by a sweep
inline constexpr double kGate = 20;
inline constexpr double kSpeedSpread = 8;
inline constexpr double kVelocitySlack = 0.05;
inline constexpr double kSameName = 1000;
inline constexpr double kOtherName = 1e-4;
inline constexpr double kNewName = 0.5;
inline constexpr double kExistenceBorn = 1e-6;
inline constexpr double kExistenceMost = 1 - 1e-9;
inline constexpr double kPruneBranch = 1e-3;
inline constexpr double kDropShare = 0.05;
inline constexpr double kDropMost = 0.02;
inline constexpr double kMergeDistance = 0.5;
inline constexpr double kSecondName = 1e-3;  // that an identity in use turns up once more
inline constexpr double kStatedLooks = 50;   // what a stated number of false plots is worth
inline constexpr double kLooksKept = 200;
inline constexpr std::size_t kIndexFrom = 256;  // contacts
inline constexpr Duration kSweepEvery = std::chrono::seconds(20);
inline constexpr Duration kBiasAge = std::chrono::seconds(20);
inline constexpr double kOutside = 3000;
inline constexpr std::size_t kSourcesMost = 32;
inline constexpr std::size_t kSameNameMost = 16;
inline constexpr double kTwinClaim = 0.02;
inline constexpr double kTwinsMost = 1.3;
inline constexpr double kTwinDistance = 2;

}  // namespace fairlead::fusion::tuning
