// SPDX-License-Identifier: Apache-2.0
// What holds for every input: cutting it differently changes nothing, both paths agree, every sentence has one fate,
// nothing crashes. FAIRLEAD_MUTATIONS sets the number of mutated sentences (200,000 by default; ten million is the
// full run, meant for the sanitizer build).
#include <cstdlib>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "armour.hpp"
#include "decode_support.hpp"
#include "fast_tags.hpp"
#include "own_traffic.hpp"

namespace fairlead::decode {
namespace {

using test::below;
using test::KeepingSink;
using test::own_traffic;
using test::Random;
using test::read_text;

struct Outcome {
  std::vector<std::string> json;
  std::vector<Rejection> rejected;
  Counters counters;
};

Outcome read_in_pieces(std::string_view text, std::uint64_t seed, std::uint32_t piece_max, ReaderOptions options = {}) {
  Random random(seed);
  KeepingSink sink;
  Reader reader(options);
  while (!text.empty()) {
    const std::size_t size = std::min<std::size_t>(text.size(), 1 + below(random, piece_max));
    // A copy of its own, so that the sanitizer sees a read past the piece's end.
    const std::vector<char> piece(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size));
    reader.feed({piece.data(), piece.size()}, sink);
    text.remove_prefix(size);
  }
  reader.finish(sink);
  return {sink.json, sink.rejected, reader.counters()};
}

void expect_every_sentence_has_one_fate(const Counters& c) {
  const std::uint64_t of_sentences = c.rejected_total() - c.of(Rejection::kLineTooLong);
  EXPECT_EQ(c.sentences, c.accepted + of_sentences + c.duplicates + c.pending);
  EXPECT_EQ(c.lines, c.lines_with_sentences + c.blank_lines + c.comment_lines + c.tag_lines + c.garbage_lines +
                         c.of(Rejection::kLineTooLong));
  std::uint64_t by_type = 0;
  for (const std::uint64_t n : c.messages_by_type) {
    by_type += n;
  }
  EXPECT_EQ(by_type, c.messages);
}

RC_GTEST_PROP(Reader, gives_the_same_however_the_bytes_are_cut, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const std::string text = own_traffic(seed, 60, true);
  const Outcome whole = read_in_pieces(text, 1, 1U << 30U);
  for (const std::uint32_t piece : {3U, 70U, 700U, 5000U}) {
    const Outcome cut = read_in_pieces(text, seed, piece);
    RC_ASSERT(cut.json == whole.json);
    RC_ASSERT(cut.rejected == whole.rejected);
    RC_ASSERT(cut.counters.lines == whole.counters.lines);
    RC_ASSERT(cut.counters.sentences == whole.counters.sentences);
  }
}

// A damaged tag block held a carriage return where a key should be; one path saw the end of a line there, the other
// did not.
TEST(Reader, ends_a_line_inside_a_tag_block_on_both_paths) {
  for (const char end : {'\r', '\n'}) {
    std::string block = "s:st1,c:1654088307";
    block[6] = end;
    unsigned sum = 0;
    for (const char c : block) {
      sum ^= static_cast<unsigned char>(c);
    }
    std::string text = "\\" + block + "*";
    text += "0123456789ABCDEF"[sum >> 4U];
    text += "0123456789ABCDEF"[sum & 15U];
    text += "\\!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\r\n";
    text += text + text + text;  // so that the fast path has something to look ahead to
    ReaderOptions general;
    general.fast_path = false;
    const Outcome fast = read_in_pieces(text, 1, 1U << 30U);
    const Outcome slow = read_in_pieces(text, 1, 1U << 30U, general);
    EXPECT_EQ(fast.json, slow.json);
    EXPECT_EQ(fast.counters.lines, slow.counters.lines);
    EXPECT_EQ(fast.counters.lines, 8U);
  }
}

RC_GTEST_PROP(Reader, gives_the_same_on_the_fast_and_on_the_general_path, ()) {
  const std::string text = own_traffic(*rc::gen::arbitrary<std::uint64_t>(), 100, true);
  ReaderOptions general;
  general.fast_path = false;
  const Outcome fast = read_in_pieces(text, 1, 1U << 30U);
  const Outcome slow = read_in_pieces(text, 1, 1U << 30U, general);
  RC_ASSERT(fast.json == slow.json);
  RC_ASSERT(fast.rejected == slow.rejected);
  RC_ASSERT(fast.counters.tag_blocks_distrusted == slow.counters.tag_blocks_distrusted);
  expect_every_sentence_has_one_fate(fast.counters);
  expect_every_sentence_has_one_fate(slow.counters);
}

RC_GTEST_PROP(Reader, survives_any_bytes, (const std::string& noise)) {
  const Outcome outcome = read_in_pieces(noise + "\n" + noise, 7, 50);
  expect_every_sentence_has_one_fate(outcome.counters);
}

TEST(Reader, reads_undamaged_traffic_without_a_loss) {
  const Outcome outcome = read_in_pieces(own_traffic(42, 5000, false), 1, 4096);
  EXPECT_EQ(outcome.counters.messages, 5000U);
  EXPECT_EQ(outcome.counters.rejected_total(), 0U);
}

TEST(Reader, gives_the_same_for_the_recorded_files_on_both_paths) {
  const std::string folder = FAIRLEAD_SHARED_DIR "/data/ais/";
  if (!test::file_exists(folder + "edge-cases.jsonl")) {
    GTEST_SKIP() << "the shared data folder is not here";
  }
  ReaderOptions general;
  general.fast_path = false;
  for (const char* name : {"gpsd/sample.aivdm", "gpsd/ais-nmea-type6-fid55.log", "kystverket/Ais1000Lines.nm4",
                           "aislib/stream_example.txt", "go-ais/aistest.nmea", "libais/test.aivdm",
                           "signalk/gofree-merrimac.log", "signalk/nais400-merrimac.log", "ais-tools/bad-type5.nmea"}) {
    const std::string text = test::read_file(folder + name);
    const Outcome fast = read_in_pieces(text, 1, 1U << 30U);
    const Outcome slow = read_in_pieces(text, 1, 1U << 30U, general);
    const Outcome cut = read_in_pieces(text, 5, 300);
    EXPECT_FALSE(fast.json.empty()) << name;
    EXPECT_EQ(fast.json, slow.json) << name;
    EXPECT_EQ(fast.json, cut.json) << name;
    EXPECT_EQ(fast.rejected, cut.rejected) << name;
    expect_every_sentence_has_one_fate(fast.counters);
  }
}

TEST(Reader, survives_mutated_sentences) {
  const char* wanted = std::getenv("FAIRLEAD_MUTATIONS");
  const std::uint64_t total = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 200'000;
  std::vector<std::string> lines;
  const std::string own = own_traffic(7, 400, false);
  for (std::size_t at = 0; at < own.size();) {
    const std::size_t end = own.find('\n', at) + 1;
    lines.push_back(own.substr(at, end - at));
    at = end;
  }
  struct Discard final : Sink {
    void on_message(const ais::Message& message) override {
      text.clear();
      ais::append_json(text, message);
      ASSERT_FALSE(text.empty());
    }
    std::string text;
  };
  Discard sink;
  Reader reader;
  Random random(99);
  std::string batch;
  for (std::uint64_t done = 0; done < total; ++done) {
    std::string line = lines[below(random, static_cast<std::uint32_t>(lines.size()))];
    test::mutate(line, random);
    batch += line;
    if (below(random, 3) != 0 && !batch.ends_with('\n')) {
      batch += '\n';
    }
    if (batch.size() > 20'000) {
      const std::vector<char> piece(batch.begin(), batch.end());
      reader.feed({piece.data(), piece.size()}, sink);
      batch.clear();
    }
  }
  reader.feed(batch, sink);
  reader.finish(sink);
  expect_every_sentence_has_one_fate(reader.counters());
  EXPECT_GT(reader.counters().messages, total / 100);
  EXPECT_GT(reader.counters().rejected_total(), total / 100);
}

TEST(Reader, bounds_an_endless_line_and_counts_it_once) {
  KeepingSink sink;
  Reader reader;
  const std::string much(1U << 20U, 'A');
  for (int i = 0; i < 64; ++i) {
    reader.feed(much, sink);
  }
  reader.feed("\n!AIVDM,1,1,,A,13m62@001sPh4;0RAV`3T2nt0000,0*22\n", sink);
  reader.finish(sink);
  EXPECT_EQ(reader.counters().of(Rejection::kLineTooLong), 1U);
  EXPECT_EQ(reader.counters().messages, 1U);
  expect_every_sentence_has_one_fate(reader.counters());
}

TEST(Armour, every_version_gives_the_same) {
  Random random(3);
  const ScannerList list = all_armour_scanners();
  constexpr std::string_view kLegal = "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw";
  for (int round = 0; round < 20'000; ++round) {
    std::string text(16, '!');
    const std::uint32_t size = below(random, 420);
    for (std::uint32_t i = 0; i < size; ++i) {
      text += kLegal[below(random, 64)];
    }
    if (below(random, 3) == 0 && size > 0) {
      text[16 + below(random, size)] = static_cast<char>(below(random, 256));
    }
    text += ',';
    const std::string end = text;
    text.resize(text.size() + kArmourSlack, 'w');
    const std::size_t head = below(random, 17);
    std::array<std::uint8_t, kArmourCharactersMax + 64> wanted{};
    const ArmourScan first = scan_armour_portable(text.data() + 16 - head, text.data() + 16, wanted.data());
    for (std::size_t v = 0; v < list.count; ++v) {
      std::array<std::uint8_t, kArmourCharactersMax + 64> out{};
      const ArmourScan scan = list.scanners[v].scanner(text.data() + 16 - head, text.data() + 16, out.data());
      ASSERT_EQ(scan.characters, first.characters) << list.scanners[v].name;
      ASSERT_EQ(scan.checksum, first.checksum) << list.scanners[v].name;
      const ais::BitReader a(wanted.data(), 0, first.characters * 6);
      const ais::BitReader b(out.data(), 0, first.characters * 6);
      for (std::size_t at = 0; at < a.size(); at += 48) {
        ASSERT_EQ(a.u64(at, 48), b.u64(at, 48)) << list.scanners[v].name;
      }
    }
  }
}

TEST(TagBlocks, the_fast_reader_agrees_with_the_general_one) {
  Random random(11);
  TagCache cache;
  for (int round = 0; round < 50'000; ++round) {
    const std::array<std::string, 8> parameters = {"s:st" + std::to_string(below(random, 9)),
                                                   "c:165408830" + std::to_string(below(random, 10)),
                                                   "c:" + std::to_string(below(random, 4'000'000)),
                                                   "g:1-2-" + std::to_string(below(random, 100)),
                                                   "g:3-2-5",
                                                   "n:12",
                                                   "t:text with blanks",
                                                   "s:" + std::string(1 + below(random, 60), 'x')};
    std::string block;
    for (std::uint32_t i = 0; i <= below(random, 3); ++i) {
      block += (block.empty() ? "" : ",") + parameters[below(random, 8)];
    }
    if (below(random, 10) == 0) {
      block[below(random, static_cast<std::uint32_t>(block.size()))] = static_cast<char>(below(random, 256));
    }
    unsigned sum = 0;
    for (const char c : block) {
      sum ^= static_cast<unsigned char>(c);
    }
    sum ^= below(random, 20) == 0 ? 1U : 0U;
    constexpr std::string_view kHex = "0123456789ABCDEF";
    block += '*';
    block += kHex[sum >> 4U];
    block += kHex[sum & 15U];
    const std::string text = block + '\\' + std::string(kFastTagSlack, '!');
    const Tags* fast = nullptr;
    const char* close = nullptr;
    const FastTags outcome = cache.read(text.data(), fast, close);
    if (outcome == FastTags::kUnusual) {
      continue;
    }
    const std::string_view seen(text.data(), static_cast<std::size_t>(close - text.data()));
    Tags wanted;
    ASSERT_EQ(outcome == FastTags::kRead, read_tags(seen, wanted)) << block;
    if (outcome == FastTags::kRead) {
      EXPECT_EQ(fast->station, wanted.station) << block;
      EXPECT_EQ(fast->time_ms, wanted.time_ms) << block;
      EXPECT_EQ(fast->group, wanted.group) << block;
      EXPECT_EQ(fast->has_details, wanted.has_details) << block;
    }
  }
}

}  // namespace
}  // namespace fairlead::decode
