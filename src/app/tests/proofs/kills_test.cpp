// SPDX-License-Identifier: Apache-2.0
// kill -9 at each step of a stop. Afterwards the stop stands, or it was never acknowledged; no line that it covers is
// open; and nothing comes back that was lifted. FAIRLEAD_STOP_KILLS sets how many (default 20).
#include <csignal>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>

#include "base/system.hpp"
#include "proof_support.hpp"

namespace fairlead::proofs {
namespace {

using testing::StopHistory;

CentreOptions few() {
  CentreOptions options;
  options.agencies = {"XAA/coast_guard", "XAA/police", "XBB/navy"};
  options.purposes = {"law_enforcement_interdiction", "fisheries"};
  options.vessels = 25;
  return options;
}

// The steps, in their order. The last is ended from outside, when the answer is there.
constexpr std::string_view kSteps[] = {"stop_received", "stop_queued",   "stop_stepped",     "stop_durable",
                                       "stop_shut",     "stop_answered", "stop_acknowledged"};

struct Tally {
  std::map<std::string_view, unsigned> killed;
  std::map<std::string_view, unsigned> stood;  // after the restart
  unsigned acknowledged = 0;
  std::uint64_t passages_after = 0;
};

// One life of the program, from its start to its end at `step`, and what the next one says.
class Lives {
 public:
  Lives(Centre& centre, Witness& witness, Readers& readers, std::uint64_t seed)
      : centre_(centre), witness_(witness), readers_(readers), random_(seed) {
    history_.lines = centre.lines();
  }

  void kill_at(std::string_view step, Tally& tally) {
    // Some stops come and go before the one that ends it.
    const auto nth = 1 + random_() % 3;
    const bool outside = step == "stop_acknowledged";
    ASSERT_TRUE(centre_.start(outside ? std::string() : fmt::format("{}:{}", step, nth)));
    readers_.go_to(centre_.partners_port());
    await_lines(readers_, centre_.lines().size() / 2);
    Stopper stopper(centre_, random_());
    bool gone = false;
    for (unsigned i = 1; i <= nth && !gone; ++i) {
      gone = !(i == nth ? stopper.stop() : stopper.once());
    }
    if (outside) {
      ASSERT_FALSE(gone);
      centre_.kill(SIGKILL);
    }
    ASSERT_TRUE(centre_.await_end(10'000)) << step;
    readers_.go_to(0);
    ++tally.killed[step];
    const std::size_t last = history_.stops.size() + stopper.stops.size() - 1;
    history_.stops.insert(history_.stops.end(), stopper.stops.begin(), stopper.stops.end());
    if (history_.stops[last].acknowledged_ns) ++tally.acknowledged;
    collect(history_, witness_, readers_);

    // The next life: what stands?
    ASSERT_TRUE(centre_.start());
    const auto open = centre_.open_stops();
    ASSERT_TRUE(open);
    const std::int64_t now = steady_ns();
    history_.starts.push_back({now, *open});
    StopHistory::Stop& stop = history_.stops[last];
    if (!open->empty()) ++tally.stood[step];
    if (!stop.acknowledged_ns && !open->empty()) {
      // It stands without having been acknowledged; from here on it must hold.
      stop.epoch = *open->begin();
      stop.acknowledged_ns = now;
    }
    readers_.go_to(centre_.partners_port());
    const std::uint64_t before = history_.handed.size();
    ::poll(nullptr, 0, 600);  // what would reopen has time to
    collect(history_, witness_, readers_);
    tally.passages_after += history_.handed.size() - before;
    if (stop.acknowledged_ns) stop.lift_asked_ns = steady_ns();
    centre_.lift_all();
    if (stop.acknowledged_ns) stop.lifted_ns = steady_ns();
    centre_.kill(random_() % 2 == 0 ? SIGKILL : SIGTERM);
    readers_.go_to(0);
  }

  const StopHistory& history() const { return history_; }

 private:
  Centre& centre_;
  Witness& witness_;
  Readers& readers_;
  std::mt19937_64 random_;
  StopHistory history_;
};

TEST(StopKills, at_each_step_leave_a_stop_in_force_or_never_acknowledged) {
  const std::uint64_t kills = wished("FAIRLEAD_STOP_KILLS", 20);
  std::uint64_t seed = 0;
  system_random().fill(std::as_writable_bytes(std::span(&seed, 1)));
  seed = wished("FAIRLEAD_STOPS_SEED", seed);
  SCOPED_TRACE(fmt::format("FAIRLEAD_STOPS_SEED={}", seed));
  Centre centre(few());
  ASSERT_TRUE(centre.start());
  centre.settle();
  centre.kill(SIGTERM);
  Witness witness(centre.witness_file());
  Readers readers(centre.followers(), 4);
  Lives lives(centre, witness, readers, seed);
  Tally tally;
  for (std::uint64_t i = 0; i < kills && !HasFailure(); ++i) {
    lives.kill_at(kSteps[i % std::size(kSteps)], tally);
    if (kills > 50 && i % 50 == 49) {
      const auto judgement = testing::judge(lives.history());
      fmt::print("{} kills, {} violations\n", i + 1, judgement.violations.size());
      std::fflush(stdout);
      // Whoever signed in must do so again within five minutes to lift a stop; that is done at a start.
    }
    if (i % 20 == 19 && i + 1 < kills) {
      ASSERT_TRUE(centre.start());
      centre.confirm();
      centre.kill(SIGTERM);
    }
  }
  const testing::StopJudgement judgement = testing::judge(lives.history());
  for (const auto& violation : judgement.violations) ADD_FAILURE() << violation.text;
  for (const std::string_view step : kSteps) {
    fmt::print("{}: {} kills, the stop stood {} times\n", step, tally.killed[step], tally.stood[step]);
  }
  fmt::print("{} stops acknowledged, {} passages judged, {} of them after restarts, {} violations\n",
             judgement.acknowledged, judgement.handed, tally.passages_after, judgement.violations.size());
  EXPECT_GT(tally.passages_after, 0U);
  // What is durable stands, acknowledged or not; what is not durable does not.
  for (const std::string_view step : {"stop_durable", "stop_shut", "stop_answered", "stop_acknowledged"}) {
    EXPECT_EQ(tally.stood[step], tally.killed[step]) << step;
  }
  for (const std::string_view step : {"stop_received", "stop_queued", "stop_stepped"}) {
    EXPECT_EQ(tally.stood[step], 0U) << step;
  }
}

TEST(StopKills, are_judged_by_one_who_sees_a_stop_that_was_acknowledged_before_it_was_durable) {
  Centre centre(few());
  ASSERT_TRUE(centre.start());
  centre.settle();
  centre.kill(SIGTERM);
  ASSERT_TRUE(centre.start("mistake:stop_not_durable"));
  StopHistory history;
  history.lines = centre.lines();
  Stopper stopper(centre, 1);
  ASSERT_TRUE(stopper.stop());
  centre.kill(SIGKILL);
  history.stops = stopper.stops;
  ASSERT_TRUE(centre.start());
  const auto open = centre.open_stops();
  ASSERT_TRUE(open);
  history.starts.push_back({steady_ns(), *open});
  const auto judgement = testing::judge(history);
  ASSERT_FALSE(judgement.violations.empty());
  EXPECT_EQ(judgement.violations.front().kind, testing::StopViolation::Kind::lost);
}

}  // namespace
}  // namespace fairlead::proofs
