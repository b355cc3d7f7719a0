// SPDX-License-Identifier: Apache-2.0
#include "contacts/motion_bank.hpp"

#include "contacts/numbers.hpp"

namespace fairlead::fusion {
namespace {

struct Model {
  double turn;   // counter-clockwise, rad/s
  double noise;  // density of white acceleration, m²/s³
  double stay;   // mean time in this model, s
  double enter;  // chance that a change leads here
  double first;  // share of this model when the second plot comes
};

constexpr double kDegree = kPi / 180;
constexpr int kModels = kModesMax;
// Straight ahead, a turn to either side, a sudden change, and a slow one.
constexpr Model kModel[kModels] = {
    {0, 0.005, 90, 0, 0.7},                //
    {2 * kDegree, 0.15, 30, 0.3, 0.075},   //
    {-2 * kDegree, 0.15, 30, 0.3, 0.075},  //
    {0, 2, 15, 0.2, 0.075},                //
    {0, 0.15, 30, 0.2, 0.075},             //
};
// What ends goes back to straight ahead with this chance, and else to one of the others.
constexpr double kStraightens = 0.7;
// Of a contact that was seen once.
constexpr double kNewbornNoise = 1;
constexpr double kStepMax = 10;

Transition transition_of(double turn, double noise, double dt) {
  Transition f;
  f.noise_pp = noise * dt * dt * dt / 3;
  f.noise_pv = noise * dt * dt / 2;
  f.noise_vv = noise * dt;
  if (turn == 0) {
    f.s_diagonal = dt;
    return f;
  }
  const SineCosine angle = sine_cosine_radians(turn * dt);
  f.s_diagonal = angle.sine / turn;
  f.s_across = (1 - angle.cosine) / turn;
  f.t_cosine = angle.cosine;
  f.t_sine = angle.sine;
  return f;
}

}  // namespace

Step make_step(double seconds) {
  Step step;
  step.seconds = seconds;
  for (int to = 0; to < kModels; ++to) {
    step.transition[to] = transition_of(kModel[to].turn, kModel[to].noise, seconds);
  }
  for (int from = 0; from < kModels; ++from) {
    const double stay = exponential(-seconds / kModel[from].stay);
    double others = 0;
    for (int to = 0; to < kModels; ++to) {
      if (to != from)
        others += from == 0 ? kModel[to].enter : (to == 0 ? kStraightens : (1 - kStraightens) * kModel[to].enter);
    }
    for (int to = 0; to < kModels; ++to) {
      const double share =
          from == 0 ? kModel[to].enter : (to == 0 ? kStraightens : (1 - kStraightens) * kModel[to].enter);
      step.change[from][to] = to == from ? stay : (1 - stay) * share / others;
    }
  }
  step.newborn = transition_of(0, kNewbornNoise, seconds);
  return step;
}

void settle(Branch& branch) {
  Gauss whole;
  if (branch.modes == 1) {
    branch.whole = branch.state[0];
    return;
  }
  for (int m = 0; m < branch.modes; ++m) add_mean(whole, branch.state[m], branch.share[m]);
  for (int m = 0; m < branch.modes; ++m) add_moments(whole, branch.state[m], whole, branch.share[m]);
  branch.whole = whole;
}

void unfold(Branch& branch) {
  if (branch.modes == kModels) return;
  branch.modes = kModels;
  for (int m = 0; m < kModels; ++m) {
    branch.state[m] = branch.state[0];
    branch.share[m] = kModel[m].first;
  }
}

void move_branch(Branch& branch, const Step& step) {
  if (branch.modes == 1) {
    move(branch.state[0], step.newborn);
    branch.whole = branch.state[0];
    return;
  }
  double share[kModesMax] = {};
  Gauss mixed[kModesMax];
  for (int to = 0; to < kModels; ++to) {
    double sum = 0;
    for (int from = 0; from < kModels; ++from) sum += branch.share[from] * step.change[from][to];
    share[to] = sum;
    const double scale = 1 / sum;
    Gauss& g = mixed[to];
    double part[kModesMax] = {};
    for (int from = 0; from < kModels; ++from) {
      part[from] = branch.share[from] * step.change[from][to] * scale;
      add_mean(g, branch.state[from], part[from]);
    }
    for (int from = 0; from < kModels; ++from) {
      if (part[from] > 1e-6) add_moments(g, branch.state[from], g, part[from]);
    }
    move(g, step.transition[to]);
  }
  for (int m = 0; m < kModels; ++m) {
    branch.state[m] = mixed[m];
    branch.share[m] = share[m];
  }
  settle(branch);
}

double turn_of(const Branch& branch) {
  if (branch.modes == 1) return 0;
  double turn = 0;
  for (int m = 0; m < branch.modes; ++m) turn -= branch.share[m] * kModel[m].turn / kDegree;
  return turn;
}

void coast_branch(Branch& branch, double seconds) {
  if (!(seconds > 0)) return;
  int steps = seconds > kStepMax ? static_cast<int>(seconds / kStepMax) + 1 : 1;
  while (steps > 100) steps /= 2;
  const Step step = make_step(seconds / steps);
  for (int i = 0; i < steps; ++i) move_branch(branch, step);
}

}  // namespace fairlead::fusion
