// SPDX-License-Identifier: Apache-2.0
// Runs the journal again and holds the ledger against it: every entry, every tile, and with the key every checkpoint.
//
// Threads: free function; the store is read only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/engine.hpp"
#include "engine/store.hpp"
#include "ledger/note.hpp"

namespace fairlead::app {

struct ReplayReport {
  std::uint64_t slots = 0;
  std::uint64_t entries = 0;              // compared, of all logs
  std::uint64_t tiles = 0;                // compared, at their widest
  std::uint64_t checkpoints = 0;          // compared, the newest of each log; 0 without the key
  std::uint64_t erased = 0;               // entries whose records are no more: their leaves were compared
  std::uint64_t begins_after = 0;         // the slot of the checkpoint that it began from; 0: from the first slot
  std::optional<std::string> difference;  // the first
};

// Begins at the first slot or, where retention has removed older ones, at the newest checkpoint. `limits` are those
// that the engine ran with. Without `key`, what is signed is not compared.
Result<ReplayReport> replay_ledger(engine::Store& store, engine::EngineLimits limits, const ledger::Signer* key,
                                   const std::function<void(std::uint64_t slot)>& progress = {});

}  // namespace fairlead::app
