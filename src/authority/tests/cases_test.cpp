// SPDX-License-Identifier: Apache-2.0
// The cases of the reference, when it is at hand, and our own of the same form.
#include "authority/cases.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

namespace fairlead::authority {
namespace {

const Day kToday(2025, 11, 12);
const std::string kReferenceCases = std::string(FAIRLEAD_SHARED_DIR) + "/law/cases.jsonl";
const std::string kOwnCases = std::string(FAIRLEAD_SOURCE_DIR) + "/src/authority/tests/cases.jsonl";

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

CaseCount run(const std::string& text) {
  const auto count =
      run_cases(text, kToday, PartyTable::built_in(), [](std::string_view line) { std::cout << line << '\n'; });
  EXPECT_TRUE(count.has_value());
  return count.value_or(CaseCount{});
}

TEST(Cases, all_106_of_the_reference_pass) {
  if (!std::filesystem::exists(kReferenceCases)) GTEST_SKIP() << "the reference is not at hand: " << kReferenceCases;
  const CaseCount count = run(text_of(kReferenceCases));
  EXPECT_EQ(count.passed, 106);
  EXPECT_EQ(count.failed, 0);
}

TEST(Cases, our_own_pass) {
  const CaseCount count = run(text_of(kOwnCases));
  EXPECT_GE(count.passed, 40);
  EXPECT_EQ(count.failed, 0);
}

}  // namespace
}  // namespace fairlead::authority
