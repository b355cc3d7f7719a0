// SPDX-License-Identifier: Apache-2.0
// A rules file is read as it is written, or refused with file, line and what to write instead.
#include "rules_file.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace fairlead::app {
namespace {

using behaviour::Rule;

behaviour::Rules read(std::string_view text) {
  auto rules = rules_from_text(text, "rules.toml");
  EXPECT_TRUE(rules.has_value()) << (rules ? std::string() : rules.error().message);
  return rules ? std::move(*rules) : behaviour::Rules();
}

std::string refusal(std::string_view text) {
  const auto rules = rules_from_text(text, "rules.toml");
  return rules ? "taken" : rules.error().message;
}

std::string file_with(std::string_view text) {
  const std::string path = testing::TempDir() + "fairlead-rules-" + std::to_string(getpid()) + ".toml";
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

// The first example of a page.
std::string example_of(const std::string& page) {
  std::ifstream in(page, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto from = text.find("```toml\n") + 8;
  return text.substr(from, text.find("```", from) - from);
}

TEST(RulesFile, leaves_what_it_does_not_name_as_it_comes) {
  EXPECT_EQ(read("").gone_dark, behaviour::GoneDark());
  const behaviour::Rules rules = read("[rule.gone_dark]\nsilence_min = \"45m\"\nothers_kept_min = 0.7\n");
  behaviour::GoneDark wanted;
  wanted.silence_min = std::chrono::minutes(45);
  wanted.others_kept_min = 0.7;
  EXPECT_EQ(rules.gone_dark, wanted);
  EXPECT_EQ(rules.of(Rule::gone_dark), behaviour::Rules().of(Rule::gone_dark));
  EXPECT_EQ(rules.rendezvous, behaviour::Rendezvous());
}

TEST(RulesFile, reads_the_example_of_the_reference_page) {
  const std::string text = example_of(std::string(FAIRLEAD_SOURCE_DIR) + "/docs/reference/formats/rules.md");
  ASSERT_NE(text.find("[rule.gone_dark]"), std::string::npos);
  const behaviour::Rules rules = read(text);
  EXPECT_EQ(rules.of(Rule::gone_dark).owner, "j.okoro");
  EXPECT_EQ(rules.of(Rule::gone_dark).version, 2U);
  EXPECT_EQ(rules.of(Rule::gone_dark).quiet,
            (std::set<behaviour::Exclusion>{behaviour::Exclusion::harbour, behaviour::Exclusion::fishing}));
  EXPECT_FALSE(rules.of(Rule::loitering).enabled);
  EXPECT_EQ(rules.again_within, std::chrono::hours(1));
  EXPECT_EQ(rules.own_units.size(), 1U);
  ASSERT_EQ(rules.areas.size(), 1U);
  EXPECT_EQ(rules.areas[0].ring.size(), 4U);
  EXPECT_EQ(rules.areas[0].owner, "m.lind");
  ASSERT_EQ(rules.lines.size(), 1U);
  EXPECT_EQ(rules.lines[0].kind, behaviour::LineKind::cable);
  ASSERT_EQ(rules.spots.size(), 1U);
  EXPECT_EQ(rules.spots[0].radius, Length::nautical_miles(2));
  ASSERT_EQ(rules.watch_entries.size(), 1U);
  EXPECT_EQ(rules.watch_entries[0].note, "left port without papers");
}

TEST(RulesFile, names_file_line_and_the_nearest_right_word) {
  EXPECT_EQ(refusal("[genral]\nagain_within = \"1h\"\n"),
            "rules.toml:1: unknown section `genral`; did you mean `general`?");
  EXPECT_EQ(refusal("[general]\n\nagain_whithin = \"1h\"\n"),
            "rules.toml:3: unknown key in [general] `again_whithin`; did you mean `again_within`?");
  EXPECT_EQ(refusal("[[area]]\nname = \"x\"\nrnig = []\n"),
            "rules.toml:3: unknown key in an area `rnig`; did you mean `ring`?");
  EXPECT_EQ(refusal("[[watch]]\nmsmi = 563134242\n"),
            "rules.toml:2: unknown key in an entry of the watch list `msmi`; did you mean `mmsi`?");
  const std::string member = refusal("[rule.gone_dark]\nsilence_mim = \"45m\"\n");
  EXPECT_TRUE(member.starts_with("rules.toml:2: ")) << member;
  EXPECT_NE(member.find("`silence_min`"), std::string::npos) << member;
  const std::string rule = refusal("# mine\n[rule.gone_drak]\nsilence_min = \"45m\"\n");
  EXPECT_TRUE(rule.starts_with("rules.toml:3: ")) << rule;
  EXPECT_NE(rule.find("`gone_dark`"), std::string::npos) << rule;
}

TEST(RulesFile, refuses_values_without_a_unit_or_out_of_bounds) {
  for (const std::string_view bad :
       {"silence_min = 45", "silence_min = \"45\"", "others_within = 18520", "others_within = \"10\"",
        "silence_min = \"1s\"", "others_kept_min = 1.5", "others_kept_min = \"nan\"", "covered_min = \"most\"",
        "enabled = \"perhaps\"", "priority = \"loud\"", "quiet = [\"harbor\"]", "silence_min = [45]"}) {
    const std::string told = refusal(std::string("[rule.gone_dark]\n") + std::string(bad) + "\n");
    EXPECT_TRUE(told.starts_with("rules.toml:2: ")) << bad << ": " << told;
  }
  EXPECT_EQ(refusal("[general]\nharbour_within = 3\n"),
            "rules.toml:2: `harbour_within` is not a length with its unit; write it as \"500 m\" or \"2 nm\"");
  EXPECT_EQ(refusal("[[area]]\nspeed_max = \"3\"\n"),
            "rules.toml:2: `speed_max` is not a speed with its unit; write it as \"12 kn\"");
  EXPECT_EQ(refusal("[[area]]\nstay_min = 20\n"),
            "rules.toml:2: `stay_min` is not a time with its unit; write it as \"30m\", \"6h\" or \"90s\"");
}

TEST(RulesFile, refuses_places_that_are_none) {
  EXPECT_EQ(refusal("[[place]]\nname = \"x\"\nposition = [95.0, 0.0]\n"),
            "rules.toml:3: not a position; write [latitude, longitude] in degrees, north and east positive");
  EXPECT_EQ(refusal("\n[[place]]\nname = \"x\"\n"), "rules.toml:2: a place without `position`");
  EXPECT_EQ(refusal("[[line]]\nname = \"x\"\nkind = \"rope\"\n"), "rules.toml:3: `rope`: lane, cable or pipeline");
  EXPECT_EQ(refusal("area = 3\n"), "rules.toml:1: write each entry under a heading [[area]] of its own");
  // A ring that holds nothing is told by its name, as it may stand on many lines.
  const std::string ring = refusal("[[area]]\nname = \"bow\"\nring = [[0, 0], [1, 1]]\n");
  EXPECT_TRUE(ring.starts_with("rules.toml: ")) << ring;
  EXPECT_NE(ring.find("area `bow` has 2 corners"), std::string::npos) << ring;
}

TEST(RulesFile, says_where_a_file_is_not_toml_and_which_cannot_be_read) {
  EXPECT_TRUE(refusal("[general]\nagain_within = \n").starts_with("rules.toml:2: "));
  const auto none = load_rules("/nowhere/rules.toml");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_EQ(none.error().message, "cannot read `/nowhere/rules.toml`; check the path and its permissions");
}

TEST(RulesFile, is_the_one_that_the_configuration_names) {
  Settings settings;
  auto rules = rules_of(settings);
  ASSERT_TRUE(rules.has_value());
  EXPECT_EQ(*rules, nullptr);

  const std::string path = file_with("[rule.loitering]\nenabled = false\n");
  ASSERT_TRUE(load_text(settings, "[behaviour]\nrules = \"" + path + "\"\n", "fairlead.toml").has_value());
  rules = rules_of(settings);
  ASSERT_TRUE(rules.has_value()) << rules.error().message;
  EXPECT_FALSE((*rules)->of(Rule::loitering).enabled);

  file_with("[rule.loitering]\n\nenabld = false\n");
  rules = rules_of(settings);
  ASSERT_FALSE(rules);
  EXPECT_TRUE(rules.error().message.starts_with("behaviour.rules: " + path + ":3: ")) << rules.error().message;
  std::filesystem::remove(path);
  rules = rules_of(settings);
  ASSERT_FALSE(rules);
  EXPECT_TRUE(rules.error().message.starts_with("behaviour.rules: cannot read `")) << rules.error().message;
}

}  // namespace
}  // namespace fairlead::app
