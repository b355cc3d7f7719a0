// SPDX-License-Identifier: Apache-2.0
#include "convoy.hpp"

#include <vector>

namespace fairlead::intake {
void Convoy::leave(Number number) {
  if (travellers_.erase(number) != 0) wake();
}

void Convoy::is_at(Number number, Instant next) {
  const auto found = travellers_.find(number);
  if (found == travellers_.end() || found->second.next == next) return;
  found->second.next = next;
  wake();
}

bool Convoy::may_go(Number number, Instant next) const {
  for (const auto& [other, traveller] : travellers_) {
    if (other == number || next - traveller.next > kTogether) continue;
    if (std::pair(traveller.next, other) < std::pair(next, number)) return false;
  }
  return true;
}

void Convoy::wait(Number number, Instant next, std::function<void()> resume) {
  const auto found = travellers_.find(number);
  if (found == travellers_.end()) return;
  found->second.wanted = next;
  found->second.resume = std::move(resume);
}

void Convoy::wake() {
  std::vector<std::function<void()>> waiting;
  for (auto& [number, traveller] : travellers_) {
    if (!traveller.resume || !may_go(number, traveller.wanted)) continue;
    waiting.push_back(std::exchange(traveller.resume, nullptr));
  }
  for (const auto& resume : waiting) resume();
}

}  // namespace fairlead::intake
