// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <tuple>

#include "contacts/book.hpp"
#include "contacts/numbers.hpp"
#include "contacts/tuning.hpp"

namespace fairlead::fusion {
namespace {

std::int64_t ms_between(Instant from, Instant to) { return (to - from).count(); }

auto canonical(const Plot& p) {
  const PlotVelocity v = p.velocity.value_or(PlotVelocity{0, 0, -1});
  return std::tuple(p.place.east, p.place.north, p.error.east_east, p.error.east_north, p.error.north_north, p.mmsi,
                    p.at.unix_ms(), v.east, v.north, v.sigma, p.id);
}

}  // namespace

const Step& ContactBook::step_of(std::int64_t ms) {
  const auto [entry, fresh] = steps_.try_emplace(ms);
  if (fresh) {
    if (steps_.size() > 4096) {
      steps_.clear();
      return steps_[ms] = make_step(static_cast<double>(ms) / 1000);
    }
    entry->second = make_step(static_cast<double>(ms) / 1000);
  }
  return entry->second;
}

void ContactBook::move_contact(Contact& contact, Instant at) {
  std::int64_t ms = ms_between(contact.at, at);
  if (ms <= 0) return;
  contact.existence *= exponential(-static_cast<double>(ms) / 1000 / tuning::kLifetime);
  while (ms > 0) {
    const std::int64_t part = std::min<std::int64_t>(ms, tuning::kStepMaxMs);
    const Step& step = step_of(part);
    for (Branch& branch : contact.branches) move_branch(branch, step);
    ms -= part;
  }
  contact.at = at;
  const Pair here = contact.branches[0].whole.position;
  if (std::abs(here.e) + std::abs(here.n) < tuning::kAnchorReach) return;
  const Anchor next = anchor_at(settings_.ground, contact.anchor.to_place(here));
  const Pair shift = next.to_plane(contact.anchor.place);
  for (Branch& branch : contact.branches) {
    for (int m = 0; m < branch.modes; ++m) {
      branch.state[m].position.e += shift.e;
      branch.state[m].position.n += shift.n;
    }
    branch.whole.position.e += shift.e;
    branch.whole.position.n += shift.n;
  }
  contact.anchor = next;
}

bool ContactBook::inside(Place place, double margin_m) const {
  if (!settings_.area) return true;
  const auto& [low, high] = *settings_.area;
  if (settings_.ground == Ground::plane) {
    return place.east >= low.east - margin_m && place.east <= high.east + margin_m &&
           place.north >= low.north - margin_m && place.north <= high.north + margin_m;
  }
  const Anchor anchor = anchor_at(settings_.ground, place);
  return place.east >= low.east - margin_m / anchor.east_scale &&
         place.east <= high.east + margin_m / anchor.east_scale &&
         place.north >= low.north - margin_m / anchor.north_scale &&
         place.north <= high.north + margin_m / anchor.north_scale;
}

void ContactBook::sort_plots(const Look& look) {
  plots_ = look.plots;
  if (plots_.size() > settings_.limits.plots_per_look_max) plots_.resize(settings_.limits.plots_per_look_max);
  std::erase_if(plots_, [](const Plot& p) {
    return !(std::isfinite(p.place.east) && std::isfinite(p.place.north) && std::isfinite(p.error.east_east) &&
             std::isfinite(p.error.east_north) && std::isfinite(p.error.north_north));
  });
  for (Plot& p : plots_) {
    ErrorMatrix& e = p.error;
    e.east_east = std::clamp(e.east_east, tuning::kVarianceMin, tuning::kVarianceMax);
    e.north_north = std::clamp(e.north_north, tuning::kVarianceMin, tuning::kVarianceMax);
    const double most = 0.9999 * std::sqrt(e.east_east * e.north_north);
    e.east_north = std::clamp(e.east_north, -most, most);
  }
  std::ranges::sort(plots_, [](const Plot& a, const Plot& b) { return canonical(a) < canonical(b); });
}

// The first look of a source: how many vessels are there that nobody has seen yet?
void ContactBook::start_source(SourceState& source, const Look& look, const Reach& reach) {
  source.id = look.source;
  const double area = reach.limited() ? reach.area() : tuning::kSightingArea;
  if (look.false_plots_per_m2)
    source.false_density = *look.false_plots_per_m2;
  else if (look.false_plots)
    source.false_density = *look.false_plots / area;
  else
    source.false_density = reach.limited() ? tuning::kFalseUnknown / area : tuning::kFalseSighting;
  source.false_density = std::max(source.false_density, 1e-18);
  source.started = true;
  source.at = look.at;
  if (!reach.limited()) {
    for (double& u : source.undetected) u = tuning::kUnseenSighting / area;
    return;
  }
  double expected = source.false_density * area;
  double detection = 0;
  for (int ring = 0; ring < kRings; ++ring) detection += reach.detection_in(ring) / kRings;
  for (const Contact& contact : contacts_) {
    int ring = 0;
    expected += contact.existence * reach.detection(contact.anchor.to_place(contact.branches[0].whole.position), ring);
  }
  const double many = likely_population(static_cast<double>(plots_.size()), expected, std::max(0.05, detection));
  for (double& u : source.undetected) u = many / area;
  population_ = std::max(population_, many);
}

void ContactBook::absorb(const Look& look) {
  if (started_ && look.at < now_) {
    Look later = look;
    later.at = now_;
    absorb(later);
    return;
  }
  started_ = true;
  now_ = look.at;
  sort_plots(look);
  const Reach reach(settings_.ground, look);
  SourceState& source = sources_[look.source];
  if (!source.started) {
    start_source(source, look, reach);
  } else if (reach.limited()) {
    const double dt = static_cast<double>(ms_between(source.at, look.at)) / 1000;
    const double birth = population_ / (tuning::kLifetime * reach.area());
    const double stay = exponential(-dt / tuning::kLifetime);
    for (double& u : source.undetected) u = u * stay + birth * dt;
    source.at = look.at;
  }
  base_.resize(plots_.size());
  newborn_.resize(plots_.size());
  for (std::size_t j = 0; j < plots_.size(); ++j) {
    int ring = 0;
    double unseen = 0;
    if (inside(plots_[j].place, 2 * std::sqrt(plots_[j].error.east_east + plots_[j].error.north_north))) {
      const double p =
          reach.limited() ? std::max(reach.detection(plots_[j].place, ring), 0.02) : tuning::kDetectionSighting;
      unseen = source.undetected[ring] * p;
    }
    base_[j] = source.false_density + unseen;
    newborn_[j] = unseen / base_[j];
  }
  choose(look, reach);
  grid_.build(plots_);
  gate(look, reach, source);
  association_.solve(edges_, parts_.size(), plots_.size());
  for (const Part& part : parts_) update(look, part);
  open(look, reach, source);
  if (reach.limited()) {
    for (int ring = 0; ring < kRings; ++ring) source.undetected[ring] *= 1 - reach.detection_in(ring);
  }
  join_twins();
  drop();
}

// The contacts that the look may say something about.
void ContactBook::choose(const Look& look, const Reach& reach) {
  chosen_.clear();
  Place low = reach.low();
  Place high = reach.high();
  if (!reach.limited()) {
    if (plots_.empty()) return;
    low = high = plots_[0].place;
    for (const Plot& p : plots_) {
      low = {std::min(low.east, p.place.east), std::min(low.north, p.place.north)};
      high = {std::max(high.east, p.place.east), std::max(high.north, p.place.north)};
    }
  }
  for (std::uint32_t i = 0; i < contacts_.size(); ++i) {
    const Contact& contact = contacts_[i];
    const double age = static_cast<double>(ms_between(contact.at, look.at)) / 1000;
    const double reach_m = tuning::kReach + age * tuning::kSpeedMost;
    const double e = reach_m / contact.anchor.east_scale;
    const double n = reach_m / contact.anchor.north_scale;
    const Place here = contact.anchor.to_place(contact.branches[0].whole.position);
    if (here.east + e < low.east || here.east - e > high.east || here.north + n < low.north ||
        here.north - n > high.north) {
      continue;
    }
    chosen_.push_back(i);
  }
}

double ContactBook::hit_weight(const Branch& branch, const Plot& plot, Pair place) {
  const Spread r{plot.error.east_east, plot.error.east_north, plot.error.north_north};
  const Pair off{place.e - branch.whole.position.e, place.n - branch.whole.position.n};
  if (form(inverse(branch.whole.pp + r), off) > tuning::kGate) return 0;
  double sum = 0;
  for (int m = 0; m < branch.modes; ++m) {
    const Gauss& g = branch.state[m];
    const Spread s = g.pp + r;
    const double det = s.determinant();
    const Pair d{place.e - g.position.e, place.n - g.position.n};
    double log = -0.5 * form(inverse(s), d);
    double scale = 1 / (2 * kPi * std::sqrt(det));
    if (plot.velocity) {
      // Given the position, how well does the velocity fit? The correlation between the two is left out.
      const double rv = plot.velocity->sigma * plot.velocity->sigma + tuning::kVelocitySlack;
      const Spread w{g.vv.ee + rv, g.vv.en, g.vv.nn + rv};
      const Pair dv{plot.velocity->east - g.velocity.e, plot.velocity->north - g.velocity.n};
      log -= 0.5 * form(inverse(w), dv);
      // Against the spread of velocities at sea.
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

void ContactBook::gate(const Look& look, const Reach& reach, const SourceState&) {
  parts_.clear();
  hits_.clear();
  edges_.clear();
  double most_e = 0;
  double most_n = 0;
  for (const Plot& p : plots_) {
    most_e = std::max(most_e, p.error.east_east);
    most_n = std::max(most_n, p.error.north_north);
  }
  const double g = std::sqrt(tuning::kGate);
  for (const std::uint32_t index : chosen_) {
    Contact& contact = contacts_[index];
    move_contact(contact, look.at);
    Part part;
    part.contact = index;
    const double kind = contact.small * look.small_factor + (1 - contact.small);
    // One box around all branches, then each against the plots within.
    Pair low{1e300, 1e300};
    Pair high{-1e300, -1e300};
    double there = 0;
    for (const Branch& branch : contact.branches) {
      const Gauss& w = branch.whole;
      const double e = g * std::sqrt(w.pp.ee + most_e);
      const double n = g * std::sqrt(w.pp.nn + most_n);
      low = {std::min(low.e, w.position.e - e), std::min(low.n, w.position.n - n)};
      high = {std::max(high.e, w.position.e + e), std::max(high.n, w.position.n + n)};
      int ring = 0;
      double p = tuning::kDetectionSighting;
      if (reach.limited()) {
        const Place place = contact.anchor.to_place(w.position);
        p = inside(place, 0) ? reach.detection(place, ring) * kind : 0;
        part.detection += branch.weight * p;
      }
      there += branch.weight * p;
    }
    part.miss_there = contact.existence * (1 - part.detection);
    part.miss = 1 - contact.existence + part.miss_there;
    part.first_hit = static_cast<std::uint32_t>(hits_.size());
    part.first_edge = static_cast<std::uint32_t>(edges_.size());
    near_.clear();
    if (there > 0.001) grid_.find(contact.anchor.to_place(low), contact.anchor.to_place(high), near_);
    std::ranges::sort(near_);
    for (const std::uint32_t j : near_) {
      const Plot& plot = plots_[j];
      const Pair place = contact.anchor.to_plane(plot.place);
      double sum = 0;
      for (std::uint32_t b = 0; b < contact.branches.size(); ++b) {
        const double weight = contact.branches[b].weight * hit_weight(contact.branches[b], plot, place);
        if (weight <= 0) continue;
        hits_.push_back({j, b, weight * there});
        sum += weight * there;
      }
      if (sum > 0) {
        edges_.push_back(
            {static_cast<std::uint32_t>(parts_.size()), j, contact.existence * sum / (part.miss * base_[j]), 0});
      }
    }
    part.last_hit = static_cast<std::uint32_t>(hits_.size());
    part.last_edge = static_cast<std::uint32_t>(edges_.size());
    if (reach.limited() || part.last_edge > part.first_edge) parts_.push_back(part);
  }
}

void ContactBook::open(const Look& look, const Reach& reach, const SourceState&) {
  for (std::size_t j = 0; j < plots_.size(); ++j) {
    const Plot& plot = plots_[j];
    const double existence = association_.unclaimed()[j] * newborn_[j];
    if (existence < tuning::kExistenceBorn || contacts_.size() >= settings_.limits.contacts_max) continue;
    Contact contact;
    contact.id = next_id_++;
    contact.anchor = anchor_at(settings_.ground, plot.place);
    contact.at = contact.first_at = contact.seen_at = look.at;
    contact.existence = contact.existence_first = contact.existence_most = std::min(existence, tuning::kExistenceMost);
    contact.small = look.small_factor < 1 ? 0.6 : 0.5;
    contact.seen_by.push_back({look.source, look.at, 1});
    Branch branch;
    branch.weight = 1;
    branch.mmsi = plot.mmsi;
    branch.modes = 1;
    branch.share[0] = 1;
    Gauss& g = branch.state[0];
    g.pp = {plot.error.east_east, plot.error.east_north, plot.error.north_north};
    const double spread = tuning::kSpeedSpread;
    g.vv = {spread * spread, 0, spread * spread};
    if (plot.velocity) {
      const double r = plot.velocity->sigma * plot.velocity->sigma + tuning::kVelocitySlack;
      g.vv = {r, 0, r};
      g.velocity = {plot.velocity->east, plot.velocity->north};
    }
    if (plot.velocity) unfold(branch);
    settle(branch);
    contact.branches.push_back(branch);
    contacts_.push_back(std::move(contact));
  }
  (void)reach;
}

}  // namespace fairlead::fusion
