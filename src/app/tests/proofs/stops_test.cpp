// SPDX-License-Identifier: Apache-2.0
// Stops and their lifting, ordered over HTTP by many at a time while partners follow their feeds from another process;
// what the gate did and what the readers got is judged. FAIRLEAD_STOPS sets how many (default 400),
// FAIRLEAD_STOPPERS by how many at a time (default 8).
#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>

#include "base/system.hpp"
#include "proof_support.hpp"

namespace fairlead::proofs {
namespace {

using testing::StopHistory;

CentreOptions many() {
  CentreOptions options;
  options.agencies = {"XAA/coast_guard", "XAA/police",  "XBB/coast_guard", "XBB/navy",
                      "XCC/coast_guard", "XCC/customs", "XDD/coast_guard", "XEE/fisheries"};
  options.purposes = {"law_enforcement_interdiction", "fisheries"};
  return options;
}

double part(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

struct Found {
  std::uint64_t stops = 0;
  std::uint64_t violations = 0;
  std::string first;
};

Found run(std::uint64_t stops, std::uint64_t round_size, const std::string& fault) {
  Centre centre(many());
  Found found;
  if (!centre.start()) {
    ADD_FAILURE() << "the program does not start";
    return found;
  }
  centre.settle();
  if (!fault.empty()) {
    centre.kill(SIGTERM);
    EXPECT_TRUE(centre.start(fault));
  }
  std::uint64_t seed = 0;
  system_random().fill(std::as_writable_bytes(std::span(&seed, 1)));
  seed = wished("FAIRLEAD_STOPS_SEED", seed);
  SCOPED_TRACE(fmt::format("FAIRLEAD_STOPS_SEED={}", seed));
  Witness witness(centre.witness_file());
  Readers readers(centre.followers(), 5);
  readers.go_to(centre.partners_port());
  await_lines(readers, centre.lines().size() * 3 / 4);
  const std::uint64_t stoppers_wished = wished("FAIRLEAD_STOPPERS", 8);
  std::vector<double> took_ms;
  StopHistory warm;
  warm.lines = centre.lines();
  collect(warm, witness, readers);
  std::uint64_t handed = 0;
  std::uint64_t beside = 0;
  std::uint64_t without_figures = 0;
  std::uint64_t dropped = 0;
  std::uint64_t closed = 0;
  const std::int64_t began = steady_ns();
  std::int64_t confirmed = began;
  while (found.stops < stops && found.violations == 0 && !::testing::Test::HasFailure()) {
    StopHistory history;
    history.lines = centre.lines();
    std::atomic<std::uint64_t> left = std::min(round_size, stops - found.stops);
    std::vector<std::unique_ptr<Stopper>> stoppers;
    std::vector<std::thread> threads;
    for (std::uint64_t i = 0; i < stoppers_wished; ++i) {
      stoppers.push_back(std::make_unique<Stopper>(centre, seed + found.stops * 64 + i));
      threads.emplace_back([&left, stopper = stoppers.back().get()] {
        for (std::uint64_t now = left; now > 0;) {
          if (!left.compare_exchange_weak(now, now - 1)) continue;
          if (!stopper->once()) break;
          stopper->rest(40);
          now = left;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    collect(history, witness, readers);
    for (const auto& stopper : stoppers) {
      history.stops.insert(history.stops.end(), stopper->stops.begin(), stopper->stops.end());
      took_ms.insert(took_ms.end(), stopper->took_ms.begin(), stopper->took_ms.end());
      dropped += stopper->dropped;
      closed += stopper->closed;
    }
    const auto open = centre.open_stops();
    if (open) history.starts.push_back({steady_ns(), *open});
    EXPECT_TRUE(open);
    const testing::StopJudgement judgement = testing::judge(history);
    found.stops += judgement.acknowledged;
    found.violations += judgement.violations.size();
    for (const auto& violation : judgement.violations) {
      if (!found.first.empty()) found.first += '\n';
      found.first += violation.text;
    }
    without_figures += judgement.without_figures;
    handed += judgement.handed;
    beside += judgement.handed_under_stops;
    const double seconds = static_cast<double>(steady_ns() - began) / 1e9;
    fmt::print(
        "{} stops in {:.0f} s, {} violations; {} passages, {} beside a stop; {} releases and {} MB read; {} "
        "dropped, {} connections closed by stops, {} stops without figures; acknowledged p50 {:.1f} ms, p99 {:.1f} ms, "
        "max {:.1f} ms\n",
        found.stops, seconds, found.violations, handed, beside, readers.counters().releases.load(),
        readers.counters().bytes.load() / 1'000'000, dropped, closed, without_figures, part(took_ms, 0.5),
        part(took_ms, 0.99), part(took_ms, 1));
    std::fflush(stdout);
    if (steady_ns() - confirmed > 100'000'000'000) {
      centre.confirm();
      confirmed = steady_ns();
    }
  }
  EXPECT_GT(handed, 0U);
  if (fault.empty()) {
    EXPECT_GT(beside, 0U);
    EXPECT_GT(dropped, 0U);
  }
  return found;
}

TEST(Stops, hand_nothing_over_after_their_acknowledgement) {
  const std::uint64_t stops = wished("FAIRLEAD_STOPS", 400);
  const Found found = run(stops, 500, {});
  EXPECT_EQ(found.violations, 0U) << found.first;
  EXPECT_EQ(found.stops, stops);
}

TEST(Stops, are_judged_by_one_who_sees_a_gate_that_stays_open) {
  if (std::getenv("FAIRLEAD_PROGRAM") != nullptr) GTEST_SKIP() << "another program has no planted mistakes";
  const Found found = run(200, 200, "mistake:gate_stays_open");
  EXPECT_GT(found.violations, 0U);
  fmt::print("found: {}\n", found.first);
}

// How long a stop takes while much goes out: a measurement, hence only where it is asked for. FAIRLEAD_PROGRAM names
// the program, such as build/release/fairlead; FAIRLEAD_STOP_LOAD is how many stops.
TEST(StopLoad, is_measured) {
  const std::uint64_t stops = wished("FAIRLEAD_STOP_LOAD", 0);
  if (stops == 0) GTEST_SKIP() << "FAIRLEAD_STOP_LOAD=300 measures so many stops under load";
  CentreOptions options;
  for (char state = 'A'; state <= 'T'; ++state) {
    for (const char* const agency : {"coast_guard", "navy"})
      options.agencies.push_back(fmt::format("X{0}{0}/{1}", state, agency));
  }
  options.purposes = {"fisheries"};
  options.rescue = false;
  options.vessels = static_cast<int>(wished("FAIRLEAD_STOP_LOAD_VESSELS", 1500));
  options.speed = std::to_string(wished("FAIRLEAD_STOP_LOAD_SPEED", 20));
  options.tick = fmt::format("{}ms", wished("FAIRLEAD_STOP_LOAD_TICK_MS", 500));
  Centre centre(options);
  ASSERT_TRUE(centre.start());
  centre.settle();
  Readers readers(centre.followers(), 0, false);
  readers.go_to(centre.partners_port());
  await_lines(readers, centre.lines().size() * 3 / 4);
  ::poll(nullptr, 0, 5000);
  Stopper stopper(centre, 1);
  const std::uint64_t objects = readers.counters().objects;
  const std::uint64_t releases = readers.counters().releases;
  const std::int64_t began = steady_ns();
  std::int64_t confirmed = began;
  while (stopper.took_ms.size() < stops) {
    ASSERT_TRUE(stopper.stop_agency());
    stopper.rest(200);
    if (steady_ns() - confirmed < 150'000'000'000) continue;
    centre.confirm();
    confirmed = steady_ns();
  }
  const double seconds = static_cast<double>(steady_ns() - began) / 1e9;
  fmt::print(
      "{} stops: acknowledged p50 {:.1f} ms, p90 {:.1f} ms, p99 {:.1f} ms, max {:.1f} ms, while {:.0f} objects in "
      "{:.0f} "
      "releases a second went to {} partners\n",
      stopper.took_ms.size(), part(stopper.took_ms, 0.5), part(stopper.took_ms, 0.9), part(stopper.took_ms, 0.99),
      part(stopper.took_ms, 1), static_cast<double>(readers.counters().objects - objects) / seconds,
      static_cast<double>(readers.counters().releases - releases) / seconds, options.agencies.size());
}

}  // namespace
}  // namespace fairlead::proofs
