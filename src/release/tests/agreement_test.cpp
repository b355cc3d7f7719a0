// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "release_support.hpp"

namespace fairlead::release {
namespace {

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

const std::string& coast_guard() {
  static const std::string text = file_text(kExamples + "/coast-guard.toml");
  return text;
}

// The mistakes of the example with one change.
std::string mistakes(const std::string& from, const std::string& to) {
  const Reading reading = read_agreement(with(coast_guard(), from, to), "a.toml");
  EXPECT_EQ(reading.agreement.has_value(), reading.mistakes.empty());
  std::string all;
  for (const Mistake& m : reading.mistakes) all += m.text() + "\n";
  return all;
}

TEST(Agreement, the_examples_read_and_hold_what_they_say) {
  const Agreement a = example("coast-guard.toml");
  EXPECT_EQ(a.id, "xaa-coast-guard");
  EXPECT_EQ(a.version, 2U);
  ASSERT_EQ(a.clauses.size(), 5U);
  EXPECT_EQ(a.clauses[0].id, "fisheries");
  EXPECT_EQ(a.clauses[0].grid_m, 1000U);
  EXPECT_EQ(a.clauses[0].delay, std::chrono::minutes(15));
  EXPECT_EQ(a.assurances[0].expires_at, Instant::from_civil(2027, 11, 30, 23));
  EXPECT_TRUE(a.clauses[4].survives_stop);
  EXPECT_EQ(a.clauses[3].effect, Effect::deny);
  EXPECT_EQ(a.clauses[3].purposes, Set<Purpose>::all());
}

TEST(Agreement, canonical_bytes_give_it_back_and_name_it) {
  for (const Agreement& a : examples()) {
    wire::ByteWriter out;
    write(out, a);
    wire::ByteReader in(out.view());
    Agreement back = read_agreement_bytes(in);
    ASSERT_TRUE(in.ok() && in.at_end());
    wire::ByteWriter again;
    write(again, back);
    EXPECT_EQ(again.view(), out.view());
    EXPECT_EQ(digest(back), digest(a));
    back.clauses[0].level = domain::Level::top_secret;
    EXPECT_NE(digest(back), digest(a));
    for (std::size_t cut = 0; cut < out.size(); cut += 7) {
      wire::ByteReader part(out.view().substr(0, cut));
      read_agreement_bytes(part);
      EXPECT_FALSE(part.ok());
    }
  }
}

TEST(Agreement, a_mistake_has_its_line_its_column_and_the_nearest_word) {
  EXPECT_EQ(mistakes("\"fisheries\"]", "\"fisherys\"]"),
            "a.toml:65:13: `fisherys` is unknown for `purposes`; did you mean `fisheries`\n");
  EXPECT_EQ(mistakes("grid_m = 1000", "grid_mm = 1000"),
            "a.toml:71:1: unknown key `grid_mm` in [[clause]]; did you mean `grid_m`\n");
  EXPECT_NE(mistakes("level = \"restricted\"", "level = \"restrictd\"").find("did you mean `restricted`"),
            std::string::npos);
}

TEST(Agreement, no_lethal_purpose_can_be_named_and_the_reason_is_given) {
  for (const char* word : {"targeting", "strike", "lethal_action", "engagement"}) {
    const std::string text = mistakes("\"search_and_rescue\"]", "\"" + std::string(word) + "\"]");
    EXPECT_NE(text.find("is no purpose: no agreement can name a lethal use"), std::string::npos) << text;
  }
}

TEST(Agreement, bad_files_are_refused_with_a_place) {
  EXPECT_NE(mistakes("valid_from = 2026-01-01T00:00:00Z", "valid_from = 2026-01-01T00:00:00").find("has no time zone"),
            std::string::npos);
  EXPECT_NE(mistakes("valid_from = 2026-01-01T00:00:00Z", "valid_from = 2029-01-01T00:00:00Z").find("is not after"),
            std::string::npos);
  EXPECT_NE(mistakes("parties = [\"XAA/coast_guard\"]", "parties = []").find("with nobody"), std::string::npos);
  EXPECT_NE(mistakes("parties = [\"XAA/coast_guard\"]", "parties = [\"XAA\"]").find("names no agency"),
            std::string::npos);
  EXPECT_NE(mistakes("areas = [\"basin\"]", "areas = [\"basn\"]").find("did you mean `basin`"), std::string::npos);
  EXPECT_NE(mistakes("assurances = [\"no-lethal-use\"]", "assurances = [\"other\"]").find("has no [[assurance]]"),
            std::string::npos);
  EXPECT_NE(mistakes("areas = [\"basin\"]\nlevel", "level").find("needs either `areas`"), std::string::npos);
  EXPECT_NE(mistakes("onward = \"none\"", "survives_stop = true").find("only a clause for search_and_rescue"),
            std::string::npos);
  EXPECT_NE(mistakes("[[12.0, -76.0], [12.0, -70.0], [16.0, -70.0]", "[[12.0, -76.0], [16.0, -70.0], [12.0, -70.0]")
                .find("crosses itself"),
            std::string::npos);
  EXPECT_NE(mistakes("types = [\"evidence\"]", "types = [\"evidence\"]\nfields = [\"all\"]")
                .find("means nothing in a clause that denies"),
            std::string::npos);
  EXPECT_NE(mistakes("version = 2", "version = = 2").find("a.toml:6:"), std::string::npos);
  EXPECT_FALSE(read_agreement("", "a.toml").agreement.has_value());
}

TEST(Agreement, check_warns_of_clauses_that_do_nothing) {
  const auto text = [](const std::vector<Agreement>& all, Instant now) {
    std::string out;
    for (const Mistake& m : warnings(all, now)) out += m.message + "\n";
    return out;
  };
  EXPECT_EQ(text(examples(), kNoon()), "");
  Agreement a = example("coast-guard.toml");
  Clause copy = a.clauses[4];
  copy.id = "rescue-again";
  copy.fields.remove(Field::name);
  a.clauses.push_back(copy);
  Clause never = a.clauses[1];
  never.id = "zz-evidence";
  never.types = Set<ObjectType>::of({ObjectType::evidence});
  a.clauses.push_back(never);
  const std::string found = text({a}, kNoon());
  EXPECT_NE(found.find("clause `rescue-again` is wholly covered by clause `rescue`"), std::string::npos) << found;
  EXPECT_NE(found.find("clause `zz-evidence` can never match: clause `no-evidence` forbids all of it"),
            std::string::npos)
      << found;
  EXPECT_NE(text(examples(), Instant::from_civil(2029, 1, 1)).find("no longer valid"), std::string::npos);
  EXPECT_NE(text(examples(), Instant::from_civil(2020, 1, 1)).find("not valid before"), std::string::npos);
}

TEST(Agreement, the_cases_beside_the_examples_pass) {
  const auto cases = cases_from_toml(file_text(kExamples + "/cases/rescue.toml"), "rescue.toml");
  ASSERT_TRUE(cases.has_value()) << cases.error().message;
  for (const CaseResult& result : run(examples(), *cases)) EXPECT_TRUE(result.passed) << result.message;
}

TEST(Area, holds_its_border_and_crosses_the_date_line) {
  const auto at = [](double lat, double lon) { return geo::Position::from_degrees(lat, lon); };
  Area area{"x", {*at(-10, 170), *at(-10, -170), *at(10, -170), *at(10, 170)}, {}};
  EXPECT_FALSE(fault_of(area.polygon).has_value());
  for (const double lon : {170.0, 175.0, 180.0, -180.0, -175.0, -170.0})
    EXPECT_EQ(area.inside(at(0, lon), {}), Inside::yes) << lon;
  for (const double lon : {169.9, -169.9, 0.0}) EXPECT_EQ(area.inside(at(0, lon), {}), Inside::no) << lon;
  EXPECT_EQ(area.inside(std::nullopt, {}), Inside::maybe);
  area.zones = Set<ZoneKind>::of({ZoneKind::eez});
  EXPECT_EQ(area.inside(at(0, 175), {}), Inside::maybe);
  EXPECT_EQ(area.inside(at(0, 175), Set<ZoneKind>::of({ZoneKind::eez})), Inside::yes);
  EXPECT_EQ(area.inside(at(0, 175), Set<ZoneKind>::of({ZoneKind::eez, ZoneKind::high_seas})), Inside::maybe);
  EXPECT_EQ(area.inside(at(0, 175), Set<ZoneKind>::of({ZoneKind::high_seas})), Inside::no);
}

}  // namespace
}  // namespace fairlead::release
