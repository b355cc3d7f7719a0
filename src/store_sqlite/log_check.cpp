// SPDX-License-Identifier: Apache-2.0
#include "log_check.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "ledger/checkpoint.hpp"
#include "log_rows.hpp"
#include "packing.hpp"

namespace fairlead::store_sqlite {
namespace {

using ledger::TileId;

// So that a log with all its rows gone does not fill the memory with complaints; inspect lists 100 anyway.
constexpr std::size_t kProblemsMax = 1'000;

// How many entries a checkpoint covers.
Result<std::uint64_t> size_in(std::string_view note) {
  FL_TRY(const ledger::Note parsed, ledger::Note::parse(note));
  FL_TRY(const ledger::Checkpoint checkpoint, ledger::Checkpoint::parse(parsed.text));
  return checkpoint.size;
}

std::string range_text(std::uint64_t first, std::uint64_t last) {
  return first == last ? fmt::format("entry {}", first) : fmt::format("entries {} to {}", first, last);
}

class LogChecker {
 public:
  LogChecker(Connection& connection, const std::function<void(std::uint64_t)>& read)
      : connection_(connection), read_(read) {}

  Result<void> log(std::uint64_t id, const std::string& name, std::uint64_t entries, std::uint64_t covered);
  Result<void> rows_without_log();
  void problem(std::string what) {
    if (found_.problems.size() < kProblemsMax) found_.problems.push_back(std::move(what));
  }
  LogCheck& found() { return found_; }

 private:
  Result<void> tiles(std::uint64_t id, const std::string& name, std::uint64_t covered);
  Result<void> bodies(std::uint64_t id, const std::string& name, std::uint64_t entries, std::uint64_t covered);

  Connection& connection_;
  const std::function<void(std::uint64_t)>& read_;
  Packer packer_;
  LogCheck found_;
};

Result<void> LogChecker::tiles(std::uint64_t id, const std::string& name, std::uint64_t covered) {
  FL_TRY(Statement row,
         connection_.prepare("SELECT level,number,width,crc,bytes FROM tiles WHERE log=? ORDER BY level,number"));
  row.bind(1, id);
  std::map<unsigned, std::uint64_t> next;  // for each level the number that all tiles before have been seen of
  const auto missing = [&](unsigned level, std::uint64_t until) {
    std::uint64_t& at = next[level];
    for (; at < until && ledger::tile_width({level, at}, covered) != 0; ++at) {
      problem(fmt::format("`{}` of log `{}` is missing, which its checkpoint covers",
                          ledger::tile_path({level, at}, ledger::tile_width({level, at}, covered)), name));
      if (found_.problems.size() >= kProblemsMax) break;
    }
    at = until;
  };
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) break;
    const TileId tile{static_cast<unsigned>(row.unsigned_number(0)), row.unsigned_number(1)};
    const std::uint64_t width = row.unsigned_number(2);
    const std::string_view bytes = row.bytes(4);
    read_(bytes.size());
    ++found_.tiles;
    missing(tile.level, tile.number);
    next[tile.level] = tile.number + 1;
    const std::string path = width >= 1 && width <= ledger::kTileWidth
                                 ? ledger::tile_path(tile, static_cast<unsigned>(width))
                                 : fmt::format("tile {} of level {}", tile.number, tile.level);
    if (tile_checksum(id, tile, width, bytes) != row.unsigned_number(3)) {
      problem(fmt::format("`{}` of log `{}` does not have its checksum", path, name));
    } else if (!ledger::tile_prefix(tile, bytes, static_cast<unsigned>(width))) {
      problem(fmt::format("`{}` of log `{}` is shorter than its width", path, name));
    } else if (width < ledger::tile_width(tile, covered)) {
      problem(fmt::format("`{}` of log `{}` is narrower than its checkpoint covers", path, name));
    }
  }
  for (unsigned level = 0; level <= 7; ++level) missing(level, UINT64_MAX);
  missing(TileId::kEntries, UINT64_MAX);
  return {};
}

