// SPDX-License-Identifier: Apache-2.0
// Simulated worlds: the same bytes for the same seed, files that read back, ships on water, behaviours that are there.
#include "testing/world.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "decode/foreign.hpp"
#include "decode/observe.hpp"
#include "decode/reader.hpp"
#include "world_look.hpp"
#include "world_scene.hpp"

namespace fairlead::testing {
namespace {

std::string all_of(const WorldFiles& files) {
  std::string all;
  for (const auto& [name, text] : files) all += name + "\n" + text;
  return all;
}

WorldFiles world(std::string_view scenario, std::uint64_t seed) {
  WorldOptions options;
  options.scenario = scenario;
  options.seed = seed;
  return make_world(options, "world").value();
}

struct Counting final : decode::ForeignSink {
  void on_observation(domain::Observation& o, std::string_view) override {
    ++observations;
    ordered = ordered && o.at() >= last;
    last = o.at();
    per_scan += o.detection->scan == expected ? 1U : 0U;
  }
  void on_scan(domain::Scan& scan) override {
    ++scans;
    numbered = numbered && scan.number == expected;
    expected = scan.number + 1;
  }
  std::uint64_t observations = 0, scans = 0, per_scan = 0, expected = 1;
  bool ordered = true, numbered = true;
  Instant last;
};

TEST(World, the_same_seed_gives_the_same_bytes_and_another_seed_others) {
  EXPECT_EQ(sha256(all_of(world("coastal-fusion", 3))), sha256(all_of(world("coastal-fusion", 3))));
  EXPECT_NE(sha256(all_of(world("coastal-fusion", 3))), sha256(all_of(world("coastal-fusion", 4))));
}

// Held as digests so that another compiler or machine that computes differently is noticed. A scenario that is changed
// on purpose gets a new one.
TEST(World, the_bytes_are_those_of_every_build) {
  for (const auto& [scenario, digest] :
       {std::pair<const char*, const char*>{"open-water",
                                            "b85ada7c445868c07f3a86b072757ddbe343230db967fec9164a35fea3035cdc"},
        {"coastal-fusion", "9bae61663a0bc6ba00c2f22e1f1aed97cbca2a540a7ded08e7a41c00c4c5f092"},
        {"random", "759dc448cf42c6105e4fc9ee4208046f265c1a6cc3280a2b3216239931b9993d"}}) {
    EXPECT_EQ(hex(sha256(all_of(world(scenario, 1)))), digest) << scenario;
  }
}

TEST(World, plots_read_back_each_look_closed_by_its_scan) {
  for (const auto scenario : {"coastal-fusion", "go-fasts-among-fishing", "satellite-pass"}) {
    for (const auto& [name, text] : world(scenario, 2)) {
      if (!name.starts_with("plots-") && !name.starts_with("sightings-")) continue;
      EXPECT_EQ(decode::detect_format(text, true), decode::Format::detections);
      const auto reader = decode::ForeignReader::open(decode::Format::detections, {});
      Counting sink;
      reader->feed(text, sink, std::nullopt);
      reader->finish(sink);
      EXPECT_EQ(reader->counters().rejected_total(), 0U) << scenario << ' ' << name;
      EXPECT_GT(sink.scans, 0U) << name;
      EXPECT_EQ(sink.per_scan, sink.observations) << name;
      EXPECT_TRUE(sink.ordered && sink.numbered) << name;
    }
  }
}

struct Listening final : decode::Sink {
  void on_message(const decode::ais::Message& message) override {
    numbers.insert(message.mmsi);
    ++messages;
  }
  void on_rejected(decode::Rejection, std::string_view, std::uint64_t) override { ++rejected; }
  std::set<std::uint32_t> numbers;
  std::uint64_t messages = 0, rejected = 0;
};

TEST(World, ais_sentences_decode_and_silent_vessels_are_not_heard) {
  Listening sink;
  decode::Reader reader;
  reader.feed(world("dark-rendezvous", 2).at("ais.nmea"), sink);
  reader.finish(sink);
  EXPECT_EQ(sink.rejected, 0U);
  EXPECT_GT(sink.messages, 5000U);
  const Scene scene = make_scene("dark-rendezvous", 2);
  for (const Vessel& v : scene.vessels) {
    EXPECT_FALSE(v.ais == AisClass::none && sink.numbers.contains(v.identity.mmsi)) << v.id;
  }
  for (const Heard& heard : look_at(scene).heard) {
    const auto t = static_cast<double>(heard.at) / 1000;
    EXPECT_GE(heard.at, 0);
    for (const Silence& s : scene.vessel(heard.vessel).silences) EXPECT_FALSE(t >= s.from + 0.001 && t < s.until);
  }
}

TEST(World, nobody_crosses_the_land_of_the_islands) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Scene scene = make_scene("caribbean", seed);
    ASSERT_FALSE(scene.land.empty());
    std::size_t afloat = 0;
    for (const Vessel& v : scene.vessels) {
      afloat += v.ais != AisClass::none ? 1U : 0U;
      for (double t = std::max(0.0, v.track.begins()); t <= std::min(v.track.ends(), scene.duration); t += 120) {
        const Spot spot = v.track.at(t).spot;
        EXPECT_FALSE(scene.inside(spot) && scene.on_land(spot)) << "vessel " << v.id << " (" << v.kind << ") at " << t;
      }
    }
    EXPECT_GE(afloat, 250U);
    EXPECT_LE(afloat, 350U);
  }
}

