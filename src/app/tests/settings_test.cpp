// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "release/plain_label.hpp"

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;

std::string refusal(std::string_view text) {
  Settings settings;
  const auto loaded = load_text(settings, text, "fairlead.toml");
  return loaded ? std::string() : loaded.error().message;
}

TEST(Settings, names_file_line_and_the_nearest_right_key) {
  EXPECT_EQ(refusal("[http]\n\nlistne = \"127.0.0.1:1\"\n"),
            "fairlead.toml:3: unknown key `http.listne`; did you mean `http.listen`");
  EXPECT_EQ(refusal("[htpp]\nlisten = \"127.0.0.1:1\"\n"),
            "fairlead.toml:1: unknown section `htpp`; did you mean `http`");
  EXPECT_EQ(refusal("\n[[source]]\nurl = \"-\"\nnmae = \"x\"\n"),
            "fairlead.toml:4: unknown key in a source `nmae`; did you mean `name`");
  EXPECT_EQ(refusal("[[source]]\nurl = \"-\"\n[source.label]\nlevle = \"secret\"\n"),
            "fairlead.toml:4: unknown key in a label `levle`; did you mean `level`");
}

TEST(Settings, refuses_values_without_a_unit) {
  EXPECT_EQ(refusal("[data]\njournal_age_max = 30\n"),
            "fairlead.toml:2: `data.journal_age_max`: `30` is not a duration; write a whole number and its unit, as in "
            "250ms, 90s, 15m, 6h or 30d");
  EXPECT_EQ(
      refusal("[data]\nhistory_size_max = \"100\"\n"),
      "fairlead.toml:2: `data.history_size_max`: `100` is not a size; write a number and its unit, as in 512MB, 20GB "
      "or 1TB");
}

TEST(Settings, says_where_a_file_is_not_toml) {
  EXPECT_TRUE(refusal("[http]\nlisten = \n").starts_with("fairlead.toml:2: "));
}

TEST(Settings, refuses_a_source_without_a_url_and_a_level_that_does_not_exist) {
  EXPECT_EQ(refusal("[[source]]\nname = \"north\"\n"),
            "fairlead.toml:1: a source without `url`; write url = \"tcp://host:port\"");
  EXPECT_EQ(refusal("[[source]]\nurl = \"-\"\n[source.label]\nlevel = \"hush\"\n"),
            "fairlead.toml:4: `hush` is not a level; use unclassified, restricted, confidential, secret or top_secret");
  EXPECT_EQ(refusal("source = 3\n"), "fairlead.toml:1: write each source under a heading of its own, [[source]]");
}

TEST(Settings, reads_sources_with_labels) {
  Settings settings;
  ASSERT_TRUE(load_text(settings, R"(
[centre]
name = "Falmouth"
[[source]]
name = "north"
url = "tcp://north:10110"
originator = "GBR"
stall = "90s"
[source.label]
level = "restricted"
releasable_to = ["NLD", "FRA"]
)",
                        "f")
                  .has_value());
  EXPECT_EQ(settings.own_name, "Falmouth");
  ASSERT_EQ(settings.sources.size(), 1U);
  EXPECT_EQ(settings.sources[0].stall, std::chrono::seconds(90));
  EXPECT_EQ(settings.sources[0].label.level, domain::Level::restricted);
  EXPECT_EQ(settings.sources[0].label.releasable_to, (std::set<std::string>{"FRA", "NLD"}));
}

