// SPDX-License-Identifier: Apache-2.0
#include "log_reader.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "log_rows.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr std::size_t kIdleMax = 8;
constexpr std::uint64_t kNumberMax = std::numeric_limits<std::int64_t>::max();

// A statement that stands on a row holds its moment of the file, and with it the write-ahead log.
class Asked {
 public:
  explicit Asked(Statement& statement) : statement_(statement) {}
  ~Asked() { statement_.reset(); }
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;

 private:
  Statement& statement_;
};

}  // namespace

Result<std::unique_ptr<LogConnection>> LogConnection::open(const std::filesystem::path& file) {
  std::unique_ptr<LogConnection> made(new LogConnection);
  FL_TRY(made->connection_, Connection::open(file, Access::read));
  Connection& connection = *made->connection_;
  FL_TRY(made->note_, connection.prepare("SELECT note FROM logs WHERE name=CAST(? AS TEXT)"));
  FL_TRY(made->tile_, connection.prepare("SELECT log,width,crc,bytes FROM tiles WHERE log=(SELECT id FROM logs WHERE "
                                         "name=CAST(? AS TEXT)) AND level=? AND number=?"));
  FL_TRY(
      made->bodies_,
      connection.prepare("SELECT b.log,b.first,b.count,b.crc,b.size,b.stored FROM logs l JOIN bodies b ON "
                         "b.log=l.id WHERE l.name=CAST(?1 AS TEXT) AND b.first<=?3 AND b.size>0 AND b.first>="
                         "coalesce((SELECT max(first) FROM bodies WHERE log=l.id AND first<=?2),0) ORDER BY b.first"));
  return made;
}

Failure LogConnection::damaged(const std::string& log, std::string_view what) const {
  return fail(ErrorCode::corrupt,
              fmt::format("`{}`: {} of log `{}` is damaged; run `fairlead db check` and restore the "
                          "folder from a backup",
                          connection_->path(), what, log));
}

Result<std::string> LogConnection::checkpoint(const std::string& log) {
  const Asked asked(note_);
  FL_TRY(const bool some, note_.bind(1, log).step());
  if (!some || note_.is_null(0)) {
    return fail(ErrorCode::not_found, fmt::format("log `{}` has no checkpoint yet", log));
  }
  return std::string(note_.bytes(0));
}

Result<std::string> LogConnection::tile(const std::string& log, ledger::TileId tile, unsigned width) {
  const auto absent = [&] {
    return fail(ErrorCode::not_found, fmt::format("`{}` is not in log `{}`", ledger::tile_path(tile, width), log));
  };
  if (width == 0 || width > ledger::kTileWidth || tile.number > kNumberMax) return absent();
  const Asked asked(tile_);
  FL_TRY(const bool some, tile_.bind(1, log).bind(2, std::uint64_t{tile.level}).bind(3, tile.number).step());
  if (!some) return absent();
  const std::uint64_t stored_width = tile_.unsigned_number(1);
  const std::string_view bytes = tile_.bytes(3);
  if (tile_checksum(tile_.unsigned_number(0), tile, stored_width, bytes) != tile_.unsigned_number(2)) {
    return damaged(log, fmt::format("`{}`", ledger::tile_path(tile, width)));
  }
  if (width > stored_width) return absent();
  return ledger::tile_prefix(tile, bytes, width);
}

Result<std::vector<std::optional<std::string>>> LogConnection::bodies(const std::string& log, std::uint64_t first,
                                                                      unsigned count) {
  std::vector<std::optional<std::string>> found(count);
  if (count == 0 || first > kNumberMax) return found;
  const std::uint64_t last = std::min(first + (count - 1), kNumberMax);
  const Asked asked(bodies_);
  bodies_.bind(1, log).bind(2, first).bind(3, last);
  while (true) {
    FL_TRY(const bool some, bodies_.step());
    if (!some) return found;
    const std::uint64_t row_first = bodies_.unsigned_number(1);
    const std::uint64_t row_count = bodies_.unsigned_number(2);
    const std::uint64_t size = bodies_.unsigned_number(4);
    const std::string_view stored = bodies_.bytes(5);
    if (bodies_checksum(bodies_.unsigned_number(0), row_first, row_count, size, stored) != bodies_.unsigned_number(3) ||
        !packer_.unpack(stored, size, value_) || !split_bodies(value_, row_count, split_)) {
      return damaged(log, fmt::format("the row of bodies from entry {}", row_first));
    }
    for (std::uint64_t i = first > row_first ? first - row_first : 0; i < row_count && row_first + i <= last; ++i) {
      found[row_first + i - first] = std::string(split_[i]);
    }
  }
}

Result<std::unique_ptr<LogConnection>> LogReaderPool::take() const {
  std::unique_ptr<LogConnection> connection;
  idle_->change([&](Idle& idle) {
    if (idle.empty()) return;
    connection = std::move(idle.back());
    idle.pop_back();
  });
  if (connection == nullptr) return LogConnection::open(file_);
  return connection;
}

void LogReaderPool::give_back(std::unique_ptr<LogConnection> connection) const {
  idle_->change([&](Idle& idle) {
    // Closing a file is no work to do under the lock, so a surplus connection goes afterwards, with its owner.
    if (idle.size() < kIdleMax) idle.push_back(std::move(connection));
  });
}

}  // namespace fairlead::store_sqlite
