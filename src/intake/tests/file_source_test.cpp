// SPDX-License-Identifier: Apache-2.0
// Files and standard input: what waits, and loses nothing.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "harness.hpp"

namespace fairlead::intake {
namespace {

using namespace std::chrono_literals;
using domain::SourceState;

constexpr std::int64_t kSeconds = 1'600'000'000;  // of the recordings below
const Instant kRecorded = Instant::from_unix_seconds(kSeconds);

std::string without_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// `ships` ships report every ten seconds, `rounds` times.
std::string recording(unsigned ships, int rounds) {
  std::string text;
  for (int round = 0; round < rounds; ++round) {
    for (unsigned ship = 0; ship < ships; ++ship) {
      text += position(244'000'000 + ship, round, {.tag_time = kSeconds + 10 * round});
    }
  }
  return text;
}

TEST(FileSource, stamps_observations_with_the_time_recorded) {
  const TemporaryFolder folder;
  Harness h;
  const auto line = position(244'000'001, 0, {.tag_time = kSeconds});
  h.add("file:" + folder.write("a.nmea", line + position(244'000'002)));
  EXPECT_TRUE(h.intake().recorded_time());
  h.intake().start();
  ASSERT_TRUE(h.finish());
  ASSERT_EQ(h.observations().size(), 2U);
  EXPECT_EQ(h.observations()[0].received_at, kRecorded);
  EXPECT_EQ(h.observations()[0].observed_at, kRecorded);
  EXPECT_EQ(h.observations()[1].received_at, kRecorded);  // follows the last time
  EXPECT_EQ(h.observations()[0].source, domain::SourceId(1));
  EXPECT_EQ(h.texts()[0], without_end(line));
  const auto health = h.health();
  EXPECT_EQ(health.state, SourceState::finished);
  EXPECT_EQ(health.sentences_total, 2U);
  EXPECT_EQ(health.messages_total, 2U);
  EXPECT_EQ(health.observations_total, 2U);
  EXPECT_EQ(health.last_sentence_at, kNow);
  EXPECT_NE(health.detail.find("after 2 sentences"), std::string::npos) << health.detail;
}

TEST(FileSource, keeps_all_parts_of_a_message_of_several_sentences) {
  const TemporaryFolder folder;
  Harness h;
  const auto one = voyage(244'000'001, "ONE", {.sequence = 1});
  const auto two = voyage(244'000'002, "TWO", {.sequence = 2});
  const auto cut = [](const std::string& text) { return text.find('\n') + 1; };
  // The parts of two messages interleaved.
  const auto text = one.substr(0, cut(one)) + two.substr(0, cut(two)) + one.substr(cut(one)) + two.substr(cut(two));
  h.add("file:" + folder.write("a", text));
  h.intake().start();
  ASSERT_TRUE(h.finish());
  ASSERT_EQ(h.texts().size(), 2U);
  EXPECT_EQ(h.observations()[0].claims->name.view(), "ONE");
  EXPECT_EQ(h.texts()[0], without_end(one.substr(0, cut(one) - 2)) + "\n" + without_end(one.substr(cut(one))));
  EXPECT_EQ(h.texts()[1], without_end(two.substr(0, cut(two) - 2)) + "\n" + without_end(two.substr(cut(two))));
}

TEST(FileSource, reads_compressed_files_through_an_inbox_that_is_too_small) {
  const TemporaryFolder folder;
  const auto text = recording(100, 50);
  for (const auto& path :
       {folder.write("a", text), folder.write("a.gz", gzip(text)), folder.write("a.zst", zstandard(text))}) {
    Harness h(500);
    h.add("file:" + path);
    h.intake().start();
    ASSERT_TRUE(h.finish());
    EXPECT_EQ(h.observations().size(), 5000U) << path;
    EXPECT_EQ(h.health().dropped_total, 0U);
    EXPECT_EQ(h.observations().back().received_at, kRecorded + 490s);
    EXPECT_EQ(h.health().bytes_total, text.size());
  }
}

TEST(FileSource, waits_while_the_engine_has_no_room) {
  const TemporaryFolder folder;
  Harness h(10);
  h.add("file:" + folder.write("a", recording(100, 50)));
  h.intake().start();
  ASSERT_TRUE(eventually([&] { return h.health().detail.find("waiting for the engine") != std::string::npos; }));
  EXPECT_FALSE(h.intake().finished());
  ASSERT_TRUE(h.finish());
  EXPECT_EQ(h.observations().size(), 5000U);
}

TEST(FileSource, plays_at_recorded_pace_by_the_steady_clock) {
  const TemporaryFolder folder;
  Harness h;
  h.add("file:" + folder.write("a", recording(3, 3)) + "?speed=10");
  h.intake().start();
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 3; }));
  ASSERT_TRUE(eventually([&] { return h.health().detail.find("at 10x, now at 2020-09-13") != std::string::npos; }))
      << h.health().detail;
  h.steady().advance(1s);
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 6; }));
  h.steady().advance(999ms);
  h.drain();
  EXPECT_EQ(h.observations().size(), 6U);
  h.steady().advance(1ms);
  ASSERT_TRUE(h.finish());
  EXPECT_EQ(h.observations().size(), 9U);
}

