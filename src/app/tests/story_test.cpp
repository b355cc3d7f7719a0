// SPDX-License-Identifier: Apache-2.0
// Stories: how their files are read, and what an expectation means.
#include "story/story.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "story/values.hpp"

namespace fairlead::app::story {
namespace {

namespace json = boost::json;

// A story with these lines in its only act.
std::string with(std::string_view lines) {
  return "[story]\ntitle = \"t\"\n[[person]]\nname = \"okoro\"\nrole = \"watch_officer\"\n[[step]]\ntitle = \"one\"\n"
         "[[step.do]]\ncheck = \"c\"\n" +
         std::string(lines);
}

std::string fault(std::string_view text) {
  const auto story = read_story(text, "s.toml");
  return story ? "none" : story.error().message;
}

TEST(Story, inside_the_program_can_be_read) {
  const auto story = read_story(built_in_story(), "inside");
  ASSERT_TRUE(story) << story.error().message;
  EXPECT_GE(story->steps.size(), 12U);
  EXPECT_EQ(story->partners.size(), 3U);
}

TEST(Story, faults_name_file_line_and_cure) {
  EXPECT_EQ(fault(with("call = \"GET /x\"\n")), "none");
  EXPECT_EQ(fault(with("cal = \"GET /x\"\n")), "s.toml:10: unknown key `cal` in [[step.do]]; did you mean `call`?");
  EXPECT_EQ(fault(with("call = \"GET\"\n")),
            "s.toml:8: `call` is a method and a path, such as \"GET /api/v1/tracks\"; there is `GET`");
  EXPECT_EQ(fault(with("call = \"GET /x\"\nas = \"nobody\"\n")),
            "s.toml:8: `nobody` is neither a [[person]] nor a [[partner]] above");
  EXPECT_EQ(fault(with("call = \"GET /x\"\nrun = [\"zone\"]\n")),
            "s.toml:8: a [[step.do]] has one of `call`, `run` and `judge`");
  EXPECT_EQ(fault(with("call = \"GET /x\"\n[step.do.expect]\n\"a/b\" = 1\n")),
            "s.toml:12: the path `a/b` begins with no `/`");
  EXPECT_EQ(fault(with("call = \"GET /x\"\n[step.do.expect]\n\"/a/[b]\" = 1\n")),
            "s.toml:12: the path `/a/[b]` has a filter that is not `[member=value]`");
  EXPECT_EQ(fault(with("call = \"GET /x\"\n[step.do.expect]\n\"/a\" = { at_least = \"x\" }\n")),
            "s.toml:12: `at_least` takes a number");
  EXPECT_EQ(fault(with("call = \"GET /x\"\n[step.do.expect]\n\"/a\" = { matches = \"(\" }\n")),
            "s.toml:12: `(` is no pattern (ECMAScript)");
  EXPECT_EQ(fault(with("call = \"GET /x\"\nwithin = \"5\"\n")).substr(0, 19), "s.toml:11: `within`");
  EXPECT_TRUE(fault("[story]\ntitle = \"t\"\n").ends_with(": has no step; a story needs at least one [[step]]"));
  EXPECT_TRUE(fault("[story\n").starts_with("s.toml:1: "));
}

TEST(Story, paths_find_elements_by_index_by_member_and_all) {
  const json::value value = json::parse(R"({"a":[{"n":"x","v":1,"d":{"e":"y"}},{"n":"z/w","v":2,"d":{"e":"q"}}]})");
  EXPECT_EQ(find(value, "/a/1/v").size(), 1U);
  EXPECT_EQ(find(value, "/a/*/v").size(), 2U);
  ASSERT_EQ(find(value, "/a/[n=z/w]/v").size(), 1U);
  EXPECT_EQ(find(value, "/a/[n=z/w]/v").front()->as_int64(), 2);
  EXPECT_EQ(find(value, "/a/[d.e=y]/v").front()->as_int64(), 1);
  EXPECT_TRUE(find(value, "/a/2").empty());
  EXPECT_EQ(find(value, "").size(), 1U);
}

TEST(Story, an_expectation_holds_or_says_why_not) {
  const json::value value = json::parse(R"({"a":[1,2,3],"t":"one two","n":null})");
  const auto why = [&](std::string_view path, std::string_view expected) {
    return why_not(value, path, json::parse(expected));
  };
  EXPECT_EQ(why("/a/0", "1"), "");
  EXPECT_EQ(why("/a/0", "1.0"), "");
  EXPECT_EQ(why("/a/0", "2"), "/a/0: 2 was expected, there is 1");
  EXPECT_EQ(why("/a/*", R"({"at_least":3})"), "");
  EXPECT_NE(why("/a/*", R"({"at_least":4})"), "");
  EXPECT_EQ(why("/a", R"({"contains":2})"), "");
  EXPECT_NE(why("/a", R"({"contains":5})"), "");
  EXPECT_EQ(why("/t", R"({"matches":"^one","contains":"two"})"), "");
  EXPECT_NE(why("/t", R"({"matches":"^one","contains":"three"})"), "");
  EXPECT_EQ(why("/x", R"({"absent":true})"), "");
  EXPECT_EQ(why("/t", R"({"absent":true})"), "/t: it should not be there, there is \"one two\"");
  EXPECT_EQ(why("/a/*", R"({"count":3})"), "");
  EXPECT_EQ(why("/a/*", R"({"count_at_least":4})"), "/a/*: at least 4 expected, there are 3");
  EXPECT_EQ(why("/n", "null"), "");
  EXPECT_EQ(why("/x", "1"), "/x: 1 was expected, nothing is there");
}

TEST(Story, names_are_filled_in_whole_or_within_text) {
  const Names names = [](std::string_view name) -> Result<json::value> {
    if (name == "lead") return json::value("L-1");
    if (name == "lat") return json::value(12.5);
    return fail(ErrorCode::not_found, "nothing was kept as `" + std::string(name) + "`");
  };
  const auto filled = fill(json::parse(R"({"a":"${lat}","b":["x ${lead} ${lat}"],"c":3})"), names);
  ASSERT_TRUE(filled);
  EXPECT_EQ(*filled, json::parse(R"({"a":12.5,"b":["x L-1 12.5"],"c":3})"));
  EXPECT_FALSE(fill(json::parse(R"(["${none}"])"), names));
  EXPECT_FALSE(fill_text("${open", names));
}

}  // namespace
}  // namespace fairlead::app::story
