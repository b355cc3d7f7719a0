// SPDX-License-Identifier: Apache-2.0
// C2SP tlog-checkpoint: which log, how many entries, which root; the text of a signed note.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "ledger/note.hpp"

namespace fairlead::ledger {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  std::vector<std::string> extensions;  // lines that this program carries without reading

  std::string text() const;
  static Result<Checkpoint> parse(std::string_view text);
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<SignedBy> signers;  // those trusted
};
// The checkpoint of a note signed by a log key among `trusted` whose name is the checkpoint's origin. Witnesses alone
// do not suffice: they say that they saw it, not that it is the log's.
Result<SignedCheckpoint> open_checkpoint(std::string_view note, std::span<const Verifier> trusted);

}  // namespace fairlead::ledger
