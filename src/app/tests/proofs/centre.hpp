// SPDX-License-Identifier: Apache-2.0
// A centre under proof: the real program in a process of its own, on a data folder that outlives its kills, with
// people, partners of several States, one agreement, and a simulated coast.
//
// Threads: one owner; what is constant after settle() may be read by any.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

#include "testing/stop_history.hpp"
#include "wire.hpp"

namespace fairlead::proofs {

// Somebody who follows one line.
struct Follower {
  std::size_t line = 0;
  std::string purpose;
  std::string token;
};

struct CentreOptions {
  std::vector<std::string> agencies;
  std::vector<std::string> purposes;  // that a stop shuts
  bool rescue = true;                 // besides, each agency has search and rescue, which survives
  int vessels = 60;
  std::string speed = "20";
  std::string tick = "50ms";
  unsigned releases_per_minute = 4096;
  std::string obligations = R"(["no_onward", "no_lethal_use"])";
};

class Centre {
 public:
  explicit Centre(CentreOptions options);
  ~Centre();
  Centre(const Centre&) = delete;
  Centre& operator=(const Centre&) = delete;

  // Starts the program; `fault` as in witness.hpp. False when it died at once.
  bool start(const std::string& fault = {});
  // Makes people, partners and the agreement; after the first start.
  void settle();
  // Waits for the end of a process that ends itself; false when it lives on.
  bool await_end(int patience_ms);
  void kill(int signal);
  bool is_alive();

  std::uint16_t port() const { return port_; }
  std::uint16_t partners_port() const { return partners_port_; }
  std::string data() const { return folder_ + "/data"; }
  std::string config() const { return folder_ + "/fairlead.toml"; }
  std::string witness_file() const { return folder_ + "/witness"; }
  const std::string& folder() const { return folder_; }
  const std::vector<testing::StopHistory::Line>& lines() const { return lines_; }
  const std::vector<Follower>& followers() const { return followers_; }
  const CentreOptions& options() const { return options_; }

  Person officer;  // release officer
  Person adviser;  // legal adviser
  // Both give their password again.
  void confirm();
  // The epochs of the stops that stand.
  std::optional<std::set<std::uint64_t>> open_stops();
  // Lifts what stands.
  void lift_all();

 private:
  std::string said() const;

  CentreOptions options_;
  std::string folder_;
  pid_t child_ = -1;
  std::uint16_t port_ = 0;
  std::uint16_t partners_port_ = 0;
  std::vector<testing::StopHistory::Line> lines_;
  std::vector<Follower> followers_;
};

// Signs in; fails the test otherwise.
Person sign_in(std::uint16_t port, const std::string& name, const std::string& password);

}  // namespace fairlead::proofs
