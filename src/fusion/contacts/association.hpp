// SPDX-License-Identifier: Apache-2.0
// Which plot belongs to which contact, as probabilities: each contact has one plot or none, each plot one contact or
// none. Groups that share no plot are solved apart; a group with few contested plots exactly, by sums over sets of
// plots, a larger one by loopy belief propagation.
//
// Source: Williams and Lau, "Approximate evaluation of marginal association probabilities with belief propagation",
// IEEE Transactions on Aerospace and Electronic Systems 50(4), 2014. Threads: one owner.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fairlead::fusion {

// A possible pair. `odds` against what both would be without each other: weight of the pair over the weight of the
// contact without a plot and over the weight of the plot without a contact.
struct Edge {
  std::uint32_t contact = 0;
  std::uint32_t plot = 0;
  double odds = 0;
  double probability = 0;  // the answer
};

class Association {
 public:
  // `edges` are ordered by contact. Fills their probabilities, and for each plot that it belongs to no contact.
  void solve(std::span<Edge> edges, std::size_t contacts, std::size_t plots);
  const std::vector<double>& unclaimed() const { return unclaimed_; }

 private:
  std::uint32_t root(std::uint32_t node);
  void solve_group(std::span<Edge> edges);
  bool solve_exactly(std::span<Edge> edges);
  void solve_loopy(std::span<Edge> edges);

  std::vector<double> unclaimed_;
  std::vector<std::uint32_t> parent_;
  std::vector<std::uint32_t> claims_;  // per plot
  std::vector<std::uint32_t> order_;   // edges by group
  std::vector<std::uint32_t> group_start_;
  std::vector<Edge> group_;
  std::vector<double> to_plot_, to_contact_, sums_;
  std::vector<std::int32_t> bit_;
  std::vector<double> forward_, backward_, leave_;
  std::vector<std::uint32_t> contact_start_;
};

}  // namespace fairlead::fusion
