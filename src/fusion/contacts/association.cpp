// SPDX-License-Identifier: Apache-2.0
#include "contacts/association.hpp"

#include <algorithm>
#include <cmath>

namespace fairlead::fusion {
namespace {

constexpr std::int32_t kExactPlots = 8;
constexpr std::size_t kExactWork = 60'000;
constexpr int kRounds = 60;
constexpr double kSettled = 1e-7;

}  // namespace

std::uint32_t Association::root(std::uint32_t node) {
  while (parent_[node] != node) {
    parent_[node] = parent_[parent_[node]];
    node = parent_[node];
  }
  return node;
}

void Association::solve(std::span<Edge> edges, std::size_t contacts, std::size_t plots) {
  unclaimed_.assign(plots, 1.0);
  if (edges.empty()) return;
  claims_.assign(plots, 0);
  for (const Edge& e : edges) ++claims_[e.plot];

  // Groups: contacts that compete for a plot. The root is the lowest contact, so that groups come in order.
  parent_.resize(contacts);
  for (std::uint32_t i = 0; i < contacts; ++i) parent_[i] = i;
  std::vector<std::uint32_t>& first = group_start_;
  first.assign(plots, UINT32_MAX);
  for (const Edge& e : edges) {
    if (claims_[e.plot] < 2) continue;
    if (first[e.plot] == UINT32_MAX) {
      first[e.plot] = e.contact;
      continue;
    }
    const std::uint32_t a = root(first[e.plot]);
    const std::uint32_t b = root(e.contact);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

  order_.clear();
  for (std::size_t begin = 0; begin < edges.size();) {
    std::size_t end = begin;
    bool contested = false;
    double total = 1;
    while (end < edges.size() && edges[end].contact == edges[begin].contact) {
      contested = contested || claims_[edges[end].plot] > 1;
      total += edges[end].odds;
      ++end;
    }
    if (!contested) {
      for (std::size_t k = begin; k < end; ++k) {
        edges[k].probability = edges[k].odds / total;
        unclaimed_[edges[k].plot] = std::max(0.0, 1 - edges[k].probability);
      }
    } else {
      for (std::size_t k = begin; k < end; ++k) order_.push_back(static_cast<std::uint32_t>(k));
    }
    begin = end;
  }
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return root(edges[a].contact) < root(edges[b].contact); });
  for (std::size_t begin = 0; begin < order_.size();) {
    const std::uint32_t group = root(edges[order_[begin]].contact);
    std::size_t end = begin;
    group_.clear();
    while (end < order_.size() && root(edges[order_[end]].contact) == group) group_.push_back(edges[order_[end++]]);
    solve_group(group_);
    for (std::size_t k = begin; k < end; ++k) edges[order_[k]].probability = group_[k - begin].probability;
    begin = end;
  }
}

void Association::solve_group(std::span<Edge> edges) {
  contact_start_.clear();
  for (std::uint32_t k = 0; k < edges.size(); ++k) {
    if (k == 0 || edges[k].contact != edges[k - 1].contact) contact_start_.push_back(k);
  }
  contact_start_.push_back(static_cast<std::uint32_t>(edges.size()));
  if (!solve_exactly(edges)) solve_loopy(edges);
  for (const Edge& e : edges) unclaimed_[e.plot] = 1;
  for (const Edge& e : edges) unclaimed_[e.plot] -= e.probability;
  for (const Edge& e : edges) unclaimed_[e.plot] = std::clamp(unclaimed_[e.plot], 0.0, 1.0);
}

