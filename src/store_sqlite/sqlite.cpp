// SPDX-License-Identifier: Apache-2.0
#include "sqlite.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/assert.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr int kBusyWaitMs = 5'000;

bool means_no_room(int system_error) {
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

Failure failure_of(sqlite3* database, const std::string& path) {
  const int code = database == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(database);
  // SQLite does not note the reason of a commit that failed (quota, bound on the size of files), but errno has it
  // still.
  const int last_error = errno;
  const int noted_error = database == nullptr ? 0 : sqlite3_system_errno(database);
  const int system_error = noted_error != 0 ? noted_error : last_error;
  const char* const said = database == nullptr ? "out of memory" : sqlite3_errmsg(database);
  const int primary = code & 0xFF;
  if (primary == SQLITE_FULL || (primary == SQLITE_IOERR && means_no_room(system_error))) {
    return fail(ErrorCode::full,
                fmt::format("`{}`: no room on the device; free some space or lower the limits of retention", path));
  }
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) {
    return fail(ErrorCode::corrupt,
                fmt::format("`{}`: the file is damaged ({}); run `fairlead db check` and restore the folder from a "
                            "backup",
                            path, said));
  }
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
    return fail(ErrorCode::io, fmt::format("`{}`: another program holds the file; close it and try again", path));
  }
  if (primary == SQLITE_READONLY || primary == SQLITE_PERM || primary == SQLITE_CANTOPEN || primary == SQLITE_AUTH) {
    return fail(ErrorCode::io,
                fmt::format("`{}`: {} ({}); give the user that runs fairlead the right to write there", path, said,
                            system_error != 0 ? std::strerror(system_error) : "no further reason"));
  }
  return fail(ErrorCode::io, fmt::format("`{}`: {} ({}); see the device's own log", path, said,
                                         system_error != 0 ? std::strerror(system_error) : sqlite3_errstr(code)));
}

}  // namespace

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), path_(other.path_) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  path_ = other.path_;
  return *this;
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  FL_ASSERT(sqlite3_bind_int64(statement_, parameter, value) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view bytes) {
  // An empty view may have no address, which SQLite would take for NULL.
  const char* const data = bytes.empty() ? "" : bytes.data();
  const int code = sqlite3_bind_blob64(statement_, parameter, data, bytes.size(), SQLITE_STATIC);
  FL_ASSERT(code == SQLITE_OK || code == SQLITE_TOOBIG);
  return *this;
}

Result<bool> Statement::step() {
  errno = 0;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  auto failure = failure_of(sqlite3_db_handle(statement_), *path_);
  reset();
  return failure;
}

Result<void> Statement::run() {
  const auto stepped = step();
  if (!stepped) return Failure(stepped.error());
  reset();
  return {};
}

void Statement::reset() { sqlite3_reset(statement_); }

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string_view Statement::bytes(int column) const {
  const void* const data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr ? std::string_view()
                         : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access) {
  std::unique_ptr<Connection> connection(new Connection);
  connection->path_ = file.string();
  if (access == Access::create) {
    // SQLite gives its side files the mode of the main file, so that is where privacy begins.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
      const int reason = errno;
      return fail(means_no_room(reason) ? ErrorCode::full : ErrorCode::io,
                  fmt::format("`{}`: cannot open it: {}; check the folder and its rights", connection->path_,
                              std::strerror(reason)));
    }
    ::close(descriptor);
  }
  const int flags = (access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(file.c_str(), &connection->database_, flags, nullptr) != SQLITE_OK) {
    return failure_of(connection->database_, connection->path_);
  }
  sqlite3_extended_result_codes(connection->database_, 1);
  sqlite3_busy_timeout(connection->database_, kBusyWaitMs);
  return connection;
}

Connection::~Connection() { FL_ASSERT(sqlite3_close_v2(database_) == SQLITE_OK); }

Result<Statement> Connection::prepare(std::string_view sql) {
  Statement statement;
  statement.path_ = &path_;
  if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement.statement_, nullptr) != SQLITE_OK) {
    return failure_of(database_, path_);
  }
  return statement;
}

Result<void> Connection::execute(const std::string& sql) {
  errno = 0;
  if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure_of(database_, path_);
  return {};
}

Result<std::int64_t> Connection::number(std::string_view sql) {
  FL_TRY(Statement statement, prepare(sql));
  FL_TRY(const bool row, statement.step());
  return row ? statement.number(0) : 0;
}

std::uint64_t Connection::changes() const { return static_cast<std::uint64_t>(sqlite3_changes64(database_)); }

Result<Transaction> Transaction::begin(Connection& connection) {
  FL_CHECK(connection.execute("BEGIN IMMEDIATE"));
  return Transaction(connection);
}

Transaction::~Transaction() {
  // Fails only where SQLite rolled back by itself, which is what is wanted.
  if (connection_ != nullptr) static_cast<void>(connection_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
  FL_CHECK(connection_->execute("COMMIT"));
  connection_ = nullptr;
  return {};
}

Result<Snapshot> Snapshot::begin(Connection& connection) {
  FL_CHECK(connection.execute("BEGIN"));
  return Snapshot(connection);
}

Snapshot::~Snapshot() {
  if (connection_ != nullptr) static_cast<void>(connection_->execute("COMMIT"));
}

}  // namespace fairlead::store_sqlite
