// SPDX-License-Identifier: Apache-2.0
// Readings in the making: weights that sum to one, merged by kind and States.
//
// Threads: plain values; no allocation.
#pragma once

#include <algorithm>

#include "zones/zone.hpp"

namespace fairlead::zones {

struct Mass {
  ZoneKind kind = ZoneKind::unknown;
  States states;
  StateCode territory;
  Basis basis = Basis::coast_distance;
  double weight = 0;
  double largest = 0;  // the part that `basis` and `territory` come from
};

class Mixture {
 public:
  void add(ZoneKind kind, const States& states, StateCode territory, Basis basis, double weight) {
    if (!(weight > 1e-6)) return;
    for (Mass& mass : masses_) {
      if (mass.kind != kind || !(mass.states == states)) continue;
      mass.weight += weight;
      if (weight > mass.largest) {
        mass.largest = weight;
        mass.basis = basis;
        mass.territory = territory;
      }
      return;
    }
    masses_.push_back({kind, states, territory, basis, weight, weight});
  }
  void add(const Mass& mass, double share) {
    add(mass.kind, mass.states, mass.territory, mass.basis, mass.weight * share);
  }
  double of(ZoneKind kind) const {
    double sum = 0;
    for (const Mass& mass : masses_) sum += mass.kind == kind ? mass.weight : 0;
    return sum;
  }
  // The kind with the largest weight.
  ZoneKind likeliest() const {
    std::array<double, 7> sums{};
    for (const Mass& mass : masses_) sums[static_cast<std::size_t>(mass.kind)] += mass.weight;
    return static_cast<ZoneKind>(std::max_element(sums.begin(), sums.end()) - sums.begin());
  }
  void sort() {
    // Few items: insertion keeps it small. Ties go by kind and States, so that order never depends on history.
    for (std::size_t i = 1; i < masses_.size(); ++i) {
      for (std::size_t k = i; k > 0 && before(masses_[k], masses_[k - 1]); --k) std::swap(masses_[k], masses_[k - 1]);
    }
  }
  bool empty() const { return masses_.empty(); }
  const Mass* begin() const { return masses_.begin(); }
  const Mass* end() const { return masses_.end(); }

 private:
  static bool before(const Mass& a, const Mass& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    if (a.kind != b.kind) return a.kind < b.kind;
    return std::lexicographical_compare(a.states.begin(), a.states.end(), b.states.begin(), b.states.end());
  }
  Few<Mass, 24> masses_;
};

}  // namespace fairlead::zones