Result<void> LogChecker::bodies(std::uint64_t id, const std::string& name, std::uint64_t entries,
                                std::uint64_t covered) {
  FL_TRY(Statement row,
         connection_.prepare("SELECT first,count,crc,size,stored FROM bodies WHERE log=? ORDER BY first"));
  row.bind(1, id);
  std::uint64_t next = 0;
  std::string value;
  std::vector<std::string_view> split;
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) break;
    const std::uint64_t first = row.unsigned_number(0);
    const std::uint64_t count = row.unsigned_number(1);
    const std::uint64_t size = row.unsigned_number(3);
    const std::string_view stored = row.bytes(4);
    read_(stored.size());
    if (first > next)
      problem(fmt::format("the bodies of {} of log `{}` are missing", range_text(next, first - 1), name));
    if (first < next) problem(fmt::format("log `{}` has the body of entry {} twice", name, first));
    next = first + count;
    const std::string where = fmt::format("the row of bodies from entry {} of log `{}`", first, name);
    if (bodies_checksum(id, first, count, size, stored) != row.unsigned_number(2)) {
      problem(fmt::format("{} does not have its checksum", where));
    } else if (size == 0) {
      found_.erased += count;
    } else if (!packer_.unpack(stored, size, value) || !split_bodies(value, count, split)) {
      problem(fmt::format("{} cannot be unpacked", where));
    } else {
      found_.bodies += count;
    }
  }
  if (next != entries) {
    problem(fmt::format("log `{}` has the bodies of {} entries, {} were written", name, next, entries));
  }
  if (next < covered) {
    problem(fmt::format("the bodies of {} of log `{}` are missing, which its checkpoint covers",
                        range_text(next, covered - 1), name));
  }
  return {};
}

Result<void> LogChecker::log(std::uint64_t id, const std::string& name, std::uint64_t entries, std::uint64_t covered) {
  ++found_.logs;
  FL_CHECK(tiles(id, name, covered));
  return bodies(id, name, entries, covered);
}

Result<void> LogChecker::rows_without_log() {
  for (const char* const table : {"tiles", "bodies"}) {
    FL_TRY(const std::int64_t rows,
           connection_.number(fmt::format("SELECT count(*) FROM {} WHERE log NOT IN (SELECT id FROM logs)", table)));
    if (rows != 0) problem(fmt::format("{} rows of `{}` belong to no log", rows, table));
  }
  return {};
}

}  // namespace

Result<LogCheck> check_logs(Connection& connection, const std::function<void(std::uint64_t)>& read) {
  LogChecker checker(connection, read);
  FL_TRY(Statement row, connection.prepare("SELECT id,name,entries,note FROM logs ORDER BY name"));
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) break;
    const std::string name(row.bytes(1));
    std::uint64_t covered = 0;
    if (!row.is_null(3)) {
      if (const auto size = size_in(row.bytes(3)); size) {
        covered = *size;
      } else {
        checker.problem(fmt::format("the checkpoint of log `{}` is damaged: {}", name, size.error().message));
      }
    }
    FL_CHECK(checker.log(row.unsigned_number(0), name, row.unsigned_number(2), covered));
  }
  FL_CHECK(checker.rows_without_log());
  return std::move(checker.found());
}

Result<std::vector<LogStats>> log_stats(Connection& connection) {
  std::vector<LogStats> all;
  FL_TRY(Statement row,
         connection.prepare("SELECT l.name,l.entries,l.note,"
                            "(SELECT count(*) FROM tiles WHERE log=l.id),"
                            "(SELECT total(length(bytes)) FROM tiles WHERE log=l.id),"
                            "(SELECT total(size) FROM bodies WHERE log=l.id),"
                            "(SELECT total(length(stored)) FROM bodies WHERE log=l.id),"
                            "(SELECT total(count) FROM bodies WHERE log=l.id AND size=0) FROM logs l ORDER BY l.name"));
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) return all;
    LogStats stats;
    stats.name = row.bytes(0);
    stats.entries = row.unsigned_number(1);
    if (!row.is_null(2)) {
      if (const auto size = size_in(row.bytes(2)); size) stats.checkpoint_size = *size;
    }
    stats.tiles = row.unsigned_number(3);
    stats.tile_bytes = row.unsigned_number(4);
    stats.body_bytes = row.unsigned_number(5);
    stats.stored_bytes = row.unsigned_number(6);
    stats.erased = row.unsigned_number(7);
    all.push_back(std::move(stats));
  }
}

}  // namespace fairlead::store_sqlite
