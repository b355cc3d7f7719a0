// SPDX-License-Identifier: Apache-2.0
// Decisions one by one, and the laws they obey.
#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "release/explain.hpp"
#include "release/space.hpp"
#include "release_support.hpp"

namespace fairlead::release {
namespace {

using domain::DecisionOutcome;

Verdict decided(const Request& request, DeskState desk = desk_in_order(), Instant now = kNoon()) {
  return decide(evaluator_of(examples(), std::move(desk)), request, now);
}
StopCell whole_partner() { return {"XAA", {}, {}, {}, {}}; }

TEST(Decide, permits_whole_and_reduced) {
  const Verdict whole = decided(interdiction_request());
  EXPECT_EQ(whole.outcome, DecisionOutcome::permit);
  EXPECT_TRUE(whole.obligations.has(Obligation::no_lethal_use));
  Request request = interdiction_request();
  request.purpose = "fisheries";
  request.zones_possible.add(ZoneKind::eez);
  const Verdict reduced = decided(request);
  EXPECT_EQ(reduced.outcome, DecisionOutcome::permit_reduced);
  EXPECT_EQ(reduced.grid_m, 1000U);
  EXPECT_EQ(reduced.due_at, kNoon() + std::chrono::minutes(15));
  EXPECT_FALSE(reduced.fields.has(Field::imo));
}

TEST(Decide, names_every_failed_part_of_the_nearest_clause) {
  Request request = interdiction_request();
  request.marking->label.level = domain::Level::secret;
  request.marking->label.caveats = {"NF"};
  request.marking->label.personal_data = true;
  request.marking->label.releasable_to.clear();
  request.position = geo::Position::from_degrees(50, 0);
  DeskState desk = desk_in_order();
  desk.assurances.begin()->second.breached = true;
  const Verdict v = decided(request, desk);
  EXPECT_EQ(v.outcome, DecisionOutcome::withhold);
  EXPECT_EQ(to_text(v.failed), "level, releasable, caveats, personal_data, area, assurance");
  const std::string words = explain(evaluator_of(examples(), desk), v, request, kNoon());
  EXPECT_NE(words.find("nearest      xaa-coast-guard version 2, clause interdiction"), std::string::npos) << words;
  EXPECT_NE(words.find("raise the clause's ceiling"), std::string::npos);
}

TEST(Decide, refers_where_the_clause_says_so_and_denies_above_all) {
  Request request = interdiction_request();
  request.type = "lead";
  request.act = "push";
  request.zones_possible = Set<ZoneKind>::of({ZoneKind::territorial_sea});
  EXPECT_EQ(decided(request).outcome, DecisionOutcome::refer);
  request.zones_possible = Set<ZoneKind>::of({ZoneKind::high_seas});
  EXPECT_EQ(decided(request).outcome, DecisionOutcome::permit);
  request.type = "evidence";
  const Verdict v = decided(request);
  EXPECT_EQ(v.outcome, DecisionOutcome::withhold);
  EXPECT_TRUE(v.failed.has(Part::prohibition));
}

TEST(Decide, an_empty_audience_or_use_is_nobody) {
  Request request = rescue_request();
  request.marking->label.releasable_to.clear();
  EXPECT_EQ(decided(request).failed, Set<Part>::of({Part::releasable}));
  request = rescue_request();
  request.marking->label.purposes.clear();
  EXPECT_EQ(decided(request).failed, Set<Part>::of({Part::use}));
}

TEST(Decide, unknown_denies_and_is_told_apart) {
  Request request = rescue_request();
  request.marking.reset();
  EXPECT_EQ(decided(request).outcome, DecisionOutcome::indeterminate);
  request = rescue_request();
  request.purpose = "strike";
  EXPECT_EQ(decided(request).outcome, DecisionOutcome::indeterminate);
  request = rescue_request();
  request.recipient = "XAA/navy";
  EXPECT_EQ(decided(request).failed, Set<Part>::of({Part::party}));
  request = interdiction_request();
  request.position.reset();
  EXPECT_EQ(decided(request).failed, Set<Part>::of({Part::area}));
}

TEST(Decide, orcon_needs_each_originator) {
  Request request = rescue_request();
  request.marking->label.caveats = {"ORCON"};
  EXPECT_TRUE(decided(request).released());
  request.marking->label.originators = {"centre", "ally"};
  EXPECT_EQ(decided(request).failed, Set<Part>::of({Part::consent}));
  DeskState desk = desk_in_order();
  desk.consents.insert(
      {"ally", "XAA/coast_guard", Set<Purpose>::of({Purpose::search_and_rescue}), Instant::from_civil(2027, 1, 1)});
  EXPECT_TRUE(decided(request, desk).released());
  EXPECT_FALSE(decided(request, desk, Instant::from_civil(2027, 1, 1)).released());
  request.marking->label.originators.clear();
  EXPECT_FALSE(decided(request, desk).released());
}

TEST(Decide, assessments_and_dates_run_out_to_the_millisecond) {
  const Instant end = Instant::from_civil(2027, 12, 1);
  const Evaluator e = evaluator_of(examples());
  EXPECT_TRUE(decide(e, rescue_request(), end - Duration(1)).released());
  EXPECT_EQ(decide(e, rescue_request(), end).failed, Set<Part>::of({Part::assessment}));
  EXPECT_EQ(decide(e, rescue_request(), Instant::from_civil(2025, 1, 1)).failed, Set<Part>::of({Part::time}));
  EXPECT_EQ(e.at(kNoon()).good_until(), Instant::from_civil(2027, 6, 1));
  DeskState desk = desk_in_order();
  desk.assessments["xaa-coast-guard"] = {{"OSJA", Risk::high, Rank::legal_adviser, end}, false};
  EXPECT_EQ(decided(rescue_request(), desk).failed, Set<Part>::of({Part::assessment}));
}

TEST(Decide, a_channel_without_labels_carries_open_data_only) {
  auto agreements = examples();
  for (Clause& c : agreements[0].clauses) c.obligations = {};
  const Evaluator e = evaluator_of(agreements);
  Request request = rescue_request();
  request.channel = "nmea";
  EXPECT_TRUE(decide(e, request, kNoon()).released());
  request.marking->label.level = domain::Level::restricted;
  EXPECT_EQ(decide(e, request, kNoon()).failed, Set<Part>::of({Part::encoder}));
  EXPECT_EQ(decided([] {
              auto r = rescue_request();
              r.channel = "nmea";
              return r;
            }())
                .failed,
            Set<Part>::of({Part::obligations}));
}

TEST(Decide, a_field_with_a_stricter_label_is_cut) {
  Request request = interdiction_request();
  request.marking->fields[Field::source] = request.marking->label;
  request.marking->fields[Field::source].level = domain::Level::top_secret;
  const Verdict v = decided(request);
  EXPECT_EQ(v.outcome, DecisionOutcome::permit_reduced);
  EXPECT_EQ(v.fields, Set<Field>::all() - Set<Field>::of({Field::source}));
}

TEST(Decide, a_stop_cuts_its_cells_and_rescue_survives) {
  DeskState desk = desk_in_order();
  StopCell cell = whole_partner();
  ASSERT_TRUE(desk.stops.stop(cell, "o", kNoon()).has_value());
  EXPECT_EQ(decided(interdiction_request(), desk).outcome, DecisionOutcome::suspended);
  EXPECT_EQ(decided(rescue_request(), desk).outcome, DecisionOutcome::permit_reduced);
  EXPECT_EQ(decided(rescue_request(), desk).stop_epoch, 1U);
  desk = desk_in_order();
  cell.purpose = Purpose::prosecution;
  ASSERT_TRUE(desk.stops.stop(cell, "o", kNoon()).has_value());
  EXPECT_EQ(decided(interdiction_request(), desk).outcome, DecisionOutcome::permit);
  cell.purpose.reset();
  cell.area = examples()[0].areas[0];
  ASSERT_EQ(cell.area->name, "basin");
  ASSERT_TRUE(desk.stops.stop(cell, "o", kNoon()).has_value());
  EXPECT_EQ(decided(interdiction_request(), desk).outcome, DecisionOutcome::suspended);
}

TEST(Decide, the_mask_of_a_slot_says_what_single_decisions_say) {
  const Evaluator e = evaluator_of(examples());
  const Moment moment = e.at(kNoon());
  const Marking marking = plain_marking();
  const PreparedLabel label = moment.prepare(&marking);
  const PreparedObject object =
      moment.prepare(label, {ObjectType::ais, geo::Position::from_degrees(14, -73), {}, kNoon()});
  std::vector<Ask> asks;
  for (std::uint8_t agency = 0; agency < e.agencies().size(); ++agency) {
    for (std::size_t p = 0; p < kCount<Purpose>; ++p)
      asks.push_back({agency, static_cast<Purpose>(p), Act::subscribe, 0});
  }
  std::vector<Verdict> verdicts(asks.size());
  const std::uint64_t mask = moment.decide_all(object, asks, verdicts.data());
  for (std::size_t i = 0; i < asks.size(); ++i)
    EXPECT_EQ((mask >> i & 1U) != 0, moment.decide(object, asks[i]).released());
  EXPECT_NE(mask, 0U);
}

// ---- laws, on worlds made by chance ----

int rounds() {
  const char* text = std::getenv("FAIRLEAD_ROUNDS");
  return text != nullptr ? std::atoi(text) : 1500;
}

// Compares what leaves: nothing, referred, released; and of two releases the fields, grid and delay.
bool no_wider(const Verdict& narrow, const Verdict& wide) {
  if (!narrow.released()) return true;
  return wide.released();
}

struct World {
  std::vector<Agreement> agreements;
  DeskState desk;
  Request request;
  Instant now;
};
World world(std::uint64_t seed) {
  const Evaluator plain = evaluator_of(examples());
  RandomRequests random(plain, seed);
  World w;
  w.agreements = examples();
  w.desk = random_desk(random, w.agreements);
  w.request = random.next();
  w.now = random.moment();
  return w;
}

TEST(Law, the_abstraction_decides_as_the_evaluator_does) {
  int released = 0;
  for (int i = 0; i < rounds(); ++i) {
    const World w = world(static_cast<std::uint64_t>(i) * 7919 + 1);
    const Evaluator e = evaluator_of(w.agreements, w.desk);
    const Space space({&w.agreements}, default_channels(), w.desk.cannot);
    const Verdict v = decide(e, w.request, w.now);
    const auto cell = space.cell_of(e, w.request, w.now);
    if (!cell) {
      EXPECT_FALSE(v.released());
      continue;
    }
    const Answer answer = space.answer(0, *cell);
    released += v.released();
    ASSERT_EQ(answer.released(), v.released()) << "seed " << i << ": " << to_text(space, *cell);
    ASSERT_EQ(answer.outcome == DecisionOutcome::refer, v.outcome == DecisionOutcome::refer) << "seed " << i;
    ASSERT_EQ(answer.outcome == DecisionOutcome::suspended, v.outcome == DecisionOutcome::suspended) << "seed " << i;
    if (v.released()) {
      ASSERT_EQ(answer.clause->id, e.clause(v.clause).clause->id) << "seed " << i;
    }
  }
  EXPECT_GT(released, rounds() / 20);
}

TEST(Law, no_agreement_is_nothing) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const World w = world(seed);
    RC_ASSERT(!decide(evaluator_of({}, w.desk), w.request, w.now).released());
  }));
}

