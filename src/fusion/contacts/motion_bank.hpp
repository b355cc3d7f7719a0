// SPDX-License-Identifier: Apache-2.0
// The models of motion that a contact may follow, and one step of their interacting multiple model filter (Blom and
// Bar-Shalom 1988): straight ahead, and turns of several rates to either side with changes of speed.
//
// Units: metres, seconds, radians. Threads: any.
#pragma once

#include <cstdint>

#include "contacts/gauss.hpp"

namespace fairlead::fusion {

inline constexpr int kModesMax = 5;

// One association history of a contact: a state for each model of motion, or a single one while only one plot has been
// seen and nothing tells the models apart.
struct Branch {
  double weight = 0;       // within its contact
  std::uint32_t mmsi = 0;  // the identity it carries; 0: none
  int modes = 0;
  double share[kModesMax] = {};  // of each model
  Gauss state[kModesMax];
  Gauss whole;  // all models in one; kept by move_branch() and settle()
};

// Everything about a step of one length, made once for all contacts that need it.
struct Step {
  double seconds = 0;
  Transition transition[kModesMax];
  double change[kModesMax][kModesMax] = {};  // [from][to]
  Transition newborn;
};

Step make_step(double seconds);
void move_branch(Branch& branch, const Step& step);
// Moves over any time, long ones in several steps.
void coast_branch(Branch& branch, double seconds);
// One state becomes a state for each model.
void unfold(Branch& branch);
// The turn that the models expect, in degrees a second, clockwise.
double turn_of(const Branch& branch);
// Computes `whole` from the models.
void settle(Branch& branch);

}  // namespace fairlead::fusion
