// SPDX-License-Identifier: Apache-2.0
// Programs of other people verify an exported ledger. Skipped, and said so, where they are not installed.
#include <array>
#include <cstdio>

#include <gtest/gtest.h>

#include "digest_text.hpp"
#include "files.hpp"
#include "sample.hpp"

namespace fairlead::ledger {
namespace {

struct Outcome {
  int code = -1;
  std::string output;
};
Outcome run(const std::string& command) {
  Outcome outcome;
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> buffer;
  for (std::size_t got; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    outcome.output.append(buffer.data(), got);
  }
  outcome.code = ::pclose(pipe);
  return outcome;
}

const std::string kJudges = std::string(FAIRLEAD_SOURCE_DIR) + "/src/ledger/tests/judges";

// An export with receipts for many entries and proofs of growth from many sizes.
void export_with_proofs(const std::string& folder, std::uint64_t size) {
  MemoryLog log;
  const Signer key = sample::signer();
  sample::fill(log, sample::records(size), key, 1000);
  ASSERT_TRUE(export_log(log, folder));
  for (std::uint64_t index = 0; index < size; index += 1 + size / 200) {
    const auto receipt = prove(log, index, index % 2 == 0);
    ASSERT_TRUE(receipt);
    ASSERT_TRUE(replace_file(folder + "/proofs/" + std::to_string(index) + ".tlog-proof", receipt->str()));
  }
  TreeReader tree(log, size);
  for (std::uint64_t old = 1; old <= size; old += 1 + size / 100) {
    const auto proof = tree.consistency(old);
    ASSERT_TRUE(proof);
    std::string bytes;
    for (const Digest& hash : *proof) bytes += digest_view(hash);
    ASSERT_TRUE(replace_file(folder + "/growth/" + std::to_string(old), bytes));
  }
}

TEST(Judges, go_accepts_the_ledger_and_refuses_every_tampering) {
  if (run("go version").code != 0) GTEST_SKIP() << "go is not installed (Debian: golang-go golang-golang-x-mod-dev)";
  if (!std::filesystem::exists("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")) {
    GTEST_SKIP() << "golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)";
  }
  const sample::Folder folder;
  const std::string cache = (std::filesystem::temp_directory_path() / "fairlead-go-cache").string();
  const std::string judge = folder.at("judge");
  const Outcome built = run("GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= GOCACHE=" + cache + " go build -o " +
                            judge + " " + kJudges + "/judge.go");
  ASSERT_EQ(built.code, 0) << built.output;
  for (const std::uint64_t size : {1ULL, 256ULL, 700ULL, 20'000ULL}) {
    const std::string log = folder.at(std::to_string(size));
    export_with_proofs(log, size);
    const int tampers = size == 700 ? 2000 : size == 20'000 ? 20 : 200;
    const Outcome judged =
        run(judge + " " + log + " '" + sample::signer().verifier().text() + "' " + std::to_string(tampers));
    EXPECT_EQ(judged.code, 0) << judged.output;
    EXPECT_NE(judged.output.find("accepted 0"), std::string::npos) << judged.output;
    std::printf("go: %s", judged.output.c_str());
  }
  // Another key is refused.
  EXPECT_NE(run(judge + " " + folder.at("256") + " '" + sample::signer(1).verifier().text() + "' 0").code, 0);
}

TEST(Judges, sigstore_accepts_receipts_and_refuses_changed_ones) {
  if (run("node --version").code != 0) GTEST_SKIP() << "node is not installed";
  if (!std::filesystem::exists(kJudges + "/sigstore/node_modules/@sigstore/verify")) {
    GTEST_SKIP() << "@sigstore/verify is not installed; say `npm ci` in src/ledger/tests/judges/sigstore";
  }
  const sample::Folder folder;
  for (const std::uint64_t size : {2ULL, 256ULL, 700ULL, 20'000ULL}) {
    const std::string log = folder.at(std::to_string(size));
    export_with_proofs(log, size);
    const Outcome judged =
        run("node " + kJudges + "/sigstore/judge.js " + log + " '" + sample::signer().verifier().text() + "'");
    EXPECT_EQ(judged.code, 0) << judged.output;
    std::printf("sigstore: %s", judged.output.c_str());
  }
}

}  // namespace
}  // namespace fairlead::ledger
