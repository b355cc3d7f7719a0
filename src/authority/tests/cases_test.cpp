// SPDX-License-Identifier: Apache-2.0
// The cases of the reference, when it is at hand, and our own of the same form.
#include "authority/cases.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <sstream>
#include <vector>

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

// The same cases with ids and titles shuffled, or without any.
void expect_the_same_without_names(const std::string& text) {
  const std::regex names(R"re("(id|title)": "(?:[^"\\]|\\.)*", )re");
  const CaseCount as_given = run(text);
  const std::string stripped = std::regex_replace(text, names, "");
  ASSERT_LT(stripped.size(), text.size());
  EXPECT_EQ(run(stripped).passed, as_given.passed);
  // Each line takes the names of the line half the file away.
  std::vector<std::string> lines, heads;
  std::stringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const std::size_t cut = line.find("\"facts\"");
    ASSERT_NE(cut, std::string::npos);
    heads.push_back(line.substr(0, cut));
    lines.push_back(line.substr(cut));
  }
  std::string shuffled;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    shuffled += heads[(i + lines.size() / 2) % lines.size()] + lines[i] + '\n';
  }
  EXPECT_EQ(run(shuffled).passed, as_given.passed);
  EXPECT_EQ(run(shuffled).failed, as_given.failed);
}

TEST(Cases, ids_and_titles_shuffled_or_removed_change_nothing) {
  expect_the_same_without_names(text_of(kOwnCases));
  if (std::filesystem::exists(kReferenceCases)) expect_the_same_without_names(text_of(kReferenceCases));
}

TEST(Cases, a_wrong_expectation_and_a_broken_line_are_told) {
  std::string told;
  const std::string lines =
      R"({"id":"X","facts":{"acting_state":"GB"},"action":"board","expected":{"outcome":"permitted","because":[]}})"
      "\n{\n";
  const auto count = run_cases(lines, kToday, PartyTable::built_in(),
                               [&](std::string_view line) { told += std::string(line) + '\n'; });
  ASSERT_TRUE(count.has_value());
  EXPECT_EQ(count->failed, 2);
  EXPECT_NE(told.find("X (line 1): outcome: expected permitted, got conditional"), std::string::npos);
  EXPECT_NE(told.find("line 2: is not JSON"), std::string::npos);
  EXPECT_FALSE(run_cases("", kToday, PartyTable::built_in(), [](std::string_view) {}).has_value());
}

TEST(Cases, our_own_pass) {
  const CaseCount count = run(text_of(kOwnCases));
  EXPECT_GE(count.passed, 40);
  EXPECT_EQ(count.failed, 0);
}

TEST(Cases, those_written_from_the_text_of_the_rules_pass) {
  const CaseCount count = run(std::string(own_cases()));
  EXPECT_GE(count.passed, 80);
  EXPECT_EQ(count.failed, 0);
}

}  // namespace
}  // namespace fairlead::authority
