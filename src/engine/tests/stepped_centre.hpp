// SPDX-License-Identifier: Apache-2.0
// A centre with people, partners and two sources, stepped by hand, and what its partners got.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "ledger/record.hpp"
#include "ledger/verify.hpp"
#include "sample.hpp"
#include "testing/false_random.hpp"
#include "testing/sharing_desk.hpp"

namespace fairlead::engine {

using testing::AgreementText;
using testing::SharingDesk;

inline const std::string kGuard = "XAA/coast_guard";
inline const std::string kNavy = "XAA/navy";
inline const std::string kOther = "XBB/customs";

inline domain::Source radar_source(std::uint32_t, std::string name, std::set<std::string> to) {
  domain::Source source;
  source.name = std::move(name);
  source.originator = "GBR";
  source.label.policy = "test";
  source.label.releasable_to = std::move(to);
  source.label.purposes = {"law_enforcement_interdiction", "search_and_rescue", "fisheries"};
  source.label.originators = {"GBR"};
  return source;
}

// An engine with people, partners and two sources, stepped by hand.
class Centre {
 public:
  Centre() : desk_(kNoon) {
    auto signer = ledger::Signer::generate("test.example/home", random_);
    keys_.emplace(*LogKeys::from(*signer));
    verifier_ = signer->verifier();
    engine_.emplace(EngineLimits{}, &*keys_);
    for (const std::string& agency : {kGuard, kNavy, kOther}) desk_.add_partner(agency, kNoon);
    std::vector<Command> commands = desk_.founding();
    commands.push_back({accounts::Actor::automatic(), DeclareSource{radar_source(1, "north", {"XAA", "XBB"})}});
    commands.push_back({accounts::Actor::automatic(), DeclareSource{radar_source(2, "secret", {"XBB"})}});
    step(std::move(commands));
  }

  const Effects& step(std::vector<Command> commands = {}, std::vector<domain::Observation> seen = {},
                      Duration after = std::chrono::milliseconds(500)) {
    now_ = now_ + after;
    Event event;
    event.slot = engine_->slot() + 1;
    event.closed_at = event.picture_time = now_;
    random_.fill(std::as_writable_bytes(std::span(event.seed)));
    event.commands = std::move(commands);
    for (domain::Observation& o : seen) {
      domain::ObservationBatch batch;
      batch.source = o.source;
      batch.observations.push_back(std::move(o));
      event.batches.push_back(std::move(batch));
    }
    const Effects& effects = engine_->step(event);
    events_.push_back(to_bytes(event));
    for (const Release& release : effects.releases) payloads_[release.feed.number()].push_back(release.payload);
    for (const LogWrites& writes : effects.logs) EXPECT_TRUE(logs_[writes.log].commit(writes.writes).has_value());
    return effects;
  }
  void adopt(const AgreementText& text) {
    const Effects& effects = step(desk_.adopt(text.toml(), now_));
    for (const auto& answer : effects.answers) ASSERT_TRUE(answer.has_value()) << answer.error().message;
  }
  FeedId open(const std::string& agency, release::Purpose purpose, std::optional<std::uint64_t> cursor = {}) {
    const Effects& effects = step({{desk_.partner(agency, now_), OpenFeed{purpose, "stream", cursor}}});
    EXPECT_TRUE(effects.answers[0].has_value());
    return FeedId(effects.answers[0]->number);
  }
  void handed_over(FeedId feed) {
    std::uint64_t sequence = 0;
    const auto sharing = engine_->sharing();
    for (const FeedState& state : sharing->feeds) {
      if (state.id == feed) sequence = state.sequence;
    }
    step({{accounts::Actor::automatic(), NoteHandedOver{feed, sequence}}});
  }
  domain::Observation seen(std::uint32_t mmsi, double latitude, double longitude, std::uint32_t source = 1) const {
    domain::Observation o = report(mmsi, now_, latitude, longitude);
    o.source = domain::SourceId(source);
    return o;
  }
  // Everything that a feed got, as one text.
  std::string all(FeedId feed) const {
    std::string text;
    const auto found = payloads_.find(feed.number());
    if (found != payloads_.end()) {
      for (const std::string& payload : found->second) text += payload + '\n';
    }
    return text;
  }
  void forget_payloads() { payloads_.clear(); }

  Instant now() const { return now_; }
  SharingDesk& desk() { return desk_; }
  Engine& engine() { return *engine_; }
  LogKeys& keys() { return *keys_; }
  const std::vector<std::string>& events() const { return events_; }
  ledger::MemoryLog& log(const std::string& name) { return logs_[name]; }
  ledger::VerifyReport verify(const std::string& name) {
    const std::vector<ledger::Verifier> trusted{name == "home" ? *verifier_
                                                               : keys_->of(keys_->origin_of(name)).verifier()};
    return ledger::verify(logs_[name], trusted);
  }

 private:
  testing::FalseRandom random_{7};
  Instant now_ = kNoon;
  SharingDesk desk_;
  std::optional<LogKeys> keys_;
  std::optional<ledger::Verifier> verifier_;
  std::optional<Engine> engine_;
  std::map<std::uint64_t, std::vector<std::string>> payloads_;
  std::map<std::string, ledger::MemoryLog> logs_;
  std::vector<std::string> events_;
};

}  // namespace fairlead::engine