// Sums over the sets of contested plots that the contacts before, and after, have taken.
bool Association::solve_exactly(std::span<Edge> edges) {
  if (bit_.size() < claims_.size()) bit_.resize(claims_.size());
  for (const Edge& e : edges) bit_[e.plot] = -1;
  std::int32_t bits = 0;
  for (const Edge& e : edges) {
    if (claims_[e.plot] > 1 && bit_[e.plot] < 0) {
      if (bits == kExactPlots) return false;
      bit_[e.plot] = bits++;
    }
  }
  const std::size_t sets = std::size_t{1} << bits;
  const std::size_t contacts = contact_start_.size() - 1;
  if (sets * edges.size() > kExactWork) return false;

  // What a contact may do without touching a contested plot.
  leave_.assign(contacts, 1);
  for (std::size_t c = 0; c < contacts; ++c) {
    for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) {
      if (bit_[edges[k].plot] < 0) leave_[c] += edges[k].odds;
    }
  }
  forward_.assign((contacts + 1) * sets, 0);
  backward_.assign((contacts + 1) * sets, 0);
  forward_[0] = 1;
  // Scaled at each step, so that long products of odds stay within range.
  const auto scale = [&](std::vector<double>& table, std::size_t row) {
    double top = 0;
    for (std::size_t s = 0; s < sets; ++s) top = std::max(top, table[row * sets + s]);
    if (top > 0) {
      for (std::size_t s = 0; s < sets; ++s) table[row * sets + s] /= top;
    }
  };
  for (std::size_t c = 0; c < contacts; ++c) {
    for (std::size_t s = 0; s < sets; ++s) {
      const double from = forward_[c * sets + s];
      if (from == 0) continue;
      forward_[(c + 1) * sets + s] += from * leave_[c];
      for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) {
        const std::int32_t b = bit_[edges[k].plot];
        if (b < 0 || (s >> b & 1U) != 0) continue;
        forward_[(c + 1) * sets + (s | std::size_t{1} << b)] += from * edges[k].odds;
      }
    }
    scale(forward_, c + 1);
  }
  // backward: what the later contacts may do when the set is taken.
  for (std::size_t s = 0; s < sets; ++s) backward_[contacts * sets + s] = 1;
  for (std::size_t c = contacts; c-- > 0;) {
    for (std::size_t s = 0; s < sets; ++s) {
      double sum = backward_[(c + 1) * sets + s] * leave_[c];
      for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) {
        const std::int32_t b = bit_[edges[k].plot];
        if (b < 0 || (s >> b & 1U) != 0) continue;
        sum += backward_[(c + 1) * sets + (s | std::size_t{1} << b)] * edges[k].odds;
      }
      backward_[c * sets + s] = sum;
    }
    scale(backward_, c);
  }
  for (std::size_t c = 0; c < contacts; ++c) {
    double stay = 0;
    double total = 0;
    for (std::size_t s = 0; s < sets; ++s) stay += forward_[c * sets + s] * backward_[(c + 1) * sets + s];
    total = stay * leave_[c];
    for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) {
      const std::int32_t b = bit_[edges[k].plot];
      double sum = 0;
      if (b < 0) {
        edges[k].probability = stay * edges[k].odds;  // part of `leave_`, which `total` has
        continue;
      }
      for (std::size_t s = 0; s < sets; ++s) {
        if ((s >> b & 1U) != 0) continue;
        sum += forward_[c * sets + s] * backward_[(c + 1) * sets + (s | std::size_t{1} << b)];
      }
      edges[k].probability = sum * edges[k].odds;
      total += edges[k].probability;
    }
    if (!(total > 0)) return false;
    for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) edges[k].probability /= total;
  }
  return true;
}

void Association::solve_loopy(std::span<Edge> edges) {
  const std::size_t contacts = contact_start_.size() - 1;
  to_plot_.assign(edges.size(), 0);
  to_contact_.assign(edges.size(), 1);
  if (sums_.size() < claims_.size()) sums_.resize(claims_.size());
  for (int round = 0; round < kRounds; ++round) {
    for (const Edge& e : edges) sums_[e.plot] = 0;
    for (std::size_t c = 0; c < contacts; ++c) {
      double sum = 1;
      for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) sum += edges[k].odds * to_contact_[k];
      for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) {
        const double rest = std::max(1.0, sum - edges[k].odds * to_contact_[k]);
        to_plot_[k] = edges[k].odds / rest;
        sums_[edges[k].plot] += to_plot_[k];
      }
    }
    double moved = 0;
    for (std::size_t k = 0; k < edges.size(); ++k) {
      const double answer = 1 / (1 + std::max(0.0, sums_[edges[k].plot] - to_plot_[k]));
      moved = std::max(moved, std::abs(answer - to_contact_[k]));
      to_contact_[k] = answer;
    }
    if (moved < kSettled) break;
  }
  for (std::size_t c = 0; c < contacts; ++c) {
    double sum = 1;
    for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) sum += edges[k].odds * to_contact_[k];
    for (std::uint32_t k = contact_start_[c]; k < contact_start_[c + 1]; ++k) {
      edges[k].probability = edges[k].odds * to_contact_[k] / sum;
    }
  }
}

}  // namespace fairlead::fusion
