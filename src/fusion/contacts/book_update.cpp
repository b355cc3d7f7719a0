// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "contacts/book.hpp"
#include "contacts/numbers.hpp"
#include "contacts/tuning.hpp"

namespace fairlead::fusion {

// A branch takes a plot.
void ContactBook::improve(const Look& look, Contact& contact, Branch& branch, const Plot& plot) const {
  const Spread r{plot.error.east_east, plot.error.east_north, plot.error.north_north};
  const Pair place = contact.anchor.to_plane(plot.place);
  if (branch.modes == 1) unfold(branch);
  double sum = 0;
  for (int m = 0; m < branch.modes; ++m) {
    Gauss& g = branch.state[m];
    const Spread s = g.pp + r;
    const Spread i = inverse(s);
    const Pair off{place.e - g.position.e, place.n - g.position.n};
    double likelihood = exponential(-0.5 * form(i, off)) / std::sqrt(s.determinant());
    correct_position(g, off, r, i);
    if (plot.velocity) {
      const double rv = plot.velocity->sigma * plot.velocity->sigma + tuning::kVelocitySlack;
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
  (void)look;
}

void ContactBook::update(const Look& look, const Part& part) {
  Contact& contact = contacts_[part.contact];
  double claimed = 0;
  for (std::uint32_t k = part.first_edge; k < part.last_edge; ++k) claimed += edges_[k].probability;
  const double none = std::max(0.0, 1 - claimed);
  const double missed = none * part.miss_there / part.miss;
  const double existence = claimed + missed;
  if (!(existence > 0)) {
    contact.existence = 0;
    return;
  }
  // Detection tells ships from small craft where the two differ.
  if (look.small_factor < 1 && part.detection > 0) {
    const double base = part.detection / (contact.small * look.small_factor + 1 - contact.small);
    const double small_hit = look.small_factor;
    const double seen = contact.small * small_hit + (1 - contact.small);
    const double small_miss = 1 - base * look.small_factor;
    const double unseen = contact.small * small_miss + (1 - contact.small) * (1 - base);
    const double hit = contact.small * small_hit / seen;
    const double miss = unseen > 0 ? contact.small * small_miss / unseen : contact.small;
    contact.small = std::clamp((claimed * hit + missed * miss) / existence, 0.02, 0.98);
  }
  contact.existence = std::min(existence, tuning::kExistenceMost);

  next_.clear();
  if (missed > 0) {
    for (std::uint32_t b = 0; b < contact.branches.size(); ++b) {
      next_.push_back({missed * contact.branches[b].weight / existence, b, -1});
    }
  }
  std::uint32_t hit = part.first_hit;
  for (std::uint32_t k = part.first_edge; k < part.last_edge; ++k) {
    const std::uint32_t begin = hit;
    double sum = 0;
    while (hit < part.last_hit && hits_[hit].plot == edges_[k].plot) sum += hits_[hit++].weight;
    for (std::uint32_t h = begin; h < hit; ++h) {
      next_.push_back({edges_[k].probability * hits_[h].weight / (sum * existence), hits_[h].branch,
                       static_cast<std::int32_t>(hits_[h].plot)});
    }
  }
  std::ranges::stable_sort(next_, [](const Next& a, const Next& b) { return a.weight > b.weight; });
  std::size_t keep = 0;
  double kept = 0;
  const std::size_t most = static_cast<std::size_t>(settings_.limits.branches_max) * 2;
  while (keep < next_.size() && keep < most && (keep == 0 || next_[keep].weight > tuning::kPruneBranch)) {
    kept += next_[keep++].weight;
  }
  next_.resize(keep);
  fresh_.clear();
  for (const Next& n : next_) {
    fresh_.push_back(contact.branches[n.branch]);
    Branch& branch = fresh_.back();
    branch.weight = n.weight / kept;
    if (n.plot >= 0) improve(look, contact, branch, plots_[static_cast<std::size_t>(n.plot)]);
  }
  contact.branches.swap(fresh_);
  trim(contact);
  if (claimed > 0.5 * existence) {
    contact.seen_at = look.at;
    auto seen = std::ranges::find(contact.seen_by, look.source, &ContactView::Seen::source);
    if (seen == contact.seen_by.end()) {
      contact.seen_by.push_back({look.source, look.at, 0});
      std::ranges::sort(contact.seen_by, {}, &ContactView::Seen::source);
      seen = std::ranges::find(contact.seen_by, look.source, &ContactView::Seen::source);
    }
    seen->at = look.at;
    ++seen->plots;
  }
  contact.existence_most = std::max(contact.existence_most, contact.existence);
}

// Joins branches that say the same, and keeps the best.
void ContactBook::trim(Contact& contact) {
  std::vector<Branch>& branches = contact.branches;
  for (std::size_t a = 0; a < branches.size(); ++a) {
    for (std::size_t b = a + 1; b < branches.size();) {
      Branch& x = branches[a];
      const Branch& y = branches[b];
      bool same = x.mmsi == y.mmsi && x.modes == y.modes;
      if (same) {
        const Pair d{x.whole.position.e - y.whole.position.e, x.whole.position.n - y.whole.position.n};
        const Pair v{x.whole.velocity.e - y.whole.velocity.e, x.whole.velocity.n - y.whole.velocity.n};
        same = form(inverse(x.whole.pp), d) < tuning::kMergeDistance &&
               form(inverse(x.whole.vv), v) < tuning::kMergeDistance;
      }
      if (!same) {
        ++b;
        continue;
      }
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
      branches.erase(branches.begin() + static_cast<std::ptrdiff_t>(b));
    }
  }
  const auto most = static_cast<std::size_t>(settings_.limits.branches_max);
  if (branches.size() > most) {
    std::ranges::stable_sort(branches, [](const Branch& a, const Branch& b) { return a.weight > b.weight; });
    branches.resize(most);
    double sum = 0;
    for (const Branch& b : branches) sum += b.weight;
    for (Branch& b : branches) b.weight /= sum;
  }
}

void ContactBook::join_twins() {}

void ContactBook::drop() {
  std::erase_if(contacts_, [&](const Contact& c) {
    const double least = std::min(c.existence_first * tuning::kDropShare, tuning::kDropMost);
    const double bar = c.existence_most > 0.5 ? tuning::kDropMost : least;
    return c.existence < bar;
  });
}

double ContactBook::estimate(const Contact& contact, Gauss& whole) const {
  whole = Gauss{};
  for (const Branch& b : contact.branches) add_mean(whole, b.whole, b.weight);
  for (const Branch& b : contact.branches) add_moments(whole, b.whole, whole, b.weight);
  return whole.pp.ee + whole.pp.nn;
}

std::vector<ContactView> ContactBook::at(Instant at, bool shown_only) const {
  std::vector<ContactView> views;
  for (const Contact& original : contacts_) {
    const double dt = std::max(0.0, static_cast<double>((at - original.at).count()) / 1000);
    const double existence = original.existence * exponential(-dt / tuning::kLifetime);
    if (shown_only && existence < 0.3) continue;
    Contact moved;
    const Contact* contact = &original;
    if (dt > 0) {
      moved = original;
      for (Branch& b : moved.branches) coast_branch(b, dt);
      contact = &moved;
    }
    Gauss whole;
    const double square = estimate(*contact, whole);
    ContactView view;
    view.place = contact->anchor.to_place(whole.position);
    // Worth showing when that is likelier to help than to mislead, both told in squares of distance.
    const double half = settings_.useful_error_m * settings_.useful_error_m;
    view.shown =
        existence * (half - std::min(square, half)) > (1 - existence) * half * (tuning::kShow / (1 - tuning::kShow)) &&
        inside(view.place, 0);
    if (shown_only && !view.shown) continue;
    view.id = contact->id;
    view.velocity_east = whole.velocity.e;
    view.velocity_north = whole.velocity.n;
    view.error = {whole.pp.ee, whole.pp.en, whole.pp.nn};
    view.velocity_sigma = std::sqrt((whole.vv.ee + whole.vv.nn) / 2);
    view.existence = existence;
    view.small_probability = contact->small;
    view.first_at = contact->first_at;
    view.seen_at = contact->seen_at;
    view.seen_by = contact->seen_by;
    for (const Branch& b : contact->branches) {
      if (b.mmsi != 0 && b.weight > view.mmsi_probability) {
        view.mmsi = b.mmsi;
        view.mmsi_probability = b.weight;
      }
    }
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace fairlead::fusion
