// SPDX-License-Identifier: Apache-2.0
// Decisions with the full reason mask over 500 clauses: spread over sixteen agencies, and all of one agency.
#include <benchmark/benchmark.h>

#include "release/cedar.hpp"
#include "release/explain.hpp"

namespace {

using namespace fairlead;
using namespace fairlead::release;

std::vector<Agreement> agreements(std::size_t agencies, std::size_t clauses) {
  std::vector<Agreement> all;
  std::uint64_t state = 1;
  const auto number = [&](std::uint64_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33) % below;
  };
  for (std::size_t a = 0; a < agencies; ++a) {
    Agreement agreement;
    agreement.id = "agreement-" + std::to_string(100 + a);
    agreement.parties = {std::string("XA") + static_cast<char>('A' + a) + "/coast_guard"};
    agreement.valid_from = Instant::from_civil(2026, 1, 1);
    agreement.valid_until = Instant::from_civil(2028, 1, 1);
    agreement.assessment = {"OSJA", Risk::low, Rank::legal_adviser, agreement.valid_until};
    Area area{"box", {}, {}};
    for (const auto& [lat, lon] : {std::pair{0, 0}, std::pair{0, 20}, std::pair{20, 20}, std::pair{20, 0}}) {
      area.polygon.push_back(*geo::Position::from_degrees(lat, lon));
    }
    agreement.areas = {area};
    const std::size_t own = clauses / agencies + (a < clauses % agencies ? 1 : 0);
    for (std::size_t i = 0; i < own; ++i) {
      Clause c;
      c.id = "clause-" + std::to_string(1000 + i);
      c.effect = number(20) == 0 ? Effect::deny : Effect::permit;
      c.purposes.bits = static_cast<std::uint32_t>(1 + number(127));
      c.types.bits = static_cast<std::uint32_t>(1 + number(4095));
      c.acts.bits = static_cast<std::uint32_t>(1 + number(15));
      c.everywhere = number(2) == 0;
      if (!c.everywhere) c.areas = {"box"};
      c.level = static_cast<domain::Level>(number(kLevels));
      if (c.effect == Effect::deny) c.level = domain::Level::top_secret;
      if (number(2) == 0) c.caveats = {"LES"};
      c.fields.bits = static_cast<std::uint32_t>(number(1U << 20U));
      c.obligations.bits = static_cast<std::uint32_t>(number(512));
      agreement.clauses.push_back(std::move(c));
    }
    all.push_back(std::move(agreement));
  }
  return all;
}

struct Prepared {
  Evaluator evaluator;
  Moment moment;
  std::vector<Marking> markings;
  std::vector<PreparedLabel> labels;
  std::vector<PreparedObject> objects;
  std::vector<Ask> asks;
};

Prepared prepared(std::size_t agencies) {
  Prepared p;
  p.evaluator = Evaluator::build(agreements(agencies, 500), {}).value();
  const Instant now = Instant::from_civil(2026, 11, 22);
  p.moment = p.evaluator.at(now);
  RandomRequests random(p.evaluator, 1);
  std::vector<Request> requests;
  for (int i = 0; i < 256; ++i) {
    requests.push_back(random.next());
    p.markings.push_back(requests.back().marking.value_or(Marking{}));
    p.labels.push_back(p.moment.prepare(&p.markings.back()));
  }
  for (std::size_t i = 0; i < requests.size(); ++i) {
    p.objects.push_back(
        p.moment.prepare(p.labels[i], {*from_word<ObjectType>(requests[i].type), requests[i].position, {}, now}));
    p.asks.push_back({static_cast<std::uint8_t>(random.number(agencies)),
                      static_cast<Purpose>(random.number(kCount<Purpose>)),
                      static_cast<Act>(random.number(kCount<Act>)), static_cast<std::uint8_t>(random.number(5))});
  }
  return p;
}

void decide_over_500_clauses(benchmark::State& state) {
  const Prepared p = prepared(static_cast<std::size_t>(state.range(0)));
  std::size_t i = 0;
  std::uint64_t released = 0;
  for (auto _ : state) {
    const Verdict v = p.moment.decide(p.objects[i % 256], p.asks[(i * 7) % 256]);
    released += v.released();
    benchmark::DoNotOptimize(v);
    ++i;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(i));
  state.counters["released"] = static_cast<double>(released) / static_cast<double>(i);
}
BENCHMARK(decide_over_500_clauses)->Arg(16)->Arg(4)->Arg(1);

// An observation of a slot: areas once, then sixteen partners.
void observation_for_16_partners(benchmark::State& state) {
  const Prepared p = prepared(16);
  std::vector<Ask> audience;
  for (std::uint8_t a = 0; a < 16; ++a) audience.push_back({a, Purpose::fisheries, Act::subscribe, 0});
  std::array<Verdict, 64> verdicts;
  PreparedObject object;
  std::size_t i = 0;
  for (auto _ : state) {
    p.moment.prepare(
        object, p.labels[i % 256],
        {ObjectType::ais, geo::Position::from_degrees(static_cast<double>(i % 40), 10), {}, p.moment.now()});
    benchmark::DoNotOptimize(p.moment.decide_all(object, audience, verdicts.data()));
    ++i;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(i) * 16);
}
BENCHMARK(observation_for_16_partners);

void explain_in_words(benchmark::State& state) {
  const Prepared p = prepared(16);
  RandomRequests random(p.evaluator, 1);
  const Request request = random.next();
  const Verdict v = decide(p.evaluator, request, p.moment.now());
  for (auto _ : state) benchmark::DoNotOptimize(explain(p.evaluator, v, request, p.moment.now()));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(explain_in_words);

void build_500_clauses(benchmark::State& state) {
  const auto all = agreements(16, 500);
  for (auto _ : state) benchmark::DoNotOptimize(Evaluator::build(all, {})->at(Instant::from_civil(2026, 11, 22)));
}
BENCHMARK(build_500_clauses)->Unit(benchmark::kMicrosecond);

}  // namespace
