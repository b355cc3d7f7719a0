// SPDX-License-Identifier: Apache-2.0
// One look from its arrival to the new state of the book: who may be meant, which plot is whose, what is new.
#include <algorithm>
#include <cmath>

#include "contacts/book.hpp"
#include "contacts/branch.hpp"
#include "contacts/numbers.hpp"
#include "contacts/tuning.hpp"

namespace fairlead::fusion {
namespace {

double seconds_between(Instant from, Instant to) { return static_cast<double>((to - from).count()) / 1000; }

}  // namespace

const Step& ContactBook::step_of(std::int64_t ms) {
  if (steps_.size() > 4096) steps_.clear();
  const auto [entry, fresh] = steps_.try_emplace(ms);
  if (fresh) entry->second = make_step(static_cast<double>(ms) / 1000);
  return entry->second;
}

void ContactBook::move_contact(Contact& contact, Instant at) {
  std::int64_t ms = (at - contact.at).count();
  if (ms <= 0) return;
  contact.existence *= exponential(-static_cast<double>(ms) / 1000 / tuning::kLifetime);
  // A contact that nobody asked for a long time is known no better for many small steps.
  std::int64_t part_most = tuning::kStepMaxMs;
  while (ms / part_most > 100) part_most *= 2;
  while (ms > 0) {
    const std::int64_t part = std::min(ms, part_most);
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
  const Anchor anchor = anchor_at(settings_.ground, place);
  const double e = margin_m / anchor.east_scale;
  const double n = margin_m / anchor.north_scale;
  return place.east >= low.east - e && place.east <= high.east + e && place.north >= low.north - n &&
         place.north <= high.north + n;
}

double ContactBook::age_of(const Contact& contact) const { return seconds_between(contact.at, now_); }

// Takes what can be used, without the sensor's own error, in an order that does not depend on how it came.
void ContactBook::sort_plots(const Look& look, const SourceState* source) {
  plots_ = look.plots;
  std::erase_if(plots_, [](const Plot& p) {
    return !(std::abs(p.place.east) < 1e9 && std::abs(p.place.north) < 1e9 && std::isfinite(p.error.east_east) &&
             std::isfinite(p.error.east_north) && std::isfinite(p.error.north_north));
  });
  for (Plot& p : plots_) {
    ErrorMatrix& e = p.error;
    e.east_east = std::clamp(e.east_east, tuning::kVarianceMin, tuning::kVarianceMax);
    e.north_north = std::clamp(e.north_north, tuning::kVarianceMin, tuning::kVarianceMax);
    const double most = 0.9999 * std::sqrt(e.east_east * e.north_north);
    e.east_north = std::clamp(e.east_north, -most, most);
    if (p.velocity && !(std::abs(p.velocity->east) < 1000 && std::abs(p.velocity->north) < 1000 &&
                        std::abs(p.velocity->sigma) < 1000)) {
      p.velocity.reset();
    }
    if (p.seen_from && source != nullptr && source->bias.plots > 0) {
      const Anchor sensor = anchor_at(settings_.ground, *p.seen_from);
      p.place = sensor.to_place(source->bias.without(sensor.to_plane(p.place)));
    }
  }
  std::ranges::sort(plots_, [](const Plot& a, const Plot& b) { return comes_before(a, b); });
  if (plots_.size() > settings_.limits.plots_per_look_max) plots_.resize(settings_.limits.plots_per_look_max);
}

// The first look of a source: how many vessels are there that nobody has seen yet?
void ContactBook::start_source(SourceState& source, const Look& look, const Reach& reach) {
  source.id = look.source;
  const double area = reach.limited() ? reach.area() : tuning::kSightingArea;
  source.stated = look.false_plots_per_m2 || look.false_plots ? tuning::kStatedLooks : 1;
  if (look.false_plots_per_m2)
    source.false_density = *look.false_plots_per_m2;
  else if (look.false_plots)
    source.false_density = *look.false_plots / area;
  else
    source.false_density = reach.limited() ? tuning::kFalseUnknown / area : tuning::kFalseSighting;
  if (!(source.false_density > 1e-18)) source.false_density = 1e-18;
  source.false_density = std::min(source.false_density, 1e-2);
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
    if (contact.existence <= 0) continue;
    int ring = 0;
    expected += contact.existence * reach.detection(contact.anchor.to_place(contact.branches[0].whole.position), ring);
  }
  const double many = likely_population(static_cast<double>(plots_.size()), expected, std::max(0.05, detection));
  for (double& u : source.undetected) u = many / area;
  population_ = std::max(population_, many);
}

void ContactBook::absorb(const Look& look) {
  now_ = started_ ? std::max(now_, look.at) : look.at;
  if (!started_) swept_at_ = now_;
  started_ = true;
  born_.clear();
  SourceState& source = sources_[look.source];
  sort_plots(look, source.started ? &source : nullptr);
  const Reach reach(settings_.ground, look);
  if (!source.started) {
    start_source(source, look, reach);
  } else if (reach.limited()) {
    const double dt = seconds_between(source.at, now_);
    const double birth = population_ / (tuning::kLifetime * reach.area());
    const double stay = exponential(-dt / tuning::kLifetime);
    for (double& u : source.undetected) u = u * stay + birth * dt;
    source.at = now_;
  }
  base_.resize(plots_.size());
  newborn_.resize(plots_.size());
  for (std::size_t j = 0; j < plots_.size(); ++j) {
    const Plot& plot = plots_[j];
    int ring = 0;
    double unseen = 0;
    if (!settings_.area || inside(plot.place, 2 * std::sqrt(plot.error.east_east + plot.error.north_north))) {
      const double p = reach.limited() ? std::max(reach.detection(plot.place, ring), 0.02) : tuning::kDetectionSighting;
      unseen = source.undetected[ring] * p;
    }
    if (plot.mmsi != 0 && named_.contains(plot.mmsi)) unseen *= tuning::kSecondName;
    base_[j] = source.false_density + unseen;
    newborn_[j] = unseen / base_[j];
  }
  if (now_ - swept_at_ > tuning::kSweepEvery) sweep();
  if (dead_ > 64 + contacts_.size() / 4) compact();
  choose(reach);
  grid_.build(plots_);
  gate(look, reach);
  association_.solve(edges_, parts_.size(), plots_.size());
  for (const Part& part : parts_) update(look, reach, part);
  learn_clutter(source, look, reach);
  join_twins();
  open(look);
  if (reach.limited()) {
    for (int ring = 0; ring < kRings; ++ring) source.undetected[ring] *= 1 - reach.detection_in(ring);
  }
}

// False plots as they are, against what was said of them.
void ContactBook::learn_clutter(SourceState& source, const Look&, const Reach& reach) {
  if (!reach.limited() || !(reach.area() > 0)) return;
  double found = 0;
  int ring = 0;
  for (std::size_t j = 0; j < plots_.size(); ++j) {
    if (reach.detection(plots_[j].place, ring) > 0) found += association_.unclaimed()[j] * (1 - newborn_[j]);
  }
  const double weight = source.stated + std::min(source.looks, tuning::kLooksKept);
  source.false_density = (source.false_density * weight + found / reach.area()) / (weight + 1);
  source.false_density = std::clamp(source.false_density, 0.01 / reach.area(), 1e-2);
  source.looks = std::min(source.looks + 1, tuning::kLooksKept);
}

// The contacts that the look may say something about.
void ContactBook::choose(const Reach& reach) {
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
  const auto consider = [&](std::uint32_t i) {
    if (contacts_[i].existence > 0 && may_reach(contacts_[i], low, high)) chosen_.push_back(i);
  };
  if (size() <= tuning::kIndexFrom) {
    for (std::uint32_t i = 0; i < contacts_.size(); ++i) consider(i);
    return;
  }
  if (!index_.fits(contacts_)) index_.build(settings_.ground, contacts_);
  found_.clear();
  index_.find(low, high, tuning::kReach + tuning::kDrift, contacts_, found_);
  std::ranges::sort(found_);
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  for (const std::uint32_t i : found_) consider(i);
}

// Whether a contact, gone on as it went, lies within the box or near it. Nothing else decides who is asked.
bool ContactBook::may_reach(const Contact& contact, Place low, Place high) const {
  const double age = std::max(0.0, age_of(contact));
  const Gauss& w = contact.branches[0].whole;
  const Pair here{w.position.e + std::clamp(age * w.velocity.e, -tuning::kDrift, tuning::kDrift),
                  w.position.n + std::clamp(age * w.velocity.n, -tuning::kDrift, tuning::kDrift)};
  const Pair a = contact.anchor.to_plane(low);
  const Pair b = contact.anchor.to_plane(high);
  if (here.n < a.n - tuning::kReach || here.n > b.n + tuning::kReach) return false;
  // A box of half the world or more, or one across 180 degrees, has no sides to be tested here.
  if (settings_.ground == Ground::earth && (high.east - low.east > 90 || a.e > b.e)) return true;
  return here.e >= a.e - tuning::kReach && here.e <= b.e + tuning::kReach;
}

void ContactBook::find_plots(const Contact& contact, Pair low, Pair high) {
  const Place a = contact.anchor.to_place(low);
  const Place b = contact.anchor.to_place(high);
  grid_.find(a, b, near_);
  if (settings_.ground == Ground::plane) return;
  // Across 180 degrees.
  if (a.east < -180) grid_.find({a.east + 360, a.north}, {b.east + 360, b.north}, near_);
  if (b.east > 180) grid_.find({a.east - 360, a.north}, {b.east - 360, b.north}, near_);
}

void ContactBook::gate(const Look& look, const Reach& reach) {
  parts_.clear();
  hits_.clear();
  edges_.clear();
  Pair most;
  for (const Plot& p : plots_) {
    const double lag = seconds_between(p.at, now_);
    const double blur = lag * lag * tuning::kSpeedSpread * tuning::kSpeedSpread;
    most = {std::max(most.e, p.error.east_east + blur), std::max(most.n, p.error.north_north + blur)};
  }
  for (const std::uint32_t index : chosen_) gate_contact(index, look, reach, most);
}

void ContactBook::gate_contact(std::uint32_t index, const Look& look, const Reach& reach, Pair most) {
  Contact& contact = contacts_[index];
  move_contact(contact, now_);
  index_.moved(index, contact);
  Part part;
  part.contact = index;
  const double kind = contact.small * look.small_factor + (1 - contact.small);
  // One box around all branches, then each against the plots within.
  const double g = std::sqrt(tuning::kGate);
  Pair low{1e300, 1e300};
  Pair high{-1e300, -1e300};
  double there = 0;
  for (const Branch& branch : contact.branches) {
    const Gauss& w = branch.whole;
    const double e = g * std::sqrt(w.pp.ee + most.e);
    const double n = g * std::sqrt(w.pp.nn + most.n);
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
  if (there > 0.001) find_plots(contact, low, high);
  std::ranges::sort(near_);
  for (const std::uint32_t j : near_) {
    const Plot& plot = plots_[j];
    const Pair place = contact.anchor.to_plane(plot.place);
    const double lag = seconds_between(plot.at, now_);
    double sum = 0;
    for (std::uint32_t b = 0; b < contact.branches.size(); ++b) {
      const double weight = there * contact.branches[b].weight * plot_weight(contact.branches[b], plot, place, lag);
      if (!(weight > 0)) continue;
      hits_.push_back({j, b, weight});
      sum += weight;
    }
    if (!(sum > 0)) continue;
    const double odds = std::min(contact.existence * sum / (part.miss * base_[j]), 1e250);
    edges_.push_back({static_cast<std::uint32_t>(parts_.size()), j, odds, 0});
  }
  part.last_hit = static_cast<std::uint32_t>(hits_.size());
  part.last_edge = static_cast<std::uint32_t>(edges_.size());
  if (part.detection > 0 || part.last_edge > part.first_edge) parts_.push_back(part);
}

void ContactBook::open(const Look& look) {
  for (std::size_t j = 0; j < plots_.size(); ++j) {
    const double existence = association_.unclaimed()[j] * newborn_[j];
    if (existence >= tuning::kExistenceBorn) open_one(look, plots_[j], existence);
  }
  const std::size_t most = std::max<std::size_t>(1, settings_.limits.contacts_max);
  if (size() <= most) return;
  // No room: the least likely go, the younger first.
  std::vector<std::pair<double, std::uint64_t>> order;
  for (const Contact& c : contacts_) {
    if (c.existence > 0) order.emplace_back(-c.existence, c.id);
  }
  std::ranges::sort(order);
  for (std::size_t i = most; i < order.size(); ++i) bury(*find(order[i].second));
  compact();
}

void ContactBook::open_one(const Look& look, const Plot& plot, double existence) {
  Contact contact;
  contact.id = next_id_++;
  contact.birth = {now_, look.source, plot.place};
  born_.push_back(contact.birth);
  contact.anchor = anchor_at(settings_.ground, plot.place);
  contact.at = contact.first_at = contact.seen_at = now_;
  contact.existence = contact.existence_first = contact.existence_most = std::min(existence, tuning::kExistenceMost);
  contact.small = look.small_factor < 1 ? 0.6 : 0.5;
  contact.seen_by.push_back({look.source, now_, 1});
  Branch branch;
  branch.weight = 1;
  branch.mmsi = plot.mmsi;
  branch.modes = 1;
  branch.share[0] = 1;
  Gauss& g = branch.state[0];
  g.position = contact.anchor.to_plane(plot.place);
  g.pp = {plot.error.east_east, plot.error.east_north, plot.error.north_north};
  const double spread = tuning::kSpeedSpread;
  g.vv = {spread * spread, 0, spread * spread};
  if (plot.velocity) {
    const double r = plot.velocity->sigma * plot.velocity->sigma + tuning::kVelocitySlack;
    g.vv = {r, 0, r};
    g.velocity = {plot.velocity->east, plot.velocity->north};
    unfold(branch);
  }
  settle(branch);
  if (const double lag = seconds_between(plot.at, now_); lag > 0) coast_branch(branch, std::min(lag, 600.0));
  contact.branches.push_back(branch);
  if (plot.mmsi != 0) name(look, contact, 0);
  contacts_.push_back(std::move(contact));
}

}  // namespace fairlead::fusion
