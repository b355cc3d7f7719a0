// SPDX-License-Identifier: Apache-2.0
// Mistakes that a test makes on purpose, one at a time, to see that it notices them. FL_LEAK(name) is false, and the
// compiler removes what depends on it, unless FAIRLEAD_SEEDED_LEAKS is defined, as for the test of seeded leaks alone.
//
// Threads: as whoever asks.
#pragma once

#ifdef FAIRLEAD_SEEDED_LEAKS
namespace fairlead::leaks {
bool is_on(const char* name);  // defined by the test
}  // namespace fairlead::leaks
#define FL_LEAK(name) (::fairlead::leaks::is_on(#name))
#else
#define FL_LEAK(name) false
#endif
