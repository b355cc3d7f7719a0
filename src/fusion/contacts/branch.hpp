// SPDX-License-Identifier: Apache-2.0
// What a plot means to a branch: how likely it is its own, and what the branch is after it.
//
// Threads: any.
#pragma once

#include "contacts/contact.hpp"

namespace fairlead::fusion {

// The density of the plot at its place, per m², were it the branch's; 0 when out of reach. `place` is that of the plot
// in the plane of the contact, `lag` how much the plot is older than the branch, in seconds.
double plot_weight(const Branch& branch, const Plot& plot, Pair place, double lag);
void take_plot(Branch& branch, const Plot& plot, Pair place, double lag);

// Joins branches that say the same, and keeps the best `most`.
void trim_branches(std::vector<Branch>& branches, std::size_t most);

// All branches in one.
Gauss whole_of(const std::vector<Branch>& branches);

// The identity that most of the weight carries, and how much.
std::uint32_t name_of(const std::vector<Branch>& branches, double& weight);

}  // namespace fairlead::fusion
