// SPDX-License-Identifier: Apache-2.0
// Bodies are read strictly, and every fault is named with its place.
#include "http/json_body.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace fairlead::http {
namespace {

std::string code_of(std::string_view text) {
  JsonBody body(text);
  return body.refusal() ? std::string(body.refusal()->code) : "none";
}

TEST(JsonBody, gives_each_member_in_its_form) {
  JsonBody body(R"({"name":"héron","lines":"a\nb","count":-3,"speed":1.5,"on":true,"at":"2026-11-22T12:05:00Z",
                    "list":["x","y"],"area":{"name":"north"},"parts":[{"n":1},{"n":2}],"none":null})");
  JsonObject root = body.root();
  root.only({"name", "lines", "count", "speed", "on", "at", "list", "area", "parts", "none"});
  EXPECT_EQ(root.required_text("name", 10), "héron");
  EXPECT_EQ(root.text("lines", 10, true), "a\nb");
  EXPECT_EQ(root.integer("count", -5, 5), -3);
  EXPECT_EQ(root.number("speed", 0, 2), 1.5);
  EXPECT_EQ(root.number("count", -5, 2), -3.0);
  EXPECT_EQ(root.flag("on"), true);
  EXPECT_EQ(root.time("at"), Instant::from_civil(2026, 11, 22, 12, 5));
  EXPECT_EQ(root.texts("list", 2, 1), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(root.object("area")->required_text("name", 10), "north");
  const auto parts = root.objects("parts", 2);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(JsonObject(parts[1]).integer("n", 0, 9), 2);
  EXPECT_FALSE(root.has("none"));
  EXPECT_FALSE(root.text("absent", 10));
  EXPECT_FALSE(body.refusal());
}

TEST(JsonBody, refuses_what_is_no_object) {
  for (const char* text :
       {"", " \n", "x", "[]", "1", "null", "{", "{}{}", "{\"a\":1,}", "{a:1}", "{\"a\":1}x", "\xff"}) {
    EXPECT_EQ(code_of(text), "bad_json") << text;
  }
  EXPECT_EQ(code_of(std::string(100, '[') + std::string(100, ']')), "bad_json");
  EXPECT_EQ(code_of("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}"), "bad_json");
  EXPECT_EQ(code_of("{}"), "none");
}

TEST(JsonBody, refuses_members_that_two_readers_could_take_differently) {
  EXPECT_EQ(code_of(R"({"a":1,"a":2})"), "duplicate_member");
  EXPECT_EQ(code_of(R"({"a":1,"\u0061":2})"), "duplicate_member");
  EXPECT_EQ(code_of(R"({"b":{"a":1,"a":2}})"), "duplicate_member");
  EXPECT_EQ(code_of(R"({"b":[{"a":1},{"a":2}],"a":"b"})"), "none");
  EXPECT_EQ(code_of(R"({"a":"a\",\"a\":","c":["a","a"]})"), "none");
}

TEST(JsonBody, names_every_fault_with_its_place) {
  JsonBody body(R"({"partnr":"x","count":1.5,"on":"yes","at":"noon","text":"a\u0000b","long":"12345","area":{"n":7},
                    "list":[1],"parts":[1]})");
  JsonObject root = body.root();
  root.only({"partner", "count", "on", "at", "text", "long", "area", "list", "parts"});
  root.required_text("partner", 10);
  EXPECT_FALSE(root.integer("count", 0, 5));
  EXPECT_FALSE(root.flag("on"));
  EXPECT_FALSE(root.time("at"));
  EXPECT_FALSE(root.text("text", 10));
  EXPECT_FALSE(root.text("long", 4));
  EXPECT_FALSE(root.object("area")->text("n", 10));
  ASSERT_TRUE(body.refusal());
  EXPECT_EQ(body.refusal()->code, "unknown_member");
  EXPECT_EQ(body.refusal()->detail, "unknown member `partnr`; did you mean `partner`?");
  ASSERT_EQ(body.refusal()->faults.size(), 8U);
  EXPECT_EQ(body.refusal()->faults[1].pointer, "#/partner");
  EXPECT_EQ(body.refusal()->faults[1].detail, "`partner` is missing");
  EXPECT_EQ(body.refusal()->faults[7].pointer, "#/area/n");
  EXPECT_TRUE(root.texts("list", 5, 5).empty());
  EXPECT_TRUE(root.objects("parts", 5).empty());
  EXPECT_EQ(body.refusal()->faults.size(), 8U) << "a long list of faults is cut";
}

TEST(JsonBody, keeps_numbers_within_their_bounds) {
  JsonBody body(R"({"big":18446744073709551615,"huge":1e999,"small":-1})");
  JsonObject root = body.root();
  EXPECT_FALSE(root.integer("big", 0, std::numeric_limits<std::int64_t>::max()));
  EXPECT_FALSE(root.number("huge", 0, 1e300));
  EXPECT_FALSE(root.integer("small", 0, 9));
  EXPECT_TRUE(body.refusal());
}

TEST(JsonBody, offers_the_nearest_word) {
  static constexpr std::string_view kWords[] = {"all", "none"};
  const auto read = +[](std::string_view word) -> std::optional<int> {
    if (word == "all") return 1;
    return std::nullopt;
  };
  JsonBody body(R"({"what":"al","good":"all"})");
  JsonObject root = body.root();
  EXPECT_EQ(root.word<int>("good", read, kWords), 1);
  EXPECT_FALSE(root.word<int>("what", read, kWords));
  EXPECT_EQ(body.refusal()->detail, "`what`: unknown word `al`; did you mean `all`?");
}

}  // namespace
}  // namespace fairlead::http
