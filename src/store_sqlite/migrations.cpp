// SPDX-License-Identifier: Apache-2.0
#include "migrations.hpp"

#include <array>

#include <fmt/format.h>

namespace fairlead::store_sqlite {
namespace {

// `FLDB`: tells our files from those of other programs.
constexpr std::int64_t kApplicationId = 0x464C'4442;

constexpr std::array kMigrations{
    Migration{"journal and checkpoint", R"(
      CREATE TABLE slots(
        slot INTEGER PRIMARY KEY, closed_at INTEGER NOT NULL, crc INTEGER NOT NULL, size INTEGER NOT NULL,
        event BLOB NOT NULL);
      CREATE TABLE checkpoint(
        id INTEGER PRIMARY KEY CHECK (id = 1), slot INTEGER NOT NULL, crc INTEGER NOT NULL, size INTEGER NOT NULL,
        state BLOB NOT NULL);)"},
    Migration{"ledger logs", R"(
      CREATE TABLE logs(
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entries INTEGER NOT NULL DEFAULT 0,
        body_bytes INTEGER NOT NULL DEFAULT 0, note BLOB);
      CREATE TABLE tiles(
        id INTEGER PRIMARY KEY, log INTEGER NOT NULL, level INTEGER NOT NULL, number INTEGER NOT NULL,
        width INTEGER NOT NULL, crc INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE(log, level, number));
      CREATE TABLE bodies(
        id INTEGER PRIMARY KEY, log INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
        crc INTEGER NOT NULL, size INTEGER NOT NULL, stored BLOB NOT NULL, UNIQUE(log, first));)"},
};

Result<std::int64_t> version_of(Connection& connection, std::size_t newest) {
  FL_TRY(const std::int64_t version, connection.number("PRAGMA user_version"));
  FL_TRY(const std::int64_t application, connection.number("PRAGMA application_id"));
  FL_TRY(const std::int64_t objects, connection.number("SELECT count(*) FROM sqlite_schema"));
  if (application != kApplicationId && (application != 0 || version != 0 || objects != 0)) {
    return fail(ErrorCode::corrupt,
                fmt::format("`{}`: not a file of fairlead; name another folder with `--data`", connection.path()));
  }
  if (version > static_cast<std::int64_t>(newest)) {
    return fail(ErrorCode::newer_version,
                fmt::format("`{}`: written by a newer fairlead (format {}, this program knows up to {}); install that "
                            "version again, or name another folder with `--data`",
                            connection.path(), version, newest));
  }
  return version;
}

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

Result<void> migrate(Connection& connection, std::span<const Migration> steps) {
  FL_TRY(const std::int64_t version, version_of(connection, steps.size()));
  for (auto next = static_cast<std::size_t>(version); next < steps.size(); ++next) {
    FL_TRY(Transaction transaction, Transaction::begin(connection));
    if (next == 0) {
      FL_CHECK(connection.execute(fmt::format("PRAGMA application_id={}", kApplicationId)));
      FL_CHECK(connection.execute("CREATE TABLE migrations(version INTEGER PRIMARY KEY, what TEXT NOT NULL)"));
    }
    FL_CHECK(connection.execute(std::string(steps[next].sql)));
    FL_CHECK(connection.execute(fmt::format("INSERT INTO migrations VALUES({},'{}')", next + 1, steps[next].what)));
    FL_CHECK(connection.execute(fmt::format("PRAGMA user_version={}", next + 1)));
    FL_CHECK(transaction.commit());
  }
  return {};
}

Result<void> require_current(Connection& connection) {
  FL_TRY(const std::int64_t version, version_of(connection, kMigrations.size()));
  if (version == static_cast<std::int64_t>(kMigrations.size())) return {};
  return fail(
      ErrorCode::unsupported,
      fmt::format("`{}`: format {} of an older fairlead; start `fairlead serve` on the folder once, which brings "
                  "it to format {}",
                  connection.path(), version, kMigrations.size()));
}

}  // namespace fairlead::store_sqlite