TEST(World, planted_behaviours_are_in_the_truth) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (const auto scenario : {"caribbean", "dark-rendezvous", "go-fasts-among-fishing", "spoofed-ais"}) {
      const Scene scene = make_scene(scenario, seed);
      EXPECT_FALSE(scene.behaviours.empty());
      for (const Behaviour& b : scene.behaviours) {
        EXPECT_LT(b.begins, b.ends) << b.about;
        EXPECT_LE(b.ends, scene.duration) << b.about;
        const double middle = (b.begins + b.ends) / 2;
        if (b.rule == "rendezvous") {
          const Spot a = scene.vessel(b.vessels[0]).track.at(middle).spot;
          const Spot c = scene.vessel(b.vessels[1]).track.at(middle).spot;
          EXPECT_LT(distance(a, c), 250) << scenario << ' ' << seed;
        }
        if (b.rule == "go_fast") {
          const Vessel& v = scene.vessel(b.vessels[0]);
          EXPECT_GT(length_of(v.track.at(middle).velocity), knots(20)) << scenario << ' ' << seed;
          EXPECT_EQ(v.ais, AisClass::none);
        }
        if (b.rule == "gone_dark") {
          Track::State state;
          const CoastIdentity* identity = nullptr;
          EXPECT_FALSE(ais_state(scene.vessel(b.vessels[0]), middle, state, identity));
          EXPECT_TRUE(ais_state(scene.vessel(b.vessels[0]), b.begins - 5, state, identity));
        }
      }
    }
  }
}

TEST(World, every_scenario_and_many_random_ones_can_be_made) {
  for (const auto scenario : world_scenarios()) {
    EXPECT_FALSE(world_about(scenario).empty());
    if (scenario == "caribbean" || scenario == "dense-strait") continue;  // large; made elsewhere
    WorldCounts counts;
    WorldOptions options;
    options.scenario = scenario;
    EXPECT_TRUE(make_world(options, "", &counts)) << scenario;
  }
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const WorldFiles files = world("random", seed);
    EXPECT_EQ(std::ranges::count(files.at("detections.jsonl"), '\n'),
              std::ranges::count(files.at("labels.jsonl"), '\n'));
    EXPECT_EQ(all_of(files).find("nan"), std::string::npos) << seed;
  }
}

TEST(World, an_unknown_scenario_is_refused_with_the_nearest_word) {
  WorldOptions options;
  options.scenario = "caribean";
  const auto made = make_world(options, "");
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("`caribbean`"), std::string::npos);
}

TEST(WorldMath, own_functions_agree_with_those_of_the_library) {
  for (double d = -720; d <= 720; d += 0.37) {
    const SineCosine s = sine_cosine(d);
    EXPECT_NEAR(s.sine, std::sin(d * std::numbers::pi / 180), 1e-12) << d;
    EXPECT_NEAR(s.cosine, std::cos(d * std::numbers::pi / 180), 1e-12) << d;
    EXPECT_NEAR(arc_degrees(s.sine * 3, s.cosine * 3), std::atan2(s.sine, s.cosine) * 180 / std::numbers::pi, 1e-10)
        << d;
  }
  for (double x = 1e-9; x < 1e6; x *= 1.7)
    EXPECT_NEAR(natural_log(x), std::log(x), 1e-12 * std::fabs(std::log(x)) + 1e-14);
  const Frame frame({12.8, -70.6});
  for (double x = -200'000; x <= 200'000; x += 37'000) {
    for (double y = -200'000; y <= 200'000; y += 41'000) {
      EXPECT_LT(distance(frame.to_spot(frame.to_degrees({x, y})), {x, y}), 1e-3);
    }
  }
}

TEST(WorldMath, draws_have_the_moments_they_should) {
  WorldRandom random(5);
  double sum = 0, squares = 0, arrivals = 0;
  constexpr int kDraws = 40'000;
  for (int i = 0; i < kDraws; ++i) {
    const double n = random.normal();
    sum += n;
    squares += n * n;
  }
  for (int i = 0; i < 2000; ++i) arrivals += static_cast<double>(random.poisson(7.5));
  EXPECT_NEAR(sum / kDraws, 0, 0.03);
  EXPECT_NEAR(squares / kDraws, 1, 0.04);
  EXPECT_NEAR(arrivals / 2000, 7.5, 0.25);
}

}  // namespace
}  // namespace fairlead::testing
