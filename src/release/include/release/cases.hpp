// SPDX-License-Identifier: Apache-2.0
// Requests and the decisions expected of them, kept as TOML beside the agreements:
// `docs/reference/formats/agreement.md` is the page of the format.
//
// Threads: plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "release/evaluator.hpp"

namespace fairlead::release {

struct TestCase {
  std::string name;
  Request request;
  Instant now;
  std::string expect;
  std::string clause;  // empty: any
  std::optional<Set<Part>> reasons;
  std::uint32_t line = 0;
};

struct CaseFile {
  DeskState desk;
  std::vector<TestCase> cases;
  std::string file;
};

Result<CaseFile> cases_from_toml(std::string_view toml, std::string_view file);

struct CaseResult {
  bool passed = false;
  std::string message;  // file:line: what was expected and what came
};
std::vector<CaseResult> run(const std::vector<Agreement>& agreements, const CaseFile& cases);

}  // namespace fairlead::release
