// SPDX-License-Identifier: Apache-2.0
// The law in the engine: crossings of zones, hot pursuits that run on live tracks, and what may not be adopted.
//
// The sea is that of the zones' tests: Portugal's island around 40.0 N 37.25 W (contiguous zone to 24 nm), Barbados'
// 100 nm west of it, the high seas far away.
#include <gtest/gtest.h>

#include "authority/engine.hpp"
#include "engine/law_now.hpp"
#include "ledger/record.hpp"
#include "sample.hpp"
#include "small_world.hpp"
#include "testing/false_random.hpp"
#include "testing/sharing_desk.hpp"

namespace fairlead::engine {
namespace {

using authority::PursuitCondition;
using authority::PursuitEnd;
using authority::PursuitState;
using testing::AgreementText;
using testing::SharingDesk;

constexpr std::uint32_t kChased = 350'000'001;  // claims Panama
constexpr double kNorthShore = 40.25, kMiddle = -37.25;
const std::string kGuard = "XAA/coast_guard";

std::shared_ptr<const zones::Atlas> atlas() {
  static const auto shared = std::make_shared<const zones::Atlas>(zones::test::small_world());
  return shared;
}

class Sea {
 public:
  explicit Sea(std::string state = "PT") : desk_(kNoon) {
    EngineLimits limits;
    limits.atlas = atlas();
    limits_ = limits;
    engine_.emplace(limits);
    desk_.add_partner(kGuard, kNoon);
    std::vector<Command> commands = desk_.founding();
    commands.push_back({accounts::Actor::automatic(), NameLaw{std::move(state), std::string(atlas()->version())}});
    step(std::move(commands));
  }

  const Effects& step(std::vector<Command> commands = {}, std::vector<domain::Observation> seen = {},
                      Duration after = std::chrono::seconds(30)) {
    now_ = now_ + after;
    Event event;
    event.slot = engine_->slot() + 1;
    event.closed_at = event.picture_time = now_;
    random_.fill(std::as_writable_bytes(std::span(event.seed)));
    event.commands = std::move(commands);
    for (domain::Observation& o : seen) {
      o.received_at = now_;
      o.observed_at = now_;
      event.batches.push_back({o.source, {std::move(o)}, {}, {}});
    }
    const Effects& effects = engine_->step(event);
    for (const ZoneEvent& one : effects.zone_events) crossings_.push_back(one);
    events_.push_back(to_bytes(event));
    for (const auto& answer : effects.answers) {
      if (!answer) last_error_ = answer.error().message;
    }
    return effects;
  }
  // Moves the chased vessel from where it is, a report every 30 s, at 30 knots.
  void run_to(double latitude, double longitude) {
    const double far = std::max(std::abs(latitude - latitude_), std::abs(longitude - longitude_) * 0.766) * 60;
    const int steps = std::max(1, static_cast<int>(far / 0.25));
    for (int i = 1; i <= steps; ++i) {
      const double part = static_cast<double>(i) / steps;
      place(latitude_ + (latitude - latitude_) * part, longitude_ + (longitude - longitude_) * part);
    }
    latitude_ = latitude;
    longitude_ = longitude;
  }
  void begin_at(double latitude, double longitude) {
    latitude_ = latitude;
    longitude_ = longitude;
    place(latitude, longitude);
    place(latitude, longitude);
  }
  void place(double latitude, double longitude) { step({}, {report(kChased, now_, latitude, longitude)}); }
  domain::TrackId track() const { return domain::TrackId(1); }
  Result<Answer> watch(Request request) {
    const Effects& effects = step({{desk_.watch(now_), std::move(request)}}, {}, std::chrono::seconds(1));
    return effects.answers[0];
  }
  void start(std::string law = "drug_trafficking") {
    const auto done = watch(StartPursuit{track(), std::move(law), "packages seen passed to boats; log entry 14"});
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }
  void verified_and_signalled() {
    ASSERT_TRUE(watch(NotePursuit{track(), "position_verified", "", {}, "", "own radar and fix"}).has_value());
    ASSERT_TRUE(watch(NotePursuit{track(), "signalled", "visual", true, "", "signal L by lamp, 900 m"}).has_value());
  }
  std::shared_ptr<const LawNow> law() const { return engine_->law(); }
  const authority::Pursuit& pursuit() const { return law_kept()->pursuit_of(track())->machine; }
  std::shared_ptr<const LawNow> law_kept() const { return kept_ = engine_->law(); }
  authority::Outcome outcome(authority::Action action, authority::ZoneReading here) const {
    authority::Facts facts;
    facts.as_of = authority::Day(2026, 11, 22);
    facts.acting_state = *authority::State::from_code("PT");
    facts.asset.kind = authority::AssetKind::warship;
    facts.vessel.nationality.status = authority::NationalityStatus::claimed;
    facts.vessel.nationality.flag = *authority::State::from_code("PA");
    facts.zone.here = here;
    facts.suspicion.kind = authority::SuspicionKind::drug_trafficking;
    facts.suspicion.grounds = authority::Grounds::reasonable_grounds;
    facts.pursuit = pursuit().facts();
    return authority::evaluate(facts, action).outcome;
  }

