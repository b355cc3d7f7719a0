// SPDX-License-Identifier: Apache-2.0
// What slots add to two ledger logs, home's and a partner's, as the engine does it: real records, salts, checkpoints.
// All of it follows from a seed and the numbers of the slots, so that whoever finds a store after a crash knows what
// must be in it. With the model: the same logs in memory, after each slot.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/store.hpp"
#include "ledger/clocked_log.hpp"
#include "ledger/ledger.hpp"
#include "ledger/record.hpp"

namespace fairlead::testing {

class SampleLogs {
 public:
  static constexpr const char* kHome = "home";
  static constexpr const char* kPartner = "XAA/coast_guard";

  explicit SampleLogs(std::uint64_t seed = 1);

  // What the next slot adds; the first call is for slot 1.
  std::vector<engine::LogWrites> next();
  // A record that says so goes into home's log with the next slot. The caller erases them in the store.
  void erase(std::uint64_t first, std::uint64_t last);

  std::uint64_t slots() const { return slots_; }
  const ledger::Ledger& home() const { return home_; }
  std::uint64_t entries(const std::string& log) const;
  // The log after the slots so far.
  ledger::MemoryLog& model(const std::string& log) { return models_[log]; }
  std::vector<ledger::Verifier> keys(const std::string& log) const;

 private:
  ledger::Writes home_slot(Instant at);
  std::vector<ledger::Writes> partner_slot(Instant at);

  std::uint64_t seed_;
  std::uint64_t slots_ = 0;
  ledger::Signer home_key_;
  ledger::Signer partner_key_;
  ledger::Ledger home_;
  ledger::ClockedLog partner_;
  std::optional<ledger::Erasure> erased_;
  bool erasure_said_ = true;
  std::map<std::string, ledger::MemoryLog> models_;
};

// Whether `log` has what `model` has, in every tile, body and the checkpoint of a log with so many entries; what
// differs first, or empty.
std::string log_difference(const ledger::LogReader& log, const ledger::LogReader& model, std::uint64_t entries);
// The problems that ledger::verify finds, one a line.
std::string log_problems(const ledger::LogReader& log, std::span<const ledger::Verifier> trusted);

}  // namespace fairlead::testing
