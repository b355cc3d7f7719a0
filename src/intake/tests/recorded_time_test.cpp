// SPDX-License-Identifier: Apache-2.0
// Times written on lines.
#include "recorded_time.hpp"

#include <gtest/gtest.h>

namespace fairlead::intake {
namespace {

constexpr const char* kSentence = "!AIVDM,1,1,,A,13nTest001PD;88MD5MTDww@2D0A,0*5A";

std::string read(std::string_view line) {
  LineTimes times;
  const auto time = times.of(line);
  return time ? to_rfc3339(*time) : "";
}

TEST(LineTimes, reads_the_time_wherever_it_stands) {
  EXPECT_EQ(read("\\c:1565218798*53\\!AIVDM,1,1,,A,13nTest001PD;88MD5MTDww@2D0A,0*5A\r\n"), "2019-08-07T22:59:58Z");
  EXPECT_EQ(read(std::string("2022-06-01T12:58:23.250Z ") + kSentence), "2022-06-01T12:58:23.250Z");
  EXPECT_EQ(read(std::string("1654088303 ") + kSentence), "2022-06-01T12:58:23Z");
  EXPECT_EQ(read(std::string("1654088303250,") + kSentence), "2022-06-01T12:58:23.250Z");
  EXPECT_EQ(read(std::string(kSentence) + ",r003669945,1085889680\r\n"), "2004-05-30T04:01:20Z");
  EXPECT_EQ(read(kSentence), "");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("\\"), "");
  EXPECT_EQ(read("# comment"), "");
}

TEST(LineTimes, gives_the_time_of_a_pghp_line_to_the_next_sentence_only) {
  LineTimes times;
  EXPECT_TRUE(times.of("$PGHP,1,2010,6,11,11,46,11,390,219,,2190051,1,73*2B"));
  EXPECT_EQ(to_rfc3339(times.of(kSentence).value_or(Instant())), "2010-06-11T11:46:11.390Z");
  EXPECT_FALSE(times.of(kSentence));
}

TEST(LineTimes, distrusts_times_no_receiver_can_have_had) {
  EXPECT_EQ(read("\\c:1*68\\!AIVDM,1,1,,A,13nTest001PD;88MD5MTDww@2D0A,0*5A"), "");
  EXPECT_EQ(read("\\c:1565218798*54\\!AIVDM,1,1,,A,13nTest001PD;88MD5MTDww@2D0A,0*5A"), "");  // wrong checksum
  EXPECT_EQ(read(std::string(kSentence) + ",r003669945,9999999999"), "");
}

}  // namespace
}  // namespace fairlead::intake
