// SPDX-License-Identifier: Apache-2.0
// A hot pursuit as it runs, and what the engine says of it.
#include "authority/pursuit.hpp"

#include <gtest/gtest.h>

#include "authority/engine.hpp"

namespace fairlead::authority {
namespace {

namespace event = pursuit_event;

State state(std::string_view code) { return *State::from_code(code); }

ZoneReading zone(ZoneKind kind, std::string_view code = {}) {
  ZoneReading reading;
  reading.kind = kind;
  if (!code.empty()) reading.state = state(code);
  return reading;
}

Instant minute(int m) { return Instant::from_unix_seconds(1'700'000'000 + m * 60); }

class PursuitTest : public testing::Test {
 protected:
  void start() {
    pursuit.on(minute(0), event::Grounds{SuspicionKind::drug_trafficking}, "informant");
    pursuit.on(minute(1), event::Located{zone(ZoneKind::territorial_sea, "DO"), true}, "radar and visual");
  }
  void signal() { pursuit.on(minute(2), event::Signalled{Signal::visual, Tri::yes}, "searchlight"); }

  Outcome outcome(Action action, const ZoneReading& here) {
    Facts facts;
    facts.as_of = Day(2025, 11, 12);
    facts.acting_state = state("DO");
    facts.asset.kind = AssetKind::warship;
    facts.vessel.nationality.status = NationalityStatus::confirmed;
    facts.vessel.nationality.flag = state("PA");
    facts.zone.here = here;
    facts.suspicion.kind = SuspicionKind::drug_trafficking;
    facts.suspicion.grounds = Grounds::reasonable_grounds;
    facts.pursuit = pursuit.facts();
    return evaluate(facts, action).outcome;
  }

  Pursuit pursuit{state("DO"), PursuitLimits{}};
};

TEST_F(PursuitTest, runs_from_grounds_to_arrest_with_the_evidence_of_each_condition) {
  EXPECT_EQ(pursuit.state(), PursuitState::none);
  pursuit.on(minute(0), event::Grounds{SuspicionKind::drug_trafficking}, "informant");
  EXPECT_EQ(pursuit.state(), PursuitState::grounds);
  pursuit.on(minute(1), event::Located{zone(ZoneKind::territorial_sea, "DO"), true}, "radar");
  EXPECT_EQ(pursuit.state(), PursuitState::located);
  signal();
  EXPECT_EQ(pursuit.state(), PursuitState::signalled);
  pursuit.on(minute(10), event::Crossed{zone(ZoneKind::contiguous_zone, "DO")});
  EXPECT_EQ(pursuit.state(), PursuitState::pursuing);
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::contiguous_zone, "DO")), Outcome::permitted);
  pursuit.on(minute(60), event::Crossed{zone(ZoneKind::high_seas)});
  EXPECT_EQ(outcome(Action::arrest_persons, zone(ZoneKind::high_seas)), Outcome::permitted);
  EXPECT_EQ(pursuit.running(minute(62)), std::chrono::minutes(60));
  pursuit.on(minute(62), event::Arrested{});
  EXPECT_EQ(pursuit.state(), PursuitState::arrested);
  EXPECT_EQ(pursuit.condition(PursuitCondition::position_verified).evidence, "radar");
  EXPECT_EQ(pursuit.condition(PursuitCondition::signal_given).at, minute(2));
}

TEST_F(PursuitTest, never_starts_when_the_vessel_left_before_a_signal) {
  start();
  pursuit.on(minute(5), event::Crossed{zone(ZoneKind::contiguous_zone, "DO")});
  EXPECT_EQ(pursuit.end(), PursuitEnd::left_unsignalled);
  signal();
  EXPECT_EQ(pursuit.state(), PursuitState::ceased);
  EXPECT_EQ(pursuit.ignored_events(), 1);
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::high_seas)), Outcome::prohibited);
}

