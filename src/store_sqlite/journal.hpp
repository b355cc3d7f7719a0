// SPDX-License-Identifier: Apache-2.0
// `fairlead.db`: the slots and the newest checkpoint; with them, in one transaction, what they add to the ledger's
// logs.
//
// Threads: the writer only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "engine/store.hpp"
#include "log_writer.hpp"
#include "packing.hpp"
#include "sqlite.hpp"

namespace fairlead::store_sqlite {

// A slot's checksum covers its number and time as well, so that rows cannot be exchanged unnoticed.
std::uint32_t slot_checksum(std::uint64_t slot, std::int64_t closed_at, std::uint64_t size, std::string_view stored);

class Journal {
 public:
  static Result<Journal> open(const std::filesystem::path& file);

  std::uint64_t newest_slot() const { return newest_; }
  std::uint64_t checkpoint_slot() const { return checkpoint_; }

  Result<std::optional<engine::Checkpoint>> newest_checkpoint();
  // When a slot was closed; nothing when the journal does not have it.
  Result<std::optional<Instant>> closed_at(std::uint64_t slot);
  Result<void> replay(std::uint64_t after, const std::function<Result<void>(const engine::StoredSlot&)>& visit);
  Result<void> append(std::span<const engine::SlotRecord> slots);
  // Refuses a checkpoint that is not of the newest slot.
  Result<void> fits(const engine::Checkpoint& checkpoint) const;
  Result<void> checkpoint(const engine::Checkpoint& checkpoint);
  // Removes the oldest slots, up to the checkpoint's, that closed before `oldest` or are too many for `bytes_max`.
  Result<void> retire(Instant oldest, std::uint64_t bytes_max, engine::Retired& retired);

  LogWriter& logs() { return *logs_; }

 private:
  explicit Journal(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Result<void> prepare();
  Result<void> insert(const engine::SlotRecord& record);
  // By slots and checkpoint, about: what the logs take is left out, and retention leaves them alone.
  Result<std::uint64_t> bytes_used();

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<LogWriter> logs_;
  Statement insert_slot_;
  Statement insert_checkpoint_;
  Packer packer_;
  std::string packed_;
  std::uint64_t newest_ = 0;
  std::uint64_t checkpoint_ = 0;
};

}  // namespace fairlead::store_sqlite
