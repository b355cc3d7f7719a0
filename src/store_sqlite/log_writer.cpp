// SPDX-License-Identifier: Apache-2.0
#include "log_writer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "log_rows.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr std::uint64_t kRowOverhead = 48;
constexpr std::uint64_t kTileBytesPerEntry = 72;  // a hash and an entry of 33 bytes, with their rows
constexpr int kErasedRowsAtOnce = 512;            // in one transaction, so that the write-ahead log stays small

}  // namespace

Result<std::unique_ptr<LogWriter>> LogWriter::open(Connection& connection) {
  std::unique_ptr<LogWriter> writer(new LogWriter(connection));
  FL_CHECK(writer->prepare());
  writer->wipe();
  return writer;
}

Result<void> LogWriter::prepare() {
  FL_TRY(insert_log_, connection_.prepare("INSERT INTO logs(id,name) VALUES(?,CAST(? AS TEXT))"));
  FL_TRY(update_log_, connection_.prepare("UPDATE logs SET entries=?,body_bytes=? WHERE id=?"));
  FL_TRY(note_, connection_.prepare("UPDATE logs SET note=? WHERE id=?"));
  FL_TRY(tile_, connection_.prepare("INSERT INTO tiles(log,level,number,width,crc,bytes) VALUES(?,?,?,?,?,?) "
                                    "ON CONFLICT(log,level,number) DO UPDATE SET width=excluded.width,crc=excluded.crc,"
                                    "bytes=excluded.bytes WHERE substr(excluded.bytes,1,length(bytes))=bytes"));
  FL_TRY(insert_bodies_,
         connection_.prepare("INSERT INTO bodies(log,first,count,crc,size,stored) VALUES(?,?,?,?,?,?)"));
  FL_TRY(find_bodies_,
         connection_.prepare("SELECT id,first,count,crc,size,stored FROM bodies WHERE log=?1 AND size>0 AND first<=?3 "
                             "AND first>=coalesce((SELECT max(first) FROM bodies WHERE log=?1 AND first<=?2),0) "
                             "AND first+count>?2 ORDER BY first LIMIT 1"));
  FL_TRY(empty_bodies_, connection_.prepare("UPDATE bodies SET first=?,count=?,crc=?,size=0,stored=x'' WHERE id=?"));
  FL_TRY(Statement row, connection_.prepare("SELECT name,id,entries,body_bytes FROM logs"));
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) return {};
    heads_[std::string(row.bytes(0))] = {row.unsigned_number(1), row.unsigned_number(2), row.unsigned_number(3)};
  }
}

std::vector<std::string> LogWriter::names() const {
  std::vector<std::string> names;
  for (const auto& [name, head] : heads_) names.push_back(name);
  return names;
}

std::uint64_t LogWriter::bytes() const {
  std::uint64_t total = 0;
  for (const auto& [name, head] : heads_) total += head.body_bytes + head.entries * kTileBytesPerEntry;
  return total;
}

Result<LogWriter::Head> LogWriter::head_of(const std::string& log) {
  if (const auto found = changed_.find(log); found != changed_.end()) return found->second;
  if (const auto found = heads_.find(log); found != heads_.end()) return found->second;
  // Logs never go, so their ids have no gap.
  const auto fresh =
      std::ranges::count_if(changed_, [&](const auto& changed) { return !heads_.contains(changed.first); });
  Head head{heads_.size() + static_cast<std::uint64_t>(fresh) + 1, 0, 0};
  FL_CHECK(insert_log_.bind(1, head.id).bind(2, log).run());
  changed_[log] = head;
  return head;
}

Result<void> LogWriter::write(const engine::LogWrites& writes) {
  const ledger::Writes& what = writes.writes;
  if (writes.log.empty()) return fail(ErrorCode::invalid_argument, "a log needs a name");
  if (what.tiles.empty() && what.bodies.size() == 0 && !what.checkpoint) return {};
  FL_TRY(Head head, head_of(writes.log));
  FL_CHECK(write_tiles(writes.log, head, what.tiles));
  if (what.bodies.size() != 0) {
    FL_CHECK(write_bodies(writes.log, head, what.bodies));
    FL_CHECK(update_log_.bind(1, head.entries).bind(2, head.body_bytes).bind(3, head.id).run());
    changed_[writes.log] = head;
  }
  if (what.checkpoint) FL_CHECK(note_.bind(1, *what.checkpoint).bind(2, head.id).run());
  return {};
}

void LogWriter::settle(bool committed) {
  if (committed) {
    for (auto& [name, head] : changed_) heads_[name] = head;
  }
  changed_.clear();
}

Result<void> LogWriter::write_tiles(const std::string& log, const Head& head,
                                    const std::vector<ledger::TileWrite>& tiles) {
  for (const ledger::TileWrite& write : tiles) {
    const std::uint64_t width = write.width;
    const std::uint32_t crc = tile_checksum(head.id, write.tile, width, write.bytes);
    tile_.bind(1, head.id).bind(2, std::uint64_t{write.tile.level}).bind(3, write.tile.number).bind(4, width);
    FL_CHECK(tile_.bind(5, std::uint64_t{crc}).bind(6, write.bytes).run());
    if (connection_.changes() != 0) continue;
    return fail(ErrorCode::conflict,
                fmt::format("`{}` of log `{}` would lose or change what it has; nothing was written",
                            ledger::tile_path(write.tile, write.width), log));
  }
  return {};
}

