// SPDX-License-Identifier: Apache-2.0
// The SQLite store against the store contract; after each crash and close `check` must find the folder sound.
#include "sqlite_harness.hpp"
#include "testing/log_contract.hpp"
#include "testing/store_contract.hpp"

namespace fairlead::testing {

const MakeHarness kSqlite = [](const HarnessLimits& limits) {
  return std::make_unique<store_sqlite::SqliteHarness>(limits);
};
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, ::testing::Values(kSqlite));
INSTANTIATE_TEST_SUITE_P(Sqlite, LogContract, ::testing::Values(kSqlite));

}  // namespace fairlead::testing
