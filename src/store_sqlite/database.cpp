// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/database.hpp"

#include <fmt/format.h>

#include "folder.hpp"
#include "history_reader.hpp"
#include "history_writer.hpp"
#include "journal.hpp"
#include "log_reader.hpp"

namespace fairlead::store_sqlite {

struct SqliteStore::State {
  StoreLimits limits;
  FolderLock lock;
  Journal journal;
  std::unique_ptr<HistoryWriter> writer;
  std::unique_ptr<HistoryReader> reader;  // looks at the writer's memory, so it goes first
  LogReaderPool log_readers;
  std::uint64_t remembered = 0;  // the newest slot whose history waits or is stored
};

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& folder, StoreLimits limits) {
  FL_TRY(FolderLock lock, FolderLock::take(folder));
  FL_TRY(Journal journal, Journal::open(journal_file(folder)));
  FL_TRY(auto writer, HistoryWriter::open(folder, limits));
  FL_CHECK(sync_folder(folder));
  auto reader = std::make_unique<HistoryReader>(folder, writer->waiting());
  const std::uint64_t remembered = journal.checkpoint_slot();
  std::unique_ptr<State> state(new State{limits, std::move(lock), std::move(journal), std::move(writer),
                                         std::move(reader), LogReaderPool(journal_file(folder)), remembered});
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(state)));
}

SqliteStore::SqliteStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqliteStore::~SqliteStore() = default;

Result<std::uint64_t> SqliteStore::newest_slot() { return state_->journal.newest_slot(); }

Result<std::optional<engine::Checkpoint>> SqliteStore::newest_checkpoint() {
  return state_->journal.newest_checkpoint();
}

Result<void> SqliteStore::replay(std::uint64_t after,
                                 const std::function<Result<void>(const engine::StoredSlot&)>& visit) {
  return state_->journal.replay(after, visit);
}

Result<void> SqliteStore::append(std::span<const engine::SlotRecord> slots) {
  // First, because afterwards a failure could not be told from one of the journal.
  FL_CHECK(state_->writer->make_room(state_->journal.newest_slot()));
  FL_CHECK(state_->journal.append(slots));
  for (const engine::SlotRecord& record : slots) {
    state_->writer->add(record.slot, record.closed_at, record.history);
    state_->remembered = record.slot;
  }
  return {};
}

Result<void> SqliteStore::remember(std::uint64_t slot, std::span<const engine::HistoryPoint> history) {
  FL_TRY(const std::optional<Instant> closed_at, state_->journal.closed_at(slot));
  if (!closed_at) {
    return fail(ErrorCode::not_found,
                fmt::format("slot {} is not in the journal, so its history has no place to come from", slot));
  }
  if (slot <= state_->remembered) return {};
  FL_CHECK(state_->writer->make_room(state_->remembered));
  FL_CHECK(state_->writer->recover(slot, *closed_at, history));
  state_->remembered = slot;
  return {};
}

Result<void> SqliteStore::checkpoint(const engine::Checkpoint& checkpoint) {
  FL_CHECK(state_->journal.fits(checkpoint));
  FL_CHECK(state_->writer->flush(checkpoint.slot));
  return state_->journal.checkpoint(checkpoint);
}

Result<engine::Retired> SqliteStore::retire(Instant now) {
  engine::Retired retired;
  // Files first: on a full device that is what gives room again.
  FL_CHECK(state_->writer->retire(now, [&](Day day) { state_->reader->forget(day); }, retired));
  FL_CHECK(state_->journal.retire(now - state_->limits.journal_age, state_->limits.journal_bytes, retired));
  return retired;
}

Result<std::vector<std::string>> SqliteStore::logs() { return state_->journal.logs().names(); }

Result<std::unique_ptr<ledger::LogReader>> SqliteStore::log(std::string_view name) {
  return std::unique_ptr<ledger::LogReader>(std::make_unique<LogReader>(state_->log_readers, name));
}

Result<void> SqliteStore::erase_bodies(std::string_view log, std::uint64_t first, std::uint64_t last) {
  return state_->journal.logs().erase(log, first, last);
}

engine::History& SqliteStore::history() { return *state_->reader; }

}  // namespace fairlead::store_sqlite
