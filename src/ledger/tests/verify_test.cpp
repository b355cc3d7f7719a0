// SPDX-License-Identifier: Apache-2.0
// The whole check of a stored log: what it accepts, what it finds, what no tampering gets past.
#include "ledger/verify.hpp"

#include <random>

#include <gtest/gtest.h>

#include "files.hpp"
#include "sample.hpp"

namespace fairlead::ledger {
namespace {

const Signer& key() {
  static const Signer signer = sample::signer();
  return signer;
}
VerifyReport check(const LogReader& log) {
  const Verifier trusted[] = {key().verifier()};
  return verify(log, trusted);
}
std::string first_problem(const VerifyReport& report) {
  return report.problems.empty() ? "none" : report.problems[0].what;
}
// A log of these records, and what is wrong with it.
VerifyReport check_records(const std::vector<Record>& all) {
  MemoryLog log;
  sample::fill(log, all, key());
  return check(log);
}

TEST(Verify, accepts_logs_of_every_size_around_the_edges_of_tiles) {
  for (const std::uint64_t size :
       {0ULL, 1ULL, 2ULL, 255ULL, 256ULL, 257ULL, 511ULL, 512ULL, 65535ULL, 65536ULL, 65537ULL}) {
    MemoryLog log;
    sample::fill(log, sample::records(size), key(), 1000);
    const auto report = check(log);
    EXPECT_TRUE(report.good()) << size << ": " << first_problem(report);
    EXPECT_EQ(report.opened, size);
  }
}

TEST(Verify, reads_an_export_as_it_reads_the_log) {
  MemoryLog log;
  sample::fill(log, sample::records(1300), key());
  const sample::Folder folder;
  ASSERT_EQ(*export_log(log, folder.at("all")), 1300U);
  ASSERT_EQ(*export_log(log, folder.at("tree"), false), 1300U);
  EXPECT_EQ(export_log(log, folder.at("all")).error().code, ErrorCode::conflict);
  const auto all = check(DirectoryLog(folder.at("all")));
  EXPECT_TRUE(all.good()) << first_problem(all);
  EXPECT_EQ(all.kinds, check(log).kinds);
  const Verifier trusted[] = {key().verifier()};
  VerifyOptions tree_only;
  tree_only.with_bodies = false;
  const auto tree = verify(DirectoryLog(folder.at("tree")), trusted, tree_only);
  EXPECT_TRUE(tree.good()) << first_problem(tree);
  EXPECT_EQ(tree.opened, 0U);
  EXPECT_FALSE(check(DirectoryLog(folder.at("tree"))).good());
  EXPECT_FALSE(check(DirectoryLog(folder.at("nowhere"))).good());
}

TEST(Verify, reads_a_folder_that_grew_by_small_steps) {
  const sample::Folder folder;
  DirectoryLog log(folder.at("log"));
  Ledger ledger = *Ledger::create(sample::kOrigin);
  const auto all = sample::records(700);
  const Signer* keys[] = {&key()};
  for (std::size_t at = 0; at < all.size(); at += 70) {
    std::vector<std::string> bytes;
    for (std::size_t i = at; i < at + 70; ++i) bytes.push_back(canonical_bytes(all[i]));
    std::vector<Item> items;
    for (std::size_t i = 0; i < 70; ++i) items.push_back({sample::salt(at + i), bytes[i]});
    ASSERT_TRUE(log.commit(ledger.append(items)->writes));
    ASSERT_TRUE(log.commit(ledger.checkpoint(sample::time_of(at), keys)->writes));
    const auto report = check(log);
    ASSERT_TRUE(report.good()) << first_problem(report);
    ASSERT_EQ(report.opened, at + 70);
  }
}

// Every file of the export, one random bit of one of them changed at a time.
TEST(Verify, refuses_ten_thousand_random_changes_of_a_single_bit) {
  MemoryLog log;
  sample::fill(log, sample::records(300), key());
  const sample::Folder folder;
  ASSERT_TRUE(export_log(log, folder.at("log")));
  const DirectoryLog exported(folder.at("log"));
  ASSERT_TRUE(check(exported).good());
  std::vector<std::pair<std::string, std::string>> files;
  std::size_t bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder.at("log"))) {
    if (!file.is_regular_file()) continue;
    files.emplace_back(file.path().string(), *read_file(file.path().string(), 1 << 30));
    bytes += files.back().second.size();
  }
  ASSERT_EQ(files.size(), 8U);  // checkpoint; two tiles and one above; two bundles; two groups of bodies
  std::mt19937_64 random(20261122);
  std::size_t accepted = 0;
  for (int i = 0; i < 10'000; ++i) {
    // Half of them anywhere, half evenly over the files, so that small files have their share.
    std::size_t which = random() % files.size();
    if (i % 2 != 0) {
      std::size_t at = random() % bytes;
      for (which = 0; at >= files[which].second.size(); ++which) at -= files[which].second.size();
    }
    const auto& [path, content] = files[which];
    std::string changed = content;
    const std::size_t bit = random() % (content.size() * 8);
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_TRUE(replace_file(path, changed));
    if (check(exported).good()) {
      ++accepted;
      ADD_FAILURE() << "accepted " << path << " with bit " << bit << " changed";
    }
    ASSERT_TRUE(replace_file(path, content));
  }
  EXPECT_EQ(accepted, 0U);
  EXPECT_TRUE(check(exported).good());
}

