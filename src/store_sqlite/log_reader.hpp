// SPDX-License-Identifier: Apache-2.0
// The ledger logs in `fairlead.db`, as readers see them: what is committed, on read-only connections of their own.
//
// Threads: any number at once. A question never waits for the writer, nor the writer for a question.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "guarded.hpp"
#include "ledger/store.hpp"
#include "packing.hpp"
#include "sqlite.hpp"

namespace fairlead::store_sqlite {

// One connection with the questions that readers ask; used by one thread at a time.
class LogConnection {
 public:
  static Result<std::unique_ptr<LogConnection>> open(const std::filesystem::path& file);

  Result<std::string> checkpoint(const std::string& log);
  Result<std::string> tile(const std::string& log, ledger::TileId tile, unsigned width);
  Result<std::vector<std::optional<std::string>>> bodies(const std::string& log, std::uint64_t first, unsigned count);

 private:
  LogConnection() = default;
  Failure damaged(const std::string& log, std::string_view what) const;

  std::unique_ptr<Connection> connection_;
  Statement note_;
  Statement tile_;
  Statement bodies_;
  Packer packer_;
  std::string value_;
  std::vector<std::string_view> split_;
};

class LogReaderPool {
 public:
  explicit LogReaderPool(std::filesystem::path file)
      : file_(std::move(file)), idle_(std::make_unique<Guarded<Idle>>()) {}

  template <class Ask>
  auto with(Ask ask) const -> decltype(ask(std::declval<LogConnection&>())) {
    FL_TRY(auto connection, take());
    auto answer = ask(*connection);
    // After an error the connection may be the cause, so it is not kept; `not_found` is an answer.
    if (answer || answer.error().code == ErrorCode::not_found) give_back(std::move(connection));
    return answer;
  }

 private:
  using Idle = std::vector<std::unique_ptr<LogConnection>>;
  Result<std::unique_ptr<LogConnection>> take() const;
  void give_back(std::unique_ptr<LogConnection> connection) const;

  std::filesystem::path file_;
  std::unique_ptr<Guarded<Idle>> idle_;
};

class LogReader final : public ledger::LogReader {
 public:
  LogReader(const LogReaderPool& pool, std::string_view name) : pool_(pool), name_(name) {}

  Result<std::string> checkpoint() const override {
    return pool_.with([&](LogConnection& connection) { return connection.checkpoint(name_); });
  }
  Result<std::string> tile(ledger::TileId tile, unsigned width) const override {
    return pool_.with([&](LogConnection& connection) { return connection.tile(name_, tile, width); });
  }
  Result<std::vector<std::optional<std::string>>> bodies(std::uint64_t first, unsigned count) const override {
    return pool_.with([&](LogConnection& connection) { return connection.bodies(name_, first, count); });
  }

 private:
  const LogReaderPool& pool_;
  std::string name_;
};

}  // namespace fairlead::store_sqlite