  Engine& engine() { return *engine_; }
  const EngineLimits& limits() const { return limits_; }
  SharingDesk& desk() { return desk_; }
  Instant now() const { return now_; }
  const std::vector<ZoneEvent>& crossings() const { return crossings_; }
  const std::vector<std::string>& events() const { return events_; }
  const std::string& last_error() const { return last_error_; }

 private:
  testing::FalseRandom random_{7};
  Instant now_ = kNoon;
  SharingDesk desk_;
  EngineLimits limits_;
  std::optional<Engine> engine_;
  mutable std::shared_ptr<const LawNow> kept_;
  std::vector<ZoneEvent> crossings_;
  std::vector<std::string> events_;
  std::string last_error_;
  double latitude_ = 0, longitude_ = 0;
};

const authority::ZoneReading kHighSeas{authority::ZoneKind::high_seas, {}, {}};
const authority::ZoneReading kEconomicZone{authority::ZoneKind::eez, *authority::State::from_code("PT"), {}};

TEST(Law, a_track_that_leaves_territorial_sea_and_contiguous_zone_is_told_of_once_each) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  sea.run_to(kNorthShore + 34.0 / 60, kMiddle);
  ASSERT_EQ(sea.crossings().size(), 4U);
  EXPECT_FALSE(sea.crossings()[0].entered);
  EXPECT_EQ(sea.crossings()[0].zone, "territorial_sea");
  EXPECT_EQ(sea.crossings()[0].states, "PT");
  EXPECT_EQ(sea.crossings()[1].zone, "contiguous_zone");
  EXPECT_TRUE(sea.crossings()[1].entered);
  EXPECT_EQ(sea.crossings()[3].zone, "eez");
  EXPECT_EQ(sea.law()->crossings->size(), 4U);
}

TEST(Law, a_hot_pursuit_runs_from_the_territorial_sea_to_the_economic_zone) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  sea.start();
  EXPECT_EQ(sea.pursuit().state(), PursuitState::grounds) << "where it lies is for a person to be satisfied of";
  sea.verified_and_signalled();
  EXPECT_EQ(sea.pursuit().state(), PursuitState::signalled);
  sea.run_to(kNorthShore + 18.0 / 60, kMiddle);
  EXPECT_EQ(sea.pursuit().state(), PursuitState::pursuing);
  sea.run_to(kNorthShore + 40.0 / 60, kMiddle);
  EXPECT_EQ(sea.pursuit().state(), PursuitState::pursuing);
  for (const auto which :
       {PursuitCondition::good_reason, PursuitCondition::in_zone_at_start, PursuitCondition::position_verified,
        PursuitCondition::signal_given, PursuitCondition::before_exit, PursuitCondition::continuous}) {
    EXPECT_EQ(sea.pursuit().condition(which).met, authority::Tri::yes) << authority::word_of(which);
    EXPECT_FALSE(sea.pursuit().condition(which).evidence.empty()) << authority::word_of(which);
  }
  EXPECT_EQ(sea.outcome(authority::Action::board, kEconomicZone), authority::Outcome::permitted);
  const auto arrested = sea.watch(NotePursuit{sea.track(), "arrested", "", {}, "", "boarded, master arrested"});
  ASSERT_TRUE(arrested.has_value());
  EXPECT_EQ(sea.pursuit().state(), PursuitState::arrested);
}

TEST(Law, a_break_ends_the_pursuit_for_good) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  sea.start();
  sea.verified_and_signalled();
  sea.run_to(kNorthShore + 30.0 / 60, kMiddle);
  for (int i = 0; i < 80; ++i) sea.step();  // 40 minutes without a word from the track
  EXPECT_EQ(sea.pursuit().state(), PursuitState::ceased);
  EXPECT_EQ(sea.pursuit().end(), PursuitEnd::contact_lost);
  sea.run_to(kNorthShore + 32.0 / 60, kMiddle);
  EXPECT_EQ(sea.pursuit().state(), PursuitState::ceased) << "that it is heard again revives nothing";
  EXPECT_EQ(sea.outcome(authority::Action::pursue, kEconomicZone), authority::Outcome::prohibited);
  EXPECT_FALSE(sea.watch(NotePursuit{sea.track(), "in_contact", "", {}, "", "seen again"}).has_value());
  EXPECT_NE(sea.last_error().find("over"), std::string::npos);
}

