// SPDX-License-Identifier: Apache-2.0
// SQLite as this module uses it: a connection, prepared statements, errors that name the file and the cure.
//
// Threads: a connection with its statements is used by one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace fairlead::store_sqlite {

class Statement {
 public:
  Statement() = default;
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  // Parameters count from 1. Bytes must stay until the statement is reset.
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::uint64_t value) { return bind(parameter, static_cast<std::int64_t>(value)); }
  Statement& bind(int parameter, std::string_view bytes);

  // True: there is a row. False: done.
  Result<bool> step();
  // For statements without rows: executes and resets.
  Result<void> run();
  void reset();

  // Columns count from 0.
  std::int64_t number(int column) const;
  std::uint64_t unsigned_number(int column) const { return static_cast<std::uint64_t>(number(column)); }
  bool is_null(int column) const;
  std::string_view bytes(int column) const;  // valid until the next step

 private:
  friend class Connection;
  sqlite3_stmt* statement_ = nullptr;
  const std::string* path_ = nullptr;
};

enum class Access { read, write, create };

class Connection {
 public:
  // `create` makes the file with mode 0600 when it is missing.
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<Statement> prepare(std::string_view sql);
  Result<void> execute(const std::string& sql);
  // The first column of the first row; 0 when there is no row.
  Result<std::int64_t> number(std::string_view sql);
  std::uint64_t changes() const;
  const std::string& path() const { return path_; }

 private:
  Connection() = default;
  sqlite3* database_ = nullptr;
  std::string path_;
};

// BEGIN IMMEDIATE … COMMIT; rolls back when it dies before commit() succeeded.
class Transaction {
 public:
  static Result<Transaction> begin(Connection& connection);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : connection_(other.connection_) { other.connection_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;

  Result<void> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

// BEGIN … : all reads until it dies see one moment of the file.
class Snapshot {
 public:
  static Result<Snapshot> begin(Connection& connection);
  ~Snapshot();
  Snapshot(Snapshot&& other) noexcept : connection_(other.connection_) { other.connection_ = nullptr; }
  Snapshot& operator=(Snapshot&&) = delete;

 private:
  explicit Snapshot(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

}  // namespace fairlead::store_sqlite
