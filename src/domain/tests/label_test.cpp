// SPDX-License-Identifier: Apache-2.0
// Labels: the strictest of two is a join. Nothing that either forbids is allowed by it.
#include "domain/label.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead::domain {
namespace {

std::set<std::string> any_set() {
  std::set<std::string> words;
  for (const char* word : {"NOR", "USA", "NLD", "GBR"}) {
    if (*rc::gen::arbitrary<bool>()) words.insert(word);
  }
  return words;
}

Label any_label() {
  Label label;
  label.policy = *rc::gen::element<std::string>("", "NATO", "EU", "national");
  label.level = *rc::gen::element(Level::unclassified, Level::restricted, Level::secret, Level::top_secret);
  label.releasable_to = any_set();
  label.caveats = any_set();
  label.purposes = any_set();
  label.originators = any_set();
  if (*rc::gen::arbitrary<bool>()) {
    label.expires_at = Instant::from_unix_seconds(*rc::gen::inRange<std::int64_t>(0, 5));
  }
  label.personal_data = *rc::gen::arbitrary<bool>();
  return label;
}

bool is_subset(const std::set<std::string>& part, const std::set<std::string>& whole) {
  return std::ranges::includes(whole, part);
}

TEST(StrictestLabel, of_two_agencies_data_is_what_both_allow) {
  Label a{"NATO",
          Level::restricted,
          {"NOR", "GBR"},
          {"ORCON"},
          {"search_and_rescue", "interdiction"},
          {"NOR"},
          Instant::from_unix_seconds(100),
          false};
  Label b{"NATO", Level::secret, {"GBR", "USA"}, {}, {"search_and_rescue"}, {"USA"}, std::nullopt, true};
  const Label both{
      "NATO", Level::secret, {"GBR"}, {"ORCON"}, {"search_and_rescue"}, {"NOR", "USA"}, Instant::from_unix_seconds(100),
      true};
  EXPECT_EQ(strictest(a, b), both);
}

TEST(StrictestLabel, names_every_policy_once) {
  const auto of = [](std::string policy) {
    Label label;
    label.policy = std::move(policy);
    return label;
  };
  EXPECT_EQ(strictest(of("NATO"), of("EU")).policy, "EU+NATO");
  EXPECT_EQ(strictest(of("NATO"), of("")).policy, "NATO");
  EXPECT_EQ(strictest(of("EU+NATO"), of("NATO")).policy, "EU+NATO");
  EXPECT_EQ(strictest(of("national"), strictest(of("NATO"), of("EU"))).policy, "EU+NATO+national");
}

RC_GTEST_PROP(StrictestLabel, does_not_depend_on_order_or_grouping, ()) {
  const Label a = any_label();
  const Label b = any_label();
  const Label c = any_label();
  RC_ASSERT(strictest(a, b) == strictest(b, a));
  RC_ASSERT(strictest(strictest(a, b), c) == strictest(a, strictest(b, c)));
  RC_ASSERT(strictest(a, a) == a);
  RC_ASSERT(strictest(a, strictest(a, b)) == strictest(a, b));
}

RC_GTEST_PROP(StrictestLabel, never_widens, ()) {
  const Label a = any_label();
  const Label s = strictest(a, any_label());
  RC_ASSERT(s.level >= a.level);
  RC_ASSERT(is_subset(s.releasable_to, a.releasable_to));
  RC_ASSERT(is_subset(s.purposes, a.purposes));
  RC_ASSERT(is_subset(a.caveats, s.caveats));
  RC_ASSERT(is_subset(a.originators, s.originators));
  RC_ASSERT(!a.expires_at || (s.expires_at && *s.expires_at <= *a.expires_at));
  RC_ASSERT(!a.personal_data || s.personal_data);
}

}  // namespace
}  // namespace fairlead::domain
