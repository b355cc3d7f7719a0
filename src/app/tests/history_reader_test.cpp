// SPDX-License-Identifier: Apache-2.0
// Recordings come back as one stream in order of receipt; what cannot be read is left out, counted and named.
#include "history_reader.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;

// A folder of its own for each test.
class HistoryReading : public testing::Test {
 protected:
  HistoryReading() : folder_(fs::path(testing::TempDir()) / ("fairlead-history-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~HistoryReading() override { fs::remove_all(folder_); }
  HistoryReading(const HistoryReading&) = delete;
  HistoryReading& operator=(const HistoryReading&) = delete;

  std::string file(const std::string& name, std::string_view text) const {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string folder() const { return folder_.string(); }

 private:
  fs::path folder_;
};

struct All {
  std::vector<HistoryRecord> records;
  HistoryReader::Counts counts;
  std::string error;
};

All read(const std::vector<std::string>& paths) {
  All all;
  auto reader = HistoryReader::open(paths);
  if (!reader) {
    all.error = reader.error().message;
    return all;
  }
  for (;;) {
    auto record = reader->next();
    if (!record) {
      all.error = record.error().message;
      break;
    }
    if (!*record) break;
    all.records.push_back(std::move(**record));
  }
  all.counts = reader->counts();
  return all;
}

std::string sighting(std::string_view clock, std::string_view rest = "") {
  return "{\"time\":\"2026-03-14T" + std::string(clock) + "Z\",\"sensor\":\"radar\",\"lat\":12.9,\"lon\":-69.9" +
         std::string(rest) + "}\n";
}

Instant at(unsigned hour, unsigned minute) { return Instant::from_civil(2026, 3, 14, hour, minute); }

TEST_F(HistoryReading, several_files_come_as_one_stream_in_order_of_receipt) {
  const std::string north = file("north.jsonl", sighting("20:00:00") + sighting("20:10:00") + sighting("20:20:00"));
  const std::string south = file("south.jsonl", sighting("20:05:00") + sighting("20:10:00") + sighting("20:15:00"));
  const All all = read({north, south});
  ASSERT_EQ(all.error, "");
  ASSERT_EQ(all.records.size(), 6U);
  std::vector<std::size_t> sources;
  for (std::size_t i = 0; i < all.records.size(); ++i) {
    sources.push_back(all.records[i].source);
    if (i > 0) {
      EXPECT_LE(all.records[i - 1].received_at, all.records[i].received_at);
    }
  }
  // At the same moment the file that was named first comes first.
  EXPECT_EQ(sources, (std::vector<std::size_t>{0, 1, 0, 1, 1, 0}));
  EXPECT_EQ(all.records[0].received_at, at(20, 0));
  EXPECT_EQ(all.counts.observations, 6U);
  EXPECT_EQ(all.counts.rejected, 0U);
}

TEST_F(HistoryReading, a_row_that_cannot_be_read_is_left_out_counted_and_named) {
  const std::string path =
      file("plots.jsonl", sighting("20:00:00") + "{\"time\":\"2026-03-14T20:01:00Z\",\"lat\":95}\n" + "not a record\n" +
                              sighting("20:02:00"));
  const All all = read({path});
  ASSERT_EQ(all.error, "");
  EXPECT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.counts.rejected, 2U);
  EXPECT_TRUE(all.counts.first_rejected.starts_with(path + ": record 2: ")) << all.counts.first_rejected;
}

TEST_F(HistoryReading, a_sentence_with_a_wrong_checksum_is_named_with_its_line) {
  const std::string path = file("ais.nmea",
                                "\\s:A,c:1773518401691*48\\!AIVDM,1,1,,B,13tv;h1P07rvjt>7=c8JC?v20000,0*18\n"
                                "\\s:A,c:1773518401691*48\\!AIVDM,1,1,,B,13tv;h1P07rvjt>7=c8JC?v20000,0*17\n");
  const All all = read({path});
  ASSERT_EQ(all.error, "");
  EXPECT_EQ(all.counts.rejected, 1U);
  EXPECT_EQ(all.counts.first_rejected, path + ":1: bad_checksum");
}

TEST_F(HistoryReading, a_clock_that_lies_on_one_line_moves_nothing) {
  const std::string path =
      file("plots.jsonl", sighting("20:00:00") +
                              "{\"time\":\"2031-01-01T00:00:00Z\",\"sensor\":\"radar\",\"lat\":12.9,"
                              "\"lon\":-69.9}\n" +
                              sighting("20:01:00") + sighting("20:00:30"));
  const All all = read({path});
  ASSERT_EQ(all.error, "");
  ASSERT_EQ(all.records.size(), 4U);
  EXPECT_EQ(all.records[1].received_at, at(20, 0));
  EXPECT_EQ(all.records[2].received_at, at(20, 1));
  EXPECT_EQ(all.records[3].received_at, at(20, 1));  // it does not run back
  const auto& last = std::get<domain::Observation>(all.records[3].is);
  EXPECT_EQ(last.observed_at, Instant::from_civil(2026, 3, 14, 20, 0, 30));
}

TEST_F(HistoryReading, a_recording_without_any_time_is_refused) {
  const std::string path = file("ais.nmea", "!AIVDM,1,1,,B,13tv;h1P07rvjt>7=c8JC?v20000,0*17\n");
  EXPECT_EQ(read({path}).error, "`" + path + "` carries no times; behaviour needs to know when things were so");
}

TEST_F(HistoryReading, what_stands_before_the_first_time_is_left_out_and_counted) {
  const std::string sentence = "!AIVDM,1,1,,B,13tv;h1P07rvjt>7=c8JC?v20000,0*17\n";
  const All all = read({file("ais.nmea", sentence + sentence + "\\c:1773518401*52\\" + sentence + sentence)});
  ASSERT_EQ(all.error, "");
  EXPECT_EQ(all.counts.untimed, 2U);
  EXPECT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[1].received_at, all.records[0].received_at);
}

TEST_F(HistoryReading, says_what_is_wrong_with_a_path_and_what_to_do) {
  EXPECT_EQ(read({folder() + "/none.nmea"}).error,
            "cannot read `" + folder() + "/none.nmea`; check the path and its permissions");
  EXPECT_EQ(read({folder()}).error,
            "`" + folder() + "` has no fairlead.toml that names its recordings; name the files themselves");
  const std::string packed = file("ais.gz", "\x1f\x8b\x08 and so on");
  EXPECT_EQ(read({packed}).error, "`" + packed + "` is compressed; unpack it first");
  file("fairlead.toml", "\n[[source]]\nurl = \"tcp://north:10110\"\n");
  EXPECT_EQ(read({folder()}).error, "`" + folder() + "/fairlead.toml` names no recording");
  file("fairlead.toml", "\n[[source]]\nulr = \"file:x\"\n");
  EXPECT_EQ(read({folder()}).error, folder() + "/fairlead.toml:3: unknown key in a source `ulr`; did you mean `url`");
}

TEST_F(HistoryReading, a_folder_brings_its_names_originators_and_labels) {
  const std::string plots = file("plots.jsonl", sighting("20:00:00"));
  file("fairlead.toml", "[[source]]\nname = \"north radar\"\nurl = \"file:" + plots +
                            "\"\noriginator = \"GBR\"\n[source.label]\nlevel = \"secret\"\n");
  auto reader = HistoryReader::open({folder(), plots});
  ASSERT_TRUE(reader.has_value()) << reader.error().message;
  ASSERT_EQ(reader->sources().size(), 2U);
  EXPECT_EQ(reader->sources()[0].name, "north radar");
  EXPECT_EQ(reader->sources()[0].originator, "GBR");
  EXPECT_EQ(reader->sources()[0].label.level, domain::Level::secret);
  EXPECT_EQ(reader->sources()[1].name, "plots.jsonl");
}

}  // namespace
}  // namespace fairlead::app
