// SPDX-License-Identifier: Apache-2.0
// What a look makes of a contact that was there before.
#include <algorithm>
#include <cmath>

#include "contacts/book.hpp"
#include "contacts/branch.hpp"
#include "contacts/numbers.hpp"
#include "contacts/tuning.hpp"

namespace fairlead::fusion {

Contact* ContactBook::find(std::uint64_t id) {
  const auto found = std::ranges::lower_bound(contacts_, id, {}, &Contact::id);
  return found == contacts_.end() || found->id != id || found->existence <= 0 ? nullptr : &*found;
}

// How often it is seen tells ships from small craft, where a sensor sees the two differently.
void ContactBook::judge_size(const Look& look, const Part& part, Contact& contact, double claimed,
                             double missed) const {
  const double f = look.small_factor;
  if (!(f < 1) || !(part.detection > 0)) return;
  const double seen = contact.small * f + 1 - contact.small;
  const double ship = part.detection / seen;
  const double unseen = 1 - part.detection;
  const double hit = contact.small * f / seen;
  const double miss = unseen > 1e-9 ? contact.small * (1 - ship * f) / unseen : contact.small;
  contact.small = std::clamp((claimed * hit + missed * miss) / (claimed + missed), 0.02, 0.98);
}

// The likeliest continuations of the contact's branches, best first.
void ContactBook::choose_next(const Contact& contact, const Part& part, double existence, double missed) {
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
  const std::size_t most = 2 * static_cast<std::size_t>(std::max(1, settings_.limits.branches_max));
  std::size_t keep = 1;
  while (keep < next_.size() && keep < most && next_[keep].weight > tuning::kPruneBranch) ++keep;
  next_.resize(std::min(keep, next_.size()));
  double kept = 0;
  for (const Next& n : next_) kept += n.weight;
  for (Next& n : next_) n.weight = kept > 0 ? n.weight / kept : 1.0 / static_cast<double>(next_.size());
}

void ContactBook::update(const Look& look, const Reach& reach, const Part& part) {
  Contact& contact = contacts_[part.contact];
  double claimed = 0;
  for (std::uint32_t k = part.first_edge; k < part.last_edge; ++k) claimed += edges_[k].probability;
  const double missed = std::max(0.0, 1 - claimed) * part.miss_there / part.miss;
  const double existence = claimed + missed;
  if (!(existence > 1e-12)) {
    bury(contact);
    return;
  }
  judge_size(look, part, contact, claimed, missed);
  choose_next(contact, part, existence, missed);
  contact.existence = std::min(existence, tuning::kExistenceMost);
  learn_bias(look, part, contact);
  double before_weight = 0;
  const bool reports_name = part.last_edge > part.first_edge && !plots_.empty() && plots_[0].mmsi != 0;
  const std::uint32_t before = reports_name ? name_of(contact.branches, before_weight) : 0;
  if (reports_name) witness(look, reach, part, contact, claimed / existence);

  const auto become = [&](Branch& branch, const Next& next) {
    branch.weight = next.weight;
    if (next.plot < 0) return;
    const Plot& plot = plots_[static_cast<std::size_t>(next.plot)];
    take_plot(branch, plot, contact.anchor.to_plane(plot.place), static_cast<double>((now_ - plot.at).count()) / 1000);
  };
  if (next_.size() == 1) {
    if (next_[0].branch != 0) contact.branches[0] = contact.branches[next_[0].branch];
    contact.branches.resize(1);
    become(contact.branches[0], next_[0]);
  } else {
    fresh_.clear();
    for (const Next& next : next_) {
      fresh_.push_back(contact.branches[next.branch]);
      become(fresh_.back(), next);
    }
    trim_branches(fresh_, static_cast<std::size_t>(std::max(1, settings_.limits.branches_max)));
    contact.branches.assign(fresh_.begin(), fresh_.end());
  }
  if (!reports_name) witness(look, reach, part, contact, claimed / existence);
  if (reports_name && claimed > 0.5 * existence) name(look, contact, before);
  contact.existence_most = std::max(contact.existence_most, contact.existence);
  const double least = std::min(contact.existence_first * tuning::kDropShare, tuning::kDropMost);
  if (contact.existence < (contact.existence_most > 0.5 ? tuning::kDropMost : least)) bury(contact);
}

// Keeps the account of who saw it, and of who should have.
void ContactBook::witness(const Look& look, const Reach& reach, const Part& part, Contact& contact, double claimed) {
  const bool seen = claimed > 0.5;
  if (reach.limited() && contact.existence_most > 0.5) {
    auto looked = std::ranges::find(contact.looked, look.source, &Looked::source);
    if (looked == contact.looked.end() && contact.looked.size() < tuning::kSourcesMost) {
      looked = contact.looked.insert(std::ranges::lower_bound(contact.looked, look.source, {}, &Looked::source),
                                     Looked{look.source, 0, 0});
    }
    if (looked != contact.looked.end()) {
      looked->expected += part.detection;
      looked->plots += seen ? 1 : 0;
    }
  }
  if (!seen) return;
  contact.seen_at = now_;
  auto entry = std::ranges::find(contact.seen_by, look.source, &ContactView::Seen::source);
  if (entry == contact.seen_by.end()) {
    if (contact.seen_by.size() >= tuning::kSourcesMost) return;
    entry =
        contact.seen_by.insert(std::ranges::lower_bound(contact.seen_by, look.source, {}, &ContactView::Seen::source),
                               ContactView::Seen{look.source, now_, 0});
  }
  entry->at = now_;
  if (entry->plots < UINT32_MAX) ++entry->plots;
}

// A vessel that has just said where it is tells how far off a sensor's plot of it lies.
void ContactBook::learn_bias(const Look& look, const Part& part, const Contact& contact) {
  if (!contact.named || now_ - contact.named_at > tuning::kBiasAge || next_.size() != 1 || next_[0].plot < 0) return;
  const Plot& plot = plots_[static_cast<std::size_t>(next_[0].plot)];
  if (!plot.seen_from) return;
  for (std::uint32_t k = part.first_edge; k < part.last_edge; ++k) {
    if (edges_[k].plot != static_cast<std::uint32_t>(next_[0].plot) || edges_[k].probability < 0.95) continue;
    const Gauss& w = contact.branches[next_[0].branch].whole;
    const Pair place = contact.anchor.to_plane(plot.place);
    const Anchor sensor = anchor_at(settings_.ground, *plot.seen_from);
    const Spread s = w.pp + Spread{plot.error.east_east, plot.error.east_north, plot.error.north_north};
    Bias& bias = sources_[look.source].bias;
    // The plot came with what is known of the bias taken off: what is left is the rest of it.
    const Pair off{place.e - w.position.e, place.n - w.position.n};
    bias.learn(off, sensor.to_plane(plot.place), s);
  }
}

// A report with an identity has become part of the contact.
void ContactBook::name(const Look& look, Contact& contact, std::uint32_t before) {
  double weight = 0;
  const std::uint32_t now = name_of(contact.branches, weight);
  if (now == 0) return;
  contact.named = true;
  contact.named_at = now_;
  std::vector<std::uint64_t>& ids = named_[now];
  const bool known = std::ranges::find(ids, contact.id) != ids.end();
  if (now == before && known) return;
  Note note;
  note.at = now_;
  note.mmsi = now;
  note.mmsi_before = before;
  if (before != 0 && before != now) {
    note.kind = Note::Kind::renamed;
    contact.note(note);
  } else if (before == 0 && contact.seen_by.size() > 1 && !known) {
    note.kind = Note::Kind::named;
    const Gauss whole = whole_of(contact.branches);
    const Pair at = contact.anchor.to_plane(plots_[0].place);
    note.distance = std::sqrt((at.e - whole.position.e) * (at.e - whole.position.e) +
                              (at.n - whole.position.n) * (at.n - whole.position.n));
    note.figure = weight;
    contact.note(note);
  }
  if (known) return;
  // Somebody else goes by the same name.
  for (const std::uint64_t id : ids) {
    Contact* other = find(id);
    if (other == nullptr || other->id == contact.id) continue;
    const Pair apart = contact.anchor.to_plane(other->anchor.to_place(other->branches[0].whole.position));
    const Pair here = contact.branches[0].whole.position;
    note.kind = Note::Kind::name_twice;
    note.distance = std::sqrt((apart.e - here.e) * (apart.e - here.e) + (apart.n - here.n) * (apart.n - here.n));
    note.figure = static_cast<double>((now_ - other->seen_at).count()) / 1000;
    note.contact = other->id;
    contact.note(note);
    note.kind = Note::Kind::name_elsewhere;
    note.contact = contact.id;
    other->note(note);
  }
  ids.push_back(contact.id);
  if (ids.size() > tuning::kSameNameMost) ids.erase(ids.begin());
  (void)look;
}

void ContactBook::bury(Contact& contact) {
  if (contact.existence <= 0 && contact.branches.empty()) return;
  for (const Branch& branch : contact.branches) {
    const auto ids = branch.mmsi == 0 ? named_.end() : named_.find(branch.mmsi);
    if (ids == named_.end()) continue;
    std::erase(ids->second, contact.id);
    if (ids->second.empty()) named_.erase(ids);
  }
  contact.existence = 0;
  contact.branches.resize(1);
  ++dead_;
}

// Once in a while: what nobody looked at grows old, and the dead make room.
void ContactBook::sweep() {
  swept_at_ = now_;
  population_ = 0;
  for (Contact& contact : contacts_) {
    if (contact.existence <= 0) continue;
    const double age = age_of(contact);
    const double existence = contact.existence * exponential(-age / tuning::kLifetime);
    const bool far = !inside(contact.anchor.to_place(contact.branches[0].whole.position), tuning::kOutside);
    const double bar = contact.existence_most > 0.5 ? tuning::kDropMost : contact.existence_first * tuning::kDropShare;
    if (existence < bar || far) {
      bury(contact);
      continue;
    }
    population_ += existence;
    if (age > tuning::kAgeMost) move_contact(contact, now_);
  }
  population_ = std::max(1.0, population_);
  compact();
  index_.forget();
}

void ContactBook::compact() {
  if (dead_ == 0) return;
  std::erase_if(contacts_, [](const Contact& c) { return c.existence <= 0; });
  dead_ = 0;
  index_.forget();
}

// Two contacts that share the chance of being one vessel become one with both stories.
void ContactBook::join_twins() {
  first_claim_.assign(plots_.size(), UINT32_MAX);
  for (const Edge& edge : edges_) {
    if (edge.probability < tuning::kTwinClaim) continue;
    const std::uint32_t index = parts_[edge.contact].contact;
    std::uint32_t& first = first_claim_[edge.plot];
    if (first == UINT32_MAX) {
      first = index;
      continue;
    }
    if (join(contacts_[first], contacts_[index]) && contacts_[first].existence <= 0) first = index;
  }
}

bool ContactBook::join(Contact& a, Contact& b) {
  if (a.existence <= 0 || b.existence <= 0 || a.existence + b.existence > tuning::kTwinsMost) return false;
  if (a.branches[0].modes == 1 || b.branches[0].modes == 1) return false;
  double wa = 0;
  double wb = 0;
  const std::uint32_t name_a = name_of(a.branches, wa);
  const std::uint32_t name_b = name_of(b.branches, wb);
  if (name_a != 0 && name_b != 0 && name_a != name_b) return false;
  const Gauss x = whole_of(a.branches);
  const Gauss y = whole_of(b.branches);
  const Pair other = a.anchor.to_plane(b.anchor.to_place(y.position));
  const Pair d{other.e - x.position.e, other.n - x.position.n};
  const Pair v{y.velocity.e - x.velocity.e, y.velocity.n - x.velocity.n};
  if (form(inverse(x.pp + y.pp), d) > tuning::kTwinDistance || form(inverse(x.vv + y.vv), v) > tuning::kTwinDistance) {
    return false;
  }
  // The likelier one keeps its name; at equal chances the older.
  Contact& keep = b.existence > a.existence ? b : a;
  Contact& gone = &keep == &a ? b : a;
  const double total = keep.existence + gone.existence;
  const double share = gone.existence / total;
  if (gone.existence_most > 0.1) {
    Note note;
    note.kind = Note::Kind::twins;
    note.at = now_;
    note.contact = gone.id;
    note.distance = std::sqrt(d.e * d.e + d.n * d.n);
    note.figure = gone.existence;
    keep.note(note);
  }
  for (Branch& branch : keep.branches) branch.weight *= 1 - share;
  for (Branch branch : gone.branches) {
    branch.weight *= share;
    if (branch.weight < tuning::kPruneBranch) continue;
    for (int m = 0; m < branch.modes; ++m) {
      branch.state[m].position = keep.anchor.to_plane(gone.anchor.to_place(branch.state[m].position));
    }
    settle(branch);
    keep.branches.push_back(branch);
  }
  double sum = 0;
  for (const Branch& branch : keep.branches) sum += branch.weight;
  for (Branch& branch : keep.branches) branch.weight /= sum;
  trim_branches(keep.branches, static_cast<std::size_t>(std::max(1, settings_.limits.branches_max)));
  keep.existence = std::min(total, tuning::kExistenceMost);
  keep.existence_most = std::max(keep.existence_most, keep.existence);
  keep.first_at = std::min(keep.first_at, gone.first_at);
  if (gone.named && (!keep.named || keep.named_at < gone.named_at)) {
    keep.named = true;
    keep.named_at = gone.named_at;
  }
  if (name_b != 0 || name_a != 0) {
    std::vector<std::uint64_t>& ids = named_[name_a != 0 ? name_a : name_b];
    if (std::ranges::find(ids, keep.id) == ids.end()) ids.push_back(keep.id);
  }
  bury(gone);
  return true;
}

}  // namespace fairlead::fusion
