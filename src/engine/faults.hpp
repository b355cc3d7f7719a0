// SPDX-License-Identifier: Apache-2.0
// Where a test may end the program, what it may spoil, and what it may watch. FL_REACHED names a step of a stop,
// FL_MISTAKE(name) a planted mistake, FL_HANDED tells of each passage through the gate. Without FAIRLEAD_FAULT_POINTS,
// which is defined for the proofs of the stop alone, none of them leaves anything in the program.
//
// Threads: as whoever asks; the gate's lock is held around FL_HANDED.
#pragma once

#ifdef FAIRLEAD_FAULT_POINTS
#include <string_view>

namespace fairlead::engine {
struct Release;
}  // namespace fairlead::engine
namespace fairlead::faults {  // defined by the test
void reached(std::string_view point);
bool is_on(std::string_view mistake);
void handed(const engine::Release& release);
}  // namespace fairlead::faults
#define FL_REACHED(name, when) \
  if (when) ::fairlead::faults::reached(#name)
#define FL_MISTAKE(name) (::fairlead::faults::is_on(#name))
#define FL_HANDED(release) ::fairlead::faults::handed(release)
#else
#define FL_REACHED(name, when) static_cast<void>(0)
#define FL_MISTAKE(name) false
#define FL_HANDED(release) static_cast<void>(0)
#endif
