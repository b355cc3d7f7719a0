// SPDX-License-Identifier: Apache-2.0
// Partners that follow their feeds: one thread, many connections. Of each chunk it notes between which moments its
// bytes reached the kernel, of each release what it holds. Some read slowly, so that a stop finds half a release.
//
// The kernel's stamp (SO_TIMESTAMPNS) is that of the newest segment that it joined to what waits: bytes of a release
// that nobody has read yet bear the stamp of the heartbeat behind them. So it counts only where the chunk ends with
// bytes of a release and nothing waits behind it; else the moment of reading bounds it.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "centre.hpp"

namespace fairlead::proofs {

class Readers {
 public:
  struct Read {
    std::vector<testing::StopHistory::Arrived> arrived;
    std::map<std::uint64_t, std::vector<geo::Position>> contents;
    std::uint64_t releases = 0;
  };
  struct Counters {
    std::atomic<std::uint64_t> bytes = 0;
    std::atomic<std::uint64_t> releases = 0;
    std::atomic<std::uint64_t> objects = 0;
    std::atomic<std::uint64_t> connections = 0;  // made
    std::atomic<std::uint64_t> ended = 0;        // by the other side
  };

  // Every `slow_every`th reads slowly; 0: none. Without `keep` what was read is counted and no more.
  Readers(std::vector<Follower> followers, unsigned slow_every, bool keep = true);
  ~Readers();
  // Where the partners' door is now; 0: nowhere.
  void go_to(std::uint16_t port);
  // What was read since the last call.
  Read take();
  // How many lines have had a release since they were last told where to go.
  std::size_t lines_alive();
  const Counters& counters() const { return counters_; }

 private:
  struct Line;
  void run();
  bool read(Line& line);

  const bool keep_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::atomic<std::uint16_t> port_ = 0;
  std::atomic<bool> stopping_ = false;
  Counters counters_;
  std::mutex mutex_;  // guards what follows
  Read read_;
  std::set<std::size_t> alive_;
  std::thread thread_;
};

}  // namespace fairlead::proofs
