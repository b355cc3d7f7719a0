// SPDX-License-Identifier: Apache-2.0
// What the gate did, in memory that two processes share, so that a killed one has still told it. And the faults of the
// program under proof, as the environment of its process says:
//   FAIRLEAD_FAULT=stop_shut:3             ends the process (SIGKILL) the third time that this step is reached
//   FAIRLEAD_FAULT=mistake:gate_stays_open
//   FAIRLEAD_WITNESS=FILE                  where passages through the gate are written
//
// Threads: one writer (it holds the gate's lock), one reader in another process.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::proofs {

struct Passed {
  std::int64_t at_ns = 0;     // steady clock, when the passage ended
  std::uint64_t release = 0;  // the number in its name
  std::uint64_t epoch = 0;
  std::uint64_t line = 0;  // line_hash
};

std::uint64_t line_hash(std::string_view agency, std::string_view purpose);
std::int64_t steady_ns();

// The file of marks; made by the proof, mapped by both.
class Witness {
 public:
  static constexpr std::uint64_t kMarks = 1U << 21U;
  explicit Witness(const std::string& file);
  ~Witness();
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  void write(const Passed& passed);
  // What was written since the last call. `overrun` is set when more was than fits.
  std::vector<Passed> read(bool& overrun);

 private:
  struct Shared {
    std::atomic<std::uint64_t> count;
    Passed marks[kMarks];
  };
  Shared* shared_ = nullptr;
  std::uint64_t read_ = 0;
};

}  // namespace fairlead::proofs