TEST(FileSource, moves_a_recording_to_now_and_repeats_it) {
  const TemporaryFolder folder;
  Harness h(1000);
  h.add("file:" + folder.write("a", recording(2, 2)) + "?retime=now&loop=1");
  EXPECT_FALSE(h.intake().recorded_time());
  h.intake().start();
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() >= 8; }));
  h.intake().stop();
  const auto& seen = h.observations();
  EXPECT_EQ(seen[0].received_at, kNow);
  EXPECT_EQ(seen[0].observed_at, kNow);
  EXPECT_EQ(seen[2].received_at, kNow + 10s);
  EXPECT_EQ(seen[4].received_at, kNow + 11s);
  EXPECT_EQ(seen[4].observed_at, kNow + 11s);
  EXPECT_EQ(seen[7].received_at, kNow + 21s);
  EXPECT_FALSE(h.intake().finished());
  EXPECT_EQ(h.health().state, SourceState::stopped);
}

TEST(FileSource, uses_our_clock_where_nothing_was_recorded) {
  const TemporaryFolder folder;
  Harness h;
  h.add("file:" + folder.write("a", position(244'000'001) + position(244'000'002)) + "?speed=60");
  EXPECT_FALSE(h.intake().recorded_time());
  h.intake().start();
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 1; }));
  EXPECT_EQ(h.observations()[0].received_at, kNow);
  EXPECT_EQ(h.observations()[0].observed_at, std::nullopt);
  h.wall().advance(20ms);
  h.steady().advance(20ms);
  ASSERT_TRUE(h.finish());
  EXPECT_EQ(h.observations()[1].received_at, kNow + 20ms);
}

