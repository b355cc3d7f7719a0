// SPDX-License-Identifier: Apache-2.0
// All records that gpsd expects of its own test data, field by field: 97 in three forms and 1,928 of its logs.
// docs/reference/ais-conformance.md lists the rules by which we differ; gpsd_rules.cpp is that list as code.
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "decode_support.hpp"
#include "gpsd_rules.hpp"

namespace fairlead::decode {
namespace {

using boost::json::object;

const std::string kFolder = FAIRLEAD_SHARED_DIR "/data/ais/gpsd/";

// Our messages of a log. gpsd joins 24 A and B into one record; so does this.
std::vector<object> our_records(const std::string& file) {
  const auto reading = test::read_text(test::read_file(kFolder + file));
  std::vector<object> records;
  std::map<std::int64_t, std::string> names;
  for (const std::string& line : reading.sink.json) {
    object o = boost::json::parse(line).as_object();
    if (o.at("type") == 24) {
      const std::int64_t mmsi = o.at("mmsi").as_int64();
      if (o.at("part") == "A") {
        names[mmsi] = o.contains("name") ? std::string(o.at("name").as_string()) : std::string();
        continue;
      }
      const auto name = names.find(mmsi);
      if (name == names.end()) {
        continue;  // gpsd emits none
      }
      if (!name->second.empty()) {
        o["name"] = name->second;
      }
    }
    records.push_back(std::move(o));
  }
  return records;
}

std::vector<object> gpsd_records(const std::string& file) {
  std::vector<object> records;
  std::istringstream in(test::read_file(kFolder + file));
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    if (line.starts_with("{\"class\":\"AIS\"")) {
      boost::json::parse_options options;
      options.allow_invalid_utf8 = true;
      records.push_back(boost::json::parse(line, {}, options).as_object());
    } else if (!line.empty() && line[0] >= '0' && line[0] <= '9') {
      records.push_back(test::from_pipe_form(line));
    }
  }
  return records;
}

// Ours that gpsd does not have: only parts of 24, of which it emits pairs that follow each other closely.
void skip(const std::vector<object>& ours, std::size_t from, std::size_t to, const std::string& expected) {
  for (; from < to; ++from) {
    if (ours[from].at("type") != 24) {
      ADD_FAILURE() << expected << ": gpsd does not have " << boost::json::serialize(ours[from]);
    }
  }
}

// Walks both lists. gpsd repeats a record at each GPS epoch, so one of ours may answer several of its in a row.
std::size_t hold(const std::string& log, const std::string& expected) {
  const std::vector<object> ours = our_records(log);
  const std::vector<object> theirs = gpsd_records(expected);
  std::size_t held = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const test::Expectation wanted = test::expectation(theirs[i]);
    std::size_t at = next;
    while (at < ours.size() && !test::difference(wanted, ours[at]).empty()) {
      ++at;
    }
    if ((at > next || at == ours.size()) && next > 0 && test::difference(wanted, ours[next - 1]).empty()) {
      ++held;
      continue;
    }
    if (at == ours.size()) {
      std::string why = "no message of this type and MMSI";
      for (const object& o : ours) {
        if (o.at("mmsi") == theirs[i].at("mmsi") && o.at("type") == theirs[i].at("type")) {
          why = test::difference(wanted, o);
          break;
        }
      }
      ADD_FAILURE() << expected << ", record " << i + 1 << " " << boost::json::serialize(theirs[i]) << ": " << why;
      continue;
    }
    skip(ours, next, at, expected);
    ++held;
    next = at + 1;
  }
  skip(ours, next, ours.size(), expected);
  return held;
}

TEST(GpsdConformance, the_sample_holds_in_its_three_forms) {
  if (!test::file_exists(kFolder + "sample.aivdm")) {
    GTEST_SKIP() << "the shared data folder is not here";
  }
  EXPECT_EQ(hold("sample.aivdm", "sample.aivdm.chk"), 97U);
  EXPECT_EQ(hold("sample.aivdm", "sample.aivdm.js.chk"), 97U);
  EXPECT_EQ(hold("sample.aivdm", "sample.aivdm.ju.chk"), 97U);
}

TEST(GpsdConformance, the_logs_hold) {
  if (!test::file_exists(kFolder + "sample.aivdm")) {
    GTEST_SKIP() << "the shared data folder is not here";
  }
  std::size_t held = 0;
  for (const char* log : {"ais-18-27.log", "ais-nmea-type6-fid55.log", "ais-nmea.log", "ais-raw-messages.log",
                          "ais_unpack_sixbit.log", "ait250.log", "saab-r4.log"}) {
    held += hold(log, std::string(log) + ".chk");
  }
  EXPECT_EQ(held, 1928U);
}

}  // namespace
}  // namespace fairlead::decode
