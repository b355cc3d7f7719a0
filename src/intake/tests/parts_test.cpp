// SPDX-License-Identifier: Apache-2.0
// The small parts: lines in a buffer, compressed files, back-off, silence.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "file_input.hpp"
#include "line_buffer.hpp"
#include "recording.hpp"
#include "temporary.hpp"
#include "watch.hpp"

namespace fairlead::intake {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> cut(LineBuffer& lines, std::string_view text, std::size_t step) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto room = lines.room();
    const auto count = std::min({room.size(), text.size(), step});
    std::copy_n(text.begin(), count, room.begin());
    lines.added(count);
    text.remove_prefix(count);
    while (const auto piece = lines.next(text.empty())) out.emplace_back(piece->bytes);
  }
  return out;
}

RC_GTEST_PROP(LineBuffer, cuts_the_same_lines_however_the_bytes_arrive, (std::uint8_t step)) {
  const std::string text = "one\r\ntwo\nthree\rfour\r\r\n\n\r\nfive";
  LineBuffer lines(32);
  const auto out = cut(lines, text, step % 12U + 1U);
  std::string joined;
  for (const auto& line : out) joined += line;
  RC_ASSERT(joined == text);
  RC_ASSERT(out[0] == "one\r\n");
  RC_ASSERT(out[1] == "two\n");
  RC_ASSERT(out[2] == "three\r");
  RC_ASSERT(out.back() == "five");
}

TEST(LineBuffer, passes_an_endless_line_on_in_pieces) {
  LineBuffer lines(16);
  const std::string text(50, 'x');
  std::string_view rest = text;
  bool first = true;
  std::size_t passed = 0;
  while (!rest.empty()) {
    const auto room = lines.room();
    ASSERT_FALSE(room.empty());
    const auto count = std::min(room.size(), rest.size());
    std::copy_n(rest.begin(), count, room.begin());
    lines.added(count);
    rest.remove_prefix(count);
    while (const auto piece = lines.next(rest.empty())) {
      EXPECT_EQ(piece->begins, first);
      EXPECT_EQ(piece->ends, rest.empty());
      first = false;
      passed += piece->bytes.size();
    }
  }
  EXPECT_EQ(passed, text.size());
}

Result<std::string> read_all(FileInput& input, std::size_t step = 1000) {
  std::string all;
  std::vector<char> buffer(step);
  for (;;) {
    FL_TRY(const auto got, input.read(buffer));
    if (got == 0) return all;
    all.append(buffer.data(), got);
  }
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "!AIVDM,1,1,,A,line" + std::to_string(i * 7919) + ",0*00\r\n";
  return text;
}

