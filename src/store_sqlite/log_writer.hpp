// SPDX-License-Identifier: Apache-2.0
// The ledger logs in `fairlead.db`: their tiles, bodies and newest checkpoints, as the writer sees them.
//
// 1. write() happens inside the journal's transaction; settle() says what became of it.
// 2. A tile only widens, bodies follow one another: anything else is `conflict` and changes nothing.
// 3. Body rows are only appended, shrunk in place, and never deleted, so that SQLite never moves their bytes to another
//    page. What erase() overwrites is then the only copy, but for the write-ahead log, which it empties.
// Threads: the writer only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"
#include "packing.hpp"
#include "sqlite.hpp"

namespace fairlead::store_sqlite {

class LogWriter {
 public:
  static Result<std::unique_ptr<LogWriter>> open(Connection& connection);

  // The names, ascending.
  std::vector<std::string> names() const;
  // What all logs take in the file, about.
  std::uint64_t bytes() const;

  Result<void> write(const engine::LogWrites& writes);
  void settle(bool committed);

  Result<void> erase(std::string_view log, std::uint64_t first, std::uint64_t last);
  // Empties the write-ahead log when erased or removed content may be left in it. A reader in the middle of something
  // can prevent that; then the next call tries again.
  void wipe();
  void wipe_later() { left_in_wal_ = true; }

 private:
  struct Head {
    std::uint64_t id = 0;
    std::uint64_t entries = 0;     // whose bodies were written
    std::uint64_t body_bytes = 0;  // of all rows
  };
  struct Row {
    std::uint64_t id = 0;
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    std::uint64_t stored_bytes = 0;
    std::string value;  // unpacked; empty when the row is damaged
  };

  explicit LogWriter(Connection& connection) : connection_(connection) {}
  Result<void> prepare();
  Result<Head> head_of(const std::string& log);
  Result<void> write_tiles(const std::string& log, const Head& head, const std::vector<ledger::TileWrite>& tiles);
  Result<void> write_bodies(const std::string& log, Head& head, const ledger::BodyBatch& bodies);
  Result<void> insert_row(Head& head, std::uint64_t first, const std::vector<std::string_view>& bodies);
  // The first row that has bodies of entries from `from` to `last`; its count is 0 when there is none.
  Result<Row> row_with_bodies(const Head& head, std::uint64_t from, std::uint64_t last);
  Result<void> erase_in(Head& head, const Row& row, std::uint64_t first, std::uint64_t last);

  Connection& connection_;
  std::map<std::string, Head, std::less<>> heads_;
  std::map<std::string, Head, std::less<>> changed_;  // by the transaction that is open
  Statement insert_log_;
  Statement update_log_;
  Statement note_;
  Statement tile_;
  Statement insert_bodies_;
  Statement find_bodies_;
  Statement empty_bodies_;
  Packer packer_;
  std::string value_;
  std::string packed_;
  bool left_in_wal_ = true;  // at the start nobody knows
};

}  // namespace fairlead::store_sqlite
