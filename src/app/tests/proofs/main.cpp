// SPDX-License-Identifier: Apache-2.0
// The proofs, and the program that they are about: `serve` and other commands of fairlead run as they do anywhere.
#include <string_view>

#include <gtest/gtest.h>

#include "app/run.hpp"

int main(int argc, char** argv) {
  if (argc > 1 && !std::string_view(argv[1]).starts_with("--")) return fairlead::app::run(argc, argv);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
