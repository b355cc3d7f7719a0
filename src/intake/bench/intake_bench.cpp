// SPDX-License-Identifier: Apache-2.0
// A file as fast as the engine takes it: sentences a second from disk to batches in a drained inbox.
#include <thread>

#include <benchmark/benchmark.h>

#include "base/log.hpp"
#include "intake/intake.hpp"
#include "tests/sentences.hpp"
#include "tests/temporary.hpp"

namespace fairlead::intake {
namespace {

void file_to_inbox(benchmark::State& state) {
  log::set_level(log::Level::error);
  const TemporaryFolder folder;
  std::string text;
  std::int64_t lines = 0;
  for (int round = 0; round < 20; ++round) {
    for (unsigned ship = 0; ship < 1000; ++ship) {
      Around around;
      if (state.range(0) != 0) around.tag_time = 1'600'000'000 + round;
      text += ship % 10 == 0 ? voyage(244'000'000 + ship, "BENCHMARK", around)
                             : position(244'000'000 + ship, round, around);
      lines += ship % 10 == 0 ? 2 : 1;
    }
  }
  const auto path = folder.write("bench.nmea", text);
  for (auto _ : state) {
    engine::Inbox inbox(262'144);
    Intake intake(inbox, system_wall_clock(), system_steady_clock());
    const auto added = intake.add(domain::SourceId(1),
                                  {.name = "", .url = "file:" + path, .originator = "", .label = {}, .stall = {}});
    if (!added) return state.SkipWithError(added.error().message.c_str());
    intake.start();
    while (!intake.finished()) {
      inbox.wait_for(1, std::chrono::milliseconds(1));
      benchmark::DoNotOptimize(inbox.take_all());
    }
  }
  state.SetItemsProcessed(state.iterations() * lines);
}
BENCHMARK(file_to_inbox)->ArgName("tagged")->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::intake