TEST(Law, adding_a_restriction_never_widens) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const World w = world(seed);
    const Verdict before = decide(evaluator_of(w.agreements, w.desk), w.request, w.now);
    World narrow = w;
    const Evaluator plain = evaluator_of(w.agreements);
    RandomRequests random(plain, seed + 1);
    Agreement& a = narrow.agreements[random.number(narrow.agreements.size())];
    Clause& c = a.clauses[random.number(a.clauses.size())];
    switch (random.number(9)) {
      case 0:
        if (narrow.request.marking) narrow.request.marking->label.caveats.insert("NF");
        break;
      case 1:
        if (narrow.request.marking) narrow.request.marking->label.releasable_to.clear();
        break;
      case 2: {
        Clause deny;
        deny.id = "zz";
        deny.effect = Effect::deny;
        deny.purposes = Set<Purpose>{static_cast<std::uint32_t>(random.number(128))};
        deny.types = Set<ObjectType>::all();
        deny.acts = Set<Act>::all();
        deny.everywhere = true;
        a.clauses.push_back(deny);
        break;
      }
      case 3:
        if (c.effect == Effect::permit) c.level = domain::Level::unclassified;
        break;
      case 4:
        if (c.effect == Effect::permit) c.purposes = {};
        break;
      case 5:
        narrow.desk.assurances.clear();
        break;
      case 6:
        narrow.desk.consents.clear();
        break;
      case 7:
        if (c.effect == Effect::permit) c.effect = Effect::refer;
        break;
      default:
        narrow.request.zones_possible = {};
        narrow.request.position.reset();
        break;
    }
    const Verdict after = decide(evaluator_of(narrow.agreements, narrow.desk), narrow.request, w.now);
    RC_ASSERT(no_wider(after, before));
  }));
}

