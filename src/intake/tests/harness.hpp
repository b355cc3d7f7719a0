// SPDX-License-Identifier: Apache-2.0
// An intake with an inbox that nobody empties but the test.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/log.hpp"
#include "base/system.hpp"
#include "engine/inbox.hpp"
#include "intake/intake.hpp"
#include "sentences.hpp"
#include "temporary.hpp"
#include "testing/false_clock.hpp"

namespace fairlead::intake {

// Sockets take their time; this waits for them, and fails loudly when nothing comes.
inline bool eventually(const std::function<bool()>& holds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < until) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return holds();
}

inline const Instant kNow = Instant::from_civil(2026, 11, 22, 9, 0, 0);

class Harness {
 public:
  explicit Harness(std::size_t inbox = 100'000, IntakeLimits limits = quick()) : inbox_(inbox), wall_(kNow) {
    log::set_level(log::Level::error);
    intake_ = std::make_unique<Intake>(inbox_, wall_, steady_, limits);
  }

  static IntakeLimits quick() {
    IntakeLimits limits;
    limits.reconnect_first = std::chrono::milliseconds(4);
    limits.reconnect_max = std::chrono::milliseconds(16);
    limits.watch_every = std::chrono::milliseconds(5);
    limits.retry_after = std::chrono::milliseconds(1);
    return limits;
  }

  domain::SourceId add(const std::string& url) {
    const domain::SourceId id(++sources_);
    const auto added = intake_->add(id, {.name = "", .url = url, .originator = "", .label = {}, .stall = {}});
    EXPECT_TRUE(added) << (added ? "" : added.error().message);
    return id;
  }
  std::string refusal(const std::string& url) {
    const auto added =
        intake_->add(domain::SourceId(1000), {.name = "", .url = url, .originator = "", .label = {}, .stall = {}});
    EXPECT_FALSE(added) << url;
    return added ? "" : added.error().message;
  }
  Intake& intake() { return *intake_; }
  engine::Inbox& inbox() { return inbox_; }
  testing::FalseWallClock& wall() { return wall_; }
  testing::FalseSteadyClock& steady() { return steady_; }
  domain::SourceHealth health(domain::SourceId id = domain::SourceId(1)) { return intake_->health()[id.number() - 1]; }
  std::string port(domain::SourceId id) { return std::to_string(intake_->port(id)); }

  // Empties the inbox until `holds`, and returns whether it came to that.
  bool drain_until(const std::function<bool()>& holds) {
    return eventually([&] {
      drain();
      return holds();
    });
  }
  bool finish() {
    return drain_until([&] { return intake_->finished(); }) && (drain(), true);
  }
  void drain() {
    for (auto& batch : inbox_.take_all()) {
      for (auto& observation : batch.observations) {
        texts_.push_back(batch.text.substr(observation.text_offset, observation.text_length));
        observations_.push_back(std::move(observation));
      }
      for (auto& scan : batch.scans) scans_.push_back(std::move(scan));
      ++batches_;
    }
  }
  const std::vector<domain::Observation>& observations() const { return observations_; }
  const std::vector<domain::Scan>& scans() const { return scans_; }
  const std::vector<std::string>& texts() const { return texts_; }
  std::size_t batches() const { return batches_; }

 private:
  engine::Inbox inbox_;
  testing::FalseWallClock wall_;
  testing::FalseSteadyClock steady_;
  std::unique_ptr<Intake> intake_;
  std::uint32_t sources_ = 0;
  std::vector<domain::Observation> observations_;
  std::vector<domain::Scan> scans_;
  std::vector<std::string> texts_;
  std::size_t batches_ = 0;
};

}  // namespace fairlead::intake