TEST(Verify, finds_lost_and_foreign_files) {
  MemoryLog log;
  sample::fill(log, sample::records(600), key());
  const sample::Folder folder;
  ASSERT_TRUE(export_log(log, folder.at("log")));
  const DirectoryLog exported(folder.at("log"));
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder.at("log"))) {
    if (file.is_regular_file()) files.push_back(file.path().string());
  }
  for (const std::string& path : files) {
    const std::string content = *read_file(path, 1 << 30);
    std::filesystem::remove(path);
    EXPECT_FALSE(check(exported).good()) << path;
    ASSERT_TRUE(replace_file(path, ""));
    EXPECT_FALSE(check(exported).good()) << path;
    ASSERT_TRUE(replace_file(path, content));
  }
  const Verifier other[] = {sample::signer(9).verifier()};
  EXPECT_FALSE(verify(exported, other).good());
}

TEST(Verify, says_which_entry_a_problem_is_about) {
  MemoryLog log;
  sample::fill(log, sample::records(300), key());
  auto body = *(*log.bodies(123, 1))[0];
  body[20] = static_cast<char>(body[20] ^ 4);
  Writes tampered;
  tampered.bodies.first = 123;
  tampered.bodies.add(body);
  ASSERT_TRUE(log.commit(tampered));
  const auto report = check(log);
  ASSERT_EQ(report.problems_total, 1U);
  EXPECT_EQ(report.problems[0], (Problem{123, "the record is not the one that was entered"}));
}

TEST(Verify, wants_an_erasure_record_for_what_is_erased_and_proves_it_still) {
  auto all = sample::records(600);
  MemoryLog without;
  sample::fill(without, all, key());
  ASSERT_TRUE(without.erase(100, 199));
  EXPECT_EQ(check(without).problems_total, 100U);
  all.push_back({sample::time_of(600), Erasure{100, 199, "retention-90d", "records.officer"}});
  MemoryLog log;
  sample::fill(log, all, key());
  const auto before = prove(log, 150, true);
  ASSERT_TRUE(log.erase(100, 199));
  const auto report = check(log);
  EXPECT_TRUE(report.good()) << first_problem(report);
  EXPECT_EQ(report.erased, 100U);
  // Who kept the receipt can still open it; from the log only the proof can be had.
  const Verifier trusted[] = {key().verifier()};
  EXPECT_TRUE(open_receipt(*before, trusted));
  EXPECT_EQ(prove(log, 150, true).error().code, ErrorCode::not_found);
  EXPECT_EQ(prove(log, 150, false)->proof, before->proof);
  // An erasure covers nothing else.
  ASSERT_TRUE(log.erase(200, 200));
  EXPECT_EQ(check(log).problems[0].index, 200U);
}

TEST(Verify, finds_a_release_under_a_stop) {
  Stop stop;
  stop.epoch = 1;
  stop.cell.partner = "Norland";
  stop.cell.agency = "coast-guard";
  stop.by = "release.officer";
  const Resume resume{2, 1, "release.officer", "legal.adviser", "osja-5", ""};
  const auto at = [](std::uint64_t i, Content content) { return Record{sample::time_of(i), std::move(content)}; };
  EXPECT_TRUE(check_records({sample::release(0), at(1, stop)}).good());
  const auto report = check_records({sample::release(0), at(1, stop), sample::release(2, 1)});
  ASSERT_EQ(report.problems_total, 1U);
  EXPECT_EQ(report.problems[0].index, 2U);
  EXPECT_EQ(report.problems[0].what, "released to `Norland` although the stop of entry 1 (epoch 1) was in force");
  EXPECT_TRUE(check_records({at(0, stop), at(1, resume), sample::release(2, 2)}).good());
  EXPECT_FALSE(check_records({at(0, resume)}).good());
  EXPECT_FALSE(check_records({at(0, stop), at(1, stop)}).good());
  EXPECT_FALSE(check_records({sample::release(0, 5)}).good());
  Resume alone = resume;
  alone.second = alone.by;
  EXPECT_FALSE(check_records({at(0, stop), at(1, alone)}).good());
  Record rescue = sample::release(2, 1);
  std::get<Manifest>(rescue.content).survives_stop = true;
  EXPECT_TRUE(check_records({at(0, stop), rescue}).good());
  stop.cell.agency = "navy";
  EXPECT_TRUE(check_records({at(0, stop), sample::release(2, 1)}).good());
}

TEST(Verify, holds_the_clock_to_the_roots_that_the_tree_had) {
  auto all = sample::records(400);
  MemoryLog log;
  const Ledger early = sample::fill(log, {all.begin(), all.begin() + 300}, key());
  all[350].content = Clock{1, 300, early.head().root};
  EXPECT_TRUE(check_records(all).good());
  all[350].content = Clock{1, 299, early.head().root};
  EXPECT_EQ(check_records(all).problems[0].index, 350U);
}

}  // namespace
}  // namespace fairlead::ledger