TEST(Law, the_territorial_sea_of_a_third_state_ends_the_pursuit) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  sea.start();
  sea.verified_and_signalled();
  sea.run_to(kNorthShore + 30.0 / 60, kMiddle);
  sea.run_to(kNorthShore + 6.0 / 60, -40.0);  // Barbados' territorial sea
  EXPECT_EQ(sea.pursuit().state(), PursuitState::ceased);
  EXPECT_EQ(sea.pursuit().end(), PursuitEnd::entered_territorial_sea);
  EXPECT_EQ(sea.pursuit().ended_in().code(), "BB");
  sea.run_to(kNorthShore + 40.0 / 60, -40.0);
  EXPECT_EQ(sea.pursuit().state(), PursuitState::ceased) << "leaving it again revives nothing";
  EXPECT_EQ(sea.outcome(authority::Action::pursue, kHighSeas), authority::Outcome::prohibited);
}

TEST(Law, without_a_signal_inside_there_is_no_pursuit_outside) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  sea.start();
  ASSERT_TRUE(sea.watch(NotePursuit{sea.track(), "position_verified", "", {}, "", "own fix"}).has_value());
  sea.run_to(kNorthShore + 20.0 / 60, kMiddle);
  EXPECT_EQ(sea.pursuit().end(), PursuitEnd::left_unsignalled);
}

TEST(Law, contact_that_the_pursuer_keeps_bridges_a_silent_track) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  sea.start();
  sea.verified_and_signalled();
  sea.run_to(kNorthShore + 30.0 / 60, kMiddle);
  for (int i = 0; i < 100; ++i) {
    sea.step();
    if (i % 10 == 9) {
      ASSERT_TRUE(
          sea.watch(NotePursuit{sea.track(), "in_contact", "", {}, "", "in sight from the bridge"}).has_value());
    }
  }
  EXPECT_EQ(sea.pursuit().state(), PursuitState::pursuing);
}

TEST(Law, who_may_not_and_what_makes_no_sense_is_refused_with_the_cure) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  EXPECT_FALSE(sea.watch(StartPursuit{sea.track(), "smuggling", "seen"}).has_value());
  EXPECT_NE(sea.last_error().find("drug_trafficking"), std::string::npos);
  EXPECT_FALSE(sea.watch(StartPursuit{sea.track(), "drug_trafficking", ""}).has_value());
  EXPECT_FALSE(sea.watch(StartPursuit{domain::TrackId(99), "drug_trafficking", "seen"}).has_value());
  EXPECT_FALSE(sea.watch(NotePursuit{sea.track(), "signalled", "visual", true, "", "lamp"}).has_value());
  const Effects& effects = sea.step({{sea.desk().overseer(sea.now()), StartPursuit{sea.track(), "fiscal", "seen"}}});
  EXPECT_FALSE(effects.answers[0].has_value());
  Sea nobody("");
  nobody.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  EXPECT_FALSE(nobody.watch(StartPursuit{nobody.track(), "drug_trafficking", "seen"}).has_value());
  EXPECT_NE(nobody.last_error().find("centre.state"), std::string::npos);
}

TEST(Law, a_replay_and_a_restored_state_give_the_same) {
  Sea sea;
  sea.begin_at(kNorthShore + 8.0 / 60, kMiddle);
  sea.start();
  sea.verified_and_signalled();
  sea.run_to(kNorthShore + 30.0 / 60, kMiddle);
  const std::string state = sea.engine().save();
  auto restored = Engine::restore(state, sea.limits());
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  EXPECT_EQ(restored->save(), state);
  Engine again(sea.limits());
  for (const std::string& bytes : sea.events()) again.step(*event_from_bytes(bytes));
  EXPECT_EQ(again.save(), state);
  // Without the zone file, the state says by which one it was made.
  EngineLimits bare;
  auto elsewhere = Engine::restore(state, bare);
  ASSERT_TRUE(elsewhere.has_value());
  EXPECT_EQ(elsewhere->law()->zones_before, atlas()->version());
}

// ---- sharing ----

Command note_use(Sea& sea, std::string act, std::string status, std::optional<bool> lawful, std::string facts = "") {
  return {sea.desk().officer(sea.now()),
          NoteReportedUse{0, kGuard, "law_enforcement_interdiction", std::move(act), std::move(status), lawful,
                          std::move(facts), "as told by two witnesses"}};
}

const Result<Answer>& last(const Effects& effects) { return effects.answers.back(); }

