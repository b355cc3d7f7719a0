// SPDX-License-Identifier: Apache-2.0
// Recordings that are played together stay together, however fast they are played, and give the same findings.
#include "convoy.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "engine/findings_now.hpp"
#include "harness.hpp"
#include "testing/world.hpp"

namespace fairlead::intake {
namespace {

using namespace std::chrono_literals;

TEST(Convoy, all_leaves_in_the_order_of_its_times) {
  Convoy convoy;
  const auto first = convoy.join(kNow);
  const auto second = convoy.join(kNow + 300ms);
  EXPECT_TRUE(convoy.may_go(first, kNow));
  EXPECT_FALSE(convoy.may_go(second, kNow + 300ms));
  int asked = 0;
  convoy.wait(second, kNow + 300ms, [&] { ++asked; });
  convoy.is_at(first, kNow + 300ms);  // at one time, who joined first
  EXPECT_EQ(asked, 0);
  EXPECT_TRUE(convoy.may_go(first, kNow + 300ms));
  convoy.is_at(first, kNow + 400ms);
  EXPECT_EQ(asked, 1);
  EXPECT_TRUE(convoy.may_go(second, kNow + 300ms));
  convoy.is_at(second, kNow + 2s);
  convoy.wait(second, kNow + 2s, [&] { ++asked; });
  convoy.leave(first);
  EXPECT_EQ(asked, 2);
  EXPECT_TRUE(convoy.may_go(second, kNow + 2s));
}

TEST(Convoy, nobody_waits_for_a_recording_of_another_day) {
  Convoy convoy;
  const auto old = convoy.join(kNow);
  const auto later = convoy.join(kNow + 25h);
  EXPECT_TRUE(convoy.may_go(later, kNow + 25h));
  EXPECT_TRUE(convoy.may_go(old, kNow));
}

// What an engine finds in one sea.
class Finder {
 public:
  void step(std::vector<domain::ObservationBatch> batches, Duration took) {
    engine::Event event;
    event.slot = engine_.slot() + 1;
    event.closed_at = wall_ = wall_ + took;
    event.picture_time = engine_.picture_time();
    for (const auto& batch : batches) {
      for (const auto& observation : batch.observations) {
        event.picture_time = std::max(event.picture_time, observation.received_at);
      }
    }
    event.batches = std::move(batches);
    engine_.step(event);
  }
  std::multiset<std::string> findings() const {
    std::multiset<std::string> all;
    const auto now = engine_.findings();
    for (const auto* list : {&now->open, &now->ended}) {
      for (const engine::FoundNow& one : *list) {
        std::string text = one.finding.rule + " " + to_rfc3339(one.finding.begins_at) + " ";
        text += one.finding.ends_at ? to_rfc3339(*one.finding.ends_at) : "still";
        for (const std::string& reason : one.finding.reasons) text += "; " + reason;
        all.insert(std::move(text));
      }
    }
    return all;
  }

 private:
  engine::Engine engine_;
  Instant wall_ = kNow;
};

// Two radars and AIS of one coast. Played as fast as a busy engine takes it, each slot brings minutes, and the box is
// full all the time; at their own pace, each slot brings a second.
TEST(Convoy, findings_are_the_same_at_any_pace) {
  testing::WorldOptions options;
  options.scenario = "coastal-fusion";
  options.seed = 3;
  const TemporaryFolder folder;
  const auto world = testing::make_world(options, folder.path(""));
  ASSERT_TRUE(world);
  Harness h(2'000);
  for (const auto& [name, text] : *world) {
    const bool is_ais = name.ends_with(".nmea");
    if (!is_ais && !name.starts_with("plots-") && !name.starts_with("sightings-")) continue;
    h.add("file:" + folder.write(name, text) + "?speed=400&name=" + name.substr(0, name.find('.')) +
          (is_ais ? "&format=nmea" : "&format=detections"));
  }
  h.intake().start();
  Finder fast;
  std::map<Instant, std::map<domain::SourceId, domain::ObservationBatch>> seconds;
  const auto second_of = [](Instant at) { return Instant::from_unix_seconds(at.unix_ms() / 1000); };
  Instant newest;
  Duration behind{0};  // how far one source was behind another at most
  for (bool last = false; !last;) {
    last = h.intake().finished();
    h.steady().advance(250ms);
    h.inbox().wait_for(2'000, 1ms);  // the sources fill the box
    auto batches = h.inbox().take_all();
    if (batches.empty()) continue;
    for (const auto& batch : batches) {
      for (const auto& one : batch.observations) {
        behind = std::max(behind, newest == Instant() ? Duration(0) : newest - one.received_at);
        newest = std::max(newest, one.received_at);
        auto& kept = seconds[second_of(one.received_at)][batch.source];
        kept.source = batch.source;
        kept.observations.push_back(one);
      }
      for (const auto& one : batch.scans) {
        auto& kept = seconds[second_of(one.received_at)][batch.source];
        kept.source = batch.source;
        kept.scans.push_back(one);
      }
    }
    fast.step(std::move(batches), 100ms);
  }
  EXPECT_EQ(behind, 0s);
  Finder slow;
  for (Instant at = seconds.begin()->first; at <= seconds.rbegin()->first; at = at + 1s) {
    std::vector<domain::ObservationBatch> batches;
    if (const auto found = seconds.find(at); found != seconds.end()) {
      for (auto& [source, batch] : found->second) batches.push_back(std::move(batch));
    }
    slow.step(std::move(batches), 1s);
  }
  EXPECT_GE(slow.findings().size(), 5U);
  EXPECT_EQ(slow.findings(), fast.findings());
}

}  // namespace
}  // namespace fairlead::intake