Result<void> LogWriter::write_bodies(const std::string& log, Head& head, const ledger::BodyBatch& bodies) {
  if (bodies.first != head.entries) {
    return fail(ErrorCode::conflict, fmt::format("entry {} of log `{}` does not follow entry {}; nothing was written",
                                                 bodies.first, log, head.entries));
  }
  std::vector<std::string_view> row;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    if (row.size() == kRowBodies || (!row.empty() && bytes + bodies[i].size() > kRowBytes)) {
      FL_CHECK(insert_row(head, head.entries, row));
      head.entries += row.size();
      row.clear();
      bytes = 0;
    }
    row.push_back(bodies[i]);
    bytes += bodies[i].size();
  }
  FL_CHECK(insert_row(head, head.entries, row));
  head.entries += row.size();
  return {};
}

Result<void> LogWriter::insert_row(Head& head, std::uint64_t first, const std::vector<std::string_view>& bodies) {
  join_bodies(bodies, value_);
  packed_.clear();
  packer_.pack(value_, packed_);
  const std::uint32_t crc = bodies_checksum(head.id, first, bodies.size(), value_.size(), packed_);
  insert_bodies_.bind(1, head.id).bind(2, first).bind(3, std::uint64_t{bodies.size()}).bind(4, std::uint64_t{crc});
  FL_CHECK(insert_bodies_.bind(5, std::uint64_t{value_.size()}).bind(6, packed_).run());
  head.body_bytes += packed_.size() + kRowOverhead;
  return {};
}

Result<LogWriter::Row> LogWriter::row_with_bodies(const Head& head, std::uint64_t from, std::uint64_t last) {
  find_bodies_.bind(1, head.id).bind(2, from).bind(3, last);
  Row row;
  FL_TRY(const bool some, find_bodies_.step());
  if (some) {
    row.id = find_bodies_.unsigned_number(0);
    row.first = find_bodies_.unsigned_number(1);
    row.count = find_bodies_.unsigned_number(2);
    const std::uint64_t size = find_bodies_.unsigned_number(4);
    const std::string_view stored = find_bodies_.bytes(5);
    row.stored_bytes = stored.size();
    const bool sound =
        bodies_checksum(head.id, row.first, row.count, size, stored) == find_bodies_.unsigned_number(3) &&
        packer_.unpack(stored, size, row.value);
    // Erasing must work on damaged rows too, as far as they go as a whole.
    if (!sound) row.value.clear();
  }
  find_bodies_.reset();
  return row;
}

Result<void> LogWriter::erase_in(Head& head, const Row& row, std::uint64_t first, std::uint64_t last) {
  const std::uint64_t from = std::max(first, row.first) - row.first;
  const std::uint64_t to = std::min(last - row.first, row.count - 1) + 1;
  std::vector<std::string_view> bodies;
  const bool whole = from == 0 && to == row.count;
  if (!whole && !split_bodies(row.value, row.count, bodies)) {
    return fail(ErrorCode::corrupt, fmt::format("`{}`: the bodies of entries {} to {} are damaged; erase all of them, "
                                                "or restore the folder from a backup",
                                                connection_.path(), row.first, row.first + row.count - 1));
  }
  // The row shrinks to a mark of what is gone; what stays goes into new rows before and behind it.
  const std::uint64_t gone = row.first + from;
  const std::uint32_t crc = bodies_checksum(head.id, gone, to - from, 0, {});
  empty_bodies_.bind(1, gone).bind(2, to - from).bind(3, std::uint64_t{crc}).bind(4, row.id);
  FL_CHECK(empty_bodies_.run());
  head.body_bytes -= std::min(head.body_bytes, row.stored_bytes);
  const auto at = [&](std::uint64_t i) { return bodies.begin() + static_cast<std::ptrdiff_t>(i); };
  if (from > 0) FL_CHECK(insert_row(head, row.first, {bodies.begin(), at(from)}));
  if (to < row.count) FL_CHECK(insert_row(head, row.first + to, {at(to), bodies.end()}));
  return {};
}

Result<void> LogWriter::erase(std::string_view log, std::uint64_t first, std::uint64_t last) {
  const auto found = heads_.find(log);
  if (found == heads_.end()) return fail(ErrorCode::not_found, fmt::format("there is no log `{}`", log));
  if (found->second.entries == 0) return {};
  last = std::min(last, found->second.entries - 1);
  std::uint64_t from = first;
  bool erased = false;
  for (bool more = first <= last; more;) {
    Head head = found->second;
    FL_TRY(Transaction transaction, Transaction::begin(connection_));
    for (int rows = 0; more && rows < kErasedRowsAtOnce; ++rows) {
      FL_TRY(const Row row, row_with_bodies(head, from, last));
      if (row.count == 0) {
        more = false;
      } else {
        FL_CHECK(erase_in(head, row, from, last));
        from = row.first + row.count;
        more = from <= last;
        erased = true;
      }
    }
    FL_CHECK(update_log_.bind(1, head.entries).bind(2, head.body_bytes).bind(3, head.id).run());
    FL_CHECK(transaction.commit());
    found->second = head;
  }
  if (erased) left_in_wal_ = true;
  wipe();
  return {};
}

void LogWriter::wipe() {
  if (!left_in_wal_) return;
  // Without waiting for readers: the writer has stops to serve.
  static_cast<void>(connection_.execute("PRAGMA busy_timeout=0"));
  const auto busy = connection_.number("PRAGMA wal_checkpoint(TRUNCATE)");
  static_cast<void>(connection_.execute("PRAGMA busy_timeout=5000"));
  left_in_wal_ = !busy || *busy != 0;
}

}  // namespace fairlead::store_sqlite
