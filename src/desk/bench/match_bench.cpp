// SPDX-License-Identifier: Apache-2.0
// One vessel against a list of 50,000: names with a slip of the pen, which is the slowest way to ask.
#include <memory>
#include <random>

#include <benchmark/benchmark.h>

#include "desk/match.hpp"

namespace fairlead::desk {
namespace {

constexpr std::string_view kWords[] = {"SEA",   "STAR",  "OCEAN", "QUEEN", "LADY",   "SAN",    "PEDRO",   "MARIA",
                                       "BLUE",  "WAVE",  "NORTH", "SOUTH", "EAST",   "WEST",   "LION",    "TIGER",
                                       "PEARL", "EAGLE", "PRIDE", "HOPE",  "SPIRIT", "TRADER", "FORTUNE", "GLORY",
                                       "MOON",  "SUN",   "RIVER", "BAY",   "ISLAND", "KING",   "PRINCE",  "DRAGON"};

std::string some_name(std::mt19937_64& chance) {
  std::string name(kWords[chance() % std::size(kWords)]);
  name += ' ';
  name += kWords[chance() % std::size(kWords)];
  if (chance() % 2) name += ' ' + std::string(kWords[chance() % std::size(kWords)]);
  // Letters of its own, as names have.
  name += ' ';
  for (int i = 0; i < 5; ++i) name += static_cast<char>('A' + chance() % 26);
  if (chance() % 3 == 0) name += ' ' + std::to_string(chance() % 30);
  return name;
}

std::shared_ptr<const ListContent> made(std::size_t entities) {
  std::mt19937_64 chance(7);
  auto content = std::make_shared<ListContent>();
  for (std::size_t i = 0; i < entities; ++i) {
    Entity entity;
    entity.id = "v" + std::to_string(1'000'000 + i);
    entity.schema = "Vessel";
    entity.names = {some_name(chance)};
    if (i % 3 == 0) entity.previous_names = {some_name(chance)};
    if (i % 4 == 0) entity.aliases = {some_name(chance)};
    entity.mmsis = {std::to_string(200'000'000 + chance() % 500'000'000)};
    content->entities.push_back(std::move(entity));
  }
  return content;
}

void match_among_50000(benchmark::State& state) {
  const auto content = made(50'000);
  const MatchIndex index(content);
  std::mt19937_64 chance(11);
  std::size_t found = 0;
  for (auto _ : state) {
    Vessel vessel;
    vessel.name = content->entities[chance() % content->entities.size()].names[0];
    vessel.name[chance() % 3] = 'X';
    vessel.mmsi = static_cast<std::uint32_t>(200'000'000 + chance() % 500'000'000);
    found += index.find(vessel).size();
  }
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(state.iterations());
}
BENCHMARK(match_among_50000)->Unit(benchmark::kMicrosecond);

void common_name_among_50000(benchmark::State& state) {
  const MatchIndex index(made(50'000));
  Vessel vessel;
  vessel.name = "SEA STAR";
  for (auto _ : state) benchmark::DoNotOptimize(index.find(vessel));
}
BENCHMARK(common_name_among_50000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace fairlead::desk
