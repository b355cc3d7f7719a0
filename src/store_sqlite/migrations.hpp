// SPDX-License-Identifier: Apache-2.0
// The schema of `fairlead.db`, as the list of steps that lead to it. Steps are only ever added; each runs once, in its
// own transaction, and is noted in the table `migrations`.
//
// Threads: free functions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "sqlite.hpp"

namespace fairlead::store_sqlite {

struct Migration {
  std::string_view what;
  std::string_view sql;
};

// The steps of this program; their number is the version that it writes.
std::span<const Migration> migrations();

// Takes the steps that the file lacks. Refuses a file of a newer Fairlead, or of another program.
Result<void> migrate(Connection& connection, std::span<const Migration> steps = migrations());
// For readers: refuses all but this version.
Result<void> require_current(Connection& connection);

}  // namespace fairlead::store_sqlite
