// SPDX-License-Identifier: Apache-2.0
#include "contacts/keeper.hpp"

#include <algorithm>

namespace fairlead::fusion {
namespace {

// How many checkpoints a horizon has.
constexpr int kCheckpoints = 4;

}  // namespace

void ContactKeeper::advance(const Look& look) {
  if (checkpoints_.empty() || look.at - checkpoints_.back().at >= settings_.late.horizon / kCheckpoints) {
    checkpoints_.push_back({look.at, book_});
  }
  book_.absorb(look);
}

Absorbed ContactKeeper::absorb(const Look& look) {
  if (settings_.late.horizon <= Duration(0)) {
    const bool late = look.at < book_.now();
    book_.absorb(look);
    return late ? Absorbed::late : Absorbed::in_time;
  }
  Look sorted = look;
  std::ranges::sort(sorted.plots, [](const Plot& a, const Plot& b) { return comes_before(a, b); });
  const auto before = [](const Look& a, const Look& b) { return comes_before(a, b); };
  if (looks_.empty() || !before(sorted, looks_.back())) {
    advance(sorted);
    looks_.push_back(std::move(sorted));
    forget();
    return Absorbed::in_time;
  }
  const Duration late = looks_.back().at - sorted.at;
  if (late > settings_.late.horizon || sorted.at < checkpoints_.front().at) return Absorbed::history;
  if (late > Duration(0) && late <= settings_.late.slack) {
    // Its plots keep their own time.
    sorted.at = looks_.back().at;
    advance(sorted);
    looks_.push_back(std::move(sorted));
    return Absorbed::late;
  }
  looks_.insert(std::upper_bound(looks_.begin(), looks_.end(), sorted, before), sorted);
  while (checkpoints_.size() > 1 && checkpoints_.back().at > sorted.at) checkpoints_.pop_back();
  book_ = checkpoints_.back().book;
  const Instant from = checkpoints_.back().at;
  for (const Look& again : looks_) {
    if (again.at >= from) advance(again);
  }
  return Absorbed::late;
}

void ContactKeeper::forget() {
  const Instant oldest = looks_.back().at - settings_.late.horizon;
  while (checkpoints_.size() > 1 && checkpoints_[1].at <= oldest) checkpoints_.pop_front();
  while (!looks_.empty() && looks_.front().at < checkpoints_.front().at) looks_.pop_front();
}

}  // namespace fairlead::fusion