TEST(FileSource, survives_garbage_and_endless_lines) {
  const TemporaryFolder folder;
  Harness h;
  std::string text = position(244'000'001) + std::string(3'000'000, 'x') + "\n" + position(244'000'002);
  for (int i = 0; i < 100'000; ++i) text += static_cast<char>(i * 7919 % 256);
  text += "\n" + position(244'000'003) + "!AIVDM,1,1,,A,broken*00\n" + position(244'000'004);
  text.resize(text.size() - 2);  // no line end behind the last
  h.add("file:" + folder.write("a", text));
  h.intake().start();
  ASSERT_TRUE(h.finish());
  EXPECT_EQ(h.observations().size(), 4U);
  EXPECT_EQ(h.texts().back(), without_end(position(244'000'004)));
  const auto health = h.health();
  EXPECT_GE(health.rejected.at("line_too_long"), 1U);
  EXPECT_EQ(health.rejected.count("bad_checksum") + health.rejected.count("bad_header"), 1U);
}

TEST(FileSource, survives_a_gigabyte_without_a_line_end) {
  const TemporaryFolder folder;
  const auto path = folder.write("a", "");
  std::filesystem::resize_file(path, 1'000'000'000);  // holes read as zeros
  std::ofstream(path, std::ios::app | std::ios::binary) << "\n" << position(244'000'001);
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  Harness h;
  h.add("file:" + path);
  h.intake().start();
  ASSERT_TRUE(h.finish());
  ::getrusage(RUSAGE_SELF, &after);
  EXPECT_EQ(h.observations().size(), 1U);
  EXPECT_EQ(h.health().rejected.at("line_too_long"), 1U);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 64 * 1024);  // kibibytes
}

// The recorded hour of a real coast, where it is at hand.
TEST(FileSource, replays_a_recorded_coast_in_its_own_time) {
  const std::filesystem::path shared(FAIRLEAD_SHARED_DIR);
  const auto path = shared / "data/ais/kystverket/Ais1000Lines.nm4";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no recordings in " << shared;
  Harness h;
  h.add("file:" + path.string());
  EXPECT_TRUE(h.intake().recorded_time());
  h.intake().start();
  ASSERT_TRUE(h.finish());
  EXPECT_GT(h.observations().size(), 600U);
  auto last = Instant::from_civil(2019, 8, 7);
  for (std::size_t i = 0; i < h.observations().size(); ++i) {
    EXPECT_GE(h.observations()[i].received_at, last);
    last = h.observations()[i].received_at;
    EXPECT_FALSE(h.texts()[i].empty()) << i;
  }
  EXPECT_LT(last, Instant::from_civil(2019, 8, 9));
}

TEST(FileSource, reads_every_recording_at_hand_to_its_end) {
  const std::filesystem::path recordings = std::filesystem::path(FAIRLEAD_SHARED_DIR) / "data/ais";
  if (!std::filesystem::exists(recordings)) GTEST_SKIP() << "no recordings in " << recordings;
  Harness h;
  unsigned files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(recordings)) {
    if (entry.is_regular_file()) {
      h.add("file:" + entry.path().string() + "?name=recording%20" + std::to_string(++files));
    }
  }
  h.intake().start();
  ASSERT_TRUE(h.finish());
  for (const auto& health : h.intake().health()) EXPECT_EQ(health.state, SourceState::finished) << health.detail;
  EXPECT_GT(h.observations().size(), 10'000U);
}

TEST(FileSource, says_that_a_compressed_file_breaks_off_and_keeps_what_came_before) {
  const TemporaryFolder folder;
  Harness h;
  const auto packed = gzip(recording(100, 50));
  h.add("file:" + folder.write("a.gz", packed.substr(0, packed.size() / 2)));
  h.intake().start();
  ASSERT_TRUE(h.finish());
  EXPECT_GT(h.observations().size(), 1000U);
  EXPECT_EQ(h.health().state, SourceState::failed);
  EXPECT_NE(h.health().detail.find("ends inside its compressed data"), std::string::npos);
}

TEST(FileSource, refuses_a_file_that_is_not_there_and_a_second_of_one_name) {
  const TemporaryFolder folder;
  Harness h;
  EXPECT_NE(h.refusal("file:" + folder.path("absent.nmea")).find("cannot open file"), std::string::npos);
  const auto path = folder.write("a", "");
  h.add("file:" + path);
  EXPECT_NE(h.refusal("file:" + path).find("another `name`"), std::string::npos);
  h.intake().start();
  ASSERT_TRUE(h.finish());
}

TEST(FileSource, offers_nothing_after_stop) {
  const TemporaryFolder folder;
  Harness h(1'000'000);
  h.add("file:" + folder.write("a", recording(100, 100)) + "?loop=1");
  h.intake().start();
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() > 1000; }));
  h.intake().stop();
  h.drain();
  const auto seen = h.observations().size();
  std::this_thread::sleep_for(20ms);
  h.drain();
  EXPECT_EQ(h.observations().size(), seen);
}

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    close_writer();
    ::close(ends[0]);
  }
  void write(const std::string& text) const {
    EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close_writer() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
};

TEST(StandardInput, reads_a_pipe_to_its_end) {
  Pipe pipe;
  auto limits = Harness::quick();
  limits.standard_input = pipe.ends[0];
  Harness h(1, limits);  // room for one observation: the pipe has to wait
  h.add("-");
  h.intake().start();
  EXPECT_EQ(h.health().source.name, "stdin");
  const auto first = position(244'000'001);
  pipe.write(first.substr(0, 20));
  pipe.write(first.substr(20) + position(244'000'002));
  ASSERT_TRUE(h.drain_until([&] { return h.observations().size() == 2; }));
  EXPECT_EQ(h.health().state, SourceState::live);
  pipe.write(without_end(position(244'000'003)));
  pipe.close_writer();
  ASSERT_TRUE(h.finish());
  EXPECT_EQ(h.observations().size(), 3U);
  EXPECT_EQ(h.observations()[0].received_at, kNow);
  EXPECT_EQ(h.health().state, SourceState::finished);
}

TEST(StandardInput, reads_a_redirected_file) {
  const TemporaryFolder folder;
  auto* file = std::fopen(folder.write("a", recording(100, 50)).c_str(), "r");
  auto limits = Harness::quick();
  limits.standard_input = ::fileno(file);
  Harness h(500, limits);
  h.add("-");
  h.intake().start();
  ASSERT_TRUE(h.finish());
  EXPECT_EQ(h.observations().size(), 5000U);
  std::fclose(file);
}

}  // namespace
}  // namespace fairlead::intake
