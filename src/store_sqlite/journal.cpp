// SPDX-License-Identifier: Apache-2.0
#include "journal.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "migrations.hpp"
#include "wire/bytes.hpp"

namespace fairlead::store_sqlite {
namespace {

// Slots removed in one transaction, so that the write-ahead log stays small.
constexpr std::int64_t kRetireSlots = 4'096;
constexpr std::int64_t kRetireBytes = 32 << 20;
constexpr std::int64_t kRowOverhead = 24;
constexpr std::uint64_t kValueMax = 999'000'000;  // SQLite's bound on a row, less its own columns

Failure damaged(const Connection& connection, std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("`{}`: {}; run `fairlead db check` and restore the folder from a backup",
                                              connection.path(), what));
}

}  // namespace

std::uint32_t slot_checksum(std::uint64_t slot, std::int64_t closed_at, std::uint64_t size, std::string_view stored) {
  wire::ByteWriter head;
  head.varint(slot);
  head.zigzag(closed_at);
  head.varint(size);
  const std::uint32_t of_bytes = crc32c(std::as_bytes(std::span(stored)));
  head.fixed64(of_bytes);
  return crc32c(std::as_bytes(std::span(head.view())));
}

Result<Journal> Journal::open(const std::filesystem::path& file) {
  FL_TRY(auto connection, Connection::open(file, Access::create));
  // The first two are only obeyed while the file is empty.
  FL_CHECK(
      connection->execute("PRAGMA page_size=8192; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;"
                          "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096;"
                          "PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=ON;"
                          "PRAGMA cache_size=-16384; PRAGMA foreign_keys=ON"));
  FL_CHECK(migrate(*connection));
  Journal journal(std::move(connection));
  FL_CHECK(journal.prepare());
  return journal;
}

Result<void> Journal::prepare() {
  FL_TRY(insert_slot_, connection_->prepare("INSERT INTO slots(slot,closed_at,crc,size,event) VALUES(?,?,?,?,?)"));
  FL_TRY(insert_checkpoint_,
         connection_->prepare("INSERT OR REPLACE INTO checkpoint(id,slot,crc,size,state) VALUES(1,?,?,?,?)"));
  FL_TRY(logs_, LogWriter::open(*connection_));
  FL_TRY(const std::int64_t newest, connection_->number("SELECT max(slot) FROM slots"));
  FL_TRY(const std::int64_t checkpoint, connection_->number("SELECT slot FROM checkpoint"));
  checkpoint_ = static_cast<std::uint64_t>(checkpoint);
  newest_ = std::max(static_cast<std::uint64_t>(newest), checkpoint_);
  return {};
}

Result<std::optional<engine::Checkpoint>> Journal::newest_checkpoint() {
  FL_TRY(Statement row, connection_->prepare("SELECT slot,crc,size,state FROM checkpoint"));
  FL_TRY(const bool some, row.step());
  if (!some) return std::optional<engine::Checkpoint>();
  engine::Checkpoint checkpoint{row.unsigned_number(0), {}};
  const std::string_view stored = row.bytes(3);
  const std::uint64_t size = row.unsigned_number(2);
  if (slot_checksum(checkpoint.slot, 0, size, stored) != row.unsigned_number(1) ||
      !packer_.unpack(stored, size, checkpoint.state)) {
    return damaged(*connection_, fmt::format("the checkpoint after slot {} is damaged", checkpoint.slot));
  }
  return std::optional(std::move(checkpoint));
}

Result<std::optional<Instant>> Journal::closed_at(std::uint64_t slot) {
  FL_TRY(Statement row, connection_->prepare("SELECT closed_at FROM slots WHERE slot=?"));
  FL_TRY(const bool some, row.bind(1, slot).step());
  return some ? std::optional(Instant::from_unix_ms(row.number(0))) : std::nullopt;
}

Result<void> Journal::replay(std::uint64_t after, const std::function<Result<void>(const engine::StoredSlot&)>& visit) {
  FL_TRY(Statement row,
         connection_->prepare("SELECT slot,closed_at,crc,size,event FROM slots WHERE slot>? ORDER BY slot"));
  row.bind(1, after);
  std::string event;
  std::uint64_t before = 0;
  const auto missing = [&](std::uint64_t slot) {
    return damaged(*connection_, fmt::format("slot {} is missing", slot));
  };
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) break;
    const std::uint64_t slot = row.unsigned_number(0);
    // A gap is lawful only in front, where retention works, and never after the checkpoint.
    const bool first = before == 0;
    if (first && slot != after + 1 && slot > checkpoint_ + 1) return missing(std::max(after, checkpoint_) + 1);
    if (!first && slot != before + 1) return missing(before + 1);
    before = slot;
    const std::uint64_t size = row.unsigned_number(3);
    const std::string_view stored = row.bytes(4);
    if (slot_checksum(slot, row.number(1), size, stored) != row.unsigned_number(2) ||
        !packer_.unpack(stored, size, event)) {
      return damaged(*connection_, fmt::format("slot {} is damaged", slot));
    }
    FL_CHECK(visit({slot, Instant::from_unix_ms(row.number(1)), event}));
  }
  return {};
}

