// SPDX-License-Identifier: Apache-2.0
// The list of rules: complete against the reference, and equal to the page. FAIRLEAD_WRITE_DOCS=1 writes the page.
#include "authority/rules.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "authority/engine.hpp"
#include "authority/facts_json.hpp"

namespace fairlead::authority {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Rules, every_id_of_the_reference_is_in_the_list) {
  const std::string path = std::string(FAIRLEAD_SHARED_DIR) + "/law/authorities.md";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the reference is not at hand: " << path;
  const std::string text = text_of(path);
  std::set<std::string> ids;
  const std::regex pattern(
      R"((?:^|[^A-Za-z0-9-])((?:TS|CZ|EEZ|PIR|VIS|STATELESS|HP|CON)-(?:own|\d)|R-(?:FLAG|NAV|OBS)-\d|R-COAST-(?:IW|F)|R-UNSC|[FHAZ]-\d|G\d|O-(?:GB|US)|C-\d\d)(b?)(?![\d-]))");
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    ids.insert((*it)[1].str() + (*it)[2].str());
  }
  EXPECT_GE(ids.size(), 90U);
  std::set<std::string_view> points;
  for (const ContestedPoint& p : contested_points()) points.insert(p.id);
  for (const std::string& id : ids) {
    EXPECT_TRUE(id.starts_with("C-") ? points.contains(id) : find_rule(id).has_value()) << id << " is in no list";
  }
}

TEST(Rules, ids_are_unique_and_each_reason_is_one_sentence) {
  std::set<std::string_view> ids;
  for (const Rule& rule : all_rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_TRUE(rule.reason.ends_with(".")) << rule.id;
    EXPECT_EQ(rule.reason.find(". "), std::string_view::npos) << rule.id;
  }
}

TEST(Rules, the_page_is_what_the_rules_say) {
  const std::string path = std::string(FAIRLEAD_SOURCE_DIR) + "/docs/reference/authority.md";
  if (std::getenv("FAIRLEAD_WRITE_DOCS") != nullptr) std::ofstream(path, std::ios::binary) << rules_as_markdown();
  EXPECT_EQ(text_of(path), rules_as_markdown()) << "run `fairlead authority rules --markdown` and keep the result";
}

TEST(Citations, what_is_not_listed_cannot_be_found) {
  EXPECT_TRUE(find_citation("UNCLOS:110(1)(d)").has_value());
  EXPECT_FALSE(find_citation("UNCLOS:999").has_value());
  EXPECT_FALSE(find_citation("").has_value());
}

std::string refusal(std::string_view json) {
  const auto facts = facts_from_json(json, Day(2025, 11, 12));
  return facts ? std::string() : facts.error().message;
}

TEST(Facts, bad_input_is_refused_by_field_with_the_cure) {
  EXPECT_NE(refusal(R"({"acting_state":"UK"})").find("did you mean `GB`"), std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"QQ"})").find("`acting_state`"), std::string::npos);
  EXPECT_NE(refusal(R"({})").find("`acting_state`: is missing"), std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"GB","as_of":"2025-02-30"})").find("no day of the calendar"), std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"GB","vessel":{"kind":"merchnat"}})").find("did you mean `merchant`"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"GB","vesel":{}})").find("did you mean `vessel`"), std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"GB","zone":{"kind":"teritorial_sea"}})").find("did you mean `territorial_sea`"),
            std::string::npos);
  EXPECT_EQ(refusal(R"({"acting_state":"GB","zone":{"kind":"strait"}})"), "");
  EXPECT_EQ(refusal(R"({"acting_state":"GB","zone":{"kind":"archipelagic_sea_lane"}})"), "");
  EXPECT_NE(refusal(R"({"acting_state":"GB","zone":{"kind":"eez","distance_nm":-4}})").find("impossible"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"GB","vessel":{"nationality":{"status":"confirmed","status":"refuted"}}})")
                .find("stands twice"),
            std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"GB","vessel":{"nationality":{"status":["confirmed","refuted"]}}})")
                .find("vessel.nationality.status"),
            std::string::npos);
  EXPECT_NE(
      refusal(R"({"acting_state":"GB","vessel":{"nationality":{"status":"none","flag":"PA"}}})").find("has no flag"),
      std::string::npos);
  EXPECT_NE(refusal(R"({"acting_state":"PE","zone":{"kind":"territorial_sea","state":"PE","claim_nm":200}})")
                .find("disputed"),
            std::string::npos);
  EXPECT_NE(refusal("{").find("not JSON"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::authority
