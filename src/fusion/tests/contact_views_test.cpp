// SPDX-License-Identifier: Apache-2.0
// Contacts in the picture: radar and transmitters, and what each view may know of them.
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "fusion/tracker.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::fusion {
namespace {

using domain::Observation;
using domain::SourceId;

const Instant kStart = Instant::from_civil(2026, 11, 22, 12);
const geo::Position kRadar = *geo::Position::from_degrees(13.0, -61.0);
const SourceId kIsland(1), kStation(2), kPatrol(3);
constexpr ViewMask kPartner = 2, kOther = 4;

geo::Position at(double east_m, double north_m) { return geo::from_local_offset(kRadar, {east_m, north_m}); }

// A sea with one radar, told to a tracker as its views may know it.
class Sea {
 public:
  explicit Sea(std::uint64_t seed = 1) : seed_(seed) {}
  Tracker tracker;
  TrackChanges changes;
  ViewMask sees_radar = kHomeView | kPartner;
  ViewMask sees_patrol = kHomeView;
  double island_sees_km = 40;

  Instant now() const { return kStart + std::chrono::seconds(seconds_); }
  void wait(int seconds) { seconds_ += seconds; }

  // `late`: received so long after it was seen.
  Observation plot(SourceId source, geo::Position where, std::uint64_t scan, Duration late = {}) {
    Observation o;
    o.id = domain::ObservationId(++observations_);
    o.source = source;
    o.sensor = domain::SensorKind::radar;
    o.received_at = now();
    o.observed_at = now() - late;
    // Of the place and time alone: what else is seen does not move it.
    std::mt19937_64 chance(seed_ + static_cast<std::uint64_t>(where.latitude_units()) * 7919 +
                           static_cast<std::uint64_t>(where.longitude_units()) +
                           static_cast<std::uint64_t>((*o.observed_at - kStart) / std::chrono::seconds(1)));
    const double east = noise(chance, 40);
    o.position = geo::from_local_offset(where, {east, noise(chance, 40)});
    o.position_sigma = Length::metres(40);
    domain::Detection detection;
    detection.scan = scan;
    o.detection = std::make_shared<const domain::Detection>(detection);
    return o;
  }
  void scan(SourceId source, const std::vector<geo::Position>& targets, ViewMask views, Duration late = {}) {
    const std::uint64_t number = ++scans_;
    for (const geo::Position target : targets) {
      const Observation o = plot(source, target, number, late);
      const Share share{views, &o};
      tracker.absorb(o, {&share, 1}, changes);
    }
    domain::Scan over;
    over.source = source;
    over.number = number;
    over.received_at = now();
    over.at = now() - late;
    over.coverage.centre = kRadar;
    over.coverage.range_max = Length::kilometres(source == kIsland ? island_sees_km : 40);
    over.detection_near = 0.95;
    over.detection_far = 0.7;
    over.false_plots = 2;
    tracker.absorb(over, views, changes);
  }
  void ais(std::uint32_t mmsi, geo::Position where, double speed, double course, ViewMask views) {
    Observation o;
    o.id = domain::ObservationId(++observations_);
    o.source = kStation;
    o.kind = domain::TrackKind::ship;
    o.received_at = now();
    o.observed_at = now();
    o.mmsi = domain::Mmsi::from_number(mmsi);
    o.position = where;
    o.position_sigma = Length::metres(15);
    o.speed = Speed::metres_per_second(speed);
    o.course = Course::degrees(course);
    o.transmission = ++observations_;
    const Share share{views, &o};
    tracker.absorb(o, {&share, 1}, changes);
  }
  std::vector<domain::Track> tracks(ViewMask view) const {
    std::vector<domain::Track> all;
    tracker.for_each_in(view, [&](const domain::Track& track, ViewMask) { all.push_back(track); });
    return all;
  }

 private:
  static double noise(std::mt19937_64& random, double sigma) {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random() >> 11) * 0x1p-53;
    return (sum - 6) * sigma;
  }
  std::uint64_t seed_;
  int seconds_ = 0;
  std::uint64_t observations_ = 0;
  std::uint64_t scans_ = 0;
};

