// SPDX-License-Identifier: Apache-2.0
// What a step writes into the ledger: home's log, in the order in which things happened, and the log of each partner.
//
// 1. The index that add() gives is where the entry will stand: nothing else appends.
// 2. Salts of home's log come from the event's seed, so that a replay makes the same bytes. Those of a partner's log
//    come from a secret of its own: its bytes depend on its entries and on time, not on what else was recorded. The
//    secret is hashed forward with each tick of the log; what it made before cannot be made again.
// Threads: one owner.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log_keys.hpp"
#include "engine/store.hpp"
#include "ledger/clocked_log.hpp"
#include "ledger/record.hpp"

namespace fairlead::engine {

// How partners' logs grow.
struct PartnerLogPlan {
  Duration tick = std::chrono::minutes(1);
  std::uint32_t capacity = 256;
  std::uint32_t waiting_max = 4096;
};

class Records {
 public:
  Records(std::string_view origin, const PartnerLogPlan& plan);

  // A step begins.
  void begin(Instant now, const ledger::SaltStream::Seed& seed);
  std::uint64_t add(ledger::Content content);
  // Puts an entry into a partner's log; the commitment binds it to home's. `full` when it has no room: no release then.
  // `at` is the moment that the partner may know of.
  Result<Digest> offer(const std::string& agency, Instant at, const ledger::Delivery& delivery);
  // Makes the log of an agency, if there is none; its clock begins now.
  void open_log(const std::string& agency);
  // The step ends: what is to be written. Without keys nothing is signed. Partners' logs grow in steps that begin a
  // tick only, so that how fast one catches up does not tell how busy we are.
  std::vector<LogWrites> finish(LogKeys* keys, bool ticks);

  std::uint64_t entries() const { return home_.size() + waiting_.size(); }
  ledger::Checkpoint head() const { return home_.head(); }

  void save(wire::ByteWriter& out) const;
  Result<void> restore(wire::ByteReader& in);

 private:
  struct PartnerLog {
    ledger::ClockedLog log;
    ledger::SaltStream::Seed secret{};  // of the newest tick
    std::uint64_t offered = 0;          // in it
  };
  void close_ticks(LogKeys& keys, std::vector<LogWrites>& writes);

  ledger::Ledger home_;
  PartnerLogPlan plan_;
  std::map<std::string, PartnerLog> partners_;
  ledger::SaltStream::Seed seed_{};
  Instant now_;
  Instant clock_minute_;  // of the newest clock entry
  ledger::SaltStream salts_{ledger::SaltStream::Seed{}};
  struct Waiting {
    ledger::Salt salt;
    std::string record;
  };
  std::vector<Waiting> waiting_;  // of this step
};

}  // namespace fairlead::engine
