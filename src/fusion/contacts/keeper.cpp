// SPDX-License-Identifier: Apache-2.0
#include "contacts/keeper.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <tuple>

namespace fairlead::fusion {
namespace {

// How many checkpoints a horizon has.
constexpr int kCheckpoints = 4;
// Fusing again may cost this many times the fusing.
constexpr std::int64_t kAgain = 8;
// What is nearer than this, in standard deviations, may be the contact that was lost when the past changed.
constexpr double kSameContact = 5;

const auto kBefore = [](const Look& a, const Look& b) { return comes_before(a, b); };

}  // namespace

void ContactKeeper::advance(const Look& look) {
  const bool is_full = plots_since_ > settings_.late.plots_max / kCheckpoints;
  if (checkpoints_.empty() || (look.at > book_.now() && (is_full || look.at - checkpoints_.back().at >=
                                                                        settings_.late.horizon / kCheckpoints))) {
    checkpoints_.push_back({look.at, book_});
    plots_since_ = 0;
  }
  plots_since_ += look.plots.size();
  book_.absorb(look);
  for (const Birth& birth : book_.born()) names_.born(birth);
}

void ContactKeeper::append(Look look) {
  credit_ = std::min(kCreditMost, credit_ + kAgain * cost_of(look));
  advance(look);
  plots_held_ += look.plots.size();
  looks_.push_back(std::move(look));
  forget();
}

std::int64_t ContactKeeper::cost_of(const Look& look) const {
  return 2 + static_cast<std::int64_t>(look.plots.size() + (look.region ? book_.size() : 0));
}

std::int64_t ContactKeeper::cost_since(Instant from) const {
  std::int64_t cost = 0;
  for (auto look = looks_.rbegin(); look != looks_.rend() && look->at >= from; ++look) cost += cost_of(*look);
  return cost;
}

Absorbed ContactKeeper::absorb(const Look& look, Past past) {
  if (!remembers()) {
    const bool late = look.at < book_.now();
    book_.absorb(look);
    return late ? Absorbed::carried : Absorbed::in_time;
  }
  Look sorted = look;
  std::ranges::sort(sorted.plots, [](const Plot& a, const Plot& b) { return comes_before(a, b); });
  if (looks_.empty() || !kBefore(sorted, looks_.back())) {
    append(std::move(sorted));
    return Absorbed::in_time;
  }
  const Instant newest = looks_.back().at;
  const Duration late = newest - sorted.at;
  if (late > settings_.late.horizon && past == Past::may_change) return Absorbed::history;
  const auto carry = [&] {
    sorted.at = newest;  // its plots keep their own time
    append(std::move(sorted));
    return Absorbed::carried;
  };
  const bool is_slight = late <= settings_.late.slack && settings_.late.slack > Duration(0);
  if (is_slight || past == Past::stays) return carry();
  // At the front is what is left of the horizon.
  if (sorted.at < checkpoints_.front().at) return carry();
  auto base = std::prev(checkpoints_.end());
  while (base->at > sorted.at) --base;
  const std::int64_t cost = cost_since(base->at) + cost_of(sorted);
  if (late > Duration(0) && cost > credit_) return carry();
  credit_ = std::max<std::int64_t>(0, credit_ - cost);
  plots_held_ += sorted.plots.size();
  looks_.insert(std::upper_bound(looks_.begin(), looks_.end(), sorted, kBefore), sorted);
  fuse_again(base->at);
  return Absorbed::late;
}

void ContactKeeper::fuse_again(Instant from) {
  const std::vector<ContactView> before = at(book_.now(), true);
  while (checkpoints_.back().at > from) checkpoints_.pop_back();
  book_ = checkpoints_.back().book;
  plots_since_ = 0;
  for (const Look& again : looks_) {
    if (again.at >= from) advance(again);
  }
  find_again(before);
}

// A contact that now begins with another plot than it did is still the same.
void ContactKeeper::find_again(const std::vector<ContactView>& before) {
  const std::vector<ContactView> after = at(book_.now(), true);
  std::set<std::uint64_t> was, is;
  for (const ContactView& contact : before) was.insert(contact.lasting_id);
  for (const ContactView& contact : after) is.insert(contact.lasting_id);
  std::vector<std::tuple<double, std::uint64_t, std::uint64_t>> pairs;  // distance, lost, fresh
  for (const ContactView& lost : before) {
    if (is.contains(lost.lasting_id)) continue;
    const Anchor anchor = anchor_at(settings_.ground, lost.place);
    for (const ContactView& fresh : after) {
      if (was.contains(fresh.lasting_id)) continue;
      const Pair apart = anchor.to_plane(fresh.place);
      const double variance =
          lost.error.east_east + lost.error.north_north + fresh.error.east_east + fresh.error.north_north;
      const double sigmas = std::hypot(apart.e, apart.n) / std::sqrt(std::max(1.0, variance / 2));
      if (sigmas < kSameContact) pairs.emplace_back(sigmas, lost.lasting_id, fresh.lasting_id);
    }
  }
  std::ranges::sort(pairs);
  std::set<std::uint64_t> settled;
  for (const auto& [sigmas, lost, fresh] : pairs) {
    if (settled.contains(lost) || settled.contains(fresh)) continue;
    settled.insert({lost, fresh});
    names_.exchange(fresh, lost);
  }
}

std::vector<ContactView> ContactKeeper::at(Instant at, bool shown_only) const {
  return book_.at(at, shown_only, remembers() ? &names_ : nullptr);
}

void ContactKeeper::forget() {
  const Instant oldest = looks_.back().at - settings_.late.horizon;
  const auto drop = [&] {
    checkpoints_.pop_front();
    while (!looks_.empty() && looks_.front().at < checkpoints_.front().at) {
      plots_held_ -= looks_.front().plots.size();
      looks_.pop_front();
    }
  };
  while (checkpoints_.size() > 1 && (checkpoints_[1].at <= oldest || plots_held_ > settings_.late.plots_max)) drop();
  if (names_.size() <= names_most_) return;
  std::set<Birth> births;
  book_.collect_births(births);
  for (const Checkpoint& checkpoint : checkpoints_) checkpoint.book.collect_births(births);
  names_.keep_only(births);
  names_most_ = 2 * names_.size() + kNamesSpare;
}

}  // namespace fairlead::fusion