TEST(Contacts, that_transmit_nothing_are_followed_by_radar) {
  Sea sea;
  for (int i = 0; i < 20; ++i) {
    sea.scan(kIsland, {at(5'000 + 100.0 * i, 8'000)}, kHomeView);
    sea.wait(10);
  }
  const auto tracks = sea.tracks(kHomeView);
  ASSERT_EQ(tracks.size(), 1u);
  const domain::Track& boat = tracks.front();
  EXPECT_EQ(boat.kind, domain::TrackKind::contact);
  EXPECT_FALSE(boat.mmsi);
  ASSERT_TRUE(boat.position);
  EXPECT_LT(geo::distance(*boat.position, at(6'900, 8'000)).in_metres(), 80);
  ASSERT_TRUE(boat.speed);
  EXPECT_NEAR(boat.speed->in_metres_per_second(), 10, 2);
  ASSERT_TRUE(boat.fused);
  EXPECT_GT(boat.fused->existence, 0.95);
  ASSERT_EQ(boat.fused->seen_by.size(), 1u);
  EXPECT_EQ(boat.fused->seen_by.front().source, kIsland);
  EXPECT_GT(boat.observations, 10u);
}

TEST(Contacts, that_transmit_are_one_track_with_both_and_go_on_when_they_fall_silent) {
  Sea sea;
  const auto ship = [](int i) { return at(5'000 + 80.0 * i, -6'000); };
  sea.scan(kIsland, {}, kHomeView);
  for (int i = 0; i < 30; ++i) {
    sea.ais(235'012'345, ship(i), 8, 90, kHomeView);
    sea.scan(kIsland, {ship(i)}, kHomeView);
    sea.wait(10);
  }
  auto tracks = sea.tracks(kHomeView);
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_EQ(tracks.front().mmsi->number(), 235'012'345u);
  ASSERT_TRUE(tracks.front().fused);
  EXPECT_EQ(tracks.front().sources, (std::vector<SourceId>{kIsland, kStation}));
  ASSERT_FALSE(tracks.front().fused->reasons.empty());
  // It switches its transponder off; radar still sees it.
  for (int i = 30; i < 60; ++i) {
    sea.scan(kIsland, {ship(i)}, kHomeView);
    sea.wait(10);
  }
  tracks = sea.tracks(kHomeView);
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_EQ(tracks.front().mmsi->number(), 235'012'345u);
  EXPECT_LT(geo::distance(*tracks.front().position, ship(59)).in_metres(), 150);
}

TEST(Contacts, that_a_radar_loses_are_lost) {
  Sea sea;
  for (int i = 0; i < 20; ++i) {
    sea.scan(kIsland, {at(5'000, 8'000)}, kHomeView);
    sea.wait(10);
  }
  for (int i = 0; i < 20; ++i) {
    sea.scan(kIsland, {}, kHomeView);
    sea.wait(10);
  }
  const auto tracks = sea.tracks(kHomeView);
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_EQ(tracks.front().state, domain::TrackState::lost);
}

TEST(Contacts, of_a_sighting_are_shown_at_once) {
  Sea sea;
  Observation sighting = sea.plot(kPatrol, at(1'000, 1'000), 0);
  sighting.sensor = domain::SensorKind::sighting;
  sighting.position_sigma = Length::metres(800);
  domain::Detection detection;
  detection.seen_as = "go-fast";
  sighting.detection = std::make_shared<const domain::Detection>(detection);
  sea.tracker.absorb(sighting, sea.changes);
  const auto tracks = sea.tracks(kHomeView);
  ASSERT_EQ(tracks.size(), 1u);
  ASSERT_TRUE(tracks.front().fused);
  EXPECT_EQ(tracks.front().fused->seen_as, "go-fast");
}

// What a view may see of a track, without our names for it.
std::string seen(const domain::Track& t) {
  std::string text;
  const auto add = [&](double value) { text += std::to_string(value) + ' '; };
  add(t.position ? t.position->latitude_units() : 0);
  add(t.position ? t.position->longitude_units() : 0);
  add(t.position_sigma.in_metres());
  add(t.speed ? t.speed->in_metres_per_second() : -1);
  add(t.course ? t.course->in_degrees() : -1);
  add(static_cast<double>(t.observed_at.unix_ms()));
  add(static_cast<double>(t.received_at.unix_ms()));
  add(t.observations);
  add(t.mmsi ? t.mmsi->number() : 0);
  add(t.fused ? t.fused->existence : -1);
  for (const SourceId source : t.sources) add(source.number());
  return text;
}

