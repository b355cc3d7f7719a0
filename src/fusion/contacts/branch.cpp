// SPDX-License-Identifier: Apache-2.0
#include "contacts/branch.hpp"

#include <algorithm>
#include <cmath>

#include "contacts/numbers.hpp"
#include "contacts/tuning.hpp"

namespace fairlead::fusion {
namespace {

double velocity_variance(const Plot& plot) {
  return plot.velocity->sigma * plot.velocity->sigma + tuning::kVelocitySlack;
}

// The plot's error, with what a lag adds.
Spread error_of(const Plot& plot, const Gauss& g, double lag) {
  Spread r{plot.error.east_east, plot.error.east_north, plot.error.north_north};
  if (lag != 0) {
    r.ee += lag * lag * g.vv.ee;
    r.nn += lag * lag * g.vv.nn;
  }
  return r;
}

Pair offset(const Gauss& g, Pair place, double lag) {
  return {place.e + lag * g.velocity.e - g.position.e, place.n + lag * g.velocity.n - g.position.n};
}

bool same_story(const Branch& x, const Branch& y) {
  if (x.mmsi != y.mmsi || x.modes != y.modes) return false;
  const Pair d{x.whole.position.e - y.whole.position.e, x.whole.position.n - y.whole.position.n};
  const Pair v{x.whole.velocity.e - y.whole.velocity.e, x.whole.velocity.n - y.whole.velocity.n};
  return form(inverse(x.whole.pp), d) < tuning::kMergeDistance && form(inverse(x.whole.vv), v) < tuning::kMergeDistance;
}

void merge(Branch& x, const Branch& y) {
  const double total = x.weight + y.weight;
  for (int m = 0; m < x.modes; ++m) {
    const double wx = x.weight * x.share[m];
    const double wy = y.weight * y.share[m];
    if (!(wx + wy > 0)) continue;
    Gauss mixed;
    add_mean(mixed, x.state[m], wx / (wx + wy));
    add_mean(mixed, y.state[m], wy / (wx + wy));
    add_moments(mixed, x.state[m], mixed, wx / (wx + wy));
    add_moments(mixed, y.state[m], mixed, wy / (wx + wy));
    x.state[m] = mixed;
    x.share[m] = (wx + wy) / total;
  }
  x.weight = total;
  settle(x);
}

}  // namespace

double plot_weight(const Branch& branch, const Plot& plot, Pair place, double lag) {
  const Spread near = branch.whole.pp + error_of(plot, branch.whole, lag);
  if (form(inverse(near), offset(branch.whole, place, lag)) > tuning::kGate) return 0;
  double sum = 0;
  for (int m = 0; m < branch.modes; ++m) {
    const Gauss& g = branch.state[m];
    const Spread s = g.pp + error_of(plot, g, lag);
    double log = -0.5 * form(inverse(s), offset(g, place, lag));
    double scale = 1 / (2 * kPi * std::sqrt(s.determinant()));
    if (plot.velocity) {
      // How well does the velocity fit, against the spread of velocities at sea? What the position tells of the
      // velocity is left out.
      const double rv = velocity_variance(plot);
      const Spread w{g.vv.ee + rv, g.vv.en, g.vv.nn + rv};
      const Pair dv{plot.velocity->east - g.velocity.e, plot.velocity->north - g.velocity.n};
      log -= 0.5 * form(inverse(w), dv);
      scale *= tuning::kSpeedSpread * tuning::kSpeedSpread / std::sqrt(w.determinant());
    }
    sum += (branch.modes == 1 ? 1 : branch.share[m]) * scale * exponential(log);
  }
  if (plot.mmsi != 0) {
    if (branch.mmsi == plot.mmsi)
      sum *= tuning::kSameName;
    else if (branch.mmsi != 0)
      sum *= tuning::kOtherName;
    else
      sum *= tuning::kNewName;
  }
  return sum;
}

void take_plot(Branch& branch, const Plot& plot, Pair place, double lag) {
  if (branch.modes == 1) unfold(branch);
  double sum = 0;
  for (int m = 0; m < branch.modes; ++m) {
    Gauss& g = branch.state[m];
    const Spread r = error_of(plot, g, lag);
    const Spread s = g.pp + r;
    const Spread i = inverse(s);
    const Pair off = offset(g, place, lag);
    double likelihood = exponential(-0.5 * form(i, off)) / std::sqrt(s.determinant());
    correct_position(g, off, r, i);
    if (plot.velocity) {
      const double rv = velocity_variance(plot);
      const Pair dv{plot.velocity->east - g.velocity.e, plot.velocity->north - g.velocity.n};
      const Spread w{g.vv.ee + rv, g.vv.en, g.vv.nn + rv};
      likelihood *= exponential(-0.5 * form(inverse(w), dv)) / std::sqrt(w.determinant());
      correct_velocity(g, dv, rv);
    }
    branch.share[m] *= likelihood;
    sum += branch.share[m];
  }
  if (sum > 1e-280) {
    for (int m = 0; m < branch.modes; ++m) branch.share[m] /= sum;
  } else {
    for (int m = 0; m < branch.modes; ++m) branch.share[m] = 1.0 / branch.modes;
  }
  if (plot.mmsi != 0) branch.mmsi = plot.mmsi;
  settle(branch);
}

void trim_branches(std::vector<Branch>& branches, std::size_t most) {
  for (std::size_t a = 0; a < branches.size(); ++a) {
    for (std::size_t b = a + 1; b < branches.size();) {
      if (!same_story(branches[a], branches[b])) {
        ++b;
        continue;
      }
      merge(branches[a], branches[b]);
      branches.erase(branches.begin() + static_cast<std::ptrdiff_t>(b));
    }
  }
  if (branches.size() <= most) return;
  std::ranges::stable_sort(branches, [](const Branch& a, const Branch& b) { return a.weight > b.weight; });
  branches.resize(most);
  double sum = 0;
  for (const Branch& b : branches) sum += b.weight;
  for (Branch& b : branches) b.weight /= sum;
}

Gauss whole_of(const std::vector<Branch>& branches) {
  if (branches.size() == 1) return branches[0].whole;
  Gauss whole;
  for (const Branch& b : branches) add_mean(whole, b.whole, b.weight);
  for (const Branch& b : branches) add_moments(whole, b.whole, whole, b.weight);
  return whole;
}

std::uint32_t name_of(const std::vector<Branch>& branches, double& weight) {
  weight = 0;
  std::uint32_t name = 0;
  for (const Branch& b : branches) {
    if (b.mmsi == 0) continue;
    double sum = 0;
    for (const Branch& c : branches) sum += c.mmsi == b.mmsi ? c.weight : 0;
    if (sum > weight || (sum == weight && b.mmsi < name)) {
      weight = sum;
      name = b.mmsi;
    }
  }
  return name;
}

}  // namespace fairlead::fusion