TEST_F(PursuitTest, survives_a_short_silence_and_not_a_long_one) {
  start();
  signal();
  pursuit.on(minute(10), event::Crossed{zone(ZoneKind::high_seas)});
  pursuit.on(minute(20), event::Lost{});
  pursuit.on(minute(30), event::Regained{}, "radar");
  EXPECT_EQ(pursuit.state(), PursuitState::pursuing);
  pursuit.on(minute(40), event::Lost{});
  EXPECT_EQ(pursuit.on_time(minute(55)), PursuitState::pursuing);
  EXPECT_EQ(pursuit.on_time(minute(56)), PursuitState::ceased);
  EXPECT_EQ(pursuit.end(), PursuitEnd::contact_lost);
  EXPECT_EQ(pursuit.ended_at(), minute(55));
  pursuit.on(minute(57), event::Regained{});
  EXPECT_EQ(pursuit.state(), PursuitState::ceased) << "what was broken does not revive";
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::high_seas)), Outcome::prohibited);
}

TEST_F(PursuitTest, ends_in_the_territorial_sea_of_a_third_state_and_names_it) {
  start();
  signal();
  pursuit.on(minute(30), event::Crossed{zone(ZoneKind::eez, "HT")});
  EXPECT_EQ(pursuit.state(), PursuitState::pursuing) << "passing through an EEZ does not matter";
  pursuit.on(minute(50), event::Crossed{zone(ZoneKind::territorial_sea, "HT")}, "AIS");
  EXPECT_EQ(pursuit.end(), PursuitEnd::entered_territorial_sea);
  EXPECT_EQ(pursuit.ended_in(), state("HT"));
  EXPECT_NE(pursuit.sentence().find("the territorial sea of Haiti"), std::string::npos);
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::territorial_sea, "HT")), Outcome::conditional);
  pursuit.on(minute(60), event::Crossed{zone(ZoneKind::high_seas)});
  EXPECT_EQ(pursuit.state(), PursuitState::ceased);
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::high_seas)), Outcome::prohibited);
}

TEST_F(PursuitTest, a_radio_order_alone_is_contested_and_beside_a_seen_signal_is_not) {
  start();
  pursuit.on(minute(2), event::Signalled{Signal::radio, Tri::yes}, "VHF 16");
  pursuit.on(minute(10), event::Crossed{zone(ZoneKind::high_seas)});
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::high_seas)), Outcome::contested);
  Pursuit both(state("DO"), {});
  pursuit = both;
  start();
  signal();
  pursuit.on(minute(3), event::Signalled{Signal::radio, Tri::yes}, "VHF 16");
  pursuit.on(minute(10), event::Crossed{zone(ZoneKind::high_seas)});
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::high_seas)), Outcome::permitted);
}

TEST_F(PursuitTest, changing_craft_keeps_it_alive_and_a_broken_handing_over_ends_it) {
  start();
  signal();
  pursuit.on(minute(10), event::Crossed{zone(ZoneKind::high_seas)});
  pursuit.on(minute(20), event::HandedOver{Handover::aircraft_to_ship, true, state("DO")});
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::high_seas)), Outcome::permitted);
  pursuit.on(minute(30), event::HandedOver{Handover::ship_to_ship_same_state, false, state("DO")});
  EXPECT_EQ(pursuit.end(), PursuitEnd::handover_broken);
}

TEST_F(PursuitTest, a_mother_ship_outside_is_pursued_through_its_boats) {
  pursuit.on(minute(0), event::Grounds{SuspicionKind::drug_trafficking});
  pursuit.on(minute(1), event::Located{zone(ZoneKind::territorial_sea, "DO"), true, true}, "boats seen landing");
  signal();
  EXPECT_EQ(pursuit.state(), PursuitState::pursuing);
  EXPECT_EQ(outcome(Action::pursue, zone(ZoneKind::high_seas)), Outcome::permitted);
}

}  // namespace
}  // namespace fairlead::authority
