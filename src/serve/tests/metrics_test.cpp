// SPDX-License-Identifier: Apache-2.0
// The metrics page by the rules of `promtool check metrics`.
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "client.hpp"
#include "sea.hpp"

namespace fairlead::serve {
namespace {

TEST(Metrics, follow_the_rules_of_the_format_and_its_names) {
  Sea sea;
  fill(sea, 5);
  ServerOptions options = open_to_all();
  options.listen = "127.0.0.1:0";
  options.version = "0.1.0";
  options.commit = "a\"b\\c\nd";
  const auto server = std::move(*Server::open(options, sea.inputs()));
  server->start();
  Client client(server->address());
  client.get("/api/v1/tracks");
  client.get("/api/v1/tracks/T-00000001");
  client.ask("BREW", "/api/v1/tracks");
  const Answer page = client.get("/metrics");
  EXPECT_EQ(page.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");

  std::map<std::string, std::string> types;
  std::set<std::string> helped;
  std::set<std::string> samples;
  std::istringstream lines(page.body);
  std::string current;
  const std::regex sample(R"rx(^([a-z_]+)(\{[a-z_]+="([^"\\]|\\.)*"(,[a-z_]+="([^"\\]|\\.)*")*\})? (-?[0-9.e+-]+)$)rx");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hash, keyword, name, type;
    words >> hash >> keyword >> name >> type;
    if (hash == "#" && keyword == "HELP") {
      EXPECT_TRUE(helped.insert(name).second) << name << " is described twice";
      EXPECT_FALSE(type.empty()) << name;
      current = name;
      continue;
    }
    if (hash == "#") {
      EXPECT_EQ(name, current);
      types[name] = type;
      EXPECT_EQ(type == "counter", name.ends_with("_total")) << name;
      EXPECT_FALSE(std::regex_search(name, std::regex("_(gauge|counter|count|sum|bucket|milliseconds|ms|kilobytes)$")))
          << name;
      continue;
    }
    std::smatch match;
    ASSERT_TRUE(std::regex_match(line, match, sample)) << line;
    std::string family = match[1];
    if (types[current] == "histogram") family = std::regex_replace(family, std::regex("_(bucket|sum|count)$"), "");
    EXPECT_EQ(family, current) << line;
    EXPECT_TRUE(samples.insert(std::string(match[1]) + std::string(match[2])).second) << "twice: " << line;
  }
  for (const char* name : {"fairlead_tracks_active", "fairlead_ingest_sentences_total", "fairlead_source_age_seconds",
                           "fairlead_http_requests_total", "fairlead_http_request_duration_seconds",
                           "fairlead_build_info", "process_resident_memory_bytes"}) {
    EXPECT_TRUE(types.contains(name)) << name;
  }
  EXPECT_NE(page.body.find("fairlead_tracks_active 5\n"), std::string::npos);
  EXPECT_NE(page.body.find(R"(fairlead_ingest_sentences_total{source="north-sea",result="bad_checksum"} 3)"),
            std::string::npos);
  EXPECT_NE(page.body.find(R"(fairlead_ingest_sentences_total{source="north-sea",result="accepted"} 1000)"),
            std::string::npos);
  EXPECT_NE(page.body.find(R"(route="/api/v1/tracks",method="other",code="405"} 1)"), std::string::npos) << page.body;
  // Nothing that names a vessel.
  EXPECT_EQ(page.body.find("T-0000"), std::string::npos);
  EXPECT_EQ(page.body.find("23200"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::serve
