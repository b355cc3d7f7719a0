// SPDX-License-Identifier: Apache-2.0
// The ledger logs' part of `fairlead db check` and `fairlead db stats`.
//
// Threads: free functions; the connection is the caller's.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sqlite.hpp"
#include "store_sqlite/inspect.hpp"

namespace fairlead::store_sqlite {

struct LogCheck {
  std::vector<std::string> problems;
  std::uint64_t logs = 0;
  std::uint64_t tiles = 0;
  std::uint64_t bodies = 0;
  std::uint64_t erased = 0;
};

// Reads every tile and body within the caller's snapshot; `read` is told how many bytes.
Result<LogCheck> check_logs(Connection& connection, const std::function<void(std::uint64_t)>& read);
Result<std::vector<LogStats>> log_stats(Connection& connection);

}  // namespace fairlead::store_sqlite
