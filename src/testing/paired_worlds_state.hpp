// SPDX-License-Identifier: Apache-2.0
// Who plays in all worlds: people, partners, keys, and an engine in which they have their accounts.
#pragma once

#include <string>

#include "engine/log_keys.hpp"
#include "testing/paired_worlds.hpp"

namespace fairlead::testing {

struct Cast {
  Cast();
  SharingDesk desk;
  engine::LogKeys keys;
  std::string founded;
};

Session play_world(Cast& cast, const Papers& papers, const PairedWorlds& worlds, unsigned world, bool keep);

}  // namespace fairlead::testing
