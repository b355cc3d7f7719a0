// SPDX-License-Identifier: Apache-2.0
// The SQLite store against the store contract; after each crash and close `check` must find the folder sound.
#include "sqlite_harness.hpp"
#include "testing/store_contract.hpp"

namespace fairlead::testing {

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, ::testing::Values(MakeHarness([](const HarnessLimits& limits) {
                           return std::make_unique<store_sqlite::SqliteHarness>(limits);
                         })));

}  // namespace fairlead::testing