TEST(FileInput, reads_plain_gzip_and_zstandard_files_alike) {
  const TemporaryFolder folder;
  const auto text = long_text();
  for (const auto& path : {folder.write("plain.nmea", text), folder.write("packed.nmea.gz", gzip(text)),
                           folder.write("packed.nmea.zst", zstandard(text)), folder.write("no_suffix", gzip(text))}) {
    auto input = FileInput::open(path);
    ASSERT_TRUE(input) << input.error().message;
    EXPECT_EQ(read_all(*input).value_or(""), text) << path;
    ASSERT_TRUE(input->rewind());
    EXPECT_EQ(read_all(*input, 77'777).value_or(""), text) << path;
    EXPECT_EQ(input->stored_bytes_read(), input->stored_size());
  }
}

TEST(FileInput, reads_files_that_were_joined) {
  const TemporaryFolder folder;
  auto gz = FileInput::open(folder.write("two.gz", gzip("one\n") + gzip("two\n")));
  EXPECT_EQ(read_all(*gz).value_or(""), "one\ntwo\n");
  auto zst = FileInput::open(folder.write("two.zst", zstandard("one\n") + zstandard("two\n")));
  EXPECT_EQ(read_all(*zst).value_or(""), "one\ntwo\n");
  auto empty = FileInput::open(folder.write("empty", ""));
  EXPECT_EQ(read_all(*empty).value_or("?"), "");
}

TEST(FileInput, says_where_a_compressed_file_breaks_off) {
  const TemporaryFolder folder;
  for (const auto& whole : {gzip(long_text()), zstandard(long_text())}) {
    auto cut_short = FileInput::open(folder.write("cut", whole.substr(0, whole.size() / 2)));
    ASSERT_TRUE(cut_short);
    const auto text = read_all(*cut_short);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::corrupt);
    EXPECT_NE(text.error().message.find("ends inside"), std::string::npos) << text.error().message;
    auto bent = whole;
    for (std::size_t i = bent.size() / 2; i < bent.size() / 2 + 64; ++i) bent[i] = '\x55';
    auto damaged = FileInput::open(folder.write("bent", bent));
    ASSERT_TRUE(damaged);
    EXPECT_FALSE(read_all(*damaged));
  }
}

TEST(FileInput, refuses_what_is_no_file) {
  const TemporaryFolder folder;
  EXPECT_EQ(FileInput::open(folder.path("absent")).error().code, ErrorCode::not_found);
  EXPECT_NE(FileInput::open(folder.path("")).error().message.find("is a folder"), std::string::npos);
  EXPECT_NE(FileInput::open("/dev/null").error().message.find("no regular file"), std::string::npos);
}

RC_GTEST_PROP(FileInput, survives_any_bytes_behind_a_magic_number, (const std::string& bytes, bool zst)) {
  const TemporaryFolder folder;
  auto input = FileInput::open(folder.write("any", (zst ? "\x28\xb5\x2f\xfd" : "\x1f\x8b\x08") + bytes));
  RC_ASSERT(input.has_value());
  static_cast<void>(read_all(*input));
}

TEST(Recording, finds_the_first_time_and_begins_again) {
  const TemporaryFolder folder;
  const auto path = folder.write("r", "# head\n1654088303 !AIVDM\n1654088304 !AIVDM\n");
  auto input = FileInput::open(path);
  EXPECT_EQ(first_recorded_time(*input).value(), Instant::from_unix_seconds(1654088303));
  Recording recording(std::move(*input), true);
  std::vector<std::optional<Instant>> times;
  for (int i = 0; i < 6; ++i) times.push_back((**recording.next()).written_at);
  EXPECT_EQ(times[0], std::nullopt);
  EXPECT_EQ(times[2], Instant::from_unix_seconds(1654088304));
  EXPECT_EQ(times[4], Instant::from_unix_seconds(1654088303));
  EXPECT_EQ(recording.passes(), 2U);
}

TEST(Recording, ends_when_the_file_it_repeats_is_empty) {
  const TemporaryFolder folder;
  Recording recording(*FileInput::open(folder.write("e", "")), true);
  const auto line = recording.next();
  ASSERT_TRUE(line);
  EXPECT_FALSE(*line);
}

TEST(BackOff, doubles_up_to_its_limit_with_a_spread) {
  BackOff wait(500ms, 4s);
  EXPECT_EQ(wait.next(0), 375ms);
  EXPECT_EQ(wait.next(1023), 1250ms);
  EXPECT_EQ(wait.next(0), 1500ms);
  EXPECT_EQ(wait.next(0), 3s);
  EXPECT_EQ(wait.next(0), 3s);
  EXPECT_EQ(wait.tries(), 5U);
  wait.reset();
  EXPECT_EQ(wait.next(0), 375ms);
}

TEST(SilenceWatch, tells_stale_from_dead) {
  SilenceWatch watch(1500ms, 3);
  watch.heard(0);
  EXPECT_EQ(watch.judge(1'499'000'000), Silence::none);
  EXPECT_EQ(watch.judge(1'500'000'000), Silence::stale);
  EXPECT_EQ(watch.judge(4'500'000'000), Silence::dead);
  watch.heard(4'500'000'000);
  EXPECT_EQ(watch.judge(4'500'000'001), Silence::none);
}

}  // namespace
}  // namespace fairlead::intake
