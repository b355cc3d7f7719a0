// SPDX-License-Identifier: Apache-2.0
// AIS of a simulated world as sentences with tag blocks, one file of all receivers.
//
// Threads: pure functions.
#pragma once

#include <string>

#include "world_look.hpp"

namespace fairlead::testing {

// `start`: seconds since 1970.
std::string ais_sentences(const Scene& scene, const Looks& looks, std::int64_t start);

// The name under which a receiver, or a patrol that listens, appears in tag blocks.
std::string receiver_name(const Scene& scene, std::size_t receiver);

}  // namespace fairlead::testing
