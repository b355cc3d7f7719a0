// SPDX-License-Identifier: Apache-2.0
// The worked example of docs/reference/formats/ledger.md, made again from the inputs that stand there.
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "digest_text.hpp"
#include "files.hpp"
#include "ledger/verify.hpp"
#include "sample.hpp"

namespace fairlead::ledger {
namespace {

// The fenced blocks below the heading "Example".
std::vector<std::string> example_blocks() {
  const auto page = read_file(std::string(FAIRLEAD_SOURCE_DIR) + "/docs/reference/formats/ledger.md", 1 << 20);
  EXPECT_TRUE(page);
  std::istringstream lines(page->substr(page->find("## Example")));
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

std::string from_hex(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::string hex_of(std::string_view bytes) {
  return hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

TEST(FormatPage, has_an_example_that_anyone_can_repeat) {
  const auto blocks = example_blocks();
  ASSERT_EQ(blocks.size(), 5U);
  std::map<std::string, std::string> given;
  std::istringstream lines(blocks[0]);
  for (std::string line; std::getline(lines, line);)
    given[std::string(trim(line.substr(0, 9)))] = from_hex(line.substr(9));
  std::array<std::uint8_t, 32> secret{};
  ASSERT_EQ(given["secret"].size(), secret.size());
  std::copy_n(given["secret"].begin(), secret.size(), secret.begin());
  const Signer key = *Signer::from_seed(sample::kOrigin, secret);

  const Instant noon = Instant::from_civil(2026, 11, 22, 12);
  const std::vector<Record> records = {
      {noon, SignIn{"release.officer", "release_officer", "password", true}},
      {noon + Duration(1500),
       Stop{1, {"Norland", "coast-guard", "law-enforcement-interdiction", {}, {}}, "release.officer", ""}},
      {noon + Duration(2000), Padding{}}};
  MemoryLog log;
  Ledger ledger = *Ledger::create(sample::kOrigin);
  std::string shown;
  std::string derived = fmt::format("key      {}\n", key.verifier().text());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string bytes = canonical_bytes(records[i]);
    Salt salt{};
    ASSERT_EQ(given[fmt::format("salt {}", i)].size(), salt.size());
    std::copy_n(given[fmt::format("salt {}", i)].begin(), salt.size(), salt.begin());
    const Item item{salt, bytes};
    ASSERT_TRUE(log.commit(ledger.append({&item, 1})->writes));
    shown += fmt::format(R"({{"index":{},"record":)", i);
    append_json(shown, records[i]);
    shown += "}\n";
    const Entry entry = entry_of(salt, bytes);
    derived += fmt::format("record {} {}\nentry {}  {}\nleaf {}   {}\n", i, hex_of(bytes), i, hex_of(view(entry)), i,
                           hex(leaf_hash(view(entry))));
  }
  derived += fmt::format("root     {}\n", hex(ledger.head().root));
  const Signer* keys[] = {&key};
  ASSERT_TRUE(log.commit(ledger.checkpoint(noon, keys)->writes));
  EXPECT_EQ(blocks[1], shown);
  EXPECT_EQ(blocks[2], derived);
  EXPECT_EQ(blocks[3], *log.checkpoint());
  EXPECT_EQ(blocks[4], prove(log, 1, true)->str());
  const Verifier trusted[] = {key.verifier()};
  EXPECT_TRUE(verify(log, trusted).good());
}

TEST(FormatPage, names_every_kind_by_its_number) {
  const auto page = read_file(std::string(FAIRLEAD_SOURCE_DIR) + "/docs/reference/formats/ledger.md", 1 << 20);
  ASSERT_TRUE(page);
  const auto names = kind_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_NE(page->find(fmt::format("| {} | `{}` |", i + 1, names[i])), std::string::npos) << names[i];
  }
}

}  // namespace
}  // namespace fairlead::ledger