TEST(Law, a_stop_beats_everything_but_a_surviving_rescue_clause) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    World w = world(seed);
    const Verdict before = decide(evaluator_of(w.agreements, w.desk), w.request, w.now);
    w.desk.stops.stop({}, "o", Instant{}).value();
    const Evaluator e = evaluator_of(w.agreements, w.desk);
    const Verdict v = decide(e, w.request, w.now);
    RC_ASSERT(no_wider(v, before));
    if (v.released()) RC_ASSERT(e.clause(v.clause).clause->survives_stop);
    for (Agreement& a : w.agreements) {
      for (Clause& c : a.clauses) c.survives_stop = false;
    }
    RC_ASSERT(!decide(evaluator_of(w.agreements, w.desk), w.request, w.now).released());
  }));
}

TEST(Law, the_order_of_agreements_and_clauses_changes_nothing) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const World w = world(seed);
    auto other = w.agreements;
    std::ranges::reverse(other);
    for (Agreement& a : other) std::ranges::reverse(a.clauses);
    const Evaluator x = evaluator_of(w.agreements, w.desk);
    const Evaluator y = evaluator_of(other, w.desk);
    RC_ASSERT(decide(x, w.request, w.now) == decide(y, w.request, w.now));
  }));
}

TEST(Law, a_moment_is_good_until_it_says) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    World w = world(seed);
    if (w.request.marking) w.request.marking->label.expires_at.reset();
    const Evaluator e = evaluator_of(w.agreements, w.desk);
    const auto until = e.at(w.now).good_until();
    if (until) RC_ASSERT(decide(e, w.request, w.now) == decide(e, w.request, *until - Duration(1)));
  }));
}

}  // namespace
}  // namespace fairlead::release
