// SPDX-License-Identifier: Apache-2.0
#include "fusion/contacts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <map>

#include <gtest/gtest.h>

#include "contact_sea.hpp"

namespace fairlead::fusion {
namespace {

// How many random worlds a property is tried on; FAIRLEAD_WORLDS for a long run.
std::uint64_t worlds(std::uint64_t usual) {
  const char* wanted = std::getenv("FAIRLEAD_WORLDS");
  return wanted == nullptr ? usual : std::strtoull(wanted, nullptr, 10);
}

// Everything mixed: looks of several sensors at random times, some of them odd.
std::vector<Look> random_looks(ContactSea& sea) {
  const double half = sea.uniform(2000, 30000);
  const int vessels = static_cast<int>(sea.uniform(0, 12));
  for (int i = 0; i < vessels; ++i) {
    sea.vessels.push_back({sea.uniform(-half, half), sea.uniform(-half, half), sea.uniform(-20, 20),
                           sea.uniform(-20, 20), sea.uniform(-0.1, 0.1),
                           sea.uniform(0, 1) < 0.5 ? 0U : 200'000'000U + static_cast<std::uint32_t>(i)});
  }
  const double detection = sea.uniform(0, 1);
  const double sigma = sea.uniform(0, 1) < 0.1 ? 0.0 : sea.uniform(1, 300);
  const int clutter = static_cast<int>(sea.uniform(0, 30));
  std::vector<Look> looks;
  for (int k = 0; k < 20; ++k) {
    sea.go(sea.uniform(0, 1) < 0.1 ? sea.uniform(0, 2000) : std::floor(sea.uniform(0, 12)));
    const double which = sea.uniform(0, 1);
    if (which < 0.5)
      looks.push_back(sea.radar(1, half, detection, sigma, clutter));
    else if (which < 0.75)
      looks.push_back(sea.polar(2, {-half, 0}, 2 * half, 20, 0.1));
    else if (!sea.vessels.empty()) {
      const auto& v = sea.vessels[static_cast<std::size_t>(sea.uniform(0, static_cast<double>(sea.vessels.size())))];
      looks.push_back(sea.report(3, v, v.mmsi));
    }
  }
  return looks;
}

bool says(const Contacts& contacts, std::uint64_t id, std::string_view words) {
  return std::ranges::any_of(contacts.reasons(id), [&](const std::string& r) { return r.find(words) != r.npos; });
}

TEST(Contacts, do_not_depend_on_the_order_of_plots_or_on_their_ids) {
  for (std::uint64_t seed = 1; seed <= worlds(30); ++seed) {
    ContactSea sea(seed);
    const std::vector<Look> looks = random_looks(sea);
    Contacts straight(on_a_plane()), shuffled(on_a_plane());
    std::uint64_t id = 1'000'000;
    for (const Look& look : looks) {
      straight.absorb(look);
      Look other = look;
      std::ranges::shuffle(other.plots, sea.random());
      for (Plot& p : other.plots) p.id = domain::ObservationId(--id);
      shuffled.absorb(other);
    }
    ASSERT_EQ(bytes_of(straight), bytes_of(shuffled)) << "seed " << seed;
  }
}

TEST(Contacts, stay_finite_and_their_covariances_positive_definite) {
  for (std::uint64_t seed = 1; seed <= worlds(60); ++seed) {
    ContactSea sea(seed);
    const std::vector<Look> looks = random_looks(sea);
    Contacts contacts(on_a_plane());
    for (const Look& look : looks) {
      contacts.absorb(look);
      for (const Duration later : {Duration(0), Duration(90'000)}) {
        for (const ContactView& v : contacts.at(look.at + later, false)) {
          ASSERT_TRUE(std::isfinite(v.place.east) && std::isfinite(v.place.north)) << "seed " << seed;
          ASSERT_TRUE(std::isfinite(v.velocity_east) && std::isfinite(v.velocity_north)) << "seed " << seed;
          ASSERT_GT(v.error.east_east, 0) << "seed " << seed;
          ASSERT_GT(v.error.east_east * v.error.north_north - v.error.east_north * v.error.east_north, 0)
              << "seed " << seed;
          ASSERT_GE(v.existence, 0);
          ASSERT_LE(v.existence, 1);
        }
      }
    }
  }
}

TEST(Contacts, go_on_after_a_restore_as_if_nothing_had_been) {
  for (std::uint64_t seed = 1; seed <= worlds(20); ++seed) {
    ContactSea sea(seed);
    const std::vector<Look> looks = random_looks(sea);
    ContactSettings settings = on_a_plane();
    if (seed % 2 == 0) settings.late.horizon = std::chrono::seconds(60);
    Contacts straight(settings);
    std::size_t k = 0;
    for (; k < looks.size() / 2; ++k) straight.absorb(looks[k]);
    const std::string saved = bytes_of(straight);
    wire::ByteReader in(saved);
    auto restored = Contacts::restore(in, settings);
    ASSERT_TRUE(restored && in.at_end()) << "seed " << seed;
    ASSERT_EQ(bytes_of(*restored), saved) << "seed " << seed;
    const Contacts copy = straight;
    for (; k < looks.size(); ++k) {
      straight.absorb(looks[k]);
      restored->absorb(looks[k]);
    }
    ASSERT_EQ(bytes_of(*restored), bytes_of(straight)) << "seed " << seed;
    ASSERT_EQ(bytes_of(copy), saved) << "a copy shares nothing with its original";
  }
}

TEST(Contacts, refuse_bytes_that_are_cut_or_changed) {
  ContactSea sea(5);
  Contacts contacts(on_a_plane());
  for (const Look& look : random_looks(sea)) contacts.absorb(look);
  const std::string saved = bytes_of(contacts);
  for (std::size_t size = 0; size < saved.size(); size += 1 + saved.size() / 200) {
    wire::ByteReader in(std::string_view(saved).substr(0, size));
    EXPECT_FALSE(Contacts::restore(in, on_a_plane()));
    std::string changed = saved;
    changed[size] = static_cast<char>(changed[size] ^ 0x55);
    wire::ByteReader other(changed);
    const auto restored = Contacts::restore(other, on_a_plane());  // may be valid, must not be harmful
    if (restored) restored->at(sea.now());
  }
}

TEST(Contacts, are_found_in_clutter_and_lost_when_they_leave) {
  ContactSea sea(11);
  sea.vessels = {{-3000, 1000, 8, 2, 0, 0}, {2000, -2000, -3, 6, 0.02, 0}};
  Contacts contacts(on_a_plane());
  for (int k = 0; k < 25; ++k, sea.go(4)) contacts.absorb(sea.radar(1, 6000, 0.85, 25, 30));
  const std::vector<ContactView> views = contacts.at(sea.now());
  ASSERT_EQ(views.size(), 2U);
  for (const ContactSea::Vessel& v : sea.vessels) {
    EXPECT_TRUE(std::ranges::any_of(
        views, [&](const ContactView& c) { return std::hypot(c.place.east - v.east, c.place.north - v.north) < 120; }));
  }
  sea.vessels.clear();
  for (int k = 0; k < 15; ++k, sea.go(4)) contacts.absorb(sea.radar(1, 6000, 0.85, 25, 30));
  EXPECT_TRUE(contacts.at(sea.now()).empty());
}

TEST(Contacts, by_radar_and_by_report_are_one_with_both) {
  ContactSea sea(3);
  sea.vessels = {{1000, 1000, 5, -4, 0, 257'000'001}};
  Contacts contacts(on_a_plane());
  for (int k = 0; k < 30; ++k, sea.go(5)) {
    contacts.absorb(sea.radar(1, 9000, 0.9, 30, 10));
    if (k > 10 && k % 3 == 0) contacts.absorb(sea.report(2, sea.vessels[0], 257'000'001));
  }
  const std::vector<ContactView> views = contacts.at(sea.now());
  ASSERT_EQ(views.size(), 1U);
  EXPECT_EQ(views[0].mmsi, 257'000'001U);
  EXPECT_GT(views[0].mmsi_probability, 0.99);
  EXPECT_EQ(views[0].seen_by.size(), 2U);
  EXPECT_TRUE(says(contacts, views[0].id, "one with MMSI 257000001"));
}

TEST(Contacts, two_ships_on_one_mmsi_are_kept_apart_and_told) {
  ContactSea sea(4);
  sea.vessels = {{-4000, 0, 5, 0, 0, 7}, {4000, 0, -5, 1, 0, 7}};
  Contacts contacts(on_a_plane());
  for (int k = 0; k < 20; ++k, sea.go(5)) {
    contacts.absorb(sea.radar(1, 9000, 0.9, 30, 5));
    contacts.absorb(sea.report(2, sea.vessels[static_cast<std::size_t>(k % 2)], 257'000'002));
  }
  const std::vector<ContactView> views = contacts.at(sea.now());
  ASSERT_EQ(views.size(), 2U);
  EXPECT_EQ(views[0].mmsi, 257'000'002U);
  EXPECT_EQ(views[1].mmsi, 257'000'002U);
  EXPECT_TRUE(says(contacts, views[0].id, "kept apart") && says(contacts, views[1].id, "kept apart"));
}

TEST(Contacts, a_ship_that_changes_its_mmsi_stays_one) {
  ContactSea sea(6);
  sea.vessels = {{0, 0, 6, 6, 0, 7}};
  Contacts contacts(on_a_plane());
  for (int k = 0; k < 30; ++k, sea.go(5)) {
    contacts.absorb(sea.radar(1, 9000, 0.95, 30, 5));
    contacts.absorb(sea.report(2, sea.vessels[0], k < 15 ? 257'000'003 : 412'000'009));
  }
  const std::vector<ContactView> views = contacts.at(sea.now());
  ASSERT_EQ(views.size(), 1U);
  EXPECT_EQ(views[0].mmsi, 412'000'009U);
  EXPECT_TRUE(says(contacts, views[0].id, "MMSI changed from 257000003 to 412000009"));
}

// What the contacts of a vessel that reports a false place give as reasons, where the radar is the source of that
// number.
std::vector<std::string> reasons_of_a_false_place(std::uint32_t radar) {
  ContactSea sea(8);
  sea.vessels = {{-2000, -2000, 5, 5, 0, 7}};
  Contacts contacts(on_a_plane());
  for (int k = 0; k < 40; ++k, sea.go(5)) {
    contacts.absorb(sea.radar(radar, 9000, 0.95, 30, 2));
    ContactSea::Vessel said = sea.vessels[0];
    if (k >= 15) said.east += 5000;  // from here on it says it is elsewhere
    contacts.absorb(sea.report(radar + 1, said, 257'000'004));
  }
  const std::vector<ContactView> views = contacts.at(sea.now());
  EXPECT_EQ(views.size(), 2U);
  if (views.size() != 2) return {};
  const ContactView& real = views[0].place.east < views[1].place.east ? views[0] : views[1];
  const ContactView& said = &real == &views[0] ? views[1] : views[0];
  EXPECT_NEAR(real.place.east, sea.vessels[0].east, 150);
  EXPECT_TRUE(says(contacts, real.id, "reported 5.0 km away"));
  EXPECT_TRUE(says(contacts, said.id, "never did: the reported place is contradicted"));
  std::vector<std::string> all = contacts.reasons(real.id);
  std::ranges::copy(contacts.reasons(said.id), std::back_inserter(all));
  return all;
}

TEST(Contacts, a_reported_place_that_radar_contradicts_is_told) { EXPECT_GE(reasons_of_a_false_place(1).size(), 2U); }

// Numbers of sources count those that a partner gets nothing of.
TEST(Contacts, reasons_do_not_tell_the_numbers_of_sources) {
  EXPECT_EQ(reasons_of_a_false_place(1), reasons_of_a_false_place(7));
}

TEST(Contacts, a_late_look_within_the_horizon_counts_as_if_it_had_come_in_time) {
  ContactSea sea(9);
  sea.vessels = {{0, 0, 6, 1, 0, 0}, {1500, 500, -4, 3, 0, 0}};
  ContactSettings settings = on_a_plane();
  settings.late.horizon = std::chrono::seconds(40);
  std::vector<Look> looks;
  for (int k = 0; k < 30; ++k, sea.go(4)) {
    looks.push_back(sea.radar(1, 5000, 0.9, 30, 10));
    looks.push_back(sea.radar(2, 5000, 0.7, 60, 5));
  }
  Contacts in_time(settings), late(settings);
  for (const Look& look : looks) EXPECT_EQ(in_time.absorb(look), Absorbed::in_time);
  std::vector<Look> held;
  for (std::size_t k = 0; k < looks.size(); ++k) {
    if (k % 7 == 3) {
      held.push_back(looks[k]);
      continue;
    }
    late.absorb(looks[k]);
    if (k % 7 == 0) {
      for (const Look& look : held) EXPECT_EQ(late.absorb(look), Absorbed::late);
      held.clear();
    }
  }
  for (const Look& look : held) late.absorb(look);
  const std::vector<ContactView> a = in_time.at(sea.now(), false), b = late.at(sea.now(), false);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].id, b[i].id);
    EXPECT_EQ(a[i].place, b[i].place);
    EXPECT_EQ(a[i].existence, b[i].existence);
  }
  const std::string before = bytes_of(late);
  EXPECT_EQ(late.absorb(looks[2]), Absorbed::history);
  EXPECT_EQ(bytes_of(late), before);
}

TEST(Contacts, keep_their_names_when_a_late_look_changes_the_past) {
  for (std::uint64_t seed = 1; seed <= worlds(20); ++seed) {
    ContactSea sea(seed);
    for (int i = 0; i < 5; ++i) {
      sea.vessels.push_back(
          {sea.uniform(-4000, 4000), sea.uniform(-4000, 4000), sea.uniform(-8, 8), sea.uniform(-8, 8), 0, 0});
    }
    ContactSettings settings = on_a_plane();
    settings.late.horizon = std::chrono::minutes(5);
    Contacts contacts(settings);
    std::vector<Look> held;
    std::size_t again = 0;
    for (int k = 0; k < 60; ++k, sea.go(5)) {
      contacts.absorb(sea.radar(1, 6000, 0.9, 20, 12));
      held.push_back(sea.radar(2, 6000, 0.9, 20, 12));
      if (k % 8 != 7) continue;
      const auto before = contacts.at(sea.now());
      for (const Look& look : held) again += contacts.absorb(look) == Absorbed::late ? 1U : 0U;
      held.clear();
      std::map<std::uint64_t, ContactView> after;
      for (const ContactView& contact : contacts.at(sea.now(), false)) {
        EXPECT_TRUE(after.emplace(contact.lasting_id, contact).second) << "a name stands for one";
      }
      for (const ContactView& contact : before) {
        // What was there was there; what was none may be found out to be none.
        const bool is_one = std::ranges::any_of(sea.vessels, [&](const ContactSea::Vessel& v) {
          return std::hypot(v.east - contact.place.east, v.north - contact.place.north) < 60;
        });
        if (contact.existence < 0.95 || !is_one) continue;
        ASSERT_TRUE(after.contains(contact.lasting_id)) << "seed " << seed;
        const ContactView& same = after.at(contact.lasting_id);
        EXPECT_LT(std::hypot(same.place.east - contact.place.east, same.place.north - contact.place.north), 150)
            << "seed " << seed;
      }
    }
    EXPECT_GT(again, 20U);
  }
}

TEST(Contacts, take_late_looks_along_where_fusing_again_would_cost_too_much) {
  ContactSea sea(4);
  for (int i = 0; i < 40; ++i) sea.vessels.push_back({sea.uniform(-4e4, 4e4), sea.uniform(-4e4, 4e4), 3, 4, 0, 0});
  ContactSettings settings = on_a_plane();
  settings.late.horizon = std::chrono::minutes(10);
  Contacts contacts(settings);
  std::deque<Look> held;
  std::size_t again = 0, carried = 0, history = 0;
  for (int k = 0; k < 200; ++k, sea.go(3)) {
    contacts.absorb(sea.radar(1, 5e4, 0.9, 20, 100));
    held.push_back(sea.radar(2, 5e4, 0.9, 20, 100));
    if (held.size() <= 60) continue;
    const Absorbed absorbed = contacts.absorb(held.front());
    again += absorbed == Absorbed::late ? 1U : 0U;
    carried += absorbed == Absorbed::carried ? 1U : 0U;
    history += absorbed == Absorbed::history ? 1U : 0U;
    held.pop_front();
  }
  EXPECT_GT(again, 0U);
  EXPECT_GT(carried, again);
  EXPECT_EQ(history, 0U);
}

TEST(Contacts, learn_a_radars_own_error_from_ships_that_report_themselves) {
  ContactSea sea(10);
  for (int i = 0; i < 6; ++i) {
    sea.vessels.push_back({sea.uniform(-8000, 8000), sea.uniform(4000, 16000), sea.uniform(-6, 6), sea.uniform(-6, 6),
                           0, 257'000'100U + static_cast<std::uint32_t>(i)});
  }
  Contacts contacts(on_a_plane());
  for (int k = 0; k < 60; ++k, sea.go(5)) {
    for (const ContactSea::Vessel& v : sea.vessels) contacts.absorb(sea.report(2, v, v.mmsi));
    contacts.absorb(sea.polar(1, {0, 0}, 30000, 40, 0.25));
  }
  const std::vector<SourceView> sources = contacts.sources();
  ASSERT_EQ(sources[0].source.number(), 1U);
  EXPECT_GT(sources[0].bias_plots, 100U);
  EXPECT_NEAR(sources[0].range_bias_m, 40, 12);
  EXPECT_NEAR(sources[0].bearing_bias_deg, 0.25, 0.08);
  EXPECT_EQ(contacts.at(sea.now()).size(), 6U);
}

TEST(Contacts, cross_the_line_of_180_degrees_without_a_break) {
  ContactSettings settings;
  settings.useful_error_m = 300;
  Contacts contacts(settings);
  std::uint64_t id = 0;
  for (int k = 0; k < 40; ++k) {
    Look look;
    look.source = domain::SourceId(1);
    look.at = Instant::from_unix_seconds(1'700'000'000 + 10 * k);
    look.region = Region{};
    look.region->centre = Place{179.95, 10};
    look.region->range_max = 40'000;
    look.detection_near = look.detection_far = 0.95;
    look.false_plots = 1;
    double east = 179.97 + 0.0015 * k;  // 16 m/s
    if (east > 180) east -= 360;
    Plot plot;
    plot.at = look.at;
    plot.place = {east, 10.01};
    plot.error = {900, 0, 900};
    plot.id = domain::ObservationId(++id);
    look.plots.push_back(plot);
    contacts.absorb(look);
  }
  const std::vector<ContactView> views = contacts.at(Instant::from_unix_seconds(1'700'000'390));
  ASSERT_EQ(views.size(), 1U);
  EXPECT_EQ(views[0].first_at, Instant::from_unix_seconds(1'700'000'000));
}

TEST(Contacts, are_never_more_than_the_limit) {
  ContactSea sea(12);
  sea.vessels = {{0, 0, 3, 3, 0, 0}};
  ContactSettings settings = on_a_plane();
  settings.limits.contacts_max = 120;
  Contacts contacts(settings);
  for (int k = 0; k < 10; ++k, sea.go(4)) {
    contacts.absorb(sea.radar(1, 5000, 0.95, 20, 100));
    EXPECT_LE(contacts.size(), 120U);
  }
  EXPECT_EQ(contacts.at(sea.now()).size(), 1U);
}

}  // namespace
}  // namespace fairlead::fusion