// A random sea with two sensors and ships; `with_partner` plays it to home and partner, otherwise to a tracker that
// gets what the partner gets and nothing else.
std::vector<std::string> partners_sea(std::uint64_t seed, bool with_home, bool withheld_differs,
                                      Tracker* kept = nullptr) {
  Sea sea(seed);
  std::mt19937_64 random(seed * 77 + 5);
  const auto unit = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  struct Boat {
    double x, y, vx, vy;
    bool transmits, withheld;
  };
  std::vector<Boat> boats;
  for (int i = 0; i < 8; ++i) {
    boats.push_back({unit() * 20'000 - 10'000, unit() * 20'000 - 10'000, unit() * 20 - 10, unit() * 20 - 10, i % 3 == 0,
                     i % 4 == 1});
  }
  for (int round = 0; round < 40; ++round) {
    const auto where = [&](const Boat& b) { return at(b.x + b.vx * round * 5, b.y + b.vy * round * 5); };
    std::vector<geo::Position> targets, secret;
    for (const Boat& b : boats) {
      if (unit() < 0.9) (b.withheld ? secret : targets).push_back(where(b));
    }
    for (std::size_t i = 0; i < boats.size(); ++i) {
      if (boats[i].transmits && round % 2 == 0) {
        sea.ais(235'000'000 + static_cast<std::uint32_t>(i), where(boats[i]), std::hypot(boats[i].vx, boats[i].vy),
                std::fmod(std::atan2(boats[i].vx, boats[i].vy) * 57.29578 + 360, 360), with_home ? 3 : 2);
      }
    }
    if (with_home) {
      // The patrol's look is home's alone, before and after what the partner gets.
      if (withheld_differs && round % 3 == 0) secret.push_back(at(-3'000, 100.0 * round));
      sea.scan(kPatrol, secret, kHomeView);
      sea.scan(kIsland, targets, kHomeView | kPartner);
      if (withheld_differs) sea.scan(kPatrol, targets, kHomeView | kOther);
    } else {
      sea.scan(kIsland, targets, kPartner);
    }
    sea.tracker.advance(sea.now(), sea.changes);
    sea.wait(5);
  }
  std::vector<std::string> all;
  for (const domain::Track& track : sea.tracks(kPartner)) all.push_back(seen(track));
  if (kept != nullptr) *kept = std::move(sea.tracker);
  return all;
}

TEST(Contacts, of_a_view_depend_on_what_it_was_shown_and_on_nothing_else) {
  std::size_t shown = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto alone = partners_sea(seed, true, false);
    EXPECT_EQ(partners_sea(seed, true, true), alone) << seed;
    shown += alone.size();
  }
  EXPECT_GT(shown, 30u);
}

// A boat that leaves what the island can see, and an aircraft that tells what it saw minutes later.
struct Told {
  std::vector<domain::Track> tracks;
  std::size_t opened = 0;
};
Told two_radars(Duration late, bool restores = false) {
  constexpr Duration kStep = std::chrono::seconds(10);
  Sea sea(5);
  Told told;
  std::set<domain::TrackId> opened;
  sea.island_sees_km = 8;
  const auto boat = [](int i) { return at(4'000 + 110.0 * i, 4'000 + 40.0 * i); };
  const auto ship = [](int i) { return at(-3'000 + 60.0 * i, -3'000); };
  const int behind = static_cast<int>(late / kStep);
  for (int i = 0; i < 90; ++i) {
    if (i % 3 == 0) sea.ais(235'012'345, ship(i), 6, 90, kHomeView);
    sea.scan(kIsland, i < 20 ? std::vector{ship(i), boat(i)} : std::vector{ship(i)}, kHomeView);
    if (const int then = i - behind; then >= 0) {
      sea.scan(kPatrol, {boat(then)}, kHomeView, late);
    }
    sea.tracker.advance(sea.now(), sea.changes);
    if (restores && i % 11 == 0) {
      wire::ByteWriter out;
      sea.tracker.save(out);
      wire::ByteReader in(out.view());
      auto again = Tracker::restore(in);
      EXPECT_TRUE(again);
      if (again) sea.tracker = std::move(*again);
    }
    for (const domain::Track& track : sea.tracks(kHomeView)) opened.insert(track.id);
    if (i < 89) sea.wait(10);
  }
  for (int then = 90 - behind; then < 90; ++then) {
    sea.scan(kPatrol, {boat(then)}, kHomeView, (89 - then) * kStep);
  }
  told.tracks = sea.tracks(kHomeView);
  told.opened = opened.size();
  return told;
}

TEST(Contacts, that_a_sensor_tells_of_late_are_followed_as_if_it_had_told_in_time) {
  const Told in_time = two_radars({}), late = two_radars(std::chrono::minutes(4));
  ASSERT_EQ(in_time.tracks.size(), 2u);
  ASSERT_EQ(late.tracks.size(), 2u);
  EXPECT_EQ(late.opened, in_time.opened) << "the boat stays one track, although the past of it changed";
  for (std::size_t i = 0; i < 2; ++i) {
    const domain::Track &a = in_time.tracks[i], &b = late.tracks[i];
    EXPECT_EQ(a.mmsi, b.mmsi);
    EXPECT_LT(geo::distance(*a.position, *b.position).in_metres(), 30) << i;
    if (a.mmsi) continue;
    ASSERT_TRUE(b.speed && b.fused);
    EXPECT_NEAR(a.speed->in_metres_per_second(), b.speed->in_metres_per_second(), 0.3);
    EXPECT_EQ(b.fused->seen_by.size(), 2u);
  }
  // A snapshot in between changes nothing.
  const Told restored = two_radars(std::chrono::minutes(4), true);
  ASSERT_EQ(restored.tracks.size(), late.tracks.size());
  for (std::size_t i = 0; i < late.tracks.size(); ++i) EXPECT_EQ(seen(restored.tracks[i]), seen(late.tracks[i]));
}

TEST(Contacts, that_only_a_late_sensor_sees_are_shown_and_their_history_is_kept) {
  Sea sea;
  sea.island_sees_km = 2;
  const auto boat = [](int i) { return at(3'000 + 80.0 * i, 1'000); };
  for (int i = 0; i < 60; ++i) {
    sea.scan(kIsland, {}, kHomeView);
    if (i >= 30) sea.scan(kPatrol, {boat(i - 30)}, kHomeView, std::chrono::minutes(5));
    sea.wait(10);
  }
  const auto tracks = sea.tracks(kHomeView);
  ASSERT_EQ(tracks.size(), 1u);
  // Carried to now by its speed.
  EXPECT_LT(geo::distance(*tracks[0].position, boat(59)).in_metres(), 2 * tracks[0].position_sigma.in_metres());
  std::size_t then = 0;
  for (const HistoryPoint& point : sea.changes.history) {
    if (point.at < sea.now() - std::chrono::minutes(5)) ++then;
  }
  EXPECT_GT(then, 10u);
}

TEST(Contacts, of_a_sighting_that_nobody_can_fuse_any_more_are_history) {
  Sea sea;
  for (int i = 0; i < 200; ++i) {
    sea.scan(kIsland, {}, kHomeView);
    sea.wait(10);
  }
  Observation told = sea.plot(kStation, at(5'000, 5'000), 0, std::chrono::minutes(25));
  told.sensor = domain::SensorKind::sighting;
  const Share share{kHomeView, &told};
  sea.tracker.absorb(told, {&share, 1}, sea.changes);
  const auto tracks = sea.tracks(kHomeView);
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_EQ(tracks[0].observed_at, *told.observed_at);
  ASSERT_TRUE(tracks[0].fused);
  ASSERT_EQ(tracks[0].fused->reasons.size(), 1u);
  EXPECT_TRUE(tracks[0].fused->reasons[0].starts_with("history: seen at "));
}

TEST(Contacts, of_a_sensor_whose_clock_is_ahead_do_not_make_the_others_late) {
  Sea sea;
  for (int i = 0; i < 40; ++i) {
    sea.scan(kIsland, {at(5'000 + 100.0 * i, 8'000)}, kHomeView);
    if (i == 10) sea.scan(kPatrol, {at(-5'000, -8'000)}, kHomeView, -std::chrono::hours(3));
    sea.wait(10);
  }
  for (const domain::Track& track : sea.tracks(kHomeView)) EXPECT_LE(track.observed_at, sea.now());
  EXPECT_LT(geo::distance(*sea.tracks(kHomeView).front().position, at(8'900, 8'000)).in_metres(), 80);
}

TEST(Contacts, are_the_same_after_a_snapshot) {
  Tracker tracker;
  (void)partners_sea(3, true, true, &tracker);
  wire::ByteWriter out;
  tracker.save(out);
  wire::ByteReader in(out.view());
  auto again = Tracker::restore(in);
  ASSERT_TRUE(again) << again.error().message;
  wire::ByteWriter second;
  again->save(second);
  EXPECT_EQ(out.view(), second.view());
}

}  // namespace
}  // namespace fairlead::fusion
