// SPDX-License-Identifier: Apache-2.0
// diff, prove, and the engines of other people.
#include "release/what_if.hpp"

#include <gtest/gtest.h>

#include "release_support.hpp"

namespace fairlead::release {
namespace {

namespace fs = std::filesystem;

TEST(Diff, finds_a_planted_widening_first) {
  EXPECT_TRUE(diff(examples(), examples())->empty());
  auto after = examples();
  for (Clause& c : after[0].clauses) {
    if (c.id == "fisheries") c.grid_m = 500;
    if (c.id == "rescue") c.level = domain::Level::unclassified;
  }
  const auto flips = diff(examples(), after);
  ASSERT_TRUE(flips.has_value()) << flips.error().message;
  ASSERT_FALSE(flips->empty());
  EXPECT_EQ(flips->front().change, Change::widened);
  EXPECT_EQ(flips->back().change, Change::narrowed);
  EXPECT_NE(to_text(flips->front()).find("grid 1000 m"), std::string::npos) << to_text(flips->front());
  for (const Flip& flip : *flips) {
    EXPECT_EQ(flip.agency, "XAA/coast_guard");
    EXPECT_EQ(flip.purposes, flip.change == Change::widened ? "fisheries" : "search_and_rescue");
  }
}

const std::vector<std::pair<const char*, bool>> kStatements{
    {"never release to XBB/navy for prosecution", true},
    {"never release above confidential", true},
    {"never release while stopped except search_and_rescue", true},
    {"never release while stopped", false},
    {"never release without assessment", true},
    {"never release without validity", true},
    {"never release without consent", true},
    {"never release without release", true},
    {"never release evidence", true},
    {"never release finer than 5000 m to XBB", true},
    {"never release with field imo for fisheries", true},
    {"never release with personal data", true},
    {"never release lead for law_enforcement_interdiction inside near-shore by push", true},
    {"never release lead for law_enforcement_interdiction", false},
    {"never release to XAA for fisheries outside open-sea", true},
    {"never release with caveat LES for fisheries", true},
    {"never release with caveat LES", false},
    {"never refer to XBB", true},
    {"never refer lead", false},
    {"never release over nmea level restricted", true},
};

TEST(Prove, goes_through_every_cell) {
  for (const auto& [statement, holds] : kStatements) {
    const auto proof = prove(examples(), statement);
    ASSERT_TRUE(proof.has_value()) << statement << ": " << proof.error().message;
    EXPECT_EQ(proof->holds, holds) << statement << ": " << proof->counterexample;
    EXPECT_EQ(proof->counterexample.empty(), holds);
  }
}

TEST(Prove, refuses_what_it_does_not_understand) {
  for (const char* statement :
       {"", "always release", "never ever", "never release to nowhere", "never release with",
        "never release for targeting", "never release finer than x m", "never release inside atlantis"}) {
    EXPECT_FALSE(prove(examples(), statement).has_value()) << statement;
  }
}

TEST(Prove, other_provers_agree) {
  const auto file = fs::temp_directory_path() / "fairlead-prove.smt2";
  int asked = 0;
  for (const char* prover : {"z3", "cvc5"}) {
    if (std::system(("command -v " + std::string(prover) + " >/dev/null").c_str()) != 0) continue;
    for (const auto& [statement, holds] : kStatements) {
      const auto text = to_smt(examples(), statement);
      ASSERT_TRUE(text.has_value());
      std::ofstream(file) << *text;
      const std::string command =
          std::string(prover) + " " + file.string() + " | grep -qx " + (holds ? "unsat" : "sat");
      EXPECT_EQ(std::system(command.c_str()), 0) << prover << ": " << statement;
      ++asked;
    }
  }
  fs::remove(file);
  if (asked == 0) GTEST_SKIP() << "neither z3 nor cvc5 is installed";
}

TEST(Cedar, an_engine_of_other_people_decides_alike) {
  const std::string judge = FAIRLEAD_SOURCE_DIR "/tools/cedar-judge";
  if (!fs::exists(judge + "/node_modules/@cedar-policy/cedar-wasm"))
    GTEST_SKIP() << "run `npm ci` in tools/cedar-judge first";
  const char* size = std::getenv("FAIRLEAD_CEDAR_REQUESTS");
  const int count = size != nullptr ? std::atoi(size) : 1000;
  const auto folder = fs::temp_directory_path() / "fairlead-cedar";
  fs::create_directories(folder);
  const Evaluator plain = evaluator_of(examples());
  constexpr int kDesks = 4;
  for (int desk = 0; desk < kDesks; ++desk) {
    RandomRequests random(plain, static_cast<std::uint64_t>(desk) * 1001 + 17);
    const Evaluator e = evaluator_of(examples(), desk == 0 ? desk_in_order() : random_desk(random, examples()));
    std::ofstream(folder / "policies.cedar") << to_cedar(e, kNoon());
    {
      std::ofstream out(folder / "requests.jsonl");
      RandomRequests requests(e, static_cast<std::uint64_t>(desk) + 99);
      for (int i = 0; i < count / kDesks; ++i) {
        const Request request = requests.next();
        out << cedar_request(e, request, requests.moment()) << '\n';
      }
    }
    const std::string command = "node " + judge + "/judge.mjs " + (folder / "policies.cedar").string() + " " +
                                (folder / "requests.jsonl").string();
    EXPECT_EQ(std::system(command.c_str()), 0) << folder;
  }
}

}  // namespace
}  // namespace fairlead::release