TEST(Law, a_pattern_without_assurances_leaves_sharing_conditional_with_a_checklist) {
  Sea sea("GB");
  const Effects& adopted = sea.step(sea.desk().adopt(AgreementText{}.toml(), sea.now()));
  ASSERT_TRUE(last(adopted).has_value()) << last(adopted).error().message;
  ASSERT_TRUE(last(sea.step({note_use(sea, "force_lethal", "reported", {})})).has_value());
  ASSERT_TRUE(last(sea.step({note_use(sea, "force_lethal", "reported", {})})).has_value());
  EXPECT_EQ(sea.law()->uses->front().outcome, authority::Outcome::prohibited);
  const auto sharing = sea.engine().sharing();
  const HeldAgreement& held = sharing->agreements->front();
  const SharingQuestion question = sharing_question(*sea.law(), held, sharing->evaluator->desk(), kGuard, sea.now());
  EXPECT_EQ(question.facts.sharing.pattern_of_wrongful_use, authority::Tri::yes);
  const authority::Answer answer = authority::evaluate(question.facts, authority::Action::share_intelligence);
  EXPECT_EQ(answer.outcome, authority::Outcome::conditional);
  EXPECT_TRUE(answer.missing.has(authority::Missing::CREDIBLE_ASSURANCES));
  EXPECT_TRUE(answer.missing.has(authority::Missing::VERIFICATION));
}

TEST(Law, refused_assurances_after_a_pattern_stop_adoption_and_resumption) {
  Sea sea("GB");
  sea.step(sea.desk().adopt(AgreementText{}.toml(), sea.now()));
  sea.step({note_use(sea, "force_lethal", "established", false)});
  release::StopCell cell;
  cell.partner = "XAA";
  cell.agency = kGuard;
  const Effects& stopped = sea.step({{sea.desk().watch(sea.now()), OrderStop{cell, "strike reported"}}});
  const std::uint64_t epoch = stopped.answers[0]->number;
  ASSERT_TRUE(last(sea.step({{sea.desk().adviser(sea.now()),
                              HoldSharingFacts{kGuard, R"({"assurances":"refused"})", "their letter of 3 November"}}}))
                  .has_value());
  AgreementText second;
  second.version = 2;
  EXPECT_FALSE(last(sea.step(sea.desk().adopt(second.toml(), sea.now()))).has_value());
  EXPECT_NE(sea.last_error().find("H-3"), std::string::npos) << sea.last_error();
  EXPECT_FALSE(last(sea.step({{sea.desk().officer(sea.now()), AgreeToResume{epoch, {}, "again"}}})).has_value());
  // The letter withdrawn, the adoption is possible again: what is missing is a checklist, not a bar.
  ASSERT_TRUE(
      last(sea.step({{sea.desk().adviser(sea.now()), HoldSharingFacts{kGuard, "", "they gave them after all"}}}))
          .has_value());
  AgreementText third;
  third.version = 3;
  EXPECT_TRUE(last(sea.step(sea.desk().adopt(third.toml(), sea.now()))).has_value()) << sea.last_error();
}

TEST(Law, a_declared_strike_bars_sharing_whatever_the_purpose_and_whoever_is_designated) {
  for (const std::string designations : {"", R"(,"designations":["FTO","SDGT"])"}) {
    Sea sea("GB");
    const std::string facts = R"({"armed_conflict":{"status":"asserted_only"})" + designations + "}";
    ASSERT_TRUE(last(sea.step({note_use(sea, "force_lethal", "declared", {}, facts)})).has_value()) << sea.last_error();
    EXPECT_EQ(sea.law()->uses->front().outcome, authority::Outcome::prohibited);
    EXPECT_FALSE(last(sea.step(sea.desk().adopt(AgreementText{}.toml(), sea.now()))).has_value());
    EXPECT_NE(sea.last_error().find("prohibited"), std::string::npos);
    // Rescue is never held up.
    AgreementText rescue;
    rescue.id = "rescue";
    rescue.purposes = {"search_and_rescue"};
    EXPECT_TRUE(last(sea.step(sea.desk().adopt(rescue.toml(), sea.now()))).has_value()) << sea.last_error();
  }
}

TEST(Law, a_use_with_words_that_nobody_knows_is_refused) {
  Sea sea("GB");
  EXPECT_FALSE(last(sea.step({note_use(sea, "sink", "reported", {})})).has_value());
  EXPECT_FALSE(last(sea.step({note_use(sea, "force_lethal", "rumoured", {})})).has_value());
  EXPECT_FALSE(last(sea.step({note_use(sea, "force_lethal", "reported", {}, R"({"zone":{"kind":7}})")})).has_value());
  EXPECT_EQ(sea.law()->uses->size(), 0U);
}

}  // namespace
}  // namespace fairlead::engine