TEST(Settings, reads_sensitivity_onward_rule_and_labels_of_fields) {
  Settings settings;
  const auto done = load_text(settings, R"(
[[source]]
url = "tcp://north:10110"
[source.label]
policy = "national"
level = "restricted"
sensitivity = "commercial in confidence"
onward = "with_consent"
expires = "2027-01-01T00:00:00Z"
releasable_to = ["NLD"]
[source.label.fields.name]
policy = "national"
level = "secret"
)",
                              "f");
  ASSERT_TRUE(done.has_value()) << done.error().message;
  const release::Marking marking = release::marking_of(settings.sources.at(0).label);
  EXPECT_EQ(marking.sensitivity, "commercial in confidence");
  EXPECT_EQ(marking.onward, release::Onward::with_consent);
  EXPECT_EQ(marking.fields.at(release::Field::name).level, domain::Level::secret);
  EXPECT_TRUE(marking.label.caveats.empty());
  EXPECT_EQ(to_rfc3339(marking.label.expires_at.value()), "2027-01-01T00:00:00Z");
  const std::string begin = "[[source]]\nurl = \"-\"\n[source.label]\n";
  EXPECT_EQ(refusal(begin + "onward = \"perhaps\"\n"),
            "fairlead.toml:4: `perhaps` is no onward rule; use free, with_consent or none");
  EXPECT_EQ(refusal(begin + "[source.label.fields.nam]\nlevel = \"secret\"\n"),
            "fairlead.toml:4: unknown field `nam`; did you mean `name`");
  EXPECT_EQ(refusal(begin + "fields = 3\n"),
            "fairlead.toml:4: write the label of a field under a heading of its own, [source.label.fields.name]");
}

TEST(Settings, the_last_word_wins_and_is_remembered) {
  const fs::path folder = fs::temp_directory_path() / ("fairlead-settings-" + std::to_string(::getpid()));
  fs::create_directories(folder / "conf.d");
  std::ofstream(folder / "fairlead.toml") << "[http]\nlisten = \"127.0.0.1:1\"\n[tracks]\nmax = 10\n";
  std::ofstream(folder / "conf.d" / "20-b.toml") << "[http]\nlisten = \"127.0.0.1:3\"\n";
  std::ofstream(folder / "conf.d" / "10-a.toml") << "[http]\nlisten = \"127.0.0.1:2\"\n";
  std::ofstream(folder / "conf.d" / "ignored.bak") << "nonsense";
  Settings settings;
  ASSERT_TRUE(load_file(settings, (folder / "fairlead.toml").string()).has_value());
  EXPECT_EQ(settings.listen, "127.0.0.1:3");
  EXPECT_EQ(settings.origins.at("http.listen"), (folder / "conf.d" / "20-b.toml").string() + ":2");
  const std::vector<std::string> environment{"PATH=/bin", "FAIRLEAD_HTTP__LISTEN=127.0.0.1:4", "FAIRLEAD_KILLS=3"};
  ASSERT_TRUE(load_environment(settings, environment).has_value());
  EXPECT_EQ(settings.listen, "127.0.0.1:4");
  EXPECT_EQ(settings.origins.at("http.listen"), "environment variable FAIRLEAD_HTTP__LISTEN");
  EXPECT_EQ(settings.tracks_max, 10U);
  fs::remove_all(folder);
}

TEST(Settings, refuses_an_unknown_variable_with_the_nearest_key) {
  Settings settings;
  const std::vector<std::string> environment{"FAIRLEAD_HTTP__LISTN=127.0.0.1:4"};
  const auto loaded = load_environment(settings, environment);
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().message,
            "environment variable FAIRLEAD_HTTP__LISTN: unknown key `http.listn`; did you mean `http.listen`");
}

TEST(Settings, every_value_prints_as_it_can_be_read) {
  Settings settings;
  for (const SettingKey& key : setting_keys()) {
    const std::string text = value_text(settings, key.name);
    Settings again;
    ASSERT_TRUE(set(again, key.name, text, "test").has_value()) << key.name << " " << text;
    EXPECT_EQ(value_text(again, key.name), text) << key.name;
  }
}

TEST(Sizes, read_with_their_unit_only) {
  EXPECT_EQ(parse_size("512MB").value(), 512'000'000U);
  EXPECT_EQ(parse_size("1.5 GiB").value(), 1'610'612'736U);
  EXPECT_FALSE(parse_size("12").has_value());
  EXPECT_FALSE(parse_size("12XB").has_value());
  EXPECT_FALSE(parse_size("-1GB").has_value());
  EXPECT_FALSE(parse_size("1e300TB").has_value());
}

}  // namespace
}  // namespace fairlead::app