Result<void> Journal::append(std::span<const engine::SlotRecord> slots) {
  if (slots.empty()) return {};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].slot == newest_ + i + 1) continue;
    return fail(ErrorCode::conflict, fmt::format("slot {} does not follow slot {} in `{}`; append them in order",
                                                 slots[i].slot, newest_ + i, connection_->path()));
  }
  const auto write = [&]() -> Result<void> {
    FL_TRY(Transaction transaction, Transaction::begin(*connection_));
    for (const engine::SlotRecord& record : slots) {
      FL_CHECK(insert(record));
      for (const engine::LogWrites& writes : record.logs) FL_CHECK(logs_->write(writes));
    }
    return transaction.commit();
  };
  auto written = write();
  logs_->settle(written.has_value());
  if (written) newest_ += slots.size();
  return written;
}

Result<void> Journal::insert(const engine::SlotRecord& record) {
  if (record.event.size() > kValueMax) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("slot {} has {} bytes, more than the {} that fit; close slots earlier", record.slot,
                            record.event.size(), kValueMax));
  }
  packed_.clear();
  packer_.pack(record.event, packed_);
  const std::int64_t closed_at = record.closed_at.unix_ms();
  const std::uint64_t crc = slot_checksum(record.slot, closed_at, record.event.size(), packed_);
  insert_slot_.bind(1, record.slot).bind(2, closed_at).bind(3, crc).bind(4, std::uint64_t{record.event.size()});
  return insert_slot_.bind(5, packed_).run();
}

Result<void> Journal::fits(const engine::Checkpoint& checkpoint) const {
  if (checkpoint.slot == newest_) return {};
  return fail(ErrorCode::conflict, fmt::format("a checkpoint after slot {} does not fit `{}`, whose newest slot is {}",
                                               checkpoint.slot, connection_->path(), newest_));
}

Result<void> Journal::checkpoint(const engine::Checkpoint& checkpoint) {
  FL_CHECK(fits(checkpoint));
  packed_.clear();
  packer_.pack(checkpoint.state, packed_);
  if (packed_.size() > kValueMax) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("the engine's state has {} bytes packed, more than the {} that fit; lower the limit of "
                            "tracks",
                            packed_.size(), kValueMax));
  }
  const std::uint64_t crc = slot_checksum(checkpoint.slot, 0, checkpoint.state.size(), packed_);
  insert_checkpoint_.bind(1, checkpoint.slot).bind(2, crc).bind(3, std::uint64_t{checkpoint.state.size()});
  FL_CHECK(insert_checkpoint_.bind(4, packed_).run());
  checkpoint_ = checkpoint.slot;
  // Gives back the room of the state before, so that the file follows what it holds. The checkpoint stands without it.
  static_cast<void>(connection_->execute("PRAGMA incremental_vacuum(1024)"));
  logs_->wipe();
  return {};
}

Result<std::uint64_t> Journal::bytes_used() {
  FL_TRY(const std::int64_t pages, connection_->number("PRAGMA page_count"));
  FL_TRY(const std::int64_t free, connection_->number("PRAGMA freelist_count"));
  FL_TRY(const std::int64_t page, connection_->number("PRAGMA page_size"));
  const auto used = static_cast<std::uint64_t>((pages - free) * page);
  return used - std::min(used, logs_->bytes());
}

Result<void> Journal::retire(Instant oldest, std::uint64_t bytes_max, engine::Retired& retired) {
  while (true) {
    FL_TRY(const std::uint64_t used, bytes_used());
    const auto excess =
        used > bytes_max ? static_cast<std::int64_t>(std::min<std::uint64_t>(used - bytes_max, INT64_MAX)) : 0;
    // The prefix of slots that goes in this round.
    std::uint64_t last = 0;
    std::int64_t bytes = 0;
    std::int64_t count = 0;
    {
      FL_TRY(Statement row, connection_->prepare(
                                "SELECT slot,closed_at,length(event) FROM slots WHERE slot<=? ORDER BY slot LIMIT ?"));
      row.bind(1, checkpoint_).bind(2, kRetireSlots);
      while (bytes < kRetireBytes) {
        FL_TRY(const bool some, row.step());
        if (!some || (bytes >= excess && row.number(1) >= oldest.unix_ms())) break;
        last = row.unsigned_number(0);
        bytes += row.number(2) + kRowOverhead;
        ++count;
      }
    }
    if (count == 0) break;
    logs_->wipe_later();
    FL_CHECK(connection_->execute(fmt::format("DELETE FROM slots WHERE slot<={}", last)));
    FL_CHECK(connection_->execute("PRAGMA incremental_vacuum"));
    retired.slots += static_cast<std::uint64_t>(count);
    FL_TRY(const std::uint64_t left, bytes_used());
    retired.bytes += used > left ? used - left : 0;
  }
  logs_->wipe();
  return {};
}

}  // namespace fairlead::store_sqlite
