// SPDX-License-Identifier: Apache-2.0
// What the proofs of the stop have in common: who stops and lifts, and how what was seen becomes a history.
//
// Threads: a Stopper belongs to one.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "centre.hpp"
#include "readers.hpp"
#include "testing/stop_history.hpp"
#include "wire.hpp"
#include "witness.hpp"

namespace fairlead::proofs {

// A number of the environment.
std::uint64_t wished(const char* name, std::uint64_t otherwise);

// One who stops and lifts again and again.
class Stopper {
 public:
  Stopper(const Centre& centre, std::uint64_t seed) : centre_(centre), wire_(centre.port()), random_(seed) {}

  // Orders a stop of something; false when the program went away.
  bool stop();
  // The same, and lifts it after a while.
  bool once();
  // Stops one agency, and lifts it at once.
  bool stop_agency();
  // Between a stop and the next what was stopped goes on.
  void rest(unsigned ms_max);

  std::vector<testing::StopHistory::Stop> stops;
  std::vector<double> took_ms;
  std::uint64_t dropped = 0;
  std::uint64_t closed = 0;

 private:
  bool order(const release::StopCell& cell, const std::string& json);
  bool lift(testing::StopHistory::Stop& stop);

  const Centre& centre_;
  Wire wire_;
  std::mt19937_64 random_;
};

// Moves what witness and readers have into the history.
void collect(testing::StopHistory& history, Witness& witness, Readers& readers);
// Waits until so many lines have had something.
void await_lines(Readers& readers, std::size_t lines);

}  // namespace fairlead::proofs
