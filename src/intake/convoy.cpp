// SPDX-License-Identifier: Apache-2.0
#include "convoy.hpp"

#include <vector>

namespace fairlead::intake {
namespace {

std::int64_t step_of(Instant at) {
  const std::int64_t ms = at.unix_ms(), step = Convoy::kStep.count();
  return ms >= 0 ? ms / step : -((step - 1 - ms) / step);
}

}  // namespace

void Convoy::leave(Number number) {
  if (travellers_.erase(number) != 0) wake();
}

void Convoy::is_at(Number number, Instant next) {
  const auto found = travellers_.find(number);
  if (found == travellers_.end()) return;
  const bool moves_on = step_of(next) != step_of(found->second.next);
  found->second.next = next;
  if (moves_on) wake();
}

bool Convoy::may_go(Number number) const {
  const auto found = travellers_.find(number);
  if (found == travellers_.end()) return true;
  const Instant next = found->second.next;
  for (const auto& [other, traveller] : travellers_) {
    if (step_of(traveller.next) < step_of(next) && next - traveller.next <= kTogether) return false;
  }
  return true;
}

void Convoy::wait(Number number, std::function<void()> resume) {
  const auto found = travellers_.find(number);
  if (found != travellers_.end()) found->second.resume = std::move(resume);
}

void Convoy::wake() {
  std::vector<std::function<void()>> waiting;
  for (auto& [number, traveller] : travellers_) {
    if (traveller.resume) waiting.push_back(std::exchange(traveller.resume, nullptr));
  }
  for (const auto& resume : waiting) resume();
}

}  // namespace fairlead::intake
